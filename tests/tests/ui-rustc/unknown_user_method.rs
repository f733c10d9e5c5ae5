use autodiff_runtime::prelude::*;

struct Spring {
    stiffness: f64,
}

impl Spring {
    fn energy(&self, x: f64) -> f64 {
        0.5 * self.stiffness * x * x
    }
}

#[differentiate]
fn f(#[constant] spring: &Spring, x: f64) -> f64 {
    spring.energy(x) //~ no method named `__ad_
}

fn main() {}
