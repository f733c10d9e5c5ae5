use autodiff_runtime::prelude::*;

#[differentiate]
fn scaled(x: [f64; 2], k: f64) -> [f64; 2] {
    [k * x[0], k * x[1]]
}

fn main() {
    scaled::jacobian([1.0, 2.0], 3.0);
}
