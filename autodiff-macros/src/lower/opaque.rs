//! Tokens of the user that are passed through as they are, with the variables that stand in them.

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

use super::{Binding, Lower};
use crate::ir::{Expr, ExprKind, Place, VarKind};

impl Lower<'_> {
    /// Tokens that hold no active value, as they are; the variables in them are bound around them.
    pub(super) fn opaque(&mut self, tokens: TokenStream, span: Span) -> Expr {
        self.passed_on(tokens, false, span)
    }

    /// Tokens whose value has no derivative.
    pub(super) fn discrete(&mut self, tokens: TokenStream, span: Span) -> Expr {
        self.passed_on(tokens, true, span)
    }

    fn passed_on(&mut self, tokens: TokenStream, discrete: bool, span: Span) -> Expr {
        let binds = self.binds(&tokens);
        // Numbers that are no references to the user are none here.
        let copies = binds.iter().filter(|(ident, place)| {
            self.f.place_hint(place).is_scalar()
                && match self.lookup(&ident.to_string()) {
                    Some(Binding::Var(var)) => {
                        !matches!(self.f.var(*var).kind, VarKind::Param { reference: true, .. })
                    }
                    Some(Binding::Alias(value)) => matches!(value.kind, ExprKind::Read(_)),
                    _ => false,
                }
        });
        let copies: Vec<TokenStream> =
            copies.map(|(ident, _)| quote!(let #ident = *#ident;)).collect();
        let tokens = if copies.is_empty() { tokens } else { quote!({ #(#copies)* #tokens }) };
        Expr::new(ExprKind::Opaque { tokens, binds, discrete }, span)
    }

    /// A name in the tokens that stands for something that is in no place.
    pub(super) fn names_no_place(&self, tokens: &TokenStream, own: &[String]) -> Option<String> {
        let mut idents = Vec::new();
        collect_idents(tokens.clone(), &mut idents);
        idents.iter().map(ToString::to_string).filter(|name| !own.contains(name)).find(|name| {
            match self.lookup(name) {
                Some(
                    Binding::Closure(_)
                    | Binding::Function(_)
                    | Binding::Iter(_)
                    | Binding::Maybe(_),
                ) => true,
                Some(Binding::Alias(value)) => value.place().is_none() && !value.is_tuple(),
                Some(Binding::Var(_) | Binding::Copied { .. } | Binding::Item) | None => false,
            }
        })
    }

    /// The variables that are named in tokens, format strings included.
    pub(super) fn binds(&mut self, tokens: &TokenStream) -> Vec<(Ident, Place)> {
        let mut idents = Vec::new();
        collect_idents(tokens.clone(), &mut idents);
        let mut binds: Vec<(Ident, Place)> = Vec::new();
        for ident in idents {
            if binds.iter().any(|(known, _)| *known == ident) {
                continue;
            }
            let place = match self.lookup(&ident.to_string()).cloned() {
                Some(Binding::Var(var)) => Some(Place::var(var)),
                // A pair of borrows that has only a name so far.
                Some(Binding::Alias(value)) if value.is_tuple() => {
                    Some(Place::var(self.let_var("t", value)))
                }
                Some(Binding::Alias(value)) => value.place().cloned(),
                _ => None,
            };
            if let Some(place) = place {
                binds.push((ident, place));
            }
        }
        binds
    }
}

/// All identifiers in tokens, and those captured by format strings.
fn collect_idents(tokens: TokenStream, out: &mut Vec<Ident>) {
    for token in tokens {
        match token {
            proc_macro2::TokenTree::Ident(ident) => out.push(ident),
            proc_macro2::TokenTree::Group(group) => collect_idents(group.stream(), out),
            proc_macro2::TokenTree::Literal(literal) => {
                let text = literal.to_string();
                if text.starts_with('"') {
                    for part in text.split('{').skip(1) {
                        let name: String =
                            part.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
                        if name.starts_with(|c: char| c.is_alphabetic() || c == '_')
                            && let Ok(ident) = syn::parse_str::<Ident>(&name)
                        {
                            out.push(Ident::new(&ident.to_string(), literal.span()));
                        }
                    }
                }
            }
            proc_macro2::TokenTree::Punct(_) => {}
        }
    }
}
