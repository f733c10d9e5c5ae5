//! `flat_map`, `flatten` and `chain`: several loops for one chain.

use std::rc::Rc;

use syn::spanned::Spanned;

use super::{Body, Chain, Items};
use crate::diag::codes;
use crate::ir::{Expr, ExprKind};
use crate::lower::Lower;
use crate::lower::closures::{Callable, Closure};
use crate::lower::control::FrameKind;

impl<'a> Lower<'a> {
    /// The elements of what a closure gives for an item.
    pub(super) fn drive_flat_map(
        &mut self,
        closure: &Rc<Closure>,
        item: Expr,
        back: bool,
        at: &syn::Expr,
        body: Body<'_, 'a>,
    ) {
        let Callable::Body(tail) = &closure.body else {
            self.refuse(
                codes::FUNCTION_NAME,
                at,
                "a function that gives an iterator cannot be followed",
                "write a closure with the chain in it",
            );
            return;
        };
        let outer = self.scopes.clone();
        self.inside_closure(closure, vec![item], at, |lower| {
            lower.drive_tail(tail, back, &mut |lower, item| {
                // The consumer stands among its own names.
                let inside = std::mem::replace(&mut lower.scopes, outer.clone());
                body(lower, item);
                lower.scopes = inside;
            });
        });
    }

    /// Drives the chain at the end of a closure's body, after the statements before it.
    fn drive_tail(&mut self, expr: &syn::Expr, back: bool, body: Body<'_, 'a>) {
        match crate::lower::stmt::strip(expr) {
            syn::Expr::Block(it) if it.label.is_none() => {
                self.block_with(&it.block, |lower, tail| match tail {
                    Some(tail) => lower.drive_tail(tail, back, body),
                    None => {
                        lower.refuse(
                            codes::ITERATOR_EXPECTED,
                            expr,
                            "an iterator is expected here",
                            "end the closure with a range, a list or a chain: `xs.iter().map(..)`",
                        );
                    }
                });
            }
            expr => {
                let Some(chain) = self.chain(expr) else {
                    return;
                };
                let name = proc_macro2::Ident::new("rev", expr.span());
                let chain = if back { self.reversed(chain, &name) } else { Some(chain) };
                if let Some(chain) = chain {
                    self.drive(chain, expr, body);
                }
            }
        }
    }

    /// The elements of an item that is an array or a slice itself.
    pub(super) fn drive_elements(
        &mut self,
        item: Expr,
        back: bool,
        at: &syn::Expr,
        body: Body<'_, 'a>,
    ) {
        let (place, items) = match item.kind {
            ExprKind::Ref(place) => (place, Items::Shared),
            ExprKind::RefMut(place) => (place, Items::Exclusive),
            _ => (self.materialize(item), Items::Value),
        };
        let place = self.freeze_place(place);
        let mut chain = Chain::Elements { place, items };
        if back {
            chain = Chain::Rev(Box::new(chain), None);
        }
        self.drive(chain, at, body);
    }

    /// One chain, and then the other.
    pub(super) fn drive_both(&mut self, a: Chain, b: Chain, at: &syn::Expr, body: Body<'_, 'a>) {
        self.labelled(FrameKind::Block, None, false, at.span(), |lower| {
            lower.drive(a, at, body);
            if !lower.block.dead {
                lower.drive(b, at, body);
            }
            None
        });
    }
}
