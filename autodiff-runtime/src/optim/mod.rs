//! Optimizers: from parameters and their gradient to better parameters.
//!
//! They see flat slices of numbers alone, so that they serve any model; which slices a model has, it says itself.

mod adam;
mod sgd;

pub use adam::Adam;
pub use sgd::Sgd;

use crate::real::Real;

/// Moves parameters against their gradient, step by step.
///
/// A step is [`start_step`](Self::start_step) and then [`update`](Self::update) for every run of parameters, always the
/// same runs in the same order; [`step`](Self::step) does both where there is one run.
///
/// ```
/// use autodiff_runtime::optim::{Optimizer, Sgd};
///
/// // The minimum of (x - 3)^2.
/// let mut x = [0.0_f64];
/// let mut optimizer = Sgd::new(0.1);
/// for _ in 0..100 {
///     let gradient = [2.0 * (x[0] - 3.0)];
///     optimizer.step(&mut x, &gradient);
/// }
/// assert!((x[0] - 3.0).abs() < 1e-6);
/// ```
#[diagnostic::on_unimplemented(message = "`{Self}` is not an optimizer of `{T}` parameters")]
pub trait Optimizer<T: Real> {
    /// Begins a step.
    fn start_step(&mut self);

    /// Updates the next run of parameters.
    ///
    /// # Panics
    ///
    /// If the lengths differ, or if the run is not as long as in the steps before.
    fn update(&mut self, parameters: &mut [T], gradient: &[T]);

    /// A whole step of a single run of parameters.
    ///
    /// # Panics
    ///
    /// As [`update`](Self::update).
    fn step(&mut self, parameters: &mut [T], gradient: &[T]) {
        self.start_step();
        self.update(parameters, gradient);
    }

    /// The factor of a step's length.
    fn learning_rate(&self) -> T;

    /// Changes the learning rate, for schedules.
    fn set_learning_rate(&mut self, rate: T);
}

/// What an optimizer remembers of every parameter: runs of numbers that grow in the first step.
#[derive(Clone, Debug, Default, PartialEq)]
struct Memory<S> {
    runs: alloc::vec::Vec<alloc::vec::Vec<S>>,
    next: usize,
}

impl<S: Copy> Memory<S> {
    const fn new() -> Self {
        Self { runs: alloc::vec::Vec::new(), next: 0 }
    }

    fn rewind(&mut self) {
        self.next = 0;
    }

    /// The next run, made of `initial` where it is new.
    fn next_run(&mut self, length: usize, initial: S) -> &mut [S] {
        if self.next == self.runs.len() {
            self.runs.push(alloc::vec![initial; length]);
        }
        let run = &mut self.runs[self.next];
        assert_eq!(
            run.len(),
            length,
            "run {} of the parameters had another length in the steps before",
            self.next
        );
        self.next += 1;
        run
    }
}

#[track_caller]
fn assert_same_length<T>(parameters: &[T], gradient: &[T]) {
    assert_eq!(parameters.len(), gradient.len(), "parameters and gradient differ in length");
}
