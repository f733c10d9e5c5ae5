//! Views of matrices as parameters.

#[path = "../corpus/small/views_as_parameters.rs"]
mod views_as_parameters;

use autodiff_runtime::nalgebra::{DVector, Matrix2, Vector3};
use autodiff_runtime::prelude::*;
use autodiff_tests::laws;
use views_as_parameters::*;

#[test]
fn with_any_lifetimes() {
    let v = DVector::from_vec(vec![2.0, 0.7]);
    let (by_x, by_k) = elided::grad(v.rows(0, 2), 1.5);
    laws::close("x", by_x.as_slice(), &[0.7_f64.sin() * 1.5, 2.0 * 0.7_f64.cos() * 1.5], 1e-12);
    laws::close("k", &[by_k], &[2.0 * 0.7_f64.sin()], 1e-12);
    let (value, back) = elided::pullback(v.rows(0, 2), 1.5);
    assert_eq!((value, back(1.0)), (elided(v.rows(0, 2), 1.5), (by_x.clone(), by_k)));
    let along = elided::jvp(v.rows(0, 2), 1.5, DVector::from_vec(vec![1.0, 2.0]), 3.0).1;
    laws::close("tangent", &[along], &[by_x[0] + 2.0 * by_x[1] + 3.0 * by_k], 1e-12);
    assert_eq!(elided {}.vjp((v.rows(0, 2), 1.5), 1.0).1, (by_x, by_k));

    let w = Vector3::new(1.0, 2.0, 3.0);
    assert_eq!(hidden::grad(w.fixed_rows(0), 0.5), (Vector3::new(1.0, 2.0, 4.0), 14.0));

    let m = Matrix2::new(1.0, 2.0, 3.0, 4.0);
    let x = v.rows(0, 2);
    let (by_m, by_x) = named::grad(m.fixed_view(0, 0), &x);
    assert_eq!(by_m, Matrix2::new(3.0 * 0.7, 2.0, 0.7, 0.0));
    assert_eq!(by_x.as_slice(), [2.0, 3.0]);
    assert_eq!(of_parts::grad(&m, 2.0), (Matrix2::new(4.0, 2.0, 8.0, 6.0), 14.0));
}
