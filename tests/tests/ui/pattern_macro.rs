use autodiff_runtime::prelude::*;

macro_rules! pair {
    ($a:ident, $b:ident) => {
        ($a, $b)
    };
}

#[differentiate]
fn f(p: (f64, f64)) -> f64 {
    let pair!(a, b) = p;
    a * b
}

fn main() {}
