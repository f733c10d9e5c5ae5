use autodiff_runtime::prelude::*;

trait Float: Copy + core::ops::Mul<Output = Self> {}
impl Float for f64 {}

#[differentiate]
fn square<T: Float>(x: T) -> T { //~ `T` has no derivative
    x * x
}

fn main() {}
