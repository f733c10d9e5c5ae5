//! Methods of nalgebra's types that the compiler does not know by name: `solve`, `inverse`, `l`, `angle`, ..
//!
//! A method call `x.h(y)` in a differentiated body calls the hidden siblings of `h`, whatever the type of `x` is. For
//! a user's type the macro writes them; for nalgebra's types they are the provided methods of the traits here, each
//! made from the method's value and its derivative in both modes. So no name is taken from the user's types.
//!
//! A residual is the value. Emitted code imports the traits without names ([`self::methods`]).

#[macro_use]
mod declare;

mod components;
mod decompositions;
mod matrices;
mod receivers;
mod scalars;
mod shared;
mod spectra;
mod swizzles;
mod triangular;
mod vectors;

pub(crate) use decompositions::Inverse;
pub(crate) use shared::Transpose;

/// The traits, to be imported as a whole.
#[allow(clippy::module_inception)] // the name under which emitted code imports them
pub mod methods {
    pub use super::components::{
        New1 as _, New16 as _, New2 as _, New3 as _, New4 as _, New5 as _, New6 as _, New9 as _,
    };
    pub use super::decompositions::{
        Factor as _, Inverse as _, LnDeterminant as _, Orthogonal as _, Solve as _,
        Triangular as _, Unpack as _,
    };
    pub use super::matrices::{
        ColumnMean as _, Kronecker as _, LowerTriangle as _, Product as _, RowMean as _,
        SymmetricPart as _, Unscale as _, UpperTriangle as _, Variance as _,
    };
    pub use super::receivers::Receiver as _;
    pub use super::scalars::{
        Abs as _, Atan2 as _, Cos as _, Cosh as _, Exp as _, Hypot as _, Ln as _, Max as _,
        Min as _, Powf as _, Powi as _, Recip as _, Signum as _, Sin as _, Sinh as _, Sqrt as _,
        Tan as _, Tanh as _,
    };
    pub use super::shared::{
        AddScalar as _, ColumnSum as _, ComponentDiv as _, ComponentMul as _, Cross as _,
        Determinant as _, Diagonal as _, Dot as _, Magnitude as _, MagnitudeSquared as _,
        Mean as _, Norm as _, NormSquared as _, Normalize as _, RowSum as _, Scale as _, Sum as _,
        Trace as _, Transpose as _,
    };
    pub use super::spectra::{
        EigenvaluesOfPairs as _, SingularValues as _, SingularValuesOfFull as _,
        SymmetricEigenvalues as _, ValuesOfDecompositions as _,
    };
    pub use super::swizzles::*;
    pub use super::triangular::{
        SolveLower as _, SolveUpper as _, TrSolveLower as _, TrSolveUpper as _,
    };
    pub use super::vectors::{
        Amax as _, Amin as _, Angle as _, CrossMatrix as _, MetricDistance as _, Perp as _,
        Push as _, ToHomogeneous as _, TryNormalize as _,
    };
    pub use crate::rules::geometry::siblings::*;
}
