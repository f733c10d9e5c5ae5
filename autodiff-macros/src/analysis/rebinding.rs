//! Arms that assign what they matched on.
//!
//! The reverse sweep binds an arm's names again by matching once more, so the scrutinee must hold at the arm's
//! end what it held at its start. Rust allows to assign it after the last use of the names:
//!
//! ```text
//! match &shape { Circle(r) => { area = r * r; shape = Point; } .. }   // refused
//! ```

use proc_macro2::Span;

use crate::ir::{Function, StmtKind, VarId, visit};

/// The spans of assignments to a scrutinee whose parts are bound by reference around them.
pub(crate) fn assigned_scrutinees(f: &Function) -> Vec<Span> {
    let mut spans = Vec::new();
    visit::each_stmt(&f.body, &mut |stmt| {
        let StmtKind::Match { scrutinee, arms, .. } = &stmt.kind else { return };
        for arm in arms {
            // A name that is only copied where the arm begins is not bound any more after that.
            let copied = |var: VarId| {
                let mut uses = 0usize;
                let mut copies = 0usize;
                for (index, stmt) in arm.body.stmts.iter().enumerate() {
                    let mut here = 0usize;
                    visit::each_mention(stmt, &mut |read| here += usize::from(read == var));
                    uses += here;
                    let is_copy = index < arm.bindings.len()
                        && matches!(&stmt.kind, StmtKind::Let { value: Some(value), .. }
                            if value.place().is_some_and(|place| place.root == var));
                    copies += usize::from(is_copy);
                }
                uses == copies
            };
            if arm.bindings.iter().all(|binding| copied(binding.var)) {
                continue;
            }
            visit::each_stmt(&arm.body, &mut |inner| match &inner.kind {
                StmtKind::Assign { place, .. } | StmtKind::Update { place, .. }
                    if place.root == scrutinee.root =>
                {
                    spans.push(inner.span);
                }
                _ => {}
            });
        }
    });
    spans
}
