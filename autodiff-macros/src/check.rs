//! `check_gradient!`, `gradient_report!` and `lint_gradient!`: a call as it is written, with its derivatives beside it.
//!
//! The tokens of a call -> a `Call` of the runtime, whose closures call the function and its hidden derivatives with
//! owned copies of the arguments. All numerics are in the runtime's `check/`.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, format_ident, quote};
use syn::parse::{Parse, ParseStream};

use crate::diag::codes;

/// `f(x, &w)`, or `f(0.0, &low) ..= (1.0, &high)`; then options.
struct Input {
    call: Target,
    /// The other end of a box of arguments.
    high: Option<Vec<syn::Expr>>,
    /// `name = value`.
    options: Vec<(Ident, syn::Expr)>,
    crate_path: Option<syn::Path>,
}

/// What is called.
struct Target {
    callee: Callee,
    /// The receiver of a method is the first.
    args: Vec<syn::Expr>,
    text: String,
}

enum Callee {
    /// `m::f`, and type arguments of the call.
    Function { path: TokenStream, generics: TokenStream },
    /// `Type::f`: an associated function.
    Associated { owner: TokenStream, name: Ident, generics: TokenStream },
    /// `.f`, and type arguments.
    Method { name: Ident, generics: TokenStream },
}

impl Parse for Input {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let first: syn::Expr = input.parse()?;
        let (call, high) = match first {
            syn::Expr::Range(range) => {
                let (Some(start), Some(end)) = (range.start, range.end) else {
                    return Err(not_a_call(&range.limits));
                };
                let high = match *end {
                    syn::Expr::Tuple(tuple) => tuple.elems.into_iter().collect(),
                    syn::Expr::Paren(one) => vec![*one.expr],
                    other => vec![other],
                };
                (target(*start)?, Some(high))
            }
            call => (target(call)?, None),
        };
        let mut all = Input { call, high, options: Vec::new(), crate_path: None };
        while !input.is_empty() {
            input.parse::<syn::Token![,]>()?;
            if input.is_empty() {
                break;
            }
            if input.peek(syn::Token![crate]) {
                input.parse::<syn::Token![crate]>()?;
                input.parse::<syn::Token![=]>()?;
                all.crate_path = Some(syn::Path::parse_mod_style(input)?);
                continue;
            }
            let name: Ident = input.parse()?;
            input.parse::<syn::Token![=]>()?;
            all.options.push((name, input.parse()?));
        }
        Ok(all)
    }
}

fn not_a_call(at: &impl ToTokens) -> syn::Error {
    codes::CHECKED_CALL.error_at(
        at,
        "this is no call of a function",
        "write the call whose derivatives are to be checked: `check_gradient!(f(1.0, &w))`",
    )
}

fn target(expr: syn::Expr) -> syn::Result<Target> {
    let text = match &expr {
        syn::Expr::Call(it) => it.func.to_token_stream(),
        syn::Expr::MethodCall(it) => it.method.to_token_stream(),
        other => return Err(not_a_call(other)),
    };
    let text = text.to_string().replace(' ', "");
    match expr {
        syn::Expr::Call(it) => {
            let syn::Expr::Path(path) = &*it.func else { return Err(not_a_call(&it.func)) };
            Ok(Target { callee: callee(path), args: it.args.into_iter().collect(), text })
        }
        syn::Expr::MethodCall(it) => {
            let generics = it.turbofish.to_token_stream();
            let callee = Callee::Method { name: it.method, generics };
            let receiver = match *it.receiver {
                syn::Expr::Paren(inner) => *inner.expr,
                other => other,
            };
            // A receiver is borrowed where it is called.
            let receiver = match receiver {
                reference @ syn::Expr::Reference(_) => reference,
                value => syn::parse_quote!(&#value),
            };
            let args = std::iter::once(receiver).chain(it.args).collect();
            Ok(Target { callee, args, text })
        }
        other => Err(not_a_call(&other)),
    }
}

fn callee(path: &syn::ExprPath) -> Callee {
    let mut path = path.clone();
    let mut generics = TokenStream::new();
    if let Some(last) = path.path.segments.last_mut() {
        generics = std::mem::take(&mut last.arguments).into_token_stream();
    }
    let segments = &path.path.segments;
    let count = segments.len();
    let of_type = count > 1
        && (path.qself.is_some()
            || segments[count - 2].ident.to_string().starts_with(|c: char| c.is_uppercase()));
    if of_type {
        let name = segments[count - 1].ident.clone();
        let mut owner = path.clone();
        owner.path.segments.pop();
        owner.path.segments.pop_punct();
        let owner = match &path.qself {
            Some(_) => path.to_token_stream(),
            None => owner.to_token_stream(),
        };
        return Callee::Associated { owner, name, generics };
    }
    Callee::Function { path: path.to_token_stream(), generics }
}

impl Callee {
    /// A call of the function itself, or of a hidden one.
    fn call(
        &self,
        hidden: Option<&str>,
        args: &[TokenStream],
        more: &[TokenStream],
    ) -> TokenStream {
        let named = |name: &Ident| match hidden {
            None => name.clone(),
            Some(stem) => {
                let text = name.to_string();
                format_ident!("{stem}_{}", text.trim_start_matches("r#"), span = name.span())
            }
        };
        match self {
            Callee::Function { path, generics } => match hidden {
                None => quote!(#path #generics(#(#args,)* #(#more),*)),
                Some(stem) => {
                    let stem = Ident::new(stem, Span::call_site());
                    quote!(#path::#stem #generics(#(#args,)* #(#more),*))
                }
            },
            Callee::Associated { owner, name, generics } => {
                let name = named(name);
                quote!(#owner::#name #generics(#(#args,)* #(#more),*))
            }
            Callee::Method { name, generics } => {
                let name = named(name);
                let (receiver, args) = args.split_first().expect("verified: a receiver");
                quote!(#receiver.#name #generics(#(#args,)* #(#more),*))
            }
        }
    }

    /// The parameters' names, and which are active.
    fn parameters(&self) -> TokenStream {
        match self {
            Callee::Function { path, .. } => quote!(#path::__ad_parameters()),
            Callee::Associated { owner, name, .. } => {
                let name = format_ident!("__ad_parameters_{name}");
                quote!(#owner::#name())
            }
            Callee::Method { name, .. } => {
                let name = format_ident!("__ad_parameters_{name}");
                quote!(__arguments.0.clone().pass().#name())
            }
        }
    }
}

/// What a macro expands to.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Form {
    /// Stops the program if something is wrong.
    Check,
    /// The report.
    Report,
    /// What looks wrong in a box.
    Lint,
}

/// Expands one of the three macros.
pub(crate) fn expand(tokens: TokenStream, form: Form) -> TokenStream {
    let input: Input = match syn::parse2(tokens) {
        Ok(input) => input,
        Err(error) => {
            let help =
                "write a call, then options: `check_gradient!(f(1.0, &w), tolerance = 1e-4)`";
            return codes::CHECKED_CALL.of_parser(&error, help).into_compile_error();
        }
    };
    let Target { callee, args, text } = &input.call;
    if (form == Form::Lint) != input.high.is_some() {
        let error = codes::CHECKED_CALL.error(
            Span::call_site(),
            if form == Form::Lint { "the other end of the box is missing" } else { "one point is checked, no box of them" },
            "`check_gradient!(f(0.5))` checks a point, `lint_gradient!(f(0.0) ..= (1.0))` looks at a box",
        );
        return error.into_compile_error();
    }
    let root = input
        .crate_path
        .as_ref()
        .map_or_else(crate::runtime_path::resolve, ToTokens::to_token_stream);
    let check = quote!(#root::check);
    let owned = |args: &[syn::Expr]| -> TokenStream {
        let args = args.iter().map(|arg| quote!((&&&#check::arguments::Kind(&#arg)).own()));
        quote!((#(#args,)*))
    };
    let low = owned(args);
    let index = (0..args.len()).map(syn::Index::from);
    let pass: Vec<TokenStream> = index.clone().map(|i| quote!(__arguments.#i.pass())).collect();
    let slots: Vec<TokenStream> = index.map(|i| quote!(&mut __adjoints.#i)).collect();
    let seeded: Vec<TokenStream> =
        std::iter::once(quote!(__seed)).chain(slots.iter().cloned()).collect();
    let primal = callee.call(None, &pass, &[]);
    let reverse = callee.call(Some("__ad_reverse"), &pass, &seeded);
    let forward = callee.call(Some("__ad_jvp"), &pass, &slots);
    let parameters = callee.parameters();
    let call = quote! {
        #check::call::Call::new(
            #text,
            #parameters,
            __arguments,
            |__arguments| #primal,
            |__arguments, __seed, __adjoints| #reverse,
            |__arguments, __adjoints| #forward,
        )
    };
    let options = input.options.iter().map(|(name, value)| quote!(.#name(#value)));
    let options = quote!(#check::Options::new() #(#options)*);
    let result = match form {
        Form::Report => quote!(#check::__report(#call, &#options)),
        Form::Check => quote!(#check::__report(#call, &#options).assert_ok()),
        Form::Lint => {
            let high = owned(input.high.as_deref().unwrap_or_default());
            quote!(#check::__lint(#call, #high, &#options))
        }
    };
    quote! {{
        #[allow(unused_imports)]
        use #check::arguments::{KeptKind as _, ReferenceKind as _, ValueKind as _};
        #[allow(clippy::all, clippy::pedantic)]
        let __report = {
            let mut __arguments = #low;
            #result
        };
        __report
    }}
}
