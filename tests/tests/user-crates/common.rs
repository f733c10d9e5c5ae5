use nalgebra::{SMatrix, SVector, Vector3};

/// A valley.
#[differentiate]
pub fn rosenbrock(x: f64, y: f64) -> f64 {
    (1.0 - x).powi(2) + 100.0 * (y - x * x).powi(2)
}

/// Sums with loops, branches and early returns.
#[differentiate]
pub fn score(xs: &[f64], n: usize) -> f64 {
    let mut total = 0.0;
    for (i, x) in xs.iter().enumerate() {
        if i >= n {
            break;
        }
        if *x < 0.0 {
            continue;
        }
        total += x.sqrt() * x.sin();
    }
    if total > 100.0 {
        return 100.0 + total.ln();
    }
    total
}

/// A loop whose end depends on the values.
#[differentiate]
pub fn newton(a: f64) -> f64 {
    let mut x = a;
    let mut steps = 0;
    while (x * x - a).abs() > 1e-12 && steps < 50 {
        x = 0.5 * (x + a / x);
        steps += 1;
    }
    x
}

/// An output parameter.
#[differentiate]
pub fn prefix_sums(xs: &mut [f64], scale: f64) {
    for i in 1..xs.len() {
        xs[i] += scale * xs[i - 1];
    }
}

/// Parameters of a layer.
#[derive(Clone, Debug, Differentiable)]
pub struct Layer<const I: usize, const O: usize> {
    /// The weights.
    pub weight: SMatrix<f64, O, I>,
    /// The bias.
    pub bias: SVector<f64, O>,
    /// How often it was used.
    pub uses: u32,
}

#[differentiate]
impl<const I: usize, const O: usize> Layer<I, O> {
    /// What the layer computes.
    pub fn forward(&self, x: &SVector<f64, I>) -> SVector<f64, O> {
        (self.weight * x + self.bias).map(|v| v.tanh())
    }

    /// How far it is off.
    pub fn loss(&self, x: &SVector<f64, I>, y: &SVector<f64, O>) -> f64 {
        (self.forward(x) - y).norm_squared()
    }
}

/// A solid.
#[derive(Clone, Copy, Debug, Differentiable)]
pub enum Shape {
    /// With a radius.
    Ball(f64),
    /// With three sides.
    Block {
        /// The sides.
        sides: Vector3<f64>,
    },
    /// Nothing.
    Nothing,
}

/// The volume of a solid.
#[differentiate]
pub fn volume(shape: &Shape) -> f64 {
    match shape {
        Shape::Ball(r) => 4.0 / 3.0 * core::f64::consts::PI * r.powi(3),
        Shape::Block { sides } => sides.x * sides.y * sides.z,
        Shape::Nothing => 0.0,
    }
}

/// Any float.
#[differentiate]
pub fn softplus<T: Real>(x: T) -> T {
    (T::from_f64(1.0) + x.exp()).ln()
}

/// Something with an energy.
#[differentiate]
pub trait Energy {
    /// The energy.
    fn energy(&self, x: f64) -> f64;
}

/// A spring.
#[derive(Clone, Copy, Debug, Differentiable)]
pub struct Spring {
    /// Its stiffness.
    pub stiffness: f64,
}

#[differentiate]
impl Energy for Spring {
    fn energy(&self, x: f64) -> f64 {
        0.5 * self.stiffness * x * x
    }
}

/// Several results.
#[differentiate]
pub fn polar(x: f64, y: f64) -> (f64, f64) {
    let r = x.hypot(y);
    (r, y.atan2(x))
}

/// Second derivatives, through a call and a method.
#[differentiate(second_order)]
pub fn curved<T: Real>(x: &[T], #[constant] scale: T) -> T {
    let mut sum = T::zero();
    for value in x {
        if *value > T::zero() {
            sum += bent(*value, scale);
        }
    }
    sum
}

/// Called by it.
#[differentiate(second_order)]
fn bent<T: Real>(x: T, y: T) -> T {
    (x * y).sin() / (x + y)
}

/// A call of all of them.
pub fn use_them(layer: &Layer<2, 3>) -> f64 {
    let (gx, gy) = rosenbrock::grad(1.2, 1.0);
    let xs = [1.0, 2.0];
    let gs = score::grad(&xs, 2);
    let mut inout = [1.0, 2.0];
    let mut cotangent = [1.0, 1.0];
    let mut of_scale = 0.0;
    prefix_sums::accumulate_vjp(&mut inout, 2.0, &mut cotangent, &mut of_scale);
    let x = SVector::<f64, 2>::repeat(1.0);
    let (of_layer, ..) = layer.loss_grad(&x, &SVector::repeat(0.5));
    let _ = volume::grad(&Shape::Ball(2.0));
    let (_, back) = polar::pullback(1.0, 2.0);
    let (px, _) = back((1.0, 0.0));
    let h = curved::hessian(&xs, 2.0)[(0, 1)] + curved::hvp(&xs, 2.0, &[1.0, 0.0])[0];
    gx + gy + h + gs[0] + newton::grad(2.0) + of_scale + of_layer.bias[0] + softplus::grad(1.0_f64) + px
}
