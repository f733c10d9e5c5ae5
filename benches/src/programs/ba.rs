//! Reprojection errors of cameras with radial distortion, as in bundle adjustment.

use autodiff_runtime::prelude::*;

/// How many parameters an observation depends on: a camera (11), a point (3) and a weight.
pub const BLOCK: usize = 15;

/// How far the projection of a point lies from where it was seen, times the weight of the observation.
///
/// The block is the camera (rotation vector, center, focal length, principal point, two distortion coefficients), the
/// point, and the weight.
#[differentiate(second_order)]
pub fn reprojection_error(block: &[f64; BLOCK], #[constant] feature: &[f64]) -> [f64; 2] {
    let [r0, r1, r2, c0, c1, c2, focal, u0, v0, k1, k2, x, y, z, weight] = *block;
    let local = rotate([r0, r1, r2], [x - c0, y - c1, z - c2]);
    let u = local[0] / local[2];
    let v = local[1] / local[2];
    let squared = u * u + v * v;
    let distortion = 1.0 + k1 * squared + k2 * squared * squared;
    [
        weight * (u * distortion * focal + u0 - feature[0]),
        weight * (v * distortion * focal + v0 - feature[1]),
    ]
}

/// Rotates a point about the axis and by the angle of a rotation vector.
#[differentiate(second_order)]
pub fn rotate(rotation: [f64; 3], point: [f64; 3]) -> [f64; 3] {
    let squared = rotation[0] * rotation[0] + rotation[1] * rotation[1] + rotation[2] * rotation[2];
    if squared == 0.0 {
        // To first order; the axis is unknown here.
        let turned = cross(rotation, point);
        return [point[0] + turned[0], point[1] + turned[1], point[2] + turned[2]];
    }
    let angle = squared.sqrt();
    let (sin, cos) = angle.sin_cos();
    let inverse = 1.0 / angle;
    let axis = rotation.map(|r| r * inverse);
    let turned = cross(axis, point);
    let along = (axis[0] * point[0] + axis[1] * point[1] + axis[2] * point[2]) * (1.0 - cos);
    let mut rotated = [0.0; 3];
    for i in 0..3 {
        rotated[i] = point[i] * cos + turned[i] * sin + axis[i] * along;
    }
    rotated
}

#[differentiate(second_order)]
fn cross(a: [f64; 3], b: [f64; 3]) -> [f64; 3] {
    [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]]
}

/// What a weight adds to the residuals, so that it does not vanish.
#[differentiate(second_order)]
pub fn weight_error(weight: f64) -> f64 {
    1.0 - weight * weight
}
