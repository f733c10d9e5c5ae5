//! Samples in memory, each with its target.

use alloc::vec::Vec;
use core::fmt;

use super::error::{DataError, Problem};
use super::order::Order;
use crate::real::Real;

/// Samples of `N` numbers in memory, each with its target: a class (`usize`), or numbers (`[T; K]`).
///
/// ```
/// use autodiff_runtime::data::Dataset;
///
/// let mut dataset = Dataset::<f32, 3, usize>::new();
/// dataset.push(&[0.0, 0.5, 1.0], 4);
/// assert_eq!(dataset.input(0), &[0.0, 0.5, 1.0]);
/// assert_eq!(dataset.targets(), &[4]);
/// ```
#[derive(Clone, PartialEq)]
pub struct Dataset<T, const N: usize, Y> {
    inputs: Vec<[T; N]>,
    targets: Vec<Y>,
}

impl<T, const N: usize, Y> Default for Dataset<T, N, Y> {
    fn default() -> Self {
        Self { inputs: Vec::new(), targets: Vec::new() }
    }
}

impl<T: Real, const N: usize, Y> Dataset<T, N, Y> {
    /// Without samples.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Of samples and their targets.
    ///
    /// # Errors
    ///
    /// [`Problem::Count`] if there are more of the one than of the other.
    pub fn from_arrays(inputs: &[[T; N]], targets: &[Y]) -> Result<Self, DataError>
    where
        Y: Clone,
    {
        Self::from_parts(inputs.to_vec(), targets.to_vec())
    }

    /// Of samples and their targets, taken over.
    ///
    /// # Errors
    ///
    /// [`Problem::Count`] if there are more of the one than of the other.
    pub fn from_parts(inputs: Vec<[T; N]>, targets: Vec<Y>) -> Result<Self, DataError> {
        if inputs.len() != targets.len() {
            let (samples, targets) = (inputs.len(), targets.len());
            return Err(DataError::new(Problem::Count { samples, targets }));
        }
        Ok(Self { inputs, targets })
    }

    /// Adds a sample.
    pub fn push(&mut self, input: &[T; N], target: Y) {
        self.inputs.push(*input);
        self.targets.push(target);
    }

    /// How many samples there are.
    pub fn len(&self) -> usize {
        self.targets.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.targets.is_empty()
    }

    /// The numbers of a sample.
    ///
    /// # Panics
    ///
    /// If there is no such sample.
    #[track_caller]
    pub fn input(&self, sample: usize) -> &[T; N] {
        &self.inputs[sample]
    }

    /// The target of a sample.
    ///
    /// # Panics
    ///
    /// If there is no such sample.
    #[track_caller]
    pub fn target(&self, sample: usize) -> &Y {
        &self.targets[sample]
    }

    /// The samples.
    pub fn inputs(&self) -> &[[T; N]] {
        &self.inputs
    }

    /// The samples, to be changed.
    pub fn inputs_mut(&mut self) -> &mut [[T; N]] {
        &mut self.inputs
    }

    /// The targets.
    pub fn targets(&self) -> &[Y] {
        &self.targets
    }

    /// The samples beside their targets.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (&[T; N], &Y)> {
        self.inputs.iter().zip(&self.targets)
    }

    /// The first samples, and the others.
    ///
    /// # Panics
    ///
    /// If there are not that many.
    #[must_use]
    #[track_caller]
    pub fn split_at(mut self, first: usize) -> (Self, Self) {
        let inputs = self.inputs.split_off(first);
        let targets = self.targets.split_off(first);
        (self, Self { inputs, targets })
    }

    /// The samples in another order, in which a [split](Self::split_at) takes a random part.
    #[must_use]
    pub fn in_order(self, order: Order) -> Self
    where
        Y: Clone,
    {
        let mut numbers: Vec<usize> = (0..self.len()).collect();
        order.arrange(0, &mut numbers);
        let inputs = numbers.iter().map(|&sample| self.inputs[sample]).collect();
        let targets = numbers.iter().map(|&sample| self.targets[sample].clone()).collect();
        Self { inputs, targets }
    }

    /// With every number changed, as by `|x| x / 255.0`.
    #[must_use]
    pub fn map_inputs(mut self, f: impl Fn(T) -> T) -> Self {
        for x in self.inputs.iter_mut().flatten() {
            *x = f(*x);
        }
        self
    }

    /// With other targets.
    #[must_use]
    pub fn map_targets<Z>(self, f: impl FnMut(Y) -> Z) -> Dataset<T, N, Z> {
        Dataset { inputs: self.inputs, targets: self.targets.into_iter().map(f).collect() }
    }
}

impl<T: Real, const N: usize> Dataset<T, N, usize> {
    /// With each class as `K` numbers: 1 at its place, 0 elsewhere.
    ///
    /// # Errors
    ///
    /// [`Problem::Class`] if a target is `K` or larger.
    pub fn one_hot<const K: usize>(self) -> Result<Dataset<T, N, [T; K]>, DataError> {
        self.check_classes(K)?;
        Ok(self.map_targets(|class| {
            let mut numbers = [T::zero(); K];
            numbers[class] = T::one();
            numbers
        }))
    }

    /// Checks that all targets are classes of a network with `classes` outputs.
    ///
    /// # Errors
    ///
    /// [`Problem::Class`] with the first target that is not.
    pub fn check_classes(&self, classes: usize) -> Result<(), DataError> {
        match self.targets.iter().position(|class| *class >= classes) {
            Some(sample) => {
                let found = self.targets[sample] as f64;
                Err(DataError::new(Problem::Class { sample, found }))
            }
            None => Ok(()),
        }
    }
}

impl<T, const N: usize, Y> fmt::Debug for Dataset<T, N, Y> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Dataset")
            .field("samples", &self.targets.len())
            .field("features", &N)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::string::ToString;

    fn four() -> Dataset<f64, 2, usize> {
        let inputs = [[0.0, 1.0], [2.0, 3.0], [4.0, 5.0], [6.0, 7.0]];
        Dataset::from_arrays(&inputs, &[0, 1, 2, 3]).expect("four of each")
    }

    #[test]
    fn parts_keep_samples_and_targets_together() {
        let (first, rest) = four().split_at(1);
        assert_eq!((first.len(), rest.len()), (1, 3));
        assert_eq!((rest.input(2), rest.target(2)), (&[6.0, 7.0], &3));
        let shuffled = four().in_order(Order::Shuffled { seed: 1 });
        assert_ne!(shuffled, four());
        for (input, target) in shuffled.iter() {
            assert_eq!(input[0], 2.0 * *target as f64);
        }
    }

    #[test]
    fn numbers_and_targets_are_mapped() {
        let halves = four().map_inputs(|x| x / 2.0).map_targets(|class| class + 1);
        assert_eq!((halves.input(1), halves.target(1)), (&[1.0, 1.5], &2));
        let one_hot = four().one_hot::<4>().expect("four classes");
        assert_eq!(one_hot.target(2), &[0.0, 0.0, 1.0, 0.0]);
    }

    #[test]
    fn what_does_not_fit_is_an_error() {
        let error = Dataset::from_arrays(&[[0.0]], &[1, 2]).expect_err("two targets");
        assert_eq!(error.to_string(), "there are 1 samples but 2 targets");
        let error = four().one_hot::<3>().expect_err("class 3 of 3");
        assert_eq!(error.to_string(), "the target 3 of sample 3 is no class");
    }
}
