//! A dual number with all the operators that a float has, floats on either side included.

use std::cmp::Ordering;
use std::iter::{Product, Sum};
use std::ops::{Add, Div, Mul, Neg, Sub, SubAssign};

use num_dual::{DualNum, HyperDual64};

/// Two directions at once.
#[derive(Clone, Copy, Debug)]
pub struct Number(pub HyperDual64);

/// What is a number of this kind.
pub trait Value {
    fn number(self) -> HyperDual64;
}

impl Value for Number {
    fn number(self) -> HyperDual64 {
        self.0
    }
}

impl Value for &Number {
    fn number(self) -> HyperDual64 {
        self.0
    }
}

impl Value for f64 {
    fn number(self) -> HyperDual64 {
        HyperDual64::from_re(self)
    }
}

impl Value for &f64 {
    fn number(self) -> HyperDual64 {
        HyperDual64::from_re(*self)
    }
}

macro_rules! operators {
    ($($Op:ident $op:ident)*) => {$(
        operators!(@ $Op $op: Number, Number; Number, &Number; &Number, Number; &Number, &Number; Number, f64;
            f64, Number; &Number, f64; f64, &Number; &f64, Number; Number, &f64;);
    )*};
    (@ $Op:ident $op:ident: $($A:ty, $B:ty;)*) => {$(
        impl $Op<$B> for $A {
            type Output = Number;

            fn $op(self, other: $B) -> Number {
                Number(self.number().$op(other.number()))
            }
        }
    )*};
}

operators!(Add add Sub sub Mul mul Div div);

impl Neg for Number {
    type Output = Number;

    fn neg(self) -> Number {
        Number(-self.0)
    }
}

impl SubAssign for Number {
    fn sub_assign(&mut self, other: Number) {
        self.0 -= other.0;
    }
}

impl Sum for Number {
    fn sum<I: Iterator<Item = Number>>(items: I) -> Number {
        items.fold(Number(HyperDual64::from_re(0.0)), Add::add)
    }
}

impl<'a> Sum<&'a Number> for Number {
    fn sum<I: Iterator<Item = &'a Number>>(items: I) -> Number {
        items.copied().sum()
    }
}

impl<'a> Product<&'a Number> for Number {
    fn product<I: Iterator<Item = &'a Number>>(items: I) -> Number {
        items.fold(Number(HyperDual64::from_re(1.0)), |a, b| a * b)
    }
}

impl From<i32> for Number {
    fn from(value: i32) -> Number {
        Number(HyperDual64::from_re(f64::from(value)))
    }
}

impl PartialEq<f64> for Number {
    fn eq(&self, other: &f64) -> bool {
        self.0.re == *other
    }
}

impl PartialOrd<f64> for Number {
    fn partial_cmp(&self, other: &f64) -> Option<Ordering> {
        self.0.re.partial_cmp(other)
    }
}

impl Number {
    pub fn exp(self) -> Number {
        Number(self.0.exp())
    }
    pub fn ln(self) -> Number {
        Number(self.0.ln())
    }
    pub fn sin(self) -> Number {
        Number(self.0.sin())
    }
    pub fn cos(self) -> Number {
        Number(self.0.cos())
    }
    pub fn atan(self) -> Number {
        Number(self.0.atan())
    }
    pub fn sqrt(self) -> Number {
        Number(self.0.sqrt())
    }
    pub fn powi(self, n: i32) -> Number {
        Number(self.0.powi(n))
    }
    pub fn powf(self, p: impl Value) -> Number {
        Number(self.0.powd(p.number()))
    }
    pub fn abs(self) -> Number {
        if self.0.re < 0.0 { -self } else { self }
    }
}
