//! Chains and closures in methods, generic functions, over matrices, in loops and branches.

use autodiff_runtime::nalgebra::{DMatrix, DVector, Matrix3, SMatrix, Vector2, Vector3};
use autodiff_runtime::prelude::*;

#[derive(Clone, Differentiable)]
pub struct Layer {
    pub weights: Vec<Vec<f64>>,
    pub bias: [f64; 2],
}

#[differentiate]
impl Layer {
    pub fn squash(x: f64) -> f64 {
        x / (1.0 + x.abs())
    }

    pub fn apply(&self, x: &[f64]) -> Vec<f64> {
        let mut out = vec![0.0; self.bias.len()];
        for ((o, row), b) in out.iter_mut().zip(&self.weights).zip(self.bias.iter()) {
            *o = row.iter().zip(x).map(|(w, x)| w * x).sum::<f64>() + b;
        }
        out
    }

    pub fn loss(&self, x: &[f64]) -> f64 {
        let out = self.apply(x);
        out.iter().copied().map(Self::squash).map(|v| v * self.bias[0]).sum::<f64>()
            + self.weights.iter().map(|row| self.energy(row)).sum::<f64>()
    }

    pub fn energy(&self, row: &[f64]) -> f64 {
        row.iter().fold(self.bias[1], |acc, w| acc + w * w)
    }

    pub fn ends(&self) -> f64 {
        let first = self.weights.first().unwrap();
        let last = self.weights.last().map_or(0.0, |row| row.iter().sum::<f64>());
        first[0] * last + self.bias.iter().copied().fold(f64::NEG_INFINITY, f64::max)
    }

    pub fn sorted_by_self(&self) -> f64 {
        let mut rows = self.weights.clone();
        rows.sort_by(|a, b| (a[0] * self.bias[0]).total_cmp(&(b[0] * self.bias[0])));
        rows[0][0] * rows[1][1]
    }

    pub fn sort_own(&mut self, k: f64) {
        self.bias.sort_by(|a, b| a.total_cmp(b));
        self.weights[0].reverse();
        for row in self.weights.iter_mut() {
            row.iter_mut().for_each(|w| *w *= k);
        }
    }

    pub fn sorted(&self) -> f64 {
        let mut row = self.weights[0].clone();
        row.sort_by(|a, b| b.total_cmp(a));
        let mut bias = self.bias;
        bias.reverse();
        row[0] * bias[0]
    }
}

#[differentiate]
pub fn network(a: f64, b: f64, c: f64, d: f64, x: &[f64]) -> f64 {
    let layer = Layer { weights: vec![vec![a, b], vec![c, d]], bias: [a * b, c] };
    let mut other = layer.clone();
    other.sort_own(a);
    layer.loss(x) + layer.ends() * layer.sorted() + layer.sorted_by_self() + other.loss(x)
}

#[differentiate]
pub fn generic_sum<T: Real + std::iter::Sum>(xs: &[T], k: T) -> T {
    xs.iter().map(|x| *x * k).filter(|x| *x > T::zero()).sum()
}

#[differentiate]
pub fn generic_chain<T: Real + std::iter::Sum>(xs: &[T], k: T) -> T {
    let total = xs.iter().copied().fold(T::zero(), |acc, x| acc + x * k);
    let largest = xs.iter().copied().reduce(|a, b| if a > b { a } else { b }).unwrap();
    let powers: [T; 3] = std::array::from_fn(|i| k.powi(i as i32));
    total * largest + powers.iter().copied().sum::<T>() + powers.map(|p| p * k)[2]
}

#[differentiate]
pub fn single(xs: &[f32]) -> f32 {
    let mut sorted = xs.to_vec();
    sorted.sort_by(|a, b| a.partial_cmp(b).unwrap());
    sorted.iter().skip(1).map(|x| x * x).sum::<f32>() * sorted.first().unwrap()
}

#[differentiate]
pub fn whole_pairs(xs: &[f64], ys: &[f64]) -> f64 {
    let a: f64 = xs.iter().zip(ys).map(|p| p.0 * p.1).sum();
    let b = xs.iter().enumerate().fold(1.0, |acc, p| acc + p.1 * p.0 as f64);
    let c: f64 = xs.iter().zip(ys).filter(|p| p.0 > p.1).map(|p| p.0 - p.1).sum();
    let d = xs
        .iter()
        .zip(ys)
        .enumerate()
        .map(|t| {
            let pair = t.1;
            assert!(pair.0.is_finite(), "{pair:?} {t:?}");
            *t.1.0 * t.1.1 * *pair.0 + t.0 as f64
        })
        .fold(1.0, |acc, x| acc * 0.5 + x);
    let mut moved = ys.to_vec();
    xs.iter().zip(moved.iter_mut()).for_each(|p| *p.1 += *p.0 * *p.1);
    a * b + c + d * moved.iter().product::<f64>()
}

#[differentiate]
pub fn over_columns(m: &Matrix3<f64>, v: &Vector3<f64>) -> f64 {
    let norms: f64 = m.column_iter().map(|c| c.norm()).sum();
    let dots: f64 = m.row_iter().map(|r| (r * v)[0]).map(f64::sin).sum();
    let total = m.column_iter().zip(v.iter()).fold(Vector3::zeros(), |acc, (c, x)| acc + c * *x);
    norms * dots + total.norm_squared() + m.iter().map(|x| x * x * x).sum::<f64>()
}

#[differentiate]
pub fn of_vectors(points: &[Vector2<f64>], k: f64) -> f64 {
    let centre = points.iter().map(|p| p * k).sum::<Vector2<f64>>() / points.len() as f64;
    let spread: f64 = points.iter().map(|p| (p - centre).norm_squared()).sum();
    let far = points.iter().max_by(|a, b| a.norm().partial_cmp(&b.norm()).unwrap()).unwrap();
    let folded = points.iter().fold(Vector2::zeros(), |acc: Vector2<f64>, p| acc * 0.5 + p);
    spread * far.x + folded.dot(&centre)
}

#[differentiate]
pub fn dynamic(xs: &[f64]) -> f64 {
    let v = DVector::from_iterator(xs.len(), xs.iter().map(|x| x * 2.0));
    let m = DMatrix::from_fn(2, xs.len(), |i, j| xs[j] * (i as f64 + 1.0) + v[j]);
    let w = &m * &v;
    w.iter().zip(m.column(0).iter()).map(|(a, b)| a * b).sum::<f64>() + v.map(|x| x.cos()).sum()
}

#[differentiate]
pub fn in_branches(xs: &[f64], k: f64) -> f64 {
    let mut value = k;
    for i in 0..xs.len() {
        value = if i % 2 == 0 {
            xs[..i].iter().map(|x| x * value).sum::<f64>() + value
        } else {
            let mut part = xs[i..].to_vec();
            part.sort_by(|a, b| a.total_cmp(b));
            match part.iter().find(|x| **x > 0.5) {
                Some(x) if *x > 1.5 => x * value,
                Some(x) => x + value,
                None => value * 0.5,
            }
        };
    }
    value
}

#[differentiate]
pub fn while_there(xs: &[f64], k: f64) -> f64 {
    let mut i = 0;
    let mut value = 1.0;
    while let Some(x) = xs.get(i) {
        value += x * k * value;
        i += 2;
    }
    value
}

#[differentiate]
pub fn overwritten_later(xs: &mut [f64], k: f64) -> f64 {
    let mut best = 0.0;
    for _ in 0..2 {
        let top = *xs.iter().max_by(|a, b| a.total_cmp(b)).unwrap();
        best += top * top;
        for x in xs.iter_mut() {
            *x = *x * k - top;
        }
        if let Some(last) = xs.last_mut() {
            *last *= top;
        }
    }
    best
}

#[differentiate]
pub fn unused_parts(xs: &[f64]) -> f64 {
    let _unused = xs.iter().map(|x| x.ln()).fold(0.0, |a, b| a + b);
    let largest = xs.iter().max_by(|a, b| a.total_cmp(b)).unwrap();
    let mut copy = xs.to_vec();
    copy.sort_by(f64::total_cmp);
    largest * xs[0]
}

#[differentiate]
pub fn windows_and_chunks(xs: &[f64]) -> f64 {
    let a: f64 = xs.windows(2).map(|w| (w[1] - w[0]).powi(2)).sum();
    let b: f64 = xs.chunks_exact(2).map(|c| c.iter().product::<f64>()).sum();
    let c = xs.chunks(4).rev().map(|c| c.len() as f64 * c[0]).fold(1.0, |x, y| x * y);
    let d = xs
        .windows(3)
        .map(|w| match w {
            [a, b, c] => a * b - c,
            _ => 0.0,
        })
        .fold(0.0, |x, y| x + y * y);
    a + b * c + d
}

#[differentiate]
pub fn pairwise(xs: &[f64]) -> f64 {
    (0..xs.len())
        .flat_map(|i| (i + 1..xs.len()).map(move |j| (i, j)))
        .map(|(i, j)| (xs[i] - xs[j]).powi(2) / (1.0 + (j - i) as f64))
        .sum()
}

#[differentiate]
pub fn of_matrix(m: &SMatrix<f64, 2, 3>) -> f64 {
    let sums: Vector2<f64> = Vector2::from_iterator(m.row_iter().map(|r| r.iter().sum::<f64>()));
    let best = m.iter().copied().fold(f64::MIN, f64::max);
    sums.x * sums.y * best
}
