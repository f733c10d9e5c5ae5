//! Tuples that are only a way to hand on several values become several variables.
//!
//! ```text
//! t = if c { (a, Mode::Up) } else { (b, Mode::Down) }; x = t.0; mode = t.1;
//! t_0 = if c { a } else { b }; t_1 = if c { Mode::Up } else { Mode::Down }; x = t_0; mode = t_1;
//! ```
//!
//! So a part without a derivative needs none, and the adjoints of the parts are plain numbers. A tuple is taken apart if
//! each of its values is written part by part, and nothing asks for it as a whole.

use std::collections::HashMap;

use proc_macro2::Span;

use crate::ir::visit;
use crate::ir::{
    Aggregate, Block, Expr, ExprKind, Function, Hint, Member, Place, Proj, Stmt, StmtKind, Var,
    VarId, VarKind,
};

/// Takes apart what can be, the tuples in tuples too.
pub(super) fn take_apart(f: &mut Function) {
    loop {
        let found = candidates(f);
        if found.is_empty() {
            return;
        }
        let mut parts = HashMap::new();
        let mut order: Vec<(VarId, usize)> = found.into_iter().collect();
        order.sort();
        for (var, count) in order {
            let whole = f.var(var).clone();
            let vars: Vec<VarId> = (0..count)
                .map(|index| {
                    let name = format!("{}_{index}", whole.name);
                    f.add_var(Var { name, hint: whole.hint.field(index), ..whole.clone() })
                })
                .collect();
            parts.insert(var, vars);
        }
        let body = std::mem::take(&mut f.body);
        f.body = rewrite(f, body, &parts);
        if let Some(mut result) = f.result.take() {
            change_expr(&mut result, &parts);
            f.result = Some(result);
        }
    }
}

/// The variables that can be taken apart, with their numbers of parts.
fn candidates(f: &Function) -> HashMap<VarId, usize> {
    let mut count: HashMap<VarId, Option<usize>> = HashMap::new();
    let tuple = |value: &Expr| match &value.kind {
        ExprKind::Aggregate { kind: Aggregate::Tuple, operands }
            if !operands.is_empty() && !operands.iter().any(has_reference) =>
        {
            Some(operands.len())
        }
        _ => None,
    };
    let mut assigned = |var: VarId, value: &Expr| {
        let found = tuple(value);
        let known = count.entry(var).or_insert(found);
        if *known != found {
            *known = None;
        }
    };
    visit::each_stmt(&f.body, &mut |stmt| match &stmt.kind {
        StmtKind::Let { var, value: Some(value) } => assigned(*var, value),
        StmtKind::Assign { place, value } if place.is_var() => assigned(place.root, value),
        StmtKind::Call { dest: Some(var), .. } => {
            assigned(*var, &Expr::tokens(quote::quote!(()), stmt.span));
        }
        _ => {}
    });
    let mut found: HashMap<VarId, usize> = count
        .into_iter()
        .filter_map(|(var, count)| Some((var, count?)))
        .filter(|(var, _)| {
            let info = f.var(*var);
            matches!(info.kind, VarKind::Local | VarKind::Late | VarKind::Checked)
                && info.ty.is_none()
        })
        .collect();
    let mut look = |place: &Place| {
        let part = matches!(place.path.first(), Some(Proj::Field(Member::Index(index)))
            if found.get(&place.root).is_some_and(|count| index < count));
        if !part {
            found.remove(&place.root);
        }
    };
    visit::each_stmt(&f.body, &mut |stmt| {
        visit::each_expr(stmt, &mut |expr| each_place(expr, &mut look));
        match &stmt.kind {
            StmtKind::Assign { place, .. } if place.is_var() => {}
            StmtKind::Assign { place, .. } | StmtKind::Update { place, .. } => look(place),
            StmtKind::Match { scrutinee, .. } => look(scrutinee),
            StmtKind::Effect(effect) => effect.binds.iter().for_each(|(_, place)| look(place)),
            StmtKind::Grow(grow) => {
                look(&grow.place);
                grow.dest.iter().for_each(|dest| look(&Place::var(*dest)));
            }
            _ => {}
        }
    });
    if let Some(result) = &f.result {
        each_place(result, &mut look);
    }
    found
}

/// Every place in an expression, those that opaque tokens name too.
fn each_place<'e>(expr: &'e Expr, look: &mut dyn FnMut(&'e Place)) {
    match &expr.kind {
        ExprKind::Read(place) | ExprKind::Ref(place) | ExprKind::RefMut(place) => look(place),
        ExprKind::Opaque { binds, .. } => binds.iter().for_each(|(_, place)| look(place)),
        _ => {}
    }
    visit::each_operand(expr, &mut |operand| each_place(operand, look));
}

/// A part that borrows: its name would be another name of a place.
fn has_reference(value: &Expr) -> bool {
    match &value.kind {
        ExprKind::Ref(_) | ExprKind::RefMut(_) | ExprKind::RefTemp(_) => true,
        ExprKind::Aggregate { operands, .. } => operands.iter().any(has_reference),
        _ => false,
    }
}

type Parts = HashMap<VarId, Vec<VarId>>;

fn change_place(place: &mut Place, parts: &Parts) {
    if let Some(vars) = parts.get(&place.root)
        && let Some(Proj::Field(Member::Index(index))) = place.path.first()
    {
        place.root = vars[*index];
        place.path.remove(0);
    }
}

fn change_expr(expr: &mut Expr, parts: &Parts) {
    match &mut expr.kind {
        ExprKind::Read(place) | ExprKind::Ref(place) | ExprKind::RefMut(place) => {
            change_place(place, parts);
        }
        ExprKind::Opaque { binds, .. } => {
            binds.iter_mut().for_each(|(_, place)| change_place(place, parts));
        }
        _ => {}
    }
    visit::map_operands(expr, &mut |operand| change_expr(operand, parts));
}

fn rewrite(f: &mut Function, block: Block, parts: &Parts) -> Block {
    let mut stmts = Vec::new();
    for mut stmt in block.stmts {
        visit::map_exprs(&mut stmt, &mut |expr| change_expr(expr, parts));
        match &mut stmt.kind {
            StmtKind::Assign { place, .. } if place.is_var() => {}
            StmtKind::Assign { place, .. } | StmtKind::Update { place, .. } => {
                change_place(place, parts);
            }
            StmtKind::Match { scrutinee, .. } => change_place(scrutinee, parts),
            StmtKind::Effect(effect) => {
                effect.binds.iter_mut().for_each(|(_, place)| change_place(place, parts));
            }
            StmtKind::Grow(grow) => change_place(&mut grow.place, parts),
            _ => {}
        }
        for inner in visit::blocks_mut(&mut stmt) {
            let body = std::mem::take(inner);
            *inner = rewrite(f, body, parts);
        }
        split(f, stmt, parts, &mut stmts);
    }
    Block { stmts }
}

/// The statement, or one for each part.
fn split(f: &mut Function, stmt: Stmt, parts: &Parts, out: &mut Vec<Stmt>) {
    let span = stmt.span;
    match stmt.kind {
        StmtKind::Let { var, value } if parts.contains_key(&var) => {
            let vars = &parts[&var];
            let values = match value {
                Some(value) => operands(value).into_iter().map(Some).collect(),
                None => vec![None; vars.len()],
            };
            for (var, value) in vars.iter().zip(values) {
                note(f, *var, value.as_ref());
                out.push(f.stmt(StmtKind::Let { var: *var, value }, span));
            }
        }
        StmtKind::Assign { place, value } if parts.contains_key(&place.root) => {
            let vars = &parts[&place.root];
            let values = operands(value);
            let own = |root: VarId| vars.contains(&root);
            let mut reads_own = false;
            for value in &values {
                each_place(value, &mut |place| reads_own |= own(place.root));
            }
            // `t = (t.1, t.0)`: all parts are evaluated before one changes.
            let values: Vec<Expr> = if reads_own {
                values.into_iter().map(|value| held(f, value, span, out)).collect()
            } else {
                values
            };
            for (var, value) in vars.iter().zip(values) {
                note(f, *var, Some(&value));
                let place = Place::var(*var);
                out.push(f.stmt(StmtKind::Assign { place, value }, span));
            }
        }
        kind => out.push(Stmt { kind, ..stmt }),
    }
}

fn operands(value: Expr) -> Vec<Expr> {
    match value.kind {
        ExprKind::Aggregate { operands, .. } => operands,
        _ => unreachable!("verified: each value is a tuple"),
    }
}

/// A variable is what its first value is.
fn note(f: &mut Function, var: VarId, value: Option<&Expr>) {
    if matches!(f.var(var).hint, Hint::Unknown)
        && let Some(value) = value
    {
        f.var_mut(var).hint = f.expr_hint(value);
    }
}

/// The value in a variable of its own.
fn held(f: &mut Function, value: Expr, span: Span, out: &mut Vec<Stmt>) -> Expr {
    if let ExprKind::Tokens(_) = value.kind {
        return value;
    }
    let var = f.add_var(Var {
        name: "part".to_owned(),
        span,
        kind: VarKind::Local,
        mutable: false,
        hint: f.expr_hint(&value),
        ty: None,
        reassigned: false,
    });
    out.push(f.stmt(StmtKind::Let { var, value: Some(value) }, span));
    Expr::var(var, span)
}
