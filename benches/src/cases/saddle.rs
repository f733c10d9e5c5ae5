//! The search for the saddle.

use super::particle::least;
use crate::by_hand;
use crate::eval::{Derivative, Eval};
use crate::programs::saddle::{ascend, largest};

/// Where all searches start.
#[derive(Clone, Copy, Debug)]
pub struct Start(pub [f64; 2]);

impl Start {
    /// The saddle: the point that is least, then the one that is largest. Each of the two derivatives is taken in forward
    /// or in reverse mode.
    pub fn saddle(self, outer_forward: bool, inner_forward: bool) -> [f64; 4] {
        let start = self.0;
        let objective = |p: [f64; 2]| match inner_forward {
            true => largest::<true>(p, start),
            false => largest::<false>(p, start),
        };
        let along = |p: [f64; 2], direction: [f64; 2]| match inner_forward {
            true => largest::jvp::<true>(p, start, direction).1,
            false => largest::jvp::<false>(p, start, direction).1,
        };
        let gradient = |p: [f64; 2]| match (outer_forward, inner_forward) {
            (true, _) => [along(p, [1.0, 0.0]), along(p, [0.0, 1.0])],
            (false, true) => largest::grad::<true>(p, start),
            (false, false) => largest::grad::<false>(p, start),
        };
        let p = least(objective, gradient, start);
        let q = match inner_forward {
            true => ascend::<true>(p, start),
            false => ascend::<false>(p, start),
        };
        [p[0], p[1], q[0], q[1]]
    }
}

impl Eval for Start {
    fn primal(&self, value: &mut Vec<f64>) {
        value.clear();
        value.push(largest::<false>(self.0, self.0));
    }

    fn generated(&self, derivative: &mut Derivative) {
        let [part] = derivative.zeros([2]);
        let (value, gradient) = largest::value_and_grad::<false>(self.0, self.0);
        part.copy_from_slice(&gradient);
        derivative.set_value(value);
    }

    fn by_hand(&self, derivative: &mut Derivative) {
        let [part] = derivative.zeros([2]);
        let (value, gradient) = by_hand::saddle::value_and_gradient(self.0, self.0);
        part.copy_from_slice(&gradient);
        derivative.set_value(value);
    }
}
