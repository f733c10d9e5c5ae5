//! The reprojection error with fifteen directions at once.

use num_dual::{Derivative, DualNum, DualSVec64};

use crate::programs::ba::BLOCK;

type Number = DualSVec64<BLOCK>;

/// Fills the two rows of the Jacobian, one after the other.
pub fn rows(block: &[f64; BLOCK], feature: &[f64], rows: &mut [f64]) {
    let variables: [Number; BLOCK] = core::array::from_fn(|i| {
        let unit = nalgebra::SVector::ith(i, 1.0);
        Number::new(block[i], Derivative::some(unit))
    });
    let error = reprojection_error(variables, feature);
    for (row, error) in rows.chunks_exact_mut(BLOCK).zip(&error) {
        let gradient = error.eps.unwrap_generic(nalgebra::Const::<BLOCK>, nalgebra::U1);
        row.copy_from_slice(gradient.as_slice());
    }
}

/// [`crate::programs::ba::reprojection_error`], over any number.
fn reprojection_error<D: DualNum<Primitive = f64> + Copy>(
    block: [D; BLOCK],
    feature: &[f64],
) -> [D; 2] {
    let [r0, r1, r2, c0, c1, c2, focal, u0, v0, k1, k2, x, y, z, weight] = block;
    let local = rotate([r0, r1, r2], [x - c0, y - c1, z - c2]);
    let u = local[0] / local[2];
    let v = local[1] / local[2];
    let squared = u * u + v * v;
    let distortion = k1 * squared + k2 * squared * squared + 1.0;
    [
        weight * (u * distortion * focal + u0 - feature[0]),
        weight * (v * distortion * focal + v0 - feature[1]),
    ]
}

fn rotate<D: DualNum<Primitive = f64> + Copy>(rotation: [D; 3], point: [D; 3]) -> [D; 3] {
    let squared = rotation[0] * rotation[0] + rotation[1] * rotation[1] + rotation[2] * rotation[2];
    if squared.re() == 0.0 {
        let turned = cross(rotation, point);
        return core::array::from_fn(|i| point[i] + turned[i]);
    }
    let angle = squared.sqrt();
    let (sin, cos) = angle.sin_cos();
    let inverse = angle.recip();
    let axis = rotation.map(|r| r * inverse);
    let turned = cross(axis, point);
    let along = (axis[0] * point[0] + axis[1] * point[1] + axis[2] * point[2]) * (-cos + 1.0);
    core::array::from_fn(|i| point[i] * cos + turned[i] * sin + axis[i] * along)
}

fn cross<D: DualNum<Primitive = f64> + Copy>(a: [D; 3], b: [D; 3]) -> [D; 3] {
    [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]]
}
