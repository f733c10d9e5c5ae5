use autodiff_runtime::prelude::*;
use autodiff_runtime::{check_gradient, lint_gradient};

#[differentiate]
fn square(x: f64) -> f64 {
    x * x
}

fn plain(x: f64) -> f64 {
    x * x
}

fn main() {
    check_gradient!(square);
    check_gradient!(square(0.0)..=(1.0));
    lint_gradient!(square(0.0));
    check_gradient!(square(1.0), tolerance);
    check_gradient!(square(1.0), tolerances = 1e-3);
    check_gradient!(plain(1.0));
}
