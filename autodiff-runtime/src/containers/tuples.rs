//! [`Differentiable`] and [`Tangent`] for tuples of up to eight.

use crate::differentiable::Differentiable;
use crate::tangent::{ScalarSlice, ScalarSliceMut, Tangent};

macro_rules! tuple {
    ($($T:ident $i:tt),*) => {
        impl<$($T: Differentiable),*> Differentiable for ($($T,)*) {
            type Tangent = ($($T::Tangent,)*);

            #[inline]
            fn zero_tangent(&self) -> Self::Tangent {
                ($(self.$i.zero_tangent(),)*)
            }
        }

        impl<$($T: Tangent),*> Tangent for ($($T,)*) {
            #[inline]
            fn zero_like(&self) -> Self {
                ($(self.$i.zero_like(),)*)
            }

            #[inline]
            fn add_assign(&mut self, rhs: &Self) {
                $(self.$i.add_assign(&rhs.$i);)*
            }

            #[inline]
            fn scale(&mut self, factor: f64) {
                $(self.$i.scale(factor);)*
            }

            #[inline]
            fn dot(&self, rhs: &Self) -> f64 {
                0.0 $(+ self.$i.dot(&rhs.$i))*
            }

            #[inline]
            fn for_each_slice(&self, visit: &mut dyn FnMut(ScalarSlice<'_>)) {
                $(self.$i.for_each_slice(visit);)*
            }

            #[inline]
            fn for_each_slice_mut(&mut self, visit: &mut dyn FnMut(ScalarSliceMut<'_>)) {
                $(self.$i.for_each_slice_mut(visit);)*
            }
        }
    };
}

tuple!(A 0);
tuple!(A 0, B 1);
tuple!(A 0, B 1, C 2);
tuple!(A 0, B 1, C 2, D 3);
tuple!(A 0, B 1, C 2, D 3, E 4);
tuple!(A 0, B 1, C 2, D 3, E 4, F 5);
tuple!(A 0, B 1, C 2, D 3, E 4, F 5, G 6);
tuple!(A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7);
tuple!(A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8);
tuple!(A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8, J 9);
tuple!(A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8, J 9, K 10);
tuple!(A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8, J 9, K 10, L 11);
