use autodiff_runtime::prelude::*;

#[differentiate]
fn f(x: f64) -> f64 {
    #[cfg(test)]
    let x = x * 2.0;
    x * x
}

fn main() {}
