//! Runge-Kutta integration of bodies under gravity.

use autodiff_runtime::nalgebra::Vector3;
use autodiff_runtime::prelude::*;

/// A body in space.
#[derive(Differentiable, Clone, Debug, PartialEq)]
pub struct Body {
    /// Where it is.
    pub position: Vector3<f64>,
    /// How fast it moves.
    pub velocity: Vector3<f64>,
    /// Its mass.
    pub mass: f64,
}

/// Three bodies.
#[derive(Differentiable, Clone, Debug, PartialEq)]
pub struct System {
    /// The bodies.
    pub bodies: [Body; 3],
    /// Softens close encounters.
    #[constant]
    pub softening: f64,
}

/// The rates of position and velocity of every body, as a system of its own.
#[differentiate(second_order)]
fn rates(system: &System) -> System {
    let mut rates = system.clone();
    for i in 0..3 {
        let mut acceleration = Vector3::zeros();
        for j in 0..3 {
            if i == j {
                continue;
            }
            let offset = system.bodies[j].position - system.bodies[i].position;
            let squared = offset.norm_squared() + system.softening * system.softening;
            acceleration += offset * (system.bodies[j].mass / (squared * squared.sqrt()));
        }
        rates.bodies[i].position = system.bodies[i].velocity;
        rates.bodies[i].velocity = acceleration;
        rates.bodies[i].mass = 0.0;
    }
    rates
}

/// The system moved along the rates for a time.
#[differentiate(second_order)]
fn moved(system: &System, rates: &System, time: f64) -> System {
    let mut moved = system.clone();
    for (body, rate) in moved.bodies.iter_mut().zip(&rates.bodies) {
        body.position += rate.position * time;
        body.velocity += rate.velocity * time;
    }
    moved
}

/// One step of the classical method of fourth order.
#[differentiate(second_order)]
pub fn step(system: &System, h: f64) -> System {
    let k1 = rates(system);
    let k2 = rates(&moved(system, &k1, 0.5 * h));
    let k3 = rates(&moved(system, &k2, 0.5 * h));
    let k4 = rates(&moved(system, &k3, h));
    let mut next = system.clone();
    for i in 0..3 {
        let body = &mut next.bodies[i];
        body.position += (k1.bodies[i].position
            + 2.0 * (k2.bodies[i].position + k3.bodies[i].position)
            + k4.bodies[i].position)
            * (h / 6.0);
        body.velocity += (k1.bodies[i].velocity
            + 2.0 * (k2.bodies[i].velocity + k3.bodies[i].velocity)
            + k4.bodies[i].velocity)
            * (h / 6.0);
    }
    next
}

/// By how much the first body misses a target after a number of steps, squared.
#[differentiate(second_order)]
pub fn miss(start: &System, h: f64, steps: usize, #[constant] target: &Vector3<f64>) -> f64 {
    let mut system = start.clone();
    for _ in 0..steps {
        system = step(&system, h);
    }
    (system.bodies[0].position - target).norm_squared()
}

/// The total energy.
#[differentiate(second_order)]
pub fn energy(system: &System) -> f64 {
    let mut energy = 0.0;
    for (i, body) in system.bodies.iter().enumerate() {
        energy += 0.5 * body.mass * body.velocity.norm_squared();
        for other in &system.bodies[i + 1..] {
            let distance = (other.position - body.position).norm();
            energy -= body.mass * other.mass / distance;
        }
    }
    energy
}
