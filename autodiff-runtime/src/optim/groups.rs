//! Parameters that are treated differently: other rates, no weight decay, none at all.

use alloc::boxed::Box;
use alloc::vec::Vec;
use core::fmt;

use super::error::{InvalidHyperparameter, StateError};
use super::state::{assert_same_length, OptimizerState};
use super::Optimizer;
use crate::nn::Parameter;
use crate::real::Real;

/// Several optimizers, each for the parameters of a kind or of a name; PyTorch's parameter groups.
///
/// A parameter belongs to the first group whose condition holds, or else to the optimizer for all others. A schedule sets
/// the rate of that one, and those of the groups keep their proportions to it.
///
/// ```
/// use autodiff_runtime::nn::{Name, Parameters, ParameterKind, Samples};
/// use autodiff_runtime::optim::{Groups, Optimizer, Sgd};
///
/// let mut optimizer = Groups::new(Sgd::new(0.1).weight_decay(0.5))
///     .group(|parameter| parameter.kind == ParameterKind::Bias, Sgd::new(0.2))
///     .frozen(|parameter| parameter.name == "embedding.weight");
///
/// // A weight: the gradient 1 and half of 2.
/// let mut model = Samples::<f64, 2, 1>::filled(2.0);
/// let gradient = Samples::filled(1.0);
/// optimizer.step_model(&mut model, &gradient);
/// model.visit(Name::ROOT, &mut |_, x| assert_eq!(x, [1.8, 1.8]));
/// ```
pub struct Groups<T, O> {
    others: O,
    groups: Vec<Group<T, O>>,
}

struct Group<T, O> {
    holds: Box<Condition>,
    /// The optimizer and its rate, in those of the others; none where the parameters stay.
    optimizer: Option<(O, T)>,
}

type Condition = dyn Fn(&Parameter<'_>) -> bool + Send + Sync;

const NAME: &str = "Groups";

impl<T: Real, O: Optimizer<T>> Groups<T, O> {
    /// With the optimizer of all parameters that are in no group.
    pub fn new(others: O) -> Self {
        Self { others, groups: Vec::new() }
    }

    /// With an optimizer for the parameters of which a condition holds.
    ///
    /// # Panics
    ///
    /// If the rate of the others is zero: there is no proportion to it.
    #[must_use]
    pub fn group(
        mut self,
        condition: impl Fn(&Parameter<'_>) -> bool + Send + Sync + 'static,
        optimizer: O,
    ) -> Self {
        let rate = self.others.learning_rate();
        assert!(
            rate > T::zero(),
            "the rate of a group is in proportion to that of the others: {rate}"
        );
        let proportion = optimizer.learning_rate() / rate;
        let optimizer = Some((optimizer, proportion));
        self.groups.push(Group { holds: Box::new(condition), optimizer });
        self
    }

    /// With parameters that stay as they are.
    #[must_use]
    pub fn frozen(
        mut self,
        condition: impl Fn(&Parameter<'_>) -> bool + Send + Sync + 'static,
    ) -> Self {
        self.groups.push(Group { holds: Box::new(condition), optimizer: None });
        self
    }

    fn optimizers(&self) -> impl Iterator<Item = &O> {
        let groups = self.groups.iter().filter_map(|group| group.optimizer.as_ref());
        core::iter::once(&self.others).chain(groups.map(|(optimizer, _)| optimizer))
    }

    fn optimizers_mut(&mut self) -> impl Iterator<Item = &mut O> {
        let groups = self.groups.iter_mut().filter_map(|group| group.optimizer.as_mut());
        core::iter::once(&mut self.others).chain(groups.map(|(optimizer, _)| optimizer))
    }
}

impl<T: Real, O: Optimizer<T>> Optimizer<T> for Groups<T, O> {
    fn start_step(&mut self) {
        self.optimizers_mut().for_each(Optimizer::start_step);
    }

    /// # Panics
    ///
    /// Always, if there are groups: it is not known to which one the parameters belong.
    fn update(&mut self, parameters: &mut [T], gradient: &[T]) {
        assert!(
            self.groups.is_empty(),
            "groups of parameters need `update_parameter` or `step_model`: `update` does not say which these are"
        );
        self.others.update(parameters, gradient);
    }

    fn update_parameter(&mut self, which: &Parameter<'_>, parameters: &mut [T], gradient: &[T]) {
        let optimizer = match self.groups.iter_mut().find(|group| (group.holds)(which)) {
            Some(group) => group.optimizer.as_mut().map(|(optimizer, _)| optimizer),
            None => Some(&mut self.others),
        };
        match optimizer {
            Some(optimizer) => optimizer.update_parameter(which, parameters, gradient),
            None => assert_same_length(parameters, gradient),
        }
    }

    fn learning_rate(&self) -> T {
        self.others.learning_rate()
    }

    fn set_learning_rate(&mut self, rate: T) {
        self.others.set_learning_rate(rate);
        for (optimizer, proportion) in self.groups.iter_mut().filter_map(|g| g.optimizer.as_mut()) {
            optimizer.set_learning_rate(*proportion * rate);
        }
    }

    fn validate(&self) -> Result<(), InvalidHyperparameter> {
        self.optimizers().try_for_each(Optimizer::validate)
    }

    fn state(&self) -> OptimizerState<T> {
        OptimizerState {
            kind: NAME.into(),
            step: self.others.state().step,
            learning_rate: self.learning_rate(),
            scalars: Vec::new(),
            slots: Vec::new(),
            runs: Vec::new(),
            parts: self.optimizers().map(Optimizer::state).collect(),
        }
    }

    fn accepts(&self, state: &OptimizerState<T>) -> Result<(), StateError> {
        state.fits(NAME, &[], 0, self.optimizers().count())?;
        let mut pairs = self.optimizers().zip(&state.parts);
        pairs.try_for_each(|(optimizer, part)| optimizer.accepts(part))
    }

    fn restore(&mut self, state: &OptimizerState<T>) -> Result<(), StateError> {
        self.accepts(state)?;
        let mut pairs = self.optimizers_mut().zip(&state.parts);
        pairs.try_for_each(|(optimizer, part)| optimizer.restore(part))
    }
}

impl<T: fmt::Debug, O: fmt::Debug> fmt::Debug for Groups<T, O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let groups: Vec<_> = self.groups.iter().map(|group| &group.optimizer).collect();
        f.debug_struct(NAME).field("others", &self.others).field("groups", &groups).finish()
    }
}
