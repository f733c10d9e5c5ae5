//! Blocks under construction, with a cursor that may stand inside an unfinished arm.
//!
//! After `if c { continue; }` all that follows happens only where `c` was false. Lowering then leaves the
//! cursor *inside* the `else` arm: what comes later is appended there, and the arm is closed when the
//! enclosing block ends. So early exits become nesting, and no flag is needed for them.

use proc_macro2::Span;

use crate::ir::{Arm, Block, Expr, Function, Place, Stmt, StmtKind};

/// A statement with one arm still open.
pub(crate) enum Open {
    /// An `if`; the open arm is `then` or `els`.
    If { cond: Expr, closed: Block, then_is_open: bool, span: Span },
    /// A match; the arm at the index is open.
    Match { scrutinee: Place, exclusive: bool, arms: Vec<Arm>, open: usize, span: Span },
}

/// A block under construction.
#[derive(Default)]
pub(crate) struct BlockBuilder {
    stmts: Vec<Stmt>,
    /// Statements before each open statement, outermost first.
    open: Vec<(Vec<Stmt>, Open)>,
    /// Whether the cursor cannot be reached.
    pub(crate) dead: bool,
}

impl BlockBuilder {
    /// Appends a statement at the cursor; nothing is appended where it cannot be reached.
    pub(crate) fn push(&mut self, stmt: Stmt) {
        if !self.dead {
            self.stmts.push(stmt);
        }
    }

    /// Leaves the cursor inside an arm of `open`, at the end of what `arm` holds.
    pub(crate) fn enter(&mut self, open: Open, arm: BlockBuilder) {
        if self.dead {
            return;
        }
        let before = std::mem::take(&mut self.stmts);
        self.open.push((before, open));
        self.open.extend(arm.open);
        self.stmts = arm.stmts;
        self.dead = arm.dead;
    }

    /// Whether the cursor stands inside an arm.
    pub(crate) fn has_open(&self) -> bool {
        !self.open.is_empty()
    }

    /// Closes all open arms.
    pub(crate) fn finish(mut self, function: &mut Function) -> Block {
        let mut stmts = self.stmts;
        while let Some((mut before, open)) = self.open.pop() {
            let block = Block { stmts };
            let stmt = match open {
                Open::If { cond, closed, then_is_open, span } => {
                    let (then, els) = if then_is_open { (block, closed) } else { (closed, block) };
                    function.stmt(StmtKind::If { cond, then, els }, span)
                }
                Open::Match { scrutinee, exclusive, mut arms, open, span } => {
                    arms[open].body = block;
                    function.stmt(StmtKind::Match { scrutinee, exclusive, arms }, span)
                }
            };
            before.push(stmt);
            stmts = before;
        }
        Block { stmts }
    }
}
