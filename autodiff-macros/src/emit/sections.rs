//! Long bodies in sections.
//!
//! rustc's borrow checker takes more than linear time in the blocks and assignments of one body; a sweep of thousands of
//! statements would take minutes. So a long one is emitted as closures, each called where it stands, which
//! the optimizer puts together again:
//!
//! ```text
//! let (v1, mut s) = (|| { let v1 = ..; let mut s = ..; (v1, s) })();
//! let (v2,) = (|| { s += v1; .. (v2,) })();
//! ```
//!
//! A section ends where all that is used behind it are scalars.

use std::collections::{HashMap, HashSet};

use proc_macro2::TokenStream;
use quote::quote;

use super::body::Body;
use crate::ir::{Block, Function, Stmt, VarId, VarKind, uses, visit};

/// Statements of a body that is emitted as it is, inner blocks included.
const LONG: usize = 400;
/// Statements of a section.
const SECTION: usize = 100;

/// Consecutive statements, and the variables of theirs that are used behind them.
struct Section<'b> {
    stmts: &'b [Stmt],
    /// Nothing if the section cannot be a closure.
    live: Option<Vec<VarId>>,
}

impl Body<'_> {
    /// A whole sweep, whose variables may be used `behind` it too.
    pub(super) fn sweep(&self, block: &Block, behind: &HashSet<VarId>) -> TokenStream {
        if !is_long(block) {
            return self.block(block);
        }
        let sections = self.sections(block, behind);
        let emitted = sections.iter().map(|section| {
            let stmts = section.stmts.iter().map(|stmt| self.stmt(stmt));
            let Some(live) = &section.live else { return quote!(#(#stmts)*) };
            let patterns = live.iter().map(|var| {
                let (mutability, name) = (self.mutability(*var), self.ident(*var));
                quote!(#mutability #name)
            });
            let names = live.iter().map(|var| self.ident(*var));
            quote!(let (#(#patterns,)*) = (|| { #(#stmts)* (#(#names,)*) })();)
        });
        quote!(#(#emitted)*)
    }

    fn sections<'b>(&self, block: &'b Block, behind: &HashSet<VarId>) -> Vec<Section<'b>> {
        let last = LastUses::of(block, behind);
        let mut sections = Vec::new();
        let mut start = 0;
        let (mut declared, mut statements) = (Vec::new(), 0);
        for (at, stmt) in block.stmts.iter().enumerate() {
            declared.extend(uses::declared(stmt));
            statements += size(stmt);
            if statements < SECTION {
                continue;
            }
            let live: Vec<VarId> =
                declared.iter().copied().filter(|var| last.is_used(*var, at)).collect();
            if live.iter().all(|var| is_light(self.f, *var) && !last.is_written(*var, at, self)) {
                sections.push(Section { stmts: &block.stmts[start..=at], live: Some(live) });
                (start, statements) = (at + 1, 0);
                declared.clear();
            }
        }
        sections.push(Section { stmts: &block.stmts[start..], live: None });
        sections
    }
}

/// Whether a variable is handed over at no cost.
pub(super) fn is_light(f: &Function, var: VarId) -> bool {
    let info = f.var(var);
    info.hint.is_scalar() || info.kind == VarKind::Record
}

/// Whether rustc should not get a block in one piece.
pub(super) fn is_long(block: &Block) -> bool {
    block.stmts.iter().map(size).sum::<usize>() > LONG
}

/// The last statement that uses a variable, and the last that writes it.
struct LastUses {
    used: HashMap<VarId, usize>,
    written: HashMap<VarId, usize>,
}

impl LastUses {
    fn of(block: &Block, behind: &HashSet<VarId>) -> Self {
        let mut last = LastUses { used: HashMap::new(), written: HashMap::new() };
        for (at, stmt) in block.stmts.iter().enumerate() {
            uses::each_use(&mut stmt.clone(), &mut |var| {
                last.used.insert(*var, at);
            });
            last.writes(at, stmt);
        }
        last.used.extend(behind.iter().map(|var| (*var, block.stmts.len())));
        last
    }

    fn writes(&mut self, at: usize, stmt: &Stmt) {
        visit::each_stmt_place(stmt, &mut |place, access| {
            if access == visit::Access::Write {
                self.written.insert(place.root, at);
            }
        });
        visit::each_block(stmt, &mut |block| {
            block.stmts.iter().for_each(|inner| self.writes(at, inner));
        });
    }

    fn is_used(&self, var: VarId, after: usize) -> bool {
        self.used.get(&var).is_some_and(|at| *at > after)
    }

    /// Whether a variable that was declared without a value may get it later.
    fn is_written(&self, var: VarId, after: usize, body: &Body<'_>) -> bool {
        matches!(body.f.var(var).kind, VarKind::Late | VarKind::Checked)
            && self.written.get(&var).is_some_and(|at| *at > after)
    }
}

/// The statements in a statement, itself included.
fn size(stmt: &Stmt) -> usize {
    let mut total = 1;
    visit::each_block(stmt, &mut |block| total += block.stmts.iter().map(size).sum::<usize>());
    total
}
