//! Clipping of gradients, by value and by the norm of all of them.
//!
//! A gradient is any [`Tangent`]: a vector, a tuple, that of a model. Where it is separate slices, [`Norm`] takes them one by
//! one.

use core::fmt;

use crate::real::Real;
use crate::tangent::{ScalarSlice, ScalarSliceMut, Tangent};

/// Clamps every number between `-limit` and `limit`; PyTorch's `clip_grad_value_`. A NaN stays one.
///
/// ```
/// use autodiff_runtime::optim::clip;
///
/// let mut gradient = (vec![3.0, -0.1], -7.0_f32);
/// clip::by_value(&mut gradient, 0.5);
/// assert_eq!(gradient, (vec![0.5, -0.1], -0.5));
/// ```
///
/// # Panics
///
/// If the limit is negative or NaN.
pub fn by_value<G: Tangent>(gradient: &mut G, limit: f64) {
    assert!(limit >= 0.0, "gradients cannot be clipped to {limit}");
    gradient.for_each_slice_mut(&mut |slice| match slice {
        ScalarSliceMut::F32(slice) => {
            let limit = limit as f32;
            slice.iter_mut().for_each(|x| *x = x.clamp(-limit, limit));
        }
        ScalarSliceMut::F64(slice) => slice.iter_mut().for_each(|x| *x = x.clamp(-limit, limit)),
    });
}

/// Scales all numbers by one factor where their norm is above `limit`; PyTorch's `clip_grad_norm_`, whose factor is
/// `min(1, limit / (norm + 1e-6))`. It returns the norm before.
///
/// ```
/// use autodiff_runtime::optim::clip;
///
/// let mut gradient = ([3.0_f64, -4.0], [0.0, 12.0, 0.0]);
/// assert_eq!(clip::by_global_norm(&mut gradient, 1.0), Ok(13.0));
/// assert!((gradient.0[0] - 3.0 / 13.000001).abs() < 1e-15);
/// ```
///
/// # Errors
///
/// If the norm is infinite or NaN; then the gradient is as before.
pub fn by_global_norm<G: Tangent>(gradient: &mut G, limit: f64) -> Result<f64, NonFiniteNorm> {
    let norm = global_norm(gradient);
    let factor = clip_factor(norm, limit)?;
    if factor < 1.0 {
        gradient.scale(factor);
    }
    Ok(norm)
}

/// The Euclidean norm of all numbers, in double precision, whatever their size.
///
/// ```
/// use autodiff_runtime::optim::clip;
///
/// assert!((clip::global_norm(&[3e200, 4e200]) / 5e200 - 1.0).abs() < 1e-15);
/// ```
pub fn global_norm<G: Tangent>(gradient: &G) -> f64 {
    let mut norm = Norm::new();
    gradient.for_each_slice(&mut |slice| match slice {
        ScalarSlice::F32(slice) => norm.add(slice),
        ScalarSlice::F64(slice) => norm.add(slice),
    });
    norm.value()
}

/// The norm of several slices together.
///
/// ```
/// use autodiff_runtime::optim::clip::Norm;
///
/// let (mut weights, mut bias) = ([3.0_f64, -4.0], [12.0_f64]);
/// let mut norm = Norm::new();
/// norm.add(&weights);
/// norm.add(&bias);
/// let factor = norm.factor(6.5).unwrap();
/// weights.iter_mut().chain(&mut bias).for_each(|g| *g *= factor);
/// assert!((bias[0] - 6.0).abs() < 1e-5);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Norm {
    value: f64,
}

impl Norm {
    /// Of nothing: zero.
    pub const fn new() -> Self {
        Self { value: 0.0 }
    }

    /// Takes a slice in.
    pub fn add<T: Real>(&mut self, slice: &[T]) {
        self.value = nalgebra::ComplexField::hypot(self.value, norm(slice));
    }

    /// The norm of all so far.
    pub const fn value(&self) -> f64 {
        self.value
    }

    /// The factor that brings it down to `limit`, as [`by_global_norm`] does.
    ///
    /// # Errors
    ///
    /// If the norm is infinite or NaN.
    pub fn factor(&self, limit: f64) -> Result<f64, NonFiniteNorm> {
        clip_factor(self.value, limit)
    }
}

fn clip_factor(norm: f64, limit: f64) -> Result<f64, NonFiniteNorm> {
    assert!(limit >= 0.0, "gradients cannot be clipped to a norm of {limit}");
    if norm.is_finite() {
        Ok((limit / (norm + 1e-6)).min(1.0))
    } else {
        Err(NonFiniteNorm { norm })
    }
}

fn norm<T: Real>(slice: &[T]) -> f64 {
    let sum = sum_of_squares(slice, 1.0);
    if sum.is_finite() {
        return root(sum);
    }
    // Only the squares may be too large.
    let largest = slice.iter().fold(0.0, |most: f64, x| {
        let size = x.to_f64().abs();
        if size <= most {
            most
        } else {
            size
        }
    });
    if !largest.is_finite() {
        return largest;
    }
    largest * root(sum_of_squares(slice, 1.0 / largest))
}

/// In eight sums, which is one fixed order and runs side by side.
fn sum_of_squares<T: Real>(slice: &[T], factor: f64) -> f64 {
    let mut sums = [0.0_f64; 8];
    let chunks = slice.chunks_exact(8);
    let rest = chunks.remainder();
    for chunk in chunks {
        for (sum, x) in sums.iter_mut().zip(chunk) {
            let x = x.to_f64() * factor;
            *sum += x * x;
        }
    }
    for (sum, x) in sums.iter_mut().zip(rest) {
        let x = x.to_f64() * factor;
        *sum += x * x;
    }
    sums.iter().sum()
}

fn root(x: f64) -> f64 {
    nalgebra::ComplexField::sqrt(x)
}

/// A norm that is infinite or NaN, so that there is nothing to scale by.
///
/// ```
/// use autodiff_runtime::optim::clip;
///
/// let mut gradient = [1.0, f64::INFINITY];
/// let error = clip::by_global_norm(&mut gradient, 1.0).unwrap_err();
/// assert_eq!(error.to_string(), "the norm of the gradient is inf");
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct NonFiniteNorm {
    /// The norm.
    pub norm: f64,
}

impl fmt::Display for NonFiniteNorm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the norm of the gradient is {}", self.norm)
    }
}

impl core::error::Error for NonFiniteNorm {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_norm_that_is_not_finite_is_an_error_and_changes_nothing() {
        let mut gradient = [1.0_f32, f32::INFINITY];
        let error = by_global_norm(&mut gradient, 1.0).unwrap_err();
        assert_eq!(alloc::format!("{error}"), "the norm of the gradient is inf");
        assert_eq!(gradient, [1.0, f32::INFINITY]);
        assert!(by_global_norm(&mut [f64::NAN, 1.0], 1.0).unwrap_err().norm.is_nan());
    }

    #[test]
    fn what_is_below_the_limit_stays_to_the_last_bit() {
        let mut gradient = [0.3_f64, 0.4];
        assert_eq!(by_global_norm(&mut gradient, 0.6), Ok(0.5));
        assert_eq!(gradient, [0.3, 0.4]);
        assert_eq!(global_norm(&[0.0_f64; 3]), 0.0);
    }

    #[test]
    fn long_slices_are_summed_entirely() {
        let numbers: alloc::vec::Vec<f64> = (1..=19).map(f64::from).collect();
        assert!((global_norm(&numbers) - 2470.0_f64.sqrt()).abs() < 1e-13);
    }
}
