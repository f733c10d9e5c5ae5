//! Counted loops that record and restore a tuple of floats in each iteration: there is room for all of them before, so
//! that neither the tape's room nor whether it is empty is looked at in each iteration, and such a loop can be vectorized.
//!
//! ```text
//! for i in r { body; tape.push((a,)); }              for (i, record) in r.zip(tape.room(n, (0.0,))) { body; *record = (a,); }
//! for i in r.rev() { let (a,) = tape.pop(); body }   for (i, &(a,)) in r.rev().zip(tape.latest(n).iter().rev()) { body }
//!                                                    tape.forget(n);
//! ```

use proc_macro2::{Span, TokenStream};
use quote::quote;

use super::body::Body;
use crate::ir::{Block, Expr, ExprKind, FloatType, Hint, StmtKind, VarId, VarKind};

impl Body<'_> {
    /// `let mut tape = ..;`: on the stack, of numbers, or of anything.
    pub(super) fn new_tape(
        &self,
        tape: VarId,
        constant_trips: Option<&TokenStream>,
    ) -> TokenStream {
        let (rt, ident) = (self.rt, self.ident(tape));
        if let Some(trips) = constant_trips {
            return quote!(let mut #ident = #rt::ArrayTape::<_, #trips>::new(););
        }
        // What a tape holds is its hint. The tangents that the second order records too are of the same types.
        let numbers = match &self.f.var(tape).hint {
            Hint::Slice(element) => self.is_number(element),
            Hint::Tuple(parts) => parts.iter().all(|part| self.is_number(part)),
            _ => false,
        };
        if numbers && self.f.bulk_tapes {
            quote!(let mut #ident = #rt::NumberTape::new();)
        } else {
            quote!(let mut #ident = #rt::Tape::new();)
        }
    }

    /// Whether a value is an `f32` or an `f64`, not of a type parameter.
    fn is_number(&self, hint: &Hint) -> bool {
        match hint {
            Hint::Float(FloatType::Inferred) => !self.f.generic,
            Hint::Float(FloatType::Written(ty)) => {
                matches!(ty.to_string().as_str(), "f32" | "f64")
            }
            _ => false,
        }
    }

    /// A loop that ends with a record; nothing if it does not.
    pub(super) fn recording_loop(
        &self,
        ident: &TokenStream,
        range: &TokenStream,
        body: &Block,
    ) -> Option<TokenStream> {
        let (last, rest) = body.stmts.split_last().filter(|_| self.f.bulk_tapes)?;
        let StmtKind::TapePush { tape, vars } = &last.kind else { return None };
        let zeros = self.zeros(vars, last.span)?;
        let (tape, tuple) = (self.ident(*tape), self.tuple(vars));
        let body = self.statements(rest);
        Some(quote! {
            for (#ident, __record) in #range
                .zip(#tape.room(::core::iter::Iterator::size_hint(&#range).0, #zeros))
            {
                #body
                *__record = #tuple;
            }
        })
    }

    /// A loop that begins with a restored record, along an iterator that goes back; nothing if it does not.
    pub(super) fn restoring_loop(
        &self,
        ident: &TokenStream,
        iterator: &TokenStream,
        body: &Block,
    ) -> Option<TokenStream> {
        if !self.f.bulk_tapes {
            return None;
        }
        // What is restored from other tapes before may come after as well.
        let other = |kind: &StmtKind| matches!(kind, StmtKind::TapePopAll { .. });
        let at = body.stmts.iter().position(|stmt| !other(&stmt.kind))?;
        let StmtKind::TapePop { tape, vars } = &body.stmts[at].kind else { return None };
        self.zeros(vars, body.stmts[at].span)?;
        let (tape, pattern) = (self.ident(*tape), self.tuple_pattern(vars));
        let before = self.statements(&body.stmts[..at]);
        let after = self.statements(&body.stmts[at + 1..]);
        Some(quote! {{
            let __trips = ::core::iter::Iterator::size_hint(&#iterator).0;
            for (#ident, &#pattern) in #iterator.zip(#tape.latest(__trips).iter().rev()) {
                #before #after
            }
            #tape.forget(__trips);
        }})
    }

    /// Zeros in the place of variables, if all are plain floats.
    fn zeros(&self, vars: &[VarId], span: Span) -> Option<TokenStream> {
        let zero = |var: &VarId| match &self.f.var(*var).hint {
            // An option of one.
            _ if self.f.var(*var).kind == VarKind::Checked => None,
            // A literal is no zero of a generic type.
            Hint::Float(FloatType::Inferred) if self.f.generic => None,
            Hint::Float(ty) => Some(self.value(&Expr::new(ExprKind::FloatZero(ty.clone()), span))),
            _ => None,
        };
        let zeros: Vec<TokenStream> = vars.iter().map(zero).collect::<Option<_>>()?;
        Some(quote!((#(#zeros,)*)))
    }
}
