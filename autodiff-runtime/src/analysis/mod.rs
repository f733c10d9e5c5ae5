//! Theory of training, as functions: how fast descent converges, what a weighted mean keeps, how a layer's numbers are spread.
//!
//! The formulas of descent are those of least squares, `|y - X w|^2`, where they are exact: each singular direction of `X` goes its own
//! way. They are given the squared singular values of `X`, see [`squared_singular_values`]; the curvature along such a direction is
//! twice that. For any other function they hold near a minimum, with half the eigenvalues of its Hessian.

mod averages;
mod convergence;
mod momentum;
mod spread;

pub use averages::{
    bias_corrected_average, weighted_average, weighted_average_closed_form, weighted_average_noise,
};
pub use convergence::{
    convergence_rate, mode_rates, optimal_learning_rate, optimal_rate, squared_singular_values,
    stable_learning_rate, steps_to,
};
pub use momentum::{
    momentum_complex_rates, momentum_mode, momentum_modes, momentum_optimal_learning_rate,
    momentum_stable_learning_rate, MomentumMode, MomentumRegime,
};
pub use spread::Spread;
