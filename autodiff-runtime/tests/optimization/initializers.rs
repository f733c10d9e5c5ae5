//! Initializers against the moments and bounds of their formulas, at four standard errors; every test names its seed.

use autodiff_runtime::init::{
    seeded, Fan, Gain, Initializer, Normal, Orthogonal, Sparse, TruncatedNormal, Uniform,
    VarianceScaling, WeightShape,
};
use autodiff_runtime::nalgebra::DMatrix;

const OUTPUTS: usize = 256;
const INPUTS: usize = 128;
const COUNT: f64 = (OUTPUTS * INPUTS) as f64;

/// Fills a weight of 256 x 128 and compares mean and standard deviation with those of the distribution. `kurtosis` is its
/// fourth moment over the square of its second, on which the error of a standard deviation depends.
#[track_caller]
fn check(initializer: impl Initializer<f64>, seed: u64, mean: f64, deviation: f64, kurtosis: f64) {
    let values = filled(initializer, seed);
    let (m, s) = moments(&values);
    let error = deviation / COUNT.sqrt();
    assert!((m - mean).abs() < 4.0 * error, "mean {m}, expected {mean}");
    let error = deviation * ((kurtosis - 1.0) / (4.0 * COUNT)).sqrt();
    assert!((s - deviation).abs() < 4.0 * error, "deviation {s}, expected {deviation}");
}

fn filled(initializer: impl Initializer<f64>, seed: u64) -> Vec<f64> {
    let mut values = vec![f64::NAN; OUTPUTS * INPUTS];
    initializer.fill(
        &mut values,
        &WeightShape::matrix(OUTPUTS, INPUTS).column_major(),
        &mut seeded(seed),
    );
    values
}

fn moments(values: &[f64]) -> (f64, f64) {
    let count = values.len() as f64;
    let mean = values.iter().sum::<f64>() / count;
    let variance = values.iter().map(|x| (x - mean).powi(2)).sum::<f64>() / count;
    (mean, variance.sqrt())
}

fn largest(values: &[f64]) -> f64 {
    values.iter().fold(0.0, |m, x| x.abs().max(m))
}

const FLAT: f64 = 1.8;
const BELL: f64 = 3.0;
/// Of the standard normal distribution between -2 and 2.
const CUT: f64 = 2.3655;

#[test]
fn uniform_numbers_fill_their_interval() {
    check(Uniform::default(), 11, 0.5, 1.0 / 12.0_f64.sqrt(), FLAT);
    check(Uniform { low: -3.0, high: 1.0 }, 12, -1.0, 4.0 / 12.0_f64.sqrt(), FLAT);
    check(Uniform::keras(), 13, 0.0, 0.05 / 3.0_f64.sqrt(), FLAT);
    let values = filled(Uniform { low: -3.0, high: 1.0 }, 12);
    assert!(values.iter().all(|x| (-3.0..1.0).contains(x)));
    // The nearest of N numbers to a bound is about width / N away.
    let near = values.iter().fold(f64::INFINITY, |m, x| m.min(x + 3.0));
    assert!(near < 4.0 / COUNT * 10.0);
}

#[test]
fn normal_numbers_have_their_moments() {
    check(Normal::default(), 21, 0.0, 1.0, BELL);
    check(Normal { mean: 2.0, deviation: 0.3 }, 22, 2.0, 0.3, BELL);
    check(Normal::keras(), 23, 0.0, 0.05, BELL);
}

#[test]
fn xavier_matches_its_formulas() {
    // The bound 0.125 and the deviation 0.0722 of PyTorch for this shape.
    let uniform = VarianceScaling::xavier_uniform(Gain::Linear);
    check(uniform, 31, 0.0, 0.125 / 3.0_f64.sqrt(), FLAT);
    let bound = largest(&filled(uniform, 31));
    assert!(bound <= 0.125 && bound > 0.1249);
    check(VarianceScaling::xavier_normal(Gain::Linear), 32, 0.0, 0.072_168_783_648_703_22, BELL);
    check(VarianceScaling::xavier_normal(Gain::Tanh), 33, 0.0, 0.120_281_306_081_172_04, BELL);
}

#[test]
fn kaiming_matches_its_formulas() {
    let uniform = VarianceScaling::kaiming_uniform(Gain::LeakyRelu(0.0), Fan::In);
    check(uniform, 41, 0.0, 0.125, FLAT);
    assert!(largest(&filled(uniform, 41)) <= 0.216_506_350_946_109_67);
    check(VarianceScaling::kaiming_normal(Gain::Relu, Fan::In), 42, 0.0, 0.125, BELL);
    check(
        VarianceScaling::kaiming_normal(Gain::Relu, Fan::Out),
        43,
        0.0,
        0.125 / 2.0_f64.sqrt(),
        BELL,
    );
    // PyTorch's layers: kaiming_uniform_ with a slope of sqrt(5) is U(+-1/sqrt(fan_in)).
    let layer = VarianceScaling::torch_default();
    let shape = WeightShape::matrix(OUTPUTS, INPUTS);
    let same = VarianceScaling::kaiming_uniform(Gain::LeakyRelu(5.0_f64.sqrt()), Fan::In);
    assert!((layer.deviation(&shape) - same.deviation(&shape)).abs() < 1e-16);
    assert!(largest(&filled(layer, 44)) <= 1.0 / 128.0_f64.sqrt());
    check(Uniform::torch_default(INPUTS), 45, 0.0, (1.0 / 384.0_f64).sqrt(), FLAT);
}

#[test]
fn keras_kinds_match_their_formulas() {
    check(VarianceScaling::glorot_uniform(), 51, 0.0, (1.0 / 192.0_f64).sqrt(), FLAT);
    check(VarianceScaling::glorot_normal(), 52, 0.0, (1.0 / 192.0_f64).sqrt(), CUT);
    check(VarianceScaling::he_uniform(), 53, 0.0, 0.125, FLAT);
    check(VarianceScaling::he_normal(), 54, 0.0, 0.125, CUT);
    check(VarianceScaling::lecun_uniform(), 55, 0.0, (1.0 / 128.0_f64).sqrt(), FLAT);
    check(VarianceScaling::lecun_normal(), 56, 0.0, (1.0 / 128.0_f64).sqrt(), CUT);
    assert!(largest(&filled(VarianceScaling::he_normal(), 54)) <= 0.25 / 0.879_625_661_034_239_8);
    check(TruncatedNormal::keras(), 57, 0.0, 0.05 * 0.879_625_661_034_239_8, CUT);
}

#[test]
fn truncated_normal_numbers_stay_between_their_bounds_everywhere() {
    check(TruncatedNormal::default(), 61, 0.0, 0.879_625_661_034_239_8, CUT);
    // Closed forms with a = (low - mean)/s, b = (high - mean)/s, Z = Phi(b) - Phi(a):
    // mean (phi(a) - phi(b)) / Z, variance 1 + (a phi(a) - b phi(b)) / Z - mean^2. A tail, a far tail, a short piece of a
    // tail, a short interval around zero, and one with another mean and deviation.
    let cases = [
        (0.0, 1.0, 0.5, 1.0, 0.734_540_458_8, 0.143_241_039_0),
        (0.0, 1.0, -9.0, -3.0, -3.283_098_655_2, 0.265_629_792_6),
        (0.0, 1.0, 3.0, 3.1, 3.047_463_108_7, 0.028_795_789_2),
        (0.0, 1.0, -0.2, 0.5, 0.143_975_527_0, 0.200_371_758_5),
        (1.0, 2.0, 0.0, 5.0, 1.891_487_556_5, 1.227_344_835_2),
    ];
    for (seed, (mean, deviation, low, high, m, s)) in (62..).zip(cases) {
        let kind = TruncatedNormal { mean, deviation, low, high };
        let values = filled(kind, seed);
        assert!(values.iter().all(|x| (low..=high).contains(x)));
        let (found_m, found_s) = moments(&values);
        assert!(
            (found_m - m).abs() < 4.0 * s / COUNT.sqrt(),
            "{low}..{high}: mean {found_m}, not {m}"
        );
        assert!(
            (found_s / s - 1.0).abs() < 4.0 * ((6.81 - 1.0) / (4.0 * COUNT)).sqrt(),
            "{low}..{high}: {found_s}, not {s}"
        );
    }
}

#[test]
fn orthogonal_weights_have_orthonormal_rows_or_columns() {
    for (rows, columns) in [(12, 5), (5, 12), (7, 7), (1, 4)] {
        let mut weights = DMatrix::<f64>::zeros(rows, columns);
        let shape = WeightShape::matrix(rows, columns);
        let kind = Orthogonal { gain: Gain::Relu };
        kind.fill(weights.as_mut_slice(), &shape.column_major(), &mut seeded(71));
        let product = if rows < columns {
            &weights * weights.transpose()
        } else {
            weights.transpose() * &weights
        };
        let small = rows.min(columns);
        assert!((product - DMatrix::identity(small, small) * 2.0).norm() < 1e-14);
        // Row by row it is the same matrix.
        let mut flat = vec![0.0; rows * columns];
        kind.fill(&mut flat, &shape, &mut seeded(71));
        assert_eq!(DMatrix::from_row_slice(rows, columns, &flat), weights);
    }
    // All orthogonal matrices are as likely: the entries of 400 rotations of the plane have mean 0 and variance 1/2.
    let mut rng = seeded(72);
    let mut first = Vec::new();
    for _ in 0..400 {
        let mut q = [0.0_f64; 4];
        Orthogonal::default().fill(&mut q, &WeightShape::matrix(2, 2), &mut rng);
        first.push(q[0]);
    }
    let (mean, deviation) = moments(&first);
    assert!(mean.abs() < 4.0 * 0.5_f64.sqrt() / 20.0, "{mean}");
    // Of the arcsine distribution: kurtosis 3/2.
    assert!((deviation - 0.5_f64.sqrt()).abs() < 4.0 * 0.5_f64.sqrt() * (0.5 / 1600.0_f64).sqrt());
}

#[test]
fn sparse_columns_have_as_many_zeros_anywhere() {
    let values = filled(Sparse { sparsity: 0.1, deviation: 0.01 }, 81);
    // ceil(25.6)
    assert!(values.chunks(OUTPUTS).all(|c| c.iter().filter(|x| **x == 0.0).count() == 26));
    let kept: Vec<f64> = values.iter().copied().filter(|x| *x != 0.0).collect();
    let (mean, deviation) = moments(&kept);
    let count = kept.len() as f64;
    assert!(mean.abs() < 4.0 * 0.01 / count.sqrt());
    assert!((deviation - 0.01).abs() < 4.0 * 0.01 / (2.0 * count).sqrt());
    // Every row is hit by its share: 128 * 26 / 256 = 13 of 128 columns on average.
    for row in 0..OUTPUTS {
        let zeros = (0..INPUTS).filter(|c| values[c * OUTPUTS + row] == 0.0).count() as f64;
        let error = (128.0_f64 * (26.0 / 256.0) * (230.0 / 256.0)).sqrt();
        assert!((zeros - 13.0).abs() < 5.0 * error, "row {row} has {zeros} zeros");
    }
}

#[test]
fn the_generator_is_the_same_everywhere() {
    let mut values = [0.0_f64; 2];
    Uniform::default().fill_slice(&mut values, &mut seeded(0));
    assert_eq!(values, [0.709_075_415_426_561_8, 0.465_921_722_289_610_15]);
}
