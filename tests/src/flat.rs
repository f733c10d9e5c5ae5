//! Values and tangents as flat lists of numbers.

use autodiff_runtime::nalgebra::{Dim, Matrix, RawStorage};
use autodiff_runtime::{ScalarSlice, ScalarSliceMut, Tangent};

/// A value as the list of its real scalars.
pub trait Flat {
    /// The scalars, in order.
    fn flat(&self) -> Vec<f64>;
}

impl Flat for f64 {
    fn flat(&self) -> Vec<f64> {
        vec![*self]
    }
}

impl Flat for f32 {
    fn flat(&self) -> Vec<f64> {
        vec![f64::from(*self)]
    }
}

impl Flat for () {
    fn flat(&self) -> Vec<f64> {
        Vec::new()
    }
}

impl<T: Flat + ?Sized> Flat for &T {
    fn flat(&self) -> Vec<f64> {
        T::flat(self)
    }
}

impl<T: Flat> Flat for [T] {
    fn flat(&self) -> Vec<f64> {
        self.iter().flat_map(T::flat).collect()
    }
}

impl<T: Flat, const N: usize> Flat for [T; N] {
    fn flat(&self) -> Vec<f64> {
        self.as_slice().flat()
    }
}

impl<T: Flat> Flat for Vec<T> {
    fn flat(&self) -> Vec<f64> {
        self.as_slice().flat()
    }
}

impl<T: Flat> Flat for Option<T> {
    fn flat(&self) -> Vec<f64> {
        self.iter().flat_map(T::flat).collect()
    }
}

impl<A: Flat, B: Flat> Flat for (A, B) {
    fn flat(&self) -> Vec<f64> {
        [self.0.flat(), self.1.flat()].concat()
    }
}

impl<A: Flat, B: Flat, C: Flat> Flat for (A, B, C) {
    fn flat(&self) -> Vec<f64> {
        [self.0.flat(), self.1.flat(), self.2.flat()].concat()
    }
}

impl<T: Flat, R: Dim, C: Dim, S: RawStorage<T, R, C>> Flat for Matrix<T, R, C, S> {
    fn flat(&self) -> Vec<f64> {
        self.iter().flat_map(T::flat).collect()
    }
}

/// The scalars of a tangent, in order.
pub fn flatten<T: Tangent>(tangent: &T) -> Vec<f64> {
    let mut flat = Vec::new();
    tangent.for_each_slice(&mut |slice| match slice {
        ScalarSlice::F32(values) => flat.extend(values.iter().copied().map(f64::from)),
        ScalarSlice::F64(values) => flat.extend_from_slice(values),
        _ => panic!("a scalar that this walk does not know"),
    });
    flat
}

/// The tangent of the same shape as `zero` that takes its scalars from the front of `numbers`.
pub fn unflatten<T: Tangent>(mut zero: T, numbers: &mut &[f64]) -> T {
    let mut next = || {
        let (&first, rest) = numbers.split_first().expect("enough numbers");
        *numbers = rest;
        first
    };
    zero.for_each_slice_mut(&mut |slice| match slice {
        ScalarSliceMut::F32(values) => values.iter_mut().for_each(|value| *value = next() as f32),
        ScalarSliceMut::F64(values) => values.iter_mut().for_each(|value| *value = next()),
        _ => panic!("a scalar that this walk does not know"),
    });
    zero
}
