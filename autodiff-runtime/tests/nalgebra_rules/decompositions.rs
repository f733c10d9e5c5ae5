//! Determinants, inverses, linear systems and the decompositions.

use autodiff_runtime::__rt::*;
use autodiff_runtime::nalgebra::*;

use crate::check::*;

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
    assert_eq!(try_inverse_adjoint_0(&singular, &None, &None), Matrix2::zeros());
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
    assert_eq!(lu_solve_adjoint_0(&singular, &b, &None, &None), Matrix2::zeros());
    assert_eq!(lu_solve_adjoint_1(&singular, &b, &None, &None), Vector2::zeros());
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
        // In one step from the matrix, without the decomposition as a value.
        check(
            &a,
            |a| value(a).inverse(),
            |a, y, ct| cholesky_inverse_adjoint_0(a, y, ct),
            |a, y, d| cholesky_inverse_tangent_0(a, y, d),
        );
        check(
            &a,
            |a| value(a).determinant(),
            |a, y, ct| cholesky_determinant_adjoint_0(&symmetric(a), y, ct),
            |a, y, d| cholesky_determinant_tangent_0(&symmetric(a), y, d),
        );
        let b = dynamic(n, 2, 2);
        check(
            &a,
            |a| value(a).solve(&b),
            |a, y, ct| cholesky_solve_adjoint_0(&symmetric(a), &b, y, ct),
            |a, y, d| cholesky_solve_tangent_0(&symmetric(a), &b, y, d),
        );
        check(
            &b,
            |b| value(&a).solve(b),
            |b, y, ct| cholesky_solve_adjoint_1(&a, b, y, ct),
            |b, y, d| cholesky_solve_tangent_1(&a, b, y, d),
        );
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
    assert_eq!(cholesky_adjoint_0(&indefinite, &None, &None), Matrix2::zeros());
    assert_eq!(cholesky_tangent_0(&indefinite, &None, &indefinite), None);
}

#[test]
fn a_determinant_which_is_not_finite_costs_no_more() {
    let mut m = dynamic(100, 100, 1);
    m[(3, 5)] = f64::NAN;
    let gradient = determinant_adjoint_0(&m, &m.determinant(), &1.0);
    assert!(gradient.iter().all(|x| x.is_nan()));
}
