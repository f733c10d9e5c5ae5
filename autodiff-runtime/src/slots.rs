//! Parts of one list that a call borrows at once.

#[cfg(feature = "alloc")]
use alloc::vec::Vec;
use core::ops::{Bound, Range, RangeBounds};

#[cfg(feature = "alloc")]
use crate::containers::add_assign_slice;
#[cfg(feature = "alloc")]
use crate::tangent::Tangent;

/// A range of what a range of indices holds.
#[inline]
pub fn part(whole: Range<usize>, range: &impl RangeBounds<usize>) -> Range<usize> {
    let start = match range.start_bound() {
        Bound::Included(start) => whole.start + start,
        Bound::Excluded(before) => whole.start + before + 1,
        Bound::Unbounded => whole.start,
    };
    let end = match range.end_bound() {
        Bound::Included(last) => whole.start + last + 1,
        Bound::Excluded(end) => whole.start + end,
        Bound::Unbounded => whole.end,
    };
    start..end
}

/// Parts of a list that do not overlap, since they were all borrowed exclusively before.
#[inline]
pub fn disjoint<'a, T, const N: usize>(
    list: &'a mut [T],
    parts: &[Range<usize>; N],
) -> [&'a mut [T]; N] {
    list.get_disjoint_mut(parts.clone()).expect("parts that do not overlap")
}

/// Parts of an adjoint: of its own where they do not overlap, else spare ones that are added later.
#[cfg(feature = "alloc")]
#[inline]
pub fn slots<'a, T: Tangent, const N: usize>(
    adjoint: &'a mut [T],
    parts: &[Range<usize>; N],
    spare: &'a mut Option<[Vec<T>; N]>,
) -> [&'a mut [T]; N] {
    let overlaps = parts.iter().enumerate().any(|(index, part)| {
        parts[..index].iter().any(|other| part.start < other.end && other.start < part.end)
    });
    if overlaps {
        let zeros = parts
            .each_ref()
            .map(|part| adjoint[part.clone()].iter().map(Tangent::zero_like).collect::<Vec<T>>());
        return spare.insert(zeros).each_mut().map(Vec::as_mut_slice);
    }
    disjoint(adjoint, parts)
}

/// Adds what went into spare parts.
#[cfg(feature = "alloc")]
#[inline]
pub fn add_spare<T: Tangent, const N: usize>(
    adjoint: &mut [T],
    parts: &[Range<usize>; N],
    spare: Option<[Vec<T>; N]>,
) {
    for (part, slot) in parts.iter().zip(spare.iter().flatten()) {
        add_assign_slice(&mut adjoint[part.clone()], slot);
    }
}
