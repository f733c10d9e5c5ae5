//! Programs whose types rustc has to find: lists of literals, `None`, closures without types, names that users share.

#![allow(clippy::all, unused, reason = "written as many do")]
#![allow(missing_docs, reason = "private to this test")]

use autodiff_runtime::prelude::*;

/// The message of an assertion names what the condition compares.
#[differentiate]
fn first<const B: usize>(x: &[f64; B], active: usize) -> f64 {
    assert!(active <= B, "{B} elements, not {active}");
    assert_eq!(active, 1, "{active} of {}", x.len());
    x[0] * x[0]
}

#[derive(Clone, Debug, Differentiable)]
pub struct Norm<T: Real> {
    pub weight: T,
    #[constant]
    pub eps: f64,
    pub scale: f64,
}

/// A constant field and an active one become numbers of the generic type.
#[differentiate]
impl<T: Real> Norm<T> {
    pub fn apply(&self, x: T) -> T {
        x * self.weight * T::from_f64(self.scale) / (x * x + T::lit(self.eps)).sqrt()
    }
}

#[test]
fn numbers_of_generic_types_and_messages() {
    assert_eq!(first::grad(&[3.0, 1.0], 1), [6.0, 0.0]);
    let norm = Norm { weight: 2.0_f32, eps: 0.0, scale: 0.5 };
    let (by_norm, by_x) = norm.apply_grad(4.0);
    assert_eq!((by_norm.weight, by_norm.scale, by_x), (0.5, 2.0, 0.0));
    let (_, tangent) = norm.apply_jvp(4.0, &NormTangent { weight: 0.0, scale: 1.0 }, 0.0);
    assert_eq!(tangent, 2.0);
}

mod gradients {
    autodiff_tests::agree! {
        untyped_lists 3,
        negated_elements 4,
        powi_zip 4,
        literal_vec 3,
        inferred_acc 4,
        none_args 2,
        chars 4,
        match_tuple_state 3,
        complex 4,
        consts_in_struct 3,
        update_constant 2,
        string_keys 3,
        nested_vec_infer 4,
        closures_untyped 3,
        result_alias 2,
        const_fn_call 2,
        assoc_consts 2,
        default_struct 2,
        tuple_struct 3,
        newtype_ops 4,
        generic_fn_turbofish 3,
    }
}

#[differentiate]
fn untyped_lists(x: &[f64]) -> f64 {
    let w = [1.0, 2.0, 3.0];
    let v = vec![0.5, -1.0, 2.0];
    let mut s = 0.0;
    for i in 0..3 {
        s += -v[i] * x[i] + w[i] * -x[i];
    }
    -w[0] * s - -v[1]
}
#[differentiate]
fn negated_elements(x: &[f64]) -> f64 {
    let mut v = vec![0.0; 4];
    for i in 0..4 {
        v[i] = -v[(i + 3) % 4] + x[i];
    }
    let mut a = [0.0; 4];
    for (i, y) in v.iter().enumerate() {
        a[i] = -*y;
        a[3 - i] += -a[i];
    }
    let n = -a[0];
    let m = (-v[1]).abs() + (-a[2]).powi(2);
    -n * m + -(-v[2])
}
#[differentiate]
fn powi_zip(x: &[f64]) -> f64 {
    let p: f64 = x.iter().zip(0..).map(|(c, k)| c * x[0].powi(k)).sum();
    let q: f64 = (1..).zip(x).map(|(k, c)| c * k as f64).sum();
    let n = 3i32;
    let r: f64 = (1..=n).zip(x.iter()).map(|(k, c)| c.powi(k)).sum();
    let t: f64 = (0..3u8).zip(x.iter()).map(|(k, c)| c * f64::from(k)).sum();
    p + q * r + t
}
#[differentiate]
fn literal_vec(x: &[f64]) -> f64 {
    let mut acc = Vec::new();
    for v in x {
        acc.push(*v);
        acc.push(2.0);
    }
    let mut t = 0.0;
    for i in 0..acc.len() {
        t = -t + acc[i] * -acc[acc.len() - 1 - i];
    }
    t
}
#[differentiate]
fn inferred_acc(x: &[f64]) -> f64 {
    let mut best = None;
    for v in x {
        best = match best {
            None => Some(*v),
            Some(b) => Some(if *v > b { *v } else { b }),
        };
    }
    let mut low = f64::INFINITY;
    let mut at = 0;
    for (i, v) in x.iter().enumerate() {
        if *v < low {
            low = *v;
            at = i;
        }
    }
    best.unwrap() * low + x[at]
}
#[differentiate]
fn optional(x: Option<f64>, y: f64) -> f64 {
    match x {
        Some(v) => v * y,
        None => y,
    }
}
#[differentiate]
fn many(v: &[f64], w: Vec<f64>, y: f64) -> f64 {
    v.iter().sum::<f64>() + w.iter().sum::<f64>() * y + y
}
#[differentiate]
fn none_args(x: &[f64]) -> f64 {
    optional(None, x[0]) * optional(Some(x[1]), x[0])
        + many(&[], vec![], x[0]) * many(&[1.0], Vec::new(), x[1])
}
#[differentiate]
fn chars(x: &[f64]) -> f64 {
    let mut v = x[0];
    for (i, c) in "+*-+".chars().enumerate() {
        match c {
            '+' => v += x[i],
            '*' => v *= x[i],
            _ => v -= x[i],
        }
    }
    for b in "ab".bytes() {
        v *= b as f64 / 100.0;
    }
    v
}
#[derive(Clone, Copy, Debug, PartialEq)]
enum Mode {
    Up,
    Down,
}
#[differentiate]
fn match_tuple_state(x: &[f64]) -> f64 {
    let mut mode = Mode::Up;
    let mut v = x[0];
    for i in 0..5 {
        let (next, m) = match mode {
            Mode::Up => (v * x[1], Mode::Down),
            Mode::Down => (v + x[2], Mode::Up),
        };
        v = next;
        mode = m;
    }
    v
}
#[derive(Clone, Copy, Debug, Differentiable)]
struct Complex {
    re: f64,
    im: f64,
}
#[differentiate]
impl Complex {
    fn exp(self) -> Complex {
        let r = self.re.exp();
        Complex { re: r * self.im.cos(), im: r * self.im.sin() }
    }
    fn abs(self) -> f64 {
        self.re.hypot(self.im)
    }
    fn powi(self, n: u32) -> Complex {
        let mut r = Complex { re: 1.0, im: 0.0 };
        for _ in 0..n {
            r = r.mul(self);
        }
        r
    }
    fn mul(self, o: Complex) -> Complex {
        Complex { re: self.re * o.re - self.im * o.im, im: self.re * o.im + self.im * o.re }
    }
    fn sqrt(&self) -> f64 {
        self.re * self.re
    }
    fn max(self, o: Complex) -> Complex {
        if self.abs() > o.abs() { self } else { o }
    }
    fn recip(self) -> Complex {
        let d = self.re * self.re + self.im * self.im;
        Complex { re: self.re / d, im: -self.im / d }
    }
}
#[differentiate]
fn complex(x: &[f64]) -> f64 {
    let z = Complex { re: x[0], im: x[1] };
    let w = Complex { re: x[2], im: x[3] };
    let a = z.exp();
    let b = a.mul(w).powi(3);
    b.abs() + z.sqrt() + z.max(w).recip().im + x[0].exp() * x[1].max(x[2]) + a.re.sqrt().abs()
}
#[derive(Clone, Debug, Differentiable)]
struct Params {
    w: f64,
    #[constant]
    name: &'static str,
    n: usize,
    #[constant]
    k: f64,
}
#[differentiate]
fn consts_in_struct(x: &[f64]) -> f64 {
    let p = Params { w: x[0], name: "a", n: 2, k: 3.0 };
    let mut q = p.clone();
    q.n = 3;
    q.w *= x[1] * p.k;
    q.k = 1.0;
    p.w * q.w * q.n as f64 + q.k * x[2]
}
#[differentiate]
fn update_constant(x: &[f64]) -> f64 {
    let p = Params { w: x[0], name: "a", n: 2, k: 3.0 };
    let q = Params { name: "b", k: 4.0, ..p.clone() };
    let r = Params { w: x[1], n: 4, ..q.clone() };
    p.w * q.w * r.w * r.k
}
#[differentiate]
fn string_keys(x: &[f64]) -> f64 {
    let mut s = 0.0;
    for name in ["a", "bb", "c"] {
        s += match name {
            "a" => x[0] * x[1],
            "bb" => x[1] * name.len() as f64,
            _ => x[2],
        };
    }
    s
}
#[differentiate]
fn nested_vec_infer(x: &[f64]) -> f64 {
    let mut rows = vec![vec![0.0; 2]; 2];
    for i in 0..2 {
        for j in 0..2 {
            rows[i][j] = x[i * 2 + j] * -rows[j][i] + x[i];
        }
    }
    let mut out = Vec::new();
    for row in &rows {
        let mut s = 0.0;
        for v in row {
            s += v * v;
        }
        out.push(s);
    }
    out[0] * -out[1]
}
#[differentiate]
fn closures_untyped(x: &[f64]) -> f64 {
    let f = |a, b| a * b + 1.0;
    let g = |a: f64| -> f64 { f(a, a) - x[1] };
    let h = |v: &f64| -v * 2.0;
    x.iter().map(h).map(|v| g(v)).sum::<f64>() + f(x[0], -x[2])
}
type Fallible<T> = Result<T, String>;
#[differentiate]
fn fallible(x: f64) -> Fallible<f64> {
    if x > 10.0 { Err("big".into()) } else { Ok(x * x) }
}
#[differentiate]
fn result_alias(x: &[f64]) -> f64 {
    let a = fallible(x[0]).unwrap_or_default();
    let Ok(b) = fallible(x[1]) else { return 0.0 };
    a * b
}
const fn twice(n: usize) -> usize {
    n * 2
}
#[differentiate]
fn const_fn_call(x: &[f64]) -> f64 {
    let mut buf = [0.0; twice(2)];
    for i in 0..twice(2) {
        buf[i] = x[i % 2] * i as f64;
    }
    buf[1] * buf[3]
}
struct Consts;
impl Consts {
    const G: f64 = 9.81;
    const W: [f64; 2] = [0.5, 1.5];
}
#[differentiate]
fn assoc_consts(x: &[f64]) -> f64 {
    x[0] * Consts::G + x[1] * Consts::W[1] * std::f64::consts::PI
}
#[derive(Clone, Debug, Default, Differentiable)]
struct Opt {
    a: f64,
    b: f64,
    c: Vec<f64>,
}
#[differentiate]
fn default_struct(x: &[f64]) -> f64 {
    let mut o = Opt { a: x[0], ..Default::default() };
    o.b = x[1];
    o.c.push(o.a * o.b);
    let p = Opt { b: 2.0, ..Opt::default() };
    o.c[0] + p.b * o.b
}
#[derive(Clone, Copy, Debug, Differentiable)]
struct Pt(f64, f64);
#[differentiate]
fn dist(a: Pt, b: &Pt) -> f64 {
    ((a.0 - b.0).powi(2) + (a.1 - b.1).powi(2)).sqrt()
}
#[differentiate]
fn tuple_struct(x: &[f64]) -> f64 {
    let p = Pt(x[0], x[1]);
    let Pt(a, b) = p;
    let mut q = Pt(b * x[2], a);
    q.1 += q.0;
    dist(p, &q) + a
}
impl std::ops::Add for Pt {
    type Output = Pt;
    fn add(self, o: Pt) -> Pt {
        Pt(self.0 + o.0, self.1 + o.1)
    }
}
#[differentiate]
fn newtype_ops(x: &[f64]) -> f64 {
    let pts = [Pt(x[0], x[1]), Pt(x[2], x[3])];
    let mut total = 0.0;
    for (i, p) in pts.iter().enumerate() {
        for q in &pts[i + 1..] {
            total += dist(*p, q);
        }
    }
    total
}
#[differentiate]
fn scale_all<const N: usize>(v: [f64; N], k: f64) -> [f64; N] {
    v.map(|a| a * k)
}
#[differentiate]
fn generic_fn_turbofish(x: &[f64]) -> f64 {
    let a = scale_all::<2>([x[0], x[1]], x[2]);
    let [p, q] = a;
    let b: [f64; 3] = scale_all([p, q, 1.0], q);
    b.iter().product()
}
