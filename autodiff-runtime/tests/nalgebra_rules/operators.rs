//! Operators and products, of matrices, views and points.

use autodiff_runtime::__rt::*;
use autodiff_runtime::nalgebra::*;

use crate::check::*;

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
    mul_accumulate_0(&2.0, &Vector2::new(3.0, 4.0), &Vector2::new(1.0, 10.0), &mut adjoint);
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
    assert_eq!(determinant_adjoint_0(&&ct, &ct.determinant(), &0.0), Matrix2::zeros());
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
fn views_as_operands() {
    // A view read as a value contributes an owned matrix, added into the same view of the adjoint.
    let v = fixed::<3, 1>(9);
    check(
        &dynamic(3, 4, 1),
        |m| m.column(2).cross(&v),
        |m, _, ct| {
            let mut adjoint = zero_tangent(m);
            accumulate(&mut adjoint.column_mut(2), cross_adjoint_0(&m.column(2), &v, ct));
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
            accumulate(&mut adjoint.fixed_view_mut::<2, 3>(1, 0), mul_adjoint_0(&a, &b, ct));
            accumulate(&mut adjoint.fixed_view_mut::<3, 1>(0, 3), mul_adjoint_1(&a, &b, ct));
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
            accumulate(&mut adjoint.row_mut(1), norm_adjoint_0(&row, &row.norm(), ct));
            accumulate(&mut adjoint.rows_mut(2, 3), sum_adjoint_0(&m.rows(2, 3), ct));
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
            mul_tangent_0(&m.rows_with_step(0, 7, 1), &b, &d.rows_with_step(0, 7, 1).clone_owned())
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
