//! Sphere tracing through a scene of shapes given by their distance functions.

use autodiff_runtime::nalgebra::Vector3;
use autodiff_runtime::prelude::*;

/// A shape in the scene.
#[derive(Differentiable, Clone, Debug, PartialEq)]
pub enum Shape {
    /// A ball.
    Sphere {
        /// Its center.
        center: Vector3<f64>,
        /// Its radius.
        radius: f64,
    },
    /// A half-space below a plane.
    Ground {
        /// The height of the plane.
        height: f64,
    },
    /// A box with rounded edges: center, half sizes, rounding.
    Block(Vector3<f64>, Vector3<f64>, f64),
    /// Nothing at all.
    Empty,
}

/// The distance from a point to the surface of a shape.
#[differentiate(second_order)]
pub fn distance(shape: &Shape, at: &Vector3<f64>) -> f64 {
    match shape {
        Shape::Sphere { center, radius } => (at - center).norm() - radius,
        Shape::Ground { height } => at.y - height,
        Shape::Block(center, half, rounding) => {
            let offset = at - center;
            let mut squared = 0.0;
            let mut inside = f64::NEG_INFINITY;
            for i in 0..3 {
                let beyond = offset[i].abs() - half[i];
                if beyond > 0.0 {
                    squared += beyond * beyond;
                }
                inside = inside.max(beyond);
            }
            let outside = if squared > 0.0 { squared.sqrt() } else { 0.0 };
            outside + inside.min(0.0) - rounding
        }
        Shape::Empty => 1.0e3,
    }
}

/// The distance from a point to the nearest surface of the scene, with blended seams.
#[differentiate(second_order)]
pub fn scene_distance(shapes: &[Shape], at: &Vector3<f64>, blend: f64) -> f64 {
    let mut nearest = 1.0e3;
    for shape in shapes {
        let d = distance(shape, at);
        // The smooth minimum of Quilez: exact away from the seam.
        let h = (blend - (nearest - d).abs()).max(0.0) / blend;
        nearest = nearest.min(d) - 0.25 * h * h * blend;
    }
    nearest
}

/// How far a ray travels until it meets the scene, or `None`.
#[differentiate(second_order)]
pub fn march(
    shapes: &[Shape],
    origin: &Vector3<f64>,
    direction: &Vector3<f64>,
    blend: f64,
) -> Option<f64> {
    let mut travelled = 0.0;
    for _ in 0..200 {
        let at = origin + direction * travelled;
        let d = scene_distance(shapes, &at, blend);
        travelled += d;
        if d < 1e-10 {
            return Some(travelled);
        }
        if travelled > 100.0 {
            break;
        }
    }
    None
}

/// The brightness of a pixel: light that falls off with the distance travelled, and fog where nothing is met.
#[differentiate(second_order)]
pub fn brightness(
    shapes: &[Shape],
    origin: &Vector3<f64>,
    direction: &Vector3<f64>,
    blend: f64,
    fog: f64,
) -> f64 {
    let towards = direction.normalize();
    match march(shapes, origin, &towards, blend) {
        Some(travelled) if travelled > 0.0 => (1.0 - fog) / (1.0 + 0.1 * travelled * travelled),
        _ => fog * 0.5,
    }
}
