//! Alternatives of one pattern may bind the same names in different places.
#![deny(warnings)]

use autodiff_runtime::prelude::*;

#[differentiate]
fn f(p: (f64, Option<f64>, Option<f64>)) -> f64 {
    match p {
        (x, Some(y), None) | (y, None, Some(x)) => x * x * y,
        _ => p.0,
    }
}

pub fn main() {
    assert_eq!(f::grad((3.0, Some(2.0), None)), (12.0, Some(9.0), None));
    assert_eq!(f::grad((3.0, None, Some(2.0))), (4.0, None, Some(12.0)));
    assert_eq!(f::grad((3.0, None, None)), (1.0, None, None));
}
