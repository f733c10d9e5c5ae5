//! What a loop found, to be used behind it.
//!
//! A borrowed element is held as its indices, so that it stays another name of its place; a value is held in
//! a variable of its own.

use proc_macro2::Span;

use super::Chain;
use crate::ir::{Aggregate, Expr, ExprKind, Hint, Place, Proj, StmtKind, VarId, VarKind};
use crate::lower::Lower;
use crate::lower::control::bool_expr;
use crate::lower::maybe::{Inside, Maybe};
use crate::lower::patterns::index_expr;

/// An element, or none yet.
pub(super) struct Holder {
    /// Variables from here on are those of the loop.
    limit: u32,
    /// Whether borrowed elements are held as their places.
    aliases: bool,
    found: VarId,
    shape: Option<Expr>,
    vars: Vec<VarId>,
}

impl Holder {
    /// Whether something is held.
    pub(super) fn found(&self, span: Span) -> Expr {
        Expr::var(self.found, span)
    }

    /// Borrowed elements are held as their values.
    pub(super) fn by_value(&mut self) {
        self.aliases = false;
    }
}

impl Chain {
    /// Whether its elements are from different places.
    fn has_several_sources(&self) -> bool {
        match self {
            Chain::Chained(..) => true,
            Chain::Range { .. }
            | Chain::Elements { .. }
            | Chain::Chunks { .. }
            | Chain::Windows { .. }
            | Chain::Lines { .. }
            | Chain::Same { .. } => false,
            Chain::Zip(a, b) => a.has_several_sources() || b.has_several_sources(),
            Chain::Enumerate(a)
            | Chain::Rev(a, _)
            | Chain::Skip(a, _)
            | Chain::Take(a, _)
            | Chain::StepBy(a, _)
            | Chain::Copied(a)
            | Chain::Flatten(a, _)
            | Chain::Map(a, _)
            | Chain::Inspect(a, _)
            | Chain::Filter(a, _)
            | Chain::FilterMap(a, _)
            | Chain::TakeWhile(a, _)
            | Chain::SkipWhile(a, _)
            | Chain::MapWhile(a, _)
            | Chain::Scan(a, _, _)
            // Its closure may hold a chain of several sources.
            | Chain::FlatMap(a, _, _) => a.has_several_sources(),
        }
    }
}

type Look<'b, 'a> = &'b mut dyn FnMut(&mut Lower<'a>, &mut Holder, Expr);

impl<'a> Lower<'a> {
    /// Runs a chain to hold one of its elements.
    pub(super) fn hold_from(&mut self, chain: Chain, at: &syn::Expr, look: Look<'_, 'a>) -> Maybe {
        let span = syn::spanned::Spanned::span(at);
        let found = self.new_var("found", span, VarKind::Local, Hint::Discrete);
        self.f.var_mut(found).mutable = true;
        let value = Some(bool_expr(false, span));
        self.push(StmtKind::Let { var: found, value }, span);
        let limit = u32::try_from(self.f.vars.len()).expect("fewer variables than u32::MAX");
        let nested = matches!(chain, Chain::FlatMap(..));
        let mut holder = Holder {
            limit,
            aliases: !chain.has_several_sources() && !nested,
            found,
            shape: None,
            vars: Vec::new(),
        };
        let loops = self.closed(|lower| {
            lower.drive(chain, at, &mut |lower, item| look(lower, &mut holder, item));
        });
        for var in &holder.vars {
            let value = (self.f.var(*var).kind != VarKind::Checked).then(|| index_expr(0, span));
            self.push(StmtKind::Let { var: *var, value }, span);
        }
        for stmt in loops.stmts {
            self.block.push(stmt);
        }
        let value = holder.shape.unwrap_or_else(|| self.dummy(span));
        let present = self.condition(Expr::var(found, span));
        Maybe { present, inside: Inside::Value(value) }
    }

    /// What is held, of the form of this item.
    pub(super) fn held(&mut self, holder: &mut Holder, item: &Expr) -> Expr {
        if holder.shape.is_none() {
            let shape = self.shape(holder, item);
            holder.shape = Some(shape);
        }
        holder.shape.clone().expect("made above")
    }

    /// Holds an item.
    pub(super) fn hold(&mut self, holder: &mut Holder, item: Expr) {
        self.held(holder, &item);
        let span = item.span;
        let mut values = Vec::new();
        self.parts_held(holder, &item, &mut values);
        for (var, value) in holder.vars.clone().into_iter().zip(values) {
            if matches!(self.f.var(var).hint, Hint::Unknown) {
                self.f.var_mut(var).hint = self.f.expr_hint(&value);
            }
            self.push(StmtKind::Assign { place: Place::var(var), value }, span);
        }
        let place = Place::var(holder.found);
        self.push(StmtKind::Assign { place, value: bool_expr(true, span) }, span);
    }

    /// Whether the item is held as the place it borrows.
    fn is_alias(&self, holder: &Holder, item: &Expr, place: &Place) -> bool {
        // A view borrows its matrix, however it is handed out.
        let borrows = !matches!(item.kind, ExprKind::Read(_))
            || matches!(place.path.last(), Some(Proj::View { .. }));
        borrows && holder.aliases && place.root.0 < holder.limit
    }

    /// Whether an index is the same for all elements.
    fn is_fixed(&self, holder: &Holder, index: &Expr) -> bool {
        let mut fixed = self.is_stable(index);
        crate::ir::visit::each_place(index, &mut |place, _| fixed &= place.root.0 < holder.limit);
        fixed
    }

    fn holding(&mut self, holder: &mut Holder, kind: VarKind, hint: Hint, span: Span) -> Expr {
        let var = self.new_var("held", span, kind, hint);
        self.f.var_mut(var).mutable = true;
        self.f.var_mut(var).reassigned = true;
        holder.vars.push(var);
        Expr::var(var, span)
    }

    fn index_held(&mut self, holder: &mut Holder, index: &Expr) -> Expr {
        if self.is_fixed(holder, index) {
            return index.clone();
        }
        if let ExprKind::Range { low, high, inclusive } = &index.kind {
            let mut bound = |bound: &Option<Box<Expr>>| {
                bound.as_ref().map(|bound| Box::new(self.index_held(holder, bound)))
            };
            let (low, high) = (bound(low), bound(high));
            let inclusive = *inclusive;
            return Expr::new(ExprKind::Range { low, high, inclusive }, index.span);
        }
        self.holding(holder, VarKind::Local, Hint::Discrete, index.span)
    }

    /// The item with variables for what differs between elements.
    fn shape(&mut self, holder: &mut Holder, item: &Expr) -> Expr {
        let span = item.span;
        match &item.kind {
            ExprKind::Tokens(_) => item.clone(),
            ExprKind::Ref(place) | ExprKind::RefMut(place) | ExprKind::Read(place)
                if self.is_alias(holder, item, place) =>
            {
                let mut place = place.clone();
                for step in &mut place.path {
                    match step {
                        Proj::Index(index) => **index = self.index_held(holder, index),
                        Proj::View { args, .. } => {
                            for arg in args {
                                *arg = self.index_held(holder, arg);
                            }
                        }
                        Proj::Deref | Proj::Field(_) | Proj::Variant { .. } => {}
                    }
                }
                let kind = match &item.kind {
                    ExprKind::RefMut(_) => ExprKind::RefMut(place),
                    ExprKind::Read(_) => ExprKind::Read(place),
                    _ => ExprKind::Ref(place),
                };
                Expr::new(kind, span)
            }
            ExprKind::Ref(place) | ExprKind::RefMut(place) => {
                let hint = self.f.place_hint(place);
                match self.holding(holder, VarKind::Checked, hint, span).kind {
                    ExprKind::Read(place) => Expr::new(ExprKind::Ref(place), span),
                    _ => unreachable!("verified: a variable is read"),
                }
            }
            ExprKind::RefTemp(inner) => {
                let inner = self.shape(holder, inner);
                Expr::new(ExprKind::RefTemp(Box::new(inner)), span)
            }
            ExprKind::Aggregate { kind: Aggregate::Tuple, operands } => {
                let operands = operands.iter().map(|o| self.shape(holder, o)).collect();
                Expr::new(ExprKind::Aggregate { kind: Aggregate::Tuple, operands }, span)
            }
            _ => {
                let hint = self.f.expr_hint(item);
                self.holding(holder, VarKind::Checked, hint, span)
            }
        }
    }

    fn index_part(&self, holder: &Holder, index: &Expr, out: &mut Vec<Expr>) {
        if self.is_fixed(holder, index) {
            return;
        }
        if let ExprKind::Range { low, high, .. } = &index.kind {
            for bound in [low, high].into_iter().flatten() {
                self.index_part(holder, bound, out);
            }
            return;
        }
        out.push(index.clone());
    }

    /// The values of the variables of [`Lower::shape`], in their order.
    fn parts_held(&self, holder: &Holder, item: &Expr, out: &mut Vec<Expr>) {
        match &item.kind {
            ExprKind::Tokens(_) => {}
            ExprKind::Ref(place) | ExprKind::RefMut(place) | ExprKind::Read(place)
                if self.is_alias(holder, item, place) =>
            {
                for step in &place.path {
                    match step {
                        Proj::Index(index) => self.index_part(holder, index, out),
                        Proj::View { args, .. } => {
                            for arg in args {
                                self.index_part(holder, arg, out);
                            }
                        }
                        Proj::Deref | Proj::Field(_) | Proj::Variant { .. } => {}
                    }
                }
            }
            ExprKind::Ref(place) | ExprKind::RefMut(place) => {
                out.push(Expr::read(place.clone(), item.span));
            }
            ExprKind::RefTemp(inner) => self.parts_held(holder, inner, out),
            ExprKind::Aggregate { kind: Aggregate::Tuple, operands } => {
                for operand in operands {
                    self.parts_held(holder, operand, out);
                }
            }
            _ => out.push(item.clone()),
        }
    }
}
