//! Products of rotations and unit complex numbers, with each other and with what they turn.
//!
//! - `R = A B`: `dA += dR Bᵀ`, `dB += Aᵀ dR`; `Ṙ = Ȧ B + A Ḃ`. So for vectors and points.
//! - `R = A / B = A Bᵀ`: `dA += dR B`, `dB += dRᵀ A`; `Ṙ = Ȧ Bᵀ + A Ḃᵀ`.
//! - `z = a b`, complex: `da += dz conj(b)`, `db += conj(a) dz`; `ż = ȧ b + a ḃ`; `z = a / b = a conj(b)` of unit numbers.
//! - `w = z v`, `z` as the matrix `(re -im; im re)`: `dre += dw · v`, `dim += dw · v⊥`, `dv += conj(z) dw`.

use nalgebra::storage::Storage;
use nalgebra::{
    Complex, Const, Matrix, Matrix2, Point, Point2, Rotation, SMatrix, Unit, UnitComplex, Vector2,
    U1, U2,
};

use crate::rules::{AddRule, DivRule, MulRule, NegRule, SubRule};
use crate::Real;

/// Implements a rule from closures over the operands and the cotangent or tangent.
macro_rules! product_rule {
    (
        [$($generics:tt)*] $Rule:ident<$B:ty> for $A:ty, [$($bounds:tt)*] -> $Output:ty {
            $adjoint_0:ident: |$a:ident, $b:ident, $d:ident| $e0:expr,
            $adjoint_1:ident: $e1:expr,
            $tangent_0:ident: $e2:expr,
            $tangent_1:ident: $e3:expr,
        }
    ) => {
        product_rule!(@by_value [$($generics)*] $Rule<$B> for $A, [$($bounds)*] -> $Output {
            $adjoint_0: |$a, $b, $d| $e0, $adjoint_1: $e1, $tangent_0: $e2, $tangent_1: $e3,
        });
        product_rule!(@by_value ['b, $($generics)*] $Rule<&'b $B> for $A, [$($bounds)*] -> $Output {
            $adjoint_0: |$a, $b, $d| $e0, $adjoint_1: $e1, $tangent_0: $e2, $tangent_1: $e3,
        });
    };
    (
        @by_value [$($generics:tt)*] $Rule:ident<$B:ty> for $A:ty, [$($bounds:tt)*] -> $Output:ty {
            $adjoint_0:ident: |$a:ident, $b:ident, $d:ident| $e0:expr,
            $adjoint_1:ident: $e1:expr,
            $tangent_0:ident: $e2:expr,
            $tangent_1:ident: $e3:expr,
        }
    ) => {
        #[allow(unused_variables)]
        impl<$($generics)*> $Rule<$B> for $A
        where
            $($bounds)*
        {
            type Output = $Output;

            #[inline]
            fn $adjoint_0(
                $a: &Self,
                $b: &$B,
                $d: &$crate::rules::TangentOf<$Output>,
            ) -> $crate::rules::TangentOf<Self> {
                $e0
            }

            #[inline]
            fn $adjoint_1(
                $a: &Self,
                $b: &$B,
                $d: &$crate::rules::TangentOf<$Output>,
            ) -> $crate::rules::TangentOf<$B> {
                $e1
            }

            #[inline]
            fn $tangent_0(
                $a: &Self,
                $b: &$B,
                $d: &$crate::rules::TangentOf<Self>,
            ) -> $crate::rules::TangentOf<$Output> {
                $e2
            }

            #[inline]
            fn $tangent_1(
                $a: &Self,
                $b: &$B,
                $d: &$crate::rules::TangentOf<$B>,
            ) -> $crate::rules::TangentOf<$Output> {
                $e3
            }
        }
    };
}
pub(super) use product_rule;

// Rotations

product_rule! {
    [T: Real, const D: usize] MulRule<Rotation<T, D>> for Rotation<T, D>, [] -> Rotation<T, D> {
        mul_adjoint_0: |a, b, d| d * b.matrix().transpose(),
        mul_adjoint_1: a.matrix().tr_mul(d),
        mul_tangent_0: d * b.matrix(),
        mul_tangent_1: a.matrix() * d,
    }
}

product_rule! {
    [T: Real, const D: usize] DivRule<Rotation<T, D>> for Rotation<T, D>, [] -> Rotation<T, D> {
        div_adjoint_0: |a, b, d| d * b.matrix(),
        div_adjoint_1: d.tr_mul(a.matrix()),
        div_tangent_0: d * b.matrix().transpose(),
        div_tangent_1: a.matrix() * d.transpose(),
    }
}

product_rule! {
    [T: Real, const D: usize, const C: usize, S: Storage<T, Const<D>, Const<C>>]
    MulRule<Matrix<T, Const<D>, Const<C>, S>> for Rotation<T, D>, [] -> SMatrix<T, D, C> {
        mul_adjoint_0: |a, b, d| d * b.transpose(),
        mul_adjoint_1: a.matrix().tr_mul(d),
        mul_tangent_0: d * b.clone_owned(),
        mul_tangent_1: a.matrix() * d,
    }
}

product_rule! {
    [T: Real, const D: usize, const R: usize, S: Storage<T, Const<R>, Const<D>>]
    MulRule<Rotation<T, D>> for Matrix<T, Const<R>, Const<D>, S>, [] -> SMatrix<T, R, D> {
        mul_adjoint_0: |a, b, d| d * b.matrix().transpose(),
        mul_adjoint_1: a.tr_mul(d),
        mul_tangent_0: d * b.matrix(),
        mul_tangent_1: a * d,
    }
}

product_rule! {
    [T: Real, const D: usize] MulRule<Point<T, D>> for Rotation<T, D>, [] -> Point<T, D> {
        mul_adjoint_0: |a, b, d| d * b.coords.transpose(),
        mul_adjoint_1: a.matrix().tr_mul(d),
        mul_tangent_0: d * b.coords,
        mul_tangent_1: a.matrix() * d,
    }
}

// Unit complex numbers, and complex ones

macro_rules! complex_product {
    ($($Type:ident)*) => {$(
        product_rule! {
            [T: Real] MulRule<$Type<T>> for $Type<T>, [] -> $Type<T> {
                mul_adjoint_0: |a, b, d| times(*d, conjugate(b)),
                mul_adjoint_1: times(conjugate(a), *d),
                mul_tangent_0: times(*d, number(b)),
                mul_tangent_1: times(number(a), *d),
            }
        }
    )*};
}

complex_product!(UnitComplex Complex);

product_rule! {
    [T: Real] DivRule<UnitComplex<T>> for UnitComplex<T>, [] -> UnitComplex<T> {
        div_adjoint_0: |a, b, d| times(*d, number(b)),
        div_adjoint_1: times(Complex::new(d.re, -d.im), number(a)),
        div_tangent_0: times(*d, conjugate(b)),
        div_tangent_1: times(number(a), Complex::new(d.re, -d.im)),
    }
}

product_rule! {
    [T: Real] AddRule<Complex<T>> for Complex<T>, [] -> Complex<T> {
        add_adjoint_0: |a, b, d| *d,
        add_adjoint_1: *d,
        add_tangent_0: *d,
        add_tangent_1: *d,
    }
}

product_rule! {
    [T: Real] SubRule<Complex<T>> for Complex<T>, [] -> Complex<T> {
        sub_adjoint_0: |a, b, d| *d,
        sub_adjoint_1: Complex::new(-d.re, -d.im),
        sub_tangent_0: *d,
        sub_tangent_1: Complex::new(-d.re, -d.im),
    }
}

impl<T: Real> NegRule for Complex<T> {
    type Output = Self;

    #[inline]
    fn neg_adjoint_0(_: &Self, d: &Self) -> Self {
        Complex::new(-d.re, -d.im)
    }

    #[inline]
    fn neg_tangent_0(_: &Self, d: &Self) -> Self {
        Complex::new(-d.re, -d.im)
    }
}

fn number<T: Real>(z: &impl AsComplex<T>) -> Complex<T> {
    z.as_complex()
}

fn conjugate<T: Real>(z: &impl AsComplex<T>) -> Complex<T> {
    let z = z.as_complex();
    Complex::new(z.re, -z.im)
}

fn times<T: Real>(a: Complex<T>, b: Complex<T>) -> Complex<T> {
    Complex::new(a.re * b.re - a.im * b.im, a.re * b.im + a.im * b.re)
}

/// The matrix of the rotation.
fn matrix<T: Real>(z: &Complex<T>) -> Matrix2<T> {
    Matrix2::new(z.re, -z.im, z.im, z.re)
}

trait AsComplex<T> {
    fn as_complex(&self) -> Complex<T>;
}

impl<T: Real> AsComplex<T> for Complex<T> {
    #[inline]
    fn as_complex(&self) -> Complex<T> {
        *self
    }
}

impl<T: Real> AsComplex<T> for UnitComplex<T> {
    #[inline]
    fn as_complex(&self) -> Complex<T> {
        *self.as_ref()
    }
}

impl<T, Z: AsComplex<T>> AsComplex<T> for &Z {
    #[inline]
    fn as_complex(&self) -> Complex<T> {
        (*self).as_complex()
    }
}

/// `dre = d · v`, `dim = d · v⊥`.
fn turn_adjoint<T: Real>(v: &Vector2<T>, d: &Vector2<T>) -> Complex<T> {
    Complex::new(d.x * v.x + d.y * v.y, d.y * v.x - d.x * v.y)
}

product_rule! {
    [T: Real, S: Storage<T, U2, U1>] MulRule<Matrix<T, U2, U1, S>> for UnitComplex<T>, []
    -> Vector2<T> {
        mul_adjoint_0: |a, b, d| turn_adjoint(&b.clone_owned(), d),
        mul_adjoint_1: matrix(&conjugate(a)) * d,
        mul_tangent_0: matrix(d) * b.clone_owned(),
        mul_tangent_1: matrix(&number(a)) * d,
    }
}

product_rule! {
    [T: Real] MulRule<Point2<T>> for UnitComplex<T>, [] -> Point2<T> {
        mul_adjoint_0: |a, b, d| turn_adjoint(&b.coords, d),
        mul_adjoint_1: matrix(&conjugate(a)) * d,
        mul_tangent_0: matrix(d) * b.coords,
        mul_tangent_1: matrix(&number(a)) * d,
    }
}

// Unit vectors: the rule of the vector

macro_rules! unit_vector {
    ($([$($generics:tt)*] $A:ty, $D:expr;)*) => {$(
        product_rule! {
            [$($generics)*] MulRule<Unit<Matrix<T, Const<{ $D }>, U1, S>>> for $A, []
            -> Unit<nalgebra::SVector<T, { $D }>> {
                mul_adjoint_0: |a, b, d| MulRule::mul_adjoint_0(a, b.as_ref(), d),
                mul_adjoint_1: MulRule::mul_adjoint_1(a, b.as_ref(), d),
                mul_tangent_0: MulRule::mul_tangent_0(a, b.as_ref(), d),
                mul_tangent_1: MulRule::mul_tangent_1(a, b.as_ref(), d),
            }
        }
    )*};
}

unit_vector! {
    [T: Real, S: Storage<T, U2, U1>] UnitComplex<T>, 2;
    [T: Real, S: Storage<T, nalgebra::U3, U1>] nalgebra::UnitQuaternion<T>, 3;
    [T: Real, S: Storage<T, nalgebra::U3, U1>] Rotation<T, 3>, 3;
    [T: Real, S: Storage<T, U2, U1>] Rotation<T, 2>, 2;
}
