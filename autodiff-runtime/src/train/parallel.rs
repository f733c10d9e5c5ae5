//! Several batches of a step on all cores.

use alloc::string::ToString;
use alloc::vec::Vec;
use rayon::iter::{IntoParallelRefMutIterator, ParallelIterator};

use super::engine::{sum, take, Engine, Part, StepLoss};
use super::error::TrainError;
use crate::data::{BatchInputs, Batches, MiniBatch};
use crate::nn::{Name, Parameters};
use crate::real::Real;

/// Several batches a step, on the threads of rayon's pool. How many threads there are changes nothing: each batch has its own
/// gradient, and they are added in the order of the batches.
pub(super) struct Parallel<X: BatchInputs, Y, G, L> {
    pub(super) parts: Vec<Part<X, Y, G>>,
    pub(super) loss: L,
}

impl<M, X, const N: usize, Y, L> Engine<M, X, N, Y> for Parallel<X, Y, M::Tangent, L>
where
    M: Parameters<X::Scalar> + Sync,
    M::Tangent: Send,
    X: BatchInputs + Send,
    X::Targets<Y>: Send,
    Y: Clone,
    L: Fn(&M, &mut MiniBatch<X, Y>, &mut M::Tangent) -> X::Scalar + Sync,
{
    fn step(
        &mut self,
        model: &mut M,
        step: u64,
        batches: &mut Batches<'_, X, N, Y>,
        gradient: &mut M::Tangent,
    ) -> Option<StepLoss> {
        let samples = take(&mut self.parts, batches)?;
        model.train(step);
        let (model, loss) = (&*model, &self.loss);
        self.parts.par_iter_mut().for_each(|part| {
            part.run(samples, |batch, gradient| loss(model, batch, gradient).to_f64());
        });
        Some(sum(&self.parts, samples, gradient))
    }
}

/// Whether a model can be trained by several threads: they would write its running statistics in any order.
pub(super) fn check<M: Parameters<T>, T: Real>(model: &M) -> Result<(), TrainError> {
    let mut found = Ok(());
    model.visit(Name::ROOT, &mut |parameter, _| {
        if !parameter.kind.is_trained() && found.is_ok() {
            found = Err(TrainError::RunningStatistics { name: parameter.name.to_string() });
        }
    });
    found
}
