//! Every scalar rule against num-dual and central differences, in both modes, in `f32` and `f64`.

use autodiff_runtime::__rt as rt;
use num_dual::DualNum;

type Dual64 = num_dual::Dual64;

#[track_caller]
fn assert_close(name: &str, at: &[f64], got: f64, expected: f64, tolerance: f64) {
    let error = (got - expected).abs() / expected.abs().max(1.0);
    assert!(error <= tolerance, "`{name}` at {at:?}: {got} instead of {expected}");
}

fn difference(f: impl Fn(f64) -> f64, x: f64) -> f64 {
    let h = 1e-6 * x.abs().max(1.0);
    (f(x + h) - f(x - h)) / (2.0 * h)
}

/// What the rule gets: the operand or the result.
macro_rules! needed {
    (x, $x:expr, $y:expr) => {
        $x
    };
    (y, $x:expr, $y:expr) => {
        $y
    };
}

macro_rules! unary {
    ($($name:ident $needs:ident $adjoint:ident $tangent:ident [$($point:expr),*];)*) => {$(
        #[test]
        fn $name() {
            const CT: f64 = 1.5;
            for x in [$($point),*] {
                let x: f64 = x;
                let needed = needed!($needs, x, x.$name());
                let got = rt::$adjoint(&needed, &CT);
                assert_eq!(got.to_bits(), rt::$tangent(&needed, &CT).to_bits());
                assert_eq!(got.to_bits(), rt::$adjoint(&&needed, &CT).to_bits());

                let dual = DualNum::$name(&Dual64::new(x, CT));
                assert_close(stringify!($name), &[x], got, dual.eps, 1e-12);
                assert_close(stringify!($name), &[x], got, CT * difference(f64::$name, x), 1e-7);

                let x32 = x as f32;
                let needed = needed!($needs, x32, x32.$name());
                let single = rt::$adjoint(&needed, &(CT as f32));
                assert_close(stringify!($name), &[x], f64::from(single), got, 1e-5);
                assert_eq!(single.to_bits(), rt::$tangent(&needed, &(CT as f32)).to_bits());
            }
        }
    )*};
}

unary! {
    sin x sin_adjoint_0 sin_tangent_0 [-4.0, -0.5, 0.0, 0.7, 2.0];
    cos x cos_adjoint_0 cos_tangent_0 [-4.0, -0.5, 0.0, 0.7, 2.0];
    tan y tan_adjoint_0 tan_tangent_0 [-4.0, -0.5, 0.0, 0.7, 1.2];
    asin x asin_adjoint_0 asin_tangent_0 [-0.9, -0.1, 0.0, 0.5, 0.95];
    acos x acos_adjoint_0 acos_tangent_0 [-0.9, -0.1, 0.0, 0.5, 0.95];
    atan x atan_adjoint_0 atan_tangent_0 [-30.0, -0.5, 0.0, 0.7, 2.0];
    sinh x sinh_adjoint_0 sinh_tangent_0 [-4.0, -0.5, 0.0, 0.7, 2.0];
    cosh x cosh_adjoint_0 cosh_tangent_0 [-4.0, -0.5, 0.0, 0.7, 2.0];
    tanh y tanh_adjoint_0 tanh_tangent_0 [-4.0, -0.5, 0.0, 0.7, 2.0];
    asinh x asinh_adjoint_0 asinh_tangent_0 [-40.0, -0.5, 0.0, 0.7, 2.0];
    acosh x acosh_adjoint_0 acosh_tangent_0 [1.1, 2.0, 30.0];
    atanh x atanh_adjoint_0 atanh_tangent_0 [-0.9, -0.1, 0.0, 0.5, 0.95];
    ln x ln_adjoint_0 ln_tangent_0 [0.01, 0.5, 1.0, 20.0];
    log2 x log2_adjoint_0 log2_tangent_0 [0.01, 0.5, 1.0, 20.0];
    log10 x log10_adjoint_0 log10_tangent_0 [0.01, 0.5, 1.0, 20.0];
    ln_1p x ln_1p_adjoint_0 ln_1p_tangent_0 [-0.9, -1e-3, 0.0, 1e-3, 20.0];
    exp y exp_adjoint_0 exp_tangent_0 [-20.0, -0.5, 0.0, 0.7, 3.0];
    exp2 y exp2_adjoint_0 exp2_tangent_0 [-20.0, -0.5, 0.0, 0.7, 3.0];
    exp_m1 y exp_m1_adjoint_0 exp_m1_tangent_0 [-20.0, -0.5, 0.0, 0.7, 3.0];
    sqrt y sqrt_adjoint_0 sqrt_tangent_0 [0.01, 0.5, 1.0, 20.0];
    cbrt y cbrt_adjoint_0 cbrt_tangent_0 [-8.0, -0.5, 0.5, 1.0, 20.0];
    recip y recip_adjoint_0 recip_tangent_0 [-8.0, -0.5, 0.5, 1.0, 20.0];
}

#[test]
fn sin_cos() {
    for x in [-4.0_f64, -0.5, 0.0, 0.7, 2.0] {
        let y = x.sin_cos();
        let ct = (2.0, -3.0);
        let by_parts = 2.0 * x.cos() + 3.0 * x.sin();
        assert_close("sin_cos", &[x], rt::sin_cos_adjoint_0(&y, &ct), by_parts, 1e-15);
        let (ds, dc) = rt::sin_cos_tangent_0(&y, &2.0);
        assert_close("sin_cos", &[x], ds, 2.0 * x.cos(), 1e-15);
        assert_close("sin_cos", &[x], dc, -2.0 * x.sin(), 1e-15);
    }
}

const QUADRANTS: [(f64, f64); 8] = [
    (3.0, 2.0),
    (3.0, -2.0),
    (-3.0, 2.0),
    (-3.0, -2.0),
    (0.3, 1.7),
    (-0.3, 1.7),
    (0.3, -1.7),
    (-0.3, -1.7),
];

/// Checks both operands' rules of `f`, given as closures of `(x, y, result, d)`, at one point.
#[track_caller]
fn check_binary(
    name: &str,
    (x, y): (f64, f64),
    f: impl Fn(f64, f64) -> f64,
    by_0: [&dyn Fn(f64, f64, f64, f64) -> f64; 2],
    by_1: [&dyn Fn(f64, f64, f64, f64) -> f64; 2],
) {
    const CT: f64 = -1.5;
    let r = f(x, y);
    for rule in by_0 {
        let expected = CT * difference(|x| f(x, y), x);
        assert_close(name, &[x, y], rule(x, y, r, CT), expected, 1e-7);
    }
    for rule in by_1 {
        let expected = CT * difference(|y| f(x, y), y);
        assert_close(name, &[x, y], rule(x, y, r, CT), expected, 1e-7);
    }
}

/// `needs`: how many of `(x, y, result)` each operand's rule gets.
macro_rules! binary {
    ($($name:ident $f:expr, $points:expr,
        $adjoint_0:ident $tangent_0:ident $needs_0:tt, $adjoint_1:ident $tangent_1:ident $needs_1:tt;)*) => {$(
        #[test]
        fn $name() {
            for point in $points {
                check_binary(
                    stringify!($name), point, $f,
                    [&binary!(@call $adjoint_0 $needs_0), &binary!(@call $tangent_0 $needs_0)],
                    [&binary!(@call $adjoint_1 $needs_1), &binary!(@call $tangent_1 $needs_1)],
                );
            }
        }
    )*};
    (@call $rule:ident 2) => { |x, y, _r, d| rt::$rule(&x, &y, &d) };
    (@call $rule:ident 3) => { |x, y, r, d| rt::$rule(&x, &y, &r, &d) };
    (@call $rule:ident 0) => { |_x, _y, _r, d| rt::$rule(&d) };
}

const POSITIVE: [(f64, f64); 5] = [(3.0, 2.0), (0.3, 1.7), (0.3, -1.7), (1.0, 2.5), (4.0, 0.5)];
const BASES: [(f64, f64); 4] = [(3.0, 2.0), (0.3, 1.7), (0.3, 0.5), (1.0, 10.0)];

binary! {
    add |x, y| x + y, QUADRANTS, add_adjoint_0 add_tangent_0 2, add_adjoint_1 add_tangent_1 2;
    sub |x, y| x - y, QUADRANTS, sub_adjoint_0 sub_tangent_0 2, sub_adjoint_1 sub_tangent_1 2;
    mul |x, y| x * y, QUADRANTS, mul_adjoint_0 mul_tangent_0 2, mul_adjoint_1 mul_tangent_1 2;
    div |x, y| x / y, QUADRANTS, div_adjoint_0 div_tangent_0 2, div_adjoint_1 div_tangent_1 2;
    rem |x, y| x % y, QUADRANTS, rem_adjoint_0 rem_tangent_0 2, rem_adjoint_1 rem_tangent_1 2;
    rem_euclid f64::rem_euclid, QUADRANTS,
        rem_euclid_adjoint_0 rem_euclid_tangent_0 2, rem_euclid_adjoint_1 rem_euclid_tangent_1 2;
    div_euclid f64::div_euclid, QUADRANTS,
        div_euclid_adjoint_0 div_euclid_tangent_0 2, div_euclid_adjoint_1 div_euclid_tangent_1 2;
    max f64::max, QUADRANTS, max_adjoint_0 max_tangent_0 2, max_adjoint_1 max_tangent_1 2;
    min f64::min, QUADRANTS, min_adjoint_0 min_tangent_0 2, min_adjoint_1 min_tangent_1 2;
    atan2 f64::atan2, QUADRANTS, atan2_adjoint_0 atan2_tangent_0 2, atan2_adjoint_1 atan2_tangent_1 2;
    hypot f64::hypot, QUADRANTS, hypot_adjoint_0 hypot_tangent_0 3, hypot_adjoint_1 hypot_tangent_1 3;
    copysign f64::copysign, QUADRANTS,
        copysign_adjoint_0 copysign_tangent_0 2, copysign_adjoint_1 copysign_tangent_1 0;
    midpoint f64::midpoint, QUADRANTS,
        midpoint_adjoint_0 midpoint_tangent_0 0, midpoint_adjoint_1 midpoint_tangent_1 0;
    powf f64::powf, POSITIVE, powf_adjoint_0 powf_tangent_0 2, powf_adjoint_1 powf_tangent_1 3;
    log f64::log, BASES, log_adjoint_0 log_tangent_0 2, log_adjoint_1 log_tangent_1 2;
}

#[test]
fn powi() {
    for x in [-3.0_f64, -0.3, 0.3, 2.0] {
        for n in [-3, -2, -1, 0, 1, 2, 3, 7] {
            let expected = 1.5 * difference(|x| x.powi(n), x);
            let tolerance = 1e-6 * expected.abs().max(1.0);
            let at = [x, f64::from(n)];
            assert_close("powi", &at, rt::powi_adjoint_0(&x, &n, &1.5), expected, tolerance);
            assert_close("powi", &at, rt::powi_tangent_0(&x, &n, &1.5), expected, tolerance);
        }
    }
}

#[test]
fn a_power_with_an_integer_exponent_has_a_derivative_at_negative_operands() {
    assert_eq!(rt::powf_adjoint_0(&-2.0, &3.0, &1.0), 12.0);
    assert_eq!(rt::powf_adjoint_0(&-2.0, &2.0, &1.0), -4.0);
}

#[test]
fn mul_add() {
    let (a, b) = (3.0_f64, -2.0_f64);
    assert_eq!(rt::mul_add_adjoint_0(&b, &1.5), -3.0);
    assert_eq!(rt::mul_add_tangent_0(&b, &1.5), -3.0);
    assert_eq!(rt::mul_add_adjoint_1(&a, &1.5), 4.5);
    assert_eq!(rt::mul_add_tangent_1(&a, &1.5), 4.5);
    assert_eq!(rt::mul_add_adjoint_2(&1.5), 1.5);
    assert_eq!(rt::mul_add_tangent_2(&1.5), 1.5);
}

#[test]
fn neg() {
    assert_eq!(rt::neg_adjoint_0(&3.0, &1.5), -1.5);
    assert_eq!(rt::neg_tangent_0(&3.0, &1.5), -1.5);
}

#[test]
fn angles() {
    let degrees = rt::to_degrees_adjoint_0(&1.0_f64);
    assert_close("to_degrees", &[], degrees, 1.0_f64.to_degrees(), 1e-15);
    let radians = rt::to_radians_tangent_0(&1.0_f64);
    assert_close("to_radians", &[], radians, 1.0_f64.to_radians(), 1e-15);
    assert_eq!(rt::to_degrees_tangent_0(&1.0_f32), 1.0_f32.to_degrees());
    assert_eq!(rt::to_radians_adjoint_0(&1.0_f32), 1.0_f32.to_radians());
}

#[test]
fn the_remainder_takes_the_quotient_that_the_primal_took() {
    // 1.0 / 0.1 rounds to 10, but 1.0 % 0.1 is just below 0.1.
    assert_eq!(rt::rem_adjoint_1(&1.0, &0.1, &1.0), -9.0);
    assert_eq!(rt::rem_euclid_adjoint_1(&-1.0, &0.3, &1.0), 4.0);
    assert_eq!(rt::rem_adjoint_1(&1.0, &f64::INFINITY, &1.0), 0.0);
}

#[test]
fn no_overflow_between() {
    for scale in [1e200, 1e-200] {
        let (y, x) = (3.0 * scale, 4.0 * scale);
        assert_close("atan2", &[y, x], rt::atan2_adjoint_0(&y, &x, &scale), 0.16, 1e-14);
        assert_close("atan2", &[y, x], rt::atan2_adjoint_1(&y, &x, &scale), -0.12, 1e-14);
    }
    let huge = 1e200;
    assert_close("asinh", &[huge], rt::asinh_adjoint_0(&huge, &huge), 1.0, 1e-14);
}
