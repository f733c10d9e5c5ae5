//! Arrays and `Vec`s.

#[path = "../corpus/small/arrays.rs"]
mod arrays;

use arrays::*;
use autodiff_tests::{gradient, map};

#[test]
fn products() {
    gradient!(second |p| arrays::dot(val [p[0], p[1], p[2]], val [p[3], p[4], p[5]]))
        .differences(&[1.3, 0.7, -0.4, 0.9, 2.0, -1.1]);
    gradient!(second |p| by_reference(ref [p[0], p[1], p[2]], ref [p[3], p[4], p[5]]))
        .differences(&[1.3, 0.7, -0.4, 0.9, 2.0, -1.1]);
}

#[test]
fn results() {
    map!(|p| arrays::returned(val p[0], val p[1])).differences(&[1.3, 0.7]);
    map!(|p| built_in_place(val p[0])).differences(&[1.3]);
    map!(|p| returned_vec(ref p[..])).differences(&[1.3, 0.7, -0.4, 0.9]);
}

#[test]
fn literals() {
    gradient!(second |p| repeated(val p[0])).differences(&[1.3]);
    gradient!(second |p| vec_literal(val p[0], val p[1])).differences(&[1.3, 0.7]);
    gradient!(second |p| array_of_tuples(val p[0], val p[1])).differences(&[1.3, 0.7]);
}

#[test]
fn two_dimensions() {
    map!(|p| matrix_product(ref [[p[0], p[1]], [p[2], p[3]]], ref [[p[4], p[5]], [p[6], p[7]]]))
        .differences(&[1.3, 0.7, -0.4, 0.9, 2.0, -1.1, 0.5, 0.8]);
    gradient!(second |p| determinant(val [[p[0], p[1], p[2]], [p[3], p[4], p[5]], [p[6], p[7], p[8]]]))
        .differences(&[1.3, 0.7, -0.4, 0.9, 2.0, -1.1, 0.5, 0.8, 1.7]);
    gradient!(second |p| row_as_a_value(val [[p[0], p[1]], [p[2], p[3]], [p[4], p[5]]]))
        .differences(&[1.3, 0.7, -0.4, 0.9, 2.0, -1.1]);
    gradient!(second |p| row_is_replaced(val p[0], val p[1])).differences(&[1.3, 0.7]);
    gradient!(second |p| vec_of_vecs(val p[0], val p[1], fix 3)).differences(&[1.3, 0.7]);
    gradient!(second |p| transposed_stencil(ref [[p[0], p[1], p[2]], [p[3], p[4], p[5]], [p[6], p[7], p[8]]], fix 3)).differences(&[1.3, 0.7, -0.4, 0.9, 2.0, -1.1, 0.5, 0.8, 1.7]);
}

#[test]
fn owned_lists() {
    gradient!(second |p| owned_vec(val p.to_vec())).differences(&[1.3, 0.7, -0.4, 0.9]);
}

#[test]
fn whole_list_operations() {
    gradient!(second |p| swap_and_friends(ref p[..])).differences(&[1.3, 0.7, -0.4]);
    gradient!(second |p| arrays::cloned(ref [p[0], p[1], p[2]])).differences(&[1.3, 0.7, -0.4]);
}
