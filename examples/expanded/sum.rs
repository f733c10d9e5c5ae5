//! A sum over independent iterations, whose adjoint is known before the loop: one loop does both sweeps, and nothing is
//! recorded.
//!
//! - `sum_adj` is the seed, and no iteration changes it: so the reverse of an iteration stands right behind its forward
//!   part, while `t` and `error` are still in registers.
//! - In a residual (not shown) the seed is not known yet: there the loop runs again, in the same order, so that both give
//!   the same bits.

fn squares(w: f64, x: &[f64], y: &[f64]) -> f64 {
    let mut sum = 0.0;
    for i in 0..x.len() {
        let error = w * x[i] - y[i];
        sum += error * error;
    }
    sum
}
impl squares {
    fn __ad_jvp(
        w: f64,
        x: &[f64],
        y: &[f64],
        w_tan: &f64,
        x_tan: &[f64],
        y_tan: &[f64],
    ) -> (f64, f64) {
        let mut sum = 0.0;
        let mut sum_tan = 0.0;
        for i in ((0)..(*x).len()) {
            let mut error_tan = (::autodiff_runtime::__rt::product(&(*w_tan), &x[i])
                + ::autodiff_runtime::__rt::product(&x_tan[i], &w))
                - y_tan[i];
            let error = (w * x[i]) - y[i];
            sum_tan += ::autodiff_runtime::__rt::product(&error_tan, &error)
                + ::autodiff_runtime::__rt::product(&error_tan, &error);
            sum += error * error;
        }
        let __tangent = sum_tan;
        (sum, __tangent)
    }
    fn __ad_reverse(
        w: f64,
        x: &[f64],
        y: &[f64],
        mut seed: f64,
        w_adj: &mut f64,
        x_adj: &mut [f64],
        y_adj: &mut [f64],
    ) -> f64 {
        let mut sum = 0.0;
        {
            let __end = (*x).len();
            if 0 < __end {
                let y = &y[..__end];
                let x_adj = &mut x_adj[..__end];
                let y_adj = &mut y_adj[..__end];
                for i in ((0)..(*x).len()) {
                    let error = (w * x[i]) - y[i];
                    sum += error * error;
                    let mut error_adj = seed * error;
                    error_adj += seed * error;
                    y_adj[i] -= error_adj;
                    (*w_adj) += error_adj * x[i];
                    x_adj[i] += error_adj * w;
                }
            }
        }
        let __value = sum;
        __value
    }
}
