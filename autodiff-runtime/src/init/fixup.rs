//! Residual stacks without normalization.

use rand::Rng;

use super::fixed::Constant;
use super::gain::Gain;
use super::random::Initializer;
use super::shape::{Fan, WeightShape};
use super::variance::VarianceScaling;
use crate::nn::{Name, Parameter, ParameterKind, Parameters};
use crate::real::Real;

/// Fixup (Zhang, Dauphin and Ma, 2019): first values with which a deep stack of residual branches trains without
/// normalization, since a step changes its output by as much however deep it is.
///
/// For `L` branches of `m` layers with weights each:
///
/// 1. the last layer of each branch and the classifier start as zero;
/// 2. the other weights are Kaiming's, and those inside of the branches are scaled by `L^(-1 / (2 m - 2))`;
/// 3. each layer and activation has a [`ScalarBias`](crate::nn::ScalarBias) of 0 before it, and each branch one
///    [`ScalarScale`](crate::nn::ScalarScale) of 1: these are layers of the network.
///
/// ```
/// use autodiff_runtime::init::{seeded, Fixup, FixupRole};
/// use autodiff_runtime::nn::{Linear, Name, Parameters, Random};
/// use autodiff_runtime::prelude::*;
///
/// #[derive(Network)]
/// struct Branch {
///     first: Linear<f64, 8, 8>,
///     last: Linear<f64, 8, 8>,
/// }
///
/// let mut branch = Branch::random(&mut seeded(1));
/// Fixup::new(16, 2).initialize(&mut branch, &mut seeded(2), |parameter| {
///     if parameter.name == "last.weight" { FixupRole::BranchEnd } else { FixupRole::Branch }
/// });
/// assert!(branch.last.weight.as_slice().iter().all(|w| *w == 0.0));
/// assert!(branch.first.weight.as_slice().iter().any(|w| *w != 0.0));
/// assert_eq!(Fixup::new(16, 2).factor(), 0.25);
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Fixup {
    branches: usize,
    layers: usize,
    base: VarianceScaling,
}

/// Where a weight stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FixupRole {
    /// In a branch, but for its last layer.
    Branch,
    /// The last layer of a branch.
    BranchEnd,
    /// The layer that makes the result of the whole network.
    Classifier,
    /// Anywhere else, such as the first layer of the network.
    Outside,
}

impl Fixup {
    /// For a number of branches, and that of the layers with weights in each.
    ///
    /// # Panics
    ///
    /// If one of them is zero.
    pub fn new(branches: usize, layers: usize) -> Self {
        assert!(branches > 0 && layers > 0, "a residual stack has branches with layers");
        Self { branches, layers, base: VarianceScaling::kaiming_normal(Gain::Relu, Fan::In) }
    }

    /// With another distribution of the weights before the scaling.
    #[must_use]
    pub const fn base(mut self, base: VarianceScaling) -> Self {
        self.base = base;
        self
    }

    /// The factor of the weights inside of the branches; 1 for branches of one layer, which is zero anyway.
    pub fn factor(&self) -> f64 {
        if self.layers == 1 {
            return 1.0;
        }
        let exponent = -1.0 / (2.0 * self.layers as f64 - 2.0);
        nalgebra::ComplexField::powf(self.branches as f64, exponent)
    }

    /// Fills the weights of a role.
    ///
    /// # Panics
    ///
    /// If the slice has another length than the shape.
    pub fn fill<T: Real>(
        &self,
        role: FixupRole,
        values: &mut [T],
        shape: &WeightShape,
        rng: &mut dyn Rng,
    ) {
        match role {
            FixupRole::BranchEnd | FixupRole::Classifier => Constant::zeros().fill(values),
            FixupRole::Outside => self.base.fill(values, shape, rng),
            FixupRole::Branch => {
                self.base.fill(values, shape, rng);
                let factor = T::lit(self.factor());
                values.iter_mut().for_each(|value| *value *= factor);
            }
        }
    }

    /// Fills all parameters of a model, whose weights have the roles that `role` tells; biases and shifts become zero, scales one.
    /// Embeddings and buffers stay.
    pub fn initialize<T: Real, M: Parameters<T>>(
        &self,
        model: &mut M,
        rng: &mut dyn Rng,
        role: impl Fn(&Parameter<'_>) -> FixupRole,
    ) {
        model.visit_mut(Name::ROOT, &mut |parameter, values| match parameter.kind {
            ParameterKind::Weight => {
                let shape = WeightShape::of_axes(parameter.shape);
                self.fill(role(&parameter), values, &shape, rng);
            }
            ParameterKind::Bias | ParameterKind::Shift => Constant::zeros().fill(values),
            ParameterKind::Scale => Constant::ones().fill(values),
            ParameterKind::Embedding | ParameterKind::Buffer | ParameterKind::Counter => {}
        });
    }
}
