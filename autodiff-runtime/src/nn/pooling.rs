//! Pooling: one number for each window of an image or a sequence.
//!
//! What is made of a window is a differentiated method `of_sample`; the windows are in `windows`. They may overlap.
//! A sequence is an image of one channel here, whose rows are the steps: its windows have one column.

mod windows;

use autodiff_macros::{differentiate, Differentiable};

use self::windows::{slide, Sizes};
use super::batch::{Images, Sequences};
use super::chained::runs;
use super::each::sample_map;
use super::layer::parameterless;
use super::place::Place;
use crate::accumulate::stop_gradient;
use crate::real::Real;

/// The largest number of a window; the first of several. A number that is NaN is the largest, as in PyTorch.
#[differentiate]
fn largest<T: Real, const H: usize, const W: usize>(window: &[[T; W]; H]) -> T {
    let mut largest = window[0][0];
    for i in 0..H {
        for j in 0..W {
            if window[i][j] > largest || is_nan(stop_gradient(window[i][j])) {
                largest = window[i][j];
            }
        }
    }
    largest
}

fn is_nan<T: Real>(x: T) -> bool {
    x.to_f64().is_nan()
}

#[differentiate]
fn mean<T: Real, const H: usize, const W: usize>(window: &[[T; W]; H]) -> T {
    let mut sum = T::zero();
    for i in 0..H {
        for j in 0..W {
            sum += window[i][j];
        }
    }
    sum / T::lit((H * W) as f64)
}

macro_rules! pools_of_images {
    ($(
        $(#[$doc:meta])*
        $Pool:ident, $(#[$rect_doc:meta])* $Rect:ident, $of_window:ident, $outside:expr;
    )*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, Default, PartialEq, Differentiable)]
        pub struct $Pool<
            const K: usize,
            const S: usize = K,
            const A: usize = 0,
            const KW: usize = K,
            const SW: usize = S,
            const AW: usize = A,
            const D: usize = 1,
            const DW: usize = D,
        > {}

        $(#[$rect_doc])*
        pub type $Rect<
            const KH: usize,
            const KW: usize,
            const SH: usize = KH,
            const SW: usize = KW,
            const PH: usize = 0,
            const PW: usize = 0,
            const DH: usize = 1,
            const DW: usize = 1,
        > = $Pool<KH, SH, PH, KW, SW, PW, DH, DW>;

        #[differentiate]
        impl<
                const K: usize,
                const S: usize,
                const A: usize,
                const KW: usize,
                const SW: usize,
                const AW: usize,
                const D: usize,
                const DW: usize,
            > $Pool<K, S, A, KW, SW, AW, D, DW>
        {
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
                slide(Sizes::<H, W, OH, OW, K, KW, S, SW, A, AW, D, DW>, self, T::lit($outside), x)
            }

            fn of_sample<T: Real>(&self, window: &[[T; KW]; K]) -> T {
                $of_window(window)
            }
        }

        sample_map!([
            const K: usize, const S: usize, const A: usize, const KW: usize, const SW: usize, const AW: usize,
            const D: usize, const DW: usize
        ] $Pool<K, S, A, KW, SW, AW, D, DW>, [[T; KW]; K] => T);
        parameterless!([
            const K: usize, const S: usize, const A: usize, const KW: usize, const SW: usize, const AW: usize,
            const D: usize, const DW: usize
        ] $Pool[K, S, A, KW, SW, AW, D, DW]);
        runs!([
            T: Real, const K: usize, const S: usize, const A: usize, const KW: usize, const SW: usize, const AW: usize,
            const D: usize, const DW: usize, const C: usize, const H: usize, const W: usize, const OH: usize,
            const OW: usize, const B: usize, P: Place
        ]
            $Pool<K, S, A, KW, SW, AW, D, DW>: Images<T, C, H, W, B, P> => Images<T, C, OH, OW, B, P>);
    )*};
}

pools_of_images! {
    /// The largest number in each window of `K` x `K` pixels, `S` apart. The slope goes to the first of equal largest numbers, as in
    /// PyTorch.
    ///
    /// Images of `H` x `W` become images of `OH` x `OW`, `OH = (H + 2 A - D (K - 1) - 1) / S + 1`: the sizes of the type
    /// that is asked for. A network that is derived computes them. What lies in the padding `A`, which is at most half of a window, is never the
    /// largest.
    ///
    /// ```
    /// use autodiff_runtime::nn::{MaxPool2d, Images};
    ///
    /// let x = Images::from([[[[1.0, 2.0, 0.0, 0.0], [3.0, 4.0, 0.0, 8.0]]]]);
    /// let y: Images<f64, 1, 1, 2, 1> = MaxPool2d::<2> {}.forward(&x);
    /// assert_eq!(y[0][0], [[4.0, 8.0]]);
    /// ```
    MaxPool2d,
    /// A [`MaxPool2d`] by windows of `KH` rows and `KW` columns, with a stride, a padding and a dilation for each axis.
    ///
    /// ```
    /// use autodiff_runtime::nn::{Images, MaxPool2dRect};
    ///
    /// let x = Images::from([[[[1.0, 2.0, 0.0], [3.0, 4.0, 8.0]]]]);
    /// let y: Images<f64, 1, 2, 1, 1> = MaxPool2dRect::<1, 3> {}.forward(&x);
    /// assert_eq!(y[0][0], [[2.0], [8.0]]);
    /// ```
    MaxPool2dRect, largest, f64::NEG_INFINITY;

    /// The mean of each window of `K` x `K` pixels, `S` apart.
    ///
    /// Images of `H` x `W` become images of `OH` x `OW`, `OH = (H + 2 A - D (K - 1) - 1) / S + 1`: the sizes of the type
    /// that is asked for. A network that is derived computes them. What lies in the padding `A`, which is at most half of a window, counts as 0, as
    /// PyTorch does unless told otherwise.
    ///
    /// ```
    /// use autodiff_runtime::nn::{AvgPool2d, Images};
    ///
    /// let x = Images::from([[[[1.0, 2.0, 0.0, 0.0], [3.0, 4.0, 0.0, 8.0]]]]);
    /// let y: Images<f64, 1, 1, 2, 1> = AvgPool2d::<2> {}.forward(&x);
    /// assert_eq!(y[0][0], [[2.5, 2.0]]);
    /// ```
    AvgPool2d,
    /// An [`AvgPool2d`] by windows of `KH` rows and `KW` columns, with a stride, a padding and a dilation for each axis.
    ///
    /// ```
    /// use autodiff_runtime::nn::{AvgPool2dRect, Images};
    ///
    /// let x = Images::from([[[[1.0, 2.0, 0.0], [3.0, 4.0, 8.0]]]]);
    /// let y: Images<f64, 1, 1, 2, 1> = AvgPool2dRect::<2, 2, 1, 1> {}.forward(&x);
    /// assert_eq!(y[0][0], [[2.5, 3.5]]);
    /// ```
    AvgPool2dRect, mean, 0.0;
}

macro_rules! pools_of_sequences {
    ($(
        $(#[$doc:meta])*
        $Pool:ident, $of_window:ident, $outside:expr;
    )*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, Default, PartialEq, Differentiable)]
        pub struct $Pool<
            const K: usize,
            const S: usize = K,
            const A: usize = 0,
            const D: usize = 1,
        > {}

        #[differentiate]
        impl<const K: usize, const S: usize, const A: usize, const D: usize> $Pool<K, S, A, D> {
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
                slide(Sizes::<L, F, OL, F, K, 1, S, 1, A, 0, D, 1>, self, T::lit($outside), x)
            }

            fn of_sample<T: Real>(&self, window: &[[T; 1]; K]) -> T {
                $of_window(window)
            }
        }

        sample_map!([const K: usize, const S: usize, const A: usize, const D: usize]
            $Pool<K, S, A, D>, [[T; 1]; K] => T);
        parameterless!([const K: usize, const S: usize, const A: usize, const D: usize] $Pool[K, S, A, D]);
        runs!([
            T: Real, const K: usize, const S: usize, const A: usize, const D: usize, const F: usize, const L: usize,
            const OL: usize, const B: usize, P: Place
        ]
            $Pool<K, S, A, D>: Sequences<T, F, L, B, P> => Sequences<T, F, OL, B, P>);
    )*};
}

pools_of_sequences! {
    /// The largest number of each feature in each window of `K` steps, `S` apart. The slope goes to the first of equal largest numbers, as in
    /// PyTorch.
    ///
    /// Sequences of `L` steps become sequences of `OL = (L + 2 A - D (K - 1) - 1) / S + 1`: the length of the type that is
    /// asked for. A network that is derived computes it. What lies in the padding `A`, which is at most half of a window, is never the largest.
    ///
    /// ```
    /// use autodiff_runtime::nn::{MaxPool1d, Sequences};
    ///
    /// let x = Sequences::from([[[1.0], [3.0], [5.0]]]);
    /// let y: Sequences<f64, 1, 2, 1> = MaxPool1d::<2, 1> {}.forward(&x);
    /// assert_eq!(y[0], [[3.0], [5.0]]);
    /// ```
    MaxPool1d, largest, f64::NEG_INFINITY;

    /// The mean of each feature in each window of `K` steps, `S` apart.
    ///
    /// Sequences of `L` steps become sequences of `OL = (L + 2 A - D (K - 1) - 1) / S + 1`: the length of the type that is
    /// asked for. A network that is derived computes it. What lies in the padding `A`, which is at most half of a window, counts as 0, as PyTorch
    /// does unless told otherwise.
    ///
    /// ```
    /// use autodiff_runtime::nn::{AvgPool1d, Sequences};
    ///
    /// let x = Sequences::from([[[1.0], [3.0], [5.0]]]);
    /// let y: Sequences<f64, 1, 2, 1> = AvgPool1d::<2, 1> {}.forward(&x);
    /// assert_eq!(y[0], [[2.0], [4.0]]);
    /// ```
    AvgPool1d, mean, 0.0;
}
