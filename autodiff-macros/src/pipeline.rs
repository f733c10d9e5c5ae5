//! The whole compiler, stage by stage: start reading here.
//!
//! ```text
//! tokens -> item -> signature -> ir (primal)
//!        -> activity -> normal form -> pullback, pushforward (ir)     stages/
//!        -> tokens
//! ```
//!
//! Errors collect in [`Diags`]; after the stages that may report, the pipeline stops if something was
//! reported and emits the item with stubs.

mod attributes;
mod dump;

use std::panic::{AssertUnwindSafe, catch_unwind};

use proc_macro2::{Ident, TokenStream};
use quote::{ToTokens, quote};

use crate::diag::{Diags, codes};
use crate::emit::items::{self, Home, Parts};
use crate::fallback;
use crate::ir::{self, Function};
use crate::lower;
use crate::options::{self, Options};
use crate::stages::{self, Stages};
use crate::syntax::callable;
use crate::syntax::hints;
use crate::syntax::signature::{self, Output, Passing, Signature};
use crate::transform::pullback;

/// Expands `#[differentiate(options)] item`.
pub(crate) fn differentiate(options: TokenStream, item: TokenStream) -> TokenStream {
    let original = item.clone();
    let result = catch_unwind(AssertUnwindSafe(|| expand(options, item)));
    result.unwrap_or_else(|panic| {
        let text = panic
            .downcast_ref::<String>()
            .cloned()
            .or_else(|| panic.downcast_ref::<&str>().map(|s| (*s).to_owned()))
            .unwrap_or_default();
        let message = format!("internal error of `#[differentiate]`: {text}");
        let help = "please report it with this item; a smaller function may do meanwhile";
        let error = codes::INTERNAL.error_at(&original, &message, help).into_compile_error();
        let item = strip_parameter_attributes(original);
        quote!(#item #error)
    })
}

fn expand(options: TokenStream, item: TokenStream) -> TokenStream {
    let mut diags = Diags::default();
    let options = options::read(&mut diags, options);
    let parsed = match syn::parse2::<syn::Item>(item.clone()) {
        Ok(syn::Item::Verbatim(_)) | Err(_)
            if syn::parse2::<syn::TraitItemFn>(item.clone()).is_ok() =>
        {
            return trait_method_alone(diags, item);
        }
        Ok(parsed) => parsed,
        Err(error) => {
            diags.unreadable(
                &error,
                "move what stable Rust does not know out of the item, or write it in its place",
            );
            let errors = diags.check().map_or_else(syn::Error::into_compile_error, |()| quote!());
            return quote!(#item #errors);
        }
    };
    match parsed {
        syn::Item::Fn(function) => {
            if function.sig.receiver().is_some() {
                method(diags, function, &options)
            } else {
                free_function(diags, function, &options)
            }
        }
        syn::Item::Impl(block) => impl_block(diags, block, &options),
        syn::Item::Trait(definition) => trait_definition(diags, definition, &options),
        other => {
            diags.error_at(
                codes::WRONG_ITEM,
                &other,
                "`#[differentiate]` stands on functions, `impl` blocks and traits",
                "put it on a `fn`; a type gets `#[derive(Differentiable)]`",
            );
            let errors = diags.check().map_or_else(syn::Error::into_compile_error, |()| quote!());
            quote!(#other #errors)
        }
    }
}

/// The path of the runtime's support module.
fn runtime(options: &Options) -> TokenStream {
    match &options.krate {
        Some(path) => quote!(#path::__rt),
        None => {
            let root = crate::runtime_path::resolve();
            quote!(#root::__rt)
        }
    }
}

/// The item without `#[constant]` on parameters, which only this macro understands.
fn strip_parameter_attributes(item: TokenStream) -> TokenStream {
    match syn::parse2::<syn::Item>(item.clone()) {
        Ok(syn::Item::Fn(mut function)) => {
            strip(&mut function.sig);
            lower::strip_checkpoints(&mut function.block);
            function.into_token_stream()
        }
        Ok(syn::Item::Impl(mut block)) => {
            for item in &mut block.items {
                if let syn::ImplItem::Fn(function) = item {
                    strip(&mut function.sig);
                    lower::strip_checkpoints(&mut function.block);
                }
            }
            block.into_token_stream()
        }
        Ok(other) => other.into_token_stream(),
        Err(_) => item,
    }
}

fn strip(sig: &mut syn::Signature) {
    for input in &mut sig.inputs {
        let attrs = match input {
            syn::FnArg::Receiver(receiver) => &mut receiver.attrs,
            syn::FnArg::Typed(typed) => &mut typed.attrs,
        };
        attrs.retain(|attr| !attr.path().is_ident("constant"));
    }
}

fn cfgs(attrs: &[syn::Attribute]) -> TokenStream {
    let cfgs = attrs.iter().filter(|attr| attr.path().is_ident("cfg"));
    quote!(#(#cfgs)*)
}

/// What the derivatives of one function are.
struct Derived {
    errors: Option<syn::Error>,
    functions: TokenStream,
    /// The impls that make the function a value.
    value: TokenStream,
}

/// Where a function stands.
struct Place<'a> {
    home: Home,
    outer: Option<&'a syn::Generics>,
    visibility: TokenStream,
    cfgs: TokenStream,
    /// Whether functions without a data path are left alone instead of refused.
    lenient: bool,
}

/// All stages for one function.
fn derive(
    mut diags: Diags,
    sig: &syn::Signature,
    body: Option<&syn::Block>,
    options: &Options,
    place: &Place<'_>,
) -> Derived {
    let mut signature = signature::read(&mut diags, sig, place.outer, options);
    let rt = runtime(options);
    callable::differentiable(&mut signature.generics, &signature.params, &rt);
    let parts = |pullback, pushforward, second_order, locals, recursive| Parts {
        sig: &signature,
        options,
        home: place.home,
        visibility: place.visibility.clone(),
        rt: rt.clone(),
        pullback,
        pushforward,
        second_order,
        locals,
        recursive,
        cfgs: place.cfgs.clone(),
        stub: false,
    };
    let Some(body) = body else {
        if let Some(rule) = options.vjp.as_ref().or(options.jvp.as_ref()) {
            diags.error_at(
                codes::MISPLACED_OPTION,
                rule,
                "a method without a body has no rule",
                "give the rule to the method's implementations",
            );
            let functions = fallback::stubs(&parts(None, None, None, &[], true));
            let errors = diags.check().err();
            return Derived { errors, functions, value: TokenStream::new() };
        }
        let functions = items::functions(&parts(None, None, None, &[], place.home.is_trait()));
        return match diags.check() {
            Ok(()) => Derived { errors: None, functions, value: TokenStream::new() },
            Err(error) => Derived { errors: Some(error), functions, value: TokenStream::new() },
        };
    };
    if options.has_rules() {
        return rules(diags, &signature, sig, &parts(None, None, None, &[], false));
    }
    let (primal, closures) = lower::lower(&mut diags, &signature, &options.siblings, body);
    let mut skip = false;
    if !diags.has_errors() {
        stages::refuse(&mut diags, &primal, &signature, options);
        if !stages::has_data_path(&primal, &signature) {
            if place.lenient {
                skip = !is_inactive_output(&signature);
            } else {
                no_data_path(&mut diags, &signature, sig);
            }
        }
    }
    if let Err(error) = diags.check() {
        // Where the signature itself is wrong, stubs of it would only repeat that.
        let functions = if names_no_type(sig) {
            TokenStream::new()
        } else {
            fallback::stubs(&parts(None, None, None, &[], true))
        };
        return Derived { errors: Some(error), functions, value: TokenStream::new() };
    }
    if skip {
        return Derived { errors: None, functions: TokenStream::new(), value: TokenStream::new() };
    }

    let switches = pullback::Switches::from_environment();
    let stages = stages::derive(primal, closures, &signature, options, switches);
    if cfg!(test) {
        stages::verify_derivatives(&stages);
    }
    let Stages { primal, activity, closures, reverse, forward, second_order } = stages;
    let dump = dump::Dump::of(&signature.name);
    if let Some(dump) = &dump {
        dump.primal(&primal, &activity);
    }
    // A trait cannot say that a residual does not borrow: there it is in a box too.
    let recursive = (calls_itself(&primal, &signature.name) && primal.callables.is_empty())
        || place.home.is_trait();
    let parts =
        parts(reverse.as_ref(), forward.as_ref(), second_order.as_ref(), &closures, recursive);
    let functions = items::functions(&parts);
    let name = options.name.as_ref().unwrap_or(&signature.name);
    let value = match place.home {
        Home::Namespace => items::value(&parts, name),
        Home::Impl { .. } | Home::Trait => TokenStream::new(),
    };
    if let Some(dump) = &dump {
        dump.transforms(&primal, reverse.as_ref().map(|(joint, _)| joint), forward.as_ref());
        dump.tokens(&functions);
    }
    Derived { errors: None, functions, value }
}

/// The derivatives of a function that has rules of its own: its body is not looked at.
fn rules(
    mut diags: Diags,
    signature: &Signature,
    sig: &syn::Signature,
    parts: &Parts<'_>,
) -> Derived {
    for param in &signature.params {
        if param.passing == Passing::Exclusive {
            diags.error(
                codes::RULE_OF_SIGNATURE,
                param.span,
                "a function with a custom rule cannot change its arguments",
                "let it return the new values",
            );
        }
        if param.callable.is_some() {
            diags.error(
                codes::RULE_OF_SIGNATURE,
                param.span,
                "a function with a custom rule cannot take functions",
                "give the functions it is called with a function of their own each",
            );
        }
    }
    if parts.options.second_order
        && let (Some(rule), None) | (None, Some(rule)) = (&parts.options.vjp, &parts.options.jvp)
    {
        diags.error_at(
            codes::CONTRADICTING_OPTIONS,
            rule,
            "`second_order` needs the rules of both modes",
            "give `vjp = path` and `jvp = path`, both differentiated functions",
        );
    }
    if !signature.params.iter().any(|param| param.active) {
        no_data_path(&mut diags, signature, sig);
    }
    if signature.output_type().is_none() {
        diags.error(
            codes::RULE_OF_SIGNATURE,
            sig.ident.span(),
            "a function with a custom rule needs a result",
            "let it return what it computes",
        );
    }
    if let Err(error) = diags.check() {
        let functions = fallback::stubs(parts);
        return Derived { errors: Some(error), functions, value: TokenStream::new() };
    }
    let functions = items::functions(parts);
    let value = match parts.home {
        Home::Namespace => {
            items::value(parts, parts.options.name.as_ref().unwrap_or(&signature.name))
        }
        Home::Impl { .. } | Home::Trait => TokenStream::new(),
    };
    Derived { errors: None, functions, value }
}

/// Whether `impl Trait` or `dyn Trait` stands in a signature.
fn names_no_type(sig: &syn::Signature) -> bool {
    struct Found(bool);
    impl syn::visit::Visit<'_> for Found {
        fn visit_type_impl_trait(&mut self, _: &syn::TypeImplTrait) {
            self.0 = true;
        }
        fn visit_type_trait_object(&mut self, _: &syn::TypeTraitObject) {
            self.0 = true;
        }
    }
    let mut found = Found(false);
    syn::visit::Visit::visit_signature(&mut found, sig);
    found.0
}

fn is_inactive_output(signature: &Signature) -> bool {
    match &signature.output {
        Output::Unit => true,
        Output::Value(ty) | Output::Compound(ty) | Output::Fallible { whole: ty, .. } => {
            hints::is_inactive_type(ty)
        }
    }
}

fn no_data_path(diags: &mut Diags, signature: &Signature, sig: &syn::Signature) {
    let any = signature.params.iter().any(|param| param.active);
    let exclusive = signature.params.iter().any(|p| p.active && p.passing == Passing::Exclusive);
    debug_assert!(!exclusive, "a `&mut` parameter is an output");
    if any {
        diags.error(
            codes::NO_DATA_PATH,
            sig.ident.span(),
            "the result does not depend on any active parameter",
            "remove `#[differentiate]`, or check what the result is computed from",
        );
    } else {
        diags.error(codes::NO_ACTIVE_PARAMETER,
            sig.ident.span(),
            "no parameter is active",
            "a function needs a parameter with a derivative: a float, a slice of floats, a struct, ..",
        );
    }
}

/// Whether a function calls itself.
fn calls_itself(f: &Function, name: &Ident) -> bool {
    let mut found = false;
    ir::visit::each_stmt(&f.body, &mut |stmt| {
        if let ir::StmtKind::Call { callee, .. } = &stmt.kind {
            found |= match callee {
                ir::Callee::Path { path, .. } => {
                    path.to_string().rsplit("::").next().map(str::trim) == Some(&name.to_string())
                }
                ir::Callee::Assoc { name: called, .. }
                | ir::Callee::Method { name: called, .. } => called == name,
                ir::Callee::Value { .. } => false,
            };
        }
    });
    found
}

fn compile_error(error: Option<syn::Error>) -> TokenStream {
    error.map(syn::Error::into_compile_error).unwrap_or_default()
}

fn free_function(mut diags: Diags, mut function: syn::ItemFn, options: &Options) -> TokenStream {
    attributes::check(&mut diags, &mut function.attrs);
    let visibility = function.vis.to_token_stream();
    let cfgs = cfgs(&function.attrs);
    let place = Place {
        home: Home::Namespace,
        outer: None,
        visibility: visibility.clone(),
        cfgs: TokenStream::new(),
        lenient: false,
    };
    let floats = signature::real_parameters(&[&function.sig.generics]);
    let rt = runtime(options);
    disambiguate(&mut function.block, &floats, &rt);
    let derived = derive(diags, &function.sig, Some(&function.block), options, &place);
    strip(&mut function.sig);
    lower::strip_checkpoints(&mut function.block);
    let name = options.name.clone().unwrap_or_else(|| function.sig.ident.clone());
    let doc = format!("The derivatives of [`{}`](fn@{0}).", function.sig.ident);
    let (functions, value) = (derived.functions, derived.value);
    let errors = compile_error(derived.errors);
    let marker = options.second_order.then(|| {
        quote! {
            #cfgs
            impl #rt::SecondOrder for #name {}
        }
    });
    // A function of which only the derivatives are used is no dead code.
    quote! {
        #[allow(dead_code)]
        #function
        #cfgs
        #[doc = #doc]
        #[allow(non_camel_case_types, dead_code)]
        #visibility struct #name {}
        #cfgs
        #[allow(warnings, clippy::all)]
        impl #name { #functions }
        #value
        #marker
        #errors
    }
}

/// A method with the attribute on itself: siblings beside it.
fn method(mut diags: Diags, mut function: syn::ItemFn, options: &Options) -> TokenStream {
    if let Some(name) = &options.name {
        method_name(&mut diags, name);
    }
    let place = Place {
        home: Home::Impl { of_trait: false },
        outer: None,
        visibility: function.vis.to_token_stream(),
        cfgs: cfgs(&function.attrs),
        lenient: false,
    };
    let derived = derive(diags, &function.sig, Some(&function.block), options, &place);
    strip(&mut function.sig);
    lower::strip_checkpoints(&mut function.block);
    let functions = derived.functions;
    let errors = compile_error(derived.errors);
    quote!(#[allow(dead_code)] #function #functions #errors)
}

/// A method of a trait definition has no body of its own here, or one whose siblings the trait must declare.
fn trait_method_alone(mut diags: Diags, item: TokenStream) -> TokenStream {
    diags.error_at(
        codes::TRAIT_METHOD_ALONE,
        &item,
        "a method of a trait definition is differentiated together with its trait",
        "put `#[differentiate]` on the trait",
    );
    let errors = diags.check().map_or_else(syn::Error::into_compile_error, |()| quote!());
    quote!(#item #errors)
}

/// Options of a method's own `#[differentiate(..)]` inside a block that has one too.
fn own_options(diags: &mut Diags, attrs: &mut Vec<syn::Attribute>, outer: &Options) -> Options {
    let mut options = outer.clone();
    attrs.retain(|attr| {
        if attr.path().segments.last().is_none_or(|s| s.ident != "differentiate") {
            return true;
        }
        let tokens = match &attr.meta {
            syn::Meta::List(list) => list.tokens.clone(),
            _ => TokenStream::new(),
        };
        let own = options::read(diags, tokens);
        if let Some(name) = &own.name {
            method_name(diags, name);
        }
        options.wrt = own.wrt;
        options.reverse = own.reverse;
        options.forward = own.forward;
        options.vjp = own.vjp;
        options.jvp = own.jvp;
        options.second_order |= own.second_order;
        false
    });
    options
}

/// Methods have no type that could be named.
fn method_name(diags: &mut Diags, name: &Ident) {
    diags.error(
        codes::MISPLACED_OPTION,
        name.span(),
        "`name` renames the type of a function's derivatives: methods have none",
        "leave it out",
    );
}

/// Options that are for one function, on a block of them.
fn check_block_options(diags: &mut Diags, options: &Options) {
    if let Some(name) = &options.name {
        method_name(diags, name);
    }
    for rule in options.vjp.iter().chain(&options.jvp) {
        diags.error_at(
            codes::MISPLACED_OPTION,
            rule,
            "a custom rule is for one method",
            "put `#[differentiate(vjp = .., jvp = ..)]` on the method inside",
        );
    }
}

fn impl_block(mut diags: Diags, mut block: syn::ItemImpl, options: &Options) -> TokenStream {
    check_block_options(&mut diags, options);
    let of_trait = block.trait_.is_some();
    let mut errors = TokenStream::new();
    let mut siblings = Vec::new();
    let floats = signature::real_parameters(&[&block.generics]);
    let rt = runtime(options);
    let generics = block.generics.clone();
    let names: Vec<String> = block
        .items
        .iter()
        .filter_map(|item| match item {
            syn::ImplItem::Fn(function) => Some(function.sig.ident.to_string()),
            _ => None,
        })
        .collect();
    for item in &mut block.items {
        let syn::ImplItem::Fn(function) = item else {
            continue;
        };
        let mut own = own_options(&mut diags, &mut function.attrs, options);
        own.siblings.clone_from(&names);
        let place = Place {
            home: Home::Impl { of_trait },
            outer: Some(&generics),
            visibility: function.vis.to_token_stream(),
            cfgs: cfgs(&function.attrs),
            lenient: !of_trait || !has_active_output(&function.sig),
        };
        let mut all = floats.clone();
        all.extend(signature::real_parameters(&[&function.sig.generics]));
        disambiguate(&mut function.block, &all, &rt);
        let derived = derive(Diags::default(), &function.sig, Some(&function.block), &own, &place);
        errors.extend(compile_error(derived.errors));
        strip(&mut function.sig);
        lower::strip_checkpoints(&mut function.block);
        if !of_trait {
            function.attrs.push(syn::parse_quote!(#[allow(dead_code)]));
        }
        siblings.push(derived.functions);
    }
    for functions in siblings {
        block.items.push(syn::ImplItem::Verbatim(functions));
    }
    errors.extend(diags.check().map_or_else(syn::Error::into_compile_error, |()| quote!()));
    quote!(#block #errors)
}

/// Whether a method of a trait is one that must have siblings: the trait declares them by the same rule.
fn has_active_output(sig: &syn::Signature) -> bool {
    match &sig.output {
        syn::ReturnType::Default => true,
        syn::ReturnType::Type(_, ty) => !hints::is_inactive_type(ty),
    }
}

fn trait_definition(
    mut diags: Diags,
    mut definition: syn::ItemTrait,
    options: &Options,
) -> TokenStream {
    check_block_options(&mut diags, options);
    let mut errors = TokenStream::new();
    let mut siblings = Vec::new();
    let generics = definition.generics.clone();
    for item in &mut definition.items {
        let syn::TraitItem::Fn(function) = item else {
            continue;
        };
        let own = own_options(&mut diags, &mut function.attrs, options);
        if function.sig.receiver().is_none() && !has_active_output(&function.sig) {
            continue;
        }
        let place = Place {
            home: Home::Trait,
            outer: Some(&generics),
            visibility: TokenStream::new(),
            cfgs: cfgs(&function.attrs),
            lenient: true,
        };
        let derived =
            derive(Diags::default(), &function.sig, function.default.as_ref(), &own, &place);
        errors.extend(compile_error(derived.errors));
        strip(&mut function.sig);
        if let Some(body) = &mut function.default {
            lower::strip_checkpoints(body);
        }
        siblings.push(derived.functions);
    }
    for functions in siblings {
        definition.items.push(syn::TraitItem::Verbatim(functions));
    }
    errors.extend(diags.check().map_or_else(syn::Error::into_compile_error, |()| quote!()));
    quote!(#definition #errors)
}

/// `T::from_f64(2.0)` of a parameter `T: Real` is ambiguous in plain Rust, since nalgebra's `RealField` has a
/// function of that name too: it becomes `<T as Real>::from_f64(2.0)`.
fn disambiguate(block: &mut syn::Block, floats: &[String], rt: &TokenStream) {
    struct Visit<'a> {
        floats: &'a [String],
        rt: &'a TokenStream,
    }
    impl syn::visit_mut::VisitMut for Visit<'_> {
        fn visit_expr_path_mut(&mut self, path: &mut syn::ExprPath) {
            let segments = &path.path.segments;
            if path.qself.is_none()
                && segments.len() == 2
                && segments[1].ident == "from_f64"
                && self.floats.contains(&segments[0].ident.to_string())
            {
                let (ty, rt) = (&segments[0].ident, self.rt);
                let function = Ident::new("from_f64", segments[1].ident.span());
                if let Ok(new) = syn::parse2(quote!(<#ty as #rt::Real>::#function)) {
                    *path = new;
                }
            }
        }
    }
    let mut visit = Visit { floats, rt };
    syn::visit_mut::VisitMut::visit_block_mut(&mut visit, block);
}
