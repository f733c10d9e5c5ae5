//! A branch: each arm has a reverse of its own, in the arm of a second `if`.
//!
//! - `cond` is evaluated once and asked twice.
//! - What the second arm's reverse reads (`t_1`, `t_2`, `t_3`) costs less to compute again than to keep.
//! - `product` gives 0 for a factor 0 whatever the other is: a branch that is not taken, or the losing side of a `min`,
//!   contributes nothing even where it is infinite.

fn huber(x: f64, limit: f64) -> f64 {
    if x.abs() < limit {
        let square = x * x;
        0.5 * square
    } else {
        limit * (x.abs() - 0.5 * limit)
    }
}
impl huber {
    fn __ad_jvp(x: f64, limit: f64, x_tan: &f64, limit_tan: &f64) -> (f64, f64) {
        let value;
        let value_tan;
        let cond = x.abs() < limit;
        if cond {
            let square = x * x;
            value_tan = (::autodiff_runtime::__rt::product(&(*x_tan), &x)
                + ::autodiff_runtime::__rt::product(&(*x_tan), &x))
                * (0.5);
            value = (0.5) * square;
        } else {
            let t_3 = x.abs() - ((0.5) * limit);
            let mut t_tan_4 = ::autodiff_runtime::__rt::product(&(*limit_tan), &t_3)
                + ::autodiff_runtime::__rt::product(
                    &(::autodiff_runtime::__rt::abs_tangent_0(&x, &(*x_tan))
                        - ((*limit_tan) * (0.5))),
                    &limit,
                );
            value_tan = t_tan_4;
            value = limit * t_3;
        }
        let __tangent = value_tan;
        (value, __tangent)
    }
    fn __ad_reverse(
        x: f64,
        limit: f64,
        mut seed: f64,
        x_adj: &mut f64,
        limit_adj: &mut f64,
    ) -> f64 {
        let value;
        let cond = x.abs() < limit;
        if cond {
            let square = x * x;
            value = (0.5) * square;
        } else {
            value = limit * (x.abs() - ((0.5) * limit));
        }
        let __value = value;
        if cond {
            let mut square_adj = seed * (0.5);
            (*x_adj) += ::autodiff_runtime::__rt::product(&square_adj, &x);
            (*x_adj) += ::autodiff_runtime::__rt::product(&square_adj, &x);
        } else {
            (*limit_adj) += ::autodiff_runtime::__rt::product(&seed, &(x.abs() - ((0.5) * limit)));
            let mut t_adj_2 = ::autodiff_runtime::__rt::product(&seed, &limit);
            (*limit_adj) += (-t_adj_2) * (0.5);
            (*x_adj) += ::autodiff_runtime::__rt::abs_adjoint_0(&x, &t_adj_2);
        }
        __value
    }
}
