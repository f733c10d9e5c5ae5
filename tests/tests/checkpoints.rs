//! Loops with `#[checkpoint(every = k)]`: the same gradients as without, to the last bit, in memory that grows as the root
//! of the trips.

#![allow(missing_docs, reason = "private to this test")]

use autodiff_runtime::nalgebra::Vector2;
use autodiff_runtime::prelude::*;

/// Every function twice: with its checkpoints, and in `taped` without them.
macro_rules! both {
    ($($(#[$attribute:meta])* fn $name:ident($x:ident: &[f64]) -> f64 $body:tt)*) => {
        mod kept {
            use super::*;
            $(#[differentiate(second_order)] $(#[$attribute])* pub fn $name($x: &[f64]) -> f64 $body)*
        }
        mod taped {
            use super::*;
            $(without! { [#[differentiate(second_order)] $(#[$attribute])* pub fn $name($x: &[f64]) -> f64] $body })*
        }

        #[test]
        fn the_bits_are_those_of_a_tape() {
            $(for n in [1_u32, 2, 7, 16, 33] {
                let x: Vec<f64> = (0..n).map(|i| 0.3 + 0.4 * (f64::from(i) * 1.7).sin()).collect();
                let (value, gradient) = kept::$name::value_and_grad(&x);
                let (expected, by_tape) = taped::$name::value_and_grad(&x);
                let bits = |x: &[f64]| x.iter().map(|x| x.to_bits()).collect::<Vec<_>>();
                assert_eq!(value.to_bits(), expected.to_bits(), stringify!($name));
                assert_eq!(bits(&gradient), bits(&by_tape), "{} of {n}", stringify!($name));
                let (_, pullback) = kept::$name::pullback(&x);
                assert_eq!(bits(&pullback(1.0)), bits(&by_tape), "{}: pullback", stringify!($name));
                let direction: Vec<f64> = (0..n).map(|i| f64::from(i).cos()).collect();
                let (_, tangent) = kept::$name::jvp(&x, &direction);
                assert_eq!(tangent.to_bits(), taped::$name::jvp(&x, &direction).1.to_bits());
                let curved = kept::$name::hvp(&x, &direction);
                assert_eq!(bits(&curved), bits(&taped::$name::hvp(&x, &direction)), "{}: hvp", stringify!($name));
            })*
        }
    };
}

/// A function without the checkpoints in it.
macro_rules! without {
    ([$($head:tt)*] { $($body:tt)* }) => { without!(@ [$($head)*] [] $($body)*); };
    (@ [$($head:tt)*] [$($done:tt)*] #[checkpoint($($how:tt)*)] $($rest:tt)*) => {
        without!(@ [$($head)*] [$($done)*] $($rest)*);
    };
    (@ [$($head:tt)*] [$($done:tt)*] $next:tt $($rest:tt)*) => {
        without!(@ [$($head)*] [$($done)* $next] $($rest)*);
    };
    (@ [$($head:tt)*] [$($done:tt)*]) => { $($head)* { $($done)* } };
}

#[derive(Clone, Debug, Differentiable)]
pub struct Body {
    at: Vector2<f64>,
    speed: Vector2<f64>,
}

#[differentiate(second_order)]
pub fn step(body: &mut Body, pull: f64) {
    let force = body.at * (-pull / (0.1 + body.at.norm_squared()));
    body.speed += force * 0.05;
    body.at += body.speed * 0.05;
}

both! {
    fn recurrence(x: &[f64]) -> f64 {
        let mut state = x[0];
        #[checkpoint(every = 4)]
        for v in x {
            state = (state * 3.1 + v).sin() + state * *v;
        }
        state * x[0]
    }

    fn every_size(x: &[f64]) -> f64 {
        let (mut a, mut b) = (x[0], 1.0_f64);
        #[checkpoint(every = x.len() / 3)]
        for i in (0..x.len()).rev() {
            let t = a * x[i];
            a = b.cos() + t;
            b = t * t - a;
            if b > 0.5 {
                a *= x[0];
            }
        }
        a * b
    }

    fn arrays(x: &[f64]) -> f64 {
        let mut field = [x[0], 0.2, 0.3, 0.4];
        let mut sum = 0.0;
        #[checkpoint(every = 3)]
        for (i, v) in x.iter().enumerate() {
            for k in 1..4 {
                field[k] += field[k - 1] * *v;
            }
            field[i % 4] = field[3].sin();
            sum += field[1] * field[2];
        }
        sum + field[0]
    }

    fn with_breaks(x: &[f64]) -> f64 {
        let mut state = 1.0;
        let mut seen = 0;
        #[checkpoint(every = 5)]
        for i in 0..=40 {
            let v = x[i % x.len()];
            if v < 0.05 {
                continue;
            }
            state = state * v + v.exp() * 0.3;
            seen += 1;
            if seen > 20 || state > 40.0 {
                break;
            }
        }
        state * f64::from(seen)
    }

    fn stepped(x: &[f64]) -> f64 {
        let mut state = x[0];
        #[checkpoint(every = 2)]
        for i in (0..x.len()).step_by(2) {
            state = state.tanh() + x[i] * state;
        }
        state
    }

    fn bounded(x: &[f64]) -> f64 {
        let mut state = 4.0 + x[0];
        let mut trips = 0;
        #[checkpoint(every = 3, bound = 100)]
        while state > 1.0 {
            state = state * 0.9 - 0.01 * x[trips % x.len()] * state;
            trips += 1;
        }
        state * f64::from(trips as u32)
    }

    fn nested(x: &[f64]) -> f64 {
        let mut total = 0.0;
        let mut outer = x[0];
        #[checkpoint(every = 2)]
        for v in x {
            let mut inner = outer * *v;
            if *v > 0.1 {
                #[checkpoint(every = 3)]
                for k in 0..7 {
                    inner = inner.sin() + outer * f64::from(k) * 0.1;
                }
            }
            outer = inner.cos();
            total += outer * inner;
        }
        total
    }

    fn bodies(x: &[f64]) -> f64 {
        let mut body = Body { at: Vector2::new(1.0, x[0]), speed: Vector2::new(0.0, 0.5) };
        let mut path = Vec::new();
        #[checkpoint(every = 4)]
        for pull in x {
            step(&mut body, *pull);
            path.push(body.at.x * body.at.y);
        }
        path.iter().sum::<f64>() + body.speed.norm()
    }
}

#[differentiate]
fn in_place(field: &mut [f64], rate: f64, steps: usize) {
    #[checkpoint(every = 4)]
    for _ in 0..steps {
        for i in 1..field.len() {
            field[i] += rate * (field[i - 1] - field[i]) * field[i];
        }
    }
}

#[differentiate]
fn in_place_taped(field: &mut [f64], rate: f64, steps: usize) {
    for _ in 0..steps {
        for i in 1..field.len() {
            field[i] += rate * (field[i - 1] - field[i]) * field[i];
        }
    }
}

#[test]
fn what_a_caller_lent() {
    let start = [1.0, 0.5, -0.25, 2.0];
    for steps in [0, 1, 4, 5, 11] {
        let run = |taped: bool| {
            let (mut field, mut cotangent) = (start, [0.1, 1.0, -1.0, 0.5]);
            let ((), rate) = if taped {
                in_place_taped::vjp(&mut field, 0.1, steps, &mut cotangent)
            } else {
                in_place::vjp(&mut field, 0.1, steps, &mut cotangent)
            };
            (field.map(f64::to_bits), cotangent.map(f64::to_bits), rate.to_bits())
        };
        assert_eq!(run(false), run(true), "{steps} steps");
    }
}

#[differentiate]
#[allow(unused_variables, reason = "only the attribute reads `every`")]
fn long(x: f64, trips: usize, every: usize) -> f64 {
    let mut state = [x; 8];
    #[checkpoint(every = every)]
    for i in 0..trips {
        let k = i % 8;
        state[k] = (state[k] * 1.3 + state[(k + 1) % 8]).sin();
    }
    state[0] + state[5]
}

#[test]
fn memory_grows_as_the_root_of_the_trips() {
    let bytes = |trips: usize, every: usize| {
        let mut gradient = 0.0;
        let measured = allocation_counter::measure(|| gradient = long::grad(0.3, trips, every));
        assert!(gradient.is_finite());
        measured.bytes_max
    };
    let mut before = None;
    for root in [32, 128, 512] {
        let (kept, taped) = (bytes(root * root, root), bytes(root * root, root * root));
        println!(
            "{:>6} trips: {kept:>8} bytes with checkpoints, {taped:>9} with a tape",
            root * root
        );
        assert!(2 * kept < taped, "{kept} of {taped} bytes");
        if let Some(before) = before {
            // Sixteen times the trips, four times the memory.
            assert!(kept < 5 * before, "{kept} bytes after {before}");
        }
        before = Some(kept);
    }
}
