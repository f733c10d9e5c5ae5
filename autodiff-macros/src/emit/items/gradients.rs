//! The public functions of the reverse mode for a real result, or an `Option` or `Result` of one: `grad`,
//! `value_and_grad`, `accumulate_grad`.

use proc_macro2::{Ident, TokenStream};
use quote::{ToTokens, quote};

use super::super::types::is_float;
use super::Emit;
use super::buffers::Copied;
use crate::syntax::signature::Passing;

impl Emit<'_> {
    pub(super) fn gradients(&self, ty: &syn::Type) -> TokenStream {
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
        let functions = self.function_zeros(Self::borrowed);
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
                #(#functions)*
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

    pub(super) fn fallible_gradients(&self, value_type: &syn::Type, option: bool) -> TokenStream {
        let rt = &self.parts.rt;
        let name = &self.sig().name;
        let mut bounds = self.clone_bounds(Copied::Values);
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
        let functions = self.function_zeros(Self::borrowed);
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
                #(#functions)*
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
}
