use autodiff_runtime::prelude::*;

trait Potential {
    fn energy(&self, x: f64) -> f64;
}

#[differentiate]
fn f(potential: &dyn Potential, x: f64) -> f64 {
    potential.energy(x)
}

fn main() {}
