//! What the derivative is where there are several answers, by value, in both modes, in `f32` and `f64`.

use autodiff_runtime::__rt as rt;

/// Runs the same body for `f32` and `f64`, as `F`.
macro_rules! both_precisions {
    ($($name:ident $body:block)*) => {$(
        #[test]
        fn $name() {
            {
                #[allow(dead_code)]
                type F = f32;
                $body
            }
            {
                #[allow(dead_code)]
                type F = f64;
                $body
            }
        }
    )*};
}

/// Asserts that both modes' functions give `$expected` for the arguments.
macro_rules! both {
    ($adjoint:ident $tangent:ident ($($argument:expr),*) = $expected:expr) => {
        assert_eq!(rt::$adjoint($(&$argument),*), $expected);
        assert_eq!(rt::$tangent($(&$argument),*), $expected);
    };
}

both_precisions! {
    abs_at_zero {
        let ct: F = 2.0;
        both!(abs_adjoint_0 abs_tangent_0 (0.0 as F, ct) = 0.0);
        both!(abs_adjoint_0 abs_tangent_0 (-0.0 as F, ct) = 0.0);
        both!(abs_adjoint_0 abs_tangent_0 (3.0 as F, ct) = 2.0);
        both!(abs_adjoint_0 abs_tangent_0 (-3.0 as F, ct) = -2.0);
    }

    extrema_of_equal_values {
        let (a, ct): (F, F) = (3.0, 2.0);
        both!(max_adjoint_0 max_tangent_0 (a, a, ct) = 1.0);
        both!(max_adjoint_1 max_tangent_1 (a, a, ct) = 1.0);
        both!(min_adjoint_0 min_tangent_0 (a, a, ct) = 1.0);
        both!(min_adjoint_1 min_tangent_1 (a, a, ct) = 1.0);
        both!(max_adjoint_0 max_tangent_0 (0.0 as F, -0.0, ct) = 1.0);
    }

    extrema_of_a_nan_and_a_number {
        let (a, ct): (F, F) = (3.0, 2.0);
        both!(max_adjoint_0 max_tangent_0 (a, F::NAN, ct) = 2.0);
        both!(max_adjoint_1 max_tangent_1 (a, F::NAN, ct) = 0.0);
        both!(min_adjoint_0 min_tangent_0 (F::NAN, a, ct) = 0.0);
        both!(min_adjoint_1 min_tangent_1 (F::NAN, a, ct) = 2.0);
    }

    the_losing_side_gets_exactly_zero {
        let (ct, lost): (F, F) = (2.0, F::INFINITY);
        both!(max_adjoint_0 max_tangent_0 (-lost, 1.0, ct) = 0.0);
        both!(min_adjoint_1 min_tangent_1 (1.0, lost, ct) = 0.0);
        // Not even an infinite or NaN cotangent reaches it.
        both!(max_adjoint_0 max_tangent_0 (0.0 as F, 1.0, F::NAN) = 0.0);
        both!(clamp_adjoint_0 clamp_tangent_0 (5.0 as F, 0.0, 1.0, F::NAN) = 0.0);
    }

    clamp {
        let (lo, hi, ct): (F, F, F) = (-1.0, 2.0, 3.0);
        let by_each = [(-5.0, [0.0, 3.0, 0.0]), (-1.0, [3.0, 0.0, 0.0]), (0.5, [3.0, 0.0, 0.0]),
            (2.0, [3.0, 0.0, 0.0]), (5.0, [0.0, 0.0, 3.0])];
        for (x, expected) in by_each {
            let x = x as F;
            both!(clamp_adjoint_0 clamp_tangent_0 (x, lo, hi, ct) = expected[0] as F);
            both!(clamp_adjoint_1 clamp_tangent_1 (x, lo, hi, ct) = expected[1] as F);
            both!(clamp_adjoint_2 clamp_tangent_2 (x, lo, hi, ct) = expected[2] as F);
        }
    }

    roots_at_zero {
        let (y, ct): (F, F) = (0.0, 2.0);
        both!(sqrt_adjoint_0 sqrt_tangent_0 (y, ct) = F::INFINITY);
        both!(cbrt_adjoint_0 cbrt_tangent_0 (y, ct) = F::INFINITY);
        both!(sqrt_adjoint_0 sqrt_tangent_0 (y, 0.0) = 0.0);
        both!(cbrt_adjoint_0 cbrt_tangent_0 (y, 0.0) = 0.0);
    }

    powf_at_zero {
        let (x, ct): (F, F) = (0.0, 2.0);
        both!(powf_adjoint_0 powf_tangent_0 (x, 2.5, ct) = 0.0);
        both!(powf_adjoint_0 powf_tangent_0 (x, 0.0, ct) = 0.0);
        both!(powf_adjoint_0 powf_tangent_0 (x, 1.0, ct) = 2.0);
        both!(powf_adjoint_0 powf_tangent_0 (x, 0.5, ct) = F::INFINITY);
        both!(powf_adjoint_0 powf_tangent_0 (x, 0.5, 0.0) = 0.0);
        for p in [2.5, 0.0, 1.0, 0.5] {
            let p = p as F;
            both!(powf_adjoint_1 powf_tangent_1 (x, p, x.powf(p), ct) = 0.0);
        }
        both!(powf_adjoint_0 powf_tangent_0 (3.0 as F, 0.0, ct) = 0.0);
    }

    powi_of_small_exponents {
        let ct: F = 2.0;
        for x in [0.0, -0.0, 3.0, -3.0, F::INFINITY, F::NAN] {
            both!(powi_adjoint_0 powi_tangent_0 (x, 0, ct) = 0.0);
            both!(powi_adjoint_0 powi_tangent_0 (x, 1, ct) = 2.0);
        }
        both!(powi_adjoint_0 powi_tangent_0 (0.0 as F, 2, ct) = 0.0);
        both!(powi_adjoint_0 powi_tangent_0 (0.0 as F, -1, 0.0 as F) = 0.0);
        both!(powi_adjoint_0 powi_tangent_0 (2.0 as F, i32::MIN, ct) = -0.0);
    }

    hypot_and_atan2_at_the_origin {
        let (o, ct): (F, F) = (0.0, 2.0);
        both!(hypot_adjoint_0 hypot_tangent_0 (o, o, o, ct) = 0.0);
        both!(hypot_adjoint_1 hypot_tangent_1 (o, o, o, ct) = 0.0);
        both!(atan2_adjoint_0 atan2_tangent_0 (o, o, ct) = 0.0);
        both!(atan2_adjoint_1 atan2_tangent_1 (o, -o, ct) = 0.0);
    }

    atan2_on_the_axes {
        let ct: F = 2.0;
        both!(atan2_adjoint_0 atan2_tangent_0 (0.0 as F, 4.0, ct) = 0.5);
        both!(atan2_adjoint_0 atan2_tangent_0 (0.0 as F, -4.0, ct) = -0.5);
        both!(atan2_adjoint_1 atan2_tangent_1 (4.0 as F, 0.0, ct) = -0.5);
        both!(atan2_adjoint_1 atan2_tangent_1 (-4.0 as F, 0.0, ct) = 0.5);
    }

    remainders {
        let ct: F = 1.0;
        for (a, b, rem, rem_euclid) in [(7.5, 2.0, 3.0, 3.0), (-7.5, 2.0, -3.0, -4.0),
            (7.5, -2.0, -3.0, -3.0), (-7.5, -2.0, 3.0, 4.0)] {
            let (a, b) = (a as F, b as F);
            assert_eq!(a.div_euclid(b), rem_euclid as F);
            both!(rem_adjoint_0 rem_tangent_0 (a, b, ct) = 1.0);
            both!(rem_adjoint_1 rem_tangent_1 (a, b, ct) = -rem as F);
            both!(rem_euclid_adjoint_0 rem_euclid_tangent_0 (a, b, ct) = 1.0);
            both!(rem_euclid_adjoint_1 rem_euclid_tangent_1 (a, b, ct) = -rem_euclid as F);
            both!(div_euclid_adjoint_0 div_euclid_tangent_0 (a, b, ct) = 0.0);
            both!(div_euclid_adjoint_1 div_euclid_tangent_1 (a, b, ct) = 0.0);
        }
    }

    steps {
        let ct: F = 2.0;
        both!(floor_adjoint_0 floor_tangent_0 (ct) = 0.0);
        both!(ceil_adjoint_0 ceil_tangent_0 (ct) = 0.0);
        both!(round_adjoint_0 round_tangent_0 (ct) = 0.0);
        both!(round_ties_even_adjoint_0 round_ties_even_tangent_0 (ct) = 0.0);
        both!(trunc_adjoint_0 trunc_tangent_0 (ct) = 0.0);
        both!(signum_adjoint_0 signum_tangent_0 (3.0 as F, ct) = 0.0);
        both!(fract_adjoint_0 fract_tangent_0 (ct) = 2.0);
    }

    copysign {
        let ct: F = 2.0;
        for (x, y, expected) in [(3.0, 1.0, 2.0), (-3.0, 1.0, -2.0), (3.0, -1.0, -2.0), (-3.0, -1.0, 2.0),
            (0.0, -1.0, -2.0), (3.0, -0.0, -2.0)] {
            both!(copysign_adjoint_0 copysign_tangent_0 (x as F, y as F, ct) = expected as F);
            both!(copysign_adjoint_1 copysign_tangent_1 (ct) = 0.0);
        }
    }

    a_zero_cotangent_selects_zero {
        let (zero, one, inf): (F, F, F) = (0.0, 1.0, F::INFINITY);
        both!(div_adjoint_0 div_tangent_0 (one, zero, zero) = 0.0);
        both!(div_adjoint_1 div_tangent_1 (one, zero, zero) = 0.0);
        both!(rem_adjoint_1 rem_tangent_1 (one, zero, zero) = 0.0);
        both!(rem_euclid_adjoint_1 rem_euclid_tangent_1 (one, zero, zero) = 0.0);
        both!(ln_adjoint_0 ln_tangent_0 (zero, zero) = 0.0);
        both!(log2_adjoint_0 log2_tangent_0 (zero, zero) = 0.0);
        both!(log10_adjoint_0 log10_tangent_0 (zero, zero) = 0.0);
        both!(ln_1p_adjoint_0 ln_1p_tangent_0 (-one, zero) = 0.0);
        both!(log_adjoint_0 log_tangent_0 (zero, one, zero) = 0.0);
        both!(log_adjoint_1 log_tangent_1 (zero, one, zero) = 0.0);
        both!(asin_adjoint_0 asin_tangent_0 (one, zero) = 0.0);
        both!(acos_adjoint_0 acos_tangent_0 (-one, zero) = 0.0);
        both!(acosh_adjoint_0 acosh_tangent_0 (one, zero) = 0.0);
        both!(atanh_adjoint_0 atanh_tangent_0 (one, zero) = 0.0);
        both!(recip_adjoint_0 recip_tangent_0 (inf, zero) = 0.0);
        both!(exp_adjoint_0 exp_tangent_0 (inf, zero) = 0.0);
        both!(exp2_adjoint_0 exp2_tangent_0 (inf, zero) = 0.0);
        both!(exp_m1_adjoint_0 exp_m1_tangent_0 (inf, zero) = 0.0);
        both!(sinh_adjoint_0 sinh_tangent_0 (F::MAX, zero) = 0.0);
        both!(cosh_adjoint_0 cosh_tangent_0 (F::MAX, zero) = 0.0);
        both!(hypot_adjoint_0 hypot_tangent_0 (inf, one, inf, zero) = 0.0);
        both!(powf_adjoint_1 powf_tangent_1 (inf, one, inf, zero) = 0.0);
    }

    an_infinite_derivative_is_the_limit {
        let one: F = 1.0;
        both!(asin_adjoint_0 asin_tangent_0 (one, one) = F::INFINITY);
        both!(acos_adjoint_0 acos_tangent_0 (one, one) = -F::INFINITY);
        both!(ln_adjoint_0 ln_tangent_0 (0.0 as F, one) = F::INFINITY);
        both!(div_adjoint_1 div_tangent_1 (one, 0.0, one) = -F::INFINITY);
    }
}

#[test]
fn integers_are_inactive() {
    both!(add_adjoint_0 add_tangent_0 (3_i32, 4, ()) = ());
    both!(div_adjoint_1 div_tangent_1 (3_usize, &4_usize, ()) = ());
    both!(rem_euclid_adjoint_0 rem_euclid_tangent_0 (&3_i64, 4, ()) = ());
    both!(max_adjoint_0 max_tangent_0 (3_u8, 4, ()) = ());
    both!(clamp_adjoint_0 clamp_tangent_0 (3_u8, 4, 5, ()) = ());
    both!(abs_adjoint_0 abs_tangent_0 (-3_i32, ()) = ());
    both!(neg_adjoint_0 neg_tangent_0 (-3_i32, ()) = ());
    both!(pow_adjoint_0 pow_tangent_0 (3_u64, 2, ()) = ());
}

#[test]
fn casts() {
    assert_eq!(rt::cast_adjoint_0(&2.0_f32, &2.0_f64, &3.0), 3.0_f32);
    assert_eq!(rt::cast_tangent_0(&2.0_f64, &2.0_f32, &3.0), 3.0_f32);
    assert_eq!(rt::cast_adjoint_0(&2.5_f64, &2_i32, &()), 0.0);
    assert_eq!(rt::cast_tangent_0(&2.5_f64, &2_i32, &1.0), ());
    assert_eq!(rt::cast_adjoint_0(&2_usize, &2.0_f64, &1.0), ());
    assert_eq!(rt::cast_tangent_0(&2_usize, &2.0_f64, &()), 0.0);
    assert_eq!(rt::cast_adjoint_0(&2_usize, &2_i8, &()), ());
    assert_eq!(rt::cast_adjoint_0(&true, &1_i8, &()), ());
    assert_eq!(rt::cast_adjoint_0(&b'a', &'a', &()), ());
}
