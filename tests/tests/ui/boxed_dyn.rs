use autodiff_runtime::prelude::*;

#[differentiate]
fn f(x: f64) -> f64 {
    let any: Box<dyn std::any::Any> = Box::new(x);
    *any.downcast::<f64>().unwrap()
}

fn main() {}
