//! Functions as parameters: `g: impl Fn(A) -> R`, and `G: Fn(A) -> R` with `g: G` or `g: &G`.
//!
//! In the derivative functions such a parameter is a `DifferentiableFn<(A,), Output = R>`.

use proc_macro2::{Span, TokenStream};
use quote::quote;
use syn::visit_mut::VisitMut;

use super::lifetimes::{self, Namer};
use super::signature::{Param, Passing};
use crate::diag::{Diags, codes};

/// What the bound of a function parameter says.
#[derive(Clone)]
pub(crate) struct Callable {
    pub(crate) inputs: Vec<syn::Type>,
    pub(crate) output: Option<syn::Type>,
    /// Whether the bounds say that it can be copied.
    pub(crate) duplicable: bool,
}

type Bounds = syn::punctuated::Punctuated<syn::TypeParamBound, syn::Token![+]>;

/// `Fn(A) -> R` of a bound.
fn parenthesized(bound: &syn::TypeParamBound) -> Option<&syn::ParenthesizedGenericArguments> {
    let syn::TypeParamBound::Trait(bound) = bound else { return None };
    let last = bound.path.segments.last()?;
    match &last.arguments {
        syn::PathArguments::Parenthesized(args)
            if last.ident == "Fn" || last.ident == "FnMut" || last.ident == "FnOnce" =>
        {
            Some(args)
        }
        _ => None,
    }
}

fn read_bounds(bounds: &Bounds) -> Option<Callable> {
    let args = bounds.iter().find_map(parenthesized)?;
    let output = match &args.output {
        syn::ReturnType::Default => None,
        syn::ReturnType::Type(_, ty) => Some((**ty).clone()),
    };
    let duplicable = bounds.iter().any(|bound| match bound {
        syn::TypeParamBound::Trait(bound) => bound
            .path
            .segments
            .last()
            .is_some_and(|last| last.ident == "Copy" || last.ident == "Clone"),
        _ => false,
    });
    Some(Callable { inputs: args.inputs.iter().cloned().collect(), output, duplicable })
}

/// All bounds of the type parameter `name`.
fn bounds_of(generics: &syn::Generics, name: &str) -> Bounds {
    let mut all = Bounds::new();
    for param in generics.type_params().filter(|param| param.ident == name) {
        all.extend(param.bounds.iter().cloned());
    }
    for predicate in generics.where_clause.iter().flat_map(|clause| &clause.predicates) {
        if let syn::WherePredicate::Type(predicate) = predicate
            && let syn::Type::Path(path) = &predicate.bounded_ty
            && path.path.is_ident(name)
        {
            all.extend(predicate.bounds.iter().cloned());
        }
    }
    all
}

/// Finds the parameters that are functions; `impl Fn(A) -> R` gets a name.
pub(super) fn read(diags: &mut Diags, generics: &mut syn::Generics, params: &mut [Param]) {
    for (index, param) in params.iter_mut().enumerate() {
        let callable = match &param.ty {
            syn::Type::ImplTrait(it) => {
                let callable = read_bounds(&it.bounds);
                if callable.is_none() {
                    diags.error_at(
                        codes::UNNAMED_PARAMETER_TYPE,
                        &param.ty,
                        "a parameter of an unnamed type is not supported",
                        "name the type by a type parameter with this bound",
                    );
                    continue;
                }
                let name = syn::Ident::new(&format!("__AdFn{index}"), Span::mixed_site());
                let bounds = &it.bounds;
                generics.params.push(syn::parse_quote!(#name: #bounds));
                param.ty = syn::parse_quote!(#name);
                callable
            }
            syn::Type::Path(path) => path
                .path
                .get_ident()
                .and_then(|ident| read_bounds(&bounds_of(generics, &ident.to_string()))),
            _ => None,
        };
        let Some(callable) = callable else { continue };
        check(diags, param, &callable);
        param.callable = Some(callable);
    }
    refuse_hidden(diags, generics, params);
}

fn check(diags: &mut Diags, param: &Param, callable: &Callable) {
    if param.passing == Passing::Exclusive {
        diags.error(
            codes::FUNCTION_PARAMETER,
            param.span,
            "a function behind `&mut` is not supported as a parameter",
            "take it by value, or by `&`",
        );
    }
    for input in &callable.inputs {
        if matches!(input, syn::Type::Reference(it) if it.mutability.is_some()) {
            diags.error_at(
                codes::FUNCTION_PARAMETER,
                input,
                "a function that changes its arguments is not supported as a parameter",
                "let it return the new values",
            );
        }
        if let syn::Type::ImplTrait(_) | syn::Type::TraitObject(_) = input {
            diags.error_at(
                codes::FUNCTION_PARAMETER,
                input,
                "a function of functions is not supported as a parameter",
                "let it take numbers, vectors or structs",
            );
        }
    }
    if callable.inputs.len() > 12 {
        diags.error(
            codes::FUNCTION_PARAMETER,
            param.span,
            "a function parameter has at most twelve arguments",
            "use a struct",
        );
    }
    if let Some(output) = &callable.output
        && lifetimes::has_elided(output)
    {
        diags.error_at(
            codes::FUNCTION_PARAMETER,
            output,
            "a function that returns a reference is not supported as a parameter",
            "let it return the value",
        );
    }
}

/// A function inside of something else, `[G; 2]`, is none that can be followed.
fn refuse_hidden(diags: &mut Diags, generics: &syn::Generics, params: &mut [Param]) {
    struct Find<'a>(&'a str, bool);
    impl syn::visit::Visit<'_> for Find<'_> {
        fn visit_ident(&mut self, ident: &syn::Ident) {
            self.1 |= ident == self.0;
        }
    }
    for generic in generics.type_params() {
        let name = generic.ident.to_string();
        if read_bounds(&bounds_of(generics, &name)).is_none() {
            continue;
        }
        for param in params.iter_mut().filter(|param| param.callable.is_none() && param.active) {
            let mut find = Find(&name, false);
            syn::visit::Visit::visit_type(&mut find, &param.ty);
            if find.1 {
                diags.error(
                    codes::FUNCTION_PARAMETER,
                    param.span,
                    "a function inside of another value cannot be followed",
                    "take each function by a parameter of its own",
                );
                param.active = false;
            }
        }
    }
}

/// Replaces `Fn(A) -> R` by `DifferentiableFn<(A,), Output = R>` in the bounds of function parameters.
pub(crate) fn differentiable(generics: &mut syn::Generics, params: &[Param], rt: &TokenStream) {
    let names: Vec<String> = params
        .iter()
        .filter(|param| param.callable.is_some())
        .filter_map(|param| match &param.ty {
            syn::Type::Path(path) => path.path.get_ident().map(ToString::to_string),
            _ => None,
        })
        .collect();
    let named = |name: &syn::Ident| names.iter().any(|known| name == known);
    for param in generics.type_params_mut().filter(|param| named(&param.ident)) {
        param.bounds.iter_mut().for_each(|bound| replace(bound, rt));
    }
    for predicate in generics.where_clause.iter_mut().flat_map(|clause| &mut clause.predicates) {
        if let syn::WherePredicate::Type(predicate) = predicate
            && let syn::Type::Path(path) = &predicate.bounded_ty
            && path.path.get_ident().is_some_and(named)
        {
            predicate.bounds.iter_mut().for_each(|bound| replace(bound, rt));
        }
    }
}

fn replace(bound: &mut syn::TypeParamBound, rt: &TokenStream) {
    let Some(args) = parenthesized(bound).cloned() else { return };
    let mut namer = Namer::new("__ad_in_");
    let inputs: Vec<syn::Type> = args
        .inputs
        .into_iter()
        .map(|mut ty| {
            namer.visit_type_mut(&mut ty);
            ty
        })
        .collect();
    let output = match args.output {
        syn::ReturnType::Default => quote!(()),
        syn::ReturnType::Type(_, ty) => quote!(#ty),
    };
    let syn::TypeParamBound::Trait(it) = bound else { return };
    let own: Vec<TokenStream> = it
        .lifetimes
        .iter()
        .flat_map(|bound| bound.lifetimes.iter().map(|lifetime| quote!(#lifetime)))
        .chain(namer.fresh.iter().map(|lifetime| quote!(#lifetime)))
        .collect();
    let lifetimes = if own.is_empty() { quote!() } else { quote!(for<#(#own),*>) };
    *bound = syn::parse_quote!(#lifetimes #rt::DifferentiableFn<(#(#inputs,)*), Output = #output>);
}
