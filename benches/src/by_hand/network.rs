//! A training step of a network with one hidden layer, written by hand over `matrixmultiply`.
//!
//! As a careful person would: products through the kernel alone, activations and the loss in one pass over the batch, all
//! memory allocated before. The kernel is reached through nalgebra's matrices of dynamic size, which call it as they are.

use autodiff_runtime::nalgebra::{Dyn, MatrixView, MatrixViewMut};

/// The parameters, their gradient, and room for the activations of a batch.
#[derive(Clone, Debug)]
pub struct HandWritten {
    inputs: usize,
    hidden: usize,
    outputs: usize,
    batch: usize,
    /// Rows of weights, then biases, of both layers.
    pub parameters: [Vec<f32>; 4],
    gradient: [Vec<f32>; 4],
    activations: Vec<f32>,
    scores: Vec<f32>,
    activation_adjoints: Vec<f32>,
}

impl HandWritten {
    /// With these parameters: rows of weights, then biases, of both layers.
    pub fn new(batch: usize, parameters: [Vec<f32>; 4]) -> Self {
        let (hidden, outputs) = (parameters[1].len(), parameters[3].len());
        let inputs = parameters[0].len() / hidden;
        Self {
            inputs,
            hidden,
            outputs,
            batch,
            gradient: parameters.clone(),
            parameters,
            activations: vec![0.0; hidden * batch],
            scores: vec![0.0; outputs * batch],
            activation_adjoints: vec![0.0; hidden * batch],
        }
    }

    /// One step along the gradient of the mean cross-entropy of a batch, a sample after the other; the loss before.
    pub fn step(&mut self, samples: &[f32], labels: &[usize], rate: f32) -> f32 {
        let (i, h, o, b) = (self.inputs, self.hidden, self.outputs, self.batch);
        let [w1, b1, w2, b2] = &mut self.parameters;
        let [dw1, db1, dw2, db2] = &mut self.gradient;

        self.activations.chunks_exact_mut(h).for_each(|column| column.copy_from_slice(b1));
        product((w1, h, i, (i, 1)), (samples, i, b, (1, i)), 1.0, (&mut self.activations, (1, h)));
        self.activations.iter_mut().for_each(|x| *x = x.max(0.0));
        self.scores.chunks_exact_mut(o).for_each(|column| column.copy_from_slice(b2));
        product(
            (w2, o, h, (h, 1)),
            (&self.activations, h, b, (1, h)),
            1.0,
            (&mut self.scores, (1, o)),
        );

        // The loss; the scores become its adjoints.
        let (mut loss, share) = (0.0, 1.0 / b as f32);
        for (scores, label) in self.scores.chunks_exact_mut(o).zip(labels) {
            let largest = scores.iter().fold(f32::NEG_INFINITY, |a, x| a.max(*x));
            loss -= scores[*label] - largest;
            let mut sum = 0.0;
            for score in scores.iter_mut() {
                *score = (*score - largest).exp();
                sum += *score;
            }
            loss += sum.ln();
            scores.iter_mut().for_each(|x| *x *= share / sum);
            scores[*label] -= share;
        }

        let scores = (&self.scores[..], o, b, (1, o));
        let activations = (&self.activations[..], b, h, (h, 1));
        product(scores, activations, 0.0, (dw2, (h, 1)));
        column_sums(&self.scores, db2);
        let transposed = (&w2[..], h, o, (1, h));
        product(transposed, scores, 0.0, (&mut self.activation_adjoints, (1, h)));
        for (adjoint, x) in self.activation_adjoints.iter_mut().zip(&self.activations) {
            *adjoint = if *x > 0.0 { *adjoint } else { 0.0 };
        }
        let adjoints = (&self.activation_adjoints[..], h, b, (1, h));
        product(adjoints, (samples, b, i, (i, 1)), 0.0, (dw1, (i, 1)));
        column_sums(&self.activation_adjoints, db1);

        for (parameters, gradient) in self.parameters.iter_mut().zip(&self.gradient) {
            for (x, g) in parameters.iter_mut().zip(gradient) {
                *x -= rate * g;
            }
        }
        loss * share
    }
}

fn column_sums(columns: &[f32], sums: &mut [f32]) {
    sums.fill(0.0);
    for column in columns.chunks_exact(sums.len()) {
        sums.iter_mut().zip(column).for_each(|(sum, x)| *sum += x);
    }
}

/// A matrix in a slice: rows, columns, and the distances between neighbors in a column and in a row.
type Stored<'a> = (&'a [f32], usize, usize, (usize, usize));

fn view<'a>((numbers, rows, columns, (row, column)): Stored<'a>) -> View<'a> {
    View::from_slice_with_strides_generic(numbers, Dyn(rows), Dyn(columns), Dyn(row), Dyn(column))
}

type View<'a> = MatrixView<'a, f32, Dyn, Dyn, Dyn, Dyn>;
type ViewMut<'a> = MatrixViewMut<'a, f32, Dyn, Dyn, Dyn, Dyn>;

/// `C = A B + beta C`.
fn product(a: Stored<'_>, b: Stored<'_>, beta: f32, (c, strides): (&mut [f32], (usize, usize))) {
    let (rows, columns) = (Dyn(a.1), Dyn(b.2));
    let strides = (Dyn(strides.0), Dyn(strides.1));
    let mut c = ViewMut::from_slice_with_strides_generic(c, rows, columns, strides.0, strides.1);
    c.gemm(1.0, &view(a), &view(b), beta);
}
