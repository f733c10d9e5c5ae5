//! Innermost loops over lists: their reverse works on slices of the loop's length, records at once, and is left out where
//! all it passes on is zero. Beside them the near misses, where one of these must not be done.

use autodiff_runtime::prelude::*;

// What is passed on may be zero.

/// The squared distance to the nearest of several centers.
#[differentiate(second_order)]
pub fn nearest(point: &[f64], centers: &[f64]) -> f64 {
    let d = point.len();
    centers
        .chunks_exact(d)
        .map(|center| point.iter().zip(center).map(|(p, c)| (p - c) * (p - c)).sum::<f64>())
        .fold(f64::INFINITY, f64::min)
}

/// Sums behind a `max` that may lose.
#[differentiate(second_order)]
pub fn losing_sum(a: &[f64], b: &[f64], floor: f64) -> f64 {
    let mut total = 0.0;
    for k in 0..b.len() {
        let mut sum = 0.0;
        for i in 0..a.len() {
            sum += a[i] * b[k] * a[i];
        }
        total += sum.max(floor);
    }
    total
}

/// The loop's reverse records as well, so that it must run.
#[differentiate(second_order)]
pub fn losing_power(a: &[f64], floor: f64) -> f64 {
    let mut power = 1.0;
    for i in 0..a.len() {
        power *= a[i].sin() + 1.5;
    }
    power.max(floor) + (power * 0.01).min(floor)
}

/// Two scalars come into one loop, one of them zero.
#[differentiate(second_order)]
pub fn two_ways_in(a: &[f64], floor: f64) -> f64 {
    let (mut first, mut second) = (0.0, 0.0);
    for i in 0..a.len() {
        first += a[i] * a[i];
        second += a[i] * 3.0;
    }
    first.max(floor) - second.min(floor)
}

/// What the loop adds to is read by its own reverse.
#[differentiate(second_order)]
pub fn losing_recurrence(a: &[f64], floor: f64) -> f64 {
    let mut s = a[0];
    for i in 1..a.len() {
        s = s * 0.5 + a[i] * s;
    }
    s.max(floor)
}

/// A loop in a loop, both behind one `clamp`.
#[differentiate(second_order)]
pub fn losing_matrix(a: &[f64], x: &[f64], low: f64, high: f64) -> f64 {
    let n = x.len();
    let mut total = 0.0;
    for k in 0..2 {
        let mut form = 0.0;
        for i in 0..n {
            for j in 0..n {
                form += x[i] * a[k * n * n + i * n + j] * x[j];
            }
        }
        total += form.clamp(low, high);
    }
    total
}

// Lists that are longer or shorter than the loop.

/// The loop goes to half of what its own list holds.
#[differentiate(second_order)]
pub fn half_of_a_list(x: &[f64]) -> f64 {
    let mut s = 0.0;
    for i in 0..x.len() / 2 {
        s += x[i] * x[i] * x[i];
    }
    s
}

/// A list is touched behind the loop's end.
#[differentiate(second_order)]
pub fn ahead_of_the_index(x: &[f64], w: &[f64]) -> f64 {
    let mut s = 0.0;
    for i in 0..x.len() - 1 {
        s += w[i] * x[i + 1] * x[i];
    }
    s
}

/// A list is touched where the loop does not go, or not in this order.
#[differentiate(second_order)]
pub fn mirrored(x: &[f64], w: &[f64]) -> f64 {
    let n = x.len();
    let mut s = 0.0;
    for i in 0..n {
        s += w[i] * x[n - 1 - i].sin() * x[i];
    }
    s
}

/// A short list is touched under a condition alone.
#[differentiate(second_order)]
pub fn short_list(x: &[f64], w: &[f64]) -> f64 {
    let mut s = 0.0;
    for i in 0..x.len() {
        let mut t = x[i] * x[i];
        if i < w.len() {
            t *= w[i].sin();
        }
        s += t * x[i];
    }
    s
}

/// The loop ends before the short list does.
#[differentiate(second_order)]
pub fn stopped_before_the_end(x: &[f64], w: &[f64]) -> f64 {
    let mut s = 0.0;
    for i in 0..x.len() {
        if i == w.len() {
            break;
        }
        s += x[i] * w[i] * w[i];
    }
    s
}

/// The rest of the body is passed over where the short list ends.
#[differentiate(second_order)]
pub fn passed_over(x: &[f64], w: &[f64]) -> f64 {
    let mut s = 0.0;
    for i in 0..x.len() {
        if i >= w.len() {
            continue;
        }
        s += x[i] * w[i] * w[i];
    }
    s
}

/// Only some indices are reached, of a list that is too short for the others.
#[differentiate(second_order)]
pub fn steps(x: &[f64], w: &[f64]) -> f64 {
    let mut s = 0.0;
    for i in (0..x.len()).step_by(2) {
        s += x[i] * w[i / 2] * w[i / 2];
    }
    for i in (0..w.len()).rev() {
        s += x[i] * w[i].exp();
    }
    for i in 1..=w.len() {
        s += x[i] * w[i - 1];
    }
    s
}

/// A loop that does not run must not look at its lists.
#[differentiate(second_order)]
pub fn no_trips(x: &[f64], from: usize, to: usize) -> f64 {
    let mut s = x[0];
    for i in from..to {
        s += x[i] * x[i] * s;
    }
    s
}

/// The index is no `usize`.
#[differentiate(second_order)]
pub fn other_index(x: &[f64], n: i32) -> f64 {
    let mut s = 0.0;
    for i in 0..n {
        s += x[i as usize] * x[(n - 1 - i) as usize] * f64::from(i);
    }
    s
}

/// Lists of lists, and arrays in lists.
#[differentiate(second_order)]
pub fn rows(x: &[f64], n: usize) -> f64 {
    let mut table = vec![vec![0.0; n]; 2];
    let mut pairs = vec![[0.0; 2]; n];
    for i in 0..n {
        table[0][i] = x[i] * x[i];
        table[1][i] = x[i].sin();
        pairs[i][1] = x[i] * table[1][i];
    }
    let mut s = 0.0;
    for i in 0..n {
        s += table[0][i] * table[1][n - 1 - i] * pairs[i][1];
    }
    s
}

/// The list that the loop goes over changes in it.
#[differentiate(second_order)]
pub fn changed_in_place(x: &[f64]) -> f64 {
    let mut y = x.to_vec();
    for i in 0..y.len() {
        y[i] = y[i] * y[i] + 0.5;
    }
    for i in 1..y.len() {
        y[i] *= y[i - 1];
    }
    let mut s = 0.0;
    for i in 0..y.len() {
        s += y[i] * x[i];
    }
    s
}

/// A `&mut` slice, of which the loop covers a part.
#[differentiate(second_order)]
pub fn part_of_an_output(x: &[f64], z: &mut [f64]) {
    z[0] = x[0] * z[1];
    for i in 1..x.len() {
        z[i] = x[i] * z[i - 1] + z[i] * z[i];
    }
}

// What loops record.

/// A number and an index are recorded together: such records are not made at once.
#[differentiate(second_order)]
pub fn number_and_index(x: &[f64]) -> f64 {
    let mut at = 0;
    let mut s = 1.0;
    for i in 0..x.len() {
        if x[i] > x[at] {
            at = i;
        }
        s = s * x[at].sin() + x[i];
    }
    s
}

/// Loops in loops record on one tape.
#[differentiate(second_order)]
pub fn nested_records(x: &[f64]) -> f64 {
    let mut s = 0.5;
    for i in 0..x.len() {
        for j in 0..i {
            s = (s * x[j]).sin() + x[i];
        }
        s += s.exp() * 0.1;
        for j in (i..x.len()).rev() {
            s = (s + x[j]).cos();
        }
    }
    s
}

/// What is recorded has no value at first.
#[differentiate(second_order)]
pub fn not_there_at_first(x: &[f64]) -> f64 {
    let mut last = None;
    let mut s = 1.0;
    for i in 0..x.len() {
        if let Some(v) = last {
            s = s * 0.5 + x[i] * v;
        }
        last = Some(x[i].sin());
    }
    let largest = x.iter().map(|v| v * v).reduce(f64::max);
    s * largest.unwrap_or(1.0)
}

/// Blocks that are left with a value, and a closure that returns early.
#[differentiate(second_order)]
pub fn left_with_a_value(x: &[f64]) -> f64 {
    let mut s = 1.0;
    let early = |v: f64| {
        if v > 0.6 {
            return v.sin();
        }
        v.exp()
    };
    for i in 0..x.len() {
        let t = 'found: {
            if x[i] > 0.55 {
                break 'found x[i].sin();
            }
            if x[i] < -0.5 {
                break 'found x[i].cos();
            }
            x[i].exp()
        };
        s = s * t + early(x[i]) * s;
    }
    s
}

/// The largest, by a key that is computed.
#[differentiate(second_order)]
pub fn largest_by_key(x: &[f64]) -> f64 {
    let mut s = 0.0;
    for k in 0..3 {
        let best = x[k..].iter().copied().max_by(|a, b| a.sin().total_cmp(&b.sin()));
        s += best.unwrap() * x[k];
    }
    s
}

/// Of a type parameter.
#[differentiate(second_order)]
pub fn generic_records<T: Real>(x: &[T]) -> T {
    let mut s = x[0];
    for i in 0..x.len() {
        s = (s * x[i]).sin();
    }
    s
}

/// Records that a residual holds, of a callee in a loop.
#[differentiate(second_order)]
pub fn records_of_a_callee(x: &[f64]) -> f64 {
    let mut s = 0.3;
    for k in 0..3 {
        s += generic_records(&x[k..]) * s;
    }
    s
}

/// The parts between checkpoints have lists and records of their own length.
#[differentiate]
pub fn between_checkpoints(x: &[f64], w: &[f64]) -> f64 {
    let mut s = 0.5;
    #[checkpoint(every = 3)]
    for i in 0..x.len() {
        s = (s * x[i]).sin() + w[i] * s;
    }
    #[checkpoint(every = 2)]
    for i in (0..w.len()).rev() {
        s = s.cos() * w[i];
    }
    s
}

/// Adds to the second list what the first gives.
#[differentiate(second_order)]
pub fn weigh(weights: &[f64], biases: &[f64], state: &mut [f64], cell: &mut [f64]) {
    for j in 0..weights.len() {
        cell[j] = cell[j] * weights[j] + biases[j];
        state[j] = cell[j].sin() * state[j];
    }
}

/// Parts of parts of one list are the arguments of one call, beside each other or over each other.
#[differentiate(second_order)]
pub fn parts_of_parts(x: &[f64], n: usize) -> f64 {
    let mut state = x.to_vec();
    let mut total = 0.0;
    for k in 0..2 {
        let layer = &x[2 * n * k..2 * n * (k + 1)];
        let (weights, biases) = layer.split_at(n);
        let (hidden, cell) = state[2 * n * k..2 * n * (k + 1)].split_at_mut(n);
        weigh(weights, biases, hidden, cell);
        let over = &layer[1..];
        weigh(&layer[..n], &over[..n], hidden, cell);
        total += hidden[0] * cell[n - 1];
    }
    total
}
