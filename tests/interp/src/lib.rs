//! An interpreter of the compiler's IR.
//!
//! ```text
//! text -> syn -> ir (primal) -> pullback, pushforward, ..     the compiler's own modules, included by their path
//!      -> values                                              machine/
//!      -> agreement with dual numbers, among the forms        laws.rs
//! ```
//!
//! The macro crate can export nothing but macros, so its modules are a part of this crate too. What is left out is
//! emission (and what it decides: moves, borrows, types), which `tests/fuzz` covers by compiling programs.
//!
//! Whatever is read before it is written, popped out of order, left on a tape or not restored is an error here, even
//! if the numbers are right.

macro_rules! compiler {
    ($($name:ident $path:literal)*) => {$(
        #[path = $path]
        #[allow(dead_code, unused_imports)]
        mod $name;
    )*};
}

compiler! {
    analysis "../../../autodiff-macros/src/analysis/mod.rs"
    ir "../../../autodiff-macros/src/ir/mod.rs"
    lower "../../../autodiff-macros/src/lower/mod.rs"
    options "../../../autodiff-macros/src/options.rs"
    stages "../../../autodiff-macros/src/stages/mod.rs"
    syntax "../../../autodiff-macros/src/syntax/mod.rs"
    transform "../../../autodiff-macros/src/transform/mod.rs"
}

// It has a module of its own in a directory beside it, which would be sought elsewhere.
#[path = "../../../autodiff-macros/src"]
#[allow(dead_code, unused_imports)]
mod compiler {
    pub(crate) mod diag;
}
use compiler::diag;

mod coverage;
mod data;
mod fault;
mod laws;
mod machine;
mod program;
mod show;
mod value;

pub use coverage::Coverage;
pub use data::Data;
pub use laws::{Case, SWITCHES, Variant, Verdict, judge};
pub use show::show;
