//! Attention of the steps of a sequence to each other.

use autodiff_macros::{differentiate, Differentiable};

use super::batch::{Images, Sequences, Weights};
use super::chained::runs;
use super::each::{each, sample_map};
use super::linear::Linear;
use super::parameters::{Name, Parameter, ParameterKind, Parameters};
use super::place::{Place, Stack};
use super::product::{gates, Gates};
use super::softmax::softmax;
use crate::accumulate::stop_gradient;
use crate::real::Real;

/// Self-attention of `HEADS` heads over sequences of steps of `D` features (Vaswani et al. 2017).
///
/// Queries, keys and values are dense maps of each step. Head by head, over `D / HEADS` features each,
/// `y_t = Σ_s softmax_s(q_t · k_s / √(D / HEADS)) v_s`; a dense map of the heads together is the result. With `causal`, a step sees itself and
/// those before it.
///
/// As PyTorch's `MultiheadAttention`, with the parameters `in_proj_weight`, `[3 D, D]`, `in_proj_bias`, `out_proj.weight`
/// and `out_proj.bias`. A random layer draws the first by Glorot and Bengio (2010) and the output's weight as
/// [`Linear`]; the biases are 0.
///
/// `HEADS` must divide `D`; else the program does not compile.
///
/// ```
/// use autodiff_runtime::nn::{MultiHeadAttention, Sequences};
///
/// let mut layer = MultiHeadAttention::<f64, 2, 1>::default();
/// // Values are the inputs themselves, and all keys are alike: each step is the mean of those it sees.
/// layer.in_proj_weight[2] = [[1.0, 0.0], [0.0, 1.0]];
/// layer.out_proj.weight[0] = [1.0, 0.0];
/// layer.out_proj.weight[1] = [0.0, 1.0];
/// layer.causal = true;
/// let y = layer.forward(&Sequences::<f64, 2, 2, 1>::from([[[1.0, 2.0], [3.0, 6.0]]]));
/// assert_eq!(y[0], [[1.0, 2.0], [2.0, 4.0]]);
/// ```
#[derive(Clone, Debug, PartialEq, Differentiable)]
pub struct MultiHeadAttention<T: Real, const D: usize, const HEADS: usize, P: Place = Stack> {
    /// From steps to queries, keys and values: three times `D` rows.
    pub in_proj_weight: Gates<T, 3, D, D, P>,
    /// What is added to queries, keys and values.
    pub in_proj_bias: [[T; D]; 3],
    /// From the heads to the result.
    pub out_proj: Linear<T, D, D, P>,
    /// Whether a step sees only itself and those before it.
    #[constant]
    pub causal: bool,
}

/// All parameters zero, every step seen.
impl<T: Real, const D: usize, const HEADS: usize, P: Place> Default
    for MultiHeadAttention<T, D, HEADS, P>
{
    fn default() -> Self {
        Self {
            in_proj_weight: Gates::zeros(),
            in_proj_bias: [[T::zero(); D]; 3],
            out_proj: Linear { weight: Weights::zeros(), bias: [T::zero(); D] },
            causal: false,
        }
    }
}

#[differentiate]
impl<T: Real, const D: usize, const HEADS: usize, P: Place> MultiHeadAttention<T, D, HEADS, P> {
    /// What each step makes of those it sees.
    pub fn forward<const L: usize, const B: usize, Q: Place>(
        &self,
        x: &Sequences<T, D, L, B, Q>,
    ) -> Sequences<T, D, L, B, Q> {
        // Steps as channels of an image, whose rows are query, key and value.
        let projected: Images<T, L, 3, D, B, Q> =
            gates::<T, D, D, 3, P, _, _>(&self.in_proj_weight, &self.in_proj_bias, x);
        let heads = Heads::<HEADS> { causal: stop_gradient(self.causal) };
        let mixed: Sequences<T, D, L, B, Q> =
            each::<Heads<HEADS>, [[[T; D]; 3]; L], [[T; D]; L], _, _>(&heads, &projected);
        self.out_proj.forward_steps(&mixed)
    }
}

/// The attention of `HEADS` heads to steps that are projected already.
#[derive(Clone, Copy, Debug, Differentiable)]
struct Heads<const HEADS: usize> {
    #[constant]
    causal: bool,
}

#[differentiate]
impl<const HEADS: usize> Heads<HEADS> {
    /// Each step's query, key and value to its result.
    fn of_sample<T: Real, const D: usize, const L: usize>(
        &self,
        x: &[[[T; D]; 3]; L],
    ) -> [[T; D]; L] {
        let width = const { head_width(D, HEADS) };
        let scale = T::one() / T::lit(width as f64).sqrt();
        let mut y = [[T::zero(); D]; L];
        for head in 0..HEADS {
            for t in 0..L {
                // What is not seen has a score of minus infinity, and no share.
                let mut scores = [unseen::<T>(); L];
                for s in 0..L {
                    if !self.causal || s <= t {
                        let mut score = T::zero();
                        for f in head * width..(head + 1) * width {
                            score += x[t][0][f] * x[s][1][f];
                        }
                        scores[s] = score * scale;
                    }
                }
                let shares = softmax(&scores);
                for s in 0..L {
                    for f in head * width..(head + 1) * width {
                        y[t][f] += shares[s] * x[s][2][f];
                    }
                }
            }
        }
        y
    }
}

sample_map!(
    [const D: usize, const L: usize, const HEADS: usize]
    Heads<HEADS>, [[[T; D]; 3]; L] => [[T; D]; L]
);

fn unseen<T: Real>() -> T {
    -T::max_value().unwrap_or_else(T::one)
}

const fn head_width(features: usize, heads: usize) -> usize {
    assert!(
        heads > 0 && features.is_multiple_of(heads),
        "the number of heads must divide the number of features"
    );
    features / heads
}

impl<T: Real, const D: usize, const HEADS: usize, P: Place> Parameters<T>
    for MultiHeadAttention<T, D, HEADS, P>
{
    fn visit(&self, name: Name<'_>, visitor: &mut dyn FnMut(Parameter<'_>, &[T])) {
        visitor(weight(name.child("in_proj_weight"), &[3 * D, D]), self.in_proj_weight.as_slice());
        visitor(bias(name.child("in_proj_bias"), &[3 * D]), self.in_proj_bias.as_flattened());
        self.out_proj.visit(name.child("out_proj"), visitor);
    }

    fn visit_mut(&mut self, name: Name<'_>, visitor: &mut dyn FnMut(Parameter<'_>, &mut [T])) {
        let weights = self.in_proj_weight.as_mut_slice();
        visitor(weight(name.child("in_proj_weight"), &[3 * D, D]), weights);
        visitor(bias(name.child("in_proj_bias"), &[3 * D]), self.in_proj_bias.as_flattened_mut());
        self.out_proj.visit_mut(name.child("out_proj"), visitor);
    }

    fn visit_with_gradient(
        &mut self,
        gradient: &Self::Tangent,
        name: Name<'_>,
        visitor: &mut dyn FnMut(Parameter<'_>, &mut [T], &[T]),
    ) {
        visitor(
            weight(name.child("in_proj_weight"), &[3 * D, D]),
            self.in_proj_weight.as_mut_slice(),
            gradient.in_proj_weight.as_slice(),
        );
        visitor(
            bias(name.child("in_proj_bias"), &[3 * D]),
            self.in_proj_bias.as_flattened_mut(),
            gradient.in_proj_bias.as_flattened(),
        );
        self.out_proj.visit_with_gradient(&gradient.out_proj, name.child("out_proj"), visitor);
    }

    fn visit_gradient(
        &self,
        gradient: &Self::Tangent,
        name: Name<'_>,
        visitor: &mut dyn FnMut(Parameter<'_>, &[T]),
    ) {
        let weights = gradient.in_proj_weight.as_slice();
        visitor(weight(name.child("in_proj_weight"), &[3 * D, D]), weights);
        visitor(bias(name.child("in_proj_bias"), &[3 * D]), gradient.in_proj_bias.as_flattened());
        self.out_proj.visit_gradient(&gradient.out_proj, name.child("out_proj"), visitor);
    }

    fn visit_gradient_mut(
        &self,
        gradient: &mut Self::Tangent,
        name: Name<'_>,
        visitor: &mut dyn FnMut(Parameter<'_>, &mut [T]),
    ) {
        let weights = gradient.in_proj_weight.as_mut_slice();
        visitor(weight(name.child("in_proj_weight"), &[3 * D, D]), weights);
        let biases = gradient.in_proj_bias.as_flattened_mut();
        visitor(bias(name.child("in_proj_bias"), &[3 * D]), biases);
        self.out_proj.visit_gradient_mut(&mut gradient.out_proj, name.child("out_proj"), visitor);
    }
}

fn weight<'a>(name: Name<'a>, shape: &'a [usize]) -> Parameter<'a> {
    Parameter { name, shape, kind: ParameterKind::Weight }
}

fn bias<'a>(name: Name<'a>, shape: &'a [usize]) -> Parameter<'a> {
    Parameter { name, shape, kind: ParameterKind::Bias }
}

#[cfg(feature = "rand")]
impl<T: Real, const D: usize, const HEADS: usize, P: Place> super::Random
    for MultiHeadAttention<T, D, HEADS, P>
{
    fn random(rng: &mut dyn rand::Rng) -> Self {
        use crate::init::{Initializer, VarianceScaling, WeightShape};

        let mut layer = Self::default();
        let shape = WeightShape::matrix(3 * D, D);
        VarianceScaling::xavier_uniform(crate::init::Gain::Linear).fill(
            layer.in_proj_weight.as_mut_slice(),
            &shape,
            rng,
        );
        let shape = WeightShape::matrix(D, D);
        VarianceScaling::torch_default().fill(layer.out_proj.weight.as_mut_slice(), &shape, rng);
        layer
    }
}

runs!([T: Real, const D: usize, const HEADS: usize, const L: usize, const B: usize, P: Place, Q: Place]
    MultiHeadAttention<T, D, HEADS, P>: Sequences<T, D, L, B, Q> => Sequences<T, D, L, B, Q>);
