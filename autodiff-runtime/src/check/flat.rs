//! A function as a map from one list of numbers to another, with both modes of its derivative.

use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec::Vec;

use crate::coordinates::Coordinates;
use crate::tangent::{ScalarSlice, ScalarSliceMut, Tangent};

/// Results, and what belongs to them: tangents, or a gradient.
pub(super) type Both = (Vec<f64>, Vec<f64>);

type Evaluate<'a> = Box<dyn FnMut(&[f64]) -> Vec<f64> + 'a>;
type Reverse<'a> = Box<dyn FnMut(&[f64], &[f64], &[f64]) -> Both + 'a>;
type Forward<'a> = Box<dyn FnMut(&[f64], &[f64]) -> Both + 'a>;

/// A function of lists.
pub(super) struct Flat<'a> {
    /// Its name, as it was written.
    pub(super) name: &'static str,
    /// What the numbers of the arguments are called: `x`, `w[3]`.
    pub(super) inputs: Vec<String>,
    /// What the numbers of the results are called.
    pub(super) outputs: Vec<String>,
    /// The arguments at which it is checked.
    pub(super) at: Vec<f64>,
    /// Whether an `f32` is among the numbers.
    pub(super) single: bool,
    /// The results.
    pub(super) primal: Evaluate<'a>,
    /// The results and the gradient for a seed, added to a start.
    pub(super) reverse: Reverse<'a>,
    /// The results and their tangents for those of the arguments.
    pub(super) forward: Forward<'a>,
    /// Whether a gradient is added to its start: not so for arguments that are results too.
    pub(super) accumulates: Vec<bool>,
}

/// The numbers of a value, and whether one of them is an `f32`.
pub(super) fn read<T: Coordinates + ?Sized>(value: &mut T) -> (Vec<f64>, bool) {
    let (mut numbers, mut single) = (Vec::new(), false);
    value.coordinates(&mut |run| match run {
        ScalarSliceMut::F32(run) => {
            single = true;
            numbers.extend(run.iter().map(|x| f64::from(*x)));
        }
        ScalarSliceMut::F64(run) => numbers.extend_from_slice(run),
    });
    (numbers, single)
}

/// Puts numbers into a value.
pub(super) fn write<T: Coordinates + ?Sized>(value: &mut T, numbers: &[f64]) {
    let mut numbers = numbers.iter().copied();
    value.coordinates(&mut |run| fill(run, &mut numbers));
}

/// The numbers of a tangent.
pub(super) fn read_tangent<T: Tangent>(tangent: &T) -> Vec<f64> {
    let mut numbers = Vec::new();
    tangent.for_each_slice(&mut |run| match run {
        ScalarSlice::F32(run) => numbers.extend(run.iter().map(|x| f64::from(*x))),
        ScalarSlice::F64(run) => numbers.extend_from_slice(run),
    });
    numbers
}

/// Puts numbers into a tangent.
pub(super) fn write_tangent<T: Tangent>(tangent: &mut T, numbers: &[f64]) {
    let mut numbers = numbers.iter().copied();
    tangent.for_each_slice_mut(&mut |run| fill(run, &mut numbers));
}

fn fill(run: ScalarSliceMut<'_>, numbers: &mut impl Iterator<Item = f64>) {
    match run {
        #[allow(clippy::cast_possible_truncation)]
        ScalarSliceMut::F32(run) => run.iter_mut().zip(numbers).for_each(|(x, n)| *x = n as f32),
        ScalarSliceMut::F64(run) => run.iter_mut().zip(numbers).for_each(|(x, n)| *x = n),
    }
}

/// `x` for one number, `x[0]`, `x[1]`, .. for more.
pub(super) fn names(of: &str, count: usize) -> impl Iterator<Item = String> + '_ {
    (0..count).map(
        move |index| {
            if count == 1 {
                String::from(of)
            } else {
                alloc::format!("{of}[{index}]")
            }
        },
    )
}
