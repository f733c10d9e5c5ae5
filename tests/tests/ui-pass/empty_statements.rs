//! A `;` alone is no statement, and an option may come from any expression.
#![allow(redundant_semicolons)]

use autodiff_runtime::prelude::*;

#[differentiate]
fn f(xs: &[f64], x: f64) -> f64 {
    let y = x * x;;
    for _ in 0..2 {
        ;
    }
    ;
    let sum: f64 = xs.iter().filter_map(|v| match *v > 0.0 { true => Some(v * y), false => None }).sum();
    sum + y
}

pub fn main() {
    assert_eq!(f::grad(&[1.0, -2.0], 3.0), (vec![9.0, 0.0], 12.0));
}
