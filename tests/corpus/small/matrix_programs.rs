//! Programs of robotics and statistics: filters, regressions, chains of transforms.

#![allow(clippy::op_ref)]

use autodiff_runtime::nalgebra::{
    DMatrix, DVector, Matrix1, Matrix2, Matrix3, RowVector2, SVector, Vector2, Vector3,
};
use autodiff_runtime::prelude::*;

type State = SVector<f64, 2>;

/// One predict and update step of a Kalman filter.

#[differentiate]
pub fn kalman(x0: &Vector2<f64>, p0: &Matrix2<f64>, q: f64, r: f64, zs: &[f64]) -> f64 {
    let f = Matrix2::new(1.0, 0.1, 0.0, 1.0);
    let h = RowVector2::new(1.0, 0.0);
    let mut x = *x0;
    let mut p = *p0;
    let mut cost = 0.0;
    for &z in zs {
        x = f * x;
        p = f * p * f.transpose() + Matrix2::identity() * q;
        let s = &h * p * h.transpose() + Matrix1::new(r);
        let Some(s_inv) = s.try_inverse() else {
            return cost;
        };
        let k = &p * h.transpose() * s_inv;
        let y = z - (h * x)[0];
        cost += y * y * s_inv[0] + s.determinant().ln();
        x += k * y;
        p = (Matrix2::identity() - k * h) * p;
    }
    cost + x.norm_squared()
}

#[differentiate]
pub fn kalman_dyn(x: &DVector<f64>, p: &DMatrix<f64>, h: &DMatrix<f64>, z: &DVector<f64>) -> f64 {
    let s = h * p * h.transpose() + DMatrix::identity(z.len(), z.len()) * 0.5;
    match s.clone().try_inverse() {
        Some(inv) => {
            let k = p * h.transpose() * &inv;
            let y = z - h * x;
            let x_new = x + &k * &y;
            let p_new = (DMatrix::identity(x.len(), x.len()) - &k * h) * p;
            x_new.norm_squared()
                + p_new.trace()
                + (y.transpose() * inv * &y)[(0, 0)]
                + s.determinant().ln()
        }
        None => 0.0,
    }
}
/// Log likelihood of a Gaussian process with a squared exponential kernel.

#[differentiate]
pub fn gp(xs: &[f64], ys: &DVector<f64>, len: f64, noise: f64) -> f64 {
    let n = xs.len();
    let mut k = DMatrix::zeros(n, n);
    for i in 0..n {
        for j in 0..n {
            let d = (xs[i] - xs[j]) / len;
            k[(i, j)] = (-0.5 * d * d).exp();
        }
        k[(i, i)] += noise;
    }
    let Some(chol) = k.cholesky() else {
        return f64::INFINITY;
    };
    let alpha = chol.solve(ys);
    0.5 * ys.dot(&alpha) + 0.5 * chol.ln_determinant() + chol.l().diagonal().map(|d| d.ln()).sum()
}
/// Least squares by normal equations.

#[differentiate]
pub fn ridge(a: &DMatrix<f64>, b: &DVector<f64>, lambda: f64) -> f64 {
    let ata = a.transpose() * a + DMatrix::identity(a.ncols(), a.ncols()) * lambda;
    let atb = a.tr_mul(b);
    let x = match ata.lu().solve(&atb) {
        Some(x) => x,
        None => return 0.0,
    };
    (a * &x - b).norm_squared() + lambda * x.norm_squared()
}
/// A serial arm: the end point of a chain of planar transforms.

#[differentiate]
pub fn arm(angles: &[f64], lengths: &[f64], target: &Vector2<f64>) -> f64 {
    let mut t = Matrix3::identity();
    for (a, l) in angles.iter().zip(lengths) {
        let (s, c) = a.sin_cos();
        t *= Matrix3::new(c, -s, l * c, s, c, l * s, 0.0, 0.0, 1.0);
    }
    let end = t.fixed_view::<2, 1>(0, 2).into_owned();
    (end - target).norm_squared()
}
/// Rodrigues' formula.

#[differentiate]
pub fn rodrigues(w: &Vector3<f64>, p: &Vector3<f64>) -> Vector3<f64> {
    let theta = w.norm();
    let k = w / theta;
    p * theta.cos() + k.cross(p) * theta.sin() + k * (k.dot(p) * (1.0 - theta.cos()))
}

#[differentiate]
pub fn rotation_matrix(w: &Vector3<f64>) -> Matrix3<f64> {
    let theta = w.norm();
    let k = (w / theta).cross_matrix();
    Matrix3::identity() + k * theta.sin() + k * k * (1.0 - theta.cos())
}
/// Steps of a linear system with a state in a vector of vectors.

#[differentiate]
pub fn rollout(a: &Matrix2<f64>, b: &Vector2<f64>, us: &[f64], x0: State) -> f64 {
    let mut x = x0;
    let mut cost = 0.0;
    for u in us {
        x = a * x + b * *u;
        cost += x.dot(&x) + 0.1 * u * u;
    }
    cost
}
/// Log density of a multivariate normal.

#[differentiate]
pub fn mvn(x: &Vector3<f64>, mean: &Vector3<f64>, l: &Matrix3<f64>) -> f64 {
    let cov = l * l.transpose() + Matrix3::identity() * 1e-3;
    let d = x - mean;
    if let Some(c) = cov.cholesky() {
        let z = c.solve(&d);
        -0.5 * d.dot(&z) - 0.5 * c.determinant().ln() - 1.5 * (2.0 * std::f64::consts::PI).ln()
    } else {
        0.0
    }
}
/// Means and covariance of samples in columns.

#[differentiate]
pub fn covariance(samples: &DMatrix<f64>) -> DMatrix<f64> {
    let mean = samples.column_mean();
    let mut cov = DMatrix::zeros(samples.nrows(), samples.nrows());
    for c in samples.column_iter() {
        let d = c - &mean;
        cov += &d * d.transpose();
    }
    cov / (samples.ncols() as f64 - 1.0)
}
/// Gauss-Newton steps.

#[differentiate]
pub fn gauss_newton(ts: &[f64], ys: &[f64], start: Vector2<f64>) -> f64 {
    let mut p = start;
    for _ in 0..2 {
        let mut jtj = Matrix2::zeros();
        let mut jtr = Vector2::zeros();
        for (t, y) in ts.iter().zip(ys) {
            let e = (p.y * t).exp();
            let j = Vector2::new(e, p.x * t * e);
            let r = p.x * e - y;
            jtj += j * j.transpose();
            jtr += j * r;
        }
        if let Some(step) = jtj.lu().solve(&jtr) {
            p -= step;
        }
    }
    p.x * p.y
}
/// Dense layers with a softmax.

#[differentiate]
pub fn classify(
    w1: &DMatrix<f64>,
    b1: &DVector<f64>,
    w2: &DMatrix<f64>,
    x: &DVector<f64>,
    label: usize,
) -> f64 {
    let h = (w1 * x + b1).map(|v| v.tanh());
    let z = w2 * h;
    let m = z.max();
    let e = z.add_scalar(-m).map(|v| v.exp());
    let s = e.sum();
    -(e[label] / s).ln()
}

#[differentiate]
pub fn rigid_body(q: &Vector3<f64>, inertia: &Matrix3<f64>, torque: &Vector3<f64>, dt: f64) -> f64 {
    let mut w = *q;
    for _ in 0..3 {
        let l = inertia * w;
        match inertia.try_inverse() {
            Some(inv) => w += inv * (torque - w.cross(&l)) * dt,
            None => {}
        }
    }
    0.5 * w.dot(&(inertia * w))
}

#[differentiate]
pub fn helper(m: &Matrix3<f64>, v: &Vector3<f64>) -> Vector3<f64> {
    m * v + v.cross(&m.column(0))
}

#[differentiate]
pub fn nested(m: &Matrix3<f64>, v: &Vector3<f64>, deep: bool) -> f64 {
    let a = helper(m, v);
    let mut out = 0.0;
    if deep {
        let c = m.column(1).into_owned();
        out += helper(m, &c).norm();
        let b = helper(&m.transpose(), &a);
        out += b.x;
    }
    out + a.y
}
#[derive(Clone, Debug, Differentiable)]
pub struct Filter {
    pub x: Vector2<f64>,
    pub p: Matrix2<f64>,
    pub history: DMatrix<f64>,
}
#[differentiate]
impl Filter {
    pub fn predict(&mut self, f: &Matrix2<f64>, q: f64) {
        self.x = f * self.x;
        self.p = f * self.p * f.transpose();
        self.p += Matrix2::identity() * q;
        self.history.column_mut(0).copy_from(&self.x);
        self.history.set_row(1, &RowVector2::new(q, self.x.x));
    }
    pub fn score(&self) -> f64 {
        self.x.norm() + self.p.determinant() + self.history.norm_squared()
    }
}

#[differentiate]
pub fn run_filter(start: &Filter, f: &Matrix2<f64>, q: f64) -> f64 {
    let mut k = start.clone();
    for _ in 0..2 {
        k.predict(f, q);
    }
    k.score()
}
