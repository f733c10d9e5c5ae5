//! Types of the user's own whose methods are named like nalgebra's.

#![allow(clippy::op_ref)]

use autodiff_runtime::nalgebra::{Matrix3, Vector3};
use autodiff_runtime::prelude::*;

/// A vector of the user's own, with methods named like nalgebra's.
#[derive(Clone, Copy, Debug, Differentiable)]
pub struct Vec3 {
    pub x: f64,
    pub y: f64,
    pub z: f64,
}

#[differentiate]
impl Vec3 {
    pub fn new(x: f64, y: f64, z: f64) -> Self {
        Vec3 { x, y, z }
    }
    pub fn dot(&self, o: &Vec3) -> f64 {
        self.x * o.x + self.y * o.y + self.z * o.z * 2.0
    }
    pub fn dot_self(self) -> f64 {
        self.dot(&self)
    }
    pub fn norm(&self) -> f64 {
        self.dot(self).sqrt()
    }
    pub fn scale(&self, s: f64) -> Vec3 {
        Vec3::new(self.x * s, self.y * s, self.z * s * s)
    }
    pub fn cross(self, o: Vec3) -> Vec3 {
        Vec3::new(
            self.y * o.z - self.z * o.y,
            self.z * o.x - self.x * o.z,
            self.x * o.y - self.y * o.x,
        )
    }
    pub fn normalize(&mut self) {
        let n = self.norm();
        self.x /= n;
        self.y /= n;
        self.z /= n;
    }
    pub fn sum(&self) -> f64 {
        self.x + self.y + 3.0 * self.z
    }
}

#[differentiate]
pub fn own_dot(a: &Vec3, b: &Vec3) -> f64 {
    a.dot(b) * a.norm() + b.sum()
}

#[differentiate]
pub fn own_chain(a: Vec3, b: Vec3, s: f64) -> f64 {
    let c = a.cross(b).scale(s);
    let d = Vec3::new(s, c.x, 1.0);
    c.dot(&d) + d.norm()
}

#[differentiate]
pub fn own_normalize(a: &Vec3) -> f64 {
    let mut v = *a;
    v.normalize();
    v.x * 2.0 + v.y
}
#[derive(Clone, Debug, Differentiable)]
pub struct Body {
    pub pos: Vector3<f64>,
    pub vel: Vector3<f64>,
    pub dir: Vec3,
    pub m: Matrix3<f64>,
    pub w: Vec<f64>,
}
#[differentiate]
impl Body {
    pub fn energy(&self) -> f64 {
        0.5 * self.vel.norm_squared()
            + self.pos.dot(&self.vel)
            + self.dir.norm()
            + self.m.trace()
            + self.m.determinant()
    }
    pub fn step(&mut self, dt: f64) {
        self.pos += self.vel * dt;
        self.vel = self.vel.normalize() * self.pos.norm() + self.pos.cross(&self.vel).scale(dt);
        self.dir.normalize();
        self.m = self.m.transpose() * self.m.component_mul(&self.m);
    }
    pub fn total(&self) -> f64 {
        self.w.iter().map(|x| x * x).sum::<f64>()
            + self.w.iter().sum::<f64>()
            + self.vel.sum()
            + self.vel.mean()
    }
}

#[differentiate]
pub fn simulate(b: &Body, dt: f64) -> f64 {
    let mut b = b.clone();
    for _ in 0..2 {
        b.step(dt);
    }
    if dt > 0.0 { b.energy() + b.total() + b.vel.dot(&b.pos) } else { b.vel.norm() }
}
