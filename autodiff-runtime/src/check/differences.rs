//! Central differences with several steps, extrapolated to a step of zero, and what the steps tell about the function.

use alloc::vec;
use alloc::vec::Vec;

/// The slope of one result along one argument.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Slope {
    /// The extrapolated slope.
    pub(super) value: f64,
    /// About how far it may be off.
    pub(super) error: f64,
    /// The slopes to the left and to the right, at the smallest step that rounding leaves meaningful.
    pub(super) sides: (f64, f64),
    /// How far these two may be apart by curvature and rounding alone.
    pub(super) spread: f64,
    /// Whether the slopes grow as the step shrinks: a jump.
    pub(super) jumps: bool,
    /// At how many of the steps the results were finite on both sides.
    pub(super) finite: usize,
}

/// How the argument is moved.
#[derive(Clone, Copy, Debug)]
pub(super) struct Steps {
    /// The first one.
    pub(super) first: f64,
    /// How many, each half of the one before.
    pub(super) count: usize,
    /// The precision of the numbers.
    pub(super) epsilon: f64,
}

impl Steps {
    /// For double or single precision, with a first step relative to a number of the size `size`.
    pub(super) fn new(single: bool, relative: Option<f64>, size: f64) -> Self {
        let size = if size.abs() > 0.1 { size.abs() } else { 0.1 };
        if single {
            let first = relative.unwrap_or(5e-2) * size;
            Self { first, count: 6, epsilon: f64::from(f32::EPSILON) }
        } else {
            Self { first: relative.unwrap_or(1e-2) * size, count: 12, epsilon: f64::EPSILON }
        }
    }
}

/// The slopes of all results along argument `index`.
pub(super) fn slopes(
    primal: &mut dyn FnMut(&[f64]) -> Vec<f64>,
    at: &[f64],
    center: &[f64],
    index: usize,
    steps: Steps,
) -> Vec<Slope> {
    let mut moved = at.to_vec();
    // For each step: its true width on both sides, and the results there.
    let mut samples: Vec<(f64, f64, Vec<f64>, Vec<f64>)> = Vec::new();
    let mut step = steps.first;
    for _ in 0..steps.count {
        let (mut above, mut below) = (at[index] + step, at[index] - step);
        if steps.epsilon > 1e-10 {
            // The argument is single; so are the steps that it can make.
            #[allow(clippy::cast_possible_truncation)]
            let rounded = (f64::from(above as f32), f64::from(below as f32));
            (above, below) = rounded;
        }
        moved[index] = above;
        let up = primal(&moved);
        moved[index] = below;
        let down = primal(&moved);
        samples.push((above - at[index], at[index] - below, up, down));
        step *= 0.5;
    }
    let of = |output: usize| {
        let value = |list: &Vec<f64>| list.get(output).copied().unwrap_or(f64::NAN);
        let points: Vec<(f64, f64, f64, f64)> = samples
            .iter()
            .map(|(right, left, up, down)| (*right, *left, value(up), value(down)))
            .filter(|(.., up, down)| up.is_finite() && down.is_finite())
            .collect();
        slope(&points, value(&center.to_vec()), steps.epsilon)
    };
    (0..center.len()).map(of).collect()
}

/// From widths to both sides and the values there.
fn slope(points: &[(f64, f64, f64, f64)], center: f64, epsilon: f64) -> Slope {
    let finite = points.len();
    if finite < 2 {
        let unknown = f64::NAN;
        return Slope {
            value: unknown,
            error: f64::INFINITY,
            sides: (unknown, unknown),
            spread: f64::INFINITY,
            jumps: false,
            finite,
        };
    }
    let central: Vec<f64> =
        points.iter().map(|(right, left, up, down)| (up - down) / (right + left)).collect();
    let size = points.iter().map(|p| p.2.abs().max(p.3.abs())).fold(center.abs(), f64::max);
    let rounding: Vec<f64> =
        points.iter().map(|(right, left, ..)| 4.0 * epsilon * size / (right + left)).collect();
    let (value, error) = extrapolate(&central, &rounding);

    // One-sided slopes are off by half the curvature times the step, so their distance halves with the step where the
    // function is smooth. The best step is where rounding is about as large as that.
    let side = |index: usize| {
        let (right, left, up, down) = points[index];
        ((center - down) / left, (up - center) / right)
    };
    let gap = |index: usize| {
        let (left, right) = side(index);
        (right - left).abs()
    };
    let mut best = 0;
    for index in 1..finite {
        if gap(index) + rounding[index] < gap(best) + rounding[best] {
            best = index;
        }
    }
    let sides = side(best);
    let earlier = best.saturating_sub(1);
    let smooth = gap(earlier + 1) <= 0.75 * gap(earlier);
    let spread = 8.0 * rounding[best] + if smooth { gap(best) } else { 0.0 };

    // The distance of the values on both sides, as it shrinks: a jump does not.
    let height = |index: usize| (points[index].2 - points[index].3).abs();
    let last = finite - 1;
    let stays = |index: usize| {
        let ratio = height(index) / height(index - 1);
        ratio > 0.9 && ratio < 1.1
    };
    let jumps = finite > 4
        && (last - 2..=last).all(stays)
        && height(last) > 64.0 * epsilon * size
        && central[last].abs() > 4.0 * central[last - 3].abs();
    Slope { value, error, sides, spread, jumps, finite }
}

/// The limit of slopes at steps that halve (Ridders), by the entry of the Neville table with the least estimated error.
fn extrapolate(central: &[f64], rounding: &[f64]) -> (f64, f64) {
    let mut column = central.to_vec();
    let mut noise = rounding.to_vec();
    let (mut best, mut error) = (column[0], f64::INFINITY);
    let mut factor = 1.0;
    while column.len() > 1 {
        factor *= 4.0;
        let mut next = vec![0.0; column.len() - 1];
        let mut next_noise = vec![0.0; column.len() - 1];
        for i in 0..next.len() {
            next[i] = column[i + 1] + (column[i + 1] - column[i]) / (factor - 1.0);
            next_noise[i] = noise[i + 1] + (noise[i + 1] + noise[i]) / (factor - 1.0);
            let change = (next[i] - column[i]).abs().max((next[i] - column[i + 1]).abs());
            let estimate = change + next_noise[i];
            if estimate < error {
                (best, error) = (next[i], estimate);
            }
        }
        column = next;
        noise = next_noise;
    }
    (best, error)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(f: impl Fn(f64) -> f64, x: f64) -> Slope {
        let mut primal = |x: &[f64]| vec![f(x[0])];
        let center = primal(&[x]);
        slopes(&mut primal, &[x], &center, 0, Steps::new(false, None, x))[0]
    }

    #[test]
    fn smooth_functions_have_their_slope() {
        // `core` has no `exp`; a rational function is as good.
        let slope = at(|x| x * x * x / (1.0 + x * x), 1.3);
        let x: f64 = 1.3;
        let expected = (3.0 * x * x + x * x * x * x) / ((1.0 + x * x) * (1.0 + x * x));
        assert!((slope.value - expected).abs() < 1e-11, "{slope:?}");
        assert!(slope.error < 1e-9 && !slope.jumps && slope.finite == 12, "{slope:?}");
        let (left, right) = slope.sides;
        assert!((right - left).abs() <= slope.spread, "{slope:?}");
    }

    #[test]
    fn a_kink_has_two_sides() {
        let slope = at(f64::abs, 0.0);
        assert_eq!(slope.sides, (-1.0, 1.0));
        assert!(slope.spread < 1e-6, "{slope:?}");
    }

    #[test]
    fn a_jump_grows() {
        let slope = at(|x| if x > 0.0 { 1.0 } else { x }, 0.0);
        assert!(slope.jumps, "{slope:?}");
        assert!(!at(|x| x * x, 0.0).jumps);
    }

    #[test]
    fn what_is_not_finite_is_left_out() {
        let slope = at(|x| if x > 1.004 { f64::INFINITY } else { x }, 1.0);
        assert!(slope.finite < 12 && (slope.value - 1.0).abs() < 1e-9, "{slope:?}");
    }
}
