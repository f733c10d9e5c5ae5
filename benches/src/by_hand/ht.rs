//! The Jacobian of the hand, column by column: the tangents of the bones for each direction, and the vertices that follow
//! them, which are linear in the bones. The primal is computed once for all columns.

#![allow(clippy::needless_range_loop)] // formulas over several arrays read best with indices

use nalgebra::{DMatrix, Matrix3, Matrix3x4, Matrix4, Vector3};

use crate::programs::ht::{Model, Sightings, angles_of, axis_angle, turn};

/// The errors and their Jacobian by theta; where points belong to triangles, by the shifts of their coordinates first.
pub fn jacobian(
    shifts_and_theta: &[f64],
    model: &Model,
    seen: &Sightings,
) -> (Vec<f64>, DMatrix<f64>) {
    let first = if seen.coordinates.is_empty() { 0 } else { 2 };
    let theta = &shifts_and_theta[first..];
    let bones = model.parents.len();
    let angles = angles_of(theta, bones);

    // The primal, with what its tangents need.
    let mut relatives = Vec::with_capacity(bones);
    let mut absolutes: Vec<Matrix4<f64>> = Vec::with_capacity(bones);
    let mut resting = vec![Vector3::zeros(); model.base_positions.len()];
    for bone in 0..bones {
        let relative = model.base_relatives[bone] * turn(angles[bone]).to_homogeneous();
        let absolute = match model.parents[bone] {
            Some(parent) => absolutes[parent] * relative,
            None => relative,
        };
        skin(model, bone, &(absolute * model.inverse_base_absolutes[bone]), &mut resting);
        relatives.push(relative);
        absolutes.push(absolute);
    }
    let turned = Vector3::new(theta[0], theta[1], theta[2]);
    let rotation = axis_angle(turned);
    let translation = Vector3::new(theta[3], theta[4], theta[5]);
    let positions: Vec<_> = resting.iter().map(|p| rotation * p + translation).collect();
    let errors = compared(&positions, shifts_and_theta, model, seen);

    let mut jacobian = DMatrix::zeros(errors.len(), first + theta.len());
    if first == 2 {
        for (i, &triangle) in seen.correspondences.iter().enumerate() {
            let [a, b, c] = model.triangles[triangle];
            for (column, corner) in [a, b].into_iter().enumerate() {
                let change = positions[c] - positions[corner];
                jacobian.fixed_view_mut::<3, 1>(3 * i, column).copy_from(&change);
            }
        }
    }
    for axis in 0..3 {
        let of_rotation = axis_angle_tangent(turned, axis);
        let tangents: Vec<_> = resting.iter().map(|p| of_rotation * p).collect();
        follow(&tangents, first + axis, shifts_and_theta, model, seen, &mut jacobian);
        let tangents = vec![Vector3::ith(axis, 1.0); resting.len()];
        follow(&tangents, first + 3 + axis, shifts_and_theta, model, seen, &mut jacobian);
    }
    for k in 6..theta.len() {
        let (finger, part) = ((k - 6) / 4, (k - 6) % 4);
        let (moved, about) = [(0, 0), (0, 1), (1, 0), (2, 0)][part];
        let moved = 2 + 4 * finger + moved;
        let mut of_absolutes: Vec<Matrix4<f64>> = Vec::with_capacity(bones);
        let mut tangents = vec![Vector3::zeros(); resting.len()];
        for bone in 0..bones {
            let mut of_absolute = match model.parents[bone] {
                Some(parent) => of_absolutes[parent] * relatives[bone],
                None => Matrix4::zeros(),
            };
            if bone == moved {
                let mut of_turn = Matrix4::zeros();
                of_turn.fixed_view_mut::<3, 3>(0, 0).copy_from(&turn_tangent(angles[bone], about));
                let of_relative = model.base_relatives[bone] * of_turn;
                of_absolute += match model.parents[bone] {
                    Some(parent) => absolutes[parent] * of_relative,
                    None => of_relative,
                };
            }
            skin(model, bone, &(of_absolute * model.inverse_base_absolutes[bone]), &mut tangents);
            of_absolutes.push(of_absolute);
        }
        for tangent in &mut tangents {
            *tangent = rotation * *tangent;
        }
        follow(&tangents, first + k, shifts_and_theta, model, seen, &mut jacobian);
    }
    (errors, jacobian)
}

/// The vertices follow a bone.
#[inline]
fn skin(model: &Model, bone: usize, transform: &Matrix4<f64>, positions: &mut [Vector3<f64>]) {
    let transform: Matrix3x4<f64> = transform.fixed_rows::<3>(0).into_owned();
    let vertices = model.base_positions.len();
    let weights = &model.weights[bone * vertices..(bone + 1) * vertices];
    for ((position, base), weight) in positions.iter_mut().zip(&model.base_positions).zip(weights) {
        *position += transform * base * *weight;
    }
}

/// The distances of the points from where they should be.
fn compared(
    positions: &[Vector3<f64>],
    shifts_and_theta: &[f64],
    model: &Model,
    seen: &Sightings,
) -> Vec<f64> {
    let mut errors = Vec::with_capacity(3 * seen.points.len());
    for (i, point) in seen.points.iter().enumerate() {
        let error = point - there(positions, i, shifts_and_theta, model, seen);
        errors.extend([error.x, error.y, error.z]);
    }
    errors
}

/// Where a point should be.
#[inline]
fn there(
    positions: &[Vector3<f64>],
    i: usize,
    shifts_and_theta: &[f64],
    model: &Model,
    seen: &Sightings,
) -> Vector3<f64> {
    let of = seen.correspondences[i];
    let Some(&[u, v]) = seen.coordinates.get(i) else { return positions[of] };
    let [a, b, c] = model.triangles[of];
    let (u, v) = (u + shifts_and_theta[0], v + shifts_and_theta[1]);
    positions[a] * u + positions[b] * v + positions[c] * (1.0 - u - v)
}

/// A column, from the tangents of the vertices.
fn follow(
    tangents: &[Vector3<f64>],
    column: usize,
    shifts_and_theta: &[f64],
    model: &Model,
    seen: &Sightings,
    jacobian: &mut DMatrix<f64>,
) {
    for i in 0..seen.points.len() {
        let change = -there(tangents, i, shifts_and_theta, model, seen);
        jacobian.fixed_view_mut::<3, 1>(3 * i, column).copy_from(&change);
    }
}

/// The derivative of [`turn`] by one of its angles.
fn turn_tangent(angles: Vector3<f64>, about: usize) -> Matrix3<f64> {
    let (sx, cx) = angles.x.sin_cos();
    let (sz, cz) = angles.y.sin_cos();
    let (sy, cy) = angles.z.sin_cos();
    let about_x = Matrix3::new(1.0, 0.0, 0.0, 0.0, cx, -sx, 0.0, sx, cx);
    let about_y = Matrix3::new(cy, 0.0, sy, 0.0, 1.0, 0.0, -sy, 0.0, cy);
    let about_z = Matrix3::new(cz, -sz, 0.0, sz, cz, 0.0, 0.0, 0.0, 1.0);
    match about {
        0 => about_z * about_y * Matrix3::new(0.0, 0.0, 0.0, 0.0, -sx, -cx, 0.0, cx, -sx),
        1 => Matrix3::new(-sz, -cz, 0.0, cz, -sz, 0.0, 0.0, 0.0, 0.0) * about_y * about_x,
        _ => about_z * Matrix3::new(-sy, 0.0, cy, 0.0, 0.0, 0.0, -cy, 0.0, -sy) * about_x,
    }
}

/// The derivative of [`axis_angle`] by one of the components of the rotation.
fn axis_angle_tangent(rotation: Vector3<f64>, by: usize) -> Matrix3<f64> {
    let angle = rotation.norm();
    if angle < 1e-4 {
        return Matrix3::zeros();
    }
    let axis = rotation / angle;
    let (s, c) = angle.sin_cos();
    let of_angle = axis[by];
    let of_axis = (Vector3::ith(by, 1.0) - axis * of_angle) / angle;
    let (of_s, of_c) = (c * of_angle, -s * of_angle);
    let outer = axis * axis.transpose();
    let of_outer = of_axis * axis.transpose() + axis * of_axis.transpose();
    let identity = Matrix3::identity();
    of_outer * (1.0 - c) - outer * of_c
        + identity * of_c
        + of_axis.cross_matrix() * s
        + axis.cross_matrix() * of_s
}
