//! Closures passed to functions amid loops, arms and arrays that change.

#[path = "../corpus/small/functions_in_places.rs"]
mod functions_in_places;

use autodiff_tests::{gradient, laws};
use functions_in_places::*;

#[test]
fn in_loops() {
    gradient!(|p| elements_change_around(val p[0], fix 3)).differences(&[0.7]);
    gradient!(|p| overwritten(val p[0])).differences(&[0.7]);
    gradient!(|p| in_chains(ref p[..4], val p[4])).differences(&[0.3, 0.9, -0.4, 0.8, 0.6]);
}

#[test]
fn in_arms_and_fields() {
    gradient!(|p| in_arms(val p[0], val p[1])).differences(&[0.7, 0.2]);
    gradient!(|p| use_inactive(val p[0], val p[1]))
        .differences(&[0.7, 0.2])
        .differences(&[0.7, 0.9]);
    let at = Part { a: 0.4, b: [0.5, 0.9], n: 2 };
    let (by_part, by_x) = structs::grad(&at, 0.3);
    let slope = |f: &dyn Fn(f64) -> f64, x: f64| (f(x + 1e-5) - f(x - 1e-5)) / 2e-5;
    let expected = [
        slope(&|a| structs(&Part { a, ..at }, 0.3), 0.4),
        slope(&|b| structs(&Part { b: [b, 0.9], ..at }, 0.3), 0.5),
        slope(&|b| structs(&Part { b: [0.5, b], ..at }, 0.3), 0.9),
        slope(&|x| structs(&at, x), 0.3),
    ];
    laws::close("gradient", &[by_part.a, by_part.b[0], by_part.b[1], by_x], &expected, 1e-8);
    let tangent = PartTangent { a: 1.0, b: [2.0, 3.0], n: () };
    let along = structs::jvp(&at, 0.3, &tangent, 4.0).1;
    let dot = by_part.a + 2.0 * by_part.b[0] + 3.0 * by_part.b[1] + 4.0 * by_x;
    laws::close("tangent", &[along], &[dot], 1e-12);
}
