//! The square, at a number.

use crate::eval::{Derivative, Eval};
use crate::programs::hello::square;

/// The number.
#[derive(Clone, Copy, Debug)]
pub struct Number(pub f64);

impl Eval for Number {
    fn primal(&self, value: &mut Vec<f64>) {
        value.clear();
        value.push(square(self.0));
    }

    fn generated(&self, derivative: &mut Derivative) {
        let [part] = derivative.zeros([1]);
        let (value, gradient) = square::value_and_grad(self.0);
        part[0] = gradient;
        derivative.set_value(value);
    }

    fn by_hand(&self, derivative: &mut Derivative) {
        let [part] = derivative.zeros([1]);
        part[0] = 2.0 * self.0;
        derivative.set_value(self.0 * self.0);
    }

    fn forward(&self, derivative: &mut Derivative) -> bool {
        let [part] = derivative.zeros([1]);
        let x = num_dual::Dual64::from(self.0).derivative();
        let y = x * x;
        part[0] = y.eps;
        derivative.set_value(y.re);
        true
    }
}
