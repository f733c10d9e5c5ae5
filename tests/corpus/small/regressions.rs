//! Programs that were once refused, or wrong: found by `tests/fuzz`, and made small.

#![allow(clippy::manual_unwrap_or)] // as it was generated

use autodiff_runtime::nalgebra::{Matrix3, Vector3};
use autodiff_runtime::prelude::*;

#[differentiate(second_order)]
pub fn return_in_a_labelled_block(x: f64) -> f64 {
    let v = 'block: {
        if x < 1.0 {
            break 'block x * x;
        }
        if x > 3.0 {
            return x * 5.0;
        }
        x.sin()
    };
    v * x
}

#[differentiate(second_order)]
pub fn break_of_an_outer_block(x: f64) -> f64 {
    let v = 'outer: {
        let w = 'inner: {
            if x > 3.0 {
                break 'outer x;
            }
            if x > 2.0 {
                break 'inner x * x;
            }
            x.sin()
        };
        w * x
    };
    v * x
}

#[differentiate(second_order)]
pub fn grow(x: f64, total: &mut f64) -> f64 {
    *total *= x;
    x * *total
}

/// The changed argument has no adjoint.
#[differentiate(second_order)]
#[allow(unused_variables)]
pub fn changed_in_vain(x: f64) -> f64 {
    if x > 0.0 {
        let mut total = x * x;
        let unused = grow(x, &mut total);
    }
    x * x
}

/// The index reads what the assignment changes.
#[differentiate(second_order)]
pub fn index_of_its_own_list(w: &[f64], x: f64) -> f64 {
    let mut b = [0.1_f64; 4];
    for e in w.iter() {
        b[(b[0].abs() * 4.0) as usize % 4] += 0.5 * e * x;
    }
    if x < 0.0 {
        b[(b[0].abs() * 4.0) as usize % 4] = w[0] * x;
    }
    let tail = &mut b[1..];
    tail[(tail[0].abs() * 2.0) as usize % 2] *= w[1];
    b.iter().map(|v| v * v * v).sum::<f64>()
}

/// A local that borrows from an argument, and a parameter that the function changes.
#[differentiate(second_order)]
pub fn borrowed_part(mut x: f64, a: &[f64], flag: bool) -> f64 {
    let part = if flag { &a[0..2] } else { &a[1..3] };
    x *= x;
    let y = x * part[0] * part[1];
    x = x.sin();
    y * x
}

/// What is iterated over by value is a copy: the loop may change the array meanwhile.
#[differentiate(second_order)]
pub fn changes_what_it_iterates_over(x: f64) -> f64 {
    let mut work = [x, x * 2.0, x * 3.0];
    let mut sum = 0.0;
    for e in work {
        work[2] = e * e;
        sum += e * work[2];
    }
    let squares: f64 = work
        .into_iter()
        .map(|e| {
            work[1] = e * x;
            work[1] * e
        })
        .sum();
    sum + work[2] * work[1] + squares
}

/// A field that is iterated over by value.
#[differentiate(second_order)]
pub fn changes_a_field_it_iterates_over(x: f64) -> f64 {
    let mut state = ([x, x.sin(), x * x], 1.0);
    for (i, e) in state.0.into_iter().enumerate() {
        state.0[2 - i] *= e;
        state.1 *= e + state.0[1];
    }
    state.1 + state.0[0]
}

/// Before the loop nothing says which floats the differences are of.
#[differentiate(second_order)]
pub fn differences_before_the_type(x: f64) -> f64 {
    let mut list = vec![0.173; 4];
    let mut s = list.windows(2).map(|p| (p[1] - p[0]) * x).sum::<f64>();
    for e in list.iter_mut() {
        *e = x.sin() + s;
        s += x;
    }
    s * list[0]
}

/// What a pattern binds as `mut` is a variable of its own.
#[differentiate]
pub fn own_bindings(v: f64, n: usize) -> f64 {
    let mut s = v;
    let mut stack = vec![v, v * v, 2.0];
    while let Some(mut top) = stack.pop() {
        top *= v;
        s += top * top;
        if n > 3 && s < 0.0 {
            stack.push(top);
        }
    }
    let mut o: Option<f64> = if n > 1 { Some(v * s) } else { None };
    match o {
        Some(mut x) if x > 0.5 => {
            x += s;
            s *= x;
        }
        Some(mut x) => {
            x = x.sin();
            s += x;
        }
        None => {}
    }
    if let Some(mut x) = o {
        x += 2.0;
        o = Some(x * s);
    }
    let Some(mut y) = o else {
        return s;
    };
    y *= s;
    y + o.unwrap_or(1.0)
}

/// The numbers of an expression that is not active are no references in it.
#[differentiate]
pub fn numbers_in_what_is_not_active(v: f64, n: usize) -> f64 {
    let mut s = v;
    if v > 0.0 {
        let Ok(f) = (if n > 2 { Some(n as f64) } else { None }).ok_or_else(|| n).map(|c| c * v)
        else {
            return v * v;
        };
        s += f;
    }
    s * v
}

#[differentiate]
pub fn square_above_zero(x: f64) -> Option<f64> {
    if x > 0.0 { Some(x * x) } else { None }
}

/// Guards that are more than an expression, in a loop that the arms leave.
#[differentiate]
pub fn guards_of_numbers(v: f64, n: usize) -> f64 {
    let o = if n < 4 { Some(v * 0.5) } else { None };
    let mut s = v;
    for k in 0..n {
        match k {
            0 => s += v,
            other
                if other % 2 == 0
                    && (match o {
                        Some(a) => a,
                        None => 1.5,
                    }) > 0.3 =>
            {
                s *= v;
                if s > 10.0 {
                    break;
                }
            }
            1 | 2 => {
                s += v * v;
                continue;
            }
            _ if square_above_zero(v).unwrap_or(0.1) < s => s = s.sin(),
            _ => {}
        }
        s += 0.1 * v;
    }
    s
}

#[derive(Clone, Debug, Differentiable)]
pub enum Part {
    One(f64),
    Two { x: f64, y: f64 },
    None,
}

/// Guards that look into what the arms take by reference, and change.
#[differentiate]
pub fn guards_of_parts(v: f64, a: f64, n: usize) -> f64 {
    let mut part = match n {
        0 => Part::One(a),
        1 => Part::Two { x: a, y: v },
        _ => Part::None,
    };
    let mut total = 0.0;
    let w = match &part {
        Part::One(a) if square_above_zero(*a).map_or(0.5, |q| q * v) > 1.0 => a * a * v,
        Part::Two { x, y } if [*x, *y].iter().map(|q| q * v).sum::<f64>() > 0.4 => {
            total += v;
            x * y
        }
        Part::One(a) => {
            if *a < -0.8 {
                return v * a;
            }
            a.sin() * v
        }
        Part::Two { x, .. } => *x,
        Part::None => v.exp(),
    };
    match &mut part {
        Part::One(a) if square_above_zero(*a).unwrap_or(0.3) > 0.2 => *a *= v,
        Part::One(a) | Part::Two { x: a, .. } => *a += v * v,
        other => *other = Part::One(v),
    }
    let last = match part {
        Part::One(a) => a * a,
        Part::Two { x, y } => x * y,
        Part::None => 0.0,
    };
    w * last + total
}

/// The branches say that it is an option whose `map` that is.
#[differentiate]
pub fn maps_of_branches(v: f64, n: usize) -> f64 {
    let mut held: Option<f64> = Some(v);
    let old = core::mem::replace(
        &mut held,
        (if n > 1 { Some(v * v) } else { None }).map(|x| x * v.sin()).map(|x| x + 1.0),
    );
    let squares = match n {
        0 => None,
        _ => Some(v + 1.0),
    }
    .map(|x| x * x);
    let taken = core::mem::take(&mut held).map(|x| x * 0.5);
    let list = vec![
        old.map(|x| x + v).unwrap_or(v),
        (if n > 1 { Some(v) } else { None }).map(f64::sin).map_or(v, |x| x * v),
    ];
    let squares = squares.map(|x| x + list[0] * list[1]);
    match (old, squares, taken) {
        (Some(a), Some(b), Some(c)) => a * b + c,
        (Some(a), Some(b), None) => a * b,
        (a, _, _) => a.unwrap_or(1.0) * v,
    }
}

/// Closures whose value is that of an `if` without `else`.
#[differentiate]
pub fn closures_without_a_value(x: &[f64], k: f64) -> f64 {
    let mut x = x.to_vec();
    x.iter_mut().for_each(|v| {
        if *v > 0.3 {
            *v = (*v * k).sin();
        }
    });
    let mut sum = 0.0;
    x.iter().enumerate().for_each(|(i, v)| {
        if i > 1 {
            sum += v.sin();
        } else if *v > 0.2 {
            sum *= v;
        }
    });
    x.iter().for_each(|v| {
        if *v > 0.8 {
            return;
        }
        sum += v * v;
    });
    x.iter().for_each(|v| match *v > 0.6 {
        true => sum += 1.0,
        false => {
            sum *= v;
        }
    });
    let mut step = |v: f64| {
        if v > 0.1 {
            sum += v * v;
        } else if v > 0.05 {
            sum -= v;
        }
    };
    step(x[0]);
    step(x[1] * k);
    sum * k
}

/// A borrow of a borrow of an element whose type is inferred.
#[differentiate]
pub fn filter_of_an_inferred_list(x: &[f64], k: f64) -> f64 {
    let list: Vec<_> = x.iter().map(|v| v * k).collect();
    let found = list.iter().filter(|v| **v > 0.438).map(|v| v.tanh()).sum::<f64>();
    found + list.iter().skip_while(|v| **v < 0.3).map(|v| v * v).sum::<f64>()
}

/// `scan` before `zip`: its state is its own.
#[differentiate]
pub fn zip_of_a_scan(x: &[f64], w: &[f64]) -> f64 {
    let state = |state: &mut f64, v: &f64| {
        *state = (*state * 0.5 + v).sin();
        Some(*state)
    };
    let mut seen = 0.0;
    let first = x.iter().scan(0.3, state).zip(w.iter()).map(|(a, b)| a * b).sum::<f64>();
    let counted = x
        .iter()
        .filter(|v| {
            seen += v.sin();
            **v > 0.1
        })
        .zip(&w[1..])
        .map(|(a, b)| a * b)
        .sum::<f64>();
    first + counted * seen
}

#[derive(Clone, Debug, Differentiable)]
pub struct Scaled {
    pub scale: f64,
}

#[differentiate]
impl Scaled {
    /// The receiver is a view of a local, and the function knows a type of its own.
    pub fn views_of_locals(&self, x: f64) -> f64 {
        let m = Matrix3::new(x, 1.0, x * x, 2.0, x, 0.5, x, x.sin(), self.scale);
        m.column(0).dot(&Vector3::new(x, 1.0, self.scale)) + m.row(2).norm() * m.column(1).sum()
    }
}

/// More elements than are sorted by insertion, of which several compare equal.
#[differentiate]
pub fn unstable_sorts(x: &[f64]) -> f64 {
    let mut singles: Vec<f64> = (0..60).map(|i| x[i % x.len()] * f64::from(i as u8 % 7)).collect();
    let mut pairs: Vec<(f64, f64)> = (0..70).map(|i| (x[i % x.len()], x[0] * i as f64)).collect();
    let mut wide: Vec<[f64; 5]> =
        (0..70).map(|i| [x[i % x.len()], i as f64, x[1], 0.0, x[2]]).collect();
    singles.sort_unstable_by(|a, b| a.floor().total_cmp(&b.floor()));
    pairs.sort_unstable_by(|a, b| a.0.partial_cmp(&b.0).unwrap());
    wide.sort_unstable_by_key(|row| (row[0] * 4.0) as i32);
    let weight = |i: usize| (i as f64 * 0.7).cos();
    let singles: f64 = singles.iter().enumerate().map(|(i, v)| v * weight(i)).sum();
    let pairs: f64 = pairs.iter().enumerate().map(|(i, p)| p.0 * p.1 * weight(i)).sum();
    let wide: f64 = wide.iter().enumerate().map(|(i, r)| r[0] * r[1] * weight(i) + r[2]).sum();
    singles.sin() + pairs + wide
}

/// Whether there is a payload is known behind a search that may end early: the option is assigned under a flag.
#[differentiate]
pub fn options_behind_searches(x: &[f64]) -> f64 {
    let search = |bound: f64| {
        x.iter()
            .flat_map(|v| (0..2).map(move |j| *v * (j as f64) + 0.8))
            .take_while(|v| *v > 0.1)
            .all(|v| v < bound)
    };
    let first = (if search(1.5) { Some(x[0] * x[1]) } else { None }).unwrap_or(x[1] * x[1]);
    let mut pair = if search(1.2) { (x[0].sin(), x[1]) } else { (x[2], x[0] * x[2]) };
    pair.0 *= x[2];
    pair.1 = pair.0 * pair.1;
    let list = if search(1.4) { vec![x[0]; 2] } else { vec![x[1] * x[2]; 3] };
    let listed: f64 = list.iter().map(|v| v.sin()).sum();
    first + pair.0 * pair.1 + listed
}

/// What an arm binds may be constant, beside active arguments of its methods.
#[differentiate]
pub fn constant_in_an_arm(x: &Vector3<f64>, #[constant] l: &Matrix3<f64>) -> f64 {
    let covariance = l * l.transpose() + Matrix3::identity() * 1e-3;
    if let Some(factor) = covariance.cholesky() {
        let z = factor.solve(x);
        -0.5 * x.dot(&z) - 0.5 * factor.determinant()
    } else {
        0.0
    }
}

/// A search that may find nothing.
#[differentiate]
pub fn logarithm(x: f64) -> Option<f64> {
    if x > -3.0 { Some((x + 3.5).ln()) } else { None }
}

/// Statements, exits and methods of options in the arguments of macros.
#[differentiate]
pub fn blocks_in_macros(x: f64) -> f64 {
    blocks_or_none(x).unwrap_or(x)
}

#[differentiate]
pub fn blocks_or_none(x: f64) -> Option<f64> {
    let mut changed = 1.0;
    let v = vec![
        if x > 1.0 {
            let inner: Option<f64> = logarithm(x).map(|q| q * 0.5);
            inner.unwrap_or(0.1)
        } else {
            x
        },
        logarithm(x)?,
    ];
    let sums: f64 = v
        .iter()
        .map(|q| {
            vec![
                {
                    changed += q;
                    changed * q
                },
                *q,
            ]
            .iter()
            .sum::<f64>()
        })
        .sum();
    let left = loop {
        let w = vec![if x > 0.0 {
            break x * changed;
        } else {
            x
        }];
        if w[0] > -9.0 {
            break w[0];
        }
    };
    Some(v[0] * v[1] * changed + sums + left)
}

/// What is matched on may be active; whether it matches is not.
#[differentiate]
pub fn matching_macros(x: f64, pair: (f64, usize)) -> f64 {
    let mut y = if matches!(pair, (a, 0 | 2) if a > x) { x * x } else { x * pair.0 };
    for i in 0..4 {
        if matches!(i, 1 | 3,) && matches!(logarithm(y), Some(z) if z < 9.0) {
            y += x * pair.0;
        }
    }
    y
}

/// Lists that a struct owns.
#[derive(Clone, Debug, PartialEq, Differentiable)]
pub struct Lists {
    pub factors: Vec<f64>,
    pub terms: Vec<f64>,
}

#[differentiate]
pub fn of_lists(x: f64, lists: Lists) -> f64 {
    let factors: f64 = lists.factors.iter().map(|factor| factor * x).product();
    factors + lists.terms.iter().map(|term| term * x * x).sum::<f64>()
}

/// What is constant is moved into the argument once.
#[differentiate]
pub fn constant_literals(x: f64) -> f64 {
    let (factors, terms) = (vec![1.5, 2.0], vec![0.5]);
    let y = of_lists(x, Lists { factors, terms });
    let unused = of_lists(x, Lists { factors: vec![x], terms: vec![0.5] });
    if x > 1.0 {
        let terms = vec![0.25];
        return y * of_lists(y, Lists { factors: vec![2.0], terms });
    }
    let _ = unused;
    y * x
}

#[derive(Clone, Copy, Debug, Differentiable)]
pub struct Spring {
    pub at: f64,
    pub speed: f64,
}

#[differentiate]
impl Spring {
    pub fn pushed(&mut self, by: f64) -> f64 {
        self.speed += by;
        self.at += self.speed * 0.5;
        self.at * by
    }

    pub fn energy(self, weight: f64) -> f64 {
        (self.at * self.at + self.speed * self.speed) * weight
    }
}

#[derive(Clone, Debug, Differentiable)]
pub struct Chain {
    pub springs: Vec<Spring>,
    pub length: f64,
}

#[differentiate]
impl Chain {
    pub fn longer(&mut self, by: f64) {
        self.length += by * self.springs[0].at;
    }
}

/// What a method changes is its receiver, whatever its arguments do; a receiver by value is copied before them.
#[differentiate]
pub fn receivers_before_arguments(x: f64, y: f64) -> f64 {
    let mut spring = Spring { at: x, speed: y };
    spring.pushed(if x > y { x * y } else { y.sin() });
    let back = spring.pushed([x, y].iter().map(|v| v * spring.at).sum::<f64>());
    let before = spring.energy({
        spring.at = back * 0.3;
        y
    });
    let mut chain = Chain { springs: vec![spring, Spring { at: y, speed: x }], length: 1.0 };
    for i in 0..2 {
        match chain.springs[i].at {
            at if at > 0.5 => chain.longer([x, y].iter().sum::<f64>()),
            at => {
                chain.springs[i].pushed(if i == 0 { at } else { x * chain.length });
            }
        }
    }
    before
        + spring.energy({
            spring.pushed(x);
            2.0
        })
        + spring.at * chain.length
        + chain.springs[1].at
}

#[differentiate]
pub fn spring_at(x: f64) -> Spring {
    Spring { at: x, speed: x * x }
}

/// A method may change what has no name, also in a branch.
#[differentiate]
pub fn receivers_without_names(x: f64, y: f64) -> f64 {
    let mut total = spring_at(x).pushed(y);
    for i in 0..3 {
        if y > 0.3 * f64::from(i) {
            total += spring_at(y).pushed(total) * Spring { at: x, speed: y }.pushed(x);
        } else {
            let spring = &mut spring_at(x * total);
            total -= spring.pushed(y) * spring.at;
        }
    }
    total
}
