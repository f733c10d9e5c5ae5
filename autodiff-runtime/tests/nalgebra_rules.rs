//! Every rule of nalgebra's operations against central differences and the dot test, and at kinks and ties by value.
#![cfg(feature = "std")]

use autodiff_runtime::__rt::*;
use autodiff_runtime::nalgebra::*;
use autodiff_runtime::{ScalarSlice, ScalarSliceMut, Tangent};

/// Numbers in -1..1, the same on every run.
struct Random(u64);

impl Random {
    fn next(&mut self) -> f64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 11) as f64 / (1u64 << 52) as f64 - 1.0
    }

    /// A random tangent of the shape of `like`.
    fn like<X: Tangent>(&mut self, like: &X) -> X {
        let mut x = like.zero_like();
        x.for_each_slice_mut(&mut |slice| match slice {
            ScalarSliceMut::F32(s) => s.iter_mut().for_each(|x| *x = self.next() as f32),
            ScalarSliceMut::F64(s) => s.iter_mut().for_each(|x| *x = self.next()),
            _ => unreachable!(),
        });
        x
    }
}

fn single_precision<X: Tangent>(x: &X) -> bool {
    let mut single = false;
    x.for_each_slice(&mut |slice| single |= matches!(slice, ScalarSlice::F32(_)));
    single
}

fn moved<X: Tangent>(x: &X, d: &X, step: f64) -> X {
    let (mut result, mut d) = (x.clone(), d.clone());
    Tangent::scale(&mut d, step);
    Tangent::add_assign(&mut result, &d);
    result
}

/// `adjoint(x, y, ct)` and `tangent(x, y, dx)` against each other and central differences of `f`.
#[track_caller]
fn check<X: Tangent, Y: Tangent>(
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
        check(
            &$x,
            $f,
            |x, _, ct| $adjoint(x, ct),
            |x, _, d| $tangent(x, d),
        )
    };
}

/// A rule of one operand, which needs the result as well.
macro_rules! unary_with_result {
    ($x:expr, $f:expr, $adjoint:ident $tangent:ident) => {
        check(
            &$x,
            $f,
            |x, y, ct| $adjoint(x, y, ct),
            |x, y, d| $tangent(x, y, d),
        )
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

fn dynamic(rows: usize, columns: usize, seed: u64) -> DMatrix<f64> {
    Random(seed).like(&DMatrix::zeros(rows, columns))
}

fn vector(n: usize, seed: u64) -> DVector<f64> {
    Random(seed).like(&DVector::zeros(n))
}

fn fixed<const R: usize, const C: usize>(seed: u64) -> SMatrix<f64, R, C> {
    Random(seed).like(&SMatrix::zeros())
}

fn single<const R: usize, const C: usize>(seed: u64) -> SMatrix<f32, R, C> {
    Random(seed).like(&SMatrix::zeros())
}

/// `A Aᵀ + I`.
fn definite(n: usize, seed: u64) -> DMatrix<f64> {
    let a = dynamic(n, n, seed);
    &a * a.transpose() + DMatrix::identity(n, n)
}

/// Regular, and not without pivoting.
fn regular<const N: usize>(seed: u64) -> SMatrix<f64, N, N> {
    let rotation = SMatrix::from_fn(|i, j| if (i + 1) % N == j { 2.0 } else { 0.0 });
    fixed::<N, N>(seed) + rotation
}

#[test]
fn sums_and_differences() {
    macro_rules! both {
        ($a:expr, $b:expr) => {
            binary!($a, $b, |a, b| a + b, add_adjoint_0 add_adjoint_1 add_tangent_0 add_tangent_1);
            binary!($a, $b, |a, b| a - b, sub_adjoint_0 sub_adjoint_1 sub_tangent_0 sub_tangent_1);
        };
    }
    both!(fixed::<2, 3>(1), fixed::<2, 3>(2));
    both!(dynamic(4, 3, 1), dynamic(4, 3, 2));
    both!(fixed::<2, 3>(1), dynamic(2, 3, 2));
    both!(dynamic(2, 3, 1), fixed::<2, 3>(2));
    both!(vector(3, 1), fixed::<3, 1>(2));
    both!(single::<2, 2>(1), single::<2, 2>(2));
}

#[test]
fn products() {
    macro_rules! product {
        ($a:expr, $b:expr) => {
            binary!($a, $b, |a, b| a * b, mul_adjoint_0 mul_adjoint_1 mul_tangent_0 mul_tangent_1);
        };
    }
    product!(fixed::<2, 3>(1), fixed::<3, 4>(2));
    product!(fixed::<2, 3>(1), fixed::<3, 1>(2));
    product!(fixed::<1, 3>(1), fixed::<3, 1>(2));
    product!(fixed::<3, 1>(1), fixed::<1, 3>(2));
    product!(dynamic(4, 3, 1), dynamic(3, 5, 2));
    product!(dynamic(4, 3, 1), vector(3, 2));
    product!(dynamic(9, 17, 1), dynamic(17, 8, 2)); // blocked
    product!(dynamic(2, 3, 1), fixed::<3, 4>(2));
    product!(fixed::<2, 3>(1), dynamic(3, 4, 2));
    product!(fixed::<7, 8>(1), dynamic(8, 9, 2));
    product!(dynamic(0, 3, 1), dynamic(3, 2, 2));
    product!(dynamic(2, 0, 1), dynamic(0, 3, 2));
    product!(single::<2, 3>(1), single::<3, 4>(2));
}

#[test]
fn products_accumulate_in_place() {
    for (rows, inner, columns) in [(4, 3, 1), (2, 3, 4), (8, 9, 10)] {
        let (a, b) = (dynamic(rows, inner, 1), dynamic(inner, columns, 2));
        let (ct, before) = (dynamic(rows, columns, 3), dynamic(rows, inner, 4));
        let mut adjoint = before.clone();
        mul_accumulate_0(&&a, &b, &ct, &mut adjoint);
        let expected = before + mul_adjoint_0(&a, &b, &ct);
        assert!((adjoint - expected).norm() < 1e-13);

        let before = dynamic(inner, columns, 5);
        let mut adjoint = before.clone();
        mul_accumulate_1(&a, &&b, &ct, &mut adjoint);
        let expected = before + mul_adjoint_1(&a, &b, &ct);
        assert!((adjoint - expected).norm() < 1e-13);
    }
    let mut adjoint = 1.0;
    mul_accumulate_0(
        &2.0,
        &Vector2::new(3.0, 4.0),
        &Vector2::new(1.0, 10.0),
        &mut adjoint,
    );
    assert_eq!(adjoint, 44.0);
    mul_accumulate_1(&2.0, &3.0, &1.0, &mut adjoint);
    assert_eq!(adjoint, 46.0);
}

#[test]
fn products_with_scalars() {
    macro_rules! by_scalar {
        ($m:expr, $s:expr) => {
            binary!($m, $s, |m, s| m * *s, mul_adjoint_0 mul_adjoint_1 mul_tangent_0 mul_tangent_1);
            binary!($m, $s, |m, s| m / *s, div_adjoint_0 div_adjoint_1 div_tangent_0 div_tangent_1);
            binary!($s, $m, |s, m| *s * m, mul_adjoint_0 mul_adjoint_1 mul_tangent_0 mul_tangent_1);
            binary!($m, $s, |m, s| m.scale(*s),
                scale_adjoint_0 scale_adjoint_1 scale_tangent_0 scale_tangent_1);
            binary!($m, $s, |m, s| m.unscale(*s),
                unscale_adjoint_0 unscale_adjoint_1 unscale_tangent_0 unscale_tangent_1);
            binary!($m, $s, |m, s| m.add_scalar(*s),
                add_scalar_adjoint_0 add_scalar_adjoint_1 add_scalar_tangent_0 add_scalar_tangent_1);
        };
    }
    by_scalar!(fixed::<2, 3>(1), 1.7);
    by_scalar!(dynamic(3, 2, 1), -0.6);
    by_scalar!(single::<3, 1>(1), 1.5_f32);
}

#[test]
fn references_on_both_sides() {
    let (a, b, ct) = (fixed::<2, 3>(1), fixed::<3, 2>(2), fixed::<2, 2>(3));
    let expected = mul_adjoint_0(&a, &b, &ct);
    assert_eq!(mul_adjoint_0(&&a, &b, &ct), expected);
    assert_eq!(mul_adjoint_0(&a, &&b, &ct), expected);
    assert_eq!(mul_adjoint_0(&&a, &&b, &ct), expected);
    assert_eq!(sub_adjoint_1(&&a, &&a, &b.transpose()), -b.transpose());
    assert_eq!(mul_adjoint_1(&2.0, &&a, &a), a * 2.0);
    assert_eq!(mul_adjoint_0(&&a, &2.0, &a), a * 2.0);
    assert_eq!(neg_adjoint_0(&&a, &a), -a);
    // Methods: by auto-deref, as the methods themselves.
    assert_eq!(dot_adjoint_0(&&a, &&a, &2.0), a * 2.0);
    assert_eq!(trace_adjoint_0(&&ct, &2.0), Matrix2::identity() * 2.0);
    assert_eq!(
        determinant_adjoint_0(&&ct, &ct.determinant(), &0.0),
        Matrix2::zeros()
    );
}

#[test]
fn signs() {
    for_shapes(|m| unary!(m, |m| -m, neg_adjoint_0 neg_tangent_0));
    unary!(dynamic(3, 2, 1), |m| m.abs(), abs_adjoint_0 abs_tangent_0);
    let m = Vector3::new(-2.0, 0.0, 3.0);
    let ct = Vector3::new(1.0, 1.0, 1.0);
    assert_eq!(abs_adjoint_0(&m, &ct), Vector3::new(-1.0, 0.0, 1.0));
    assert_eq!(abs_tangent_0(&m, &ct), Vector3::new(-1.0, 0.0, 1.0));
}

fn for_shapes(f: impl Fn(DMatrix<f64>)) {
    for (rows, columns) in [(1, 1), (3, 2), (2, 5), (4, 1), (1, 4)] {
        f(dynamic(rows, columns, 5));
    }
}

#[test]
fn entry_by_entry() {
    macro_rules! both {
        ($a:expr, $b:expr) => {
            binary!($a, $b, |a, b| a.component_mul(b), component_mul_adjoint_0 component_mul_adjoint_1
                component_mul_tangent_0 component_mul_tangent_1);
            binary!($a, $b.map(|y| y + if y < 0.0 { -1.0 } else { 1.0 }), |a, b| a.component_div(b),
                component_div_adjoint_0 component_div_adjoint_1 component_div_tangent_0 component_div_tangent_1);
        };
    }
    both!(fixed::<2, 3>(1), fixed::<2, 3>(2));
    both!(dynamic(4, 2, 1), dynamic(4, 2, 2));
    both!(fixed::<2, 3>(1), dynamic(2, 3, 2));
    both!(dynamic(2, 3, 1), fixed::<2, 3>(2));
    both!(single::<4, 1>(1), single::<4, 1>(2));
}

#[test]
fn division_by_zero_with_a_zero_cotangent() {
    let (a, b) = (Vector2::new(1.0, 2.0), Vector2::new(0.0, 2.0));
    let ct = Vector2::new(0.0, 1.0);
    assert_eq!(component_div_adjoint_0(&a, &b, &ct), Vector2::new(0.0, 0.5));
    assert_eq!(
        component_div_adjoint_1(&a, &b, &ct),
        Vector2::new(0.0, -0.5)
    );
    assert_eq!(component_div_tangent_0(&a, &b, &ct), Vector2::new(0.0, 0.5));
    assert_eq!(
        component_div_tangent_1(&a, &b, &ct),
        Vector2::new(0.0, -0.5)
    );
    let nothing = Vector2::zeros();
    assert_eq!(div_adjoint_0(&a, &0.0, &nothing), nothing);
    assert_eq!(div_adjoint_1(&a, &0.0, &nothing), 0.0);
    assert_eq!(div_tangent_0(&a, &0.0, &nothing), nothing);
    assert_eq!(div_tangent_1(&a, &0.0, &0.0), nothing);
}

#[test]
fn cross_products() {
    macro_rules! cross {
        ($a:expr, $b:expr) => {
            binary!($a, $b, |a, b| a.cross(b),
                cross_adjoint_0 cross_adjoint_1 cross_tangent_0 cross_tangent_1);
        };
    }
    cross!(fixed::<3, 1>(1), fixed::<3, 1>(2));
    cross!(fixed::<1, 3>(1), fixed::<1, 3>(2));
    cross!(vector(3, 1), vector(3, 2));
    cross!(fixed::<3, 1>(1), vector(3, 2));
    cross!(single::<3, 1>(1), single::<3, 1>(2));
}

#[test]
fn interpolation() {
    let (a, b, t) = (fixed::<3, 1>(1), fixed::<3, 1>(2), 0.3);
    check(
        &a,
        |a| a.lerp(&b, t),
        |a, _, ct| lerp_adjoint_0(a, &b, &t, ct),
        |a, _, d| lerp_tangent_0(a, &b, &t, d),
    );
    check(
        &b,
        |b| a.lerp(b, t),
        |b, _, ct| lerp_adjoint_1(&a, b, &t, ct),
        |b, _, d| lerp_tangent_1(&a, b, &t, d),
    );
    check(
        &t,
        |t| a.lerp(&b, *t),
        |t, _, ct| lerp_adjoint_2(&a, &b, t, ct),
        |t, _, d| lerp_tangent_2(&a, &b, t, d),
    );
}

#[test]
fn reductions() {
    for_shapes(|m| unary!(m, |m| m.sum(), sum_adjoint_0 sum_tangent_0));
    for_shapes(|m| unary!(m, |m| m.mean(), mean_adjoint_0 mean_tangent_0));
    for_shapes(|m| unary!(m, |m| m.column_sum(), column_sum_adjoint_0 column_sum_tangent_0));
    for_shapes(|m| unary!(m, |m| m.row_sum(), row_sum_adjoint_0 row_sum_tangent_0));
    for_shapes(|m| unary!(m, |m| m.norm_squared(), norm_squared_adjoint_0 norm_squared_tangent_0));
    for_shapes(|m| unary_with_result!(m, |m| m.norm(), norm_adjoint_0 norm_tangent_0));
    for_shapes(
        |m| unary_with_result!(m, |m| m.normalize(), normalize_adjoint_0 normalize_tangent_0),
    );
    for_shapes(|m| unary_with_result!(m, |m| m.max(), matrix_max_adjoint_0 matrix_max_tangent_0));
    for_shapes(|m| unary_with_result!(m, |m| m.min(), matrix_min_adjoint_0 matrix_min_tangent_0));
    for_shapes(|m| unary!(m, |m| m.transpose(), transpose_adjoint_0 transpose_tangent_0));
    for_shapes(|m| {
        let b = m.map(f64::sin);
        binary!(m, b, |a, b| a.dot(b), dot_adjoint_0 dot_adjoint_1 dot_tangent_0 dot_tangent_1);
    });
    unary!(fixed::<2, 3>(1), |m| m.sum(), sum_adjoint_0 sum_tangent_0);
    unary!(fixed::<2, 3>(1), |m| m.column_sum(), column_sum_adjoint_0 column_sum_tangent_0);
    unary!(fixed::<2, 3>(1), |m| m.row_sum(), row_sum_adjoint_0 row_sum_tangent_0);
    unary!(fixed::<2, 3>(1), |m| m.transpose(), transpose_adjoint_0 transpose_tangent_0);
    unary!(fixed::<3, 3>(1), |m| m.trace(), trace_adjoint_0 trace_tangent_0);
    unary!(dynamic(4, 4, 1), |m| m.trace(), trace_adjoint_0 trace_tangent_0);
    unary!(fixed::<3, 3>(1), |m| m.diagonal(), diagonal_adjoint_0 diagonal_tangent_0);
    unary!(dynamic(4, 4, 1), |m| m.diagonal(), diagonal_adjoint_0 diagonal_tangent_0);
    binary!(fixed::<3, 1>(1), vector(3, 2), |a, b| a.dot(b),
        dot_adjoint_0 dot_adjoint_1 dot_tangent_0 dot_tangent_1);
    unary_with_result!(single::<3, 1>(1), |m| m.norm(), norm_adjoint_0 norm_tangent_0);
    unary_with_result!(single::<3, 1>(1), |m| m.normalize(), normalize_adjoint_0 normalize_tangent_0);
    unary!(single::<3, 2>(1), |m| m.mean(), mean_adjoint_0 mean_tangent_0);
}

#[test]
fn zero_vectors() {
    let nothing = Vector3::<f64>::zeros();
    let ones = Vector3::repeat(1.0);
    assert_eq!(norm_adjoint_0(&nothing, &0.0, &1.0), nothing);
    assert_eq!(norm_tangent_0(&nothing, &0.0, &ones), 0.0);
    let nan = nothing.normalize();
    assert_eq!(normalize_adjoint_0(&nothing, &nan, &nothing), nothing);
    assert_eq!(normalize_tangent_0(&nothing, &nan, &nothing), nothing);
    let nan = Vector3::repeat(f64::NAN);
    assert_eq!(norm_adjoint_0(&nan, &f64::NAN, &0.0), nothing);
    assert_eq!(
        norm_tangent_0(&nothing.map(|_| 1.0), &3.0_f64.sqrt(), &nothing),
        0.0
    );
}

#[test]
fn ties_share_equally() {
    let m = Matrix2::new(3.0, 1.0, 3.0, -1.0);
    assert_eq!(
        matrix_max_adjoint_0(&m, &3.0, &1.0),
        Matrix2::new(0.5, 0.0, 0.5, 0.0)
    );
    assert_eq!(
        matrix_min_adjoint_0(&m, &-1.0, &1.0),
        Matrix2::new(0.0, 0.0, 0.0, 1.0)
    );
    let dm = Matrix2::new(1.0, 5.0, 2.0, 7.0);
    assert_eq!(matrix_max_tangent_0(&m, &3.0, &dm), 1.5);
    assert_eq!(matrix_min_tangent_0(&m, &-1.0, &dm), 7.0);
    let with_nan = Vector2::new(f64::NAN, 2.0);
    assert_eq!(
        matrix_max_adjoint_0(&with_nan, &2.0, &1.0),
        Vector2::new(0.0, 1.0)
    );
    let empty = DVector::<f64>::zeros(0);
    assert_eq!(matrix_max_adjoint_0(&empty, &0.0, &1.0), empty);
    assert_eq!(matrix_max_tangent_0(&empty, &0.0, &empty), 0.0);
    assert_eq!(mean_tangent_0(&empty, &empty), 0.0);
}

#[test]
fn transposed_products() {
    macro_rules! tr_mul {
        ($a:expr, $b:expr) => {
            binary!($a, $b, |a, b| a.tr_mul(b),
                tr_mul_adjoint_0 tr_mul_adjoint_1 tr_mul_tangent_0 tr_mul_tangent_1);
        };
    }
    tr_mul!(fixed::<3, 2>(1), fixed::<3, 4>(2));
    tr_mul!(fixed::<3, 2>(1), fixed::<3, 1>(2));
    tr_mul!(dynamic(7, 8, 1), dynamic(7, 9, 2));
    tr_mul!(fixed::<3, 2>(1), dynamic(3, 4, 2));
    tr_mul!(dynamic(3, 2, 1), fixed::<3, 4>(2));
}

#[test]
fn construction() {
    unary!(fixed::<3, 1>(1), |x| SMatrix::<f64, 3, 3>::from_diagonal(x),
        from_diagonal_adjoint_0 from_diagonal_tangent_0);
    unary!(vector(4, 1), |x| DMatrix::from_diagonal(x), from_diagonal_adjoint_0 from_diagonal_tangent_0);
    check(
        &0.5,
        |e| DMatrix::from_element(2, 3, *e),
        |_, _, ct| sum_of(ct),
        |_, _, d| DMatrix::from_element(2, 3, *d),
    );
    let m = Matrix2x3::new(1.0, 2.0, 3.0, 4.0, 5.0, 6.0);
    for k in 0..6 {
        assert_eq!(row_major_get(&m, k), (k + 1) as f64);
    }
    let mut adjoint = Matrix2x3::zeros();
    for k in 0..6 {
        row_major_add(&mut adjoint, k, (k + 1) as f64);
    }
    assert_eq!(adjoint, m);

    let mut adjoint = vec![1.0; 6];
    accumulate_row_major(&mut adjoint, &m);
    assert_eq!(adjoint, [2.0, 3.0, 4.0, 5.0, 6.0, 7.0]);
    let mut adjoint = [0.0; 6];
    accumulate_column_major(&mut adjoint, &m);
    assert_eq!(adjoint, [1.0, 4.0, 2.0, 5.0, 3.0, 6.0]);
}

#[test]
fn views_as_operands() {
    // A view read as a value contributes an owned matrix, added into the same view of the adjoint.
    let v = fixed::<3, 1>(9);
    check(
        &dynamic(3, 4, 1),
        |m| m.column(2).cross(&v),
        |m, _, ct| {
            let mut adjoint = zero_tangent(m);
            accumulate(
                &mut adjoint.column_mut(2),
                cross_adjoint_0(&m.column(2), &v, ct),
            );
            adjoint
        },
        |m, _, d| cross_tangent_0(&m.column(2), &v, &d.column(2)),
    );
    check(
        &fixed::<4, 4>(1),
        |m| m.fixed_view::<2, 3>(1, 0) * m.fixed_view::<3, 1>(0, 3),
        |m, _, ct| {
            let (a, b) = (m.fixed_view::<2, 3>(1, 0), m.fixed_view::<3, 1>(0, 3));
            let mut adjoint = zero_tangent(m);
            accumulate(
                &mut adjoint.fixed_view_mut::<2, 3>(1, 0),
                mul_adjoint_0(&a, &b, ct),
            );
            accumulate(
                &mut adjoint.fixed_view_mut::<3, 1>(0, 3),
                mul_adjoint_1(&a, &b, ct),
            );
            adjoint
        },
        |m, _, d| {
            let (a, b) = (m.fixed_view::<2, 3>(1, 0), m.fixed_view::<3, 1>(0, 3));
            let (da, db) = (d.fixed_view::<2, 3>(1, 0), d.fixed_view::<3, 1>(0, 3));
            add_tangents(
                mul_tangent_0(&a, &b, &da.clone_owned()),
                mul_tangent_1(&a, &b, &db.clone_owned()),
            )
        },
    );
    check(
        &dynamic(5, 4, 1),
        |m| m.row(1).norm() + m.rows(2, 3).sum(),
        |m, _, ct| {
            let mut adjoint = zero_tangent(m);
            let row = m.row(1);
            accumulate(
                &mut adjoint.row_mut(1),
                norm_adjoint_0(&row, &row.norm(), ct),
            );
            accumulate(
                &mut adjoint.rows_mut(2, 3),
                sum_adjoint_0(&m.rows(2, 3), ct),
            );
            adjoint
        },
        |m, _, d| {
            let row = m.row(1);
            norm_tangent_0(&row, &row.norm(), &d.row(1))
                + sum_tangent_0(&m.rows(2, 3), &d.rows(2, 3))
        },
    );
    // Every other row, strided: each form of the product kernels must follow the strides.
    let b = dynamic(9, 12, 2);
    check(
        &dynamic(20, 9, 1),
        |m| m.rows_with_step(0, 7, 1) * &b,
        |m, _, ct| {
            let mut adjoint = zero_tangent(m);
            let contribution = mul_adjoint_0(&m.rows_with_step(0, 7, 1), &b, ct);
            accumulate(&mut adjoint.rows_with_step_mut(0, 7, 1), contribution);
            adjoint
        },
        |m, _, d| {
            mul_tangent_0(
                &m.rows_with_step(0, 7, 1),
                &b,
                &d.rows_with_step(0, 7, 1).clone_owned(),
            )
        },
    );
    let a = dynamic(20, 9, 1);
    let rows = a.rows_with_step(0, 7, 1);
    check(
        &b,
        |b| rows * b,
        |b, _, ct| mul_adjoint_1(&rows, b, ct),
        |b, _, d| mul_tangent_1(&rows, b, d),
    );
}

#[test]
fn points() {
    let point = |v: &Vector3<f64>| Point3::from(*v);
    let (p, q) = (fixed::<3, 1>(1), fixed::<3, 1>(2));
    let (p_point, q_point) = (point(&p), point(&q));
    let vector = q;

    let f = |p: &Vector3<f64>| point(p) - q_point;
    check(
        &p,
        f,
        |p, _, ct| sub_adjoint_0(&point(p), &q_point, ct),
        |p, _, d| sub_tangent_0(&point(p), &&q_point, d),
    );
    check(
        &q,
        |q| p_point - point(q),
        |q, _, ct| sub_adjoint_1(&p_point, &point(q), ct),
        |q, _, d| sub_tangent_1(&&p_point, &point(q), d),
    );
    macro_rules! moved {
        ($operator:tt, $adjoint_0:ident $adjoint_1:ident $tangent_0:ident $tangent_1:ident) => {
            check(
                &p,
                |p| (point(p) $operator vector).coords,
                |p, _, ct| $adjoint_0(&point(p), &vector, ct),
                |p, _, d| $tangent_0(&point(p), &&vector, d),
            );
            check(
                &vector,
                |v| (p_point $operator v).coords,
                |v, _, ct| $adjoint_1(&&p_point, v, ct),
                |v, _, d| $tangent_1(&p_point, v, d),
            );
            check(
                &DVector::from_column_slice(vector.as_slice()),
                |v| (p_point $operator v).coords,
                |v, _, ct| $adjoint_1(&p_point, v, ct),
                |v, _, d| $tangent_1(&p_point, v, d),
            );
        };
    }
    moved!(+, add_adjoint_0 add_adjoint_1 add_tangent_0 add_tangent_1);
    moved!(-, sub_adjoint_0 sub_adjoint_1 sub_tangent_0 sub_tangent_1);
    check(
        &p,
        |p| (-point(p)).coords,
        |p, _, ct| neg_adjoint_0(&point(p), ct),
        |p, _, d| neg_tangent_0(&point(p), d),
    );
    macro_rules! scaled {
        ($operator:tt, $adjoint_0:ident $adjoint_1:ident $tangent_0:ident $tangent_1:ident) => {
            check(
                &p,
                |p| (point(p) $operator 1.7).coords,
                |p, _, ct| $adjoint_0(&point(p), &1.7, ct),
                |p, _, d| $tangent_0(&point(p), &1.7, d),
            );
            check(
                &1.7,
                |s| (p_point $operator *s).coords,
                |s, _, ct| $adjoint_1(&p_point, s, ct),
                |s, _, d| $tangent_1(&p_point, s, d),
            );
        };
    }
    scaled!(*, mul_adjoint_0 mul_adjoint_1 mul_tangent_0 mul_tangent_1);
    scaled!(/, div_adjoint_0 div_adjoint_1 div_tangent_0 div_tangent_1);
    check(
        &1.7,
        |s| (*s * p_point).coords,
        |s, _, ct| mul_adjoint_0(s, &p_point, ct),
        |s, _, d| mul_tangent_0(s, &p_point, d),
    );
    check(
        &p,
        |p| (1.7 * point(p)).coords,
        |p, _, ct| mul_adjoint_1(&1.7, &point(p), ct),
        |p, _, d| mul_tangent_1(&1.7, &&point(p), d),
    );
    let a = fixed::<2, 3>(3);
    check(
        &p,
        |p| (a * point(p)).coords,
        |p, _, ct| mul_adjoint_1(&a, &point(p), ct),
        |p, _, d| mul_tangent_1(&a, &&point(p), d),
    );
    check(
        &a,
        |a| (a * p_point).coords,
        |a, _, ct| mul_adjoint_0(a, &p_point, ct),
        |a, _, d| mul_tangent_0(&a, &p_point, d),
    );
}

#[test]
fn determinants() {
    for n in [0, 1, 2, 3, 4, 6] {
        unary_with_result!(dynamic(n, n, 3), |m| m.determinant(),
            determinant_adjoint_0 determinant_tangent_0);
    }
    unary_with_result!(fixed::<2, 2>(1), |m| m.determinant(), determinant_adjoint_0 determinant_tangent_0);
    unary_with_result!(fixed::<3, 3>(1), |m| m.determinant(), determinant_adjoint_0 determinant_tangent_0);
    unary_with_result!(fixed::<5, 5>(1), |m| m.determinant(), determinant_adjoint_0 determinant_tangent_0);
    unary_with_result!(single::<4, 4>(1), |m| m.determinant(), determinant_adjoint_0 determinant_tangent_0);
    // Of rank n - 1: the determinant is 0, its gradient is not; of rank n - 2 both are.
    for n in [2, 3, 4, 5] {
        let mut m = dynamic(n, n, 3);
        let column = m.column(0).clone_owned();
        m.set_column(n - 1, &column);
        unary_with_result!(m, |m| m.determinant(), determinant_adjoint_0 determinant_tangent_0);
    }
    let rank_2 = Matrix4::from_fn(|i, j| (4 * i + j) as f64);
    let gradient = determinant_adjoint_0(&rank_2, &rank_2.determinant(), &1.0);
    assert!(gradient.norm() < 1e-9, "{gradient}");
    check(
        &dynamic(4, 4, 3),
        |m| m.clone().lu().determinant(),
        |m, y, ct| determinant_adjoint_0(&m.clone().lu(), y, ct),
        |m, y, d| determinant_tangent_0(&m.clone().lu(), y, d),
    );
}

#[test]
fn inverses() {
    macro_rules! inverse {
        ($m:expr) => {
            unary_with_result!($m, |m| m.clone().try_inverse(),
                try_inverse_adjoint_0 try_inverse_tangent_0);
        };
    }
    inverse!(definite(1, 1));
    inverse!(definite(3, 1));
    inverse!(definite(6, 1));
    inverse!(fixed::<3, 3>(1) + Matrix3::identity() * 2.0);
    let singular = Matrix2::new(1.0, 2.0, 2.0, 4.0);
    assert_eq!(
        try_inverse_adjoint_0(&singular, &None, &None),
        Matrix2::zeros()
    );
    assert_eq!(try_inverse_tangent_0(&singular, &None, &singular), None);
}

#[test]
fn linear_systems() {
    let a = DMatrix::from_column_slice(5, 5, regular::<5>(1).as_slice());
    for columns in [1, 3] {
        let b = dynamic(5, columns, 2);
        check(
            &a,
            |a| a.clone().lu().solve(&b),
            |a, y, ct| lu_solve_adjoint_0(a, &b, y, ct),
            |a, y, d| lu_solve_tangent_0(a, &b, y, d),
        );
        check(
            &b,
            |b| a.clone().lu().solve(b),
            |b, y, ct| lu_solve_adjoint_1(&a, b, y, ct),
            |b, y, d| lu_solve_tangent_1(&a, b, y, d),
        );
    }
    // Through the decomposition as a value.
    let (a, b) = (regular::<4>(1), fixed::<4, 2>(2));
    check(
        &a,
        |a| a.lu().solve(&b),
        |a, y, ct| lu_adjoint_0(a, &solve_adjoint_0(&a.lu(), &b, y, ct)),
        |a, y, d| solve_tangent_0(&a.lu(), &b, y, &lu_tangent_0(a, d)),
    );
    check(
        &b,
        |b| a.lu().solve(b),
        |b, y, ct| solve_adjoint_1(&a.lu(), b, y, ct),
        |b, y, d| solve_tangent_1(&a.lu(), &b, y, d),
    );
    assert_eq!(zero_tangent(&a.lu()), Matrix4::zeros());
    let singular = Matrix2::new(1.0, 2.0, 2.0, 4.0);
    let b = Vector2::new(1.0, 1.0);
    assert_eq!(
        lu_solve_adjoint_0(&singular, &b, &None, &None),
        Matrix2::zeros()
    );
    assert_eq!(
        lu_solve_adjoint_1(&singular, &b, &None, &None),
        Vector2::zeros()
    );
    assert_eq!(lu_solve_tangent_0(&singular, &b, &None, &singular), None);
}

/// nalgebra reads the lower triangle only; the rules take a matrix for its symmetric part.
fn symmetric(m: &DMatrix<f64>) -> DMatrix<f64> {
    (m + m.transpose()) * 0.5
}

#[test]
fn cholesky() {
    let factor = |a: &DMatrix<f64>| symmetric(a).cholesky();
    let value = |a: &DMatrix<f64>| factor(a).unwrap();
    for n in [1, 2, 5] {
        let a = definite(n, 1);
        check(
            &a,
            |a| value(a).l(),
            |a, y, ct| cholesky_l_adjoint_0(a, y, ct),
            |a, y, d| cholesky_l_tangent_0(a, y, d),
        );
        check(
            &a,
            |a| value(a).l(),
            |a, _, ct| {
                let chol = factor(a);
                let adjoint = l_adjoint_0(chol.as_ref().unwrap(), ct);
                assert_eq!(adjoint, adjoint.transpose());
                cholesky_adjoint_0(a, &chol, &Some(adjoint))
            },
            |a, _, d| {
                let chol = factor(a);
                let tangent = cholesky_tangent_0(a, &chol, d).unwrap();
                l_tangent_0(chol.as_ref().unwrap(), &tangent)
            },
        );
        check(
            &a,
            |a| value(a).inverse(),
            |a, y, ct| inverse_adjoint_0(&value(a), y, ct),
            |a, y, d| inverse_tangent_0(&value(a), y, d),
        );
        check(
            &a,
            |a| value(a).determinant(),
            |a, y, ct| determinant_adjoint_0(&value(a), y, ct),
            |a, y, d| determinant_tangent_0(&value(a), y, d),
        );
        check(
            &a,
            |a| value(a).ln_determinant(),
            |a, _, ct| ln_determinant_adjoint_0(&value(a), ct),
            |a, _, d| ln_determinant_tangent_0(&value(a), d),
        );
        let b = dynamic(n, 2, 2);
        check(
            &a,
            |a| value(a).solve(&b),
            |a, y, ct| solve_adjoint_0(&value(a), &b, y, ct),
            |a, y, d| solve_tangent_0(&value(a), &b, y, d),
        );
        check(
            &b,
            |b| value(&a).solve(b),
            |b, y, ct| solve_adjoint_1(&value(&a), b, y, ct),
            |b, y, d| solve_tangent_1(&value(&a), b, y, d),
        );
    }
    let indefinite = Matrix2::new(1.0, 2.0, 2.0, 1.0);
    assert_eq!(
        cholesky_adjoint_0(&indefinite, &None, &None),
        Matrix2::zeros()
    );
    assert_eq!(cholesky_tangent_0(&indefinite, &None, &indefinite), None);
}
