//! Expressions, `let` in its forms, blocks as values, shadowing.

#![allow(
    clippy::unnecessary_cast,
    clippy::neg_multiply,
    clippy::needless_return,
    clippy::eq_op,
    clippy::neg_cmp_op_on_partial_ord
)]

use autodiff_runtime::prelude::*;

#[differentiate(second_order)]
pub fn rosenbrock(x: f64, y: f64) -> f64 {
    (1.0 - x).powi(2) + 100.0 * (y - x * x).powi(2)
}

#[differentiate(second_order)]
pub fn identity(x: f64) -> f64 {
    x
}

#[differentiate(second_order)]
pub fn polynomial(x: f64) -> f64 {
    3.0 * x * x * x - 2.0 * x * x + x - 7.0
}

#[differentiate(second_order)]
pub fn quotient(x: f64, y: f64) -> f64 {
    (x * x - y) / (x + y * y) / y
}

#[differentiate(second_order)]
pub fn signs(x: f64, y: f64) -> f64 {
    -x * -y - -(x - -y) * -2.0
}

#[differentiate(second_order)]
pub fn precedence(a: f64, b: f64, c: f64) -> f64 {
    a - b - c * a / b * c - (a - (b - c)) % 1.5
}

#[differentiate(second_order)]
pub fn intermediate_names(x: f64, y: f64) -> f64 {
    let a = x * y;
    let b = a + x;
    let c = a * b;
    c * c - a
}

#[differentiate(second_order)]
pub fn typed_let(x: f64) -> f64 {
    let a: f64 = 2.0;
    let b: f64 = x * a;
    let (c, d): (f64, f64) = (b, x);
    c * d
}

#[differentiate(second_order)]
pub fn shadowing(x: f64) -> f64 {
    let y = x * x;
    let x = y + 1.0;
    let x = x * y;
    {
        let x = x.sin();
        let y = x * 2.0;
        let _unused = y * x;
    }
    x * y
}

#[differentiate(second_order)]
pub fn shadowed_parameter_in_block(x: f64) -> f64 {
    let y = {
        let x = x.exp();
        x * x
    };
    x * y
}

#[differentiate(second_order)]
pub fn block_value(x: f64, y: f64) -> f64 {
    let s = {
        let p = x * y;
        let q = p + y;
        p * q
    };
    s + { x / y } * { s }
}

#[differentiate(second_order)]
pub fn labelled_block(x: f64) -> f64 {
    let y = 'found: {
        if x > 2.0 {
            break 'found x * x;
        }
        let z = x.cos();
        if z > 0.0 {
            break 'found z * 3.0;
        }
        x * z
    };
    y * x
}

#[differentiate(second_order)]
pub fn late_initialisation(x: f64) -> f64 {
    let y;
    let z;
    if x > 0.0 {
        y = x * x;
        z = 2.0;
    } else {
        y = 3.0 * x;
        z = x;
    }
    y * z
}

#[differentiate(second_order)]
pub fn tuple_patterns(x: f64, y: f64) -> f64 {
    let (a, (b, c)) = (x * y, (x + y, 2.0));
    let (d, _) = (a * b, x.exp());
    let [e, f] = [d, c];
    e * f + b
}

#[differentiate(second_order)]
pub fn casts(x: f64, n: usize, k: i32) -> f64 {
    let scale = n as f64 / (k as f64 + 0.5);
    let narrow = (x * scale) as f32;
    x * narrow as f64
}

#[differentiate(second_order)]
pub fn literals(x: f64) -> f64 {
    let a = 1e-3 * x + 2.5f64 * x + 1_000.0;
    let b = 4 as f64 * x;
    a * b * -1.0
}

#[differentiate(second_order)]
pub fn unused_parameter(x: f64, y: f64) -> f64 {
    let _ = y;
    x * x
}

#[differentiate(second_order)]
pub fn return_statement(x: f64) -> f64 {
    return x * x * x;
}

#[differentiate(second_order)]
pub fn repeated_use(x: f64) -> f64 {
    let y = x * x;
    y * y * y + y / y + y - y
}

const SCALE: f64 = 2.5;
static OFFSETS: [f64; 3] = [0.5, -1.0, 2.0];

#[differentiate(second_order)]
pub fn constants_and_statics(x: f64) -> f64 {
    const LOCAL: f64 = 3.0;
    x * SCALE + OFFSETS[1] * x * x + LOCAL + core::f64::consts::PI * x
}

#[differentiate(second_order)]
pub fn inner_items(x: f64) -> f64 {
    const WEIGHTS: [f64; 2] = [0.25, 0.75];
    fn pick(i: usize) -> f64 {
        WEIGHTS[i % 2]
    }
    x * pick(3) + x * x * pick(2)
}

#[differentiate(second_order)]
pub fn boolean_values(x: f64, y: f64) -> f64 {
    let inside = x > 0.0 && y > 0.0 || !(x < y);
    let both = inside & (x != y);
    if both { x * y } else { x - y }
}

#[differentiate(second_order)]
pub fn references(x: f64, y: f64) -> f64 {
    let a = &x;
    let b = &(x * y);
    let c = &a;
    *a * *b + **c - b
}

#[differentiate(second_order)]
pub fn through_mutable_reference(x: f64) -> f64 {
    let mut y = x * x;
    let r = &mut y;
    *r *= x;
    *r += 1.0;
    y * x
}
