//! Methods of matrices and views, in the forms that programs write.

#![allow(clippy::op_ref)]

use autodiff_runtime::nalgebra::{DMatrix, DVector, Matrix3, SMatrix, Vector2, Vector3, Vector4};
use autodiff_runtime::prelude::*;

#[differentiate(second_order)]
pub fn views_ops(m: &Matrix3<f64>, s: f64) -> f64 {
    let a = m.column(0) + m.column(1) * s;
    let b = m.row(0) - m.row(2) / s;
    let c = m.fixed_view::<2, 2>(0, 1) * m.fixed_view::<2, 2>(1, 0);
    a.dot(&m.column(2)) + b.dot(&m.row(1)) + c.trace() + (m.row(0) * m.column(0))[0]
}

#[differentiate(second_order)]
pub fn dviews_ops(m: &DMatrix<f64>, s: f64) -> f64 {
    let a = m.column(0) + m.column(1) * s;
    let b = m.row(0) - m.row(2) / s;
    let c = m.view((0, 1), (2, 2)) * m.view((1, 0), (2, 2));
    let d = m.rows(0, 2) * m.columns(1, 2);
    a.dot(&m.column(2)) + b.dot(&m.row(1)) + c.trace() + d.sum()
}

#[differentiate(second_order)]
pub fn assign_ops(a: &Vector3<f64>, b: Vector3<f64>, m: &Matrix3<f64>, s: f64) -> f64 {
    let mut v = *a;
    v += b;
    v += &b;
    v -= a;
    v += 2.0 * a;
    v *= s;
    v /= 2.0 + s;
    let mut w = *m;
    w += m.transpose();
    w *= m;
    w -= Matrix3::identity();
    w *= s;
    (w * v).sum()
}

#[differentiate(second_order)]
pub fn d_assign_ops(a: &DVector<f64>, b: DVector<f64>, m: &DMatrix<f64>, s: f64) -> f64 {
    let mut v = a.clone();
    v += b.clone();
    v += &b;
    v -= a;
    v += 2.0 * a;
    v *= s;
    v /= 2.0 + s;
    let mut w = m.clone();
    w += m.transpose();
    w *= m;
    w -= DMatrix::identity(3, 3);
    w *= s;
    (w * v).sum()
}

#[differentiate(second_order)]
pub fn methods1(a: &Vector3<f64>, b: &Vector3<f64>) -> f64 {
    a.magnitude()
        + a.magnitude_squared()
        + a.lerp(b, 0.3).sum()
        + a.metric_distance(b)
        + a.abs().sum()
}

#[differentiate(second_order)]
pub fn norms(m: &Matrix3<f64>, v: &Vector3<f64>) -> f64 {
    m.norm() * v.norm()
}

#[differentiate(second_order)]
pub fn extremes(v: &Vector3<f64>, w: &DVector<f64>) -> f64 {
    v.max() * v.min() + w.max() + w.amax() * w.amin()
}

#[differentiate(second_order)]
pub fn reductions(m: &SMatrix<f64, 2, 3>, d: &DMatrix<f64>) -> f64 {
    m.row_sum().norm_squared()
        + m.column_sum().norm_squared()
        + m.mean()
        + m.row_mean().norm_squared()
        + m.column_mean().norm()
        + d.row_sum().norm_squared()
        + d.column_sum().norm_squared()
        + d.mean()
        + m.variance()
        + d.product()
}

#[differentiate(second_order)]
pub fn tri(m: &Matrix3<f64>) -> f64 {
    let l = m.lower_triangle();
    let u = m.upper_triangle();
    (l * u).trace() + m.symmetric_part().norm_squared()
}

#[differentiate(second_order)]
pub fn square_mats(m: &Matrix3<f64>) -> f64 {
    m.determinant() + m.trace() + m.diagonal().sum()
}

#[differentiate(second_order)]
pub fn tr_muls(a: &Matrix3<f64>, v: &Vector3<f64>, d: &DMatrix<f64>) -> f64 {
    let w = a.tr_mul(v);
    let y = d.tr_mul(d);
    w.norm_squared() + y.trace()
}

#[differentiate(second_order)]
pub fn in_place(v: &Vector3<f64>) -> f64 {
    let mut w = *v;
    w.normalize_mut();
    let n = w[0] + w[1] * 2.0;
    w.component_mul_assign(v);
    w.add_scalar_mut(1.0);
    w.scale_mut(2.0);
    w.neg_mut();
    n + w.norm()
}

#[differentiate(second_order)]
pub fn apply(v: &Vector3<f64>, s: f64) -> f64 {
    let mut w = *v;
    w.apply(|x| *x = (*x * s).tanh());
    w.sum()
}

#[differentiate(second_order)]
pub fn maps(v: &Vector3<f64>, w: &Vector3<f64>, s: f64) -> f64 {
    let a = v.map(|x| x * s);
    let b = v.zip_map(w, |x, y| x * y + s);
    let c = v.map(|x| x.exp());
    let d = v.map(|x| x * 2.0);
    let e = v.fold(0.0, |acc, x| acc + x * x);
    let f = v[0];
    a.sum() + b.norm() + c.dot(&d) + e + f
}

#[differentiate(second_order)]
pub fn dmaps(v: &DVector<f64>, w: &DVector<f64>, s: f64) -> f64 {
    let a = v.map(|x| x * s);
    let b = v.zip_map(w, |x, y| x * y + s);
    let e = v.fold(0.0, |acc, x| acc + x * x);
    a.sum() + b.norm() + e
}

#[differentiate(second_order)]
pub fn scal(v: &Vector3<f64>, s: f64) -> f64 {
    let a = v.scale(s);
    let b = v.unscale(s);
    let c = v.add_scalar(s);
    a.dot(&b) + c.sum() * a.x
}

#[differentiate(second_order)]
pub fn swizzle(v: &Vector3<f64>, w: Vector4<f64>) -> f64 {
    let a = v.xy();
    let b = w.xyz();
    let c = v.zx();
    a.dot(&c) + b.norm() + w.w * w.z + v.xz().norm()
}

#[differentiate(second_order)]
pub fn m11(m: &Matrix3<f64>) -> f64 {
    let mut k = *m;
    k.m12 = m.m11 * m.m33;
    k.m12 * k.m21 + k.m22
}

#[differentiate(second_order)]
pub fn xyzw(v: &Vector3<f64>) -> Vector3<f64> {
    let mut w = Vector3::zeros();
    w.x = v.y * v.z;
    w.y += v.x;
    w.z = w.x * w.y;
    w
}

#[differentiate(second_order)]
pub fn as_slices(v: &Vector3<f64>, m: &DMatrix<f64>) -> f64 {
    let s = v.as_slice();
    let mut acc = 0.0;
    for x in s {
        acc += x * x;
    }
    for x in m.as_slice().iter() {
        acc += x.sin();
    }
    for x in m.iter() {
        acc += x * 2.0;
    }
    acc + s[0] * s[1] + m.iter().map(|x| x * x).sum::<f64>()
}

#[differentiate(second_order)]
pub fn shapes(m: &DMatrix<f64>) -> f64 {
    let (r, c) = m.shape();
    let mut acc = 0.0;
    for i in 0..r {
        for j in 0..c {
            acc += m[(i, j)] * (i + j) as f64;
        }
    }
    acc / (m.nrows() * m.ncols() + m.len()) as f64
}

#[differentiate(second_order)]
pub fn owned(m: &DMatrix<f64>) -> f64 {
    let a = m.column(0).into_owned();
    let b = m.row(0).clone_owned();
    let c = m.view((0, 0), (2, 2)).into_owned();
    let d = m.clone_owned();
    a.norm() + b.sum() + c.determinant() + d.trace()
}

#[differentiate(second_order)]
pub fn iters(m: &DMatrix<f64>, s: &Matrix3<f64>) -> f64 {
    let mut acc = 0.0;
    for c in m.column_iter() {
        acc += c.norm();
    }
    for r in m.row_iter() {
        acc += r.sum() * r[0];
    }
    for (j, c) in s.column_iter().enumerate() {
        acc += c.norm_squared() * j as f64;
    }
    acc
}

#[differentiate(second_order)]
pub fn iters2(m: &DMatrix<f64>) -> f64 {
    let a: f64 = m.column_iter().map(|c| c.norm()).sum();
    let b: f64 = m.row_iter().zip(m.column_iter()).map(|(r, c)| r.sum() * c.sum()).sum();
    a + b
}

#[differentiate(second_order)]
pub fn dots(m: &DMatrix<f64>, v: &DVector<f64>) -> f64 {
    m.column(0).dot(&m.column(1))
        + m.column(0).dot(v)
        + v.dot(&m.column(2))
        + v.rows(0, 2).dot(&v.rows(1, 2))
}

#[differentiate(second_order)]
pub fn angles(a: &Vector3<f64>, b: &Vector3<f64>) -> f64 {
    a.angle(b)
}

#[differentiate(second_order)]
pub fn perp(a: &Vector2<f64>, b: &Vector2<f64>) -> f64 {
    a.perp(b)
}

#[differentiate(second_order)]
pub fn neg_ref(a: &Vector3<f64>, m: &DMatrix<f64>) -> f64 {
    let b = -a;
    let c = -m;
    b.x * c[(0, 0)] + (&c * m).trace()
}

#[differentiate(second_order)]
pub fn try_norm(a: &Vector3<f64>) -> f64 {
    match a.try_normalize(1e-9) {
        Some(u) => u.x,
        None => 0.0,
    }
}
