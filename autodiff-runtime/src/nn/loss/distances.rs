//! Losses of the difference between predictions and targets.

use autodiff_macros::differentiate;

use super::count;
use super::pairs::pairs;
use crate::nn::batch::Samples;
use crate::nn::place::Place;
use crate::real::Real;

pairs! {
    /// The mean squared error, `(p - t)²`.
    ///
    /// ```
    /// use autodiff_runtime::nn::{mse, Samples};
    ///
    /// let (p, t) = (Samples::from([[1.0, 2.0]]), Samples::from([[0.0, 4.0]]));
    /// assert_eq!(mse(&p, &t), 2.5);
    /// assert_eq!(mse::grad(&p, &t).0[0], [1.0, -2.0]);
    /// ```
    mse mse_first (predictions, targets, active): square(), over active * F;

    /// The mean absolute error, `|p - t|`; slope 0 where they are equal.
    ///
    /// ```
    /// use autodiff_runtime::nn::{l1, Samples};
    ///
    /// assert_eq!(l1(&Samples::from([[1.0, 2.0]]), &Samples::from([[0.0, 4.0]])), 1.5);
    /// ```
    l1 l1_first (predictions, targets, active): distance(), over active * F;

    /// Huber's loss: `(p - t)² / 2`, and `delta (|p - t| - delta / 2)` where `|p - t| >= delta` (Huber 1964; PyTorch's `delta` is 1).
    ///
    /// ```
    /// use autodiff_runtime::nn::{huber, Samples};
    ///
    /// assert_eq!(huber(&Samples::from([[0.5, 3.0]]), &Samples::from([[0.0, 0.0]]), 1.0), (0.125 + 2.5) / 2.0);
    /// ```
    huber huber_first (predictions, targets, active): huber_of(delta), over active * F;

    /// [`huber()`] divided by `beta`: slope 1 far away (Girshick 2015; PyTorch's `beta` is 1).
    ///
    /// ```
    /// use autodiff_runtime::nn::{smooth_l1, Samples};
    ///
    /// assert_eq!(smooth_l1(&Samples::from([[0.25, 3.0]]), &Samples::from([[0.0, 0.0]]), 0.5), (0.0625 + 2.75) / 2.0);
    /// ```
    smooth_l1 smooth_l1_first (predictions, targets, active): smooth_l1_of(beta), over active * F;

    /// The sum of the squared errors of all numbers.
    ///
    /// ```
    /// use autodiff_runtime::nn::{mse_sum, Samples};
    ///
    /// assert_eq!(mse_sum(&Samples::from([[1.0, 2.0]]), &Samples::from([[0.0, 4.0]])), 5.0);
    /// ```
    mse_sum mse_sum_first (predictions, targets, active): square(), over 1;
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
