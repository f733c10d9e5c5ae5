//! Reprojection error of a camera with radial distortion, as in bundle adjustment.

use autodiff_runtime::prelude::*;

/// How far the projection of a point lies from where it was seen, times the weight of the observation.
///
/// A camera is a rotation vector, a center, a focal length, a principal point and two distortion coefficients.
#[differentiate(second_order)]
pub fn reprojection_error(
    camera: &[f64],
    point: &[f64],
    weight: f64,
    #[constant] feature: &[f64],
) -> [f64; 2] {
    let [u, v] = project(camera, point);
    [weight * (u - feature[0]), weight * (v - feature[1])]
}

/// Where the camera sees the point.
#[differentiate(second_order)]
pub fn project(camera: &[f64], point: &[f64]) -> [f64; 2] {
    let offset = [point[0] - camera[3], point[1] - camera[4], point[2] - camera[5]];
    let local = rotate(&camera[0..3], &offset);
    let u = local[0] / local[2];
    let v = local[1] / local[2];
    let distortion = radial_distortion(camera[9], camera[10], u * u + v * v);
    let focal = camera[6];
    [u * distortion * focal + camera[7], v * distortion * focal + camera[8]]
}

/// The factor by which a lens stretches at a squared distance from the axis.
#[differentiate(second_order)]
fn radial_distortion(k1: f64, k2: f64, squared: f64) -> f64 {
    1.0 + k1 * squared + k2 * squared * squared
}

/// Rotates a point about the axis and by the angle of a rotation vector.
#[differentiate(second_order)]
pub fn rotate(rotation: &[f64], point: &[f64; 3]) -> [f64; 3] {
    let mut squared = 0.0;
    for r in rotation {
        squared += r * r;
    }
    if squared == 0.0 {
        // To first order; the axis is unknown here.
        let turned = cross(&[rotation[0], rotation[1], rotation[2]], point);
        return [point[0] + turned[0], point[1] + turned[1], point[2] + turned[2]];
    }
    let angle = squared.sqrt();
    let (sin, cos) = angle.sin_cos();
    let axis = [rotation[0] / angle, rotation[1] / angle, rotation[2] / angle];
    let turned = cross(&axis, point);
    let along = (axis[0] * point[0] + axis[1] * point[1] + axis[2] * point[2]) * (1.0 - cos);
    let mut rotated = [0.0; 3];
    for i in 0..3 {
        rotated[i] = point[i] * cos + turned[i] * sin + axis[i] * along;
    }
    rotated
}

#[differentiate(second_order)]
fn cross(a: &[f64; 3], b: &[f64; 3]) -> [f64; 3] {
    [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]]
}

/// What a weight adds to the residuals, so that it does not vanish.
#[differentiate(second_order)]
pub fn weight_error(weight: f64) -> f64 {
    1.0 - weight * weight
}

/// One sighting: which camera saw which point.
#[derive(Clone, Copy, Debug)]
pub struct Sighting {
    /// Number of the camera.
    pub camera: usize,
    /// Number of the point.
    pub point: usize,
}

/// Half the sum of all squared residuals of a scene.
#[differentiate(second_order)]
pub fn scene_cost(
    cameras: &[f64],
    points: &[f64],
    weights: &[f64],
    #[constant] sightings: &[Sighting],
    #[constant] features: &[f64],
) -> f64 {
    let mut cost = 0.0;
    for (i, sighting) in sightings.iter().enumerate() {
        let camera = &cameras[11 * sighting.camera..11 * sighting.camera + 11];
        let point = &points[3 * sighting.point..3 * sighting.point + 3];
        let error = reprojection_error(camera, point, weights[i], &features[2 * i..2 * i + 2]);
        cost += error[0] * error[0] + error[1] * error[1];
        cost += weight_error(weights[i]).powi(2);
    }
    0.5 * cost
}
