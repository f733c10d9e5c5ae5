//! Assignment and compound assignment of every kind, to every kind of place.

#![allow(clippy::assign_op_pattern, clippy::misrefactored_assign_op, clippy::manual_swap)]

use autodiff_runtime::prelude::*;

#[differentiate(second_order)]
pub fn overwritten(x: f64) -> f64 {
    let mut y = x * x;
    y = y * x;
    y = y.sin();
    y
}

#[differentiate(second_order)]
pub fn overwritten_by_constant(x: f64) -> f64 {
    let mut y = x * x;
    let z = y * y;
    y = 4.0;
    y * z
}

#[differentiate(second_order)]
pub fn overwritten_parameter(mut x: f64, y: f64) -> f64 {
    let z = x * y;
    x = x * x + z;
    x *= y;
    x + z
}

#[differentiate(second_order)]
pub fn add_assign(x: f64, y: f64) -> f64 {
    let mut a = x;
    a += y * a;
    a += a;
    a
}

#[differentiate(second_order)]
pub fn sub_assign(x: f64, y: f64) -> f64 {
    let mut a = x;
    a -= y * a;
    a -= x * x;
    a * y
}

#[differentiate(second_order)]
pub fn mul_assign(x: f64, y: f64) -> f64 {
    let mut a = x;
    a *= y;
    a *= a;
    a *= a + x;
    a
}

#[differentiate(second_order)]
pub fn div_assign(x: f64, y: f64) -> f64 {
    let mut a = x;
    a /= y;
    a /= a + y;
    a /= x;
    a
}

#[differentiate(second_order)]
pub fn rem_assign(x: f64, y: f64) -> f64 {
    let mut a = x * 3.0;
    a %= y;
    a
}

#[differentiate(second_order)]
pub fn self_division(x: f64) -> f64 {
    let mut a = x * x;
    a /= a;
    a * x
}

#[differentiate(second_order)]
pub fn tuple_fields(x: f64, y: f64) -> f64 {
    let mut pair = (x, y);
    pair.0 *= pair.1;
    pair.1 += pair.0;
    pair.0 = pair.1 * pair.1;
    pair.0 - pair.1
}

#[differentiate(second_order)]
pub fn array_elements(x: f64, y: f64) -> f64 {
    let mut a = [x, y, 0.0];
    a[2] = a[0] * a[1];
    a[0] += a[2];
    a[1] *= a[0];
    a[2] -= a[1] * a[0];
    a[0] /= a[2];
    a[0] + a[1] * a[2]
}

#[differentiate(second_order)]
pub fn nested_places(x: f64, y: f64) -> f64 {
    let mut m = [[x, y], [y, x * y]];
    m[0][1] *= m[1][0];
    m[1][1] += m[0][1] * m[0][0];
    let mut t = (m, [x; 2]);
    t.0[1][0] *= 2.0;
    t.1[1] -= t.0[1][0];
    t.0[1][0] * t.1[1] + t.0[1][1] * t.1[0]
}

#[differentiate(second_order)]
pub fn behind_references(x: f64, y: f64) -> f64 {
    let mut a = [x, y];
    let mut b = y;
    {
        let first = &mut a[0];
        *first *= 3.0;
        *first -= x * x;
        let r = &mut b;
        *r /= x;
    }
    a[0] * a[1] * b
}

#[differentiate(second_order)]
pub fn whole_array(x: f64, y: f64) -> f64 {
    let mut a = [x, y];
    let b = a;
    a = [b[1] * a[0], b[0] + a[1]];
    a = [a[1], a[0] * a[1]];
    a[0] * a[1] + b[0]
}

#[differentiate(second_order)]
pub fn destructuring(x: f64, y: f64) -> f64 {
    let (mut a, mut b) = (x, x * y);
    (a, b) = (b, a);
    (a, b) = (a * b, a - b);
    [a, b] = [b * 2.0, a];
    a * a - b
}

#[differentiate(second_order)]
pub fn swapped_by_hand(x: f64, y: f64) -> f64 {
    let mut a = x * 2.0;
    let mut b = y * 3.0;
    let kept = a;
    a = b;
    b = kept;
    a * a * b
}

#[differentiate(second_order)]
pub fn computed_index(x: &[f64], shift: usize) -> f64 {
    let mut a = [0.0; 4];
    for i in 0..x.len() {
        a[(i + shift) % 4] += x[i] * x[(i * 3 + 1) % x.len()];
    }
    a[0] * a[1] - a[2] * a[3]
}

#[differentiate(second_order)]
pub fn index_changes_after_use(x: &[f64]) -> f64 {
    let mut a = [0.0; 3];
    let mut i = 0;
    a[i] = x[0] * x[0];
    i += 1;
    a[i] = a[i - 1] * x[1];
    i = 2;
    a[i] = a[0] * a[1];
    i -= 2;
    a[i] *= a[2];
    a[0] + a[1] + a[2]
}
