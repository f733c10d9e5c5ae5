//! The trait [`DifferentiableFn`]: functions as values, named ones (`f {}`) and closures of differentiated code.

use core::fmt;

use crate::Differentiable;

/// A function whose derivatives are known, as a value: `f {}` for a differentiated function `f`.
///
/// `Args` is the tuple of its parameters. Where a differentiated function takes a function, `g: impl Fn(A) -> R`, its
/// derivatives take a `DifferentiableFn<(A,), Output = R>`. Inside differentiated code a function's name or a closure
/// becomes one by itself.
///
/// A function made with the option `reverse` or `forward` alone has only half of this, and is none.
///
/// ```
/// use autodiff_runtime::prelude::*;
///
/// #[differentiate]
/// fn square(x: f64) -> f64 {
///     x * x
/// }
///
/// #[differentiate]
/// fn twice(g: impl Fn(f64) -> f64, x: f64) -> f64 {
///     g(g(x))
/// }
///
/// assert_eq!(twice::grad(square {}, 2.0), 32.0);
/// assert_eq!(square {}.vjp((3.0,), 1.0), (9.0, (6.0,)));
/// assert_eq!(square {}.jvp((3.0,), (0.5,)), (9.0, 3.0));
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a differentiable function of `{Args}`",
    label = "not a differentiable function of `{Args}`",
    note = "pass `f {{}}` where `f` is a function with `#[differentiate]` of both modes",
    note = "inside differentiated code pass the function's name, or a closure"
)]
pub trait DifferentiableFn<Args: Differentiable>: Differentiable {
    /// What the function returns.
    type Output: Differentiable;

    /// The function's value.
    fn call(&self, args: Args) -> Self::Output;

    /// The value, and the cotangents of the arguments for that of the result. Those of `&mut` arguments start as zero.
    fn vjp(
        &self,
        args: Args,
        seed: <Self::Output as Differentiable>::Tangent,
    ) -> (Self::Output, Args::Tangent) {
        let (mut adjoints, mut own) = (args.zero_tangent(), self.zero_tangent());
        let value = self.__reverse(args, seed, &mut adjoints, &mut own);
        (value, adjoints)
    }

    /// The value and its tangent for those of the arguments.
    fn jvp(
        &self,
        args: Args,
        mut tangents: Args::Tangent,
    ) -> (Self::Output, <Self::Output as Differentiable>::Tangent) {
        let own = self.zero_tangent();
        self.__tangent(args, &mut tangents, &own)
    }

    /// The parameters' names, and which of them have a derivative: all of them where nothing is said.
    #[doc(hidden)]
    fn __parameters(&self) -> &'static [(&'static str, bool)] {
        &[]
    }

    /// Adds to the adjoints of the arguments and of what the function has captured.
    #[doc(hidden)]
    fn __reverse(
        &self,
        args: Args,
        seed: <Self::Output as Differentiable>::Tangent,
        adjoints: &mut Args::Tangent,
        own: &mut Self::Tangent,
    ) -> Self::Output;

    /// The value and its tangent for those of the arguments and of what the function has captured.
    #[doc(hidden)]
    fn __tangent(
        &self,
        args: Args,
        tangents: &mut Args::Tangent,
        own: &Self::Tangent,
    ) -> (Self::Output, <Self::Output as Differentiable>::Tangent);
}

impl<Args: Differentiable, F: DifferentiableFn<Args> + ?Sized> DifferentiableFn<Args> for &F {
    type Output = F::Output;

    #[inline]
    fn call(&self, args: Args) -> Self::Output {
        F::call(self, args)
    }

    #[inline]
    fn __parameters(&self) -> &'static [(&'static str, bool)] {
        F::__parameters(self)
    }

    #[inline]
    fn __reverse(
        &self,
        args: Args,
        seed: <Self::Output as Differentiable>::Tangent,
        adjoints: &mut Args::Tangent,
        own: &mut Self::Tangent,
    ) -> Self::Output {
        F::__reverse(self, args, seed, adjoints, own)
    }

    #[inline]
    fn __tangent(
        &self,
        args: Args,
        tangents: &mut Args::Tangent,
        own: &Self::Tangent,
    ) -> (Self::Output, <Self::Output as Differentiable>::Tangent) {
        F::__tangent(self, args, tangents, own)
    }
}

/// The adjoints of a call's arguments; what the function has captured gets its part at once.
#[doc(hidden)]
#[inline]
pub fn function_adjoints<Args: Differentiable, F: DifferentiableFn<Args>>(
    function: &F,
    args: Args,
    seed: <F::Output as Differentiable>::Tangent,
    own: &mut F::Tangent,
) -> Args::Tangent {
    let mut adjoints = args.zero_tangent();
    function.__reverse(args, seed, &mut adjoints, own);
    adjoints
}

/// A closure of differentiated code: references to what it captures, and its value, reverse and tangent as functions of
/// those.
#[doc(hidden)]
#[derive(Clone, Copy)]
pub struct LocalFn<Env, Call, Reverse, Forward> {
    env: Env,
    call: Call,
    reverse: Reverse,
    forward: Forward,
}

impl<Env, Call, Reverse, Forward> LocalFn<Env, Call, Reverse, Forward> {
    /// The closure.
    #[inline]
    pub fn new(env: Env, call: Call, reverse: Reverse, forward: Forward) -> Self {
        LocalFn { env, call, reverse, forward }
    }
}

impl<Env, Call, Reverse, Forward> fmt::Debug for LocalFn<Env, Call, Reverse, Forward> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("LocalFn").finish_non_exhaustive()
    }
}

impl<Env: Differentiable, Call, Reverse, Forward> Differentiable
    for LocalFn<Env, Call, Reverse, Forward>
{
    type Tangent = Env::Tangent;

    #[inline]
    fn zero_tangent(&self) -> Env::Tangent {
        self.env.zero_tangent()
    }
}

impl<Args, Env, Call, Reverse, Forward, R> DifferentiableFn<Args>
    for LocalFn<Env, Call, Reverse, Forward>
where
    Args: Differentiable,
    R: Differentiable,
    Env: Differentiable + Copy,
    Call: Fn(Env, Args) -> R,
    Reverse: Fn(Env, Args, R::Tangent, &mut Args::Tangent, &mut Env::Tangent) -> R,
    Forward: Fn(Env, Args, &Args::Tangent, &Env::Tangent) -> (R, R::Tangent),
{
    type Output = R;

    #[inline]
    fn call(&self, args: Args) -> R {
        (self.call)(self.env, args)
    }

    #[inline]
    fn __reverse(
        &self,
        args: Args,
        seed: R::Tangent,
        adjoints: &mut Args::Tangent,
        own: &mut Env::Tangent,
    ) -> R {
        (self.reverse)(self.env, args, seed, adjoints, own)
    }

    #[inline]
    fn __tangent(
        &self,
        args: Args,
        tangents: &mut Args::Tangent,
        own: &Env::Tangent,
    ) -> (R, R::Tangent) {
        (self.forward)(self.env, args, tangents, own)
    }
}

/// The tangent of a slice, copied.
#[doc(hidden)]
#[cfg(feature = "alloc")]
#[inline]
pub fn slice_tangent<T: crate::Tangent>(elements: &[T]) -> alloc::vec::Vec<T> {
    elements.to_vec()
}
