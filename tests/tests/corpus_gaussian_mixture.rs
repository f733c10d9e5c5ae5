//! The mixture: against dual numbers, and against published values.

#[path = "../corpus/gaussian_mixture.rs"]
mod gaussian_mixture;

use autodiff_tests::random::SplitMix64;
use autodiff_tests::reference::gaussian_mixture as twin;
use autodiff_tests::{gradient, laws};
use gaussian_mixture::{
    Wishart, log_gamma_multivariate, log_likelihood, log_normalizer, log_prior, log_sum_exp,
};

struct Problem {
    k: usize,
    d: usize,
    prior: Wishart,
    points: Vec<f64>,
    parameters: Vec<f64>,
}

/// The generator of the published values.
fn problem(d: usize, k: usize, n: usize, prior: Wishart) -> Problem {
    let mut random = SplitMix64::new(31337);
    let points = random.normals(n * d);
    let weights = random.normals(k);
    let means = random.uniforms(k * d);
    let log_diagonals = random.normals(k * d);
    let lowers = random.normals(k * d * (d - 1) / 2);
    let parameters = [weights, means, log_diagonals, lowers].concat();
    Problem { k, d, prior, points, parameters }
}

#[test]
fn mixture_agrees_with_dual_numbers() {
    let prior = Wishart { gamma: 0.7, excess: 2 };
    let Problem { k, d, points, parameters, .. } = problem(3, 4, 20, prior);
    let log_gamma = log_gamma_multivariate(d as i32 + prior.excess + 1, d);
    let sizes = twin::Sizes { d, k, gamma: prior.gamma, m: prior.excess, log_gamma };
    let (a, b, c) = (k, k + k * d, k + 2 * k * d);
    gradient!(second |p| log_likelihood(
        ref p[..a], ref p[a..b], ref p[b..c], ref p[c..], fix &points, fix prior))
    .twin(&parameters, |p| twin::log_likelihood(p, &points, sizes));
}

#[test]
fn small_mixture_has_the_published_value_and_gradient() {
    published(
        &problem(3, 4, 20, Wishart { gamma: 0.7, excess: 2 }),
        -202.37185879309166,
        50.10797303549211,
        -106.12013680547508,
        [
            0.30965131361541726,
            -2.374674980979279,
            -4.569680816278824,
            6.634704483642682,
            -0.017690234213273984,
        ],
    );
}

#[test]
fn large_mixture_has_the_published_value_and_gradient() {
    published(
        &problem(10, 25, 1000, Wishart { gamma: 1.0, excess: 0 }),
        -33762.33308276568,
        2440.520145446171,
        -16298.12779418392,
        [
            26.964532730864562,
            70.59201254274531,
            -109.3547596465738,
            -43.84629423519287,
            -62.0087144901613,
        ],
    );
}

#[track_caller]
fn published(problem: &Problem, value: f64, norm: f64, sum: f64, first: [f64; 5]) {
    let Problem { k, d, prior, points, parameters } = problem;
    let (weights, rest) = parameters.split_at(*k);
    let (means, rest) = rest.split_at(k * d);
    let (log_diagonals, lowers) = rest.split_at(k * d);
    let (v, gradient) =
        log_likelihood::value_and_grad(weights, means, log_diagonals, lowers, points, *prior);
    let flat = [gradient.0, gradient.1, gradient.2, gradient.3].concat();
    let actual_norm = flat.iter().map(|g| g * g).sum::<f64>().sqrt();
    laws::close("value", &[v], &[value], 1e-12);
    laws::close("norm", &[actual_norm], &[norm], 1e-12);
    laws::close("sum", &[flat.iter().sum()], &[sum], 1e-11);
    laws::close("first entries", &flat[..5], &first, 1e-10);
}

#[test]
fn log_sum_exp_is_safe_and_its_gradient_is_the_softmax() {
    let e = core::f64::consts::E;
    gradient!(second |p| log_sum_exp(ref p[..]))
        .twin(&[0.3, -1.0, 2.5], twin::log_sum_exp)
        .exact(&[1000.0, 1001.0], &[1.0 / (1.0 + e), e / (1.0 + e)]);
}

#[test]
fn prior_agrees_with_differences() {
    let prior = Wishart { gamma: 0.7, excess: 2 };
    gradient!(second |p| log_prior(ref p[..4], ref p[4..6], ref p[6..], fix 2, fix prior))
        .differences(&[1.5, 0.5, 2.0, 0.9, 0.4, -0.2, 0.8, -1.1]);
    assert!(log_normalizer(2, prior).is_finite());
}
