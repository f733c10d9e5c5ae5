//! The derivative rules of nalgebra's geometry: see [`crate::geometry`] for what the tangents are.
//!
//! Products are rules by hand, in `products.rs` and `isometries.rs`. Constructors and conversions have few numbers each:
//! their derivatives are their formulas over dual numbers (`flat.rs`), written so that they are smooth where the
//! functions are (`smooth.rs`).

mod constructors;
mod flat;
mod isometries;
mod methods;
mod products;
mod quaternions;
mod smooth;
mod transforms;

/// The traits of the hidden siblings.
pub mod siblings {
    pub use super::constructors::{
        Between as _, FaceTowards as _, From1 as _, FromAngle as _, FromAxisAngle as _,
        FromEulerAngles as _, FromImag as _, FromMatrixUnchecked as _, FromParts as _,
        FromQuaternion as _, FromRotationMatrix as _, FromScaledAxis as _, LookAt as _, Make1 as _,
        Make2 as _, Make3 as _, Make4 as _, NewNormalize as _, NewUnchecked as _, Rotated as _,
        Translated2 as _, Translated3 as _,
    };
    pub use super::methods::{
        Conjugate as _, EulerAngles as _, ImaginaryPart as _, InnerMatrix as _,
        InnerQuaternion as _, IntoInner as _, ScalarPart as _, ScaledAxis as _,
        ToRotationMatrix as _, TurningAngle as _,
    };
    pub use super::transforms::{
        AngleTo as _, InverseTransformPoint as _, InverseTransformVector as _, RotationTo as _,
        TransformPoint as _, TransformVector as _,
    };
}
