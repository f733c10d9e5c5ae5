//! Training that goes on from a saved state takes the same steps, to the last bit; states that do not fit are refused.

use autodiff_runtime::nn::{Name, Parameter, ParameterKind};
use autodiff_runtime::optim::{
    Accumulated, Adadelta, Adagrad, Adam, Adamax, Asgd, ExponentialMomentum, Groups, Lion, NAdam,
    Optimizer, OptimizerState, RAdam, RmsProp, Rprop, Sgd, StateError,
};

/// A gradient without any pattern, from the parameters themselves.
fn gradient(x: &[f32]) -> Vec<f32> {
    x.iter().enumerate().map(|(i, x)| (x * (i as f32 + 1.7)).sin() + 0.3 * x).collect()
}

fn steps(optimizer: &mut dyn Optimizer<f32>, x: &mut [f32], count: usize) {
    for _ in 0..count {
        let g = gradient(x);
        let (weights, bias) = x.split_at_mut(5);
        let which = |name, kind| Parameter { name, shape: &[], kind };
        optimizer.start_step();
        let (weight, offset) = (Name::ROOT.child("weight"), Name::ROOT.child("bias"));
        optimizer.update_parameter(&which(weight, ParameterKind::Weight), weights, &g[..5]);
        optimizer.update_parameter(&which(offset, ParameterKind::Bias), bias, &g[5..]);
    }
}

/// Through a file: with the feature `serde` as text, else as it is.
fn saved(state: OptimizerState<f32>) -> OptimizerState<f32> {
    #[cfg(feature = "serde")]
    let state = serde_json::from_str(&serde_json::to_string(&state).unwrap()).unwrap();
    state
}

fn check<O: Optimizer<f32>>(make: impl Fn() -> O) {
    let mut x = [0.3, -1.2, 0.7, 2.1, -0.4, 0.9, 1.1];
    let mut whole = make();
    steps(&mut whole, &mut x, 5);
    whole.set_learning_rate(0.003);
    let (mut y, state) = (x, saved(whole.state()));
    steps(&mut whole, &mut x, 6);

    let mut resumed = make();
    resumed.restore(&state).unwrap();
    assert_eq!(resumed.state(), state);
    steps(&mut resumed, &mut y, 6);
    assert_eq!(x.map(f32::to_bits), y.map(f32::to_bits), "{}", state.kind);
    assert_eq!(resumed.state(), whole.state());
}

#[test]
fn training_goes_on_bit_for_bit() {
    check(|| Sgd::new(0.01));
    check(|| Sgd::new(0.01).momentum(0.9).dampening(0.1).weight_decay(0.01));
    check(|| Sgd::new(0.01).momentum(0.9).nesterov().decoupled_weight_decay(0.01));
    check(|| ExponentialMomentum::new(0.01).bias_corrected());
    check(|| RmsProp::new(0.01).centered().momentum(0.5));
    check(|| RmsProp::new(0.01));
    check(|| Adagrad::new(0.01).rate_decay(0.1));
    check(|| Adadelta::new(0.5));
    check(|| Adam::adamw(0.01));
    check(|| Adam::new(0.01).amsgrad());
    check(|| Adamax::new(0.01));
    check(|| NAdam::new(0.01));
    check(|| RAdam::new(0.01));
    check(|| Lion::new(0.01));
    check(|| Rprop::new(0.01));
    check(|| Asgd::new(0.01).average_from(2.0));
    // In the middle of a step of four batches.
    check(|| Accumulated::new(Adam::new(0.01), 4));
    check(|| {
        Groups::new(Adam::new(0.01))
            .group(|p| p.kind == ParameterKind::Bias, Adam::new(0.1).amsgrad())
            .frozen(|p| p.name == "nothing")
    });
    check(|| -> Box<dyn Optimizer<f32>> { Box::new(Sgd::new(0.1).momentum(0.5)) });
}

#[test]
fn states_that_do_not_fit_change_nothing() {
    let (mut adam, mut sgd) = (Adam::new(0.1), Sgd::new(0.1).momentum(0.9));
    let mut x = [0.1; 7];
    steps(&mut adam, &mut x, 2);
    steps(&mut sgd, &mut x, 2);
    let before = adam.state();

    let error = adam.restore(&sgd.state()).unwrap_err();
    assert_eq!(error.to_string(), "the state is one of `Sgd`, not of `Adam`");
    let error = adam.restore(&Adam::new(0.1).amsgrad().state()).unwrap_err();
    assert_eq!(
        error.to_string(),
        "the state holds [exp_avg, exp_avg_sq, max_exp_avg_sq] of every parameter, not [exp_avg, exp_avg_sq]: \
         the options differ"
    );
    let mut short = before.clone();
    short.runs[1].pop();
    assert_eq!(adam.restore(&short), Err(StateError::Length { run: 1, expected: 4, found: 3 }));
    // Also where nothing has been seen yet: two slots cannot have three numbers.
    let error = Adam::new(0.1).restore(&short).unwrap_err();
    assert_eq!(error.to_string(), "the state holds 3 numbers of the parameters of run 1, not 2");
    let mut fewer = before.clone();
    fewer.runs.pop();
    assert!(matches!(adam.restore(&fewer), Err(StateError::Count { expected: 2, found: 1, .. })));
    assert_eq!(adam.state(), before);

    let bias = |p: &Parameter<'_>| p.kind == ParameterKind::Bias;
    let mut groups = Groups::new(Adam::new(0.1)).group(bias, Adam::new(0.2));
    steps(&mut groups, &mut x, 1);
    let before = groups.state();
    let mut damaged = before.clone();
    damaged.step = 7;
    damaged.parts[0].step = 7;
    damaged.parts[1].kind = "Sgd".to_string();
    assert!(matches!(groups.restore(&damaged), Err(StateError::Kind { .. })));
    assert_eq!(groups.state(), before);
}

#[test]
fn a_state_lists_its_arrays() {
    let mut optimizer = Adam::new(0.1);
    optimizer.start_step();
    optimizer.update(&mut [0.0, 0.0], &[1.0, 2.0]);
    optimizer.update(&mut [0.0], &[3.0]);
    let state = optimizer.state();
    let found: Vec<_> =
        state.arrays().map(|slot| (slot.name, slot.run, slot.values.len())).collect();
    assert_eq!(
        found,
        [("exp_avg", 0, 2), ("exp_avg_sq", 0, 2), ("exp_avg", 1, 1), ("exp_avg_sq", 1, 1)]
    );
    let first = state.arrays().next().unwrap();
    assert!((first.values[1] - 0.2_f64).abs() < 1e-15);
}

#[test]
fn groups_have_their_own_rates_in_proportion() {
    let bias = |p: &Parameter<'_>| p.kind == ParameterKind::Bias;
    let mut groups = Groups::new(Sgd::new(0.1)).group(bias, Sgd::new(0.2));
    groups.set_learning_rate(1.0);
    let mut x = [0.0_f32; 7];
    groups.start_step();
    let which = |name, kind| Parameter { name, shape: &[], kind };
    let (weights, biases) = x.split_at_mut(5);
    groups.update_parameter(&which(Name::ROOT, ParameterKind::Weight), weights, &[1.0; 5]);
    groups.update_parameter(&which(Name::ROOT, ParameterKind::Bias), biases, &[1.0; 2]);
    assert_eq!(x, [-1.0, -1.0, -1.0, -1.0, -1.0, -2.0, -2.0]);
}

#[test]
fn invalid_hyperparameters_are_named() {
    #[track_caller]
    fn check(optimizer: impl Optimizer<f64>, message: &str) {
        assert_eq!(optimizer.validate().unwrap_err().to_string(), message);
    }
    check(
        Sgd::new(0.1).nesterov(),
        "`momentum` of `Sgd` is 0: it must be positive for Nesterov's form",
    );
    check(
        Sgd::new(0.1).momentum(0.9).dampening(0.5).nesterov(),
        "`dampening` of `Sgd` is 0.5: it must be 0 for Nesterov's form",
    );
    check(Sgd::new(-1.0), "`learning_rate` of `Sgd` is -1: it must be a number of at least 0");
    check(
        Adam::new(f64::NAN),
        "`learning_rate` of `Adam` is NaN: it must be a number of at least 0",
    );
    check(
        Adam::new(0.1).betas(0.9, 1.0),
        "`betas.1` of `Adam` is 1: it must be at least 0 and below 1",
    );
    check(
        Accumulated::new(Adagrad::new(0.1).weight_decay(-0.5), 2),
        "`weight_decay` of `Adagrad` is -0.5: it must be a number of at least 0",
    );
    let failure = std::panic::catch_unwind(|| {
        Sgd::new(0.1).nesterov().step(&mut [0.0], &[0.0]);
    });
    let message = failure.unwrap_err().downcast::<String>().unwrap();
    assert_eq!(*message, "`momentum` of `Sgd` is 0: it must be positive for Nesterov's form");
}

/// A whole optimizer through a file, with its hyper-parameters.
#[cfg(feature = "serde")]
#[test]
fn whole_optimizers_are_saved() {
    use autodiff_runtime::optim::{EarlyStopping, Ema, Lbfgs};
    use autodiff_runtime::schedule::{Cosine, ReduceOnPlateau, Schedule};

    fn again<S: serde::Serialize + serde::de::DeserializeOwned>(value: &S) -> S {
        serde_json::from_str(&serde_json::to_string(value).unwrap()).unwrap()
    }

    let mut adam = Adam::adamw(0.01_f32).amsgrad();
    let mut x = [0.3, -1.2, 0.7, 2.1, -0.4, 0.9, 1.1];
    steps(&mut adam, &mut x, 3);
    let mut copy = again(&adam);
    assert_eq!(copy, adam);
    let mut y = x;
    steps(&mut adam, &mut x, 3);
    steps(&mut copy, &mut y, 3);
    assert_eq!(x, y);

    let mut lbfgs = Lbfgs::default().iterations(3);
    let valley = |x: &[f64], gradient: &mut [f64]| {
        let (a, b) = (x[1] - x[0] * x[0], 1.0 - x[0]);
        gradient[0] += -400.0 * x[0] * a - 2.0 * b;
        gradient[1] += 200.0 * a;
        100.0 * a * a + b * b
    };
    let mut x = [-1.2, 1.0];
    lbfgs.minimize(&mut x, valley);
    let (mut copy, mut y) = (again(&lbfgs), x);
    assert_eq!(lbfgs.minimize(&mut x, valley), copy.minimize(&mut y, valley));
    assert_eq!(x.map(f64::to_bits), y.map(f64::to_bits));

    let mut ema = Ema::new(0.9_f64).warm_up();
    ema.start_step();
    ema.update(&[0.1, 0.2]);
    assert_eq!(again(&ema), ema);
    let mut stopping = EarlyStopping::new(3);
    stopping.observe(0.7);
    assert_eq!(again(&stopping), stopping);
    let mut plateau = ReduceOnPlateau::new(0.1_f64);
    plateau.observe(0.7);
    assert_eq!(again(&plateau), plateau);
    let schedule = Cosine::new(0.1_f64, 7).warm_up(3);
    assert_eq!(again(&schedule), schedule);
}
