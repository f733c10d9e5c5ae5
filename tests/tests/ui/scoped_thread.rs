use autodiff_runtime::prelude::*;

#[differentiate]
fn f(x: f64) -> f64 {
    std::thread::scope(|scope| scope.spawn(|| x * x).join().unwrap())
}

fn main() {}
