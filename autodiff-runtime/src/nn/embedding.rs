//! Vectors for the entries of a vocabulary.

use autodiff_macros::{differentiate, Differentiable};

use super::batch::{Batch, Samples, Sequences, Weights};
use super::layer::layer;
use super::place::{Place, Sample, Stack};
use crate::real::Real;

/// A vector of `D` features for each of `V` entries of a vocabulary: `y[b] = weight[index[b]]`.
///
/// As PyTorch's `Embedding`: the parameter is `weight`, `[V, D]`, and a random one is drawn from the standard normal
/// distribution. Entries that a batch does not mention have the gradient 0.
///
/// # Panics
///
/// If an index is no entry.
///
/// ```
/// use autodiff_runtime::nn::{Embedding, Samples, Weights};
///
/// let layer = Embedding::<f64, 3, 2>::new(Weights::new([[0.0, 1.0], [2.0, 3.0], [4.0, 5.0]]));
/// let y: Samples<f64, 2, 4> = layer.forward(&[2, 0, 2, 1]);
/// assert_eq!(y[2], [4.0, 5.0]);
/// ```
#[derive(Clone, Debug, PartialEq, Differentiable)]
pub struct Embedding<T: Real, const V: usize, const D: usize, P: Place = Stack> {
    /// The vectors.
    pub weight: Weights<T, V, D, P>,
}

impl<T: Real, const V: usize, const D: usize, P: Place> Embedding<T, V, D, P> {
    /// A layer of these vectors, also in constants.
    #[must_use]
    pub const fn new(weight: Weights<T, V, D, P>) -> Self {
        Self { weight }
    }
}

#[differentiate]
impl<T: Real, const V: usize, const D: usize, P: Place> Embedding<T, V, D, P> {
    /// The vectors of a batch of indices.
    pub fn forward<const B: usize, Q: Place>(&self, indices: &[usize; B]) -> Samples<T, D, B, Q> {
        let found: Samples<T, D, B, Q> = vectors(&self.weight, indices);
        found
    }

    /// The vectors of a batch of sequences of indices.
    pub fn forward_steps<const L: usize, const B: usize, Q: Place>(
        &self,
        indices: &[[usize; L]; B],
    ) -> Sequences<T, D, L, B, Q> {
        let found: Sequences<T, D, L, B, Q> = vectors(&self.weight, indices);
        found
    }
}

layer! {
    [const V: usize, const D: usize, P: Place] Embedding[V, D, P] {
        weight: Embedding [V, D];
    }
    random(rng) {
        let mut layer = Self { weight: Weights::zeros() };
        let shape = WeightShape::of_axes(&[V, D]);
        crate::init::Normal::default().fill(layer.weight.as_mut_slice(), &shape, rng);
        layer
    }
}

/// An index, or a sequence of indices, and the vectors it stands for.
///
/// ```
/// use autodiff_runtime::nn::Indices;
///
/// let table = [[0.0, 1.0], [2.0, 3.0]];
/// assert_eq!(1.look_up(&table), [2.0, 3.0]);
/// assert_eq!([1, 0].look_up(&table), [[2.0, 3.0], [0.0, 1.0]]);
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no batch of indices",
    note = "give an array of `usize`, as the layer's docs show"
)]
pub trait Indices<U: Sample> {
    /// What stands for it.
    type Vectors: Sample<Scalar = U::Scalar>;

    /// Looks the vectors up.
    fn look_up(&self, table: &[U]) -> Self::Vectors;

    /// Adds to the vectors.
    fn add(&self, seed: &Self::Vectors, table: &mut [U]);
}

impl<U: Sample> Indices<U> for usize {
    type Vectors = U;

    #[inline]
    fn look_up(&self, table: &[U]) -> U {
        table[*self]
    }

    #[inline]
    fn add(&self, seed: &U, table: &mut [U]) {
        table[*self].add_assign(seed);
    }
}

impl<U: Sample, const L: usize> Indices<U> for [usize; L] {
    type Vectors = [U; L];

    #[inline]
    fn look_up(&self, table: &[U]) -> [U; L] {
        self.map(|index| table[index])
    }

    #[inline]
    fn add(&self, seed: &[U; L], table: &mut [U]) {
        self.iter().zip(seed).for_each(|(index, seed)| table[*index].add_assign(seed));
    }
}

/// The product of the vectors with a matrix that has a single 1 in each column.
#[differentiate(vjp = vectors_vjp, jvp = vectors_jvp)]
fn vectors<T, const V: usize, const D: usize, const B: usize, P, N, Y>(
    weight: &Weights<T, V, D, P>,
    #[constant] indices: &[N; B],
) -> Y
where
    T: Real,
    P: Place,
    N: Indices<[T; D]>,
    Y: super::each::Units<N::Vectors>,
{
    let mut y = Y::room();
    let pairs = y.units_mut().iter_mut().zip(indices);
    pairs.for_each(|(y, index)| *y = index.look_up(weight.samples()));
    y
}

fn vectors_vjp<T, const V: usize, const D: usize, const B: usize, P, N, Y>(
    _weight: &Weights<T, V, D, P>,
    indices: &[N; B],
    seed: Y,
    adjoint: &mut Weights<T, V, D, P>,
) where
    T: Real,
    P: Place,
    N: Indices<[T; D]>,
    Y: super::each::Units<N::Vectors>,
{
    if !adjoint.is_discarded() {
        let pairs = seed.units().iter().zip(indices);
        pairs.for_each(|(seed, index)| index.add(seed, adjoint.samples_mut()));
    }
}

fn vectors_jvp<T, const V: usize, const D: usize, const B: usize, P, N, Y>(
    weight: &Weights<T, V, D, P>,
    indices: &[N; B],
    tangent: &Weights<T, V, D, P>,
) -> (Y, Y)
where
    T: Real,
    P: Place,
    N: Indices<[T; D]>,
    Y: super::each::Units<N::Vectors>,
{
    (vectors(weight, indices), vectors(tangent, indices))
}
