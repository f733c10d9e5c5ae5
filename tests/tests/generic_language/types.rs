//! Types that several programs use.

use autodiff_runtime::prelude::*;

#[derive(Clone, Debug, Differentiable)]
pub(crate) struct Body<T: Real> {
    pub(crate) at: [T; 2],
    pub(crate) mass: T,
    pub(crate) tag: usize,
}

#[derive(Clone, Copy, Debug, Differentiable)]
pub(crate) struct Line<T: Real> {
    pub(crate) slope: T,
    pub(crate) offset: T,
}

#[differentiate]
impl<T: Real> Line<T> {
    pub(crate) fn new(slope: T, offset: T) -> Self {
        Self { slope, offset }
    }
    pub(crate) fn at(&self, x: T) -> T {
        self.slope * x + self.offset
    }
    pub(crate) fn then(self, other: Line<T>) -> Line<T> {
        Line { slope: self.slope * other.slope, offset: other.at(self.offset) }
    }
}
