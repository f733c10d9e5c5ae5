//! Scalar functions that users' own types often have too: `exp`, `sqrt`, `powi`, `max`, ..
//!
//! Where a receiver may be of a user's type the compiler calls siblings: the user's, or these.

use nalgebra::allocator::Allocator;
use nalgebra::storage::Storage;
use nalgebra::{DefaultAllocator, Dim, Matrix, OMatrix};

use crate::{rules, Real};

macro_rules! scalar {
    ($(
        $Trait:ident: $forward:ident $back:ident $reverse:ident $jvp:ident
        $second_forward:ident $second_back:ident $second_reverse:ident
        |$x:ident| $value:expr; |$y:ident, $ct:ident| $adjoint:expr; |$d:ident| $tangent:expr;
    )*) => {$(
        method! {
            /// The function of that name.
            $Trait: $forward $back $reverse $jvp $second_forward $second_back $second_reverse
        }

        implement! {
            [T: Real] $Trait for T, [] -> T {
                |$x| $value;
                |$y, $ct| $adjoint;
                |$d| $tangent;
            }
        }
    )*};
}

scalar! {
    Exp: __ad_forward_exp __ad_back_exp __ad_reverse_exp __ad_jvp_exp __ad_second_order_forward_exp __ad_second_order_back_exp __ad_second_order_reverse_exp
        |x| T::exp(*x); |y, ct| rules::exp_adjoint_0(y, ct); |d| rules::exp_tangent_0(y, d);
    Ln: __ad_forward_ln __ad_back_ln __ad_reverse_ln __ad_jvp_ln __ad_second_order_forward_ln __ad_second_order_back_ln __ad_second_order_reverse_ln
        |x| T::ln(*x); |y, ct| rules::ln_adjoint_0(x, ct); |d| rules::ln_tangent_0(x, d);
    Sqrt: __ad_forward_sqrt __ad_back_sqrt __ad_reverse_sqrt __ad_jvp_sqrt __ad_second_order_forward_sqrt __ad_second_order_back_sqrt __ad_second_order_reverse_sqrt
        |x| T::sqrt(*x); |y, ct| rules::sqrt_adjoint_0(y, ct); |d| rules::sqrt_tangent_0(y, d);
    Recip: __ad_forward_recip __ad_back_recip __ad_reverse_recip __ad_jvp_recip __ad_second_order_forward_recip __ad_second_order_back_recip __ad_second_order_reverse_recip
        |x| T::recip(*x); |y, ct| rules::recip_adjoint_0(y, ct); |d| rules::recip_tangent_0(y, d);
    Sin: __ad_forward_sin __ad_back_sin __ad_reverse_sin __ad_jvp_sin __ad_second_order_forward_sin __ad_second_order_back_sin __ad_second_order_reverse_sin
        |x| T::sin(*x); |y, ct| rules::sin_adjoint_0(x, ct); |d| rules::sin_tangent_0(x, d);
    Cos: __ad_forward_cos __ad_back_cos __ad_reverse_cos __ad_jvp_cos __ad_second_order_forward_cos __ad_second_order_back_cos __ad_second_order_reverse_cos
        |x| T::cos(*x); |y, ct| rules::cos_adjoint_0(x, ct); |d| rules::cos_tangent_0(x, d);
    Tan: __ad_forward_tan __ad_back_tan __ad_reverse_tan __ad_jvp_tan __ad_second_order_forward_tan __ad_second_order_back_tan __ad_second_order_reverse_tan
        |x| T::tan(*x); |y, ct| rules::tan_adjoint_0(y, ct); |d| rules::tan_tangent_0(y, d);
    Sinh: __ad_forward_sinh __ad_back_sinh __ad_reverse_sinh __ad_jvp_sinh __ad_second_order_forward_sinh __ad_second_order_back_sinh __ad_second_order_reverse_sinh
        |x| T::sinh(*x); |y, ct| rules::sinh_adjoint_0(x, ct); |d| rules::sinh_tangent_0(x, d);
    Cosh: __ad_forward_cosh __ad_back_cosh __ad_reverse_cosh __ad_jvp_cosh __ad_second_order_forward_cosh __ad_second_order_back_cosh __ad_second_order_reverse_cosh
        |x| T::cosh(*x); |y, ct| rules::cosh_adjoint_0(x, ct); |d| rules::cosh_tangent_0(x, d);
    Tanh: __ad_forward_tanh __ad_back_tanh __ad_reverse_tanh __ad_jvp_tanh __ad_second_order_forward_tanh __ad_second_order_back_tanh __ad_second_order_reverse_tanh
        |x| T::tanh(*x); |y, ct| rules::tanh_adjoint_0(y, ct); |d| rules::tanh_tangent_0(y, d);
    Abs: __ad_forward_abs __ad_back_abs __ad_reverse_abs __ad_jvp_abs __ad_second_order_forward_abs __ad_second_order_back_abs __ad_second_order_reverse_abs
        |x| nalgebra::ComplexField::abs(*x); |y, ct| rules::abs_adjoint_0(x, ct); |d| rules::abs_tangent_0(x, d);
    Signum: __ad_forward_signum __ad_back_signum __ad_reverse_signum __ad_jvp_signum __ad_second_order_forward_signum __ad_second_order_back_signum __ad_second_order_reverse_signum
        |x| nalgebra::ComplexField::signum(*x); |y, ct| rules::signum_adjoint_0(x, ct); |d| rules::signum_tangent_0(x, d);
}

method_with! {
    /// `a.powf(b)`
    Powf(): __ad_forward_powf __ad_back_powf __ad_reverse_powf __ad_jvp_powf __ad_second_order_forward_powf __ad_second_order_back_powf __ad_second_order_reverse_powf
}

implement_with! {
    [T: Real] Powf<T> for T, [] -> T {
        |a, b| T::powf(*a, *b);
        |y, ct| rules::powf_adjoint_0(a, b, ct), rules::powf_adjoint_1(a, b, y, ct);
        |da, db| rules::powf_tangent_0(a, b, da) + rules::powf_tangent_1(a, b, y, db);
    }
}

method_with! {
    /// `a.max(b)`
    Max(): __ad_forward_max __ad_back_max __ad_reverse_max __ad_jvp_max __ad_second_order_forward_max __ad_second_order_back_max __ad_second_order_reverse_max
}

implement_with! {
    [T: Real] Max<T> for T, [] -> T {
        |a, b| T::max(*a, *b);
        |y, ct| rules::max_adjoint_0(a, b, ct), rules::max_adjoint_1(a, b, ct);
        |da, db| rules::max_tangent_0(a, b, da) + rules::max_tangent_1(a, b, db);
    }
}

method_with! {
    /// `a.min(b)`
    Min(): __ad_forward_min __ad_back_min __ad_reverse_min __ad_jvp_min __ad_second_order_forward_min __ad_second_order_back_min __ad_second_order_reverse_min
}

implement_with! {
    [T: Real] Min<T> for T, [] -> T {
        |a, b| T::min(*a, *b);
        |y, ct| rules::min_adjoint_0(a, b, ct), rules::min_adjoint_1(a, b, ct);
        |da, db| rules::min_tangent_0(a, b, da) + rules::min_tangent_1(a, b, db);
    }
}

method_with! {
    /// `a.hypot(b)`
    Hypot(): __ad_forward_hypot __ad_back_hypot __ad_reverse_hypot __ad_jvp_hypot __ad_second_order_forward_hypot __ad_second_order_back_hypot __ad_second_order_reverse_hypot
}

implement_with! {
    [T: Real] Hypot<T> for T, [] -> T {
        |a, b| T::hypot(*a, *b);
        |y, ct| rules::hypot_adjoint_0(a, b, y, ct), rules::hypot_adjoint_1(a, b, y, ct);
        |da, db| rules::hypot_tangent_0(a, b, y, da) + rules::hypot_tangent_1(a, b, y, db);
    }
}

method_with! {
    /// `a.atan2(b)`
    Atan2(): __ad_forward_atan2 __ad_back_atan2 __ad_reverse_atan2 __ad_jvp_atan2 __ad_second_order_forward_atan2 __ad_second_order_back_atan2 __ad_second_order_reverse_atan2
}

implement_with! {
    [T: Real] Atan2<T> for T, [] -> T {
        |a, b| T::atan2(*a, *b);
        |y, ct| rules::atan2_adjoint_0(a, b, ct), rules::atan2_adjoint_1(a, b, ct);
        |da, db| rules::atan2_tangent_0(a, b, da) + rules::atan2_tangent_1(a, b, db);
    }
}

method_with! {
    /// `x.powi(n)`
    Powi(): __ad_forward_powi __ad_back_powi __ad_reverse_powi __ad_jvp_powi __ad_second_order_forward_powi __ad_second_order_back_powi __ad_second_order_reverse_powi
}

implement_with! {
    [T: Real] Powi<i32> for T, [] -> T {
        |x, n| T::powi(*x, *n);
        |y, ct| rules::powi_adjoint_0(x, n, ct), ();
        |dx, dn| rules::powi_tangent_0(x, n, dx);
    }
}

// Integers have methods of these names too, without a derivative.
macro_rules! integers {
    ($($I:ident)*) => {$(
        implement_with! {
            [] Max<$I> for $I, [] -> $I {
                |a, b| Ord::max(*a, *b);
                |y, ct| (), ();
                |da, db| ();
            }
        }

        implement_with! {
            [] Min<$I> for $I, [] -> $I {
                |a, b| Ord::min(*a, *b);
                |y, ct| (), ();
                |da, db| ();
            }
        }
    )*};
    (@signed $($I:ident)*) => {$(
        implement! {
            [] Abs for $I, [] -> $I {
                |a| $I::abs(*a);
                |y, ct| ();
                |d| ();
            }
        }

        implement! {
            [] Signum for $I, [] -> $I {
                |a| $I::signum(*a);
                |y, ct| ();
                |d| ();
            }
        }
    )*};
}

integers!(i8 i16 i32 i64 i128 isize u8 u16 u32 u64 u128 usize);
integers!(@signed i8 i16 i32 i64 i128 isize);

implement! {
    [T: Real, R: Dim, C: Dim, S: Storage<T, R, C>] Abs for Matrix<T, R, C, S>,
    [DefaultAllocator: Allocator<R, C>] -> OMatrix<T, R, C> {
        |m| m.abs();
        |y, ct| rules::abs_adjoint_0(m, ct);
        |d| rules::abs_tangent_0(m, d);
    }
}
