//! nalgebra's `RealField` of dual numbers: extrema, signs, constants.

use ::nalgebra::RealField;

use crate::dual::Dual;
use crate::real::Real;
use crate::rules::*;

macro_rules! constants {
    ($($name:ident)*) => {$(
        #[inline]
        fn $name() -> Self {
            Self::constant(T::$name())
        }
    )*};
}

impl<T: Real> RealField for Dual<T> {
    #[inline]
    fn is_sign_positive(&self) -> bool {
        self.re.is_sign_positive()
    }

    #[inline]
    fn is_sign_negative(&self) -> bool {
        self.re.is_sign_negative()
    }

    #[inline]
    fn copysign(self, sign: Self) -> Self {
        let eps = copysign_tangent_0(&self.re, &sign.re, &self.eps);
        Self::new(self.re.copysign(sign.re), eps)
    }

    #[inline]
    fn max(self, other: Self) -> Self {
        let (a, b) = (&self.re, &other.re);
        let eps = max_tangent_0(a, b, &self.eps) + max_tangent_1(a, b, &other.eps);
        Self::new(a.max(*b), eps)
    }

    #[inline]
    fn min(self, other: Self) -> Self {
        let (a, b) = (&self.re, &other.re);
        let eps = min_tangent_0(a, b, &self.eps) + min_tangent_1(a, b, &other.eps);
        Self::new(a.min(*b), eps)
    }

    #[inline]
    fn clamp(self, lo: Self, hi: Self) -> Self {
        let (x, l, h) = (&self.re, &lo.re, &hi.re);
        let eps = clamp_tangent_0(x, l, h, &self.eps)
            + clamp_tangent_1(x, l, h, &lo.eps)
            + clamp_tangent_2(x, l, h, &hi.eps);
        Self::new(x.clamp(*l, *h), eps)
    }

    #[inline]
    fn atan2(self, other: Self) -> Self {
        let (y, x) = (&self.re, &other.re);
        let eps = atan2_tangent_0(y, x, &self.eps) + atan2_tangent_1(y, x, &other.eps);
        Self::new(y.atan2(*x), eps)
    }

    #[inline]
    fn min_value() -> Option<Self> {
        T::min_value().map(Self::constant)
    }

    #[inline]
    fn max_value() -> Option<Self> {
        T::max_value().map(Self::constant)
    }

    constants! {
        pi two_pi frac_pi_2 frac_pi_3 frac_pi_4 frac_pi_6 frac_pi_8 frac_1_pi frac_2_pi frac_2_sqrt_pi
        e log2_e log10_e ln_2 ln_10
    }
}
