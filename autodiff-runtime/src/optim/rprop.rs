//! Rprop: a step size for every parameter, by the sign of its gradient alone.

use super::error::{Conditions, InvalidHyperparameter};
use super::formula::{memory_field, optimizer, Formula};
use super::lion::sign;
use super::state::Memory;
use crate::real::Real;

/// Rprop (Riedmiller and Braun, 1993), for gradients of all samples; the formulas and defaults of PyTorch's `Rprop`.
///
/// With gradient `g`, the one before `p`, parameter `x`, step size `s`, which is the learning rate at first:
///
/// ```text
/// s  = s eta+ if g p > 0, s eta- if g p < 0, then clamped
/// g  = 0 if g p < 0
/// x -= sign(g) s
/// p  = g
/// ```
///
/// Defaults: rate 0.01, etas 0.5 and 1.2, step sizes between 1e-6 and 50. Once there are step sizes, changes of the
/// learning rate have no effect.
///
/// ```
/// use autodiff_runtime::optim::{Optimizer, Rprop};
///
/// let mut x = [1.0_f64];
/// let mut optimizer = Rprop::new(0.5);
/// optimizer.step(&mut x, &[1e-9]);
/// optimizer.step(&mut x, &[1e+9]);
/// assert!((x[0] - (1.0 - 0.5 - 0.6)).abs() < 1e-15);
/// ```
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Rprop<T> {
    etas: (T, T),
    sizes: (T, T),
    memory: Memory<T>,
}

impl<T: Real> Default for Rprop<T> {
    fn default() -> Self {
        Self::new(T::lit(1e-2))
    }
}

impl<T: Real> Rprop<T> {
    /// With the step size to begin with.
    pub fn new(learning_rate: T) -> Self {
        Self {
            etas: (T::lit(0.5), T::lit(1.2)),
            sizes: (T::lit(1e-6), T::lit(50.0)),
            memory: Memory::new(learning_rate),
        }
    }

    /// With other factors of a step size, where the sign changes and where it does not.
    #[must_use]
    pub fn etas(mut self, shrink: T, grow: T) -> Self {
        self.etas = (shrink, grow);
        self
    }

    /// With other bounds of the step sizes.
    #[must_use]
    pub fn step_sizes(mut self, smallest: T, largest: T) -> Self {
        self.sizes = (smallest, largest);
        self
    }
}

impl<T: Real> Formula<T> for Rprop<T> {
    const NAME: &'static str = "Rprop";

    fn slots(&self) -> &'static [&'static str] {
        &["prev", "step_size"]
    }

    memory_field!();

    fn conditions(&self, of: &Conditions) -> Result<(), InvalidHyperparameter> {
        let (shrink, grow) = self.etas;
        let holds = shrink > T::zero() && shrink < T::one();
        of.require("etas.0", shrink, holds, "above 0 and below 1")?;
        of.require("etas.1", grow, grow > T::one() && grow.is_finite(), "above 1")?;
        of.positive("step_sizes.0", self.sizes.0)?;
        let holds = self.sizes.1 >= self.sizes.0;
        of.require("step_sizes.1", self.sizes.1, holds, "at least the smallest step size")
    }

    fn apply(&mut self, parameters: &mut [T], gradient: &[T]) {
        let ((shrink, grow), (smallest, largest)) = (self.etas, self.sizes);
        let rate = self.memory.rate;
        let (_, [before, sizes]) = self.memory.next_run(parameters.len(), [T::zero(), rate]);
        for (((x, g), p), size) in parameters.iter_mut().zip(gradient).zip(before).zip(sizes) {
            let (mut g, agreement) = (*g, *g * *p);
            if agreement > T::zero() {
                *size *= grow;
            } else if agreement < T::zero() {
                *size *= shrink;
                g = T::zero();
            }
            *size = if *size < smallest {
                smallest
            } else if *size > largest {
                largest
            } else {
                *size
            };
            *x -= sign(g) * *size;
            *p = g;
        }
    }
}

optimizer!(Rprop);
