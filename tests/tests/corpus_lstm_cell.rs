//! The long short-term memory: one cell in place, and the loss of a sequence.

#[path = "../corpus/lstm_cell.rs"]
mod program;

use autodiff_tests::random::SplitMix64;
use autodiff_tests::reference::lstm_cell as twin;
use autodiff_tests::{gradient, laws, map};
use program::{lstm_cell, lstm_loss};

#[test]
fn cell_agrees_with_dual_numbers() {
    let at = SplitMix64::new(3).normals(16 + 2 + 2 + 2);
    map!(|p| lstm_cell(ref p[..8], ref p[8..16], ref p[16..18], mut p[18..20].to_vec(), mut p[20..22].to_vec()) -> ())
        .twin(&at, |p| {
            let (h, c) = twin::lstm_cell(&p[..8], &p[8..16], &p[16..18], &p[18..20], &p[20..]);
            [h, c].concat()
        });
}

/// Parameters and constants: main and extra, state, sequence.
fn problem(layers: usize, characters: usize, bits: usize) -> (Vec<f64>, Vec<f64>, Vec<f64>) {
    let mut random = SplitMix64::new(31337);
    let parameters = random.uniforms(8 * layers * bits + 3 * bits);
    let state = random.uniforms(2 * layers * bits);
    let bit = |u: f64| if u >= 0.5 { 1.0 } else { 0.0 };
    let sequence = random.uniforms(characters * bits).into_iter().map(bit).collect();
    (parameters, state, sequence)
}

#[test]
fn loss_agrees_with_dual_numbers() {
    let (at, state, sequence) = problem(2, 6, 3);
    gradient!(second |p| lstm_loss(ref p[..48], ref p[48..], fix &state, fix &sequence))
        .twin(&at, |p| twin::lstm_loss(&p[..48], &p[48..], &state, &sequence));
}

#[test]
fn loss_has_the_published_value_and_gradient() {
    published(2, 16, 5, 0.7693422017738938, 0.061288462746897525, -0.17340845082436723);
    published(2, 1024, 14, 1.3727256337733709, 0.04862042481519132, -0.011267062900960793);
}

#[track_caller]
fn published(layers: usize, characters: usize, bits: usize, value: f64, norm: f64, sum: f64) {
    let (parameters, state, sequence) = problem(layers, characters, bits);
    let (main, extra) = parameters.split_at(8 * layers * bits);
    let (v, gradient) = lstm_loss::value_and_grad(main, extra, &state, &sequence);
    let flat = [gradient.0, gradient.1].concat();
    let actual_norm = flat.iter().map(|g| g * g).sum::<f64>().sqrt();
    laws::close("value", &[v], &[value], 1e-12);
    laws::close("norm", &[actual_norm], &[norm], 1e-11);
    laws::close("sum", &[flat.iter().sum()], &[sum], 1e-10);
}
