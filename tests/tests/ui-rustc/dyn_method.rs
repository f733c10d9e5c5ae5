use autodiff_runtime::prelude::*;

trait Potential {
    fn energy(&self, x: f64) -> f64;
}

#[differentiate]
fn f(#[constant] potential: &dyn Potential, x: f64) -> f64 {
    potential.energy(x) //~ no method named `__ad_
}

fn main() {}
