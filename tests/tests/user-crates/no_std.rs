use nalgebra::{Matrix2, RealField, Vector2};

/// Plain arithmetic.
#[differentiate(second_order)]
pub fn horner(coefficients: &[f64; 4], x: f64) -> f64 {
    let mut value = 0.0;
    for k in (0..4).rev() {
        value = value * x + coefficients[k];
    }
    value
}

/// A quadratic form.
#[differentiate]
pub fn form(a: &Matrix2<f64>, x: &Vector2<f64>) -> f64 {
    x.dot(&(a * x))
}

/// The functions come with the bound.
#[differentiate]
pub fn decay<T: Real>(x: T, rate: T) -> T {
    (-rate * x).exp() * T::from_f64(2.0)
}

/// Uses them.
pub fn use_them<T: RealField>() -> f64 {
    let (_, gx) = horner::grad(&[1.0, 2.0, 3.0, 4.0], 2.0);
    let (_, of_x) = form::grad(&Matrix2::identity(), &Vector2::repeat(1.0));
    let (d, _) = decay::grad(1.0_f64, 2.0);
    gx + of_x.x + d
}
