//! The verifier of derivative code, after each pass that makes or changes it.
//!
//! 1. A variable is named only where it is in scope, and does not come into scope where it is. A later sweep may compute
//!    a variable of an earlier one again.
//! 2. What is taken off a tape or out of what an arm kept is what was put there: the same variables in the same order.
//!
//! The sweeps of a pullback are one scope: the reverse sweep goes on where the forward sweep ends.

use std::collections::HashMap;

use super::visit;
use super::{Block, CallMode, Function, Pat, Stmt, StmtKind, VarId, print};

/// The first broken invariant of blocks that run one after another, if there is one. The variables `given` are there
/// from the start.
pub(crate) fn sweeps(
    f: &Function,
    given: impl IntoIterator<Item = VarId>,
    blocks: &[&Block],
) -> Result<(), String> {
    let nothing = vec![false; f.vars.len()];
    let mut check =
        Check { f, in_scope: nothing.clone(), earlier: nothing, records: HashMap::new() };
    for var in given {
        check.in_scope[var.0 as usize] = true;
    }
    for block in blocks {
        for stmt in &block.stmts {
            check.stmt(stmt, &mut Vec::new())?;
        }
        check.earlier.clone_from(&check.in_scope);
    }
    match &f.result {
        Some(result) => check.expr(result),
        None => Ok(()),
    }
}

struct Check<'f> {
    f: &'f Function,
    in_scope: Vec<bool>,
    /// What was in scope when the sweep began.
    earlier: Vec<bool>,
    /// What each tape and each residual of an arm holds.
    records: HashMap<VarId, Vec<VarId>>,
}

impl Check<'_> {
    fn describe(&self, var: VarId) -> String {
        format!("`{}` (%{})", self.f.var(var).name, var.0)
    }

    fn used(&self, var: VarId) -> Result<(), String> {
        if self.in_scope[var.0 as usize] {
            Ok(())
        } else {
            Err(format!("{} is used where it is not in scope", self.describe(var)))
        }
    }

    /// Brings variables into scope; notes for the end of the block whether they were before.
    fn declare(
        &mut self,
        vars: impl IntoIterator<Item = VarId>,
        declared: &mut Vec<(VarId, bool)>,
    ) -> Result<(), String> {
        for var in vars {
            let before = std::mem::replace(&mut self.in_scope[var.0 as usize], true);
            if before && !self.earlier[var.0 as usize] {
                return Err(format!("{} is declared where it is in scope", self.describe(var)));
            }
            declared.push((var, before));
        }
        Ok(())
    }

    fn expr(&self, expr: &super::Expr) -> Result<(), String> {
        let mut result = Ok(());
        visit::each_place(expr, &mut |place, _| {
            if result.is_ok() {
                result = self.used(place.root);
            }
        });
        result
    }

    /// A block that begins with variables of its own.
    fn block(
        &mut self,
        own: impl IntoIterator<Item = VarId>,
        guard: Option<&super::Expr>,
        block: &Block,
    ) -> Result<(), String> {
        let mut declared = Vec::new();
        self.declare(own, &mut declared)?;
        guard.map_or(Ok(()), |guard| self.expr(guard))?;
        for stmt in &block.stmts {
            self.stmt(stmt, &mut declared)?;
        }
        for (var, before) in declared {
            self.in_scope[var.0 as usize] = before;
        }
        Ok(())
    }

    fn stmt(&mut self, stmt: &Stmt, declared: &mut Vec<(VarId, bool)>) -> Result<(), String> {
        let f = self.f;
        self.parts(stmt, declared).map_err(|problem| match problem.contains('\n') {
            // It says where already.
            true => problem,
            false => format!("{problem}\nin {}", print::line(f, stmt)),
        })
    }

    fn parts(&mut self, stmt: &Stmt, declared: &mut Vec<(VarId, bool)>) -> Result<(), String> {
        let arms: &[super::Arm] = match &stmt.kind {
            StmtKind::Match { arms, .. } => arms,
            _ => &[],
        };
        let bound = |var: VarId| arms.iter().flat_map(|arm| &arm.bindings).any(|b| b.var == var);
        let mut result = Ok(());
        visit::each_stmt_place(stmt, &mut |place, _| {
            // Guards see what their arm binds: they are looked at there.
            if result.is_ok() && !bound(place.root) {
                result = self.used(place.root);
            }
        });
        result?;
        match &stmt.kind {
            StmtKind::Let { var, .. } | StmtKind::RecordNew { var, .. } => {
                self.declare([*var], declared)
            }
            StmtKind::Save { old: var, .. } | StmtKind::TapeNew { tape: var, .. } => {
                self.declare([*var], declared)
            }
            StmtKind::LetTuple { vars, .. } => self.declare(vars.iter().copied(), declared),
            StmtKind::Call { dest, .. } => self.declare(*dest, declared),
            StmtKind::Grow(grow) => self.declare(grow.dest, declared),
            StmtKind::Reverse(call) => match call.mode {
                CallMode::Forward | CallMode::Tangent => {
                    self.declare(call.dest.into_iter().chain(call.residual), declared)
                }
                CallMode::Reverse | CallMode::Joint => {
                    call.residual.map_or(Ok(()), |residual| self.used(residual))?;
                    self.declare(call.dest, declared)
                }
            },
            StmtKind::Second(call) => match call.mode {
                CallMode::Forward => {
                    let dest = call.dest.into_iter().flat_map(|(value, tangent)| [value, tangent]);
                    self.declare(dest.chain(call.residual), declared)
                }
                CallMode::Reverse | CallMode::Joint | CallMode::Tangent => {
                    call.residual.map_or(Ok(()), |residual| self.used(residual))
                }
            },
            StmtKind::TapePush { tape: record, vars }
            | StmtKind::ResidualSet { residual: record, vars } => {
                self.used(*record)?;
                vars.iter().try_for_each(|var| self.used(*var))?;
                match self.records.insert(*record, vars.clone()) {
                    Some(other) if other != *vars => {
                        Err(format!("{} holds other variables elsewhere", self.describe(*record)))
                    }
                    _ => Ok(()),
                }
            }
            StmtKind::TapePop { tape: record, vars }
            | StmtKind::ResidualGet { residual: record, vars } => {
                self.taken(*record, vars)?;
                self.declare(vars.iter().copied(), declared)
            }
            StmtKind::IfKept { residual, vars, body } => {
                self.taken(*residual, vars)?;
                self.block(vars.iter().copied(), None, body)
            }
            StmtKind::TapePushAll { tape, var } | StmtKind::TapePopAll { tape, var } => {
                self.used(*tape)?;
                self.used(*var)
            }
            StmtKind::TapeReserve { tape, .. } => self.used(*tape),
            StmtKind::Restore { old, .. } => self.used(*old),
            StmtKind::Repeat { count, body } => {
                self.used(*count)?;
                self.block([], None, body)
            }
            StmtKind::For { var, exit, body, .. } => {
                exit.map_or(Ok(()), |exit| self.used(exit))?;
                self.block([*var], None, body)
            }
            StmtKind::ForReverse { var, trips, body, .. } => {
                trips.map_or(Ok(()), |trips| self.used(trips))?;
                self.block([*var], None, body)
            }
            StmtKind::Loop { exit, body } => {
                self.used(*exit)?;
                self.block([], None, body)
            }
            StmtKind::If { then, els, .. } => {
                self.block([], None, then)?;
                self.block([], None, els)
            }
            StmtKind::Match { arms, .. } => arms.iter().try_for_each(|arm| {
                let own = arm.bindings.iter().map(|binding| binding.var);
                self.block(own, arm.guard.as_ref(), &arm.body)
            }),
            StmtKind::Rebind { pat, body, .. } => {
                let mut own = Vec::new();
                bindings(pat, &mut own);
                self.block(own, None, body)
            }
            StmtKind::Assign { .. }
            | StmtKind::Update { .. }
            | StmtKind::Accumulate { .. }
            | StmtKind::Effect(_) => Ok(()),
        }
    }

    fn taken(&self, record: VarId, vars: &[VarId]) -> Result<(), String> {
        self.used(record)?;
        match self.records.get(&record) {
            Some(held) if held == vars => Ok(()),
            Some(_) => Err(format!("{} holds other variables", self.describe(record))),
            None => Err(format!("nothing is put into {}", self.describe(record))),
        }
    }
}

/// The variables that a pattern binds, each once.
fn bindings(pat: &Pat, out: &mut Vec<VarId>) {
    match pat {
        Pat::Wild | Pat::Tokens(_) => {}
        Pat::Bind(var, sub) => {
            if !out.contains(var) {
                out.push(*var);
            }
            sub.iter().for_each(|sub| bindings(sub, out));
        }
        Pat::Tuple(fields, _) | Pat::TupleStruct { fields, .. } | Pat::Or(fields) => {
            fields.iter().for_each(|field| bindings(field, out));
        }
        Pat::Struct { fields, .. } => fields.iter().for_each(|(_, field)| bindings(field, out)),
        Pat::Slice(fields, rest) => {
            fields.iter().for_each(|field| bindings(field, out));
            if let Some((_, Some(var))) = rest {
                out.push(*var);
            }
        }
    }
}
