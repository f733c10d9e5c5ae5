use autodiff_runtime::prelude::*;

#[derive(Differentiable)]
struct Scaled(#[constant] f64, f64);

fn main() {}
