use autodiff_runtime::prelude::*;

#[differentiate]
async fn f(x: f64) -> f64 {
    let y = core::future::ready(x).await;
    y * 2.0
}

fn main() {}
