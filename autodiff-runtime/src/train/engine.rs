//! The gradient of a step, from one batch or from several.

use alloc::vec::Vec;

use crate::data::{BatchInputs, Batches, MiniBatch};
use crate::nn::Parameters;
use crate::real::Real;
use crate::tangent::{ScalarSliceMut, Tangent};

/// Sets a gradient to zero, in place.
///
/// ```
/// use autodiff_runtime::train::clear;
///
/// let mut gradient = (vec![1.0, f64::NAN], 3.0_f32);
/// clear(&mut gradient);
/// assert_eq!(gradient, (vec![0.0, 0.0], 0.0));
/// ```
pub fn clear(gradient: &mut impl Tangent) {
    gradient.for_each_slice_mut(&mut |slice| match slice {
        ScalarSliceMut::F32(slice) => slice.fill(0.0),
        ScalarSliceMut::F64(slice) => slice.fill(0.0),
    });
}

/// The loss of a step, the mean over its samples.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct StepLoss {
    pub(super) mean: f64,
    pub(super) samples: usize,
}

/// One batch of a step of several: its own gradient, so that the sum does not depend on who computes it when.
pub(super) struct Part<X: BatchInputs, Y, G> {
    pub(super) batch: Option<MiniBatch<X, Y>>,
    pub(super) gradient: G,
    pub(super) loss: f64,
}

/// The gradient of a step: adds that of one batch, or of several, to a gradient of zeros.
pub(super) trait Engine<M: Parameters<X::Scalar>, X: BatchInputs, const N: usize, Y> {
    /// `None` where the epoch has no batches left.
    fn step(
        &mut self,
        model: &mut M,
        step: u64,
        batches: &mut Batches<'_, X, N, Y>,
        gradient: &mut M::Tangent,
    ) -> Option<StepLoss>;
}

/// A batch a step.
pub(super) struct Single<L>(pub(super) L);

impl<M, X, const N: usize, Y, L> Engine<M, X, N, Y> for Single<L>
where
    M: Parameters<X::Scalar>,
    X: BatchInputs,
    Y: Clone,
    L: FnMut(&M, &mut MiniBatch<X, Y>, &mut M::Tangent) -> X::Scalar,
{
    fn step(
        &mut self,
        model: &mut M,
        step: u64,
        batches: &mut Batches<'_, X, N, Y>,
        gradient: &mut M::Tangent,
    ) -> Option<StepLoss> {
        let batch = batches.next_batch()?;
        model.train(step);
        let mean = (self.0)(model, batch, gradient).to_f64();
        Some(StepLoss { mean, samples: batch.active })
    }
}

/// Several batches a step, one after the other.
pub(super) struct Sequential<X: BatchInputs, Y, G, L> {
    pub(super) parts: Vec<Part<X, Y, G>>,
    pub(super) loss: L,
}

impl<M, X, const N: usize, Y, L> Engine<M, X, N, Y> for Sequential<X, Y, M::Tangent, L>
where
    M: Parameters<X::Scalar>,
    X: BatchInputs,
    Y: Clone,
    L: FnMut(&M, &mut MiniBatch<X, Y>, &mut M::Tangent) -> X::Scalar,
{
    fn step(
        &mut self,
        model: &mut M,
        step: u64,
        batches: &mut Batches<'_, X, N, Y>,
        gradient: &mut M::Tangent,
    ) -> Option<StepLoss> {
        let samples = take(&mut self.parts, batches)?;
        for part in self.parts.iter_mut() {
            // Running statistics take in what the batch before has seen.
            model.train(step);
            let model = &*model;
            part.run(samples, |batch, gradient| (self.loss)(model, batch, gradient).to_f64());
        }
        Some(sum(&self.parts, samples, gradient))
    }
}

/// Parts for a step of several batches.
pub(super) fn parts<X: BatchInputs, Y, M: Parameters<X::Scalar>>(
    model: &M,
    count: usize,
) -> Vec<Part<X, Y, M::Tangent>> {
    let part = |_| Part { batch: None, gradient: model.zero_tangent(), loss: 0.0 };
    (0..count.max(1)).map(part).collect()
}

/// Fills the parts with the next batches, and counts their samples. A part that gets no batch has none.
pub(super) fn take<X: BatchInputs, const N: usize, Y: Clone, G>(
    parts: &mut [Part<X, Y, G>],
    batches: &mut Batches<'_, X, N, Y>,
) -> Option<usize> {
    let mut samples = 0;
    for part in parts {
        if batches.next_into(&mut part.batch) {
            samples += part.batch.as_ref().map_or(0, |batch| batch.active);
        } else if let Some(batch) = &mut part.batch {
            batch.active = 0;
        }
    }
    (samples > 0).then_some(samples)
}

impl<X: BatchInputs, Y, G: Tangent> Part<X, Y, G> {
    /// Computes its share of the mean loss of all samples, and of the gradient.
    pub(super) fn run(
        &mut self,
        samples: usize,
        loss: impl FnOnce(&mut MiniBatch<X, Y>, &mut G) -> f64,
    ) {
        self.loss = 0.0;
        let Some(batch) = self.batch.as_mut().filter(|batch| batch.active > 0) else { return };
        clear(&mut self.gradient);
        let share = batch.active as f64 / samples as f64;
        self.loss = share * loss(batch, &mut self.gradient);
        self.gradient.scale(share);
    }
}

/// Adds the gradients of the parts in their order.
pub(super) fn sum<X: BatchInputs, Y, G: Tangent>(
    parts: &[Part<X, Y, G>],
    samples: usize,
    gradient: &mut G,
) -> StepLoss {
    let mut mean = 0.0;
    for part in parts {
        if part.batch.as_ref().is_some_and(|batch| batch.active > 0) {
            mean += part.loss;
            gradient.add_assign(&part.gradient);
        }
    }
    StepLoss { mean, samples }
}
