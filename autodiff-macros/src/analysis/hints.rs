//! More hints, from how values are used: what is added to a float is one.
//!
//! Flow-insensitive, to a fixpoint over the variables; only `Unknown` ever changes. `y = a + b` with a float `y` and a
//! float `a` makes `b` a float; so does `s += b`, and `b.sin()`. A float that is the sum (product, ..) of two locals is one of
//! floats: no other operation with rules has a float as its result.

use crate::ir::{Expr, ExprKind, Function, Hint, Stmt, StmtKind, VarId, VarKind, ops, visit};

/// Fills hints in.
pub(crate) fn infer(f: &mut Function) {
    let body = std::mem::take(&mut f.body);
    let mut forwards = Vec::new();
    visit::each_stmt(&body, &mut |stmt| forwards.push(stmt));
    loop {
        let mut changed = false;
        // What is found at once helps the next statement: few rounds are needed.
        for stmt in forwards.iter().chain(forwards.iter().rev()) {
            let mut found = Vec::new();
            look(f, stmt, &mut found);
            changed |= apply(f, found);
        }
        if let (Some(result), Hint::Float(_)) = (&f.result, &f.result_hint) {
            let mut found = Vec::new();
            wanted(f, result, &f.result_hint, &mut found);
            changed |= apply(f, found);
        }
        if !changed {
            break;
        }
    }
    f.body = body;
}

/// Takes over what is new.
fn apply(f: &mut Function, found: Vec<(VarId, Hint)>) -> bool {
    let mut changed = false;
    for (var, hint) in found {
        let news = !matches!(hint, Hint::Unknown);
        if news && matches!(f.var(var).hint, Hint::Unknown) {
            f.var_mut(var).hint = hint;
            changed = true;
        }
    }
    changed
}

fn look(f: &Function, stmt: &Stmt, found: &mut Vec<(VarId, Hint)>) {
    match &stmt.kind {
        StmtKind::Let { var, value: Some(value) } => {
            if f.var(*var).hint.is_float() {
                wanted(f, value, &f.var(*var).hint, found);
            } else if matches!(f.var(*var).hint, Hint::Unknown) {
                found.push((*var, f.expr_hint(value)));
            }
        }
        StmtKind::Assign { place, value } => {
            let hint = f.place_hint(place);
            if hint.is_float() {
                wanted(f, value, &hint, found);
            } else if place.is_var() && matches!(hint, Hint::Unknown) {
                found.push((place.root, f.expr_hint(value)));
            }
        }
        StmtKind::Update { place, value, .. } => {
            let hint = f.place_hint(place);
            if hint.is_float() {
                wanted(f, value, &hint, found);
            }
        }
        _ => {}
    }
    visit::each_expr(stmt, &mut |expr| scalars(f, expr, found));
}

/// The value is a float of that type.
fn wanted(f: &Function, value: &Expr, hint: &Hint, found: &mut Vec<(VarId, Hint)>) {
    match &value.kind {
        ExprKind::Read(place) if place.is_var() => {
            let local =
                matches!(f.var(place.root).kind, VarKind::Local | VarKind::Late | VarKind::Checked);
            if local && matches!(f.var(place.root).hint, Hint::Unknown) {
                found.push((place.root, hint.clone()));
            }
        }
        ExprKind::Binary(op, a, b) if op.rule().is_some() => {
            if f.operand_hint(a).is_float() {
                wanted(f, b, hint, found);
            } else if f.operand_hint(b).is_float() {
                wanted(f, a, hint, found);
            } else {
                wanted(f, a, hint, found);
                wanted(f, b, hint, found);
            }
        }
        _ => {}
    }
}

/// Receivers of functions that only scalars have.
fn scalars(f: &Function, expr: &Expr, found: &mut Vec<(VarId, Hint)>) {
    if let ExprKind::Prim { prim, args, .. } = &expr.kind
        && prim.consumes
        && prim.result == ops::ResultHint::Float
        && let Some(receiver) = args.first()
        && !f.operand_hint(receiver).is_float()
        && !f.generic
    {
        wanted(f, receiver, &Hint::float(), found);
    }
    visit::each_operand(expr, &mut |operand| scalars(f, operand, found));
}
