//! Walks over expressions, places and statements.

use std::collections::HashSet;

use super::{Block, Expr, ExprKind, Function, Place, Proj, Stmt, StmtKind, VarId};

/// How an expression touches a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Access {
    Read,
    Write,
}

/// Calls `visit` on the direct operands of an expression, the index expressions of its places included.
pub(crate) fn each_operand<'a>(expr: &'a Expr, visit: &mut dyn FnMut(&'a Expr)) {
    match &expr.kind {
        ExprKind::Tokens(_) | ExprKind::FloatZero(_) => {}
        ExprKind::Read(place)
        | ExprKind::Ref(place)
        | ExprKind::RefMut(place)
        | ExprKind::Zero(place)
        | ExprKind::TakeChecked(_, place)
        | ExprKind::Take(place) => each_index(place, visit),
        ExprKind::Replace(place, value) => {
            each_index(place, visit);
            visit(value);
        }
        ExprKind::RefTemp(value)
        | ExprKind::Unary(_, value)
        | ExprKind::Cast { value, .. }
        | ExprKind::Stop(value) => visit(value),
        ExprKind::Binary(_, a, b) => {
            visit(a);
            visit(b);
        }
        ExprKind::Prim { args, .. }
        | ExprKind::Inert { args, .. }
        | ExprKind::InertCall { args, .. }
        | ExprKind::Rule { args, .. }
        | ExprKind::Helper { args, .. } => args.iter().for_each(visit),
        ExprKind::Aggregate { kind, operands } => {
            operands.iter().for_each(&mut *visit);
            match kind {
                super::Aggregate::Repeat(n) | super::Aggregate::VecRepeat(n) => visit(n),
                super::Aggregate::Tuple
                | super::Aggregate::Array
                | super::Aggregate::VecList
                | super::Aggregate::Struct { .. }
                | super::Aggregate::Call { .. }
                | super::Aggregate::MatrixNew(_)
                | super::Aggregate::MatrixMacro { .. } => {}
            }
        }
        ExprKind::Function { captured, .. } => captured.iter().for_each(visit),
        ExprKind::Range { low, high, .. } => {
            low.iter().chain(high).for_each(|e| visit(e));
        }
        ExprKind::Opaque { binds, .. } => {
            binds.iter().for_each(|(_, place)| each_index(place, visit));
        }
    }
}

/// Calls `visit` on the index expressions of a place.
pub(crate) fn each_index<'a>(place: &'a Place, visit: &mut dyn FnMut(&'a Expr)) {
    for step in &place.path {
        match step {
            Proj::Deref | Proj::Field(_) | Proj::Variant { .. } => {}
            Proj::Index(index) => visit(index),
            Proj::View { args, .. } => args.iter().for_each(&mut *visit),
        }
    }
}

/// Calls `visit` on every place an expression touches, places inside index expressions included.
pub(crate) fn each_place<'a>(expr: &'a Expr, visit: &mut dyn FnMut(&'a Place, Access)) {
    match &expr.kind {
        ExprKind::Read(place)
        | ExprKind::Ref(place)
        | ExprKind::Zero(place)
        | ExprKind::TakeChecked(_, place) => {
            visit(place, Access::Read);
        }
        ExprKind::RefMut(place) => {
            visit(place, Access::Read);
            visit(place, Access::Write);
        }
        ExprKind::Replace(place, _) | ExprKind::Take(place) => {
            visit(place, Access::Read);
            visit(place, Access::Write);
        }
        ExprKind::Opaque { binds, .. } => {
            binds.iter().for_each(|(_, place)| visit(place, Access::Read));
        }
        _ => {}
    }
    each_operand(expr, &mut |operand| each_place(operand, visit));
}

/// Calls `visit` on every variable that evaluating the expression reads.
pub(crate) fn each_read(expr: &Expr, visit: &mut dyn FnMut(VarId)) {
    each_place(expr, &mut |place, access| {
        if access == Access::Read {
            visit(place.root);
        }
    });
}

/// Calls `visit` on the expressions that stand directly in a statement, not in its blocks.
pub(crate) fn each_expr<'a>(stmt: &'a Stmt, visit: &mut dyn FnMut(&'a Expr)) {
    match &stmt.kind {
        StmtKind::Let { value, .. } => value.iter().for_each(visit),
        StmtKind::Assign { place, value }
        | StmtKind::Update { place, value, .. }
        | StmtKind::Accumulate { place, value } => {
            each_index(place, visit);
            visit(value);
        }
        StmtKind::Call { args, .. } => args.iter().for_each(visit),
        StmtKind::If { cond, .. } => visit(cond),
        StmtKind::Match { scrutinee, arms, .. } => {
            each_index(scrutinee, visit);
            arms.iter().filter_map(|arm| arm.guard.as_ref()).for_each(visit);
        }
        StmtKind::For { range, .. } | StmtKind::ForReverse { range, .. } => {
            visit(&range.low);
            visit(&range.high);
            range.step.iter().chain(&range.checkpoint).for_each(&mut *visit);
            if let Some(part) = &range.part {
                visit(&part.0);
                visit(&part.1);
            }
        }
        StmtKind::Save { place, .. } | StmtKind::Restore { place, .. } => each_index(place, visit),
        StmtKind::Grow(grow) => {
            each_index(&grow.place, visit);
            grow.index.iter().chain(&grow.value).for_each(visit);
        }
        StmtKind::Effect(effect) => {
            effect.args.iter().for_each(&mut *visit);
            effect.binds.iter().for_each(|(_, place)| each_index(place, visit));
        }
        StmtKind::Reverse(call) => {
            call.args.iter().for_each(&mut *visit);
            call.seed.iter().for_each(&mut *visit);
            call.slots.iter().flatten().for_each(|place| each_index(place, visit));
        }
        StmtKind::Second(call) => {
            call.args.iter().for_each(&mut *visit);
            call.seed.iter().for_each(|(seed, tangent)| {
                visit(seed);
                visit(tangent);
            });
            second_places(call).for_each(|place| each_index(place, visit));
        }
        StmtKind::LetTuple { value, .. } => visit(value),
        StmtKind::TapeReserve { trips, .. } => visit(trips),
        StmtKind::Rebind { scrutinee, .. } => each_index(scrutinee, visit),
        StmtKind::Loop { .. }
        | StmtKind::TapeNew { .. }
        | StmtKind::TapePush { .. }
        | StmtKind::TapePop { .. }
        | StmtKind::TapePushAll { .. }
        | StmtKind::TapePopAll { .. }
        | StmtKind::ResidualSet { .. }
        | StmtKind::ResidualGet { .. }
        | StmtKind::RecordNew { .. }
        | StmtKind::Repeat { .. }
        | StmtKind::IfKept { .. } => {}
    }
}

/// Calls `visit` on the blocks that stand directly in a statement.
pub(crate) fn each_block<'a>(stmt: &'a Stmt, visit: &mut dyn FnMut(&'a Block)) {
    match &stmt.kind {
        StmtKind::If { then, els, .. } => {
            visit(then);
            visit(els);
        }
        StmtKind::Match { arms, .. } => arms.iter().for_each(|arm| visit(&arm.body)),
        StmtKind::For { body, .. }
        | StmtKind::Loop { body, .. }
        | StmtKind::Rebind { body, .. }
        | StmtKind::Repeat { body, .. }
        | StmtKind::IfKept { body, .. }
        | StmtKind::ForReverse { body, .. } => visit(body),
        StmtKind::Let { .. }
        | StmtKind::Assign { .. }
        | StmtKind::Update { .. }
        | StmtKind::Call { .. }
        | StmtKind::Effect(_)
        | StmtKind::Grow(_)
        | StmtKind::Accumulate { .. }
        | StmtKind::Reverse(_)
        | StmtKind::TapeNew { .. }
        | StmtKind::TapeReserve { .. }
        | StmtKind::TapePush { .. }
        | StmtKind::TapePop { .. }
        | StmtKind::TapePushAll { .. }
        | StmtKind::TapePopAll { .. }
        | StmtKind::ResidualSet { .. }
        | StmtKind::ResidualGet { .. }
        | StmtKind::Save { .. }
        | StmtKind::Restore { .. }
        | StmtKind::LetTuple { .. }
        | StmtKind::Second(_)
        | StmtKind::RecordNew { .. } => {}
    }
}

/// The places of the tangents, adjoints and adjoints' tangents of a call.
fn second_places(call: &super::SecondCall) -> impl Iterator<Item = &Place> {
    let slots = call.slots.iter().flatten().flat_map(|(slot, tangent)| [slot, tangent]);
    call.tangents.iter().flatten().chain(slots)
}

/// The blocks that stand directly in a statement, to change.
pub(crate) fn blocks_mut(stmt: &mut Stmt) -> Vec<&mut Block> {
    match &mut stmt.kind {
        StmtKind::If { then, els, .. } => vec![then, els],
        StmtKind::Match { arms, .. } => arms.iter_mut().map(|arm| &mut arm.body).collect(),
        StmtKind::For { body, .. }
        | StmtKind::Loop { body, .. }
        | StmtKind::Rebind { body, .. }
        | StmtKind::Repeat { body, .. }
        | StmtKind::IfKept { body, .. }
        | StmtKind::ForReverse { body, .. } => vec![body],
        StmtKind::Let { .. }
        | StmtKind::Assign { .. }
        | StmtKind::Update { .. }
        | StmtKind::Call { .. }
        | StmtKind::Effect(_)
        | StmtKind::Grow(_)
        | StmtKind::Accumulate { .. }
        | StmtKind::Reverse(_)
        | StmtKind::TapeNew { .. }
        | StmtKind::TapeReserve { .. }
        | StmtKind::TapePush { .. }
        | StmtKind::TapePop { .. }
        | StmtKind::TapePushAll { .. }
        | StmtKind::TapePopAll { .. }
        | StmtKind::ResidualSet { .. }
        | StmtKind::ResidualGet { .. }
        | StmtKind::Save { .. }
        | StmtKind::Restore { .. }
        | StmtKind::LetTuple { .. }
        | StmtKind::Second(_)
        | StmtKind::RecordNew { .. } => Vec::new(),
    }
}

/// Calls `visit` on every statement of a block, outer before inner, in order.
pub(crate) fn each_stmt<'a>(block: &'a Block, visit: &mut dyn FnMut(&'a Stmt)) {
    for stmt in &block.stmts {
        visit(stmt);
        each_block(stmt, &mut |inner| each_stmt(inner, visit));
    }
}

/// Calls `visit` on every place that a statement itself reads or writes (not those in its blocks).
pub(crate) fn each_stmt_place<'a>(stmt: &'a Stmt, visit: &mut dyn FnMut(&'a Place, Access)) {
    each_expr(stmt, &mut |expr| each_place(expr, visit));
    match &stmt.kind {
        StmtKind::Assign { place, .. } | StmtKind::Restore { place, .. } => {
            visit(place, Access::Write);
        }
        StmtKind::Save { place, .. } => visit(place, Access::Read),
        StmtKind::Update { place, .. } | StmtKind::Accumulate { place, .. } => {
            visit(place, Access::Read);
            visit(place, Access::Write);
        }
        StmtKind::Match { scrutinee, exclusive, .. }
        | StmtKind::Rebind { scrutinee, exclusive, .. } => {
            visit(scrutinee, Access::Read);
            if *exclusive {
                visit(scrutinee, Access::Write);
            }
        }
        StmtKind::Effect(effect) => {
            effect.binds.iter().for_each(|(_, place)| visit(place, Access::Read));
        }
        StmtKind::Grow(grow) => {
            visit(&grow.place, Access::Read);
            visit(&grow.place, Access::Write);
        }
        StmtKind::Reverse(call) => {
            for place in call.slots.iter().flatten() {
                visit(place, Access::Read);
                visit(place, Access::Write);
            }
        }
        StmtKind::Second(call) => {
            for place in second_places(call) {
                visit(place, Access::Read);
                visit(place, Access::Write);
            }
        }
        StmtKind::Let { .. }
        | StmtKind::LetTuple { .. }
        | StmtKind::Call { .. }
        | StmtKind::If { .. }
        | StmtKind::IfKept { .. }
        | StmtKind::ForReverse { .. }
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
        | StmtKind::Repeat { .. } => {}
    }
}

/// Rebuilds the expressions that stand directly in a statement, not in its blocks.
pub(crate) fn map_exprs(stmt: &mut Stmt, change: &mut dyn FnMut(&mut Expr)) {
    match &mut stmt.kind {
        StmtKind::Let { value, .. } => value.iter_mut().for_each(change),
        StmtKind::Assign { place, value }
        | StmtKind::Update { place, value, .. }
        | StmtKind::Accumulate { place, value } => {
            map_indices(place, change);
            change(value);
        }
        StmtKind::Call { args, .. } => args.iter_mut().for_each(change),
        StmtKind::If { cond, .. } => change(cond),
        StmtKind::Match { scrutinee, arms, .. } => {
            map_indices(scrutinee, change);
            arms.iter_mut().filter_map(|arm| arm.guard.as_mut()).for_each(change);
        }
        StmtKind::For { range, .. } | StmtKind::ForReverse { range, .. } => {
            change(&mut range.low);
            change(&mut range.high);
            range.step.iter_mut().chain(&mut range.checkpoint).for_each(&mut *change);
            if let Some(part) = &mut range.part {
                change(&mut part.0);
                change(&mut part.1);
            }
        }
        StmtKind::Save { place, .. } | StmtKind::Restore { place, .. } => {
            map_indices(place, change)
        }
        StmtKind::Effect(effect) => {
            effect.args.iter_mut().for_each(&mut *change);
            effect.binds.iter_mut().for_each(|(_, place)| map_indices(place, change));
        }
        StmtKind::Grow(grow) => {
            map_indices(&mut grow.place, change);
            grow.index.iter_mut().chain(&mut grow.value).for_each(change);
        }
        StmtKind::Reverse(call) => {
            call.args.iter_mut().for_each(&mut *change);
            call.seed.iter_mut().for_each(&mut *change);
            call.slots.iter_mut().flatten().for_each(|place| map_indices(place, change));
        }
        StmtKind::Second(call) => {
            call.args.iter_mut().for_each(&mut *change);
            call.seed.iter_mut().for_each(|(seed, tangent)| {
                change(seed);
                change(tangent);
            });
            let slots = call.slots.iter_mut().flatten().flat_map(|(slot, tangent)| [slot, tangent]);
            let places = call.tangents.iter_mut().flatten().chain(slots);
            places.for_each(|place| map_indices(place, change));
        }
        StmtKind::LetTuple { value, .. } => change(value),
        StmtKind::TapeReserve { trips, .. } => change(trips),
        StmtKind::Rebind { scrutinee, .. } => map_indices(scrutinee, change),
        StmtKind::Loop { .. }
        | StmtKind::TapeNew { .. }
        | StmtKind::TapePush { .. }
        | StmtKind::TapePop { .. }
        | StmtKind::TapePushAll { .. }
        | StmtKind::TapePopAll { .. }
        | StmtKind::ResidualSet { .. }
        | StmtKind::ResidualGet { .. }
        | StmtKind::RecordNew { .. }
        | StmtKind::Repeat { .. }
        | StmtKind::IfKept { .. } => {}
    }
}

/// Rebuilds an expression's direct operands.
pub(crate) fn map_operands(expr: &mut Expr, change: &mut dyn FnMut(&mut Expr)) {
    match &mut expr.kind {
        ExprKind::Tokens(_) | ExprKind::FloatZero(_) => {}
        ExprKind::Read(place)
        | ExprKind::Ref(place)
        | ExprKind::RefMut(place)
        | ExprKind::Zero(place)
        | ExprKind::TakeChecked(_, place)
        | ExprKind::Take(place) => map_indices(place, change),
        ExprKind::Replace(place, value) => {
            map_indices(place, change);
            change(value);
        }
        ExprKind::RefTemp(value)
        | ExprKind::Unary(_, value)
        | ExprKind::Cast { value, .. }
        | ExprKind::Stop(value) => change(value),
        ExprKind::Binary(_, a, b) => {
            change(a);
            change(b);
        }
        ExprKind::Prim { args, .. }
        | ExprKind::Inert { args, .. }
        | ExprKind::InertCall { args, .. }
        | ExprKind::Rule { args, .. }
        | ExprKind::Helper { args, .. } => args.iter_mut().for_each(change),
        ExprKind::Aggregate { kind, operands } => {
            operands.iter_mut().for_each(&mut *change);
            match kind {
                super::Aggregate::Repeat(n) | super::Aggregate::VecRepeat(n) => change(n),
                super::Aggregate::Tuple
                | super::Aggregate::Array
                | super::Aggregate::VecList
                | super::Aggregate::Struct { .. }
                | super::Aggregate::Call { .. }
                | super::Aggregate::MatrixNew(_)
                | super::Aggregate::MatrixMacro { .. } => {}
            }
        }
        ExprKind::Function { captured, .. } => captured.iter_mut().for_each(change),
        ExprKind::Range { low, high, .. } => {
            low.iter_mut().chain(high).for_each(|e| change(e));
        }
        ExprKind::Opaque { binds, .. } => {
            binds.iter_mut().for_each(|(_, place)| map_indices(place, change));
        }
    }
}

/// Rebuilds a place's index expressions.
pub(crate) fn map_indices(place: &mut Place, change: &mut dyn FnMut(&mut Expr)) {
    for step in &mut place.path {
        match step {
            Proj::Deref | Proj::Field(_) | Proj::Variant { .. } => {}
            Proj::Index(index) => change(index),
            Proj::View { args, .. } => args.iter_mut().for_each(&mut *change),
        }
    }
}

/// Calls `visit` on every variable that a statement names in any way, those in its blocks included.
pub(crate) fn each_mention(stmt: &Stmt, visit: &mut dyn FnMut(VarId)) {
    each_stmt_place(stmt, &mut |place, _| visit(place.root));
    match &stmt.kind {
        StmtKind::TapePop { tape, .. } => visit(*tape),
        StmtKind::TapePopAll { tape, var } => {
            visit(*tape);
            visit(*var);
        }
        StmtKind::ResidualGet { residual, .. } | StmtKind::IfKept { residual, .. } => {
            visit(*residual)
        }
        StmtKind::Repeat { count, .. } => visit(*count),
        StmtKind::ForReverse { trips: Some(trips), .. } => visit(*trips),
        StmtKind::Restore { old, .. } => visit(*old),
        StmtKind::Reverse(call) => call.residual.iter().for_each(|var| visit(*var)),
        _ => {}
    }
    each_block(stmt, &mut |block| block.stmts.iter().for_each(|stmt| each_mention(stmt, visit)));
}

/// The results of calls that nothing reads: such a call stands for its effect.
pub(crate) fn unread_results(f: &Function) -> HashSet<VarId> {
    let mut unread = HashSet::new();
    let mut read = HashSet::new();
    each_stmt(&f.body, &mut |stmt| {
        if let StmtKind::Call { dest: Some(dest), .. } = &stmt.kind {
            unread.insert(*dest);
        }
        each_mention(stmt, &mut |var| {
            read.insert(var);
        });
    });
    if let Some(result) = &f.result {
        each_place(result, &mut |place, _| {
            read.insert(place.root);
        });
    }
    unread.retain(|var| !read.contains(var));
    unread
}
