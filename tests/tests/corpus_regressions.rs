//! Programs that were once refused, or wrong.

#[path = "../corpus/small/regressions.rs"]
mod regressions;

use autodiff_tests::gradient;
use regressions::*;

#[test]
fn values_of_blocks_that_are_left() {
    for x in [0.4, 1.7, 2.5, 3.5] {
        gradient!(second |p| return_in_a_labelled_block(val p[0])).differences(&[x]);
        gradient!(second |p| break_of_an_outer_block(val p[0])).differences(&[x]);
    }
}

#[test]
fn inactive_arguments_that_are_changed() {
    gradient!(second |p| changed_in_vain(val p[0])).differences(&[1.3]);
    assert_eq!(grow(2.0, &mut 3.0), 12.0);
}

#[test]
fn indices_that_read_what_is_assigned() {
    for x in [-1.353, 1.1] {
        gradient!(second |p| index_of_its_own_list(ref p[..3], val p[3]))
            .differences(&[-0.459, 0.769, 0.546, x]);
    }
}

#[test]
fn a_residual_that_starts_again_from_changed_parameters() {
    for flag in [true, false] {
        gradient!(second |p| borrowed_part(val p[0], ref p[1..], fix flag))
            .differences(&[1.2, 0.3, 0.5, 0.7]);
    }
}

#[test]
fn copies_that_are_iterated_over() {
    gradient!(second |p| changes_what_it_iterates_over(val p[0])).differences(&[0.7]);
    gradient!(second |p| changes_a_field_it_iterates_over(val p[0])).differences(&[0.7]);
}

#[test]
fn types_that_come_later() {
    gradient!(second |p| differences_before_the_type(val p[0])).differences(&[0.7]);
}

#[test]
fn patterns_and_expressions_of_options() {
    for n in [0, 2, 5] {
        for x in [-0.7, 0.8] {
            gradient!(|p| own_bindings(val p[0], fix n)).differences(&[x]);
            gradient!(|p| numbers_in_what_is_not_active(val p[0], fix n)).differences(&[x]);
            gradient!(|p| maps_of_branches(val p[0], fix n)).differences(&[x]);
        }
    }
}

#[test]
fn closures_in_chains() {
    for k in [0.4, 1.3] {
        gradient!(|p| filter_of_an_inferred_list(ref p[..4], val p[4]))
            .differences(&[0.9, 0.35, -0.6, 1.2, k]);
        gradient!(|p| closures_without_a_value(ref p[..4], val p[4]))
            .differences(&[0.9, 0.35, -0.6, 1.2, k]);
    }
    gradient!(|p| zip_of_a_scan(ref p[..4], ref p[4..]))
        .differences(&[0.9, 0.35, -0.6, 1.2, 0.3, -0.8, 0.5]);
    gradient!(|p| zip_of_a_scan(ref p[..2], ref p[2..])).differences(&[0.9, 0.35, 0.3, -0.8, 0.5]);
}

#[test]
fn receivers_that_are_views() {
    for (x, scale) in [(0.7, 1.1), (-1.3, 0.4)] {
        let of = |x: f64, scale: f64| Scaled { scale }.views_of_locals(x);
        let (value, (g, gx)) = Scaled { scale }.views_of_locals_value_and_grad(x);
        assert_eq!(value, of(x, scale));
        let h = 1e-6;
        assert!(((of(x + h, scale) - of(x - h, scale)) / (2.0 * h) - gx).abs() < 1e-7);
        assert!(((of(x, scale + h) - of(x, scale - h)) / (2.0 * h) - g.scale).abs() < 1e-7);
        let tangent = ScaledTangent { scale: -0.5 };
        let (_, dv) = Scaled { scale }.views_of_locals_jvp(x, &tangent, 0.3);
        assert!((dv - 0.3 * gx + 0.5 * g.scale).abs() < 1e-12);
    }
}

#[test]
fn guards_that_take_statements() {
    for n in [0, 1, 2, 3, 5, 8] {
        for x in [-0.7, 0.8, 2.1] {
            gradient!(|p| guards_of_numbers(val p[0], fix n)).differences(&[x]);
            for a in [-0.9, -0.4, 0.3, 1.3] {
                gradient!(|p| guards_of_parts(val p[0], val p[1], fix n)).differences(&[x, a]);
            }
        }
    }
}

#[test]
fn unstable_sorts_with_equal_elements() {
    gradient!(|p| unstable_sorts(ref p)).differences(&[0.9, 0.35, -0.61, 1.2, 0.3, -0.83, 0.52]);
}

#[test]
fn options_behind_searches_that_end_early() {
    for p in [[0.3, 0.2, 0.9], [0.3, -0.4, 0.9], [0.5, 0.65, -0.1], [1.3, 0.2, 0.4]] {
        gradient!(|p| options_behind_searches(ref p)).differences(&p);
    }
}

#[test]
fn what_an_arm_binds_may_be_constant() {
    let l = nalgebra::Matrix3::new(2.0, 0.0, 0.0, 0.5, 1.5, 0.0, 0.1, 0.2, 1.0);
    let x = nalgebra::Vector3::new(1.0, -2.0, 0.7);
    let covariance = l * l.transpose() + nalgebra::Matrix3::identity() * 1e-3;
    let expected = -covariance.try_inverse().expect("regular") * x;
    assert!((constant_in_an_arm::grad(&x, &l) - expected).norm() < 1e-12);
    let along = nalgebra::Vector3::new(0.3, 0.1, -1.0);
    let (_, tangent) = constant_in_an_arm::jvp(&x, &l, &along);
    assert!((tangent - expected.dot(&along)).abs() < 1e-12);
}

#[test]
fn arguments_of_macros() {
    for x in [-0.5, 0.7, 1.3] {
        gradient!(|p| blocks_in_macros(val p[0])).differences(&[x]);
        for n in [0, 1, 2] {
            gradient!(|p| matching_macros(val p[0], val (p[1], n))).differences(&[x, 0.8]);
        }
    }
}

#[test]
fn constant_arguments_that_own_lists() {
    for x in [0.7, 1.3] {
        gradient!(|p| constant_literals(val p[0])).differences(&[x]);
    }
}

#[test]
fn receivers_are_places() {
    for (x, y) in [(0.4, 0.9), (1.2, -0.7), (-0.3, 0.2)] {
        gradient!(|p| receivers_before_arguments(val p[0], val p[1])).differences(&[x, y]);
        gradient!(|p| receivers_without_names(val p[0], val p[1])).differences(&[x, y]);
    }
}
