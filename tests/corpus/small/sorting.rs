//! Elements that are moved: `sort_by`, `reverse`, `rotate_left`, `swap`, `copy_from_slice`.

use autodiff_runtime::prelude::*;

#[derive(Clone, Copy, Differentiable)]
pub struct Item {
    pub weight: f64,
    pub value: f64,
}

#[differentiate(second_order)]
pub fn sorted(xs: &[f64]) -> f64 {
    let mut sorted = xs.to_vec();
    sorted.sort_by(|a, b| a.partial_cmp(b).unwrap());
    let n = sorted.len();
    sorted[n / 2] * sorted[0]
        + sorted.iter().enumerate().map(|(i, x)| x * x * i as f64).sum::<f64>()
}

#[differentiate(second_order)]
pub fn sorted_descending(xs: &[f64; 4]) -> f64 {
    let mut sorted = *xs;
    sorted.sort_unstable_by(|a, b| b.total_cmp(a));
    sorted[0] * sorted[1] - sorted[3]
}

#[differentiate(second_order)]
pub fn sorted_by_path(xs: &[f64]) -> f64 {
    let mut sorted = xs.to_vec();
    sorted.sort_by(f64::total_cmp);
    sorted[0] / sorted[1]
}

#[differentiate(second_order)]
pub fn sorted_in_place(xs: &mut [f64], k: f64) {
    xs[1..].sort_by(|a, b| a.total_cmp(b));
    for (i, x) in xs.iter_mut().enumerate() {
        *x *= k * (i + 1) as f64;
    }
}

#[differentiate(second_order)]
pub fn sorted_items(weights: &[f64], values: &[f64], capacity: f64) -> f64 {
    let mut items: Vec<Item> = vec![Item { weight: 0.0, value: 0.0 }; weights.len()];
    for i in 0..weights.len() {
        items[i] = Item { weight: weights[i], value: values[i] };
    }
    items.sort_by(|a, b| {
        let (left, right) = (a.value / a.weight, b.value / b.weight);
        right.partial_cmp(&left).unwrap()
    });
    let mut room = capacity;
    let mut total = 0.0;
    for item in &items {
        let part = (room / item.weight).min(1.0);
        total += part * item.value;
        room -= part * item.weight;
        if room <= 0.0 {
            break;
        }
    }
    total
}

#[differentiate(second_order)]
pub fn sorted_by_captured(xs: &[f64], ys: &[f64], sign: f64) -> f64 {
    let mut order = vec![0usize; xs.len()];
    for i in 0..order.len() {
        order[i] = i;
    }
    let scale = sign * 2.0;
    order.sort_by(|&a, &b| (scale * ys[a]).total_cmp(&(scale * ys[b])));
    let mut value = 0.0;
    for &i in &order {
        value = value * 0.5 + xs[i] * scale;
    }
    value
}

#[differentiate(second_order)]
pub fn sorted_by_key(xs: &[f64], keys: &[i32]) -> f64 {
    let mut pairs = vec![(0, 0.0); xs.len()];
    for i in 0..xs.len() {
        pairs[i] = (keys[i], xs[i] * xs[0]);
    }
    pairs.sort_by_key(|pair| pair.0);
    pairs.iter().fold(0.0, |acc, (_, x)| acc * 0.5 + x)
}

#[differentiate(second_order)]
pub fn sorted_in_a_loop(rows: &[[f64; 3]]) -> f64 {
    let mut total = 1.0;
    for row in rows {
        let mut sorted = [row[0] * total, row[1], row[2]];
        sorted.sort_by(|a, b| a.total_cmp(b));
        total += sorted[1] * sorted[1] - sorted[0];
    }
    total
}

#[differentiate(second_order)]
pub fn turned(xs: &[f64], k: usize) -> f64 {
    let mut out = xs.to_vec();
    out.reverse();
    out[0] *= out[1];
    out.rotate_left(k);
    out[0] *= out[1];
    out[1..].rotate_right(1);
    out.swap(0, k);
    out.iter().fold(0.0, |acc, x| acc * 0.5 + x)
}

#[differentiate(second_order)]
pub fn copied(xs: &[f64], k: f64) -> f64 {
    let mut out = vec![k; xs.len()];
    out[..2].copy_from_slice(&xs[..2]);
    let (head, tail) = out.split_at_mut(2);
    tail.clone_from_slice(&xs[2..]);
    head[0] *= tail[0];
    tail[1..].fill(k * k);
    let (a, b) = out.split_at(1);
    a[0] * b.iter().sum::<f64>() + out.iter().product::<f64>()
}

#[differentiate(second_order)]
pub fn looked_up(x: f64, knots: &[f64], values: &[f64]) -> f64 {
    let i = knots.partition_point(|k| *k < x).clamp(1, knots.len() - 1);
    let t = (x - knots[i - 1]) / (knots[i] - knots[i - 1]);
    values[i - 1] + t * (values[i] - values[i - 1])
}
