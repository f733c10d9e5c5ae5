//! Rotations, quaternions, translations and isometries.

use autodiff_runtime::nalgebra::{
    Isometry2, Isometry3, IsometryMatrix3, Point2, Point3, Quaternion, Rotation2, Rotation3,
    Translation3, Unit, UnitComplex, UnitQuaternion, Vector2, Vector3,
};
use autodiff_runtime::prelude::*;

#[differentiate]
pub fn in_the_plane(x: f64, y: f64) -> f64 {
    let r = Rotation2::new(x);
    let p = r * Vector2::new(y, 1.0);
    let q = r.inverse() * Point2::new(x, y);
    let c = UnitComplex::new(x) * UnitComplex::from_angle(y);
    let iso = Isometry2::new(Vector2::new(x, y), y);
    let moved = iso * Point2::new(x, 1.0);
    p.x * q.y + (r * r).angle() + c.angle() * c.re + (c * Vector2::new(1.0, y)).y + moved.y
}

#[differentiate]
pub fn rotations(x: f64, y: f64) -> f64 {
    let r = Rotation3::from_axis_angle(&Vector3::z_axis(), x);
    let s = Rotation3::from_scaled_axis(Vector3::new(x, y, 0.3));
    let e = Rotation3::from_euler_angles(x, y, 0.1);
    let v = r * (s * Vector3::new(1.0, y, x));
    let w = e.transform_vector(&v);
    let d = r / e;
    let u = Unit::new_normalize(Vector3::new(x, y, 1.0));
    v.dot(&Vector3::new(1.0, 2.0, 3.0))
        + (r * s).inverse().matrix()[(0, 1)]
        + w.x
        + d.angle()
        + s.scaled_axis().dot(&w)
        + (e * u).x * u.dot(&Vector3::repeat(1.0))
        + r.into_inner().m12
        + s.inverse_transform_point(&Point3::new(x, y, 0.1)).y
}

#[differentiate]
pub fn quaternions(x: f64, y: f64) -> f64 {
    let q = UnitQuaternion::from_axis_angle(&Vector3::x_axis(), x);
    let p = UnitQuaternion::from_scaled_axis(Vector3::new(x, y, 0.3));
    let e = UnitQuaternion::from_euler_angles(x, y, 0.1);
    let n = UnitQuaternion::new_normalize(Quaternion::new(x, y, 0.1, 0.2));
    let v = (q * p * e) * Vector3::new(1.0, y, x);
    let w = q.inverse() * Point3::new(x, y, 1.0);
    let (roll, pitch, yaw) = (p / e).euler_angles();
    let plain = Quaternion::new(x, y, 0.1, 0.2) * Quaternion::new(y, x, 0.3, 1.0) * 2.0;
    v.dot(&Vector3::new(1.0, 2.0, 3.0))
        + w.x
        + p.angle() * w.z
        + roll * pitch
        + yaw
        + n.to_rotation_matrix().matrix().trace()
        + plain.w * n.i
        + p.angle_to(&e)
        + p.rotation_to(&q).scaled_axis().x
}

/// Directions, and from matrices to quaternions and back.
#[differentiate]
pub fn directions(x: f64, y: f64) -> f64 {
    let (a, b) = (Vector3::new(x, 1.0, 0.0), Vector3::new(0.0, y, 1.0));
    let Some(turn) = UnitQuaternion::rotation_between(&a, &b) else { return x };
    let face = Rotation3::face_towards(&Vector3::new(x, y, 1.0), &Vector3::y());
    let q = UnitQuaternion::from_rotation_matrix(&face);
    let again = Rotation3::from(q);
    turn.w * turn.i + q.k + (again * face).matrix().m13
}

/// Poses one behind the other, some of them at the identity.
#[differentiate]
pub fn poses(x: f64, y: f64, steps: usize) -> f64 {
    let mut pose = Isometry3::identity();
    for k in 0..steps {
        let along = Vector3::new(x, y * k as f64, 0.1);
        pose *= Isometry3::new(along, Vector3::new(0.1 * y, x - 0.7, y - 1.6) * k as f64);
    }
    let home = pose.inverse() * Point3::new(1.0, x, y);
    let shifted = pose * Isometry3::translation(x, 0.0, y) * Translation3::new(y, 0.0, x);
    pose.rotation.scaled_axis().norm_squared()
        + pose.translation.vector.norm()
        + pose.translation.x
        + home.coords.norm()
        + shifted.transform_point(&home).y
        + shifted.inverse_transform_vector(&home.coords).z
}

#[differentiate]
pub fn by_matrix(x: f64, y: f64) -> f64 {
    let (t, r) = (Translation3::new(x, y, 0.3), Rotation3::new(Vector3::new(x, y, 0.1)));
    let pose = IsometryMatrix3::from_parts(t, r);
    let turned = r * pose * r;
    let p = turned * Point3::new(y, 1.0, x);
    let both = t * t.inverse() * t;
    p.coords.norm() + (t * r * Point3::new(x, x, y)).x + both.vector.y * (r * t).translation.x
}

/// Where the formulas of nalgebra branch: the identity.
#[differentiate]
pub fn at_the_identity<T: Real>(v: &Vector3<T>, angle: T) -> T {
    let q = UnitQuaternion::from_scaled_axis(*v);
    let r = Rotation3::new(*v);
    let a = Rotation3::from_axis_angle(&Vector3::x_axis(), angle);
    let turned = q * (r * (a * Vector3::new(T::lit(1.0), T::lit(2.0), T::lit(-1.0))));
    let logs = q.scaled_axis() + r.scaled_axis();
    turned.x * T::lit(0.5) + turned.y + turned.z * T::lit(3.0) + logs.x + logs.z
}

/// A pose as a parameter, with the numbers that it stores.
#[differentiate]
pub fn of_pose<T: Real>(pose: &Isometry3<T>, p: &Point3<T>) -> T {
    let inverse = pose.inverse();
    let near = inverse * (pose * p);
    let turned = pose * Vector3::new(p.x, p.y, T::one());
    near.x * turned.y
        + turned.z
        + (inverse * pose).translation.vector.x
        + inverse.translation.vector.z
        + pose.rotation.w * pose.rotation.i
        + (pose.rotation * pose.rotation.conjugate()).w
}

#[derive(Clone, Debug, Differentiable)]
pub struct Arm {
    pub joints: Vec<UnitQuaternion<f64>>,
    pub lengths: Vec<f64>,
}

/// Where a chain of joints ends.
#[differentiate]
pub fn reach(arm: &Arm, #[constant] target: &Point3<f64>) -> f64 {
    let mut turn = UnitQuaternion::identity();
    let mut tip = Point3::origin();
    for (joint, length) in arm.joints.iter().zip(&arm.lengths) {
        turn *= joint;
        tip += turn * Vector3::new(0.0, 0.0, *length);
    }
    (tip - target).norm_squared()
}

#[differentiate]
pub fn turned_by(q: UnitQuaternion<f64>, v: Vector3<f64>) -> Vector3<f64> {
    q * v
}

#[differentiate]
pub fn curved(q: &UnitQuaternion<f64>, v: &Vector3<f64>) -> f64 {
    let w = q * (q * v);
    w.norm() * q.i + (q.inverse() * w).x + q.to_rotation_matrix().matrix().m12 * v.y
}
