//! How the siblings of methods take their receivers: all of those here by reference.
//!
//! Both sweeps of a caller need the receiver, so what a method of a user's takes by value is copied for its siblings.
//! Emitted code asks each method how it is (`x.__ad_self_h()`), since it does not know the type; the macro writes that
//! function for users' methods.

use nalgebra::allocator::Allocator;
use nalgebra::linalg::{Cholesky, LU, QR};
use nalgebra::{
    Complex, DefaultAllocator, Dim, DimMin, DimMinimum, DimName, Isometry, Matrix, OPoint,
    Quaternion, Rotation, Scalar, Translation, Unit,
};

use crate::Real;

macro_rules! receivers {
    ($($name:ident)*) => {
        /// Types whose methods have siblings in this module.
        #[diagnostic::on_unimplemented(
            message = "`{Self}` has no method with a known derivative here",
            note = "scalars, and nalgebra's matrices, points and decompositions have"
        )]
        pub trait Receiver {
            $(
                #[doc(hidden)]
                #[inline]
                fn $name(&self) -> &Self {
                    self
                }
            )*
        }
    };
}

receivers! {
    __ad_self_ad_eigenvalues __ad_self_ad_singular_values_of_full __ad_self_abs
    __ad_self_add_scalar __ad_self_amax __ad_self_amin __ad_self_angle __ad_self_angle_to
    __ad_self_atan2 __ad_self_column_mean __ad_self_column_sum __ad_self_component_div
    __ad_self_component_mul __ad_self_conjugate __ad_self_cos __ad_self_cosh __ad_self_cross
    __ad_self_cross_matrix __ad_self_determinant __ad_self_diagonal __ad_self_dot
    __ad_self_euler_angles __ad_self_exp __ad_self_hypot __ad_self_imag __ad_self_into_inner
    __ad_self_inverse __ad_self_inverse_transform_point __ad_self_inverse_transform_vector
    __ad_self_kronecker __ad_self_l __ad_self_ln __ad_self_ln_determinant __ad_self_lower_triangle
    __ad_self_magnitude __ad_self_magnitude_squared __ad_self_matrix __ad_self_max __ad_self_mean
    __ad_self_metric_distance __ad_self_min __ad_self_norm __ad_self_norm_squared
    __ad_self_normalize __ad_self_perp __ad_self_powf __ad_self_powi __ad_self_product
    __ad_self_push __ad_self_q __ad_self_quaternion __ad_self_r __ad_self_recip
    __ad_self_rotation_to __ad_self_row_mean __ad_self_row_sum __ad_self_scalar __ad_self_scale
    __ad_self_scaled_axis __ad_self_signum __ad_self_sin __ad_self_singular_values __ad_self_sinh
    __ad_self_solve __ad_self_solve_lower_triangular __ad_self_solve_upper_triangular __ad_self_sqrt
    __ad_self_sum __ad_self_symmetric_eigenvalues __ad_self_symmetric_part __ad_self_tan
    __ad_self_tanh __ad_self_to_homogeneous __ad_self_to_rotation_matrix
    __ad_self_tr_solve_lower_triangular __ad_self_tr_solve_upper_triangular __ad_self_trace
    __ad_self_transform_point __ad_self_transform_vector __ad_self_transpose __ad_self_try_normalize
    __ad_self_unpack __ad_self_unscale __ad_self_upper_triangle __ad_self_variance __ad_self_xx
    __ad_self_xy __ad_self_xyz __ad_self_xz __ad_self_xzy __ad_self_yx __ad_self_yxz __ad_self_yy
    __ad_self_yz __ad_self_yzx __ad_self_zx __ad_self_zxy __ad_self_zy __ad_self_zyx __ad_self_zz
}

impl<T: Real> Receiver for T {}
impl<T, R, C, S> Receiver for Matrix<T, R, C, S> {}
impl<T: Scalar, D: DimName> Receiver for OPoint<T, D> where DefaultAllocator: Allocator<D> {}
impl<T: Real, D: DimMin<D, Output = D>> Receiver for LU<T, D, D> where
    DefaultAllocator: Allocator<D, D> + Allocator<DimMinimum<D, D>>
{
}
impl<T: Real, D: Dim> Receiver for Cholesky<T, D> where DefaultAllocator: Allocator<D, D> {}
impl<T: Real, R: DimMin<C>, C: Dim> Receiver for QR<T, R, C> where
    DefaultAllocator: Allocator<R, C> + Allocator<DimMinimum<R, C>>
{
}
impl<T, const D: usize> Receiver for Rotation<T, D> {}
impl<T> Receiver for Quaternion<T> {}
impl<T> Receiver for Complex<T> {}
impl<V> Receiver for Unit<V> {}
impl<T, const D: usize> Receiver for Translation<T, D> {}
impl<T, R, const D: usize> Receiver for Isometry<T, R, D> {}
