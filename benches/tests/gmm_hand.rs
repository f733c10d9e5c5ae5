//! The adjoint by hand has the published values.

use benches::gaussian_mixture::{Wishart, log_likelihood};
use benches::gmm_hand;
use benches::inputs::{Mixture, MixtureGradient};

struct Published {
    value: f64,
    norm: f64,
    sum: f64,
    first: [f64; 5],
}

#[track_caller]
fn check(mixture: &Mixture, published: &Published) {
    let mut gradient = MixtureGradient::zero(mixture);
    let value = gmm_hand::accumulate_grad(mixture, &mut gradient);
    let Mixture { weights, means, log_diagonals, lowers, points, prior } = mixture;
    let primal = log_likelihood(weights, means, log_diagonals, lowers, points, *prior);
    let flat = gradient.flat();
    close(primal, published.value, 1e-12);
    close(value, published.value, 1e-12);
    close(flat.iter().map(|g| g * g).sum::<f64>().sqrt(), published.norm, 1e-12);
    close(flat.iter().sum(), published.sum, 1e-12);
    for (actual, expected) in flat.iter().zip(published.first) {
        close(*actual, expected, 1e-11);
    }
}

#[track_caller]
fn close(actual: f64, expected: f64, tolerance: f64) {
    assert!(
        (actual - expected).abs() <= tolerance * expected.abs(),
        "{actual:?} instead of {expected:?}"
    );
}

#[test]
fn large_mixture() {
    check(
        &Mixture::seeded(10, 25, 1000, Wishart { gamma: 1.0, excess: 0 }),
        &Published {
            value: -33762.33308276568,
            norm: 2440.520145446171,
            sum: -16298.12779418392,
            first: [
                26.964532730864562,
                70.59201254274531,
                -109.3547596465738,
                -43.84629423519287,
                -62.0087144901613,
            ],
        },
    );
}

#[test]
fn small_mixture_with_an_informed_prior() {
    check(
        &Mixture::seeded(3, 4, 20, Wishart { gamma: 0.7, excess: 2 }),
        &Published {
            value: -202.37185879309166,
            norm: 50.10797303549211,
            sum: -106.12013680547508,
            first: [
                0.30965131361541726,
                -2.374674980979279,
                -4.569680816278824,
                6.634704483642682,
                -0.017690234213273984,
            ],
        },
    );
}
