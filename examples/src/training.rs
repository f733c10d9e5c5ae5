//! Training by mini-batches.

use crate::data::{Dataset, moved};
use crate::network::{CLASSES, Network, PIXELS, cross_entropy};
use autodiff_runtime::optim::{Adam, Optimizer};
use autodiff_runtime::prelude::*;
use nalgebra::SMatrix;
use rand::seq::SliceRandom;
use rand::{Rng, RngExt};
use std::f64::consts::PI;

/// Images in a batch.
pub const BATCH: usize = 32;
/// The learning rate of the first step; it falls to zero along a cosine.
const LEARNING_RATE: f64 = 1e-2;
/// How fast the weights shrink, in multiples of the learning rate.
const WEIGHT_DECAY: f64 = 0.05;

/// The share of images that are moved by a pixel.
const SHARE_MOVED: f64 = 0.2;

/// What one pass over the training images came to.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Epoch {
    /// The mean loss of its batches.
    pub loss: f64,
    /// The share of the training images that are recognized after it.
    pub training: f64,
    /// The share of the test images that are recognized after it.
    pub testing: f64,
}

/// Trains a network; `progress` hears of every batch and epoch.
pub fn train(
    network: &mut Network,
    (training, testing): (&Dataset, &Dataset),
    epochs: usize,
    random: &mut impl Rng,
    mut progress: impl Progress,
) -> Vec<Epoch> {
    let mut optimizer = Adam::new(LEARNING_RATE).decoupled_weight_decay(WEIGHT_DECAY);
    let mut gradient = network.zero_tangent();
    let mut order: Vec<usize> = (0..training.len()).collect();
    let batches = batches_in(training);
    let mut step = 0;
    let mut history = Vec::with_capacity(epochs);
    for _ in 0..epochs {
        order.shuffle(random);
        let mut total = 0.0;
        for batch in 0..batches {
            // The last batch is filled up from the front of the order.
            let numbers: [usize; BATCH] =
                core::array::from_fn(|i| order[(batch * BATCH + i) % order.len()]);
            let (mut images, labels) = training.batch(&numbers);
            move_some(&mut images, random);

            gradient.scale(0.0);
            let loss = cross_entropy::accumulate_grad(network, &images, &labels, &mut gradient);

            let done = step as f64 / (epochs * batches) as f64;
            optimizer.set_learning_rate(LEARNING_RATE * 0.5 * (1.0 + (PI * done).cos()));
            optimizer.start_step();
            for (parameters, gradient) in network.parameters(&gradient) {
                optimizer.update(parameters, gradient);
            }
            step += 1;
            total += loss;
            progress.batch(loss);
        }
        let epoch = Epoch {
            loss: total / batches as f64,
            training: accuracy(network, training),
            testing: accuracy(network, testing),
        };
        progress.epoch(epoch);
        history.push(epoch);
    }
    history
}

/// Moves some of the images by a pixel, so that the network learns what does not matter.
fn move_some<const B: usize>(images: &mut SMatrix<f64, PIXELS, B>, random: &mut impl Rng) {
    for mut image in images.column_iter_mut() {
        if random.random_bool(SHARE_MOVED) {
            let (right, down) = (random.random_range(-1..=1), random.random_range(-1..=1));
            image.copy_from(&moved(&image.clone_owned(), right, down));
        }
    }
}

/// Who hears of the progress.
pub trait Progress {
    /// A batch is done; its loss.
    fn batch(&mut self, loss: f64);
    /// An epoch is done.
    fn epoch(&mut self, epoch: Epoch);
}

/// How many batches an epoch has.
pub fn batches_in(dataset: &Dataset) -> usize {
    dataset.len().div_ceil(BATCH)
}

/// The share of images that the network recognizes.
pub fn accuracy(network: &Network, dataset: &Dataset) -> f64 {
    let right = dataset
        .images
        .iter()
        .zip(&dataset.labels)
        .filter(|(image, label)| network.predict(image) == **label);
    right.count() as f64 / dataset.len() as f64
}

/// How often each digit (row) is taken for each digit (column).
pub fn confusion(network: &Network, dataset: &Dataset) -> [[usize; CLASSES]; CLASSES] {
    let mut counts = [[0; CLASSES]; CLASSES];
    for (image, &label) in dataset.images.iter().zip(&dataset.labels) {
        counts[label][network.predict(image)] += 1;
    }
    counts
}
