//! Every use of a variable in a statement, to look at or to change, and its declarations. A declaration is no use.

use super::visit::{blocks_mut, map_exprs, map_operands};
use super::{CallMode, Expr, ExprKind, Place, Stmt, StmtKind, VarId};

/// The variables that a statement itself uses bare, not as a place or in an expression.
fn bare_mut(stmt: &mut Stmt) -> Vec<&mut VarId> {
    match &mut stmt.kind {
        StmtKind::For { exit, .. } => exit.iter_mut().collect(),
        StmtKind::Loop { exit, .. } => vec![exit],
        StmtKind::ForReverse { trips, .. } => trips.iter_mut().collect(),
        StmtKind::Reverse(call) if call.mode == CallMode::Reverse => {
            call.residual.iter_mut().collect()
        }
        StmtKind::Second(call) if call.mode == CallMode::Reverse => {
            call.residual.iter_mut().collect()
        }
        StmtKind::TapeReserve { tape, .. } | StmtKind::TapePop { tape, .. } => vec![tape],
        StmtKind::TapePush { tape, vars } | StmtKind::ResidualSet { residual: tape, vars } => {
            std::iter::once(tape).chain(vars).collect()
        }
        StmtKind::TapePushAll { tape, var } | StmtKind::TapePopAll { tape, var } => {
            vec![tape, var]
        }
        StmtKind::ResidualGet { residual, .. } | StmtKind::IfKept { residual, .. } => {
            vec![residual]
        }
        StmtKind::Repeat { count, .. } => vec![count],
        StmtKind::Restore { old, .. } => vec![old],
        StmtKind::Let { .. }
        | StmtKind::Assign { .. }
        | StmtKind::Update { .. }
        | StmtKind::Accumulate { .. }
        | StmtKind::Call { .. }
        | StmtKind::If { .. }
        | StmtKind::Match { .. }
        | StmtKind::Effect(_)
        | StmtKind::Grow(_)
        | StmtKind::Reverse(_)
        | StmtKind::Second(_)
        | StmtKind::TapeNew { .. }
        | StmtKind::RecordNew { .. }
        | StmtKind::Rebind { .. }
        | StmtKind::Save { .. }
        | StmtKind::LetTuple { .. } => Vec::new(),
    }
}

/// The places that stand directly in a statement.
fn places_mut(stmt: &mut Stmt) -> Vec<&mut Place> {
    match &mut stmt.kind {
        StmtKind::Assign { place, .. }
        | StmtKind::Update { place, .. }
        | StmtKind::Accumulate { place, .. }
        | StmtKind::Save { place, .. }
        | StmtKind::Restore { place, .. } => vec![place],
        StmtKind::Match { scrutinee, .. } | StmtKind::Rebind { scrutinee, .. } => vec![scrutinee],
        StmtKind::Grow(grow) => vec![&mut grow.place],
        StmtKind::Effect(effect) => effect.binds.iter_mut().map(|(_, place)| place).collect(),
        StmtKind::Reverse(call) => call.slots.iter_mut().flatten().collect(),
        StmtKind::Second(call) => {
            let slots = call.slots.iter_mut().flatten().flat_map(|(slot, tangent)| [slot, tangent]);
            call.tangents.iter_mut().flatten().chain(slots).collect()
        }
        StmtKind::Let { .. }
        | StmtKind::Call { .. }
        | StmtKind::If { .. }
        | StmtKind::For { .. }
        | StmtKind::Loop { .. }
        | StmtKind::TapeNew { .. }
        | StmtKind::TapeReserve { .. }
        | StmtKind::TapePush { .. }
        | StmtKind::TapePop { .. }
        | StmtKind::TapePushAll { .. }
        | StmtKind::TapePopAll { .. }
        | StmtKind::ResidualSet { .. }
        | StmtKind::ResidualGet { .. }
        | StmtKind::RecordNew { .. }
        | StmtKind::Repeat { .. }
        | StmtKind::IfKept { .. }
        | StmtKind::ForReverse { .. }
        | StmtKind::LetTuple { .. } => Vec::new(),
    }
}

/// Calls `visit` on the variables that a statement, its blocks included, uses bare: what tapes and residuals hold.
pub(crate) fn each_bare(stmt: &mut Stmt, visit: &mut dyn FnMut(VarId)) {
    bare_mut(stmt).into_iter().for_each(|var| visit(*var));
    blocks_mut(stmt)
        .into_iter()
        .flat_map(|block| &mut block.stmts)
        .for_each(|inner| each_bare(inner, visit));
}

/// Calls `change` on every use of a variable in a statement, its blocks included. A declaration is no use.
pub(crate) fn each_use(stmt: &mut Stmt, change: &mut dyn FnMut(&mut VarId)) {
    bare_mut(stmt).into_iter().for_each(&mut *change);
    places_mut(stmt).into_iter().for_each(|place| change(&mut place.root));
    map_exprs(stmt, &mut |expr| each_expr_use_mut(expr, change));
    blocks_mut(stmt)
        .into_iter()
        .flat_map(|block| &mut block.stmts)
        .for_each(|inner| each_use(inner, change));
}

fn each_expr_use_mut(expr: &mut Expr, change: &mut dyn FnMut(&mut VarId)) {
    match &mut expr.kind {
        ExprKind::Read(place)
        | ExprKind::Ref(place)
        | ExprKind::RefMut(place)
        | ExprKind::Zero(place)
        | ExprKind::Take(place)
        | ExprKind::Replace(place, _) => change(&mut place.root),
        ExprKind::TakeChecked(var, place) => {
            change(var);
            change(&mut place.root);
        }
        ExprKind::Opaque { binds, .. } => {
            binds.iter_mut().for_each(|(_, place)| change(&mut place.root));
        }
        ExprKind::Tokens(_)
        | ExprKind::FloatZero(_)
        | ExprKind::RefTemp(_)
        | ExprKind::Unary(..)
        | ExprKind::Cast { .. }
        | ExprKind::Stop(_)
        | ExprKind::Binary(..)
        | ExprKind::Prim { .. }
        | ExprKind::Inert { .. }
        | ExprKind::InertCall { .. }
        | ExprKind::Rule { .. }
        | ExprKind::Helper { .. }
        | ExprKind::Aggregate { .. }
        | ExprKind::Function { .. }
        | ExprKind::Range { .. } => {}
    }
    map_operands(expr, &mut |operand| each_expr_use_mut(operand, change));
}

/// The variables that a statement declares, for the rest of its block.
pub(crate) fn declared(stmt: &Stmt) -> Vec<VarId> {
    match &stmt.kind {
        StmtKind::Let { var, .. } | StmtKind::RecordNew { var, .. } => vec![*var],
        StmtKind::TapeNew { tape, .. } => vec![*tape],
        StmtKind::Save { old, .. } => vec![*old],
        StmtKind::Call { dest, .. } => dest.iter().copied().collect(),
        StmtKind::Grow(grow) => grow.dest.iter().copied().collect(),
        StmtKind::Reverse(call) if call.mode == CallMode::Reverse => {
            call.dest.iter().copied().collect()
        }
        StmtKind::Reverse(call) => call.dest.iter().chain(&call.residual).copied().collect(),
        StmtKind::Second(call) => {
            let residual = call.residual.filter(|_| call.mode != CallMode::Reverse);
            call.dest.iter().flat_map(|(a, b)| [*a, *b]).chain(residual).collect()
        }
        StmtKind::TapePop { vars, .. }
        | StmtKind::ResidualGet { vars, .. }
        | StmtKind::LetTuple { vars, .. } => vars.clone(),
        StmtKind::Assign { .. }
        | StmtKind::Update { .. }
        | StmtKind::Accumulate { .. }
        | StmtKind::If { .. }
        | StmtKind::Match { .. }
        | StmtKind::For { .. }
        | StmtKind::Loop { .. }
        | StmtKind::Effect(_)
        | StmtKind::TapeReserve { .. }
        | StmtKind::TapePush { .. }
        | StmtKind::TapePushAll { .. }
        | StmtKind::TapePopAll { .. }
        | StmtKind::ResidualSet { .. }
        | StmtKind::Rebind { .. }
        | StmtKind::Repeat { .. }
        | StmtKind::IfKept { .. }
        | StmtKind::ForReverse { .. }
        | StmtKind::Restore { .. } => Vec::new(),
    }
}
