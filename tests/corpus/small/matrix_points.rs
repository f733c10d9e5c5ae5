//! Points, and fields that are named as theirs.

#![allow(clippy::op_ref)]

use autodiff_runtime::nalgebra::{Matrix3, Point2, Point3, Vector2, Vector3};
use autodiff_runtime::prelude::*;

#[differentiate]
pub fn point_ops(
    a: Point3<f64>,
    b: &Point3<f64>,
    v: &Vector3<f64>,
    m: &Matrix3<f64>,
    s: f64,
) -> f64 {
    let c = a + v;
    let d = c - v * s;
    let e = d - b;
    let f = m * b;
    let g = Point3::from(e);
    let h = a.coords + b.coords;
    let k = a * s;
    let l = b / s;
    let mut z = a;
    z += v;
    z -= e;
    z *= s;
    z.x += 1.0;
    e.norm() + f.x * g.y + h.norm_squared() + k.coords.dot(&l.coords) + z.coords.norm()
}

#[differentiate]
pub fn point_new(x: f64, y: f64) -> f64 {
    let o = Point2::origin();
    let p = Point2::new(x, y);
    let q = Point2::from(Vector2::new(y, x));
    let t = p - o;
    t.norm() + (q - p).dot(&t) + p[0] * q.coords[1]
}
/// A struct with a field named as that of points.
#[derive(Clone, Debug, Differentiable)]
pub struct Cloud {
    pub coords: Vector3<f64>,
    pub center: Point3<f64>,
    pub points: Vec<Point3<f64>>,
}

#[differentiate]
pub fn cloud(c: &Cloud, s: f64) -> f64 {
    let mut k = c.clone();
    k.coords.x *= s;
    k.center.coords += c.coords;
    k.points[0] = k.center + k.coords * 0.5;
    k.points[1].coords.y = s * s;
    let mut out = k.coords.dot(&c.center.coords) + k.center.coords.norm();
    for p in &k.points {
        out += p.coords.norm_squared() * p.x;
    }
    out + k.points[0].xy().coords.norm()
}

#[differentiate]
pub fn centroid(ps: &[Point2<f64>]) -> f64 {
    let mut sum = Vector2::zeros();
    for p in ps {
        sum += p.coords;
    }
    let c = Point2::from(sum / ps.len() as f64);
    c.x * c.coords.y
}
