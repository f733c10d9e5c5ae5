//! The trait [`Tangent`]: a vector space whose scalars can be walked over as slices.

/// A run of scalars of a tangent, for reading.
///
/// ```
/// use autodiff_runtime::{ScalarSlice, Tangent};
///
/// let mut largest = 0.0_f64;
/// (1.5, [-2.0, 0.5]).for_each_slice(&mut |slice| match slice {
///     ScalarSlice::F64(slice) => largest = slice.iter().fold(largest, |m, x| m.max(x.abs())),
///     _ => unreachable!("all numbers are of double precision"),
/// });
/// assert_eq!(largest, 2.0);
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub enum ScalarSlice<'a> {
    /// Single precision.
    F32(&'a [f32]),
    /// Double precision.
    F64(&'a [f64]),
}

/// A run of scalars of a tangent, for writing.
///
/// ```
/// use autodiff_runtime::{ScalarSliceMut, Tangent};
///
/// let mut gradient = (1.5, [-2.0, 0.5]);
/// gradient.for_each_slice_mut(&mut |slice| match slice {
///     ScalarSliceMut::F64(slice) => slice.iter_mut().for_each(|x| *x = x.clamp(-1.0, 1.0)),
///     _ => unreachable!("all numbers are of double precision"),
/// });
/// assert_eq!(gradient, (1.0, [-1.0, 0.5]));
/// ```
#[derive(Debug, PartialEq)]
#[non_exhaustive]
pub enum ScalarSliceMut<'a> {
    /// Single precision.
    F32(&'a mut [f32]),
    /// Double precision.
    F64(&'a mut [f64]),
}

/// A vector space: what derivatives are values of.
///
/// The shape (length of a `Vec`, variant of an enum) is part of the value, so zeros are made from values.
///
/// ```
/// use autodiff_runtime::Tangent;
///
/// let mut v = vec![1.0, 2.0];
/// v.add_assign(&vec![10.0, 20.0]);
/// Tangent::scale(&mut v, 2.0);
/// assert_eq!(v, [22.0, 44.0]);
/// assert_eq!(v.dot(&vec![1.0, 1.0]), 66.0);
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a vector space of derivatives: it is not a `Tangent`",
    label = "not a `Tangent`",
    note = "`#[derive(Differentiable)]` generates a tangent type; by hand, implement all methods of `Tangent`"
)]
pub trait Tangent: Clone {
    /// Zeros of the same shape.
    fn zero_like(&self) -> Self;

    /// `self += rhs`.
    ///
    /// # Panics
    ///
    /// If the shapes differ.
    fn add_assign(&mut self, rhs: &Self);

    /// `self *= factor`.
    fn scale(&mut self, factor: f64);

    /// The sum of the products of the scalars of `self` and `rhs`.
    ///
    /// # Panics
    ///
    /// If the shapes differ.
    fn dot(&self, rhs: &Self) -> f64;

    /// Visits all scalars in a fixed order, in runs as long as memory has them.
    fn for_each_slice(&self, visit: &mut dyn FnMut(ScalarSlice<'_>));

    /// Visits all scalars in the order of [`Tangent::for_each_slice`], for writing.
    fn for_each_slice_mut(&mut self, visit: &mut dyn FnMut(ScalarSliceMut<'_>));

    /// Visits the scalars of neighbors in memory. Scalars override it to give one long run.
    #[doc(hidden)]
    #[inline]
    fn for_each_slice_of(items: &[Self], visit: &mut dyn FnMut(ScalarSlice<'_>)) {
        items.iter().for_each(|item| item.for_each_slice(visit));
    }

    /// Like `for_each_slice_of`, for writing.
    #[doc(hidden)]
    #[inline]
    fn for_each_slice_of_mut(items: &mut [Self], visit: &mut dyn FnMut(ScalarSliceMut<'_>)) {
        items.iter_mut().for_each(|item| item.for_each_slice_mut(visit));
    }
}

macro_rules! scalar {
    ($($T:ident $Variant:ident)*) => {$(
        impl Tangent for $T {
            #[inline]
            fn zero_like(&self) -> Self {
                0.0
            }

            #[inline]
            fn add_assign(&mut self, rhs: &Self) {
                *self += *rhs;
            }

            #[inline]
            fn scale(&mut self, factor: f64) {
                *self *= factor as $T;
            }

            #[inline]
            fn dot(&self, rhs: &Self) -> f64 {
                f64::from(*self) * f64::from(*rhs)
            }

            #[inline]
            fn for_each_slice(&self, visit: &mut dyn FnMut(ScalarSlice<'_>)) {
                visit(ScalarSlice::$Variant(core::slice::from_ref(self)));
            }

            #[inline]
            fn for_each_slice_mut(&mut self, visit: &mut dyn FnMut(ScalarSliceMut<'_>)) {
                visit(ScalarSliceMut::$Variant(core::slice::from_mut(self)));
            }

            #[inline]
            fn for_each_slice_of(items: &[Self], visit: &mut dyn FnMut(ScalarSlice<'_>)) {
                visit(ScalarSlice::$Variant(items));
            }

            #[inline]
            fn for_each_slice_of_mut(items: &mut [Self], visit: &mut dyn FnMut(ScalarSliceMut<'_>)) {
                visit(ScalarSliceMut::$Variant(items));
            }
        }
    )*};
}

scalar!(f32 F32 f64 F64);

/// The space of what cannot move: one point, no scalars.
impl Tangent for () {
    #[inline]
    fn zero_like(&self) {}

    #[inline]
    fn add_assign(&mut self, (): &()) {}

    #[inline]
    fn scale(&mut self, _factor: f64) {}

    #[inline]
    fn dot(&self, (): &()) -> f64 {
        0.0
    }

    #[inline]
    fn for_each_slice(&self, _visit: &mut dyn FnMut(ScalarSlice<'_>)) {}

    #[inline]
    fn for_each_slice_mut(&mut self, _visit: &mut dyn FnMut(ScalarSliceMut<'_>)) {}
}
