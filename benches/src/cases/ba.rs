//! Scenes of bundle adjustment, and their sparse Jacobian.

use super::SEED;
use super::text::Numbers;
use crate::by_hand;
use crate::dual;
use crate::eval::{Derivative, Eval};
use crate::programs::ba::{BLOCK, reprojection_error, weight_error};
use crate::random::SplitMix64;

/// How many parameters a camera has.
pub const CAMERA: usize = 11;

/// Cameras, points, weights, and what was seen.
#[derive(Clone, Debug)]
pub struct Scene {
    /// The cameras, one after the other.
    pub cameras: Vec<f64>,
    /// The points.
    pub points: Vec<f64>,
    /// A weight for each observation.
    pub weights: Vec<f64>,
    /// The camera and the point of each observation.
    pub observations: Vec<(usize, usize)>,
    /// Where each was seen.
    pub features: Vec<f64>,
}

impl Scene {
    /// Draws `n` cameras, `m` points and `p` observations.
    pub fn seeded(n: usize, m: usize, p: usize) -> Self {
        let mut random = SplitMix64::new(SEED);
        let cameras = (0..n).flat_map(|_| random.uniforms(CAMERA)).collect();
        // In front of the cameras.
        let points =
            (0..3 * m).map(|i| random.uniform() + if i % 3 == 2 { 4.0 } else { 0.0 }).collect();
        let weights = random.uniforms(p);
        let features = random.uniforms(2 * p);
        Self { cameras, points, weights, observations: observations(n, m, p), features }
    }

    /// One camera, point, weight and feature, repeated.
    pub fn repeated(
        [n, m, p]: [usize; 3],
        camera: &[f64],
        point: &[f64],
        weight: f64,
        feature: &[f64],
    ) -> Self {
        Self {
            cameras: camera.repeat(n),
            points: point.repeat(m),
            weights: vec![weight; p],
            observations: observations(n, m, p),
            features: feature.repeat(p),
        }
    }

    /// Reads ADBench's format: `n m p`, and one camera, point, weight and feature.
    ///
    /// # Errors
    ///
    /// If the text has another form.
    pub fn from_text(text: &str) -> Result<Self, String> {
        let mut numbers = Numbers::new(text);
        let sizes = [numbers.number()?, numbers.number()?, numbers.number()?];
        let camera: Vec<f64> = numbers.take(CAMERA)?;
        let point: Vec<f64> = numbers.take(3)?;
        let weight = numbers.number()?;
        let feature: Vec<f64> = numbers.take(2)?;
        Ok(Self::repeated(sizes, &camera, &point, weight, &feature))
    }

    /// What an observation depends on.
    #[inline]
    fn block(&self, i: usize) -> [f64; BLOCK] {
        let (camera, point) = self.observations[i];
        let mut block = [0.0; BLOCK];
        block[..CAMERA].copy_from_slice(&self.cameras[CAMERA * camera..CAMERA * (camera + 1)]);
        block[CAMERA..BLOCK - 1].copy_from_slice(&self.points[3 * point..3 * (point + 1)]);
        block[BLOCK - 1] = self.weights[i];
        block
    }

    #[inline]
    fn feature(&self, i: usize) -> &[f64] {
        &self.features[2 * i..2 * i + 2]
    }

    /// The non-zero entries of the Jacobian, in the order of [`Scene::sparse`].
    pub fn entries(&self, derivative: &mut Derivative, value: &mut Vec<f64>) {
        let p = self.weights.len();
        let [rows, of_weights] = derivative.zeros([2 * BLOCK * p, p]);
        value.clear();
        for (i, rows) in rows.chunks_exact_mut(2 * BLOCK).enumerate() {
            let jacobian = reprojection_error::jacobian(&self.block(i), self.feature(i));
            for (row, entries) in rows.chunks_exact_mut(BLOCK).enumerate() {
                for (column, entry) in entries.iter_mut().enumerate() {
                    *entry = jacobian[(row, column)];
                }
            }
        }
        for (entry, weight) in of_weights.iter_mut().zip(&self.weights) {
            *entry = weight_error::grad(*weight);
        }
    }

    /// The Jacobian, with its entries from the generated derivatives: the begin of each row, the columns, the entries.
    pub fn sparse(&self) -> (Vec<usize>, Vec<usize>, Vec<f64>) {
        let p = self.weights.len();
        let (mut rows, mut columns, mut entries) = (
            Vec::with_capacity(3 * p + 1),
            Vec::with_capacity((2 * BLOCK + 1) * p),
            Vec::with_capacity((2 * BLOCK + 1) * p),
        );
        rows.push(0);
        let (points, weights) = (self.cameras.len(), self.cameras.len() + self.points.len());
        for (i, &(camera, point)) in self.observations.iter().enumerate() {
            let jacobian = reprojection_error::jacobian(&self.block(i), self.feature(i));
            for row in 0..2 {
                columns.extend(CAMERA * camera..CAMERA * (camera + 1));
                columns.extend(points + 3 * point..points + 3 * (point + 1));
                columns.push(weights + i);
                entries.extend((0..BLOCK).map(|column| jacobian[(row, column)]));
                rows.push(entries.len());
            }
        }
        for (i, weight) in self.weights.iter().enumerate() {
            columns.push(weights + i);
            entries.push(weight_error::grad(*weight));
            rows.push(entries.len());
        }
        (rows, columns, entries)
    }
}

/// Cameras and points take turns.
fn observations(n: usize, m: usize, p: usize) -> Vec<(usize, usize)> {
    (0..p).map(|i| (i % n, i % m)).collect()
}

impl Eval for Scene {
    /// The reprojection errors, then the errors of the weights.
    fn primal(&self, value: &mut Vec<f64>) {
        value.clear();
        for i in 0..self.weights.len() {
            value.extend(reprojection_error(&self.block(i), self.feature(i)));
        }
        value.extend(self.weights.iter().map(|&weight| weight_error(weight)));
    }

    fn generated(&self, derivative: &mut Derivative) {
        let mut value = core::mem::take(&mut derivative.value);
        self.entries(derivative, &mut value);
        derivative.value = value;
    }

    fn by_hand(&self, derivative: &mut Derivative) {
        let p = self.weights.len();
        let [rows, of_weights] = derivative.zeros([2 * BLOCK * p, p]);
        for (i, rows) in rows.chunks_exact_mut(2 * BLOCK).enumerate() {
            let (_, jacobian) = by_hand::ba::rows(&self.block(i), self.feature(i));
            rows[..BLOCK].copy_from_slice(&jacobian[0]);
            rows[BLOCK..].copy_from_slice(&jacobian[1]);
        }
        for (entry, weight) in of_weights.iter_mut().zip(&self.weights) {
            *entry = by_hand::ba::weight_error(*weight).1;
        }
    }

    fn forward(&self, derivative: &mut Derivative) -> bool {
        let p = self.weights.len();
        let [rows, of_weights] = derivative.zeros([2 * BLOCK * p, p]);
        for (i, rows) in rows.chunks_exact_mut(2 * BLOCK).enumerate() {
            dual::ba::rows(&self.block(i), self.feature(i), rows);
        }
        for (entry, weight) in of_weights.iter_mut().zip(&self.weights) {
            *entry = -2.0 * weight;
        }
        true
    }
}
