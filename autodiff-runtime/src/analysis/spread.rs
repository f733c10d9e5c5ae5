//! How numbers are spread: a probe for the activations and gradients of a layer.

use crate::real::Real;

/// Mean, deviation and size of a run of numbers, and how many are zero or not finite.
///
/// A network starts well if the activations of all its layers have mean 0 and one deviation, and so do their gradients.
///
/// ```
/// use autodiff_runtime::analysis::Spread;
///
/// let spread = Spread::of(&[0.0_f32, 0.0, 3.0, 5.0]);
/// assert_eq!(spread.mean, 2.0);
/// assert_eq!(spread.root_mean_square, 8.5_f64.sqrt());
/// assert_eq!(spread.zeros, 0.5);
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Spread {
    /// The mean.
    pub mean: f64,
    /// The standard deviation: of the numbers themselves, by `n`.
    pub deviation: f64,
    /// The root of the mean square.
    pub root_mean_square: f64,
    /// The share of zeros: behind a rectifier, of what is cut off.
    pub zeros: f64,
    /// The share of infinities and NaNs.
    pub not_finite: f64,
}

impl Spread {
    /// Of numbers; summed in double precision. Of no numbers, all is zero.
    #[must_use]
    pub fn of<T: Real>(numbers: &[T]) -> Self {
        let count = numbers.len().max(1) as f64;
        let sum = |f: &dyn Fn(f64) -> f64| -> f64 {
            numbers.iter().map(|x| f(x.to_f64())).sum::<f64>() / count
        };
        let mean = sum(&|x| x);
        let root = |x: f64| nalgebra::ComplexField::sqrt(x);
        Self {
            mean,
            deviation: root(sum(&|x| (x - mean) * (x - mean))),
            root_mean_square: root(sum(&|x| x * x)),
            zeros: sum(&|x| if x == 0.0 { 1.0 } else { 0.0 }),
            not_finite: sum(&|x| if x.is_finite() { 0.0 } else { 1.0 }),
        }
    }

    /// The variance.
    #[must_use]
    pub fn variance(&self) -> f64 {
        self.deviation * self.deviation
    }
}
