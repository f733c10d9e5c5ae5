use autodiff_runtime::prelude::*;

#[derive(Differentiable, Clone)]
struct Sum {
    total: f64,
}

impl Sum {
    fn push(&mut self, x: f64) {
        self.total += x;
    }
}

#[differentiate]
fn f(x: f64) -> f64 {
    let mut sum = Sum { total: x };
    sum.push(x * x); //~ is not a `Vec`: a change of its length cannot be differentiated
    sum.total
}

fn main() {}
