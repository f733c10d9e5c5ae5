//! Functions of a slice, each gradient against central differences and every mode against the others.

/// A test for each function `f(&[f64]) -> f64` of the module around, at three points of `n` numbers.
///
/// ```text
/// mod gradients { autodiff_tests::agree! { spline 6, bezier 8 } }
/// ```
#[macro_export]
macro_rules! agree {
    ($($f:ident $n:literal),* $(,)?) => {$(
        #[test]
        fn $f() {
            for seed in 0..3 {
                let point = |i| 0.3 + 0.5 * (f64::from(i) * 1.7 + f64::from(seed) * 0.9).sin();
                let x: Vec<f64> = (0..$n).map(point).collect();
                let (value, gradient) = super::$f::value_and_grad(&x);
                assert_eq!(value.to_bits(), super::$f(&x).to_bits());
                let (again, pullback) = super::$f::pullback(&x);
                assert_eq!((value.to_bits(), &gradient), (again.to_bits(), &pullback(1.0)));
                for i in 0..$n {
                    let step = 1e-5;
                    let (mut right, mut left) = (x.clone(), x.clone());
                    right[i] += step;
                    left[i] -= step;
                    let difference = (super::$f(&right) - super::$f(&left)) / (2.0 * step);
                    let close = (gradient[i] - difference).abs() <= 1e-6 * (1.0 + difference.abs());
                    assert!(close, "{i}: {} by grad, {difference} by differences", gradient[i]);
                    let mut unit = vec![0.0; $n];
                    unit[i] = 1.0;
                    let (_, tangent) = super::$f::jvp(&x, &unit);
                    let close = (gradient[i] - tangent).abs() <= 1e-10 * (1.0 + tangent.abs());
                    assert!(close, "{i}: {} by grad, {tangent} by jvp", gradient[i]);
                }
            }
        }
    )*};
}

/// A test for each function `f<T: Real>(&[T]) -> T` of the module around, at three points of `n` numbers: as [`agree!`],
/// and the gradient in `f32` against that in `f64`.
#[macro_export]
macro_rules! agree_real {
    ($($f:ident $n:literal),* $(,)?) => {
        $crate::agree! { $($f $n),* }

        mod single {$(
            #[test]
            fn $f() {
                for seed in 0..3 {
                    let point = |i| 0.3 + 0.5 * (f64::from(i) * 1.7 + f64::from(seed) * 0.9).sin();
                    let wide: Vec<f64> = (0..$n).map(point).collect();
                    let narrow: Vec<f32> = wide.iter().map(|x| *x as f32).collect();
                    let (_, expected) = super::super::$f::value_and_grad(&wide);
                    let (_, found) = super::super::$f::value_and_grad(&narrow);
                    let (_, back) = super::super::$f::pullback(&narrow);
                    assert_eq!(found, back(1.0));
                    let greatest = expected.iter().fold(1.0_f64, |m, g| m.max(g.abs()));
                    for (a, b) in found.iter().zip(&expected) {
                        let close = (f64::from(*a) - b).abs() <= 2e-4 * greatest;
                        assert!(close, "{a} in f32, {b} in f64");
                    }
                }
            }
        )*}
    };
}
