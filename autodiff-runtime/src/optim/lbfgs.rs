//! L-BFGS: a quasi-Newton method with a short memory.

use alloc::collections::VecDeque;
use alloc::vec::Vec;

use super::error::{Conditions, InvalidHyperparameter};
use super::wolfe::{dot, largest, strong_wolfe, Line};
use crate::nn::{Name, Parameters};
use crate::real::Real;

/// L-BFGS (Nocedal, 1980; Liu and Nocedal, 1989), with a line search for the strong Wolfe conditions; the formulas and defaults of
/// PyTorch's `LBFGS`.
///
/// It needs the function itself, with its gradient: `function(x, gradient)` returns the value at `x` and adds the gradient
/// to `gradient`, which is zero. That is what a generated `accumulate_grad` does.
///
/// ```text
/// s_k = x_(k+1) - x_k, y_k = g_(k+1) - g_k
/// d   = -H g, by the last s and y; H starts as s^T y / y^T y
/// x  += t d, with t by the line search, or the rate
/// ```
///
/// Defaults: rate 1, strong Wolfe line search (PyTorch: none), at most 20 iterations and 25 evaluations in one
/// [`minimize`](Self::minimize), 100 pairs. It stops where no number of the gradient is above 1e-7, or where the value or all
/// parameters change by less than 1e-9. Memory is kept from one call to the next, so that one can go on.
///
/// ```
/// use autodiff_runtime::optim::Lbfgs;
/// use autodiff_runtime::prelude::*;
///
/// #[differentiate]
/// fn rosenbrock(x: &[f64]) -> f64 {
///     (1.0 - x[0]).powi(2) + 100.0 * (x[1] - x[0] * x[0]).powi(2)
/// }
///
/// let mut x = [-1.2, 1.0];
/// let mut optimizer = Lbfgs::default().iterations(100).tolerances(1e-8, 1e-14);
/// let report = optimizer.minimize(&mut x, rosenbrock::accumulate_grad);
/// assert!((x[0] - 1.0).abs() < 1e-6 && (x[1] - 1.0).abs() < 1e-6);
/// assert!(report.value < 1e-12 && report.stop.converged());
/// ```
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Lbfgs<T> {
    rate: T,
    iterations: usize,
    evaluations: Option<usize>,
    gradient_tolerance: T,
    change_tolerance: T,
    history: usize,
    search: LineSearch,
    /// What is known of the function; nothing before the first iteration.
    memory: Option<Memory<T>>,
}

/// What an iteration leaves to the next one.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
struct Memory<T> {
    pairs: VecDeque<Pair<T>>,
    /// The first approximation of the inverse Hessian.
    scale: T,
    direction: Vec<T>,
    length: T,
    gradient: Vec<T>,
}

#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
struct Pair<T> {
    change: Vec<T>,
    of_gradient: Vec<T>,
    /// `1 / s^T y`
    rho: T,
}

/// How the length of a step is found.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub enum LineSearch {
    /// By the strong Wolfe conditions.
    #[default]
    StrongWolfe,
    /// Not at all: it is the rate.
    Fixed,
}

/// What a call of [`Lbfgs::minimize`] has done.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LbfgsReport<T> {
    /// The value before.
    pub first_value: T,
    /// The last value that was computed: with a line search, the value at the result.
    pub value: T,
    /// How many iterations were made.
    pub iterations: usize,
    /// How often the function was called.
    pub evaluations: usize,
    /// Why it ended.
    pub stop: Stop,
}

/// Why an optimization ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Stop {
    /// The gradient is as good as zero.
    Gradient,
    /// There is no slope along the direction.
    Slope,
    /// The parameters hardly changed.
    Parameters,
    /// The value hardly changed.
    Value,
    /// The line search found no better point: rounding errors hide it, or the gradient is wrong.
    Search,
    /// All iterations were made.
    Iterations,
    /// All evaluations were made.
    Evaluations,
    /// The value or the gradient is infinite or NaN.
    NotFinite,
}

impl Stop {
    /// Whether more iterations would not help.
    pub const fn converged(self) -> bool {
        matches!(self, Stop::Gradient | Stop::Slope | Stop::Parameters | Stop::Value)
    }
}

impl<T: Real> Default for Lbfgs<T> {
    fn default() -> Self {
        Self::new(T::one())
    }
}

impl<T: Real> Lbfgs<T> {
    /// With the length of a step that is tried first.
    pub fn new(rate: T) -> Self {
        Self {
            rate,
            iterations: 20,
            evaluations: None,
            gradient_tolerance: T::lit(1e-7),
            change_tolerance: T::lit(1e-9),
            history: 100,
            search: LineSearch::StrongWolfe,
            memory: None,
        }
    }

    /// With another number of iterations in a call; that of evaluations follows, five for four.
    #[must_use]
    pub fn iterations(mut self, iterations: usize) -> Self {
        self.iterations = iterations;
        self
    }

    /// With another number of evaluations in a call, after which no new iteration begins.
    #[must_use]
    pub fn evaluations(mut self, evaluations: usize) -> Self {
        self.evaluations = Some(evaluations);
        self
    }

    /// With other bounds below which the gradient is zero, and a change of the value or the parameters is none.
    #[must_use]
    pub fn tolerances(mut self, gradient: T, change: T) -> Self {
        self.gradient_tolerance = gradient;
        self.change_tolerance = change;
        self
    }

    /// With another number of pairs that are remembered.
    #[must_use]
    pub fn history(mut self, pairs: usize) -> Self {
        self.history = pairs;
        self
    }

    /// With another way to find the length of a step.
    #[must_use]
    pub fn line_search(mut self, search: LineSearch) -> Self {
        self.search = search;
        self
    }

    /// Whether all hyper-parameters are valid.
    ///
    /// # Errors
    ///
    /// The first that is not.
    pub fn validate(&self) -> Result<(), InvalidHyperparameter> {
        let of = Conditions("Lbfgs");
        of.positive("learning_rate", self.rate)?;
        of.not_negative("gradient_tolerance", self.gradient_tolerance)?;
        of.not_negative("change_tolerance", self.change_tolerance)?;
        let pairs = T::lit(self.history as f64);
        of.require("history", pairs, self.history > 0, "at least 1")
    }

    /// Makes up to as many iterations as there may be in a call, and leaves the result in `x`.
    ///
    /// # Panics
    ///
    /// If a hyper-parameter is not valid, or if `x` has another length than in the calls before.
    pub fn minimize(
        &mut self,
        x: &mut [T],
        mut function: impl FnMut(&[T], &mut [T]) -> T,
    ) -> LbfgsReport<T> {
        if let Err(error) = self.validate() {
            panic!("{error}");
        }
        self.run(x, &mut function)
    }

    /// The same for a model: `function` returns the loss and the gradient.
    ///
    /// # Panics
    ///
    /// As [`minimize`](Self::minimize).
    pub fn minimize_model<M: Parameters<T>>(
        &mut self,
        model: &mut M,
        mut function: impl FnMut(&M) -> (T, M::Tangent),
    ) -> LbfgsReport<T> {
        let mut x = Vec::new();
        model.visit(Name::ROOT, &mut |parameter, numbers| {
            if parameter.kind.is_trained() {
                x.extend_from_slice(numbers);
            }
        });
        let report = self.minimize(&mut x, |x, flat| {
            load(model, x);
            let (value, gradient) = function(model);
            let mut rest = flat;
            model.visit_gradient(&gradient, Name::ROOT, &mut |_, numbers| {
                let (here, others) = core::mem::take(&mut rest).split_at_mut(numbers.len());
                here.copy_from_slice(numbers);
                rest = others;
            });
            value
        });
        load(model, &x);
        report
    }

    fn run(
        &mut self,
        x: &mut [T],
        function: &mut dyn FnMut(&[T], &mut [T]) -> T,
    ) -> LbfgsReport<T> {
        let (rate, search, iterations) = (self.rate, self.search, self.iterations);
        let (gradient_tolerance, tolerance) = (self.gradient_tolerance, self.change_tolerance);
        let most_evaluations = self.evaluations.unwrap_or(iterations * 5 / 4);
        let mut gradient = alloc::vec![T::zero(); x.len()];
        let mut value = function(x, &mut gradient);
        let mut report = LbfgsReport {
            first_value: value,
            value,
            iterations: 0,
            evaluations: 1,
            stop: Stop::Iterations,
        };
        if largest(&gradient) <= gradient_tolerance {
            report.stop = Stop::Gradient;
            return report;
        }
        while report.iterations < iterations {
            if !value.is_finite() || gradient.iter().any(|g| !g.is_finite()) {
                report.stop = Stop::NotFinite;
                break;
            }
            report.iterations += 1;
            let first = self.memory.is_none();
            let memory = self.remember(&gradient);
            let slope = dot(&gradient, &memory.direction);
            memory.length = rate;
            if first {
                let size = gradient.iter().fold(T::zero(), |sum, g| sum + g.abs());
                if size > T::one() {
                    memory.length = rate / size;
                }
            }
            if slope > -tolerance {
                report.stop = Stop::Slope;
                break;
            }
            let before = value;
            match search {
                LineSearch::StrongWolfe => {
                    let line = Line {
                        start: x,
                        direction: &memory.direction,
                        value,
                        gradient: &gradient,
                        slope,
                        change_tolerance: T::lit(1e-9),
                    };
                    let (found, trials) = strong_wolfe(&line, memory.length, function);
                    report.evaluations += trials;
                    memory.length = found.length;
                    value = found.value;
                    gradient = found.gradient;
                    advance(x, memory);
                }
                LineSearch::Fixed => {
                    advance(x, memory);
                    if report.iterations != iterations {
                        gradient.fill(T::zero());
                        value = function(x, &mut gradient);
                        report.evaluations += 1;
                    }
                }
            }
            report.value = value;
            let stayed = memory.length == T::zero();
            let moved = largest(&memory.direction) * memory.length.abs();
            report.stop = if report.iterations == iterations {
                Stop::Iterations
            } else if report.evaluations >= most_evaluations {
                Stop::Evaluations
            } else if largest(&gradient) <= gradient_tolerance {
                Stop::Gradient
            } else if stayed {
                Stop::Search
            } else if moved <= tolerance {
                Stop::Parameters
            } else if (value - before).abs() < tolerance {
                Stop::Value
            } else {
                continue;
            };
            break;
        }
        report
    }

    /// Takes in what the last step has shown of the curvature, and gives the next direction.
    fn remember(&mut self, gradient: &[T]) -> &mut Memory<T> {
        let history = self.history;
        let memory = match &mut self.memory {
            Some(memory) => {
                assert_eq!(
                    memory.gradient.len(),
                    gradient.len(),
                    "the function had another number of parameters in the calls before"
                );
                memory.take_in(gradient, history);
                memory.direction = memory.times_inverse_hessian(gradient);
                memory
            }
            none => none.insert(Memory {
                pairs: VecDeque::new(),
                scale: T::one(),
                direction: gradient.iter().map(|g| -*g).collect(),
                length: T::zero(),
                gradient: Vec::new(),
            }),
        };
        memory.gradient.clear();
        memory.gradient.extend_from_slice(gradient);
        memory
    }
}

impl<T: Real> Memory<T> {
    fn take_in(&mut self, gradient: &[T], history: usize) {
        let change: Vec<T> = self.direction.iter().map(|d| *d * self.length).collect();
        let of_gradient: Vec<T> =
            gradient.iter().zip(&self.gradient).map(|(new, old)| *new - *old).collect();
        let curvature = dot(&of_gradient, &change);
        // Without positive curvature the approximation would not be positive definite.
        if curvature > T::lit(1e-10) {
            if self.pairs.len() >= history {
                self.pairs.pop_front();
            }
            self.scale = curvature / dot(&of_gradient, &of_gradient);
            self.pairs.push_back(Pair { change, of_gradient, rho: T::one() / curvature });
        }
    }

    /// `-H g`, by the recursion of two loops.
    fn times_inverse_hessian(&self, gradient: &[T]) -> Vec<T> {
        let mut q: Vec<T> = gradient.iter().map(|g| -*g).collect();
        let mut factors = Vec::with_capacity(self.pairs.len());
        for pair in self.pairs.iter().rev() {
            let factor = dot(&pair.change, &q) * pair.rho;
            add(&mut q, -factor, &pair.of_gradient);
            factors.push(factor);
        }
        q.iter_mut().for_each(|x| *x *= self.scale);
        for (pair, factor) in self.pairs.iter().zip(factors.iter().rev()) {
            let other = dot(&pair.of_gradient, &q) * pair.rho;
            add(&mut q, *factor - other, &pair.change);
        }
        q
    }
}

fn advance<T: Real>(x: &mut [T], memory: &Memory<T>) {
    add(x, memory.length, &memory.direction);
}

fn add<T: Real>(x: &mut [T], factor: T, y: &[T]) {
    x.iter_mut().zip(y).for_each(|(x, y)| *x += factor * *y);
}

fn load<T: Real, M: Parameters<T>>(model: &mut M, x: &[T]) {
    let mut rest = x;
    model.visit_mut(Name::ROOT, &mut |parameter, numbers| {
        if parameter.kind.is_trained() {
            let (here, others) = rest.split_at(numbers.len());
            numbers.copy_from_slice(here);
            rest = others;
        }
    });
}

#[cfg(test)]
mod tests;
