//! Enums: matched, built, returned, generic.

use autodiff_runtime::prelude::*;

#[derive(Differentiable, Clone, Debug, PartialEq)]
pub enum Activation {
    Linear,
    Leaky(f64),
    Scaled { factor: f64, power: i32 },
    Mixed(Box<f64>, [f64; 2]),
}

#[differentiate(second_order)]
pub fn activate(kind: &Activation, x: f64) -> f64 {
    match kind {
        Activation::Linear => x,
        Activation::Leaky(slope) => {
            if x > 0.0 {
                x
            } else {
                slope * x
            }
        }
        Activation::Scaled { factor, power } => factor * x.powi(*power),
        Activation::Mixed(a, [b, c]) => **a * x + b * c * x * x,
    }
}

#[differentiate(second_order)]
pub fn by_value(kind: Activation, x: f64) -> f64 {
    match kind {
        Activation::Leaky(slope) if slope > 0.5 => slope * slope * x,
        Activation::Leaky(slope) | Activation::Scaled { factor: slope, .. } => slope + x,
        Activation::Linear | Activation::Mixed(..) => 2.0 * x,
    }
}

#[differentiate(second_order)]
pub fn only_one(kind: &Activation, x: f64) -> f64 {
    if let Activation::Scaled { factor, .. } = kind {
        return factor * x;
    }
    let Activation::Leaky(slope) = kind else {
        return x * x;
    };
    slope / x
}

#[differentiate(second_order)]
pub fn chosen(x: f64, y: f64) -> Activation {
    if x > y { Activation::Leaky(x * y) } else { Activation::Scaled { factor: x / y, power: 3 } }
}

#[differentiate(second_order)]
pub fn built_and_matched(x: f64, y: f64) -> f64 {
    let kind = chosen(x, y);
    activate(&kind, -x * y)
}

#[differentiate(second_order)]
pub fn sequence(kinds: &[Activation], x: f64) -> f64 {
    let mut y = x;
    for kind in kinds {
        y = activate(kind, y);
    }
    y
}

#[differentiate(second_order)]
pub fn changed_in_place(kind: &Activation, x: f64) -> f64 {
    let mut copy = kind.clone();
    match &mut copy {
        Activation::Leaky(slope) => *slope *= x,
        Activation::Scaled { factor, .. } => *factor += x * x,
        _ => {}
    }
    activate(&copy, x - 3.0)
}

#[differentiate(second_order)]
pub fn variant_changes(x: f64) -> f64 {
    let mut state = Activation::Leaky(x);
    let mut total = 0.0;
    for _ in 0..4 {
        total += activate(&state, -x);
        state = match state {
            Activation::Leaky(slope) => Activation::Scaled { factor: slope * x, power: 2 },
            Activation::Scaled { factor, .. } => Activation::Leaky(factor + 1.0),
            other => other,
        };
    }
    total
}

/// A unit of work without numbers.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Mode {
    Sum,
    Product,
    Last,
}

#[differentiate(second_order)]
pub fn inactive_enum(xs: &[f64], #[constant] mode: Mode) -> f64 {
    match mode {
        Mode::Sum => xs[0] + xs[1],
        Mode::Product => xs[0] * xs[1],
        Mode::Last => xs[1],
    }
}
