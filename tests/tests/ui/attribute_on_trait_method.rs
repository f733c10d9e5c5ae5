use autodiff_runtime::prelude::*;

trait Shape {
    #[differentiate]
    fn area(&self, scale: f64) -> f64;
}

fn main() {}
