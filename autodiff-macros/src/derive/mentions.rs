//! Which generic parameters a field's type mentions, by name: a macro knows nothing more of it.

use proc_macro2::{Ident, TokenStream, TokenTree};
use quote::ToTokens;
use syn::visit::{self, Visit};
use syn::visit_mut::{self, VisitMut};

/// The names in a type that stand for something of the item.
pub(super) struct Mentions<'a> {
    name: &'a Ident,
    generics: &'a syn::Generics,
    /// The item's type parameters.
    pub(super) types: Vec<Ident>,
    /// The item's lifetimes.
    pub(super) lifetimes: Vec<Ident>,
    /// Whether the item itself is among them.
    pub(super) itself: bool,
}

/// Finds the mentions in one type of the item `name`.
pub(super) fn find<'a>(
    name: &'a Ident,
    generics: &'a syn::Generics,
    ty: &syn::Type,
) -> Mentions<'a> {
    let mut mentions =
        Mentions { name, generics, types: Vec::new(), lifetimes: Vec::new(), itself: false };
    mentions.visit_type(ty);
    mentions
}

impl Mentions<'_> {
    fn type_name(&mut self, ident: &Ident) {
        if self.generics.type_params().any(|param| param.ident == *ident) {
            self.types.push(ident.clone());
        }
    }

    /// The tokens of a type macro may mean anything: each name in them counts.
    fn tokens(&mut self, tokens: TokenStream) {
        for token in tokens {
            match token {
                TokenTree::Group(group) => self.tokens(group.stream()),
                TokenTree::Ident(ident) => {
                    self.itself |= ident == *self.name;
                    self.lifetime_name(&ident);
                    self.type_name(&ident);
                }
                TokenTree::Punct(_) | TokenTree::Literal(_) => {}
            }
        }
    }

    fn lifetime_name(&mut self, ident: &Ident) {
        if self.generics.lifetimes().any(|param| param.lifetime.ident == *ident) {
            self.lifetimes.push(ident.clone());
        }
    }
}

impl<'ast> Visit<'ast> for Mentions<'_> {
    fn visit_path(&mut self, path: &'ast syn::Path) {
        if let (None, Some(first)) = (path.leading_colon, path.segments.first()) {
            self.type_name(&first.ident);
        }
        if let Some(last) = path.segments.last() {
            self.itself |= last.ident == *self.name;
        }
        visit::visit_path(self, path);
    }

    fn visit_lifetime(&mut self, lifetime: &'ast syn::Lifetime) {
        self.lifetime_name(&lifetime.ident);
    }

    fn visit_macro(&mut self, mac: &'ast syn::Macro) {
        self.tokens(mac.tokens.clone());
    }
}

/// Writes the item's name for `Self`, which means another type in the tangent's definition.
pub(super) struct NameSelf {
    itself: syn::Path,
}

impl NameSelf {
    /// For the item `name`.
    pub(super) fn new(name: &Ident, generics: &syn::Generics) -> Self {
        let (_, ty_generics, _) = generics.split_for_impl();
        let mut itself = syn::Path::from(name.clone());
        if let (Some(last), false) = (itself.segments.last_mut(), generics.params.is_empty()) {
            last.arguments = syn::parse2(ty_generics.into_token_stream())
                .map_or(syn::PathArguments::None, syn::PathArguments::AngleBracketed);
        }
        Self { itself }
    }
}

impl VisitMut for NameSelf {
    fn visit_path_mut(&mut self, path: &mut syn::Path) {
        if path.is_ident("Self") {
            *path = self.itself.clone();
        } else {
            visit_mut::visit_path_mut(self, path);
        }
    }
}
