//! Methods that change a matrix in place: assignments of views, updates, and what nalgebra's kernels compute as a value.
//!
//! ```text
//! m.set_column(j, &v);         ->  m.column(j) = v;
//! m.view_mut(..).copy_from(&b) ->  m.view(..) = b;
//! v.scale_mut(s);              ->  v *= s;
//! c.gemm(a, &x, &y, b);        ->  c = gemm(c, a, x, y, b);
//! ```
//!
//! What is assigned keeps its shape: the place is a view, or the whole matrix marked as one ([`WHOLE`]).

use proc_macro2::{Ident, Span};

use super::Lower;
use super::patterns::index_expr;
use crate::ir::{
    Aggregate, BinaryOp, Expr, ExprKind, Place, Proj, Spelling, StmtKind, UnaryOp, WHOLE, ops,
};

/// The part of a matrix that a method names.
fn view(base: &Place, method: &str, args: Vec<Expr>, span: Span) -> Place {
    base.clone().then(Proj::View { method: Ident::new(method, span), turbofish: None, args })
}

/// The matrix itself as a place that is written in place.
fn whole(base: &Place, span: Span) -> Place {
    match base.path.last() {
        Some(Proj::View { .. }) => base.clone(),
        _ => view(base, WHOLE, Vec::new(), span),
    }
}

/// Whether an argument is written as the number.
fn is_literal(arg: &syn::Expr, number: f64) -> bool {
    match super::stmt::strip(arg) {
        syn::Expr::Lit(syn::ExprLit { lit: syn::Lit::Float(lit), .. }) => {
            lit.base10_parse::<f64>().is_ok_and(|value| value == number)
        }
        _ => false,
    }
}

/// Kernels of nalgebra that change their receiver: of the same name as a value, [`ops::in_place`].
const KERNELS: &[(&str, usize)] =
    &[("axpy", 3), ("gemv", 4), ("gemv_tr", 4), ("gemm", 4), ("gemm_tr", 4), ("ger", 4)];

impl Lower<'_> {
    /// A method that changes a matrix, as a statement; nothing for other methods.
    pub(super) fn matrix_method(
        &mut self,
        it: &syn::ExprMethodCall,
        name: &str,
        span: Span,
    ) -> Option<Expr> {
        let done = || Some(super::expr::unit(span));
        match (name, it.args.len()) {
            ("copy_from", 1) => {
                let base = self.matrix(&it.receiver);
                let value = self.element_source(&it.args[0]);
                self.assign_matrix(whole(&base, span), value, span);
                done()
            }
            ("set_column" | "set_row", 2) => {
                let base = self.matrix(&it.receiver);
                let mut args = self.operands(it.args.iter()).into_iter();
                let (index, value) = (args.next()?, args.next()?);
                let index = self.freeze(index);
                let part = if name == "set_column" { "column" } else { "row" };
                self.assign_matrix(view(&base, part, vec![index], span), read(value), span);
                done()
            }
            ("fill_row" | "fill_column", 2) => {
                let base = self.matrix(&it.receiver);
                let mut args = self.operands(it.args.iter()).into_iter();
                let (index, value) = (args.next()?, args.next()?);
                let (index, value) = (self.freeze(index), self.freeze(value));
                let part = if name == "fill_column" { "column" } else { "row" };
                let place = view(&base, part, vec![index], span);
                self.each_index_of(&place.clone(), span, |lower, index| {
                    let place = place.clone().then(Proj::Index(Box::new(index)));
                    lower.push(StmtKind::Assign { place, value }, span);
                });
                done()
            }
            ("fill_diagonal", 1) => {
                let base = self.matrix(&it.receiver);
                let value = self.expr(&it.args[0]);
                let value = self.freeze(value);
                self.each_diagonal(&base, span, |_, _| value);
                done()
            }
            ("fill_with_identity", 0) => {
                let base = self.matrix(&it.receiver);
                let zero = self.number(&base, "zero", span);
                self.each_index_of(&base.clone(), span, |lower, index| {
                    let place = base.clone().then(Proj::Index(Box::new(index)));
                    lower.push(StmtKind::Assign { place, value: zero }, span);
                });
                let one = self.number(&base, "one", span);
                self.each_diagonal(&base, span, |_, _| one);
                done()
            }
            ("set_diagonal", 1) => {
                let base = self.matrix(&it.receiver);
                let diagonal = self.base(&it.args[0]);
                let diagonal = self.freeze_place(diagonal);
                self.each_diagonal(&base, span, |_, index| {
                    Expr::read(diagonal.then(Proj::Index(Box::new(index))), span)
                });
                done()
            }
            ("scale_mut" | "unscale_mut", 1) => {
                let base = self.matrix(&it.receiver);
                let value = self.expr(&it.args[0]);
                let op = if name == "scale_mut" { BinaryOp::Mul } else { BinaryOp::Div };
                self.push(StmtKind::Update { op, place: base, value }, span);
                done()
            }
            ("add_scalar_mut", 1) | ("component_mul_assign" | "component_div_assign", 1) => {
                let base = self.matrix(&it.receiver);
                let value = self.expr(&it.args[0]);
                let prim = match name {
                    "add_scalar_mut" => "add_scalar",
                    "component_mul_assign" => "component_mul",
                    _ => "component_div",
                };
                let args = vec![Expr::read(base.clone(), span), value];
                let value = self.matrix_value(prim, args, span)?;
                self.assign_matrix(whole(&base, span), value, span);
                done()
            }
            ("neg_mut", 0) => {
                let base = self.matrix(&it.receiver);
                let old = Box::new(Expr::read(base.clone(), span));
                let value = Expr::new(ExprKind::Unary(UnaryOp::Neg, old), span);
                self.assign_matrix(whole(&base, span), value, span);
                done()
            }
            ("transpose_mut", 0) => {
                let base = self.matrix(&it.receiver);
                let value =
                    self.matrix_value("transpose", vec![Expr::read(base.clone(), span)], span)?;
                self.assign_matrix(whole(&base, span), value, span);
                done()
            }
            ("normalize_mut", 0) => {
                let base = self.matrix(&it.receiver);
                let norm = self.matrix_value("norm", vec![Expr::read(base.clone(), span)], span)?;
                let norm = Expr::var(self.let_var("norm", norm), span);
                let update =
                    StmtKind::Update { op: BinaryOp::Div, place: base, value: norm.clone() };
                self.push(update, span);
                Some(norm)
            }
            ("swap_rows" | "swap_columns", 2) => {
                let base = self.matrix(&it.receiver);
                let mut args = self.operands(it.args.iter()).into_iter();
                let (a, b) = (args.next()?, args.next()?);
                let (a, b) = (self.freeze(a), self.freeze(b));
                let part = if name == "swap_columns" { "column" } else { "row" };
                let (a, b) = (view(&base, part, vec![a], span), view(&base, part, vec![b], span));
                let first = self.owned_view(&a, span)?;
                let second = self.owned_view(&b, span)?;
                self.push(StmtKind::Assign { place: a, value: second }, span);
                self.push(StmtKind::Assign { place: b, value: first }, span);
                done()
            }
            ("axpy", 3) if is_literal(&it.args[2], 1.0) => {
                let base = self.matrix(&it.receiver);
                let value = self.scaled(it, span);
                self.push(StmtKind::Update { op: BinaryOp::Add, place: base, value }, span);
                done()
            }
            _ if KERNELS.contains(&(name, it.args.len())) => {
                let base = self.matrix(&it.receiver);
                let mut args = vec![Expr::read(base.clone(), span)];
                args.extend(self.operands(it.args.iter()).into_iter().map(read));
                let prim = ops::in_place(name)?;
                let value =
                    Expr::new(ExprKind::Prim { prim, spelling: Spelling::Runtime, args }, span);
                self.assign_matrix(whole(&base, span), value, span);
                done()
            }
            _ => None,
        }
    }

    /// Zero or one of the type of a matrix's elements.
    fn number(&mut self, base: &Place, name: &'static str, span: Span) -> Expr {
        let name = if name == "one" { "one_of" } else { "zero_of" };
        let args = vec![Expr::new(ExprKind::Ref(base.clone()), span)];
        Expr::new(ExprKind::Stop(Box::new(Expr::new(ExprKind::Helper { name, args }, span))), span)
    }

    /// The receiver of a method that changes it: what an index or a range in it reads is evaluated before.
    fn matrix(&mut self, receiver: &syn::Expr) -> Place {
        let base = self.base(receiver);
        self.freeze_place(base)
    }

    /// A matrix that is copied: what it refers to.
    fn element_source(&mut self, arg: &syn::Expr) -> Expr {
        let value = self.expr(arg);
        read(value)
    }

    fn assign_matrix(&mut self, place: Place, value: Expr, span: Span) {
        self.push(StmtKind::Assign { place, value }, span);
    }

    fn matrix_value(&mut self, name: &str, args: Vec<Expr>, span: Span) -> Option<Expr> {
        let args: Vec<Expr> = args
            .into_iter()
            .enumerate()
            .map(|(index, arg)| if index == 0 { arg } else { borrowed(name, arg) })
            .collect();
        let prim = ops::primitive(name, args.len())?;
        Some(Expr::new(ExprKind::Prim { prim, spelling: Spelling::Method(None), args }, span))
    }

    /// `x * a` of `y.axpy(a, &x, 1.0)`: what is added, in the order in which nalgebra multiplies.
    fn scaled(&mut self, it: &syn::ExprMethodCall, span: Span) -> Expr {
        let mut args = self.operands(it.args.iter().take(2)).into_iter();
        let (factor, x) =
            (args.next().expect("of three arguments"), args.next().expect("of three arguments"));
        Expr::binary(BinaryOp::Mul, x, factor, span)
    }

    /// A copy of a view in a variable: the view is about to change.
    fn owned_view(&mut self, place: &Place, span: Span) -> Option<Expr> {
        let prim = ops::primitive("into_owned", 1)?;
        let args = vec![Expr::read(place.clone(), span)];
        let value =
            Expr::new(ExprKind::Prim { prim, spelling: Spelling::Method(None), args }, span);
        let var = self.let_var("line", value);
        Some(Expr::var(var, span))
    }

    /// Assigns the elements on the diagonal.
    fn each_diagonal(
        &mut self,
        base: &Place,
        span: Span,
        value: impl FnOnce(&mut Self, Expr) -> Expr,
    ) {
        let size = |method: &str| {
            let args = vec![Expr::read(base.clone(), span)];
            let method = Ident::new(method, span);
            Expr::new(ExprKind::Inert { method, turbofish: None, args }, span)
        };
        let args = vec![size("nrows"), size("ncols")];
        let range = crate::ir::Range {
            low: index_expr(0, span),
            high: Expr::new(ExprKind::Helper { name: "least", args }, span),
            inclusive: false,
            step: None,
            reversed: false,
            checkpoint: None,
            part: None,
            constant_trips: None,
        };
        self.counted_loop(None, "i", range, span, |lower, var| {
            let index = Expr::var(var, span);
            let operands = vec![index.clone(), index.clone()];
            let both = Expr::new(ExprKind::Aggregate { kind: Aggregate::Tuple, operands }, span);
            let place = base.clone().then(Proj::Index(Box::new(both)));
            let value = value(lower, index);
            lower.push(StmtKind::Assign { place, value }, span);
        });
    }
}

/// What stands behind a borrow.
fn read(value: Expr) -> Expr {
    let span = value.span;
    match value.kind {
        ExprKind::Ref(place) | ExprKind::RefMut(place) => Expr::read(place, span),
        ExprKind::RefTemp(inner) => read(*inner),
        _ => value,
    }
}

/// The other operand of an elementwise method is borrowed.
fn borrowed(method: &str, value: Expr) -> Expr {
    let span = value.span;
    match value.kind {
        ExprKind::Read(place) if method != "add_scalar" => Expr::new(ExprKind::Ref(place), span),
        _ => value,
    }
}
