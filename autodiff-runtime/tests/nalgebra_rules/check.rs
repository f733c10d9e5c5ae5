//! The checker of a rule, and the matrices which the tests are on.

use autodiff_runtime::nalgebra::*;
use autodiff_runtime::{ScalarSlice, ScalarSliceMut, Tangent};

/// Numbers in -1..1, the same on every run.
pub struct Random(pub u64);

impl Random {
    pub fn next(&mut self) -> f64 {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 11) as f64 / (1u64 << 52) as f64 - 1.0
    }

    /// A random tangent of the shape of `like`.
    pub fn like<X: Tangent>(&mut self, like: &X) -> X {
        let mut x = like.zero_like();
        x.for_each_slice_mut(&mut |slice| match slice {
            ScalarSliceMut::F32(s) => s.iter_mut().for_each(|x| *x = self.next() as f32),
            ScalarSliceMut::F64(s) => s.iter_mut().for_each(|x| *x = self.next()),
            _ => unreachable!(),
        });
        x
    }
}

pub fn single_precision<X: Tangent>(x: &X) -> bool {
    let mut single = false;
    x.for_each_slice(&mut |slice| single |= matches!(slice, ScalarSlice::F32(_)));
    single
}

pub fn moved<X: Tangent>(x: &X, d: &X, step: f64) -> X {
    let (mut result, mut d) = (x.clone(), d.clone());
    Tangent::scale(&mut d, step);
    Tangent::add_assign(&mut result, &d);
    result
}

/// `adjoint(x, y, ct)` and `tangent(x, y, dx)` against each other and central differences of `f`.
#[track_caller]
pub fn check<X: Tangent, Y: Tangent>(
    x: &X,
    f: impl Fn(&X) -> Y,
    adjoint: impl Fn(&X, &Y, &Y) -> X,
    tangent: impl Fn(&X, &Y, &X) -> Y,
) {
    let mut random = Random(7);
    let (step, tolerance) = match single_precision(x) {
        true => (1e-2, 5e-3),
        false => (1e-5, 1e-8),
    };
    let y = f(x);
    for _ in 0..3 {
        let (ct, d) = (random.like(&y), random.like(x));
        let by_adjoint = Tangent::dot(&adjoint(x, &y, &ct), &d);
        let by_tangent = Tangent::dot(&ct, &tangent(x, &y, &d));
        let above = Tangent::dot(&ct, &f(&moved(x, &d, step)));
        let below = Tangent::dot(&ct, &f(&moved(x, &d, -step)));
        let by_difference = (above - below) / (2.0 * step);
        let scale = 1.0 + by_difference.abs();
        assert!(
            (by_adjoint - by_tangent).abs() <= 1e-3 * tolerance * scale,
            "dot test: {by_adjoint} by the adjoint, {by_tangent} by the tangent"
        );
        assert!(
            (by_adjoint - by_difference).abs() <= tolerance * scale,
            "{by_adjoint} by the adjoint, {by_difference} by central differences"
        );
    }
}

/// A rule of one operand, which needs the operand only.
macro_rules! unary {
    ($x:expr, $f:expr, $adjoint:ident $tangent:ident) => {
        check(&$x, $f, |x, _, ct| $adjoint(x, ct), |x, _, d| $tangent(x, d))
    };
}

/// A rule of one operand, which needs the result as well.
macro_rules! unary_with_result {
    ($x:expr, $f:expr, $adjoint:ident $tangent:ident) => {
        check(&$x, $f, |x, y, ct| $adjoint(x, y, ct), |x, y, d| $tangent(x, y, d))
    };
}

/// A rule of two operands.
macro_rules! binary {
    ($a:expr, $b:expr, |$x:ident, $y:ident| $f:expr,
        $adjoint_0:ident $adjoint_1:ident $tangent_0:ident $tangent_1:ident) => {{
        let (a, b) = ($a, $b);
        check(
            &a,
            |$x| {
                let $y = &b;
                $f
            },
            |a, _, ct| $adjoint_0(a, &b, ct),
            |a, _, d| $tangent_0(a, &b, d),
        );
        check(
            &b,
            |$y| {
                let $x = &a;
                $f
            },
            |b, _, ct| $adjoint_1(&a, b, ct),
            |b, _, d| $tangent_1(&a, b, d),
        );
    }};
}

pub fn dynamic(rows: usize, columns: usize, seed: u64) -> DMatrix<f64> {
    Random(seed).like(&DMatrix::zeros(rows, columns))
}

pub fn vector(n: usize, seed: u64) -> DVector<f64> {
    Random(seed).like(&DVector::zeros(n))
}

pub fn fixed<const R: usize, const C: usize>(seed: u64) -> SMatrix<f64, R, C> {
    Random(seed).like(&SMatrix::zeros())
}

pub fn single<const R: usize, const C: usize>(seed: u64) -> SMatrix<f32, R, C> {
    Random(seed).like(&SMatrix::zeros())
}

/// `A Aᵀ + I`.
pub fn definite(n: usize, seed: u64) -> DMatrix<f64> {
    let a = dynamic(n, n, seed);
    &a * a.transpose() + DMatrix::identity(n, n)
}

/// Regular, and not without pivoting.
pub fn regular<const N: usize>(seed: u64) -> SMatrix<f64, N, N> {
    let rotation = SMatrix::from_fn(|i, j| if (i + 1) % N == j { 2.0 } else { 0.0 });
    fixed::<N, N>(seed) + rotation
}

pub fn for_shapes(f: impl Fn(DMatrix<f64>)) {
    for (rows, columns) in [(1, 1), (3, 2), (2, 5), (4, 1), (1, 4)] {
        f(dynamic(rows, columns, 5));
    }
}
