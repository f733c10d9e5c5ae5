//! `use m::f;` brings the function and its derivatives, as visible as the function is.
#![deny(warnings, unreachable_pub)]

mod m {
    use autodiff_runtime::prelude::*;

    #[differentiate]
    pub(crate) fn in_crate(x: f64) -> f64 {
        private(x) * 2.0
    }

    #[differentiate]
    fn private(x: f64) -> f64 {
        x * x
    }

    pub(crate) mod inner {
        use autodiff_runtime::prelude::*;

        #[differentiate]
        pub(super) fn for_parent(x: f64) -> f64 {
            super::private(x) + x
        }

        #[differentiate]
        pub(in crate::m) fn in_path(x: f64) -> f64 {
            self::for_parent(x) + super::in_crate(x) + crate::m::private(x)
        }
    }

    pub(crate) fn gradient(x: f64) -> f64 {
        inner::for_parent::grad(x) + inner::in_path::grad(x)
    }

    pub(crate) struct Hidden(pub(crate) f64);

    impl Hidden {
        #[differentiate]
        pub(crate) fn scaled(#[constant] &self, x: f64) -> f64 {
            self.0 * x + self.own(x)
        }

        #[differentiate]
        fn own(#[constant] &self, x: f64) -> f64 {
            x * x
        }
    }
}

use m::in_crate;
use m::in_crate as renamed;

fn main() {
    assert_eq!(in_crate(3.0), 18.0);
    assert_eq!(in_crate::grad(3.0), 12.0);
    assert_eq!(renamed::grad(3.0), 12.0);
    // 2x + 1, and 2x + 1 + 4x + 2x.
    assert_eq!(m::gradient(1.0), 12.0);
    assert_eq!(m::Hidden(2.0).scaled_grad(3.0), 8.0);
}
