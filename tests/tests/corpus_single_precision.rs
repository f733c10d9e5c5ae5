//! `f32`.

#[path = "../corpus/small/single_precision.rs"]
mod single_precision;

use autodiff_tests::{gradient, map};
use single_precision::*;

#[test]
fn scalars() {
    gradient!(second |p| simple(val p[0] as f32, val p[1] as f32))
        .single()
        .differences(&[1.3, 0.7]);
}

#[test]
fn loops_over_slices() {
    gradient!(second |p| loops(ref singles(p))).single().differences(&[0.3, -0.2, 0.1]);
}

#[test]
fn arrays_of_singles() {
    map!(|p| single_precision::arrays(val [p[0] as f32, p[1] as f32]))
        .single()
        .differences(&[1.3, 0.7]);
}

#[test]
fn both_precisions() {
    gradient!(second |p| widened(val p[0] as f32, val p[1])).single().differences(&[1.3, 0.7]);
    gradient!(second |p| narrowed(val p[0], val p[1] as f32)).single().differences(&[1.3, 0.7]);
}

fn singles(p: &[f64]) -> Vec<f32> {
    p.iter().map(|&x| x as f32).collect()
}
