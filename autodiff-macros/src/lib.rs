//! The compiler behind `autodiff-runtime`.

use proc_macro::TokenStream;

mod analysis;
mod check;
mod derive;
mod diag;
mod emit;
mod fallback;
mod ir;
mod lower;
mod network;
mod options;
mod pipeline;
mod runtime_path;
mod stages;
mod syntax;
#[cfg(test)]
mod tests;
mod transform;

/// Writes the derivatives of a function, or of the methods of an `impl` block or a trait, beside it.
///
/// The function stays as it is. Beside `fn f(a: A, b: B) -> R` stands a type `f` with `f::grad`, `f::value_and_grad`,
/// `f::accumulate_grad` (for a real `R`), `f::vjp`, `f::accumulate_vjp`, `f::pullback`, `f::jvp`, and `f::jacobian` (of one vector to
/// a vector). A method `h` gets siblings `h_grad`, `h_vjp`, .. What cannot be differentiated is an error with a code, of which the
/// guide has a section.
///
/// - `#[differentiate(wrt(x, w))]`: only the named parameters are active. `#[constant]` on a parameter: it is not.
/// - `second_order`: `f::hvp` and `f::hessian` as well.
/// - `reverse`, `forward`: that mode alone.
/// - `vjp = path, jvp = path`: a custom rule; the body is not looked at. `path(a, b, seed, &mut ga, &mut gb)` adds into the
///   gradients, `path(a, b, da, db)` gives the value and its tangent.
/// - `name = Ident`: the name of the type, where that of the function is taken.
/// - `crate = some::path`: where the runtime is, if the crate does not depend on it.
///
/// On a loop inside of the function, `#[checkpoint(every = k)]` keeps what the loop changes only every `k` trips.
#[proc_macro_attribute]
pub fn differentiate(options: TokenStream, item: TokenStream) -> TokenStream {
    pipeline::differentiate(options.into(), item.into()).into()
}

/// Derives `Differentiable` for a struct or an enum, and generates its tangent type beside it.
///
/// The tangent type of `Name` is `NameTangent`: as visible, with the same fields, each of them the tangent of the field.
/// It is `Tangent`, `Clone`, `Debug` and `PartialEq`. That of an enum has the same variants.
///
/// - `#[constant]` on a field: it has no derivative, and the tangent type no such field. Its type may be any.
/// - `#[tangent(derive(Copy, ..))]` on the item: more derives of the tangent type. On a type with type parameters,
///   `Copy` and `Eq` ask of the fields' tangents what they need; any other derive asks it of the parameters.
/// - `#[differentiable(crate = some::path)]` on the item: where the runtime is, if the crate does not depend on it.
///
/// A type or lifetime parameter that only `#[constant]` fields mention gives the tangent of a struct one more, hidden
/// field at the end, and that of an enum one more, hidden variant without values.
#[proc_macro_derive(Differentiable, attributes(constant, tangent, differentiable))]
pub fn derive_differentiable(item: TokenStream) -> TokenStream {
    derive::expand(item.into()).into()
}

/// Makes a network of a struct of layers: `forward` runs its fields in order.
///
/// Derives `Differentiable` as well, and implements `Parameters` and `Random`.
///
/// - `#[network(input = [..])]` on the struct: the shape of a sample, `[features]`, `[features, steps]` or `[channels,
///   height, width]`. It may be left out where the first layer says it.
/// - `#[network(scalar = f32)]` on the struct, if no layer says it.
/// - `#[network(init = expression)]` on a field: its first value in `random`, if not its own `random`.
/// - `#[network(output = [..])]` on a field: what a layer gives that this crate does not know.
/// - `#[constant]` on a field: it is no layer.
///
/// A layer of a user's own is any type with a differentiated method `forward(&self, x: &X) -> Y` that implements
/// `Parameters`.
#[proc_macro_derive(Network, attributes(network, constant, tangent, differentiable))]
pub fn derive_network(item: TokenStream) -> TokenStream {
    network::expand(item.into()).into()
}

/// Checks the derivatives of a call in a test: reverse mode against forward mode against central differences.
///
/// It stops with a report that names the number, all three derivatives, and a likely cause. Options follow by their
/// names, those of `check::Options`: `tolerance`, `step`, `components`, `seed`, `kinks`. The call is that of a
/// differentiated function or method as you write it elsewhere; arguments behind `&` and `&mut` are copied first. It
/// gives the report.
///
/// # Panics
///
/// If a derivative does not hold. At kinks (`abs` at 0) and where the function is not finite around the point it does
/// not hold either, with that as the cause.
#[proc_macro]
pub fn check_gradient(call: TokenStream) -> TokenStream {
    check::expand(call.into(), check::Form::Check).into()
}

/// As `check_gradient!`, without a panic: the `check::Report`.
#[proc_macro]
pub fn gradient_report(call: TokenStream) -> TokenStream {
    check::expand(call.into(), check::Form::Report).into()
}

/// Looks at the gradient of a function in a box of arguments: where it is not finite, and which derivatives are zero
/// everywhere. It gives a `check::Lint`.
#[proc_macro]
pub fn lint_gradient(call: TokenStream) -> TokenStream {
    check::expand(call.into(), check::Form::Lint).into()
}
