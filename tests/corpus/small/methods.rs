//! Methods, associated functions, traits and their implementations.

use autodiff_runtime::prelude::*;

#[derive(Differentiable, Clone, Copy, Debug, PartialEq)]
pub struct Spring {
    pub stiffness: f64,
    pub length: f64,
}

#[differentiate(second_order)]
impl Spring {
    pub const SOFT: f64 = 0.5;

    pub fn energy(&self, at: f64) -> f64 {
        let stretch = at - self.length;
        0.5 * self.stiffness * stretch * stretch
    }

    pub fn stretched(self, by: f64) -> Spring {
        Spring { length: self.length * by, ..self }
    }

    pub fn soften(&mut self, factor: f64) {
        self.stiffness *= factor;
        self.length += Self::SOFT * factor;
    }

    pub fn two(a: f64, b: f64) -> f64 {
        a * b - Self::SOFT * a
    }

    pub fn total(&self, at: &[f64]) -> f64 {
        let mut sum = 0.0;
        for x in at {
            sum += self.energy(*x);
        }
        sum * Self::two(self.length, at[0])
    }

    pub fn chained(&self, at: f64) -> f64 {
        self.stretched(at).energy(at * at)
    }

    pub fn softened(&self, rounds: usize) -> f64 {
        let mut copy = *self;
        for _ in 0..rounds {
            copy.soften(0.9 * self.length);
        }
        copy.energy(1.0)
    }
}

/// Only one method of the block is differentiated.
#[derive(Differentiable, Clone, Debug, PartialEq)]
pub struct Polynomial {
    pub coefficients: Vec<f64>,
}

impl Polynomial {
    pub fn degree(&self) -> usize {
        self.coefficients.len() - 1
    }

    #[differentiate(second_order)]
    pub fn at(&self, x: f64) -> f64 {
        let mut y = 0.0;
        for c in self.coefficients.iter().rev() {
            y = y * x + c;
        }
        y
    }
}

#[differentiate(second_order)]
pub fn newton_step(polynomial: &Polynomial, x: f64, h: f64) -> f64 {
    let slope = (polynomial.at(x + h) - polynomial.at(x - h)) / (2.0 * h);
    x - polynomial.at(x) / slope
}

/// A trait with a differentiated interface.
#[differentiate(second_order)]
pub trait Potential {
    fn value(&self, r: f64) -> f64;

    fn twice(&self, r: f64) -> f64 {
        2.0 * self.value(r * r)
    }
}

#[derive(Differentiable, Clone, Copy, Debug, PartialEq)]
pub struct LennardJones {
    pub depth: f64,
    pub size: f64,
}

#[derive(Differentiable, Clone, Copy, Debug, PartialEq)]
pub struct Harmonic {
    pub stiffness: f64,
}

#[differentiate(second_order)]
impl Potential for LennardJones {
    fn value(&self, r: f64) -> f64 {
        let s = (self.size / r).powi(6);
        4.0 * self.depth * (s * s - s)
    }
}

#[differentiate(second_order)]
impl Potential for Harmonic {
    fn value(&self, r: f64) -> f64 {
        self.stiffness * r * r
    }

    fn twice(&self, r: f64) -> f64 {
        self.value(r) * 2.0 + r
    }
}

#[differentiate(second_order)]
pub fn of_concrete(potential: &LennardJones, r: f64) -> f64 {
    potential.value(r) + potential.twice(r)
}

#[differentiate(second_order)]
pub fn of_field(springs: &[Spring], at: f64) -> f64 {
    let mut sum = 0.0;
    for spring in springs {
        sum += spring.energy(at) * springs[0].length;
    }
    sum
}
