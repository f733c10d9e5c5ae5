use autodiff_runtime::prelude::*;

#[derive(Differentiable, Clone)]
struct Maybe {
    value: f64,
}

impl Maybe {
    fn unwrap(self) -> f64 {
        self.value * 2.0
    }

    fn unwrap_or(&self, other: f64) -> f64 {
        self.value * other
    }
}

#[differentiate]
fn f(x: f64) -> f64 {
    let maybe = Maybe { value: x };
    let y = maybe.unwrap_or(x); //~ `Maybe` is neither an `Option` nor a `Result`
    y * maybe.unwrap() //~ `unwrap` of a `Maybe` cannot be differentiated
}

fn main() {}
