//! Products of quaternions, and what unit quaternions turn.
//!
//! - `q = a b`: `da += dq b*`, `db += a* dq` (`b*` the conjugate); `q̇ = ȧ b + a ḃ`.
//! - `q = a / b = a b*` of unit quaternions: `da += dq b`, `db += dq* a`.
//! - `y = q v` is computed as nalgebra does, with `q = (u, w)`: `t = 2 u × v`, `y = v + w t + u × t`. So
//!   `dt = w dy + dy × u`, `dw += dy · t`, `du += t × dy + 2 v × dt`, `dv += dy + 2 dt × u`.

use nalgebra::storage::Storage;
use nalgebra::{Matrix, Point3, Quaternion, UnitQuaternion, Vector3, U1, U3};

use super::products::product_rule;
use crate::rules::{AddRule, DivRule, MulRule, NegRule, SubRule};
use crate::Real;

fn times<T: Real>(a: &Quaternion<T>, b: &Quaternion<T>) -> Quaternion<T> {
    a * b
}

macro_rules! quaternion_product {
    ($($Type:ident $plain:ident)*) => {$(
        product_rule! {
            [T: Real] MulRule<$Type<T>> for $Type<T>, [] -> $Type<T> {
                mul_adjoint_0: |a, b, d| times(d, &b.$plain().conjugate()),
                mul_adjoint_1: times(&a.$plain().conjugate(), d),
                mul_tangent_0: times(d, b.$plain()),
                mul_tangent_1: times(a.$plain(), d),
            }
        }
    )*};
}

quaternion_product!(UnitQuaternion quaternion Quaternion plain);

/// A quaternion as itself.
trait Plain {
    fn plain(&self) -> &Self {
        self
    }
}

impl<T> Plain for Quaternion<T> {}

product_rule! {
    [T: Real] DivRule<UnitQuaternion<T>> for UnitQuaternion<T>, [] -> UnitQuaternion<T> {
        div_adjoint_0: |a, b, d| times(d, b.quaternion()),
        div_adjoint_1: times(&d.conjugate(), a.quaternion()),
        div_tangent_0: times(d, &b.quaternion().conjugate()),
        div_tangent_1: times(a.quaternion(), &d.conjugate()),
    }
}

product_rule! {
    [T: Real] AddRule<Quaternion<T>> for Quaternion<T>, [] -> Quaternion<T> {
        add_adjoint_0: |a, b, d| *d,
        add_adjoint_1: *d,
        add_tangent_0: *d,
        add_tangent_1: *d,
    }
}

product_rule! {
    [T: Real] SubRule<Quaternion<T>> for Quaternion<T>, [] -> Quaternion<T> {
        sub_adjoint_0: |a, b, d| *d,
        sub_adjoint_1: -*d,
        sub_tangent_0: *d,
        sub_tangent_1: -*d,
    }
}

impl<T: Real> NegRule for Quaternion<T> {
    type Output = Self;

    #[inline]
    fn neg_adjoint_0(_: &Self, d: &Self) -> Self {
        -*d
    }

    #[inline]
    fn neg_tangent_0(_: &Self, d: &Self) -> Self {
        -*d
    }
}

macro_rules! by_coordinates {
    ($($Rule:ident: $adjoint_0:ident $adjoint_1:ident $tangent_0:ident $tangent_1:ident;)*) => {$(
        impl<T: Real> $Rule<T> for Quaternion<T> {
            type Output = Self;

            #[inline]
            fn $adjoint_0(q: &Self, s: &T, d: &Self) -> Self {
                $Rule::$adjoint_0(&q.coords, s, &d.coords).into()
            }

            #[inline]
            fn $adjoint_1(q: &Self, s: &T, d: &Self) -> T {
                $Rule::$adjoint_1(&q.coords, s, &d.coords)
            }

            #[inline]
            fn $tangent_0(q: &Self, s: &T, d: &Self) -> Self {
                $Rule::$tangent_0(&q.coords, s, &d.coords).into()
            }

            #[inline]
            fn $tangent_1(q: &Self, s: &T, d: &T) -> Self {
                $Rule::$tangent_1(&q.coords, s, d).into()
            }
        }
    )*};
}

by_coordinates! {
    MulRule: mul_adjoint_0 mul_adjoint_1 mul_tangent_0 mul_tangent_1;
    DivRule: div_adjoint_0 div_adjoint_1 div_tangent_0 div_tangent_1;
}

/// `2 u × v`.
fn twice_across<T: Real>(u: &Vector3<T>, v: &Vector3<T>) -> Vector3<T> {
    u.cross(v) * T::lit(2.0)
}

fn turn_adjoint_0<T: Real>(q: &UnitQuaternion<T>, v: &Vector3<T>, d: &Vector3<T>) -> Quaternion<T> {
    let (u, w) = (q.imag(), q.scalar());
    let t = twice_across(&u, v);
    let dt = d * w + d.cross(&u);
    Quaternion::from_parts(d.dot(&t), t.cross(d) + twice_across(v, &dt))
}

fn turn_adjoint_1<T: Real>(q: &UnitQuaternion<T>, d: &Vector3<T>) -> Vector3<T> {
    let (u, w) = (q.imag(), q.scalar());
    let dt = d * w + d.cross(&u);
    d + twice_across(&dt, &u)
}

fn turn_tangent_0<T: Real>(q: &UnitQuaternion<T>, v: &Vector3<T>, d: &Quaternion<T>) -> Vector3<T> {
    let (u, w) = (q.imag(), q.scalar());
    let (du, dw) = (d.imag(), d.scalar());
    let (t, dt) = (twice_across(&u, v), twice_across(&du, v));
    t * dw + dt * w + du.cross(&t) + u.cross(&dt)
}

fn turn_tangent_1<T: Real>(q: &UnitQuaternion<T>, d: &Vector3<T>) -> Vector3<T> {
    let (u, w) = (q.imag(), q.scalar());
    let t = twice_across(&u, d);
    d + t * w + u.cross(&t)
}

product_rule! {
    [T: Real, S: Storage<T, U3, U1>] MulRule<Matrix<T, U3, U1, S>> for UnitQuaternion<T>, []
    -> Vector3<T> {
        mul_adjoint_0: |a, b, d| turn_adjoint_0(a, &b.clone_owned(), d),
        mul_adjoint_1: turn_adjoint_1(a, d),
        mul_tangent_0: turn_tangent_0(a, &b.clone_owned(), d),
        mul_tangent_1: turn_tangent_1(a, d),
    }
}

product_rule! {
    [T: Real] MulRule<Point3<T>> for UnitQuaternion<T>, [] -> Point3<T> {
        mul_adjoint_0: |a, b, d| turn_adjoint_0(a, &b.coords, d),
        mul_adjoint_1: turn_adjoint_1(a, d),
        mul_tangent_0: turn_tangent_0(a, &b.coords, d),
        mul_tangent_1: turn_tangent_1(a, d),
    }
}
