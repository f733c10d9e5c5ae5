//! Expressions.

use std::rc::Rc;

use autodiff_runtime::Real;

use super::{Cell, Machine};
use crate::fault::{Run, broken, unsupported};
use crate::ir::{
    Aggregate, Expr, ExprKind, FunctionValue, Member, Place, Spelling, UnaryOp, VarKind,
};
use crate::program::{Literal, last_segment};
use crate::value::{Callable, Shape, Value};

impl<'p, S: Real> Machine<'p, S> {
    /// Evaluates an expression.
    pub(crate) fn eval(&mut self, expr: &Expr) -> Run<Value<S>> {
        if let Some(coverage) = self.session.coverage {
            coverage.expr(expr);
        }
        match &expr.kind {
            ExprKind::Tokens(tokens) => {
                let program = self.session.program;
                match &*program.literal(expr, tokens)? {
                    Literal::Float(x) => Ok(Value::Float(S::lit(*x))),
                    Literal::Int(n) => Ok(Value::Int(*n)),
                    Literal::Bool(b) => Ok(Value::Bool(*b)),
                    Literal::Expr(tokens) => self.plain(tokens, &mut Vec::new()),
                }
            }
            ExprKind::Read(place) | ExprKind::Ref(place) | ExprKind::RefMut(place) => {
                self.read(place)
            }
            ExprKind::RefTemp(value) => self.eval(value),
            ExprKind::Stop(value) => {
                // Also over dual numbers.
                let mut value = self.eval(value)?;
                let mut scalars = Vec::new();
                value.scalars(&mut scalars);
                value.set_scalars(&mut scalars.into_iter().map(|x| S::lit(x.to_f64())));
                Ok(value)
            }
            ExprKind::Unary(op, value) => {
                let value = self.eval(value)?;
                match op {
                    UnaryOp::Neg => super::operators::negated(&value),
                    UnaryOp::Not => match value {
                        Value::Int(n) => Ok(Value::Int(!n)),
                        value => Ok(Value::Bool(!value.bool()?)),
                    },
                }
            }
            ExprKind::Binary(op, a, b) => self.binary(*op, a, b),
            ExprKind::Cast { value, ty, .. } => {
                let value = self.eval(value)?;
                super::operators::cast(&value, &ty.to_string())
            }
            ExprKind::Prim { prim, spelling, args } => {
                let values = self.eval_all(args)?;
                match spelling {
                    Spelling::Path(path) => {
                        super::primitives::by_path(prim, &path.to_string(), &values)
                    }
                    Spelling::Method(_) | Spelling::Runtime | Spelling::Helper => {
                        super::primitives::primitive(prim.name, &values)
                    }
                }
            }
            ExprKind::Inert { method, args, .. } => {
                let values = self.eval_all(args)?;
                self.plain_method(&method.to_string(), &values)
            }
            ExprKind::InertCall { path, args, .. } => {
                let values = self.eval_all(args)?;
                self.plain_call(&path.to_string(), values)
            }
            ExprKind::Aggregate { kind, operands } => self.aggregate(kind, operands),
            ExprKind::Function { value, captured, active, .. } => {
                let callable = match value {
                    FunctionValue::Named(path) => {
                        let path = path.to_string();
                        match self.session.program.find(last_segment(&path)) {
                            Some(index) => Callable::Named(index),
                            None => return unsupported(format!("the function `{path}`")),
                        }
                    }
                    FunctionValue::Local(index) => Callable::Local {
                        owner: self.owner,
                        index: *index,
                        captured: self.eval_all(captured)?,
                        active: active.clone(),
                    },
                };
                Ok(Value::Function(Rc::new(callable)))
            }
            ExprKind::Range { low, high, inclusive } => {
                let mut end =
                    |e: &Option<Box<Expr>>| e.as_ref().map(|e| self.eval(e)?.int()).transpose();
                Ok(Value::Range { low: end(low)?, high: end(high)?, inclusive: *inclusive })
            }
            ExprKind::Opaque { tokens, binds, .. } => {
                let parsed = self.session.program.opaque(expr, tokens)?;
                let mut bound = Vec::with_capacity(binds.len());
                for (name, place) in binds {
                    // Not all that is named is read: a name may be bound again inside.
                    if let Ok(value) = self.read(place) {
                        bound.push((name.to_string(), value));
                    }
                }
                self.plain(&parsed, &mut bound)
            }
            ExprKind::Rule { name, args } => {
                let values = self.eval_all(args)?;
                super::rules::rule(name, &values)
            }
            ExprKind::Helper { name, args } => self.helper(name, args),
            ExprKind::Zero(place) => self.look(place, &mut |value| value.zero_tangent()),
            ExprKind::FloatZero(_) => Ok(Value::Float(S::zero())),
            ExprKind::Replace(place, value) => {
                let value = self.eval(value)?;
                self.replaced(place, value)
            }
            ExprKind::Take(place) => self.update(place, &mut |value| {
                let zero = value.zero_like()?;
                Ok(std::mem::replace(value, zero))
            }),
            ExprKind::TakeChecked(adjoint, place) => {
                match std::mem::replace(self.frame.cell_mut(*adjoint), Cell::Empty) {
                    Cell::Value(Value::Hole) | Cell::Empty => {
                        self.look(place, &mut |value| value.zero_tangent())
                    }
                    Cell::Value(value) => Ok(value),
                    Cell::Alias(..) => broken("an adjoint that is an alias"),
                }
            }
        }
    }

    /// Evaluates expressions from left to right.
    pub(super) fn eval_all(&mut self, exprs: &[Expr]) -> Run<Vec<Value<S>>> {
        exprs.iter().map(|expr| self.eval(expr)).collect()
    }

    /// The old value of a place, which gets another. What is assigned once need not have one yet.
    fn replaced(&mut self, place: &Place, value: Value<S>) -> Run<Value<S>> {
        if place.path.is_empty() && self.f.var(place.root).kind == VarKind::Checked {
            let old = std::mem::replace(self.frame.cell_mut(place.root), Cell::Value(value));
            return Ok(match old {
                Cell::Value(old) => old,
                Cell::Empty | Cell::Alias(..) => Value::Hole,
            });
        }
        let mut value = Some(value);
        self.update(place, &mut |old| match (&old, value.take()) {
            (Value::Hole, _) => broken("what was moved is replaced"),
            (_, Some(value)) => Ok(std::mem::replace(old, value)),
            (_, None) => broken("replaced twice"),
        })
    }

    fn aggregate(&mut self, kind: &Aggregate, operands: &[Expr]) -> Run<Value<S>> {
        let count = |machine: &mut Self, count: &Expr| machine.eval(count)?.index();
        Ok(match kind {
            Aggregate::Tuple => Value::Tuple(self.eval_all(operands)?),
            Aggregate::Array | Aggregate::VecList => Value::List(self.eval_all(operands)?),
            Aggregate::Repeat(n) | Aggregate::VecRepeat(n) => {
                let value = self.eval(&operands[0])?;
                Value::List(vec![value; count(self, n)?])
            }
            Aggregate::Struct { path, fields, variant, base } => {
                let values = self.eval_all(operands)?;
                let path = path.to_string();
                let name = match variant {
                    Some(variant) => variant.to_string(),
                    None => self.type_name(last_segment(&path)),
                };
                self.structure(&name, fields, values, *base)?
            }
            Aggregate::Call { path: _, name } => {
                Value::variant(&name.to_string(), self.eval_all(operands)?)
            }
            Aggregate::MatrixNew(path) => {
                let values = self.eval_all(operands)?;
                super::matrices::from_rows(&path.to_string(), &values)?
            }
            Aggregate::MatrixMacro { columns, .. } => {
                let values = self.eval_all(operands)?;
                super::matrices::row_major(*columns, &values)?
            }
        })
    }

    /// What `Self` is here.
    pub(super) fn type_name(&self, name: &str) -> String {
        let own = &self.session.program.functions[self.owner].implements;
        match own {
            Some(own) if name == "Self" => own.clone(),
            _ => name.to_owned(),
        }
    }

    fn structure(
        &mut self,
        name: &str,
        fields: &[Member],
        mut values: Vec<Value<S>>,
        base: bool,
    ) -> Run<Value<S>> {
        let base = if base { values.pop() } else { None };
        let shape = match (&base, self.session.program.shape(name)) {
            (Some(Value::Struct(shape, _)), _) => shape.clone(),
            (_, Some(shape)) => shape,
            _ => Rc::new(Shape {
                name: name.to_owned(),
                fields: fields
                    .iter()
                    .map(|field| match field {
                        Member::Named(name) => name.to_string(),
                        Member::Index(index) => index.to_string(),
                    })
                    .collect(),
            }),
        };
        let mut parts = match base {
            Some(Value::Struct(_, parts)) => parts,
            _ => vec![Value::Hole; shape.fields.len()],
        };
        for (field, value) in fields.iter().zip(values) {
            let index = match field {
                Member::Index(index) => Some(*index),
                Member::Named(name) => shape.fields.iter().position(|other| name == other),
            };
            match index.and_then(|index| parts.get_mut(index)) {
                Some(part) => *part = value,
                None => return broken(format!("{name} has no field {field:?}")),
            }
        }
        Ok(Value::Struct(shape, parts))
    }
}
