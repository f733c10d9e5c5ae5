use autodiff_runtime::prelude::*;

struct Model;

#[differentiate]
impl Model {
    fn loss(&self, #[constant] n: usize, x: f64) -> f64 {
        drop(async { x });
        x * n as f64
    }
}

impl autodiff_runtime::Differentiable for Model {
    type Tangent = ();
    fn zero_tangent(&self) {}
}

fn main() {
    let _ = Model.loss(2, 1.0);
    let _ = Model.loss_grad(2, 1.0);
}
