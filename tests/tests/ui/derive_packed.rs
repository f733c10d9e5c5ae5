use autodiff_runtime::prelude::*;

#[derive(Clone, Copy, Differentiable)]
#[repr(C, packed)]
struct Sample {
    at: u8,
    value: f64,
}

fn main() {}
