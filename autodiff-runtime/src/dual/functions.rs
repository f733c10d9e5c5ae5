//! The functions of a dual number, each from the rule of the same name: nalgebra's `ComplexField`.

use ::nalgebra::{ComplexField, Field};

use crate::dual::Dual;
use crate::real::Real;
use crate::rules::*;

impl<T: Real> Field for Dual<T> {}

/// `f(x)` whose rule needs `x`.
macro_rules! from_operand {
    ($($f:ident $tangent:ident)*) => {$(
        #[inline]
        fn $f(self) -> Self {
            Self::new(self.re.$f(), $tangent(&self.re, &self.eps))
        }
    )*};
}

/// `f(x)` whose rule needs the result.
macro_rules! from_result {
    ($($f:ident $tangent:ident)*) => {$(
        #[inline]
        fn $f(self) -> Self {
            let y = self.re.$f();
            Self::new(y, $tangent(&y, &self.eps))
        }
    )*};
}

/// `f(x)` whose rule needs nothing.
macro_rules! from_nothing {
    ($($f:ident $tangent:ident)*) => {$(
        #[inline]
        fn $f(self) -> Self {
            Self::new(self.re.$f(), $tangent(&self.eps))
        }
    )*};
}

impl<T: Real> ComplexField for Dual<T> {
    type RealField = Self;

    #[inline]
    fn from_real(re: Self) -> Self {
        re
    }

    #[inline]
    fn real(self) -> Self {
        self
    }

    #[inline]
    fn imaginary(self) -> Self {
        num_traits::zero()
    }

    #[inline]
    fn modulus(self) -> Self {
        self.abs()
    }

    #[inline]
    fn modulus_squared(self) -> Self {
        self * self
    }

    #[inline]
    fn argument(self) -> Self {
        Self::constant(self.re.argument())
    }

    #[inline]
    fn norm1(self) -> Self {
        self.abs()
    }

    #[inline]
    fn scale(self, factor: Self) -> Self {
        self * factor
    }

    #[inline]
    fn unscale(self, factor: Self) -> Self {
        self / factor
    }

    #[inline]
    fn to_polar(self) -> (Self, Self) {
        (self.abs(), self.argument())
    }

    // As nalgebra has it for `f64`: the number itself or its negative, not the modulus and a quotient.
    #[inline]
    fn to_exp(self) -> (Self, Self) {
        let one: Self = num_traits::one();
        if self.re >= T::zero() {
            (self, one)
        } else {
            (-self, -one)
        }
    }

    #[inline]
    fn conjugate(self) -> Self {
        self
    }

    from_operand! {
        abs abs_tangent_0
        signum signum_tangent_0
        sin sin_tangent_0
        cos cos_tangent_0
        asin asin_tangent_0
        acos acos_tangent_0
        atan atan_tangent_0
        sinh sinh_tangent_0
        cosh cosh_tangent_0
        asinh asinh_tangent_0
        acosh acosh_tangent_0
        atanh atanh_tangent_0
        ln ln_tangent_0
        log2 log2_tangent_0
        log10 log10_tangent_0
        ln_1p ln_1p_tangent_0
    }

    from_result! {
        tan tan_tangent_0
        tanh tanh_tangent_0
        exp exp_tangent_0
        exp2 exp2_tangent_0
        exp_m1 exp_m1_tangent_0
        sqrt sqrt_tangent_0
        cbrt cbrt_tangent_0
        recip recip_tangent_0
    }

    from_nothing! {
        floor floor_tangent_0
        ceil ceil_tangent_0
        round round_tangent_0
        trunc trunc_tangent_0
        fract fract_tangent_0
    }

    #[inline]
    fn sin_cos(self) -> (Self, Self) {
        let y = self.re.sin_cos();
        let (ds, dc) = sin_cos_tangent_0(&y, &self.eps);
        (Self::new(y.0, ds), Self::new(y.1, dc))
    }

    #[inline]
    fn mul_add(self, a: Self, b: Self) -> Self {
        let eps = mul_add_tangent_0(&a.re, &self.eps) + mul_add_tangent_1(&self.re, &a.eps) + b.eps;
        Self::new(self.re.mul_add(a.re, b.re), eps)
    }

    #[inline]
    fn hypot(self, other: Self) -> Self {
        let (x, y) = (&self.re, &other.re);
        let r = x.hypot(*y);
        let eps = hypot_tangent_0(x, y, &r, &self.eps) + hypot_tangent_1(x, y, &r, &other.eps);
        Self::new(r, eps)
    }

    #[inline]
    fn log(self, base: Self) -> Self {
        let (x, b) = (&self.re, &base.re);
        let eps = log_tangent_0(x, b, &self.eps) + log_tangent_1(x, b, &base.eps);
        Self::new(x.log(*b), eps)
    }

    #[inline]
    fn powi(self, n: i32) -> Self {
        Self::new(self.re.powi(n), powi_tangent_0(&self.re, &n, &self.eps))
    }

    #[inline]
    fn powf(self, p: Self) -> Self {
        let (x, q) = (&self.re, &p.re);
        let y = x.powf(*q);
        let eps = powf_tangent_0(x, q, &self.eps) + powf_tangent_1(x, q, &y, &p.eps);
        Self::new(y, eps)
    }

    #[inline]
    fn powc(self, p: Self) -> Self {
        self.powf(p)
    }

    #[inline]
    fn is_finite(&self) -> bool {
        self.re.is_finite()
    }

    #[inline]
    fn try_sqrt(self) -> Option<Self> {
        (self.re >= T::zero()).then(|| self.sqrt())
    }
}
