//! Matrices and parts of them that are changed in place.

#![allow(clippy::op_ref)]

use autodiff_runtime::nalgebra::{DMatrix, DVector, Matrix3, Matrix4, Vector3};
use autodiff_runtime::prelude::*;

#[differentiate(second_order)]
pub fn gemms(a: &Matrix3<f64>, b: &Matrix3<f64>, s: f64) -> f64 {
    let mut c = a.transpose();
    c.gemm(s, a, b, 0.5);
    c.gemm(1.0, a, b, s);
    c.gemm_tr(s, a, b, 1.0);
    c.norm_squared()
}

#[differentiate(second_order)]
pub fn gemvs(a: &DMatrix<f64>, x: &DVector<f64>, y: &DVector<f64>, s: f64) -> f64 {
    let mut c = y.clone();
    c.gemv(s, a, x, 1.0);
    c.gemv(2.0, a, y, s);
    c.gemv_tr(2.0, a, y, s);
    c.axpy(s, x, 1.0);
    c.axpy(s, x, s);
    c.norm_squared()
}

#[differentiate(second_order)]
pub fn gers(x: &Vector3<f64>, y: &Vector3<f64>, s: f64) -> f64 {
    let mut m = Matrix3::zeros();
    m.ger(s, x, y, 1.0);
    m.ger(1.0, y, y, s);
    m.norm_squared()
}

#[differentiate(second_order)]
pub fn copies(x: &Vector3<f64>, d: &DVector<f64>) -> f64 {
    let mut v = Vector3::zeros();
    v.copy_from(x);
    let mut w = DVector::zeros(3);
    w.copy_from(d);
    v.x *= 2.0;
    w[1] *= v.y;
    v.copy_from(&w);
    v.norm_squared() + w.norm()
}

#[differentiate(second_order)]
pub fn fills(x: f64, m: &Matrix3<f64>) -> f64 {
    let mut a = *m;
    a.fill(x);
    a[(0, 1)] = m[(0, 0)] * x;
    let mut b = *m;
    b.fill_diagonal(x);
    let mut c = *m;
    c.fill_row(1, x);
    c.fill_column(0, x * x);
    let mut d = *m;
    d.set_diagonal(&Vector3::new(x, 1.0, x * x));
    let mut e = *m;
    e.fill_with_identity();
    a.norm_squared() + b.determinant() + c.determinant() + d.determinant() + e.sum()
}

#[differentiate(second_order)]
pub fn set_cols(m: &Matrix3<f64>, v: &Vector3<f64>) -> f64 {
    let mut a = *m;
    a.set_column(0, v);
    a.set_column(1, &(m * v));
    a.set_row(2, &v.transpose());
    for j in 0..3 {
        a.set_column(j, &(a.column(j) * v[j]));
    }
    a.determinant() + a.norm_squared()
}

#[differentiate(second_order)]
pub fn d_set_cols(m: &DMatrix<f64>, v: &DVector<f64>) -> f64 {
    let mut a = m.clone();
    a.set_column(0, v);
    a.set_column(1, &(m * v));
    a.set_row(2, &v.transpose());
    for j in 0..3 {
        let c = a.column(j) * v[j];
        a.set_column(j, &c);
    }
    a.trace() + a.norm_squared()
}

#[differentiate(second_order)]
pub fn col_mut(m: &DMatrix<f64>, v: &DVector<f64>, s: f64) -> f64 {
    let mut a = m.clone();
    a.column_mut(0).copy_from(v);
    a.column_mut(1).axpy(s, v, 1.0);
    a.row_mut(0).fill(s);
    a.view_mut((1, 1), (2, 2)).fill(0.0);
    a.view_mut((0, 1), (2, 2)).copy_from(&m.view((1, 1), (2, 2)));
    a.fixed_view_mut::<2, 2>(0, 0).copy_from(&m.fixed_view::<2, 2>(1, 0));
    a.column_mut(2).scale_mut(s);
    a.norm_squared() + a[(0, 0)]
}

#[differentiate(second_order)]
pub fn blocks(r: &Matrix3<f64>, t: &Vector3<f64>) -> f64 {
    let mut h = Matrix4::identity();
    h.fixed_view_mut::<3, 3>(0, 0).copy_from(r);
    h.fixed_view_mut::<3, 1>(0, 3).copy_from(t);
    let g = h * h;
    g.fixed_view::<3, 1>(0, 3).norm_squared() + g.determinant()
}

#[differentiate(second_order)]
pub fn col_mut_let(m: &Matrix3<f64>, v: &Vector3<f64>, s: f64) -> f64 {
    let mut a = *m;
    let mut c = a.column_mut(1);
    c += v;
    c *= s;
    c[0] = s * s;
    c.copy_from(&(v * s));
    {
        let mut r = a.row_mut(0);
        r -= v.transpose();
        r[1] *= 2.0;
    }
    let mut b = a.fixed_view_mut::<2, 2>(0, 0);
    b *= 2.0;
    b[(0, 1)] += s;
    a.norm_squared() + a.determinant()
}

#[differentiate(second_order)]
pub fn rows_mut(m: &mut DMatrix<f64>, s: f64) {
    for i in 0..m.nrows() {
        for j in 0..m.ncols() {
            m[(i, j)] *= s;
        }
    }
    let mut top = m.rows_mut(0, 1);
    top *= s;
    m.swap_rows(0, 1);
    m.swap_columns(0, 1);
    m.swap((0, 0), (1, 1));
}

#[differentiate(second_order)]
pub fn gram_schmidt(m: &Matrix3<f64>) -> f64 {
    let mut q = *m;
    for j in 0..3 {
        for k in 0..j {
            let d = q.column(k).dot(&q.column(j));
            let qk = q.column(k).into_owned();
            let mut cj = q.column_mut(j);
            cj -= qk * d;
        }
        let n = q.column(j).norm();
        let mut cj = q.column_mut(j);
        cj /= n;
    }
    q[(0, 1)] + 2.0 * q[(2, 2)] + q[(1, 0)]
}

#[differentiate(second_order)]
pub fn gram_schmidt2(m: &DMatrix<f64>) -> f64 {
    let mut q = m.clone();
    for j in 0..q.ncols() {
        let mut v = q.column(j).into_owned();
        for k in 0..j {
            let qk = q.column(k);
            let d = qk.dot(&v);
            v.axpy(-d, &qk, 1.0);
        }
        v.normalize_mut();
        q.set_column(j, &v);
    }
    q[(0, 1)] + 2.0 * q[(2, 2)] + q[(1, 0)]
}

#[differentiate(second_order)]
pub fn iter_muts(m: &DMatrix<f64>, s: f64) -> f64 {
    let mut a = m.clone();
    for x in a.iter_mut() {
        *x *= s;
    }
    for mut c in a.column_iter_mut() {
        c[0] *= s;
    }
    for (x, y) in a.iter_mut().zip(m.iter()) {
        *x += y * y;
    }
    for x in a.as_mut_slice() {
        *x += s;
    }
    a.norm_squared()
}
