//! Twenty kernels, each as a chain of iterators and as a loop: the same values and the same gradients, to the last bit.
//!
//! A sum of floats begins at what the standard library begins at, so the loops begin there too.

#![allow(
    clippy::needless_range_loop,
    clippy::manual_memcpy,
    reason = "the loop is what is compared"
)]
#![allow(missing_docs, reason = "private to this test")]

use autodiff_runtime::prelude::*;

macro_rules! kernels {
    ($($name:ident |$x:ident| chain $chain:tt looped $looped:tt)*) => {
        mod chain {
            use super::*;
            $(#[differentiate] pub fn $name($x: &[f64]) -> f64 $chain)*
        }
        mod looped {
            use super::*;
            $(#[differentiate] pub fn $name($x: &[f64]) -> f64 $looped)*
        }

        $(#[test]
        fn $name() {
            for n in [4_u32, 9, 16] {
                let x: Vec<f64> = (0..n).map(|i| 0.4 + 0.5 * (f64::from(i) * 1.3).sin()).collect();
                let bits = |x: &[f64]| x.iter().map(|x| x.to_bits()).collect::<Vec<_>>();
                let (value, gradient) = chain::$name::value_and_grad(&x);
                let (expected, of_loop) = looped::$name::value_and_grad(&x);
                assert_eq!(value.to_bits(), expected.to_bits(), "{value} by the chain, {expected} by the loop");
                assert_eq!(bits(&gradient), bits(&of_loop), "{gradient:?} by the chain, {of_loop:?} by the loop");
                let (_, back) = chain::$name::pullback(&x);
                assert_eq!(bits(&back(1.0)), bits(&gradient));
                let (_, tangent) = chain::$name::jvp(&x, &gradient);
                assert_eq!(tangent.to_bits(), looped::$name::jvp(&x, &gradient).1.to_bits());
            }
        })*
    };
}

kernels! {
    sum_of_squares |x|
        chain { x.iter().map(|v| v * v).sum() }
        looped { let mut s = -0.0; for i in 0..x.len() { s += x[i] * x[i]; } s }
    dot |x|
        chain { let (a, b) = x.split_at(x.len() / 2); a.iter().zip(b).map(|(a, b)| a * b).sum() }
        looped { let h = x.len() / 2; let mut s = -0.0; for i in 0..h { s += x[i] * x[h + i]; } s }
    product |x|
        chain { x.iter().map(|v| v + 1.0).product() }
        looped { let mut p = 1.0; for i in 0..x.len() { p *= x[i] + 1.0; } p }
    differences |x|
        chain { x.windows(2).map(|w| (w[1] - w[0]).abs()).sum() }
        looped { let mut s = -0.0; for i in 0..x.len() - 1 { s += (x[i + 1] - x[i]).abs(); } s }
    weighted |x|
        chain { x.iter().enumerate().map(|(i, v)| v.sin() * i as f64).sum() }
        looped { let mut s = -0.0; for i in 0..x.len() { s += x[i].sin() * i as f64; } s }
    positive |x|
        chain { x.iter().filter(|v| **v > 0.3).map(|v| v.ln()).sum() }
        looped { let mut s = -0.0; for i in 0..x.len() { if x[i] > 0.3 { s += x[i].ln(); } } s }
    horner |x|
        chain { x.iter().rev().fold(0.0, |p, c| p * 0.7 + c) }
        looped { let mut p = 0.0; for i in (0..x.len()).rev() { p = p * 0.7 + x[i]; } p }
    prefix |x|
        chain { x.iter().scan(0.0, |s, v| { *s += v; Some(*s) }).map(|s| s * s).sum() }
        looped { let mut s = 0.0; let mut t = -0.0; for i in 0..x.len() { s += x[i]; let v = s; t += v * v; } t }
    chunks |x|
        chain { x.chunks(2).map(|c| c[0] * c[c.len() - 1]).sum() }
        looped {
            let mut s = -0.0;
            let mut i = 0;
            while i < x.len() {
                s += x[i] * x[(i + 1).min(x.len() - 1)];
                i += 2;
            }
            s
        }
    pairs |x|
        chain { (0..x.len()).flat_map(|i| (0..i).map(move |j| (i, j))).map(|(i, j)| x[i] * x[j]).sum() }
        looped { let mut s = -0.0; for i in 0..x.len() { for j in 0..i { s += x[i] * x[j]; } } s }
    greatest |x|
        chain { x.iter().copied().fold(f64::NEG_INFINITY, f64::max) }
        looped { let mut m = f64::NEG_INFINITY; for i in 0..x.len() { m = m.max(x[i]); } m }
    collected |x|
        chain { let y: Vec<f64> = x.iter().map(|v| v.exp()).collect(); y.iter().zip(x).map(|(y, x)| y * x).sum() }
        looped {
            let mut y = vec![0.0; x.len()];
            for i in 0..x.len() { y[i] = x[i].exp(); }
            let mut s = -0.0;
            for i in 0..x.len() { s += y[i] * x[i]; }
            s
        }
    every_other |x|
        chain { x.iter().skip(1).step_by(2).map(|v| v.sqrt()).sum() }
        looped { let mut s = -0.0; for i in (1..x.len()).step_by(2) { s += x[i].sqrt(); } s }
    until |x|
        chain { x.iter().take_while(|v| **v > 0.0).map(|v| v * 3.0).sum() }
        looped { let mut s = -0.0; for i in 0..x.len() { if x[i] <= 0.0 { break; } s += x[i] * 3.0; } s }
    powers |x|
        chain { x.iter().zip(0..).map(|(c, k)| c * 0.9_f64.powi(k)).sum() }
        looped { let mut s = -0.0; for i in 0..x.len() { s += x[i] * 0.9_f64.powi(i as i32); } s }
    mirrored |x|
        chain { x.iter().zip(x.iter().rev()).map(|(a, b)| a * b * b).sum() }
        looped { let n = x.len(); let mut s = -0.0; for i in 0..n { s += x[i] * x[n - 1 - i] * x[n - 1 - i]; } s }
    variance |x|
        chain {
            let mean = x.iter().sum::<f64>() / x.len() as f64;
            x.iter().map(|v| (v - mean).powi(2)).sum()
        }
        looped {
            let mut total = -0.0;
            for i in 0..x.len() { total += x[i]; }
            let mean = total / x.len() as f64;
            let mut s = -0.0;
            for i in 0..x.len() { s += (x[i] - mean).powi(2); }
            s
        }
    two_folds |x|
        chain { let (a, b) = x.iter().fold((1.0, 0.0), |(a, b), v| (a * v, b + a)); a + b }
        looped {
            let (mut a, mut b) = (1.0, 0.0);
            for i in 0..x.len() { (a, b) = (a * x[i], b + a); }
            a + b
        }
    each |x|
        chain { let mut s = 1.0; x.iter().for_each(|v| s = s * v + 1.0); s }
        looped { let mut s = 1.0; for i in 0..x.len() { s = s * x[i] + 1.0; } s }
    soft_max |x|
        chain {
            let total: f64 = x.iter().map(|v| v.exp()).sum();
            x.iter().map(|v| v.exp() / total).map(|p| p * p).sum()
        }
        looped {
            let mut total = -0.0;
            for i in 0..x.len() { total += x[i].exp(); }
            let mut s = -0.0;
            for i in 0..x.len() { let p = x[i].exp() / total; s += p * p; }
            s
        }
}
