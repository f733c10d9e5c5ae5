//! Arguments passed on by their names, trait objects that are constant, fields that are called as nalgebra's.

use autodiff_runtime::nalgebra::{Point2, Vector2};
use autodiff_runtime::prelude::*;

#[differentiate]
pub fn scaled_second(xs: &[f64], by: f64) -> f64 {
    xs[1] * by
}

#[differentiate]
pub fn product(a: &f64, b: f64) -> f64 {
    *a * b
}

#[differentiate]
pub fn doubles_first(xs: &mut [f64]) {
    xs[0] *= 2.0;
}

/// A `&mut` parameter where `&` is taken, beside an element of it; and where `&mut` is taken.
#[differentiate]
pub fn passes_exclusive(xs: &mut [f64], y: &mut f64) -> f64 {
    let first = scaled_second(xs, xs[0]);
    xs[0] = first * first;
    doubles_first(xs);
    let second = scaled_second(xs, xs[0] * *y);
    *y *= product(y, second);
    first + product(y, xs[1])
}

pub trait Shape {
    fn sides(&self) -> usize;
}

pub struct Square;

impl Shape for Square {
    fn sides(&self) -> usize {
        4
    }
}

/// Every derivative but `pullback`, which would have to own the trait object.
#[differentiate]
pub fn perimeter(side: f64, #[constant] shape: &dyn Shape) -> f64 {
    side * shape.sides() as f64
}

#[derive(Clone, Copy, Differentiable)]
pub struct Placed {
    pub coords: f64,
    pub at: Point2<f64>,
}

#[differentiate]
pub fn coordinates(x: f64, y: f64) -> f64 {
    let mut placed = Placed { coords: x * y, at: Point2::new(x, y) };
    placed.coords *= x;
    placed.at.coords += Vector2::new(y, placed.coords);
    placed.at.coords.x *= placed.coords;
    placed.at.coords.norm() * placed.coords + placed.at.coords.y
}

#[differentiate]
pub fn of_a_struct(placed: &Placed) -> f64 {
    placed.coords * placed.at.coords.dot(&placed.at.coords)
}
