//! `if` in its forms.

#![allow(clippy::manual_clamp)]

use autodiff_runtime::prelude::*;

#[differentiate(second_order)]
pub fn value(x: f64) -> f64 {
    if x > 1.0 { x * x } else { 2.0 - x }
}

#[differentiate(second_order)]
pub fn statement(x: f64) -> f64 {
    let mut y = x;
    if x > 1.0 {
        y *= x;
    }
    y + x
}

#[differentiate(second_order)]
pub fn chain(x: f64) -> f64 {
    let y = if x < -1.0 {
        -x
    } else if x < 0.0 {
        x * x
    } else if x < 1.0 {
        x.sqrt()
    } else {
        1.0
    };
    y * x
}

#[differentiate(second_order)]
pub fn nested(x: f64, y: f64) -> f64 {
    let mut z = 0.0;
    if x > 0.0 {
        z += y;
        if y > x {
            z *= x;
        } else {
            z -= x * x;
        }
        z *= 2.0;
    } else {
        z = x / y;
    }
    z * y
}

#[differentiate(second_order)]
pub fn different_variables(x: f64, y: f64) -> f64 {
    let mut a = x;
    let mut b = y;
    if a < b {
        a = b * b;
    } else {
        b *= a;
    }
    a * b
}

#[differentiate(second_order)]
pub fn condition_is_overwritten(x: f64) -> f64 {
    let mut positive = x > 0.0;
    let mut y = x;
    if positive {
        y = x * x;
        positive = false;
    }
    if positive { y } else { y * x }
}

#[differentiate(second_order)]
pub fn condition_variable_changes(x: f64) -> f64 {
    let mut y = x;
    if y > 1.0 {
        y = 0.5 * y * y;
        y -= 10.0;
    }
    y * y
}

#[differentiate(second_order)]
pub fn untaken_branch_is_not_a_number(x: f64) -> f64 {
    if x > 0.0 { x.ln() * x } else { 0.0 * x }
}

#[differentiate(second_order)]
pub fn dead_value_is_not_a_number(x: f64) -> f64 {
    let unused = (x - 2.0).sqrt().ln();
    let mut result = x * x;
    if unused > 1e300 {
        result = unused;
    }
    result
}

#[differentiate(second_order)]
pub fn if_let(x: f64, limit: Option<usize>) -> f64 {
    let mut y = x;
    if let Some(n) = limit {
        for _ in 0..n {
            y *= x;
        }
    } else {
        y += 1.0;
    }
    y
}

#[differentiate(second_order)]
pub fn if_let_active(x: f64, y: f64) -> f64 {
    let maybe = if x > y { Some(x * y) } else { None };
    if let Some(product) = maybe { product * x } else { y * y }
}

#[differentiate(second_order)]
pub fn inside_a_loop(xs: &[f64]) -> f64 {
    let mut y = 1.0;
    for &x in xs {
        if x > y {
            y = x * x * 0.5;
        } else if x > 0.0 {
            y += x * y;
        }
    }
    y
}

#[differentiate(second_order)]
pub fn tuple_value(x: f64, y: f64) -> f64 {
    let (small, large) = if x < y { (x, y) } else { (y, x) };
    small * small * large
}

#[differentiate(second_order)]
pub fn huber(x: f64, width: f64) -> f64 {
    let size = x.abs();
    if size <= width { 0.5 * x * x } else { width * (size - 0.5 * width) }
}

#[differentiate(second_order)]
pub fn in_an_argument(x: f64) -> f64 {
    (if x > 0.0 { x * 3.0 } else { x }).sin() + if x > 1.0 { x } else { 1.0 }
}
