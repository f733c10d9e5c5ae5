use autodiff_runtime::prelude::*;

fn main() {
    let square = #[differentiate]
    |x: f64| x * x;
}
