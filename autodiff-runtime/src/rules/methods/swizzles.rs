//! `v.xy()`, `v.zyx()` and their like, of vectors and points.

use nalgebra::allocator::Allocator;
use nalgebra::storage::Storage;
use nalgebra::{DefaultAllocator, DimName, Matrix, OPoint, Point2, Point3, Vector2, Vector3, U1};

use crate::{Differentiable, Real};

macro_rules! swizzles {
    ($(
        $module:ident $Vector:ident $Point:ident [$($at:literal),*]:
        $forward:ident $back:ident $reverse:ident $jvp:ident
        $second_forward:ident $second_back:ident $second_reverse:ident;
    )*) => {$(
        mod $module {
            use super::*;

            method! {
                /// The coordinates in the order of the name.
                Swizzle: $forward $back $reverse $jvp $second_forward $second_back $second_reverse
            }

            implement! {
                [T: Real, D: DimName, S: Storage<T, D, U1>] Swizzle for Matrix<T, D, U1, S>,
                [DefaultAllocator: Allocator<D>] -> $Vector<T> {
                    |v| $Vector::new($(v[$at]),*);
                    |y, ct| {
                        let mut part = v.zero_tangent();
                        for (k, at) in [$($at),*].into_iter().enumerate() {
                            part[at] += ct[k];
                        }
                        part
                    };
                    |d| $Vector::new($(d[$at]),*);
                }
            }

            implement! {
                [T: Real, D: DimName] Swizzle for OPoint<T, D>,
                [DefaultAllocator: Allocator<D>] -> $Point<T> {
                    |v| $Point::new($(v[$at]),*);
                    |y, ct| {
                        let mut part = v.zero_tangent();
                        for (k, at) in [$($at),*].into_iter().enumerate() {
                            part[at] += ct[k];
                        }
                        part
                    };
                    |d| $Vector::new($(d[$at]),*);
                }
            }
        }

        pub use $module::Swizzle as _;
    )*};
}

swizzles! {
    xy Vector2 Point2 [0, 1]: __ad_forward_xy __ad_back_xy __ad_reverse_xy __ad_jvp_xy
        __ad_second_order_forward_xy __ad_second_order_back_xy
        __ad_second_order_reverse_xy;
    xz Vector2 Point2 [0, 2]: __ad_forward_xz __ad_back_xz __ad_reverse_xz __ad_jvp_xz
        __ad_second_order_forward_xz __ad_second_order_back_xz
        __ad_second_order_reverse_xz;
    yz Vector2 Point2 [1, 2]: __ad_forward_yz __ad_back_yz __ad_reverse_yz __ad_jvp_yz
        __ad_second_order_forward_yz __ad_second_order_back_yz
        __ad_second_order_reverse_yz;
    yx Vector2 Point2 [1, 0]: __ad_forward_yx __ad_back_yx __ad_reverse_yx __ad_jvp_yx
        __ad_second_order_forward_yx __ad_second_order_back_yx
        __ad_second_order_reverse_yx;
    zx Vector2 Point2 [2, 0]: __ad_forward_zx __ad_back_zx __ad_reverse_zx __ad_jvp_zx
        __ad_second_order_forward_zx __ad_second_order_back_zx
        __ad_second_order_reverse_zx;
    zy Vector2 Point2 [2, 1]: __ad_forward_zy __ad_back_zy __ad_reverse_zy __ad_jvp_zy
        __ad_second_order_forward_zy __ad_second_order_back_zy
        __ad_second_order_reverse_zy;
    xx Vector2 Point2 [0, 0]: __ad_forward_xx __ad_back_xx __ad_reverse_xx __ad_jvp_xx
        __ad_second_order_forward_xx __ad_second_order_back_xx
        __ad_second_order_reverse_xx;
    yy Vector2 Point2 [1, 1]: __ad_forward_yy __ad_back_yy __ad_reverse_yy __ad_jvp_yy
        __ad_second_order_forward_yy __ad_second_order_back_yy
        __ad_second_order_reverse_yy;
    zz Vector2 Point2 [2, 2]: __ad_forward_zz __ad_back_zz __ad_reverse_zz __ad_jvp_zz
        __ad_second_order_forward_zz __ad_second_order_back_zz
        __ad_second_order_reverse_zz;
    xyz Vector3 Point3 [0, 1, 2]: __ad_forward_xyz __ad_back_xyz __ad_reverse_xyz __ad_jvp_xyz
        __ad_second_order_forward_xyz __ad_second_order_back_xyz
        __ad_second_order_reverse_xyz;
    xzy Vector3 Point3 [0, 2, 1]: __ad_forward_xzy __ad_back_xzy __ad_reverse_xzy __ad_jvp_xzy
        __ad_second_order_forward_xzy __ad_second_order_back_xzy
        __ad_second_order_reverse_xzy;
    yxz Vector3 Point3 [1, 0, 2]: __ad_forward_yxz __ad_back_yxz __ad_reverse_yxz __ad_jvp_yxz
        __ad_second_order_forward_yxz __ad_second_order_back_yxz
        __ad_second_order_reverse_yxz;
    yzx Vector3 Point3 [1, 2, 0]: __ad_forward_yzx __ad_back_yzx __ad_reverse_yzx __ad_jvp_yzx
        __ad_second_order_forward_yzx __ad_second_order_back_yzx
        __ad_second_order_reverse_yzx;
    zxy Vector3 Point3 [2, 0, 1]: __ad_forward_zxy __ad_back_zxy __ad_reverse_zxy __ad_jvp_zxy
        __ad_second_order_forward_zxy __ad_second_order_back_zxy
        __ad_second_order_reverse_zxy;
    zyx Vector3 Point3 [2, 1, 0]: __ad_forward_zyx __ad_back_zyx __ad_reverse_zyx __ad_jvp_zyx
        __ad_second_order_forward_zyx __ad_second_order_back_zyx
        __ad_second_order_reverse_zyx;
}
