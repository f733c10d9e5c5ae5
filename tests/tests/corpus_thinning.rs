//! What takes elements out of the middle of a `Vec`, and what fills two.

#[path = "../corpus/small/thinning.rs"]
mod thinning;

use autodiff_tests::gradient;
use thinning::*;

const P: [f64; 6] = [1.3, 0.7, -0.4, 0.9, 2.0, -1.1];

#[test]
fn vectors() {
    gradient!(second |p| kept(ref p[..5], val p[5])).differences(&[1.3, 0.7, -0.4, 0.9, 2.0, 0.3]);
    gradient!(second |p| without_repeats(ref p[..])).differences(&P[..3]);
    gradient!(second |p| drained(ref p[..5], val p[5])).differences(&P);
    gradient!(second |p| portions(ref p[..5], val p[5]))
        .differences(&[1.3, 0.7, 0.4, 0.9, 2.0, 1.1]);
    gradient!(second |p| two_lists(ref p[..])).differences(&P);
}

#[test]
fn structs() {
    let all = |p: &[f64]| -> Vec<Particle> {
        p.chunks(2).map(|c| Particle { at: c[0], mass: c[1] }).collect()
    };
    gradient!(|p| particles(ref all(&p[..6])[..], val p[6]))
        .differences(&[1.3, 0.7, -0.4, 1.9, 5.0, 2.1, 1.2]);
}

#[test]
fn options() {
    gradient!(second |p| options_in_place(val p[0], val p[1])).differences(&[1.3, 0.7]);
    gradient!(second |p| options_in_place(val p[0], val p[1])).differences(&[0.6, 0.9]);
}

#[test]
fn ranges_panic_as_before() {
    assert!(std::panic::catch_unwind(|| drained::grad(&P[..2], 1.0)).is_err());
}
