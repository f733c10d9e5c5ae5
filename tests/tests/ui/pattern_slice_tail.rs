use autodiff_runtime::prelude::*;

#[derive(Clone, Debug, Differentiable)]
enum List {
    Of([f64; 3]),
    None,
}

#[differentiate]
fn f(xs: &List) -> f64 {
    match xs {
        List::Of([.., last]) => last * last,
        List::None => 0.0,
    }
}

fn main() {}
