//! Dual numbers against num-dual, nested ones against second derivatives, and inside nalgebra.

use autodiff_runtime::nalgebra::{ComplexField, Matrix3, RealField, SVector, Vector3};
use autodiff_runtime::{__rt as rt, Dual, Real};
use num_dual::{Dual2_64, Dual64, DualNum};

/// One body, generic over our reals and over num-dual's.
macro_rules! functions {
    ($($name:ident |$x:ident, $lit:ident| $body:expr;)*) => {$(
        #[test]
        fn $name() {
            fn ours<T: Real>($x: T) -> T {
                let $lit = |v: f64| T::lit(v);
                $body
            }

            fn theirs<T: DualNum<Primitive = f64> + Copy>($x: T) -> T {
                let $lit = |v: f64| T::from(v);
                $body
            }

            for x in [0.3, 0.7, 0.95] {
                let first = ours(Dual::variable(x));
                let expected = theirs(Dual64::new(x, 1.0));
                assert_close(first.re, expected.re);
                assert_close(first.eps, expected.eps);

                let nested = Dual::new(Dual::variable(x), Dual::constant(1.0));
                let second = ours(nested).eps.eps;
                assert_close(second, theirs(Dual2_64::new(x, 1.0, 0.0)).v2);

                let single = ours(Dual::<f32>::variable(x as f32));
                let error = (f64::from(single.eps) - expected.eps).abs();
                assert!(error <= 1e-4 * expected.eps.abs().max(1.0));
            }
        }
    )*};
}

#[track_caller]
fn assert_close(got: f64, expected: f64) {
    let error = (got - expected).abs();
    assert!(error <= 1e-11 * expected.abs().max(1.0), "{got} instead of {expected}");
}

functions! {
    polynomials |x, lit| (x * x - lit(3.0) * x + lit(1.0)) / (x + lit(2.0)) - x.powi(5) + x.powi(-2);
    trigonometric |x, lit| x.sin() * x.cos() + x.tan() - (x * lit(0.5)).asin() * x.acos() + x.atan();
    hyperbolic |x, lit| x.sinh() * x.cosh() - x.tanh() + x.asinh() * (x + lit(1.5)).acosh() + x.atanh();
    exponentials |x, lit| (x * lit(2.0)).exp() - x.exp2() * x.exp_m1() + lit(1.0);
    logarithms |x, lit| x.ln() * x.log2() + x.log10() - x.ln_1p() * lit(3.0);
    roots |x, lit| x.sqrt() * x.cbrt() + x.recip() / lit(2.0);
    sin_cos |x, lit| {
        let (s, c) = (x * lit(2.0)).sin_cos();
        s * s * c
    };
}

#[test]
fn two_operands() {
    let (x, y) = (Dual::new(1.3, 2.0), Dual::new(-0.7, 5.0));
    let directional = |f: fn(f64, f64) -> f64| {
        let h = 1e-6;
        (f(1.3 + 2.0 * h, -0.7 + 5.0 * h) - f(1.3 - 2.0 * h, -0.7 - 5.0 * h)) / (2.0 * h)
    };
    type Pair = (fn(Dual<f64>, Dual<f64>) -> Dual<f64>, fn(f64, f64) -> f64);
    let pairs: [Pair; 11] = [
        (|x, y| x + y, |x, y| x + y),
        (|x, y| x - y, |x, y| x - y),
        (|x, y| x * y, |x, y| x * y),
        (|x, y| x / y, |x, y| x / y),
        (|x, y| x % y, |x, y| x % y),
        (|x, y| x.powf(y), f64::powf),
        (|x, y| y.atan2(x), |x, y| y.atan2(x)),
        (|x, y| x.hypot(y), f64::hypot),
        (|x, y| x.copysign(y), f64::copysign),
        (|x, y| x.mul_add(y, x), |x, y| x.mul_add(y, x)),
        (RealField::max, f64::max),
    ];
    for (i, (ours, plain)) in pairs.into_iter().enumerate() {
        let got = ours(x, y);
        assert_eq!(got.re.to_bits(), plain(1.3, -0.7).to_bits(), "pair {i}");
        assert!((got.eps - directional(plain)).abs() < 1e-8, "pair {i}");
    }
}

#[test]
fn kinks_as_the_rules_have_them() {
    let x = Dual::new(2.0, 3.0);
    assert_eq!(RealField::max(x, Dual::constant(2.0)).eps, 1.5);
    assert_eq!(RealField::clamp(x, Dual::constant(0.0), Dual::new(1.0, 7.0)).eps, 7.0);
    assert_eq!(ComplexField::abs(Dual::new(0.0, 3.0)).eps, 0.0);
    assert_eq!(ComplexField::sqrt(Dual::constant(0.0)).eps, 0.0);
    assert_eq!(ComplexField::sqrt(Dual::new(0.0, 1.0)).eps, f64::INFINITY);
}

#[test]
fn comparisons_see_the_value_alone_and_zero_sees_both() {
    let (a, b) = (Dual::new(1.0, 2.0), Dual::new(1.0, 5.0));
    assert_eq!(a.partial_cmp(&b), Some(std::cmp::Ordering::Equal));
    assert!(a == b);
    assert!(!num_traits::Zero::is_zero(&Dual::new(0.0, 1.0)));
}

#[test]
fn rules_of_dual_numbers_have_the_second_derivative() {
    // x̄ = cos(x) ct with x = 0.5 + ε: its ε is -sin(x) ct.
    let (x, ct) = (Dual::variable(0.5), Dual::constant(2.0));
    let adjoint = rt::sin_adjoint_0(&x, &ct);
    assert_eq!(adjoint.re, 2.0 * 0.5_f64.cos());
    assert_eq!(adjoint.eps, -2.0 * 0.5_f64.sin());
    assert_eq!(rt::mul_adjoint_0(&x, &&x, &ct).eps, 2.0);
    assert_eq!(rt::max_adjoint_1(&x, &Dual::constant(7.0), &ct), ct);
}

#[test]
fn matrices_of_dual_numbers() {
    fn norm<T: Real, const N: usize>(v: SVector<T, N>) -> T {
        v.norm()
    }
    let v = Vector3::new(Dual::variable(3.0), Dual::constant(0.0), Dual::constant(4.0));
    assert_eq!(norm(v).eps, 0.6);

    // d det(A) / d a₀₀ is the cofactor, and d A⁻¹ = -A⁻¹ dA A⁻¹.
    let plain = Matrix3::new(4.0, 1.0, 0.5, 1.0, 3.0, 0.2, 0.5, 0.2, 2.0);
    let mut a = plain.map(Dual::constant);
    a[(0, 0)].eps = 1.0;
    assert_close(a.determinant().eps, 3.0 * 2.0 - 0.2 * 0.2);
    let inverse = plain.try_inverse().unwrap();
    let expected = -inverse.column(0) * inverse.row(0);
    let derivative = a.try_inverse().unwrap().map(|x| x.eps);
    assert!((derivative - expected).norm() < 1e-14);
    let solved = a.lu().solve(&Vector3::repeat(Dual::constant(1.0))).unwrap();
    assert!((solved.map(|x| x.eps) - expected * Vector3::repeat(1.0)).norm() < 1e-14);
    let factor = a.cholesky().unwrap().l();
    let product = factor * factor.transpose();
    assert!((product.map(|x| x.eps) - a.map(|x| x.eps)).norm() < 1e-14);
    assert!((product.map(|x| x.re) - plain).norm() < 1e-14);
}

#[test]
fn printing() {
    assert_eq!(format!("{:.1}", Dual::new(1.0, 2.0)), "1.0 + 2.0ε");
}
