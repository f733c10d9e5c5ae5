//! Optimizers, schedules and clipping against numbers of PyTorch 2.15 and optax 0.2.8 in double precision, to 1e-12.

use autodiff_runtime::optim::{
    clip, Adadelta, Adagrad, Adam, Adamax, Asgd, EpsilonPlace, ExponentialMomentum, Lbfgs,
    LineSearch, Lion, NAdam, Optimizer, RAdam, RmsProp, Rprop, Sgd,
};
use autodiff_runtime::schedule::{
    Amplitude, Constant, Cosine, CosineRestarts, Cyclic, Exponential, Linear, MultiStep, OneCycle,
    Polynomial, ReduceOnPlateau, Schedule, StepDecay,
};
use serde_json::Value;

fn reference() -> Value {
    serde_json::from_str(include_str!("../data/torch_reference.json")).unwrap()
}

fn numbers(value: &Value) -> Vec<f64> {
    value.as_array().unwrap().iter().map(|x| x.as_f64().unwrap()).collect()
}

/// `w^T A w / 2 - b^T w`: adds the gradient, gives the value.
fn quadratic(w: &[f64], gradient: &mut [f64]) -> f64 {
    const A: [[f64; 3]; 3] = [[3.0, 0.5, 0.0], [0.5, 1.0, -0.25], [0.0, -0.25, 0.2]];
    const B: [f64; 3] = [1.0, -2.0, 0.5];
    let mut value = 0.0;
    for i in 0..3 {
        let product: f64 = (0..3).map(|j| A[i][j] * w[j]).sum();
        gradient[i] += product - B[i];
        value += (0.5 * product - B[i]) * w[i];
    }
    value
}

const START: [f64; 3] = [1.0, -1.5, 2.0];

#[track_caller]
fn assert_close(name: &str, step: usize, found: &[f64], expected: &[f64]) {
    for (found, expected) in found.iter().zip(expected) {
        assert!((found - expected).abs() < 1e-12, "{name}, {step}: {found}, not {expected}");
    }
}

#[track_caller]
fn follow(name: &str, mut optimizer: impl Optimizer<f64>) {
    let reference = reference();
    let expected = reference["optim"][name].as_array().unwrap();
    let mut w = START;
    for (step, expected) in expected.iter().enumerate() {
        let mut gradient = [0.0; 3];
        quadratic(&w, &mut gradient);
        optimizer.step(&mut w, &gradient);
        assert_close(name, step, &w, &numbers(expected));
    }
}

#[test]
fn descent_is_that_of_torch() {
    follow("sgd_default", Sgd::default());
    follow("sgd_lr0.1", Sgd::new(0.1));
    follow("sgd_mom0.9", Sgd::new(0.1).momentum(0.9));
    follow("sgd_mom0.9_damp0.5", Sgd::new(0.1).momentum(0.9).dampening(0.5));
    follow("sgd_nesterov", Sgd::new(0.1).momentum(0.9).nesterov());
    follow("sgd_wd", Sgd::new(0.1).momentum(0.9).weight_decay(0.1));
    follow("asgd_default", Asgd::default());
}

#[test]
fn rates_of_single_parameters_are_those_of_torch() {
    follow("rmsprop_default", RmsProp::default());
    let centered = RmsProp::default().centered().momentum(0.9).weight_decay(0.05);
    follow("rmsprop_centered_mom", centered);
    follow("adagrad_default", Adagrad::default());
    let decaying = Adagrad::new(0.1).rate_decay(0.05).weight_decay(0.01).initial_sum(0.1);
    follow("adagrad_lrdecay", decaying);
    follow("adadelta_default", Adadelta::default());
    follow("rprop_default", Rprop::default());
}

#[test]
fn adam_and_its_relatives_are_those_of_torch() {
    follow("adam_default", Adam::default());
    follow("adam_lr0.1_wd", Adam::new(0.1).weight_decay(0.1));
    follow("adam_amsgrad", Adam::new(0.1).amsgrad());
    follow("adamw_default", Adam::adamw(1e-3));
    follow("adamw_lr0.1", Adam::new(0.1).decoupled_weight_decay(0.1));
    follow("adamw_amsgrad", Adam::adamw(0.1).amsgrad());
    follow("adamax_default", Adamax::default());
    follow("nadam_default", NAdam::default());
    follow("radam_default", RAdam::default());
    follow("lion_optax_lr0.01", Lion::new(0.01));
}

#[test]
fn lbfgs_is_that_of_torch() {
    let reference = reference();
    // The second was made with `max_iter=4`.
    let cases = [
        ("lbfgs_default", Lbfgs::default().line_search(LineSearch::Fixed)),
        ("lbfgs_wolfe", Lbfgs::default().iterations(4)),
    ];
    for (name, mut optimizer) in cases {
        let mut w = START;
        for (step, expected) in reference["optim"][name].as_array().unwrap().iter().enumerate() {
            optimizer.minimize(&mut w, quadratic);
            assert_close(name, step, &w, &numbers(expected));
        }
    }
}

#[test]
fn schedules_are_those_of_torch() {
    let reference = reference();
    let check = |name: &str, schedule: &dyn Schedule<f64>| {
        let expected = numbers(&reference["sched"][name]);
        assert_eq!(expected.len(), 20);
        let found: Vec<f64> = (0..20).map(|step| schedule.rate(step)).collect();
        assert_close(name, 0, &found, &expected);
    };
    check("step_3_.1", &StepDecay::new(1.0, 3));
    check("multistep_5_12", &MultiStep::new(1.0, [5, 12]));
    check("exp_.9", &Exponential::new(1.0, 0.9));
    check("cosine_10", &Cosine::new(1.0, 10).floor(0.1));
    check("cosine_warm_4_2", &CosineRestarts::new(1.0, 4).growth(2));
    check("linear_default", &Linear::new(1.0, 5));
    check("constant_default", &Constant::new(1.0).reduced(1.0 / 3.0, 5));
    check("poly_10_2", &Polynomial::new(1.0, 10).power(2.0));
    // Made with 21 steps, of which 20 are there.
    check("onecycle_20", &OneCycle::new(1.0, 21));
    check("cyclic_tri", &Cyclic::new(0.1, 1.0, 4));
    check("cyclic_tri2", &Cyclic::new(0.1, 1.0, 4).amplitude(Amplitude::Halved));

    let plateau = &reference["sched"]["plateau_patience2"];
    let mut schedule = ReduceOnPlateau::new(1.0).patience(2);
    let found: Vec<f64> =
        numbers(&plateau["metric"]).iter().map(|m| schedule.observe(*m)).collect();
    assert_close("plateau_patience2", 0, &found, &numbers(&plateau["lr"]));
    assert_eq!(reference["sched"].as_object().unwrap().len(), 12);
}

#[test]
fn clipping_is_that_of_torch() {
    let expected = &reference()["clip_norm_1"];
    let mut gradient = ([3.0, -4.0], [0.0, 12.0, 0.0]);
    let total = clip::by_global_norm(&mut gradient, 1.0).unwrap();
    assert_eq!(Some(total), expected["total"].as_f64());
    assert_close("g0", 0, &gradient.0, &numbers(&expected["g0"]));
    assert_close("g1", 0, &gradient.1, &numbers(&expected["g1"]));
}

/// The data set of the notes (500 points, NumPy's seed 0), by its normal equations: the loss is a quadratic function.
#[test]
fn the_exponential_momentum_follows_the_notes() {
    let (xx, xy) = (
        [[9372.58277913, 24.87166517], [24.87166517, 500.25022742]],
        [-809.68545375, 190.63100102],
    );
    let gradient = |w: &[f64; 2]| [0, 1].map(|i| 2.0 * (xx[i][0] * w[0] + xx[i][1] * w[1] - xy[i]));
    let mut w = [0.0; 2];
    let mut optimizer = ExponentialMomentum::new(1e-4).beta(0.6);
    for _ in 0..100 {
        let g = gradient(&w);
        optimizer.step(&mut w, &g);
    }
    // The products are known to eight places.
    assert!((w[0] + 0.087_411_478_832_278_86).abs() < 1e-10, "{w:?}");
    assert!((w[1] - 0.385_413_393_218_444).abs() < 1e-10, "{w:?}");

    // By one minus beta it is PyTorch's momentum with dampening.
    let mut other = Sgd::new(1e-4).momentum(0.4).dampening(0.4);
    let mut v = [0.0; 2];
    for _ in 0..100 {
        let g = gradient(&v);
        other.step(&mut v, &g);
    }
    assert!((v[0] - w[0]).abs() < 1e-15 && (v[1] - w[1]).abs() < 1e-15);

    // From zero and corrected, a constant gradient is followed at once.
    let mut x = [0.0_f64];
    let mut corrected = ExponentialMomentum::new(0.1).beta(0.3).bias_corrected();
    for step in 1..=5 {
        corrected.step(&mut x, &[2.0]);
        assert!((x[0] + 0.2 * f64::from(step)).abs() < 1e-15);
    }
    // From zero: z = beta g.
    let mut x = [0.0_f64];
    ExponentialMomentum::new(0.1).beta(0.3).from_zero().step(&mut x, &[2.0]);
    assert!((x[0] + 0.06).abs() < 1e-16);
}

#[test]
fn decoupled_decay_is_a_factor_of_every_optimizer() {
    // Without a gradient only the decay is left: (1 - 0.1 * 0.5) x; joined, it is a gradient.
    fn check(name: &str, mut optimizer: impl Optimizer<f64>) {
        let mut x = [2.0];
        optimizer.step(&mut x, &[0.0]);
        assert!((x[0] - 1.9).abs() < 1e-12, "{name}: {x:?}");
    }
    check("Sgd", Sgd::new(0.1).decoupled_weight_decay(0.5));
    check("momentum", Sgd::new(0.1).momentum(0.9).decoupled_weight_decay(0.5));
    check("ExponentialMomentum", ExponentialMomentum::new(0.1).decoupled_weight_decay(0.5));
    check("RmsProp", RmsProp::new(0.1).decoupled_weight_decay(0.5));
    check("Adagrad", Adagrad::new(0.1).decoupled_weight_decay(0.5));
    check("Adadelta", Adadelta::new(0.1).decoupled_weight_decay(0.5));
    check("Adam", Adam::new(0.1).decoupled_weight_decay(0.5));
    check("Adamax", Adamax::new(0.1).decoupled_weight_decay(0.5));
    check("NAdam", NAdam::new(0.1).decoupled_weight_decay(0.5));
    check("RAdam", RAdam::new(0.1).decoupled_weight_decay(0.5));
    check("Lion", Lion::new(0.1).decoupled_weight_decay(0.5));
}

#[test]
fn the_place_of_epsilon_matters() {
    let (g, alpha, epsilon) = (1e-4_f64, 0.99, 1e-6);
    let v = (1.0 - alpha) * g * g;
    for (place, scale) in
        [(EpsilonPlace::Outside, v.sqrt() + epsilon), (EpsilonPlace::Inside, (v + epsilon).sqrt())]
    {
        let mut x = [0.0_f64];
        RmsProp::new(0.1).epsilon(epsilon, place).step(&mut x, &[g]);
        assert!((x[0] + 0.1 * g / scale).abs() < 1e-15);
    }
}
