//! Tangents as a vector space: zeros, sums, products, the walk over scalars, for every kind of type.

use std::fmt::Debug;
use std::panic::{catch_unwind, AssertUnwindSafe};

use autodiff_runtime::__rt::{accumulate, add_tangents, take, zero_tangent, Accumulate};
use autodiff_runtime::nalgebra::{
    matrix, vector, DMatrix, DVector, Matrix2, Point3, Vector2, Vector3,
};
use autodiff_runtime::{Differentiable, Dual, ScalarSlice, ScalarSliceMut, Tangent};

fn scalars<T: Tangent>(tangent: &T) -> Vec<f64> {
    let mut scalars = vec![];
    tangent.for_each_slice(&mut |slice| match slice {
        ScalarSlice::F32(slice) => scalars.extend(slice.iter().copied().map(f64::from)),
        ScalarSlice::F64(slice) => scalars.extend(slice),
        _ => unreachable!("there are two precisions"),
    });
    scalars
}

fn runs<T: Tangent>(tangent: &T) -> usize {
    let mut runs = 0;
    tangent.for_each_slice(&mut |_| runs += 1);
    runs
}

/// The laws of a vector space, on one tangent and the scalars it should have.
#[track_caller]
fn check<T: Tangent + PartialEq + Debug>(tangent: T, expected: &[f64]) {
    assert_eq!(scalars(&tangent), expected);
    let zero = tangent.zero_like();
    assert!(scalars(&zero).iter().all(|x| *x == 0.0));
    assert_eq!(scalars(&zero).len(), expected.len());
    assert_eq!(add_tangents(zero, tangent.clone()), tangent);

    let squares: f64 = expected.iter().map(|x| x * x).sum();
    assert_eq!(tangent.dot(&tangent), squares);

    let mut doubled = tangent.clone();
    Tangent::scale(&mut doubled, 2.0);
    assert_eq!(add_tangents(tangent.clone(), tangent.clone()), doubled);

    let mut moved = tangent.clone();
    moved.for_each_slice_mut(&mut |slice| match slice {
        ScalarSliceMut::F32(slice) => slice.iter_mut().for_each(|x| *x *= 2.0),
        ScalarSliceMut::F64(slice) => slice.iter_mut().for_each(|x| *x *= 2.0),
        _ => unreachable!("there are two precisions"),
    });
    assert_eq!(moved, doubled);

    assert_eq!(take(&mut moved), doubled);
    assert_eq!(scalars(&moved), vec![0.0; expected.len()]);
}

#[test]
fn laws() {
    check(3.0, &[3.0]);
    check(3.0_f32, &[3.0]);
    check((), &[]);
    check([1.0, 2.0], &[1.0, 2.0]);
    check([[1.0_f32, 2.0], [3.0, 4.0]], &[1.0, 2.0, 3.0, 4.0]);
    check(vec![1.0, 2.0], &[1.0, 2.0]);
    check(vec![vec![1.0], vec![], vec![2.0]], &[1.0, 2.0]);
    check(Box::new(1.0), &[1.0]);
    check((1.0, (), [2.0_f32], vec![3.0]), &[1.0, 2.0, 3.0]);
    check((1., 2., 3., 4., 5., 6., 7., 8.), &[1., 2., 3., 4., 5., 6., 7., 8.]);
    check(Some(1.0), &[1.0]);
    check(None::<f64>, &[]);
    check(matrix![1.0, 2.0; 3.0, 4.0], &[1.0, 3.0, 2.0, 4.0]);
    check(DVector::from_vec(vec![1.0_f32, 2.0]), &[1.0, 2.0]);
    check(DMatrix::from_row_slice(1, 2, &[1.0, 2.0]), &[1.0, 2.0]);
}

#[test]
fn the_scalars_of_a_dual_number() {
    assert_eq!(scalars(&vec![Dual::new(1.0, 2.0), Dual::new(3.0, 4.0)]), [1.0, 2.0, 3.0, 4.0]);
}

#[test]
fn scalars_that_are_neighbors_are_one_run() {
    assert_eq!(runs(&[[1.0; 4]; 3]), 1);
    assert_eq!(runs(&vec![[1.0_f32; 4]; 3]), 1);
    assert_eq!(runs(&Matrix2::<f64>::zeros()), 1);
    assert_eq!(runs(&vec![Vector2::<f64>::zeros(); 3]), 3);
}

#[test]
fn zeros_have_the_shape_of_the_value() {
    assert_eq!(zero_tangent(&3.0), 0.0);
    assert_eq!(zero_tangent(&&3.0_f32), 0.0);
    assert_eq!(zero_tangent(&&mut 3.0_f32), 0.0);
    assert_eq!(zero_tangent(&[1.0, 2.0][..]), vec![0.0, 0.0]);
    assert_eq!(zero_tangent(&vec![vec![1.0], vec![]]), vec![vec![0.0], vec![]]);
    assert_eq!(zero_tangent(&Some(1.0)), Some(0.0));
    assert_eq!(zero_tangent(&None::<f64>), None);
    assert_eq!(zero_tangent(&Ok::<_, String>(1.0)), Some(0.0));
    assert_eq!(zero_tangent(&Err::<f64, _>("no")), None);
    assert_eq!(zero_tangent(&Box::new((1.0, 2_u8))), Box::new((0.0, ())));
}

#[test]
fn inactive_types() {
    fn inactive<T: Differentiable<Tangent = ()> + ?Sized>(_: &T) {}
    inactive(&3_usize);
    inactive(&-3_i128);
    inactive(&true);
    inactive(&'a');
    inactive("text");
    inactive(&"text");
    inactive(&String::new());
    inactive(&());
    inactive(&(0..3));
    inactive(&(0..=3));
    inactive(&std::marker::PhantomData::<f64>);
    inactive(&1.0.partial_cmp(&2.0).unwrap());
}

#[test]
fn matrices_points_and_views() {
    let m = matrix![1.0, 2.0; 3.0, 4.0];
    assert_eq!(zero_tangent(&m), Matrix2::zeros());
    assert_eq!(zero_tangent(&m.column(1)), Vector2::zeros());
    assert_eq!(zero_tangent(&m.fixed_view::<1, 2>(0, 0)), matrix![0.0, 0.0]);
    assert_eq!(zero_tangent(&Point3::new(1.0, 2.0, 3.0)), Vector3::zeros());
    let d = DMatrix::from_element(3, 4, 1.0);
    assert_eq!(zero_tangent(&d.view((1, 1), (2, 2))), DMatrix::zeros(2, 2));
    assert_eq!(zero_tangent(&d.row(0)).shape(), (1, 4));
}

#[test]
fn accumulation_between_containers() {
    let mut adjoint = [1.0, 2.0];
    accumulate(&mut adjoint, [10.0, 10.0]);
    accumulate(&mut adjoint, vec![100.0, 100.0]);
    accumulate(&mut adjoint[..], vec![1000.0, 1000.0]);
    accumulate(&mut adjoint[1..], [0.5]);
    assert_eq!(adjoint, [1111.0, 1112.5]);
    let mut adjoint = vec![1.0, 2.0];
    accumulate(&mut adjoint, [10.0, 10.0]);
    assert_eq!(adjoint, [11.0, 12.0]);
}

#[test]
fn accumulation_into_views() {
    let mut adjoint = DMatrix::<f64>::zeros(2, 3);
    accumulate(&mut adjoint.column_mut(1), DVector::from_vec(vec![1.0, 2.0]));
    accumulate(&mut adjoint.view_mut((0, 1), (2, 2)), DMatrix::from_element(2, 2, 10.0));
    accumulate(&mut adjoint.fixed_view_mut::<2, 1>(0, 0), vector![5.0, 6.0]);
    assert_eq!(adjoint, DMatrix::from_row_slice(2, 3, &[5.0, 11.0, 10.0, 6.0, 12.0, 10.0]));
}

#[test]
fn accumulation_between_matrices_and_arrays() {
    let mut array = [1.0, 2.0];
    accumulate(&mut array, vector![10.0, 20.0]);
    accumulate(&mut array[..], DVector::from_vec(vec![100.0, 200.0]));
    assert_eq!(array, [111.0, 222.0]);
    let mut columns = [[0.0; 2]; 2];
    accumulate(&mut columns, matrix![1.0, 2.0; 3.0, 4.0]);
    assert_eq!(columns, [[1.0, 3.0], [2.0, 4.0]]);
    let mut matrix = Matrix2::zeros();
    accumulate(&mut matrix, columns);
    accumulate(&mut matrix, vec![10.0; 4]);
    assert_eq!(matrix, matrix![11.0, 12.0; 13.0, 14.0]);
}

/// What `f` panics with.
#[track_caller]
fn panic_message(f: impl FnOnce()) -> String {
    let panic = catch_unwind(AssertUnwindSafe(f)).expect_err("it should panic");
    panic
        .downcast_ref::<String>()
        .cloned()
        .unwrap_or_else(|| panic.downcast_ref::<&str>().unwrap().to_string())
}

#[test]
fn different_shapes_panic() {
    let lengths = "the tangents have different lengths: 1 and 2";
    assert_eq!(panic_message(|| vec![1.0].accumulate(vec![1.0, 2.0])), lengths);
    assert_eq!(panic_message(|| assert_eq!(vec![1.0].dot(&vec![1.0, 2.0]), 0.0)), lengths);
    assert_eq!(panic_message(|| vec![1.0][..].accumulate([1.0, 2.0])), lengths);
    let shapes = "the tangents have different shapes: 1 x 2 and 2 x 1";
    let (a, b) = (DMatrix::<f64>::zeros(1, 2), DMatrix::<f64>::zeros(2, 1));
    assert_eq!(panic_message(|| a.clone().accumulate(b)), shapes);
    let variants = "the tangents have different variants: `Some` added to `None`";
    assert_eq!(panic_message(|| None.accumulate(Some(1.0))), variants);
}

#[test]
fn nothing_adds_nothing() {
    assert_eq!(add_tangents(Some(1.0), None), Some(1.0));
}
