//! Matrices made of their columns or rows: `from_columns`, `from_rows`.
//!
//! `M = from_columns(v)`: `dv_j` is column `j` of `dM`; from rows likewise.

use nalgebra::allocator::Allocator;
use nalgebra::storage::Storage;
use nalgebra::{DefaultAllocator, Dim, Matrix, OMatrix, U1};

use crate::rules::TangentOf;
use crate::{Differentiable, Real};

/// Columns or rows: arrays, slices and `Vec`s of vectors.
#[diagnostic::on_unimplemented(
    message = "`{Self}` are no columns or rows",
    note = "give it an array, a slice or a `Vec` of vectors"
)]
pub trait Lines {
    /// A column or a row.
    type Line: Differentiable;
    /// The adjoint of all lines.
    type Adjoint;
    /// The adjoint, line by line.
    fn adjoint(
        &self,
        line: impl FnMut(usize, &Self::Line) -> TangentOf<Self::Line>,
    ) -> Self::Adjoint;
}

impl<X: Lines + ?Sized> Lines for &X {
    type Line = X::Line;
    type Adjoint = X::Adjoint;

    #[inline]
    fn adjoint(&self, line: impl FnMut(usize, &X::Line) -> TangentOf<X::Line>) -> X::Adjoint {
        X::adjoint(self, line)
    }
}

impl<V: Differentiable, const N: usize> Lines for [V; N] {
    type Line = V;
    type Adjoint = [V::Tangent; N];

    #[inline]
    fn adjoint(&self, mut line: impl FnMut(usize, &V) -> V::Tangent) -> [V::Tangent; N] {
        core::array::from_fn(|k| line(k, &self[k]))
    }
}

#[cfg(feature = "alloc")]
impl<V: Differentiable> Lines for [V] {
    type Line = V;
    type Adjoint = alloc::vec::Vec<V::Tangent>;

    #[inline]
    fn adjoint(
        &self,
        mut line: impl FnMut(usize, &V) -> V::Tangent,
    ) -> alloc::vec::Vec<V::Tangent> {
        self.iter().enumerate().map(|(k, v)| line(k, v)).collect()
    }
}

#[cfg(feature = "alloc")]
impl<V: Differentiable> Lines for alloc::vec::Vec<V> {
    type Line = V;
    type Adjoint = alloc::vec::Vec<V::Tangent>;

    #[inline]
    fn adjoint(&self, line: impl FnMut(usize, &V) -> V::Tangent) -> alloc::vec::Vec<V::Tangent> {
        self.as_slice().adjoint(line)
    }
}

/// Tangents of columns or rows, as a slice.
#[diagnostic::on_unimplemented(
    message = "`{Self}` are no tangents of columns or rows",
    note = "give it an array, a slice or a `Vec` of vectors"
)]
pub trait LineTangents {
    /// The tangent of a line.
    type Line;
    /// All of them.
    fn lines(&self) -> &[Self::Line];
}

impl<D> LineTangents for [D] {
    type Line = D;

    #[inline]
    fn lines(&self) -> &[D] {
        self
    }
}

impl<D, const N: usize> LineTangents for [D; N] {
    type Line = D;

    #[inline]
    fn lines(&self) -> &[D] {
        self
    }
}

#[cfg(feature = "alloc")]
impl<D> LineTangents for alloc::vec::Vec<D> {
    type Line = D;

    #[inline]
    fn lines(&self) -> &[D] {
        self
    }
}

/// `M = from_columns(v)`; `dv_j += dM e_j`
#[inline]
pub fn from_columns_adjoint_0<X, T: Real, R: Dim, C: Dim, R2: Dim, S>(
    x: &X,
    _y: &OMatrix<T, R, C>,
    ct: &OMatrix<T, R, C>,
) -> X::Adjoint
where
    X: Lines<Line = Matrix<T, R2, U1, S>> + ?Sized,
    S: Storage<T, R2, U1>,
    DefaultAllocator: Allocator<R, C> + Allocator<R2>,
{
    x.adjoint(|k, like| {
        let mut line = like.zero_tangent();
        line.iter_mut().zip(ct.column(k).iter()).for_each(|(to, from)| *to = *from);
        line
    })
}

/// `Ṁ = from_columns(v̇)`
#[inline]
pub fn from_columns_tangent_0<X: ?Sized, D, T: Real, R: Dim, C: Dim, R2: Dim>(
    _x: &X,
    y: &OMatrix<T, R, C>,
    dx: &D,
) -> OMatrix<T, R, C>
where
    D: LineTangents<Line = OMatrix<T, R2, U1>> + ?Sized,
    DefaultAllocator: Allocator<R, C> + Allocator<R2>,
{
    let mut out = y.zero_tangent();
    for (mut to, from) in out.column_iter_mut().zip(dx.lines()) {
        to.iter_mut().zip(from.iter()).for_each(|(to, from)| *to = *from);
    }
    out
}

/// `M = from_rows(v)`; `dv_i += e_iᵀ dM`
#[inline]
pub fn from_rows_adjoint_0<X, T: Real, R: Dim, C: Dim, C2: Dim, S>(
    x: &X,
    _y: &OMatrix<T, R, C>,
    ct: &OMatrix<T, R, C>,
) -> X::Adjoint
where
    X: Lines<Line = Matrix<T, U1, C2, S>> + ?Sized,
    S: Storage<T, U1, C2>,
    DefaultAllocator: Allocator<R, C> + Allocator<U1, C2>,
{
    x.adjoint(|k, like| {
        let mut line = like.zero_tangent();
        line.iter_mut().zip(ct.row(k).iter()).for_each(|(to, from)| *to = *from);
        line
    })
}

/// `Ṁ = from_rows(v̇)`
#[inline]
pub fn from_rows_tangent_0<X: ?Sized, D, T: Real, R: Dim, C: Dim, C2: Dim>(
    _x: &X,
    y: &OMatrix<T, R, C>,
    dx: &D,
) -> OMatrix<T, R, C>
where
    D: LineTangents<Line = OMatrix<T, U1, C2>> + ?Sized,
    DefaultAllocator: Allocator<R, C> + Allocator<U1, C2>,
{
    let mut out = y.zero_tangent();
    for (mut to, from) in out.row_iter_mut().zip(dx.lines()) {
        to.iter_mut().zip(from.iter()).for_each(|(to, from)| *to = *from);
    }
    out
}
