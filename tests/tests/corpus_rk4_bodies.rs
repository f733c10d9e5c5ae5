//! Runge-Kutta over a struct of bodies.

#[path = "../corpus/rk4_bodies.rs"]
mod rk4_bodies;

use autodiff_runtime::nalgebra::Vector3;
use autodiff_tests::flat::Flat;
use autodiff_tests::reference::rk4_bodies::State;
use autodiff_tests::{curvature, gradient, map};
use rk4_bodies::{Body, System, energy, miss, step};

const SOFTENING: f64 = 0.1;

impl Flat for System {
    fn flat(&self) -> Vec<f64> {
        let body =
            |body: &Body| [body.position.flat(), body.velocity.flat(), vec![body.mass]].concat();
        self.bodies.iter().flat_map(body).collect()
    }
}

fn system(p: &[f64]) -> System {
    let body = |i: usize| {
        let p = &p[7 * i..7 * i + 7];
        Body {
            position: Vector3::new(p[0], p[1], p[2]),
            velocity: Vector3::new(p[3], p[4], p[5]),
            mass: p[6],
        }
    };
    System { bodies: [body(0), body(1), body(2)], softening: SOFTENING }
}

const START: [f64; 21] = [
    0.9, 0.1, -0.2, 0.0, 0.7, 0.1, 1.0, //
    -0.8, 0.3, 0.1, 0.1, -0.6, 0.2, 1.3, //
    0.1, -0.7, 0.6, -0.4, 0.2, -0.3, 0.6,
];

fn with(h: f64) -> Vec<f64> {
    [&START[..], &[h]].concat()
}

#[test]
fn step_agrees_with_dual_numbers() {
    map!(|p| step(ref system(p), val p[21]))
        .twin(&with(0.05), |p| State::from_flat(p).step(SOFTENING, p[21]).to_flat());
}

#[test]
fn miss_of_many_steps_agrees_with_dual_numbers() {
    let target = [0.2, 0.3, 0.1];
    let aim = Vector3::from(target);
    gradient!(|p| miss(ref system(p), val p[21], fix 40, fix &aim))
        .twin(&with(0.02), |p| State::from_flat(p).miss(SOFTENING, p[21], 40, target));
    curvature!(|p| miss(ref system(p), val p[21], fix 40, fix &aim))
        .twin(&with(0.02), |p| State::from_flat(p).miss(SOFTENING, p[21], 40, target));
}

#[test]
fn miss_of_no_steps_depends_on_the_start_alone() {
    let aim = Vector3::zeros();
    let mut expected = [0.0; 22];
    for i in 0..3 {
        expected[i] = 2.0 * START[i];
    }
    gradient!(second |p| miss(ref system(p), val p[21], fix 0, fix &aim))
        .exact(&with(0.02), &expected);
}

#[test]
fn energy_agrees_with_dual_numbers() {
    gradient!(second |p| energy(ref system(p))).twin(&START, |p| State::from_flat(p).energy());
}
