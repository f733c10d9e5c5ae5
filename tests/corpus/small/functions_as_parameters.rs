//! Functions passed to functions.

use autodiff_runtime::nalgebra::{SVector, Vector2};
use autodiff_runtime::prelude::*;

#[differentiate]
pub fn square_minus_two(x: f64) -> f64 {
    x * x - 2.0
}

#[differentiate]
pub fn sine(x: f64) -> f64 {
    x.sin()
}

/// A few secant steps.
#[differentiate]
pub fn secant(f: impl Fn(f64) -> f64, start: f64) -> f64 {
    let (mut a, mut b) = (start, start * 1.1);
    for _ in 0..4 {
        let slope = (f(b) - f(a)) / (b - a);
        a = b;
        b -= f(b) / slope;
    }
    b
}

#[differentiate]
pub fn twice<G: Fn(f64) -> f64>(g: G, x: f64) -> f64 {
    g(g(x)) * x
}

#[differentiate]
pub fn passes_a_function(x: f64) -> f64 {
    twice(sine, x) + twice(square_minus_two, x * x)
}

/// Simpson's rule.
#[differentiate]
pub fn integral(f: &impl Fn(f64) -> f64, from: f64, to: f64, n: usize) -> f64 {
    let h = (to - from) / n as f64;
    let mut sum = 0.0;
    for i in 0..n {
        let left = from + i as f64 * h;
        sum += f(left) + 4.0 * f(left + 0.5 * h) + f(left + h);
    }
    sum * h / 6.0
}

/// The derivative of an integral by what its integrand has captured, and by its limits.
#[differentiate]
pub fn captures(a: f64, b: f64) -> f64 {
    integral(&|t| (a * t).sin() * b, 0.0, b, 6)
}

#[differentiate]
pub fn captures_in_loops(weights: &[f64], x: f64) -> f64 {
    let mut total = 0.0;
    let mut scale = x;
    for i in 0..weights.len() {
        let w = weights[i] * scale;
        total += twice(|t| t * w + weights[0], x + i as f64);
        if i % 2 == 0 {
            total *= integral(&|t: f64| t.powi(2) * scale, 0.0, w, 3) + 1.0;
        }
        scale *= 0.7;
    }
    total
}

/// A closure that calls a closure, and one with branches and an early return.
#[differentiate]
pub fn closures_of_closures(x: f64, y: f64) -> f64 {
    let outer = |t: f64| t * x;
    let inner = |t: f64| {
        if t > y {
            return outer(t) - y;
        }
        let mut s = 0.0;
        for k in 0..3 {
            s += outer(t + k as f64) * y;
        }
        s
    };
    twice(inner, x) + twice(&inner, 0.3 * y) + twice(|t| twice(|s| s * t + x, t) * y, y)
}

/// A function that is handed on.
#[differentiate]
pub fn hands_on(g: impl Fn(f64) -> f64, x: f64) -> f64 {
    let first = twice(&g, x);
    if first > 0.0 { twice(|t| g(t) * x, x) } else { g(x) * integral(&g, 0.0, x, 2) }
}

#[differentiate]
pub fn hands_a_closure_on(x: f64, a: f64) -> f64 {
    hands_on(|t| t.sin() + a * t, x) + hands_on(|t| a - t * t, x)
}

#[differentiate]
pub fn generic<T: Real>(g: impl Fn(T) -> T, x: T) -> T {
    g(x) * g(g(x))
}

#[differentiate]
pub fn uses_generic(x: f64) -> f64 {
    generic(|t| t.sin() * x, x) + generic(f64::tanh, x) + generic(sine, x * x)
}

#[differentiate]
pub fn of_slices(g: impl Fn(&[f64], f64) -> f64, xs: &[f64]) -> f64 {
    g(xs, xs[0]) * g(&xs[1..], 2.0)
}

#[differentiate]
pub fn weighted(w: &[f64], xs: &[f64]) -> f64 {
    of_slices(
        |v, c| {
            let mut sum = 0.0;
            for i in 0..v.len() {
                sum += v[i] * v[i] * w[i] * c;
            }
            sum
        },
        xs,
    )
}

#[differentiate]
pub fn of_vectors<const N: usize>(
    g: &impl Fn(SVector<f64, N>) -> SVector<f64, N>,
    x: SVector<f64, N>,
) -> f64 {
    g(g(x)).dot(&x)
}

#[differentiate]
pub fn field(x: f64, y: f64) -> f64 {
    let at = Vector2::new(x, y);
    of_vectors(&|v: Vector2<f64>| Vector2::new(v.y * x, v.x - v.y.sin()), at)
}

/// Runge and Kutta's step for any state.
#[differentiate]
pub fn step(rhs: &impl Fn(f64, [f64; 2]) -> [f64; 2], t: f64, y: [f64; 2], h: f64) -> [f64; 2] {
    let k1 = rhs(t, y);
    let k2 = rhs(t + 0.5 * h, [y[0] + 0.5 * h * k1[0], y[1] + 0.5 * h * k1[1]]);
    [y[0] + h * k2[0], y[1] + h * k2[1]]
}

#[differentiate]
pub fn pendulum(length: f64, angle: f64) -> f64 {
    let mut y = [angle, 0.0];
    for i in 0..5 {
        y = step(&|_, y: [f64; 2]| [y[1], -9.81 / length * y[0].sin()], i as f64 * 0.1, y, 0.1);
    }
    y[0] * y[1]
}

/// Two functions, one of which takes what the other gives; none is called more than once.
#[differentiate]
pub fn composed<A, B>(
    f: impl FnOnce(f64) -> f64,
    mut g: impl FnMut(f64) -> f64,
    x: f64,
    #[constant] _unused: (A, B),
) -> f64 {
    g(f(x))
}

#[differentiate]
pub fn two_functions(f: impl Fn(f64) -> f64, g: impl Fn(f64, f64) -> f64, x: f64) -> f64 {
    g(f(x), x) + f(g(x, x))
}

#[differentiate]
pub fn passes_two(x: f64, a: f64) -> f64 {
    two_functions(|t| t * a, |s, t| s * t + a, x) + two_functions(f64::sin, f64::hypot, x * a)
}

/// Calls itself with the function.
#[differentiate]
pub fn repeated(g: &impl Fn(f64) -> f64, n: usize, x: f64) -> f64 {
    if n == 0 { x } else { g(repeated(g, n - 1, x)) }
}

#[differentiate]
pub fn repeats(x: f64, a: f64) -> f64 {
    repeated(&|t| a * t * (1.0 - t), 5, x)
}

/// Only what is captured is active.
#[differentiate]
pub fn mean(g: impl Fn(f64) -> f64, n: usize) -> f64 {
    let mut sum = 0.0;
    for i in 0..n {
        sum += g(i as f64);
    }
    sum / n as f64
}

#[differentiate]
pub fn mean_of_captured(x: f64, offset: f64) -> f64 {
    let shifted = x - offset;
    mean(|t| (t * shifted).cos(), 4)
}

/// The function is called in a condition too, where its derivative does not matter.
#[differentiate]
pub fn iterated_until(g: impl Fn(f64) -> f64, x: f64) -> f64 {
    let mut y = x;
    while g(y) > 0.5 {
        y = g(y) * 0.6;
    }
    y
}

#[differentiate]
pub fn iterates_until(x: f64, a: f64) -> f64 {
    iterated_until(|t| t * a, x)
}

/// An overwritten variable is captured as it is at the call.
#[differentiate]
pub fn captures_before_it_changes(x: f64) -> f64 {
    let mut w = x;
    let first = twice(|t| t * w, x);
    w = w * w + first;
    let second = twice(|t| t + w, x);
    w *= 2.0;
    first * second + w
}

#[derive(Clone, Copy, Differentiable)]
pub struct Spring {
    pub stiffness: f64,
    pub rest: f64,
}

#[differentiate]
impl Spring {
    pub fn work(&self, path: impl Fn(f64) -> f64, to: f64) -> f64 {
        let mut sum = 0.0;
        for i in 0..4 {
            let at = path(to * i as f64);
            sum += self.stiffness * (at - self.rest).powi(2);
        }
        sum
    }

    pub fn work_on_a_line(&self, slope: f64) -> f64 {
        self.work(|t| t * slope + self.rest * 0.5, slope)
    }

    pub fn scaled(f: impl Fn(f64) -> f64, by: f64) -> f64 {
        f(by) * by
    }
}

#[differentiate]
pub fn springs(stiffness: f64, slope: f64) -> f64 {
    let spring = Spring { stiffness, rest: stiffness * 0.3 };
    spring.work(|t| (t * slope).sin() * spring.stiffness, slope)
        + spring.work(sine, slope)
        + spring.work_on_a_line(slope)
        + Spring::scaled(|t| t * slope, stiffness)
}

/// The state is changed in place around the function.
#[differentiate]
pub fn advance(rhs: impl Fn(f64) -> f64, y: &mut f64, h: f64) {
    let slope = rhs(*y);
    *y += h * rhs(*y + 0.5 * h * slope);
}

#[differentiate]
pub fn advances(x: f64, k: f64) -> f64 {
    let mut y = x;
    for i in 0..4 {
        advance(|t| -k * t * y_factor(i as f64), &mut y, 0.1);
    }
    y * k
}

#[differentiate]
pub fn y_factor(t: f64) -> f64 {
    1.0 + 0.1 * t
}
