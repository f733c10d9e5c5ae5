//! The particle, and the control that lets it meet the origin.

use crate::by_hand;
use crate::eval::{Derivative, Eval};
use crate::programs::particle::miss;

/// A control.
#[derive(Clone, Copy, Debug)]
pub struct Control(pub f64);

impl Control {
    /// The control of the least miss, by descent. Each of the two derivatives is taken in forward or in reverse mode.
    pub fn best(self, outer_forward: bool, inner_forward: bool) -> f64 {
        let objective = |w: [f64; 1]| match inner_forward {
            true => miss::<true>(w[0]),
            false => miss::<false>(w[0]),
        };
        let gradient = |w: [f64; 1]| {
            [match (outer_forward, inner_forward) {
                (true, true) => miss::jvp::<true>(w[0], 1.0).1,
                (true, false) => miss::jvp::<false>(w[0], 1.0).1,
                (false, true) => miss::grad::<true>(w[0]),
                (false, false) => miss::grad::<false>(w[0]),
            }]
        };
        least(objective, gradient, [self.0])[0]
    }
}

/// The argument of the least value, by descent with steps that adapt.
pub fn least<const N: usize>(
    objective: impl Fn([f64; N]) -> f64,
    gradient: impl Fn([f64; N]) -> [f64; N],
    start: [f64; N],
) -> [f64; N] {
    let norm = |v: [f64; N]| v.iter().map(|x| x * x).sum::<f64>().sqrt();
    let (mut x, mut value, mut down) = (start, objective(start), gradient(start));
    let (mut eta, mut good) = (1e-5, 0);
    while norm(down) > 1e-5 {
        if good == 10 {
            eta *= 2.0;
            good = 0;
            continue;
        }
        let next: [f64; N] = core::array::from_fn(|i| x[i] - eta * down[i]);
        if norm(core::array::from_fn(|i| x[i] - next[i])) <= 1e-5 {
            break;
        }
        let next_value = objective(next);
        if next_value < value {
            (x, value, down) = (next, next_value, gradient(next));
            good += 1;
        } else {
            eta /= 2.0;
            good = 0;
        }
    }
    x
}

impl Eval for Control {
    fn primal(&self, value: &mut Vec<f64>) {
        value.clear();
        value.push(miss::<false>(self.0));
    }

    fn generated(&self, derivative: &mut Derivative) {
        let [part] = derivative.zeros([1]);
        let (value, gradient) = miss::value_and_grad::<false>(self.0);
        part[0] = gradient;
        derivative.set_value(value);
    }

    fn by_hand(&self, derivative: &mut Derivative) {
        let [part] = derivative.zeros([1]);
        let (value, gradient) = by_hand::particle::value_and_derivative(self.0);
        part[0] = gradient;
        derivative.set_value(value);
    }
}
