//! Type, const and lifetime parameters.

#[path = "../corpus/small/generics.rs"]
mod generics;

use autodiff_runtime::nalgebra::Vector3;
use autodiff_tests::flat::Flat;
use autodiff_tests::{gradient, map};
use generics::*;

impl Flat for Complex<f64> {
    fn flat(&self) -> Vec<f64> {
        vec![self.re, self.im]
    }
}

#[test]
fn over_the_scalar() {
    gradient!(second |p| smooth_step(val p[0])).differences(&[0.3]);
    gradient!(second |p| wave(val p[0], val p[1])).differences(&[1.3, 0.7]);
    gradient!(second |p| horner(ref [p[0], p[1], p[2]], val p[3]))
        .differences(&[1.3, 0.7, -0.4, 0.9]);
    gradient!(second |p| generic_loop(ref p[..])).differences(&[1.3, 0.7, -0.4, 0.9]);
    gradient!(second |p| calls_generic(val p[0])).differences(&[0.3]);
    gradient!(second |p| calls_generic_in_generic(val p[0])).differences(&[0.3]);
}

#[test]
fn in_single_precision() {
    gradient!(second |p| smooth_step(val p[0] as f32)).single().differences(&[0.3]);
    gradient!(second |p| wave(val p[0] as f32, val p[1] as f32)).single().differences(&[1.3, 0.7]);
}

#[test]
fn over_sizes() {
    gradient!(second |p| const_generic(val [p[0], p[1], p[2]])).differences(&[1.3, 0.7, -0.4]);
    map!(|p| const_matrix(ref [[p[0], p[1], p[2]], [p[3], p[4], p[5]]], ref [p[6], p[7], p[8]]))
        .differences(&[1.3, 0.7, -0.4, 0.9, 2.0, -1.1, 0.5, 0.8, 1.7]);
    gradient!(second |p| generic_vector(ref Vector3::new(p[0], p[1], p[2])))
        .differences(&[1.3, 0.7, -0.4]);
}

#[test]
fn over_lifetimes() {
    gradient!(second |p| with_lifetimes(ref p[..2], ref p[2..], fix 1))
        .differences(&[1.3, 0.7, -0.4, 0.9, 0.3]);
}

type Double = Complex<f64>;

#[test]
fn methods() {
    map!(|p| Double[times](val Complex { re: p[0], im: p[1] }, val Complex { re: p[2], im: p[3] }))
        .differences(&[1.3, 0.7, -0.4, 0.9]);
    gradient!(second |p| Double[norm_squared](ref Complex { re: p[0], im: p[1] }))
        .differences(&[1.3, 0.7]);
    gradient!(second |p| Double[orbit](ref Complex { re: p[0], im: p[1] }, fix 4))
        .differences(&[0.3, 0.5]);
}
