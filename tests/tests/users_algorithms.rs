//! Algorithms as users write them.

#![allow(clippy::needless_range_loop, clippy::excessive_precision, reason = "written as many do")]

use autodiff_runtime::nalgebra;
use autodiff_runtime::prelude::*;
use nalgebra::*;

mod gradients {
    autodiff_tests::agree! {
        spline 6,
        soft_dtw 8,
        hmm 8,
        fft_power 8,
        cholesky_manual 9,
        power_iteration 3,
        newton_sqrt 2,
        black_scholes 5,
        pid 3,
        mlp 13,
        nbody 5,
        attention 12,
        conv 9,
        horner 5,
        gram_schmidt 9,
        kalman 4,
        quantile_loss 5,
        matrix_exp 9,
        erf_series 3,
    }
}

#[differentiate]
fn spline(x: &[f64]) -> f64 {
    let n = x.len();
    let mut a = vec![0.0; n];
    let mut b = vec![4.0; n];
    let mut d = vec![0.0; n];
    for i in 1..n - 1 {
        a[i] = 1.0;
        d[i] = 6.0 * (x[i + 1] - 2.0 * x[i] + x[i - 1]);
    }
    for i in 1..n {
        let w = a[i] / b[i - 1];
        b[i] -= w;
        d[i] -= w * d[i - 1];
    }
    let mut m = vec![0.0; n];
    m[n - 1] = d[n - 1] / b[n - 1];
    for i in (0..n - 1).rev() {
        m[i] = (d[i] - m[i + 1]) / b[i];
    }
    m.iter().map(|v| v * v).sum()
}

#[differentiate]
fn soft_dtw(x: &[f64]) -> f64 {
    let n = x.len() / 2;
    let (a, b) = x.split_at(n);
    let inf = 1e3_f64;
    let mut r = vec![vec![inf; n + 1]; n + 1];
    r[0][0] = 0.0;
    for i in 1..=n {
        for j in 1..=n {
            let d = (a[i - 1] - b[j - 1]).powi(2);
            let (p, q, s) = (r[i - 1][j], r[i][j - 1], r[i - 1][j - 1]);
            let m = p.min(q).min(s);
            let soft = m - ((m - p).exp() + (m - q).exp() + (m - s).exp()).ln();
            r[i][j] = d + soft;
        }
    }
    r[n][n]
}

#[differentiate]
fn hmm(x: &[f64]) -> f64 {
    const S: usize = 2;
    let obs = [0usize, 1, 1, 0, 1];
    let mut alpha = [x[0], x[1]];
    for &o in &obs[1..] {
        let mut next = [0.0; S];
        for j in 0..S {
            let mut terms = [0.0; S];
            for i in 0..S {
                terms[i] = alpha[i] + x[2 + i * S + j];
            }
            let m = terms[0].max(terms[1]);
            next[j] =
                m + terms.iter().map(|t| (t - m).exp()).sum::<f64>().ln() + x[6 + j] * o as f64;
        }
        alpha = next;
    }
    let m = f64::max(alpha[0], alpha[1]);
    m + ((alpha[0] - m).exp() + (alpha[1] - m).exp()).ln()
}

#[differentiate]
fn fft_power(x: &[f64]) -> f64 {
    let n = 4;
    let mut re = x[..n].to_vec();
    let mut im = x[n..2 * n].to_vec();
    let mut j = 0;
    for i in 1..n {
        let mut bit = n >> 1;
        while j & bit != 0 {
            j ^= bit;
            bit >>= 1;
        }
        j |= bit;
        if i < j {
            re.swap(i, j);
            im.swap(i, j);
        }
    }
    let mut len = 2;
    while len <= n {
        let ang = -2.0 * std::f64::consts::PI / len as f64;
        for start in (0..n).step_by(len) {
            for k in 0..len / 2 {
                let (s, c) = (ang * k as f64).sin_cos();
                let (ur, ui) = (re[start + k], im[start + k]);
                let (vr, vi) = (
                    re[start + k + len / 2] * c - im[start + k + len / 2] * s,
                    re[start + k + len / 2] * s + im[start + k + len / 2] * c,
                );
                re[start + k] = ur + vr;
                im[start + k] = ui + vi;
                re[start + k + len / 2] = ur - vr;
                im[start + k + len / 2] = ui - vi;
            }
        }
        len <<= 1;
    }
    let mut p = 0.0;
    for k in 0..n {
        p += (re[k] * re[k] + im[k] * im[k]) * (k + 1) as f64;
    }
    p
}

#[differentiate]
fn cholesky_manual(x: &[f64]) -> f64 {
    let n = 3;
    let mut m = [[0.0; 3]; 3];
    for i in 0..n {
        for j in 0..n {
            m[i][j] = x[i * n + j] * x[j * n + i] + if i == j { 4.0 } else { 0.0 };
        }
    }
    let mut l = [[0.0; 3]; 3];
    for i in 0..n {
        for j in 0..=i {
            let mut s = m[i][j];
            for k in 0..j {
                s -= l[i][k] * l[j][k];
            }
            if i == j {
                l[i][j] = s.sqrt();
            } else {
                l[i][j] = s / l[j][j];
            }
        }
    }
    let mut logdet = 0.0;
    for i in 0..n {
        logdet += 2.0 * l[i][i].ln();
    }
    logdet
}

#[differentiate]
fn power_iteration(x: &[f64]) -> f64 {
    let a = [[2.0 + x[0], x[1]], [x[1], 1.0 + x[2]]];
    let mut v = [1.0, 0.5];
    let mut lambda = 0.0;
    for _ in 0..30 {
        let w = [a[0][0] * v[0] + a[0][1] * v[1], a[1][0] * v[0] + a[1][1] * v[1]];
        let norm = (w[0] * w[0] + w[1] * w[1]).sqrt();
        v = [w[0] / norm, w[1] / norm];
        lambda = norm;
    }
    lambda
}

#[differentiate]
fn newton_sqrt(x: &[f64]) -> f64 {
    let target = 2.0 + x[0] * x[0];
    let mut y = target;
    let mut it = 0;
    loop {
        let next = 0.5 * (y + target / y);
        it += 1;
        if (next - y).abs() < 1e-13 || it > 50 {
            y = next;
            break;
        }
        y = next;
    }
    y * x[1]
}
fn cdf_const() -> f64 {
    0.5
}

#[differentiate]
fn normal_cdf(z: f64) -> f64 {
    let t = 1.0 / (1.0 + 0.2316419 * z.abs());
    let poly = t
        * (0.319381530
            + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
    let w = 1.0 - (-0.5 * z * z).exp() / (2.0 * std::f64::consts::PI).sqrt() * poly;
    if z < 0.0 { 1.0 - w } else { w + 0.0 * cdf_const() }
}

#[differentiate]
fn black_scholes(x: &[f64]) -> f64 {
    let (s, k, r, sigma, t) = (
        100.0 + x[0],
        100.0 + 5.0 * x[1],
        0.05 * x[2].exp(),
        0.2 + 0.1 * x[3].abs(),
        1.0 + x[4] * x[4],
    );
    let d1 = ((s / k).ln() + (r + 0.5 * sigma.powi(2)) * t) / (sigma * t.sqrt());
    let d2 = d1 - sigma * t.sqrt();
    s * normal_cdf(d1) - k * (-r * t).exp() * normal_cdf(d2)
}

#[differentiate]
fn pid(x: &[f64]) -> f64 {
    let [kp, ki, kd] = [x[0] + 1.0, x[1], x[2] * 0.1];
    let (mut pos, mut vel, mut integral, mut prev) = (0.0, 0.0, 0.0, 1.0);
    let dt = 0.05;
    let mut cost = 0.0;
    for step in 0..40 {
        let target = if step < 20 { 1.0 } else { 0.3 };
        let e = target - pos;
        integral += e * dt;
        let de = (e - prev) / dt;
        prev = e;
        let u = (kp * e + ki * integral + kd * de).clamp(-0.7, 0.7);
        vel += (u - 0.2 * vel) * dt;
        pos += vel * dt;
        cost += e * e * dt + 0.01 * u * u;
    }
    cost
}

#[differentiate]
fn mlp(x: &[f64]) -> f64 {
    let (w1, rest) = x.split_at(6);
    let (b1, rest) = rest.split_at(3);
    let (w2, b2) = rest.split_at(3);
    let data = [([0.1, 0.9], 1.0), ([0.8, -0.3], 0.0), ([-0.5, 0.4], 1.0)];
    let mut loss = 0.0;
    for (input, label) in data.iter() {
        let mut h = [0.0; 3];
        for (k, out) in h.iter_mut().enumerate() {
            *out = (w1[2 * k] * input[0] + w1[2 * k + 1] * input[1] + b1[k]).tanh();
        }
        let logit: f64 = h.iter().zip(w2).map(|(a, b)| a * b).sum::<f64>() + b2[0];
        let p = 1.0 / (1.0 + (-logit).exp());
        loss -= label * p.ln() + (1.0 - label) * (1.0 - p).ln();
    }
    loss / data.len() as f64
}
#[derive(Clone, Copy, Debug, Differentiable)]
struct Body {
    pos: [f64; 2],
    vel: [f64; 2],
    mass: f64,
}

#[differentiate]
fn accel(bodies: &[Body], i: usize) -> [f64; 2] {
    let mut a = [0.0; 2];
    for (j, b) in bodies.iter().enumerate() {
        if j == i {
            continue;
        }
        let d = [b.pos[0] - bodies[i].pos[0], b.pos[1] - bodies[i].pos[1]];
        let r2 = d[0] * d[0] + d[1] * d[1] + 0.1;
        let s = b.mass / (r2 * r2.sqrt());
        a[0] += s * d[0];
        a[1] += s * d[1];
    }
    a
}

#[differentiate]
fn nbody(x: &[f64]) -> f64 {
    let mut bodies = [
        Body { pos: [0.0, x[0]], vel: [x[1], 0.0], mass: 1.0 },
        Body { pos: [1.0, 0.0], vel: [0.0, x[2]], mass: x[3] },
        Body { pos: [x[4], 1.0], vel: [0.1; 2], mass: 0.5 },
    ];
    for _ in 0..4 {
        let mut acc = [[0.0; 2]; 3];
        for i in 0..3 {
            acc[i] = accel(&bodies, i);
        }
        for (b, a) in bodies.iter_mut().zip(&acc) {
            for k in 0..2 {
                b.vel[k] += a[k] * 0.05;
                b.pos[k] += b.vel[k] * 0.05;
            }
        }
    }
    bodies.iter().map(|b| 0.5 * b.mass * (b.vel[0].powi(2) + b.vel[1].powi(2))).sum::<f64>()
        + bodies[2].pos[0]
}

#[differentiate]
fn attention(x: &[f64]) -> f64 {
    let d = 2;
    let t = 3;
    let q = &x[..t * d];
    let k = &x[t * d..2 * t * d];
    let mut out = vec![0.0; t * d];
    for i in 0..t {
        let mut scores = vec![0.0; i + 1];
        let mut max = f64::NEG_INFINITY;
        for j in 0..=i {
            scores[j] =
                (0..d).map(|c| q[i * d + c] * k[j * d + c]).sum::<f64>() / (d as f64).sqrt();
            max = max.max(scores[j]);
        }
        let mut z = 0.0;
        for s in scores.iter_mut() {
            *s = (*s - max).exp();
            z += *s;
        }
        for j in 0..=i {
            for c in 0..d {
                out[i * d + c] += scores[j] / z * k[j * d + c];
            }
        }
    }
    out.iter().enumerate().map(|(i, v)| v * v * (i as f64 + 1.0)).sum()
}

#[differentiate]
fn conv(x: &[f64]) -> f64 {
    let (signal, kernel) = x.split_at(6);
    let mut acc = 0.0;
    for w in signal.windows(kernel.len()) {
        let v: f64 = w.iter().zip(kernel.iter()).map(|(a, b)| a * b).sum();
        acc += v.max(0.1 * v);
    }
    acc
}

#[differentiate]
fn horner(x: &[f64]) -> f64 {
    let t = x[0];
    x[1..].iter().rev().fold(0.0, |acc, c| acc * t + c)
}

#[differentiate]
fn gram_schmidt(x: &[f64]) -> f64 {
    let mut q = [
        Vector3::new(x[0], x[1], x[2] + 1.0),
        Vector3::new(x[3] + 1.0, x[4], x[5]),
        Vector3::new(x[6], x[7] + 1.0, x[8]),
    ];
    for i in 0..3 {
        for j in 0..i {
            let p = q[j].dot(&q[i]);
            let qj = q[j];
            q[i] -= qj * p;
        }
        let n = q[i].norm();
        q[i] /= n;
    }
    q[2].x + q[1].y * 2.0 + q[0].z * 3.0
}

#[differentiate]
fn kalman(x: &[f64]) -> f64 {
    let f = Matrix2::new(1.0, 0.1, 0.0, 1.0);
    let h = RowVector2::new(1.0, 0.0);
    let q = Matrix2::identity() * (x[0] * x[0]);
    let r = x[1] * x[1] + 0.1;
    let mut state = Vector2::new(x[2], x[3]);
    let mut p = Matrix2::identity();
    let mut nll = 0.0;
    for z in [0.1, 0.3, 0.2, 0.5] {
        state = f * state;
        p = f * p * f.transpose() + q;
        let innovation = z - (h * state)[(0, 0)];
        let s = (h * p * h.transpose())[(0, 0)] + r;
        let k = p * h.transpose() / s;
        state += k * innovation;
        p = (Matrix2::identity() - k * h) * p;
        nll += 0.5 * (innovation * innovation / s + s.ln());
    }
    nll
}

#[differentiate]
fn quantile_loss(x: &[f64]) -> f64 {
    let mut total = 0.0;
    for (i, v) in x.iter().enumerate() {
        let u = v - 0.317;
        total += if u > 0.0 { 0.9 * u } else { -0.1 * u } * (i + 1) as f64;
    }
    total
}

#[differentiate]
fn matrix_exp(x: &[f64]) -> f64 {
    let a = Matrix3::from_row_slice(x);
    let mut term = Matrix3::<f64>::identity();
    let mut sum = term;
    for k in 1..12 {
        term = term * a / k as f64;
        sum += term;
    }
    sum.trace() + sum[(0, 2)]
}

#[differentiate]
fn erf_series(x: &[f64]) -> f64 {
    let mut total = 0.0;
    for &z in x {
        let mut term = z;
        let mut sum = z;
        let mut n = 0.0;
        while f64::abs(term) > 1e-15 {
            n += 1.0;
            term *= -z * z / n;
            sum += term / (2.0 * n + 1.0);
        }
        total += sum * 2.0 / std::f64::consts::PI.sqrt();
    }
    total
}
