//! Matrices in the forms that programs write them: in loops, branches, closures, arrays, through references.

#![allow(clippy::op_ref)]

use autodiff_runtime::nalgebra::{
    DMatrix, DVector, Matrix1, Matrix2, Matrix3, RowVector2, Vector2, Vector3,
};
use autodiff_runtime::prelude::*;

#[differentiate]
pub fn iterate(v: &DVector<f64>, w: &DVector<f64>, m: &DMatrix<f64>) -> f64 {
    let mut acc: Matrix2<f64> = Matrix2::zeros();
    let mut out = v.iter().zip(w.iter()).map(|(a, b)| a * b).sum::<f64>();
    for (i, x) in v.iter().enumerate() {
        out += x * i as f64;
    }
    out += v.iter().map(|x| x * x).sum::<f64>().sqrt();
    for (j, c) in m.column_iter().enumerate() {
        acc[(j, j)] += c.dot(&c) * out;
    }
    let mut n = m.clone();
    for mut c in n.column_iter_mut() {
        c *= out;
    }
    for (mut a, b) in n.column_iter_mut().zip(m.column_iter()) {
        a += b;
    }
    for mut r in n.row_iter_mut() {
        let s = r.sum();
        r /= s;
    }
    acc.trace() + n[(0, 1)] * n[(1, 0)] + (m.row(0) * w)[0] + m.row(1).transpose().dot(v)
}

#[differentiate]
pub fn refs(a: &DVector<f64>, b: &DVector<f64>, m: &DMatrix<f64>, s: f64) -> DVector<f64> {
    let c = &a.clone() + b;
    let d = &(a - b) * s * 2.0;
    let e = -&c + 2.0 * &d - m * &c / 3.0;
    let f = m * m * a;
    e + f * (s / 2.0)
}

#[differentiate]
pub fn tuple_out(a: &Vector2<f64>, s: f64) -> (Vector2<f64>, Matrix2<f64>) {
    (a * s, a * a.transpose())
}

#[differentiate]
pub fn use_tuple(a: &Vector2<f64>, s: f64) -> f64 {
    let (v, m) = tuple_out(a, s);
    let [x, y] = [v.x, v.y];
    (m * v).norm() + x * y
}

#[differentiate]
pub fn in_out(x: &mut DVector<f64>, m: &DMatrix<f64>, s: f64) {
    let y = m * &*x;
    x.axpy(s, &y, 0.5);
    x[0] *= s;
    let z = x.clone();
    x.copy_from(&(m * z));
}

#[differentiate]
pub fn in_out3(m: &mut Matrix3<f64>, v: &Vector3<f64>) -> f64 {
    m.set_column(0, v);
    *m *= 2.0;
    m.row_mut(1).copy_from(&v.transpose());
    let t = m.trace();
    *m = m.transpose() * *m;
    t
}

#[differentiate]
pub fn calls_in_out(m: &Matrix3<f64>, v: &Vector3<f64>) -> f64 {
    let mut k = *m;
    let t = in_out3(&mut k, v);
    let u = in_out3(&mut k, &(v * t));
    k.norm() + u
}

#[differentiate]
pub fn arrays(vs: &[Vector3<f64>], ms: &[Matrix3<f64>; 2]) -> f64 {
    let mut acc = [Vector3::zeros(); 2];
    for (i, v) in vs.iter().enumerate() {
        acc[i % 2] += ms[i % 2] * v;
        acc[1] = acc[0].cross(v) + acc[1];
    }
    let mut list = vec![Vector3::zeros(); vs.len()];
    for i in 0..vs.len() {
        list[i] = vs[i] * acc[0].x;
        list[i].y *= 2.0;
    }
    acc[0].dot(&acc[1]) + list[0].norm() + list[1].sum()
}

#[differentiate]
pub fn closures(a: &Matrix2<f64>, x: Vector2<f64>) -> f64 {
    let f = |v: &Vector2<f64>| a * v + x;
    let g = |v: Vector2<f64>, s: f64| v * s;
    let y = f(&x);
    let z = g(f(&y), y.x);
    z.norm_squared()
}

#[differentiate]
pub fn branches(a: &DMatrix<f64>, b: &DVector<f64>, flag: bool) -> f64 {
    let m = if flag { a * a } else { a.transpose() };
    let v = match b.len() {
        2 => &m * b,
        _ => b.clone(),
    };
    let mut x = v.clone();
    let mut k = 0;
    while x.norm() < 50.0 && k < 10 {
        x = &m * &x + &v;
        k += 1;
    }
    x.sum()
}

#[differentiate]
pub fn swaps(a: &Vector2<f64>, b: &Vector2<f64>) -> f64 {
    let mut x = *a;
    let mut y = *b;
    std::mem::swap(&mut x, &mut y);
    let old = std::mem::replace(&mut x, y * 2.0);
    x.dot(&old) + y.x
}

#[differentiate]
pub fn early(m: &Matrix2<f64>, v: &Vector2<f64>) -> f64 {
    let mut x = *v;
    for i in 0..5 {
        x = m * x;
        if x.norm() > 3.0 {
            return x.x * i as f64;
        }
    }
    x.y
}

#[differentiate]
pub fn newton(m: &Matrix2<f64>, b: &Vector2<f64>) -> Vector2<f64> {
    let mut x = *b;
    for _ in 0..3 {
        let f = m * x + x.component_mul(&x) - b;
        let j = m + Matrix2::from_diagonal(&(x * 2.0));
        match j.lu().solve(&f) {
            Some(d) => x -= d,
            None => break,
        }
    }
    x
}

#[differentiate]
pub fn rk4(a: &Matrix2<f64>, x0: Vector2<f64>, dt: f64, n: usize) -> Vector2<f64> {
    let f = |x: Vector2<f64>| a * x;
    let mut x = x0;
    for _ in 0..n {
        let k1 = f(x);
        let k2 = f(x + k1 * (dt / 2.0));
        let k3 = f(x + k2 * (dt / 2.0));
        let k4 = f(x + k3 * dt);
        x += (k1 + k2 * 2.0 + k3 * 2.0 + k4) * (dt / 6.0);
    }
    x
}

#[differentiate]
pub fn sub_views(m: &DMatrix<f64>, s: f64) -> f64 {
    let mut a = m.clone();
    let (r, c) = (1, 1);
    for j in 0..2 {
        for i in 0..2 {
            let block = m.view((i, j), (2, 2)) * s;
            a.view_mut((r - i, c - j), (2, 2)).copy_from(&block);
            let mut part = a.view_mut((i, j), (1, 2));
            part += m.view((j, i), (1, 2));
        }
    }
    let top = a.rows(0, 2);
    let right = top.columns(1, 2);
    right.norm_squared() + a.columns(0, 1).sum() + a.view((0, 0), (2, 2)).column(1).norm()
}

/// A step of a Kalman filter, in one line.
#[differentiate]
pub fn gain(x: &Vector2<f64>, p: &Matrix2<f64>, r: f64, z: f64) -> f64 {
    let h = RowVector2::new(1.0, 0.0);
    let s = h * p * h.transpose() + Matrix1::new(r);
    let k = p * h.transpose() * s.try_inverse().unwrap();
    let y = z - (h * x)[0];
    let x = x + k * y;
    x.norm_squared() + ((Matrix2::identity() - k * h) * p).trace()
}

#[differentiate]
pub fn expected(a: &DMatrix<f64>, b: &DVector<f64>) -> f64 {
    let x = a.clone().lu().solve(b).expect("regular");
    let c = (a * a.transpose() + DMatrix::identity(2, 2)).cholesky().unwrap();
    let z = c.solve(&x);
    let w = c.l().solve_lower_triangular(&z).unwrap();
    x.dot(&z) + w.norm() + c.determinant().ln()
}

#[differentiate]
pub fn tried(a: Matrix2<f64>, b: &Vector2<f64>) -> Option<f64> {
    let c = (a * a.transpose()).cholesky()?;
    let x = a.lu().solve(b)?;
    let i = a.try_inverse()?;
    Some(c.solve(&x).dot(b) + i.trace() + c.inverse().sum())
}

#[differentiate]
pub fn inverse_or(a: &Matrix2<f64>) -> f64 {
    a.try_inverse().unwrap_or_else(|| Matrix2::identity()).sum()
        + a.try_inverse().map(|i| i.trace()).unwrap_or(0.0)
}
