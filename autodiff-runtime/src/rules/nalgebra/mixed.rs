//! [`Accumulate`] where a static and a dynamic shape meet: a copy between the two, `static_view.copy_from(&dynamic)`
//! and its like, leaves a contribution of the other kind than the adjoint.
//!
//! Between equal shape types it is in `matrix/`.

use nalgebra::{Const, Dim, Dyn, Matrix, SMatrix, VecStorage, ViewStorageMut};

use super::shape::check_shape;
use crate::{Accumulate, Real};

type Heap<T, R, C> = Matrix<T, R, C, VecStorage<T, R, C>>;

macro_rules! mixed {
    ($([$($generics:tt)*] $R:ty, $C:ty; $Adjoint:ty, $Contribution:ty;)*) => {$(
        impl<T: Real, $($generics)*> Accumulate<$Contribution> for $Adjoint {
            #[inline]
            fn accumulate(&mut self, contribution: $Contribution) {
                check_shape(self, &contribution);
                self.iter_mut().zip(contribution.iter()).for_each(|(to, from)| *to += *from);
            }
        }

        impl<T: Real, RS: Dim, CS: Dim, $($generics)*> Accumulate<$Contribution>
            for Matrix<T, $R, $C, ViewStorageMut<'_, T, $R, $C, RS, CS>>
        {
            #[inline]
            fn accumulate(&mut self, contribution: $Contribution) {
                check_shape(self, &contribution);
                self.iter_mut().zip(contribution.iter()).for_each(|(to, from)| *to += *from);
            }
        }
    )*};
}

mixed! {
    [const R: usize, const C: usize] Dyn, Dyn; Heap<T, Dyn, Dyn>, SMatrix<T, R, C>;
    [const R: usize, const C: usize] Dyn, Const<C>; Heap<T, Dyn, Const<C>>, SMatrix<T, R, C>;
    [const R: usize, const C: usize] Const<R>, Dyn; Heap<T, Const<R>, Dyn>, SMatrix<T, R, C>;
    [const R: usize, const C: usize] Const<R>, Const<C>; SMatrix<T, R, C>, Heap<T, Dyn, Dyn>;
    [const R: usize, const C: usize] Const<R>, Const<C>; SMatrix<T, R, C>, Heap<T, Dyn, Const<C>>;
    [const R: usize, const C: usize] Const<R>, Const<C>; SMatrix<T, R, C>, Heap<T, Const<R>, Dyn>;
    [const R: usize] Dyn, Dyn; Heap<T, Dyn, Dyn>, Heap<T, Const<R>, Dyn>;
    [const R: usize] Const<R>, Dyn; Heap<T, Const<R>, Dyn>, Heap<T, Dyn, Dyn>;
    [const C: usize] Dyn, Dyn; Heap<T, Dyn, Dyn>, Heap<T, Dyn, Const<C>>;
    [const C: usize] Dyn, Const<C>; Heap<T, Dyn, Const<C>>, Heap<T, Dyn, Dyn>;
}
