//! The impl of `Coordinates` for the item: its numbers one by one, where all its fields have them.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, quote_spanned};

use super::input::Input;

/// Expands to:
///
/// ```text
/// impl Coordinates for Line where for<'__ad> Slope: Coordinates {
///     fn coordinates(&mut self, visit: &mut dyn FnMut(ScalarSliceMut<'_>)) {
///         match self {
///             Self { slope: this_slope, .. } => { Coordinates::coordinates(this_slope, visit); }
///         }
///     }
/// }
/// ```
///
/// A field without coordinates is no error: such a clause, with a lifetime of its own, only makes the impl empty.
pub(super) fn emit(input: &Input) -> TokenStream {
    let span = Span::mixed_site();
    let Input { name, crate_root, .. } = input;
    let mut generics = input.generics.clone();
    let mut seen: Vec<String> = Vec::new();
    for ty in input.types_without_the_item() {
        let text = ty.to_token_stream().to_string();
        if matches!(text.as_str(), "f64" | "f32" | "usize" | "i32" | "bool") || seen.contains(&text)
        {
            continue;
        }
        seen.push(text);
        let predicate = quote_spanned!(span=> for<'__ad> #ty: #crate_root::Coordinates);
        if let Ok(predicate) = syn::parse2::<syn::WherePredicate>(predicate) {
            generics.make_where_clause().predicates.push(predicate);
        }
    }
    let (impl_generics, ty_generics, where_clause) = generics.split_for_impl();
    let used = if input.has_active_fields() { "visit" } else { "_visit" };
    let visit = Ident::new(used, span);
    let body = if input.variants.is_empty() {
        quote_spanned!(span=> match *self {})
    } else {
        let arms = input.variants.iter().map(|variant| {
            let pattern = input.pattern(variant);
            let fields = variant.active().map(|(field, _)| field.binding("this"));
            quote_spanned! {span=>
                #pattern => { #(#crate_root::Coordinates::coordinates(#fields, #visit);)* }
            }
        });
        quote_spanned!(span=> match self { #(#arms)* })
    };
    quote_spanned! {span=>
        #[automatically_derived]
        impl #impl_generics #crate_root::Coordinates for #name #ty_generics #where_clause {
            fn coordinates(
                &mut self,
                #visit: &mut dyn ::core::ops::FnMut(#crate_root::ScalarSliceMut<'_>),
            ) {
                #body
            }
        }
    }
}
