use autodiff_runtime::prelude::*;

#[derive(Clone, Differentiable)]
struct Queue {
    items: [f64; 3],
}

impl Queue {
    fn first(&self) -> Option<&f64> {
        self.items.last()
    }
}

#[differentiate]
fn f(q: &Queue) -> f64 {
    *q.first().unwrap() * 2.0 //~ cannot be followed
}

fn main() {}
