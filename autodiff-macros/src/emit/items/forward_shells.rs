//! The public functions of the forward mode: `jvp`.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{format_ident, quote};

use super::super::types::is_float;
use super::Emit;
use crate::syntax::signature::{Param, Passing};

impl Emit<'_> {
    pub(super) fn forward_shells(&self) -> TokenStream {
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
        let tangents =
            self.sig().params.iter().filter(|p| p.active && p.callable.is_none()).map(|param| {
                let (name, slot) = (tangent_name(param), self.paths.slot(param));
                match param.passing {
                    Passing::Value => quote!(#name: #slot),
                    Passing::Shared => quote!(#name: &#slot),
                    Passing::Exclusive => quote!(#name: &mut #slot),
                }
            });
        let passed = self.sig().params.iter().map(|param| {
            let name = tangent_name(param);
            if param.callable.is_some() {
                return quote!(&#name);
            }
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
        let rt = &self.parts.rt;
        let functions = self.sig().params.iter().filter(|p| p.callable.is_some()).map(|param| {
            let (name, of) = (tangent_name(param), Self::borrowed(param));
            quote!(let #name = #rt::zero_tangent(#of);)
        });
        let (result, tangent) = (self.result_type(), self.seed_type());
        let internal = self.internal("__ad_jvp");
        quote! {
            #head #generics (#(#params,)* #(#tangents),*) -> (#result, #tangent) #clause {
                #(#functions)*
                Self::#internal #turbofish(#(#arguments,)* #(#passed),*)
            }
        }
    }
}
