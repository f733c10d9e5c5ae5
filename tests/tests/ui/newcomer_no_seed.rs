use autodiff_runtime::prelude::*;

#[differentiate]
fn scaled(x: f64) -> [f64; 2] {
    [x, 2.0 * x]
}

fn main() {
    scaled::vjp(1.0);
}
