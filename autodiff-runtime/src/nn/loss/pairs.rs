//! Losses that are a sum over all numbers of a batch, each of a prediction and its target.

/// A loss `$loss`, and `$first` of the first samples. The sum of `$each` is divided by `$count`.
macro_rules! pairs {
    ($(
        $(#[$doc:meta])*
        $loss:ident $first:ident ($x:ident, $t:ident, $active:ident): $each:ident($($argument:ident),*), over $count:expr;
    )*) => {$(
        $(#[$doc])*
        #[differentiate]
        pub fn $loss<T: Real, const F: usize, const B: usize, P: Place>(
            $x: &Samples<T, F, B, P>,
            $t: &Samples<T, F, B, P>,
            $(#[constant] $argument: T,)*
        ) -> T {
            $first($x, $t, B $(, $argument)*)
        }

        #[doc = concat!("[`", stringify!($loss), "()`] of the first `active` samples; 0 if there are none.\n\n# Panics\n\nIf `active` is larger than the batch.")]
        #[differentiate]
        pub fn $first<T: Real, const F: usize, const B: usize, P: Place>(
            $x: &Samples<T, F, B, P>,
            $t: &Samples<T, F, B, P>,
            $active: usize,
            $(#[constant] $argument: T,)*
        ) -> T {
            let mut sum = T::zero();
            assert!($active <= B, "more samples than the batch has");
            for b in 0..B {
                if b < $active {
                    for f in 0..F {
                        sum += $each($x[b][f], $t[b][f] $(, $argument)*);
                    }
                }
            }
            sum / count::<T>($count)
        }
    )*};
}

pub(super) use pairs;
