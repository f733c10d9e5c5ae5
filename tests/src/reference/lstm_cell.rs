//! The long short-term memory as a chain of states that are never overwritten.

use super::Number;

fn sigmoid<D: Number>(x: D) -> D {
    ((-x).exp() + 1.0).recip()
}

/// The next hidden and cell values of a layer.
pub fn lstm_cell<D: Number>(
    weights: &[D],
    biases: &[D],
    input: &[D],
    hidden: &[D],
    cell: &[D],
) -> (Vec<D>, Vec<D>) {
    let b = input.len();
    (0..b)
        .map(|j| {
            let gate = |g: usize, x: D| x * weights[g * b + j] + biases[g * b + j];
            let next = cell[j] * sigmoid(gate(0, input[j]))
                + sigmoid(gate(1, hidden[j])) * gate(3, hidden[j]).tanh();
            (sigmoid(gate(2, input[j])) * next.tanh(), next)
        })
        .unzip()
}

/// The mean negative log-likelihood of a sequence.
pub fn lstm_loss<D: Number>(main: &[D], extra: &[D], state: &[f64], sequence: &[f64]) -> D {
    let b = extra.len() / 3;
    let lift = |values: &[f64]| values.iter().map(|&v| D::from(v)).collect::<Vec<D>>();
    let mut layers: Vec<(Vec<D>, Vec<D>)> =
        state.chunks(2 * b).map(|s| (lift(&s[..b]), lift(&s[b..]))).collect();
    let characters: Vec<&[f64]> = sequence.chunks(b).collect();
    let mut total = D::from(0.0);
    for pair in characters.windows(2) {
        let mut input: Vec<D> = pair[0].iter().zip(extra).map(|(c, w)| *w * *c).collect();
        for (layer, parameters) in layers.iter_mut().zip(main.chunks(8 * b)) {
            let (weights, biases) = parameters.split_at(4 * b);
            *layer = lstm_cell(weights, biases, &input, &layer.0, &layer.1);
            input.clone_from(&layer.0);
        }
        let output: Vec<D> = (0..b).map(|j| input[j] * extra[b + j] + extra[2 * b + j]).collect();
        let log_sum = (output.iter().map(|y| y.exp()).sum::<D>() + 2.0).ln();
        total += output.iter().zip(pair[1]).map(|(y, next)| (*y - log_sum) * *next).sum::<D>();
    }
    -total / ((characters.len() - 1) * b) as f64
}
