use autodiff_runtime::prelude::*;

#[differentiate]
fn f(x: f64) -> f64 {
    let mut y = x;
    for _ in 0..3 {
        y *= 2.0;
        if y > 10.0 {
            break 'outer;
        }
    }
    y
}

fn main() {}
