//! The generated functions: the internal ones that do the work, and the public shells around them.

use std::collections::HashSet;

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, format_ident, quote};

use super::body::Body;
use super::names;
use super::types::{Paths, is_float};
use crate::ir::{Expr, Function, VarId};
use crate::options::Options;
use crate::syntax::signature::{Output, Param, Passing, Signature};
use crate::transform::pullback::Pullback;
use crate::transform::pushforward::Pushforward;

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

struct Emit<'a> {
    parts: &'a Parts<'a>,
    paths: Paths,
}

/// Emits all derivative functions.
pub(crate) fn functions(parts: &Parts<'_>) -> TokenStream {
    let emit = Emit { parts, paths: Paths { rt: parts.rt.clone() } };
    let mut out = TokenStream::new();
    if let Some((joint, split)) = parts.pullback {
        out.extend(emit.forward(Some(split)));
        out.extend(emit.joint(Some(joint)));
        out.extend(emit.back());
        out.extend(emit.reverse_shells());
    } else if parts.options.wants_reverse() && (parts.stub || parts.home == Home::Trait) {
        out.extend(emit.forward(None));
        out.extend(emit.joint(None));
        out.extend(emit.back());
        out.extend(emit.reverse_shells());
    }
    if let Some(pushforward) = parts.pushforward {
        out.extend(emit.tangent(Some(pushforward)));
        out.extend(emit.forward_shells());
    } else if parts.options.wants_forward() && (parts.stub || parts.home == Home::Trait) {
        out.extend(emit.tangent(None));
        out.extend(emit.forward_shells());
    }
    out
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
            predicates.push(quote!(Self: Sized + #rt::Differentiable<Tangent: 'static> + 'static));
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
        self.sig().output_type().map_or_else(|| quote!(()), |ty| self.paths.tangent(ty))
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

    fn body_of<'b>(
        f: &'b Function,
        idents: &'b [Ident],
        rt: &'b TokenStream,
        kept: &'b HashSet<VarId>,
        this: Option<Ident>,
    ) -> Body<'b> {
        Body { f, idents, rt, kept, this }
    }

    fn result_value(body: &Body<'_>, result: Option<&Expr>) -> TokenStream {
        result.map_or_else(|| quote!(()), |result| body.value(result))
    }

    /// `(value, residual) = __ad_forward(params)`.
    fn forward(&self, pullback: Option<&Pullback>) -> TokenStream {
        let name = self.internal("__ad_forward");
        let head = self.head(&name, true, "");
        let (generics, clause) = self.generics(&[]);
        let params = self.parameters(true);
        let result = self.result_type();
        let bound = self.residual_bound();
        let residual = if self.parts.recursive {
            let rt = &self.parts.rt;
            quote!(#rt::Box<dyn #bound>)
        } else {
            let (rt, takes) = (&self.parts.rt, self.residual_takes());
            quote!(#rt::residual!(#takes))
        };
        let signature = quote!(#head #generics (#(#params),*) -> (#result, #residual) #clause);
        let body = pullback.map(|pullback| {
            let f = &pullback.function;
            let rt = &self.parts.rt;
            let idents = names::assign(f);
            let ahead = Self::body_of(f, &idents, rt, &pullback.kept, None);
            let this = self.this();
            let back = Self::body_of(f, &idents, rt, &pullback.kept, this.clone());
            let items = ahead.items();
            let forward = ahead.block(&pullback.forward);
            let value = Self::result_value(&ahead, f.result.as_ref());
            let reverse = back.block(&pullback.reverse);
            let closure_params: Vec<TokenStream> = self
                .sig()
                .params
                .iter()
                .zip(self.residual_types())
                .map(|(param, ty)| {
                    match (&this, param.is_self) {
                        (Some(_), true) if param.mutable => quote!(_: #ty),
                        (Some(this), true) => quote!(#this: #ty),
                        // What the function did to a parameter of its own is kept.
                        _ if param.mutable => quote!(_: #ty),
                        _ => {
                            let name = &param.name;
                            quote!(#name: #ty)
                        }
                    }
                })
                .collect();
            let (seed, slots) = self.seed_and_slots(pullback, &idents);
            let exclusive = self.sig().params.iter().any(|p| p.passing == Passing::Exclusive);
            let reverse = if pullback.borrows && !exclusive {
                // What is kept may borrow from the arguments: the residual starts again from them.
                let again = back.block(&pullback.forward);
                quote!(#items #again #reverse)
            } else {
                reverse
            };
            let closure = quote!(move |#(#closure_params,)* #seed #(#slots),*| { #reverse });
            let closure =
                if self.parts.recursive { quote!(#rt::Box::new(#closure)) } else { closure };
            quote! {
                #items
                #forward
                let __value = #value;
                (__value, #closure)
            }
        });
        self.finish(signature, body)
    }

    /// The seed and the slots as parameters, typed.
    fn seed_and_slots(
        &self,
        pullback: &Pullback,
        idents: &[Ident],
    ) -> (TokenStream, Vec<TokenStream>) {
        let seed_type = self.seed_type();
        let seed = match pullback.seed {
            Some(seed) => {
                let seed = &idents[seed.0 as usize];
                quote!(mut #seed: #seed_type,)
            }
            None => quote!(_: #seed_type,),
        };
        let slots = pullback
            .slots
            .iter()
            .zip(self.slot_types())
            .map(|(slot, ty)| match slot {
                Some(slot) => {
                    let slot = &idents[slot.0 as usize];
                    quote!(#slot: #ty)
                }
                None => quote!(_: #ty),
            })
            .collect();
        (seed, slots)
    }

    /// `value = __ad_reverse(params, seed, slots)`: both sweeps in one function.
    fn joint(&self, pullback: Option<&Pullback>) -> TokenStream {
        let name = self.internal("__ad_reverse");
        let head = self.head(&name, true, "");
        let (generics, clause) = self.generics(&[]);
        let params = self.parameters(true);
        let result = self.result_type();
        match pullback {
            Some(pullback) => {
                let f = &pullback.function;
                let rt = &self.parts.rt;
                let idents = names::assign(f);
                let mut kept = pullback.kept.clone();
                if let Some(result) = &f.result
                    && let Some(place) = result.place()
                {
                    kept.insert(place.root);
                }
                let body = Self::body_of(f, &idents, rt, &kept, None);
                let (seed, slots) = self.seed_and_slots(pullback, &idents);
                let items = body.items();
                let forward = body.block(&pullback.forward);
                let value = Self::result_value(&body, f.result.as_ref());
                let reverse = body.block(&pullback.reverse);
                let inner = quote! {
                    #items
                    #forward
                    let __value = #value;
                    #reverse
                    __value
                };
                quote!(#head #generics (#(#params,)* #seed #(#slots),*) -> #result #clause { #inner })
            }
            None => {
                let seed = self.seed_type();
                let slots = self.slot_types();
                let slots = slots.iter().enumerate().map(|(index, ty)| {
                    let name = format_ident!("slot_{index}", span = Span::mixed_site());
                    quote!(#name: #ty)
                });
                let signature = quote!(#head #generics (#(#params,)* __seed: #seed, #(#slots),*) -> #result #clause);
                self.finish(signature, None)
            }
        }
    }

    /// `receiver.__ad_back_h(residual, args, seed, slots)`: runs a residual; methods only.
    fn back(&self) -> TokenStream {
        if self.this().is_none() {
            return quote!();
        }
        let name = self.internal("__ad_back");
        let visibility = self.visibility();
        let allow = allowances();
        let cfgs = &self.parts.cfgs;
        let receiver = &self.parameters(false)[0];
        let types = self.residual_types();
        let names: Vec<Ident> = (1..types.len())
            .map(|index| format_ident!("argument_{index}", span = Span::mixed_site()))
            .collect();
        let rest = &types[1..];
        let slots = self.slot_types();
        let slot_names: Vec<Ident> = (0..slots.len())
            .map(|index| format_ident!("slot_{index}", span = Span::mixed_site()))
            .collect();
        let seed = self.seed_type();
        let bound = self.residual_bound();
        let rt = &self.parts.rt;
        let of_self = quote!(Self: Sized + #rt::Differentiable<Tangent: 'static> + 'static);
        let clause = if self.parts.home == Home::Trait { quote!(where #of_self) } else { quote!() };
        let params = &self.sig().generics.params;
        let comma = (!params.is_empty() && !params.trailing_punct()).then(|| quote!(,));
        let own = self.sig().generics.where_clause.as_ref().map(|clause| {
            let predicates = clause.predicates.iter();
            quote!(#(#predicates),*)
        });
        let clause = match own {
            Some(own) if self.parts.home == Home::Trait => quote!(where #own, #of_self),
            Some(own) => quote!(where #own),
            None => clause,
        };
        let body = quote!({
            __residual(self, #(#names,)* __seed, #(#slot_names),*)
        });
        let body = if self.parts.home == Home::Trait && self.parts.pullback.is_none() {
            quote!(#body)
        } else {
            body
        };
        quote! {
            #cfgs #[doc(hidden)] #allow #[inline]
            #visibility fn #name<#params #comma __Residual: #bound>(
                #receiver, __residual: __Residual, #(#names: #rest,)* __seed: #seed, #(#slot_names: #slots),*
            ) #clause #body
        }
    }

    /// `(value, tangent) = __ad_jvp(params, tangents)`.
    fn tangent(&self, pushforward: Option<&Pushforward>) -> TokenStream {
        let name = self.internal("__ad_jvp");
        let head = self.head(&name, true, "");
        let (generics, clause) = self.generics(&[]);
        let params = self.parameters(true);
        let (result, tangent) = (self.result_type(), self.seed_type());
        let types: Vec<TokenStream> = self
            .sig()
            .params
            .iter()
            .map(|param| {
                let slot = self.paths.slot(param);
                match param.passing {
                    Passing::Exclusive => quote!(&mut #slot),
                    _ => quote!(&#slot),
                }
            })
            .collect();
        let idents = pushforward.map(|p| names::assign(&p.function));
        let slots: Vec<TokenStream> = types
            .iter()
            .enumerate()
            .map(|(index, ty)| {
                let slot = pushforward.and_then(|p| p.slots[index]);
                match (&idents, slot) {
                    (Some(idents), Some(slot)) => {
                        let slot = &idents[slot.0 as usize];
                        quote!(#slot: #ty)
                    }
                    (Some(_), None) => quote!(_: #ty),
                    (None, _) => {
                        let name = format_ident!("slot_{index}", span = Span::mixed_site());
                        quote!(#name: #ty)
                    }
                }
            })
            .collect();
        let signature =
            quote!(#head #generics (#(#params,)* #(#slots),*) -> (#result, #tangent) #clause);
        let body = pushforward.zip(idents.as_ref()).map(|(pushforward, idents)| {
            let f = &pushforward.function;
            let mut kept = HashSet::new();
            crate::ir::visit::each_stmt(&f.body, &mut |stmt| {
                crate::ir::visit::each_expr(stmt, &mut |expr| rule_reads(expr, &mut kept));
            });
            if let Some(tangent) = &pushforward.tangent {
                rule_reads(tangent, &mut kept);
            }
            let body = Self::body_of(f, idents, &self.parts.rt, &kept, None);
            let items = body.items();
            let stmts = body.block(&f.body);
            let tangent = pushforward
                .tangent
                .as_ref()
                .map_or_else(|| quote!(()), |tangent| body.value(tangent));
            let value = Self::result_value(&body, f.result.as_ref());
            quote! {
                #items
                #stmts
                let __tangent = #tangent;
                (#value, __tangent)
            }
        });
        self.finish(signature, body)
    }

    fn gradient_type(&self) -> TokenStream {
        let types: Vec<TokenStream> =
            self.sig().gradients().map(|param| self.paths.tangent(&param.ty)).collect();
        match types.as_slice() {
            [one] => one.clone(),
            many => quote!((#(#many),*)),
        }
    }

    fn adjoint_name(param: &Param) -> Ident {
        if param.is_self {
            return Ident::new("self_gradient", Span::mixed_site());
        }
        format_ident!(
            "{}_gradient",
            param.name.to_string().trim_start_matches("r#"),
            span = Span::mixed_site()
        )
    }

    /// The gradients as a value.
    fn gradient_value(&self) -> TokenStream {
        let names: Vec<Ident> = self.sig().gradients().map(Self::adjoint_name).collect();
        match names.as_slice() {
            [one] => quote!(#one),
            many => quote!((#(#many),*)),
        }
    }

    /// The gradient buffers, or cotangents, of active parameters as parameters.
    fn buffers<'p>(&self, params: impl Iterator<Item = &'p Param>) -> Vec<TokenStream> {
        params
            .map(|param| {
                let (name, slot) = (Self::adjoint_name(param), self.paths.slot(param));
                quote!(#name: &mut #slot)
            })
            .collect()
    }

    /// The slots of a call: the buffers, and nothing for inactive parameters. Buffers are references, or
    /// values in variables of their own.
    fn slots(&self, owned: bool) -> Vec<TokenStream> {
        self.sig()
            .params
            .iter()
            .map(|param| {
                let name = Self::adjoint_name(param);
                match (param.active, param.passing, owned) {
                    (true, Passing::Exclusive, _) | (true, _, false) => quote!(&mut *#name),
                    (true, _, true) => quote!(&mut #name),
                    (false, ..) => {
                        if param.slice_element().is_some_and(is_float) {
                            quote!(&mut [])
                        } else {
                            quote!(&mut ())
                        }
                    }
                }
            })
            .collect()
    }

    fn argument_names(&self) -> Vec<TokenStream> {
        self.sig().params.iter().map(|param| param.name.to_token_stream()).collect()
    }

    /// `let mut x_gradient = zero_tangent(&x);` for each gradient.
    fn zeros(&self, of: impl Fn(&Param) -> TokenStream) -> Vec<TokenStream> {
        let rt = &self.parts.rt;
        self.sig()
            .gradients()
            .map(|param| {
                let (name, of) = (Self::adjoint_name(param), of(param));
                quote!(let mut #name = #rt::zero_tangent(#of);)
            })
            .collect()
    }

    fn borrowed(param: &Param) -> TokenStream {
        let name = &param.name;
        match param.passing {
            Passing::Value => quote!(&#name),
            Passing::Shared | Passing::Exclusive => quote!(&*#name),
        }
    }

    /// Predicates for what the shells copy.
    fn clone_bounds(&self, exclusive_only: bool) -> Vec<TokenStream> {
        let lifetime = quote!('__ad);
        self.sig()
            .params
            .iter()
            .filter(|param| !exclusive_only || param.passing == Passing::Exclusive)
            .filter_map(|param| match &param.ty {
                syn::Type::Slice(slice) => {
                    let element = &slice.elem;
                    (!is_float(element))
                        .then(|| quote!(for<#lifetime> #element: ::core::clone::Clone))
                }
                ty if is_float(ty) => None,
                syn::Type::Path(path) if path.path.is_ident("str") => None,
                ty => Some(quote!(for<#lifetime> #ty: ::core::clone::Clone)),
            })
            .collect()
    }

    fn reverse_shells(&self) -> TokenStream {
        let mut out = TokenStream::new();
        out.extend(self.accumulate_vjp());
        out.extend(self.vjp());
        out.extend(self.pullback_shell());
        let exclusive = self.sig().exclusives().next().is_some();
        if exclusive {
            return out;
        }
        match &self.sig().output {
            Output::Value(ty) => out.extend(self.gradients(ty)),
            Output::Fallible { value, option, .. } => {
                out.extend(self.fallible_gradients(value, *option))
            }
            Output::Unit | Output::Compound(_) => {}
        }
        out
    }

    fn seed_parameter(&self) -> TokenStream {
        match self.sig().output_type() {
            Some(_) => {
                let seed = self.seed_type();
                quote!(__seed: #seed,)
            }
            None => quote!(),
        }
    }

    fn seed_argument(&self) -> TokenStream {
        if self.sig().output_type().is_some() { quote!(__seed,) } else { quote!((),) }
    }

    fn accumulate_vjp(&self) -> TokenStream {
        let name = self.public("accumulate_vjp");
        let doc = format!(
            "The vector-Jacobian product of `{}`: runs it, and adds the cotangents of the active arguments \
             for the cotangent `seed` of the result into the given buffers. A `&mut` argument's cotangent \
             comes in as that of its final value and goes out as that of its initial value.",
            self.sig().name
        );
        let head = self.head(&name, false, &doc);
        let rt = &self.parts.rt;
        let exclusive = self.sig().params.iter().any(|p| p.passing == Passing::Exclusive);
        let bounds = if exclusive { self.clone_bounds(true) } else { Vec::new() };
        let (generics, clause) = self.generics(&bounds);
        let params = self.parameters(false);
        let cotangents = self.buffers(self.sig().exclusives());
        let gradients = self.buffers(self.sig().gradients());
        let (seed_parameter, seed) = (self.seed_parameter(), self.seed_argument());
        let result = self.result_type();
        let turbofish = self.turbofish();
        let arguments = self.argument_names();
        let slots = self.slots(false);
        let body = if exclusive {
            // The arguments end as the function leaves them: the reverse sweep works on copies.
            let forward = self.internal("__ad_forward");
            let first: Vec<TokenStream> = self
                .sig()
                .params
                .iter()
                .map(|param| {
                    let name = &param.name;
                    match param.passing {
                        Passing::Value => quote!(::core::clone::Clone::clone(&#name)),
                        Passing::Shared => quote!(#name),
                        Passing::Exclusive => quote!(&mut *#name),
                    }
                })
                .collect();
            let copies = self.sig().params.iter().filter_map(|param| {
                let name = &param.name;
                let copy = format_ident!(
                    "{}_copy",
                    name.to_string().trim_start_matches("r#"),
                    span = Span::mixed_site()
                );
                (param.passing == Passing::Exclusive)
                    .then(|| quote!(let mut #copy = #rt::saved(&*#name);))
            });
            let second = self.sig().params.iter().map(|param| {
                let name = &param.name;
                let copy = format_ident!(
                    "{}_copy",
                    name.to_string().trim_start_matches("r#"),
                    span = Span::mixed_site()
                );
                match param.passing {
                    Passing::Exclusive => quote!(&mut #copy),
                    _ => quote!(#name),
                }
            });
            quote! {
                let (__value, __residual) = Self::#forward #turbofish(#(#first),*);
                #(#copies)*
                __residual(#(#second,)* #seed #(#slots),*);
                __value
            }
        } else {
            let reverse = self.internal("__ad_reverse");
            quote!(Self::#reverse #turbofish(#(#arguments,)* #seed #(#slots),*))
        };
        quote! {
            #head #generics (#(#params,)* #seed_parameter #(#cotangents,)* #(#gradients),*) -> #result #clause {
                #body
            }
        }
    }

    fn vjp(&self) -> TokenStream {
        let name = self.public("vjp");
        let doc = format!(
            "The vector-Jacobian product of `{}`: its value, and the cotangents of the active arguments for \
             the cotangent `seed` of the result.",
            self.sig().name
        );
        let head = self.head(&name, false, &doc);
        let exclusive = self.sig().params.iter().any(|p| p.passing == Passing::Exclusive);
        let bounds = if exclusive { self.clone_bounds(true) } else { Vec::new() };
        let (generics, clause) = self.generics(&bounds);
        let params = self.parameters(false);
        let cotangents = self.buffers(self.sig().exclusives());
        let (seed_parameter, seed) = (self.seed_parameter(), self.seed_argument());
        let seed = if self.sig().output_type().is_some() { seed } else { quote!() };
        let (result, gradient) = (self.result_type(), self.gradient_type());
        let zeros = self.zeros(Self::borrowed);
        let accumulate = self.public("accumulate_vjp");
        let turbofish = self.turbofish();
        let arguments = self.argument_names();
        let exclusives = self.sig().exclusives().map(Self::adjoint_name);
        let gradients = self.sig().gradients().map(Self::adjoint_name);
        let value = self.gradient_value();
        quote! {
            #head #generics (#(#params,)* #seed_parameter #(#cotangents),*) -> (#result, #gradient) #clause {
                #(#zeros)*
                let __value = Self::#accumulate #turbofish(
                    #(#arguments,)* #seed #(#exclusives,)* #(&mut #gradients),*
                );
                (__value, #value)
            }
        }
    }

    fn pullback_shell(&self) -> TokenStream {
        let name = self.public("pullback");
        let doc = format!(
            "Runs `{}` and keeps what its reverse sweep needs: the value, and the function from the cotangent \
             of the result to those of the active arguments.",
            self.sig().name
        );
        let head = self.head(&name, false, &doc);
        let rt = &self.parts.rt;
        let (generics, clause) = self.generics(&self.clone_bounds(false));
        let params = self.parameters(false);
        let turbofish = self.turbofish();
        let forward = self.internal("__ad_forward");
        let own = |param: &Param| {
            let name = param.name.to_string();
            format_ident!("{}_own", name.trim_start_matches("r#"), span = Span::mixed_site())
        };
        let copies =
            self.sig().params.iter().filter(|p| p.passing != Passing::Exclusive).map(|param| {
                let (own, borrowed) = (own(param), Self::borrowed(param));
                let mutability = quote!();
                quote!(let #mutability #own = #rt::saved(#borrowed);)
            });
        let finals =
            self.sig().params.iter().filter(|p| p.passing == Passing::Exclusive).map(|param| {
                let (own, borrowed) = (own(param), Self::borrowed(param));
                quote!(let mut #own = #rt::saved(#borrowed);)
            });
        let first = self.sig().params.iter().map(|param| {
            let name = &param.name;
            match param.passing {
                Passing::Exclusive => quote!(&mut *#name),
                _ => quote!(#name),
            }
        });
        let second = self.sig().params.iter().map(|param| {
            let own = own(param);
            match param.passing {
                Passing::Value => quote!(#own),
                Passing::Shared => quote!(&#own),
                Passing::Exclusive => quote!(&mut #own),
            }
        });
        let zeros = self.zeros(|param| {
            let own = own(param);
            match param.ty {
                syn::Type::Slice(_) => quote!(&#own[..]),
                _ => quote!(&#own),
            }
        });
        let slots = self.slots(true);
        let cotangent_types: Vec<TokenStream> = self
            .sig()
            .exclusives()
            .map(|param| {
                let slot = self.paths.slot(param);
                quote!(&mut #slot)
            })
            .collect();
        let cotangents = self.buffers(self.sig().exclusives());
        let (result, gradient) = (self.result_type(), self.gradient_type());
        let (seed_type, seed_parameter) = match self.sig().output_type() {
            Some(_) => {
                let seed = self.seed_type();
                (quote!(#seed,), quote!(__seed: #seed,))
            }
            None => (quote!(), quote!()),
        };
        let seed = self.seed_argument();
        let value = self.gradient_value();
        let signature = quote!((#seed_type #(#cotangent_types),*) -> #gradient);
        let (back, boxed) = if self.parts.home.is_trait() {
            (quote!(#rt::Box<dyn ::core::ops::FnOnce #signature>), quote!(#rt::Box::new))
        } else {
            (quote!(#rt::residual!(#signature)), quote!())
        };
        quote! {
            #head #generics (#(#params),*)
                -> (#result, #back)
            #clause {
                #(#copies)*
                let (__value, __residual) = Self::#forward #turbofish(#(#first),*);
                #(#finals)*
                (__value, #boxed(move |#seed_parameter #(#cotangents),*| {
                    #(#zeros)*
                    __residual(#(#second,)* #seed #(#slots),*);
                    #value
                }))
            }
        }
    }

    fn gradients(&self, ty: &syn::Type) -> TokenStream {
        let rt = &self.parts.rt;
        let name = &self.sig().name;
        // A bound over a lifetime is looked at only where the function is used.
        let bounds =
            if is_float(ty) { Vec::new() } else { vec![quote!(for<'__ad> #ty: #rt::Real)] };
        let (generics, clause) = self.generics(&bounds);
        let params = self.parameters(false);
        let arguments = self.argument_names();
        let turbofish = self.turbofish();
        let gradient = self.gradient_type();
        let buffers = self.buffers(self.sig().gradients());
        let buffer_names: Vec<Ident> = self.sig().gradients().map(Self::adjoint_name).collect();
        let slots = self.slots(false);
        let reverse = self.internal("__ad_reverse");
        let accumulate = self.public("accumulate_grad");
        let both = self.public("value_and_grad");
        let only = self.public("grad");
        let zeros = self.zeros(Self::borrowed);
        let value = self.gradient_value();
        let doc = format!("Runs `{name}` and adds its gradient into the given buffers.");
        let head = self.head(&accumulate, false, &doc);
        let accumulate_fn = quote! {
            #head #generics (#(#params,)* #(#buffers),*) -> #ty #clause {
                Self::#reverse #turbofish(#(#arguments,)* #rt::unit_seed::<#ty>(), #(#slots),*)
            }
        };
        let head = self.head(&both, false, &format!("The value and the gradient of `{name}`."));
        let both_fn = quote! {
            #head #generics (#(#params),*) -> (#ty, #gradient) #clause {
                #(#zeros)*
                let __value = Self::#accumulate #turbofish(#(#arguments,)* #(&mut #buffer_names),*);
                (__value, #value)
            }
        };
        let head = self.head(&only, false, &format!("The gradient of `{name}`."));
        let only_fn = quote! {
            #head #generics (#(#params),*) -> #gradient #clause {
                Self::#both #turbofish(#(#arguments),*).1
            }
        };
        quote!(#accumulate_fn #both_fn #only_fn)
    }

    fn fallible_gradients(&self, value_type: &syn::Type, option: bool) -> TokenStream {
        let rt = &self.parts.rt;
        let name = &self.sig().name;
        let mut bounds = self.clone_bounds(false);
        if !is_float(value_type) {
            bounds.push(quote!(for<'__ad> #value_type: #rt::Real));
        }
        let (generics, clause) = self.generics(&bounds);
        let params = self.parameters(false);
        let arguments = self.argument_names();
        let turbofish = self.turbofish();
        let gradient = self.gradient_type();
        let both = self.public("value_and_grad");
        let only = self.public("grad");
        let zeros = self.zeros(Self::borrowed);
        let value = self.gradient_value();
        let slots = self.slots(true);
        let forward = self.internal("__ad_forward");
        let copied = self.sig().params.iter().map(|param| {
            let name = &param.name;
            match param.passing {
                Passing::Value => quote!(::core::clone::Clone::clone(&#name)),
                _ => quote!(#name),
            }
        });
        let whole = self.result_type();
        let (wrapped, good, bad) = if option {
            (
                quote!(::core::option::Option),
                quote!(::core::option::Option::Some),
                quote!(::core::option::Option::None => ::core::option::Option::None),
            )
        } else {
            (
                quote!(::core::result::Result),
                quote!(::core::result::Result::Ok),
                quote!(::core::result::Result::Err(__error) => ::core::result::Result::Err(__error)),
            )
        };
        let error = match self.sig().output_type() {
            Some(syn::Type::Path(path)) if !option => path
                .path
                .segments
                .last()
                .and_then(|segment| match &segment.arguments {
                    syn::PathArguments::AngleBracketed(args) => args.args.iter().nth(1).cloned(),
                    _ => None,
                })
                .map(|error| quote!(, #error)),
            _ => None,
        };
        // An alias of `Result` with a fixed error has one parameter.
        let (both_type, only_type) = match (&error, option) {
            (Some(error), false) => (
                quote!(#wrapped<(#value_type, #gradient) #error>),
                quote!(#wrapped<#gradient #error>),
            ),
            (None, true) => {
                (quote!(#wrapped<(#value_type, #gradient)>), quote!(#wrapped<#gradient>))
            }
            _ => {
                let alias = match self.sig().output_type() {
                    Some(syn::Type::Path(path)) => {
                        let mut path = path.clone();
                        if let Some(last) = path.path.segments.last_mut() {
                            last.arguments = syn::PathArguments::None;
                        }
                        path.to_token_stream()
                    }
                    _ => quote!(#whole),
                };
                (quote!(#alias<(#value_type, #gradient)>), quote!(#alias<#gradient>))
            }
        };
        let head = self.head(&both, false, &format!("The value and the gradient of `{name}`."));
        let both_fn = quote! {
            #head #generics (#(#params),*) -> #both_type #clause {
                #(#zeros)*
                let (__value, __residual) = Self::#forward #turbofish(#(#copied),*);
                match __value {
                    #good(__value) => {
                        __residual(
                            #(#arguments,)*
                            ::core::option::Option::Some(#rt::unit_seed::<#value_type>()),
                            #(#slots),*
                        );
                        #good((__value, #value))
                    }
                    #bad,
                }
            }
        };
        let head = self.head(&only, false, &format!("The gradient of `{name}`."));
        let only_fn = quote! {
            #head #generics (#(#params),*) -> #only_type #clause {
                Self::#both #turbofish(#(#arguments),*).map(|(_, gradient)| gradient)
            }
        };
        quote!(#both_fn #only_fn)
    }

    fn forward_shells(&self) -> TokenStream {
        let name = self.public("jvp");
        let doc = format!(
            "The Jacobian-vector product of `{}`: its value, and the tangent of the value for the given \
             tangents of the active arguments.",
            self.sig().name
        );
        let head = self.head(&name, false, &doc);
        let (generics, clause) = self.generics(&[]);
        let params = self.parameters(false);
        let arguments = self.argument_names();
        let turbofish = self.turbofish();
        let tangent_name = |param: &Param| {
            if param.is_self {
                Ident::new("self_tangent", Span::mixed_site())
            } else {
                format_ident!(
                    "{}_tangent",
                    param.name.to_string().trim_start_matches("r#"),
                    span = Span::mixed_site()
                )
            }
        };
        let tangents = self.sig().params.iter().filter(|p| p.active).map(|param| {
            let (name, slot) = (tangent_name(param), self.paths.slot(param));
            match param.passing {
                Passing::Value => quote!(#name: #slot),
                Passing::Shared => quote!(#name: &#slot),
                Passing::Exclusive => quote!(#name: &mut #slot),
            }
        });
        let passed = self.sig().params.iter().map(|param| {
            let name = tangent_name(param);
            match (param.active, param.passing) {
                (true, Passing::Value) => quote!(&#name),
                (true, _) => quote!(#name),
                (false, Passing::Exclusive) => quote!(&mut ()),
                (false, _) => {
                    if param.slice_element().is_some_and(is_float) {
                        quote!(&[])
                    } else {
                        quote!(&())
                    }
                }
            }
        });
        let (result, tangent) = (self.result_type(), self.seed_type());
        let internal = self.internal("__ad_jvp");
        quote! {
            #head #generics (#(#params,)* #(#tangents),*) -> (#result, #tangent) #clause {
                Self::#internal #turbofish(#(#arguments,)* #(#passed),*)
            }
        }
    }
}

/// The variables that rules and zeros read: they must not have been moved out of.
fn rule_reads(expr: &Expr, out: &mut HashSet<VarId>) {
    use crate::ir::{ExprKind, visit};
    match &expr.kind {
        ExprKind::Rule { args, .. } => {
            for arg in args {
                visit::each_read(arg, &mut |var| {
                    out.insert(var);
                });
            }
        }
        ExprKind::Zero(place) => {
            out.insert(place.root);
        }
        _ => {}
    }
    visit::each_operand(expr, &mut |operand| rule_reads(operand, out));
}
