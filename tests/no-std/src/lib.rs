//! Proves that derivatives build and run without `std` and without an allocator.
//!
//! Floats have their mathematical methods in `std` only: here they come from a trait in scope, nalgebra's `ComplexField` and
//! `RealField`, or are not needed.
#![no_std]

pub mod digits;

#[allow(unused_imports, reason = "the tests link `std`, whose methods go first")]
use autodiff_runtime::nalgebra::ComplexField as _;
use autodiff_runtime::nalgebra::{Matrix2, SMatrix, SVector, Vector2, Vector3};
use autodiff_runtime::prelude::*;

/// Plain arithmetic, the coefficients from the last one.
#[differentiate(second_order)]
pub fn horner<const N: usize>(coefficients: &[f64; N], x: f64) -> f64 {
    let mut value = 0.0;
    for k in 0..N {
        value = value * x + coefficients[N - 1 - k];
    }
    value
}

/// The methods of floats that a trait in scope has.
#[differentiate]
pub fn wave(x: f64, t: f64) -> f64 {
    let phase = x - 2.0 * t;
    phase.sin() * (-(phase * phase)).exp() + x.powi(3)
}

/// Branches and an early return.
#[differentiate]
pub fn huber(x: f64, width: f64) -> f64 {
    let size = if x < 0.0 { -x } else { x };
    if size < width {
        return 0.5 * x * x;
    }
    width * (size - 0.5 * width)
}

/// A work array that is overwritten in nested loops.
#[differentiate]
pub fn diffuse(start: &[f64; 5], rate: f64) -> f64 {
    let mut now = *start;
    for _ in 0..3 {
        let before = now;
        for i in 1..4 {
            now[i] = before[i] + rate * (before[i - 1] - 2.0 * before[i] + before[i + 1]);
        }
    }
    let mut energy = 0.0;
    for value in &now {
        energy += value * value;
    }
    energy
}

/// A body in space.
#[derive(Clone, Copy, Debug, PartialEq, Differentiable)]
#[tangent(derive(Copy))]
pub struct Body {
    /// Where it is.
    pub position: Vector3<f64>,
    /// How heavy it is.
    pub mass: f64,
    /// Its number.
    #[constant]
    pub number: u32,
}

#[differentiate]
impl Body {
    /// The potential between two bodies.
    pub fn potential(&self, other: &Body) -> f64 {
        let distance = (self.position - other.position).norm();
        -self.mass * other.mass / distance
    }
}

/// What all bodies have together.
#[differentiate]
pub fn total(bodies: &[Body; 3]) -> f64 {
    let mut sum = 0.0;
    for i in 0..3 {
        let next = (i + 1) % 3;
        sum += bodies[i].potential(&bodies[next]);
    }
    sum
}

/// One layer of a network, its sizes static.
#[differentiate]
pub fn layer<const I: usize, const O: usize>(
    weight: &SMatrix<f64, O, I>,
    bias: &SVector<f64, O>,
    x: &SVector<f64, I>,
) -> f64 {
    let z = weight * x + bias;
    z.component_mul(&z).norm_squared() + z.sum()
}

/// A form with a matrix, over any float.
#[differentiate]
pub fn form<T: Real>(a: &Matrix2<T>, x: &Vector2<T>) -> T {
    x.dot(&(a * x)) * T::from_f64(0.5)
}

/// A solid.
#[derive(Clone, Copy, Debug, PartialEq, Differentiable)]
pub enum Shape {
    /// A cube with a side.
    Cube(f64),
    /// Nothing.
    Nothing,
}

/// The volume of a solid.
#[differentiate]
pub fn volume(shape: &Shape) -> f64 {
    match shape {
        Shape::Cube(side) => side * side * side,
        Shape::Nothing => 0.0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn near(a: f64, b: f64) {
        assert!((a - b).abs() <= 1e-6 * (1.0 + b.abs()), "{a} is not {b}");
    }

    /// The slope of a function, measured.
    fn slope(f: impl Fn(f64) -> f64, x: f64) -> f64 {
        let h = 1e-5;
        (f(x + h) - f(x - h)) / (2.0 * h)
    }

    #[test]
    fn loops_over_arrays() {
        let (of_coefficients, of_x) = horner::grad(&[1.0, 2.0, 3.0], 2.0);
        assert_eq!(of_coefficients, [1.0, 2.0, 4.0]);
        assert_eq!(of_x, 14.0);
    }

    #[test]
    fn methods_of_floats_through_a_trait() {
        let (gx, gt) = wave::grad(0.7, 0.2);
        near(gx, slope(|x| wave(x, 0.2), 0.7));
        near(gt, slope(|t| wave(0.7, t), 0.2));
        let (value, tangent) = wave::jvp(0.7, 0.2, 1.0, 0.0);
        assert_eq!(value, wave(0.7, 0.2));
        near(tangent, gx);
    }

    #[test]
    fn early_returns() {
        assert_eq!(huber::grad(0.5, 1.0), (0.5, 0.0));
        assert_eq!(huber::grad(-3.0, 1.0), (-1.0, 2.0));
    }

    #[test]
    fn work_arrays() {
        let start = [0.0, 1.0, 3.0, 2.0, 0.5];
        let (of_start, of_rate) = diffuse::grad(&start, 0.1);
        near(of_rate, slope(|rate| diffuse(&start, rate), 0.1));
        for i in 0..5 {
            let moved = |x: f64| {
                let mut start = start;
                start[i] = x;
                diffuse(&start, 0.1)
            };
            near(of_start[i], slope(moved, start[i]));
        }
        let (value, back) = diffuse::pullback(&start, 0.1);
        assert_eq!(value, diffuse(&start, 0.1));
        assert_eq!(back(1.0), (of_start, of_rate));
    }

    fn bodies() -> [Body; 3] {
        let at = |x, y, z| Vector3::new(x, y, z);
        [
            Body { position: at(0.0, 0.0, 1.0), mass: 1.0, number: 0 },
            Body { position: at(1.0, 0.5, 0.0), mass: 2.0, number: 1 },
            Body { position: at(-1.0, 2.0, 0.0), mass: 3.0, number: 2 },
        ]
    }

    #[test]
    fn structs_and_methods() {
        let gradient = total::grad(&bodies());
        for i in 0..3 {
            let heavier = |mass: f64| {
                let mut bodies = bodies();
                bodies[i].mass = mass;
                total(&bodies)
            };
            near(gradient[i].mass, slope(heavier, bodies()[i].mass));
            let moved = |x: f64| {
                let mut bodies = bodies();
                bodies[i].position.x = x;
                total(&bodies)
            };
            near(gradient[i].position.x, slope(moved, bodies()[i].position.x));
        }
    }

    #[test]
    fn static_matrices() {
        let weight = SMatrix::<f64, 2, 3>::new(0.1, 0.2, 0.3, 0.4, 0.5, 0.6);
        let (bias, x) = (SVector::<f64, 2>::new(0.1, -0.2), SVector::<f64, 3>::new(1.0, 2.0, 3.0));
        let (of_weight, of_bias, of_x) = layer::grad(&weight, &bias, &x);
        let moved = |w: f64| {
            let mut weight = weight;
            weight[(1, 2)] = w;
            layer(&weight, &bias, &x)
        };
        near(of_weight[(1, 2)], slope(moved, 0.6));
        near(of_bias[0], slope(|b| layer(&weight, &SVector::<f64, 2>::new(b, -0.2), &x), 0.1));
        near(
            of_x[0],
            slope(|x0| layer(&weight, &bias, &SVector::<f64, 3>::new(x0, 2.0, 3.0)), 1.0),
        );
    }

    #[test]
    fn any_float() {
        let (of_a, of_x) =
            form::grad(&Matrix2::new(2.0_f32, 0.0, 0.0, 4.0), &Vector2::new(1.0, 3.0));
        assert_eq!(of_x, Vector2::new(2.0, 12.0));
        assert_eq!(of_a, Matrix2::new(0.5, 1.5, 1.5, 4.5));
    }

    #[test]
    fn enums() {
        assert_eq!(volume::grad(&Shape::Cube(2.0)), ShapeTangent::Cube(12.0));
        assert_eq!(volume::grad(&Shape::Nothing), ShapeTangent::Nothing);
    }
}
