//! A saddle point by two nested descents: a derivative inside of what is differentiated.

use autodiff_runtime::prelude::*;

/// What is least in `p` and largest in `q` at the origin.
#[differentiate(second_order)]
pub fn objective(p: [f64; 2], q: [f64; 2]) -> f64 {
    (p[0] * p[0] + p[1] * p[1]) - (q[0] * q[0] + q[1] * q[1])
}

/// Its gradient by `q`, by forward or by reverse mode.
#[differentiate(vjp = slope_vjp, jvp = slope_jvp::<FORWARD>)]
pub fn slope<const FORWARD: bool>(p: [f64; 2], q: [f64; 2]) -> [f64; 2] {
    if FORWARD {
        let along = |direction| objective::jvp(p, q, [0.0; 2], direction).1;
        [along([1.0, 0.0]), along([0.0, 1.0])]
    } else {
        objective::grad(p, q).1
    }
}

/// The Hessian is symmetric: its product with the seed is the cotangent.
fn slope_vjp(p: [f64; 2], q: [f64; 2], seed: [f64; 2], of_p: &mut [f64; 2], of_q: &mut [f64; 2]) {
    let (by_p, by_q) = objective::hvp(p, q, [0.0; 2], seed);
    for i in 0..2 {
        of_p[i] += by_p[i];
        of_q[i] += by_q[i];
    }
}

fn slope_jvp<const FORWARD: bool>(
    p: [f64; 2],
    q: [f64; 2],
    of_p: [f64; 2],
    of_q: [f64; 2],
) -> ([f64; 2], [f64; 2]) {
    (slope::<FORWARD>(p, q), objective::hvp(p, q, of_p, of_q).1)
}

/// Where the objective is largest in `q`, by ascent from a start with steps that adapt.
#[differentiate]
pub fn ascend<const FORWARD: bool>(p: [f64; 2], #[constant] start: [f64; 2]) -> [f64; 2] {
    let mut q = start;
    let mut value = objective(p, q);
    let mut up = slope::<FORWARD>(p, q);
    let mut eta = 1e-5;
    let mut good = 0;
    while length(up) > 1e-5 {
        if good == 10 {
            eta *= 2.0;
            good = 0;
            continue;
        }
        let next = [q[0] + eta * up[0], q[1] + eta * up[1]];
        if length([q[0] - next[0], q[1] - next[1]]) <= 1e-5 {
            break;
        }
        let next_value = objective(p, next);
        if next_value > value {
            q = next;
            value = next_value;
            up = slope::<FORWARD>(p, q);
            good += 1;
        } else {
            eta /= 2.0;
            good = 0;
        }
    }
    q
}

/// The length of a vector.
#[differentiate]
pub fn length(v: [f64; 2]) -> f64 {
    (v[0] * v[0] + v[1] * v[1]).sqrt()
}

/// The largest value in `q`.
#[differentiate]
pub fn largest<const FORWARD: bool>(p: [f64; 2], #[constant] start: [f64; 2]) -> f64 {
    objective(p, ascend::<FORWARD>(p, start))
}
