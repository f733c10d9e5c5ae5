use autodiff_runtime::prelude::*;

#[differentiate]
fn f(x: f64) -> f64 {
    let y = x * 2.0;
    println!("{y}");
    1.0
}

fn main() {}
