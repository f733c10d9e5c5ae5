//! What an optimizer has learned, as plain data, for saving.

use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::error::StateError;

/// All that an optimizer has learned, as plain data.
///
/// What it remembers of every parameter are its *slots* (Adam's are two: means of the gradient and of its square). The
/// numbers of a run of parameters are all of its first slot, then all of its second, and so on.
///
/// With the feature `serde` it is written and read with any format that keeps every bit of a float.
///
/// ```
/// use autodiff_runtime::optim::{Adam, Optimizer};
///
/// let (mut x, gradient) = ([1.0_f64, 2.0], [0.5, -0.5]);
/// let mut optimizer = Adam::new(0.1);
/// optimizer.step(&mut x, &gradient);
///
/// let mut other = Adam::new(0.1);
/// other.restore(&optimizer.state()).unwrap();
/// let mut y = x;
/// optimizer.step(&mut x, &gradient);
/// other.step(&mut y, &gradient);
/// assert_eq!(x, y);
/// ```
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct OptimizerState<T> {
    /// The optimizer's name.
    pub kind: String,
    /// How many steps it has begun.
    pub step: u64,
    /// The rate that it works with now.
    pub learning_rate: T,
    /// Numbers besides those of the parameters.
    pub scalars: Vec<T>,
    /// The names of the slots, which are PyTorch's.
    pub slots: Vec<String>,
    /// The numbers of each run of parameters, slot by slot.
    pub runs: Vec<Vec<T>>,
    /// The states of the optimizers that this one is made of.
    pub parts: Vec<OptimizerState<T>>,
}

/// One slot of one run of parameters.
///
/// ```
/// use autodiff_runtime::optim::{Adam, Optimizer};
///
/// let mut optimizer = Adam::new(0.1);
/// optimizer.step(&mut [1.0_f64, 2.0], &[0.5, -0.5]);
/// let state = optimizer.state();
/// let slots: Vec<_> = state.arrays().map(|slot| (slot.name, slot.values.len())).collect();
/// assert_eq!(slots, [("exp_avg", 2), ("exp_avg_sq", 2)]);
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Slot<'a, T> {
    /// What it is, in PyTorch's words.
    pub name: &'a str,
    /// Which run of parameters it belongs to, from 0.
    pub run: usize,
    /// A number for each parameter of the run.
    pub values: &'a [T],
}

impl<T> OptimizerState<T> {
    /// All slots of all runs, for formats that store named arrays.
    pub fn arrays(&self) -> impl Iterator<Item = Slot<'_, T>> {
        let count = self.slots.len().max(1);
        self.runs.iter().enumerate().flat_map(move |(run, numbers)| {
            let length = numbers.len() / count;
            self.slots.iter().enumerate().map(move |(k, name)| Slot {
                name,
                run,
                values: &numbers[k * length..(k + 1) * length],
            })
        })
    }

    /// Whether the kind and the slots are these.
    pub(super) fn fits(
        &self,
        kind: &'static str,
        slots: &'static [&'static str],
        scalars: usize,
        parts: usize,
    ) -> Result<(), StateError> {
        if self.kind != kind {
            return Err(StateError::Kind { expected: kind, found: self.kind.clone() });
        }
        if self.slots != slots {
            let (expected, found) = (slots.join(", "), self.slots.join(", "));
            return Err(StateError::Slots { expected, found });
        }
        count("numbers besides those of the parameters", scalars, self.scalars.len())?;
        count("parts", parts, self.parts.len())
    }
}

fn count(what: &'static str, expected: usize, found: usize) -> Result<(), StateError> {
    if expected == found {
        Ok(())
    } else {
        Err(StateError::Count { what, expected, found })
    }
}

/// What an optimizer remembers: runs of numbers that grow in the first step.
#[derive(Clone, Debug, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub(super) struct Memory<T> {
    pub(super) rate: T,
    pub(super) step: u64,
    runs: Vec<Vec<T>>,
    #[cfg_attr(feature = "serde", serde(skip))]
    next: usize,
}

/// Which run comes next is no part of it: that begins anew in each step.
impl<T: PartialEq> PartialEq for Memory<T> {
    fn eq(&self, other: &Self) -> bool {
        self.rate == other.rate && self.step == other.step && self.runs == other.runs
    }
}

impl<T: Copy> Memory<T> {
    pub(super) const fn new(rate: T) -> Self {
        Self { rate, step: 0, runs: Vec::new(), next: 0 }
    }

    pub(super) fn start_step(&mut self) {
        self.step += 1;
        self.next = 0;
    }

    /// The number of the step, for powers.
    pub(super) fn exponent(&self) -> i32 {
        i32::try_from(self.step).unwrap_or(i32::MAX)
    }

    /// The slots of the next run, and whether it is new; then the slots are filled with their initial numbers.
    #[track_caller]
    pub(super) fn next_run<const K: usize>(
        &mut self,
        length: usize,
        initial: [T; K],
    ) -> (bool, [&mut [T]; K]) {
        let (fresh, mut rest) = self.next_numbers(length, &initial);
        let slots = core::array::from_fn(|_| {
            let (slot, others) = core::mem::take(&mut rest).split_at_mut(length);
            rest = others;
            slot
        });
        (fresh, slots)
    }

    /// All numbers of the next run.
    #[track_caller]
    pub(super) fn next_numbers(&mut self, length: usize, initial: &[T]) -> (bool, &mut [T]) {
        let fresh = self.next == self.runs.len();
        if fresh {
            let numbers = initial.iter().flat_map(|slot| core::iter::repeat_n(*slot, length));
            self.runs.push(numbers.collect());
        }
        let run = &mut self.runs[self.next];
        assert!(
            run.len() == length * initial.len(),
            "run {} of the parameters has {length} numbers, but had {} in the steps before",
            self.next,
            run.len() / initial.len().max(1)
        );
        self.next += 1;
        (fresh, run)
    }

    pub(super) fn runs(&self) -> &[Vec<T>] {
        &self.runs
    }

    pub(super) fn runs_mut(&mut self) -> &mut [Vec<T>] {
        &mut self.runs
    }

    pub(super) fn state(
        &self,
        kind: &str,
        slots: &[&str],
        scalars: Vec<T>,
        parts: Vec<OptimizerState<T>>,
    ) -> OptimizerState<T> {
        OptimizerState {
            kind: kind.to_string(),
            step: self.step,
            learning_rate: self.rate,
            scalars,
            slots: slots.iter().map(ToString::to_string).collect(),
            runs: self.runs.clone(),
            parts,
        }
    }

    /// Whether the runs of a state are as long as those here, if there are any yet.
    pub(super) fn accepts(&self, state: &OptimizerState<T>) -> Result<(), StateError> {
        let slots = state.slots.len().max(1);
        for (run, numbers) in state.runs.iter().enumerate() {
            let found = numbers.len();
            let expected = match self.runs.get(run) {
                Some(own) => own.len(),
                None => found - found % slots,
            };
            if expected != found {
                return Err(StateError::Length { run, expected, found });
            }
        }
        if self.runs.is_empty() {
            return Ok(());
        }
        count("runs of parameters", self.runs.len(), state.runs.len())
    }

    pub(super) fn restore(&mut self, state: &OptimizerState<T>) {
        self.rate = state.learning_rate;
        self.step = state.step;
        self.runs.clone_from(&state.runs);
        self.next = 0;
    }
}

#[track_caller]
pub(super) fn assert_same_length<T>(parameters: &[T], gradient: &[T]) {
    assert_eq!(parameters.len(), gradient.len(), "parameters and gradient differ in length");
}
