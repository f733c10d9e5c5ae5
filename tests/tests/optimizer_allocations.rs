//! No optimizer allocates in a step after the first one.

use allocation_counter::measure;
use autodiff_runtime::optim::{
    Accumulated, Adadelta, Adagrad, Adam, Adamax, Asgd, Ema, ExponentialMomentum, Lion, NAdam,
    Optimizer, RAdam, RmsProp, Rprop, Sgd, clip,
};

#[test]
fn steps_allocate_nothing() {
    let all: Vec<(&str, Box<dyn Optimizer<f32>>)> = vec![
        ("Sgd", Box::new(Sgd::new(0.1).momentum(0.9).nesterov().weight_decay(0.1))),
        ("ExponentialMomentum", Box::new(ExponentialMomentum::new(0.1))),
        ("RmsProp", Box::new(RmsProp::new(0.1).centered().momentum(0.5))),
        ("Adagrad", Box::new(Adagrad::new(0.1))),
        ("Adadelta", Box::new(Adadelta::new(0.1))),
        ("Adam", Box::new(Adam::adamw(0.1).amsgrad())),
        ("Adamax", Box::new(Adamax::new(0.1))),
        ("NAdam", Box::new(NAdam::new(0.1))),
        ("RAdam", Box::new(RAdam::new(0.1))),
        ("Lion", Box::new(Lion::new(0.1))),
        ("Rprop", Box::new(Rprop::new(0.1))),
        ("Asgd", Box::new(Asgd::new(0.1))),
        ("Accumulated", Box::new(Accumulated::new(Adam::new(0.1), 2))),
    ];
    for (name, mut optimizer) in all {
        let (mut x, mut average) = ([1.0_f32; 100], Ema::new(0.9));
        let mut step = || {
            let mut gradient = x.map(f32::sin);
            clip::by_value(&mut gradient, 0.9);
            clip::by_global_norm(&mut gradient, 5.0).unwrap();
            optimizer.start_step();
            let (first, second) = x.split_at_mut(30);
            optimizer.update(first, &gradient[..30]);
            optimizer.update(second, &gradient[30..]);
            average.start_step();
            average.update(first);
            average.update(second);
        };
        // The second batch of an accumulated step is the first for the optimizer inside.
        (0..2).for_each(|_| step());
        let counted = measure(|| (0..4).for_each(|_| step()));
        assert_eq!(counted.count_total, 0, "{name}");
    }
}
