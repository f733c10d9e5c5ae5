use autodiff_runtime::prelude::*;

#[differentiate]
fn f(x: f64) -> f64 {
    let mut pairs = vec![(x, Some(x))];
    if let Some((a, Some(b))) = pairs.last_mut() {
        *a *= *b;
    }
    pairs[0].0
}

fn main() {}
