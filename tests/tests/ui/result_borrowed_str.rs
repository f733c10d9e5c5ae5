use autodiff_runtime::prelude::*;

#[differentiate]
fn f(x: f64) -> &'static str {
    if x > 0.0 { "positive" } else { "negative" }
}

fn main() {}
