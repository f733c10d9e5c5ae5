//! The public functions of the reverse mode for any result: `accumulate_vjp`, `vjp`, `pullback`.

use proc_macro2::{Span, TokenStream};
use quote::{format_ident, quote};

use super::buffers::Copied;
use super::{Emit, Home};
use crate::syntax::lifetimes;
use crate::syntax::signature::{Output, Param, Passing};

impl Emit<'_> {
    pub(super) fn reverse_shells(&self) -> TokenStream {
        let mut out = TokenStream::new();
        out.extend(self.accumulate_vjp());
        out.extend(self.vjp());
        // What is behind a reference to a trait object has no copy that the function could own.
        let unowned = |p: &Param| matches!(p.ty, syn::Type::TraitObject(_));
        if !self.sig().params.iter().any(unowned) {
            out.extend(self.pullback_shell());
        }
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

    pub(super) fn accumulate_vjp(&self) -> TokenStream {
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
        let bounds = if exclusive { self.clone_bounds(Copied::Changed) } else { Vec::new() };
        let (generics, clause) = self.generics(&bounds);
        let params = self.parameters(false);
        let cotangents = self.buffers(self.sig().exclusives());
        let gradients = self.buffers(self.sig().gradients());
        let (seed_parameter, seed) = (self.seed_parameter(), self.seed_argument());
        let result = self.result_type();
        let turbofish = self.turbofish();
        let arguments = self.argument_names();
        let slots = self.slots(false);
        let functions = self.function_zeros(Self::borrowed);
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
                #(#functions)*
                let (__value, __residual) = Self::#forward #turbofish(#(#first),*);
                #(#copies)*
                __residual(#(#second,)* #seed #(#slots),*);
                __value
            }
        } else {
            let reverse = self.internal("__ad_reverse");
            quote! {
                #(#functions)*
                Self::#reverse #turbofish(#(#arguments,)* #seed #(#slots),*)
            }
        };
        quote! {
            #head #generics (#(#params,)* #seed_parameter #(#cotangents,)* #(#gradients),*) -> #result #clause {
                #body
            }
        }
    }

    pub(super) fn vjp(&self) -> TokenStream {
        let name = self.public("vjp");
        let doc = format!(
            "The vector-Jacobian product of `{}`: its value, and the cotangents of the active arguments for \
             the cotangent `seed` of the result.",
            self.sig().name
        );
        let head = self.head(&name, false, &doc);
        let exclusive = self.sig().params.iter().any(|p| p.passing == Passing::Exclusive);
        let bounds = if exclusive { self.clone_bounds(Copied::Changed) } else { Vec::new() };
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

    pub(super) fn pullback_shell(&self) -> TokenStream {
        let name = self.public("pullback");
        let doc = format!(
            "Runs `{}` and keeps what its reverse sweep needs: the value, and the function from the cotangent \
             of the result to those of the active arguments.",
            self.sig().name
        );
        let head = self.head(&name, false, &doc);
        let rt = &self.parts.rt;
        let mut bounds = self.clone_bounds(Copied::All);
        if self.parts.home == Home::Trait {
            // The box owns the receiver.
            bounds.push(quote!(Self: 'static));
        }
        let (generics, clause) = self.generics(&bounds);
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
        let of_own = |param: &Param| {
            let own = own(param);
            match param.ty {
                syn::Type::Slice(_) => quote!(&#own[..]),
                _ => quote!(&#own),
            }
        };
        let (zeros, functions) = (self.zeros(of_own), self.function_zeros(of_own));
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
            let captures = self.captures();
            (quote!(#rt::residual!(#signature #captures)), quote!())
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
                    #(#functions)*
                    __residual(#(#second,)* #seed #(#slots),*);
                    #value
                }))
            }
        }
    }

    /// What the closure of `pullback` borrows: what references inside of inactive arguments refer to. It owns a copy of a
    /// `&[&str]`, which is a list of references still.
    fn captures(&self) -> TokenStream {
        let mut lifetimes = Vec::new();
        for param in self.sig().params.iter().filter(|p| !p.active && p.callable.is_none()) {
            lifetimes::named(&param.ty, &mut lifetimes);
        }
        if lifetimes.is_empty() {
            return quote!();
        }
        let rt = &self.parts.rt;
        quote!(+ #rt::Captures<(#(&#lifetimes (),)*)>)
    }
}
