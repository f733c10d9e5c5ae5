//! More small programs.

use crate::types::*;
use autodiff_runtime::prelude::*;

mod gradients {
    autodiff_tests::agree_real! {
        const_generic 4,
        while_let_pop 5,
        iter_mut_nested 6,
        windows_max 6,
        tridiagonal 8,
        fold_tuple 4,
        chunks_mut 6,
        nested_option 3,
        break_value 4,
        mutable_closure 3,
        array_map 4,
        zip_three 6,
        rev_enumerate 5,
        shadow_loop 4,
        ranges_by_step 6,
        dbg_value 2,
        generic_struct_update 3,
        slices_of_structs 4,
        match_guard_bind 3,
        inner_function 3,
        method_chain 4,
        early_in_closure 4,
        array_2d 6,
    }
}

#[differentiate]
fn norm_p<T: Real, const N: usize>(v: &[T; N], p: i32) -> T {
    let mut s = T::zero();
    for i in 0..N {
        s += v[i].powi(p);
    }
    s / T::from_f64(N as f64)
}

#[differentiate]
fn const_generic<T: Real>(x: &[T]) -> T {
    norm_p(&[x[0], x[1]], 2) * norm_p::<T, 3>(&[x[1], x[2], x[3]], 4)
}

#[differentiate]
fn while_let_pop<T: Real>(x: &[T]) -> T {
    let mut work: Vec<(T, usize)> = vec![(x[0], 0)];
    let mut s = T::zero();
    while let Some((v, depth)) = work.pop() {
        s += v * v;
        if depth < 3 {
            work.push((v * x[depth + 1], depth + 1));
            if depth % 2 == 0 {
                work.push((v + x[4], depth + 2));
            }
        }
    }
    s
}

#[differentiate]
fn iter_mut_nested<T: Real>(x: &[T]) -> T {
    let mut rows: Vec<Vec<T>> = x.chunks(2).map(|c| c.to_vec()).collect();
    for (i, row) in rows.iter_mut().enumerate() {
        let s: T = row.iter().copied().sum();
        for v in row.iter_mut() {
            *v = *v / (s * s + T::one()) + x[i];
        }
        row.push(s);
    }
    rows.iter().flat_map(|r| r.iter()).map(|v| *v * *v).sum()
}

#[differentiate]
fn windows_max<T: Real>(x: &[T]) -> T {
    x.windows(3)
        .map(|w| {
            w.iter().copied().fold(w[0], |a, b| a.max(b))
                - w.iter().copied().fold(w[0], |a, b| a.min(b))
        })
        .sum()
}

#[differentiate]
fn tridiagonal<T: Real>(x: &[T]) -> T {
    let n = 4;
    let mut d: Vec<T> = (0..n).map(|i| x[i] + T::from_f64(3.0)).collect();
    let mut b = x[n..].to_vec();
    for i in 1..n {
        let w = x[i] / d[i - 1];
        d[i] -= w * x[i - 1];
        let t = b[i - 1];
        b[i] -= w * t;
    }
    b[n - 1] /= d[n - 1];
    for i in (0..n - 1).rev() {
        b[i] = (b[i] - x[i] * b[i + 1]) / d[i];
    }
    b.iter().copied().sum()
}

#[differentiate]
fn fold_tuple<T: Real>(x: &[T]) -> T {
    let (mean, m2, _) = x.iter().fold((T::zero(), T::zero(), 0u32), |(mean, m2, n), v| {
        let n = n + 1;
        let d = *v - mean;
        let mean = mean + d / T::from_f64(f64::from(n));
        (mean, m2 + d * (*v - mean), n)
    });
    m2 / mean
}

#[differentiate]
fn chunks_mut<T: Real>(x: &[T]) -> T {
    let mut y = x.to_vec();
    for c in y.chunks_mut(2) {
        let t = c[0];
        c[0] = c[1] * t;
        c[1] += t;
    }
    for c in y.chunks_exact_mut(3) {
        c[0] *= c[2];
    }
    y.iter().product()
}

#[differentiate]
fn nested_option<T: Real>(x: &[T]) -> T {
    let o: Option<Option<T>> = Some(if x[0] > T::zero() { Some(x[0] * x[1]) } else { None });
    let v = match o {
        Some(Some(v)) => v * v,
        Some(None) => x[2],
        None => T::zero(),
    };
    let pair = Some((x[1], x[2]));
    if let Some((a, b)) = pair { v + a * b } else { v }
}

#[differentiate]
fn break_value<T: Real>(x: &[T]) -> T {
    let mut i = 0;
    let v = loop {
        if x[i] > T::from_f64(0.5) || i == 3 {
            break x[i] * T::from_f64(i as f64 + 1.0);
        }
        i += 1;
    };
    let w = 'a: loop {
        let mut t = v;
        for k in 0..4 {
            t = t * x[k];
            if t < T::from_f64(0.01) {
                break 'a t + x[k];
            }
        }
        break t * x[0];
    };
    v * w
}

#[differentiate]
fn mutable_closure<T: Real>(x: &[T]) -> T {
    let mut state = [x[0], x[1]];
    let mut step = |k: T| {
        let [a, b] = state;
        state = [b, a * k + b];
    };
    step(x[2]);
    step(x[0]);
    for v in x {
        step(*v);
    }
    state[0] * state[1]
}

#[differentiate]
fn array_map<T: Real>(x: &[T]) -> T {
    let a = [x[0], x[1], x[2], x[3]];
    let b = a.map(|v| v * x[0]);
    let c = [0usize, 2].map(|i| b[i] + a[i + 1]);
    let d = [a, b].map(|r| r[0] * r[3]);
    c[0] * c[1] + d[0] - d[1]
}

#[differentiate]
fn zip_three<T: Real>(x: &[T]) -> T {
    let (a, b) = x.split_at(2);
    let (b, c) = b.split_at(2);
    a.iter().zip(b).zip(c).map(|((a, b), c)| *a * *b + *c).sum::<T>()
        + a.iter().zip(b.iter().zip(c.iter())).fold(T::one(), |s, (a, (b, c))| s * (*a + *b * *c))
}

#[differentiate]
fn rev_enumerate<T: Real>(x: &[T]) -> T {
    let mut s = T::zero();
    for (i, v) in x.iter().rev().enumerate() {
        s = s * x[i] + *v;
    }
    for (i, v) in x.iter().enumerate().rev() {
        s += *v * T::from_f64(i as f64) * s * T::from_f64(0.1);
    }
    s
}

#[differentiate]
fn shadow_loop<T: Real>(x: &[T]) -> T {
    let s = x[0];
    let mut out = T::zero();
    for x in x.iter().skip(1) {
        let s = s * *x;
        let s = {
            let s = s + *x;
            s * s
        };
        out += s;
    }
    out * s
}

#[differentiate]
fn ranges_by_step<T: Real>(x: &[T]) -> T {
    let mut s = T::zero();
    for i in (0..x.len()).step_by(2).rev() {
        s = s * x[i] + x[i + 1];
    }
    for i in (1..x.len()).rev().step_by(2) {
        s += x[i] * x[i];
    }
    for (k, i) in (0..6u8).zip((0..x.len()).rev()) {
        s += x[i] * T::from_f64(f64::from(k));
    }
    s
}

#[differentiate]
fn dbg_value<T: Real>(x: &[T]) -> T {
    let y = x[0] * x[1];
    println!("{y} {}", x[0]);
    eprintln!("{}", x.len());
    y * x[1]
}

#[differentiate]
fn generic_struct_update<T: Real>(x: &[T]) -> T {
    let mut l = Line { slope: x[0], offset: x[1] };
    let old = std::mem::replace(&mut l, Line { slope: x[2], offset: x[0] });
    let lines = [old, l];
    lines.iter().map(|l| l.at(x[1])).product::<T>() + lines[0].slope
}

#[differentiate]
fn slices_of_structs<T: Real>(x: &[T]) -> T {
    let lines: Vec<Line<T>> = x.chunks(2).map(|c| Line { slope: c[0], offset: c[1] }).collect();
    chain_of(&lines, x[0]) + chain_of(&lines[1..], x[1])
}

#[differentiate]
fn chain_of<T: Real>(lines: &[Line<T>], x: T) -> T {
    lines.iter().fold(x, |v, l| l.at(v))
}

#[differentiate]
fn match_guard_bind<T: Real>(x: &[T]) -> T {
    let mut s = T::one();
    for w in x.windows(2) {
        s *= match (w[0], w[1]) {
            (a, b) if a > b => a - b,
            (a, b) if a * b < T::zero() => a * b,
            (a, _) => a + T::one(),
        };
    }
    match x {
        [first, .., last] => s * *first + *last,
        _ => s,
    }
}

#[differentiate]
fn inner_function<T: Real>(x: &[T]) -> T {
    #[differentiate]
    fn cube<U: Real>(v: U) -> U {
        v * v * v
    }
    cube(x[0]) + cube(x[1] * x[2])
}

#[differentiate]
fn method_chain<T: Real>(x: &[T]) -> T {
    Line::new(x[0], x[1]).then(Line { slope: x[2], offset: x[3] }).at(x[0]).sin().powi(2)
}

#[differentiate]
fn early_in_closure<T: Real>(x: &[T]) -> T {
    let f = |v: T| {
        if v < T::from_f64(0.2) {
            return v * x[0];
        }
        let w = v * v;
        w + x[1]
    };
    x.iter().map(|v| f(*v)).sum()
}

#[differentiate]
fn array_2d<T: Real>(x: &[T]) -> T {
    let mut a = [[T::zero(); 3]; 2];
    for i in 0..2 {
        for j in 0..3 {
            a[i][j] = x[i * 3 + j];
        }
    }
    let mut t = [[T::zero(); 2]; 3];
    for (i, row) in a.iter().enumerate() {
        for (j, v) in row.iter().enumerate() {
            t[j][i] = *v * *v;
        }
    }
    let mut s = T::zero();
    for row in &t {
        for v in row {
            s += *v * s + *v;
        }
    }
    s
}
