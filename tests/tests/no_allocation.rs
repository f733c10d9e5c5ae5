//! Where sizes are static, a derivative touches no heap: every `accumulate_grad` here runs under an allocator that counts.

#![allow(clippy::needless_range_loop, reason = "loops over indices are what is tested")]

use autodiff_runtime::prelude::*;
use nalgebra::{Matrix3, SMatrix, SVector, Vector3};

/// Holds `run` to no allocation, after it ran once.
#[track_caller]
fn allocates_nothing<R>(run: impl FnMut() -> R) {
    allocates(0, run);
}

/// Holds `run` to a number of allocations.
#[track_caller]
fn allocates<R>(expected: u64, mut run: impl FnMut() -> R) {
    std::hint::black_box(run());
    let counted = allocation_counter::measure(|| {
        std::hint::black_box(run());
    });
    assert_eq!(counted.count_total, expected, "allocations");
}

#[test]
fn the_counter_counts() {
    let counted = allocation_counter::measure(|| {
        std::hint::black_box(vec![1.0; 3]);
    });
    assert_eq!(counted.count_total, 1);
}

#[differentiate]
fn straight(x: f64, y: f64) -> f64 {
    let a = x.sin() * y.exp();
    let mut b = a / (1.0 + x * x);
    b *= a;
    b += y.powi(3).sqrt();
    (a - b).tanh() + b.ln()
}

#[test]
fn straight_line_code() {
    let (x, y) = std::hint::black_box((0.5, 1.2));
    let (mut gx, mut gy) = (0.0, 0.0);
    allocates_nothing(|| {
        (gx, gy) = (0.0, 0.0);
        straight::accumulate_grad(x, y, &mut gx, &mut gy)
    });
    assert_eq!((gx, gy), straight::grad(x, y));
}

#[differentiate]
fn overwritten(x: f64) -> f64 {
    let mut y = x;
    for _ in 0..8 {
        y = y.sin() * x + 0.5 * y;
    }
    y
}

#[test]
fn a_loop_with_a_literal_count_that_overwrites_what_it_reads() {
    let mut gx = 0.0;
    allocates_nothing(|| overwritten::accumulate_grad(0.5, &mut gx));
    assert!(gx != 0.0);
}

#[differentiate]
fn sums(xs: &[f64; 16], scale: f64) -> f64 {
    let mut total = 0.0;
    for i in 0..16 {
        total += (xs[i] * scale).exp();
    }
    total.ln()
}

#[test]
fn a_loop_of_sums() {
    let (mut gxs, mut gs) = ([0.0; 16], 0.0);
    allocates_nothing(|| sums::accumulate_grad(&[0.3; 16], 0.5, &mut gxs, &mut gs));
    assert!(gs != 0.0 && gxs[7] != 0.0);
}

#[differentiate]
fn over_elements(xs: &[f64]) -> f64 {
    let mut total = 0.0;
    for x in xs {
        total += x.sin() * x;
    }
    total
}

#[test]
fn sums_over_a_slice_of_any_length() {
    let xs = [0.3; 20];
    let mut gxs = [0.0; 20];
    allocates_nothing(|| over_elements::accumulate_grad(&xs, &mut gxs));
    assert!(gxs[19] != 0.0);
}

#[differentiate]
fn horner<const N: usize>(coefficients: &[f64; N], x: f64) -> f64 {
    let mut value = 0.0;
    for k in 0..N {
        value = value * x + coefficients[N - 1 - k];
    }
    value
}

#[test]
fn a_loop_with_the_count_of_a_const_parameter() {
    let (mut gc, mut gx) = ([0.0; 6], 0.0);
    allocates_nothing(|| horner::accumulate_grad(&[1.0; 6], 0.5, &mut gc, &mut gx));
    assert!(gc[5] != 0.0 && gx != 0.0);
}

#[differentiate]
fn product<const N: usize, const M: usize>(a: &[[f64; M]; N], x: &[f64; M]) -> f64 {
    let mut y = [0.0; N];
    for i in 0..N {
        for j in 0..M {
            y[i] += a[i][j] * x[j];
        }
    }
    let mut total = 0.0;
    for i in 0..N {
        total += y[i] * y[i];
    }
    total
}

#[test]
fn nested_loops() {
    let (mut ga, mut gx) = ([[0.0; 3]; 4], [0.0; 3]);
    let a = [[0.5; 3]; 4];
    allocates_nothing(|| product::accumulate_grad(&a, &[1.0; 3], &mut ga, &mut gx));
    assert!(ga[3][2] != 0.0 && gx[2] != 0.0);
}

#[differentiate]
fn nested_overwriting(x: f64, y: f64) -> f64 {
    let mut state = [x, y, x * y];
    for i in 0..4 {
        for j in 0..3 {
            let next = (j + 1) % 3;
            state[j] = state[j].cos() + state[next] * 0.25 + i as f64;
        }
    }
    state[0] * state[1] + state[2]
}

#[test]
fn nested_loops_that_overwrite_what_they_read() {
    let (mut gx, mut gy) = (0.0, 0.0);
    allocates_nothing(|| nested_overwriting::accumulate_grad(0.3, 0.4, &mut gx, &mut gy));
    assert!(gx != 0.0 && gy != 0.0);
}

#[differentiate]
fn quadratic(a: &Matrix3<f64>, x: &Vector3<f64>) -> f64 {
    let y = a * x + x.component_mul(x);
    y.dot(x) + y.norm_squared()
}

#[test]
fn static_matrices() {
    let (a, x) = (Matrix3::from_element(0.5), Vector3::new(1.0, 2.0, 3.0));
    let (mut ga, mut gx) = (Matrix3::zeros(), Vector3::zeros());
    allocates_nothing(|| quadratic::accumulate_grad(&a, &x, &mut ga, &mut gx));
    assert!(ga[(2, 2)] != 0.0 && gx.z != 0.0);
}

#[derive(Clone, Differentiable)]
struct Layer<const I: usize, const O: usize> {
    weight: SMatrix<f64, O, I>,
    bias: SVector<f64, O>,
}

#[derive(Clone, Differentiable)]
struct Network {
    hidden: Layer<4, 8>,
    output: Layer<8, 3>,
}

#[differentiate]
fn activate<const I: usize, const O: usize>(
    layer: &Layer<I, O>,
    x: &SVector<f64, I>,
) -> SVector<f64, O> {
    let z = layer.weight * x + layer.bias;
    z.map(|v| v.tanh())
}

#[differentiate]
fn forward(network: &Network, x: &SVector<f64, 4>) -> SVector<f64, 3> {
    activate(&network.output, &activate(&network.hidden, x))
}

#[differentiate]
fn loss(
    network: &Network,
    #[constant] x: &SVector<f64, 4>,
    #[constant] target: &SVector<f64, 3>,
) -> f64 {
    (forward(network, x) - target).norm_squared()
}

#[differentiate]
fn mapped(x: &SVector<f64, 4>) -> f64 {
    x.map(|v| v.tanh()).norm_squared()
}

#[test]
fn a_closure_mapped_over_a_static_vector() {
    let mut gx = SVector::<f64, 4>::zeros();
    allocates_nothing(|| mapped::accumulate_grad(&SVector::repeat(0.5), &mut gx));
    assert!(gx[3] != 0.0);
}

#[differentiate]
fn affine(layer: &Layer<4, 8>, x: &SVector<f64, 4>) -> SVector<f64, 8> {
    layer.weight * x + layer.bias
}

#[differentiate]
fn linear(layer: &Layer<4, 8>, x: &SVector<f64, 4>) -> f64 {
    affine(layer, x).norm_squared()
}

#[differentiate]
fn linear_twice(layer: &Layer<4, 8>, x: &SVector<f64, 4>) -> f64 {
    linear(layer, x) * linear(layer, x)
}

#[test]
fn calls_three_levels_deep() {
    let layer = Layer { weight: SMatrix::from_element(0.1), bias: SVector::repeat(0.2) };
    let (mut gradient, mut gx) = (layer.zero_tangent(), SVector::zeros());
    let x = SVector::repeat(1.0);
    allocates_nothing(|| linear_twice::accumulate_grad(&layer, &x, &mut gradient, &mut gx));
    assert!(gradient.bias[0] != 0.0 && gx[3] != 0.0);
}

#[test]
fn a_network_of_structs() {
    let network = Network {
        hidden: Layer { weight: SMatrix::from_element(0.1), bias: SVector::repeat(0.2) },
        output: Layer { weight: SMatrix::from_element(0.3), bias: SVector::repeat(0.4) },
    };
    let mut gradient = network.zero_tangent();
    let (x, target) = (SVector::repeat(1.0), SVector::repeat(0.5));
    allocates_nothing(|| loss::accumulate_grad(&network, &x, &target, &mut gradient));
    assert!(gradient.hidden.weight[(0, 0)] != 0.0 && gradient.output.bias[0] != 0.0);
}

#[differentiate]
fn early(x: f64, y: f64) -> f64 {
    if x < 0.0 {
        return x * y;
    }
    let mut z = x;
    for i in 0..5 {
        if z > 10.0 {
            return z * y;
        }
        z = z * 2.0 + y * i as f64;
    }
    z.sqrt()
}

#[test]
fn early_returns() {
    let (mut gx, mut gy) = (0.0, 0.0);
    for x in [-1.0, 0.1, 3.0, 20.0] {
        allocates_nothing(|| early::accumulate_grad(x, 0.5, &mut gx, &mut gy));
    }
    assert!(gx != 0.0 && gy != 0.0);
}

#[derive(Clone, Copy, Differentiable)]
enum Shape {
    Ball(f64),
    Block { sides: [f64; 3] },
    Nothing,
}

#[differentiate]
fn volume(shape: &Shape, scale: f64) -> f64 {
    let size = match shape {
        Shape::Ball(r) if *r > 100.0 => r * 1e6,
        Shape::Ball(r) => r.powi(3) * 4.0,
        Shape::Block { sides } => sides[0] * sides[1] * sides[2],
        Shape::Nothing => 0.0,
    };
    size * scale * scale
}

#[test]
fn matches() {
    for shape in [
        Shape::Ball(2.0),
        Shape::Ball(200.0),
        Shape::Block { sides: [1.0, 2.0, 3.0] },
        Shape::Nothing,
    ] {
        let (mut gradient, mut gs) = (shape.zero_tangent(), 0.0);
        allocates_nothing(|| volume::accumulate_grad(&shape, 2.0, &mut gradient, &mut gs));
    }
}

#[differentiate]
fn iterated(xs: &[f64; 8], ys: &[f64; 8]) -> f64 {
    xs.iter().zip(ys).map(|(x, y)| x.sin() * y).sum::<f64>() + xs.iter().fold(1.0, |p, x| p * x)
}

#[test]
fn iterator_chains_over_arrays() {
    let (mut gx, mut gy) = ([0.0; 8], [0.0; 8]);
    allocates_nothing(|| iterated::accumulate_grad(&[0.5; 8], &[2.0; 8], &mut gx, &mut gy));
    assert!(gx[0] != 0.0 && gy[7] != 0.0);
}

#[differentiate]
fn smooth(xs: &mut [f64; 8], weight: f64) -> f64 {
    for i in 1..8 {
        xs[i] = xs[i] * weight + xs[i - 1] * (1.0 - weight);
    }
    xs[7]
}

#[differentiate]
fn through_output(x: f64) -> f64 {
    let mut buffer = [x; 8];
    let last = smooth(&mut buffer, 0.5);
    last * buffer[3]
}

#[test]
fn a_callee_that_changes_its_argument() {
    let mut gx = 0.0;
    allocates_nothing(|| through_output::accumulate_grad(0.5, &mut gx));
    assert!(gx != 0.0);
}

#[differentiate]
fn generic<T: Real>(xs: &[T; 4], rate: T) -> T {
    let mut total = T::from_f64(0.0);
    for i in 0..4 {
        total += (xs[i] * rate).exp();
    }
    total
}

#[test]
fn generic_floats() {
    let (mut gx, mut gr) = ([0.0_f32; 4], 0.0);
    allocates_nothing(|| generic::accumulate_grad(&[0.5_f32; 4], 0.1, &mut gx, &mut gr));
    assert!(gx[3] != 0.0 && gr != 0.0);
}

#[differentiate]
fn filter_step(x: &SVector<f64, 2>, p: &SMatrix<f64, 2, 2>, q: f64) -> f64 {
    let mut x = *x;
    let mut p = *p;
    for _ in 0..3 {
        p.fixed_view_mut::<1, 1>(0, 0).add_scalar_mut(q);
        p.set_column(1, &(p.column(1) * 0.5));
        x.axpy(q, &p.column(0), 1.0);
        if let Some(inverse) = p.try_inverse() {
            x += inverse * x * 0.1;
        }
    }
    let mut line = p.row_mut(0);
    line *= q;
    x.normalize().dot(&p.diagonal()) + p.determinant()
}

#[test]
fn views_of_static_matrices() {
    let (x, p) = (SVector::<f64, 2>::new(1.0, 0.5), SMatrix::<f64, 2, 2>::new(2.0, 0.3, 0.3, 1.0));
    let (mut gx, mut gp, mut gq) = (SVector::zeros(), SMatrix::zeros(), 0.0);
    allocates_nothing(|| filter_step::accumulate_grad(&x, &p, 0.2, &mut gx, &mut gp, &mut gq));
    assert!(gq != 0.0);
}

#[differentiate]
fn likelihood(d: &Vector3<f64>, cov: &Matrix3<f64>) -> f64 {
    match cov.cholesky() {
        Some(factor) => d.dot(&factor.solve(d)) + factor.ln_determinant() + factor.l().trace(),
        None => 0.0,
    }
}

#[test]
fn decompositions_of_static_matrices() {
    let (d, cov) = (Vector3::new(1.0, 0.5, -0.3), Matrix3::identity() * 2.0);
    let (mut gd, mut gc) = (Vector3::zeros(), Matrix3::zeros());
    allocates_nothing(|| likelihood::accumulate_grad(&d, &cov, &mut gd, &mut gc));
    assert!(gc[(0, 0)] != 0.0);
}
