use autodiff_runtime::prelude::*;

#[differentiate]
fn f(x: f64) -> f64 {
    let mut y = x;
    'outer: for _ in 0..3 {
        y *= 2.0;
        break 'inner; //~ undeclared label `'inner`
    }
    y
}

fn main() {}
