//! Rules in generic code, over dual numbers, and where static and dynamic shapes meet.

use autodiff_runtime::__rt::*;
use autodiff_runtime::nalgebra::*;
use autodiff_runtime::{Dual, Real};

use crate::check::*;

fn generic_over_shapes<T: Real, const R: usize, const C: usize>(
    a: &SMatrix<T, R, C>,
    x: &SVector<T, C>,
    ct: &SVector<T, R>,
) -> (SMatrix<T, R, C>, SVector<T, C>) {
    let y = a * x;
    let norm = y.norm();
    let dy = add_tangents(norm_adjoint_0(&y, &norm, &T::lit(2.0)), mul_adjoint_0(ct, &norm, ct));
    (mul_adjoint_0(a, x, &dy), mul_adjoint_1(a, x, &dy))
}

fn generic_over_dimensions<T: Real, R: Dim, C: Dim>(
    a: &OMatrix<T, R, C>,
    x: &OVector<T, C>,
    ct: &OVector<T, R>,
) -> (OMatrix<T, R, C>, OVector<T, C>)
where
    DefaultAllocator:
        allocator::Allocator<R, C> + allocator::Allocator<R> + allocator::Allocator<C>,
{
    let mut adjoint = mul_adjoint_0(a, x, ct);
    mul_accumulate_0(a, x, ct, &mut adjoint);
    (adjoint, mul_adjoint_1(a, x, ct))
}

#[test]
fn generic_code_and_literals_infer() {
    let (a, x, ct) = (single::<2, 3>(1), single::<3, 1>(2), single::<2, 1>(3));
    let (da, dx) = generic_over_shapes(&a, &x, &ct);
    assert_eq!((da.shape(), dx.shape()), ((2, 3), (3, 1)));
    let (da, dx) = generic_over_dimensions(&a, &x, &ct);
    assert_eq!(da, ct * x.transpose() * 2.0);
    assert_eq!(dx, a.transpose() * ct);
    assert_eq!(mul_adjoint_1(&2.0, &a, &a), a * 2.0);
    assert_eq!(mul_tangent_0(&a, &2.0, &a), a * 2.0);
    assert_eq!(div_tangent_0(&a, &2.0, &a), a / 2.0);
}

/// The derivative of `$f`, made of rules, by dual numbers against central differences.
macro_rules! second_order {
    (|$m:ident| $f:expr) => {{
        let at = |$m: Matrix3<f64>| $f;
        let lifted = |$m: Matrix3<Dual<f64>>| $f;
        let (x, d, step) = (regular::<3>(1), fixed::<3, 3>(2), 1e-5);
        let by_dual = lifted(x.zip_map(&d, Dual::new)).map(|y| y.eps);
        let by_difference = (at(x + d * step) - at(x - d * step)) / (2.0 * step);
        assert!(
            (by_dual - by_difference).norm() < 1e-7 * (1.0 + by_dual.norm()),
            "{by_dual}{by_difference}"
        );
    }};
}

#[test]
fn dual_numbers() {
    second_order!(|m| mul_adjoint_0(&m, &m, &(m * m)));
    second_order!(|m| mul_adjoint_1(&m[0], &m, &(m[0] * m)));
    second_order!(|m| div_adjoint_0(&m, &m[3], &(m / m[3])));
    second_order!(|m| component_div_adjoint_1(&m, &m.map(|x| x.exp()), &(m * m)));
    second_order!(|m| norm_adjoint_0(&m, &m.norm(), &m[0]));
    second_order!(|m| normalize_adjoint_0(&m, &m.normalize(), &(m * m)));
    second_order!(|m| determinant_adjoint_0(&m, &m.determinant(), &m[0]));
    second_order!(|m| try_inverse_adjoint_0(&m, &m.try_inverse(), &Some(m)));
    second_order!(|m| lu_solve_adjoint_0(&m, &m, &m.lu().solve(&m), &Some(m * m)));
    second_order!(|m| {
        let a = m * m.transpose();
        cholesky_l_adjoint_0(&a, &a.cholesky().unwrap().l(), &m)
    });
    // A cotangent which is zero, but whose derivative is not, is no zero.
    let m = Vector2::new(3.0, 4.0).map(Dual::constant);
    let gradient = norm_adjoint_0(&m, &m.norm(), &Dual::new(0.0, 1.0));
    assert!((gradient.map(|x| x.eps) - Vector2::new(0.6, 0.8)).norm() < 1e-15);
}

#[test]
fn static_and_dynamic_adjoints() {
    let mut adjoint = DMatrix::zeros(2, 3);
    accumulate(&mut adjoint, fixed::<2, 3>(1));
    accumulate(&mut adjoint.columns_mut(0, 1), Vector2::new(1.0, 2.0));
    let mut back = Matrix2x3::zeros();
    accumulate(&mut back, adjoint);
    let mut expected = fixed::<2, 3>(1);
    expected[(0, 0)] += 1.0;
    expected[(1, 0)] += 2.0;
    assert_eq!(back, expected);
    let mut adjoint = DVector::zeros(3);
    accumulate(&mut adjoint, Vector3::new(1.0, 2.0, 3.0));
    accumulate(&mut adjoint.fixed_rows_mut::<2>(1), DVector::from_element(2, 1.0));
    let mut back = Vector3::zeros();
    accumulate(&mut back, adjoint);
    assert_eq!(back, Vector3::new(1.0, 3.0, 4.0));
}
