//! The variables of one run of a function.

use std::rc::Rc;

use autodiff_runtime::Real;

use super::place::Step;
use crate::ir::VarId;
use crate::value::Value;

/// What a variable holds.
#[derive(Clone)]
pub(crate) enum Cell<S> {
    /// It is not in scope, or has no value yet.
    Empty,
    Value(Value<S>),
    /// It is bound by a pattern, and is a part of another variable.
    Alias(VarId, Rc<[Step]>),
}

/// The variables of one run of a function.
#[derive(Clone)]
pub(crate) struct Frame<S> {
    cells: Vec<Cell<S>>,
    /// What the open blocks have declared, so that it goes out of scope with them.
    declared: Vec<VarId>,
}

impl<S: Real> Frame<S> {
    pub(crate) fn new(variables: usize) -> Self {
        Frame { cells: vec![Cell::Empty; variables], declared: Vec::new() }
    }

    pub(crate) fn cell(&self, var: VarId) -> &Cell<S> {
        &self.cells[var.0 as usize]
    }

    pub(crate) fn cell_mut(&mut self, var: VarId) -> &mut Cell<S> {
        &mut self.cells[var.0 as usize]
    }

    /// Brings a variable into the scope of the innermost open block.
    pub(crate) fn declare(&mut self, var: VarId, cell: Cell<S>) {
        self.cells[var.0 as usize] = cell;
        self.declared.push(var);
    }

    /// Where a block begins.
    pub(crate) fn mark(&self) -> usize {
        self.declared.len()
    }

    /// A block ends that began at `mark`: gives what goes out of scope.
    pub(crate) fn leave(&mut self, mark: usize) -> Vec<(VarId, Cell<S>)> {
        let gone = self.declared.split_off(mark);
        gone.into_iter()
            .map(|var| (var, std::mem::replace(&mut self.cells[var.0 as usize], Cell::Empty)))
            .collect()
    }
}
