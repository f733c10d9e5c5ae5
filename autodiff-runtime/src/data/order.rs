//! The order in which the samples of an epoch come.

use rand::seq::SliceRandom;
use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;

/// The order in which samples come. It is a function of the seed and the number of the epoch alone, so that training
/// that goes on from a file sees what it would have seen.
///
/// ```
/// use autodiff_runtime::data::Order;
///
/// let (mut numbers, mut again) = ([0, 1, 2, 3, 4], [0, 1, 2, 3, 4]);
/// Order::Shuffled { seed: 7 }.arrange(1, &mut numbers);
/// Order::Shuffled { seed: 7 }.arrange(1, &mut again);
/// assert_eq!(numbers, again);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub enum Order {
    /// As they are.
    Sequential,
    /// In another order in every epoch, by `ChaCha8` with the seed and the epoch as its stream.
    Shuffled {
        /// The seed.
        seed: u64,
    },
}

impl Order {
    /// Puts numbers, which stand in their natural order, into that of an epoch.
    pub fn arrange(self, epoch: u64, numbers: &mut [usize]) {
        match self {
            Self::Sequential => {}
            Self::Shuffled { seed } => {
                let mut random = ChaCha8Rng::seed_from_u64(seed);
                random.set_stream(epoch);
                numbers.shuffle(&mut random);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::vec::Vec;

    fn order(seed: u64, epoch: u64) -> Vec<usize> {
        let mut numbers: Vec<usize> = (0..20).collect();
        Order::Shuffled { seed }.arrange(epoch, &mut numbers);
        numbers
    }

    #[test]
    fn the_seed_and_the_epoch_are_all() {
        assert_eq!(order(3, 5), order(3, 5));
        assert_ne!(order(3, 5), order(3, 6));
        assert_ne!(order(3, 5), order(4, 5));
        let mut sorted = order(3, 5);
        sorted.sort_unstable();
        assert!(sorted.into_iter().eq(0..20));
    }

    #[test]
    fn the_generator_is_named_and_stays() {
        // Another version of the generator or of the shuffle would break the resumption of runs.
        assert_eq!(order(0, 0)[..5], [14, 8, 6, 1, 9]);
    }
}
