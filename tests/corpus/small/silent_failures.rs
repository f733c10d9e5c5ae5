//! Programs that other tools get wrong without a word.

#![allow(clippy::needless_range_loop, clippy::assign_op_pattern, clippy::needless_late_init)]

use autodiff_runtime::prelude::*;

#[differentiate(second_order)]
pub fn multiply_assign_is_not_skipped(x: &[f64]) -> f64 {
    let mut a = x[0];
    a *= x[1];
    a
}

#[differentiate(second_order)]
pub fn multiply_assign_then_use(a: f64) -> f64 {
    let mut b = a;
    b *= a;
    b * a
}

#[differentiate(second_order)]
pub fn negated_name(a: f64) -> f64 {
    let b = -a;
    b * a
}

#[differentiate(second_order)]
pub fn cast_to_integer_and_back(x: f64) -> f64 {
    (x as i32) as f64 * 0.5 + x
}

#[differentiate(second_order)]
fn sq(x: f64) -> f64 {
    x * x
}

#[differentiate(second_order)]
pub fn call_is_not_the_identity(x: f64) -> f64 {
    sq(x)
}

#[differentiate(second_order)]
pub fn product_of_three(x: f64) -> f64 {
    x.sin() * x * 2.0
}

#[differentiate(second_order)]
pub fn sum_times_constant(x: f64) -> f64 {
    let a = 1.0 + x;
    a * 3.0
}

#[differentiate(second_order)]
pub fn loop_value_is_restored(x: f64) -> f64 {
    let mut y = x;
    let mut sum = 0.0;
    for _ in 0..3 {
        sum += y * y;
        y = y.sin();
    }
    sum * y
}

#[differentiate(second_order)]
pub fn through_a_temporary_buffer(x: &[f64]) -> f64 {
    let mut buffer = vec![0.0; x.len()];
    for i in 0..x.len() {
        buffer[i] = x[i] * x[i];
    }
    let view = &buffer[1..];
    let mut sum = 0.0;
    for value in view {
        sum += value * buffer[0];
    }
    sum
}

#[differentiate(second_order)]
pub fn effect_in_a_loop_condition(x: f64) -> f64 {
    let mut y = x;
    while {
        y = y * 0.5;
        y > 1.0
    } {}
    y * x
}

#[differentiate(second_order)]
pub fn remainder_of_negative_numbers(x: f64, y: f64) -> f64 {
    x % y
}

#[differentiate(second_order)]
pub fn not_a_number_in_an_untaken_branch(x: f64) -> f64 {
    if x > 0.0 { x.sqrt() } else { x * x }
}

#[differentiate(second_order)]
pub fn not_a_number_in_a_dead_value(x: f64) -> f64 {
    let _dead = (x - 10.0).acos();
    x * x
}

#[differentiate(second_order)]
pub fn active_divisor_in_a_loop(x: f64, y: f64) -> f64 {
    let mut sum = 0.0;
    for i in 0..3 {
        sum += x / (y + i as f64);
        sum /= y;
    }
    sum
}

#[differentiate(second_order)]
pub fn inner_product_is_not_spliced(x: &[f64], #[constant] c: &[f64]) -> f64 {
    let mut sum = 0.0;
    for i in 0..x.len() {
        sum += 3.0 * x[0] * c[2 * i + 1] * c[2 * i] * x[i];
    }
    sum
}

#[differentiate(second_order)]
pub fn assigned_one_from_the_other(x: f64) -> f64 {
    let mut u = x;
    let v;
    u = u * u;
    v = u;
    u = 0.0;
    u + v - x
}

#[differentiate(second_order)]
pub fn copysign_of_a_negative(x: f64, y: f64) -> f64 {
    x.copysign(y)
}

#[differentiate(second_order)]
pub fn twice_the_same_argument(x: f64) -> f64 {
    let product = pair_product(x, x);
    product + pair_product(product, x)
}

#[differentiate(second_order)]
fn pair_product(a: f64, b: f64) -> f64 {
    a * b
}

#[differentiate(second_order)]
pub fn softplus(x: f64) -> f64 {
    (1.0 + x.exp()).ln()
}

#[differentiate(second_order)]
pub fn swapped_in_a_loop(x: f64, y: f64) -> f64 {
    let (mut a, mut b) = (x, y);
    for _ in 0..3 {
        let t = a;
        a = b * 1.5;
        b = t * a;
    }
    a * b
}

#[differentiate(second_order)]
pub fn shadowed_names_do_not_mix(x: f64) -> f64 {
    let y = x * x;
    let z = {
        let y = y + 1.0;
        let x = y * 2.0;
        x * y
    };
    y * z * x
}

#[differentiate(second_order)]
pub fn large_sum(xs: &[f64]) -> f64 {
    let mut sum = 0.0;
    for x in xs {
        sum += x * x;
    }
    sum
}
