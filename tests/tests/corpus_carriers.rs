//! `Option` and `Result`: `?`, their methods, and what looks into them.

#[path = "../corpus/small/carriers.rs"]
mod carriers;

use autodiff_runtime::prelude::*;
use autodiff_tests::gradient;
use carriers::*;

/// A function with a result in an `Option` or a `Result` as one with a plain result.
macro_rules! plain {
    ($($name:ident = $f:ident($($x:ident),*);)*) => {$(
        #[differentiate]
        fn $name($($x: f64),*) -> f64 {
            match $f($($x),*) {
                Some(v) => v,
                None => 0.0,
            }
        }
    )*};
    ($(results $name:ident = $f:ident($($x:ident),*);)*) => {$(
        #[differentiate]
        fn $name($($x: f64),*) -> f64 {
            $f($($x),*).unwrap_or(0.0)
        }
    )*};
}

plain! {
    plain_question_marks = question_marks(x, y);
    plain_while = question_mark_in_a_while(x);
    plain_conversions_of_options = conversions_of_options(x, y);
    plain_generic = generic(x, y);
}

plain! {
    results plain_results = question_marks_of_results(x, y);
    results plain_converted = errors_are_converted(x, y);
    results plain_arms = question_mark_in_arms(x, y);
    results plain_statement = question_mark_as_statement(x);
    results plain_conversions = conversions(x, y);
}

#[differentiate]
fn plain_loop(x: &[f64]) -> f64 {
    question_mark_in_a_loop(x).unwrap_or(7.0)
}

#[differentiate]
fn plain_ends(x: &[f64]) -> f64 {
    ends_by_question_mark(x).unwrap_or(7.0)
}

#[test]
fn question_marks_return_early() {
    gradient!(|p| plain_question_marks(val p[0], val p[1])).differences(&[1.3, 2.7]);
    assert_eq!(question_marks::grad(4.0, 6.0), Some((0.5 * 0.5 * 2.0 - 0.125, 0.5)));
    assert_eq!(question_marks::grad(-1.0, 2.0), None);
    assert_eq!(question_marks::grad(4.0, 1.0), None);
    gradient!(|p| plain_results(val p[0], val p[1])).differences(&[1.3, 0.7]);
    assert_eq!(question_marks_of_results(1.0, 0.0), Err(Trouble::Zero("ratio".into())));
    assert_eq!(question_marks_of_results::grad(1.0, 0.0), Err(Trouble::Zero("ratio".into())));
    gradient!(|p| plain_arms(val p[0], val p[1]))
        .differences(&[1.3, 0.7])
        .differences(&[0.3, 0.7])
        .differences(&[0.3, -0.7]);
    gradient!(|p| plain_statement(val p[0])).exact(&[3.0], &[6.0]);
}

#[test]
fn errors_are_converted_as_in_rust() {
    gradient!(|p| plain_converted(val p[0], val p[1])).differences(&[1.3, 0.7]);
    let negative = errors_are_converted::value_and_grad(-1.0, 1.0);
    assert_eq!(negative, Err(Failure("Negative".into())));
    let large = errors_are_converted::grad(1e6, 1.0);
    assert_eq!(large, Err(Failure("too large".into())));
}

#[test]
fn question_marks_in_loops() {
    gradient!(|p| plain_loop(ref p[..])).differences(&[1.3, 0.7, 5.0, 0.4]);
    assert_eq!(question_mark_in_a_loop::grad(&[1.0, -1.0, 2.0]), None);
    gradient!(|p| plain_while(val p[0])).differences(&[1.7]);
    assert_eq!(question_mark_in_a_while::grad(0.05), None);
    gradient!(|p| uses_question_mark_in_place(val p[0], val p[1])).differences(&[1.3, 0.7]);
}

#[test]
fn question_marks_in_closures() {
    gradient!(|p| question_mark_in_a_closure(val p[0], val p[1]))
        .differences(&[1.3, 0.7])
        .differences(&[-1.3, 0.7])
        .differences(&[1.3, 120.0]);
}

#[test]
fn payloads_are_taken_out() {
    gradient!(|p| unwraps(val p[0], val p[1])).differences(&[1.3, 0.7]).differences(&[1.3, -0.7]);
    gradient!(|p| defaults(val p[0], val p[1])).differences(&[1.3, 0.7]);
    let failure = std::panic::catch_unwind(|| unwraps::grad(1.0, 0.0)).unwrap_err();
    let text = failure.downcast_ref::<String>().expect("a formatted message");
    assert!(text.starts_with("not zero: Zero("), "{text}");
}

#[test]
fn payloads_are_mapped() {
    gradient!(|p| maps(val p[0], val p[1])).differences(&[1.3, 0.7]);
    gradient!(|p| chains(val p[0], val p[1])).differences(&[1.3, 0.7]).differences(&[0.8, 1.9]);
    gradient!(|p| plain_conversions(val p[0], val p[1])).differences(&[1.3, 0.7]);
    gradient!(|p| plain_conversions_of_options(val p[0], val p[1])).differences(&[1.3, 0.7]);
    gradient!(|p| questions(val p[0], val p[1])).differences(&[1.3, 0.7]);
    gradient!(|p| nested(val p[0], val p[1])).differences(&[1.3, 0.7]).differences(&[-1.3, 0.7]);
    gradient!(|p| vectors(val p[0], val p[1])).differences(&[1.3, 0.7]);
    gradient!(|p| plain_generic(val p[0], val p[1])).differences(&[1.3, 2.7]);
}

#[test]
fn options_as_parameters() {
    assert_eq!(parameters::grad(Some(2.0), &Some(3.0), 5.0), (Some(18.0), Some(12.0), 6.0));
    assert_eq!(parameters::grad(None, &None, 2.0), (None, None, 13.0));
    assert_eq!(parameters::jvp(Some(2.0), &None, 2.0, Some(1.0), &None, 0.0), (10.0, 5.0));
}

#[test]
fn one_name_for_several_things() {
    let (v, dv) = one_name::jvp(Some([2.0, 3.0]), 4.0, Some([0.0, 0.0]), 1.0);
    let h = 1e-6;
    let difference =
        (one_name(Some([2.0, 3.0]), 4.0 + h) - one_name(Some([2.0, 3.0]), 4.0 - h)) / (2.0 * h);
    assert!((dv - difference).abs() < 1e-6 * v, "{dv} {difference}");
    let (gx, gy) = one_name::grad(Some([2.0, 3.0]), 4.0);
    assert!((gy - dv).abs() < 1e-9 * v, "{gy} {dv}");
    let tangent = Some([1.0, 0.0]);
    let (_, first) = one_name::jvp(Some([2.0, 3.0]), 4.0, tangent, 0.0);
    let gx = gx.expect("there is one");
    assert!((gx[0] - first).abs() < 1e-9 * v, "{gx:?} {first}");
    assert_eq!(one_name::grad(None, 4.0), (None, 1.0));
}

#[differentiate]
fn plain_roots(x: &[f64]) -> f64 {
    all_roots(x).unwrap_or(x[0])
}

#[differentiate]
fn plain_ratios(x: &[f64]) -> f64 {
    all_ratios(x).unwrap_or(x[1])
}

#[test]
fn all_or_nothing() {
    gradient!(|p| plain_roots(ref p[..])).differences(&[1.3, 0.7, 2.0]).differences(&[1.3, -0.7]);
    gradient!(|p| plain_ratios(ref p[..])).differences(&[1.3, 0.7, 2.0]);
    assert_eq!(all_roots(&[1.0, 5.0]), None);
    assert_eq!(all_roots::grad(&[1.0, 5.0]), None);
    assert_eq!(all_ratios::grad(&[1.0, 0.0, 2.0]), Err(Failure(r#"Zero("ratio")"#.into())));
}

#[test]
fn texts_decide() {
    assert_eq!(by_text::grad("add", 2.0, 3.0), Some((1.0, 1.0)));
    assert_eq!(by_text::grad("root", 4.0, 3.0), Some((0.75, 2.0)));
    assert_eq!(by_text::grad("triple", 4.0, 3.0), None);
    assert_eq!(by_text::grad("twice", 4.0, 3.0), Some((5.0, 0.0)));
}

#[test]
fn options_as_fields() {
    gradient!(|p| uses_fields(val p[0], val p[1])).differences(&[1.3, 0.7]);
    gradient!(|p| taken_and_replaced(val p[0], val p[1])).differences(&[1.3, 0.7]);
    gradient!(|p| carried_along(ref p[..])).differences(&[1.3, 0.7, -0.4, 0.9]);
}

#[test]
fn ends() {
    gradient!(|p| ends_of_slices(ref p[..])).differences(&[1.3, 0.7, -0.4, 0.9]);
    gradient!(|p| ends_change(val p[0], val p[1])).differences(&[1.3, 0.7]);
    gradient!(|p| plain_ends(ref p[..])).differences(&[1.3, 0.7, -0.4]).differences(&[1.3]);
}

#[test]
fn own_methods_of_these_names() {
    assert_eq!(Maybe { value: 2.0 }.both_grad(5.0), (MaybeTangent { value: 8.0 }, 2.0));
}
