//! Names for elided lifetimes: where a type moves from a function's signature to an `impl` or a bound, every reference
//! in it needs one.

use proc_macro2::Span;
use syn::visit::Visit;
use syn::visit_mut::{self, VisitMut};

/// Gives names to elided lifetimes.
pub(crate) struct Namer {
    prefix: &'static str,
    /// The names given.
    pub(crate) fresh: Vec<syn::Lifetime>,
}

impl Namer {
    pub(crate) fn new(prefix: &'static str) -> Self {
        Namer { prefix, fresh: Vec::new() }
    }

    fn next(&mut self) -> syn::Lifetime {
        let name = format!("'{}{}", self.prefix, self.fresh.len());
        let lifetime = syn::Lifetime::new(&name, Span::mixed_site());
        self.fresh.push(lifetime.clone());
        lifetime
    }
}

impl VisitMut for Namer {
    fn visit_type_reference_mut(&mut self, it: &mut syn::TypeReference) {
        if it.lifetime.is_none() {
            it.lifetime = Some(self.next());
        }
        visit_mut::visit_type_reference_mut(self, it);
    }

    fn visit_lifetime_mut(&mut self, it: &mut syn::Lifetime) {
        if it.ident == "_" {
            *it = self.next();
        }
    }

    fn visit_path_segment_mut(&mut self, it: &mut syn::PathSegment) {
        visit_mut::visit_path_segment_mut(self, it);
        if is_view(&it.ident.to_string())
            && let syn::PathArguments::AngleBracketed(args) = &mut it.arguments
            && !args.args.iter().any(|arg| matches!(arg, syn::GenericArgument::Lifetime(_)))
        {
            let lifetime = self.next();
            args.args.insert(0, syn::GenericArgument::Lifetime(lifetime));
        }
    }

    // Functions' own signatures have lifetimes of their own.
    fn visit_parenthesized_generic_arguments_mut(
        &mut self,
        _: &mut syn::ParenthesizedGenericArguments,
    ) {
    }

    fn visit_type_bare_fn_mut(&mut self, _: &mut syn::TypeBareFn) {}
}

/// nalgebra's views, whose lifetime may be left out.
fn is_view(name: &str) -> bool {
    let Some((stem, rest)) = name.split_once("View") else { return false };
    let size = |text: &str| text.chars().all(|c| c.is_ascii_digit() || matches!(c, 'x' | 'X'));
    let known =
        ["Matrix", "Vector", "RowVector", "DMatrix", "DVector", "RowDVector", "SMatrix", "SVector"];
    known.contains(&stem) && size(rest.strip_prefix("Mut").unwrap_or(rest))
}

/// Adds the lifetimes that a type names.
pub(crate) fn named(ty: &syn::Type, out: &mut Vec<syn::Lifetime>) {
    struct Named<'a>(&'a mut Vec<syn::Lifetime>);
    impl Visit<'_> for Named<'_> {
        fn visit_lifetime(&mut self, it: &syn::Lifetime) {
            if it.ident != "static" && it.ident != "_" && !self.0.contains(it) {
                self.0.push(it.clone());
            }
        }
        // Functions' own signatures have lifetimes of their own.
        fn visit_parenthesized_generic_arguments(
            &mut self,
            _: &syn::ParenthesizedGenericArguments,
        ) {
        }
        fn visit_type_bare_fn(&mut self, _: &syn::TypeBareFn) {}
    }
    Named(out).visit_type(ty);
}

/// Whether a type holds a reference or a lifetime that is not named.
pub(crate) fn has_elided(ty: &syn::Type) -> bool {
    let mut namer = Namer::new("_ad_probe_");
    namer.visit_type_mut(&mut ty.clone());
    !namer.fresh.is_empty()
}
