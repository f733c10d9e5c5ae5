//! Where statements stand: their order, the loops around them, and where variables are declared.

use std::collections::HashMap;

use crate::ir::{Block, Function, StmtId, StmtKind, VarId, visit};

/// Positions in program order.
#[derive(Debug, Default)]
pub(crate) struct Order {
    position: HashMap<StmtId, u32>,
    ends: HashMap<StmtId, u32>,
    /// For each loop: its first and last position.
    loops: Vec<(u32, u32)>,
    declared: HashMap<VarId, u32>,
    /// What decides the way through a branch or a loop.
    decisive: HashMap<StmtId, Vec<VarId>>,
    /// The statement whose block a statement stands in.
    parents: HashMap<StmtId, StmtId>,
    next: u32,
}

impl Order {
    /// Numbers the statements of a function. Position 0 is before all of them.
    pub(crate) fn of(f: &Function) -> Self {
        let mut order = Order { next: 1, ..Order::default() };
        order.block(&f.body);
        order
    }

    fn block(&mut self, block: &Block) {
        for stmt in &block.stmts {
            let start = self.next;
            self.next += 1;
            self.position.insert(stmt.id, start);
            match &stmt.kind {
                StmtKind::Let { var, .. } | StmtKind::For { var, .. } => {
                    self.declared.insert(*var, start);
                }
                StmtKind::Call { dest: Some(var), .. }
                | StmtKind::Grow(crate::ir::Grow { dest: Some(var), .. }) => {
                    self.declared.insert(*var, start);
                }
                StmtKind::Match { arms, .. } => {
                    for binding in arms.iter().flat_map(|arm| &arm.bindings) {
                        self.declared.insert(binding.var, start);
                    }
                }
                _ => {}
            }
            let mut decisive = Vec::new();
            match &stmt.kind {
                StmtKind::If { cond, .. } => visit::each_read(cond, &mut |var| decisive.push(var)),
                StmtKind::For { range, .. } => {
                    for bound in [Some(&range.low), Some(&range.high), range.step.as_ref()] {
                        bound.iter().for_each(|bound| {
                            visit::each_read(bound, &mut |var| decisive.push(var));
                        });
                    }
                }
                StmtKind::Match { scrutinee, .. } => {
                    decisive.push(scrutinee.root);
                    visit::each_index(scrutinee, &mut |index| {
                        visit::each_read(index, &mut |var| decisive.push(var));
                    });
                }
                _ => {}
            }
            self.decisive.insert(stmt.id, decisive);
            visit::each_block(stmt, &mut |inner| {
                for child in &inner.stmts {
                    self.parents.insert(child.id, stmt.id);
                }
                self.block(inner);
            });
            if matches!(stmt.kind, StmtKind::For { .. } | StmtKind::Loop { .. }) {
                self.loops.push((start, self.next));
            }
            self.ends.insert(stmt.id, self.next);
            self.next += 1;
        }
    }

    pub(crate) fn position(&self, stmt: StmtId) -> u32 {
        self.position.get(&stmt).copied().unwrap_or(u32::MAX)
    }

    /// Whether a statement is a loop.
    pub(crate) fn is_loop(&self, stmt: StmtId) -> bool {
        let position = self.position(stmt);
        self.loops.iter().any(|(start, _)| *start == position)
    }

    /// The position after all that stands inside a statement.
    pub(crate) fn end(&self, stmt: StmtId) -> Option<u32> {
        self.ends.get(&stmt).copied()
    }

    pub(crate) fn declared(&self, var: VarId) -> Option<u32> {
        self.declared.get(&var).copied()
    }

    /// The variables that decide the way through a branch or a loop.
    pub(crate) fn decisive(&self, stmt: StmtId) -> &[VarId] {
        self.decisive.get(&stmt).map_or(&[], Vec::as_slice)
    }

    /// The statements around a statement, innermost first.
    pub(crate) fn ancestors(&self, stmt: StmtId) -> Vec<StmtId> {
        let mut all = Vec::new();
        let mut at = stmt;
        while let Some(parent) = self.parents.get(&at) {
            all.push(*parent);
            at = *parent;
        }
        all
    }

    /// Whether something at position `first` may run before something at `second` for the same instance of
    /// a variable: it stands earlier, or both stand in a loop that is inside the variable's scope.
    ///
    /// Loops that start at the `ignored` positions do not count.
    pub(crate) fn may_precede(&self, first: u32, second: u32, var: VarId, ignored: &[u32]) -> bool {
        if first <= second {
            return true;
        }
        // Parameters are declared before everything.
        let declared = self.declared.get(&var).copied();
        self.loops.iter().any(|(start, end)| {
            // The loop's own end counts as inside: what runs there runs once per loop, though.
            let inside = |position: u32| *start < position && position < *end;
            !ignored.contains(start)
                && inside(first)
                && inside(second)
                && declared.is_none_or(|d| d <= *start)
        })
    }
}
