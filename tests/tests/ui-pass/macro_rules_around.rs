//! A user's own macro may write differentiated functions, with names and expressions of its caller.
#![deny(warnings)]

use autodiff_runtime::prelude::*;

macro_rules! power {
    ($name:ident, $n:literal) => {
        #[differentiate]
        fn $name(x: f64) -> f64 {
            let y = x.powi($n);
            y * 2.0
        }
    };
}

macro_rules! with_expression {
    ($name:ident($x:ident) = $body:expr) => {
        #[differentiate]
        fn $name($x: f64) -> f64 {
            let y = 3.0 * $x;
            y + $body
        }
    };
}

macro_rules! of_type {
    ($name:ident, $ty:ty) => {
        #[differentiate]
        fn $name(x: $ty, n: usize) -> $ty {
            let mut y = x;
            for _ in 0..n {
                y *= x;
            }
            y
        }
    };
}

power!(square, 2);
power!(cube, 3);
with_expression!(mixed(x) = x * x + 1.0);
of_type!(single, f32);
of_type!(double, f64);

pub fn main() {
    assert_eq!(square::grad(3.0), 12.0);
    assert_eq!(cube::grad(2.0), 24.0);
    assert_eq!(mixed::grad(2.0), 7.0);
    assert_eq!(single::grad(2.0, 2), 12.0);
    assert_eq!(double::grad(2.0, 2), 12.0);
}
