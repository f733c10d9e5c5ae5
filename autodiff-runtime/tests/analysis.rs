//! The theory of descent and of averages against matrices, runs and sums.
#![cfg(feature = "alloc")]

use autodiff_runtime::analysis::*;
use autodiff_runtime::nalgebra::{DMatrix, Matrix2};

/// The matrix of a step along a singular direction.
fn step(beta: f64, rate: f64, square: f64) -> Matrix2<f64> {
    Matrix2::new(
        1.0 - beta,
        2.0 * beta * square,
        -rate * (1.0 - beta),
        1.0 - 2.0 * rate * beta * square,
    )
}

#[test]
fn momentum_modes_are_the_eigenvalues_of_a_step() {
    let (mut real, mut complex) = (0, 0);
    for beta in [0.05, 0.3, 0.6, 0.95, 1.0] {
        for rate in [1e-3, 0.05, 0.3, 1.0, 4.0] {
            for square in [0.01, 0.4, 3.0] {
                let matrix = step(beta, rate, square);
                let mode = momentum_mode(beta, rate, square);
                assert!((mode.trace - matrix.trace()).abs() < 1e-13);
                assert!((mode.determinant - matrix.determinant()).abs() < 1e-13);
                let largest = matrix.complex_eigenvalues().map(|e| e.norm()).max();
                assert!(
                    (mode.modulus() - largest).abs() < 1e-7 * largest,
                    "{beta} {rate} {square}"
                );
                match mode.regime {
                    MomentumRegime::Real { slow, fast } => {
                        real += 1;
                        assert!((slow + fast - mode.trace).abs() < 1e-12);
                        assert!((slow * fast - mode.determinant).abs() < 1e-12);
                    }
                    MomentumRegime::Complex { modulus, angle } => {
                        complex += 1;
                        assert!((2.0 * modulus * angle.cos() - mode.trace).abs() < 1e-12);
                    }
                }
            }
        }
    }
    assert!(real > 10 && complex > 10);
}

#[test]
fn complex_rates_are_where_eigenvalues_meet() {
    for (beta, square) in [(0.1, 5.0), (0.6, 0.3), (0.9, 2.0)] {
        let (low, high) = momentum_complex_rates(beta, square);
        assert!(momentum_mode(beta, 0.999 * high, square).is_complex());
        assert!(momentum_mode(beta, 1.001 * low, square).is_complex());
        assert!(!momentum_mode(beta, 0.999 * low, square).is_complex());
        assert!(!momentum_mode(beta, 1.001 * high, square).is_complex());
    }
}

#[test]
fn stable_rates_are_where_the_largest_modulus_is_one() {
    let squares = [0.2_f64, 7.0, 1.0];
    assert!((convergence_rate(stable_learning_rate(&squares), &squares) - 1.0).abs() < 1e-14);
    for beta in [0.1, 0.6, 1.0] {
        let rate = momentum_stable_learning_rate(beta, &squares);
        let at = |factor: f64| {
            let modes = momentum_modes(beta, factor * rate, &squares);
            modes.iter().map(MomentumMode::modulus).fold(0.0, f64::max)
        };
        assert!((at(1.0) - 1.0).abs() < 1e-12);
        assert!(at(0.99) < 1.0 && at(1.01) > 1.0);
    }
}

#[test]
fn no_rate_is_better_than_the_optimal() {
    for squares in [[1.0_f64, 1.3], [1.0, 40.0], [0.01, 9.0]] {
        let worst = |rate: f64| convergence_rate(rate, &squares);
        let best = optimal_learning_rate(&squares);
        assert!((worst(best) - optimal_rate(&squares)).abs() < 1e-14);
        for beta in [0.05, 0.4, 0.8, 1.0] {
            let slowest = |rate: f64| {
                let modes = momentum_modes(beta, rate, &squares);
                modes.iter().map(MomentumMode::modulus).fold(0.0, f64::max)
            };
            let tuned = momentum_optimal_learning_rate(beta, &squares);
            for k in 1..400 {
                let rate = f64::from(k) / 100.0;
                assert!(worst(best) <= worst(rate * best) + 1e-12);
                assert!(
                    slowest(tuned) <= slowest(rate * tuned) + 1e-6,
                    "{squares:?} {beta} {rate}"
                );
            }
        }
    }
}

#[test]
fn singular_values_are_those_of_the_decomposition() {
    let x = DMatrix::from_fn(7, 3, |i, j| ((i * 5 + j * 3) as f64).sin());
    let values = x.clone().svd(false, false).singular_values;
    let squares = squared_singular_values(&x);
    assert!(squares.windows(2).all(|pair| pair[0] >= pair[1]));
    for (square, value) in squares.iter().zip(values.iter()) {
        assert!((square - value * value).abs() < 1e-12);
    }
    // Of single precision as well.
    let single = squared_singular_values(&x.map(|x| x as f32));
    assert!((f64::from(single[0]) - squares[0]).abs() < 1e-5);
}

#[test]
fn averages_are_their_sums() {
    let series: Vec<f64> = (0..40).map(|i| (f64::from(i) * 0.7).cos()).collect();
    for beta in [0.0, 0.5, 0.9, 0.98] {
        let means = weighted_average(beta, 2.0, &series);
        for (t, mean) in means.iter().enumerate() {
            let closed = weighted_average_closed_form(beta, 2.0, &series[..=t]);
            assert!((mean - closed).abs() < 1e-14);
        }
        let corrected = bias_corrected_average(beta, &[3.5; 30]);
        assert!(corrected.iter().all(|mean| (mean - 3.5).abs() < 1e-13));
        // The variance of a sum of independent numbers is the sum of the squared weights.
        let weights = (0..4000).map(|i| ((1.0 - beta) * f64::powi(beta, i)).powi(2));
        assert!((weighted_average_noise(beta) - weights.sum::<f64>()).abs() < 1e-13);
    }
}
