//! A window that slides along one axis of an image or a sequence.

/// An axis, and the window on it: `kernel` taps, `dilation` apart, at `output` positions, `stride` apart, of which the first is
/// `padding` before the axis begins.
#[derive(Clone, Copy, Debug)]
pub(super) struct Axis {
    pub(super) size: usize,
    pub(super) output: usize,
    pub(super) kernel: usize,
    pub(super) stride: usize,
    pub(super) padding: usize,
    pub(super) dilation: usize,
}

impl Axis {
    /// The axis, whose sizes fit.
    ///
    /// # Panics
    ///
    /// If they do not: in a constant, so that the program does not compile.
    pub(super) const fn checked(self) -> Self {
        assert!(self.kernel > 0, "a window of no size");
        assert!(self.stride > 0, "a stride of 0 never ends");
        assert!(self.dilation > 0, "taps that are 0 apart are one");
        let span = self.dilation * (self.kernel - 1) + 1;
        let padded = self.size + 2 * self.padding;
        assert!(padded >= span, "the window is larger than what it slides over");
        assert!(
            self.output == (padded - span) / self.stride + 1,
            "the output has another size than the windows have positions"
        );
        self
    }

    /// The same, for a window that must not lie in the padding alone.
    pub(super) const fn mostly_inside(self) -> Self {
        let span = self.dilation * (self.kernel - 1) + 1;
        assert!(2 * self.padding <= span, "the padding is more than half of the window");
        self.checked()
    }

    /// The positions at which a tap lies inside: the first, how many, and where it is at the first.
    pub(super) fn inside(&self, tap: usize) -> (usize, usize, usize) {
        let (tap, edge) = (tap * self.dilation, self.padding);
        // Inside where `padding <= position * stride + tap < padding + size`.
        let first = edge.saturating_sub(tap).div_ceil(self.stride);
        let end = (edge + self.size).saturating_sub(tap).div_ceil(self.stride).min(self.output);
        let index = (first * self.stride + tap).saturating_sub(edge);
        (first, end.saturating_sub(first), index)
    }

    /// Where a tap lies at a position, if that is inside.
    #[inline]
    pub(super) fn at(&self, position: usize, tap: usize) -> Option<usize> {
        let index = position * self.stride + tap * self.dilation;
        index.checked_sub(self.padding).filter(|index| *index < self.size)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs_inside_are_the_taps_inside() {
        for (size, kernel, stride, padding, dilation) in
            [(5, 3, 1, 0, 1), (5, 3, 1, 1, 1), (7, 2, 3, 2, 2), (9, 4, 2, 3, 2), (4, 1, 1, 2, 1)]
        {
            let output = (size + 2 * padding - dilation * (kernel - 1) - 1) / stride + 1;
            let axis = Axis { size, output, kernel, stride, padding, dilation }.checked();
            for tap in 0..kernel {
                let (first, count, index) = axis.inside(tap);
                for position in 0..output {
                    let expected = (first..first + count)
                        .contains(&position)
                        .then(|| index + (position - first) * stride);
                    assert_eq!(axis.at(position, tap), expected, "{axis:?} {tap} {position}");
                }
            }
        }
    }
}
