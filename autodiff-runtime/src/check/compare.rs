//! The check itself: reverse mode, forward mode and central differences against each other.

use alloc::string::String;
use alloc::vec;
use alloc::vec::Vec;

use super::differences::{slopes, Slope, Steps};
use super::flat::Flat;
use super::options::Options;
use super::random::Random;
use super::report::{Cause, Problem, Report};

/// Runs all comparisons at the arguments of `flat`.
pub(super) fn compare(mut flat: Flat<'_>, options: &Options) -> Report {
    let center = (flat.primal)(&flat.at);
    let (inputs, outputs) = (flat.at.len(), center.len());
    let tolerance = options.tolerance.unwrap_or(if flat.single { 2e-2 } else { 1e-6 });
    let mut check = Check {
        random: Random::new(options.seed),
        options,
        tolerance,
        worst: 0.0,
        compared: 0,
        problems: Vec::new(),
        center,
    };
    if check.values_are_finite(&flat) {
        check.values(&mut flat);
        check.sums(&mut flat);
        let before = check.problems.len();
        check.entries(&mut flat);
        // What single entries have shown needs no summary.
        if check.problems.len() == before {
            check.transpose(&mut flat);
        }
    }
    Report {
        function: flat.name,
        inputs,
        outputs,
        compared: check.compared,
        tolerance,
        worst: check.worst,
        problems: check.problems,
    }
}

struct Check<'o> {
    random: Random,
    options: &'o Options,
    tolerance: f64,
    worst: f64,
    compared: usize,
    problems: Vec<Problem>,
    /// The results at the point.
    center: Vec<f64>,
}

/// A problem of numbers that are not known.
fn problem(output: Option<&String>, input: Option<&String>, cause: Cause) -> Problem {
    Problem {
        output: output.cloned(),
        input: input.cloned(),
        reverse: None,
        forward: None,
        differences: None,
        cause,
    }
}

impl Check<'_> {
    fn values_are_finite(&mut self, flat: &Flat<'_>) -> bool {
        for (value, name) in self.center.iter().zip(&flat.outputs) {
            if !value.is_finite() {
                let differences = Some((*value, 0.0));
                self.problems
                    .push(Problem { differences, ..problem(Some(name), None, Cause::NotFinite) });
            }
        }
        self.problems.is_empty()
    }

    /// How far apart numbers may be that are the same but for rounding.
    fn rounding(flat: &Flat<'_>) -> f64 {
        if flat.single {
            1e-4
        } else {
            1e-9
        }
    }

    /// The values that come with the derivatives are those of the function.
    fn values(&mut self, flat: &mut Flat<'_>) {
        let rounding = Self::rounding(flat);
        let seed = vec![1.0; self.center.len()];
        let zeros = vec![0.0; flat.at.len()];
        let (reverse, _) = (flat.reverse)(&flat.at, &seed, &zeros);
        let (forward, _) = (flat.forward)(&flat.at, &zeros);
        for (index, value) in self.center.iter().enumerate() {
            let near = |other: Option<&f64>| {
                other.is_none_or(|x| (x - value).abs() <= rounding * value.abs().max(1e-300))
            };
            if near(reverse.get(index)) && near(forward.get(index)) {
                continue;
            }
            self.problems.push(Problem {
                reverse: reverse.get(index).copied(),
                forward: forward.get(index).copied(),
                differences: Some((*value, 0.0)),
                ..problem(flat.outputs.get(index), None, Cause::Value)
            });
        }
    }

    /// A gradient is added to what there is.
    fn sums(&mut self, flat: &mut Flat<'_>) {
        let seed = self.random.directions(self.center.len());
        let zeros = vec![0.0; flat.at.len()];
        let start: Vec<f64> =
            flat.accumulates.iter().map(|adds| if *adds { 1.0 } else { 0.0 }).collect();
        let (_, plain) = (flat.reverse)(&flat.at, &seed, &zeros);
        let (_, added) = (flat.reverse)(&flat.at, &seed, &start);
        let rounding = Self::rounding(flat);
        for index in 0..flat.at.len() {
            let expected = plain[index] + start[index];
            let near = (added[index] - expected).abs() <= rounding * (1.0 + plain[index].abs());
            if !near && plain[index].is_finite() {
                self.problems.push(Problem {
                    reverse: Some(added[index]),
                    differences: Some((expected, 0.0)),
                    ..problem(None, flat.inputs.get(index), Cause::Overwrites)
                });
            }
        }
    }

    /// Each derivative of one number by one number, by all three ways.
    fn entries(&mut self, flat: &mut Flat<'_>) {
        let rows = self.random.choose(self.center.len(), self.options.components);
        let columns = self.random.choose(flat.at.len(), self.options.components);
        let zeros = vec![0.0; flat.at.len()];
        let reverse: Vec<Vec<f64>> = rows
            .iter()
            .map(|row| {
                let mut seed = vec![0.0; self.center.len()];
                seed[*row] = 1.0;
                (flat.reverse)(&flat.at, &seed, &zeros).1
            })
            .collect();
        let scales: Vec<f64> = reverse
            .iter()
            .map(|row| row.iter().map(|x| x.abs()).filter(|x| x.is_finite()).fold(0.0, f64::max))
            .collect();
        for column in columns {
            let mut direction = zeros.clone();
            direction[column] = 1.0;
            let (_, forward) = (flat.forward)(&flat.at, &direction);
            let steps = Steps::new(flat.single, self.options.step, flat.at[column]);
            let differences = slopes(&mut *flat.primal, &flat.at, &self.center, column, steps);
            for (position, row) in rows.iter().enumerate() {
                let entry = Entry {
                    reverse: reverse[position][column],
                    forward: forward.get(*row).copied().unwrap_or(f64::NAN),
                    slope: differences[*row],
                    scale: scales[position],
                };
                self.compared += 1;
                if let Some(cause) = self.judge(&entry) {
                    self.problems.push(Problem {
                        output: flat.outputs.get(*row).cloned(),
                        input: flat.inputs.get(column).cloned(),
                        reverse: Some(entry.reverse),
                        forward: Some(entry.forward),
                        differences: Some((entry.slope.value, entry.slope.error)),
                        cause,
                    });
                }
            }
        }
    }

    /// What is wrong with an entry.
    fn judge(&mut self, entry: &Entry) -> Option<Cause> {
        let Entry { reverse, forward, slope, scale } = *entry;
        // Differences that settle on nothing prove nothing.
        let settled = slope.error <= 10.0 * self.tolerance * slope.value.abs().max(0.001 * scale)
            || slope.error < 1e-300;
        let off = |derivative: f64| {
            let size = derivative.abs().max(slope.value.abs()).max(0.01 * scale);
            // Rounding of the values themselves is no fault of the derivative.
            let rounding = if settled { 2.0 * slope.error } else { 0.0 };
            let distance = ((derivative - slope.value).abs() - rounding).max(0.0);
            if distance == 0.0 {
                0.0
            } else {
                distance / size
            }
        };
        if slope.finite < 3 {
            return Some(Cause::Overflow);
        }
        let within = |deviation: f64| deviation <= self.tolerance;
        let (of_reverse, of_forward) = (off(reverse), off(forward));
        let size = reverse.abs().max(slope.value.abs()).max(0.01 * scale);
        let (left, right) = slope.sides;
        let kink = (right - left).abs() > slope.spread + 10.0 * self.tolerance * size;
        if kink && !slope.jumps {
            let allowed = |x: f64| {
                let margin = slope.spread + self.tolerance * size;
                x >= left.min(right) - margin && x <= left.max(right) + margin
            };
            return match (allowed(reverse), allowed(forward)) {
                (true, true) if self.options.kinks => None,
                (true, true) => Some(Cause::Kink { left, right }),
                (false, true) => Some(Cause::Reverse),
                (true, false) => Some(Cause::Forward),
                (false, false) => Some(Cause::Derivative),
            };
        }
        if slope.jumps {
            return Some(Cause::Jump);
        }
        match (within(of_reverse), within(of_forward)) {
            (true, true) => {
                self.worst = self.worst.max(of_reverse).max(of_forward);
                None
            }
            _ if !settled => Some(Cause::Step),
            (false, true) => Some(Cause::Reverse),
            (true, false) => Some(Cause::Forward),
            (false, false) => Some(Cause::Derivative),
        }
    }

    /// The modes are each other's transpose, in directions that take all numbers along.
    fn transpose(&mut self, flat: &mut Flat<'_>) {
        let zeros = vec![0.0; flat.at.len()];
        let tolerance = if flat.single { 1e-3 } else { 1e-9 };
        for _ in 0..3 {
            let seed = self.random.directions(self.center.len());
            let direction = self.random.directions(flat.at.len());
            let (_, gradient) = (flat.reverse)(&flat.at, &seed, &zeros);
            let (_, tangent) = (flat.forward)(&flat.at, &direction);
            let products = |a: &[f64], b: &[f64]| {
                let sum: f64 = a.iter().zip(b).map(|(a, b)| a * b).sum();
                let size: f64 = a.iter().zip(b).map(|(a, b)| (a * b).abs()).sum();
                (sum, size)
            };
            let (reverse, size) = products(&gradient, &direction);
            let (forward, other) = products(&tangent, &seed);
            let agree = (reverse - forward).abs() <= tolerance * (size + other);
            if !agree {
                self.problems.push(Problem {
                    reverse: Some(reverse),
                    forward: Some(forward),
                    ..problem(None, None, Cause::Modes)
                });
                return;
            }
        }
    }
}

/// The derivative of one number by one number, three times.
struct Entry {
    reverse: f64,
    forward: f64,
    slope: Slope,
    /// The greatest derivative of the same result.
    scale: f64,
}
