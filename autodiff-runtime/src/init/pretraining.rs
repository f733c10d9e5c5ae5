//! Layer-wise pre-training: each layer first learns to keep what it is given.

use alloc::vec::Vec;

use autodiff_macros::differentiate;
use rand::Rng;

use crate::nn::{elementwise, mse, Activation, Linear, Name, Parameters, Place, Random, Samples};
use crate::optim::Optimizer;
use crate::real::Real;

/// Trains a layer as the encoder of an autoencoder (Bengio et al., 2007): with a decoder that is thrown away afterwards, to
/// give back the samples that it is given.
///
/// ```text
/// minimize the mean of (decoder(f(encoder(x))) - x)^2
/// ```
///
/// The next layer is pre-trained on what this one makes of the samples: see [`encoded`]. Without an activation, the
/// samples are given back as well as the principal components give them.
///
/// The optimizer takes a step for each batch, on the parameters of the encoder and then of the decoder; it is a fresh one for
/// each layer. The result has the mean loss of every epoch.
///
/// ```
/// use autodiff_runtime::init::{encoded, pretrain, seeded};
/// use autodiff_runtime::nn::{Linear, Random, Samples, Tanh};
/// use autodiff_runtime::optim::Adam;
///
/// // Samples near a line.
/// let batches: Vec<_> = (0..4)
///     .map(|k| Samples::<f64, 3, 8>::from_fn(|b| [1.0, -2.0, 0.5].map(|d| d * (b + 8 * k) as f64 / 32.0)))
///     .collect();
/// let mut rng = seeded(1);
/// let mut layer = Linear::<f64, 3, 2>::random(&mut rng);
/// let result = pretrain(&mut layer, &Tanh {}, &batches, &mut Adam::new(0.02), 100, &mut rng);
/// assert!(result.losses[99] < 0.1 * result.losses[0]);
/// let next: Vec<Samples<f64, 2, 8>> = encoded(&layer, &Tanh {}, &batches);
/// assert_eq!(next.len(), 4);
/// ```
pub fn pretrain<T, A, O, const I: usize, const H: usize, const B: usize, W, P>(
    encoder: &mut Linear<T, I, H, W>,
    activation: &A,
    batches: &[Samples<T, I, B, P>],
    optimizer: &mut O,
    epochs: usize,
    rng: &mut dyn Rng,
) -> Pretraining<T, H, I, W>
where
    T: Real,
    A: Activation<T>,
    O: Optimizer<T>,
    W: Place,
    P: Place,
{
    let mut decoder = Linear::<T, H, I, W>::random(rng);
    let mut losses = Vec::with_capacity(epochs);
    for _ in 0..epochs {
        let mut sum = T::zero();
        for batch in batches {
            let (loss, (of_encoder, of_decoder)) =
                reconstruction::value_and_grad(encoder, &decoder, activation, batch);
            sum += loss;
            optimizer.start_step();
            let mut update = |which: crate::nn::Parameter<'_>, x: &mut [T], g: &[T]| {
                optimizer.update_parameter(&which, x, g);
            };
            encoder.visit_with_gradient(&of_encoder, Name::ROOT.child("encoder"), &mut update);
            decoder.visit_with_gradient(&of_decoder, Name::ROOT.child("decoder"), &mut update);
        }
        losses.push(sum / T::lit(batches.len().max(1) as f64));
    }
    Pretraining { losses, decoder }
}

/// What [`pretrain`] leaves besides the layer.
#[derive(Clone, Debug)]
pub struct Pretraining<T: Real, const H: usize, const I: usize, W: Place> {
    /// The mean loss of every epoch, before the steps.
    pub losses: Vec<T>,
    /// The other half of the autoencoder.
    pub decoder: Linear<T, H, I, W>,
}

/// What a layer and its activation make of batches: those on which the next layer is pre-trained.
pub fn encoded<T, A, const I: usize, const H: usize, const B: usize, W, P>(
    encoder: &Linear<T, I, H, W>,
    activation: &A,
    batches: &[Samples<T, I, B, P>],
) -> Vec<Samples<T, H, B, P>>
where
    T: Real,
    A: Activation<T>,
    W: Place,
    P: Place,
{
    batches.iter().map(|batch| elementwise(activation, &encoder.forward(batch))).collect()
}

/// How far the autoencoder is from giving back what it is given.
#[differentiate(reverse)]
fn reconstruction<T, A, const I: usize, const H: usize, const B: usize, W, P>(
    encoder: &Linear<T, I, H, W>,
    decoder: &Linear<T, H, I, W>,
    #[constant] activation: &A,
    #[constant] x: &Samples<T, I, B, P>,
) -> T
where
    T: Real,
    A: Activation<T>,
    W: Place,
    P: Place,
{
    let hidden = elementwise(activation, &encoder.forward(x));
    mse(&decoder.forward(&hidden), x)
}
