//! Which adjoints an inner block adds to.

use std::collections::HashSet;

use super::Rev;
use crate::ir::{Stmt, StmtKind, visit};

impl Rev<'_> {
    /// Declares the adjoints that an inner block adds to.
    pub(super) fn define_touched(&mut self, stmt: &Stmt) {
        let mut inside = HashSet::new();
        let mut read = Vec::new();
        let mut look = |stmt: &Stmt| {
            match &stmt.kind {
                StmtKind::Let { var, .. } => {
                    inside.insert(*var);
                }
                StmtKind::Call { dest: Some(var), .. } => {
                    inside.insert(*var);
                }
                StmtKind::Grow(grow) => {
                    inside.extend(grow.dest);
                    read.push(grow.place.root);
                }
                StmtKind::Match { scrutinee, arms, .. } => {
                    for binding in arms.iter().flat_map(|arm| &arm.bindings) {
                        inside.insert(binding.var);
                        if self.activity.var(binding.var) {
                            read.push(scrutinee.root);
                        }
                    }
                }
                _ => {}
            }
            let flows = match &stmt.kind {
                StmtKind::Let { var, .. } => self.activity.var(*var),
                StmtKind::Assign { place, .. } | StmtKind::Update { place, .. } => {
                    self.activity.var(place.root)
                }
                StmtKind::Call { .. } => true,
                StmtKind::Grow(grow) => self.activity.var(grow.place.root),
                _ => false,
            };
            if flows {
                visit::each_expr(stmt, &mut |expr| {
                    if self.active(expr) {
                        visit::each_read(expr, &mut |var| read.push(var));
                    }
                });
            }
        };
        look(stmt);
        visit::each_block(stmt, &mut |block| visit::each_stmt(block, &mut look));
        for var in read {
            if self.activity.var(var) && !inside.contains(&var) {
                self.define(var, stmt.span);
            }
        }
    }
}
