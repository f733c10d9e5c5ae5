use autodiff_runtime::prelude::*;

#[differentiate]
fn f(x: f64) -> f64 {
    let p = &x as *const f64;
    p.is_null();
    x * 2.0
}

fn main() {}
