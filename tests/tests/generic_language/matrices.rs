//! Matrices, vectors and points.

use autodiff_runtime::nalgebra::{
    DMatrix, DVector, Matrix2, Matrix3, Point2, Point3, SMatrix, SVector, Vector2, Vector3,
    Vector4, matrix, vector,
};
use autodiff_runtime::prelude::*;

mod gradients {
    autodiff_tests::agree_real! {
        construction 4,
        operators 6,
        products 9,
        decompositions 9,
        elementwise 6,
        views 9,
        in_place 6,
        view_places 9,
        iterated 9,
        swizzles 4,
        from_lists 4,
        dynamic 6,
        points 5,
    }
}

#[differentiate]
fn construction<T: Real>(x: &[T]) -> T {
    let a = Vector2::new(x[0], x[1]);
    let m = Matrix2::new(x[0], x[1], x[2], x[3]);
    let z = SMatrix::<T, 2, 2>::zeros();
    let i = Matrix2::<T>::identity();
    let f = SMatrix::<T, 2, 3>::from_fn(|r, c| x[r] * x[c]);
    let e = SVector::<T, 3>::from_element(x[2]);
    let r = SVector::<T, 3>::repeat(x[3]);
    let s = SMatrix::<T, 2, 2>::from_row_slice(x);
    let c = SMatrix::<T, 2, 2>::from_column_slice(x);
    let d = Matrix2::from_diagonal(&a);
    let v = vector![x[0], x[1] * x[2], x[3]];
    let w = matrix![x[0], x[1]; x[2], x[3]];
    let cols = Matrix2::from_columns(&[a, a * x[2]]);
    let rows = Matrix2::from_rows(&[a.transpose(), a.transpose()]);
    ((m + z + i * x[1]) * (s - c) * d * w * cols * rows * a).sum()
        + (f * (e + r)).norm()
        + v.norm_squared()
}

#[differentiate]
fn operators<T: Real>(x: &[T]) -> T {
    let a = Vector3::new(x[0], x[1], x[2]);
    let b = Vector3::new(x[3], x[4], x[5]);
    let mut c = &a + &b;
    c += a;
    c -= &b * x[0];
    c *= x[1];
    c /= x[2] + T::from_f64(3.0);
    let d = -c - (a - &b) / (x[3] + T::from_f64(2.0));
    let m = a * b.transpose();
    let e = &m * d;
    let mut n = m;
    n *= m;
    (n * e).dot(&(b.component_mul(&a))) + d.sum()
}

#[differentiate]
fn products<T: Real>(x: &[T]) -> T {
    let m = SMatrix::<T, 3, 3>::from_column_slice(x);
    let a = m.column(0).cross(&m.column(1));
    let n = a.normalize() + m.column(2).component_div(&Vector3::repeat(T::from_f64(2.0)));
    n.dot(&a) * m.trace()
        + m.transpose().sum()
        + m.determinant()
        + m.mean()
        + n.norm() * m.row(1).norm_squared()
}

#[differentiate]
fn decompositions<T: Real>(x: &[T]) -> T {
    let m = Matrix3::from_row_slice(x) + Matrix3::identity() * T::from_f64(4.0);
    let b = Vector3::new(x[0], x[4], x[8]);
    let s = m * m.transpose();
    let y = m.lu().solve(&b).unwrap();
    let ch = s.cholesky().unwrap();
    let z = ch.solve(&y);
    let inv = m.try_inverse().unwrap();
    let l = ch.l();
    y.dot(&z)
        + inv.trace()
        + l[(2, 0)] * l[(1, 1)]
        + ch.determinant() * T::from_f64(1e-4)
        + ch.inverse().sum()
}

#[differentiate]
fn elementwise<T: Real>(x: &[T]) -> T {
    let a = Vector3::new(x[0], x[1], x[2]);
    let b = Vector3::from_column_slice(&x[3..]);
    let k = x[5];
    let c = a.map(|v| v.sin() * k);
    let d = c.zip_map(&b, |p, q| p * q + k);
    let e = d.fold(T::zero(), |s, v| s * k + v);
    e + d.scale(x[0]).add_scalar(x[1]).sum() + b.abs().max() * a.min()
}

#[differentiate]
fn views<T: Real>(x: &[T]) -> T {
    let m = Matrix3::from_column_slice(x);
    let a = m.fixed_view::<2, 2>(0, 1).into_owned() * m.view((0, 1), (2, 2))[(0, 1)];
    let b = m.fixed_view::<2, 2>(1, 0);
    let r = m.fixed_rows::<1>(2);
    let c = m.fixed_columns::<2>(0);
    let d = m.rows(0, 2);
    let e = m.columns(1, 2).clone_owned();
    (a * b.transpose()).trace()
        + (r * c)[(0, 1)]
        + d.sum() * e.row_sum()[0]
        + m.diagonal().sum() * m.column_sum().x
        + m.m11 * m.m23
        + m.as_slice()[4] * T::from_f64((m.nrows() + m.ncols() + m.len() + m.shape().0) as f64)
}

#[differentiate]
fn in_place<T: Real>(x: &[T]) -> T {
    let m = SMatrix::<T, 2, 3>::from_column_slice(x);
    let mut y = Vector2::new(x[0], x[1]);
    let v = Vector3::new(x[3], x[4], x[5]);
    y.gemv(x[2], &m, &v, x[1]);
    let w = y;
    y.axpy(x[0], &w, x[3]);
    let mut p = Matrix2::zeros();
    p.gemm(x[1], &m, &m.transpose(), x[0]);
    let mut q = p;
    q.fill(x[5]);
    q.copy_from(&(p * x[4]));
    (q * y).sum()
}

#[differentiate]
fn view_places<T: Real>(x: &[T]) -> T {
    let mut m = Matrix3::from_column_slice(x);
    let v = m.column(0) * x[3];
    m.set_column(1, &v);
    let r = m.row(2) * x[0];
    m.set_row(0, &r);
    {
        let mut c = m.column_mut(2);
        c *= x[1];
        c[0] += x[6];
    }
    m.row_mut(1)[2] += x[2];
    m.fixed_view_mut::<2, 2>(0, 0).copy_from(&Matrix2::new(x[0], x[4], x[5], x[8]));
    m[(2, 2)] *= x[7];
    m.sum() * m[(0, 1)]
}

#[differentiate]
fn iterated<T: Real>(x: &[T]) -> T {
    let m = Matrix3::from_column_slice(x);
    let mut s = T::zero();
    for (i, c) in m.column_iter().enumerate() {
        s += c.norm() * T::from_f64(i as f64 + 1.0);
    }
    for r in m.row_iter() {
        s *= T::one() + r.sum() * T::from_f64(0.1);
    }
    s + m.iter().map(|v| *v * *v).sum::<T>()
}

#[differentiate]
fn swizzles<T: Real>(x: &[T]) -> T {
    let v = Vector4::new(x[0], x[1], x[2], x[3]);
    let p = Point3::new(x[0], x[1], x[2]);
    let q = Point3::from(v.xyz());
    v.xy().dot(&vector![x[2], x[3]]) + v.w * v.x - v.z * v.y
        + (p - q * x[3]).norm()
        + p.coords.sum() * q.x
}

#[differentiate]
fn from_lists<T: Real>(x: &[T]) -> T {
    let v = SVector::<T, 4>::from_iterator(x.iter().map(|v| *v * *v));
    let a: [T; 4] = core::array::from_fn(|i| x[i] * x[3 - i]);
    let w = SVector::<T, 4>::from(a);
    let d = DVector::from_vec(x.to_vec());
    let e = DVector::from_iterator(4, x.iter().copied());
    let f = DVector::from_fn(4, |i, _| x[i] * x[0]);
    v.dot(&w) + d.dot(&e) * f.norm()
}

#[differentiate]
fn dynamic<T: Real>(x: &[T]) -> T {
    let m = DMatrix::from_row_slice(2, 3, x);
    let v = DVector::from_column_slice(&x[..3]);
    let y = &m * &v;
    let g = m.transpose() * &y;
    let mut acc = DVector::zeros(3);
    for i in 0..m.nrows() {
        acc += m.row(i).transpose() * y[i];
    }
    let n = DMatrix::from_fn(3, 3, |i, j| {
        if i == j { T::from_f64(3.0) + x[i] } else { x[i] * x[j + 1] * T::from_f64(0.2) }
    });
    let z = n.clone().lu().solve(&acc).unwrap();
    g.dot(&z) + n.determinant() + n.column(1).sum()
}

#[differentiate]
fn points<T: Real>(x: &[T]) -> T {
    let p = Point3::new(x[0], x[1], x[2]);
    let d = Vector3::new(x[3], x[4], T::one());
    let q = p + d * x[0];
    let line = q - p;
    let a = Point2::new(x[1], x[2]);
    (a - Point2::origin()).norm() + line.norm() * q.coords.dot(&p.coords)
}
