use autodiff_runtime::prelude::*;

fn fail() -> ! {
    panic!("no value")
}

#[differentiate]
fn f(x: Option<f64>) -> f64 {
    let Some(x) = x else { fail() };
    x * x
}

fn main() {}
