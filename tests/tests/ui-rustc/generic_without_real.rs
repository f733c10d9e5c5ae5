use autodiff_runtime::prelude::*;

#[differentiate] //~ `T` has no derivative
fn f<T: core::ops::Mul<Output = T> + Copy>(x: T) -> T {
    x * x
}

fn main() {}
