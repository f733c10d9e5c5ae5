//! The signature of a function to differentiate: its parameters and which of them are active.

use proc_macro2::{Ident, Span};
use syn::spanned::Spanned;

use super::callable::{self, Callable};
use super::hints;
use crate::diag::{Diags, codes};
use crate::options::Options;

/// How a parameter is passed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Passing {
    Value,
    Shared,
    Exclusive,
}

/// A parameter.
#[derive(Clone)]
pub(crate) struct Param {
    /// The name in the generated functions.
    pub(crate) name: Ident,
    /// The user's pattern, if it is more than a name.
    pub(crate) pattern: Option<syn::Pat>,
    pub(crate) mutable: bool,
    /// The type as written; for a reference what it refers to.
    pub(crate) ty: syn::Type,
    pub(crate) lifetime: Option<syn::Lifetime>,
    pub(crate) passing: Passing,
    pub(crate) active: bool,
    pub(crate) is_self: bool,
    /// What is known of a parameter that is a function.
    pub(crate) callable: Option<Callable>,
    pub(crate) span: Span,
}

impl Param {
    /// The element type if the parameter is a slice behind a reference.
    pub(crate) fn slice_element(&self) -> Option<&syn::Type> {
        match (&self.ty, self.passing) {
            (syn::Type::Slice(slice), Passing::Shared | Passing::Exclusive) => Some(&slice.elem),
            _ => None,
        }
    }
}

/// What the return type says.
#[derive(Clone)]
#[allow(clippy::large_enum_variant)] // one per function
pub(crate) enum Output {
    Unit,
    /// Any type that may be a real scalar: `grad` exists if it is.
    Value(syn::Type),
    /// Certainly no scalar: a tuple, an array.
    Compound(syn::Type),
    /// `Result<T, E>` or `Option<T>`, with `T`.
    Fallible {
        whole: syn::Type,
        value: syn::Type,
        option: bool,
    },
}

/// A signature.
#[derive(Clone)]
pub(crate) struct Signature {
    pub(crate) name: Ident,
    pub(crate) generics: syn::Generics,
    pub(crate) params: Vec<Param>,
    pub(crate) output: Output,
    /// Type parameters bound by `Real`.
    pub(crate) floats: Vec<String>,
}

impl Signature {
    pub(crate) fn output_type(&self) -> Option<&syn::Type> {
        match &self.output {
            Output::Unit => None,
            Output::Value(ty) | Output::Compound(ty) | Output::Fallible { whole: ty, .. } => {
                Some(ty)
            }
        }
    }

    /// The active parameters that are not `&mut`: those over which gradients go. What a function captured has a
    /// gradient inside differentiated code only.
    pub(crate) fn gradients(&self) -> impl Iterator<Item = &Param> {
        self.params
            .iter()
            .filter(|p| p.active && p.callable.is_none() && p.passing != Passing::Exclusive)
    }

    /// The active `&mut` parameters.
    pub(crate) fn exclusives(&self) -> impl Iterator<Item = &Param> {
        self.params.iter().filter(|p| p.active && p.passing == Passing::Exclusive)
    }
}

/// The names of type parameters bound by `Real`, in the generics of the function and around it.
pub(crate) fn real_parameters(generics: &[&syn::Generics]) -> Vec<String> {
    let mut names = Vec::new();
    let is_real = |bounds: &syn::punctuated::Punctuated<syn::TypeParamBound, syn::Token![+]>| {
        bounds.iter().any(|bound| match bound {
            syn::TypeParamBound::Trait(bound) => {
                bound.path.segments.last().is_some_and(|segment| segment.ident == "Real")
            }
            _ => false,
        })
    };
    for generics in generics {
        for param in generics.type_params() {
            if is_real(&param.bounds) {
                names.push(param.ident.to_string());
            }
        }
        let predicates = generics.where_clause.iter().flat_map(|clause| &clause.predicates);
        for predicate in predicates {
            if let syn::WherePredicate::Type(predicate) = predicate
                && let syn::Type::Path(path) = &predicate.bounded_ty
                && let Some(ident) = path.path.get_ident()
                && is_real(&predicate.bounds)
            {
                names.push(ident.to_string());
            }
        }
    }
    names
}

/// Reads a signature; `outer` are the generics of an `impl` or `trait` around it.
pub(crate) fn read(
    diags: &mut Diags,
    sig: &syn::Signature,
    outer: Option<&syn::Generics>,
    options: &Options,
) -> Signature {
    if let Some(token) = &sig.asyncness {
        diags.error(
            codes::ASYNCHRONOUS,
            token.span,
            "`async` functions cannot be differentiated",
            "write a plain `fn`",
        );
    }
    if let Some(token) = &sig.unsafety {
        diags.error(
            codes::UNSAFE,
            token.span,
            "`unsafe` functions cannot be differentiated",
            "call it in a safe function with a custom rule: `#[differentiate(vjp = .., jvp = ..)]`",
        );
    }
    if let Some(abi) = &sig.abi {
        diags.error_at(
            codes::FOREIGN_FUNCTION,
            abi,
            "`extern` functions cannot be differentiated",
            "call it in a plain `fn` with a custom rule: `#[differentiate(vjp = .., jvp = ..)]`",
        );
    }
    if let Some(variadic) = &sig.variadic {
        diags.error_at(
            codes::FOREIGN_FUNCTION,
            variadic,
            "variadic functions cannot be differentiated",
            "take a slice",
        );
    }
    let mut all: Vec<&syn::Generics> = vec![&sig.generics];
    all.extend(outer);
    let floats = real_parameters(&all);
    let mut params: Vec<Param> = Vec::new();
    let mut any_constant = None;
    for (index, input) in sig.inputs.iter().enumerate() {
        let param = match input {
            syn::FnArg::Receiver(receiver) => {
                any_constant = any_constant.or(constant_attr(&receiver.attrs));
                read_receiver(receiver)
            }
            syn::FnArg::Typed(typed) => {
                any_constant = any_constant.or(constant_attr(&typed.attrs));
                read_param(diags, typed, index)
            }
        };
        params.push(param);
    }
    let mut generics = sig.generics.clone();
    callable::read(diags, &mut generics, &mut params);
    name_lifetimes(&mut generics, &mut params);
    if let (Some(attribute), Some(_)) = (any_constant, &options.wrt) {
        diags.error_at(
            codes::CONTRADICTING_OPTIONS,
            attribute,
            "`#[constant]` and `wrt` cannot be used together",
            "name the active parameters in `wrt`, or mark the inactive ones `#[constant]`",
        );
    }
    if let Some(wrt) = &options.wrt {
        let mut known = true;
        for name in wrt {
            let named = params.iter().find(|p| p.name == *name || (p.is_self && name == "self"));
            match named {
                Some(param) if param.active || any_constant.is_some() => {}
                Some(_) => diags.error(
                    codes::WRONG_WRT,
                    name.span(),
                    &format!("the parameter `{name}` has no derivative"),
                    "leave it out of `wrt`",
                ),
                None => {
                    known = false;
                    let names: Vec<String> = params.iter().map(|p| p.name.to_string()).collect();
                    let help = crate::options::suggest(&name.to_string(), &names).map_or_else(
                        || format!("the parameters are `{}`", names.join("`, `")),
                        |s| format!("did you mean `{s}`?"),
                    );
                    diags.error(
                        codes::WRONG_WRT,
                        name.span(),
                        &format!("there is no parameter `{name}`"),
                        &help,
                    );
                }
            }
        }
        // After an unknown name all stay active, so that the body's own errors show too.
        for param in params.iter_mut().filter(|_| known) {
            let named = wrt.iter().any(|n| param.name == *n || (param.is_self && n == "self"));
            param.active &= named;
        }
    }
    let output = read_output(diags, &sig.output);
    Signature { name: sig.ident.clone(), generics, params, output, floats }
}

/// Names the lifetimes that are left out inside of types, `DVectorView<'_, f64>`: such a type is written again where
/// nothing may be left out.
fn name_lifetimes(generics: &mut syn::Generics, params: &mut [Param]) {
    let mut namer = super::lifetimes::Namer::new("__ad_");
    for param in params.iter_mut().filter(|param| !param.is_self && param.callable.is_none()) {
        syn::visit_mut::VisitMut::visit_type_mut(&mut namer, &mut param.ty);
    }
    for (index, lifetime) in namer.fresh.iter().enumerate() {
        generics.params.insert(index, syn::parse_quote!(#lifetime));
    }
}

fn constant_attr(attrs: &[syn::Attribute]) -> Option<&syn::Attribute> {
    attrs.iter().find(|a| a.path().is_ident("constant"))
}

fn read_receiver(receiver: &syn::Receiver) -> Param {
    let (passing, ty, lifetime) = match (&receiver.reference, &*receiver.ty) {
        (_, syn::Type::Reference(reference)) => {
            let passing =
                if reference.mutability.is_some() { Passing::Exclusive } else { Passing::Shared };
            (passing, (*reference.elem).clone(), reference.lifetime.clone())
        }
        (_, ty) => (Passing::Value, ty.clone(), None),
    };
    Param {
        name: Ident::new("self", receiver.self_token.span),
        pattern: None,
        mutable: receiver.reference.is_none() && receiver.mutability.is_some(),
        ty,
        lifetime,
        passing,
        active: constant_attr(&receiver.attrs).is_none(),
        is_self: true,
        callable: None,
        span: receiver.self_token.span,
    }
}

fn read_param(diags: &mut Diags, typed: &syn::PatType, index: usize) -> Param {
    let (name, pattern, mutable) = match &*typed.pat {
        syn::Pat::Ident(pat) if pat.subpat.is_none() && pat.by_ref.is_none() => {
            (pat.ident.clone(), None, pat.mutability.is_some())
        }
        other => {
            let name = Ident::new(&format!("argument_{index}"), Span::mixed_site());
            (name, Some(other.clone()), false)
        }
    };
    let (passing, ty, lifetime) = match &*typed.ty {
        syn::Type::Reference(reference) => {
            let passing =
                if reference.mutability.is_some() { Passing::Exclusive } else { Passing::Shared };
            (passing, (*reference.elem).clone(), reference.lifetime.clone())
        }
        ty => (Passing::Value, ty.clone(), None),
    };
    let constant = constant_attr(&typed.attrs).is_some();
    if let syn::Type::TraitObject(object) = &ty
        && !constant
    {
        diags.error_at(
            codes::TRAIT_OBJECT,
            object,
            "a trait object has no derivative",
            "mark the parameter `#[constant]`, or take a type parameter with this bound",
        );
    }
    if let Some(reference) = inner_exclusive(&ty) {
        diags.error_at(
            codes::EXCLUSIVE_INSIDE_TYPE,
            reference,
            "what is written through a `&mut` inside of a type cannot be followed",
            "take a parameter `&mut` of its own for it",
        );
    }
    Param {
        name,
        pattern,
        mutable,
        active: !constant && !hints::is_inactive_type(&ty),
        ty,
        lifetime,
        passing,
        is_self: false,
        callable: None,
        span: typed.ty.span(),
    }
}

/// A `&mut` inside of a parameter's type.
fn inner_exclusive(ty: &syn::Type) -> Option<&syn::TypeReference> {
    struct Found<'a>(Option<&'a syn::TypeReference>);
    impl<'a> syn::visit::Visit<'a> for Found<'a> {
        fn visit_type_reference(&mut self, it: &'a syn::TypeReference) {
            if it.mutability.is_some() {
                self.0 = self.0.or(Some(it));
            }
            syn::visit::visit_type_reference(self, it);
        }
        // Functions take what they want.
        fn visit_parenthesized_generic_arguments(
            &mut self,
            _: &'a syn::ParenthesizedGenericArguments,
        ) {
        }
        fn visit_type_bare_fn(&mut self, _: &'a syn::TypeBareFn) {}
    }
    let mut found = Found(None);
    syn::visit::Visit::visit_type(&mut found, ty);
    found.0
}

fn read_output(diags: &mut Diags, output: &syn::ReturnType) -> Output {
    let ty = match output {
        syn::ReturnType::Default => return Output::Unit,
        syn::ReturnType::Type(_, ty) => &**ty,
    };
    match ty {
        syn::Type::Tuple(tuple) if tuple.elems.is_empty() => Output::Unit,
        syn::Type::Tuple(_) | syn::Type::Array(_) | syn::Type::Slice(_) => {
            Output::Compound(ty.clone())
        }
        syn::Type::Reference(reference) => {
            let _ = reference;
            Output::Compound(ty.clone())
        }
        syn::Type::ImplTrait(_) | syn::Type::TraitObject(_) | syn::Type::Never(_) => {
            diags.error_at(
                codes::RETURN_TYPE,
                ty,
                "this return type has no tangent",
                "return a type by its name: a number, a vector, a struct with `#[derive(Differentiable)]`",
            );
            // `f64 +`, without `dyn`, cannot be written anywhere else.
            match ty {
                syn::Type::TraitObject(object) if object.dyn_token.is_none() => Output::Unit,
                _ => Output::Compound(ty.clone()),
            }
        }
        syn::Type::Path(path) => {
            let last = path.path.segments.last();
            if let Some(last) = last
                && (last.ident == "Result" || last.ident == "Option")
                && let syn::PathArguments::AngleBracketed(args) = &last.arguments
                && let Some(syn::GenericArgument::Type(value)) = args.args.first()
            {
                return Output::Fallible {
                    whole: ty.clone(),
                    value: value.clone(),
                    option: last.ident == "Option",
                };
            }
            Output::Value(ty.clone())
        }
        _ => Output::Value(ty.clone()),
    }
}
