//! Active values in code that is passed on as it is.
//!
//! Lowering passes on what it does not know if no name in it can be active ([`crate::syntax::taint`]). Names are an approximation;
//! this holds what they say against the activity of the variables that the names stand for.

use proc_macro2::Span;

use super::activity::Activity;
use crate::ir::{Expr, ExprKind, Function, visit};

/// Where active values stand in code that is passed on.
pub(crate) fn active_values(f: &Function, activity: &Activity) -> Vec<Span> {
    let mut spans = Vec::new();
    visit::each_stmt(&f.body, &mut |stmt| {
        visit::each_expr(stmt, &mut |expr| look(f, activity, expr, &mut spans));
    });
    f.result.iter().for_each(|result| look(f, activity, result, &mut spans));
    spans
}

fn look(f: &Function, activity: &Activity, expr: &Expr, spans: &mut Vec<Span>) {
    if let ExprKind::Opaque { binds, discrete: false, .. } = &expr.kind {
        let active = binds
            .iter()
            .any(|(_, place)| activity.varied(place.root) && !f.place_hint(place).is_inactive());
        spans.extend(active.then_some(expr.span));
    }
    visit::each_operand(expr, &mut |operand| look(f, activity, operand, spans));
}
