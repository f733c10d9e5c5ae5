//! Guards that take statements: what a match has before one, the guard's arm and what comes after it part.
//!
//! ```text
//! match x { A => a, P if g => b, C => c }
//! 'arms: { match x { A => break 'arms a, P => if g { break 'arms b }, _ => {} }  match x { C => c } }
//! ```

use proc_macro2::{Ident, Span};
use quote::format_ident;
use syn::parse_quote;
use syn::visit::Visit;

use super::patterns::Mode;
use super::{Binding, Lower};
use crate::ir::{Expr, ExprKind, Place};

/// Whether something in an expression may take statements.
fn may_take_statements(expr: &syn::Expr) -> bool {
    struct Finder(bool);
    impl<'ast> Visit<'ast> for Finder {
        fn visit_expr(&mut self, expr: &'ast syn::Expr) {
            match expr {
                syn::Expr::Binary(_)
                | syn::Expr::Unary(_)
                | syn::Expr::Paren(_)
                | syn::Expr::Group(_)
                | syn::Expr::Path(_)
                | syn::Expr::Lit(_)
                | syn::Expr::Field(_)
                | syn::Expr::Cast(_)
                | syn::Expr::Reference(_) => syn::visit::visit_expr(self, expr),
                _ => self.0 = true,
            }
        }
    }
    let mut finder = Finder(false);
    finder.visit_expr(expr);
    finder.0
}

impl Lower<'_> {
    /// The first arm whose guard takes statements.
    pub(super) fn staged_guard(
        &mut self,
        it: &syn::ExprMatch,
        place: &Place,
        mode: Mode,
    ) -> Option<usize> {
        for (index, arm) in it.arms.iter().enumerate() {
            let Some((_, guard)) = arm.guard.as_ref().filter(|(_, it)| may_take_statements(it))
            else {
                continue;
            };
            // Alternatives that bind have a guard each.
            if matches!(arm.pat, syn::Pat::Or(_)) && !super::pattern_names(&arm.pat).is_empty() {
                continue;
            }
            let (_, _, names) = self.pattern(&arm.pat, place, mode);
            let mut staged = false;
            self.closed(|lower| {
                lower.bind_names_for_guard(&names);
                let block = lower.closed(|lower| {
                    lower.expr(guard);
                });
                staged = !block.stmts.is_empty();
            });
            if staged {
                return Some(index);
            }
        }
        None
    }

    /// The match, with the arm at `index` having such a guard.
    pub(super) fn staged_match(
        &mut self,
        it: &syn::ExprMatch,
        index: usize,
        (place, mode): (Place, Mode),
        wanted: bool,
    ) -> Option<Expr> {
        let span = it.match_token.span;
        let kind = match mode {
            Mode::Value => ExprKind::Read(place),
            Mode::Shared => ExprKind::Ref(place),
            Mode::Exclusive => ExprKind::RefMut(place),
        };
        let matched = Ident::new("__ad_matched", span);
        let name = format_ident!("__ad_arms_{}", self.frames.len());
        let label = syn::Lifetime { apostrophe: Span::call_site(), ident: name };
        let leaving = |body: &syn::Expr| -> syn::Expr {
            if wanted {
                parse_quote!({ break #label (#body); })
            } else {
                parse_quote!({ #body; break #label; })
            }
        };
        let mut first: Vec<syn::Arm> = it.arms[..=index].to_vec();
        for arm in &mut first {
            arm.comma = Some(Default::default());
            *arm.body = leaving(&arm.body);
        }
        let arm = &mut first[index];
        if let Some((_, guard)) = arm.guard.take() {
            let body = &arm.body;
            arm.body = parse_quote!(if #guard #body);
        }
        let mut rest: Vec<syn::Arm> = it.arms[index + 1..].to_vec();
        for arm in &mut rest {
            arm.comma = Some(Default::default());
        }
        let block: syn::Expr = parse_quote!(#label: {
            match #matched { #(#first)* _ => {} }
            match #matched { #(#rest)* _ => unreachable!() }
        });
        self.taint.insert(matched.to_string());
        self.scopes.push(std::collections::HashMap::new());
        self.bind(&matched.to_string(), Binding::Alias(Expr::new(kind, span)));
        let value = self.value_if(&block, wanted);
        self.scopes.pop();
        value
    }
}
