//! Functions as values: `f {}` is a `DifferentiableFn`; and the hidden functions that make a closure into one, for
//! parameters that are functions.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, format_ident, quote};
use syn::visit::Visit;
use syn::visit_mut::VisitMut;

use super::super::types::is_float;
use super::{Emit, Home, allowances};
use crate::syntax::lifetimes::{self, Namer};
use crate::syntax::signature::{Param, Passing};

/// As many parameters as the tuples with a tangent have.
const MOST_PARAMETERS: usize = 12;

impl Emit<'_> {
    /// `impl DifferentiableFn<(A, ..)> for f`, where all its types can stand in an `impl`.
    pub(crate) fn function_value(&self, name: &Ident) -> TokenStream {
        let (rt, sig) = (&self.parts.rt, self.sig());
        let mut namer = Namer::new("__ad_arg_");
        let mut types = Vec::new();
        for param in &sig.params {
            let ty = self.paths.declared(param, true);
            let Ok(mut ty) = syn::parse2::<syn::Type>(ty) else { return quote!() };
            namer.visit_type_mut(&mut ty);
            types.push(ty);
        }
        let Some(output) = self.output_of_value(&types) else { return quote!() };
        if types.len() > MOST_PARAMETERS || !self.can_stand_in_impl(&types, &output) {
            return quote!();
        }
        let mut generics = sig.generics.clone();
        for (index, lifetime) in namer.fresh.iter().enumerate() {
            generics.params.insert(index, syn::parse_quote!(#lifetime));
        }
        // What is constant need not have a tangent: the function is then no value.
        for param in sig.params.iter().filter(|p| !p.active && p.callable.is_none()) {
            if crate::syntax::hints::is_inactive_type(&param.ty) || is_float_like(&param.ty) {
                continue;
            }
            let ty = &param.ty;
            let clause = generics.make_where_clause();
            clause.predicates.push(syn::parse_quote!(for<'__ad> #ty: #rt::Differentiable));
        }
        let (declared, _, clause) = generics.split_for_impl();
        let names: Vec<Ident> = self.numbered("argument");
        let adjoints: Vec<Ident> = self.numbered("adjoint");
        let arguments = sig.params.iter().zip(&names).map(|(param, name)| {
            let Some(callable) = &param.callable else { return quote!(#name) };
            let inputs: Vec<Ident> = (0..callable.inputs.len())
                .map(|index| format_ident!("input_{index}", span = Span::mixed_site()))
                .collect();
            let types = &callable.inputs;
            let function = if param.passing == Passing::Value { quote!(&#name) } else { quote!(#name) };
            let reference = (param.passing != Passing::Value).then(|| quote!(&));
            quote! {
                #reference |#(#inputs: #types),*| #rt::DifferentiableFn::call(#function, (#(#inputs,)*))
            }
        });
        let slots = |exclusive: bool| {
            sig.params.iter().zip(&adjoints).map(move |(param, adjoint)| {
                let float = param.slice_element().is_some_and(is_float);
                match (param.active, param.slice_element().is_some(), exclusive) {
                    (true, false, _) => quote!(#adjoint),
                    (true, true, true) => quote!(&mut #adjoint[..]),
                    (true, true, false) if param.passing == Passing::Exclusive => {
                        quote!(&mut #adjoint[..])
                    }
                    (true, true, false) => quote!(&#adjoint[..]),
                    (false, ..) => {
                        let empty = if float { quote!([]) } else { quote!(()) };
                        if exclusive || param.passing == Passing::Exclusive {
                            quote!(&mut #empty)
                        } else {
                            quote!(&#empty)
                        }
                    }
                }
            })
        };
        let (reverse_slots, forward_slots) = (slots(true), slots(false));
        let parameters = self.described_parameters();
        let function = &sig.name;
        let tangent = quote!(<#output as #rt::Differentiable>::Tangent);
        let tuple = quote!((#(#types,)*));
        let tangents = quote!(<#tuple as #rt::Differentiable>::Tangent);
        let allow = allowances();
        let cfgs = &self.parts.cfgs;
        // The bounds above would steer what rustc infers. The primal's functions are parameters without names.
        let turbofish = self.turbofish();
        let named = sig.params.iter().all(|param| param.callable.is_none());
        let of_primal = named.then(|| self.turbofish());
        quote! {
            #cfgs #allow
            impl ::core::clone::Clone for #name {
                #[inline]
                fn clone(&self) -> Self { *self }
            }
            #cfgs #allow
            impl ::core::marker::Copy for #name {}
            #cfgs #allow
            impl #rt::Differentiable for #name {
                type Tangent = ();
                #[inline]
                fn zero_tangent(&self) {}
            }
            #cfgs #allow
            impl #declared #rt::DifferentiableFn<#tuple> for #name #clause {
                type Output = #output;
                #[inline]
                fn call(&self, (#(#names,)*): #tuple) -> #output {
                    #function #of_primal(#(#arguments),*)
                }
                #[inline]
                fn __parameters(&self) -> &'static [(&'static str, bool)] {
                    &[#(#parameters),*]
                }
                #[inline]
                fn __reverse(
                    &self,
                    (#(#names,)*): #tuple,
                    __seed: #tangent,
                    (#(#adjoints,)*): &mut #tangents,
                    _: &mut (),
                ) -> #output {
                    Self::__ad_reverse #turbofish(#(#names,)* __seed, #(#reverse_slots),*)
                }
                #[inline]
                fn __tangent(
                    &self,
                    (#(#names,)*): #tuple,
                    (#(#adjoints,)*): &mut #tangents,
                    _: &(),
                ) -> (#output, #tangent) {
                    Self::__ad_jvp #turbofish(#(#names,)* #(#forward_slots),*)
                }
            }
        }
    }

    /// `("x", true), ..`: the parameters' names, and whether they have a derivative.
    fn described_parameters(&self) -> Vec<TokenStream> {
        let params = self.sig().params.iter();
        params
            .map(|param| {
                let (name, active) = (param.name.to_string(), param.active);
                let name = if param.is_self { "self" } else { name.trim_start_matches("r#") };
                quote!((#name, #active))
            })
            .collect()
    }

    /// `__ad_parameters()`: what checkers know of the function; a method where the function is one.
    pub(super) fn parameters_function(&self) -> TokenStream {
        if matches!(self.parts.home, Home::Impl { of_trait: true }) {
            return quote!();
        }
        let head = self.head(&self.internal("__ad_parameters"), true, "");
        let of_self = self.sig().params.iter().any(|param| param.is_self).then(|| quote!(&self));
        let clause = (self.parts.home == Home::Trait).then(|| quote!(where Self: Sized));
        let parameters = self.described_parameters();
        quote! {
            #head(#of_self) -> &'static [(&'static str, bool)] #clause { &[#(#parameters),*] }
        }
    }

    fn numbered(&self, stem: &str) -> Vec<Ident> {
        (0..self.sig().params.len())
            .map(|index| format_ident!("{stem}_{index}", span = Span::mixed_site()))
            .collect()
    }

    /// The result's type with names for its elided lifetimes; nothing where that is not possible.
    fn output_of_value(&self, inputs: &[syn::Type]) -> Option<TokenStream> {
        let Some(output) = self.sig().output_type() else { return Some(quote!(())) };
        if !lifetimes::has_elided(output) {
            return Some(output.to_token_stream());
        }
        struct Find(Vec<syn::Lifetime>);
        impl Visit<'_> for Find {
            fn visit_lifetime(&mut self, lifetime: &syn::Lifetime) {
                if !self.0.contains(lifetime) && lifetime.ident != "static" {
                    self.0.push(lifetime.clone());
                }
            }
        }
        let mut found = Find(Vec::new());
        inputs.iter().for_each(|ty| found.visit_type(ty));
        let [one] = found.0.as_slice() else { return None };
        let mut output = output.clone();
        let mut namer = Namer::new("__ad_out_");
        namer.visit_type_mut(&mut output);
        let mut rename = Rename { from: &namer.fresh, to: one };
        rename.visit_type_mut(&mut output);
        Some(output.to_token_stream())
    }

    /// Whether every generic parameter follows from the types of the parameters, and all of them have names.
    fn can_stand_in_impl(&self, types: &[syn::Type], output: &TokenStream) -> bool {
        let mut used = Used { names: Vec::new(), unnamed: false };
        types.iter().for_each(|ty| used.visit_type(ty));
        let constrained = self.sig().generics.params.iter().all(|param| match param {
            syn::GenericParam::Type(param) => used.names.contains(&param.ident.to_string()),
            syn::GenericParam::Const(param) => used.names.contains(&param.ident.to_string()),
            syn::GenericParam::Lifetime(param) => {
                used.names.contains(&param.lifetime.ident.to_string())
                    || !output.to_string().contains(&param.lifetime.to_string())
            }
        });
        constrained && !used.unnamed
    }

    /// `__ad_function_k(witnesses.., env, primal, reverse, forward)` for each parameter that is a function.
    pub(super) fn function_makers(&self) -> TokenStream {
        if matches!(self.parts.home, Home::Impl { of_trait: true }) {
            return quote!();
        }
        let params = self.sig().params.iter().enumerate();
        let functions = params.filter(|(_, param)| param.callable.is_some());
        functions.map(|(index, param)| self.function_maker(index, param)).collect()
    }

    fn function_maker(&self, index: usize, param: &Param) -> TokenStream {
        let rt = &self.parts.rt;
        let Some(callable) = &param.callable else { return quote!() };
        let name = self.internal(&format!("__ad_function_{index}"));
        let mut namer = Namer::new("__ad_in_");
        let inputs: Vec<syn::Type> = callable
            .inputs
            .iter()
            .map(|ty| {
                let mut ty = ty.clone();
                namer.visit_type_mut(&mut ty);
                ty
            })
            .collect();
        let fresh = &namer.fresh;
        let quantified = if fresh.is_empty() { quote!() } else { quote!(for<#(#fresh),*>) };
        let output = callable.output.as_ref().map_or_else(|| quote!(()), ToTokens::to_token_stream);
        let others = |p: &&Param| !p.is_self && p.callable.is_none();
        let witnesses = self.sig().params.iter().filter(others).map(|param| {
            let ty = &param.ty;
            quote!(_: &#ty)
        });
        let this = self.this().map(|_| quote!(&self,));
        // Only what these types say can be inferred.
        let mut used = Used { names: Vec::new(), unnamed: false };
        self.sig().params.iter().filter(others).for_each(|param| used.visit_type(&param.ty));
        inputs.iter().for_each(|ty| used.visit_type(ty));
        if let Some(output) = &callable.output {
            used.visit_type(output);
        }
        let functions: Vec<String> = self
            .sig()
            .params
            .iter()
            .filter(|param| param.callable.is_some())
            .map(|param| param.ty.to_token_stream().to_string())
            .collect();
        let kept = |name: &str| {
            used.names.iter().any(|used| used == name) && !functions.iter().any(|f| f == name)
        };
        let generics = self.sig().generics.params.iter().filter(|param| match param {
            syn::GenericParam::Type(param) => kept(&param.ident.to_string()),
            syn::GenericParam::Const(param) => kept(&param.ident.to_string()),
            syn::GenericParam::Lifetime(_) => true,
        });
        let clause = self.sig().generics.where_clause.iter().flat_map(|clause| &clause.predicates);
        let predicates = clause.filter(|predicate| match predicate {
            syn::WherePredicate::Type(predicate) => {
                let mut mentioned = Used { names: Vec::new(), unnamed: false };
                mentioned.visit_predicate_type(predicate);
                let own = self.sig().generics.type_params().map(|param| param.ident.to_string());
                own.into_iter().all(|name| !mentioned.names.contains(&name) || kept(&name))
            }
            _ => true,
        });
        let tangent = quote!(<#output as #rt::Differentiable>::Tangent);
        let tuple = quote!((#(#inputs,)*));
        let tangents = quote!(<#tuple as #rt::Differentiable>::Tangent);
        let own = quote!(<__Env as #rt::Differentiable>::Tangent);
        let visibility = self.visibility();
        let allow = allowances();
        let cfgs = &self.parts.cfgs;
        let of_self = (self.parts.home == Home::Trait).then(|| quote!(Self: Sized,));
        quote! {
            #cfgs #[doc(hidden)] #allow #[inline]
            #visibility fn #name<#(#generics,)* __Env, __Primal, __Reverse, __Forward>(
                #this #(#witnesses,)*
                env: __Env,
                primal: __Primal,
                reverse: __Reverse,
                forward: __Forward,
            ) -> #rt::LocalFn<__Env, __Primal, __Reverse, __Forward>
            where
                #(#predicates,)*
                #of_self
                __Env: #rt::Differentiable + ::core::marker::Copy,
                __Primal: #quantified ::core::ops::Fn(__Env, #tuple) -> #output,
                __Reverse: #quantified ::core::ops::Fn(
                    __Env, #tuple, #tangent, &mut #tangents, &mut #own
                ) -> #output,
                __Forward: #quantified ::core::ops::Fn(
                    __Env, #tuple, &#tangents, &#own
                ) -> (#output, #tangent),
            {
                #rt::LocalFn::new(env, primal, reverse, forward)
            }
        }
    }
}

/// A float, or a slice or an array of floats, as written.
fn is_float_like(ty: &syn::Type) -> bool {
    match ty {
        syn::Type::Slice(slice) => is_float_like(&slice.elem),
        syn::Type::Array(array) => is_float_like(&array.elem),
        ty => is_float(ty),
    }
}

struct Rename<'a> {
    from: &'a [syn::Lifetime],
    to: &'a syn::Lifetime,
}

impl VisitMut for Rename<'_> {
    fn visit_lifetime_mut(&mut self, it: &mut syn::Lifetime) {
        if self.from.contains(it) {
            *it = self.to.clone();
        }
    }
}

/// The generic parameters that follow from a type: what stands only in `T::Item` does not.
struct Used {
    names: Vec<String>,
    /// Whether a part of the type has no name: `impl Trait`, `dyn Trait`.
    unnamed: bool,
}

impl Visit<'_> for Used {
    fn visit_type_path(&mut self, it: &syn::TypePath) {
        if it.qself.is_some() {
            return;
        }
        let segments = &it.path.segments;
        if segments.len() == 1 {
            self.names.push(segments[0].ident.to_string());
        }
        if let Some(last) = segments.last() {
            self.visit_path_arguments(&last.arguments);
        }
    }

    fn visit_expr_path(&mut self, it: &syn::ExprPath) {
        if let Some(ident) = it.path.get_ident() {
            self.names.push(ident.to_string());
        }
    }

    fn visit_lifetime(&mut self, it: &syn::Lifetime) {
        self.names.push(it.ident.to_string());
    }

    fn visit_type_impl_trait(&mut self, _: &syn::TypeImplTrait) {
        self.unnamed = true;
    }

    fn visit_type_trait_object(&mut self, _: &syn::TypeTraitObject) {
        self.unnamed = true;
    }
}
