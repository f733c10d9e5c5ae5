//! Products of translations and isometries, from those of their parts.
//!
//! `(R, t) p = R p + t`, `(R, t) v = R v`, `(A, a) (B, b) = (A B, a + A b)`.

use nalgebra::storage::Storage;
use nalgebra::{
    Const, Isometry, Matrix, Point, Rotation, SVector, Translation, UnitComplex, UnitQuaternion, U1,
};

use super::products::product_rule;
use crate::geometry::{IsometryTangent, TranslationTangent};
use crate::rules::{DivRule, MulRule};
use crate::{Differentiable, Real, Tangent};

fn moved<T, const D: usize>(vector: SVector<T, D>) -> TranslationTangent<T, D> {
    TranslationTangent { vector }
}

/// `a + b`.
fn both<X: Tangent>(mut a: X, b: &X) -> X {
    a.add_assign(b);
    a
}

product_rule! {
    [T: Real, const D: usize] MulRule<Translation<T, D>> for Translation<T, D>, []
    -> Translation<T, D> {
        mul_adjoint_0: |a, b, d| *d,
        mul_adjoint_1: *d,
        mul_tangent_0: *d,
        mul_tangent_1: *d,
    }
}

product_rule! {
    [T: Real, const D: usize] DivRule<Translation<T, D>> for Translation<T, D>, []
    -> Translation<T, D> {
        div_adjoint_0: |a, b, d| *d,
        div_adjoint_1: moved(-d.vector),
        div_tangent_0: *d,
        div_tangent_1: moved(-d.vector),
    }
}

product_rule! {
    [T: Real, const D: usize] MulRule<Point<T, D>> for Translation<T, D>, [] -> Point<T, D> {
        mul_adjoint_0: |a, b, d| moved(*d),
        mul_adjoint_1: *d,
        mul_tangent_0: d.vector,
        mul_tangent_1: *d,
    }
}

product_rule! {
    [T: Real, R, const D: usize] MulRule<Point<T, D>> for Isometry<T, R, D>,
    [R: MulRule<SVector<T, D>, Output = SVector<T, D>>] -> Point<T, D> {
        mul_adjoint_0: |a, b, d| IsometryTangent {
            rotation: R::mul_adjoint_0(&a.rotation, &b.coords, d),
            translation: moved(*d),
        },
        mul_adjoint_1: R::mul_adjoint_1(&a.rotation, &b.coords, d),
        mul_tangent_0: R::mul_tangent_0(&a.rotation, &b.coords, &d.rotation) + d.translation.vector,
        mul_tangent_1: R::mul_tangent_1(&a.rotation, &b.coords, d),
    }
}

product_rule! {
    [T: Real, R, const D: usize, S: Storage<T, Const<D>, U1>]
    MulRule<Matrix<T, Const<D>, U1, S>> for Isometry<T, R, D>,
    [R: MulRule<SVector<T, D>, Output = SVector<T, D>>] -> SVector<T, D> {
        mul_adjoint_0: |a, b, d| IsometryTangent {
            rotation: R::mul_adjoint_0(&a.rotation, &b.clone_owned(), d),
            translation: a.translation.zero_tangent(),
        },
        mul_adjoint_1: R::mul_adjoint_1(&a.rotation, &b.clone_owned(), d),
        mul_tangent_0: R::mul_tangent_0(&a.rotation, &b.clone_owned(), &d.rotation),
        mul_tangent_1: R::mul_tangent_1(&a.rotation, &b.clone_owned(), d),
    }
}

product_rule! {
    [T: Real, R, const D: usize] MulRule<Isometry<T, R, D>> for Isometry<T, R, D>,
    [R: MulRule<R, Output = R> + MulRule<SVector<T, D>, Output = SVector<T, D>>]
    -> Isometry<T, R, D> {
        mul_adjoint_0: |a, b, d| IsometryTangent {
            rotation: both(
                R::mul_adjoint_0(&a.rotation, &b.rotation, &d.rotation),
                &R::mul_adjoint_0(&a.rotation, &b.translation.vector, &d.translation.vector),
            ),
            translation: d.translation,
        },
        mul_adjoint_1: IsometryTangent {
            rotation: R::mul_adjoint_1(&a.rotation, &b.rotation, &d.rotation),
            translation: moved(R::mul_adjoint_1(
                &a.rotation,
                &b.translation.vector,
                &d.translation.vector,
            )),
        },
        mul_tangent_0: IsometryTangent {
            rotation: R::mul_tangent_0(&a.rotation, &b.rotation, &d.rotation),
            translation: moved(
                R::mul_tangent_0(&a.rotation, &b.translation.vector, &d.rotation)
                    + d.translation.vector,
            ),
        },
        mul_tangent_1: IsometryTangent {
            rotation: R::mul_tangent_1(&a.rotation, &b.rotation, &d.rotation),
            translation: moved(R::mul_tangent_1(
                &a.rotation,
                &b.translation.vector,
                &d.translation.vector,
            )),
        },
    }
}

product_rule! {
    [T: Real, R, const D: usize] MulRule<Translation<T, D>> for Isometry<T, R, D>,
    [R: MulRule<SVector<T, D>, Output = SVector<T, D>>] -> Isometry<T, R, D> {
        mul_adjoint_0: |a, b, d| IsometryTangent {
            rotation: both(
                d.rotation.clone(),
                &R::mul_adjoint_0(&a.rotation, &b.vector, &d.translation.vector),
            ),
            translation: d.translation,
        },
        mul_adjoint_1: moved(R::mul_adjoint_1(&a.rotation, &b.vector, &d.translation.vector)),
        mul_tangent_0: IsometryTangent {
            rotation: d.rotation.clone(),
            translation: moved(
                R::mul_tangent_0(&a.rotation, &b.vector, &d.rotation) + d.translation.vector,
            ),
        },
        mul_tangent_1: IsometryTangent {
            rotation: a.rotation.zero_tangent(),
            translation: moved(R::mul_tangent_1(&a.rotation, &b.vector, &d.vector)),
        },
    }
}

product_rule! {
    [T: Real, R: Differentiable, const D: usize] MulRule<Isometry<T, R, D>> for Translation<T, D>,
    [] -> Isometry<T, R, D> {
        mul_adjoint_0: |a, b, d| d.translation,
        mul_adjoint_1: d.clone(),
        mul_tangent_0: IsometryTangent { rotation: b.rotation.zero_tangent(), translation: *d },
        mul_tangent_1: d.clone(),
    }
}

macro_rules! with_rotation {
    ($([$($generics:tt)*] $R:ty, $D:expr;)*) => {$(
        product_rule! {
            [$($generics)*] MulRule<Isometry<T, $R, { $D }>> for $R, []
            -> Isometry<T, $R, { $D }> {
                mul_adjoint_0: |a, b, d| both(
                    MulRule::mul_adjoint_0(a, &b.rotation, &d.rotation),
                    &MulRule::mul_adjoint_0(a, &b.translation.vector, &d.translation.vector),
                ),
                mul_adjoint_1: IsometryTangent {
                    rotation: MulRule::mul_adjoint_1(a, &b.rotation, &d.rotation),
                    translation: moved(MulRule::mul_adjoint_1(
                        a,
                        &b.translation.vector,
                        &d.translation.vector,
                    )),
                },
                mul_tangent_0: IsometryTangent {
                    rotation: MulRule::mul_tangent_0(a, &b.rotation, d),
                    translation: moved(MulRule::mul_tangent_0(a, &b.translation.vector, d)),
                },
                mul_tangent_1: IsometryTangent {
                    rotation: MulRule::mul_tangent_1(a, &b.rotation, &d.rotation),
                    translation: moved(MulRule::mul_tangent_1(
                        a,
                        &b.translation.vector,
                        &d.translation.vector,
                    )),
                },
            }
        }

        product_rule! {
            [$($generics)*] MulRule<$R> for Isometry<T, $R, { $D }>, []
            -> Isometry<T, $R, { $D }> {
                mul_adjoint_0: |a, b, d| IsometryTangent {
                    rotation: MulRule::mul_adjoint_0(&a.rotation, b, &d.rotation),
                    translation: d.translation,
                },
                mul_adjoint_1: MulRule::mul_adjoint_1(&a.rotation, b, &d.rotation),
                mul_tangent_0: IsometryTangent {
                    rotation: MulRule::mul_tangent_0(&a.rotation, b, &d.rotation),
                    translation: d.translation,
                },
                mul_tangent_1: IsometryTangent {
                    rotation: MulRule::mul_tangent_1(&a.rotation, b, d),
                    translation: a.translation.zero_tangent(),
                },
            }
        }

        product_rule! {
            [$($generics)*] MulRule<$R> for Translation<T, { $D }>, []
            -> Isometry<T, $R, { $D }> {
                mul_adjoint_0: |a, b, d| d.translation,
                mul_adjoint_1: d.rotation.clone(),
                mul_tangent_0: IsometryTangent { rotation: b.zero_tangent(), translation: *d },
                mul_tangent_1: IsometryTangent {
                    rotation: d.clone(),
                    translation: a.zero_tangent(),
                },
            }
        }

        product_rule! {
            [$($generics)*] MulRule<Translation<T, { $D }>> for $R, []
            -> Isometry<T, $R, { $D }> {
                mul_adjoint_0: |a, b, d| both(
                    d.rotation.clone(),
                    &MulRule::mul_adjoint_0(a, &b.vector, &d.translation.vector),
                ),
                mul_adjoint_1: moved(MulRule::mul_adjoint_1(a, &b.vector, &d.translation.vector)),
                mul_tangent_0: IsometryTangent {
                    rotation: d.clone(),
                    translation: moved(MulRule::mul_tangent_0(a, &b.vector, d)),
                },
                mul_tangent_1: IsometryTangent {
                    rotation: a.zero_tangent(),
                    translation: moved(MulRule::mul_tangent_1(a, &b.vector, &d.vector)),
                },
            }
        }
    )*};
}

with_rotation! {
    [T: Real, const D: usize] Rotation<T, D>, D;
    [T: Real] UnitComplex<T>, 2;
    [T: Real] UnitQuaternion<T>, 3;
}
