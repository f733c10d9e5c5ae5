//! What a check finds: numbers, names and likely causes, as values and as text.

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

/// The result of a check of one function at one point.
///
/// ```
/// use autodiff_runtime::gradient_report;
/// use autodiff_runtime::prelude::*;
///
/// #[differentiate]
/// fn area(width: f64, height: f64) -> f64 {
///     width * height
/// }
///
/// let report = gradient_report!(area(2.0, 3.0));
/// assert!(report.is_ok());
/// assert_eq!((report.function, report.inputs, report.compared), ("area", 2, 2));
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Report {
    /// The function, as it was written.
    pub function: &'static str,
    /// How many real numbers the active arguments have.
    pub inputs: usize,
    /// How many the results have: the returned value, and what is behind `&mut`.
    pub outputs: usize,
    /// How many derivatives of one result by one argument were compared.
    pub compared: usize,
    /// The relative tolerance against central differences.
    pub tolerance: f64,
    /// The largest relative deviation from central differences among those that were compared.
    pub worst: f64,
    /// What is wrong.
    pub problems: Vec<Problem>,
}

impl Report {
    /// Whether nothing is wrong.
    pub fn is_ok(&self) -> bool {
        self.problems.is_empty()
    }

    /// Stops the program if something is wrong.
    ///
    /// # Panics
    ///
    /// If there are problems, with the report as the message.
    #[track_caller]
    pub fn assert_ok(self) -> Self {
        assert!(self.is_ok(), "{self}");
        self
    }
}

/// One thing that is wrong.
///
/// ```
/// use autodiff_runtime::gradient_report;
/// use autodiff_runtime::prelude::*;
///
/// #[differentiate]
/// fn distance(x: &[f64]) -> f64 {
///     x[0] + x[1].abs()
/// }
///
/// let report = gradient_report!(distance(&[1.0, 0.0]));
/// let problem = &report.problems[0];
/// assert_eq!(problem.input.as_deref(), Some("x[1]"));
/// println!("{problem}");
/// ```
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Problem {
    /// The number of the results, `result` or `result[2]`; none where all are meant.
    pub output: Option<String>,
    /// The number of the arguments, `x` or `w[3]`; none where all are meant.
    pub input: Option<String>,
    /// What the reverse mode says, if it was asked.
    pub reverse: Option<f64>,
    /// What the forward mode says, if it was asked.
    pub forward: Option<f64>,
    /// What central differences say, and about how exact they are, if they were taken.
    pub differences: Option<(f64, f64)>,
    /// Why that may be.
    pub cause: Cause,
}

/// The likely cause of a problem.
///
/// ```
/// use autodiff_runtime::check::Cause;
/// use autodiff_runtime::gradient_report;
/// use autodiff_runtime::prelude::*;
///
/// #[differentiate]
/// fn distance(x: f64) -> f64 {
///     3.0 * x.abs()
/// }
///
/// let cause = gradient_report!(distance(0.0)).problems[0].cause;
/// assert!(matches!(cause, Cause::Kink { left, right } if left < -2.99 && right > 2.99));
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub enum Cause {
    /// The forward mode agrees with the differences: the reverse mode is wrong.
    Reverse,
    /// The reverse mode agrees with the differences: the forward mode is wrong.
    Forward,
    /// The differences settle on another number than the derivatives.
    Derivative,
    /// The two modes are not each other's transpose; differences were not taken of these numbers.
    Modes,
    /// The gradient is not added to what its buffer holds: a custom rule assigns where it should add.
    Overwrites,
    /// A derivative function gives another value than the function itself.
    Value,
    /// The slopes to the left and to the right differ: the point is at a kink.
    Kink {
        /// The slope to the left.
        left: f64,
        /// The slope to the right.
        right: f64,
    },
    /// The values on both sides stay apart as the step shrinks: the point is at a jump.
    Jump,
    /// The differences do not settle: the step is too large for the function, or rounding too coarse.
    Step,
    /// The function is not finite on both sides of the point, at any step that was tried: it overflows, or the point is
    /// at the border of where it is defined.
    Overflow,
    /// The value itself is not finite.
    NotFinite,
}

impl Cause {
    fn explain(self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Reverse => f.write_str(
                "the reverse mode is wrong: the forward mode agrees with the differences. If there is a custom rule, look at `vjp`",
            ),
            Self::Forward => f.write_str(
                "the forward mode is wrong: the reverse mode agrees with the differences. If there is a custom rule, look at `jvp`",
            ),
            Self::Derivative => f.write_str(
                "the derivative is wrong in both modes, or one the function depends on is: look at custom rules, and at `stop_gradient`",
            ),
            Self::Modes => f.write_str(
                "the modes are not each other's transpose: one of them is wrong. If there are custom rules, compare `vjp` with `jvp`",
            ),
            Self::Overwrites => f.write_str(
                "the gradient is not added to what its buffer holds: a custom `vjp` rule must write `*gx += ..`, not `*gx = ..`",
            ),
            Self::Value => f.write_str(
                "a derivative function gives another value than the function: a custom `jvp` rule returns the value too; or the function is not deterministic",
            ),
            Self::Kink { left, right } => write!(
                f,
                "a kink: the slope is {left} to the left and {right} to the right. Move the point, or allow it by `kinks = true`",
            ),
            Self::Jump => f.write_str(
                "a jump: the values on both sides stay apart as the step shrinks. Move the point",
            ),
            Self::Step => f.write_str(
                "the differences do not settle: the step is too large, or rounding too coarse. Try `step = ..`, a larger `tolerance`, or `f64`",
            ),
            Self::Overflow => f.write_str(
                "the function is not finite around the point: it overflows, or the point is at the border of where it is defined. Move the point, or try a smaller `step`",
            ),
            Self::NotFinite => f.write_str("the value is not finite at the point: move the point"),
        }
    }
}

impl fmt::Display for Cause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.explain(f)
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (&self.output, &self.input) {
            (Some(output), Some(input)) => writeln!(f, "  d {output} / d {input}")?,
            (Some(output), None) => writeln!(f, "  {output}")?,
            (None, Some(input)) => writeln!(f, "  by {input}")?,
            (None, None) => writeln!(f, "  in random directions")?,
        }
        // A value is asked of the function itself in place of differences.
        let value = matches!(self.cause, Cause::Value | Cause::NotFinite);
        if let Some(reverse) = self.reverse {
            writeln!(f, "    reverse      {reverse}")?;
        }
        if let Some(forward) = self.forward {
            writeln!(f, "    forward      {forward}")?;
        }
        match self.differences {
            Some((number, _)) if value => writeln!(f, "    function     {number}")?,
            Some((number, error)) => {
                writeln!(f, "    differences  {number} (about +- {error:.0e})")?;
            }
            None => {}
        }
        writeln!(f, "    likely cause: {}", self.cause)
    }
}

/// How many problems are written out.
const SHOWN: usize = 8;

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { function, inputs, outputs, compared, tolerance, worst, problems } = self;
        let all = inputs * outputs;
        if problems.is_empty() {
            return write!(
                f,
                "the derivatives of `{function}` hold: {compared} of {all} compared with differences, largest deviation {worst:.0e} (tolerance {tolerance:.0e})",
            );
        }
        let count = problems.len();
        let noun = if count == 1 { "problem" } else { "problems" };
        writeln!(
            f,
            "the derivatives of `{function}` do not hold: {count} {noun}, {compared} of {all} derivatives compared (tolerance {tolerance:.0e})",
        )?;
        for problem in problems.iter().take(SHOWN) {
            write!(f, "{problem}")?;
        }
        if count > SHOWN {
            writeln!(f, "  and {} more", count - SHOWN)?;
        }
        Ok(())
    }
}
