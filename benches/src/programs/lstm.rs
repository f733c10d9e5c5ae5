//! A long short-term memory with diagonal weights over slices, and its loss on a sequence.

#![allow(clippy::needless_range_loop)] // formulas over several arrays read best with indices

use autodiff_runtime::prelude::*;

/// The logistic function.
#[differentiate(second_order)]
pub fn sigmoid(x: f64) -> f64 {
    1.0 / (1.0 + (-x).exp())
}

/// One step of one layer: updates `hidden` and `cell` in place.
///
/// `weights` and `biases` hold those of the forget, input, output and change gates one after the other.
#[differentiate(second_order)]
pub fn step(weights: &[f64], biases: &[f64], input: &[f64], hidden: &mut [f64], cell: &mut [f64]) {
    let b = input.len();
    for j in 0..b {
        let forget = sigmoid(input[j] * weights[j] + biases[j]);
        let ingate = sigmoid(hidden[j] * weights[b + j] + biases[b + j]);
        let outgate = sigmoid(input[j] * weights[2 * b + j] + biases[2 * b + j]);
        let change = (hidden[j] * weights[3 * b + j] + biases[3 * b + j]).tanh();
        cell[j] = cell[j] * forget + ingate * change;
        hidden[j] = outgate * cell[j].tanh();
    }
}

/// The mean negative log-likelihood of a sequence of `b` bits a character, predicted one character ahead.
///
/// `main` holds two rows of `4 b` a layer: its weights and its biases. `extra` holds the input weights, the output
/// weights and the output biases. `state` holds the first hidden and cell values of each layer.
#[differentiate(second_order)]
pub fn loss(
    main: &[f64],
    extra: &[f64],
    #[constant] state: &[f64],
    #[constant] sequence: &[f64],
) -> f64 {
    let b = extra.len() / 3;
    let layers = main.len() / (8 * b);
    let steps = sequence.len() / b - 1;

    let mut state = state.to_vec();
    let mut input = vec![0.0; b];
    let mut output = vec![0.0; b];
    let mut total = 0.0;
    for t in 0..steps {
        let character = &sequence[t * b..(t + 1) * b];
        let next = &sequence[(t + 1) * b..(t + 2) * b];
        for j in 0..b {
            input[j] = character[j] * extra[j];
        }
        for layer in 0..layers {
            let parameters = &main[8 * b * layer..8 * b * (layer + 1)];
            let (weights, biases) = parameters.split_at(4 * b);
            let (hidden, cell) = state[2 * b * layer..2 * b * (layer + 1)].split_at_mut(b);
            step(weights, biases, &input, hidden, cell);
            input.copy_from_slice(hidden);
        }
        let mut sum = 2.0;
        for j in 0..b {
            output[j] = input[j] * extra[b + j] + extra[2 * b + j];
            sum += output[j].exp();
        }
        let log_sum = sum.ln();
        for j in 0..b {
            total += next[j] * (output[j] - log_sum);
        }
    }
    -total / (steps * b) as f64
}
