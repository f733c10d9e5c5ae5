//! Exclusive references that a value holds.
//!
//! A reference is another name of a place only while its name is known. What is written through one that stands in a
//! value would be seen by nobody, so that the derivative would silently be wrong:
//!
//! ```text
//! let w = Writer { to: &mut total };   // refused
//! *w.to = x * x;
//! ```

use proc_macro2::Span;

use crate::ir::{Expr, ExprKind, Function, Grow, StmtKind, VarKind, visit};

/// The spans of exclusive references inside of values.
pub(crate) fn exclusive_references(f: &Function) -> Vec<Span> {
    let mut spans = Vec::new();
    visit::each_stmt(&f.body, &mut |stmt| match &stmt.kind {
        StmtKind::Let { value: Some(value), .. } | StmtKind::Assign { value, .. } => {
            held(value, true, &mut spans);
        }
        StmtKind::Grow(grow) => {
            if let Some(value) = &grow.value {
                held(value, true, &mut spans);
            }
        }
        // As an argument it is what the callee's `&mut` parameter gets.
        StmtKind::Call { args, .. } => args.iter().for_each(|arg| held(arg, false, &mut spans)),
        _ => {}
    });
    spans
}

fn held(value: &Expr, inside: bool, spans: &mut Vec<Span>) {
    match &value.kind {
        ExprKind::RefMut(_) if inside => spans.push(value.span),
        ExprKind::RefTemp(value) => held(value, true, spans),
        ExprKind::Aggregate { operands, .. } => {
            operands.iter().for_each(|operand| held(operand, true, spans));
        }
        _ => {}
    }
}

/// The spans of assignments to parts of what is not `mut`: they go through a `&mut` in it, and change what is not seen.
pub(crate) fn hidden_writes(f: &Function) -> Vec<Span> {
    let mut spans = Vec::new();
    visit::each_stmt(&f.body, &mut |stmt| {
        let (StmtKind::Assign { place, .. }
        | StmtKind::Update { place, .. }
        | StmtKind::Grow(Grow { place, .. })) = &stmt.kind
        else {
            return;
        };
        let var = f.var(place.root);
        let fixed = !var.mutable
            && matches!(var.kind, VarKind::Param { exclusive: false, .. } | VarKind::Local);
        if fixed && !place.is_var() {
            spans.push(stmt.span);
        }
    });
    spans
}
