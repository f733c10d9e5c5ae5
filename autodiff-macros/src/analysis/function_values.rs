//! Where a function is a value: a parameter that is called, or an argument. They have no second derivatives.

use proc_macro2::Span;

use crate::ir::{Callee, ExprKind, Function, StmtKind, visit};

/// The spans of calls of parameters, and of functions as arguments.
pub(crate) fn function_values(f: &Function) -> Vec<Span> {
    let mut spans = Vec::new();
    visit::each_stmt(&f.body, &mut |stmt| {
        let StmtKind::Call { callee, args, .. } = &stmt.kind else { return };
        if matches!(callee, Callee::Value { .. }) {
            spans.push(stmt.span);
        }
        let functions = args.iter().filter(|arg| {
            let passed_on = arg.place().is_some_and(|place| f.callables.contains_key(&place.root));
            matches!(arg.kind, ExprKind::Function { .. })
                || (passed_on && !matches!(callee, Callee::Value { .. }))
        });
        spans.extend(functions.map(|arg| arg.span));
    });
    spans
}
