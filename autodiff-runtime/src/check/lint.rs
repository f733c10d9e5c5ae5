//! Gradients over a box of arguments: where they are not finite, and which of them are always zero.

use alloc::string::String;
use alloc::vec;
use alloc::vec::Vec;
use core::fmt;

use super::flat::Flat;
use super::options::Options;
use super::random::Random;

/// What [`lint_gradient!`](crate::lint_gradient) finds.
///
/// ```
/// use autodiff_runtime::lint_gradient;
/// use autodiff_runtime::prelude::*;
///
/// #[differentiate]
/// fn work(force: f64, way: f64) -> f64 {
///     force * way
/// }
///
/// let lint = lint_gradient!(work(0.0, 0.0) ..= (1.0, 1.0), points = 50);
/// assert!(lint.is_ok() && lint.points >= 50, "{lint}");
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Lint {
    /// The function, as it was written.
    pub function: &'static str,
    /// At how many points of the box the gradient was taken.
    pub points: usize,
    /// What looks wrong.
    pub findings: Vec<Finding>,
}

/// Something that looks wrong.
///
/// ```
/// use autodiff_runtime::check::Finding;
/// use autodiff_runtime::lint_gradient;
/// use autodiff_runtime::prelude::*;
///
/// #[differentiate]
/// fn price(weight: f64, pieces: f64) -> f64 {
///     weight * pieces.round()
/// }
///
/// let lint = lint_gradient!(price(1.0, 1.0) ..= (2.0, 9.0));
/// assert!(matches!(&lint.findings[0], Finding::Zero { input, moves: true } if input == "pieces"));
/// ```
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Finding {
    /// A value that is not finite.
    Value {
        /// Which of the results.
        output: String,
        /// At how many points.
        count: usize,
        /// The arguments at the first of them.
        at: Vec<f64>,
    },
    /// A derivative that is not finite where the value is.
    NotFinite {
        /// By which number.
        input: String,
        /// At how many points.
        count: usize,
        /// The arguments at the first of them.
        at: Vec<f64>,
        /// The derivative there.
        derivative: f64,
    },
    /// A derivative that is zero at every point.
    Zero {
        /// By which number.
        input: String,
        /// Whether the value changes with the number all the same: a rounding, a comparison, `stop_gradient`, or a rule
        /// that forgets it. Otherwise the function does not use the number in the box.
        moves: bool,
    },
}

impl Lint {
    /// Whether nothing looks wrong.
    pub fn is_ok(&self) -> bool {
        self.findings.is_empty()
    }

    /// Stops the program if something looks wrong.
    ///
    /// # Panics
    ///
    /// If there are findings, with them as the message.
    #[track_caller]
    pub fn assert_ok(self) -> Self {
        assert!(self.is_ok(), "{self}");
        self
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Value { output, count, at } => {
                write!(f, "{output} is not finite at {count} points, such as {at:?}")
            }
            Self::NotFinite { input, count, at, derivative } => {
                write!(f, "the derivative by {input} is not finite at {count} points: {derivative} at {at:?}")
            }
            Self::Zero { input, moves: true } => write!(
                f,
                "the derivative by {input} is zero everywhere, but the value changes with it: look for rounding, comparisons, `stop_gradient` and custom rules",
            ),
            Self::Zero { input, moves: false } => {
                write!(f, "the derivative by {input} is zero everywhere: the function does not use it here")
            }
        }
    }
}

impl fmt::Display for Lint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { function, points, findings } = self;
        if findings.is_empty() {
            return write!(f, "nothing found in the gradient of `{function}` at {points} points");
        }
        writeln!(f, "the gradient of `{function}` at {points} points:")?;
        findings.iter().try_for_each(|finding| writeln!(f, "  {finding}"))
    }
}

/// Takes gradients between the arguments of `low` and the numbers `high`.
pub(super) fn lint(mut low: Flat<'_>, high: &[f64], options: &Options) -> Lint {
    let points = options.points.max(1);
    assert_eq!(low.at.len(), high.len(), "the two ends of the box have different shapes");
    let (inputs, mut random) = (low.at.len(), Random::new(options.seed));
    let mut values: Vec<Option<(usize, Vec<f64>)>> = vec![None; low.outputs.len()];
    let mut infinite: Vec<Option<(usize, Vec<f64>, f64)>> = vec![None; inputs];
    let mut zero = vec![true; inputs];
    let mut moves = vec![false; inputs];
    for index in 0..points {
        let at = point(&low.at, high, index, &mut random);
        let center = (low.primal)(&at);
        let mut finite = true;
        for (value, found) in center.iter().zip(&mut values).filter(|(value, _)| !value.is_finite())
        {
            let _ = value;
            finite = false;
            found.get_or_insert_with(|| (0, at.clone())).0 += 1;
        }
        if !finite {
            continue;
        }
        let zeros = vec![0.0; inputs];
        // One result after the other: what cancels in a sum is no zero.
        for row in 0..center.len() {
            let mut unit = vec![0.0; center.len()];
            unit[row] = 1.0;
            let (_, gradient) = (low.reverse)(&at, &unit, &zeros);
            for (input, derivative) in gradient.iter().enumerate() {
                zero[input] &= *derivative == 0.0;
                if !derivative.is_finite() {
                    let first = || (0, at.clone(), *derivative);
                    infinite[input].get_or_insert_with(first).0 += 1;
                }
            }
        }
        for input in (0..inputs).filter(|input| zero[*input] && !moves[*input]).collect::<Vec<_>>()
        {
            let mut moved = at.clone();
            moved[input] = low.at[input] + random.unit() * (high[input] - low.at[input]);
            moves[input] = (low.primal)(&moved) != center;
        }
    }
    let mut findings = Vec::new();
    for (found, output) in values.into_iter().zip(&low.outputs) {
        if let Some((count, at)) = found {
            findings.push(Finding::Value { output: output.clone(), count, at });
        }
    }
    for (found, input) in infinite.into_iter().zip(&low.inputs) {
        if let Some((count, at, derivative)) = found {
            findings.push(Finding::NotFinite { input: input.clone(), count, at, derivative });
        }
    }
    for (index, input) in low.inputs.iter().enumerate().filter(|(index, _)| zero[*index]) {
        findings.push(Finding::Zero { input: input.clone(), moves: moves[index] });
    }
    Lint { function: low.name, points, findings }
}

/// The middle, the two ends, the points with a zero in them if the box has such, then random ones.
fn point(low: &[f64], high: &[f64], index: usize, random: &mut Random) -> Vec<f64> {
    let between = |low: f64, high: f64, share: f64| low + share * (high - low);
    let pairs = low.iter().zip(high);
    match index {
        0 => pairs.map(|(low, high)| between(*low, *high, 0.5)).collect(),
        1 => low.to_vec(),
        2 => high.to_vec(),
        3 => {
            pairs.map(|(low, high)| if *low <= 0.0 && *high >= 0.0 { 0.0 } else { *low }).collect()
        }
        _ => pairs.map(|(low, high)| between(*low, *high, random.unit())).collect(),
    }
}
