//! Checks of derivatives, for your own tests: reverse mode against forward mode against central differences.
//!
//! [`check_gradient!`](crate::check_gradient) takes a call and stops with a report if its derivatives do not hold.
//! It is meant for custom rules above all.
//!
//! ```
//! use autodiff_runtime::check_gradient;
//! use autodiff_runtime::prelude::*;
//!
//! fn area_vjp(width: f64, height: f64, seed: f64, by_width: &mut f64, by_height: &mut f64) {
//!     *by_width += seed * height;
//!     *by_height += seed * width;
//! }
//!
//! #[differentiate(vjp = area_vjp, jvp = area_jvp)]
//! fn area(width: f64, height: f64) -> f64 {
//!     width * height
//! }
//!
//! fn area_jvp(width: f64, height: f64, dw: f64, dh: f64) -> (f64, f64) {
//!     (width * height, dw * height + width * dh)
//! }
//!
//! check_gradient!(area(2.0, 3.0));
//! ```
//!
//! What is compared:
//!
//! - every derivative of one number by one number (a random choice of them if there are many), in reverse mode, in forward
//!   mode, and by central differences with steps that halve, extrapolated to zero;
//! - both modes in random directions (`<w, J v> = <J^T w, v>`), which see all numbers at once;
//! - that a gradient is added to what its buffer holds, and that derivative functions give the function's value.
//!
//! What it cannot see: another point. Check several, and [`lint_gradient!`](crate::lint_gradient) a box of them.
//!
//! A wrong rule is reported with the number, all three derivatives and a likely cause:
//!
//! ```
//! use autodiff_runtime::check::Cause;
//! use autodiff_runtime::gradient_report;
//! use autodiff_runtime::prelude::*;
//!
//! fn square_vjp(x: f64, seed: f64, by_x: &mut f64) {
//!     *by_x += seed * x; // 2 x
//! }
//!
//! fn square_jvp(x: f64, dx: f64) -> (f64, f64) {
//!     (x * x, 2.0 * x * dx)
//! }
//!
//! #[differentiate(vjp = square_vjp, jvp = square_jvp)]
//! fn square(x: f64) -> f64 {
//!     x * x
//! }
//!
//! let report = gradient_report!(square(3.0));
//! assert_eq!(report.problems[0].cause, Cause::Reverse);
//! assert_eq!(report.problems[0].reverse, Some(3.0));
//! ```

#[doc(hidden)]
pub mod arguments;
#[doc(hidden)]
pub mod call;
mod compare;
mod differences;
mod flat;
mod lint;
mod options;
mod random;
mod report;

use crate::coordinates::Coordinates;
use crate::differentiable::Differentiable;
use crate::function::DifferentiableFn;

use arguments::Arguments;
use call::Call;

pub use lint::{Finding, Lint};
pub use options::Options;
pub use report::{Cause, Problem, Report};

type Adjoint<T> = <T as Differentiable>::Tangent;

/// Checks a function that is a value, `f {}`, at arguments that are values.
///
/// [`check_gradient!`](crate::check_gradient) also takes references, slices and methods.
///
/// ```
/// use autodiff_runtime::check::{self, Options};
/// use autodiff_runtime::prelude::*;
///
/// #[differentiate]
/// fn product(x: f64, y: f64) -> f64 {
///     x * y
/// }
///
/// let report = check::gradient(&product {}, (2.0, 3.0), &Options::new());
/// assert!(report.is_ok(), "{report}");
/// assert_eq!(report.compared, 2);
/// ```
#[must_use]
pub fn gradient<F, A>(function: &F, arguments: A, options: &Options) -> Report
where
    F: DifferentiableFn<A, Output: Coordinates>,
    A: Arguments,
{
    compare::compare(of_value(function, arguments).flatten(), options)
}

/// Looks at the gradient of a function that is a value, `f {}`, between two tuples of arguments: where it is not finite,
/// and which derivatives are zero everywhere.
///
/// ```
/// use autodiff_runtime::check::{self, Finding};
/// use autodiff_runtime::prelude::*;
///
/// #[differentiate]
/// fn root(x: f64, y: f64) -> f64 {
///     x.sqrt() + y.floor()
/// }
///
/// let lint = check::lint(&root {}, (0.0, -2.0), (4.0, 2.0), 100);
/// assert!(matches!(&lint.findings[0], Finding::NotFinite { input, .. } if input == "x"));
/// assert!(matches!(&lint.findings[1], Finding::Zero { moves: true, .. }));
/// ```
#[must_use]
pub fn lint<F, A>(function: &F, low: A, high: A, points: usize) -> Lint
where
    F: DifferentiableFn<A, Output: Coordinates>,
    A: Arguments,
{
    let call = of_value(function, low);
    let end = call.numbers_of(high);
    lint::lint(call.flatten(), &end, &Options::new().points(points))
}

/// The call of a function that is a value.
#[allow(clippy::type_complexity)]
fn of_value<'f, F, A>(
    function: &'f F,
    arguments: A,
) -> Call<
    A,
    impl FnMut(&mut A) -> F::Output + 'f,
    impl FnMut(&mut A, Adjoint<F::Output>, &mut Adjoint<A>) -> F::Output + 'f,
    impl FnMut(&mut A, &mut Adjoint<A>) -> (F::Output, Adjoint<F::Output>) + 'f,
>
where
    F: DifferentiableFn<A>,
    A: Arguments,
{
    Call::new(
        core::any::type_name::<F>(),
        function.__parameters(),
        arguments,
        move |arguments: &mut A| function.call(arguments.clone()),
        move |arguments: &mut A, seed, adjoints: &mut Adjoint<A>| {
            let mut own = function.zero_tangent();
            function.__reverse(arguments.clone(), seed, adjoints, &mut own)
        },
        move |arguments: &mut A, tangents: &mut Adjoint<A>| {
            let own = function.zero_tangent();
            function.__tangent(arguments.clone(), tangents, &own)
        },
    )
}

/// Checks a call: what `gradient_report!` expands to.
#[doc(hidden)]
pub fn __report<A, R, P, V, J>(call: Call<A, P, V, J>, options: &Options) -> Report
where
    A: Arguments,
    R: Coordinates,
    P: FnMut(&mut A) -> R,
    V: FnMut(&mut A, Adjoint<R>, &mut Adjoint<A>) -> R,
    J: FnMut(&mut A, &mut Adjoint<A>) -> (R, Adjoint<R>),
{
    compare::compare(call.flatten(), options)
}

/// Looks at a box of calls: what `lint_gradient!` expands to. The second list is the other end of the box.
#[doc(hidden)]
pub fn __lint<A, R, P, V, J>(call: Call<A, P, V, J>, high: A, options: &Options) -> Lint
where
    A: Arguments,
    R: Coordinates,
    P: FnMut(&mut A) -> R,
    V: FnMut(&mut A, Adjoint<R>, &mut Adjoint<A>) -> R,
    J: FnMut(&mut A, &mut Adjoint<A>) -> (R, Adjoint<R>),
{
    let end = call.numbers_of(high);
    lint::lint(call.flatten(), &end, options)
}
