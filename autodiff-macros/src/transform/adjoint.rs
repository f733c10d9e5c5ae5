//! What both modes share: places of tangents and adjoints, and the contribution of one operand.

use std::collections::HashMap;

use proc_macro2::Span;

use crate::ir::{
    BinaryOp, Expr, ExprKind, FloatType, Function, Hint, Place, Proj, UnaryOp, Var, VarId, VarKind,
    ops,
};

/// Which mode a contribution is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mode {
    /// From an operand's tangent to the result's.
    Tangent,
    /// From the result's adjoint to an operand's.
    Adjoint,
}

/// The derivative variables of a function's active variables.
#[derive(Debug, Default)]
pub(super) struct Derivatives {
    of: HashMap<VarId, VarId>,
}

impl Derivatives {
    pub(super) fn get(&self, var: VarId) -> Option<VarId> {
        self.of.get(&var).copied()
    }

    /// All pairs.
    pub(super) fn all(self) -> HashMap<VarId, VarId> {
        self.of
    }

    pub(super) fn set(&mut self, var: VarId, derivative: VarId) {
        self.of.insert(var, derivative);
    }

    /// The derivative variable of `var`, made now if it is new.
    pub(super) fn make(&mut self, f: &mut Function, var: VarId, suffix: &str) -> VarId {
        if let Some(known) = self.get(var) {
            return known;
        }
        let primal = f.var(var);
        let hint = match &primal.hint {
            Hint::Float(ty) => Hint::Float(ty.clone()),
            _ => primal.hint.clone(),
        };
        let new = Var {
            name: format!("{}_{suffix}", primal.name),
            span: primal.span,
            kind: VarKind::Derivative,
            mutable: true,
            hint,
            ty: None,
            reassigned: false,
        };
        let id = f.add_var(new);
        self.set(var, id);
        id
    }

    /// The derivative of a place: the same path into the derivative variable.
    pub(super) fn place(&self, f: &Function, place: &Place) -> Option<Place> {
        let root = self.get(place.root)?;
        let mut path = place.path.clone();
        // References have the tangents of what they refer to.
        let behind_reference = match f.var(place.root).kind {
            VarKind::Param { reference, .. } => reference,
            VarKind::Bound => true,
            _ => false,
        };
        if behind_reference && matches!(path.first(), Some(Proj::Deref)) {
            path.remove(0);
        }
        if f.var(root).kind == VarKind::Slot {
            path.insert(0, Proj::Deref);
        }
        Some(Place { root, path })
    }
}

/// An operand as the argument of a rule: what stands behind a borrow.
pub(super) fn argument(operand: &Expr) -> Expr {
    match &operand.kind {
        ExprKind::Ref(place) | ExprKind::RefMut(place) => Expr::read(place.clone(), operand.span),
        _ => operand.clone(),
    }
}

fn rule(name: String, args: Vec<Expr>, span: Span) -> Expr {
    Expr::new(ExprKind::Rule { name, args }, span)
}

/// `-e` of a plain float.
fn negated(e: Expr) -> Expr {
    let span = e.span;
    Expr::new(ExprKind::Unary(UnaryOp::Neg, Box::new(e)), span)
}

/// `given * factor`, where a zero hides what is infinite: nothing comes from the losing side of a `min`, whatever it
/// holds, and nothing through a factor zero.
fn product(f: &Function, mode: Mode, given: Expr, factor: Expr, span: Span) -> Expr {
    if mode == Mode::Adjoint && !f.infinities {
        return Expr::binary(BinaryOp::Mul, given, factor, span);
    }
    if factor.is_nonzero_literal() {
        return Expr::binary(BinaryOp::Mul, given, factor, span);
    }
    rule("product".to_owned(), vec![given, factor], span)
}

/// An operation whose operands contribute one by one.
pub(super) struct Operation<'e> {
    pub(super) expr: &'e Expr,
    /// The operation's result, where it is in a place.
    pub(super) result: Option<&'e Expr>,
    /// `place op= operand` of a float: then the operand is one too.
    pub(super) float: bool,
}

impl Operation<'_> {
    /// The operands that may contribute, with their numbers.
    pub(super) fn operands(&self) -> Vec<(usize, Expr)> {
        match &self.expr.kind {
            ExprKind::Unary(UnaryOp::Neg, a) => vec![(0, (**a).clone())],
            ExprKind::Binary(op, a, b) if op.rule().is_some() => {
                vec![(0, (**a).clone()), (1, (**b).clone())]
            }
            ExprKind::Prim { prim, args, .. } => args
                .iter()
                .zip(prim.needs)
                .enumerate()
                .filter(|(_, (_, needs))| **needs != ops::INACTIVE)
                .map(|(k, (arg, _))| (k, arg.clone()))
                .collect(),
            ExprKind::Cast { value, .. } => vec![(0, (**value).clone())],
            _ => Vec::new(),
        }
    }

    /// The contribution through operand `k`: `given` is the operand's tangent or the result's adjoint.
    pub(super) fn contribution(&self, f: &Function, mode: Mode, k: usize, given: Expr) -> Expr {
        let span = self.expr.span;
        let suffix = match mode {
            Mode::Tangent => format!("tangent_{k}"),
            Mode::Adjoint => format!("adjoint_{k}"),
        };
        match &self.expr.kind {
            ExprKind::Unary(UnaryOp::Neg, a) => {
                if f.operand_hint(a).is_float() {
                    negated(given)
                } else {
                    rule(format!("neg_{suffix}"), vec![argument(a), given], span)
                }
            }
            ExprKind::Binary(op, a, b) => {
                if self.float || (f.operand_hint(a).is_float() && f.operand_hint(b).is_float()) {
                    match (op, k) {
                        (BinaryOp::Add, _) | (BinaryOp::Sub, 0) => return given,
                        (BinaryOp::Sub, _) => return negated(given),
                        (BinaryOp::Mul, 0) => {
                            return product(f, mode, given, argument(b), span);
                        }
                        (BinaryOp::Mul, _) => {
                            return product(f, mode, given, argument(a), span);
                        }
                        (BinaryOp::Div, 0) => {
                            return rule("quotient".to_owned(), vec![given, argument(b)], span);
                        }
                        _ => {}
                    }
                }
                let name = op.rule().expect("an arithmetic operator");
                rule(format!("{name}_{suffix}"), vec![argument(a), argument(b), given], span)
            }
            ExprKind::Prim { prim, args, .. } => {
                if prim.rule == ops::IDENTITY {
                    return given;
                }
                let mut passed = Vec::new();
                for need in prim.needs[k].chars() {
                    match need {
                        'y' => passed.push(
                            self.result
                                .expect("verified: results of primitives are variables")
                                .clone(),
                        ),
                        digit => {
                            let index = digit.to_digit(10).expect("a row of the table") as usize;
                            passed.push(argument(&args[index]));
                        }
                    }
                }
                passed.push(given);
                rule(format!("{}_{suffix}", prim.rule_stem()), passed, span)
            }
            ExprKind::Cast { value, .. } => {
                let y = self.result.expect("verified: results of casts are variables").clone();
                rule(format!("cast_{suffix}"), vec![argument(value), y, given], span)
            }
            _ => given,
        }
    }
}

/// The float type of an expression, if it is a plain float.
pub(super) fn float_type(f: &Function, place: &Place) -> Option<FloatType> {
    match f.place_hint(place) {
        Hint::Float(ty) => Some(ty),
        _ => None,
    }
}

/// The zero tangent for the value in a place.
pub(super) fn zero(f: &Function, place: &Place, span: Span) -> Expr {
    match float_type(f, place) {
        Some(ty) => Expr::new(ExprKind::FloatZero(ty), span),
        None => Expr::new(ExprKind::Zero(place.clone()), span),
    }
}
