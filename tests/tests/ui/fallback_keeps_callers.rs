use autodiff_runtime::prelude::*;

mod model {
    use autodiff_runtime::prelude::*;

    #[differentiate]
    pub(crate) fn f(x: f64, ys: &[f64]) -> f64 {
        let p = unsafe { *ys.as_ptr() };
        x * p
    }
}

use model::f;

#[differentiate]
fn outer(x: f64, ys: &[f64]) -> f64 {
    2.0 * f(x, ys)
}

fn main() {
    let ys = [1.0, 2.0];
    let _: f64 = f(1.0, &ys);
    let (_, _): (f64, Vec<f64>) = f::grad(1.0, &ys);
    let (_, (_, _)) = f::value_and_grad(1.0, &ys);
    let (_, back) = f::pullback(1.0, &ys);
    let (_, _) = back(1.0);
    let (_, _) = f::jvp(1.0, &ys, 1.0, &ys);
    let _ = outer::grad(1.0, &ys);
}
