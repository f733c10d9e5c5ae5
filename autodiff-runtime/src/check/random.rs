//! Random directions and choices: the same on every run.

use alloc::vec::Vec;

/// SplitMix64.
pub(super) struct Random(u64);

impl Random {
    pub(super) fn new(seed: u64) -> Self {
        Self(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// Evenly in `[0, 1)`.
    pub(super) fn unit(&mut self) -> f64 {
        #[allow(clippy::cast_precision_loss)]
        let numerator = (self.next() >> 11) as f64;
        numerator / 9_007_199_254_740_992.0
    }

    /// Numbers between -1 and 1, none of them near 0.
    pub(super) fn directions(&mut self, count: usize) -> Vec<f64> {
        let one = |random: &mut Self| {
            let size = 0.25 + 0.75 * random.unit();
            if random.unit() < 0.5 {
                -size
            } else {
                size
            }
        };
        (0..count).map(|_| one(self)).collect()
    }

    /// At most `most` of the indices below `count`, in order.
    pub(super) fn choose(&mut self, count: usize, most: usize) -> Vec<usize> {
        let mut chosen = Vec::new();
        let mut wanted = most.min(count);
        for index in 0..count {
            #[allow(clippy::cast_precision_loss)]
            let share = wanted as f64 / (count - index) as f64;
            if wanted > 0 && self.unit() < share {
                chosen.push(index);
                wanted -= 1;
            }
        }
        chosen
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_or_so_many() {
        let mut random = Random::new(1);
        assert_eq!(random.choose(5, 9), [0, 1, 2, 3, 4]);
        let some = random.choose(1000, 20);
        assert!(some.len() == 20 && some.windows(2).all(|pair| pair[0] < pair[1]));
        assert!(random.directions(50).iter().all(|x| x.abs() >= 0.25 && x.abs() <= 1.0));
    }
}
