//! Operators and casts.

use std::cmp::Ordering;

use autodiff_runtime::Real;

use super::Machine;
use crate::fault::{Run, panicked, unsupported};
use crate::ir::{BinaryOp, Expr};
use crate::value::Value;

impl<S: Real> Machine<'_, S> {
    /// `a op b`; the second operand of `&&` and `||` only where it matters.
    pub(super) fn binary(&mut self, op: BinaryOp, a: &Expr, b: &Expr) -> Run<Value<S>> {
        let first = self.eval(a)?;
        match (op, &first) {
            (BinaryOp::And, Value::Bool(false)) | (BinaryOp::Or, Value::Bool(true)) => Ok(first),
            _ => {
                let second = self.eval(b)?;
                apply(op, &first, &second)
            }
        }
    }
}

/// `a op b`.
pub(super) fn apply<S: Real>(op: BinaryOp, a: &Value<S>, b: &Value<S>) -> Run<Value<S>> {
    use BinaryOp as Op;
    match op {
        Op::Eq => return Ok(Value::Bool(equal(a, b)?)),
        Op::Ne => return Ok(Value::Bool(!equal(a, b)?)),
        Op::Lt | Op::Le | Op::Gt | Op::Ge => {
            let order = compare(a, b)?;
            return Ok(Value::Bool(match op {
                Op::Lt => order == Some(Ordering::Less),
                Op::Le => matches!(order, Some(Ordering::Less | Ordering::Equal)),
                Op::Gt => order == Some(Ordering::Greater),
                _ => matches!(order, Some(Ordering::Greater | Ordering::Equal)),
            }));
        }
        _ => {}
    }
    match (a, b) {
        (Value::Float(a), Value::Float(b)) => float(op, *a, *b),
        (Value::Int(a), Value::Int(b)) => integer(op, *a, *b),
        (Value::Bool(a), Value::Bool(b)) => match op {
            Op::And | Op::BitAnd => Ok(Value::Bool(*a & *b)),
            Op::Or | Op::BitOr => Ok(Value::Bool(*a | *b)),
            Op::BitXor => Ok(Value::Bool(*a ^ *b)),
            _ => unsupported(format!("{op:?} of bools")),
        },
        (Value::Matrix(_), _) | (_, Value::Matrix(_)) => super::matrices::binary(op, a, b),
        (a, b) => unsupported(format!("{op:?} of a {} and a {}", a.kind(), b.kind())),
    }
}

fn float<S: Real>(op: BinaryOp, a: S, b: S) -> Run<Value<S>> {
    Ok(Value::Float(match op {
        BinaryOp::Add => a + b,
        BinaryOp::Sub => a - b,
        BinaryOp::Mul => a * b,
        BinaryOp::Div => a / b,
        BinaryOp::Rem => a % b,
        _ => return unsupported(format!("{op:?} of floats")),
    }))
}

fn integer<S: Real>(op: BinaryOp, a: i64, b: i64) -> Run<Value<S>> {
    let result = match op {
        BinaryOp::Add => a.checked_add(b),
        BinaryOp::Sub => a.checked_sub(b),
        BinaryOp::Mul => a.checked_mul(b),
        BinaryOp::Div => a.checked_div(b),
        BinaryOp::Rem => a.checked_rem(b),
        BinaryOp::BitAnd => Some(a & b),
        BinaryOp::BitOr => Some(a | b),
        BinaryOp::BitXor => Some(a ^ b),
        BinaryOp::Shl => u32::try_from(b).ok().and_then(|b| a.checked_shl(b)),
        BinaryOp::Shr => u32::try_from(b).ok().and_then(|b| a.checked_shr(b)),
        _ => return unsupported(format!("{op:?} of integers")),
    };
    match result {
        Some(n) => Ok(Value::Int(n)),
        None => panicked(format!("{op:?} of {a} and {b} overflows")),
    }
}

/// `-a`.
pub(super) fn negated<S: Real>(a: &Value<S>) -> Run<Value<S>> {
    match a {
        Value::Float(x) => Ok(Value::Float(-*x)),
        Value::Int(n) => Ok(Value::Int(-n)),
        Value::Matrix(m) => Ok(Value::Matrix(-m)),
        other => unsupported(format!("the negative of a {}", other.kind())),
    }
}

/// `a as ty`.
pub(super) fn cast<S: Real>(a: &Value<S>, ty: &str) -> Run<Value<S>> {
    let float = matches!(ty, "f64" | "f32");
    let unsigned = ty.starts_with('u');
    match a {
        Value::Float(x) if float => Ok(Value::Float(*x)),
        Value::Int(n) if float => Ok(Value::Float(S::lit(*n as f64))),
        Value::Float(x) => {
            let n = x.to_f64().trunc() as i64;
            Ok(Value::Int(if unsigned { n.max(0) } else { n }))
        }
        Value::Int(n) => Ok(Value::Int(*n)),
        Value::Bool(b) => Ok(Value::Int(i64::from(*b))),
        other => unsupported(format!("a {} as {ty}", other.kind())),
    }
}

/// `a == b`.
pub(super) fn equal<S: Real>(a: &Value<S>, b: &Value<S>) -> Run<bool> {
    Ok(match (a, b) {
        (Value::Text(a), Value::Text(b)) => a == b,
        (Value::Struct(a_shape, a), Value::Struct(b_shape, b)) => {
            a_shape.name == b_shape.name && all_equal(a, b)?
        }
        (Value::Tuple(a), Value::Tuple(b)) | (Value::List(a), Value::List(b)) => all_equal(a, b)?,
        _ => compare(a, b)? == Some(Ordering::Equal),
    })
}

fn all_equal<S: Real>(a: &[Value<S>], b: &[Value<S>]) -> Run<bool> {
    if a.len() != b.len() {
        return Ok(false);
    }
    for (a, b) in a.iter().zip(b) {
        if !equal(a, b)? {
            return Ok(false);
        }
    }
    Ok(true)
}

/// `a.partial_cmp(b)`.
pub(super) fn compare<S: Real>(a: &Value<S>, b: &Value<S>) -> Run<Option<Ordering>> {
    Ok(match (a, b) {
        (Value::Float(a), Value::Float(b)) => a.partial_cmp(b),
        (Value::Int(a), Value::Int(b)) => a.partial_cmp(b),
        (Value::Bool(a), Value::Bool(b)) => a.partial_cmp(b),
        (Value::Ordering(a), Value::Ordering(b)) => a.partial_cmp(b),
        (Value::Tuple(a), Value::Tuple(b)) | (Value::List(a), Value::List(b)) => {
            for (a, b) in a.iter().zip(b) {
                match compare(a, b)? {
                    Some(Ordering::Equal) => {}
                    other => return Ok(other),
                }
            }
            a.len().partial_cmp(&b.len())
        }
        (Value::Struct(a_shape, a), Value::Struct(b_shape, b)) if a_shape.name == b_shape.name => {
            return compare(&Value::Tuple(a.clone()), &Value::Tuple(b.clone()));
        }
        (a, b) => {
            return unsupported(format!("a {} compared with a {}", a.kind(), b.kind()));
        }
    })
}
