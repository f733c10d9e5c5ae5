//! Conversions of dual numbers from and to plain ones, and approximate comparisons (of `re` alone).

use approx::{AbsDiffEq, RelativeEq, UlpsEq};
use num_traits::FromPrimitive;
use simba::scalar::SubsetOf;

use crate::dual::Dual;
use crate::real::Real;

impl<T: Real> SubsetOf<Dual<T>> for Dual<T> {
    #[inline]
    fn to_superset(&self) -> Dual<T> {
        *self
    }

    #[inline]
    fn from_superset_unchecked(element: &Dual<T>) -> Self {
        *element
    }

    #[inline]
    fn is_in_subset(_element: &Dual<T>) -> bool {
        true
    }
}

macro_rules! floats {
    ($($F:ident)*) => {$(
        impl<T: Real> SubsetOf<Dual<T>> for $F {
            #[inline]
            fn to_superset(&self) -> Dual<T> {
                Dual::lit(f64::from(*self))
            }

            #[inline]
            fn from_superset_unchecked(element: &Dual<T>) -> Self {
                element.to_f64() as $F
            }

            #[inline]
            fn is_in_subset(_element: &Dual<T>) -> bool {
                true
            }
        }
    )*};
}

floats!(f32 f64);

impl<T: Real> FromPrimitive for Dual<T> {
    #[inline]
    fn from_i64(n: i64) -> Option<Self> {
        T::from_i64(n).map(Self::constant)
    }

    #[inline]
    fn from_u64(n: u64) -> Option<Self> {
        T::from_u64(n).map(Self::constant)
    }

    #[inline]
    fn from_f64(n: f64) -> Option<Self> {
        Some(Self::lit(n))
    }
}

impl<T: Real> AbsDiffEq for Dual<T> {
    type Epsilon = Self;

    #[inline]
    fn default_epsilon() -> Self {
        Self::constant(T::default_epsilon())
    }

    #[inline]
    fn abs_diff_eq(&self, other: &Self, epsilon: Self) -> bool {
        self.re.abs_diff_eq(&other.re, epsilon.re)
    }
}

impl<T: Real> RelativeEq for Dual<T> {
    #[inline]
    fn default_max_relative() -> Self {
        Self::constant(T::default_max_relative())
    }

    #[inline]
    fn relative_eq(&self, other: &Self, epsilon: Self, max_relative: Self) -> bool {
        self.re.relative_eq(&other.re, epsilon.re, max_relative.re)
    }
}

impl<T: Real> UlpsEq for Dual<T> {
    #[inline]
    fn default_max_ulps() -> u32 {
        T::default_max_ulps()
    }

    #[inline]
    fn ulps_eq(&self, other: &Self, epsilon: Self, max_ulps: u32) -> bool {
        self.re.ulps_eq(&other.re, epsilon.re, max_ulps)
    }
}
