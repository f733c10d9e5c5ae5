//! The gradient of the Gaussian mixture: generated, by hand, and beside its primal.
//!
//! `cargo bench -p benches --bench mixture`

use benches::gaussian_mixture::{Wishart, log_likelihood};
use benches::gmm_hand;
use benches::inputs::{Mixture, MixtureGradient};
use benches::timing::{Samples, alternate};
use std::hint::black_box;

const ROUNDS: usize = 100;

fn main() {
    println!("milliseconds a call, the minimum and the median of {ROUNDS} samples");
    println!("{:>24} {:>8} {:>8} {:>9} {:>9}", "", "min", "median", "/ primal", "/ by hand");
    for (d, k, n) in [(10, 25, 1000), (20, 50, 1000), (10, 25, 10_000)] {
        let prior = Wishart { gamma: 1.0, excess: 0 };
        let mixture = Mixture::seeded(d, k, n, prior);
        check(&mixture);
        println!("mixture d {d}, k {k}, n {n}");
        compare(&mixture);
    }
}

fn primal(m: &Mixture) -> f64 {
    log_likelihood(&m.weights, &m.means, &m.log_diagonals, &m.lowers, &m.points, m.prior)
}

fn generated(m: &Mixture, gradient: &mut MixtureGradient) -> f64 {
    log_likelihood::accumulate_grad(
        &m.weights,
        &m.means,
        &m.log_diagonals,
        &m.lowers,
        &m.points,
        m.prior,
        &mut gradient.weights,
        &mut gradient.means,
        &mut gradient.log_diagonals,
        &mut gradient.lowers,
    )
}

/// The Hessian times the parameters.
fn curved(m: &Mixture) -> (Vec<f64>, Vec<f64>, Vec<f64>, Vec<f64>) {
    log_likelihood::hvp(
        &m.weights,
        &m.means,
        &m.log_diagonals,
        &m.lowers,
        &m.points,
        m.prior,
        &m.weights,
        &m.means,
        &m.log_diagonals,
        &m.lowers,
    )
}

/// The two gradients agree.
fn check(mixture: &Mixture) {
    let (mut left, mut right) = (MixtureGradient::zero(mixture), MixtureGradient::zero(mixture));
    let value = generated(mixture, &mut left);
    let by_hand = gmm_hand::accumulate_grad(mixture, &mut right);
    assert_eq!(value.to_bits(), primal(mixture).to_bits(), "the value is that of the primal");
    assert!(
        (value - by_hand).abs() <= 1e-10 * by_hand.abs(),
        "{value} generated, {by_hand} by hand"
    );
    let (left, right) = (left.flat(), right.flat());
    let largest = right.iter().fold(0.0_f64, |largest, g| largest.max(g.abs()));
    for (i, (l, r)) in left.iter().zip(&right).enumerate() {
        let near = (l - r).abs() <= 1e-10 * r.abs().max(0.01 * largest);
        assert!(near, "entry {i}: {l:?} generated, {r:?} by hand");
    }
}

fn compare(mixture: &Mixture) {
    let (mut left, mut right) = (MixtureGradient::zero(mixture), MixtureGradient::zero(mixture));
    let [primal, generated, by_hand, curved] = alternate(
        ROUNDS,
        [
            &mut || {
                black_box(primal(black_box(mixture)));
            },
            &mut || {
                left.clear();
                black_box(generated(black_box(mixture), &mut left));
            },
            &mut || {
                right.clear();
                black_box(gmm_hand::accumulate_grad(black_box(mixture), &mut right));
            },
            &mut || {
                black_box(curved(black_box(mixture)));
            },
        ],
    );
    row("primal", &primal, &primal, &by_hand);
    row("generated gradient", &generated, &primal, &by_hand);
    row("gradient by hand", &by_hand, &primal, &by_hand);
    row("Hessian-vector product", &curved, &primal, &by_hand);
    let ratio = curved.minimum() / generated.minimum();
    println!("{:>24} {ratio:8.2}", "product / gradient");
}

fn row(name: &str, samples: &Samples, primal: &Samples, by_hand: &Samples) {
    println!(
        "{name:>24} {:8.3} {:8.3} {:9.2} {:9.2}",
        samples.minimum() * 1e3,
        samples.median() * 1e3,
        samples.minimum() / primal.minimum(),
        samples.minimum() / by_hand.minimum(),
    );
}
