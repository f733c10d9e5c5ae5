use autodiff_runtime::prelude::*;

#[differentiate]
mod m {
    pub fn f(x: f64) -> f64 {
        x
    }
}

fn main() {}
