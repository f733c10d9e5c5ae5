use autodiff_runtime::prelude::*;

struct Model;

impl Model {
    #[differentiate] //~ struct is not supported in `trait`s or `impl`s
    fn loss(x: f64) -> f64 {
        x * x
    }
}

fn main() {}
