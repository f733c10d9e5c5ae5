//! Methods and functions of inactive expressions: lengths, comparisons, questions about elements.

use std::cmp::Ordering;

use autodiff_runtime::Real;

use super::{Machine, operators};
use crate::fault::{Run, panicked, unsupported};
use crate::program::last_segment;
use crate::value::Value;

impl<S: Real> Machine<'_, S> {
    /// A method that has no derivative, or one in an inactive expression.
    pub(super) fn plain_method(&mut self, name: &str, values: &[Value<S>]) -> Run<Value<S>> {
        let Some((receiver, args)) = values.split_first() else {
            return unsupported(format!("`{name}` without a receiver"));
        };
        // A mark of the compiler's own: a `map` of an option.
        let name = name.trim_start_matches("r#");
        if let Value::Struct(shape, fields) = receiver
            && shape.is_carrier()
            && let Some(value) = self.carrier_method(name, receiver, fields, args)?
        {
            return Ok(value);
        }
        let count = |n: usize| Value::Int(i64::try_from(n).unwrap_or(i64::MAX));
        Ok(match (name, receiver, args) {
            ("len" | "count", Value::List(items), []) => count(items.len()),
            ("len", Value::Matrix(matrix), []) => count(matrix.len()),
            ("capacity", Value::List(items), []) => count(items.len()),
            ("len" | "count", Value::Range { .. }, []) => count(receiver.elements()?.len()),
            ("nrows", Value::Matrix(matrix), []) => count(matrix.nrows()),
            ("ncols", Value::Matrix(matrix), []) => count(matrix.ncols()),
            ("shape", Value::Matrix(matrix), []) => {
                Value::Tuple(vec![count(matrix.nrows()), count(matrix.ncols())])
            }
            ("is_empty", Value::List(items), []) => Value::Bool(items.is_empty()),
            ("is_some" | "is_ok", value, []) => Value::Bool(value.payload().is_some()),
            ("is_none" | "is_err", value, []) => Value::Bool(value.payload().is_none()),
            ("is_nan", Value::Float(x), []) => Value::Bool(x.to_f64().is_nan()),
            ("is_finite", Value::Float(x), []) => Value::Bool(x.to_f64().is_finite()),
            ("is_infinite", Value::Float(x), []) => Value::Bool(x.to_f64().is_infinite()),
            ("is_sign_positive", Value::Float(x), []) => Value::Bool(x.to_f64().is_sign_positive()),
            ("is_sign_negative", Value::Float(x), []) => Value::Bool(x.to_f64().is_sign_negative()),
            ("is_normal", Value::Float(x), []) => Value::Bool(x.to_f64().is_normal()),
            ("to_bits", Value::Float(x), []) => Value::Int(x.to_f64().to_bits().cast_signed()),
            ("is_positive", Value::Int(n), []) => Value::Bool(*n > 0),
            ("is_negative", Value::Int(n), []) => Value::Bool(*n < 0),
            ("eq", a, [b]) => Value::Bool(operators::equal(a, b)?),
            ("ne", a, [b]) => Value::Bool(!operators::equal(a, b)?),
            ("lt", a, [b]) => Value::Bool(operators::compare(a, b)? == Some(Ordering::Less)),
            ("gt", a, [b]) => Value::Bool(operators::compare(a, b)? == Some(Ordering::Greater)),
            ("le", a, [b]) => Value::Bool(matches!(
                operators::compare(a, b)?,
                Some(Ordering::Less | Ordering::Equal)
            )),
            ("ge", a, [b]) => Value::Bool(matches!(
                operators::compare(a, b)?,
                Some(Ordering::Greater | Ordering::Equal)
            )),
            ("partial_cmp", a, [b]) => match operators::compare(a, b)? {
                Some(ordering) => Value::some(Value::Ordering(ordering)),
                None => Value::none(),
            },
            ("total_cmp", Value::Float(a), [Value::Float(b)]) => {
                Value::Ordering(a.to_f64().total_cmp(&b.to_f64()))
            }
            ("cmp", a, [b]) => {
                Value::Ordering(operators::compare(a, b)?.unwrap_or(Ordering::Equal))
            }
            ("reverse", Value::Ordering(ordering), []) => Value::Ordering(ordering.reverse()),
            ("is_lt", Value::Ordering(ordering), []) => Value::Bool(ordering.is_lt()),
            ("is_gt", Value::Ordering(ordering), []) => Value::Bool(ordering.is_gt()),
            ("then" | "then_with", Value::Ordering(Ordering::Equal), [Value::Ordering(other)]) => {
                Value::Ordering(*other)
            }
            ("then" | "then_with", Value::Ordering(ordering), [_]) => Value::Ordering(*ordering),
            ("contains", Value::Range { low, high, inclusive }, [Value::Int(n)]) => {
                let below = match high {
                    Some(high) if *inclusive => n <= high,
                    Some(high) => n < high,
                    None => true,
                };
                Value::Bool(below && low.is_none_or(|low| low <= *n))
            }
            ("contains", list, [wanted]) => {
                let mut found = false;
                for item in list.elements()? {
                    found |= operators::equal(&item, wanted)?;
                }
                Value::Bool(found)
            }
            ("first", Value::List(items), []) => optional(items.first()),
            ("last", Value::List(items), []) => optional(items.last()),
            ("get", Value::List(items), [Value::Int(n)]) => {
                optional(usize::try_from(*n).ok().and_then(|n| items.get(n)))
            }
            ("iter" | "copied" | "cloned" | "into_iter" | "as_slice", value, []) => value.clone(),
            ("to_string", value, []) => Value::Text(value.show().into()),
            ("min" | "max", list @ (Value::List(_) | Value::Range { .. }), []) => {
                let mut best: Option<Value<S>> = None;
                for item in list.elements()? {
                    let better = match &best {
                        None => true,
                        Some(best) => {
                            let order = operators::compare(&item, best)?;
                            order
                                == Some(if name == "min" {
                                    Ordering::Less
                                } else {
                                    Ordering::Greater
                                })
                        }
                    };
                    if better {
                        best = Some(item);
                    }
                }
                optional(best.as_ref())
            }
            ("sum", Value::Struct(shape, _), []) if shape.name == "f64" => {
                Value::Float(S::lit(std::iter::empty::<f64>().sum()))
            }
            ("product", Value::Struct(shape, _), []) if shape.name == "f64" => {
                Value::Float(S::one())
            }
            ("sum", Value::Struct(..), []) => Value::Int(0),
            ("product", Value::Struct(..), []) => Value::Int(1),
            ("sum", list @ (Value::List(_) | Value::Range { .. }), []) => {
                let mut total: Option<Value<S>> = None;
                for item in list.elements()? {
                    total = Some(match total {
                        None => item,
                        Some(total) => operators::apply(crate::ir::BinaryOp::Add, &total, &item)?,
                    });
                }
                total.unwrap_or(Value::Int(0))
            }
            (_, receiver, [function @ Value::Function(_)]) => {
                self.question(name, receiver, function)?
            }
            _ => match self.session.program.find(name) {
                Some(function) => self.call_primal(function, values.to_vec())?,
                None => super::primitives::primitive(name, values)?,
            },
        })
    }

    /// A method of an option or a result.
    fn carrier_method(
        &mut self,
        name: &str,
        receiver: &Value<S>,
        fields: &[Value<S>],
        args: &[Value<S>],
    ) -> Run<Option<Value<S>>> {
        let payload = receiver.payload();
        let is_result = matches!(receiver, Value::Struct(shape, _) if matches!(shape.name.as_str(), "Ok" | "Err"));
        let with =
            |value: Value<S>| Value::variant(if is_result { "Ok" } else { "Some" }, vec![value]);
        // Where there is no payload, `fields` is an error or nothing: what closures are given then.
        Ok(Some(match (name, payload, args) {
            ("is_some_and" | "is_ok_and", None, [_]) => Value::Bool(false),
            ("is_none_or", None, [_]) => Value::Bool(true),
            ("is_some_and" | "is_ok_and" | "is_none_or" | "and_then", Some(payload), [f]) => {
                self.call_plain(f, std::slice::from_ref(payload))?
            }
            ("map", Some(payload), [f]) => with(self.call_plain(f, std::slice::from_ref(payload))?),
            ("filter", Some(payload), [f]) => {
                if self.call_plain(f, std::slice::from_ref(payload))?.bool()? {
                    receiver.clone()
                } else {
                    Value::none()
                }
            }
            ("map" | "and_then" | "filter", None, [_]) => receiver.clone(),
            ("map_err", Some(_), [_]) | ("or" | "or_else", Some(_), [_]) => receiver.clone(),
            ("or", None, [other]) => other.clone(),
            ("or_else", None, [f]) => self.call_plain(f, fields)?,
            ("map_err", None, [f]) => Value::variant("Err", vec![self.call_plain(f, fields)?]),
            ("ok_or" | "ok_or_else", Some(payload), [_]) => {
                Value::variant("Ok", vec![payload.clone()])
            }
            ("ok_or", None, [error]) => Value::variant("Err", vec![error.clone()]),
            ("ok_or_else", None, [f]) => Value::variant("Err", vec![self.call_plain(f, &[])?]),
            ("unwrap_or" | "unwrap_or_else", Some(payload), [_]) => payload.clone(),
            ("unwrap_or", None, [other]) => other.clone(),
            ("unwrap_or_else", None, [f]) => self.call_plain(f, fields)?,
            ("map_or" | "map_or_else", Some(payload), [_, f]) => {
                self.call_plain(f, std::slice::from_ref(payload))?
            }
            ("map_or", None, [other, _]) => other.clone(),
            ("map_or_else", None, [f, _]) => self.call_plain(f, fields)?,
            ("flatten", Some(payload), []) => payload.clone(),
            ("err", Some(_), []) => Value::none(),
            ("err", None, []) => Value::some(fields[0].clone()),
            _ => return Ok(None),
        }))
    }

    /// A question about elements, answered by a closure.
    fn question(&mut self, name: &str, receiver: &Value<S>, function: &Value<S>) -> Run<Value<S>> {
        let items = receiver.elements()?;
        let count = |n: usize| Value::Int(i64::try_from(n).unwrap_or(i64::MAX));
        if name == "map" {
            let values = items
                .iter()
                .map(|item| self.call_plain(function, std::slice::from_ref(item)))
                .collect::<Run<_>>()?;
            return Ok(Value::List(values));
        }
        if name == "is_sorted_by" {
            for pair in items.windows(2) {
                if !self.call_plain(function, pair)?.bool()? {
                    return Ok(Value::Bool(false));
                }
            }
            return Ok(Value::Bool(true));
        }
        if name == "binary_search_by" {
            let mut found = Ok(());
            let result = items.binary_search_by(|item| {
                match self.call_plain(function, std::slice::from_ref(item)) {
                    Ok(Value::Ordering(ordering)) => ordering,
                    Ok(_) => Ordering::Equal,
                    Err(fault) => {
                        found = Err(fault);
                        Ordering::Equal
                    }
                }
            });
            found?;
            return Ok(match result {
                Ok(n) => Value::variant("Ok", vec![count(n)]),
                Err(n) => Value::variant("Err", vec![count(n)]),
            });
        }
        let mut kept = Vec::new();
        let mut answers = Vec::new();
        for item in &items {
            let answer = self.call_plain(function, std::slice::from_ref(item))?.bool()?;
            if answer {
                kept.push(item.clone());
            }
            answers.push(answer);
        }
        let position = answers.iter().position(|answer| *answer);
        Ok(match name {
            "all" => Value::Bool(answers.iter().all(|answer| *answer)),
            "any" => Value::Bool(position.is_some()),
            "position" => optional(position.map(count).as_ref()),
            "find" => optional(position.map(|n| &items[n])),
            "filter" => Value::List(kept),
            "partition_point" => count(answers.partition_point(|answer| *answer)),
            _ => return unsupported(format!("`{name}` in an inactive expression")),
        })
    }

    /// A call of a function by its path, none of whose arguments is active.
    pub(super) fn plain_call(&mut self, path: &str, values: Vec<Value<S>>) -> Run<Value<S>> {
        let path = path.replace(' ', "");
        // `empty::<f64>()`, of which lowering takes the sum.
        if let Some((_, ty)) = path.split_once("iter::empty::<") {
            let shape = crate::value::Shape::numbered(ty.trim_end_matches('>'), 0);
            return Ok(Value::Struct(shape, Vec::new()));
        }
        let last = last_segment(&path);
        if let Some(function) = self.session.program.find(last) {
            return self.call_primal(function, values);
        }
        let owner = path.rsplit("::").nth(1).unwrap_or_default();
        let owner = owner.split('<').next().unwrap_or_default();
        Ok(match (owner, last, values.as_slice()) {
            ("Vec" | "vec", "new" | "with_capacity" | "default", _) => Value::List(Vec::new()),
            ("Option", "default", []) => Value::none(),
            (_, "Some" | "Ok" | "Err", [_]) => Value::variant(last, values),
            ("f64", "from", [Value::Int(_) | Value::Bool(_)]) => {
                operators::cast(&values[0], "f64")?
            }
            (_, "zeros" | "identity" | "from_element" | "repeat", _) => {
                super::matrices::construct(&path, last, &values)?
            }
            (_, "unreachable_unchecked", _) => return panicked("unreachable"),
            ("", name, _) if name.starts_with(char::is_uppercase) => Value::variant(name, values),
            (owner, name, _)
                if owner.starts_with(char::is_uppercase)
                    && name.starts_with(char::is_uppercase) =>
            {
                Value::variant(name, values)
            }
            (_, name, [_, ..]) => self.plain_method(name, &values)?,
            _ => return unsupported(format!("the call `{path}()`")),
        })
    }
}

fn optional<S: Real>(value: Option<&Value<S>>) -> Value<S> {
    match value {
        Some(value) => Value::some(value.clone()),
        None => Value::none(),
    }
}
