//! Functions of the runtime that lowering and the transforms write besides rules.

use std::cmp::Ordering;

use autodiff_runtime::{Dual, Real};

use super::{Machine, operators, rules};
use crate::fault::{Run, broken, panicked, unsupported};
use crate::ir::{Expr, ExprKind};
use crate::value::Value;

impl<S: Real> Machine<'_, S> {
    /// A helper by its name.
    pub(super) fn helper(&mut self, name: &str, args: &[Expr]) -> Run<Value<S>> {
        // Those that change their first argument, and those that do not evaluate it first.
        match (name, args) {
            ("grow_unpush" | "grow_remove" | "grow_pop", [slot, rest @ ..]) => {
                let index = rest.first().map(|index| self.eval(index)?.index()).transpose()?;
                return self.taken(slot, name == "grow_pop", index);
            }
            ("parts", [Expr { kind: ExprKind::Rule { name, args }, .. }]) => {
                return self.parts(name, args);
            }
            ("filled", [_]) => return unsupported("an array whose length is inferred"),
            _ => {}
        }
        let values = self.eval_all(args)?;
        let count = |n: usize| Value::Int(i64::try_from(n).unwrap_or(i64::MAX));
        Ok(match (name, values.as_slice()) {
            ("difference", [Value::Int(a), Value::Int(b)]) => Value::Int((a - b).max(0)),
            ("least", [Value::Int(a), Value::Int(b)]) => Value::Int(*a.min(b)),
            ("nth", [Value::Int(low), _, Value::Int(index)]) => Value::Int(low + index),
            ("trips", [Value::Int(low), Value::Int(high)]) => Value::Int((high - low).max(0)),
            ("trips_inclusive", [Value::Int(low), Value::Int(high)]) => {
                Value::Int((high + 1 - low).max(0))
            }
            ("at_least_one", [Value::Int(n)]) => Value::Int((*n).max(1)),
            ("listed", [value]) => Value::List(value.elements()?),
            ("div_ceil", [Value::Int(_), Value::Int(0)]) => return panicked("a division by zero"),
            ("div_ceil", [Value::Int(a), Value::Int(b)]) => Value::Int((a + b - 1) / b),
            ("length", [Value::Matrix(matrix)]) => count(matrix.len()),
            ("length", [value]) => count(value.elements()?.len()),
            ("rotation", [length, middle]) => {
                if middle.index()? > length.index()? {
                    return panicked("a rotation beyond the length");
                }
                middle.clone()
            }
            ("same_length", [a, b]) => {
                if a.index()? != b.index()? {
                    return panicked("slices of other lengths are copied");
                }
                a.clone()
            }
            ("index_in", [_, index]) => index.clone(),
            ("holds", [value]) => Value::Bool(value.payload().is_some()),
            ("leave" | "without", [value]) => match value {
                Value::Struct(shape, _) if matches!(shape.name.as_str(), "None" | "Err") => {
                    value.clone()
                }
                _ => return broken("what is left of a payload is asked for"),
            },
            ("take_error", [Value::Struct(shape, fields)]) if shape.name == "Err" => {
                fields[0].clone()
            }
            ("owned" | "saved", [value]) => value.clone(),
            ("one_of", [_]) => Value::Float(S::one()),
            ("zero_of", [_]) => Value::Float(S::zero()),
            ("add_tangents", [a, b]) => {
                let mut sum = a.clone();
                sum.add_assign(b)?;
                sum
            }
            ("unwrap", [value]) => match value.payload() {
                Some(payload) => payload.clone(),
                None => return panicked("`unwrap` of nothing"),
            },
            ("sorted_order_of" | "unstable_order_of", [list]) => {
                let items = list.elements()?;
                order(items.len(), &mut |a, b| {
                    Ok(operators::compare(&items[a], &items[b])?.unwrap_or(Ordering::Equal))
                })?
            }
            ("sorted_order" | "unstable_order", [list, compare]) => {
                let items = list.elements()?;
                order(items.len(), &mut |a, b| match self
                    .call_plain(compare, &[items[a].clone(), items[b].clone()])?
                {
                    Value::Ordering(ordering) => Ok(ordering),
                    other => unsupported(format!("a comparison gives a {}", other.kind())),
                })?
            }
            ("sorted_order_by_key" | "unstable_order_by_key", [list, key]) => {
                let mut keys = Vec::new();
                for item in list.elements()? {
                    keys.push(self.call_plain(key, &[item])?);
                }
                order(keys.len(), &mut |a, b| {
                    Ok(operators::compare(&keys[a], &keys[b])?.unwrap_or(Ordering::Equal))
                })?
            }
            _ => {
                let kinds = super::primitives::kinds(&values);
                return unsupported(format!("the helper `{name}` of {kinds}"));
            }
        })
    }

    /// Takes the last element of a list, or the one at an index.
    fn taken(&mut self, slot: &Expr, optional: bool, index: Option<usize>) -> Run<Value<S>> {
        let Some(place) = slot.place() else { return unsupported("a list that is no place") };
        self.update(place, &mut |list| {
            let Value::List(items) = list else {
                return unsupported(format!("an element is taken out of a {}", list.kind()));
            };
            let taken = match index {
                Some(index) if index < items.len() => Some(items.remove(index)),
                Some(_) => None,
                None => items.pop(),
            };
            match (taken, optional) {
                (Some(item), false) => Ok(item),
                (Some(item), true) => Ok(Value::some(item)),
                (None, true) => Ok(Value::none()),
                (None, false) => broken("an element is taken out of an adjoint that has none"),
            }
        })
    }

    /// A rule on values with tangents: the value and its tangent.
    fn parts(&mut self, name: &str, args: &[Expr]) -> Run<Value<S>> {
        let mut duals: Vec<Value<Dual<S>>> = Vec::with_capacity(args.len());
        for arg in args {
            duals.push(match &arg.kind {
                ExprKind::Rule { name, args } if name == "with_tangent" && args.len() == 2 => {
                    let (value, tangent) = (self.eval(&args[0])?, self.eval(&args[1])?);
                    rules::dual(&value, Some(&tangent))?
                }
                ExprKind::Rule { name, args } if name == "constant_like" && args.len() == 2 => {
                    rules::dual(&self.eval(&args[1])?, None)?
                }
                _ => rules::dual(&self.eval(arg)?, None)?,
            });
        }
        let result = rules::rule(name, &duals)?;
        Ok(Value::Tuple(vec![rules::real_part(&result)?, rules::tangent_part(&result)?]))
    }
}

/// The indices of elements in their order.
fn order<S: Real>(
    count: usize,
    compare: &mut dyn FnMut(usize, usize) -> Run<Ordering>,
) -> Run<Value<S>> {
    let mut order: Vec<usize> = (0..count).collect();
    let mut found = Ok(());
    order.sort_by(|a, b| {
        compare(*a, *b).unwrap_or_else(|fault| {
            found = Err(fault);
            Ordering::Equal
        })
    });
    found?;
    Ok(Value::List(
        order.into_iter().map(|n| Value::Int(i64::try_from(n).unwrap_or(i64::MAX))).collect(),
    ))
}
