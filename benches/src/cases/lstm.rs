//! Long short-term memories.

use super::SEED;
use super::text::Numbers;
use crate::by_hand;
use crate::eval::{Derivative, Eval};
use crate::programs::lstm::loss;
use crate::random::SplitMix64;

/// The parameters, the state and the sequence.
#[derive(Clone, Debug)]
pub struct Memory {
    /// Two rows of `4 b` a layer.
    pub main: Vec<f64>,
    /// Three rows of `b`.
    pub extra: Vec<f64>,
    /// Two rows of `b` a layer.
    pub state: Vec<f64>,
    /// A row of `b` a character.
    pub sequence: Vec<f64>,
}

impl Memory {
    /// Draws all from `[0, 1)`, and the bits of the characters.
    pub fn seeded(layers: usize, characters: usize, bits: usize) -> Self {
        let mut random = SplitMix64::new(SEED);
        // In this order.
        let main = random.uniforms(8 * layers * bits);
        let extra = random.uniforms(3 * bits);
        let state = random.uniforms(2 * layers * bits);
        let mut sequence = random.uniforms(characters * bits);
        for bit in &mut sequence {
            *bit = if *bit >= 0.5 { 1.0 } else { 0.0 };
        }
        Self { main, extra, state, sequence }
    }

    /// Reads ADBench's format: `l c b`, and the four arrays.
    ///
    /// # Errors
    ///
    /// If the text has another form.
    pub fn from_text(text: &str) -> Result<Self, String> {
        let mut numbers = Numbers::new(text);
        let [layers, characters, bits]: [usize; 3] =
            [numbers.number()?, numbers.number()?, numbers.number()?];
        Ok(Self {
            main: numbers.take(8 * layers * bits)?,
            extra: numbers.take(3 * bits)?,
            state: numbers.take(2 * layers * bits)?,
            sequence: numbers.take(characters * bits)?,
        })
    }
}

impl Eval for Memory {
    fn primal(&self, value: &mut Vec<f64>) {
        value.clear();
        value.push(loss(&self.main, &self.extra, &self.state, &self.sequence));
    }

    fn generated(&self, derivative: &mut Derivative) {
        let [main, extra] = derivative.zeros([self.main.len(), self.extra.len()]);
        let value = loss::accumulate_grad(
            &self.main,
            &self.extra,
            &self.state,
            &self.sequence,
            main,
            extra,
        );
        derivative.set_value(value);
    }

    fn by_hand(&self, derivative: &mut Derivative) {
        let [main, extra] = derivative.zeros([self.main.len(), self.extra.len()]);
        let value = by_hand::lstm::accumulate_grad(
            &self.main,
            &self.extra,
            &self.state,
            &self.sequence,
            main,
            extra,
        );
        derivative.set_value(value);
    }

    fn curvature(&self, derivative: &mut Derivative) -> bool {
        let Self { main, extra, state, sequence } = self;
        let (main, extra) = loss::hvp(main, extra, state, sequence, main, extra);
        derivative.parts = vec![main, extra];
        true
    }
}
