//! Mini-batches of a fixed size.

use alloc::vec::Vec;
use core::fmt;

use super::dataset::Dataset;
use super::inputs::BatchInputs;
use super::order::Order;
use crate::real::Real;

/// A batch of samples and their targets.
///
/// The first [`active`](Self::active) samples are the batch. The others, if any, are padding: copies of samples from the
/// front of the epoch's order, so that statistics over the batch are of real data. A loss must not count them: every loss
/// of [`nn`](crate::nn) has a form for the first samples of a batch.
///
/// ```
/// use autodiff_runtime::data::{Dataset, Order};
/// use autodiff_runtime::nn::Samples;
///
/// # fn main() -> Result<(), autodiff_runtime::data::DataError> {
/// // Three samples in batches of two: in the second, one counts.
/// let dataset = Dataset::from_arrays(&[[1.0], [2.0], [3.0]], &[0, 1, 0])?;
/// let mut batches = dataset.batches::<Samples<f64, 1, 2>>(Order::Sequential);
/// assert_eq!(batches.next_batch().unwrap().active, 2);
/// assert_eq!(batches.next_batch().unwrap().active, 1);
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct MiniBatch<X: BatchInputs, Y> {
    /// The samples.
    pub inputs: X,
    /// The targets: `[Y; B]` of `B` samples.
    pub targets: X::Targets<Y>,
    /// How many samples count.
    pub active: usize,
    /// Which batch of all epochs it is, from 0: what is random in it should follow from this number, so that training that
    /// goes on from a file does what it would have done.
    pub number: u64,
}

impl<X: BatchInputs, Y> MiniBatch<X, Y> {
    /// The targets of the samples that count.
    pub fn active_targets(&self) -> &[Y] {
        &self.targets.as_ref()[..self.active]
    }
}

impl<X: BatchInputs, Y> fmt::Debug for MiniBatch<X, Y> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MiniBatch")
            .field("samples", &X::SAMPLES)
            .field("active", &self.active)
            .finish_non_exhaustive()
    }
}

/// What becomes of the samples of an epoch that do not fill a batch.
///
/// ```
/// use autodiff_runtime::data::{Batches, Dataset, Order, Remainder};
/// use autodiff_runtime::nn::Samples;
///
/// # fn main() -> Result<(), autodiff_runtime::data::DataError> {
/// let dataset = Dataset::from_arrays(&[[1.0], [2.0], [3.0]], &[0, 1, 0])?;
/// let batches = Batches::<Samples<f64, 1, 2>, 1, _>::new(&dataset, Order::Sequential);
/// assert_eq!(batches.per_epoch(), 2);
/// assert_eq!(batches.remainder(Remainder::Dropped).per_epoch(), 1);
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub enum Remainder {
    /// They come as a last batch whose other columns are padding: no sample is lost.
    #[default]
    Masked,
    /// They wait for another epoch, whose order brings them forward.
    Dropped,
}

/// Goes through the samples of a dataset, epoch after epoch, in batches: see [`Dataset::batches`].
///
/// The batch is filled in place: an epoch allocates nothing. It is handed out by `&mut`, so that it can be augmented.
pub struct Batches<'a, X: BatchInputs, const N: usize, Y> {
    place: Place<'a, X, N, Y>,
    batch: Option<MiniBatch<X, Y>>,
}

/// Where in which epoch one is.
struct Place<'a, X: BatchInputs, const N: usize, Y> {
    dataset: &'a Dataset<X::Scalar, N, Y>,
    order: Order,
    remainder: Remainder,
    /// The samples in the order of the epoch.
    numbers: Vec<usize>,
    epoch: u64,
    next: usize,
}

impl<T: Real, const N: usize, Y: Clone> Dataset<T, N, Y> {
    /// The samples in batches, at the start of epoch 0; those that do not fill a batch are [`Remainder::Masked`].
    ///
    /// ```
    /// use autodiff_runtime::data::{Dataset, Order};
    /// use autodiff_runtime::nn::Samples;
    ///
    /// # fn main() -> Result<(), autodiff_runtime::data::DataError> {
    /// let dataset = Dataset::from_arrays(&[[1.0], [2.0], [3.0]], &["a", "b", "c"])?;
    /// let mut batches = dataset.batches::<Samples<f64, 1, 2>>(Order::Sequential);
    /// let first = batches.next_batch().unwrap();
    /// assert_eq!((first.inputs.as_slice(), first.targets), (&[1.0, 2.0][..], ["a", "b"]));
    /// let second = batches.next_batch().unwrap();
    /// assert_eq!(second.active_targets(), ["c"]);
    /// assert!(batches.next_batch().is_none());
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// A batch of no samples, or of samples of another size, does not compile.
    pub fn batches<X: BatchInputs<Scalar = T>>(&self, order: Order) -> Batches<'_, X, N, Y> {
        Batches::new(self, order)
    }

    /// All samples in batches, in their order, as one looks at them to measure a network.
    pub fn in_batches<X: BatchInputs<Scalar = T>>(&self, mut visit: impl FnMut(&MiniBatch<X, Y>)) {
        let mut batches = self.batches(Order::Sequential);
        while let Some(batch) = batches.next_batch() {
            visit(batch);
        }
    }
}

impl<'a, X: BatchInputs, const N: usize, Y: Clone> Batches<'a, X, N, Y> {
    /// As [`Dataset::batches`].
    #[must_use]
    pub fn new(dataset: &'a Dataset<X::Scalar, N, Y>, order: Order) -> Self {
        const {
            assert!(X::SAMPLES > 0, "a batch of no samples");
            assert!(
                X::FEATURES == N,
                "the samples of the batch are of another size than the dataset's"
            );
        }
        let place = Place {
            dataset,
            order,
            remainder: Remainder::default(),
            numbers: Vec::with_capacity(dataset.len()),
            epoch: 0,
            next: 0,
        };
        let mut batches = Self { place, batch: None };
        batches.start_epoch(0);
        batches
    }

    /// With another way to treat the samples that do not fill a batch.
    #[must_use]
    pub fn remainder(mut self, remainder: Remainder) -> Self {
        self.place.remainder = remainder;
        self
    }

    /// How many batches an epoch has.
    pub fn per_epoch(&self) -> usize {
        self.place.per_epoch()
    }

    /// Goes to the start of an epoch, whose number decides the order.
    pub fn start_epoch(&mut self, epoch: u64) {
        let place = &mut self.place;
        place.numbers.clear();
        place.numbers.extend(0..place.dataset.len());
        place.order.arrange(epoch, &mut place.numbers);
        place.epoch = epoch;
        place.next = 0;
    }

    /// Leaves out the next batches of the epoch, to go on where training stopped.
    pub fn skip(&mut self, batches: usize) {
        let samples = batches.saturating_mul(X::SAMPLES);
        self.place.next = self.place.next.saturating_add(samples).min(self.place.numbers.len());
    }

    /// The next batch of the epoch; `None` after the last.
    pub fn next_batch(&mut self) -> Option<&mut MiniBatch<X, Y>> {
        if self.place.fill(&mut self.batch) {
            self.batch.as_mut()
        } else {
            None
        }
    }

    /// Puts the next batch of the epoch into a place of the caller's, who keeps several; `false` after the last.
    pub fn next_into(&mut self, batch: &mut Option<MiniBatch<X, Y>>) -> bool {
        self.place.fill(batch)
    }
}

impl<X: BatchInputs, const N: usize, Y: Clone> Place<'_, X, N, Y> {
    fn per_epoch(&self) -> usize {
        match self.remainder {
            Remainder::Masked => self.dataset.len().div_ceil(X::SAMPLES),
            Remainder::Dropped => self.dataset.len() / X::SAMPLES,
        }
    }

    fn fill(&mut self, batch: &mut Option<MiniBatch<X, Y>>) -> bool {
        let left = self.numbers.len() - self.next;
        let enough = match self.remainder {
            Remainder::Masked => left > 0,
            Remainder::Dropped => left >= X::SAMPLES,
        };
        if !enough {
            return false;
        }
        let active = left.min(X::SAMPLES);
        let in_epoch = (self.next / X::SAMPLES) as u64;
        let number = self.epoch * self.per_epoch() as u64 + in_epoch;
        let (dataset, numbers, first) = (self.dataset, &self.numbers, self.next);
        // Behind the last sample the order begins again.
        let sample = |i: usize| {
            let place = if i < active { first + i } else { i - active };
            numbers[place % numbers.len()]
        };
        let target = |i: usize| dataset.target(sample(i)).clone();
        let batch = match batch {
            Some(batch) => {
                let targets = batch.targets.as_mut().iter_mut().enumerate();
                targets.for_each(|(i, place)| *place = target(i));
                batch
            }
            none => {
                let (inputs, targets) = (X::room(), X::targets(target));
                none.insert(MiniBatch { inputs, targets, active, number })
            }
        };
        let places = batch.inputs.as_mut_slice().chunks_mut(N.max(1)).enumerate();
        places.for_each(|(i, place)| place.copy_from_slice(dataset.input(sample(i))));
        (batch.active, batch.number) = (active, number);
        self.next += active;
        true
    }
}

impl<X: BatchInputs, const N: usize, Y> fmt::Debug for Batches<'_, X, N, Y> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Batches")
            .field("samples", &self.place.numbers.len())
            .field("epoch", &self.place.epoch)
            .field("next", &self.place.next)
            .field("order", &self.place.order)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::nn::{Heap, Samples, Stack};

    type Rows<'a, const B: usize, P = Stack> = Batches<'a, Samples<f64, 2, B, P>, 2, usize>;

    fn numbered(count: usize) -> Dataset<f64, 2, usize> {
        let mut dataset = Dataset::new();
        for i in 0..count {
            dataset.push(&[i as f64, -(i as f64)], i);
        }
        dataset
    }

    /// The samples of an epoch, and whether all came with their targets.
    fn epoch<const B: usize>(batches: &mut Rows<'_, B>) -> Vec<usize> {
        let mut seen = Vec::new();
        while let Some(batch) = batches.next_batch() {
            for (sample, &target) in batch.targets.iter().enumerate() {
                assert_eq!(batch.inputs[sample], [target as f64, -(target as f64)]);
            }
            seen.extend(batch.active_targets());
        }
        seen
    }

    #[test]
    fn no_sample_is_lost_and_none_comes_twice() {
        for count in [0, 1, 7, 8, 9, 16] {
            let dataset = numbered(count);
            let mut batches = Rows::<8>::new(&dataset, Order::Shuffled { seed: 1 });
            assert_eq!(batches.per_epoch(), count.div_ceil(8));
            for number in 0..3 {
                batches.start_epoch(number);
                let mut seen = epoch(&mut batches);
                seen.sort_unstable();
                assert!(seen.into_iter().eq(0..count));
            }
        }
    }

    #[test]
    fn padding_is_real_samples_from_the_front() {
        let dataset = numbered(4);
        let mut batches = Rows::<3>::new(&dataset, Order::Sequential);
        assert_eq!(batches.next_batch().expect("three").active, 3);
        let last = batches.next_batch().expect("one");
        assert_eq!((last.active, last.targets), (1, [3, 0, 1]));
        assert!(batches.next_batch().is_none());
        let single = numbered(1);
        let mut batches = Rows::<3>::new(&single, Order::Sequential);
        assert_eq!(batches.next_batch().expect("one").targets, [0, 0, 0]);
    }

    #[test]
    fn batches_on_the_heap_are_the_same() {
        let dataset = numbered(5);
        let mut stack = Rows::<3>::new(&dataset, Order::Shuffled { seed: 2 });
        let mut heap = Rows::<3, Heap>::new(&dataset, Order::Shuffled { seed: 2 });
        while let Some(batch) = heap.next_batch() {
            assert!(stack.next_batch().expect("as many").inputs == batch.inputs);
        }
    }

    #[test]
    fn a_dropped_remainder_leaves_whole_batches() {
        let dataset = numbered(7);
        let mut batches = Rows::<3>::new(&dataset, Order::Sequential).remainder(Remainder::Dropped);
        assert_eq!(batches.per_epoch(), 2);
        assert_eq!(epoch(&mut batches), [0, 1, 2, 3, 4, 5]);
    }

    #[test]
    fn an_epoch_goes_on_where_it_stopped() {
        let dataset = numbered(10);
        let order = Order::Shuffled { seed: 5 };
        let mut whole = Rows::<3>::new(&dataset, order);
        whole.start_epoch(4);
        let all = epoch(&mut whole);
        let mut rest = Rows::<3>::new(&dataset, order);
        rest.start_epoch(4);
        rest.skip(2);
        assert_eq!(rest.next_batch().expect("two are left").number, 4 * 4 + 2);
        rest.start_epoch(4);
        rest.skip(2);
        assert_eq!(epoch(&mut rest), all[6..]);
        rest.start_epoch(4);
        rest.skip(usize::MAX);
        assert!(rest.next_batch().is_none());
    }
}
