//! Programs as users write them, each against central differences or a closed form.

#![allow(
    clippy::needless_range_loop,
    clippy::manual_is_multiple_of,
    clippy::redundant_closure,
    reason = "written as many do"
)]
#![allow(missing_docs, reason = "private to this test")]

use autodiff_runtime::nalgebra;
use autodiff_runtime::prelude::*;
use nalgebra::{DMatrix, DVector, Matrix3, SMatrix, SVector, Vector3};

fn close(a: f64, b: f64, what: &str) {
    assert!((a - b).abs() <= 1e-6 * (1.0 + b.abs()), "{what}: {a} vs {b}");
}
fn fd(f: impl Fn(f64) -> f64, x: f64) -> f64 {
    let h = 1e-5;
    (f(x + h) - f(x - h)) / (2.0 * h)
}

#[derive(Clone, Debug, PartialEq, Differentiable)]
pub struct Pendulum {
    pub length: f64,
    pub mass: f64,
    #[constant]
    pub steps: usize,
    pub name: String,
}
#[differentiate]
impl Pendulum {
    const G: f64 = 9.81;
    pub fn energy(&self, theta: f64, omega: f64) -> f64 {
        0.5 * self.mass * (self.length * omega).powi(2)
            + self.mass * Self::G * self.length * (1.0 - theta.cos())
    }
    fn step(&self, theta: &mut f64, omega: &mut f64, dt: f64) {
        let a = -Self::G / self.length * theta.sin();
        *omega += a * dt;
        *theta += *omega * dt;
    }
    pub fn simulate(&self, theta0: f64, dt: f64) -> f64 {
        let (mut theta, mut omega) = (theta0, 0.0);
        for _ in 0..self.steps {
            self.step(&mut theta, &mut omega, dt);
        }
        self.energy(theta, omega)
    }
    pub fn unit(length: f64) -> Self {
        Pendulum { length, mass: 1.0, steps: 3, name: String::new() }
    }
}

#[differentiate]
pub trait Potential {
    fn value(&self, x: f64) -> f64;
    fn twice(&self, x: f64) -> f64 {
        2.0 * self.value(x)
    }
}
#[derive(Clone, Copy, Debug, Differentiable)]
pub struct Morse {
    d: f64,
    a: f64,
}
#[differentiate]
impl Potential for Morse {
    fn value(&self, x: f64) -> f64 {
        let e = 1.0 - (-self.a * x).exp();
        self.d * e * e
    }
}
#[differentiate]
fn total_potential<P: Potential + Differentiable>(p: &P, xs: &[f64]) -> f64 {
    let mut s = 0.0;
    for &x in xs {
        s += p.value(x);
    }
    s
}

#[differentiate]
fn dotn<const N: usize>(a: &[f64; N], b: &[f64; N]) -> f64 {
    let mut s = 0.0;
    for i in 0..N {
        s += a[i] * b[i];
    }
    s
}

#[differentiate]
fn softplus<T: Real>(x: T) -> T {
    (T::one() + x.exp()).ln() * T::from_f64(0.5)
}

#[differentiate]
fn quad<const N: usize>(x: SVector<f64, N>, a: &SMatrix<f64, N, N>) -> f64 {
    x.dot(&(a * x))
}

static SCALE: f64 = 1.5;
#[differentiate]
fn nested(x: f64) -> f64 {
    const K: f64 = 2.0;
    fn helper(n: usize) -> f64 {
        n as f64 * 0.5
    }
    let c = helper(3);
    x * K * SCALE * c + x.powf(1.5)
}

#[differentiate]
fn collatz_like(x: f64, n: u32) -> f64 {
    let mut v = x;
    let mut k = n;
    let mut count = 0;
    'outer: loop {
        while k % 2 == 0 {
            k /= 2;
            v = v.sin() + 1.0;
            count += 1;
            if count > 20 {
                break 'outer;
            }
        }
        if k == 1 {
            break;
        }
        k = 3 * k + 1;
        v *= 1.1;
    }
    v
}

#[differentiate]
fn piecewise(x: f64, mode: u8) -> f64 {
    match (mode, x > 0.0) {
        (0, true) => x.sqrt(),
        (0, false) => -x,
        (1..=3, _) => x * x,
        (m, _) if m > 10 => x * m as f64,
        _ => x.exp(),
    }
}

#[differentiate]
fn matvec(m: &[Vec<f64>], v: &[f64]) -> f64 {
    let mut total = 0.0;
    for row in m {
        let mut acc = 0.0;
        for (a, b) in row.iter().zip(v.iter()) {
            acc += a * b;
        }
        total += acc.tanh();
    }
    total
}
#[differentiate]
fn grid(x: [[f64; 3]; 2]) -> f64 {
    let mut y = x;
    for i in 0..2 {
        for j in 1..3 {
            y[i][j] += y[i][j - 1] * 0.5;
        }
    }
    y[0][2] * y[1][2]
}
#[differentiate]
fn tup((a, b): (f64, f64), c: f64) -> (f64, f64) {
    let (s, t) = (a * b, b * c);
    (s + t, s - t)
}
#[differentiate]
fn opt(x: Option<f64>, y: f64) -> f64 {
    if let Some(v) = x { v * y } else { y }
}
#[differentiate]
fn safe_log(x: f64) -> Result<f64, String> {
    if x <= 0.0 {
        return Err(format!("bad {x}"));
    }
    Ok(x.ln())
}
#[derive(Clone, Debug, Differentiable)]
pub enum Shape {
    Circle(f64),
    Rect { w: f64, h: f64 },
    Unit,
}
#[differentiate]
fn area(s: &Shape) -> f64 {
    match s {
        Shape::Circle(r) => std::f64::consts::PI * r * r,
        Shape::Rect { w, h } => w * h,
        Shape::Unit => 1.0,
    }
}
#[differentiate]
fn total_area(shapes: &[Shape]) -> f64 {
    shapes.iter().map(|s| area(s)).sum()
}
#[differentiate]
fn power(x: f64, n: u32) -> f64 {
    if n == 0 {
        1.0
    } else if n % 2 == 0 {
        let h = power(x, n / 2);
        h * h
    } else {
        x * power(x, n - 1)
    }
}
#[differentiate]
fn closures(x: f64, xs: &[f64]) -> f64 {
    let scale = x * 2.0;
    let f = |v: f64| v * scale + x;
    let mut acc = 0.0;
    let mut add = |v: f64| acc += f(v);
    for &v in xs {
        add(v);
    }
    add(x);
    acc
}
#[differentiate]
fn split(xs: &[f64]) -> f64 {
    let (l, r) = xs.split_at(2);
    let m: f64 = l.iter().sum();
    m * r[0] + xs[1..].iter().map(|v| v.cos()).sum::<f64>()
}
#[differentiate]
fn swaps(xs: &mut [f64]) -> f64 {
    xs.swap(0, 2);
    let mut one = 1.0;
    std::mem::swap(&mut xs[0], &mut one);
    xs[1] * xs[2]
}
#[differentiate]
fn single(x: f32, y: f32) -> f32 {
    (x * y).sin() + x.hypot(y)
}
#[differentiate(wrt(x), name = LossGrad)]
fn loss(x: f64, y: f64) -> f64 {
    (x - y).powi(2)
}
#[differentiate]
fn least_squares(a: &DMatrix<f64>, x: &DVector<f64>, b: &DVector<f64>) -> f64 {
    let r = a * x - b;
    r.norm_squared() * 0.5
}
#[differentiate]
fn rodrigues(w: Vector3<f64>, p: Vector3<f64>) -> Vector3<f64> {
    let theta = w.norm();
    if theta < 1e-12 {
        return p + w.cross(&p);
    }
    let k = w / theta;
    let (s, c) = theta.sin_cos();
    p * c + k.cross(&p) * s + k * (k.dot(&p) * (1.0 - c))
}
#[differentiate]
fn det3(m: Matrix3<f64>) -> f64 {
    m[(0, 0)] * (m[(1, 1)] * m[(2, 2)] - m[(1, 2)] * m[(2, 1)])
        - m.m12 * (m.m21 * m.m33 - m.m23 * m.m31)
        + m[(0, 2)] * (m[(1, 0)] * m[(2, 1)] - m[(1, 1)] * m[(2, 0)])
}
#[differentiate]
fn letelse(x: Option<f64>) -> f64 {
    let Some(v) = x else { return 0.0 };
    let w = 'b: {
        if v > 1.0 {
            break 'b v * v;
        }
        v
    };
    w + v
}
#[derive(Clone, Debug, Differentiable)]
pub struct Pair<T>
where
    T: Real,
{
    a: T,
    b: T,
}
#[differentiate]
impl<T> Pair<T>
where
    T: Real,
{
    fn prod(&self) -> T {
        self.a * self.b + self.a.sin()
    }
}

#[test]
fn a_struct_with_constants_and_methods() {
    let p = Pendulum { length: 1.3, mass: 0.7, steps: 12, name: "p".into() };
    let (g, gt, gdt) = p.simulate_grad(0.4, 0.01);
    close(g.length, fd(|l| Pendulum { length: l, ..p.clone() }.simulate(0.4, 0.01), 1.3), "length");
    close(gt, fd(|t| p.simulate(t, 0.01), 0.4), "theta");
    close(gdt, fd(|t| p.simulate(0.4, t), 0.01), "dt");
}

#[test]
fn a_trait_and_a_function_over_it() {
    let m = Morse { d: 2.0, a: 0.5 };
    let (gm, gx) = total_potential::grad(&m, &[0.3, 0.6]);
    close(gm.a, fd(|a| total_potential(&Morse { d: 2.0, a }, &[0.3, 0.6]), 0.5), "morse");
    close(gx[0], fd(|x| m.value(x), 0.3), "x");
    let (ga, _) = m.twice_grad(0.3);
    close(ga.d, fd(|d| Morse { d, a: 0.5 }.twice(0.3), 2.0), "twice");
}

#[test]
fn const_parameters() {
    let (a, _b) = dotn::grad(&[1.0, 2.0], &[3.0, 4.0]);
    assert_eq!(a, [3.0, 4.0]);
}

#[test]
fn a_generic_real() {
    close(softplus::grad(0.3), fd(|x| softplus(x), 0.3), "softplus");
    let _ = softplus::grad(0.3f32);
}

#[test]
fn static_matrices_of_any_size() {
    let (gx, gm) = quad::grad(Vector3::new(1.0, 2.0, 3.0), &Matrix3::identity());
    close(gx.x, 2.0, "quad");
    close(gm[(0, 1)], 2.0, "quadm");
}

#[test]
fn items_in_the_body() {
    close(nested::grad(1.2), fd(nested, 1.2), "nested");
}

#[test]
fn nested_loops_with_labels() {
    close(collatz_like::grad(0.5, 6), fd(|x| collatz_like(x, 6), 0.5), "collatz");
}

#[test]
fn matches_on_tuples() {
    for mode in [0, 2, 11, 5] {
        for x in [0.7, -0.7] {
            close(piecewise::grad(x, mode), fd(|x| piecewise(x, mode), x), "piecewise");
        }
    }
}

#[test]
fn vectors_of_vectors() {
    let (gm, gv) = matvec::grad(&[vec![0.1, 0.2], vec![0.3, -0.4]], &[0.5, 0.6]);
    let _ = (gm[0][1], gv[1]);
    close(gv[0], fd(|v| matvec(&[vec![0.1, 0.2], vec![0.3, -0.4]], &[v, 0.6]), 0.5), "matvec");
}

#[test]
fn arrays_of_arrays() {
    let g = grid::grad([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]);
    close(g[0][0], fd(|v| grid([[v, 2.0, 3.0], [4.0, 5.0, 6.0]]), 1.0), "grid");
}

#[test]
fn tuples() {
    let (v, (gt, gc)) = tup::vjp((1.0, 2.0), 3.0, (1.0, 0.5));
    let _ = (v, gt, gc);
    close(gc, 2.0 * 0.5, "tup");
}

#[test]
fn an_option_parameter() {
    let (go, gy) = opt::grad(Some(2.0), 3.0);
    assert_eq!(go, Some(3.0));
    close(gy, 2.0, "opt");
}

#[test]
fn a_fallible_function() {
    assert_eq!(safe_log::grad(2.0), Ok(0.5));
    assert!(safe_log::grad(-2.0).is_err());
    let (v, g) = safe_log::value_and_grad(2.0).unwrap();
    close(v, 2f64.ln(), "v");
    close(g, 0.5, "g");
}

#[test]
fn enums_in_a_slice() {
    let gs = total_area::grad(&[Shape::Circle(2.0), Shape::Rect { w: 2.0, h: 3.0 }, Shape::Unit]);
    match &gs[1] {
        ShapeTangent::Rect { w, h } => {
            close(*w, 3.0, "w");
            close(*h, 2.0, "h");
        }
        _ => panic!(),
    }
}

#[test]
fn recursion() {
    close(power::grad(1.3, 7), 7.0 * 1.3f64.powi(6), "power");
}

#[test]
fn closures_that_change_what_they_capture() {
    let (gx, gxs) = closures::grad(0.7, &[1.0, 2.0]);
    close(gx, fd(|x| closures(x, &[1.0, 2.0]), 0.7), "closures");
    close(gxs[0], 1.4, "cl");
}

#[test]
fn parts_of_slices() {
    let g = split::grad(&[0.1, 0.2, 0.3]);
    close(g[1], fd(|v| split(&[0.1, v, 0.3]), 0.2), "split");
}

#[test]
fn swaps_in_an_output() {
    let mut xs = [1.0, 2.0, 3.0];
    let mut c = [0.0; 3];
    let (_v, ()) = swaps::vjp(&mut xs, 1.0, &mut c);
    assert_eq!(c, [2.0, 1.0, 0.0]);
}

#[test]
fn single_precision() {
    let (a, _b) = single::grad(0.3, 0.4);
    assert!((a - ((0.12f32).cos() * 0.4 + 0.6)).abs() < 1e-6);
}

#[test]
fn another_name() {
    close(LossGrad::grad(1.0, 3.0), -4.0, "loss");
}

#[test]
fn dynamic_matrices() {
    let (_, gx, _) = least_squares::grad(
        &DMatrix::identity(2, 2),
        &DVector::from_vec(vec![1.0, 2.0]),
        &DVector::from_vec(vec![0.0, 0.0]),
    );
    close(gx[1], 2.0, "ls");
}

#[test]
fn rotations() {
    let (_, (gw, gp)) = rodrigues::vjp(
        Vector3::new(0.1, 0.2, 0.3),
        Vector3::new(1.0, 2.0, 3.0),
        Vector3::new(1.0, 0.0, 0.0),
    );
    close(
        gw.y,
        fd(|y| rodrigues(Vector3::new(0.1, y, 0.3), Vector3::new(1.0, 2.0, 3.0)).x, 0.2),
        "rod",
    );
    let _ = gp;
}

#[test]
fn elements_of_matrices() {
    let m = Matrix3::new(1.0, 2.0, 3.0, 4.0, 5.0, 7.0, 7.0, 8.0, 10.0);
    let g = det3::grad(m);
    close(
        g[(0, 1)],
        fd(
            |v| {
                let mut n = m;
                n[(0, 1)] = v;
                det3(n)
            },
            2.0,
        ),
        "det",
    );
}

#[test]
fn let_else() {
    assert_eq!(letelse::grad(Some(2.0)), Some(5.0));
    assert_eq!(letelse::grad(None), None);
}

#[test]
fn generic_structs() {
    let g = Pair { a: 1.0, b: 2.0 }.prod_grad();
    close(g.a, 2.0 + 1f64.cos(), "pair");
}
