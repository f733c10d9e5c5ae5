//! `while`, `while let` and `loop`.

use autodiff_runtime::prelude::*;

#[differentiate(second_order)]
pub fn halve_until_small(x: f64) -> f64 {
    let mut y = x;
    let mut total = 0.0;
    while y > 0.1 {
        total += y * y;
        y *= 0.5;
    }
    total * y
}

#[differentiate(second_order)]
pub fn heron(a: f64) -> f64 {
    let mut x = a;
    while (x * x - a).abs() > 1e-13 * a {
        x = 0.5 * (x + a / x);
    }
    x
}

#[differentiate(second_order)]
pub fn loop_with_value(x: f64) -> f64 {
    let mut y = 1.0;
    let mut n = 0;
    let sum = loop {
        y *= x / (n + 1) as f64;
        n += 1;
        if y.abs() < 1e-3 {
            break y + n as f64 * x;
        }
    };
    sum * x
}

#[differentiate(second_order)]
pub fn while_with_counter(xs: &[f64]) -> f64 {
    let mut i = 0;
    let mut y = 1.0;
    while i < xs.len() {
        y = y * xs[i] + xs[i] * xs[i];
        i += 2;
    }
    y
}

#[differentiate(second_order)]
pub fn counts_down(xs: &[f64]) -> f64 {
    let mut i = xs.len();
    let mut y = 0.0;
    while i > 0 {
        i -= 1;
        y = (y + 1.0) * xs[i];
    }
    y
}

#[differentiate(second_order)]
pub fn two_pointers(xs: &[f64]) -> f64 {
    let (mut low, mut high) = (0, xs.len() - 1);
    let mut sum = 1.0;
    while low < high {
        sum *= xs[low] - xs[high];
        if xs[low].abs() < xs[high].abs() {
            low += 1;
        } else {
            high -= 1;
        }
    }
    sum
}

#[differentiate(second_order)]
pub fn nested_while(x: f64) -> f64 {
    let mut total = 0.0;
    let mut y = x;
    while y > 1.0 {
        let mut z = y;
        while z > 0.5 {
            z *= 0.6;
            total += z * y;
        }
        y -= 0.7 * z;
    }
    total
}

#[differentiate(second_order)]
pub fn never_entered(x: f64) -> f64 {
    let mut y = x * x;
    while y < 0.0 {
        y += 1.0;
    }
    y
}

#[differentiate(second_order)]
pub fn condition_with_an_effect(x: f64) -> f64 {
    let mut y = x;
    let mut n = 0;
    while {
        y *= 0.5;
        n += 1;
        y > 0.3
    } {
        y += 0.01 * x * n as f64;
    }
    y * y * n as f64
}

#[differentiate(second_order)]
pub fn bisection(target: f64) -> f64 {
    let (mut low, mut high) = (0.0, 4.0 + target);
    let mut rounds = 0;
    while rounds < 8 {
        let middle = 0.5 * (low + high);
        if middle * middle < target {
            low = middle;
        } else {
            high = middle;
        }
        rounds += 1;
    }
    0.5 * (low + high)
}

#[differentiate(second_order)]
pub fn while_let_option(x: f64) -> f64 {
    let mut left = Some(4);
    let mut y = x;
    while let Some(n) = left {
        y = y * x + n as f64;
        left = if n > 1 { Some(n - 1) } else { None };
    }
    y
}

#[differentiate(second_order)]
pub fn while_let_active(x: f64) -> f64 {
    let mut current = Some(x);
    let mut total = 0.0;
    while let Some(y) = current {
        total += y * y;
        current = if y > 0.5 { Some(y * 0.5) } else { None };
    }
    total
}

#[differentiate(second_order)]
pub fn collatz(x: f64) -> f64 {
    let mut n = 6;
    let mut y = x;
    while n != 1 {
        if n % 2 == 0 {
            n /= 2;
            y *= x;
        } else {
            n = 3 * n + 1;
            y += x.sin();
        }
    }
    y
}
