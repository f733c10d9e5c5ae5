//! The programs of the corpus again, generic over dual numbers: the reference for their derivatives.

pub mod bundle_adjustment;
pub mod gaussian_mixture;
pub mod insertion_trimmed_mean;
pub mod lstm_cell;
pub mod newton_while;
pub mod ray_marcher;
pub mod rk4_bodies;
pub mod tridiagonal;

use num_dual::DualNum;

/// A number that a program can compute with: `f64`, or a dual number over it.
pub trait Number: DualNum<Primitive = f64> + Copy {
    /// The greater of two.
    fn greater(self, other: Self) -> Self {
        if self > other { self } else { other }
    }

    /// The lesser of two.
    fn lesser(self, other: Self) -> Self {
        if self < other { self } else { other }
    }
}

impl<D: DualNum<Primitive = f64> + Copy> Number for D {}

/// A vector of three.
pub type Vector<D> = [D; 3];

fn add<D: Number>(a: Vector<D>, b: Vector<D>) -> Vector<D> {
    [a[0] + b[0], a[1] + b[1], a[2] + b[2]]
}

fn sub<D: Number>(a: Vector<D>, b: Vector<D>) -> Vector<D> {
    [a[0] - b[0], a[1] - b[1], a[2] - b[2]]
}

fn times<D: Number>(a: Vector<D>, s: D) -> Vector<D> {
    [a[0] * s, a[1] * s, a[2] * s]
}

fn dot<D: Number>(a: Vector<D>, b: Vector<D>) -> D {
    a[0] * b[0] + a[1] * b[1] + a[2] * b[2]
}

fn cross<D: Number>(a: Vector<D>, b: Vector<D>) -> Vector<D> {
    [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]]
}

fn norm<D: Number>(a: Vector<D>) -> D {
    dot(a, a).sqrt()
}

/// The next three of a flat list.
fn vector<D: Number>(flat: &[D]) -> Vector<D> {
    [flat[0], flat[1], flat[2]]
}
