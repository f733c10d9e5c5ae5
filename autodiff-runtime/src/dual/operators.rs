//! Operators and comparisons of dual numbers, and num-traits' number traits.

use core::cmp::Ordering;
use core::iter::{Product, Sum};
use core::ops::{
    Add, AddAssign, Div, DivAssign, Mul, MulAssign, Neg, Rem, RemAssign, Sub, SubAssign,
};

use num_traits::{Num, One, Signed, Zero};

use crate::accumulate::add_tangents;
use crate::dual::Dual;
use crate::real::Real;
use crate::rules::{AddRule, DivRule, MulRule, RemRule, SubRule};

macro_rules! operator {
    ($($Op:ident $op:ident $OpAssign:ident $op_assign:ident $Rule:ident $tangent_0:ident $tangent_1:ident;)*) => {$(
        impl<T: Real> $Op for Dual<T> {
            type Output = Self;

            #[inline]
            fn $op(self, rhs: Self) -> Self {
                let (a, b) = (&self.re, &rhs.re);
                let by_self = <T as $Rule<T>>::$tangent_0(a, b, &self.eps);
                let by_rhs = <T as $Rule<T>>::$tangent_1(a, b, &rhs.eps);
                Self::new(self.re.$op(rhs.re), add_tangents(by_self, by_rhs))
            }
        }

        impl<T: Real> $Op<&Dual<T>> for Dual<T> {
            type Output = Self;

            #[inline]
            fn $op(self, rhs: &Self) -> Self {
                $Op::$op(self, *rhs)
            }
        }

        impl<T: Real> $Op<Dual<T>> for &Dual<T> {
            type Output = Dual<T>;

            #[inline]
            fn $op(self, rhs: Dual<T>) -> Dual<T> {
                $Op::$op(*self, rhs)
            }
        }

        impl<T: Real> $Op<&Dual<T>> for &Dual<T> {
            type Output = Dual<T>;

            #[inline]
            fn $op(self, rhs: &Dual<T>) -> Dual<T> {
                $Op::$op(*self, *rhs)
            }
        }

        impl<T: Real> $OpAssign for Dual<T> {
            #[inline]
            fn $op_assign(&mut self, rhs: Self) {
                *self = $Op::$op(*self, rhs);
            }
        }

        impl<T: Real> $OpAssign<&Dual<T>> for Dual<T> {
            #[inline]
            fn $op_assign(&mut self, rhs: &Self) {
                *self = $Op::$op(*self, *rhs);
            }
        }
    )*};
}

operator! {
    Add add AddAssign add_assign AddRule add_tangent_0 add_tangent_1;
    Sub sub SubAssign sub_assign SubRule sub_tangent_0 sub_tangent_1;
    Mul mul MulAssign mul_assign MulRule mul_tangent_0 mul_tangent_1;
    Div div DivAssign div_assign DivRule div_tangent_0 div_tangent_1;
    Rem rem RemAssign rem_assign RemRule rem_tangent_0 rem_tangent_1;
}

impl<T: Real> Neg for Dual<T> {
    type Output = Self;

    #[inline]
    fn neg(self) -> Self {
        Self::new(-self.re, -self.eps)
    }
}

impl<T: Real> Neg for &Dual<T> {
    type Output = Dual<T>;

    #[inline]
    fn neg(self) -> Dual<T> {
        -*self
    }
}

impl<T: Real> Sum for Dual<T> {
    #[inline]
    fn sum<I: Iterator<Item = Self>>(numbers: I) -> Self {
        numbers.fold(Self::zero(), Add::add)
    }
}

impl<T: Real> Product for Dual<T> {
    #[inline]
    fn product<I: Iterator<Item = Self>>(numbers: I) -> Self {
        numbers.fold(Self::one(), Mul::mul)
    }
}

impl<T: PartialEq> PartialEq for Dual<T> {
    #[inline]
    fn eq(&self, other: &Self) -> bool {
        self.re == other.re
    }
}

impl<T: PartialOrd> PartialOrd for Dual<T> {
    #[inline]
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        self.re.partial_cmp(&other.re)
    }
}

impl<T: Real> Zero for Dual<T> {
    #[inline]
    fn zero() -> Self {
        Self::constant(T::zero())
    }

    #[inline]
    fn is_zero(&self) -> bool {
        self.re.is_zero() && self.eps.is_zero()
    }
}

impl<T: Real> One for Dual<T> {
    #[inline]
    fn one() -> Self {
        Self::constant(T::one())
    }
}

impl<T: Real> Num for Dual<T> {
    type FromStrRadixErr = T::FromStrRadixErr;

    fn from_str_radix(digits: &str, radix: u32) -> Result<Self, Self::FromStrRadixErr> {
        T::from_str_radix(digits, radix).map(Self::constant)
    }
}

impl<T: Real> Signed for Dual<T> {
    #[inline]
    fn abs(&self) -> Self {
        nalgebra::ComplexField::abs(*self)
    }

    #[inline]
    fn abs_sub(&self, other: &Self) -> Self {
        if self <= other {
            Self::zero()
        } else {
            *self - *other
        }
    }

    #[inline]
    fn signum(&self) -> Self {
        nalgebra::ComplexField::signum(*self)
    }

    #[inline]
    fn is_positive(&self) -> bool {
        self.re.is_positive()
    }

    #[inline]
    fn is_negative(&self) -> bool {
        self.re.is_negative()
    }
}
