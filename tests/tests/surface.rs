//! The public surface, called in every form: whatever is renamed or reordered breaks this.
//!
//! Warnings are errors here, missing documentation too: generated code has all of it.
#![deny(warnings, missing_docs)]
#![allow(clippy::boxed_local, reason = "a box is what is tested")]
use autodiff_runtime::nalgebra;
use autodiff_runtime::prelude::*;
use nalgebra::{DMatrix, DVector, Matrix2, Matrix2x3, Point3, SMatrix, SVector, Vector2, Vector3};

fn close(a: f64, b: f64) {
    assert!((a - b).abs() <= 1e-8 * (1.0 + b.abs()), "{a} vs {b}");
}

/// Params.
#[derive(Clone, Debug, PartialEq, Differentiable)]
pub struct Params<T: Real> {
    /// w
    pub w: SVector<T, 2>,
    /// b
    pub b: T,
    /// n
    pub n: usize,
    #[constant]
    /// label
    pub label: &'static str,
    /// nested
    pub v: Vec<T>,
    /// o
    pub o: Option<T>,
    /// t
    pub t: (T, u8),
}

#[differentiate(second_order)]
impl<T: Real> Params<T> {
    /// Loss.
    pub fn loss(&self, x: &SVector<T, 2>) -> T {
        let z = self.w.dot(x) + self.b;
        z * z + self.v[0] * self.t.0
    }
    /// Assoc.
    pub fn energy(a: T, b: T) -> T {
        a * b * b
    }
    /// Update.
    pub fn shift(&mut self, by: T) {
        self.b += by * self.b;
    }
    /// Vector.
    pub fn scaled(&self, s: T) -> SVector<T, 2> {
        self.w * s
    }
}

/// Only x.
#[differentiate(wrt(x), second_order)]
pub fn only_x(x: f64, y: f64, k: &[f64]) -> f64 {
    x.powi(3) * y + k[0]
}
/// Own name.
#[differentiate]
pub fn same(same: f64) -> f64 {
    same * same
}
type Index = usize;
/// Alias.
#[differentiate]
pub fn aliased(x: f64, i: Index) -> f64 {
    x * i as f64
}
/// Tuple.
#[differentiate]
pub fn outputs(x: f64, v: &[f64]) -> (f64, [f64; 2], Vec<f64>) {
    (x * x, [x, v[0]], v.iter().map(|a| a * x).collect())
}
/// Unit.
#[differentiate]
pub fn normalize(v: &mut [f64]) {
    let n = v.iter().map(|a| a * a).sum::<f64>().sqrt();
    for a in v.iter_mut() {
        *a /= n;
    }
}
/// Box.
#[differentiate]
pub fn boxed(b: Box<f64>, t: (f64, usize)) -> f64 {
    *b * t.0
}
/// Tree.
#[derive(Clone, Debug, Differentiable)]
pub enum Tree {
    /// leaf
    Leaf(f64),
    /// node
    Node {
        /// l
        left: Box<Tree>,
        /// r
        right: Box<Tree>,
        /// op
        op: u8,
    },
}
/// Eval.
#[differentiate]
pub fn eval(t: &Tree) -> f64 {
    match t {
        Tree::Leaf(v) => *v,
        Tree::Node { left, right, op } => {
            let (a, b) = (eval(left), eval(right));
            match op {
                0 => a + b,
                1 => a * b,
                _ => a / b,
            }
        }
    }
}
/// Point.
#[differentiate]
pub fn dist(p: Point3<f64>, q: &Point3<f64>) -> f64 {
    (p - q).norm()
}
/// jac.
#[differentiate]
pub fn residuals(x: &[f64]) -> Vec<f64> {
    (0..x.len() - 1).map(|i| 10.0 * (x[i + 1] - x[i] * x[i])).collect()
}
/// jac static.
#[differentiate]
pub fn map23(x: [f64; 3]) -> [f64; 2] {
    [x[0] * x[1], x[2] * x[2]]
}
/// dyn.
#[differentiate]
pub fn lin(a: &DMatrix<f64>, x: &DVector<f64>) -> DVector<f64> {
    a * x
}
/// static.
#[differentiate]
pub fn slin<const M: usize, const N: usize>(
    a: &SMatrix<f64, M, N>,
    x: SVector<f64, N>,
) -> SVector<f64, M> {
    a * x
}
/// reverse only.
#[differentiate(reverse)]
pub fn rev_only(x: f64) -> f64 {
    x.exp()
}
/// forward only.
#[differentiate(forward)]
pub fn fwd_only(x: f64) -> f64 {
    x.exp()
}
/// lifetimes.
#[differentiate]
pub fn pick<'a>(a: &'a [f64], b: &'a [f64], left: bool) -> f64 {
    let c: &'a [f64] = if left { a } else { b };
    c[0] * c[1]
}
mod inner {
    use autodiff_runtime::prelude::*;
    #[differentiate]
    pub(crate) fn helper(x: f64) -> f64 {
        x.cos()
    }
    pub mod deep {
        use autodiff_runtime::prelude::*;
        #[differentiate]
        pub fn h2(x: f64, y: f64) -> f64 {
            super::helper(x) * y
        }
    }
}
/// Paths.
#[differentiate]
pub fn paths(x: f64) -> f64 {
    inner::helper(x) + self::inner::deep::h2(x, 2.0) + crate::inner::helper(x * x)
}
/// hess.
#[differentiate(second_order)]
pub fn quad(x: &SVector<f64, 3>, a: &[f64]) -> f64 {
    x.component_mul(x).sum() * a[0] + x.x * x.y * x.z
}
/// Two.
#[differentiate(second_order)]
pub fn hes(x: Vec<f64>) -> f64 {
    x.iter().zip(x.iter().skip(1)).map(|(a, b)| a * a * b).sum()
}

#[test]
fn the_public_surface() {
    let p = Params {
        w: Vector2::new(1.0, 2.0),
        b: 0.5,
        n: 3,
        label: "l",
        v: vec![2.0, 3.0],
        o: Some(1.0),
        t: (4.0, 1),
    };
    let x = Vector2::new(0.3, 0.4);
    let (g, gx) = p.loss_grad(&x);
    let z = 0.3 + 0.8 + 0.5;
    close(g.b, 2.0 * z);
    close(g.w.x, 2.0 * z * 0.3);
    close(gx.y, 2.0 * z * 2.0);
    close(g.t.0, 2.0);
    assert_eq!(g.v, [4.0, 0.0]);
    assert_eq!(g.n, ());
    assert_eq!(g.o, Some(0.0));
    let t: ParamsTangent<f64> = g.clone();
    let (v, dv) = p.loss_jvp(&x, &t, &gx);
    close(v, z * z + 8.0);
    close(dv, t.dot(&g) + gx.dot(&gx));
    let (ea, eb) = Params::<f64>::energy_grad(2.0, 3.0);
    close(ea, 9.0);
    close(eb, 12.0);
    let mut q = p.clone();
    let mut c = p.zero_tangent();
    c.b = 1.0;
    let (_, gby) = q.shift_vjp(2.0, &mut c);
    close(gby, 0.5);
    close(c.b, 3.0);
    close(q.b, 1.5);
    let j = Params::<f64>::scaled_jvp(&p, 2.0, &p.zero_tangent(), 1.0);
    assert_eq!(j.1, p.w);
    let hv = p.loss_hvp(&x, &p.zero_tangent(), &Vector2::new(1.0, 0.0));
    close(hv.1.x, 2.0);
    close(only_x::grad(2.0, 3.0, &[1.0]), 36.0);
    close(only_x::hvp(2.0, 3.0, &[1.0], 1.0), 36.0);
    close(same::grad(3.0), 6.0);
    let (gx, ()) = aliased::grad(2.0, 3);
    close(gx, 3.0);
    let (v, (gx, gv)) = outputs::vjp(2.0, &[3.0, 4.0], (1.0, [1.0, 2.0], vec![1.0, 1.0]));
    assert_eq!(v.1, [2.0, 3.0]);
    close(gx, 4.0 + 1.0 + 7.0);
    assert_eq!(gv, [4.0, 2.0]);
    let mut v = [3.0, 4.0];
    let mut c = [1.0, 0.0];
    normalize::vjp(&mut v, &mut c);
    close(v[0], 0.6);
    close(c[0], 0.128);
    let mut v = [3.0, 4.0];
    let mut d = [1.0, 0.0];
    normalize::jvp(&mut v, &mut d);
    close(d[0], 0.128);
    let mut v = [3.0, 4.0];
    let (_, pb) = normalize::pullback(&mut v);
    let mut c = [1.0, 0.0];
    pb(&mut c);
    close(c[0], 0.128);
    let (gb, gt) = boxed::grad(Box::new(2.0), (3.0, 1));
    close(*gb, 3.0);
    close(gt.0, 2.0);
    let t = Tree::Node {
        left: Box::new(Tree::Leaf(2.0)),
        right: Box::new(Tree::Node {
            left: Box::new(Tree::Leaf(3.0)),
            right: Box::new(Tree::Leaf(4.0)),
            op: 2,
        }),
        op: 1,
    };
    match eval::grad(&t) {
        TreeTangent::Node { left, .. } => match *left {
            TreeTangent::Leaf(v) => close(v, 0.75),
            _ => panic!(),
        },
        _ => panic!(),
    }
    let (gp, gq) = dist::grad(Point3::new(1.0, 2.0, 3.0), &Point3::new(1.0, 2.0, 1.0));
    close(gp.z, 1.0);
    close(gq.z, -1.0);
    let _: Vector3<f64> = gp;
    let j: DMatrix<f64> = residuals::jacobian(&[1.0, 2.0, 3.0]);
    assert_eq!(j.shape(), (2, 3));
    close(j[(1, 1)], -40.0);
    let j: Matrix2x3<f64> = map23::jacobian([1.0, 2.0, 3.0]);
    close(j[(1, 2)], 6.0);
    let (_, gx) = lin::vjp(
        &DMatrix::identity(2, 2),
        &DVector::from_vec(vec![1.0, 2.0]),
        DVector::from_vec(vec![1.0, 1.0]),
    )
    .1;
    close(gx[1], 1.0);
    let (_, gx) = slin::vjp(&Matrix2::identity(), Vector2::new(1.0, 2.0), Vector2::new(1.0, 1.0)).1;
    close(gx[1], 1.0);
    close(rev_only::grad(0.0), 1.0);
    close(fwd_only::jvp(0.0, 2.0).1, 2.0);
    let (ga, gb) = pick::grad(&[1.0, 2.0], &[3.0, 4.0], false);
    assert_eq!((ga, gb), (vec![0.0, 0.0], vec![4.0, 3.0]));
    let h = 1e-6;
    close(
        (paths::grad(0.7) * 1e4).round(),
        ((paths(0.7 + h) - paths(0.7 - h)) / 2.0 / h * 1e4).round(),
    );
    let (hx, _) =
        quad::hvp(&Vector3::new(1.0, 2.0, 3.0), &[2.0], &Vector3::new(1.0, 0.0, 0.0), &[0.0]);
    close(hx.x, 4.0);
    close(hx.y, 3.0);
    let h = hes::hessian(vec![1.0, 2.0, 3.0]);
    close(h[(0, 0)], 4.0);
    close(h[(0, 1)], 2.0);
    close(h[(1, 1)], 6.0);
    let mut acc = vec![1.0, 1.0];
    let mut gx = 1.0;
    outputs::accumulate_vjp(2.0, &[3.0, 4.0], (1.0, [0.0; 2], vec![0.0, 0.0]), &mut gx, &mut acc);
    close(gx, 5.0);
    assert_eq!(acc, [1.0, 1.0]);
}
