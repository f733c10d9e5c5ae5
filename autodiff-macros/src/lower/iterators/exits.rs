//! Leaving a chain's loops from inside.

use proc_macro2::Span;

use crate::ir::{Expr, Place, StmtKind};
use crate::lower::Lower;
use crate::lower::control::{FrameKind, bool_expr};

/// What ends where there is no element.
#[derive(Clone, Copy)]
pub(super) enum Ends {
    /// This element of the innermost loop.
    Element,
    /// The chain whose frames start at that depth.
    Chain(usize),
}

impl Lower<'_> {
    /// The chain whose frames start at `depth` ends here, and the rest of the bodies is left out.
    pub(in crate::lower) fn end_chain(&mut self, depth: usize, span: Span) {
        self.leave(depth, true, span);
    }

    /// The chain whose frames start at `depth` ends after this element if `cond` holds.
    pub(super) fn end_chain_after(&mut self, depth: usize, cond: Expr, span: Span) {
        let mut flags = Vec::new();
        for frame in &mut self.frames[depth..] {
            match (frame.kind, frame.exit) {
                (FrameKind::Loop, Some(exit)) => flags.push(exit),
                _ => {
                    frame.exits += 1;
                    flags.push(frame.skip);
                }
            }
        }
        // What has ended already stays so.
        self.when(cond, span, |lower| {
            for flag in flags {
                let value = bool_expr(true, span);
                lower.push(StmtKind::Assign { place: Place::var(flag), value }, span);
            }
        });
    }

    /// The user's `break` and `continue` in the body of a chain of several loops mean all of them.
    pub(super) fn take_over_loops(&mut self, depth: usize, label: Option<&syn::Label>) {
        let innermost = self.frames.last_mut().expect("a chain is driven by a loop");
        innermost.whole = Some(depth);
        innermost.label = label.map(|label| label.name.ident.to_string());
    }

    /// A jump as an expression: labels of that form are understood by [`Lower::lower_break`].
    pub(super) fn jump(&self, ends: Ends) -> syn::Expr {
        match ends {
            Ends::Element => {
                let label = syn::Lifetime::new(
                    &format!("'__ad_frame_{}", self.frames.len() - 1),
                    Span::call_site(),
                );
                syn::parse_quote!(continue #label)
            }
            Ends::Chain(depth) => {
                let label = syn::Lifetime::new(&format!("'__ad_frame_{depth}"), Span::call_site());
                syn::parse_quote!(break #label)
            }
        }
    }
}
