//! Straight-line code: every value is still there when the reverse sweep needs it.
//!
//! - Each operation has a statement of its own, `t_1`, `t_2`, ..; in forward mode one for its tangent stands beside it.
//! - `__ad_reverse` runs forward and then backward in one function. An adjoint is declared by its first contribution
//!   (`let mut t_adj = ..`), and later ones are added.
//! - `x` is used twice, so `x_adj` is added to twice; the slots are the caller's, and are only ever added to.

fn rosenbrock(x: f64, y: f64) -> f64 {
    (1.0 - x).powi(2) + 100.0 * (y - x * x).powi(2)
}
impl rosenbrock {
    fn __ad_jvp(x: f64, y: f64, x_tan: &f64, y_tan: &f64) -> (f64, f64) {
        let t = (1.0) - x;
        let t_3 = y - (x * x);
        let mut t_tan_4 = ::autodiff_runtime::__rt::powi_tangent_0(
            &t_3,
            &(2),
            &((*y_tan)
                - (::autodiff_runtime::__rt::product(&(*x_tan), &x)
                    + ::autodiff_runtime::__rt::product(&(*x_tan), &x))),
        );
        let mut result_tan =
            ::autodiff_runtime::__rt::powi_tangent_0(&t, &(2), &(-(*x_tan))) + (t_tan_4 * (100.0));
        let result_1 = t.powi(2) + ((100.0) * t_3.powi(2));
        let __tangent = result_tan;
        (result_1, __tangent)
    }
    fn __ad_reverse(x: f64, y: f64, mut seed: f64, x_adj: &mut f64, y_adj: &mut f64) -> f64 {
        let t = (1.0) - x;
        let t_3 = y - (x * x);
        let result_1 = t.powi(2) + ((100.0) * t_3.powi(2));
        let __value = result_1;
        let mut t_adj_3 = ::autodiff_runtime::__rt::powi_adjoint_0(&t_3, &(2), &(seed * (100.0)));
        (*y_adj) += t_adj_3;
        let mut t_adj_4 = -t_adj_3;
        (*x_adj) += t_adj_4 * x;
        (*x_adj) += t_adj_4 * x;
        (*x_adj) -= ::autodiff_runtime::__rt::powi_adjoint_0(&t, &(2), &seed);
        __value
    }
}
