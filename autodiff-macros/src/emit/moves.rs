//! Which variables of a pushforward must not be moved out of: a rule reads them after they may have been.

use std::collections::{HashMap, HashSet};

use crate::ir::{Block, Expr, ExprKind, Function, StmtKind, VarId, visit};

/// The variables that are copied where they are read by value.
pub(super) fn kept(f: &Function, last: Option<&Expr>) -> HashSet<VarId> {
    let mut walk = Walk::default();
    walk.block(&f.body, 0);
    if let Some(last) = last {
        walk.expr(last);
    }
    let again = walk.read.intersection(&walk.moved_in_loops).copied();
    walk.kept.extend(again);
    walk.kept
}

#[derive(Default)]
struct Walk {
    /// The loop that each variable is declared in.
    declared: HashMap<VarId, u32>,
    /// What may have been moved out of.
    moved: HashSet<VarId>,
    /// What may be moved out of in a loop that it was declared outside of, which may come again.
    moved_in_loops: HashSet<VarId>,
    /// What rules and zeros read.
    read: HashSet<VarId>,
    kept: HashSet<VarId>,
    loops: u32,
}

impl Walk {
    fn block(&mut self, block: &Block, inside: u32) {
        for stmt in &block.stmts {
            if let StmtKind::Let { var, .. } = &stmt.kind {
                self.declared.insert(*var, inside);
            }
            let mut exprs = Vec::new();
            visit::each_expr(stmt, &mut |expr| exprs.push(expr));
            exprs.iter().for_each(|expr| self.moves(expr, inside));
            exprs.iter().for_each(|expr| self.expr(expr));
            let mut within = inside;
            if matches!(stmt.kind, StmtKind::For { .. } | StmtKind::Loop { .. }) {
                self.loops += 1;
                within = self.loops;
            }
            visit::each_block(stmt, &mut |inner| self.block(inner, within));
        }
    }

    /// Notes what an expression may move.
    fn moves(&mut self, expr: &Expr, inside: u32) {
        match &expr.kind {
            ExprKind::Read(place) if place.is_var() => {
                self.moved.insert(place.root);
                if self.declared.get(&place.root) != Some(&inside) {
                    self.moved_in_loops.insert(place.root);
                }
            }
            ExprKind::Rule { .. } => {}
            _ => visit::each_operand(expr, &mut |operand| self.moves(operand, inside)),
        }
    }

    /// Notes what rules and zeros read after it was moved.
    fn expr(&mut self, expr: &Expr) {
        let mut reads = Vec::new();
        match &expr.kind {
            ExprKind::Rule { args, .. } => {
                for arg in args {
                    visit::each_read(arg, &mut |var| reads.push(var));
                }
            }
            ExprKind::Zero(place) => reads.push(place.root),
            _ => {}
        }
        for var in reads {
            self.read.insert(var);
            if self.moved.contains(&var) || !self.declared.contains_key(&var) {
                self.kept.insert(var);
            }
        }
        visit::each_operand(expr, &mut |operand| self.expr(operand));
    }
}
