//! Calls of differentiated functions, across modules and in places.

#![allow(clippy::assign_op_pattern)]

use autodiff_runtime::prelude::*;

#[differentiate(second_order)]
pub fn square(x: f64) -> f64 {
    x * x
}

#[differentiate(second_order)]
pub fn once(x: f64) -> f64 {
    square(x) + x
}

#[differentiate(second_order)]
pub fn nested(x: f64) -> f64 {
    square(square(x) + once(x))
}

#[differentiate(second_order)]
pub fn in_expressions(x: f64, y: f64) -> f64 {
    square(x * y) * square(x) - once(x - y) / square(y)
}

#[differentiate(second_order)]
pub fn in_a_loop(x: f64) -> f64 {
    let mut y = x;
    for i in 0..4 {
        y = once(y * 0.3) + i as f64 * square(y);
    }
    y
}

#[differentiate(second_order)]
pub fn only_in_a_branch(x: f64) -> f64 {
    if square(x) > 2.0 { once(x) } else { square(x - 1.0) }
}

pub mod geometry {
    //! Called by path.

    use autodiff_runtime::prelude::*;

    #[differentiate(second_order)]
    pub fn length(x: f64, y: f64) -> f64 {
        (x * x + y * y).sqrt()
    }

    pub mod area {
        //! One deeper.

        use autodiff_runtime::prelude::*;

        #[differentiate(second_order)]
        pub fn triangle(a: f64, b: f64, c: f64) -> f64 {
            let s = 0.5 * (a + b + c);
            (s * (s - a) * (s - b) * (s - c)).sqrt()
        }

        #[differentiate(second_order)]
        pub fn right_triangle(a: f64, b: f64) -> f64 {
            triangle(a, b, super::length(a, b))
        }
    }
}

use geometry::area;

#[differentiate(second_order)]
pub fn by_path(x: f64, y: f64) -> f64 {
    geometry::length(x, y) * area::right_triangle(x, y) + self::square(x)
}

#[differentiate(second_order)]
pub fn next(previous: &[f64; 2]) -> [f64; 2] {
    [previous[1], previous[0] * previous[1] + 0.1]
}

#[differentiate(second_order)]
pub fn element_from_element(start: [f64; 2]) -> f64 {
    let mut states = [[0.0; 2]; 5];
    states[0] = start;
    for i in 0..4 {
        states[i + 1] = next(&states[i]);
    }
    states[4][1] * states[2][0]
}

fn table(i: usize) -> f64 {
    [0.5, 1.5, -2.0][i % 3]
}

#[differentiate(second_order)]
pub fn calls_with_inactive_arguments(x: f64, n: usize) -> f64 {
    let mut y = 0.0;
    for i in 0..n {
        y += table(i) * x.powi(i as i32) + f64::from(n as u32) * table(n);
    }
    y
}

#[differentiate(second_order)]
pub fn mixed_arguments(x: f64, label: &str, count: usize, flag: bool) -> f64 {
    let y = if flag { x * count as f64 } else { x };
    y * y * label.len() as f64
}

#[differentiate(second_order)]
pub fn calls_mixed(x: f64) -> f64 {
    mixed_arguments(x, "abc", 2, true) + mixed_arguments(x * x, "z", 5, false)
}

#[differentiate(second_order)]
pub fn value_is_also_constant(x: f64) -> f64 {
    // The same function, called once with a constant.
    square(3.0) * square(x)
}

#[differentiate(second_order)]
pub fn argument_is_changed_after(x: f64) -> f64 {
    let mut y = x * 2.0;
    let z = once(y);
    y = square(z) * y;
    once(y) * z
}

#[differentiate(second_order)]
pub fn smoothed(values: &mut [f64], weight: f64) -> f64 {
    let mut change = 0.0;
    for i in 1..values.len() {
        let before = values[i];
        values[i] = before + weight * (values[i - 1] - before);
        change += square(values[i] - before);
    }
    change
}

#[differentiate(second_order)]
pub fn repeatedly_in_place(xs: &[f64], weight: f64) -> f64 {
    let mut work = xs.to_vec();
    let mut total = 0.0;
    for _ in 0..3 {
        total += smoothed(&mut work, weight) * work[1];
    }
    total
}
