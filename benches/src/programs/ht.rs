//! Tracking of a hand, with nalgebra: bones turn, vertices follow them, and are compared with points that were seen.

#![allow(clippy::needless_range_loop)] // formulas over several arrays read best with indices

use autodiff_runtime::nalgebra::{Matrix3, Matrix4, Vector3, Vector4};
use autodiff_runtime::prelude::*;

/// A hand at rest.
#[derive(Clone, Debug)]
pub struct Model {
    /// The bone from which each one starts; it comes earlier.
    pub parents: Vec<Option<usize>>,
    /// The transforms of the bones, each relative to its parent.
    pub base_relatives: Vec<Matrix4<f64>>,
    /// The inverses of their absolute transforms.
    pub inverse_base_absolutes: Vec<Matrix4<f64>>,
    /// The vertices, homogeneous.
    pub base_positions: Vec<Vector4<f64>>,
    /// How much each bone moves each vertex, bone by bone.
    pub weights: Vec<f64>,
    /// The corners of the triangles.
    pub triangles: Vec<[usize; 3]>,
}

/// What was seen.
#[derive(Clone, Debug)]
pub struct Sightings {
    /// The vertex, or the triangle, of each point.
    pub correspondences: Vec<usize>,
    /// The points.
    pub points: Vec<Vector3<f64>>,
    /// Two coordinates in its triangle for each point; empty where points belong to vertices.
    pub coordinates: Vec<[f64; 2]>,
}

/// The distances of the points from their vertices, for a rotation (3), a translation (3) and angles of fingers (20).
#[differentiate]
pub fn simple(theta: &[f64], #[constant] model: &Model, #[constant] seen: &Sightings) -> Vec<f64> {
    let positions = posed(theta, model);
    let mut errors = Vec::with_capacity(3 * seen.points.len());
    for (point, &vertex) in seen.points.iter().zip(&seen.correspondences) {
        let error = point - positions[vertex];
        errors.extend([error.x, error.y, error.z]);
    }
    errors
}

/// The distances of the points from points of their triangles. What comes before theta shifts all of the coordinates:
/// the columns of a Jacobian by them are those two.
#[differentiate]
pub fn complicated(
    shifts_and_theta: &[f64],
    #[constant] model: &Model,
    #[constant] seen: &Sightings,
) -> Vec<f64> {
    let (shifts, theta) = shifts_and_theta.split_at(2);
    let positions = posed(theta, model);
    let mut errors = Vec::with_capacity(3 * seen.points.len());
    for (i, point) in seen.points.iter().enumerate() {
        let [a, b, c] = model.triangles[seen.correspondences[i]];
        let (u, v) = (seen.coordinates[i][0] + shifts[0], seen.coordinates[i][1] + shifts[1]);
        let there = positions[a] * u + positions[b] * v + positions[c] * (1.0 - u - v);
        let error = point - there;
        errors.extend([error.x, error.y, error.z]);
    }
    errors
}

/// The vertices of the posed hand.
#[differentiate]
pub fn posed(theta: &[f64], #[constant] model: &Model) -> Vec<Vector3<f64>> {
    let angles = angles_of(theta, model.parents.len());
    let vertices = model.base_positions.len();
    let mut absolutes = vec![Matrix4::identity(); model.parents.len()];
    let mut positions = vec![Vector3::zeros(); vertices];
    for bone in 0..model.parents.len() {
        let mut local = Matrix4::identity();
        local.fixed_view_mut::<3, 3>(0, 0).copy_from(&turn(angles[bone]));
        let relative = model.base_relatives[bone] * local;
        absolutes[bone] = match model.parents[bone] {
            Some(parent) => absolutes[parent] * relative,
            None => relative,
        };
        let transform = absolutes[bone] * model.inverse_base_absolutes[bone];
        let transform = transform.fixed_rows::<3>(0).into_owned();
        for vertex in 0..vertices {
            let weight = model.weights[bone * vertices + vertex];
            positions[vertex] += transform * model.base_positions[vertex] * weight;
        }
    }
    let rotation = axis_angle(Vector3::new(theta[0], theta[1], theta[2]));
    let translation = Vector3::new(theta[3], theta[4], theta[5]);
    for position in &mut positions {
        *position = rotation * *position + translation;
    }
    positions
}

/// The angles of each bone: those of the five fingers come from theta, the others are zero.
#[differentiate]
pub fn angles_of(theta: &[f64], bones: usize) -> Vec<Vector3<f64>> {
    let mut angles = vec![Vector3::zeros(); bones];
    let mut next = 6;
    for finger in 0..5 {
        let bone = 2 + 4 * finger;
        angles[bone].x = theta[next];
        angles[bone].y = theta[next + 1];
        angles[bone + 1].x = theta[next + 2];
        angles[bone + 2].x = theta[next + 3];
        next += 4;
    }
    angles
}

/// The rotation about the axes one after the other: first x, then z, then y; the angles are in the order x, z, y.
#[differentiate]
pub fn turn(angles: Vector3<f64>) -> Matrix3<f64> {
    let (sx, cx) = angles.x.sin_cos();
    let (sz, cz) = angles.y.sin_cos();
    let (sy, cy) = angles.z.sin_cos();
    let about_x = Matrix3::new(1.0, 0.0, 0.0, 0.0, cx, -sx, 0.0, sx, cx);
    let about_y = Matrix3::new(cy, 0.0, sy, 0.0, 1.0, 0.0, -sy, 0.0, cy);
    let about_z = Matrix3::new(cz, -sz, 0.0, sz, cz, 0.0, 0.0, 0.0, 1.0);
    about_z * about_y * about_x
}

/// The rotation about an axis by the angle that is its length.
#[differentiate]
pub fn axis_angle(rotation: Vector3<f64>) -> Matrix3<f64> {
    let angle = rotation.norm();
    if angle < 1e-4 {
        return Matrix3::identity();
    }
    let axis = rotation / angle;
    let (s, c) = angle.sin_cos();
    let (x, y, z) = (axis.x, axis.y, axis.z);
    Matrix3::new(
        x * x + (1.0 - x * x) * c,
        x * y * (1.0 - c) - z * s,
        x * z * (1.0 - c) + y * s,
        x * y * (1.0 - c) + z * s,
        y * y + (1.0 - y * y) * c,
        y * z * (1.0 - c) - x * s,
        x * z * (1.0 - c) - y * s,
        z * y * (1.0 - c) + x * s,
        z * z + (1.0 - z * z) * c,
    )
}
