//! Second derivatives: what `hvp` and `hessian` return for each kind of parameter, closed forms, the programs of the
//! corpus against hyper-dual numbers, kinks, and derivatives of second derivatives.
//!
//! The laws of the Hessian hold for all of the corpus: `gradient!(second ..)`.

#[path = "../corpus/bundle_adjustment.rs"]
mod bundle_adjustment;
#[path = "../corpus/gaussian_mixture.rs"]
mod gaussian_mixture;
#[path = "../corpus/small/second_order.rs"]
mod programs;

use autodiff_runtime::Dual;
use autodiff_runtime::nalgebra::{
    DMatrix, DVector, Matrix2, Matrix3, Point3, SMatrix, SVector, Vector2, Vector3, dmatrix,
    dvector, matrix, vector,
};
use autodiff_tests::random::SplitMix64;
use autodiff_tests::{curvature, gradient, reference};
use programs::*;

#[test]
fn hvp_takes_and_returns_what_the_parameters_are() {
    // f = x² y: (2 y vx + 2 x vy, 2 x vx)
    let (hx, hy): (f64, f64) = two_numbers::hvp(3.0, 5.0, 1.0, 0.5);
    assert_eq!((hx, hy), (13.0, 6.0));
    let one: f64 = one_number::hvp(2.0, 3.0);
    assert_eq!(one, 3.0 * 12.0);
    let (ha, hs): ([f64; 2], Vec<f64>) =
        mixed(&[1.0, 2.0], &[3.0, 4.0], 2).hvp(&[1.0, 0.0], &[0.0, 1.0]);
    assert_eq!((ha, hs), ([2.0, 0.0], vec![0.0, 2.0]));
    let pair: PairTangent =
        of_struct::hvp(&Pair { a: 2.0, b: 3.0, n: 4 }, &PairTangent { a: 1.0, b: 0.0, n: () });
    assert_eq!(pair, PairTangent { a: 0.0, b: 8.0, n: () });
    let v: Vector2<f64> = of_vector::hvp(&vector![1.0, 2.0], &vector![1.0, 0.0]);
    assert_eq!(v, vector![2.0, 0.0]);
    let pair = Pair { a: 2.0, b: 3.0, n: 4 };
    let (own, x): (PairTangent, f64) =
        pair.times_hvp(0.5, PairTangent { a: 0.0, b: 0.0, n: () }, 1.0);
    assert_eq!((own, x), (PairTangent { a: 6.0, b: 4.0, n: () }, 0.0));
}

/// Two lists and what to multiply.
struct Mixed<'a>(&'a [f64; 2], &'a [f64], usize);

fn mixed<'a>(a: &'a [f64; 2], b: &'a [f64], k: usize) -> Mixed<'a> {
    Mixed(a, b, k)
}

impl Mixed<'_> {
    fn hvp(&self, va: &[f64; 2], vb: &[f64]) -> ([f64; 2], Vec<f64>) {
        of_lists::hvp(self.0, self.1, self.2, va, vb)
    }
}

#[test]
fn hessian_is_a_matrix_of_the_size_of_the_parameter() {
    // f = x0² x1 + x1³
    let x = [3.0, 5.0];
    let expected = matrix![10.0, 6.0; 6.0, 30.0];
    let of_array: SMatrix<f64, 2, 2> = array::hessian(x);
    assert_eq!(of_array, expected);
    let of_reference: SMatrix<f64, 2, 2> = array_reference::hessian(&x);
    assert_eq!(of_reference, expected);
    let of_slice: DMatrix<f64> = slice::hessian(&x);
    assert_eq!(of_slice, dmatrix![10.0, 6.0; 6.0, 30.0]);
    let of_vec: DMatrix<f64> = list::hessian(x.to_vec());
    assert_eq!(of_vec, of_slice);
    let of_static: Matrix2<f64> = static_vector::hessian(&vector![3.0, 5.0]);
    assert_eq!(of_static, expected);
    let of_generic: SMatrix<f32, 2, 2> = generic_vector::hessian(SVector::<f32, 2>::new(3.0, 5.0));
    assert_eq!(of_generic, matrix![10.0, 6.0; 6.0, 30.0]);
    let of_dynamic: DMatrix<f64> = dynamic_vector::hessian(&dvector![3.0, 5.0]);
    assert_eq!(of_dynamic, of_slice);
    let of_point: Matrix3<f64> = point::hessian(Point3::new(1.0, 2.0, 3.0));
    assert_eq!(of_point, matrix![0.0, 3.0, 2.0; 3.0, 0.0, 1.0; 2.0, 1.0, 0.0]);
    let of_number: f64 = one_number::hessian(2.0);
    assert_eq!(of_number, 12.0);
    // Inactive parameters stand where they stand.
    let beside: SMatrix<f64, 2, 2> = beside_inactive::hessian(3, &x, "name".to_owned(), 2.0);
    assert_eq!(beside, expected * 6.0);
    assert_eq!(slice::hessian(&[]), DMatrix::<f64>::zeros(0, 0));
}

#[test]
fn mixture_agrees_with_hyper_dual_numbers() {
    use gaussian_mixture::{Wishart, log_gamma_multivariate, log_likelihood};
    let (d, k, n) = (2, 3, 5);
    let prior = Wishart { gamma: 0.7, excess: 2 };
    let mut random = SplitMix64::new(5);
    let points = random.normals(n * d);
    let parameters = random.normals(k + 2 * k * d + k * d * (d - 1) / 2);
    let log_gamma = log_gamma_multivariate(d as i32 + prior.excess + 1, d);
    let sizes =
        reference::gaussian_mixture::Sizes { d, k, gamma: prior.gamma, m: prior.excess, log_gamma };
    let (a, b, c) = (k, k + k * d, k + 2 * k * d);
    curvature!(|p| log_likelihood(
        ref p[..a], ref p[a..b], ref p[b..c], ref p[c..], fix &points, fix prior))
    .twin(&parameters, |p| reference::gaussian_mixture::log_likelihood(p, &points, sizes));
}

#[test]
fn bundle_adjustment_agrees_with_hyper_dual_numbers() {
    use bundle_adjustment::{Sighting, scene_cost};
    let sightings = [(0, 0), (0, 1)];
    let features = [0.1, -0.1, 0.2, 0.0];
    let seen: Vec<Sighting> =
        sightings.iter().map(|&(camera, point)| Sighting { camera, point }).collect();
    let at = [
        0.3, -0.2, 0.5, 0.1, 0.2, -4.0, 1.2, 0.05, -0.04, 0.1, -0.02, 0.4, -0.3, 0.8, -0.2, 0.5,
        0.1, 0.7, 1.1,
    ];
    curvature!(|p| scene_cost(ref p[..11], ref p[11..17], ref p[17..], fix &seen, fix &features))
        .twin(&at, |p| {
            reference::bundle_adjustment::scene_cost(
                &p[..11],
                &p[11..17],
                &p[17..],
                &sightings,
                &features,
            )
        });
}

#[test]
fn calls_recursion_methods_and_closures() {
    gradient!(second |p| programs::calls(ref p[..])).differences(&[0.7, -0.4, 1.3]);
    gradient!(second |p| calls_in_branches(val p[0], val p[1])).differences(&[0.7, 0.4]);
    gradient!(second |p| calls_in_branches(val p[0], val p[1])).differences(&[-0.7, 0.4]);
    gradient!(second |p| in_place(ref p[..])).differences(&[0.7, -0.4, 1.3]);
    gradient!(second |p| power(val p[0], fix 5)).differences(&[1.1]);
    gradient!(second |p| even(val p[0], fix 4)).differences(&[1.1]);
    gradient!(second |p| closures(ref [p[0], p[1], p[2]])).differences(&[0.7, -0.4, 1.3]);
    gradient!(second |p| shapes(ref Shape::Box { w: p[0], h: p[1] }, val p[2]))
        .differences(&[0.7, 0.4, 1.3]);
    gradient!(second |p| shapes(ref Shape::Disk(p[0]), val p[1])).differences(&[0.7, 1.3]);
    gradient!(second |p| changed_parameter(val p[0], val p[1])).differences(&[0.7, 1.3]);
    gradient!(second |p| calls_by_value(val p[0], val p[1])).differences(&[0.7, 1.3]);
    gradient!(second |p| constant_field(ref Scaled { x: p[0], factor: 3.0 }, val p[1]))
        .differences(&[0.7, 1.3]);
    gradient!(second |p| of_integers(ref Pair { a: p[0], b: p[1], n: 3 })).differences(&[0.7, 1.3]);
    gradient!(second |p| a_trait(ref Quadratic { c: p[0] }, val p[1])).differences(&[0.7, 1.3]);
}

#[test]
fn custom_rules() {
    gradient!(second |p| logistic(val p[0])).differences(&[0.7]);
    gradient!(second |p| weighted(ref p[..2], fix 2, fix &[0.5, 2.0], val p[2]))
        .differences(&[0.7, -0.4, 1.3]);
    gradient!(second |p| calls_rules(ref p[..])).differences(&[0.7, 0.4]);
}

#[test]
fn matrices() {
    let at = [0.7, -0.4, 1.3, 0.9, 2.0, -1.1, 0.5, 0.8, 1.7];
    gradient!(second |p| quadratic(ref Matrix3::from_column_slice(&p[..9]), ref Vector3::new(p[9], p[10], p[11])))
        .differences(&[&at[..], &at[..3]].concat());
    gradient!(second |p| solved(ref Matrix3::from_column_slice(&p[..9]), ref Vector3::new(p[9], p[10], p[11])))
        .differences(&[&at[..], &[0.3, -0.6, 1.2]].concat());
    gradient!(second |p| dynamic(ref DMatrix::from_column_slice(3, 2, &p[..6]), ref DVector::from_column_slice(&p[6..8]), val p[8]))
        .differences(&at);
}

#[test]
fn kinks_have_no_curvature() {
    // A zero cotangent into an infinite derivative, and an infinite slope behind a factor zero.
    curvature!(|p| root_times(val p[0], val p[1])).hold(&[0.0, 0.0]);
    assert_eq!(root_times::hvp(0.0, 0.0, 1.0, 0.0).0, 0.0);
    assert_eq!(loser::hvp(0.0, 1.0), 0.0);
    assert_eq!(loser_of_a_function::hvp(0.0, 1.0), 0.0);
    assert_eq!(capped_inverse::hvp(0.0, 1.0), 0.0);
    assert_eq!(untaken::hvp(0.0, 1.0), 2.0);
    assert_eq!(absolute::hvp(0.0, 1.0), 0.0);
    // Powers where the base or the exponent is 0.
    assert_eq!(raised::hvp(0.0, 2.0, 1.0, 0.0), (2.0, 0.0));
    assert_eq!(raised::hvp(0.0, 2.0, 0.0, 1.0), (0.0, 0.0));
    assert_eq!(raised::hvp(2.0, 0.0, 0.0, 1.0), (0.5, 2.0_f64.ln().powi(2)));
    assert_eq!(angle::hvp(0.0, 0.0, 1.0, 2.0), (0.0, 0.0));
}

#[test]
fn perturbations_do_not_mix() {
    // The third derivative of x³ + x⁴: hvp over dual numbers.
    let x = Dual::variable(2.0);
    let h = of_a_real::hvp(x, Dual::constant(1.0));
    assert_eq!((h.re, h.eps), (12.0 + 48.0, 6.0 + 48.0));
    // The direction moves as well: d/dt f''(x) v(t).
    let h = of_a_real::hvp(Dual::constant(2.0), Dual::new(3.0, 1.0));
    assert_eq!((h.re, h.eps), (3.0 * 60.0, 60.0));
    let nested = Dual::new(Dual::variable(2.0), Dual::constant(1.0));
    let h = of_a_real::hvp(nested, Dual::constant(Dual::constant(1.0)));
    assert_eq!(h.eps.eps, 24.0);
    // `stop_gradient` stops both.
    assert_eq!(stopped::hvp(3.0, 1.0), 0.0);
    assert_eq!(stopped::grad(3.0), 9.0);
}
