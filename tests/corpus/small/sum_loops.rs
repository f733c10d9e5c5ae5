//! Loops that carry sums, beside what happens before and after them.
//!
//! Their reverse may run inside the forward loop; so what follows the loop must not disturb it.

use autodiff_runtime::prelude::*;

#[differentiate(second_order)]
pub fn overwritten_after(x: f64, a: &[f64]) -> f64 {
    let mut w = x * 2.0;
    let mut total = 0.0;
    for i in 0..a.len() {
        total += w * a[i] * a[i];
    }
    w = w.sin() * x;
    total + w
}

#[differentiate(second_order)]
pub fn added_to_after(x: f64, a: &[f64]) -> f64 {
    let mut w = x * 2.0;
    let mut total = 0.0;
    for i in 0..a.len() {
        total += w * a[i] * a[i];
    }
    w += x * x;
    total + 3.0 * w
}

#[differentiate(second_order)]
pub fn multiplied_after(x: f64, a: &[f64]) -> f64 {
    let mut w = x * 2.0;
    let mut total = 0.0;
    for i in 0..a.len() {
        total += (w * a[i]).sin();
    }
    w *= w;
    total + w
}

#[differentiate(second_order)]
pub fn overwritten_in_a_branch_after(x: f64, a: &[f64]) -> f64 {
    let mut w = x * 2.0;
    let mut total = 0.0;
    for i in 0..a.len() {
        total += (w * a[i]).sin();
    }
    if x > 0.0 {
        w = w * x;
    }
    total + w.cos()
}

#[differentiate(second_order)]
pub fn overwritten_in_a_loop_after(x: f64, a: &[f64]) -> f64 {
    let mut w = x * 2.0;
    let mut total = 0.0;
    for i in 0..a.len() {
        total += (w * a[i]).sin();
    }
    for _ in 0..3 {
        w = w.sin() + x;
    }
    total + w
}

#[differentiate(second_order)]
pub fn two_loops_share_a_weight(x: f64, a: &[f64]) -> f64 {
    let mut w = x * 2.0;
    let mut first = 0.0;
    for v in a {
        first += (w * v).sin();
    }
    w = w * 0.5 + x * x;
    let mut second = 0.0;
    for v in a {
        second += (w * v).cos() * w;
    }
    first + second * w
}

#[differentiate(second_order)]
pub fn element_overwritten_after(x: f64, a: &[f64]) -> f64 {
    let mut w = vec![x; a.len()];
    let mut total = 0.0;
    for i in 0..a.len() {
        total += w[i] * a[i] * a[i];
    }
    w[0] = w[1] * x;
    total + w[0] * w[1]
}

#[differentiate(second_order)]
pub fn output_read_after(a: &[f64]) -> f64 {
    let mut y = vec![0.0; a.len()];
    let mut total = 0.0;
    for i in 0..a.len() {
        let t = a[i].sin();
        y[i] = t;
        total += t * a[i];
    }
    total + y[0] * y[1]
}

#[differentiate(second_order)]
pub fn output_summed_after(a: &[f64]) -> f64 {
    let mut y = vec![0.0; a.len()];
    let mut total = 0.0;
    for i in 0..a.len() {
        y[i] = a[i] * a[i];
        total += a[i].sin();
    }
    let mut squares = 0.0;
    for i in 0..a.len() {
        squares += y[i] * y[i];
    }
    total * squares
}

#[differentiate(second_order)]
pub fn output_needed_before(a: &[f64]) -> f64 {
    let mut y = vec![0.0; a.len()];
    for i in 0..a.len() {
        y[i] = a[i] * 2.0;
    }
    let p = y[0] * y[1];
    let mut total = 0.0;
    for i in 0..a.len() {
        y[i] = a[i].cos();
        total += a[i] * a[i];
    }
    total * 2.0 + p
}

#[differentiate(second_order)]
pub fn output_needed_before_and_after(a: &[f64]) -> f64 {
    let mut y = vec![1.0; a.len()];
    for i in 0..a.len() {
        y[i] = a[i] * 2.0;
    }
    let p = y[0] * y[1];
    let mut total = 0.0;
    for i in 0..a.len() {
        y[i] = a[i].cos();
        total += a[i] * a[i];
    }
    let q = y[0] * y[1];
    total * 2.0 + p * q
}

#[differentiate(second_order)]
pub fn input_of_a_work_array(x: f64, #[constant] a: &[f64], n: usize) -> f64 {
    let mut w = x * 2.0;
    let mut c = vec![0.0; n];
    let mut total = 0.0;
    for i in 0..a.len() {
        for j in 0..n {
            c[j] = a[i] - w * (j + 1) as f64;
        }
        let mut s = 0.0;
        for j in 0..n {
            s += c[j] * c[j] * c[j];
        }
        total += s;
    }
    w = 0.5 * x;
    (total * 0.01).sin() + w
}

#[differentiate(second_order)]
pub fn bound_changed_after(x: f64, #[constant] a: &[f64]) -> f64 {
    let mut m = a.len() - 1;
    let mut c = vec![0.0; a.len()];
    let mut total = 0.0;
    for i in 0..m {
        for j in 0..a.len() {
            c[j] = a[i] * x + a[j];
        }
        for j in 0..m {
            total += c[j] * c[j] * x;
        }
    }
    m = 1;
    total.sin() * x + a[m]
}

#[differentiate(second_order)]
pub fn condition_changed_after(x: f64, #[constant] a: &[f64]) -> f64 {
    let mut limit = 0.4;
    let mut c = vec![0.0; a.len()];
    let mut total = 0.0;
    for i in 0..a.len() {
        for j in 0..a.len() {
            c[j] = a[i] * x + a[j];
        }
        if a[i] > limit {
            for j in 0..a.len() {
                total += c[j] * c[j] * x;
            }
        }
    }
    limit = total * 0.1;
    total.sin() * x + limit
}

#[differentiate(second_order)]
pub fn weight_from_the_sum(x: f64, a: &[f64]) -> f64 {
    let mut w = x;
    let mut total = 0.0;
    for v in a {
        total += v * w;
    }
    w = total * x;
    w * w
}

#[differentiate(second_order)]
pub fn sum_changed_after(x: f64, a: &[f64]) -> f64 {
    let mut total = x;
    for v in a {
        total += (v * x).sin();
    }
    total *= x;
    total += x;
    total / 2.0
}

#[differentiate(second_order)]
pub fn sum_reset_between(x: f64, a: &[f64]) -> f64 {
    let mut total = 0.0;
    for v in a {
        total += (v * x).sin();
    }
    let first = total;
    total = x * x;
    for v in a {
        total += (v * x).cos();
    }
    first * total
}

#[differentiate(second_order)]
pub fn two_sums(x: f64, a: &[f64]) -> f64 {
    let (mut first, mut second) = (0.0, 0.0);
    for v in a {
        first += v * x;
        second += v * v;
    }
    first / 3.0 - second * 2.0
}

#[differentiate(second_order)]
pub fn one_sum_weighs_the_other(x: f64, a: &[f64]) -> f64 {
    let (mut first, mut second) = (0.0, 0.0);
    for v in a {
        first += v * x;
        second += v * v;
    }
    first * second
}

#[differentiate(second_order)]
fn doubled(x: f64, w: &mut f64) -> f64 {
    *w *= 2.0;
    x * *w
}

#[differentiate(second_order)]
pub fn changed_by_a_call_after(x: f64, a: &[f64]) -> f64 {
    let mut w = x;
    let mut total = 0.0;
    for v in a {
        total += v * w * w;
    }
    let d = doubled(x, &mut w);
    total + d
}

#[differentiate(second_order)]
pub fn parameter_changed_after(mut x: f64, a: &[f64]) -> f64 {
    let mut total = 0.0;
    for v in a {
        total += (v * x).sin();
    }
    x = x * x;
    total + x
}

#[differentiate(second_order)]
pub fn own_array_changed_after(mut p: [f64; 2], a: &[f64]) -> f64 {
    let mut total = 0.0;
    for v in a {
        total += (v * p[0]).sin() * p[1];
    }
    p[0] = p[1] * p[0];
    total + p[0] * p[1]
}

#[differentiate(second_order)]
pub fn output_parameter_changed_after(x: &mut [f64], a: &[f64]) -> f64 {
    let mut total = 0.0;
    for v in a {
        total += (v * x[0]).sin() * x[1];
    }
    x[0] = x[1] * x[0];
    total
}

#[differentiate(second_order)]
pub fn swapped_after(x: f64, y: f64, a: &[f64]) -> f64 {
    let (mut p, mut q) = (x, y);
    let mut total = 0.0;
    for v in a {
        total += (v * p).sin() * q;
    }
    (p, q) = (q * 2.0, p);
    total + p * q * q
}

#[differentiate(second_order)]
pub fn shadowed_after(x: f64, a: &[f64]) -> f64 {
    let w = x * x;
    let mut total = 0.0;
    for v in a {
        total += v * w;
    }
    let w = w * total;
    w.sin()
}

#[differentiate(second_order)]
pub fn field_changed_after(x: f64, a: &[f64]) -> f64 {
    let mut scale = [x, x * x];
    let mut total = 0.0;
    for v in a {
        total += (v * scale[0] + scale[1]).sin();
    }
    scale[1] += total;
    scale[0] * scale[1]
}

#[differentiate(second_order)]
pub fn overwritten_before_and_after(x: f64, a: &[f64]) -> f64 {
    let mut w = x;
    let early = w * w;
    w = w.sin();
    let mut total = 0.0;
    for v in a {
        total += v * w;
    }
    let late = w * w;
    w = w.cos();
    total + early * 2.0 + late * 3.0 + w
}
