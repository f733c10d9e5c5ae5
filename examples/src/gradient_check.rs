//! The generated gradient of a loss against central differences.

use autodiff_runtime::nn::{Name, Parameters};

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
pub fn compare<M: Parameters<f64> + Clone>(
    model: &M,
    gradient: &M::Tangent,
    loss: impl Fn(&M) -> f64,
) -> Deviation {
    let mut entries: Vec<f64> = Vec::new();
    model.visit_gradient(gradient, Name::ROOT, &mut |_, numbers| entries.extend(numbers));
    let mut moved = model.clone();
    let (mut error, mut scale) = (0.0_f64, 0.0_f64);
    for (index, entry) in entries.iter().enumerate() {
        let kept = set(&mut moved, index, |x| x + STEP);
        let above = loss(&moved);
        set(&mut moved, index, |_| kept - STEP);
        let below = loss(&moved);
        set(&mut moved, index, |_| kept);
        error = error.max((entry - (above - below) / (2.0 * STEP)).abs());
        scale = scale.max(entry.abs());
    }
    Deviation { entries: entries.len(), largest: error / scale }
}

/// Changes one parameter, counted over the whole model; what it was.
fn set<M: Parameters<f64>>(model: &mut M, index: usize, change: impl Fn(f64) -> f64) -> f64 {
    let (mut first, mut before) = (0, 0.0);
    model.visit_mut(Name::ROOT, &mut |parameter, numbers| {
        if !parameter.kind.is_trained() {
            return;
        }
        if let Some(x) = index.checked_sub(first).and_then(|own| numbers.get_mut(own)) {
            before = *x;
            *x = change(before);
        }
        first += numbers.len();
    });
    before
}
