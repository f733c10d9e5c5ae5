//! Runge-Kutta over flat states: nine positions, nine velocities, three masses.

use super::{Number, Vector, add, dot, norm, sub, times, vector};

/// Where the bodies are, how fast they move, how heavy they are.
#[derive(Clone, Copy, Debug)]
pub struct State<D> {
    /// Positions.
    pub x: [Vector<D>; 3],
    /// Velocities.
    pub v: [Vector<D>; 3],
    /// Masses.
    pub m: Vector<D>,
}

impl<D: Number> State<D> {
    /// From a list of position, velocity and mass, body by body.
    pub fn from_flat(p: &[D]) -> Self {
        let body = |i: usize| &p[7 * i..7 * i + 7];
        Self {
            x: [0, 1, 2].map(|i| vector(body(i))),
            v: [0, 1, 2].map(|i| vector(&body(i)[3..])),
            m: [0, 1, 2].map(|i| body(i)[6]),
        }
    }

    /// Back to such a list.
    pub fn to_flat(self) -> Vec<D> {
        let body = |i: usize| [&self.x[i][..], &self.v[i][..], &self.m[i..=i]].concat();
        [0, 1, 2].map(body).concat()
    }

    fn accelerations(&self, softening: f64) -> [Vector<D>; 3] {
        [0, 1, 2].map(|i| {
            let others = [0, 1, 2].into_iter().filter(|j| *j != i);
            others.fold([D::from(0.0); 3], |sum, j| {
                let offset = sub(self.x[j], self.x[i]);
                let squared = dot(offset, offset) + softening * softening;
                add(sum, times(offset, self.m[j] / (squared * squared.sqrt())))
            })
        })
    }

    fn moved(&self, v: &[Vector<D>; 3], a: &[Vector<D>; 3], h: D) -> Self {
        let mut next = *self;
        for i in 0..3 {
            next.x[i] = add(self.x[i], times(v[i], h));
            next.v[i] = add(self.v[i], times(a[i], h));
        }
        next
    }

    /// One step.
    pub fn step(&self, softening: f64, h: D) -> Self {
        let a1 = self.accelerations(softening);
        let s2 = self.moved(&self.v, &a1, h * 0.5);
        let a2 = s2.accelerations(softening);
        let s3 = self.moved(&s2.v, &a2, h * 0.5);
        let a3 = s3.accelerations(softening);
        let s4 = self.moved(&s3.v, &a3, h);
        let a4 = s4.accelerations(softening);
        let mean = |k1: Vector<D>, k2, k3, k4| {
            times(add(add(k1, k4), times(add(k2, k3), D::from(2.0))), D::from(1.0 / 6.0))
        };
        let v = [0, 1, 2].map(|i| mean(self.v[i], s2.v[i], s3.v[i], s4.v[i]));
        let a = [0, 1, 2].map(|i| mean(a1[i], a2[i], a3[i], a4[i]));
        self.moved(&v, &a, h)
    }

    /// The squared miss of the first body after some steps.
    pub fn miss(self, softening: f64, h: D, steps: usize, target: [f64; 3]) -> D {
        let end = (0..steps).fold(self, |state, _| state.step(softening, h));
        let offset = sub(end.x[0], target.map(D::from));
        dot(offset, offset)
    }

    /// The total energy.
    pub fn energy(&self) -> D {
        let mut energy = D::from(0.0);
        for i in 0..3 {
            energy += self.m[i] * dot(self.v[i], self.v[i]) * 0.5;
            for j in 0..i {
                energy -= self.m[i] * self.m[j] / norm(sub(self.x[i], self.x[j]));
            }
        }
        energy
    }
}
