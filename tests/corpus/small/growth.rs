//! `Vec`s that grow and shrink, `collect`, and values moved out of their places.

use autodiff_runtime::prelude::*;
use nalgebra::Vector2;

#[differentiate]
pub fn pushes(x: f64, y: f64) -> f64 {
    let mut v = Vec::new();
    v.push(x);
    v.push(x * y);
    v.push(2.0);
    v[0] *= y;
    v[0] * v[1] + v[2] * v.len() as f64 * x
}

#[differentiate]
pub fn pushes_in_a_loop(x: &[f64]) -> f64 {
    let mut v = Vec::with_capacity(x.len());
    for i in 0..x.len() {
        v.push(x[i] * x[i]);
        if x[i] > 0.5 {
            v.push(x[i].sin());
        }
    }
    let mut s = 0.0;
    for i in 0..v.len() {
        s += v[i] * v[v.len() - 1 - i];
    }
    s
}

#[differentiate]
pub fn reads_while_it_grows(x: f64, n: usize) -> f64 {
    let mut v = vec![x, x * x];
    for i in 0..n {
        let next = v[i] * v[i + 1] + x;
        v.push(next.sin());
        v[i] += next;
    }
    v.iter().sum::<f64>()
}

#[differentiate]
pub fn pops(x: &[f64]) -> f64 {
    let mut v = x.to_vec();
    let a = v.pop().unwrap();
    let b = v.pop().unwrap_or(1.0);
    v.push(a * b);
    let c = v.pop();
    let mut s = a + b * v[0];
    if let Some(c) = c {
        s *= c;
    }
    s
}

#[differentiate]
pub fn stack(x: f64, y: f64) -> f64 {
    let mut stack = vec![x, y, x * y];
    let mut total = 0.0;
    while let Some(t) = stack.pop() {
        if t > 0.3 {
            stack.push(t * 0.4);
            stack.push(t * t * 0.1);
            total += t * total;
        } else {
            total += t * x;
        }
    }
    total
}

#[differentiate]
pub fn stack_of_indices(x: &[f64]) -> f64 {
    let mut todo = vec![0usize];
    let mut total = 1.0;
    while let Some(i) = todo.pop() {
        if i < x.len() {
            total *= x[i] + 0.1;
            todo.push(2 * i + 1);
            todo.push(2 * i + 2);
        }
    }
    total
}

/// A calculator in postfix notation.
#[differentiate]
pub fn postfix(program: &[u8], x: f64, y: f64) -> Option<f64> {
    let mut stack: Vec<f64> = Vec::new();
    for &code in program {
        match code {
            b'x' => stack.push(x),
            b'y' => stack.push(y),
            b'+' => {
                let (b, a) = (stack.pop()?, stack.pop()?);
                stack.push(a + b);
            }
            b'*' => {
                let b = stack.pop()?;
                let a = stack.pop()?;
                stack.push(a * b);
            }
            b's' => {
                let a = stack.pop()?;
                stack.push(a.sin());
            }
            _ => return None,
        }
    }
    stack.pop()
}

#[differentiate]
pub fn uses_postfix(x: f64, y: f64) -> f64 {
    postfix(b"xy*s", x, y).unwrap_or(0.0)
        + postfix(b"xx*y+", x, y).unwrap()
        + postfix(b"+", x, y).unwrap_or(x * y)
}

#[differentiate]
pub fn extends(x: &[f64], y: f64) -> f64 {
    let mut v = vec![y];
    v.extend_from_slice(&x[1..]);
    v.extend([y * y, x[0]]);
    v.extend(x.iter().map(|a| a * y));
    v.extend(&x[..1]);
    v.extend(vec![y; 2]);
    v.extend(x.iter().filter(|a| **a > 0.0).copied());
    let mut s = 0.0;
    for (i, a) in v.iter().enumerate() {
        s += a * a * (i + 1) as f64;
    }
    s
}

#[differentiate]
pub fn inserts_and_removes(x: f64, y: f64) -> f64 {
    let mut v = vec![x, y, x + y];
    v.insert(1, x * y);
    v.insert(0, x * x);
    let a = v.remove(2);
    v[1] *= a;
    let b = v.swap_remove(0);
    a * b + v[0] * v[1] + v[v.len() - 1]
}

#[differentiate]
pub fn sorted_insertion(x: &[f64]) -> f64 {
    let mut sorted: Vec<f64> = Vec::new();
    for &v in x {
        let mut at = 0;
        while at < sorted.len() && sorted[at] < v {
            at += 1;
        }
        sorted.insert(at, v * v.signum());
    }
    let mut s = 0.0;
    for i in 0..sorted.len() {
        s += sorted[i] * (i + 1) as f64 * sorted[0];
    }
    s
}

#[differentiate]
pub fn truncates(x: &[f64]) -> f64 {
    let mut v = x.to_vec();
    let mut s = 0.0;
    let mut n = v.len();
    while n > 1 {
        s += v[n - 1] * v[0];
        n -= 1;
        v.truncate(n);
        v[0] *= v[n - 1];
    }
    v.truncate(10);
    s + v.len() as f64 * v[0]
}

#[differentiate]
pub fn clears(x: &[f64]) -> f64 {
    let mut buffer = Vec::new();
    let mut s = 0.0;
    for i in 0..x.len() {
        buffer.clear();
        for j in 0..=i {
            buffer.push(x[j] * x[i]);
        }
        if buffer.is_empty() {
            continue;
        }
        s += buffer.iter().sum::<f64>() * buffer[i];
    }
    s
}

#[differentiate]
pub fn resizes(x: f64, y: f64) -> f64 {
    let mut v = vec![x];
    v.resize(4, y * x);
    v[2] = x * v[3];
    v.resize(3, 0.0);
    let tail = v.split_off(1);
    let mut w = vec![y];
    w.append(&mut v);
    w[0] * w[1] * tail[0] + tail[1] + v.len() as f64
}

#[differentiate]
pub fn vectors_of_vectors(x: &[f64]) -> f64 {
    let mut rows: Vec<Vec<f64>> = Vec::new();
    for i in 0..3 {
        rows.push(Vec::new());
        for j in 0..x.len() {
            if j >= i {
                rows[i].push(x[j] * (i + 1) as f64);
            }
        }
    }
    let last = rows.pop().unwrap();
    rows[0].pop();
    rows.push(last);
    let mut s = 0.0;
    for row in &rows {
        for (j, v) in row.iter().enumerate() {
            s += v * v * row[0] * (j + 1) as f64;
        }
    }
    s
}

#[derive(Differentiable, Clone, Debug)]
pub struct Particle {
    pub position: Vector2<f64>,
    pub mass: f64,
}

#[differentiate]
pub fn vectors_of_structs(x: f64, y: f64) -> f64 {
    let mut swarm = Vec::new();
    for i in 0..4 {
        let t = i as f64 + 1.0;
        swarm.push(Particle { position: Vector2::new(x * t, y / t), mass: x * y + t });
    }
    let gone = swarm.remove(1);
    let mut s = gone.mass;
    while let Some(p) = swarm.pop() {
        s += p.position.norm_squared() * p.mass;
    }
    s
}

#[derive(Differentiable, Clone, Debug)]
pub struct Recorder {
    pub samples: Vec<f64>,
    pub gain: f64,
}

#[differentiate]
impl Recorder {
    pub fn record(&mut self, x: f64) {
        self.samples.push(x * self.gain);
    }

    pub fn drop_last(&mut self) -> f64 {
        self.samples.pop().unwrap_or(self.gain)
    }
}

#[differentiate]
pub fn fields_grow(x: f64, y: f64) -> f64 {
    let mut r = Recorder { samples: Vec::new(), gain: y };
    r.record(x);
    r.record(x * x);
    r.gain *= x;
    r.record(y);
    let a = r.drop_last();
    r.samples.push(a * y);
    let b = r.drop_last();
    r.samples[0] * r.samples[1] + a * b
}

/// Grows what the caller holds.
#[differentiate]
pub fn grows(v: &mut Vec<f64>, x: f64) {
    let n = v.len();
    for i in 0..n {
        let t = v[i] * x;
        v.push(t);
    }
    v[0] *= x;
}

/// Shrinks what the caller holds.
#[differentiate]
pub fn shrinks(v: &mut Vec<f64>) -> f64 {
    let last = v.pop().unwrap_or(0.0);
    v[0] *= last;
    v.truncate(2);
    last * last
}

#[differentiate]
pub fn calls_that_grow(x: f64, y: f64) -> f64 {
    let mut v = vec![x, y];
    grows(&mut v, x);
    let a = shrinks(&mut v);
    for i in 0..2 {
        grows(&mut v, y + i as f64);
    }
    let mut s = a;
    for i in 0..v.len() {
        s += v[i] * v[i] * (i + 1) as f64;
    }
    s
}

#[differentiate]
pub fn by_value(mut v: Vec<f64>, x: f64) -> Vec<f64> {
    v.push(x * v[0]);
    v.remove(1);
    v
}

#[differentiate]
pub fn cumulative(x: &[f64]) -> Vec<f64> {
    let mut out = Vec::new();
    let mut s = 0.0;
    for v in x {
        s += v * v;
        out.push(s);
    }
    out
}

#[differentiate]
pub fn collects(x: &[f64], y: f64) -> f64 {
    let squares: Vec<f64> = x.iter().map(|v| v * v * y).collect();
    let positive = x.iter().copied().filter(|v| *v > 0.0).collect::<Vec<_>>();
    let pairs: Vec<(f64, f64)> = x.iter().zip(&squares).map(|(a, b)| (a * b, *b)).collect();
    let numbers: Vec<f64> = (0..4).map(|i| y * i as f64).collect();
    let nested: Vec<Vec<f64>> =
        (0..2).map(|i| x.iter().map(|v| v * (i + 1) as f64).collect()).collect();
    let mut s = 0.0;
    for i in 0..squares.len() {
        s += squares[i] * pairs[i].0 + pairs[i].1 + nested[1][i] * nested[0][0];
    }
    s * positive.len() as f64 + positive[0] * numbers[3]
}

#[differentiate]
pub fn collected_result(x: &[f64]) -> Vec<f64> {
    x.iter().enumerate().map(|(i, v)| v.powi(i as i32 + 1)).collect()
}

#[differentiate]
pub fn by_value_iteration(x: f64, y: f64) -> f64 {
    let v = vec![x, y, x * y];
    let w: Vec<f64> = v.into_iter().map(|a| a * a).collect();
    let mut s = 0.0;
    for (i, a) in w.into_iter().enumerate() {
        s += a * (i + 1) as f64;
    }
    for a in [x, y] {
        s *= a;
    }
    s
}

#[differentiate]
pub fn moves(x: f64, y: f64) -> f64 {
    let mut v = vec![x, y];
    let old = std::mem::take(&mut v);
    v.push(old[0] * old[1]);
    let mut w = std::mem::replace(&mut v, vec![y, y * x]);
    std::mem::swap(&mut v, &mut w);
    let mut t = x;
    let a = core::mem::take(&mut t);
    v[0] * w[1] + w[0] + a * y + t
}

#[differentiate]
pub fn rows_in_turn(x: &[f64], steps: usize) -> f64 {
    let mut current = x.to_vec();
    let mut next = Vec::new();
    for _ in 0..steps {
        next.clear();
        for i in 0..current.len() - 1 {
            next.push(current[i] * current[i + 1]);
        }
        std::mem::swap(&mut current, &mut next);
    }
    current.iter().sum()
}

#[differentiate]
pub fn arrays_as_vectors(x: [f64; 3], y: f64) -> f64 {
    let mut v = x.to_vec();
    v.push(y);
    v.swap(0, 3);
    v[0] * v[1] + v[2] * v[3] * v[3]
}

#[differentiate]
pub fn generic_growth<T: Real>(x: T, n: usize) -> T {
    let mut v = Vec::new();
    for i in 0..n {
        v.push(x * T::from_f64(i as f64));
    }
    let mut s = T::zero();
    while let Some(a) = v.pop() {
        s += a * a;
    }
    s
}

/// Pushed in one branch, not in the other; the length is asked for later.
#[differentiate]
pub fn uneven(x: &[f64]) -> f64 {
    let mut kept = Vec::new();
    let mut dropped = Vec::new();
    for &v in x {
        if v > 0.0 { kept.push(v * 2.0) } else { dropped.push(v * v) }
    }
    let mean = if kept.is_empty() { 0.0 } else { kept.iter().sum::<f64>() / kept.len() as f64 };
    let rest = dropped.iter().fold(1.0, |p, v| p * v);
    mean * rest
}

/// Elements move while they are overwritten.
#[differentiate]
pub fn shifts(x: &[f64]) -> f64 {
    let mut v = x.to_vec();
    let mut s = 0.0;
    for i in 0..x.len() {
        s += v[i] * v[i];
        v.insert(0, x[i] * s);
        v[i] = s * x[i];
    }
    for i in 0..x.len() {
        s *= v[i];
        v.remove(0);
        v[i] = v[i] * v[i] + s;
    }
    s + v[0]
}

/// With second derivatives.
#[differentiate(second_order)]
pub fn curved_stack(x: &[f64]) -> f64 {
    let mut v = Vec::new();
    for a in x {
        v.push(a.sin() * x[0]);
    }
    v.insert(1, x[0] * x[1]);
    let b = v.remove(2);
    let mut total = 1.0;
    while let Some(a) = v.pop() {
        total = total * (a + 1.0) + b * a;
        if a > 0.8 {
            v.push(a * 0.5);
        }
    }
    v.extend(x.iter().map(|a| a * total));
    v.truncate(2);
    let w = v.to_vec();
    v.clear();
    w[0] * w[1] + total * w.len() as f64 + v.len() as f64
}

/// With second derivatives.
#[differentiate(second_order)]
pub fn curved_option(x: &[f64]) -> f64 {
    let root = |a: f64| if a < 0.0 { None } else { Some(a.sqrt() * x[1]) };
    let a = root(x[0]).map(|r| r * r * x[0]).unwrap_or(1.0);
    let b = root(-x[0]).or(Some(x[1] * x[1])).unwrap();
    let c = root(x[1]).and_then(|r| root(r + x[0])).map_or(0.0, |r| r * a);
    let mut slot = Some(a);
    let d = slot.take().ok_or(()).ok().unwrap_or(c);
    if slot.is_none() { a * b * c * d } else { a }
}
