//! Decompositions: LU, Cholesky, QR, eigenvalues, singular values.

#![allow(clippy::op_ref)]

use autodiff_runtime::nalgebra::{Cholesky, DMatrix, DVector, Matrix3, Vector3};
use autodiff_runtime::prelude::*;

#[differentiate(second_order)]
pub fn lu_solve_match(a: &Matrix3<f64>, b: &Vector3<f64>) -> f64 {
    match a.lu().solve(b) {
        Some(x) => x.norm_squared(),
        None => 0.0,
    }
}

#[differentiate(second_order)]
pub fn lu_det(a: &Matrix3<f64>) -> f64 {
    a.lu().determinant()
}

#[differentiate(second_order)]
pub fn lu_let(a: &DMatrix<f64>, b: &DVector<f64>) -> f64 {
    let lu = a.clone().lu();
    if let Some(x) = lu.solve(b) {
        if let Some(y) = lu.solve(&x) {
            return y.sum() + x.norm();
        }
    }
    0.0
}

#[differentiate(second_order)]
pub fn chol_all(a: &Matrix3<f64>, b: &Vector3<f64>) -> f64 {
    match a.cholesky() {
        Some(c) => {
            c.solve(b).norm_squared()
                + c.l().norm_squared() * c.l()[(1, 0)]
                + c.inverse().sum()
                + c.determinant()
                + c.ln_determinant()
        }
        None => 0.0,
    }
}

#[differentiate(second_order)]
pub fn chol_new(a: &DMatrix<f64>, b: &DVector<f64>) -> f64 {
    if let Some(c) = Cholesky::new(a.clone()) {
        let x = c.solve(b);
        b.dot(&x) + c.unpack().diagonal().map(|d| d.ln()).sum()
    } else {
        0.0
    }
}

#[differentiate(second_order)]
pub fn chol_letelse(a: DMatrix<f64>, b: &DVector<f64>) -> f64 {
    let Some(c) = a.cholesky() else {
        return 0.0;
    };
    let l = c.l();
    let z = &l * b;
    z.norm_squared()
}

#[differentiate]
pub fn qr_all(a: &Matrix3<f64>, b: &Vector3<f64>) -> f64 {
    let qr = a.qr();
    let r = qr.r();
    let q = qr.q();
    match qr.solve(b) {
        Some(x) => x.norm_squared() + r[(0, 1)] * q[(0, 1)],
        None => 0.0,
    }
}

#[differentiate]
pub fn qr_dyn(a: &DMatrix<f64>) -> f64 {
    let qr = a.clone().qr();
    qr.q().sum() + qr.r().norm_squared() * qr.r()[(0, 1)]
}

#[differentiate]
pub fn eigen(a: &Matrix3<f64>) -> f64 {
    let e = a.symmetric_eigenvalues();
    e[0] * 2.0 + e[1] * e[2]
}

#[differentiate]
pub fn svals(a: &Matrix3<f64>) -> f64 {
    let s = a.singular_values();
    s[0] * 2.0 + s[1] * s[2]
}

#[differentiate(second_order)]
pub fn inv(a: &Matrix3<f64>) -> f64 {
    match a.try_inverse() {
        Some(i) => i.sum() + i[(0, 1)],
        None => 0.0,
    }
}

#[differentiate(second_order)]
pub fn dinv(a: &DMatrix<f64>) -> f64 {
    if let Some(i) = a.clone().try_inverse() { (a * &i).trace() + i[(0, 1)] } else { 0.0 }
}

#[differentiate(second_order)]
pub fn lu_inv(a: &Matrix3<f64>) -> f64 {
    match a.lu().try_inverse() {
        Some(i) => i.sum() + i[(0, 1)],
        None => 0.0,
    }
}

#[differentiate(second_order)]
pub fn chol_of(p: &Matrix3<f64>, b: &Vector3<f64>) -> f64 {
    let a = p * p.transpose() + Matrix3::identity();
    match a.cholesky() {
        Some(c) => {
            c.solve(b).norm_squared()
                + c.l().norm_squared() * c.l()[(1, 0)]
                + c.inverse().sum()
                + c.determinant()
                + c.ln_determinant()
        }
        None => 0.0,
    }
}

#[differentiate]
pub fn eig_of(p: &Matrix3<f64>) -> f64 {
    let a = p * p.transpose() + Matrix3::identity();
    let e = a.symmetric_eigenvalues();
    e[0] * 2.0 + e[1] * e[2]
}

#[differentiate]
pub fn triangular(a: &Matrix3<f64>, b: &Vector3<f64>) -> f64 {
    let mut sum = 0.0;
    if let Some(x) = a.solve_lower_triangular(b) {
        sum += x.norm_squared();
    }
    if let Some(x) = a.solve_upper_triangular(b) {
        sum += x.norm_squared();
    }
    if let Some(x) = a.tr_solve_lower_triangular(b) {
        sum += x.norm_squared();
    }
    match a.tr_solve_upper_triangular(b) {
        Some(x) => sum + x.x * x.y,
        None => sum,
    }
}

/// The log density of a normal distribution by its factor.
#[differentiate]
pub fn whitened(a: &DMatrix<f64>, d: &DVector<f64>) -> f64 {
    let Some(factor) = (a * a.transpose() + DMatrix::identity(3, 3)).cholesky() else {
        return 0.0;
    };
    let l = factor.l();
    match l.solve_lower_triangular(d) {
        Some(z) => -0.5 * z.norm_squared() - l.diagonal().map(|x| x.ln()).sum(),
        None => 0.0,
    }
}

/// Values read off decompositions, in branches and loops.
#[differentiate]
pub fn values_of_decompositions(a: &Matrix3<f64>, k: f64) -> f64 {
    let symmetric = a + a.transpose();
    let mut total = 0.0;
    for i in 0..2 {
        let scaled = symmetric * (k + i as f64);
        let values = scaled.symmetric_eigen().eigenvalues;
        if k > 0.0 {
            total += values[0] * values[1] + values.max();
        } else {
            total += scaled.svd(true, true).singular_values.min();
        }
    }
    total + a.svd(false, false).singular_values[0] + (a * k).svd(true, true).singular_values.sum()
}
