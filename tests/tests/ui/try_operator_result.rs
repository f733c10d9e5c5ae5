use autodiff_runtime::prelude::*;

#[differentiate]
fn f(x: f64) -> Result<f64, String> {
    let scale: f64 = "2.0".parse().map_err(|_| String::new())?;
    Ok(x * scale)
}

fn main() {}
