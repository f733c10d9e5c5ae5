//! Differentiated functions inside function bodies, closures and modules inside them.
#![deny(warnings)]

use autodiff_runtime::prelude::*;

pub fn main() {
    #[differentiate]
    fn inner(x: f64) -> f64 {
        fn twice(n: usize) -> usize {
            2 * n
        }
        const SCALE: f64 = 3.0;
        let mut y = x;
        for _ in 0..twice(1) {
            y *= SCALE;
        }
        y * x
    }

    #[differentiate]
    fn outer(x: f64) -> f64 {
        inner(x) + x
    }

    let run = || {
        #[differentiate]
        fn deeper(x: f64) -> f64 {
            x * x
        }
        deeper::grad(2.0)
    };
    assert_eq!(inner::grad(2.0), 36.0);
    assert_eq!(outer::grad(2.0), 37.0);
    assert_eq!(run(), 4.0);
}
