//! What holds the inputs of a batch.

use crate::nn::{Batch, Images, Place, Samples, Sequences};
use crate::real::Real;

/// What holds the inputs of a batch: [`Samples`], [`Images`], [`Sequences`], on the stack or the heap.
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not hold the inputs of a batch",
    label = "not the inputs of a batch",
    note = "`Samples`, `Images` and `Sequences` do"
)]
pub trait BatchInputs: Batch {
    /// How many samples there are.
    const SAMPLES: usize;
    /// How many numbers a sample has.
    const FEATURES: usize;

    /// The targets of the batch: an array, `[Y; SAMPLES]`.
    type Targets<Y>: AsRef<[Y]> + AsMut<[Y]>;

    /// The targets that a function gives for the numbers of the samples.
    fn targets<Y>(target: impl FnMut(usize) -> Y) -> Self::Targets<Y>;
}

macro_rules! inputs {
    ($($Name:ident[$($axis:ident)*] $features:expr;)*) => {$(
        impl<T: Real, $(const $axis: usize,)* const B: usize, P: Place> BatchInputs
            for $Name<T, $($axis,)* B, P>
        {
            const SAMPLES: usize = B;
            const FEATURES: usize = $features;

            type Targets<Y> = [Y; B];

            fn targets<Y>(target: impl FnMut(usize) -> Y) -> [Y; B] {
                core::array::from_fn(target)
            }
        }
    )*};
}

inputs! {
    Samples[F] F;
    Images[C H W] C * H * W;
    Sequences[F L] F * L;
}
