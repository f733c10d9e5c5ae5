use autodiff_runtime::prelude::*;

#[derive(Clone, Copy, Differentiable)]
struct Dual {
    value: f64,
    slope: f64,
}

impl Dual {
    fn map(self, f: impl Fn(f64) -> f64) -> Dual {
        Dual { value: f(self.value), slope: self.slope }
    }
}

#[differentiate]
fn f(d: Dual, k: f64) -> f64 {
    d.map(|v| v * k).value //~ `map` cannot be differentiated here
}

fn main() {}
