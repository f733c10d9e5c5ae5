//! The tangents of the expressions that make adjoints.

use super::super::adjoint::argument;
use super::Second;
use super::rules::{Class, class};
use crate::ir::{BinaryOp, Expr, ExprKind, Hint, Stmt, StmtKind, UnaryOp, Var, VarId, VarKind};

impl Second<'_> {
    /// The value and the tangent of an expression of adjoints. What gives both at once stands in `out`.
    pub(super) fn both(&mut self, expr: &Expr, out: &mut Vec<Stmt>) -> (Expr, Expr) {
        let span = expr.span;
        let new = |kind| Expr::new(kind, span);
        match &expr.kind {
            ExprKind::Read(place) => {
                let tangent = if self.is_primal(place.root) {
                    self.push.operand(expr)
                } else {
                    Expr::read(self.companion_place(place), span)
                };
                (expr.clone(), tangent)
            }
            ExprKind::Zero(_) | ExprKind::FloatZero(_) => (expr.clone(), expr.clone()),
            ExprKind::Take(place) => {
                let tangent = ExprKind::Take(self.companion_place(place));
                (expr.clone(), new(tangent))
            }
            ExprKind::TakeChecked(adjoint, place) => {
                let tangent = ExprKind::TakeChecked(self.companion(*adjoint), place.clone());
                (expr.clone(), new(tangent))
            }
            ExprKind::Replace(place, value) => {
                let (value, tangent) = self.both(value, out);
                let to = self.companion_place(place);
                (
                    new(ExprKind::Replace(place.clone(), Box::new(value))),
                    new(ExprKind::Replace(to, Box::new(tangent))),
                )
            }
            // What comes out of an adjoint that shrinks.
            ExprKind::Helper { name, args } if name.starts_with("grow_") => {
                let mut tangents = args.clone();
                if let ExprKind::RefMut(place) = &mut tangents[0].kind {
                    *place = self.companion_place(place);
                }
                (expr.clone(), new(ExprKind::Helper { name, args: tangents }))
            }
            ExprKind::Unary(UnaryOp::Neg, value) => {
                let (value, tangent) = self.both(value, out);
                let negated = |e| new(ExprKind::Unary(UnaryOp::Neg, Box::new(e)));
                (negated(value), negated(tangent))
            }
            ExprKind::Binary(BinaryOp::Mul, given, factor) => {
                let (given, tangent) = self.both(given, out);
                let mut tangent = Expr::binary(BinaryOp::Mul, tangent, (**factor).clone(), span);
                if self.push.active(factor) {
                    // An infinite slope behind a cotangent zero is none.
                    let slope = self.push.operand(factor);
                    let args = vec![slope, given.clone()];
                    let part = new(ExprKind::Rule { name: "product".to_owned(), args });
                    tangent = Expr::binary(BinaryOp::Add, tangent, part, span);
                }
                (Expr::binary(BinaryOp::Mul, given, (**factor).clone(), span), tangent)
            }
            ExprKind::Rule { name, args } if name == "product" => {
                let factor = &args[1];
                let product = |given, factor| {
                    new(ExprKind::Rule { name: "product".to_owned(), args: vec![given, factor] })
                };
                let (given, tangent) = self.both(&args[0], out);
                let mut tangent = product(tangent, factor.clone());
                if self.push.active(factor) {
                    let part = product(self.push.operand(factor), given.clone());
                    tangent = Expr::binary(BinaryOp::Add, tangent, part, span);
                }
                (product(given, factor.clone()), tangent)
            }
            ExprKind::Rule { name, .. } if name == "zero_tangent" => (expr.clone(), expr.clone()),
            ExprKind::Rule { name, args } => self.rule(expr, name, args, out),
            _ => unreachable!("verified: no other expression makes an adjoint"),
        }
    }

    /// A rule's contribution and its tangent.
    fn rule(
        &mut self,
        expr: &Expr,
        name: &str,
        args: &[Expr],
        out: &mut Vec<Stmt>,
    ) -> (Expr, Expr) {
        let span = expr.span;
        let call = |args| Expr::new(ExprKind::Rule { name: name.to_owned(), args }, span);
        // The cotangent stands last, but in `quotient(ct, divisor)`.
        let given = if name == "quotient" { 0 } else { args.len() - 1 };
        let mut args = args.to_vec();
        let (ct, ct_tangent) = self.both(&args[given], out);
        args[given] = ct.clone();
        let replaced = |index: usize, with: Expr| {
            let mut args = args.clone();
            args[index] = with;
            call(args)
        };
        let active = |index: usize| index != given && self.push.active(&args[index]);
        let constant = (0..args.len()).all(|index| !active(index));
        match class(name) {
            Class::Linear => {
                let tangent = replaced(given, ct_tangent);
                (call(args), tangent)
            }
            Class::Multilinear(factors) => {
                let mut tangent = replaced(given, ct_tangent);
                for factor in factors.into_iter().filter(|factor| active(*factor)) {
                    let slope = replaced(factor, self.push.operand(&args[factor]));
                    let parts = vec![tangent, slope];
                    tangent =
                        Expr::new(ExprKind::Helper { name: "add_tangents", args: parts }, span);
                }
                (call(args), tangent)
            }
            Class::General if constant => {
                let tangent = replaced(given, ct_tangent);
                (call(args), tangent)
            }
            Class::General => {
                let duals = args.iter().enumerate().map(|(index, arg)| {
                    if index == given {
                        dual(arg, ct_tangent.clone())
                    } else {
                        self.lifted(arg, &ct)
                    }
                });
                let parts = ExprKind::Helper { name: "parts", args: vec![call(duals.collect())] };
                let (part, tangent) = (self.part(expr, "part"), self.part(expr, "part_tan"));
                let value = Expr::new(parts, span);
                let kind = StmtKind::LetTuple { vars: vec![part, tangent], value };
                self.emit(kind, span, out);
                (Expr::var(part, span), Expr::var(tangent, span))
            }
        }
    }

    /// An argument of a rule with its tangent, as a value over dual numbers.
    fn lifted(&self, arg: &Expr, ct: &Expr) -> Expr {
        if self.push.active(arg) {
            return dual(arg, self.push.operand(arg));
        }
        let rule =
            |name: &str, args| Expr::new(ExprKind::Rule { name: name.to_owned(), args }, arg.span);
        match self.push.f.operand_hint(arg) {
            Hint::Discrete => arg.clone(),
            // The cotangent gives a literal its type.
            Hint::Float(_) => rule("constant_like", vec![ct.clone(), arg.clone()]),
            _ => dual(arg, rule("zero_tangent", vec![argument(arg)])),
        }
    }

    /// A value that is read once.
    fn part(&mut self, expr: &Expr, name: &str) -> VarId {
        self.push.f.add_var(Var {
            name: name.to_owned(),
            span: expr.span,
            kind: VarKind::Local,
            mutable: false,
            hint: self.push.f.expr_hint(expr),
            ty: None,
            reassigned: false,
        })
    }
}

/// `value + tangent ε`.
fn dual(value: &Expr, tangent: Expr) -> Expr {
    let args = vec![argument(value), tangent];
    Expr::new(ExprKind::Rule { name: "with_tangent".to_owned(), args }, value.span)
}
