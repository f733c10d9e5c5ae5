//! The adjoint of the long short-term memory: it keeps the gates and the states of each step.

/// What is kept of a cell in a step.
#[derive(Clone, Copy, Default)]
struct Kept {
    forget: f64,
    ingate: f64,
    outgate: f64,
    change: f64,
    /// The hyperbolic tangent of the new cell.
    squashed: f64,
    input: f64,
    hidden: f64,
    cell: f64,
}

/// The loss; adds its gradient.
pub fn accumulate_grad(
    main: &[f64],
    extra: &[f64],
    state: &[f64],
    sequence: &[f64],
    of_main: &mut [f64],
    of_extra: &mut [f64],
) -> f64 {
    let b = extra.len() / 3;
    let layers = main.len() / (8 * b);
    let steps = sequence.len() / b - 1;
    let (in_weights, rest) = extra.split_at(b);
    let (out_weights, out_biases) = rest.split_at(b);

    let mut state = state.to_vec();
    let mut kept: Vec<Kept> = Vec::with_capacity(steps * layers * b);
    let mut tops = vec![0.0; steps * b];
    // The adjoints of the outputs: they are known at once, as the loss is a sum.
    let mut of_outputs = vec![0.0; steps * b];
    let scale = -1.0 / (steps * b) as f64;
    let mut input = vec![0.0; b];
    let mut total = 0.0;
    for t in 0..steps {
        let character = &sequence[t * b..(t + 1) * b];
        let next = &sequence[(t + 1) * b..(t + 2) * b];
        for j in 0..b {
            input[j] = character[j] * in_weights[j];
        }
        for layer in 0..layers {
            let parameters = &main[8 * b * layer..8 * b * (layer + 1)];
            let (hidden, cell) = state[2 * b * layer..2 * b * (layer + 1)].split_at_mut(b);
            let gate = |k: usize, j: usize, value: f64| {
                value * parameters[k * b + j] + parameters[(4 + k) * b + j]
            };
            for j in 0..b {
                let forget = sigmoid(gate(0, j, input[j]));
                let ingate = sigmoid(gate(1, j, hidden[j]));
                let outgate = sigmoid(gate(2, j, input[j]));
                let change = gate(3, j, hidden[j]).tanh();
                let new = cell[j] * forget + ingate * change;
                let squashed = new.tanh();
                kept.push(Kept {
                    forget,
                    ingate,
                    outgate,
                    change,
                    squashed,
                    input: input[j],
                    hidden: hidden[j],
                    cell: cell[j],
                });
                cell[j] = new;
                hidden[j] = outgate * squashed;
            }
            input.copy_from_slice(hidden);
        }
        tops[t * b..(t + 1) * b].copy_from_slice(&input);
        let of_output = &mut of_outputs[t * b..(t + 1) * b];
        let mut sum = 2.0;
        for j in 0..b {
            let output = input[j] * out_weights[j] + out_biases[j];
            let e = output.exp();
            of_output[j] = e;
            sum += e;
            total += next[j] * output;
        }
        let log_sum = sum.ln();
        let ones: f64 = next.iter().sum();
        total -= ones * log_sum;
        for j in 0..b {
            of_output[j] = scale * (next[j] - ones / sum * of_output[j]);
        }
    }

    let mut of_hidden = vec![0.0; layers * b];
    let mut of_cell = vec![0.0; layers * b];
    let mut of_input = vec![0.0; b];
    for t in (0..steps).rev() {
        let character = &sequence[t * b..(t + 1) * b];
        for j in 0..b {
            let adjoint = of_outputs[t * b + j];
            of_extra[b + j] += adjoint * tops[t * b + j];
            of_extra[2 * b + j] += adjoint;
            of_input[j] = adjoint * out_weights[j];
        }
        for layer in (0..layers).rev() {
            let row = (t * layers + layer) * b;
            let parameters = &main[8 * b * layer..8 * b * (layer + 1)];
            let gradient = &mut of_main[8 * b * layer..8 * b * (layer + 1)];
            let kept = &kept[row..row + b];
            let of_hidden = &mut of_hidden[layer * b..(layer + 1) * b];
            let of_cell = &mut of_cell[layer * b..(layer + 1) * b];
            let of_input = &mut of_input[..b];
            for j in 0..b {
                let k = kept[j];
                let new_hidden = of_hidden[j] + of_input[j];
                let new_cell =
                    of_cell[j] + new_hidden * k.outgate * (1.0 - k.squashed * k.squashed);
                let forget = new_cell * k.cell * k.forget * (1.0 - k.forget);
                let ingate = new_cell * k.change * k.ingate * (1.0 - k.ingate);
                let outgate = new_hidden * k.squashed * k.outgate * (1.0 - k.outgate);
                let change = new_cell * k.ingate * (1.0 - k.change * k.change);
                for (gate, adjoint, value) in [
                    (0, forget, k.input),
                    (1, ingate, k.hidden),
                    (2, outgate, k.input),
                    (3, change, k.hidden),
                ] {
                    gradient[gate * b + j] += adjoint * value;
                    gradient[(4 + gate) * b + j] += adjoint;
                }
                of_cell[j] = new_cell * k.forget;
                of_input[j] = forget * parameters[j] + outgate * parameters[2 * b + j];
                of_hidden[j] = ingate * parameters[b + j] + change * parameters[3 * b + j];
            }
        }
        for j in 0..b {
            of_extra[j] += of_input[j] * character[j];
        }
    }
    total * scale
}

#[inline]
fn sigmoid(x: f64) -> f64 {
    1.0 / (1.0 + (-x).exp())
}
