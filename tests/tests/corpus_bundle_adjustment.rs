//! The camera model, on both sides of its small-angle branch.

#[path = "../corpus/bundle_adjustment.rs"]
mod bundle_adjustment;

use autodiff_tests::reference::bundle_adjustment as twin;
use autodiff_tests::{gradient, map};
use bundle_adjustment::{Sighting, project, reprojection_error, rotate, scene_cost, weight_error};

const CAMERA: [f64; 11] = [0.3, -0.2, 0.5, 0.1, 0.2, -4.0, 1.2, 0.05, -0.04, 0.1, -0.02];
const POINT: [f64; 3] = [0.4, -0.3, 0.8];

fn parameters() -> Vec<f64> {
    [&CAMERA[..], &POINT[..], &[0.7]].concat()
}

#[test]
fn reprojection_error_agrees_with_dual_numbers() {
    let seen = [0.11, -0.07];
    map!(|p| reprojection_error(ref p[..11], ref p[11..14], val p[14], fix &seen))
        .twin(&parameters(), |p| {
            twin::reprojection_error(&p[..11], &p[11..14], p[14], &seen).to_vec()
        });
    map!(|p| project(ref p[..11], ref p[11..14]))
        .twin(&parameters()[..14], |p| twin::project(&p[..11], &p[11..14]).to_vec());
}

#[test]
fn rotation_agrees_with_dual_numbers() {
    map!(|p| rotate(ref p[..3], ref [p[3], p[4], p[5]]))
        .twin(&[0.3, -0.2, 0.5, 1.0, 2.0, -0.5], |p| {
            twin::rotate([p[0], p[1], p[2]], [p[3], p[4], p[5]]).to_vec()
        });
}

#[test]
fn rotation_by_nothing_takes_the_branch_of_first_order() {
    let (x, y, z) = (1.0, 2.0, -0.5);
    map!(|p| rotate(ref p[..3], ref [p[3], p[4], p[5]])).exact(
        &[0.0, 0.0, 0.0, x, y, z],
        &[&[0.0, z, -y, 1.0, 0.0, 0.0], &[-z, 0.0, x, 0.0, 1.0, 0.0], &[y, -x, 0.0, 0.0, 0.0, 1.0]],
    );
}

#[test]
fn scene_cost_agrees_with_dual_numbers() {
    let sightings = [(0, 0), (1, 0), (0, 1), (1, 1)];
    let features = [0.1, -0.1, 0.2, 0.0, -0.1, 0.3, 0.05, 0.02];
    let seen: Vec<Sighting> =
        sightings.iter().map(|&(camera, point)| Sighting { camera, point }).collect();
    let mut second = CAMERA;
    second[0] = -0.4;
    second[4] = 0.3;
    let at = [&CAMERA[..], &second, &POINT, &[-0.2, 0.5, 0.1], &[0.7, 1.1, 0.9, 0.4]].concat();
    gradient!(second |p| scene_cost(
        ref p[..22], ref p[22..28], ref p[28..32], fix &seen, fix &features))
    .twin(&at, |p| twin::scene_cost(&p[..22], &p[22..28], &p[28..32], &sightings, &features));
}

#[test]
fn weight_error_has_its_slope() {
    gradient!(second |p| weight_error(val p[0])).exact(&[0.7], &[-1.4]);
}
