//! `#[checkpoint(every = k)]` on a loop: its adjoint keeps what the loop changes every `k` trips, and runs the trips
//! between again, instead of a record of each trip. With `k` about the root of the trips, memory grows as that root.
//!
//! On a `while` the number of trips must be bounded: `#[checkpoint(every = k, bound = n)] while c { b }` becomes
//!
//! ```text
//! #[checkpoint(every = k)] for _ in 0..n + 1 { if c { b } else { ended = true; break } }
//! assert!(ended);
//! ```

use proc_macro2::Span;
use syn::spanned::Spanned;

use super::Lower;
use crate::diag::codes;
use crate::ir::{Expr, ExprKind, Hint};

/// The attribute as written.
pub(super) struct Checkpoint {
    every: syn::Expr,
    bound: Option<syn::Expr>,
    span: Span,
}

const HELP: &str = "write `#[checkpoint(every = 32)]` on a `for`, or `#[checkpoint(every = 32, bound = 1000)]` on a `while`";

impl Lower<'_> {
    /// The attribute among those of a loop.
    pub(super) fn checkpoint(&mut self, attrs: &[syn::Attribute]) -> Option<Checkpoint> {
        let attr = attrs.iter().find(|attr| attr.path().is_ident("checkpoint"))?;
        let (mut every, mut bound) = (None, None);
        let read = attr.parse_nested_meta(|meta| {
            let value = || meta.value()?.parse::<syn::Expr>();
            if meta.path.is_ident("every") {
                every = Some(value()?);
            } else if meta.path.is_ident("bound") {
                bound = Some(value()?);
            } else {
                return Err(meta.error("unknown"));
            }
            Ok(())
        });
        match (read, every) {
            (Ok(()), Some(every)) => Some(Checkpoint { every, bound, span: attr.path().span() }),
            _ => {
                self.refuse(codes::CHECKPOINT, attr, "this checkpoint says not how often", HELP);
                None
            }
        }
    }

    /// The counted loop that comes is one with checkpoints.
    pub(super) fn begin_checkpoint(&mut self, checkpoint: &Checkpoint) {
        let every = self.expr(&checkpoint.every);
        let every = Expr::new(
            ExprKind::Helper { name: "at_least_one", args: vec![every] },
            checkpoint.span,
        );
        let var = self.let_var("every", every);
        self.f.var_mut(var).hint = Hint::Discrete;
        self.checkpoint = Some(Expr::var(var, checkpoint.span));
    }

    /// There must have been one.
    pub(super) fn end_checkpoint(&mut self, checkpoint: &Checkpoint) {
        if self.checkpoint.take().is_some() {
            self.diags.error(
                codes::CHECKPOINT,
                checkpoint.span,
                "a loop over this iterator has no checkpoints",
                "loop over a range or a slice",
            );
        }
    }

    /// A `while`, with checkpoints or without.
    pub(super) fn while_loop(&mut self, it: &syn::ExprWhile) {
        match self.checkpoint(&it.attrs) {
            Some(checkpoint) => self.checkpointed_while(it, &checkpoint),
            None => self.lower_while(it),
        }
    }

    /// A `while` of a bounded number of trips.
    fn checkpointed_while(&mut self, it: &syn::ExprWhile, checkpoint: &Checkpoint) {
        let Some(bound) = &checkpoint.bound else {
            self.diags.error(
                codes::CHECKPOINT,
                checkpoint.span,
                "a `while` with checkpoints needs a bound of its trips",
                HELP,
            );
            return;
        };
        let (every, label, cond, body) = (&checkpoint.every, &it.label, &it.cond, &it.body);
        let ended = proc_macro2::Ident::new("__ended", Span::mixed_site());
        let block: syn::Block = syn::parse_quote!({
            let mut #ended = false;
            #[checkpoint(every = #every)]
            #label for _ in 0..(#bound) + 1 {
                if #cond #body else {
                    #ended = true;
                    break;
                }
            }
            assert!(#ended, "more trips than the bound of the checkpoints");
        });
        self.block_value(&block, false);
    }
}

/// A block as rustc gets it.
pub(crate) fn strip(block: &mut syn::Block) {
    struct Strip;
    impl syn::visit_mut::VisitMut for Strip {
        fn visit_expr_for_loop_mut(&mut self, it: &mut syn::ExprForLoop) {
            it.attrs.retain(|attr| !attr.path().is_ident("checkpoint"));
            syn::visit_mut::visit_expr_for_loop_mut(self, it);
        }
        fn visit_expr_while_mut(&mut self, it: &mut syn::ExprWhile) {
            it.attrs.retain(|attr| !attr.path().is_ident("checkpoint"));
            syn::visit_mut::visit_expr_while_mut(self, it);
        }
    }
    syn::visit_mut::VisitMut::visit_block_mut(&mut Strip, block);
}
