//! The ray marcher over an enum of shapes.

#[path = "../corpus/ray_marcher.rs"]
mod ray_marcher;

use autodiff_runtime::nalgebra::Vector3;
use autodiff_tests::reference::ray_marcher::{self as twin, Kind};
use autodiff_tests::{curvature, gradient};
use ray_marcher::{Shape, brightness, distance, march, scene_distance};

const KINDS: [Kind; 4] = [Kind::Sphere, Kind::Block, Kind::Empty, Kind::Ground];
const SCENE: [f64; 12] = [0.1, 0.4, 5.0, 1.0, 1.6, 0.2, 5.5, 0.5, 0.6, 0.4, 0.1, -0.9];

fn v(p: &[f64]) -> Vector3<f64> {
    Vector3::new(p[0], p[1], p[2])
}

fn shapes(p: &[f64]) -> Vec<Shape> {
    vec![
        Shape::Sphere { center: v(p), radius: p[3] },
        Shape::Block(v(&p[4..]), v(&p[7..]), p[10]),
        Shape::Empty,
        Shape::Ground { height: p[11] },
    ]
}

#[test]
fn distances_agree_with_differences() {
    for at in [[2.0, 1.5, 4.0], [1.7, 2.0, 5.6], [0.3, 0.1, 0.2]] {
        let sphere = [&SCENE[..4], &at].concat();
        gradient!(second |p| distance(ref Shape::Sphere { center: v(p), radius: p[3] }, ref v(&p[4..])))
            .differences(&sphere);
        let block = [&SCENE[4..11], &at].concat();
        gradient!(second |p| distance(ref Shape::Block(v(p), v(&p[3..]), p[6]), ref v(&p[7..])))
            .differences(&block);
        let ground = [&SCENE[11..], &at].concat();
        gradient!(second |p| distance(ref Shape::Ground { height: p[0] }, ref v(&p[1..])))
            .differences(&ground);
        gradient!(second |p| distance(ref Shape::Empty, ref v(p))).differences(&at);
    }
}

#[test]
fn scene_distance_agrees_with_dual_numbers() {
    for at in [[2.0, 1.5, 4.0], [0.9, 0.1, 4.8], [1.0, 0.2, 5.2]] {
        let point = [&SCENE[..], &at, &[0.3]].concat();
        gradient!(second |p| scene_distance(ref shapes(p), ref v(&p[12..]), val p[15]))
            .twin(&point, |p| twin::scene_distance(&KINDS, p, [p[12], p[13], p[14]], p[15]));
    }
}

#[test]
fn pixels_agree_with_dual_numbers() {
    // The ball, its seam with the block, the block, the ground, and the sky.
    for direction in
        [[0.0, 0.1, 1.0], [0.16, 0.05, 1.0], [0.3, 0.05, 1.0], [0.1, -0.4, 1.0], [0.0, 0.8, 1.0]]
    {
        let point = [&SCENE[..], &[0.0, 0.1, -0.2], &direction, &[0.3, 0.4]].concat();
        gradient!(|p| brightness(
            ref shapes(p), ref v(&p[12..]), ref v(&p[15..]), val p[18], val p[19]))
        .twin(&point, |p| {
            let (origin, towards) = ([p[12], p[13], p[14]], [p[15], p[16], p[17]]);
            twin::brightness(&KINDS, p, origin, towards, p[18], p[19])
        });
        curvature!(|p| brightness(
            ref shapes(p), ref v(&p[12..]), ref v(&p[15..]), val p[18], val p[19]))
        .twin(&point, |p| {
            let (origin, towards) = ([p[12], p[13], p[14]], [p[15], p[16], p[17]]);
            twin::brightness(&KINDS, p, origin, towards, p[18], p[19])
        });
    }
}

#[test]
fn a_ray_into_the_sky_has_no_gradient() {
    let (scene, up, origin) = (shapes(&SCENE), Vector3::y(), Vector3::zeros());
    assert_eq!(march(&scene, &origin, &up, 0.3), None);
    assert!(march::grad(&scene, &origin, &up, 0.3).is_none());
    let ahead = Vector3::new(0.0, 0.1, 1.0).normalize();
    assert!(march::grad(&scene, &origin, &ahead, 0.3).is_some());
}
