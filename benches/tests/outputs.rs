//! Every program's generated derivative is the one by hand, and both are what is published.

use benches::cases::ba::Scene;
use benches::cases::det::Matrix;
use benches::cases::gmm::Mixture;
use benches::cases::hello::Number;
use benches::cases::ht::Hand;
use benches::cases::kmeans::Clustering;
use benches::cases::llsq::Fit;
use benches::cases::lse::Numbers;
use benches::cases::lstm::Memory;
use benches::cases::ode::Equation;
use benches::cases::particle::Control;
use benches::cases::saddle::Start;
use benches::eval::{Derivative, Eval};
use benches::programs::gmm::Wishart;
use benches::scoreboard::board::{Case, Limits};
use benches::scoreboard::check::check;

/// Checks a case; says whether there was a reference.
#[track_caller]
fn agree(reference: &str, eval: impl Eval + 'static) -> bool {
    let case = Case {
        name: reference.to_owned(),
        reference: reference.to_owned(),
        eval: Box::new(eval),
        limits: Limits::default(),
    };
    check(&case).unwrap_or_else(|error| panic!("{reference}: {error}"))
}

#[test]
fn mixtures() {
    let informed = Wishart { gamma: 0.7, excess: 2 };
    assert!(agree("gmm_seed_d3_K4_n20_m2", Mixture::seeded(3, 4, 20, informed)));
    let plain = Wishart { gamma: 1.0, excess: 0 };
    assert!(agree("gmm_seed_d10_K25_n1000", Mixture::seeded(10, 25, 1000, plain)));
}

#[test]
fn memories() {
    assert!(agree("lstm_seed_l2_c16_b5", Memory::seeded(2, 16, 5)));
    assert!(agree("lstm_seed_l2_c1024_b14", Memory::seeded(2, 1024, 14)));
}

#[test]
fn scenes() {
    agree("ba", Scene::seeded(3, 7, 20));
    let straight = [0.0, 0.0, 0.0, 0.1, 0.2, 0.3, 1.5, 0.2, 0.3, 0.01, 0.02];
    agree("ba straight", Scene::repeated([1, 1, 2], &straight, &[0.3, 0.5, 3.0], 0.8, &[0.1, 0.2]));
}

#[test]
fn the_published_scene() {
    // The block of ADBench's first file, to the digits that it gives; the other sizes are smaller here.
    let (rows, columns, entries) = Scene::seeded(2, 3, 5).sparse();
    assert_eq!((rows.len(), columns.len(), entries.len()), (16, 155, 155));
    assert_eq!(rows[..3], [0, 15, 30]);
    assert_eq!(columns[..15], [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 22, 23, 24, 31]);
    assert_eq!(columns[30..45], [11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 25, 26, 27, 32]);
    assert_eq!(rows[10..], [150, 151, 152, 153, 154, 155]);
}

#[test]
fn hands() {
    agree("ht simple", Hand::seeded(20, false));
    agree("ht complicated", Hand::seeded(20, true));
}

#[test]
fn small_programs() {
    agree("hello", Number(1.7));
    agree("lse", Numbers::seeded(1000));
    agree("llsq", Fit::seeded(12, 50));
    agree("kmeans", Clustering::seeded(7, 200, 3));
    agree("ode", Equation::seeded(17, 9));
    agree("det", Matrix::seeded(5));
    agree("particle", Control(0.3));
    agree("saddle", Start([1.0, 1.0]));
}

/// Products with the Hessian agree with differences of gradients.
#[test]
fn curvatures() {
    let prior = Wishart { gamma: 0.7, excess: 2 };
    let mixture = Mixture::seeded(3, 4, 20, prior);
    let moved = |by: f64| {
        let scale = |part: &[f64]| part.iter().map(|x| x * (1.0 + by)).collect::<Vec<_>>();
        Mixture {
            weights: scale(&mixture.weights),
            means: scale(&mixture.means),
            log_diagonals: scale(&mixture.log_diagonals),
            lowers: scale(&mixture.lowers),
            ..mixture.clone()
        }
    };
    let gradient = |eval: &dyn Eval| {
        let mut derivative = Derivative::default();
        eval.generated(&mut derivative);
        derivative.flat()
    };
    let (above, below) = (gradient(&moved(1e-5)), gradient(&moved(-1e-5)));
    let mut product = Derivative::default();
    assert!(mixture.curvature(&mut product));
    for ((above, below), product) in above.iter().zip(&below).zip(product.flat()) {
        let difference = (above - below) / 2e-5;
        assert!(
            (difference - product).abs() < 1e-5 * (1.0 + product.abs()),
            "{difference} {product}"
        );
    }
}
