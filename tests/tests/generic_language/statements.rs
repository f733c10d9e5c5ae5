//! Statements, patterns, places, literals.

use crate::types::*;
use autodiff_runtime::prelude::*;

mod gradients {
    autodiff_tests::agree_real! {
        lets 4,
        late 3,
        blocks 3,
        let_elses 3,
        items 2,
        destructuring 4,
        places 5,
        arithmetic 3,
        remainders 3,
        aggregates 4,
        update_syntax 3,
        dereferences 3,
        slicing 6,
    }
}

#[differentiate]
fn lets<T: Real>(x: &[T]) -> T {
    let (a, b) = (x[0], x[1]);
    let [c, mut d] = [x[2], x[3]];
    let _ = a * b;
    let a = a + b;
    d += a;
    let (e, (f, _)): (T, (T, T)) = (a * c, (d * d, b));
    #[derive(Clone, Differentiable)]
    struct Pair<U: Real> {
        u: U,
        v: U,
    }
    let Pair { u, v: w } = Pair { u: e, v: f };
    u * w + b
}

#[differentiate]
fn late<T: Real>(x: &[T]) -> T {
    let y;
    let z: T;
    if x[0] > T::from_f64(0.4) {
        y = x[0] * x[1];
        z = x[2];
    } else {
        y = x[1].sin();
        z = y * y;
    }
    y * z + x[0]
}

#[differentiate]
fn blocks<T: Real>(x: &[T]) -> T {
    let v = {
        let t = x[0] * x[1];
        t * t
    };
    let w = 'found: {
        if x[0] > x[1] {
            break 'found x[0] * v;
        }
        if x[2] > x[1] {
            break 'found x[2] + v;
        }
        v
    };
    w * (if x[0] > x[2] { x[0] } else { x[2] * x[1] })
}

#[differentiate]
fn let_elses<T: Real>(x: &[T]) -> T {
    let first = x.first().copied();
    let Some(a) = first else { return T::zero() };
    let Some(b) = (if a > T::from_f64(5.0) { None } else { Some(x[1] * a) }) else {
        panic!("no number")
    };
    let [p, q, r] = x else { return a };
    *p * *q * *r + b
}

static SCALE: f64 = 1.25;

const SHIFT: f64 = 0.75;

#[differentiate]
fn items<T: Real>(x: &[T]) -> T {
    const INNER: usize = 3;
    let mut s = T::from_f64(SHIFT);
    for k in 0..INNER {
        s += x[k % 2] * T::from_f64(SCALE) * T::from_f64(k as f64);
    }
    s * s
}

#[differentiate]
fn destructuring<T: Real>(x: &[T]) -> T {
    let (mut a, mut b) = (x[0], x[1]);
    for &y in &x[2..] {
        (a, b) = (b * y, a + y);
    }
    let mut c;
    [c, a] = [a, b];
    (b, _) = (c, a);
    c += b * a;
    c
}

#[differentiate]
fn places<T: Real>(x: &[T]) -> T {
    let mut bodies = vec![
        Body { at: [x[0], x[1]], mass: x[2], tag: 0 },
        Body { at: [x[3], x[4]], mass: x[0], tag: 1 },
    ];
    bodies[0].at[1] *= x[3];
    let d = bodies[0].at[0] / (x[2] + T::from_f64(2.0));
    bodies[1].mass -= d;
    let tag = bodies[1].tag;
    bodies[tag].at[tag - 1] = bodies[0].mass * x[1];
    let b = &mut bodies[0];
    b.at[0] += b.mass;
    b.mass *= b.at[0];
    let mut grid = [[x[0]; 2]; 2];
    grid[1][0] = bodies[1].at[0];
    grid[0][1] += grid[1][0] * x[4];
    let mut t = (grid[0][1], [bodies[0].mass, bodies[1].mass]);
    t.0 /= T::from_f64(3.0);
    t.1[1] *= t.0;
    t.0 + t.1[0] * t.1[1]
}

#[differentiate]
fn arithmetic<T: Real>(x: &[T]) -> T {
    let a = -x[0] * x[1] - -x[2];
    let b = a / (x[0] * x[0] + T::one());
    let n = 7 / 2 + (3 % 2) * 4;
    let ok = !(a > b) || b >= a && a != b;
    let k = if ok { n as f64 } else { -(n as f64) };
    (a + b) * T::from_f64(k) * -(x[1] - x[2])
}

#[differentiate]
fn remainders<T: Real>(x: &[T]) -> T {
    let m = T::from_f64(0.35);
    (x[0] * T::from_f64(3.0)) % m + (x[1] + x[2]) * (x[2] * T::from_f64(2.0)).abs()
}

#[differentiate]
fn aggregates<T: Real>(x: &[T]) -> T {
    let a = [x[0] * x[1]; 3];
    let b = vec![x[2]; 2];
    let c = vec![a[0], b[1], x[3]];
    let t = (a, b, c);
    let nested = [[x[0], x[1]], [t.0[2], t.2[2]]];
    nested[1][0] * nested[0][1] + t.1[0] * t.2[1]
}

#[differentiate]
fn update_syntax<T: Real>(x: &[T]) -> T {
    let base = Body { at: [x[0], x[1]], mass: x[2], tag: 4 };
    let moved = Body { mass: x[0] * x[2], ..base.clone() };
    let other = Body { at: [moved.mass, x[1]], ..base };
    moved.at[0] * other.at[0] + moved.at[1] * other.mass + T::from_f64(other.tag as f64) * x[0]
}

#[differentiate]
fn dereferences<T: Real>(x: &[T]) -> T {
    let r = &x[0];
    let rr = &r;
    let mut y = **rr * *r;
    {
        let m = &mut y;
        *m *= x[1];
        let n = &mut *m;
        *n += x[2];
    }
    let b = Box::new(y);
    *b * y
}

#[differentiate]
fn slicing<T: Real>(x: &[T]) -> T {
    let (head, tail) = x.split_at(2);
    let mid = &x[1..4];
    let last = &tail[tail.len() - 2..];
    let all = &mid[..];
    let mut s = T::zero();
    for (a, b) in head.iter().zip(last) {
        s += *a * *b;
    }
    s + all[0] * mid[2] + x[2..=3].iter().map(|v| v.sin()).fold(T::zero(), |a, b| a + b)
}
