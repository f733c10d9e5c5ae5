//! QR, eigenvalues and singular values: tall, wide and square, well and badly conditioned.

use autodiff_runtime::__rt::methods::*;
use autodiff_runtime::__rt::*;
use autodiff_runtime::nalgebra::*;

use crate::check::*;

#[test]
fn orthogonal_and_triangular_factors() {
    for (rows, columns) in [(1, 1), (4, 4), (5, 3), (3, 5), (6, 1), (1, 4)] {
        let m = dynamic(rows, columns, 3);
        check(
            &m,
            |m| m.clone().qr().q(),
            |m, _, ct| q_adjoint(&m.clone().qr(), ct),
            |m, _, d| q_tangent(&m.clone().qr(), d),
        );
        check(
            &m,
            |m| m.clone().qr().r(),
            |m, _, ct| r_adjoint(&m.clone().qr(), ct),
            |m, _, d| r_tangent(&m.clone().qr(), d),
        );
    }
}

#[test]
fn solutions_agree_with_those_of_lu() {
    // The Hilbert matrix of 6 rows has the condition number 1.5e7.
    let hilbert = DMatrix::from_fn(6, 6, |i, j| 1.0 / (i + j + 1) as f64);
    for a in [dynamic(6, 6, 1), hilbert] {
        let (b, ct, d) = (vector(6, 2), vector(6, 3), dynamic(6, 6, 4));
        let (qr, lu) = (a.clone().qr(), a.clone().lu());
        let near = |x: &DMatrix<f64>, y: &DMatrix<f64>| {
            assert!((x - y).norm() <= 1e-8 * y.norm(), "{x} and {y}");
        };
        let (x, y) = (qr.solve(&b), lu.solve(&b));
        let ct = Some(ct);
        let by_qr = qr_solve_adjoint_0(&qr, &b, &x, &ct);
        near(&by_qr, &solve_adjoint_0(&lu, &b, &y, &ct));
        let still = b.zero_tangent();
        let by_qr = qr_solve_tangent(&qr, &x, &d, &still).unwrap();
        let by_lu = solve_tangent_0(&lu, &b, &y, &d).unwrap();
        near(&DMatrix::from_columns(&[by_qr]), &DMatrix::from_columns(&[by_lu]));
    }
}

#[test]
fn singular_values() {
    for (rows, columns) in [(1, 1), (3, 3), (5, 3), (2, 4)] {
        check(
            &dynamic(rows, columns, 3),
            |m| m.singular_values(),
            |m, _, ct| {
                let mut slot = m.zero_tangent();
                m.__ad_reverse_singular_values(ct.clone(), &mut slot);
                slot
            },
            |m, _, d| m.__ad_jvp_singular_values(d).1,
        );
    }
}

/// The eigenvalues as a function of all entries: nalgebra reads the lower triangle, the derivative is that of the
/// symmetric part.
#[test]
fn eigenvalues() {
    for n in [1, 2, 3, 5] {
        check(
            &dynamic(n, n, 3),
            |m| m.symmetric_part().symmetric_eigenvalues(),
            |m, _, ct| {
                let mut slot = m.zero_tangent();
                m.symmetric_part().__ad_reverse_symmetric_eigenvalues(ct.clone(), &mut slot);
                slot
            },
            |m, _, d| m.symmetric_part().__ad_jvp_symmetric_eigenvalues(d).1,
        );
    }
}

#[test]
fn the_sum_of_equal_eigenvalues_has_a_gradient() {
    let mut slot = Matrix3::zeros();
    (Matrix3::identity() * 2.0).__ad_reverse_symmetric_eigenvalues(Vector3::repeat(1.0), &mut slot);
    assert!((slot - Matrix3::identity()).norm() < 1e-14);
}

#[test]
fn angles_at_their_kinks() {
    let a = Vector2::new(1.0, 2.0);
    for b in [a * 2.0, -a, Vector2::zeros()] {
        let (mut da, mut db) = (a.zero_tangent(), a.zero_tangent());
        a.__ad_reverse_angle(&b, 1.0, &mut da, &mut db);
        assert!(da.iter().chain(db.iter()).all(|x| x.is_finite()), "{da} {db}");
    }
}
