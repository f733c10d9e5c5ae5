//! Operators and comparisons of dual numbers, and num-traits' number traits.

use core::cmp::Ordering;
use core::iter::{Product, Sum};
use core::ops::{
    Add, AddAssign, Div, DivAssign, Mul, MulAssign, Neg, Rem, RemAssign, Sub, SubAssign,
};

use num_traits::{Num, One, Signed, Zero};

use crate::dual::{chain_unless_zero, Dual};
use crate::real::Real;
use crate::rules::{rem_tangent_0, rem_tangent_1};
use crate::support::product;

macro_rules! operator {
    ($($Op:ident $op:ident $OpAssign:ident $op_assign:ident |$a:ident, $b:ident, $y:ident| $eps:expr;)*) => {$(
        impl<T: Real> $Op for Dual<T> {
            type Output = Self;

            #[inline]
            #[allow(clippy::suspicious_arithmetic_impl)] // derivatives of products are sums
            fn $op(self, rhs: Self) -> Self {
                let ($a, $b) = (self, rhs);
                let $y = $a.re.$op($b.re);
                let eps = $eps;
                Self::new($y, eps)
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

// A factor 0 hides an infinite slope of the other factor, as in emitted code.
operator! {
    Add add AddAssign add_assign |a, b, _y| a.eps + b.eps;
    Sub sub SubAssign sub_assign |a, b, _y| a.eps - b.eps;
    Mul mul MulAssign mul_assign |a, b, _y| product(&a.eps, &b.re) + product(&b.eps, &a.re);
    Div div DivAssign div_assign |a, b, y| T::chain_div(a.eps, b.re) - chain_unless_zero(y / b.re, b.eps);
    Rem rem RemAssign rem_assign |a, b, _y|
        rem_tangent_0(&a.re, &b.re, &a.eps) + rem_tangent_1(&a.re, &b.re, &b.eps);
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

impl<'a, T: Real> Sum<&'a Dual<T>> for Dual<T> {
    #[inline]
    fn sum<I: Iterator<Item = &'a Self>>(numbers: I) -> Self {
        numbers.copied().sum()
    }
}

impl<'a, T: Real> Product<&'a Dual<T>> for Dual<T> {
    #[inline]
    fn product<I: Iterator<Item = &'a Self>>(numbers: I) -> Self {
        numbers.copied().product()
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
