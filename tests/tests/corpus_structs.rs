//! Structs.

#[path = "../corpus/small/structs.rs"]
mod structs;

use autodiff_tests::flat::Flat;
use autodiff_tests::{gradient, map};
use structs::*;

impl Flat for Point {
    fn flat(&self) -> Vec<f64> {
        vec![self.x, self.y]
    }
}

/// Three weights and a bias.
fn layer(p: &[f64]) -> Layer {
    Layer { weights: p[..3].to_vec(), bias: p[3], scale: 1.5 }
}

fn points(p: &[f64]) -> Vec<Point> {
    p.chunks(2).map(|p| Point { x: p[0], y: p[1] }).collect()
}

#[test]
fn fields() {
    gradient!(second |p| by_value(val Point { x: p[0], y: p[1] })).differences(&[1.3, 0.7]);
    gradient!(second |p| by_reference(ref Point { x: p[0], y: p[1] }, val p[2]))
        .differences(&[1.3, 0.7, -0.4]);
    gradient!(second |p| destructured(val Point { x: p[0], y: p[1] })).differences(&[1.3, 0.7]);
    gradient!(second |p| fields_are_changed(val Point { x: p[0], y: p[1] }))
        .differences(&[1.3, 0.7]);
}

#[test]
fn results() {
    map!(|p| structs::returned(val p[0], val p[1])).differences(&[1.3, 0.7]);
    map!(|p| shorthand(val p[0])).differences(&[1.3]);
    map!(|p| rebound_in_a_loop(val Point { x: p[0], y: p[1] }, fix 5)).differences(&[1.3, 0.7]);
}

#[test]
fn updates() {
    gradient!(second |p| update_syntax(val Point { x: p[0], y: p[1] })).differences(&[1.3, 0.7]);
}

#[test]
fn nests() {
    gradient!(second |p| structs::nested(ref Segment { from: Point { x: p[0], y: p[1] }, to: Point { x: p[2], y: p[3] }, samples: 3 })).differences(&[1.3, 0.7, -0.4, 0.9]);
    gradient!(second |p| nested_places(val Segment { from: Point { x: p[0], y: p[1] }, to: Point { x: p[2], y: p[3] }, samples: 3 })).differences(&[1.3, 0.7, -0.4, 0.9]);
}

#[test]
fn tuple_structs() {
    gradient!(second |p| tuple_struct(val Pair(p[0], p[1]))).differences(&[1.3, 0.7]);
}

#[test]
fn lists_in_structs() {
    gradient!(second |p| with_vec(ref layer(p), ref p[4..]))
        .differences(&[1.3, 0.7, -0.4, 0.9, 0.3, -0.6, 0.8]);
    gradient!(second |p| vec_field_in_place(ref layer(p))).differences(&[1.3, 0.7, -0.4, 0.9]);
}

#[test]
fn in_place() {
    map!(|p| advance(mut Point { x: p[1], y: p[2] }, val p[0]) -> ())
        .differences(&[1.3, 0.7, -0.4]);
    gradient!(second |p| advanced(val Point { x: p[0], y: p[1] }, fix 4)).differences(&[1.3, 0.7]);
}

#[test]
fn lists_of_structs() {
    gradient!(second |p| array_of_structs(ref points(p)))
        .differences(&[1.3, 0.7, -0.4, 0.9, 2.0, -1.1]);
    map!(|p| structs_in_place(mut points(p))).differences(&[1.3, 0.7, -0.4, 0.9, 2.0, -1.1]);
}

#[test]
fn generic_structs() {
    gradient!(second |p| width(val Interval { low: p[0], high: p[1] })).differences(&[1.3, 0.7]);
    gradient!(second |p| of_structs(ref Interval { low: Point { x: p[0], y: p[1] }, high: Point { x: p[2], y: p[3] } })).differences(&[1.3, 0.7, -0.4, 0.9]);
}
