//! Chains of iterators.

use autodiff_runtime::prelude::*;

#[differentiate(second_order)]
pub fn scanned(xs: &[f64]) -> f64 {
    xs.iter()
        .scan(1.0, |state, x| {
            *state *= x;
            Some(*state)
        })
        .sum::<f64>()
}

#[differentiate(second_order)]
pub fn scanned_until(xs: &[f64], limit: f64) -> f64 {
    let mut total = 0.0;
    for (i, s) in xs
        .iter()
        .scan(0.0, |acc, &x| {
            *acc += x * x;
            if *acc < limit { Some(*acc * limit) } else { None }
        })
        .enumerate()
    {
        total += s * (i as f64 + 1.0);
    }
    total * limit
}

#[differentiate(second_order)]
pub fn flat_mapped(xs: &[f64], n: usize) -> f64 {
    xs.iter().flat_map(|x| (0..n).map(move |k| x.powi(k as i32 + 1) / (k as f64 + 1.0))).sum()
}

#[differentiate(second_order)]
pub fn flat_mapped_slices(rows: &[[f64; 2]]) -> f64 {
    let mut product = 1.0;
    for x in rows.iter().flat_map(|row| {
        let scale = row[0] * row[1];
        row.iter().map(move |x| x * scale)
    }) {
        if x > 1e3 {
            break;
        }
        if x == 0.0 {
            continue;
        }
        product *= 1.0 + x;
    }
    product
}

#[differentiate(second_order)]
pub fn flattened(rows: &[[f64; 2]]) -> f64 {
    let forward: f64 = rows.iter().flatten().enumerate().map(|(i, x)| x * x * i as f64).sum();
    let back = rows.iter().flatten().rev().fold(0.0, |acc, x| 0.5 * acc + x);
    forward * back
}

#[differentiate(second_order)]
pub fn filter_mapped(xs: &[f64], ys: &[f64]) -> f64 {
    xs.iter()
        .zip(ys)
        .filter_map(|(x, y)| if *y != 0.0 { Some(x / y) } else { None })
        .filter(|q| *q > -10.0)
        .map(|q| q * q)
        .sum()
}

#[differentiate(second_order)]
pub fn filter_mapped_two_ways(xs: &[f64]) -> f64 {
    let mut total = 0.0;
    for v in xs.iter().filter_map(|&x| {
        if x > 1.0 {
            Some(x.ln())
        } else if x > 0.0 {
            Some(x * x)
        } else {
            None
        }
    }) {
        total += v * (total + 1.0);
    }
    total
}

#[differentiate(second_order)]
pub fn filter_mapped_borrow(xs: &[f64]) -> f64 {
    xs.iter().filter_map(|x| (*x > 0.0).then_some(x)).map(|x| x.sqrt()).sum::<f64>()
        + xs.iter().filter_map(|x| (*x < 0.0).then(|| x * x)).sum::<f64>()
}

#[differentiate(second_order)]
pub fn chained(xs: &[f64], ys: &[f64]) -> f64 {
    let mut acc = 1.0;
    for (i, v) in xs.iter().chain(ys).chain(std::iter::once(&xs[0])).enumerate() {
        if i == 6 {
            break;
        }
        acc = acc * 0.5 + v * v;
    }
    acc * xs.iter().chain(ys.iter().rev()).rev().fold(1.0, |a, x| a * 0.9 + x)
}

#[differentiate(second_order)]
pub fn mapped_while(xs: &[f64]) -> f64 {
    xs.iter().map_while(|x| if *x > 0.0 { Some(x.ln()) } else { None }).sum::<f64>() + xs[0]
}

#[differentiate(second_order)]
pub fn inspected(xs: &[f64]) -> f64 {
    let mut seen = 0.0;
    let total: f64 = xs.iter().inspect(|x| seen += **x * **x).map(|x| x * 3.0).sum();
    total * seen
}

#[differentiate(second_order)]
pub fn stepped(xs: &[f64]) -> f64 {
    let a: f64 = xs.iter().step_by(2).map(|x| x * x).sum();
    let b: f64 = xs.iter().skip(1).step_by(2).product();
    let c: f64 = xs.iter().filter(|x| **x > 0.0).step_by(2).sum();
    a * b + c * a
}

#[differentiate(second_order)]
pub fn three_zipped(xs: &[f64], ys: &[f64], ws: &[f64]) -> f64 {
    xs.iter().zip(ys).zip(ws).map(|((x, y), w)| w * (x - y).powi(2)).sum()
}

#[differentiate(second_order)]
pub fn taken_of_filtered(xs: &[f64], n: usize) -> f64 {
    xs.iter().filter(|x| **x > 0.0).take(n).map(|x| x * x).sum::<f64>()
        + xs.iter().copied().filter(|x| *x > 0.0).skip(1).sum::<f64>() * xs[0]
}

#[differentiate(second_order)]
pub fn filtered_zip(xs: &[f64], ws: &[f64]) -> f64 {
    xs.iter().filter(|x| **x > 0.0).zip(ws).map(|(x, w)| x * w).sum::<f64>()
        + ws.iter().zip(xs.iter().filter(|x| **x < 0.0)).map(|(w, x)| x * w * w).sum::<f64>()
        + (1..).zip(xs.iter().filter(|x| **x > 0.0)).map(|(i, x)| x * i as f64).sum::<f64>()
}

#[differentiate(second_order)]
pub fn reversed_filter(xs: &[f64]) -> f64 {
    xs.iter().filter(|x| **x > 0.0).map(|x| x + 1.0).rev().fold(0.0, |acc, x| acc * 0.5 + x)
}

#[differentiate(second_order)]
pub fn tuple_accumulator(xs: &[f64]) -> f64 {
    let (sum, product, last) = xs.iter().fold((0.0, 1.0, 0.0), |(s, p, _), x| (s + x, p * x, *x));
    sum * product + last
}

#[differentiate(second_order)]
pub fn named_iterators(xs: &[f64], n: usize) -> f64 {
    let mut bound = n;
    let range = 0..bound;
    bound += 1;
    let squares = xs.iter().map(|x| x * x);
    let kept = squares.clone().filter(|s| *s < 100.0);
    let mut total = kept.sum::<f64>() * bound as f64;
    for (i, s) in range.zip(squares) {
        total += s * i as f64;
    }
    total
}

#[differentiate(second_order)]
pub fn nested_in_closures(rows: &[[f64; 2]], w: &[f64]) -> f64 {
    rows.iter()
        .map(|row| row.iter().zip(w).map(|(a, b)| a * b).sum::<f64>().tanh())
        .map(|h| (0..2).map(|k| h * (k as f64 + 0.5) * w[k]).product::<f64>())
        .sum()
}

#[differentiate(second_order)]
pub fn parts_of_slices(xs: &[f64], n: usize) -> f64 {
    let inner: f64 = xs[1..n].iter().zip(&xs[..n - 1]).map(|(a, b)| a * b).sum();
    let ends: f64 = (&xs[n..]).iter().sum();
    inner * ends + (0..n).map(|i| xs[i] * xs[n - 1 - i]).sum::<f64>()
}

#[differentiate(second_order)]
pub fn counted(xs: &[f64]) -> f64 {
    let positive = xs.iter().filter(|x| **x > 0.0).count();
    let here = xs.iter().position(|x| *x < 0.0).unwrap_or(0);
    let indices: usize = (0..xs.len()).filter(|i| i % 2 == 0).sum();
    let any = xs.iter().any(|x| *x > 3.0);
    let total = xs.iter().sum::<f64>() / positive as f64;
    if any { total * xs[here] } else { total + xs[here] * indices as f64 }
}

#[differentiate(second_order)]
pub fn integer_sums(x: f64, counts: &[usize]) -> f64 {
    let n: usize = counts.iter().sum();
    let m = counts.iter().map(|c| c * 2).max().unwrap_or(0);
    let p = (1..=n).product::<usize>() % 7;
    x.powi(n as i32) * m as f64 + x * p as f64
}

#[differentiate(second_order)]
pub fn endless(xs: &[f64], y: f64) -> f64 {
    (1..).map(|k| y / k as f64).take_while(|t| *t > 0.1).sum::<f64>()
        + xs.iter().zip(1..).map(|(x, k)| x / k as f64).sum::<f64>()
        + std::iter::repeat(y).take(3).map(|y| y * y).sum::<f64>()
        + (0..).map(|k| xs[k]).filter(|x| *x > 0.0).take(2).sum::<f64>()
}

#[differentiate(second_order)]
pub fn written_through(xs: &[f64], k: f64) -> f64 {
    let mut out = xs.to_vec();
    out.iter_mut().zip(xs).for_each(|(o, x)| *o *= x + k);
    out.iter_mut().enumerate().filter(|(i, _)| i % 2 == 0).for_each(|(i, o)| *o += k * i as f64);
    out.iter_mut().rev().take(2).for_each(|o| *o = *o * *o);
    out.iter().sum()
}

#[differentiate(second_order)]
pub fn left_early(xs: &[f64], limit: f64) -> f64 {
    let mut total = 0.0;
    'outer: for i in (0..xs.len()).rev() {
        for v in xs.iter().chain(&xs[..i]).flat_map(|x| (0..2).map(move |k| x * k as f64)) {
            total += v * v;
            if total > limit {
                break 'outer;
            }
            if v < 0.0 {
                continue 'outer;
            }
        }
    }
    total
}

#[differentiate(second_order)]
pub fn returned_early(xs: &[f64], limit: f64) -> f64 {
    let mut total = 1.0;
    for v in xs.iter().chain(xs).map(|x| x * limit) {
        total *= v + 1.0;
        if total > limit {
            return total * limit;
        }
    }
    total + limit
}

#[differentiate]
pub fn taken_twice(xs: &[f64], n: usize) -> f64 {
    xs.iter()
        .flat_map(|x| (0..6).filter(|k| k % 2 == 1).map(move |k| x * k as f64).take(2))
        .take(n)
        .fold(1.0, |acc, v| acc * 0.5 + v * v)
        + xs.iter()
            .filter(|x| **x > 0.0)
            .take(n)
            .chain(xs)
            .filter(|x| **x < 2.0)
            .take(3)
            .sum::<f64>()
            * xs[0]
}

#[differentiate]
pub fn endless_numbers(x: f64) -> f64 {
    let series: f64 =
        (1i32..).map(|k| x.powi(k) / f64::from(k)).take_while(|t| t.abs() > 1e-3).sum();
    let picked: f64 = (0u8..).skip(1).step_by(2).take(3).map(|k| x * f64::from(k)).sum();
    series * picked
}

#[differentiate]
pub fn looked_at(xs: &[f64]) -> f64 {
    let mut asked = 1.0;
    let some = xs
        .first()
        .map(|x| {
            asked += x;
            x * 2.0
        })
        .is_some();
    if some { asked * xs[0] } else { 0.0 }
}
