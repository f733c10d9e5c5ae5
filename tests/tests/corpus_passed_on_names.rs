//! Arguments passed on by their names, constant trait objects, fields that are called as nalgebra's.

#[path = "../corpus/small/passed_on_names.rs"]
mod passed_on_names;

use autodiff_runtime::nalgebra::{Point2, Vector2};
use autodiff_tests::{gradient, map};
use passed_on_names::*;

#[test]
fn of_exclusive_parameters() {
    map!(|p| passes_exclusive(mut p[..3].to_vec(), mut p[3])).differences(&[1.3, 0.7, -0.4, 0.9]);
}

#[test]
fn beside_constant_trait_objects() {
    assert_eq!(perimeter::value_and_grad(1.5, &Square), (6.0, 4.0));
    assert_eq!(perimeter::vjp(1.5, &Square, 2.0), (6.0, 8.0));
    assert_eq!(perimeter::jvp(1.5, &Square, 2.0), (6.0, 8.0));
    let mut sum = 1.0;
    assert_eq!(perimeter::accumulate_grad(1.5, &Square, &mut sum), 6.0);
    assert_eq!(sum, 5.0);
}

#[test]
fn coords_of_points_and_of_users() {
    gradient!(|p| coordinates(val p[0], val p[1])).differences(&[1.3, 0.7]);
    let placed = Placed { coords: 2.0, at: Point2::new(3.0, 4.0) };
    let (value, gradient) = of_a_struct::value_and_grad(&placed);
    assert_eq!(value, 50.0);
    assert_eq!(gradient.coords, 25.0);
    assert_eq!(gradient.at, Vector2::new(12.0, 16.0));
}
