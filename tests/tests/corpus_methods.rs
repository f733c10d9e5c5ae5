//! Methods and traits.

#[path = "../corpus/small/methods.rs"]
mod methods;

use autodiff_tests::flat::Flat;
use autodiff_tests::{gradient, map};
use methods::*;

impl Flat for Spring {
    fn flat(&self) -> Vec<f64> {
        vec![self.stiffness, self.length]
    }
}

fn polynomial(p: &[f64]) -> Polynomial {
    Polynomial { coefficients: p.to_vec() }
}

#[test]
fn of_a_block() {
    gradient!(second |p| Spring[energy](ref Spring { stiffness: p[0], length: p[1] }, val p[2]))
        .differences(&[1.3, 0.7, 2.0]);
    map!(|p| Spring[stretched](val Spring { stiffness: p[0], length: p[1] }, val p[2]))
        .differences(&[1.3, 0.7, 2.0]);
    map!(|p| Spring[soften](mut Spring { stiffness: p[1], length: p[2] }, val p[0]) -> ())
        .differences(&[1.3, 0.7, 2.0]);
    gradient!(second |p| Spring[two](val p[0], val p[1])).differences(&[1.3, 0.7]);
}

#[test]
fn that_call_methods() {
    gradient!(second |p| Spring[total](ref Spring { stiffness: p[0], length: p[1] }, ref p[2..]))
        .differences(&[1.3, 0.7, 2.0, 0.4]);
    gradient!(second |p| Spring[chained](ref Spring { stiffness: p[0], length: p[1] }, val p[2]))
        .differences(&[1.3, 0.7, 2.0]);
    gradient!(second |p| Spring[softened](ref Spring { stiffness: p[0], length: p[1] }, fix 3))
        .differences(&[1.3, 0.7]);
    gradient!(second |p| of_field(ref [Spring { stiffness: p[0], length: p[1] }, Spring { stiffness: p[2], length: p[3] }], val p[4])).differences(&[1.3, 0.7, 2.0, 0.4, 1.9]);
}

#[test]
fn that_stand_alone_in_a_block() {
    gradient!(second |p| Polynomial[at](ref polynomial(&p[..4]), val p[4]))
        .differences(&[1.3, 0.7, 2.0, 0.4, 1.9]);
    gradient!(second |p| newton_step(ref polynomial(&p[..3]), val p[3], val p[4]))
        .differences(&[-2.0, 0.7, 1.0, 1.4, 0.1]);
    assert_eq!(polynomial(&[1.0, 2.0]).degree(), 1);
}

#[test]
fn of_traits() {
    gradient!(second |p| LennardJones[value](ref LennardJones { depth: p[0], size: p[1] }, val p[2]))
        .differences(&[1.3, 0.7, 0.9]);
    gradient!(second |p| LennardJones[twice](ref LennardJones { depth: p[0], size: p[1] }, val p[2]))
        .differences(&[1.3, 0.7, 0.9]);
    gradient!(second |p| Harmonic[twice](ref Harmonic { stiffness: p[0] }, val p[1]))
        .differences(&[1.3, 0.7]);
    gradient!(second |p| of_concrete(ref LennardJones { depth: p[0], size: p[1] }, val p[2]))
        .differences(&[1.3, 0.7, 0.9]);
}
