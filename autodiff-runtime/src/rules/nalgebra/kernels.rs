//! nalgebra's kernels that change their receiver, `axpy`, `gemv`, `gemm`, `ger` and their transposed kin: as functions
//! of the receiver's old value, which the emitted code assigns. Sources: nalgebra's `base/blas.rs` for what they compute.
//!
//! `C' = alpha A B + beta C`: `dC = beta dC'`; `dalpha += (A B) · dC'`; `dA += alpha dC' Bᵀ`; `dB += alpha Aᵀ dC'`;
//! `dbeta += C · dC'`. A factor `beta` that is 0 hides `C`, whatever it holds.

use nalgebra::allocator::Allocator;
use nalgebra::storage::Storage;
use nalgebra::{DefaultAllocator, Dim, Matrix, OMatrix, OVector, U1};

use super::product::{add_left, add_right};
use super::shape::{check_shape, map_like, zeros_like, zip_sum};
use crate::Real;

fn scaled<T: Real, R: Dim, C: Dim, S: Storage<T, R, C>>(
    m: &Matrix<T, R, C, S>,
    factor: T,
) -> OMatrix<T, R, C>
where
    DefaultAllocator: Allocator<R, C>,
{
    map_like(m, m, |x| if factor.is_zero() { factor } else { x * factor })
}

fn transposed_product<T: Real, R: Dim, C: Dim, S, K: Dim, S2>(
    a: &Matrix<T, K, R, S>,
    b: &Matrix<T, K, C, S2>,
) -> OMatrix<T, R, C>
where
    S: Storage<T, K, R>,
    S2: Storage<T, K, C>,
    DefaultAllocator: Allocator<R, C>,
{
    a.tr_mul(b)
}

/// `y' = a x + b y`
#[inline]
pub fn axpy<T: Real, R: Dim, C: Dim, S, R2: Dim, S2>(
    y: &Matrix<T, R, C, S>,
    a: &T,
    x: &Matrix<T, R2, C, S2>,
    b: &T,
) -> OMatrix<T, R, C>
where
    S: Storage<T, R, C>,
    S2: Storage<T, R2, C>,
    DefaultAllocator: Allocator<R, C>,
{
    check_shape(y, x);
    let mut out = y.clone_owned();
    for (mut to, from) in out.column_iter_mut().zip(x.column_iter()) {
        to.iter_mut().zip(from.iter()).for_each(|(to, from)| {
            // What nalgebra computes, in its order.
            *to = if b.is_zero() { *a * *from } else { *a * *from + *b * *to };
        });
    }
    out
}

/// `y' = a x + b y`; `dy = b dy'`
#[inline]
pub fn axpy_adjoint_0<T: Real, R: Dim, C: Dim>(b: &T, ct: &OMatrix<T, R, C>) -> OMatrix<T, R, C>
where
    DefaultAllocator: Allocator<R, C>,
{
    scaled(ct, *b)
}

/// `ẏ' = b ẏ`
#[inline]
pub fn axpy_tangent_0<T: Real, R: Dim, C: Dim>(b: &T, dy: &OMatrix<T, R, C>) -> OMatrix<T, R, C>
where
    DefaultAllocator: Allocator<R, C>,
{
    scaled(dy, *b)
}

/// `da += x · dy'`
#[inline]
pub fn axpy_adjoint_1<T: Real, R: Dim, C: Dim, R2: Dim, C2: Dim, S2>(
    x: &Matrix<T, R2, C2, S2>,
    ct: &OMatrix<T, R, C>,
) -> T
where
    S2: Storage<T, R2, C2>,
    DefaultAllocator: Allocator<R, C>,
{
    zip_sum(x, ct, |x, d| x * d)
}

/// `ẏ' = ȧ x`
#[inline]
pub fn axpy_tangent_1<T: Real, R: Dim, C: Dim, S>(
    x: &Matrix<T, R, C, S>,
    da: &T,
) -> OMatrix<T, R, C>
where
    S: Storage<T, R, C>,
    DefaultAllocator: Allocator<R, C>,
{
    scaled(x, *da)
}

/// `dx += a dy'`
#[inline]
pub fn axpy_adjoint_2<T: Real, R: Dim, C: Dim, R2: Dim, C2: Dim, S2>(
    a: &T,
    x: &Matrix<T, R2, C2, S2>,
    ct: &OMatrix<T, R, C>,
) -> OMatrix<T, R2, C2>
where
    S2: Storage<T, R2, C2>,
    DefaultAllocator: Allocator<R, C> + Allocator<R2, C2>,
{
    map_like(x, ct, |d| *a * d)
}

/// `ẏ' = a ẋ`
#[inline]
pub fn axpy_tangent_2<T: Real, R: Dim, C: Dim, S>(
    a: &T,
    _x: &Matrix<T, R, C, S>,
    dx: &OMatrix<T, R, C>,
) -> OMatrix<T, R, C>
where
    DefaultAllocator: Allocator<R, C>,
{
    scaled(dx, *a)
}

/// `db += y · dy'`
#[inline]
pub fn axpy_adjoint_3<T: Real, R: Dim, C: Dim, S>(
    y: &Matrix<T, R, C, S>,
    ct: &OMatrix<T, R, C>,
) -> T
where
    S: Storage<T, R, C>,
    DefaultAllocator: Allocator<R, C>,
{
    zip_sum(y, ct, |y, d| y * d)
}

/// `ẏ' = ḃ y`
#[inline]
pub fn axpy_tangent_3<T: Real, R: Dim, C: Dim, S>(
    y: &Matrix<T, R, C, S>,
    db: &T,
) -> OMatrix<T, R, C>
where
    S: Storage<T, R, C>,
    DefaultAllocator: Allocator<R, C>,
{
    scaled(y, *db)
}

/// What all kernels share: the old value, and the two factors.
macro_rules! kernel {
    (
        $(#[$attribute:meta])*
        $name:ident($Rows:ty, $Columns:ty): [$($generics:tt)*] $C:ty; $A:ty, $B:ty; [$($bounds:tt)*]
        product |$a:ident, $b:ident| $product:expr;
        left |$da:ident| $left:expr;
        right |$db:ident| $right:expr;
        $receiver_adjoint:ident $receiver_tangent:ident $alpha_adjoint:ident $alpha_tangent:ident
        $left_adjoint:ident $left_tangent:ident $right_adjoint:ident $right_tangent:ident
        $beta_adjoint:ident $beta_tangent:ident
    ) => {
        $(#[$attribute])*
        pub fn $name<T: Real, $($generics)*, S0: Storage<T, $Rows, $Columns>>(
            c: &Matrix<T, $Rows, $Columns, S0>,
            alpha: &T,
            $a: &$A,
            $b: &$B,
            beta: &T,
        ) -> $C
        where
            $($bounds)*
        {
            let mut out = c.clone_owned();
            out.$name(*alpha, $a, $b, *beta);
            out
        }

        /// `dC = beta dC'`
        pub fn $receiver_adjoint<T: Real, R: Dim, C: Dim>(
            beta: &T,
            ct: &OMatrix<T, R, C>,
        ) -> OMatrix<T, R, C>
        where
            DefaultAllocator: Allocator<R, C>,
        {
            scaled(ct, *beta)
        }

        /// `Ċ' = beta Ċ`
        pub fn $receiver_tangent<T: Real, R: Dim, C: Dim>(
            beta: &T,
            dc: &OMatrix<T, R, C>,
        ) -> OMatrix<T, R, C>
        where
            DefaultAllocator: Allocator<R, C>,
        {
            scaled(dc, *beta)
        }

        /// `dalpha += (A B) · dC'`
        pub fn $alpha_adjoint<T: Real, $($generics)*>($a: &$A, $b: &$B, ct: &$C) -> T
        where
            $($bounds)*
        {
            let product: $C = $product;
            zip_sum(&product, ct, |x, d| x * d)
        }

        /// `Ċ' = alphȧ A B`
        pub fn $alpha_tangent<T: Real, $($generics)*>($a: &$A, $b: &$B, dalpha: &T) -> $C
        where
            $($bounds)*
        {
            let product: $C = $product;
            scaled(&product, *dalpha)
        }

        /// `dA += alpha dC' Bᵀ`, transposed where `A` is
        #[allow(unused_variables)]
        pub fn $left_adjoint<T: Real, $($generics)*>(
            alpha: &T,
            $a: &$A,
            $b: &$B,
            ct: &$C,
        ) -> crate::rules::TangentOf<$A>
        where
            $($bounds)*
        {
            let $da = scaled(ct, *alpha);
            $left
        }

        /// `Ċ' = alpha Ȧ B`
        pub fn $left_tangent<T: Real, $($generics)*>(
            alpha: &T,
            a: &$A,
            $b: &$B,
            da: &crate::rules::TangentOf<$A>,
        ) -> $C
        where
            $($bounds)*
        {
            check_shape(a, da);
            let $a = da;
            let product: $C = $product;
            scaled(&product, *alpha)
        }

        /// `dB += alpha Aᵀ dC'`
        #[allow(unused_variables)]
        pub fn $right_adjoint<T: Real, $($generics)*>(
            alpha: &T,
            $a: &$A,
            $b: &$B,
            ct: &$C,
        ) -> crate::rules::TangentOf<$B>
        where
            $($bounds)*
        {
            let $db = scaled(ct, *alpha);
            $right
        }

        /// `Ċ' = alpha A Ḃ`
        pub fn $right_tangent<T: Real, $($generics)*>(
            alpha: &T,
            $a: &$A,
            b: &$B,
            db: &crate::rules::TangentOf<$B>,
        ) -> $C
        where
            $($bounds)*
        {
            check_shape(b, db);
            let $b = db;
            let product: $C = $product;
            scaled(&product, *alpha)
        }

        /// `dbeta += C · dC'`
        pub fn $beta_adjoint<T: Real, R: Dim, C: Dim, S: Storage<T, R, C>>(
            c: &Matrix<T, R, C, S>,
            ct: &OMatrix<T, R, C>,
        ) -> T
        where
            DefaultAllocator: Allocator<R, C>,
        {
            zip_sum(c, ct, |x, d| x * d)
        }

        /// `Ċ' = betȧ C`
        pub fn $beta_tangent<T: Real, R: Dim, C: Dim, S: Storage<T, R, C>>(
            c: &Matrix<T, R, C, S>,
            dbeta: &T,
        ) -> OMatrix<T, R, C>
        where
            DefaultAllocator: Allocator<R, C>,
        {
            scaled(c, *dbeta)
        }
    };
}

kernel! {
    /// `C' = alpha A B + beta C`
    gemm(Rows, Columns): [Rows: Dim, Columns: Dim, K: Dim, S: Storage<T, Rows, K>, S2: Storage<T, K, Columns>]
    OMatrix<T, Rows, Columns>; Matrix<T, Rows, K, S>, Matrix<T, K, Columns, S2>;
    [DefaultAllocator: Allocator<Rows, Columns> + Allocator<Rows, K> + Allocator<K, Columns>,]
    product |a, b| a * b;
    left |d| { let mut out = zeros_like(a); add_left(&mut out, b, &d); out };
    right |d| { let mut out = zeros_like(b); add_right(a, &mut out, &d); out };
    gemm_adjoint_0 gemm_tangent_0 gemm_adjoint_1 gemm_tangent_1 gemm_adjoint_2 gemm_tangent_2
    gemm_adjoint_3 gemm_tangent_3 gemm_adjoint_4 gemm_tangent_4
}

kernel! {
    /// `C' = alpha Aᵀ B + beta C`
    gemm_tr(Rows, Columns): [Rows: Dim, Columns: Dim, K: Dim, S: Storage<T, K, Rows>, S2: Storage<T, K, Columns>]
    OMatrix<T, Rows, Columns>; Matrix<T, K, Rows, S>, Matrix<T, K, Columns, S2>;
    [DefaultAllocator: Allocator<Rows, Columns> + Allocator<K, Rows> + Allocator<K, Columns> + Allocator<Columns, Rows>,]
    product |a, b| transposed_product(a, b);
    left |d| { let mut out = zeros_like(a); out.gemm(T::one(), b, &d.transpose(), T::zero()); out };
    right |d| a * d;
    gemm_tr_adjoint_0 gemm_tr_tangent_0 gemm_tr_adjoint_1 gemm_tr_tangent_1 gemm_tr_adjoint_2 gemm_tr_tangent_2
    gemm_tr_adjoint_3 gemm_tr_tangent_3 gemm_tr_adjoint_4 gemm_tr_tangent_4
}

kernel! {
    /// `y' = alpha A x + beta y`
    gemv(Rows, U1): [Rows: Dim, K: Dim, S: Storage<T, Rows, K>, S2: Storage<T, K, U1>]
    OVector<T, Rows>; Matrix<T, Rows, K, S>, Matrix<T, K, U1, S2>;
    [DefaultAllocator: Allocator<Rows> + Allocator<Rows, K> + Allocator<K>,]
    product |a, x| a * x;
    left |d| { let mut out = zeros_like(a); add_left(&mut out, x, &d); out };
    right |d| { let mut out = zeros_like(x); add_right(a, &mut out, &d); out };
    gemv_adjoint_0 gemv_tangent_0 gemv_adjoint_1 gemv_tangent_1 gemv_adjoint_2 gemv_tangent_2
    gemv_adjoint_3 gemv_tangent_3 gemv_adjoint_4 gemv_tangent_4
}

kernel! {
    /// `y' = alpha Aᵀ x + beta y`
    gemv_tr(Rows, U1): [Rows: Dim, K: Dim, S: Storage<T, K, Rows>, S2: Storage<T, K, U1>]
    OVector<T, Rows>; Matrix<T, K, Rows, S>, Matrix<T, K, U1, S2>;
    [DefaultAllocator: Allocator<Rows> + Allocator<K, Rows> + Allocator<K> + Allocator<U1, Rows>,]
    product |a, x| transposed_product(a, x);
    left |d| { let mut out = zeros_like(a); out.ger(T::one(), x, &d, T::zero()); out };
    right |d| a * d;
    gemv_tr_adjoint_0 gemv_tr_tangent_0 gemv_tr_adjoint_1 gemv_tr_tangent_1 gemv_tr_adjoint_2 gemv_tr_tangent_2
    gemv_tr_adjoint_3 gemv_tr_tangent_3 gemv_tr_adjoint_4 gemv_tr_tangent_4
}

kernel! {
    /// `M' = alpha x yᵀ + beta M`
    ger(Rows, Columns): [Rows: Dim, Columns: Dim, S: Storage<T, Rows, U1>, S2: Storage<T, Columns, U1>]
    OMatrix<T, Rows, Columns>; Matrix<T, Rows, U1, S>, Matrix<T, Columns, U1, S2>;
    [DefaultAllocator: Allocator<Rows, Columns> + Allocator<Rows> + Allocator<Columns> + Allocator<U1, Columns>,]
    product |x, y| x * y.transpose();
    left |d| d * y;
    right |d| d.tr_mul(x);
    ger_adjoint_0 ger_tangent_0 ger_adjoint_1 ger_tangent_1 ger_adjoint_2 ger_tangent_2
    ger_adjoint_3 ger_tangent_3 ger_adjoint_4 ger_tangent_4
}
