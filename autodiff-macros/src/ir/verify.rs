//! The verifier: invariants of a [`Function`], checked after every pass.
//!
//! 1. A variable is declared once, and before (and in a block around) every use.
//! 2. Only mutable, late and checked variables are assigned.
//! 3. Tapes, residuals and trip counts are records; adjoints are derivatives or slots.

use std::collections::HashSet;

use super::visit::{self, Access};
use super::{Block, Function, StmtKind, VarId, VarKind};

/// The first broken invariant, if there is one.
pub(crate) fn function(f: &Function) -> Result<(), String> {
    let mut check =
        Check { f, declared: HashSet::new(), scope: f.params.iter().copied().collect() };
    check.declared.extend(f.params.iter().copied());
    check.block(&f.body, true)?;
    if let Some(result) = &f.result {
        check.expr(result)?;
    }
    Ok(())
}

struct Check<'f> {
    f: &'f Function,
    declared: HashSet<VarId>,
    scope: HashSet<VarId>,
}

impl Check<'_> {
    fn describe(&self, var: VarId) -> String {
        format!("`{}` (%{})", self.f.var(var).name, var.0)
    }

    fn declare(&mut self, var: VarId) -> Result<(), String> {
        if !self.declared.insert(var) {
            return Err(format!("{} is declared twice", self.describe(var)));
        }
        self.scope.insert(var);
        Ok(())
    }

    fn used(&self, var: VarId) -> Result<(), String> {
        if self.scope.contains(&var) || self.f.var(var).kind == VarKind::Slot {
            Ok(())
        } else {
            Err(format!("{} is used where it is not declared", self.describe(var)))
        }
    }

    fn is_bound_by(&self, stmt: &super::Stmt, var: VarId) -> bool {
        match &stmt.kind {
            StmtKind::Match { arms, .. } => {
                arms.iter().flat_map(|arm| &arm.bindings).any(|binding| binding.var == var)
            }
            _ => false,
        }
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

    fn block(&mut self, block: &Block, top: bool) -> Result<(), String> {
        let outer = self.scope.clone();
        for stmt in &block.stmts {
            let mut result = Ok(());
            let guards = matches!(stmt.kind, StmtKind::Match { .. });
            visit::each_stmt_place(stmt, &mut |place, access| {
                // Guards see the bindings of their arm: they are checked there.
                if result.is_ok() && !(guards && self.is_bound_by(stmt, place.root)) {
                    result = self.used(place.root);
                }
                if result.is_ok() && access == Access::Write && place.is_var() {
                    let var = self.f.var(place.root);
                    let writable = var.mutable
                        || matches!(
                            var.kind,
                            VarKind::Late
                                | VarKind::Checked
                                | VarKind::Flag
                                | VarKind::Derivative
                                | VarKind::Slot
                                | VarKind::Record
                        );
                    if !writable && matches!(stmt.kind, StmtKind::Assign { .. }) {
                        result = Err(format!(
                            "{} is assigned but not mutable",
                            self.describe(place.root)
                        ));
                    }
                }
            });
            result?;
            match &stmt.kind {
                StmtKind::Let { var, .. } | StmtKind::RecordNew { var, .. } => {
                    self.declare(*var)?
                }
                StmtKind::Call { dest, .. } | StmtKind::Grow(super::Grow { dest, .. }) => {
                    dest.iter().try_for_each(|d| self.declare(*d))?
                }
                StmtKind::TapeNew { tape, .. } => self.declare(*tape)?,
                StmtKind::TapePop { .. } | StmtKind::ResidualGet { .. } => {}
                _ => {}
            }
            let before = self.scope.clone();
            match &stmt.kind {
                StmtKind::For { var, body, .. } => {
                    self.declare(*var)?;
                    self.block(body, false)?;
                }
                StmtKind::Match { arms, .. } => {
                    for arm in arms {
                        for binding in &arm.bindings {
                            self.declare(binding.var)?;
                        }
                        if let Some(guard) = &arm.guard {
                            self.expr(guard)?;
                        }
                        self.block(&arm.body, false)?;
                        self.scope.clone_from(&before);
                    }
                }
                _ => {
                    let mut result = Ok(());
                    let mut inner = Vec::new();
                    visit::each_block(stmt, &mut |b| inner.push(b));
                    for b in inner {
                        if result.is_ok() {
                            result = self.block(b, false);
                        }
                    }
                    result?;
                }
            }
            self.scope = before;
        }
        if !top {
            self.scope = outer;
        }
        Ok(())
    }
}
