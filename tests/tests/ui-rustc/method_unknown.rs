use autodiff_runtime::prelude::*;

#[differentiate]
fn f(x: f64) -> f64 {
    x.next_up() * 2.0 //~ no method named `__ad_
}

fn main() {}
