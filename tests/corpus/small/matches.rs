//! `match` on numbers, tuples, options; guards, or-patterns, bindings; `let .. else`.

use autodiff_runtime::prelude::*;

#[differentiate(second_order)]
pub fn on_integer(x: f64, n: i32) -> f64 {
    match n {
        0 => 1.0,
        1 => x,
        2 | 3 => x * x,
        4..=9 => x * n as f64,
        _ => -x,
    }
}

#[differentiate(second_order)]
pub fn as_statement(x: f64, n: usize) -> f64 {
    let mut y = x;
    match n % 3 {
        0 => y *= x,
        1 => {
            y += x;
            y *= y;
        }
        _ => {}
    }
    y * 2.0
}

#[differentiate(second_order)]
pub fn on_tuple(x: f64, y: f64) -> f64 {
    match (x > 0.0, y > 0.0) {
        (true, true) => x * y,
        (true, false) => x - y * y,
        (false, true) => y / x,
        (false, false) => x * x * y,
    }
}

#[differentiate(second_order)]
pub fn guards(x: f64, n: i32) -> f64 {
    match n {
        k if k < 0 => x * k as f64,
        0 if x > 1.0 => x.ln(),
        0 => x.exp(),
        k if x < 0.5 => x.powi(k),
        _ => x,
    }
}

#[differentiate(second_order)]
pub fn at_binding(x: f64, n: u32) -> f64 {
    match n {
        small @ 0..=3 => x * small as f64,
        large @ (10 | 20) => x / large as f64,
        other => x + other as f64 * x * x,
    }
}

#[differentiate(second_order)]
pub fn on_option(x: f64, weight: Option<i32>) -> f64 {
    match weight {
        Some(w) if w > 2 => x * w as f64,
        Some(w) => x.powi(w),
        None => x.sin(),
    }
}

#[differentiate(second_order)]
pub fn on_active_option(x: f64, y: f64) -> f64 {
    let ratio = if y != 0.0 { Some(x / y) } else { None };
    match ratio {
        Some(r) if r > 1.0 => r * r,
        Some(r) => r + x,
        None => x,
    }
}

#[differentiate(second_order)]
pub fn option_parameter(x: f64, extra: Option<f64>) -> f64 {
    match extra {
        Some(e) => x * e * e,
        None => x * x,
    }
}

#[differentiate(second_order)]
pub fn active_tuple(x: f64, y: f64) -> f64 {
    let pair = (x * y, x + y);
    match pair {
        (p, s) if p > s => p * s,
        (p, _) => p * p,
    }
}

#[differentiate(second_order)]
pub fn on_reference(xs: &[f64], choice: &Option<usize>) -> f64 {
    match choice {
        Some(i) => xs[*i] * xs[0],
        None => xs[1],
    }
}

#[differentiate(second_order)]
pub fn let_else(x: f64, n: Option<i32>) -> f64 {
    let Some(k) = n else {
        return x * 7.0;
    };
    x.powi(k)
}

#[differentiate(second_order)]
pub fn let_else_in_loop(xs: &[f64], skips: &[Option<usize>]) -> f64 {
    let mut y = 1.0;
    for (x, skip) in xs.iter().zip(skips) {
        let Some(n) = skip else {
            continue;
        };
        y += x * y * (*n + 1) as f64;
    }
    y
}

#[differentiate(second_order)]
pub fn on_active_number(x: f64) -> f64 {
    match x {
        v if v < 0.0 => v * v,
        v => v * 3.0,
    }
}

#[differentiate(second_order)]
pub fn in_a_loop(xs: &[f64]) -> f64 {
    let mut y = 1.0;
    for (i, x) in xs.iter().enumerate() {
        y = match i % 4 {
            0 => y + x,
            1 => y * x,
            2 => {
                if y > *x {
                    continue;
                }
                y - x
            }
            _ => break,
        };
    }
    y * y
}

#[differentiate(second_order)]
pub fn on_array(x: f64, key: [u8; 2]) -> f64 {
    match key {
        [0, n] => x * n as f64,
        [n, 0] => x.powi(n as i32),
        [..] => -x * x,
    }
}

#[differentiate(second_order)]
pub fn on_char_and_bool(x: f64, operation: char, twice: bool) -> f64 {
    let once = match operation {
        's' => x.sin(),
        'e' => x.exp(),
        'a'..='d' => x + 1.0,
        _ => x,
    };
    match twice {
        true => once * once,
        false => once,
    }
}

/// Elements counted from the end of a slice.
#[differentiate]
pub fn ends_of_a_slice(x: &[f64]) -> f64 {
    let ends = match x {
        [first, .., before, last] => first * before - last * last,
        [only] => *only,
        _ => 0.0,
    };
    let [head, .., tail] = x else { return ends };
    ends * head + tail
}
