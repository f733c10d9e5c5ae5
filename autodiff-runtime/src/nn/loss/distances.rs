//! Losses of the difference between predictions and targets: the mean over all numbers of the batch.

use autodiff_macros::differentiate;

use super::count;
use crate::nn::batch::Samples;
use crate::nn::place::Place;
use crate::real::Real;

macro_rules! distances {
    ($(
        $(#[$doc:meta])*
        $loss:ident $first:ident $each:ident($($argument:ident),*);
    )*) => {$(
        $(#[$doc])*
        #[differentiate]
        pub fn $loss<T: Real, const F: usize, const B: usize, P: Place>(
            predictions: &Samples<T, F, B, P>,
            targets: &Samples<T, F, B, P>,
            $(#[constant] $argument: T,)*
        ) -> T {
            $first(predictions, targets, B $(, $argument)*)
        }

        #[doc = concat!("[`", stringify!($loss), "()`] of the first `active` samples; 0 if there are none.\n\n# Panics\n\nIf `active` is larger than the batch.")]
        #[differentiate]
        pub fn $first<T: Real, const F: usize, const B: usize, P: Place>(
            predictions: &Samples<T, F, B, P>,
            targets: &Samples<T, F, B, P>,
            active: usize,
            $(#[constant] $argument: T,)*
        ) -> T {
            let mut sum = T::zero();
            assert!(active <= B, "more samples than the batch has");
            for b in 0..B {
                if b < active {
                    for f in 0..F {
                        sum += $each(predictions[b][f], targets[b][f] $(, $argument)*);
                    }
                }
            }
            sum / count::<T>(active * F)
        }
    )*};
}

distances! {
    /// The mean squared error, `(p - t)²`.
    ///
    /// ```
    /// use autodiff_runtime::nn::{mse, Samples};
    ///
    /// let (p, t) = (Samples::from([[1.0, 2.0]]), Samples::from([[0.0, 4.0]]));
    /// assert_eq!(mse(&p, &t), 2.5);
    /// assert_eq!(mse::grad(&p, &t).0[0], [1.0, -2.0]);
    /// ```
    mse mse_first square();

    /// The mean absolute error, `|p - t|`; slope 0 where they are equal.
    ///
    /// ```
    /// use autodiff_runtime::nn::{l1, Samples};
    ///
    /// assert_eq!(l1(&Samples::from([[1.0, 2.0]]), &Samples::from([[0.0, 4.0]])), 1.5);
    /// ```
    l1 l1_first distance();

    /// Huber's loss: `(p - t)² / 2`, and `delta (|p - t| - delta / 2)` where `|p - t| >= delta` (Huber 1964; PyTorch's `delta` is 1).
    ///
    /// ```
    /// use autodiff_runtime::nn::{huber, Samples};
    ///
    /// assert_eq!(huber(&Samples::from([[0.5, 3.0]]), &Samples::from([[0.0, 0.0]]), 1.0), (0.125 + 2.5) / 2.0);
    /// ```
    huber huber_first huber_of(delta);

    /// [`huber()`] divided by `beta`: slope 1 far away (Girshick 2015; PyTorch's `beta` is 1).
    ///
    /// ```
    /// use autodiff_runtime::nn::{smooth_l1, Samples};
    ///
    /// assert_eq!(smooth_l1(&Samples::from([[0.25, 3.0]]), &Samples::from([[0.0, 0.0]]), 0.5), (0.0625 + 2.75) / 2.0);
    /// ```
    smooth_l1 smooth_l1_first smooth_l1_of(beta);
}

/// The sum of the squared errors of all numbers.
///
/// ```
/// use autodiff_runtime::nn::{mse_sum, Samples};
///
/// assert_eq!(mse_sum(&Samples::from([[1.0, 2.0]]), &Samples::from([[0.0, 4.0]])), 5.0);
/// ```
#[differentiate]
pub fn mse_sum<T: Real, const F: usize, const B: usize, P: Place>(
    predictions: &Samples<T, F, B, P>,
    targets: &Samples<T, F, B, P>,
) -> T {
    mse_sum_first(predictions, targets, B)
}

/// [`mse_sum()`] of the first `active` samples.
///
/// # Panics
///
/// If `active` is larger than the batch.
#[differentiate]
pub fn mse_sum_first<T: Real, const F: usize, const B: usize, P: Place>(
    predictions: &Samples<T, F, B, P>,
    targets: &Samples<T, F, B, P>,
    active: usize,
) -> T {
    let mut sum = T::zero();
    assert!(active <= B, "more samples than the batch has");
    for b in 0..B {
        if b < active {
            for f in 0..F {
                sum += square(predictions[b][f], targets[b][f]);
            }
        }
    }
    sum
}

#[differentiate]
fn square<T: Real>(p: T, t: T) -> T {
    (p - t) * (p - t)
}

#[differentiate]
fn distance<T: Real>(p: T, t: T) -> T {
    (p - t).abs()
}

#[differentiate]
fn huber_of<T: Real>(p: T, t: T, #[constant] delta: T) -> T {
    let (d, half) = (p - t, T::lit(0.5));
    if d.abs() < delta {
        half * d * d
    } else {
        delta * (d.abs() - half * delta)
    }
}

#[differentiate]
fn smooth_l1_of<T: Real>(p: T, t: T, #[constant] beta: T) -> T {
    let (d, half) = (p - t, T::lit(0.5));
    if d.abs() < beta {
        half * d * d / beta
    } else {
        d.abs() - half * beta
    }
}
