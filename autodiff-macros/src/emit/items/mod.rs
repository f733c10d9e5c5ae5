//! The generated functions: the internal ones that do the work, and the public shells around them.

mod buffers;
mod forward_shells;
mod function_value;
mod gradients;
mod internal;
mod jacobian;
mod missing;
mod reverse_shells;
mod rules;
mod second_order;
mod second_rules;

pub(crate) use internal::read_by_rules;

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, format_ident, quote};

use super::types::Paths;
use crate::options::Options;
use crate::syntax::signature::{Param, Passing, Signature};
use crate::transform::LocalParts;
use crate::transform::pullback::Pullback;
use crate::transform::pushforward::Pushforward;
use crate::transform::second_order::SecondOrder;

/// Where the generated functions stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Home {
    /// Associated functions of the namespace type.
    Namespace,
    /// Siblings in an `impl`.
    Impl { of_trait: bool },
    /// Siblings in a trait definition; with bodies if the function has one.
    Trait,
}

impl Home {
    /// Whether the functions belong to a trait.
    pub(crate) fn is_trait(self) -> bool {
        matches!(self, Home::Trait | Home::Impl { of_trait: true })
    }
}

/// What the generated functions are made from.
pub(crate) struct Parts<'a> {
    pub(crate) sig: &'a Signature,
    pub(crate) options: &'a Options,
    pub(crate) home: Home,
    pub(crate) visibility: TokenStream,
    pub(crate) rt: TokenStream,
    /// For both sweeps in one function, and for a residual.
    pub(crate) pullback: Option<&'a (Pullback, Pullback)>,
    pub(crate) pushforward: Option<&'a Pushforward>,
    /// Closures that are passed to functions.
    pub(crate) locals: &'a [LocalParts],
    /// Of both pullbacks, with the option `second_order`.
    pub(crate) second_order: Option<&'a (SecondOrder, SecondOrder)>,
    /// A function that calls itself keeps its residual in a box.
    pub(crate) recursive: bool,
    /// `#[cfg(..)]` of the function.
    pub(crate) cfgs: TokenStream,
    /// Whether the functions only have signatures, after an error.
    pub(crate) stub: bool,
}

/// Lints that generated code does not follow.
pub(crate) fn allowances() -> TokenStream {
    quote! {
        #[allow(
            warnings,
            clippy::all,
            clippy::pedantic,
            clippy::nursery,
            clippy::restriction
        )]
    }
}

/// What a reference refers to, which has the same tangent: a lifetime in a residual's type would be borrowed by it.
fn behind(ty: &syn::Type) -> &syn::Type {
    match ty {
        syn::Type::Reference(it) => behind(&it.elem),
        syn::Type::Paren(it) => behind(&it.elem),
        ty => ty,
    }
}

struct Emit<'a> {
    parts: &'a Parts<'a>,
    paths: Paths,
}

/// Emits all derivative functions.
pub(crate) fn functions(parts: &Parts<'_>) -> TokenStream {
    let emit = Emit { parts, paths: Paths { rt: parts.rt.clone() } };
    let mut out = emit.function_makers();
    let reverse_rule = parts.options.vjp.as_ref().filter(|_| !parts.stub);
    let forward_rule = parts.options.jvp.as_ref().filter(|_| !parts.stub);
    if let Some(rule) = reverse_rule {
        out.extend(emit.rule_reverse(rule));
        out.extend(emit.back());
        out.extend(emit.reverse_shells());
    } else if let Some((joint, split)) = parts.pullback {
        out.extend(emit.forward(Some(split)));
        out.extend(if emit.is_residual_run(joint, split) {
            emit.joint_by_residual()
        } else {
            emit.joint(Some(joint))
        });
        out.extend(emit.back());
        out.extend(emit.reverse_shells());
    } else if parts.options.wants_reverse() && (parts.stub || parts.home == Home::Trait) {
        out.extend(emit.forward(None));
        out.extend(emit.joint(None));
        out.extend(emit.back());
        out.extend(emit.reverse_shells());
    }
    if let Some(rule) = forward_rule {
        out.extend(emit.rule_forward(rule));
        out.extend(emit.forward_shells());
    } else if let Some(pushforward) = parts.pushforward {
        out.extend(emit.tangent(Some(pushforward)));
        out.extend(emit.forward_shells());
    } else if parts.options.wants_forward() && (parts.stub || parts.home == Home::Trait) {
        out.extend(emit.tangent(None));
        out.extend(emit.forward_shells());
    }
    if !out.is_empty() {
        out.extend(emit.own_receiver());
        out.extend(emit.parameters_function());
        out.extend(emit.jacobians());
        out.extend(emit.missing());
    }
    if parts.options.second_order
        && (parts.second_order.is_some()
            || reverse_rule.is_some()
            || parts.stub
            || parts.home == Home::Trait)
    {
        out.extend(emit.second_order(parts.second_order));
    }
    out
}

/// The function as a value, where it has both modes: impls for the namespace type `name`.
pub(crate) fn value(parts: &Parts<'_>, name: &Ident) -> TokenStream {
    let reverse = parts.pullback.is_some() || parts.options.vjp.is_some();
    let forward = parts.pushforward.is_some() || parts.options.jvp.is_some();
    let both = reverse && forward;
    if !both && !parts.stub {
        return TokenStream::new();
    }
    Emit { parts, paths: Paths { rt: parts.rt.clone() } }.function_value(name)
}

impl Emit<'_> {
    fn sig(&self) -> &Signature {
        self.parts.sig
    }

    /// The name of an internal function.
    fn internal(&self, stem: &str) -> Ident {
        match self.parts.home {
            Home::Namespace => Ident::new(stem, Span::call_site()),
            _ => {
                let name = self.sig().name.to_string();
                format_ident!("{stem}_{}", name.trim_start_matches("r#"), span = Span::call_site())
            }
        }
    }

    /// The name of a public function.
    fn public(&self, stem: &str) -> Ident {
        match self.parts.home {
            Home::Namespace => Ident::new(stem, Span::call_site()),
            _ => {
                let name = self.sig().name.to_string();
                let span = self.sig().name.span();
                format_ident!("{}_{stem}", name.trim_start_matches("r#"), span = span)
            }
        }
    }

    fn visibility(&self) -> TokenStream {
        match self.parts.home {
            Home::Namespace | Home::Impl { of_trait: false } => self.parts.visibility.clone(),
            Home::Impl { of_trait: true } | Home::Trait => TokenStream::new(),
        }
    }

    /// Generics as declared, the where-clause with more predicates.
    fn generics(&self, more: &[TokenStream]) -> (TokenStream, TokenStream) {
        let generics = &self.sig().generics;
        let (declared, _, clause) = generics.split_for_impl();
        let mut predicates: Vec<TokenStream> = clause
            .map(|clause| clause.predicates.iter().map(ToTokens::to_token_stream).collect())
            .unwrap_or_default();
        predicates.extend(more.iter().cloned());
        if self.parts.home == Home::Trait {
            let rt = &self.parts.rt;
            predicates.push(quote!(Self: Sized + #rt::Differentiable));
        }
        let clause = if predicates.is_empty() { quote!() } else { quote!(where #(#predicates),*) };
        (declared.to_token_stream(), clause)
    }

    /// `::<T, N>` for calls between the generated functions.
    fn turbofish(&self) -> TokenStream {
        let args: Vec<TokenStream> = self
            .sig()
            .generics
            .params
            .iter()
            .filter_map(|param| match param {
                syn::GenericParam::Type(param) => Some(param.ident.to_token_stream()),
                syn::GenericParam::Const(param) => Some(param.ident.to_token_stream()),
                syn::GenericParam::Lifetime(_) => None,
            })
            .collect();
        if args.is_empty() { quote!() } else { quote!(::<#(#args),*>) }
    }

    fn result_type(&self) -> TokenStream {
        self.sig().output_type().map_or_else(|| quote!(()), ToTokens::to_token_stream)
    }

    fn seed_type(&self) -> TokenStream {
        self.sig().output_type().map_or_else(|| quote!(()), |ty| self.paths.tangent(behind(ty)))
    }

    /// `self, x: T, ..` as the function declares them.
    fn parameters(&self, mutable: bool) -> Vec<TokenStream> {
        self.sig()
            .params
            .iter()
            .map(|param| {
                let name = &param.name;
                let lifetime = &param.lifetime;
                let mutability = (mutable && param.mutable).then(|| quote!(mut));
                if param.is_self {
                    return match param.passing {
                        Passing::Value => quote!(#mutability #name),
                        Passing::Shared => quote!(&#lifetime #name),
                        Passing::Exclusive => quote!(&#lifetime mut #name),
                    };
                }
                let ty = self.paths.declared(param, true);
                quote!(#mutability #name: #ty)
            })
            .collect()
    }

    /// The parameters' types for the residual, without lifetimes of references.
    fn residual_types(&self) -> Vec<TokenStream> {
        self.sig().params.iter().map(|param| self.paths.declared(param, false)).collect()
    }

    fn slot_types(&self) -> Vec<TokenStream> {
        self.sig()
            .params
            .iter()
            .map(|param| {
                let slot = self.paths.slot(param);
                quote!(&mut #slot)
            })
            .collect()
    }

    /// `(A, B, Seed, &mut SlotA, ..)`: what a residual takes.
    fn residual_takes(&self) -> TokenStream {
        let (params, slots, seed) = (self.residual_types(), self.slot_types(), self.seed_type());
        quote!((#(#params,)* #seed, #(#slots),*))
    }

    fn residual_bound(&self) -> TokenStream {
        let takes = self.residual_takes();
        quote!(::core::ops::FnOnce #takes)
    }

    /// `this` where the function has `self`.
    fn this(&self) -> Option<Ident> {
        self.sig()
            .params
            .iter()
            .any(|param| param.is_self)
            .then(|| Ident::new("this", Span::mixed_site()))
    }

    /// `this` in a residual, unless that has kept a `mut self` which is not made `again`.
    fn this_behind(&self, again: bool) -> Option<Ident> {
        let kept = |param: &Param| param.is_self && param.mutable && !again;
        self.this().filter(|_| !self.sig().params.iter().any(kept))
    }

    /// Opens a generated function.
    fn head(&self, name: &Ident, hidden: bool, doc: &str) -> TokenStream {
        let visibility = self.visibility();
        let allow = allowances();
        let cfgs = &self.parts.cfgs;
        let doc = if hidden { quote!(#[doc(hidden)]) } else { quote!(#[doc = #doc]) };
        quote!(#cfgs #doc #allow #[inline] #visibility fn #name)
    }

    fn finish(&self, signature: TokenStream, body: Option<TokenStream>) -> TokenStream {
        match body {
            Some(body) => quote!(#signature { #body }),
            None if self.parts.stub => quote!(#signature { ::core::unreachable!() }),
            None => quote!(#signature;),
        }
    }
}
