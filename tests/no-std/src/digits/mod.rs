//! A trained network without `std` and without an allocator: its weights are constants, its activations on the stack.
//!
//! The program `digits` wrote `weights.rs`, with seed 0.

mod weights;

#[cfg(test)]
mod samples;

use autodiff_runtime::metrics::largest;
use autodiff_runtime::nn::{Linear, Relu, Samples};
use autodiff_runtime::prelude::*;

/// The network of the program `digits`.
#[derive(Network)]
pub struct Digits {
    hidden: Linear<f64, 64, 32>,
    relu: Relu,
    output: Linear<f64, 32, 10>,
}

/// As it was trained.
pub static NETWORK: Digits = Digits {
    hidden: Linear::new(weights::HIDDEN_WEIGHT, weights::HIDDEN_BIAS),
    relu: Relu {},
    output: Linear::new(weights::OUTPUT_WEIGHT, weights::OUTPUT_BIAS),
};

/// A score for each digit, of an image of 8 by 8 gray values from 0 to 16.
pub fn scores(image: &[u8; 64]) -> [f64; 10] {
    NETWORK.forward(&Samples::new([image.map(|gray| f64::from(gray) / 16.0)]))[0]
}

/// The digit on an image.
pub fn read(image: &[u8; 64]) -> usize {
    largest(scores(image))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_those_of_numpy() {
        for (ours, theirs) in scores(&samples::IMAGES[0]).into_iter().zip(samples::SCORES) {
            assert!((ours - theirs).abs() < 1e-12, "{ours} is not {theirs}");
        }
        assert_eq!(samples::IMAGES.map(|image| read(&image)), samples::PREDICTIONS);
    }

    #[test]
    fn most_digits_are_read() {
        let right = samples::IMAGES.iter().zip(samples::LABELS);
        let right = right.filter(|(image, label)| read(image) == *label).count();
        assert!(right >= 17, "{right} of 20");
    }
}
