//! `break`, `continue`, labels and early `return`.

#![allow(clippy::needless_range_loop)]

use autodiff_runtime::prelude::*;

#[differentiate(second_order)]
pub fn break_when_large(xs: &[f64]) -> f64 {
    let mut product = 1.0;
    for x in xs {
        product *= x;
        if product > 5.0 {
            break;
        }
    }
    product
}

#[differentiate(second_order)]
pub fn continue_over_negatives(xs: &[f64]) -> f64 {
    let mut sum = 0.0;
    for &x in xs {
        if x < 0.0 {
            continue;
        }
        sum += x.sqrt() * (sum + 1.0);
    }
    sum
}

#[differentiate(second_order)]
pub fn break_in_the_middle(x: f64) -> f64 {
    let mut y = x;
    for i in 0..10 {
        y += x * x;
        if i == 4 {
            break;
        }
        y *= 0.9;
    }
    y
}

#[differentiate(second_order)]
pub fn both(xs: &[f64]) -> f64 {
    let mut y = 1.0;
    for (i, x) in xs.iter().enumerate() {
        if i % 2 == 1 {
            y += x;
            continue;
        }
        y *= x;
        if y < -3.0 {
            break;
        }
        y -= 0.5 * x;
    }
    y
}

#[differentiate(second_order)]
pub fn labelled_break(xs: &[f64]) -> f64 {
    let mut y = 1.0;
    'outer: for i in 0..xs.len() {
        for j in 0..=i {
            y += xs[i] * xs[j];
            if y > 6.0 {
                break 'outer;
            }
        }
        y *= xs[i];
    }
    y
}

#[differentiate(second_order)]
pub fn labelled_continue(xs: &[f64]) -> f64 {
    let mut y = 0.5;
    'rows: for i in 0..xs.len() {
        for j in 0..xs.len() {
            if xs[i] < xs[j] {
                y *= xs[j];
                continue 'rows;
            }
            y += xs[j] * xs[i];
        }
        y -= xs[i];
    }
    y
}

#[differentiate(second_order)]
pub fn labelled_loop_value(x: f64) -> f64 {
    let mut y = x;
    let found = 'search: loop {
        for k in 1..6 {
            y = y * x + k as f64 * 0.1;
            if y > 20.0 {
                break 'search y * k as f64;
            }
        }
        y -= 0.5;
    };
    found * x
}

#[differentiate(second_order)]
pub fn early_return(x: f64, y: f64) -> f64 {
    if x < 0.0 {
        return y * y;
    }
    let z = x * y;
    if z > 1.0 {
        return z.ln() * x;
    }
    z
}

#[differentiate(second_order)]
pub fn return_from_loop(xs: &[f64], threshold: f64) -> f64 {
    let mut sum = 0.0;
    for x in xs {
        sum += x * x;
        if sum > threshold {
            return sum / threshold;
        }
    }
    threshold - sum
}

#[differentiate(second_order)]
pub fn return_from_nested_loops(xs: &[f64]) -> f64 {
    let mut y = 1.0;
    for i in 0..xs.len() {
        let mut z = xs[i];
        while z > 0.2 {
            y *= 1.0 + z;
            z *= 0.5;
            if y > 10.0 {
                return y * z;
            }
        }
        y += z;
    }
    y
}

#[differentiate(second_order)]
pub fn return_from_loop_in_branch(x: f64) -> f64 {
    let mut y = x;
    if x > 0.0 {
        loop {
            y = y * y + x;
            if y > 30.0 {
                return y.sqrt();
            }
        }
    }
    y * 3.0
}

#[differentiate(second_order)]
pub fn break_keeps_earlier_work(xs: &[f64]) -> f64 {
    let mut kept = [0.0; 4];
    let mut n = 0;
    for &x in xs {
        if x > 2.0 {
            break;
        }
        kept[n] = x * x;
        n += 1;
    }
    let mut y = 1.0;
    for i in 0..n {
        y += kept[i] * y;
    }
    y
}

#[differentiate(second_order)]
pub fn return_from_last_loop(x: f64) -> f64 {
    let mut at = x;
    loop {
        let step = at * 0.5;
        at -= step;
        if at <= 1.0 {
            return at * at * x;
        }
        at -= 0.1 * step;
    }
}

#[differentiate(second_order)]
pub fn loop_without_end_as_a_value(x: f64) -> f64 {
    let mut at = x;
    let value = if x > 3.0 {
        loop {
            at *= 0.5;
            if at < 1.0 {
                return at * x;
            }
        }
    } else {
        at * at
    };
    value * 2.0
}

#[differentiate(second_order)]
pub fn outer_loop_is_broken(x: f64) -> f64 {
    let mut at = x;
    'outer: loop {
        loop {
            at *= 0.5 * x;
            if at < 1.0 {
                return at * x;
            }
            if at > 100.0 {
                break 'outer;
            }
        }
    }
    at + x
}
