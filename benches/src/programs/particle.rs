//! A charged particle in the field of two charges, with structs: a derivative inside of what is differentiated.
//!
//! The force is minus the gradient of a potential; the path comes from Euler's method, until it meets the axis.

use autodiff_runtime::prelude::*;

/// A point or a vector of the plane.
#[derive(Clone, Copy, Debug, PartialEq, Differentiable)]
#[tangent(derive(Copy))]
pub struct Point {
    /// Abscissa.
    pub x: f64,
    /// Ordinate.
    pub y: f64,
}

/// The potential of unit charges.
#[differentiate(second_order)]
pub fn potential(charges: &[Point; 2], at: Point) -> f64 {
    let mut total = 0.0;
    for charge in charges {
        let (dx, dy) = (charge.x - at.x, charge.y - at.y);
        total += 1.0 / (dx * dx + dy * dy).sqrt();
    }
    total
}

/// The force on a unit charge: minus the gradient of the potential, by forward or by reverse mode.
#[differentiate(vjp = force_vjp, jvp = force_jvp::<FORWARD>)]
pub fn force<const FORWARD: bool>(charges: &[Point; 2], at: Point) -> Point {
    if FORWARD {
        let along = |x, y| {
            potential::jvp(
                charges,
                at,
                &[PointTangent { x: 0.0, y: 0.0 }; 2],
                PointTangent { x, y },
            )
            .1
        };
        Point { x: -along(1.0, 0.0), y: -along(0.0, 1.0) }
    } else {
        let (_, slope) = potential::grad(charges, at);
        Point { x: -slope.x, y: -slope.y }
    }
}

/// The Hessian is symmetric: its product with the seed is the cotangent.
fn force_vjp(
    charges: &[Point; 2],
    at: Point,
    seed: PointTangent,
    of_charges: &mut [PointTangent; 2],
    of_at: &mut PointTangent,
) {
    let rest = [PointTangent { x: 0.0, y: 0.0 }; 2];
    let (by_charges, by_at) = potential::hvp(charges, at, &rest, seed);
    for (sum, part) in of_charges.iter_mut().zip(by_charges) {
        sum.x -= part.x;
        sum.y -= part.y;
    }
    of_at.x -= by_at.x;
    of_at.y -= by_at.y;
}

fn force_jvp<const FORWARD: bool>(
    charges: &[Point; 2],
    at: Point,
    of_charges: &[PointTangent; 2],
    of_at: PointTangent,
) -> (Point, PointTangent) {
    let (_, change) = potential::hvp(charges, at, of_charges, of_at);
    (force::<FORWARD>(charges, at), PointTangent { x: -change.x, y: -change.y })
}

/// The square of where the particle meets the axis, for a control `w` that moves one of the charges.
#[differentiate]
pub fn miss<const FORWARD: bool>(w: f64) -> f64 {
    let charges = [Point { x: 10.0, y: 10.0 - w }, Point { x: 10.0, y: 0.0 }];
    let mut at = Point { x: 0.0, y: 8.0 };
    let mut velocity = Point { x: 0.75, y: 0.0 };
    let dt = 0.1;
    loop {
        let force = force::<FORWARD>(&charges, at);
        at.x += dt * velocity.x;
        at.y += dt * velocity.y;
        if at.y <= 0.0 {
            let rest = -at.y / velocity.y;
            let x = at.x + rest * velocity.x;
            return x * x;
        }
        velocity.x += dt * force.x;
        velocity.y += dt * force.y;
    }
}
