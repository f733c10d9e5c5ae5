//! The 12 losses, softmax and its logarithm.

use autodiff_runtime::nn::*;
use autodiff_runtime::prelude::*;

use super::dense::upstream;
use super::reference::{close, numbers, rows, TORCH};

type Scores<T> = Samples<T, 3, 2>;

fn scores(path: &str) -> Scores<f64> {
    Samples::from(rows(path))
}

fn labels() -> [usize; 2] {
    let all = numbers("loss/labels");
    std::array::from_fn(|b| all[b] as usize)
}

/// Value and gradient of PyTorch; the same from forward mode, direction by direction.
#[track_caller]
fn check(
    name: &str,
    value_and_grad: impl Fn(&Scores<f64>) -> (f64, Scores<f64>),
    jvp: impl Fn(&Scores<f64>, &Scores<f64>) -> (f64, f64),
) {
    assert!(TORCH["loss"][name].is_object(), "no loss `{name}`");
    let p = scores("loss/pred");
    let (value, gradient) = value_and_grad(&p);
    let expected = numbers(&format!("loss/{name}/grad"));
    close(&[value], &numbers(&format!("loss/{name}/loss")), name);
    close(gradient.as_slice(), &expected, name);
    for at in 0..6 {
        let mut direction = Scores::zeros();
        direction.as_mut_slice()[at] = 1.0;
        let (value, slope) = jvp(&p, &direction);
        close(&[value], &numbers(&format!("loss/{name}/loss")), name);
        close(&[slope], &expected[at..=at], name);
    }
}

macro_rules! of_targets {
    ($($test:ident $name:literal $target:literal $loss:ident($($argument:expr),*);)*) => {$(
        #[test]
        fn $test() {
            let t = scores(concat!("loss/", $target));
            check(
                $name,
                |p| {
                    let (value, (gradient, _)) = $loss::value_and_grad(p, &t $(, $argument)*);
                    (value, gradient)
                },
                |p, d| $loss::jvp(p, &t $(, $argument)*, d, &Samples::zeros()),
            );
        }
    )*};
}

of_targets! {
    mse_of_torch "mse" "target" mse();
    mse_sum_of_torch "mse_sum" "target" mse_sum();
    l1_of_torch "l1" "target" l1();
    huber_of_torch "huber_1" "target" huber(1.0);
    huber_with_a_small_delta "huber_0.5" "target" huber(0.5);
    smooth_l1_of_torch "smooth_l1_0.5" "target" smooth_l1(0.5);
    bce_with_logits_of_torch "bce_logits" "binary" bce_with_logits();
}

#[differentiate]
fn bce_of_sigmoid(p: &Scores<f64>, #[constant] t: &Scores<f64>) -> f64 {
    bce(&Sigmoid {}.forward(p), t)
}

#[differentiate]
fn nll_of_log_softmax(p: &Scores<f64>, labels: &[usize; 2]) -> f64 {
    nll(&LogSoftmax {}.forward(p), labels)
}

#[differentiate]
fn divergence(p: &Scores<f64>, #[constant] t: &Scores<f64>) -> f64 {
    kl_div(&LogSoftmax {}.forward(p), t)
}

#[test]
fn bce_of_probabilities() {
    let t = scores("loss/binary");
    check(
        "bce_sigmoid",
        |p| bce_of_sigmoid::value_and_grad(p, &t),
        |p, d| bce_of_sigmoid::jvp(p, &t, d),
    );
}

#[test]
fn cross_entropies() {
    let labels = labels();
    check(
        "ce",
        |p| cross_entropy::value_and_grad(p, &labels),
        |p, d| cross_entropy::jvp(p, &labels, d),
    );
    check(
        "ce_smooth_.1",
        |p| cross_entropy_smoothed::value_and_grad(p, &labels, 0.1),
        |p, d| cross_entropy_smoothed::jvp(p, &labels, 0.1, d),
    );
    check(
        "nll_logsoftmax",
        |p| nll_of_log_softmax::value_and_grad(p, &labels),
        |p, d| nll_of_log_softmax::jvp(p, &labels, d),
    );
}

#[test]
fn divergence_of_kullback_and_leibler() {
    let t = Softmax {}.forward(&scores("loss/target"));
    check(
        "kldiv_batchmean",
        |p| divergence::value_and_grad(p, &t),
        |p, d| divergence::jvp(p, &t, d),
    );
}

#[test]
fn softmax_of_torch() {
    let x = Samples::<f64, 3, 4>::from(rows("layer/x"));
    let (y, (_, dx)) = Softmax {}.forward_vjp(&x, upstream());
    close(y.as_slice(), &numbers("layer/softmax/y"), "y");
    close(dx.as_slice(), &numbers("layer/softmax/dx"), "dx");
    let (y, (_, dx)) = LogSoftmax {}.forward_vjp(&x, upstream());
    close(y.as_slice(), &numbers("layer/log_softmax/y"), "y");
    close(dx.as_slice(), &numbers("layer/log_softmax/dx"), "dx");
}

#[test]
fn samples_beyond_the_first_do_not_count() {
    let mut padded = Samples::<f64, 3, 5>::filled(f64::NAN);
    let p = scores("loss/pred");
    padded.samples_mut()[..2].copy_from_slice(p.samples());
    let labels = labels();
    let (value, gradient) =
        cross_entropy_first::value_and_grad(&padded, &[labels[0], labels[1], 9, 9, 9], 2);
    let (expected, expected_gradient) = cross_entropy::value_and_grad(&p, &labels);
    assert_eq!(value, expected);
    assert_eq!(gradient.samples()[..2], *expected_gradient.samples());
    assert_eq!(gradient.samples()[2..], [[0.0; 3]; 3]);
    let (value, (gradient, _)) = mse_first::value_and_grad(&padded, &padded, 0);
    assert!(value == 0.0 && gradient == Samples::<f64, 3, 5>::zeros());
}

#[test]
fn far_scores_do_not_overflow() {
    let scores = Samples::<f32, 2, 1>::from([[500.0, -500.0]]);
    let (value, gradient) = cross_entropy::value_and_grad(&scores, &[1]);
    assert_eq!((value, gradient[0]), (1000.0, [1.0, -1.0]));
    let (value, (gradient, _)) = bce_with_logits::value_and_grad(&scores, &Samples::filled(0.5));
    assert_eq!((value, gradient[0]), (250.0, [0.25, -0.25]));
}
