//! The line search of [`Lbfgs`](super::Lbfgs): a step that satisfies the strong Wolfe conditions.

use alloc::vec::Vec;

use crate::real::Real;

/// A point on the line, with the value and the gradient there.
#[derive(Clone, Debug)]
pub(super) struct Trial<T> {
    pub(super) length: T,
    pub(super) value: T,
    pub(super) gradient: Vec<T>,
    /// The derivative along the line.
    slope: T,
}

/// What is searched along, and for.
pub(super) struct Line<'a, T> {
    pub(super) start: &'a [T],
    pub(super) direction: &'a [T],
    pub(super) value: T,
    pub(super) gradient: &'a [T],
    pub(super) slope: T,
    pub(super) change_tolerance: T,
}

/// How much of the decrease that the slope promises must be there.
const DECREASE: f64 = 1e-4;
/// How much of the slope may be left.
const CURVATURE: f64 = 0.9;
const MOST_TRIALS: usize = 25;

/// Searches a step by a bracket and cubic interpolation (Nocedal and Wright, 2006, algorithms 3.5 and 3.6); the safeguards
/// are those of minFunc and PyTorch. It returns the best trial, and how many there were.
pub(super) fn strong_wolfe<T: Real>(
    line: &Line<'_, T>,
    first: T,
    function: &mut dyn FnMut(&[T], &mut [T]) -> T,
) -> (Trial<T>, usize) {
    let mut search = Search { line, function, point: line.start.to_vec(), trials: 0 };
    let mut before = Trial {
        length: T::zero(),
        value: line.value,
        gradient: line.gradient.to_vec(),
        slope: line.slope,
    };
    let mut now = search.trial_near(first, T::zero());

    // A bracket of points that satisfy the conditions between them.
    let mut rounds = 0;
    let mut bracket = loop {
        if rounds == MOST_TRIALS {
            before.length = T::zero();
            before.value = line.value;
            before.gradient.copy_from_slice(line.gradient);
            break [before, now];
        }
        let too_high = !line.decreases(&now) || (rounds > 1 && now.value >= before.value);
        if too_high {
            break [before, now];
        }
        if line.is_flat(&now) {
            return (now, search.trials);
        }
        if now.slope >= T::zero() {
            break [before, now];
        }
        let least = now.length + T::lit(0.01) * (now.length - before.length);
        let most = now.length * T::lit(10.0);
        let length = cubic_minimum(&before, &now, least, most);
        let next = search.trial_near(length, now.length);
        before = core::mem::replace(&mut now, next);
        rounds += 1;
    };

    // Make it smaller. `low` is the better end.
    let width_of = |bracket: &[Trial<T>; 2]| (bracket[1].length - bracket[0].length).abs();
    let longest = largest(line.direction);
    let mut stuck = false;
    let mut low = usize::from(bracket[0].value > bracket[1].value);
    while rounds < MOST_TRIALS {
        if width_of(&bracket) * longest < line.change_tolerance {
            break;
        }
        let [a, b] = &bracket;
        let (left, right) =
            if a.length <= b.length { (a.length, b.length) } else { (b.length, a.length) };
        let mut length = cubic_minimum(a, b, left, right);
        // Twice near an end, or at one: step away from it.
        let margin = T::lit(0.1) * (right - left);
        let near = if right - length < length - left { right - length } else { length - left };
        if near < margin {
            if stuck || length >= right || length <= left {
                let at_right = (length - right).abs() < (length - left).abs();
                length = if at_right { right - margin } else { left + margin };
                stuck = false;
            } else {
                stuck = true;
            }
        } else {
            stuck = false;
        }
        let trial = search.trial(length);
        rounds += 1;
        let high = 1 - low;
        if !line.decreases(&trial) || trial.value >= bracket[low].value {
            bracket[high] = trial;
            low = usize::from(bracket[0].value > bracket[1].value);
            continue;
        }
        let done = line.is_flat(&trial);
        if !done && trial.slope * (bracket[high].length - bracket[low].length) >= T::zero() {
            bracket[high] = bracket[low].clone();
        }
        bracket[low] = trial;
        if done {
            break;
        }
    }
    let [a, b] = bracket;
    (if low == 0 { a } else { b }, search.trials)
}

impl<T: Real> Line<'_, T> {
    /// Armijo's condition. A value that is NaN does not satisfy it.
    fn decreases(&self, trial: &Trial<T>) -> bool {
        trial.value <= self.value + T::lit(DECREASE) * trial.length * self.slope
    }

    fn is_flat(&self, trial: &Trial<T>) -> bool {
        trial.slope.abs() <= -T::lit(CURVATURE) * self.slope
    }
}

struct Search<'a, T> {
    line: &'a Line<'a, T>,
    function: &'a mut dyn FnMut(&[T], &mut [T]) -> T,
    point: Vec<T>,
    trials: usize,
}

impl<T: Real> Search<'_, T> {
    fn trial(&mut self, length: T) -> Trial<T> {
        let line = self.line;
        for ((x, start), d) in self.point.iter_mut().zip(line.start).zip(line.direction) {
            *x = *start + length * *d;
        }
        let mut gradient = alloc::vec![T::zero(); self.point.len()];
        let value = (self.function)(&self.point, &mut gradient);
        self.trials += 1;
        let slope = dot(&gradient, line.direction);
        Trial { length, value, gradient, slope }
    }

    /// A trial at a length, or nearer to one that is known, where the function is not finite there.
    fn trial_near(&mut self, length: T, known: T) -> Trial<T> {
        let mut trial = self.trial(length);
        for _ in 0..MOST_TRIALS {
            if trial.value.is_finite() && trial.slope.is_finite() {
                break;
            }
            trial = self.trial(known + T::lit(0.5) * (trial.length - known));
        }
        trial
    }
}

/// The minimum of the cubic through two points and their slopes, between two bounds; the middle of them if there is none.
fn cubic_minimum<T: Real>(a: &Trial<T>, b: &Trial<T>, least: T, most: T) -> T {
    let (a, b) = if a.length <= b.length { (a, b) } else { (b, a) };
    let secant = T::lit(3.0) * (a.value - b.value) / (a.length - b.length);
    let d1 = a.slope + b.slope - secant;
    let square = d1 * d1 - a.slope * b.slope;
    let middle = (least + most) / T::lit(2.0);
    // Of a negative number it is NaN, and so is the length.
    let d2 = square.sqrt();
    let width = b.length - a.length;
    let place = (b.slope + d2 - d1) / (b.slope - a.slope + T::lit(2.0) * d2);
    let length = b.length - width * place;
    if length <= least {
        least
    } else if length >= most {
        most
    } else if length.is_finite() {
        length
    } else {
        middle
    }
}

pub(super) fn dot<T: Real>(a: &[T], b: &[T]) -> T {
    a.iter().zip(b).fold(T::zero(), |sum, (a, b)| sum + *a * *b)
}

/// The largest absolute value.
pub(super) fn largest<T: Real>(x: &[T]) -> T {
    x.iter().fold(T::zero(), |most, x| if x.abs() <= most { most } else { x.abs() })
}
