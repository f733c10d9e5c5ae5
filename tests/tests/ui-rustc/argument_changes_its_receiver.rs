use autodiff_runtime::prelude::*;

#[derive(Clone, Copy, Debug, Differentiable)]
struct Walk(f64);

#[differentiate]
impl Walk {
    fn times(self, factor: f64) -> f64 {
        self.0 * factor
    }

    fn advance(&mut self, by: f64) -> f64 {
        self.0 += by;
        self.0
    }
}

// Rust copies `walk` before it advances.
#[differentiate]
fn f(x: f64) -> f64 {
    let mut walk = Walk(x); //~ cannot borrow
    walk.times(walk.advance(1.0))
}

fn main() {}
