//! Pooling: one number for each window of an image or a sequence.
//!
//! What is made of a window is a differentiated method `of_sample`; here are the windows alone. They may overlap.

mod windows;

use autodiff_macros::{differentiate, Differentiable};

use self::windows::{slide1d, slide2d};
use super::batch::{Images, Sequences};
use super::convolution::Slide;
use super::each::sample_map;
use super::layer::parameterless;
use super::place::Place;
use crate::real::Real;

/// The largest number in each window of `K` x `K` pixels, `STRIDE` apart. The slope goes to the first of equal largest numbers, as in
/// PyTorch.
///
/// Images of `H` x `W` become images of `OH` x `OW`, `OH = (H - K) / STRIDE + 1`: the sizes of the type that is asked for. A
/// network that is derived computes them.
///
/// ```
/// use autodiff_runtime::nn::{MaxPool2d, Images};
///
/// let x = Images::from([[[[1.0, 2.0, 0.0, 0.0], [3.0, 4.0, 0.0, 8.0]]]]);
/// let y: Images<f64, 1, 1, 2, 1> = MaxPool2d::<2, 2> {}.forward(&x);
/// assert_eq!(y[0][0], [[4.0, 8.0]]);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Differentiable)]
pub struct MaxPool2d<const K: usize, const STRIDE: usize = K> {}

#[differentiate]
impl<const K: usize, const STRIDE: usize> MaxPool2d<K, STRIDE> {
    /// The smaller images.
    pub fn forward<
        T: Real,
        const C: usize,
        const H: usize,
        const W: usize,
        const OH: usize,
        const OW: usize,
        const B: usize,
        P: Place,
    >(
        &self,
        x: &Images<T, C, H, W, B, P>,
    ) -> Images<T, C, OH, OW, B, P> {
        slide2d(Slide::<STRIDE, 0>, self, x)
    }

    fn of_sample<T: Real>(&self, window: &[[T; K]; K]) -> T {
        let mut largest = window[0][0];
        for i in 0..K {
            for j in 0..K {
                if window[i][j] > largest {
                    largest = window[i][j];
                }
            }
        }
        largest
    }
}

sample_map!([const K: usize, const STRIDE: usize] MaxPool2d<K, STRIDE>, [[T; K]; K] => T);
parameterless!([const K: usize, const STRIDE: usize] MaxPool2d[K, STRIDE]);

/// The mean of each window of `K` x `K` pixels, `STRIDE` apart.
///
/// Images of `H` x `W` become images of `OH` x `OW`, `OH = (H - K) / STRIDE + 1`: the sizes of the type that is asked for. A
/// network that is derived computes them.
///
/// ```
/// use autodiff_runtime::nn::{AvgPool2d, Images};
///
/// let x = Images::from([[[[1.0, 2.0, 0.0, 0.0], [3.0, 4.0, 0.0, 8.0]]]]);
/// let y: Images<f64, 1, 1, 2, 1> = AvgPool2d::<2, 2> {}.forward(&x);
/// assert_eq!(y[0][0], [[2.5, 2.0]]);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Differentiable)]
pub struct AvgPool2d<const K: usize, const STRIDE: usize = K> {}

#[differentiate]
impl<const K: usize, const STRIDE: usize> AvgPool2d<K, STRIDE> {
    /// The smaller images.
    pub fn forward<
        T: Real,
        const C: usize,
        const H: usize,
        const W: usize,
        const OH: usize,
        const OW: usize,
        const B: usize,
        P: Place,
    >(
        &self,
        x: &Images<T, C, H, W, B, P>,
    ) -> Images<T, C, OH, OW, B, P> {
        slide2d(Slide::<STRIDE, 0>, self, x)
    }

    fn of_sample<T: Real>(&self, window: &[[T; K]; K]) -> T {
        let mut sum = T::zero();
        for i in 0..K {
            for j in 0..K {
                sum += window[i][j];
            }
        }
        sum / T::lit((K * K) as f64)
    }
}

sample_map!([const K: usize, const STRIDE: usize] AvgPool2d<K, STRIDE>, [[T; K]; K] => T);
parameterless!([const K: usize, const STRIDE: usize] AvgPool2d[K, STRIDE]);

/// The largest number of each feature in each window of `K` steps, `STRIDE` apart. The slope goes to the first of equal largest numbers, as in
/// PyTorch.
///
/// Sequences of `L` steps become sequences of `OL = (L - K) / STRIDE + 1`: the length of the type that is asked for. A network
/// that is derived computes it.
///
/// ```
/// use autodiff_runtime::nn::{MaxPool1d, Sequences};
///
/// let x = Sequences::from([[[1.0], [3.0], [5.0]]]);
/// let y: Sequences<f64, 1, 2, 1> = MaxPool1d::<2, 1> {}.forward(&x);
/// assert_eq!(y[0], [[3.0], [5.0]]);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Differentiable)]
pub struct MaxPool1d<const K: usize, const STRIDE: usize = K> {}

#[differentiate]
impl<const K: usize, const STRIDE: usize> MaxPool1d<K, STRIDE> {
    /// The shorter sequences.
    pub fn forward<
        T: Real,
        const F: usize,
        const L: usize,
        const OL: usize,
        const B: usize,
        P: Place,
    >(
        &self,
        x: &Sequences<T, F, L, B, P>,
    ) -> Sequences<T, F, OL, B, P> {
        slide1d(Slide::<STRIDE, 0>, self, x)
    }

    fn of_sample<T: Real>(&self, window: &[T; K]) -> T {
        let mut largest = window[0];
        for i in 0..K {
            if window[i] > largest {
                largest = window[i];
            }
        }
        largest
    }
}

sample_map!([const K: usize, const STRIDE: usize] MaxPool1d<K, STRIDE>, [T; K] => T);
parameterless!([const K: usize, const STRIDE: usize] MaxPool1d[K, STRIDE]);

/// The mean of each feature in each window of `K` steps, `STRIDE` apart.
///
/// Sequences of `L` steps become sequences of `OL = (L - K) / STRIDE + 1`: the length of the type that is asked for. A network
/// that is derived computes it.
///
/// ```
/// use autodiff_runtime::nn::{AvgPool1d, Sequences};
///
/// let x = Sequences::from([[[1.0], [3.0], [5.0]]]);
/// let y: Sequences<f64, 1, 2, 1> = AvgPool1d::<2, 1> {}.forward(&x);
/// assert_eq!(y[0], [[2.0], [4.0]]);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Differentiable)]
pub struct AvgPool1d<const K: usize, const STRIDE: usize = K> {}

#[differentiate]
impl<const K: usize, const STRIDE: usize> AvgPool1d<K, STRIDE> {
    /// The shorter sequences.
    pub fn forward<
        T: Real,
        const F: usize,
        const L: usize,
        const OL: usize,
        const B: usize,
        P: Place,
    >(
        &self,
        x: &Sequences<T, F, L, B, P>,
    ) -> Sequences<T, F, OL, B, P> {
        slide1d(Slide::<STRIDE, 0>, self, x)
    }

    fn of_sample<T: Real>(&self, window: &[T; K]) -> T {
        let mut sum = T::zero();
        for i in 0..K {
            sum += window[i];
        }
        sum / T::lit(K as f64)
    }
}

sample_map!([const K: usize, const STRIDE: usize] AvgPool1d<K, STRIDE>, [T; K] => T);
parameterless!([const K: usize, const STRIDE: usize] AvgPool1d[K, STRIDE]);
