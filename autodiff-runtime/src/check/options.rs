//! What a check is held to.

/// The tolerances and the extent of a check. [`check_gradient!`](crate::check_gradient) takes them by name:
/// `check_gradient!(f(x), tolerance = 1e-4, components = 20)`.
///
/// ```
/// use autodiff_runtime::check::Options;
///
/// let loose = Options::new().tolerance(1e-4).components(20);
/// assert_eq!(loose, Options::default().components(20).tolerance(1e-4));
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Options {
    pub(super) tolerance: Option<f64>,
    pub(super) step: Option<f64>,
    pub(super) components: usize,
    pub(super) seed: u64,
    pub(super) kinks: bool,
    pub(super) points: usize,
}

impl Default for Options {
    fn default() -> Self {
        Self { tolerance: None, step: None, components: 64, seed: 1, kinks: false, points: 200 }
    }
}

impl Options {
    /// The default: a tolerance of 1e-6 (2e-2 if any number is an `f32`), a first step of 1e-2 (5e-2), all numbers if
    /// there are no more than 64 of them.
    pub fn new() -> Self {
        Self::default()
    }

    /// How far a derivative may be from central differences, relative to the greater of both, or to a hundredth of the
    /// greatest derivative of the same result.
    #[must_use]
    pub fn tolerance(mut self, tolerance: f64) -> Self {
        self.tolerance = Some(tolerance);
        self
    }

    /// The first and greatest step of the differences, relative to the size of the number that is moved, or to 0.1. Each
    /// further step is half of the one before.
    #[must_use]
    pub fn step(mut self, step: f64) -> Self {
        self.step = Some(step);
        self
    }

    /// At most how many numbers of the arguments, and how many of the results, are looked at one by one. Beyond that they
    /// are chosen at random; the dot test sees all of them in any case.
    #[must_use]
    pub fn components(mut self, components: usize) -> Self {
        self.components = components;
        self
    }

    /// The seed of the random directions and choices.
    #[must_use]
    pub fn seed(mut self, seed: u64) -> Self {
        self.seed = seed;
        self
    }

    /// At how many points of a box [`lint_gradient!`](crate::lint_gradient) looks: 200 if nothing is said.
    #[must_use]
    pub fn points(mut self, points: usize) -> Self {
        self.points = points;
        self
    }

    /// Whether a derivative at a kink may be any number between the slopes on both sides of it, as `abs` at 0 has.
    #[must_use]
    pub fn kinks(mut self, allowed: bool) -> Self {
        self.kinks = allowed;
        self
    }
}
