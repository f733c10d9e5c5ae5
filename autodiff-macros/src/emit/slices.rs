//! Lists that an innermost loop touches element by element are slices around it, as long as the loop: then rustc sees that
//! no index is out of bounds, and that nothing moves the elements.
//!
//! ```text
//! for i in 0..n { y_adj[i] += x[i] * z[i + k]; }
//!
//! if 0 < n {
//!     let y_adj = &mut y_adj[..n];
//!     let x = &x[..n];
//!     let z = &z[..];
//!     for i in 0..n { y_adj[i] += x[i] * z[i + k]; }
//! }
//! ```
//!
//! A list that is too short panics before the loop rather than in it. A list is cut where each iteration touches it at
//! the loop's own index, and nowhere behind: so the loop would have come to the place that panics.

use std::collections::{BTreeMap, HashSet};

use proc_macro2::TokenStream;
use quote::quote;

use super::body::Body;
use crate::ir::visit::{self, Access};
use crate::ir::{
    BinaryOp, Block, Expr, ExprKind, Hint, Place, Proj, Range, Stmt, StmtKind, VarId, VarKind,
};

/// How a loop touches a list.
#[derive(Default)]
struct Touched {
    written: bool,
    /// Each iteration touches it at the loop's index.
    certain: bool,
    /// It is touched where that is not known to be before the loop's end.
    elsewhere: bool,
}

impl Body<'_> {
    /// A loop between the slices that it works on.
    pub(super) fn sliced(
        &self,
        index: VarId,
        range: &Range,
        body: &Block,
        tokens: TokenStream,
    ) -> TokenStream {
        if !self.f.slices || body.stmts.iter().any(has_loop) {
            return tokens;
        }
        // Of a part of the trips between two checkpoints it is not known that it comes to the end.
        let plain = range.step.is_none() && !range.inclusive && range.part.is_none();
        let mut lists = self.lists(index, body);
        // The range is evaluated among the slices: it must not see them.
        each_bound(range, &mut |bound| {
            visit::each_place(bound, &mut |place, _| {
                lists.remove(&place.root);
            });
        });
        let mut cut = false;
        let mut lets = Vec::new();
        for (root, touched) in lists {
            let ident = self.ident(root);
            let end = if plain && touched.certain && !touched.elsewhere {
                cut = true;
                quote!(..__end)
            } else if matches!(self.f.var(root).hint, Hint::Vec(_)) {
                quote!(..)
            } else {
                continue;
            };
            lets.push(if touched.written {
                quote!(let #ident = &mut #ident[#end];)
            } else {
                quote!(let #ident = &#ident[#end];)
            });
        }
        if lets.is_empty() {
            return tokens;
        }
        if !cut {
            return quote!({ #(#lets)* #tokens });
        }
        let (low, high) = (self.value(&range.low), self.value(&range.high));
        quote! {{
            let __end = #high;
            if #low < __end { #(#lets)* #tokens }
        }}
    }

    /// The lists that a body touches in no other way than by element.
    fn lists(&self, index: VarId, body: &Block) -> BTreeMap<VarId, Touched> {
        let mut lists: BTreeMap<VarId, Touched> = BTreeMap::new();
        let mut other: HashSet<VarId> = HashSet::new();
        visit::each_stmt(body, &mut |stmt| {
            names(stmt, &mut other);
            visit::each_stmt_place(stmt, &mut |place, access| match element(place) {
                Some(at) if self.is_list(place.root) => {
                    let touched = lists.entry(place.root).or_default();
                    touched.written |= access == Access::Write;
                    touched.elsewhere |= !is_before(at, index);
                }
                _ => {
                    other.insert(place.root);
                }
            });
        });
        for stmt in &body.stmts {
            each_certain_place(stmt, &mut |place| {
                if let Some(touched) = lists.get_mut(&place.root)
                    && element(place).is_some_and(|at| is_index(at, index))
                {
                    touched.certain = true;
                }
            });
        }
        lists.retain(|root, _| !other.contains(root));
        lists
    }

    fn is_list(&self, root: VarId) -> bool {
        let info = self.f.var(root);
        matches!(info.hint, Hint::Slice(_) | Hint::Vec(_))
            && !matches!(info.kind, VarKind::Bound | VarKind::Checked | VarKind::Record)
            && self.ident(root) != "self"
    }
}

/// Calls `visit` on what a range is made of.
fn each_bound<'a>(range: &'a Range, visit: &mut dyn FnMut(&'a Expr)) {
    visit(&range.low);
    visit(&range.high);
    range.step.iter().chain(&range.checkpoint).for_each(&mut *visit);
    if let Some(part) = &range.part {
        visit(&part.0);
        visit(&part.1);
    }
}

/// The index of a place that is an element of its root, or a part of one.
fn element(place: &Place) -> Option<&Expr> {
    let path = match place.path.as_slice() {
        [Proj::Deref, rest @ ..] => rest,
        path => path,
    };
    match path {
        [Proj::Index(at), ..] if !matches!(at.kind, ExprKind::Range { .. }) => Some(at),
        _ => None,
    }
}

fn is_index(at: &Expr, index: VarId) -> bool {
    matches!(&at.kind, ExprKind::Read(place) if place.is_var() && place.root == index)
}

/// Whether an index is the loop's, or that less a number as written.
fn is_before(at: &Expr, index: VarId) -> bool {
    match &at.kind {
        ExprKind::Binary(BinaryOp::Sub, a, b) => {
            is_index(a, index) && matches!(b.kind, ExprKind::Tokens(_))
        }
        _ => is_index(at, index),
    }
}

/// Calls `visit` on places that a statement touches in any case.
fn each_certain_place<'a>(stmt: &'a Stmt, visit: &mut dyn FnMut(&'a Place)) {
    match &stmt.kind {
        StmtKind::Assign { place, value }
        | StmtKind::Update { place, value, .. }
        | StmtKind::Accumulate { place, value } => {
            visit(place);
            each_certain_read(value, visit);
        }
        StmtKind::Let { value: Some(value), .. } => each_certain_read(value, visit),
        StmtKind::If { cond, .. } => each_certain_read(cond, visit),
        _ => {}
    }
}

fn each_certain_read<'a>(expr: &'a Expr, visit: &mut dyn FnMut(&'a Place)) {
    match &expr.kind {
        ExprKind::Read(place) | ExprKind::Take(place) => visit(place),
        ExprKind::Replace(place, value) => {
            visit(place);
            each_certain_read(value, visit);
        }
        ExprKind::Binary(BinaryOp::And | BinaryOp::Or, first, _) => each_certain_read(first, visit),
        ExprKind::Binary(_, a, b) => {
            each_certain_read(a, visit);
            each_certain_read(b, visit);
        }
        ExprKind::Unary(_, a) => each_certain_read(a, visit),
        ExprKind::Prim { args, .. } | ExprKind::Rule { args, .. } => {
            args.iter().for_each(|arg| each_certain_read(arg, visit));
        }
        _ => {}
    }
}

/// The variables that a statement names other than by a place.
fn names(stmt: &Stmt, out: &mut HashSet<VarId>) {
    match &stmt.kind {
        StmtKind::Let { var, .. } => {
            out.insert(*var);
        }
        StmtKind::TapePush { vars, .. }
        | StmtKind::TapePop { vars, .. }
        | StmtKind::ResidualSet { vars, .. }
        | StmtKind::ResidualGet { vars, .. }
        | StmtKind::LetTuple { vars, .. } => out.extend(vars),
        StmtKind::TapePushAll { var, .. } | StmtKind::TapePopAll { var, .. } => {
            out.insert(*var);
        }
        StmtKind::Save { old, .. } | StmtKind::Restore { old, .. } => {
            out.insert(*old);
        }
        // What is bound there is named like a variable.
        StmtKind::Match { .. } | StmtKind::Rebind { .. } | StmtKind::IfKept { .. } => {
            visit::each_mention(stmt, &mut |var| {
                out.insert(var);
            });
        }
        _ => {}
    }
}

/// Whether a statement is a loop, or holds one.
pub(super) fn has_loop(stmt: &Stmt) -> bool {
    let own = matches!(
        stmt.kind,
        StmtKind::For { .. }
            | StmtKind::Loop { .. }
            | StmtKind::ForReverse { .. }
            | StmtKind::Repeat { .. }
    );
    let mut found = own;
    visit::each_block(stmt, &mut |block| found |= block.stmts.iter().any(has_loop));
    found
}
