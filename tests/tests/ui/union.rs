use autodiff_runtime::prelude::*;

#[derive(Clone, Copy, Differentiable)]
union Bits {
    float: f64,
    bits: u64,
}

fn main() {}
