//! Enums.

#[path = "../corpus/small/enums.rs"]
mod enums;

use autodiff_tests::flat::Flat;
use autodiff_tests::{gradient, map};
use enums::*;

impl Flat for Activation {
    fn flat(&self) -> Vec<f64> {
        match self {
            Activation::Linear => vec![],
            Activation::Leaky(slope) => vec![*slope],
            Activation::Scaled { factor, .. } => vec![*factor],
            Activation::Mixed(a, [b, c]) => vec![**a, *b, *c],
        }
    }
}

fn leaky(p: &[f64]) -> Activation {
    Activation::Leaky(p[0])
}

fn scaled(p: &[f64]) -> Activation {
    Activation::Scaled { factor: p[0], power: 3 }
}

fn mixed(p: &[f64]) -> Activation {
    Activation::Mixed(Box::new(p[0]), [p[1], p[2]])
}

#[test]
fn matched_by_reference() {
    gradient!(second |p| activate(ref Activation::Linear, val p[0])).differences(&[1.3]);
    gradient!(second |p| activate(ref leaky(p), val p[1]))
        .differences(&[0.2, 1.3])
        .differences(&[0.2, -1.3]);
    gradient!(second |p| activate(ref scaled(p), val p[1])).differences(&[0.2, 1.3]);
    gradient!(second |p| activate(ref mixed(p), val p[3])).differences(&[1.3, 0.7, -0.4, 0.9]);
}

#[test]
fn matched_by_value() {
    gradient!(second |p| enums::by_value(val leaky(p), val p[1]))
        .differences(&[0.2, 1.3])
        .differences(&[0.7, 1.3]);
    gradient!(second |p| enums::by_value(val scaled(p), val p[1])).differences(&[0.2, 1.3]);
    gradient!(second |p| enums::by_value(val mixed(p), val p[3]))
        .differences(&[1.3, 0.7, -0.4, 0.9]);
}

#[test]
fn one_variant() {
    gradient!(second |p| only_one(ref leaky(p), val p[1])).differences(&[0.2, 1.3]);
    gradient!(second |p| only_one(ref scaled(p), val p[1])).differences(&[0.2, 1.3]);
    gradient!(second |p| only_one(ref mixed(p), val p[3])).differences(&[1.3, 0.7, -0.4, 0.9]);
}

#[test]
fn built() {
    map!(|p| chosen(val p[0], val p[1])).differences(&[1.3, 0.7]).differences(&[0.7, 1.3]);
    gradient!(second |p| built_and_matched(val p[0], val p[1]))
        .differences(&[1.3, 0.7])
        .differences(&[0.7, 1.3]);
}

#[test]
fn in_lists() {
    gradient!(second |p| sequence(ref [leaky(p), Activation::Linear, mixed(&p[1..]), scaled(&p[4..])], val p[5])).differences(&[0.2, 1.3, 0.4, 0.5, 0.8, -0.7]);
}

#[test]
fn changed() {
    gradient!(second |p| changed_in_place(ref leaky(p), val p[1])).differences(&[0.2, 1.3]);
    gradient!(second |p| changed_in_place(ref scaled(p), val p[1])).differences(&[0.2, 1.3]);
    gradient!(second |p| changed_in_place(ref mixed(p), val p[3]))
        .differences(&[1.3, 0.7, -0.4, 0.9]);
    gradient!(second |p| variant_changes(val p[0])).differences(&[1.3]);
}

#[test]
fn without_numbers() {
    for mode in [Mode::Sum, Mode::Product, Mode::Last] {
        gradient!(second |p| inactive_enum(ref p[..], fix mode)).differences(&[1.3, 0.7]);
    }
}
