//! `#[constant]`, `wrt`, `stop_gradient`, `name`, `forward`, `reverse`, `crate`; results in `Option` and `Result`.

use autodiff_runtime::prelude::*;

#[differentiate(second_order)]
pub fn constant_parameter(x: f64, #[constant] scale: f64, y: f64) -> f64 {
    x * scale * y
}

#[differentiate(wrt(y), second_order)]
pub fn with_respect_to(x: f64, y: f64) -> f64 {
    x * x * y * y
}

#[differentiate(second_order)]
pub fn stopped(x: f64) -> f64 {
    stop_gradient(x * x) * x
}

#[differentiate(name = renamed_derivatives, second_order)]
pub fn renamed(x: f64) -> f64 {
    x * x * x
}

#[differentiate(reverse)]
pub fn reverse_only(x: f64) -> f64 {
    x.sin()
}

#[differentiate(forward)]
pub fn forward_only(x: f64) -> f64 {
    x.cos()
}

#[differentiate(crate = autodiff_runtime, second_order)]
pub fn explicit_crate(x: f64) -> f64 {
    x.exp()
}

#[differentiate(second_order)]
pub fn checked_root(x: f64) -> Option<f64> {
    if x < 0.0 {
        return None;
    }
    Some(x.sqrt() * x)
}

#[differentiate(second_order)]
pub fn checked_ratio(x: f64, y: f64) -> Result<f64, String> {
    if y == 0.0 {
        return Err(String::from("division by zero"));
    }
    Ok(x / y)
}

#[differentiate(second_order)]
pub fn with_assertions(x: f64) -> f64 {
    assert!(x > 0.0, "positive numbers only");
    debug_assert!(x < 1e6);
    let y = x.ln();
    assert_eq!(y + y, 2.0 * y);
    if y > 1e9 {
        unreachable!("the logarithm is small");
    }
    y * x
}

/// The same name for the function, a parameter and a local.
#[differentiate(second_order)]
pub fn value(value: f64, value_adj: f64, x_adj: f64) -> f64 {
    let tape = value * value_adj;
    let seed = tape + x_adj;
    let gradient = seed * tape;
    gradient * x_adj
}

/// Names that generated code could want.
#[differentiate(second_order)]
pub fn ct(x: f64, y: f64) -> f64 {
    let dx = x * y;
    let result = dx + x;
    let x_tan = result * dx;
    let t = x_tan;
    t + y
}

/// What follows the match stands in the one arm that goes on.
#[differentiate]
pub fn left_early(a: Option<[f64; 2]>, b: f64) -> f64 {
    let x = match a {
        Some(x) => x,
        None => return 0.0,
    };
    let y = match Some(b * 2.0) {
        Some(y) => y * x[0],
        None => return b,
    };
    x[0] * y + x[1]
}
