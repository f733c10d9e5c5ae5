//! References inside of values: in tuples, options, slices, structs and locals; strings beside numbers.

#![allow(clippy::borrowed_box, clippy::boxed_local, clippy::redundant_slicing)] // what is tested

use autodiff_runtime::prelude::*;

#[derive(Clone, Differentiable)]
pub struct Model<'a> {
    pub weights: &'a [f64],
    pub bias: &'a f64,
    pub scale: f64,
}

#[differentiate]
pub fn pair(p: (&f64, &[f64])) -> f64 {
    let mut s = *p.0 * p.1[0] + p.1.iter().sum::<f64>();
    for (k, v) in p.1.iter().enumerate() {
        if *v > 0.5 {
            s *= *p.0 * v + k as f64;
        }
    }
    s
}

#[differentiate]
pub fn optional(p: Option<&f64>, y: f64) -> f64 {
    let twice = match p {
        Some(v) => *v * 2.0,
        None => y,
    };
    let more = if let Some(v) = p { *v * *v * y } else { 0.5 };
    twice * more + p.map_or(y, |v| v.sin())
}

#[differentiate]
pub fn rows(p: &[&[f64]]) -> f64 {
    let mut s = 0.0;
    for (k, row) in p.iter().enumerate() {
        for v in row.iter() {
            s += v * v * (k + 1) as f64;
        }
        let first = row[0];
        s *= first + 1.0;
    }
    let last = p[p.len() - 1];
    s + p[0][1] * last[0]
}

#[differentiate]
pub fn named(p: &[(f64, &str)]) -> f64 {
    let mut s = 1.0;
    for (x, name) in p {
        match *name {
            "square" => s *= x * x,
            "skip" => {}
            other => s += x * other.len() as f64,
        }
    }
    s
}

#[differentiate]
pub fn model(m: &Model<'_>, x: f64) -> f64 {
    let mut s = *m.bias;
    for w in m.weights {
        s += w * x * m.scale;
    }
    if s > 0.0 { s * *m.bias } else { m.weights[0].exp() }
}

#[differentiate]
pub fn model_by_value(m: Model<'_>, x: f64) -> f64 {
    let Model { weights, bias, scale } = m;
    (*bias * x).tanh() * weights[0] + scale * weights[1]
}

#[differentiate]
pub fn scattered(xs: &[&f64], y: f64) -> f64 {
    let mut s = y;
    for x in xs {
        s += **x * **x * y;
    }
    for i in 0..xs.len() {
        let x = xs[i];
        s *= *x + 0.5;
    }
    s + *xs[0]
}

#[differentiate]
pub fn list(xs: Vec<&[f64]>) -> f64 {
    let mut s = 0.0;
    for r in &xs {
        s += r[0] * r[r.len() - 1];
    }
    s * xs[0][0]
}

/// Boxes are no references: their derivatives are in boxes.
#[differentiate]
pub fn boxes(a: Box<f64>, b: &Box<f64>, c: (Box<f64>, &f64)) -> f64 {
    *a * **b + (*c.0 * *c.1).sin()
}

#[differentiate]
pub fn calls_with_pairs(p: &[f64]) -> f64 {
    pair((&p[0], &p[1..])) * p[1]
}

#[differentiate]
pub fn calls_with_options(p: &[f64]) -> f64 {
    let mut s = 0.0;
    for k in 0..p.len() - 1 {
        if p[k] > 0.4 {
            s += optional(Some(&p[k]), p[k + 1]);
        } else {
            s += optional(None::<&f64>, p[k]);
        }
    }
    s
}

#[differentiate]
pub fn calls_with_rows(p: &[f64]) -> f64 {
    rows(&[&p[..2], &p[1..]]) + rows(&[&p[2..], &p[..2], &p[..]])
}

#[differentiate]
pub fn calls_with_names(p: &[f64]) -> f64 {
    named(&[(p[0], "square"), (p[1], "skip"), (p[2] * p[0], "other"), (p[1], "")])
}

#[differentiate]
pub fn calls_with_models(p: &[f64]) -> f64 {
    let m = Model { weights: &p[..2], bias: &p[2], scale: p[3] };
    let other = Model { weights: &p[1..], bias: &p[0], scale: 0.5 };
    model(&m, p[0]) * model_by_value(other, p[1])
}

#[differentiate]
pub fn calls_with_scattered(p: &[f64]) -> f64 {
    let (a, b) = (p[0] * p[1], p[2].sin());
    scattered(&[&a, &b, &p[3], &a], p[1])
}

#[differentiate]
pub fn calls_with_lists(p: &[f64]) -> f64 {
    list(vec![&p[..2], &p[1..]])
}

#[differentiate]
pub fn in_locals(p: &[f64]) -> f64 {
    let (x, y) = (p[0] * p[1], p[2].exp());
    let pair = (&x, &y);
    let chosen = if x > y { Some(&x) } else { None };
    let all = [&x, &y, &p[3]];
    let mut s = *pair.0 * *pair.1;
    if let Some(v) = chosen {
        s += *v;
    }
    for v in all {
        s += *v * *v;
    }
    s * *all[1]
}

/// A small language: the instructions are inactive.
#[differentiate]
pub fn program(words: &[&str], x: f64) -> Result<f64, String> {
    if words.is_empty() {
        return Err("nothing to do".to_string());
    }
    let mut s = x;
    for word in words {
        match *word {
            "double" => s += s,
            "square" | "sqr" => s *= s,
            "sin" => s = s.sin(),
            other => {
                let v: f64 = other.parse().map_err(|_| format!("what is {other}?"))?;
                s += v * x;
            }
        }
    }
    Ok(s)
}

#[differentiate]
pub fn measured(words: &[&str], x: f64) -> f64 {
    let mut s = 0.0;
    for t in words.iter() {
        match *t {
            "a" => s += x,
            "b" => s += x * x,
            other => s += other.parse::<f64>().unwrap_or(0.5) * x,
        }
    }
    s
}
