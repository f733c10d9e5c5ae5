//! Jacobians: which types are vectors, which matrix a Jacobian is, and the sweeps that fill it.

use nalgebra::allocator::Allocator;
use nalgebra::{Const, DefaultAllocator, Dim, OMatrix, RawStorage, SMatrix, Storage, U1};

#[cfg(feature = "alloc")]
use alloc::vec::Vec;
#[cfg(feature = "alloc")]
use nalgebra::{DMatrix, Dyn};

use crate::{Differentiable, Real};

/// A vector: what a Jacobian has rows or columns for.
///
/// Arrays, slices, `Vec`s and nalgebra's column vectors of scalars, references to them, and plain scalars.
///
/// ```
/// use autodiff_runtime::nalgebra::{dvector, vector};
/// use autodiff_runtime::JacobianVector;
///
/// fn length(x: &impl JacobianVector) -> usize {
///     x.length()
/// }
/// assert_eq!((length(&[1.0, 2.0]), length(&dvector![1.0]), length(&&vector![1.0f32, 2.0, 3.0])), (2, 1, 3));
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a vector: a function of it or to it has no `jacobian`",
    label = "not a vector",
    note = "arrays, slices, `Vec`s and column vectors of real scalars are"
)]
pub trait JacobianVector: Differentiable {
    /// The type of its elements.
    type Scalar: Real;
    /// Its length as a type: `Const<N>` or `Dyn`.
    type Length: Dim;

    /// Its length.
    fn length(&self) -> usize;
    /// An element of a tangent.
    fn get(tangent: &Self::Tangent, index: usize) -> Self::Scalar;
    /// Sets an element of a tangent.
    fn set(tangent: &mut Self::Tangent, index: usize, value: Self::Scalar);
}

macro_rules! scalar {
    ($($T:ty)*) => {$(
        impl JacobianVector for $T {
            type Scalar = $T;
            type Length = Const<1>;

            #[inline]
            fn length(&self) -> usize {
                1
            }

            #[inline]
            fn get(tangent: &$T, _index: usize) -> $T {
                *tangent
            }

            #[inline]
            fn set(tangent: &mut $T, _index: usize, value: $T) {
                *tangent = value;
            }
        }
    )*};
}

scalar!(f32 f64);

impl<T: Real, const N: usize> JacobianVector for [T; N] {
    type Scalar = T;
    type Length = Const<N>;

    #[inline]
    fn length(&self) -> usize {
        N
    }

    #[inline]
    fn get(tangent: &[T; N], index: usize) -> T {
        tangent[index]
    }

    #[inline]
    fn set(tangent: &mut [T; N], index: usize, value: T) {
        tangent[index] = value;
    }
}

macro_rules! list {
    ($($T:ty)*) => {$(
        #[cfg(feature = "alloc")]
        impl<T: Real> JacobianVector for $T {
            type Scalar = T;
            type Length = Dyn;

            #[inline]
            fn length(&self) -> usize {
                self.len()
            }

            #[inline]
            fn get(tangent: &Vec<T>, index: usize) -> T {
                tangent[index]
            }

            #[inline]
            fn set(tangent: &mut Vec<T>, index: usize, value: T) {
                tangent[index] = value;
            }
        }
    )*};
}

list!([T] Vec<T>);

impl<T: Real, D: Dim, S: RawStorage<T, D, U1> + Storage<T, D, U1>> JacobianVector
    for nalgebra::Matrix<T, D, U1, S>
where
    DefaultAllocator: Allocator<D, U1>,
{
    type Scalar = T;
    type Length = D;

    #[inline]
    fn length(&self) -> usize {
        self.len()
    }

    #[inline]
    fn get(tangent: &OMatrix<T, D, U1>, index: usize) -> T {
        tangent[index]
    }

    #[inline]
    fn set(tangent: &mut OMatrix<T, D, U1>, index: usize, value: T) {
        tangent[index] = value;
    }
}

impl<V: JacobianVector + ?Sized> JacobianVector for &V {
    type Scalar = V::Scalar;
    type Length = V::Length;

    #[inline]
    fn length(&self) -> usize {
        V::length(self)
    }

    #[inline]
    fn get(tangent: &V::Tangent, index: usize) -> V::Scalar {
        V::get(tangent, index)
    }

    #[inline]
    fn set(tangent: &mut V::Tangent, index: usize, value: V::Scalar) {
        V::set(tangent, index, value);
    }
}

/// The matrix of two lengths: `SMatrix` where both are constant, else `DMatrix`.
///
/// ```
/// use autodiff_runtime::nalgebra::{Const, DMatrix, Dyn, SMatrix};
/// use autodiff_runtime::JacobianShape;
///
/// let both: SMatrix<f64, 2, 3> = <(Const<2>, Const<3>)>::zeros(2, 3);
/// let one: DMatrix<f64> = <(Const<2>, Dyn)>::zeros(2, 3);
/// assert_eq!(both.shape(), one.shape());
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` are not the lengths of a vector and of a vector",
    note = "both are vectors: arrays, slices, `Vec`s, column vectors"
)]
pub trait JacobianShape<T: Real> {
    /// The matrix.
    type Matrix;

    /// Zeros.
    fn zeros(rows: usize, columns: usize) -> Self::Matrix;
    /// Sets an element.
    fn set(matrix: &mut Self::Matrix, row: usize, column: usize, value: T);
}

impl<T: Real, const M: usize, const N: usize> JacobianShape<T> for (Const<M>, Const<N>) {
    type Matrix = SMatrix<T, M, N>;

    #[inline]
    fn zeros(_rows: usize, _columns: usize) -> SMatrix<T, M, N> {
        SMatrix::zeros()
    }

    #[inline]
    fn set(matrix: &mut SMatrix<T, M, N>, row: usize, column: usize, value: T) {
        matrix[(row, column)] = value;
    }
}

macro_rules! dynamic {
    ($([$($generics:tt)*] $Shape:ty;)*) => {$(
        #[cfg(feature = "alloc")]
        impl<T: Real, $($generics)*> JacobianShape<T> for $Shape {
            type Matrix = DMatrix<T>;

            #[inline]
            fn zeros(rows: usize, columns: usize) -> DMatrix<T> {
                DMatrix::zeros(rows, columns)
            }

            #[inline]
            fn set(matrix: &mut DMatrix<T>, row: usize, column: usize, value: T) {
                matrix[(row, column)] = value;
            }
        }
    )*};
}

dynamic! {
    [const M: usize] (Const<M>, Dyn);
    [const N: usize] (Dyn, Const<N>);
    [] (Dyn, Dyn);
}

/// A result that has a Jacobian by an argument of type `A`; `TA` and `TR` are the tangents of both.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "a function from `{A}` to `{Self}` has no `jacobian`",
    label = "no Jacobian",
    note = "both must be vectors of the same scalar: arrays, slices, `Vec`s, column vectors",
    note = "what is not a constant size needs the feature `alloc`"
)]
pub trait HasJacobian<A: ?Sized, TA, TR>: Sized {
    /// The Jacobian.
    type Matrix;

    /// By the mode that needs fewer sweeps.
    fn jacobian(
        input: &A,
        forward: impl FnMut(&TA) -> TR,
        value: impl FnOnce() -> Self,
        reverse: impl FnMut(TR, &mut TA),
    ) -> Self::Matrix;

    /// One sweep per column.
    fn by_columns(
        input: &A,
        forward: impl FnMut(&TA) -> TR,
        value: impl FnOnce() -> Self,
    ) -> Self::Matrix;

    /// One sweep per row.
    fn by_rows(
        input: &A,
        value: impl FnOnce() -> Self,
        reverse: impl FnMut(TR, &mut TA),
    ) -> Self::Matrix;
}

impl<A, R> HasJacobian<A, A::Tangent, R::Tangent> for R
where
    A: JacobianVector + ?Sized,
    R: JacobianVector<Scalar = A::Scalar>,
    (R::Length, A::Length): JacobianShape<A::Scalar>,
{
    type Matrix = <(R::Length, A::Length) as JacobianShape<A::Scalar>>::Matrix;

    fn jacobian(
        input: &A,
        forward: impl FnMut(&A::Tangent) -> R::Tangent,
        value: impl FnOnce() -> R,
        reverse: impl FnMut(R::Tangent, &mut A::Tangent),
    ) -> Self::Matrix {
        let columns = input.length();
        if let Some(rows) = R::Length::try_to_usize().filter(|rows| *rows >= columns) {
            return filled_by_columns::<A, R>(input, rows, forward);
        }
        let value = value();
        if value.length() < columns {
            filled_by_rows(input, &value, reverse)
        } else {
            filled_by_columns::<A, R>(input, value.length(), forward)
        }
    }

    fn by_columns(
        input: &A,
        forward: impl FnMut(&A::Tangent) -> R::Tangent,
        value: impl FnOnce() -> R,
    ) -> Self::Matrix {
        let rows = R::Length::try_to_usize().unwrap_or_else(|| value().length());
        filled_by_columns::<A, R>(input, rows, forward)
    }

    fn by_rows(
        input: &A,
        value: impl FnOnce() -> R,
        reverse: impl FnMut(R::Tangent, &mut A::Tangent),
    ) -> Self::Matrix {
        filled_by_rows(input, &value(), reverse)
    }
}

/// The Jacobian's type.
type Matrix<A, R> =
    <(<R as JacobianVector>::Length, <A as JacobianVector>::Length) as JacobianShape<
        <A as JacobianVector>::Scalar,
    >>::Matrix;

fn filled_by_columns<A, R>(
    input: &A,
    rows: usize,
    mut forward: impl FnMut(&A::Tangent) -> R::Tangent,
) -> Matrix<A, R>
where
    A: JacobianVector + ?Sized,
    R: JacobianVector<Scalar = A::Scalar>,
    (R::Length, A::Length): JacobianShape<A::Scalar>,
{
    let columns = input.length();
    let mut matrix = <(R::Length, A::Length)>::zeros(rows, columns);
    let mut unit = input.zero_tangent();
    for column in 0..columns {
        A::set(&mut unit, column, crate::accumulate::one());
        let tangent = forward(&unit);
        A::set(&mut unit, column, crate::accumulate::zero());
        for row in 0..rows {
            <(R::Length, A::Length)>::set(&mut matrix, row, column, R::get(&tangent, row));
        }
    }
    matrix
}

fn filled_by_rows<A, R>(
    input: &A,
    value: &R,
    mut reverse: impl FnMut(R::Tangent, &mut A::Tangent),
) -> Matrix<A, R>
where
    A: JacobianVector + ?Sized,
    R: JacobianVector<Scalar = A::Scalar>,
    (R::Length, A::Length): JacobianShape<A::Scalar>,
{
    let (rows, columns) = (value.length(), input.length());
    let mut matrix = <(R::Length, A::Length)>::zeros(rows, columns);
    for row in 0..rows {
        let mut seed = value.zero_tangent();
        R::set(&mut seed, row, crate::accumulate::one());
        let mut gradient = input.zero_tangent();
        reverse(seed, &mut gradient);
        for column in 0..columns {
            <(R::Length, A::Length)>::set(&mut matrix, row, column, A::get(&gradient, column));
        }
    }
    matrix
}

/// A result whose Jacobian by an argument of type `A` can be multiplied by a matrix.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "a function from `{A}` to `{Self}` has no `jacobian_product`",
    label = "no Jacobian",
    note = "both must be vectors of the same scalar: arrays, slices, `Vec`s, column vectors",
    note = "it needs the feature `alloc`"
)]
pub trait HasJacobianProduct<A: ?Sized, TA, TR>: Sized {
    /// The matrix.
    type Matrix;

    /// The Jacobian times a matrix, one sweep per column of that.
    fn product(
        input: &A,
        seeds: &Self::Matrix,
        forward: impl FnMut(&TA) -> (Self, TR),
    ) -> Self::Matrix;
}

#[cfg(feature = "alloc")]
impl<A, R> HasJacobianProduct<A, A::Tangent, R::Tangent> for R
where
    A: JacobianVector + ?Sized,
    R: JacobianVector<Scalar = A::Scalar>,
{
    type Matrix = DMatrix<A::Scalar>;

    fn product(
        input: &A,
        seeds: &DMatrix<A::Scalar>,
        mut forward: impl FnMut(&A::Tangent) -> (R, R::Tangent),
    ) -> DMatrix<A::Scalar> {
        let columns = input.length();
        assert!(
            seeds.nrows() == columns,
            "the seeds have {} rows: the argument has {columns} elements",
            seeds.nrows()
        );
        let mut unit = input.zero_tangent();
        let mut product = DMatrix::zeros(0, seeds.ncols());
        for k in 0..seeds.ncols() {
            for column in 0..columns {
                A::set(&mut unit, column, seeds[(column, k)]);
            }
            let (value, tangent) = forward(&unit);
            if k == 0 {
                product = DMatrix::zeros(value.length(), seeds.ncols());
            }
            for row in 0..value.length() {
                product[(row, k)] = R::get(&tangent, row);
            }
        }
        product
    }
}
