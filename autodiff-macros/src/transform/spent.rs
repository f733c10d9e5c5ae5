//! Which adjoints are moved where they are read: their only reader is the last statement that names them.
//!
//! The adjoint of what a call gave is complete when the call is reversed, and is its seed; nothing needs it then. Of a batch or a matrix a
//! copy would cost as much as the arithmetic around it:
//!
//! ```text
//! let y_adj = saved(&seed);             let y_adj = seed;
//! g::back(.., saved(&y_adj), ..);       g::back(.., y_adj, ..);
//! ```
//!
//! Only whole values that are copied into a variable or given as a seed count, and only in the block of their declaration. No number changes.

use std::collections::{HashMap, HashSet};

use super::pullback::Pullback;
use crate::ir::{
    Block, CallMode, Callee, Expr, ExprKind, Stmt, StmtKind, VarId, VarKind, uses, visit,
};

/// Finds them.
pub(crate) fn spent(pullback: &mut Pullback) -> HashSet<VarId> {
    let mut counts = Counts::default();
    counts.block(&mut pullback.forward);
    counts.block(&mut pullback.reverse);
    if let Some(result) = &pullback.function.result {
        visit::each_read(result, &mut |var| *counts.uses.entry(var).or_default() += 2);
    }
    let mut found = HashSet::new();
    let seed = pullback.seed.filter(|seed| !counts.declared.contains_key(seed));
    search(&mut pullback.forward, None, &counts, &mut found);
    search(&mut pullback.reverse, seed, &counts, &mut found);
    let f = &pullback.function;
    found.retain(|var| {
        let info = f.var(*var);
        let kind = info.kind == VarKind::Derivative || Some(*var) == seed;
        kind && !info.hint.is_scalar()
    });
    found
}

/// What all statements do with each variable.
#[derive(Default)]
struct Counts {
    uses: HashMap<VarId, usize>,
    reads: HashMap<VarId, usize>,
    declared: HashMap<VarId, usize>,
    bare: HashSet<VarId>,
}

impl Counts {
    fn block(&mut self, block: &mut Block) {
        for stmt in &mut block.stmts {
            uses::each_use(stmt, &mut |var| *self.uses.entry(*var).or_default() += 1);
            uses::each_bare(stmt, &mut |var| {
                self.bare.insert(var);
            });
        }
        visit::each_stmt(block, &mut |stmt| {
            for var in uses::declared(stmt) {
                *self.declared.entry(var).or_default() += 1;
            }
            visit::each_expr(stmt, &mut |expr| {
                visit::each_read(expr, &mut |var| *self.reads.entry(var).or_default() += 1);
            });
        });
    }
}

/// Looks at a block, in which `given` is declared as well, and at the blocks in it.
fn search(block: &mut Block, given: Option<VarId>, counts: &Counts, found: &mut HashSet<VarId>) {
    let mut here: HashSet<VarId> = given.into_iter().collect();
    let mut seen: HashMap<VarId, usize> = HashMap::new();
    for stmt in &mut block.stmts {
        uses::each_use(stmt, &mut |var| *seen.entry(*var).or_default() += 1);
        if let Some(var) = whole(stmt)
            && here.contains(&var)
            && counts.reads.get(&var) == Some(&1)
            && counts.uses.get(&var) == seen.get(&var)
            && !counts.bare.contains(&var)
            && counts.declared.get(&var).is_none_or(|times| *times == 1)
            && mentions(stmt, var) == 1
        {
            found.insert(var);
        }
        if let StmtKind::Let { var, value: Some(value) } = &stmt.kind
            && !matches!(value.kind, ExprKind::Ref(_) | ExprKind::RefMut(_))
        {
            here.insert(*var);
        }
        for inner in visit::blocks_mut(stmt) {
            search(inner, None, counts, found);
        }
    }
}

/// The variable whose whole value a statement copies, or gives as a seed.
fn whole(stmt: &Stmt) -> Option<VarId> {
    let of = |expr: &Expr| match &expr.kind {
        ExprKind::Read(place) if place.is_var() => Some(place.root),
        _ => None,
    };
    match &stmt.kind {
        StmtKind::Let { value: Some(value), .. } => of(value),
        StmtKind::Reverse(call)
            if matches!(call.mode, CallMode::Reverse | CallMode::Joint)
                && !matches!(call.callee, Callee::Value { .. }) =>
        {
            call.seed.as_ref().and_then(of)
        }
        _ => None,
    }
}

fn mentions(stmt: &mut Stmt, var: VarId) -> usize {
    let mut count = 0;
    uses::each_use(stmt, &mut |used| count += usize::from(*used == var));
    count
}
