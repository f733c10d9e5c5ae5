//! Points, and centroids that are the last of them, so that no cluster is empty.

use super::SEED;
use crate::by_hand;
use crate::eval::{Derivative, Eval};
use crate::programs::kmeans::cost;
use crate::random::SplitMix64;

/// The points and the centroids.
#[derive(Clone, Debug)]
pub struct Clustering {
    /// The points.
    pub points: Vec<f64>,
    /// The centroids.
    pub centroids: Vec<f64>,
    /// The dimension.
    pub d: usize,
}

impl Clustering {
    /// Points that are uniform in the unit cube.
    pub fn seeded(k: usize, n: usize, d: usize) -> Self {
        let points = SplitMix64::new(SEED).uniforms(n * d);
        let centroids = points[(n - k) * d..].to_vec();
        Self { points, centroids, d }
    }

    /// The step of Newton's method, but for its sign: the gradient over the diagonal of the Hessian.
    pub fn direction(&self) -> Vec<f64> {
        let mut derivative = Derivative::default();
        self.generated(&mut derivative);
        let [gradient, hessian] = &derivative.parts[..] else { unreachable!("two parts") };
        gradient.iter().zip(hessian).map(|(g, h)| g / h).collect()
    }
}

impl Eval for Clustering {
    fn primal(&self, value: &mut Vec<f64>) {
        value.clear();
        value.push(cost(&self.points, &self.centroids, self.d));
    }

    /// The gradient, and the diagonal of the Hessian. It has no other entries: the diagonal is its product with ones.
    fn generated(&self, derivative: &mut Derivative) {
        let size = self.centroids.len();
        let [gradient, hessian] = derivative.zeros([size, size]);
        let value = cost::accumulate_grad(&self.points, &self.centroids, self.d, gradient);
        let ones = vec![1.0; size];
        hessian.copy_from_slice(&cost::hvp(&self.points, &self.centroids, self.d, &ones));
        derivative.set_value(value);
    }

    fn by_hand(&self, derivative: &mut Derivative) {
        let size = self.centroids.len();
        let [gradient, hessian] = derivative.zeros([size, size]);
        let value =
            by_hand::kmeans::accumulate(&self.points, &self.centroids, self.d, gradient, hessian);
        derivative.set_value(value);
    }

    fn curvature(&self, derivative: &mut Derivative) -> bool {
        derivative.parts = vec![cost::hvp(
            &self.points,
            &self.centroids,
            self.d,
            &vec![1.0; self.centroids.len()],
        )];
        true
    }
}
