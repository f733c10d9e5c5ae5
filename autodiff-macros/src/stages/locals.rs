//! The stages for closures that are passed to functions: which of what they capture is active is known from the
//! function around, so they come after it.

use std::collections::HashMap;

use crate::analysis::activity::{self, Activity};
use crate::analysis::hints as inference;
use crate::ir::{Block, ExprKind, Function, FunctionValue, LocalFunction, StmtKind, visit};
use crate::transform::LocalParts;
use crate::transform::pullback::{self, Switches};
use crate::transform::{anf, pushforward, simplify};

/// Both derivatives of every closure that a function passes on.
pub(super) fn derive(
    f: &mut Function,
    activity: &Activity,
    locals: Vec<LocalFunction>,
    switches: Switches,
) -> Vec<LocalParts> {
    let mut found = HashMap::new();
    mark(f, activity, &mut found);
    // An inner closure was lowered before the one around it: it has a smaller number.
    let mut derived = Vec::new();
    for (index, mut local) in locals.into_iter().enumerate().rev() {
        let f = &mut local.function;
        let captured = found.get(&index).cloned().unwrap_or_default();
        let active: Vec<bool> = (0..f.params.len())
            .map(|param| param >= local.captured || captured.get(param).copied().unwrap_or(false))
            .collect();
        let mut activity = activity::analyse(f, &active);
        mark(f, &activity, &mut found);
        inference::infer(f);
        anf::normalize(f, &mut activity);
        inference::infer(f);
        super::verify(f);
        let pullback = pullback::joint(f, &activity, switches);
        let mut pushforward = pushforward::pushforward(f, &activity);
        if switches.simplify {
            simplify::pushforward(&mut pushforward);
        }
        derived.push(LocalParts { local, pullback, pushforward });
    }
    derived.reverse();
    derived
}

/// Notes in each closure that is passed on which of what it captures is active.
fn mark(f: &mut Function, activity: &Activity, found: &mut HashMap<usize, Vec<bool>>) {
    let mut body = std::mem::take(&mut f.body);
    mark_block(f, &mut body, activity, found);
    f.body = body;
}

fn mark_block(
    f: &Function,
    block: &mut Block,
    activity: &Activity,
    found: &mut HashMap<usize, Vec<bool>>,
) {
    for stmt in &mut block.stmts {
        if let StmtKind::Call { args, .. } = &mut stmt.kind {
            for arg in args {
                if let ExprKind::Function { value, captured, active, .. } = &mut arg.kind {
                    *active = captured.iter().map(|c| activity.expr(f, c)).collect();
                    if let FunctionValue::Local(index) = value {
                        found.insert(*index, active.clone());
                    }
                }
            }
        }
        for inner in visit::blocks_mut(stmt) {
            mark_block(f, inner, activity, found);
        }
    }
}
