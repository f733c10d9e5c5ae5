//! The two rows of the Jacobian of a reprojection error: one forward sweep, and two reverse sweeps over what it found.

use crate::programs::ba::BLOCK;

/// The error and its Jacobian, row by row.
pub fn rows(block: &[f64; BLOCK], feature: &[f64]) -> ([f64; 2], [[f64; BLOCK]; 2]) {
    let [r0, r1, r2, c0, c1, c2, focal, u0, v0, k1, k2, x, y, z, weight] = *block;
    let (r, p) = ([r0, r1, r2], [x - c0, y - c1, z - c2]);
    let squared = dot(r, r);
    let small = squared == 0.0;
    let angle = squared.sqrt();
    let (sin, cos) = angle.sin_cos();
    let inverse = if small { 0.0 } else { 1.0 / angle };
    let axis = r.map(|r| r * inverse);
    let turned = cross(if small { r } else { axis }, p);
    let share = dot(axis, p);
    let along = share * (1.0 - cos);
    let local: [f64; 3] = if small {
        core::array::from_fn(|i| p[i] + turned[i])
    } else {
        core::array::from_fn(|i| p[i] * cos + turned[i] * sin + axis[i] * along)
    };
    let depth = 1.0 / local[2];
    let (u, v) = (local[0] / local[2], local[1] / local[2]);
    let radius = u * u + v * v;
    let distortion = 1.0 + k1 * radius + k2 * radius * radius;
    let error =
        [u * distortion * focal + u0 - feature[0], v * distortion * focal + v0 - feature[1]];
    let slope = 2.0 * (k1 + 2.0 * k2 * radius);

    let mut jacobian = [[0.0; BLOCK]; 2];
    for (k, row) in jacobian.iter_mut().enumerate() {
        let this = [u, v][k];
        // The adjoints of the image coordinates, of the distortion and of the turned point.
        let of_distortion = weight * focal * this;
        let mut of_image = [of_distortion * slope * u, of_distortion * slope * v];
        of_image[k] += weight * focal * distortion;
        let of_local = [
            of_image[0] * depth,
            of_image[1] * depth,
            -(of_image[0] * u + of_image[1] * v) * depth,
        ];
        let (of_rotation, of_point): ([f64; 3], [f64; 3]) = if small {
            let back = cross(p, of_local);
            let through = cross(of_local, r);
            (back, core::array::from_fn(|i| of_local[i] + through[i]))
        } else {
            let of_along = dot(of_local, axis);
            let of_share = of_along * (1.0 - cos);
            let scaled = of_local.map(|l| l * sin);
            let back = cross(p, scaled);
            let through = cross(scaled, axis);
            let of_axis: [f64; 3] =
                core::array::from_fn(|i| of_local[i] * along + of_share * p[i] + back[i]);
            let of_angle = dot(of_local, turned) * cos - dot(of_local, p) * sin
                + of_along * share * sin
                - dot(of_axis, axis) * inverse;
            (
                core::array::from_fn(|i| of_axis[i] * inverse + of_angle * axis[i]),
                core::array::from_fn(|i| of_local[i] * cos + of_share * axis[i] + through[i]),
            )
        };
        *row = [
            of_rotation[0],
            of_rotation[1],
            of_rotation[2],
            -of_point[0],
            -of_point[1],
            -of_point[2],
            weight * this * distortion,
            0.0,
            0.0,
            of_distortion * radius,
            of_distortion * radius * radius,
            of_point[0],
            of_point[1],
            of_point[2],
            error[k],
        ];
        row[7 + k] = weight;
    }
    (error.map(|e| weight * e), jacobian)
}

/// The weight's error and its derivative.
pub fn weight_error(weight: f64) -> (f64, f64) {
    (1.0 - weight * weight, -2.0 * weight)
}

#[inline]
fn dot(a: [f64; 3], b: [f64; 3]) -> f64 {
    a[0] * b[0] + a[1] * b[1] + a[2] * b[2]
}

#[inline]
fn cross(a: [f64; 3], b: [f64; 3]) -> [f64; 3] {
    [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]]
}
