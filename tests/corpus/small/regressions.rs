//! Programs that were once refused, or wrong: found by `tests/fuzz`, and made small.

use autodiff_runtime::prelude::*;

#[differentiate]
pub fn return_in_a_labelled_block(x: f64) -> f64 {
    let v = 'block: {
        if x < 1.0 {
            break 'block x * x;
        }
        if x > 3.0 {
            return x * 5.0;
        }
        x.sin()
    };
    v * x
}

#[differentiate]
pub fn break_of_an_outer_block(x: f64) -> f64 {
    let v = 'outer: {
        let w = 'inner: {
            if x > 3.0 {
                break 'outer x;
            }
            if x > 2.0 {
                break 'inner x * x;
            }
            x.sin()
        };
        w * x
    };
    v * x
}

#[differentiate]
pub fn grow(x: f64, total: &mut f64) -> f64 {
    *total *= x;
    x * *total
}

/// The changed argument has no adjoint.
#[differentiate]
#[allow(unused_variables)]
pub fn changed_in_vain(x: f64) -> f64 {
    if x > 0.0 {
        let mut total = x * x;
        let unused = grow(x, &mut total);
    }
    x * x
}
