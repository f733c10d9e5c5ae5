//! First-order dual numbers: [`Dual`], with all of nalgebra's `RealField`.
//!
//! Every function's derivative is the rule's own `.._tangent_k`, so a dual number and emitted code cannot disagree.

mod convert;
mod field;
mod functions;
mod operators;
mod simd;

use core::fmt;

use crate::differentiable::Differentiable;
use crate::real::{Real, SameReal, Scalar};
use crate::tangent::{ScalarSlice, ScalarSliceMut, Tangent};

/// The number `re + eps ε` with `ε² = 0`: a value and its derivative in one direction.
///
/// Comparisons look at `re` alone, so that a branch goes where it goes for the plain number; `is_zero` looks at both
/// parts, as code that skips work for a zero would lose the derivative else. `Dual<Dual<f64>>` has second derivatives.
///
/// ```
/// use autodiff_runtime::Dual;
/// use autodiff_runtime::nalgebra::ComplexField;
///
/// let x = Dual::variable(0.5);
/// let y = x * x.sin();
/// assert_eq!(y.re, 0.5 * 0.5_f64.sin());
/// assert_eq!(y.eps, 0.5_f64.sin() + 0.5 * 0.5_f64.cos());
/// ```
#[derive(Clone, Copy, Debug, Default)]
pub struct Dual<T> {
    /// The value.
    pub re: T,
    /// The derivative.
    pub eps: T,
}

impl<T: Real> Dual<T> {
    /// `re + eps ε`.
    #[inline]
    pub fn new(re: T, eps: T) -> Self {
        Self { re, eps }
    }

    /// `re + 0 ε`.
    #[inline]
    pub fn constant(re: T) -> Self {
        Self::new(re, T::zero())
    }

    /// `re + 1 ε`: what to differentiate with respect to.
    #[inline]
    pub fn variable(re: T) -> Self {
        Self::new(re, T::one())
    }
}

impl<T: fmt::Display> fmt::Display for Dual<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.re.fmt(f)?;
        f.write_str(" + ")?;
        self.eps.fmt(f)?;
        f.write_str("ε")
    }
}

impl<T: Real> Differentiable for Dual<T> {
    type Tangent = Self;

    #[inline]
    fn zero_tangent(&self) -> Self {
        Self::constant(T::zero())
    }
}

impl<T: Real> Tangent for Dual<T> {
    #[inline]
    fn zero_like(&self) -> Self {
        Self::constant(T::zero())
    }

    #[inline]
    fn add_assign(&mut self, rhs: &Self) {
        Tangent::add_assign(&mut self.re, &rhs.re);
        Tangent::add_assign(&mut self.eps, &rhs.eps);
    }

    #[inline]
    fn scale(&mut self, factor: f64) {
        Tangent::scale(&mut self.re, factor);
        Tangent::scale(&mut self.eps, factor);
    }

    #[inline]
    fn dot(&self, rhs: &Self) -> f64 {
        self.re.dot(&rhs.re) + self.eps.dot(&rhs.eps)
    }

    #[inline]
    fn for_each_slice(&self, visit: &mut dyn FnMut(ScalarSlice<'_>)) {
        self.re.for_each_slice(visit);
        self.eps.for_each_slice(visit);
    }

    #[inline]
    fn for_each_slice_mut(&mut self, visit: &mut dyn FnMut(ScalarSliceMut<'_>)) {
        self.re.for_each_slice_mut(visit);
        self.eps.for_each_slice_mut(visit);
    }
}

/// [`Real::chain`], and 0 where `partial` is 0 even if `d` is infinite.
#[inline]
fn chain_unless_zero<T: Real>(partial: T, d: T) -> T {
    if partial.is_zero() {
        T::zero()
    } else {
        T::chain(partial, d)
    }
}

impl<T: Real> Real for Dual<T> {
    #[inline]
    fn from_f64(v: f64) -> Self {
        Self::constant(T::lit(v))
    }

    #[inline]
    fn to_f64(self) -> f64 {
        self.re.to_f64()
    }

    /// The slope is `2/√π e^(-x²)`.
    #[inline]
    fn __erf(self) -> Self {
        let slope = T::lit(core::f64::consts::FRAC_2_SQRT_PI) * (-self.re * self.re).exp();
        Self::new(self.re.__erf(), T::chain(slope, self.eps))
    }

    /// `(p + p' ε) (d + d' ε) = p d + (p d' + p' d) ε`, each product a chain.
    #[inline]
    fn chain(partial: Self, d: Self) -> Self {
        Self::new(
            T::chain(partial.re, d.re),
            chain_unless_zero(partial.re, d.eps) + T::chain(partial.eps, d.re),
        )
    }

    /// `(d + d' ε) / (q + q' ε) = d / q + (d' / q - d / q / q q') ε`, each term a chain.
    #[inline]
    fn chain_div(d: Self, divisor: Self) -> Self {
        let re = T::chain_div(d.re, divisor.re);
        let eps = T::chain_div(d.eps, divisor.re)
            - chain_unless_zero(T::chain_div(re, divisor.re), divisor.eps);
        Self::new(re, eps)
    }
}

impl<T: Real> Scalar for Dual<T> {
    type Real = Self;

    #[inline]
    fn real(&self) -> Self {
        *self
    }
}

impl<T: Real> SameReal<Dual<T>> for Dual<T> {}
impl<T: Real> SameReal<&Dual<T>> for Dual<T> {}
impl<T: Real> SameReal<&mut Dual<T>> for Dual<T> {}
