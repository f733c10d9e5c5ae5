//! Second order: the hidden functions `__ad_second_order_forward` (value with tangent, and residual), `__ad_second_order_reverse`
//! (both sweeps) and `__ad_second_order_back` (runs a method's residual), and the public `hvp` and `hessian`.
//!
//! Each takes what its counterpart of first order takes, with the tangents of the parameters after them, the tangent
//! of the seed after the seed, and the tangents of the slots after the slots.

use std::collections::HashSet;

use proc_macro2::{Ident, Span, TokenStream};
use quote::{format_ident, quote};

use super::super::types::is_float;
use super::super::{body::Body, names};
use super::{Emit, Home, allowances};
use crate::syntax::signature::{Output, Param, Passing};
use crate::transform::second_order::SecondOrder;

impl Emit<'_> {
    /// All functions of second order; signatures alone where there are no sweeps.
    pub(super) fn second_order(&self, sweeps: Option<&(SecondOrder, SecondOrder)>) -> TokenStream {
        let mut out = match self.parts.options.vjp.as_ref().filter(|_| !self.parts.stub) {
            Some(rule) => self.rule_second_order(rule),
            None => {
                let (joint, split) = sweeps.map(|(joint, split)| (joint, split)).unzip();
                let mut out = self.second_forward(split);
                out.extend(self.second_reverse(joint));
                out
            }
        };
        out.extend(self.second_back());
        if self.sig().exclusives().next().is_none()
            && let Output::Value(ty) = &self.sig().output
        {
            out.extend(self.hvp(ty));
            if self.sig().gradients().count() == 1 {
                out.extend(self.hessian(ty));
            }
        }
        out
    }

    /// The types of the tangents of the parameters.
    pub(super) fn tangent_types(&self) -> Vec<TokenStream> {
        let types = self.sig().params.iter().map(|param| {
            let slot = self.paths.slot(param);
            match param.passing {
                Passing::Exclusive => quote!(&mut #slot),
                _ => quote!(&#slot),
            }
        });
        types.collect()
    }

    /// What a residual takes.
    pub(super) fn second_takes(&self) -> TokenStream {
        let (params, tangents) = (self.residual_types(), self.tangent_types());
        let (slots, seed) = (self.slot_types(), self.seed_type());
        quote!((#(#params,)* #(#tangents,)* #seed, #seed, #(#slots,)* #(#slots),*))
    }

    /// Parameters of the given types, named after variables where there are sweeps.
    fn named(
        idents: Option<&[Ident]>,
        prefix: &str,
        types: &[TokenStream],
        vars: Option<&[Option<crate::ir::VarId>]>,
    ) -> Vec<TokenStream> {
        let name = |index: usize| match (idents, vars.and_then(|vars| vars[index])) {
            (Some(idents), Some(var)) => {
                let ident = &idents[var.0 as usize];
                quote!(#ident)
            }
            (Some(_), None) => quote!(_),
            (None, _) => {
                let ident = format_ident!("{prefix}_{index}", span = Span::mixed_site());
                quote!(#ident)
            }
        };
        types
            .iter()
            .enumerate()
            .map(|(index, ty)| {
                let name = name(index);
                quote!(#name: #ty)
            })
            .collect()
    }

    /// The seed, the slots and their tangents as parameters.
    fn second_seeds(
        &self,
        sweeps: Option<&SecondOrder>,
        idents: Option<&[Ident]>,
    ) -> Vec<TokenStream> {
        let seed_type = self.seed_type();
        let seed = |name: &str, var: Option<crate::ir::VarId>| {
            let ident = match (idents, var) {
                (Some(idents), Some(var)) => {
                    let ident = &idents[var.0 as usize];
                    quote!(mut #ident)
                }
                (Some(_), None) => quote!(_),
                (None, _) => {
                    let ident = Ident::new(name, Span::mixed_site());
                    quote!(#ident)
                }
            };
            quote!(#ident: #seed_type)
        };
        let mut out = vec![
            seed("__seed", sweeps.and_then(|s| s.sweeps.seed)),
            seed("__seed_tangent", sweeps.and_then(|s| s.seed_tangent)),
        ];
        let types = self.slot_types();
        let slots = sweeps.map(|s| s.sweeps.slots.as_slice());
        let tangents = sweeps.map(|s| s.slot_tangents.as_slice());
        out.extend(Self::named(idents, "slot", &types, slots));
        out.extend(Self::named(idents, "slot_tangent", &types, tangents));
        out
    }

    /// `((value, tangent), residual) = __ad_second_order_forward(params, tangents)`.
    fn second_forward(&self, sweeps: Option<&SecondOrder>) -> TokenStream {
        let rt = &self.parts.rt;
        let name = self.internal("__ad_second_order_forward");
        let head = self.head(&name, true, "");
        let (generics, clause) = self.generics(&[]);
        let params = self.parameters(true);
        let (result, tangent) = (self.result_type(), self.seed_type());
        let takes = self.second_takes();
        let residual = if self.parts.recursive {
            quote!(#rt::Box<dyn ::core::ops::FnOnce #takes>)
        } else {
            quote!(#rt::residual!(#takes))
        };
        let idents = sweeps.map(|s| names::assign(&s.sweeps.function));
        let types = self.tangent_types();
        let vars = sweeps.map(|s| s.tangents.as_slice());
        let tangents = Self::named(idents.as_deref(), "tangent", &types, vars);
        let signature = quote! {
            #head #generics (#(#params,)* #(#tangents),*) -> ((#result, #tangent), #residual) #clause
        };
        let body = sweeps.zip(idents.as_deref()).map(|(second, idents)| {
            let f = &second.sweeps.function;
            let kept = Self::second_kept(second);
            let ahead = Body { f, idents, rt, kept: &kept, this: None, locals: self.parts.locals };
            let exclusive = self.sig().params.iter().any(|p| p.passing == Passing::Exclusive);
            // As in the first order.
            let again = (second.sweeps.borrows || self.parts.home == Home::Trait) && !exclusive;
            let this = self.this_behind(again);
            let back =
                Body { f, idents, rt, kept: &kept, this: this.clone(), locals: self.parts.locals };
            let items = ahead.items();
            let forward = ahead.block(&second.sweeps.forward);
            let tangent = Self::result_value(&ahead, second.result_tangent.as_ref());
            let value = Self::result_value(&ahead, f.result.as_ref());
            let reverse = back.block(&second.sweeps.reverse);
            let arguments =
                self.sig().params.iter().zip(self.residual_types()).map(|(param, ty)| {
                    match (&this, param.is_self) {
                        (Some(this), true) if param.mutable && again => quote!(mut #this: #ty),
                        _ if param.mutable && again => {
                            let name = &param.name;
                            quote!(mut #name: #ty)
                        }
                        // What the function did to a parameter of its own is kept.
                        _ if param.mutable => quote!(_: #ty),
                        (Some(this), true) => quote!(#this: #ty),
                        _ => {
                            let name = &param.name;
                            quote!(#name: #ty)
                        }
                    }
                });
            let tangents = Self::named(Some(idents), "tangent", &types, vars);
            let seeds = self.second_seeds(Some(second), Some(idents));
            let reverse = if again {
                let forward = back.block(&second.sweeps.forward);
                quote!(#items #forward #reverse)
            } else {
                reverse
            };
            let closure = quote!(move |#(#arguments,)* #(#tangents,)* #(#seeds),*| { #reverse });
            let closure =
                if self.parts.recursive { quote!(#rt::Box::new(#closure)) } else { closure };
            quote! {
                #items
                #forward
                let __tangent = #tangent;
                let __value = #value;
                ((__value, __tangent), #closure)
            }
        });
        self.finish(signature, body)
    }

    /// `value = __ad_second_order_reverse(params, tangents, seed, its tangent, slots, their tangents)`.
    fn second_reverse(&self, sweeps: Option<&SecondOrder>) -> TokenStream {
        let rt = &self.parts.rt;
        let name = self.internal("__ad_second_order_reverse");
        let head = self.head(&name, true, "");
        let (generics, clause) = self.generics(&[]);
        let params = self.parameters(true);
        let result = self.result_type();
        let idents = sweeps.map(|s| names::assign(&s.sweeps.function));
        let vars = sweeps.map(|s| s.tangents.as_slice());
        let tangents = Self::named(idents.as_deref(), "tangent", &self.tangent_types(), vars);
        let seeds = self.second_seeds(sweeps, idents.as_deref());
        let signature = quote! {
            #head #generics (#(#params,)* #(#tangents,)* #(#seeds),*) -> #result #clause
        };
        let body = sweeps.zip(idents.as_deref()).map(|(second, idents)| {
            let f = &second.sweeps.function;
            let mut kept = Self::second_kept(second);
            kept.extend(f.result.as_ref().and_then(|r| r.place()).map(|place| place.root));
            let body = Body { f, idents, rt, kept: &kept, this: None, locals: self.parts.locals };
            let items = body.items();
            let forward = body.block(&second.sweeps.forward);
            let value = Self::result_value(&body, f.result.as_ref());
            let reverse = body.block(&second.sweeps.reverse);
            quote! {
                #items
                #forward
                let __value = #value;
                #reverse
                __value
            }
        });
        self.finish(signature, body)
    }

    /// What must not be moved out of: what the reverse sweep reads, and what rules read.
    fn second_kept(second: &SecondOrder) -> HashSet<crate::ir::VarId> {
        let mut kept = second.sweeps.kept.clone();
        for block in [&second.sweeps.forward, &second.sweeps.reverse] {
            crate::ir::visit::each_stmt(block, &mut |stmt| {
                crate::ir::visit::each_expr(stmt, &mut |expr| {
                    super::internal::rule_reads(expr, &mut kept)
                });
            });
        }
        if let Some(tangent) = &second.result_tangent {
            super::internal::rule_reads(tangent, &mut kept);
        }
        kept
    }

    /// `receiver.__ad_second_order_back_h(residual, args, ..)`: runs a residual; methods only.
    fn second_back(&self) -> TokenStream {
        if self.this().is_none() {
            return quote!();
        }
        let rt = &self.parts.rt;
        let name = self.internal("__ad_second_order_back");
        let visibility = self.visibility();
        let allow = allowances();
        let cfgs = &self.parts.cfgs;
        let receiver = &self.parameters(false)[0];
        let takes = self.second_takes();
        let mut types = self.residual_types();
        types.remove(0);
        types.extend(self.tangent_types());
        types.extend([self.seed_type(), self.seed_type()]);
        types.extend(self.slot_types());
        types.extend(self.slot_types());
        let names: Vec<Ident> = (0..types.len())
            .map(|index| format_ident!("argument_{index}", span = Span::mixed_site()))
            .collect();
        let mut predicates: Vec<TokenStream> = Vec::new();
        if let Some(clause) = &self.sig().generics.where_clause {
            predicates.extend(clause.predicates.iter().map(|predicate| quote!(#predicate)));
        }
        if self.parts.home == Home::Trait {
            predicates.push(quote!(Self: Sized + #rt::Differentiable));
        }
        let clause = if predicates.is_empty() { quote!() } else { quote!(where #(#predicates),*) };
        let params = &self.sig().generics.params;
        let comma = (!params.is_empty() && !params.trailing_punct()).then(|| quote!(,));
        quote! {
            #cfgs #[doc(hidden)] #allow #[inline]
            #visibility fn #name<#params #comma __Residual: ::core::ops::FnOnce #takes>(
                #receiver, __residual: __Residual, #(#names: #types),*
            ) #clause {
                __residual(self, #(#names),*)
            }
        }
    }

    pub(super) fn direction_name(param: &Param) -> Ident {
        if param.is_self {
            return Ident::new("self_direction", Span::mixed_site());
        }
        format_ident!(
            "{}_direction",
            param.name.to_string().trim_start_matches("r#"),
            span = Span::mixed_site()
        )
    }

    fn curved_name(param: &Param) -> Ident {
        let name = Self::adjoint_name(param);
        format_ident!("{name}_tangent", span = Span::mixed_site())
    }

    /// The bound on the result, which is looked at only where a function is used.
    fn real_bound(&self, ty: &syn::Type) -> Vec<TokenStream> {
        let rt = &self.parts.rt;
        if is_float(ty) { Vec::new() } else { vec![quote!(for<'__ad> #ty: #rt::Real)] }
    }

    /// Predicates for the arguments that every product takes anew.
    fn value_clone_bounds(&self) -> Vec<TokenStream> {
        let owned = self.sig().params.iter().filter(|param| param.passing == Passing::Value);
        let others = owned.filter(|param| !is_float(&param.ty));
        others
            .map(|param| {
                let ty = &param.ty;
                quote!(for<'__ad> #ty: ::core::clone::Clone)
            })
            .collect()
    }

    fn hvp(&self, ty: &syn::Type) -> TokenStream {
        let rt = &self.parts.rt;
        let name = self.public("hvp");
        let doc = format!(
            "The Hessian of `{}` times a vector: the derivative of its gradient in the direction of the given \
             tangents of the active arguments.",
            self.sig().name
        );
        let head = self.head(&name, false, &doc);
        let (generics, clause) = self.generics(&self.real_bound(ty));
        let params = self.parameters(false);
        let arguments = self.argument_names();
        let turbofish = self.turbofish();
        let gradient = self.gradient_type();
        let directions = self.sig().gradients().map(|param| {
            let (name, slot) = (Self::direction_name(param), self.paths.slot(param));
            match param.passing {
                Passing::Value => quote!(#name: #slot),
                _ => quote!(#name: &#slot),
            }
        });
        let passed = self.sig().params.iter().map(|param| {
            let name = Self::direction_name(param);
            match (param.active, param.passing) {
                (true, Passing::Value) => quote!(&#name),
                (true, _) => quote!(#name),
                (false, Passing::Exclusive) => quote!(&mut ()),
                (false, _) if param.slice_element().is_some_and(is_float) => quote!(&[]),
                (false, _) => quote!(&()),
            }
        });
        let zeros = self.zeros(Self::borrowed);
        let curved_zeros = self.sig().gradients().map(|param| {
            let (curved, flat) = (Self::curved_name(param), Self::adjoint_name(param));
            quote!(let mut #curved = ::core::clone::Clone::clone(&#flat);)
        });
        let slots = self.slots(true);
        let curved = self.sig().params.iter().map(|param| {
            let name = Self::curved_name(param);
            match param.active {
                true => quote!(&mut #name),
                false if param.slice_element().is_some_and(is_float) => quote!(&mut []),
                false => quote!(&mut ()),
            }
        });
        let reverse = self.internal("__ad_second_order_reverse");
        let names: Vec<Ident> = self.sig().gradients().map(Self::curved_name).collect();
        let value = match names.as_slice() {
            [one] => quote!(#one),
            many => quote!((#(#many),*)),
        };
        quote! {
            #head #generics (#(#params,)* #(#directions),*) -> #gradient #clause {
                #(#zeros)*
                #(#curved_zeros)*
                Self::#reverse #turbofish(
                    #(#arguments,)* #(#passed,)*
                    #rt::unit_seed::<#ty>(), #rt::zero::<#ty>(), #(#slots,)* #(#curved),*
                );
                #value
            }
        }
    }

    fn hessian(&self, ty: &syn::Type) -> TokenStream {
        let Some(point) = self.sig().gradients().next() else {
            return quote!();
        };
        let rt = &self.parts.rt;
        let name = self.public("hessian");
        let doc = format!(
            "The Hessian of `{}`: a square matrix, column by column from as many Hessian-vector products as the \
             active argument has entries (of a scalar argument, the second derivative itself).",
            self.sig().name
        );
        let head = self.head(&name, false, &doc);
        let point_type = &point.ty;
        let mut bounds = self.real_bound(ty);
        bounds.extend(self.value_clone_bounds());
        let tangent = self.paths.tangent(point_type);
        if !is_float(point_type) {
            bounds.push(quote!(for<'__ad> #point_type: #rt::Coordinates<#tangent>));
        }
        let (generics, clause) = self.generics(&bounds);
        let params = self.parameters(false);
        let turbofish = self.turbofish();
        let borrowed = Self::borrowed(point);
        let copied = self.sig().params.iter().map(|param| {
            let name = &param.name;
            match param.passing {
                Passing::Value => quote!(::core::clone::Clone::clone(&#name)),
                // No active parameter is exclusive here.
                _ => quote!(#name),
            }
        });
        let direction = match point.passing {
            Passing::Value => quote!(::core::clone::Clone::clone(__direction)),
            _ => quote!(__direction),
        };
        let hvp = self.public("hvp");
        quote! {
            #head #generics (#(#params),*) -> <#point_type as #rt::Coordinates<#tangent>>::Hessian #clause {
                #rt::Coordinates::hessian(#borrowed, |__direction| {
                    Self::#hvp #turbofish(#(#copied,)* #direction)
                })
            }
        }
    }
}
