//! Which parts of the IR and of the language the programs of a run have reached.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::fmt;

use crate::ir::{Aggregate, CallMode, Callee, Expr, ExprKind, Spelling, Stmt, StmtKind};

/// How often each form was evaluated.
#[derive(Debug, Default)]
pub struct Coverage {
    counts: RefCell<BTreeMap<(&'static str, String), u64>>,
}

impl Coverage {
    fn hit(&self, group: &'static str, name: impl Into<String>) {
        *self.counts.borrow_mut().entry((group, name.into())).or_default() += 1;
    }

    /// Adds what another run has reached.
    pub fn merge(&self, other: &Coverage) {
        let mut counts = self.counts.borrow_mut();
        for (form, count) in other.counts.borrow().iter() {
            *counts.entry(form.clone()).or_default() += count;
        }
    }

    pub(crate) fn stmt(&self, stmt: &Stmt) {
        match &stmt.kind {
            StmtKind::Let { value: Some(_), .. } => self.hit("statement", "let"),
            StmtKind::Let { value: None, .. } => self.hit("statement", "let, late"),
            StmtKind::Assign { .. } => self.hit("statement", "assign"),
            StmtKind::Update { op, .. } => self.hit("statement", format!("update {op:?}")),
            StmtKind::Call { callee, .. } => {
                self.hit("statement", format!("call {}", name(callee)))
            }
            StmtKind::If { .. } => self.hit("statement", "if"),
            StmtKind::Match { exclusive, .. } => {
                self.hit("statement", if *exclusive { "match, exclusive" } else { "match" });
            }
            StmtKind::For { range, exit, .. } => {
                self.hit("statement", "for");
                let forms = [
                    (range.inclusive, "for, inclusive"),
                    (range.step.is_some(), "for, stepped"),
                    (range.reversed, "for, reversed"),
                    (range.constant_trips.is_some(), "for, constant trips"),
                    (exit.is_some(), "for, with an exit"),
                ];
                forms.iter().filter(|form| form.0).for_each(|form| self.hit("statement", form.1));
            }
            StmtKind::Loop { .. } => self.hit("statement", "loop"),
            StmtKind::Effect(_) => self.hit("statement", "effect"),
            StmtKind::Grow(grow) => self.hit("statement", format!("grow {:?}", grow.op)),
            StmtKind::Accumulate { .. } => self.hit("derivative", "accumulate"),
            StmtKind::Reverse(call) => {
                let mode = match call.mode {
                    CallMode::Forward => "forward",
                    CallMode::Reverse => "residual",
                    CallMode::Joint => "joint",
                    CallMode::Tangent => "tangent",
                };
                self.hit("derivative", format!("call {mode} {}", name(&call.callee)));
            }
            StmtKind::TapeNew { constant_trips, .. } => {
                let name = if constant_trips.is_some() { "tape, array" } else { "tape" };
                self.hit("derivative", name);
            }
            StmtKind::TapeReserve { .. } => self.hit("derivative", "tape reserve"),
            StmtKind::TapePush { .. } => self.hit("derivative", "tape push"),
            StmtKind::TapePop { .. } => self.hit("derivative", "tape pop"),
            StmtKind::TapePushAll { .. } => self.hit("derivative", "tape push all"),
            StmtKind::TapePopAll { .. } => self.hit("derivative", "tape pop all"),
            StmtKind::ResidualSet { .. } => self.hit("derivative", "keep"),
            StmtKind::ResidualGet { .. } => self.hit("derivative", "kept"),
            StmtKind::RecordNew { .. } => self.hit("derivative", "record"),
            StmtKind::Rebind { .. } => self.hit("derivative", "rebind"),
            StmtKind::Repeat { .. } => self.hit("derivative", "repeat"),
            StmtKind::IfKept { .. } => self.hit("derivative", "if kept"),
            StmtKind::ForReverse { trips, .. } => {
                let name = if trips.is_some() { "for reverse, counted" } else { "for reverse" };
                self.hit("derivative", name);
            }
            StmtKind::Save { .. } => self.hit("derivative", "save"),
            StmtKind::Restore { .. } => self.hit("derivative", "restore"),
            StmtKind::LetTuple { .. } => self.hit("derivative", "let tuple"),
            StmtKind::Second(_) => self.hit("derivative", "second-order call"),
        }
    }

    pub(crate) fn expr(&self, expr: &Expr) {
        match &expr.kind {
            ExprKind::Tokens(_) => self.hit("expression", "tokens"),
            ExprKind::Read(_) => self.hit("expression", "read"),
            ExprKind::Ref(_) => self.hit("expression", "borrow"),
            ExprKind::RefMut(_) => self.hit("expression", "borrow, exclusive"),
            ExprKind::RefTemp(_) => self.hit("expression", "borrow of a value"),
            ExprKind::Unary(op, _) => self.hit("expression", format!("unary {op:?}")),
            ExprKind::Binary(op, ..) => self.hit("expression", format!("binary {op:?}")),
            ExprKind::Cast { .. } => self.hit("expression", "cast"),
            ExprKind::Prim { prim, spelling, .. } => {
                let how = match spelling {
                    Spelling::Method(_) => "",
                    Spelling::Path(_) => ", by path",
                    Spelling::Runtime => ", in place",
                    Spelling::Helper => ", helper",
                };
                self.hit("primitive", format!("{}{how}", prim.name));
            }
            ExprKind::Inert { method, .. } => self.hit("inert", method.to_string()),
            ExprKind::InertCall { .. } => self.hit("expression", "inert call"),
            ExprKind::Aggregate { kind, .. } => {
                let name = match kind {
                    Aggregate::Tuple => "tuple",
                    Aggregate::Array => "array",
                    Aggregate::Repeat(_) => "array, repeated",
                    Aggregate::VecList => "vec",
                    Aggregate::VecRepeat(_) => "vec, repeated",
                    Aggregate::Struct { base: true, .. } => "struct, with a base",
                    Aggregate::Struct { variant: Some(_), .. } => "struct variant",
                    Aggregate::Struct { .. } => "struct",
                    Aggregate::Call { .. } => "tuple variant",
                    Aggregate::MatrixNew(_) => "matrix",
                    Aggregate::MatrixMacro { .. } => "matrix, by macro",
                };
                self.hit("expression", name);
            }
            ExprKind::Function { .. } => self.hit("expression", "function"),
            ExprKind::Range { .. } => self.hit("expression", "range"),
            ExprKind::Stop(_) => self.hit("expression", "stop"),
            ExprKind::Opaque { .. } => self.hit("expression", "opaque"),
            ExprKind::Rule { name, .. } => self.hit("rule", name.clone()),
            ExprKind::Helper { name, .. } => self.hit("helper", *name),
            ExprKind::Zero(_) => self.hit("expression", "zero"),
            ExprKind::FloatZero(_) => self.hit("expression", "float zero"),
            ExprKind::Replace(..) => self.hit("expression", "replace"),
            ExprKind::Take(_) => self.hit("expression", "take"),
            ExprKind::TakeChecked(..) => self.hit("expression", "take, checked"),
        }
    }
}

fn name(callee: &Callee) -> &'static str {
    match callee {
        Callee::Path { .. } => "by path",
        Callee::Assoc { .. } => "associated",
        Callee::Method { .. } => "method",
        Callee::Value { .. } => "of a value",
    }
}

impl fmt::Display for Coverage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let counts = self.counts.borrow();
        let mut last = "";
        for ((group, name), count) in counts.iter() {
            if *group != last {
                writeln!(f, "{group}")?;
                last = group;
            }
            writeln!(f, "  {count:>10}  {name}")?;
        }
        Ok(())
    }
}
