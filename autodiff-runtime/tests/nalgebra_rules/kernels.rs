//! nalgebra's kernels that change their receiver, as values of what they are given.

use autodiff_runtime::__rt::*;
use autodiff_runtime::nalgebra::*;

use crate::check::*;

const ALPHA: f64 = 1.3;
const BETA: f64 = -0.7;

macro_rules! kernel {
    (
        $kernel:ident($c:expr, $a:expr, $b:expr): $adjoint_0:ident $tangent_0:ident
        $adjoint_1:ident $tangent_1:ident $adjoint_2:ident $tangent_2:ident
        $adjoint_3:ident $tangent_3:ident $adjoint_4:ident $tangent_4:ident
    ) => {{
        let (c, a, b) = ($c, $a, $b);
        for beta in [BETA, 1.0, 0.0] {
            let mut changed = c.clone();
            changed.$kernel(ALPHA, &a, &b, beta);
            assert_eq!($kernel(&c, &ALPHA, &a, &b, &beta), changed);
            check(
                &c,
                |c| $kernel(c, &ALPHA, &a, &b, &beta),
                |_, _, ct| $adjoint_0(&beta, ct),
                |_, _, d| $tangent_0(&beta, d),
            );
        }
        check(
            &ALPHA,
            |alpha| $kernel(&c, alpha, &a, &b, &BETA),
            |_, _, ct| $adjoint_1(&a, &b, ct),
            |_, _, d| $tangent_1(&a, &b, d),
        );
        check(
            &a,
            |a| $kernel(&c, &ALPHA, a, &b, &BETA),
            |a, _, ct| $adjoint_2(&ALPHA, a, &b, ct),
            |a, _, d| $tangent_2(&ALPHA, a, &b, d),
        );
        check(
            &b,
            |b| $kernel(&c, &ALPHA, &a, b, &BETA),
            |b, _, ct| $adjoint_3(&ALPHA, &a, b, ct),
            |b, _, d| $tangent_3(&ALPHA, &a, b, d),
        );
        check(
            &BETA,
            |beta| $kernel(&c, &ALPHA, &a, &b, beta),
            |_, _, ct| $adjoint_4(&c, ct),
            |_, _, d| $tangent_4(&c, d),
        );
    }};
}

#[test]
fn products() {
    macro_rules! gemm {
        ($c:expr, $a:expr, $b:expr) => {
            kernel!(gemm($c, $a, $b): gemm_adjoint_0 gemm_tangent_0 gemm_adjoint_1 gemm_tangent_1
                gemm_adjoint_2 gemm_tangent_2 gemm_adjoint_3 gemm_tangent_3 gemm_adjoint_4 gemm_tangent_4)
        };
    }
    gemm!(dynamic(3, 2, 1), dynamic(3, 4, 2), dynamic(4, 2, 3));
    gemm!(dynamic(7, 8, 1), dynamic(7, 9, 2), dynamic(9, 8, 3));
    gemm!(fixed::<3, 2>(1), fixed::<3, 4>(2), fixed::<4, 2>(3));
    macro_rules! gemm_tr {
        ($c:expr, $a:expr, $b:expr) => {
            kernel!(gemm_tr($c, $a, $b): gemm_tr_adjoint_0 gemm_tr_tangent_0 gemm_tr_adjoint_1
                gemm_tr_tangent_1 gemm_tr_adjoint_2 gemm_tr_tangent_2 gemm_tr_adjoint_3 gemm_tr_tangent_3
                gemm_tr_adjoint_4 gemm_tr_tangent_4)
        };
    }
    gemm_tr!(dynamic(3, 2, 1), dynamic(4, 3, 2), dynamic(4, 2, 3));
    gemm_tr!(fixed::<3, 2>(1), fixed::<4, 3>(2), fixed::<4, 2>(3));
}

#[test]
fn products_with_vectors() {
    macro_rules! gemv {
        ($c:expr, $a:expr, $b:expr) => {
            kernel!(gemv($c, $a, $b): gemv_adjoint_0 gemv_tangent_0 gemv_adjoint_1 gemv_tangent_1
                gemv_adjoint_2 gemv_tangent_2 gemv_adjoint_3 gemv_tangent_3 gemv_adjoint_4 gemv_tangent_4)
        };
    }
    gemv!(vector(3, 1), dynamic(3, 4, 2), vector(4, 3));
    gemv!(fixed::<3, 1>(1), fixed::<3, 4>(2), fixed::<4, 1>(3));
    macro_rules! gemv_tr {
        ($c:expr, $a:expr, $b:expr) => {
            kernel!(gemv_tr($c, $a, $b): gemv_tr_adjoint_0 gemv_tr_tangent_0 gemv_tr_adjoint_1
                gemv_tr_tangent_1 gemv_tr_adjoint_2 gemv_tr_tangent_2 gemv_tr_adjoint_3 gemv_tr_tangent_3
                gemv_tr_adjoint_4 gemv_tr_tangent_4)
        };
    }
    gemv_tr!(vector(3, 1), dynamic(4, 3, 2), vector(4, 3));
    gemv_tr!(fixed::<3, 1>(1), fixed::<4, 3>(2), fixed::<4, 1>(3));
    macro_rules! ger {
        ($c:expr, $a:expr, $b:expr) => {
            kernel!(ger($c, $a, $b): ger_adjoint_0 ger_tangent_0 ger_adjoint_1 ger_tangent_1
                ger_adjoint_2 ger_tangent_2 ger_adjoint_3 ger_tangent_3 ger_adjoint_4 ger_tangent_4)
        };
    }
    ger!(dynamic(3, 4, 1), vector(3, 2), vector(4, 3));
    ger!(fixed::<3, 4>(1), fixed::<3, 1>(2), fixed::<4, 1>(3));
}

#[test]
fn sums_of_vectors() {
    let (y, x) = (vector(5, 1), vector(5, 2));
    for b in [BETA, 1.0, 0.0] {
        let mut changed = y.clone();
        changed.axpy(ALPHA, &x, b);
        assert_eq!(axpy(&y, &ALPHA, &x, &b), changed);
        check(
            &y,
            |y| axpy(y, &ALPHA, &x, &b),
            |_, _, ct| axpy_adjoint_0(&b, ct),
            |_, _, d| axpy_tangent_0(&b, d),
        );
    }
    check(
        &ALPHA,
        |a| axpy(&y, a, &x, &BETA),
        |_, _, ct| axpy_adjoint_1(&x, ct),
        |_, _, d| axpy_tangent_1(&x, d),
    );
    check(
        &x,
        |x| axpy(&y, &ALPHA, x, &BETA),
        |x, _, ct| axpy_adjoint_2(&ALPHA, x, ct),
        |x, _, d| axpy_tangent_2(&ALPHA, x, d),
    );
    check(
        &BETA,
        |b| axpy(&y, &ALPHA, &x, b),
        |_, _, ct| axpy_adjoint_3(&y, ct),
        |_, _, d| axpy_tangent_3(&y, d),
    );
}

#[test]
fn a_factor_of_zero_hides_what_was_there() {
    let hidden = Vector2::new(f64::NAN, f64::INFINITY);
    assert_eq!(axpy_tangent_0(&0.0, &hidden), Vector2::zeros());
    assert_eq!(gemv_adjoint_0(&0.0, &hidden), Vector2::zeros());
}
