//! The camera model with vectors, and the rotation as a matrix exponential where it is small.

use super::{Number, Vector, add, cross, dot, sub, times, vector};

/// The point turned by a rotation vector.
pub fn rotate<D: Number>(r: Vector<D>, x: Vector<D>) -> Vector<D> {
    let squared = dot(r, r);
    if squared == 0.0 {
        return add(x, cross(r, x));
    }
    let angle = squared.sqrt();
    let axis = times(r, angle.recip());
    let along = dot(axis, x) * (-angle.cos() + 1.0);
    add(add(times(x, angle.cos()), times(cross(axis, x), angle.sin())), times(axis, along))
}

/// Where the camera sees the point.
pub fn project<D: Number>(camera: &[D], point: &[D]) -> [D; 2] {
    let local = rotate(vector(camera), sub(vector(point), vector(&camera[3..])));
    let (u, v) = (local[0] / local[2], local[1] / local[2]);
    let s = u * u + v * v;
    let distortion = camera[9] * s + camera[10] * s * s + 1.0;
    [u * distortion * camera[6] + camera[7], v * distortion * camera[6] + camera[8]]
}

/// The weighted residual of an observation.
pub fn reprojection_error<D: Number>(camera: &[D], point: &[D], weight: D, seen: &[f64]) -> [D; 2] {
    let [u, v] = project(camera, point);
    [weight * (u - seen[0]), weight * (v - seen[1])]
}

/// Half the sum of squares of a scene; a sighting is a camera and a point.
pub fn scene_cost<D: Number>(
    cameras: &[D],
    points: &[D],
    weights: &[D],
    sightings: &[(usize, usize)],
    features: &[f64],
) -> D {
    let residuals = sightings.iter().zip(features.chunks(2)).zip(weights);
    let squares = residuals.map(|(((camera, point), seen), weight)| {
        let e = reprojection_error(&cameras[11 * camera..], &points[3 * point..], *weight, seen);
        let w = -*weight * *weight + 1.0;
        e[0] * e[0] + e[1] * e[1] + w * w
    });
    squares.sum::<D>() * 0.5
}
