//! Rotations, quaternions, translations and isometries.

#[path = "../corpus/small/geometry.rs"]
mod geometry;

use autodiff_runtime::nalgebra::{
    Isometry, Isometry3, Point3, Quaternion, Translation3, UnitQuaternion, Vector3, Vector4,
};
use autodiff_runtime::{Dual, Tangent};
use autodiff_tests::gradient;
use geometry::*;

fn unit(p: &[f64]) -> UnitQuaternion<f64> {
    UnitQuaternion::new_unchecked(Quaternion::from(Vector4::from_column_slice(&p[..4])))
}

fn v3(p: &[f64]) -> Vector3<f64> {
    Vector3::from_column_slice(&p[..3])
}

fn pose(p: &[f64]) -> Isometry3<f64> {
    Isometry { rotation: unit(p), translation: Translation3::new(p[4], p[5], p[6]) }
}

#[test]
fn made_of_numbers() {
    gradient!(|p| in_the_plane(val p[0], val p[1])).differences(&[0.7, 1.6]);
    gradient!(|p| rotations(val p[0], val p[1])).differences(&[0.7, 1.6]);
    gradient!(|p| quaternions(val p[0], val p[1])).differences(&[0.7, 1.6]);
    gradient!(|p| directions(val p[0], val p[1])).differences(&[0.7, 1.6]);
    gradient!(|p| poses(val p[0], val p[1], fix 3)).differences(&[0.7, 1.6]);
    gradient!(|p| poses(val p[0], val p[1], fix 4)).differences(&[0.8, 1.3]);
    gradient!(|p| by_matrix(val p[0], val p[1])).differences(&[0.7, 1.6]);
}

/// The numbers that a value stores, each moved by itself: not only along the rotations.
#[test]
fn as_parameters() {
    let stored = [0.6, -0.3, 0.5, 0.55, 0.1, 0.2, 0.3, 1.0, 2.0, 3.0];
    gradient!(|p| of_pose(ref pose(p), ref Point3::from(v3(&p[7..])))).differences(&stored);
    gradient!(|p| curved(ref unit(p), ref v3(&p[4..]))).differences(&stored[..7]);
    let target = Point3::new(0.3, -0.2, 1.0);
    let arm = |p: &[f64]| Arm { joints: vec![unit(p), unit(&p[4..])], lengths: p[8..].to_vec() };
    gradient!(|p| reach(ref arm(p), fix &target)).differences(&stored);
    let (_, (dq, dv)) = turned_by::vjp(unit(&stored), v3(&stored[4..]), Vector3::y());
    let (_, moved) = turned_by::jvp(unit(&stored), v3(&stored[4..]), dq, dv);
    assert!((moved.y - (dq.dot(&dq) + dv.dot(&dv))).abs() < 1e-12);
}

/// The exponential and the logarithm are smooth at the identity, where the formulas branch.
#[test]
fn identity() {
    for size in [0.0, 1e-12, 1e-5, 0.3, 0.9, 1.1_f64] {
        let v = Vector3::new(0.2, -0.7, 0.4) * size;
        let (dv, da) = at_the_identity::grad(&v, 0.3 * size);
        // Series around the identity, by central differences that are wide enough.
        let h = 1e-4;
        for k in 0..3 {
            let step = Vector3::ith(k, h);
            let slope: f64 = (at_the_identity(&(v + step), 0.3 * size)
                - at_the_identity(&(v - step), 0.3 * size))
                / (2.0 * h);
            assert!((dv[k] - slope).abs() < 1e-6, "{size}: {} {slope}", dv[k]);
        }
        let slope: f64 =
            (at_the_identity(&v, 0.3 * size + h) - at_the_identity(&v, 0.3 * size - h)) / (2.0 * h);
        assert!((da - slope).abs() < 1e-6, "{size}: {da} {slope}");
        let (_, along) = at_the_identity::jvp(&v, 0.3 * size, &dv, da);
        assert!((along - (dv.dot(&dv) + da * da)).abs() < 1e-10);
    }
    let single = at_the_identity::grad(&Vector3::<f32>::zeros(), 0.0);
    let double = at_the_identity::grad(&Vector3::<f64>::zeros(), 0.0);
    assert!((single.0.cast::<f64>() - double.0).norm() < 1e-5);
    assert!((f64::from(single.1) - double.1).abs() < 1e-5);
}

/// The closed form: `d/dt exp(t w) v = w × v`.
#[test]
fn closed_forms() {
    let pose = Isometry3::identity();
    let p = Point3::new(1.0, 2.0, 3.0);
    let (by_pose, by_point) = of_pose::grad(&pose, &p);
    let dual = of_pose(&pose.cast::<Dual<f64>>(), &p.map(Dual::constant));
    assert!((dual.re - of_pose(&pose, &p)).abs() < 1e-12);
    // The gradient of `turned.z`, `(1 + q)` turning `(x, y, 1)`, along the axis x: 2 u × v has z = 2 y.
    assert!(by_pose.rotation.i.is_finite() && by_point.norm() > 0.0);
    let (_, (dq, _)) = turned_by::vjp(UnitQuaternion::identity(), Vector3::x(), Vector3::y());
    assert_eq!((dq.i, dq.j, dq.k, dq.w), (0.0, 0.0, 2.0, 0.0));
    assert_eq!(Tangent::dot(&dq, &dq), 4.0);
}
