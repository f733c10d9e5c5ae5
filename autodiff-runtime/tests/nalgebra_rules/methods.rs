//! Methods: reductions, norms, entry by entry, construction; kinks and ties by value.

use autodiff_runtime::__rt::*;
use autodiff_runtime::nalgebra::*;

use crate::check::*;

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
    assert_eq!(component_div_adjoint_1(&a, &b, &ct), Vector2::new(0.0, -0.5));
    assert_eq!(component_div_tangent_0(&a, &b, &ct), Vector2::new(0.0, 0.5));
    assert_eq!(component_div_tangent_1(&a, &b, &ct), Vector2::new(0.0, -0.5));
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
    assert_eq!(norm_tangent_0(&nothing.map(|_| 1.0), &3.0_f64.sqrt(), &nothing), 0.0);
}

#[test]
fn ties_share_equally() {
    let m = Matrix2::new(3.0, 1.0, 3.0, -1.0);
    assert_eq!(matrix_max_adjoint_0(&m, &3.0, &1.0), Matrix2::new(0.5, 0.0, 0.5, 0.0));
    assert_eq!(matrix_min_adjoint_0(&m, &-1.0, &1.0), Matrix2::new(0.0, 0.0, 0.0, 1.0));
    let dm = Matrix2::new(1.0, 5.0, 2.0, 7.0);
    assert_eq!(matrix_max_tangent_0(&m, &3.0, &dm), 1.5);
    assert_eq!(matrix_min_tangent_0(&m, &-1.0, &dm), 7.0);
    let with_nan = Vector2::new(f64::NAN, 2.0);
    assert_eq!(matrix_max_adjoint_0(&with_nan, &2.0, &1.0), Vector2::new(0.0, 1.0));
    let empty = DVector::<f64>::zeros(0);
    assert_eq!(matrix_max_adjoint_0(&empty, &0.0, &1.0), empty);
    assert_eq!(matrix_max_tangent_0(&empty, &0.0, &empty), 0.0);
    assert_eq!(mean_tangent_0(&empty, &empty), 0.0);
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
