//! Programs that were once refused, or wrong: found by `tests/fuzz`, and made small.

use autodiff_runtime::prelude::*;

#[differentiate(second_order)]
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

#[differentiate(second_order)]
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

#[differentiate(second_order)]
pub fn grow(x: f64, total: &mut f64) -> f64 {
    *total *= x;
    x * *total
}

/// The changed argument has no adjoint.
#[differentiate(second_order)]
#[allow(unused_variables)]
pub fn changed_in_vain(x: f64) -> f64 {
    if x > 0.0 {
        let mut total = x * x;
        let unused = grow(x, &mut total);
    }
    x * x
}

/// The index reads what the assignment changes.
#[differentiate(second_order)]
pub fn index_of_its_own_list(w: &[f64], x: f64) -> f64 {
    let mut b = [0.1_f64; 4];
    for e in w.iter() {
        b[(b[0].abs() * 4.0) as usize % 4] += 0.5 * e * x;
    }
    if x < 0.0 {
        b[(b[0].abs() * 4.0) as usize % 4] = w[0] * x;
    }
    let tail = &mut b[1..];
    tail[(tail[0].abs() * 2.0) as usize % 2] *= w[1];
    b.iter().map(|v| v * v * v).sum::<f64>()
}

/// A local that borrows from an argument, and a parameter that the function changes.
#[differentiate(second_order)]
pub fn borrowed_part(mut x: f64, a: &[f64], flag: bool) -> f64 {
    let part = if flag { &a[0..2] } else { &a[1..3] };
    x *= x;
    let y = x * part[0] * part[1];
    x = x.sin();
    y * x
}

/// What is iterated over by value is a copy: the loop may change the array meanwhile.
#[differentiate(second_order)]
pub fn changes_what_it_iterates_over(x: f64) -> f64 {
    let mut work = [x, x * 2.0, x * 3.0];
    let mut sum = 0.0;
    for e in work {
        work[2] = e * e;
        sum += e * work[2];
    }
    let squares: f64 = work
        .into_iter()
        .map(|e| {
            work[1] = e * x;
            work[1] * e
        })
        .sum();
    sum + work[2] * work[1] + squares
}

/// A field that is iterated over by value.
#[differentiate(second_order)]
pub fn changes_a_field_it_iterates_over(x: f64) -> f64 {
    let mut state = ([x, x.sin(), x * x], 1.0);
    for (i, e) in state.0.into_iter().enumerate() {
        state.0[2 - i] *= e;
        state.1 *= e + state.0[1];
    }
    state.1 + state.0[0]
}
