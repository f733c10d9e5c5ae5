//! The experiments of the third note, in single precision (S3-1 to S3-14).

use super::pictures::Chart;
use super::row::{Experiment, Row};
use autodiff_runtime::analysis::Spread;
use autodiff_runtime::init::{
    Fan, Gain, Generator, Initializer, Normal, Orthogonal, Shape, Spectral, Uniform,
    VarianceScaling, WeightShape, seeded, spectral_norm,
};
use autodiff_runtime::optim::{FiniteGuard, Quantity};
use nalgebra::{DMatrix, DVector, RealField};
use std::sync::{Arc, Mutex};

/// The rows.
pub const EXPERIMENTS: &[Experiment] = &[
    Experiment { id: "S3-1", title: "A hundred products", run: explosion, source: SOURCE },
    Experiment { id: "S3-2", title: "When it explodes", run: first_nan, source: SOURCE },
    Experiment {
        id: "S3-3",
        title: "A hundred products of small weights",
        run: vanishing,
        source: SOURCE,
    },
    Experiment {
        id: "S3-4",
        title: "Orthogonal and spectral weights",
        run: strategies,
        source: SOURCE,
    },
    Experiment { id: "S3-5", title: "Scaled by 1/\u{221a}512", run: scaled, source: SOURCE },
    Experiment { id: "S3-6", title: "1/\u{221a}512", run: factor, source: SOURCE },
    Experiment { id: "S3-7", title: "512 normal numbers", run: normal_numbers, source: SOURCE },
    Experiment {
        id: "S3-8",
        title: "Mean and mean square of a product",
        run: product,
        source: SOURCE,
    },
    Experiment { id: "S3-9", title: "Two numbers", run: two_numbers, source: SOURCE },
    Experiment {
        id: "S3-10",
        title: "Two numbers and a rectifier",
        run: rectified_numbers,
        source: SOURCE,
    },
    Experiment {
        id: "S3-11",
        title: "A product and a rectifier",
        run: rectified_product,
        source: SOURCE,
    },
    Experiment {
        id: "S3-12",
        title: "The magic number for ReLU",
        run: magic_number,
        source: SOURCE,
    },
    Experiment { id: "S3-13", title: "Xavier's derivation", run: xavier, source: SOURCE },
    Experiment { id: "S3-14", title: "x != x", run: not_a_number, source: SOURCE },
];

const SOURCE: &str = include_str!("variance.rs");

// region: S3-1 S3-2 S3-3 S3-5
const SIZE: usize = 512;
const STEPS: usize = 100;

fn normals(count: usize, rng: &mut Generator) -> Vec<f32> {
    let mut values = vec![0.0; count];
    Normal::default().fill_slice(&mut values, rng);
    values
}

/// `x = a @ x`, a hundred times; the sizes on the way.
fn powers<T: RealField + Copy>(a: &DMatrix<T>, x: &DVector<T>) -> Vec<DVector<T>> {
    let mut all: Vec<DVector<T>> = Vec::with_capacity(STEPS);
    for _ in 0..STEPS {
        all.push(a * all.last().unwrap_or(x));
    }
    all
}

fn drawn(seed: u64) -> (DMatrix<f32>, DVector<f32>) {
    let mut rng = seeded(seed);
    let x = DVector::from_vec(normals(SIZE, &mut rng));
    (DMatrix::from_vec(SIZE, SIZE, normals(SIZE * SIZE, &mut rng)), x)
}

/// PyTorch's `std`, by `n - 1`, in the precision of the numbers.
fn std(x: &DVector<f32>) -> f32 {
    let mean = x.sum() / x.len() as f32;
    let squares: f32 = x.iter().map(|x| (x - mean) * (x - mean)).sum();
    (squares / (x.len() - 1) as f32).sqrt()
}

fn root_mean_square(x: &DVector<f32>) -> f64 {
    Spread::of(x.as_slice()).root_mean_square
}
// end region

// region: S3-1
fn explosion(seed: u64) -> Row {
    let (a, x) = drawn(seed);
    let last = &powers(&a, &x)[STEPS - 1];
    Row::new("<i>x</i> of 512 normal numbers, <i>a</i> of 512 by 512, and <i>x</i> = <i>a</i> @ <i>x</i> a hundred times, in single precision: the mean and the deviation are nan.")
        .yes("the mean is nan", last.mean().is_nan())
        .yes("the deviation is nan", std(last).is_nan())
        .mistake("The notes write the deviation with 1/<i>n</i>; PyTorch's <code>std</code> is with 1/(<i>n</i> &minus; 1). For 512 numbers they differ by a thousandth.")
}
// end region

// region: S3-2
fn first_nan(seed: u64) -> Row {
    let mut steps = Vec::new();
    for k in 0..5 {
        let (a, x) = drawn(seed + k);
        let first = powers(&a, &x).iter().position(|x| std(x).is_nan());
        steps.push(first.map_or(f64::NAN, |step| step as f64));
    }
    let (a, x) = drawn(seed);
    let small = a.map(f64::from);
    let powers_of_double = powers(&small, &x.map(f64::from));
    let sizes = powers(&a, &x);
    let growth = (root_mean_square(&sizes[19]) / root_mean_square(&sizes[0])).powf(1.0 / 19.0);
    let largest = steps.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let smallest = steps.iter().copied().fold(f64::INFINITY, f64::min);
    Row::new("Each product multiplies the size by about &radic;512 = 22.6; single precision ends at 3.4e38, after log(3.4e38)/log(22.6) = 28 of them.")
        .between("step of the first nan, this seed (notes: 28)", steps[0], 26.0, 30.0)
        .between("earliest of five seeds", smallest, 26.0, 30.0)
        .between("latest of five seeds", largest, 26.0, 30.0)
        .between("factor of a step: about sqrt 512 = 22.6", growth, 19.0, 26.0)
        .between("log10 of the size after 100 steps in double precision: about 135", powers_of_double[99].norm().log10(), 128.0, 143.0)
        .picture(
            Chart::new("Size after each product", "step", "root mean square")
                .logarithmic()
                .series("double precision", powers_of_double.iter().take(40).map(|x| x.norm() / (SIZE as f64).sqrt()))
                .series("single precision", sizes.iter().map(root_mean_square).take_while(|s| s.is_finite()))
                .level("largest number of single precision", f64::from(f32::MAX))
                .draw(),
        )
}
// end region

// region: S3-3
fn vanishing(seed: u64) -> Row {
    let (a, x) = drawn(seed);
    let a = a * 0.01;
    let single = powers(&a, &x);
    let double = powers(&a.map(f64::from), &x.map(f64::from));
    let last = double[STEPS - 1].norm() / (SIZE as f64).sqrt();
    Row::new("With weights of a hundredth the numbers vanish: exactly 0 in single precision, which ends at 1e-45. In double precision they would be of the order 1e-65.")
        .exactly("mean", f64::from(single[STEPS - 1].mean()), 0.0)
        .exactly("deviation", f64::from(std(&single[STEPS - 1])), 0.0)
        .between("log10 of the size in double precision", last.log10(), -70.0, -58.0)
        .picture(
            Chart::new("Size after each product", "step", "root mean square")
                .logarithmic()
                .series("double precision", double.iter().map(|x| x.norm() / (SIZE as f64).sqrt()))
                .series("single precision", single.iter().map(root_mean_square))
                .draw(),
        )
}
// end region

// region: S3-4
fn strategies(seed: u64) -> Row {
    const N: usize = 128;
    let shape = WeightShape::matrix(N, N).column_major();
    let mut rng = seeded(seed);
    let mut x = DVector::zeros(N);
    Normal::default().fill_slice(x.as_mut_slice(), &mut rng);
    let mut matrix = |initializer: &dyn Initializer<f64>| {
        let mut a = DMatrix::zeros(N, N);
        initializer.fill(a.as_mut_slice(), &shape, &mut rng);
        a
    };
    let orthogonal = matrix(&Orthogonal::default());
    let spectral = matrix(&Spectral::new(Normal::default()));
    let norms = |a: &DMatrix<f64>| -> Vec<f64> {
        powers(a, &x).iter().map(|y| y.norm() / x.norm()).collect()
    };
    let (kept, falling) = (norms(&orthogonal), norms(&spectral));
    let growth = falling.windows(2).map(|pair| pair[1] / pair[0]).fold(falling[0], f64::max);
    Row::new("Orthogonal weights keep the length of every vector. Weights divided by their spectral norm, the least <i>M</i> with |<i>Ax</i>| &le; <i>M</i>|<i>x</i>|, never let it grow; it may vanish.")
        .near("length after 100 orthogonal products, of the first", kept[STEPS - 1], 1.0, 1e-12)
        .near("largest factor of a step, orthogonal", kept.windows(2).map(|pair| pair[1] / pair[0]).fold(0.0, f64::max), 1.0, 1e-12)
        .near("spectral norm after the division", spectral_norm(spectral.as_slice(), &shape), 1.0, 1e-12)
        .between("largest factor of a step, spectral", growth, 0.0, 1.0 + 1e-12)
        .between("length after 100 spectral products", falling[STEPS - 1], 0.0, 1e-3)
        .picture(
            Chart::new("Length after each product", "step", "length, of the first")
                .logarithmic()
                .series("orthogonal", kept)
                .series("spectral norm 1", falling)
                .draw(),
        )
}
// end region

// region: S3-5
fn scaled(seed: u64) -> Row {
    let (a, x) = drawn(seed);
    let a = a / (SIZE as f32).sqrt();
    let same = powers(&a, &x);
    let mut rng = seeded(seed + 1);
    let (mut fresh, mut y) = (Vec::new(), x);
    for _ in 0..STEPS {
        let layer =
            DMatrix::from_vec(SIZE, SIZE, normals(SIZE * SIZE, &mut rng)) / (SIZE as f32).sqrt();
        y = layer * y;
        fresh.push(root_mean_square(&y));
    }
    Row::new("Scaled by 1/&radic;512 the numbers keep their size. The same matrix a hundred times, as in the notes, is a power iteration: of 200 seeds the deviation was between 0.31 and 1020. With a fresh matrix in each layer it stays near 1.")
        .between("deviation, same matrix (notes: 1.45)", f64::from(std(&same[STEPS - 1])), 0.1, 3000.0)
        .between("size, fresh matrices", fresh[STEPS - 1], 0.3, 2.5)
        .picture(
            Chart::new("Size after each product", "step", "root mean square")
                .logarithmic()
                .series("same matrix", same.iter().map(root_mean_square))
                .series("fresh matrices", fresh)
                .draw(),
        )
        .mistake("One matrix used a hundred times is no network of a hundred layers. The picture shows both: the notes' 1.45 is luck.")
}
// end region

// region: S3-6
fn factor(_seed: u64) -> Row {
    Row::new("The factor of S3-5.").exactly(
        "1/sqrt 512",
        1.0 / 512.0_f64.sqrt(),
        0.044194173824159216,
    )
}
// end region

// region: S3-7
fn normal_numbers(seed: u64) -> Row {
    let x = DVector::from_vec(normals(SIZE, &mut seeded(seed)));
    Row::new("Mean and deviation of 512 normal numbers (in the notes &minus;0.0556 and 1.0107). They are known to 1/&radic;512 = 0.044 and 0.031; the bounds are four of those.")
        .near("mean: 0", f64::from(x.mean()), 0.0, 4.0 * 0.0442)
        .near("deviation: 1", f64::from(std(&x)), 1.0, 4.0 * 0.0313)
}
// end region

// region: S3-8 S3-11 S3-12
/// The products of a hundred random matrices with a hundred random vectors; they take a moment, and three rows use them.
fn products(seed: u64) -> Arc<Vec<f32>> {
    static LAST: Mutex<Option<(u64, Arc<Vec<f32>>)>> = Mutex::new(None);
    let mut last = LAST.lock().unwrap_or_else(|error| error.into_inner());
    if let Some((of, products)) = &*last
        && *of == seed
    {
        return products.clone();
    }
    let mut rng = seeded(seed);
    let mut all = Vec::with_capacity(100 * SIZE);
    for _ in 0..100 {
        let x = DVector::from_vec(normals(SIZE, &mut rng));
        let a = DMatrix::from_vec(SIZE, SIZE, normals(SIZE * SIZE, &mut rng));
        all.extend((a * x).iter());
    }
    let all = Arc::new(all);
    *last = Some((seed, all.clone()));
    all
}

fn rectified(numbers: &[f32], factor: f32) -> Spread {
    Spread::of(&numbers.iter().map(|y| (factor * y).max(0.0)).collect::<Vec<f32>>())
}
// end region

// region: S3-8
fn product(seed: u64) -> Row {
    let spread = Spread::of(&products(seed));
    Row::new("<i>y</i> = <i>a</i> @ <i>x</i>, the mean over 100 draws: each <i>y</i> is a sum of 512 products of mean 0 and variance 1. The bounds are four or five deviations of such a mean, 0.17 and 3.2.")
        .near("mean (notes: -0.019): 0", spread.mean, 0.0, 0.8)
        .between("mean square (notes: 511.57): 512", spread.root_mean_square.powi(2), 495.0, 529.0)
}
// end region

// region: S3-9 S3-10
/// The products of pairs of normal numbers.
fn pairs(seed: u64, count: usize) -> Vec<f32> {
    let numbers = normals(2 * count, &mut seeded(seed));
    numbers.chunks_exact(2).map(|pair| pair[0] * pair[1]).collect()
}
// end region

// region: S3-9
fn two_numbers(seed: u64) -> Row {
    let spread = Spread::of(&pairs(seed, 10_000));
    // A product has the mean square 1 and E[y^4] = 9: deviations of the means 0.01 and 0.028 (0.014 of the root).
    Row::new("The product of two normal numbers, 10000 times (notes: &minus;0.0034 and 1.0258).")
        .near("mean: 0", spread.mean, 0.0, 0.04)
        .near("root of the mean square: 1", spread.root_mean_square, 1.0, 0.06)
}
// end region

// region: S3-10
fn rectified_numbers(seed: u64) -> Row {
    let spread = rectified(&pairs(seed, 10_000), 1.0);
    let many = rectified(&pairs(seed + 1, 400_000), 1.0);
    Row::new("The same behind a rectifier (notes: 0.31243 and 0.48744): the mean is 1/&pi;, the mean square 1/2.")
        .near("mean: 1/pi", spread.mean, std::f64::consts::FRAC_1_PI, 0.026)
        .near("mean square: 1/2", spread.root_mean_square.powi(2), 0.5, 0.085)
        .near("mean of 400000", many.mean, std::f64::consts::FRAC_1_PI, 0.004)
        .near("mean square of 400000", many.root_mean_square.powi(2), 0.5, 0.014)
        .near("variance of 400000: 1/2 - 1/pi\u{b2}", many.variance(), 0.39868, 0.013)
        .mistake("\u{201c}The variance becomes 0.5\u{201d}: that is the mean square E[<i>y</i><sup>2</sup>]. The variance is 1/2 &minus; 1/&pi;<sup>2</sup> = 0.399.")
}
// end region

// region: S3-11
fn rectified_product(seed: u64) -> Row {
    let spread = rectified(&products(seed), 1.0);
    Row::new("relu(<i>a</i> @ <i>x</i>), the mean over 100 draws (notes: 9.1454 and 261.279): &radic;(512/2&pi;) and 256.")
        .near("mean: sqrt(512 / (2 pi))", spread.mean, 9.027033, 0.35)
        .near("mean square: 256", spread.root_mean_square.powi(2), 256.0, 14.0)
}
// end region

// region: S3-12
fn magic_number(seed: u64) -> Row {
    let spread = rectified(&products(seed), (2.0_f32 / 512.0).sqrt());
    Row::new("With weights scaled by &radic;(2/512) (notes: 0.56247 and 0.99742): 1/&radic;&pi;, and a mean square of 1.")
        .near("mean: 1/sqrt pi", spread.mean, 0.564190, 0.022)
        .near("root of the mean square: 1", spread.root_mean_square, 1.0, 0.028)
        .near("variance: 1 - 1/pi", spread.variance(), 0.681690, 0.04)
        .mistake("The factor for ReLU keeps the mean square 1, not the variance, which is 1 &minus; 1/&pi; = 0.68.")
}
// end region

// region: S3-13
fn xavier(seed: u64) -> Row {
    let mut rng = seeded(seed);
    let neurons = |scale: f64, rng: &mut Generator| {
        let mut w = vec![0.0_f64; 4000 * SIZE];
        let shape = WeightShape::matrix(4000, SIZE);
        VarianceScaling::new(scale, Fan::In, Shape::Normal).fill(&mut w, &shape, rng);
        let mut x = vec![0.0_f64; SIZE];
        Normal::default().fill_slice(&mut x, rng);
        let size = (x.iter().map(|x| x * x).sum::<f64>() / SIZE as f64).sqrt();
        let y: Vec<f64> = w
            .chunks_exact(SIZE)
            .map(|w| w.iter().zip(&x).map(|(w, x)| w * x / size).sum())
            .collect();
        Spread::of(&y).variance()
    };
    let deviation =
        VarianceScaling::xavier_normal(Gain::Linear).deviation(&WeightShape::matrix(128, 512));
    let mut uniform = vec![0.0_f64; 50_000];
    Uniform::symmetric((3.0_f64 / 512.0).sqrt()).fill_slice(&mut uniform, &mut rng);
    // 4000 neurons tell their variance to sqrt(2 / 4000) = 2.2 %.
    Row::new("A linear neuron <i>y</i> = &Sigma;<i>w</i><sub>i</sub><i>x</i><sub>i</sub> of <i>N</i> inputs has Var(<i>y</i>) = <i>N</i> Var(<i>w</i>) Var(<i>x</i>): 1 for Var(<i>w</i>) = 1/<i>N</i>. Backward it is <i>N</i><sub>out</sub>; the compromise is <i>N</i><sub>avg</sub> = (<i>N</i><sub>in</sub> + <i>N</i><sub>out</sub>)/2.")
        .near("variance of y, N Var(w) = 1", neurons(1.0, &mut rng), 1.0, 0.1)
        .near("variance of y, N Var(w) = 1/2", neurons(0.5, &mut rng), 0.5, 0.05)
        .relative("variance with N_avg, 512 inputs and 128 outputs: 1/320", deviation * deviation, 1.0 / 320.0, 1e-14)
        .relative("variance of Caffe's uniform weights: 1/N", Spread::of(&uniform).variance(), 1.0 / 512.0, 0.02)
        .mistake("The notes give Caffe's XavierFiller as normal; it is uniform between &plusmn;&radic;(3/<i>n</i>), of the same variance 1/<i>n</i>.")
}
// end region

// region: S3-14
#[expect(clippy::eq_op, reason = "it is the test of the notes")]
fn not_a_number(_seed: u64) -> Row {
    let x = f32::INFINITY - f32::INFINITY;
    let found = FiniteGuard::at_step(28).check("x", Quantity::Activation, &[1.0, x]);
    let (step, index) = found.as_ref().err().map_or((0, 0), |error| (error.step, error.index));
    Row::new("nan is the only number that differs from itself. In training, <code>FiniteGuard</code> says in which step and where the first one is.")
        .yes("x != x", x != x)
        .yes("is_nan", x.is_nan())
        .yes("the guard finds it", found.is_err())
        .exactly("in step", step as f64, 28.0)
        .exactly("at element", index as f64, 1.0)
}
// end region
