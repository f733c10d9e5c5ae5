//! `new` of vectors, points and matrices under a user's own name for the type: `type Vec3 = Vector3<f64>; Vec3::new(x, y, z)`.
//!
//! Under nalgebra's names the compiler knows it. One trait per number of components; no two have impls for one type.

#![allow(clippy::too_many_arguments, clippy::type_complexity)] // one argument per component

use nalgebra::{
    Matrix2, Matrix2x3, Matrix3, Matrix3x2, Matrix4, Point1, Point2, Point3, Point4, RowVector2,
    RowVector3, RowVector4, Vector1, Vector2, Vector3, Vector4, Vector5, Vector6,
};

use crate::rules::nalgebra::{row_major_add, row_major_get};
use crate::{Differentiable, Real};

/// Writes the type of a component for each of them.
macro_rules! component {
    ($x:ident) => {
        T
    };
}

macro_rules! components {
    ($($Trait:ident $names:tt: $($Type:ident)*;)*) => {$(
        components!(@trait $Trait $names);
        $(components!(@impl $Trait $names $Type);)*
    )*};
    (@trait $Trait:ident ($($x:ident $dx:ident)*)) => {
        /// `new` of the types with that many components, row by row.
        pub trait $Trait<T: Real>: Differentiable + Sized {
            #[doc(hidden)]
            #[allow(clippy::type_complexity)]
            fn __ad_forward_new($($x: T),*) -> (
                Self,
                impl FnOnce($(component!($x),)* Self::Tangent, $(&mut component!($x)),*),
            );
            #[doc(hidden)]
            #[allow(clippy::too_many_arguments)]
            fn __ad_reverse_new($($x: T,)* seed: Self::Tangent, $($dx: &mut T),*) -> Self;
            #[doc(hidden)]
            #[allow(clippy::too_many_arguments)]
            fn __ad_jvp_new($($x: T,)* $($dx: &T),*) -> (Self, Self::Tangent);
        }

    };
    (@impl $Trait:ident ($($x:ident $dx:ident)*) $Type:ident) => {
            impl<T: Real> $Trait<T> for $Type<T> {
                #[inline]
                fn __ad_forward_new($($x: T),*) -> (
                    Self,
                    impl FnOnce($(component!($x),)* Self::Tangent, $(&mut component!($x)),*),
                ) {
                    let value = $Type::new($($x),*);
                    #[allow(unused_variables)]
                    let residual = |$($x: T,)* seed: Self::Tangent, $($dx: &mut T),*| {
                        let mut k = 0;
                        $(*$dx += row_major_get(&seed, k); k += 1;)*
                        let _ = k;
                    };
                    (value, residual)
                }

                #[inline]
                fn __ad_reverse_new($($x: T,)* seed: Self::Tangent, $($dx: &mut T),*) -> Self {
                    let mut k = 0;
                    $(*$dx += row_major_get(&seed, k); k += 1;)*
                    let _ = k;
                    $Type::new($($x),*)
                }

                #[inline]
                fn __ad_jvp_new($($x: T,)* $($dx: &T),*) -> (Self, Self::Tangent) {
                    let value = $Type::new($($x),*);
                    let mut tangent = value.zero_tangent();
                    let mut k = 0;
                    $(row_major_add(&mut tangent, k, *$dx); k += 1;)*
                    let _ = k;
                    (value, tangent)
                }
            }
    };
}

components! {
    New1 (x dx): Vector1 Point1;
    New2 (x dx y dy): Vector2 RowVector2 Point2;
    New3 (x dx y dy z dz): Vector3 RowVector3 Point3;
    New4 (x dx y dy z dz w dw): Vector4 RowVector4 Point4 Matrix2;
    New5 (x dx y dy z dz w dw a da): Vector5;
    New6 (x dx y dy z dz w dw a da b db): Vector6 Matrix2x3 Matrix3x2;
    New9 (x1 d1 x2 d2 x3 d3 x4 d4 x5 d5 x6 d6 x7 d7 x8 d8 x9 d9): Matrix3;
    New16 (x1 d1 x2 d2 x3 d3 x4 d4 x5 d5 x6 d6 x7 d7 x8 d8 x9 d9 x10 d10 x11 d11 x12 d12 x13 d13 x14 d14 x15 d15 x16 d16): Matrix4;
}
