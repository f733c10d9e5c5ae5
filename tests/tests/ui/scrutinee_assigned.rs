use autodiff_runtime::prelude::*;

#[differentiate]
fn f(p: (f64, f64)) -> f64 {
    let mut p = p;
    match &p {
        (a, b) => {
            p = (*b, *a);
        }
    }
    p.0
}

fn main() {}
