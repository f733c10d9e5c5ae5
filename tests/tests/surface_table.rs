//! Every function of the table, with every kind of parameter and result.
#![deny(warnings)]
#![allow(missing_docs, dead_code, reason = "private to this test")]

use autodiff_runtime::nalgebra;
use autodiff_runtime::prelude::*;
use nalgebra::{DMatrix, DVector, Matrix2, SMatrix, SVector, Vector2, Vector3};

#[track_caller]
fn close(a: f64, b: f64) {
    assert!((a - b).abs() <= 1e-8 * (1.0 + b.abs()), "{a} vs {b}");
}

// --- `&mut` parameters of every kind
#[derive(Clone, Debug, PartialEq, Differentiable)]
pub struct State {
    pub at: Vector2<f64>,
    pub speed: [f64; 2],
    pub steps: usize,
    pub trace: Vec<f64>,
}
#[differentiate]
pub fn advance(s: &mut State, dt: f64, forces: &[Vector2<f64>]) -> f64 {
    let mut work = 0.0;
    for f in forces {
        for k in 0..2 {
            s.speed[k] += f[k] * dt;
            s.at[k] += s.speed[k] * dt;
        }
        work += f.dot(&s.at);
        s.trace.push(s.at.x * s.at.y);
        s.steps += 1;
    }
    work
}
#[test]
fn a_struct_behind_mut() {
    let start = State { at: Vector2::new(0.2, 0.3), speed: [1.0, -0.5], steps: 0, trace: vec![] };
    let forces = [Vector2::new(0.3, 0.1), Vector2::new(-0.4, 0.9)];
    let run = |dt: f64, vx: f64| {
        let mut s = start.clone();
        s.speed[0] = vx;
        let w = advance(&mut s, dt, &forces);
        w * 2.0 + s.at.x + s.trace[1] * 3.0
    };
    let mut s = start.clone();
    let mut c = {
        let mut s = start.clone();
        advance(&mut s, 0.1, &forces);
        s.zero_tangent()
    };
    c.at.x = 1.0;
    c.trace[1] = 3.0;
    let (w, (gdt, gf)): (f64, (f64, Vec<Vector2<f64>>)) =
        advance::vjp(&mut s, 0.1, &forces, 2.0, &mut c);
    let h = 1e-6;
    assert!((gdt - (run(0.1 + h, 1.0) - run(0.1 - h, 1.0)) / 2.0 / h).abs() < 1e-7);
    assert!((c.speed[0] - (run(0.1, 1.0 + h) - run(0.1, 1.0 - h)) / 2.0 / h).abs() < 1e-7);
    assert_eq!(c.trace.len(), 0);
    assert_eq!(s.steps, 2);
    // pullback
    let mut s2 = start.clone();
    let (w2, back) = advance::pullback(&mut s2, 0.1, &forces);
    let mut c2 = s2.zero_tangent();
    c2.at.x = 1.0;
    c2.trace[1] = 3.0;
    let (gdt2, gf2) = back(2.0, &mut c2);
    assert_eq!((w, gdt, &gf, &c), (w2, gdt2, &gf2, &c2));
    // accumulate
    let mut s3 = start.clone();
    let mut c3 = s.zero_tangent();
    c3.at.x = 1.0;
    c3.trace[1] = 3.0;
    let (mut adt, mut af) = (1.0, vec![Vector2::zeros(); 2]);
    let w3 = advance::accumulate_vjp(&mut s3, 0.1, &forces, 2.0, &mut c3, &mut adt, &mut af);
    assert_eq!(w3, w);
    close(adt, gdt + 1.0);
    // jvp
    let mut s4 = start.clone();
    let mut t4 = start.zero_tangent();
    t4.speed[0] = 1.0;
    let (_, dw) =
        advance::jvp(&mut s4, 0.1, &forces, &mut t4, 0.0, &[Vector2::zeros(), Vector2::zeros()]);
    close(2.0 * dw + t4.at.x + 3.0 * t4.trace[1], c.speed[0]);
}

#[differentiate]
pub fn both(a: &mut f64, b: &mut [f64], #[constant] k: f64, c: &mut Vec<f64>) {
    *a *= b[0] * k;
    for v in b.iter_mut() {
        *v += *a;
    }
    c.push(b[1] * *a);
}
#[test]
fn many_outputs() {
    let (mut a, mut b, mut c) = (2.0, [3.0, 4.0], vec![1.0]);
    let (mut ca, mut cb, mut cc) = (1.0, [0.0, 0.0], vec![0.0, 1.0]);
    let ((), ()) = both::vjp(&mut a, &mut b, 0.5, &mut c, &mut ca, &mut cb, &mut cc);
    // a1 = a b0 k = 3, b1' = 7, c1 = 21; d(a1 + b1' a1)
    close(a, 3.0);
    assert_eq!(b, [6.0, 7.0]);
    assert_eq!(c, [1.0, 21.0]);
    let da1 = 1.0 + 7.0 + 3.0;
    close(ca, da1 * 1.5);
    close(cb[0], da1 * 1.0);
    close(cb[1], 3.0);
    assert_eq!(cc, [0.0]);
    let (mut a, mut b, mut c) = (2.0, [3.0, 4.0], vec![1.0]);
    let (mut ta, mut tb, mut tc) = (1.0, [0.0, 0.0], vec![0.0]);
    let ((), ()) = both::jvp(&mut a, &mut b, 0.5, &mut c, &mut ta, &mut tb, &mut tc);
    close(ta + tc[1], da1 * 1.5);
    let (mut a, mut b, mut c) = (2.0, [3.0, 4.0], vec![1.0]);
    let ((), back) = both::pullback(&mut a, &mut b, 0.5, &mut c);
    let (mut ca, mut cb, mut cc) = (1.0, [0.0, 0.0], vec![0.0, 1.0]);
    back(&mut ca, &mut cb, &mut cc);
    close(ca, da1 * 1.5);
    let (mut a, mut b, mut c) = (2.0, [3.0, 4.0], vec![1.0]);
    let (mut ca, mut cb, mut cc) = (1.0, [0.0, 0.0], vec![0.0, 1.0]);
    both::accumulate_vjp(&mut a, &mut b, 0.5, &mut c, &mut ca, &mut cb, &mut cc);
    close(cb[0], da1);
}

#[differentiate]
pub fn gram(m: &mut Matrix2<f64>, v: &Vector2<f64>) -> Vector2<f64> {
    *m *= 2.0;
    m[(0, 1)] += v.x;
    *m * v
}
#[test]
fn a_matrix_behind_mut() {
    let mut m = Matrix2::new(1.0, 2.0, 3.0, 4.0);
    let v = Vector2::new(0.5, -1.0);
    let mut c = Matrix2::zeros();
    let (y, gv) = gram::vjp(&mut m, &v, Vector2::new(1.0, 0.0), &mut c);
    assert_eq!(y, m * v);
    close(c[(0, 0)], 1.0);
    close(c[(0, 1)], -2.0);
    close(gv.x, 2.0 - 1.0);
    close(gv.y, 4.5);
    let mut m = Matrix2::new(1.0, 2.0, 3.0, 4.0);
    let mut t = Matrix2::identity();
    let (_, dy) = gram::jvp(&mut m, &v, &mut t, &Vector2::zeros());
    close(dy.x, 1.0);
}

// --- `Option`/`Result` results
#[differentiate]
pub fn safe_sqrt(x: f64) -> Option<f64> {
    if x < 0.0 { None } else { Some(x.sqrt()) }
}
#[differentiate]
pub fn ratio(p: &[f64; 2]) -> Result<f64, String> {
    if p[1] == 0.0 {
        return Err("zero".to_owned());
    }
    Ok(p[0] / p[1])
}
#[differentiate]
pub fn vector_or(x: &[f64]) -> Option<Vec<f64>> {
    if x.is_empty() { None } else { Some(x.iter().map(|v| v * x[0]).collect()) }
}
#[test]
fn fallible_results() {
    assert_eq!(safe_sqrt::grad(4.0), Some(0.25));
    assert_eq!(safe_sqrt::grad(-4.0), None);
    assert_eq!(safe_sqrt::value_and_grad(4.0), Some((2.0, 0.25)));
    assert_eq!(ratio::grad(&[1.0, 2.0]), Ok([0.5, -0.25]));
    assert_eq!(ratio::grad(&[1.0, 0.0]), Err("zero".to_owned()));
    assert_eq!(ratio::value_and_grad(&[1.0, 2.0]), Ok((0.5, [0.5, -0.25])));
    let (v, g) = safe_sqrt::vjp(4.0, Some(2.0));
    assert_eq!((v, g), (Some(2.0), 0.5));
    let (v, g) = safe_sqrt::vjp(-4.0, None);
    assert_eq!((v, g), (None, 0.0));
    let (v, g) = ratio::vjp(&[1.0, 2.0], Some(1.0));
    assert_eq!((v, g), (Ok(0.5), [0.5, -0.25]));
    let (v, t) = ratio::jvp(&[1.0, 2.0], &[1.0, 0.0]);
    assert_eq!((v, t), (Ok(0.5), Some(0.5)));
    let (v, back) = safe_sqrt::pullback(4.0);
    assert_eq!((v, back(Some(1.0))), (Some(2.0), 0.25));
    let (v, back) = ratio::pullback(&[1.0, 2.0]);
    assert_eq!((v, back(Some(1.0))), (Ok(0.5), [0.5, -0.25]));
    let mut g = 1.0;
    assert_eq!(safe_sqrt::accumulate_vjp(4.0, Some(1.0), &mut g), Some(2.0));
    close(g, 1.25);
    let (v, g) = vector_or::vjp(&[2.0, 3.0], Some(vec![1.0, 1.0]));
    assert_eq!(v, Some(vec![4.0, 6.0]));
    assert_eq!(g, [7.0, 2.0]);
    assert_eq!(vector_or::jvp(&[], &[]), (None, None));
}

// --- methods and trait methods with every suffix
#[derive(Clone, Debug, PartialEq, Differentiable)]
pub struct Gauss {
    pub mean: f64,
    pub width: f64,
}
#[differentiate(second_order)]
impl Gauss {
    pub fn density(&self, x: f64) -> f64 {
        let z = (x - self.mean) / self.width;
        (-0.5 * z * z).exp()
    }
    pub fn scores(self, x: &[f64]) -> Vec<f64> {
        x.iter().map(|x| self.density(*x)).collect()
    }
    pub fn widen(&mut self, by: f64) -> f64 {
        self.width *= by;
        self.width * self.mean
    }
    pub fn weighted(&self, #[constant] w: &[f64], x: &[f64]) -> f64 {
        w.iter().zip(x).map(|(w, x)| w * self.density(*x)).sum()
    }
}
#[differentiate]
pub trait Loss {
    fn loss(&self, y: f64) -> f64;
    fn total(&self, ys: &[f64]) -> f64 {
        ys.iter().map(|y| self.loss(*y)).sum()
    }
}
#[differentiate]
impl Loss for Gauss {
    fn loss(&self, y: f64) -> f64 {
        -self.density(y).ln()
    }
}
#[test]
fn suffixes() {
    let g = Gauss { mean: 0.5, width: 2.0 };
    let z: f64 = (1.0 - 0.5) / 2.0;
    let d = (-0.5 * z * z).exp();
    let (gg, gx) = g.density_grad(1.0);
    close(gx, -d * z / 2.0);
    close(gg.mean, d * z / 2.0);
    close(gg.width, d * z * z / 2.0);
    let (v, (gg2, gx2)) = g.density_value_and_grad(1.0);
    assert_eq!((v, &gg2, gx2), (d, &gg, gx));
    let (mut ag, mut ax) = (g.zero_tangent(), 1.0);
    assert_eq!(g.density_accumulate_grad(1.0, &mut ag, &mut ax), d);
    close(ax, 1.0 + gx);
    let (_, (_, gx3)) = g.density_vjp(1.0, 2.0);
    close(gx3, 2.0 * gx);
    let (_, back) = g.density_pullback(1.0);
    close(back(1.0).1, gx);
    let (_, t) = g.density_jvp(1.0, &g.zero_tangent(), 1.0);
    close(t, gx);
    let (mut ag, mut ax) = (g.zero_tangent(), 1.0);
    assert_eq!(g.density_accumulate_vjp(1.0, 1.0, &mut ag, &mut ax), d);
    let (hg, hx) = g.density_hvp(1.0, &g.zero_tangent(), 1.0);
    close(hx, d * (z * z - 1.0) / 4.0);
    close(hg.mean, -hx);
    let (_, (sg, sx)) = g.clone().scores_vjp(&[1.0, 2.0], vec![1.0, 0.0]);
    close(sg.mean, gg.mean);
    assert_eq!(sx, [gx, 0.0]);
    let mut w = g.clone();
    let mut c = GaussTangent { mean: 0.0, width: 1.0 };
    let (v, by) = w.widen_vjp(3.0, 1.0, &mut c);
    close(v, 3.0);
    close(by, 2.0 * 1.5);
    close(c.width, 3.0 * 1.5);
    let mut w = g.clone();
    let mut t = GaussTangent { mean: 0.0, width: 1.0 };
    let (_, dv) = w.widen_jvp(3.0, &mut t, 0.0);
    close(dv, 1.5);
    close(t.width, 3.0);
    let mut w = g.clone();
    let (_, back) = w.widen_pullback(3.0);
    let mut c = GaussTangent { mean: 0.0, width: 1.0 };
    close(back(1.0, &mut c), 3.0);
    let (wg, wx) = g.weighted_grad(&[1.0, 0.0], &[1.0, 2.0]);
    close(wg.mean, gg.mean);
    assert_eq!(wx, [gx, 0.0]);
    let (lg, ly) = g.loss_grad(1.0);
    close(ly, z / 2.0);
    close(lg.mean, -z / 2.0);
    let (tg, ty) = Loss::total_grad(&g, &[1.0, 1.0]);
    close(tg.mean, -z);
    close(ty[1], z / 2.0);
    let (_, t) = g.total_jvp(&[1.0], &g.zero_tangent(), &[1.0]);
    close(t, z / 2.0);
}

// --- custom rules
pub fn cube(x: f64, k: &[f64]) -> f64 {
    x * x * x * k[0]
}
#[differentiate(vjp = wrapped_vjp, jvp = wrapped_jvp)]
pub fn wrapped(x: f64, k: &[f64]) -> f64 {
    cube(x, k)
}
fn wrapped_vjp(x: f64, k: &[f64], seed: f64, gx: &mut f64, gk: &mut [f64]) {
    *gx += seed * 3.0 * x * x * k[0];
    gk[0] += seed * x * x * x;
}
fn wrapped_jvp(x: f64, k: &[f64], dx: f64, dk: &[f64]) -> (f64, f64) {
    (cube(x, k), 3.0 * x * x * k[0] * dx + x * x * x * dk[0])
}
#[differentiate]
pub fn uses(x: f64, k: &[f64]) -> f64 {
    let mut s = 0.0;
    for i in 0..3 {
        if i != 1 {
            s += wrapped(x * f64::from(i), &k[i as usize..]);
        }
    }
    s
}
#[test]
fn custom_rules() {
    let (gx, gk) = wrapped::grad(2.0, &[5.0]);
    close(gx, 60.0);
    assert_eq!(gk, [8.0]);
    let (gx, gk) = uses::grad(2.0, &[1.0, 1.0, 3.0]);
    close(gx, 3.0 * 8.0 * 4.0 * 3.0);
    assert_eq!(gk, [0.0, 0.0, 64.0]);
    close(uses::jvp(2.0, &[1.0, 1.0, 3.0], 1.0, &[0.0; 3]).1, gx);
    let (_, back) = uses::pullback(2.0, &[1.0, 1.0, 3.0]);
    close(back(1.0).0, gx);
}

// --- functions as parameters
#[differentiate]
pub fn newton(f: impl Fn(f64) -> f64, x: f64) -> f64 {
    let mut v = x;
    for _ in 0..3 {
        v -= f(v) * 0.1;
    }
    v
}
#[differentiate]
pub fn average<G: Fn(f64, &[f64]) -> f64>(g: G, xs: &[f64], w: f64) -> f64 {
    let mut s = 0.0;
    for &x in xs {
        s += g(x, xs) * w;
    }
    s / xs.len() as f64
}
#[differentiate]
pub fn sq(x: f64) -> f64 {
    x * x
}
#[differentiate]
pub fn dev(x: f64, xs: &[f64]) -> f64 {
    x - xs[0] * x
}
#[differentiate]
pub fn inside(a: f64, xs: &[f64]) -> f64 {
    newton(sq, a) + newton(|v| v * a, 2.0) + average(dev, xs, a) + average(|x, _| x * a, xs, 2.0)
}
#[test]
fn functions_as_parameters() {
    let h = 1e-6;
    let fd = |f: &dyn Fn(f64) -> f64, x: f64| (f(x + h) - f(x - h)) / 2.0 / h;
    assert!((newton::grad(sq {}, 2.0) - fd(&|x| newton(sq, x), 2.0)).abs() < 1e-8);
    let (v, g) = newton::value_and_grad(sq {}, 2.0);
    close(v, newton(sq, 2.0));
    close(newton::jvp(sq {}, 2.0, 1.0).1, g);
    close(newton::vjp(sq {}, 2.0, 3.0).1, 3.0 * g);
    let (_, back) = newton::pullback(sq {}, 2.0);
    close(back(1.0), g);
    let (gxs, gw) = average::grad(dev {}, &[0.5, 2.0], 1.5);
    close(gw, average(dev, &[0.5, 2.0], 1.0));
    assert!((gxs[0] - fd(&|x| average(dev, &[x, 2.0], 1.5), 0.5)).abs() < 1e-8);
    let (ga, gxs) = inside::grad(1.3, &[0.5, 2.0]);
    assert!((ga - fd(&|a| inside(a, &[0.5, 2.0]), 1.3)).abs() < 1e-8);
    assert!((gxs[1] - fd(&|x| inside(1.3, &[0.5, x]), 2.0)).abs() < 1e-8);
}

// --- name, crate, wrt
mod lib {
    pub use autodiff_runtime::*;
}
#[differentiate(crate = lib, name = Quad, wrt(x))]
pub fn quad(x: f64, y: f64) -> f64 {
    x * x * y
}
pub struct Energy {}
#[differentiate(name = EnergyDerivatives)]
#[allow(non_snake_case)]
pub fn Energy(x: f64) -> f64 {
    x.powi(3)
}
#[differentiate(wrt(b, d))]
pub fn some(a: f64, b: f64, c: &[f64], d: &[f64; 2], n: usize) -> f64 {
    a * b * c[0] * d[n]
}
#[test]
fn options() {
    close(Quad::grad(3.0, 2.0), 12.0);
    close(EnergyDerivatives::grad(2.0), 12.0);
    let (gb, gd) = some::grad(2.0, 3.0, &[4.0], &[5.0, 6.0], 1);
    close(gb, 48.0);
    assert_eq!(gd, [0.0, 24.0]);
    let (_, t) = some::jvp(2.0, 3.0, &[4.0], &[5.0, 6.0], 1, 1.0, &[0.0, 0.0]);
    close(t, 48.0);
    let (mut b, mut d) = (0.0, [0.0; 2]);
    some::accumulate_grad(2.0, 3.0, &[4.0], &[5.0, 6.0], 1, &mut b, &mut d);
    close(b, 48.0);
}

// --- Jacobians
#[differentiate]
pub fn polar(p: &SVector<f64, 2>) -> SVector<f64, 3> {
    Vector3::new(p.x * p.y.cos(), p.x * p.y.sin(), p.x)
}
#[differentiate]
pub fn dense(x: &[f64], n: usize) -> Vec<f64> {
    (0..n).map(|i| x[i] * x[0]).collect()
}
#[differentiate]
pub fn arrays(x: [f64; 2], k: usize) -> [f64; 3] {
    [x[0] * x[1], x[k], x[1].powi(2)]
}
#[differentiate]
pub fn dvec(x: &DVector<f64>) -> DVector<f64> {
    x.map(|v| v * v)
}
#[differentiate]
pub fn generic_map<T: Real, const N: usize>(x: &SVector<T, N>) -> SVector<T, N> {
    x * x.norm_squared()
}
#[differentiate(second_order)]
pub fn rosen<T: Real, const N: usize>(x: &SVector<T, N>) -> T {
    let mut s = T::zero();
    for i in 0..N - 1 {
        s += (T::one() - x[i]).powi(2) + T::from_f64(100.0) * (x[i + 1] - x[i] * x[i]).powi(2);
    }
    s
}
#[test]
fn matrices_of_derivatives() {
    let j: SMatrix<f64, 3, 2> = polar::jacobian(&Vector2::new(2.0, 0.5));
    close(j[(0, 1)], -2.0 * 0.5_f64.sin());
    let j: DMatrix<f64> = dense::jacobian(&[2.0, 3.0, 4.0], 2);
    assert_eq!(j.shape(), (2, 3));
    close(j[(0, 0)], 4.0);
    close(j[(1, 0)], 3.0);
    let j: SMatrix<f64, 3, 2> = arrays::jacobian([2.0, 3.0], 1);
    close(j[(2, 1)], 6.0);
    let j: DMatrix<f64> = dvec::jacobian(&DVector::from_vec(vec![1.0, 2.0]));
    close(j[(1, 1)], 4.0);
    let j: SMatrix<f32, 3, 3> = generic_map::jacobian(&Vector3::new(1.0_f32, 2.0, 3.0));
    assert_eq!(j[(0, 0)], 16.0);
    let h: Matrix2<f64> = rosen::hessian(&Vector2::new(1.0, 1.0));
    close(h[(0, 0)], 802.0);
    close(h[(0, 1)], -400.0);
    let hv = rosen::hvp(&Vector2::new(1.0, 1.0), &Vector2::new(1.0, 0.0));
    close(hv.x, 802.0);
    let h: Matrix2<f32> = rosen::hessian(&Vector2::new(1.0_f32, 1.0));
    assert_eq!(h[(1, 1)], 200.0);
}

// --- results that are structs, tuples, nested lists
#[derive(Clone, Debug, Differentiable)]
pub struct Report {
    pub total: f64,
    pub parts: Vec<f64>,
    pub best: Option<f64>,
    pub count: usize,
}
#[differentiate]
pub fn report(x: &[f64]) -> Report {
    let parts: Vec<f64> = x.iter().map(|v| v * v).collect();
    let total = parts.iter().sum();
    let best = parts.iter().copied().max_by(|a, b| a.total_cmp(b));
    Report { total, count: parts.len(), parts, best }
}
#[test]
fn struct_results() {
    let x = [1.0, 3.0, 2.0];
    let seed =
        ReportTangent { total: 1.0, parts: vec![0.0, 0.0, 1.0], best: Some(10.0), count: () };
    let (r, g) = report::vjp(&x, seed.clone());
    assert_eq!(r.count, 3);
    assert_eq!(g, [2.0, 66.0, 8.0]);
    let (_, t) = report::jvp(&x, &[0.0, 1.0, 0.0]);
    assert_eq!(t.best, Some(6.0));
    let (_, back) = report::pullback(&x);
    assert_eq!(back(seed.clone()), g);
    let mut a = [1.0; 3];
    report::accumulate_vjp(&x, seed, &mut a);
    assert_eq!(a, [3.0, 67.0, 9.0]);
}
