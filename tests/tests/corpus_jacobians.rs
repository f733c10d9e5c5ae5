//! Jacobians, against central differences, and compressed ones against whole ones.

#[path = "../corpus/small/jacobians.rs"]
mod jacobians;

use autodiff_runtime::nalgebra::{
    DMatrix, DVector, Matrix2, Matrix2x5, Matrix3, SMatrix, SVector, Vector2, Vector3,
};
use autodiff_runtime::sparse::Pattern;
use jacobians::*;

/// Central differences, column by column.
fn differences(f: impl Fn(&[f64]) -> Vec<f64>, at: &[f64]) -> DMatrix<f64> {
    let h = 1e-5;
    let columns: Vec<DVector<f64>> = (0..at.len())
        .map(|k| {
            let moved = |by: f64| {
                let mut x = at.to_vec();
                x[k] += by;
                DVector::from_vec(f(&x))
            };
            (moved(h) - moved(-h)) / (2.0 * h)
        })
        .collect();
    DMatrix::from_columns(&columns)
}

#[track_caller]
fn close(a: &DMatrix<f64>, b: &DMatrix<f64>) {
    assert_eq!(a.shape(), b.shape());
    assert!((a - b).amax() < 1e-8, "{a} is not {b}");
}

#[test]
fn of_static_sizes() {
    let jacobian: SMatrix<f64, 2, 2> = polar::jacobian([1.3, 0.7]);
    let expected = differences(|x| polar([x[0], x[1]]).to_vec(), &[1.3, 0.7]);
    close(&DMatrix::from_column_slice(2, 2, jacobian.as_slice()), &expected);

    let at = [1.3, 0.7, -0.4, 0.2, 2.0];
    let jacobian: Matrix2x5<f64> = wide::jacobian(&SVector::from(at));
    let expected = differences(|x| wide(&SVector::from_column_slice(x)).as_slice().to_vec(), &at);
    close(&DMatrix::from_column_slice(2, 5, jacobian.as_slice()), &expected);

    let jacobian: SMatrix<f64, 4, 2> = tall::jacobian(Vector2::new(1.3, 0.7), 1.5, 3);
    let expected =
        differences(|x| tall(Vector2::new(x[0], x[1]), 1.5, 3).as_slice().to_vec(), &[1.3, 0.7]);
    close(&DMatrix::from_column_slice(4, 2, jacobian.as_slice()), &expected);

    let jacobian: Matrix3<f64> = generic::jacobian(Vector3::new(1.3, 0.7, -0.2));
    let expected = differences(
        |x| generic(Vector3::from_column_slice(x)).as_slice().to_vec(),
        &[1.3, 0.7, -0.2],
    );
    close(&DMatrix::from_column_slice(3, 3, jacobian.as_slice()), &expected);
    let single: Matrix2<f32> = generic::jacobian(Vector2::new(1.0_f32, 2.0));
    assert_eq!(single, Matrix2::new(7.0, 4.0, 4.0, 13.0));
}

#[test]
fn of_dynamic_sizes() {
    let at = [1.3, 0.7, -0.4, 0.2];
    let jacobian: DMatrix<f64> = of_slices::jacobian(&at);
    close(&jacobian, &differences(of_slices, &at));
    let jacobian: DMatrix<f64> = of_dynamic::jacobian(&DVector::from_column_slice(&at));
    let expected =
        differences(|x| of_dynamic(&DVector::from_column_slice(x)).as_slice().to_vec(), &at);
    close(&jacobian, &expected);
}

#[test]
fn of_one_mode() {
    let jacobian = by_rows::jacobian([1.3, 0.7]);
    let expected = differences(|x| by_rows([x[0], x[1]]).to_vec(), &[1.3, 0.7]);
    close(&DMatrix::from_column_slice(3, 2, jacobian.as_slice()), &expected);
    let at = [1.3, 0.7, -0.4];
    close(&by_columns::jacobian(&at), &differences(by_columns, &at));
}

#[test]
fn of_functions_of_functions_and_methods() {
    let jacobian = mapped::jacobian(sine {}, [1.3, 0.7]);
    let expected = differences(|x| mapped(f64::sin, [x[0], x[1]]).to_vec(), &[1.3, 0.7]);
    close(&DMatrix::from_column_slice(2, 2, jacobian.as_slice()), &expected);

    let frame = Frame { turn: Matrix2::new(1.0, 2.0, -0.5, 0.3) };
    let jacobian = frame.world_jacobian(Vector2::new(1.3, 0.7));
    let expected =
        differences(|x| frame.world(Vector2::new(x[0], x[1])).as_slice().to_vec(), &[1.3, 0.7]);
    close(&DMatrix::from_column_slice(2, 2, jacobian.as_slice()), &expected);
}

#[autodiff_runtime::differentiate]
fn sine(x: f64) -> f64 {
    x.sin()
}

#[test]
fn of_bands_are_compressed() {
    let u: Vec<f64> = (0..23).map(|i| (i as f64 * 0.7).sin()).collect();
    let whole = laplace::jacobian(&u);
    close(&whole, &differences(laplace, &u));
    let coloring = Pattern::banded(23, 23, 1, 1).color();
    assert_eq!(coloring.colors(), 3);
    assert_eq!(coloring.expand(&laplace::jacobian_product(&u, &coloring.seeds())), whole);
    let found = Pattern::of(&whole).color();
    assert_eq!(found.expand(&laplace::jacobian_product(&u, &found.seeds())), whole);
    let product = laplace::jacobian_product(&u, &found.seeds());
    assert_eq!(found.entries(&product).count(), whole.iter().filter(|x| **x != 0.0).count());
    let product = laplace::jacobian_product(&u, &DMatrix::identity(23, 23));
    assert_eq!(product, whole);
}

#[test]
fn of_blocks_and_of_nothing_in_common() {
    let coloring = Pattern::blocks(&[2, 3, 1]).color();
    assert_eq!(coloring.colors(), 3);
    assert_eq!((0..6).map(|c| coloring.color_of(c)).collect::<Vec<_>>(), [0, 1, 0, 1, 2, 0]);
    assert_eq!(Pattern::new(3, 3, [(0, 0), (1, 1), (2, 2)]).color().colors(), 1);
    // A full row needs a color per column; an empty pattern one for all.
    assert_eq!(Pattern::new(3, 4, (0..4).map(|c| (1, c))).color().colors(), 4);
    assert_eq!(Pattern::new(3, 4, []).color().colors(), 1);
    let seeds: DMatrix<f64> = coloring.seeds();
    assert_eq!(seeds.row_sum().iter().copied().collect::<Vec<f64>>(), [3.0, 2.0, 1.0]);
}
