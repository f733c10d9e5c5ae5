//! Structs: fields, updates, nesting, tuple structs, structs behind references.

use autodiff_runtime::prelude::*;

#[derive(Differentiable, Clone, Copy, Debug, PartialEq)]
pub struct Point {
    pub x: f64,
    pub y: f64,
}

#[derive(Differentiable, Clone, Copy, Debug, PartialEq)]
pub struct Segment {
    pub from: Point,
    pub to: Point,
    pub samples: usize,
}

#[derive(Differentiable, Clone, Copy, Debug, PartialEq)]
pub struct Pair(pub f64, pub f64);

#[derive(Differentiable, Clone, Debug, PartialEq)]
pub struct Layer {
    pub weights: Vec<f64>,
    pub bias: f64,
    #[constant]
    pub scale: f64,
}

#[differentiate(second_order)]
pub fn by_value(p: Point) -> f64 {
    p.x * p.x - p.y
}

#[differentiate(second_order)]
pub fn by_reference(p: &Point, factor: f64) -> f64 {
    p.x * p.y * factor
}

#[differentiate(second_order)]
pub fn returned(x: f64, y: f64) -> Point {
    Point { x: x * y, y: x - y }
}

#[differentiate(second_order)]
pub fn shorthand(x: f64) -> Point {
    let y = x * x;
    Point { y, x }
}

#[differentiate(second_order)]
pub fn update_syntax(p: Point) -> f64 {
    let q = Point { x: p.y * 3.0, ..p };
    let r = Point { y: q.x * q.y, ..q };
    r.x * r.y
}

#[differentiate(second_order)]
pub fn destructured(p: Point) -> f64 {
    let Point { x, y: height } = p;
    let Point { y, .. } = Point { x: 2.0, y: x * height };
    y * height
}

#[differentiate(second_order)]
pub fn fields_are_changed(p: Point) -> f64 {
    let mut q = p;
    q.x *= q.y;
    q.y -= q.x * p.x;
    q.x = q.y * q.y;
    q.x + q.y
}

#[differentiate(second_order)]
pub fn nested(s: &Segment) -> f64 {
    let dx = s.to.x - s.from.x;
    let dy = s.to.y - s.from.y;
    (dx * dx + dy * dy).sqrt() * s.samples as f64
}

#[differentiate(second_order)]
pub fn nested_places(s: Segment) -> f64 {
    let mut t = s;
    t.from.x *= t.to.y;
    t.to = Point { x: t.from.x, y: t.to.x };
    t.from = t.to;
    t.from.y += t.to.x * s.from.y;
    t.from.x * t.from.y + t.to.y
}

#[differentiate(second_order)]
pub fn tuple_struct(p: Pair) -> f64 {
    let Pair(a, b) = p;
    let q = Pair(a * b, b);
    q.0 * q.1 + p.0
}

#[differentiate(second_order)]
pub fn with_vec(layer: &Layer, input: &[f64]) -> f64 {
    let mut sum = layer.bias;
    for (w, x) in layer.weights.iter().zip(input) {
        sum += w * x;
    }
    layer.scale * sum.tanh()
}

#[differentiate(second_order)]
pub fn vec_field_in_place(layer: &Layer) -> f64 {
    let mut copy = layer.clone();
    for i in 1..copy.weights.len() {
        copy.weights[i] *= copy.weights[i - 1];
    }
    copy.bias += copy.weights[copy.weights.len() - 1];
    copy.bias * copy.weights[1]
}

#[differentiate(second_order)]
pub fn advance(p: &mut Point, time: f64) {
    p.x += p.y * time;
    p.y *= 1.0 - time;
}

#[differentiate(second_order)]
pub fn advanced(p: Point, steps: usize) -> f64 {
    let mut q = p;
    for _ in 0..steps {
        advance(&mut q, 0.1 * p.x);
    }
    q.x * q.y
}

#[differentiate(second_order)]
pub fn array_of_structs(points: &[Point]) -> f64 {
    let mut area = 0.0;
    for i in 0..points.len() {
        let next = &points[(i + 1) % points.len()];
        area += points[i].x * next.y - next.x * points[i].y;
    }
    0.5 * area
}

#[differentiate(second_order)]
pub fn structs_in_place(points: &mut [Point]) -> f64 {
    for p in points.iter_mut() {
        p.x *= p.y;
    }
    for i in 1..points.len() {
        points[i].y += points[i - 1].x;
    }
    points[points.len() - 1].y
}

#[differentiate(second_order)]
pub fn rebound_in_a_loop(p: Point, steps: usize) -> Point {
    let mut q = p;
    for _ in 0..steps {
        q = Point { x: q.y, y: q.x * q.y };
    }
    q
}

/// A generic struct.
#[derive(Differentiable, Clone, Copy, Debug, PartialEq)]
pub struct Interval<T> {
    pub low: T,
    pub high: T,
}

#[differentiate(second_order)]
pub fn width(i: Interval<f64>) -> f64 {
    i.high * i.high - i.low
}

#[differentiate(second_order)]
pub fn of_structs(i: &Interval<Point>) -> f64 {
    (i.high.x - i.low.x) * (i.high.y - i.low.y)
}
