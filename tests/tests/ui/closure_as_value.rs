use autodiff_runtime::prelude::*;

#[differentiate]
fn f(x: f64) -> f64 {
    let table = [|t: f64| t * x];
    table[0](2.0)
}

fn main() {}
