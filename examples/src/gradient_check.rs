//! The generated gradient of the loss against central differences.

use crate::network::{Network, NetworkTangent};

/// How far a gradient is from central differences of a function.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Deviation {
    /// How many entries were compared: all of them.
    pub entries: usize,
    /// The largest difference of an entry, relative to the largest entry.
    pub largest: f64,
}

/// The step of the differences.
const STEP: f64 = 1e-6;

/// Compares a gradient, entry by entry.
pub fn compare(
    network: &Network,
    gradient: &NetworkTangent,
    loss: impl Fn(&Network) -> f64,
) -> Deviation {
    let mut moved = network.clone();
    let (mut entries, mut error, mut scale) = (0, 0.0_f64, 0.0_f64);
    for run in 0..moved.parameters(gradient).len() {
        for i in 0..moved.parameters(gradient)[run].1.len() {
            let mut at = |offset: f64| {
                let kept = moved.parameters(gradient)[run].0[i];
                moved.parameters(gradient)[run].0[i] = kept + offset;
                let value = loss(&moved);
                moved.parameters(gradient)[run].0[i] = kept;
                value
            };
            let slope = (at(STEP) - at(-STEP)) / (2.0 * STEP);
            let entry = moved.parameters(gradient)[run].1[i];
            error = error.max((entry - slope).abs());
            scale = scale.max(entry.abs());
            entries += 1;
        }
    }
    Deviation { entries, largest: error / scale }
}
