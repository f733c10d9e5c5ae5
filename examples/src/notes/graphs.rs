//! Computational graphs, and the networks that the notes draw as such (S1-1 to S1-7).

use super::graph::{Node, draw};
use super::pictures::Chart;
use super::row::{Experiment, Row};
use autodiff_runtime::prelude::*;
use nalgebra::{Matrix3x2, Matrix3x4, Matrix4x2, RowVector2, SMatrix};

/// The rows.
pub const EXPERIMENTS: &[Experiment] = &[
    Experiment {
        id: "S1-1",
        title: "Scalar operations and their derivatives",
        run: operations,
        source: SOURCE,
    },
    Experiment {
        id: "S1-2",
        title: "The vanishing gradient of the sigmoid",
        run: vanishing,
        source: SOURCE,
    },
    Experiment {
        id: "S1-3",
        title: "What a computational graph is",
        run: definition,
        source: SOURCE,
    },
    Experiment { id: "S1-4", title: "Shallow example 1", run: first_example, source: SOURCE },
    Experiment {
        id: "S1-5",
        title: "Shallow example 2: a value used twice",
        run: second_example,
        source: SOURCE,
    },
    Experiment {
        id: "S1-6",
        title: "Logistic regression of one sample",
        run: logistic_regression,
        source: SOURCE,
    },
    Experiment {
        id: "S1-7",
        title: "A two-layer network of batch 3",
        run: two_layer_network,
        source: SOURCE,
    },
];

const SOURCE: &str = include_str!("graphs.rs");

// region: S1-1
#[differentiate]
fn add(x: f64, y: f64) -> f64 {
    x + y
}

#[differentiate]
fn multiply(x: f64, y: f64) -> f64 {
    x * y
}

#[differentiate]
fn divide(x: f64, y: f64) -> f64 {
    x / y
}

#[differentiate]
fn maximum(x: f64, y: f64) -> f64 {
    x.max(y)
}

#[differentiate]
fn exponential(x: f64) -> f64 {
    x.exp()
}

#[differentiate]
fn logarithm(x: f64) -> f64 {
    x.ln()
}

#[differentiate]
fn reciprocal(x: f64) -> f64 {
    x.recip()
}

#[differentiate]
fn root(x: f64) -> f64 {
    x.sqrt()
}

#[differentiate]
fn hyperbolic_tangent(x: f64) -> f64 {
    x.tanh()
}

/// The slope by central differences.
fn slope(f: impl Fn(f64) -> f64, x: f64) -> f64 {
    let h = 1e-5;
    (f(x + h) - f(x - h)) / (2.0 * h)
}

fn operations(_seed: u64) -> Row {
    let (x, y) = (1.7, -0.6);
    let mut row = Row::new(
        "Each node of a graph knows one derivative: that of its own operation. Here they are at <i>x</i> = 1.7, <i>y</i> = &minus;0.6, as
        <code>#[differentiate]</code> writes them, beside central differences.",
    );
    type Binary = (&'static str, fn(f64, f64) -> f64, fn(f64, f64) -> (f64, f64));
    let binary: [Binary; 4] = [
        ("x + y", add, add::grad),
        ("x y", multiply, multiply::grad),
        ("x / y", divide, divide::grad),
        ("max(x, y)", maximum, maximum::grad),
    ];
    for (name, f, gradient) in binary {
        let (dx, dy) = gradient(x, y);
        row = row.near(&format!("{name}, by x"), dx, slope(|x| f(x, y), x), 1e-8);
        row = row.near(&format!("{name}, by y"), dy, slope(|y| f(x, y), y), 1e-8);
    }
    type Unary = (&'static str, fn(f64) -> f64, fn(f64) -> f64);
    let unary: [Unary; 5] = [
        ("exp x", exponential, exponential::grad),
        ("ln x", logarithm, logarithm::grad),
        ("1 / x", reciprocal, reciprocal::grad),
        ("sqrt x", root, root::grad),
        ("tanh x", hyperbolic_tangent, hyperbolic_tangent::grad),
    ];
    for (name, f, gradient) in unary {
        row = row.near(name, gradient(x), slope(f, x), 1e-8);
    }
    row
}
// end region

// region: S1-2
#[differentiate]
fn sigmoid(z: f64) -> f64 {
    1.0 / (1.0 + (-z).exp())
}

fn vanishing(_seed: u64) -> Row {
    let range = || (-100..=100).map(|i| i as f64 / 10.0);
    Row::new(
        "The derivative of the sigmoid is largest at 0, where it is 1/4, and soon is nothing: a saturated unit learns nothing.",
    )
    .exactly("sigmoid'(0)", sigmoid::grad(0.0), 0.25)
    .near("sigmoid'(5)", sigmoid::grad(5.0), 0.00664806, 5e-9)
    .near("sigmoid'(10)", sigmoid::grad(10.0), 4.53958e-5, 5e-11)
    .near(
        "largest distance from s (1 - s)",
        range().map(|z| (sigmoid::grad(z) - sigmoid(z) * (1.0 - sigmoid(z))).abs()).fold(0.0, f64::max),
        0.0,
        1e-15,
    )
    .picture(
        Chart::new("The sigmoid and its derivative", "z", "")
            .line("sigmoid", range().map(|z| (z, sigmoid(z))))
            .line("its derivative", range().map(|z| (z, sigmoid::grad(z))))
            .draw(),
    )
}
// end region

// region: S1-3
/// `e^(x y) + x`, and what its inner nodes are. What is added to each node is zero: its derivative is the node's adjoint.
#[differentiate]
fn nodes(leaves: &[f64; 2], added: &[f64; 3]) -> [f64; 3] {
    let [x, y] = *leaves;
    let product = x * y + added[0];
    let exponential = product.exp() + added[1];
    let sum = exponential + x + added[2];
    [product, exponential, sum]
}

fn definition(_seed: u64) -> Row {
    let (leaves, output) = ([0.5, -1.0], [0.0, 0.0, 1.0]);
    let (values, (of_leaves, of_nodes)) = nodes::vjp(&leaves, &[0.0; 3], output);
    let e = (-0.5_f64).exp();
    Row::new(
        "A node is an operation, an edge a value. Forward, each node is filled from its sources (above the node); backward, each adjoint is
        the sum, over where the value goes, of the adjoint there times the local derivative (below).
        The graph here is <i>e</i><sup><i>xy</i></sup> + <i>x</i>.",
    )
    .relative("value of the output", values[2], e + 0.5, 1e-15)
    .exactly("adjoint of the output", of_nodes[2], 1.0)
    .exactly("adjoint of the exponential", of_nodes[1], 1.0)
    .relative("adjoint of the product", of_nodes[0], e, 1e-15)
    .relative("adjoint of x: y e^(xy) + 1", of_leaves[0], 1.0 - e, 1e-15)
    .relative("adjoint of y: x e^(xy)", of_leaves[1], 0.5 * e, 1e-15)
    .picture(draw(
        "Values above, adjoints below",
        &[
            Node::number("x", (0.0, 0.0), leaves[0], of_leaves[0], &[]),
            Node::number("y", (0.0, 1.0), leaves[1], of_leaves[1], &[]),
            Node::number("\u{d7}", (1.0, 1.0), values[0], of_nodes[0], &[0, 1]),
            Node::number("exp", (2.0, 1.0), values[1], of_nodes[1], &[2]),
            Node::number("+", (3.0, 0.5), values[2], of_nodes[2], &[0, 3]),
        ],
    ))
}
// end region

// region: S1-4
/// `(x + y) z`.
#[differentiate]
fn shallow(leaves: &[f64; 3], added: &[f64; 2]) -> [f64; 2] {
    let [x, y, z] = *leaves;
    let sum = x + y + added[0];
    let product = sum * z + added[1];
    [sum, product]
}

fn first_example(_seed: u64) -> Row {
    let leaves = [-2.0, 5.0, -4.0];
    let (values, (of_leaves, of_nodes)) = shallow::vjp(&leaves, &[0.0; 2], [0.0, 1.0]);
    Row::new("The graph of (<i>x</i> + <i>y</i>) <i>z</i> at (&minus;2, 5, &minus;4). The picture in the notes was lost; this is the usual example.")
        .exactly("value", values[1], -12.0)
        .exactly("by x", of_leaves[0], -4.0)
        .exactly("by y", of_leaves[1], -4.0)
        .exactly("by z", of_leaves[2], 3.0)
        .near("by x, central differences", of_leaves[0], slope(|x| shallow(&[x, 5.0, -4.0], &[0.0; 2])[1], -2.0), 1e-8)
        .picture(draw(
            "(x + y) z",
            &[
                Node::number("x", (0.0, 0.0), leaves[0], of_leaves[0], &[]),
                Node::number("y", (0.0, 1.0), leaves[1], of_leaves[1], &[]),
                Node::number("z", (1.0, 1.5), leaves[2], of_leaves[2], &[]),
                Node::number("+", (1.0, 0.5), values[0], of_nodes[0], &[0, 1]),
                Node::number("\u{d7}", (2.0, 1.0), values[1], of_nodes[1], &[3, 2]),
            ],
        ))
}
// end region

// region: S1-5
/// `(x + y) max(y, z)`: `y` goes two ways.
#[differentiate]
fn fan_out(leaves: &[f64; 3], added: &[f64; 3]) -> [f64; 3] {
    let [x, y, z] = *leaves;
    let sum = x + y + added[0];
    let larger = y.max(z) + added[1];
    let product = sum * larger + added[2];
    [sum, larger, product]
}

fn second_example(_seed: u64) -> Row {
    let leaves = [1.0, 2.0, 0.0];
    let (values, (of_leaves, of_nodes)) = fan_out::vjp(&leaves, &[0.0; 3], [0.0, 0.0, 1.0]);
    Row::new(
        "(<i>x</i> + <i>y</i>) max(<i>y</i>, <i>z</i>) at (1, 2, 0): <i>y</i> is used twice, and its adjoint is the sum over both ways, 2 + 3.
        (EECS 182, discussion 2; the picture in the notes was lost, this is reconstructed.)",
    )
    .exactly("value", values[2], 6.0)
    .exactly("by x", of_leaves[0], 2.0)
    .exactly("by y: the sum of both ways", of_leaves[1], of_nodes[0] + of_nodes[1])
    .exactly("by y", of_leaves[1], 5.0)
    .exactly("by z, which lost", of_leaves[2], 0.0)
    .picture(draw(
        "(x + y) max(y, z)",
        &[
            Node::number("x", (0.0, 0.0), leaves[0], of_leaves[0], &[]),
            Node::number("y", (0.0, 1.0), leaves[1], of_leaves[1], &[]),
            Node::number("z", (0.0, 2.0), leaves[2], of_leaves[2], &[]),
            Node::number("+", (1.0, 0.5), values[0], of_nodes[0], &[0, 1]),
            Node::number("max", (1.0, 1.5), values[1], of_nodes[1], &[1, 2]),
            Node::number("\u{d7}", (2.0, 1.0), values[2], of_nodes[2], &[3, 4]),
        ],
    ))
}
// end region

// region: S1-6
/// `z = w x + b`, `p = sigmoid(z)`, and the cross-entropy of `p` with the label.
#[differentiate]
fn logistic(
    w: &[f64; 3],
    b: f64,
    #[constant] x: &[f64; 3],
    #[constant] y: f64,
    added: &[f64; 2],
) -> [f64; 3] {
    let z = w[0] * x[0] + w[1] * x[1] + w[2] * x[2] + b + added[0];
    let p = 1.0 / (1.0 + (-z).exp()) + added[1];
    let loss = -(y * p.ln() + (1.0 - y) * (1.0 - p).ln());
    [z, p, loss]
}

fn logistic_regression(_seed: u64) -> Row {
    let (w, b, x, y) = ([0.5, -1.2, 0.3], 0.1, [1.5, 0.4, -2.0], 1.0);
    let (values, (dw, db, of_nodes)) = logistic::vjp(&w, b, &x, y, &[0.0; 2], [0.0, 0.0, 1.0]);
    let [z, p, loss] = values;
    let mut row = Row::new(
        "One sample: <i>z</i> = <i>w</i>&middot;<i>x</i> + <i>b</i>, <i>p</i> = &sigma;(<i>z</i>), and the cross-entropy with <i>y</i> = 1.
        Backward: d<i>L</i>/d<i>z</i> = <i>p</i> &minus; <i>y</i>, d<i>L</i>/d<i>w</i> = (<i>p</i> &minus; <i>y</i>) <i>x</i>, d<i>L</i>/d<i>b</i> = <i>p</i> &minus; <i>y</i>.",
    )
    .relative("dL/dz: p - y", of_nodes[0], p - y, 1e-14);
    for i in 0..3 {
        row = row.relative(&format!("dL/dw{}: (p - y) x", i + 1), dw[i], (p - y) * x[i], 1e-14);
    }
    row.relative("dL/db: p - y", db, p - y, 1e-14).picture(draw(
        "Logistic regression of one sample",
        &[
            Node::number("w\u{2081}", (0.0, 0.0), w[0], dw[0], &[]),
            Node::number("w\u{2082}", (0.0, 1.0), w[1], dw[1], &[]),
            Node::number("w\u{2083}", (0.0, 2.0), w[2], dw[2], &[]),
            Node::number("b", (0.0, 3.0), b, db, &[]),
            Node::number("z", (1.0, 1.5), z, of_nodes[0], &[0, 1, 2, 3]),
            Node::number("\u{3c3}", (2.0, 1.5), p, of_nodes[1], &[4]),
            Node::number("L", (3.0, 1.5), loss, 1.0, &[5]),
        ],
    ))
}
// end region

// region: S1-7
type Hidden = Matrix3x4<f64>;

/// `X W1 + b1`, tanh, `H W2 + b2`, and half of the squared distance from the targets. A sample is a row.
#[differentiate]
fn two_layers(
    x: &Matrix3x2<f64>,
    w1: &SMatrix<f64, 2, 4>,
    b1: &SMatrix<f64, 1, 4>,
    w2: &Matrix4x2<f64>,
    b2: &RowVector2<f64>,
    #[constant] targets: &Matrix3x2<f64>,
    added: &(Hidden, Matrix3x2<f64>),
) -> f64 {
    let z1 = first_sums(x, w1, b1) + added.0;
    let hidden = z1.map(|z| z.tanh());
    let mut z2 = hidden * w2 + added.1;
    for sample in 0..3 {
        for o in 0..2 {
            z2[(sample, o)] += b2[o];
        }
    }
    0.5 * (z2 - targets).norm_squared()
}

#[differentiate]
fn first_sums(x: &Matrix3x2<f64>, w1: &SMatrix<f64, 2, 4>, b1: &SMatrix<f64, 1, 4>) -> Hidden {
    let mut sums = x * w1;
    for sample in 0..3 {
        for h in 0..4 {
            sums[(sample, h)] += b1[h];
        }
    }
    sums
}

fn two_layer_network(_seed: u64) -> Row {
    let numbers =
        |scale: f64| move |i: usize, j: usize| scale * ((3 * i + 5 * j) as f64 + 0.5).sin();
    let x = Matrix3x2::from_fn(numbers(1.0));
    let (w1, b1) = (SMatrix::from_fn(numbers(0.8)), SMatrix::from_fn(numbers(0.2)));
    let (w2, b2) = (Matrix4x2::from_fn(numbers(0.6)), RowVector2::from_fn(numbers(0.1)));
    let targets = Matrix3x2::from_fn(numbers(-1.0));
    let none = (Hidden::zeros(), Matrix3x2::zeros());
    let (dx, dw1, db1, dw2, db2, (dz1, dz2)) =
        two_layers::grad(&x, &w1, &b1, &w2, &b2, &targets, &none);
    let hidden = first_sums(&x, &w1, &b1).map(f64::tanh);
    Row::new(
        "Three samples go through the network at once, one a row: <i>Z</i>&#8321; = <i>XW</i>&#8321; + <i>b</i>&#8321;, <i>H</i> = tanh <i>Z</i>&#8321;,
        <i>Z</i>&#8322; = <i>HW</i>&#8322; + <i>b</i>&#8322;. Backward, d<i>W</i> = <i>X</i><sup>T</sup> d<i>Z</i>, d<i>X</i> = d<i>Z</i> <i>W</i><sup>T</sup>,
        and the gradient of a bias is the sum over the batch. The numbers are the largest distances between the generated gradients and these forms.",
    )
    .near("dW1 and X' dZ1", (dw1 - x.transpose() * dz1).amax(), 0.0, 1e-15)
    .near("dW2 and H' dZ2", (dw2 - hidden.transpose() * dz2).amax(), 0.0, 1e-15)
    .near("dX and dZ1 W1'", (dx - dz1 * w1.transpose()).amax(), 0.0, 1e-15)
    .near("dZ1 and dZ2 W2' tanh'(Z1)", (dz1 - (dz2 * w2.transpose()).component_mul(&hidden.map(|h| 1.0 - h * h))).amax(), 0.0, 1e-15)
    .near("db1 and the column sums of dZ1", (db1 - dz1.row_sum()).amax(), 0.0, 1e-15)
    .near("db2 and the column sums of dZ2", (db2 - dz2.row_sum()).amax(), 0.0, 1e-15)
    .picture(draw(
        "The shapes, of values and of adjoints alike",
        &[
            Node::shape("X", (0.0, 0.0), x.shape(), &[]),
            Node::shape("W\u{2081}", (0.0, 1.0), w1.shape(), &[]),
            Node::shape("b\u{2081}", (0.0, 2.0), b1.shape(), &[]),
            Node::shape("Z\u{2081}", (1.0, 1.0), dz1.shape(), &[0, 1, 2]),
            Node::shape("tanh", (2.0, 0.0), hidden.shape(), &[3]),
            Node::shape("W\u{2082}", (2.0, 1.0), w2.shape(), &[]),
            Node::shape("b\u{2082}", (2.0, 2.0), b2.shape(), &[]),
            Node::shape("Z\u{2082}", (3.0, 1.0), dz2.shape(), &[4, 5, 6]),
            Node::shape("L", (4.0, 1.0), (1, 1), &[7]),
        ],
    ))
}
// end region
