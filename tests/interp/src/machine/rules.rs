//! What rules give: those of the runtime for scalars, and for matrices the derivative of the operation itself, which runs
//! over dual numbers.

use autodiff_runtime::{__rt as rt, Dual, Real};

use crate::fault::{Run, unsupported};
use crate::ir::{BinaryOp, ops};
use crate::value::Value;

/// A rule by its name: the values that it needs, then the cotangent or the tangent.
pub(super) fn rule<S: Real>(name: &str, values: &[Value<S>]) -> Run<Value<S>> {
    if let Some(value) = structural(name, values)? {
        return Ok(value);
    }
    if let Some(value) = scalar(name, values)? {
        return Ok(value);
    }
    let Some(rule) = Name::parse(name) else { return unsupported(format!("the rule `{name}`")) };
    if values.iter().any(|value| matches!(value, Value::Matrix(_))) {
        return of_matrices(&rule, values);
    }
    // Integers have the tangent `()`.
    match values {
        [Value::Int(_), ..] => Ok(Value::unit()),
        _ => unsupported(format!("the rule `{name}` of {}", super::primitives::kinds(values))),
    }
}

/// `stem_adjoint_k`, `stem_tangent_k`.
struct Name<'a> {
    stem: &'a str,
    adjoint: bool,
    operand: usize,
}

impl<'a> Name<'a> {
    fn parse(name: &'a str) -> Option<Self> {
        let (rest, operand) = name.rsplit_once('_')?;
        let operand = operand.parse().ok()?;
        let (stem, adjoint) = match rest.strip_suffix("_adjoint") {
            Some(stem) => (stem, true),
            None => (rest.strip_suffix("_tangent")?, false),
        };
        Some(Name { stem, adjoint, operand })
    }
}

/// Rules that are no arithmetic.
fn structural<S: Real>(name: &str, values: &[Value<S>]) -> Run<Option<Value<S>>> {
    Ok(Some(match (name, values) {
        ("zero_tangent", [value]) => value.zero_tangent()?,
        ("lift", [_, tangent]) => tangent.clone(),
        ("sum_elements", [elements]) => {
            let elements = elements.elements()?;
            let Some((first, rest)) = elements.split_first() else {
                return unsupported("the sum of no elements");
            };
            let mut total = first.clone();
            for element in rest {
                total.add_assign(element)?;
            }
            total
        }
        ("wrap_adjoint_1" | "unwrap_tangent_0", [carrier]) => match carrier.payload() {
            Some(payload) => payload.clone(),
            None => return unsupported("the payload of a tangent that is `None`"),
        },
        ("wrap_tangent_1" | "unwrap_adjoint_0", [payload]) => Value::some(payload.clone()),
        ("to_vec_adjoint_0" | "to_vec_tangent_0", [list]) => list.clone(),
        ("cast_adjoint_0", [from, to, given]) => match (from, to) {
            (Value::Float(_), Value::Float(_)) => given.clone(),
            (from, _) => from.zero_tangent()?,
        },
        ("cast_tangent_0", [from, to, given]) => match (from, to) {
            (Value::Float(_), Value::Float(_)) => given.clone(),
            (_, to) => to.zero_tangent()?,
        },
        _ => return Ok(None),
    }))
}

/// The runtime's rules of scalars, by how many values they take.
fn scalar<S: Real>(name: &str, values: &[Value<S>]) -> Run<Option<Value<S>>> {
    macro_rules! rules {
        ($($floats:pat, $values:tt: $($rule:ident)*;)*) => {
            match values {
                $($floats => match name {
                    $(stringify!($rule) => rt::$rule $values,)*
                    _ => return Ok(None),
                },)*
                _ => return powi(name, values),
            }
        };
    }
    use Value::Float as F;
    Ok(Some(F(rules! {
        [F(d)], (d):
            to_degrees_adjoint_0 to_degrees_tangent_0 to_radians_adjoint_0 to_radians_tangent_0
            fract_adjoint_0 fract_tangent_0 floor_adjoint_0 floor_tangent_0 ceil_adjoint_0
            ceil_tangent_0 round_adjoint_0 round_tangent_0 round_ties_even_adjoint_0
            round_ties_even_tangent_0 trunc_adjoint_0 trunc_tangent_0 copysign_adjoint_1
            copysign_tangent_1 mul_add_adjoint_2 mul_add_tangent_2;
        [F(x), F(d)], (x, d):
            sin_adjoint_0 sin_tangent_0 cos_adjoint_0 cos_tangent_0 tan_adjoint_0 tan_tangent_0
            asin_adjoint_0 asin_tangent_0 acos_adjoint_0 acos_tangent_0 atan_adjoint_0
            atan_tangent_0 sinh_adjoint_0 sinh_tangent_0 cosh_adjoint_0 cosh_tangent_0
            tanh_adjoint_0 tanh_tangent_0 asinh_adjoint_0 asinh_tangent_0 acosh_adjoint_0
            acosh_tangent_0 atanh_adjoint_0 atanh_tangent_0 ln_adjoint_0 ln_tangent_0
            log2_adjoint_0 log2_tangent_0 log10_adjoint_0 log10_tangent_0 ln_1p_adjoint_0
            ln_1p_tangent_0 exp_adjoint_0 exp_tangent_0 exp2_adjoint_0 exp2_tangent_0
            exp_m1_adjoint_0 exp_m1_tangent_0 sqrt_adjoint_0 sqrt_tangent_0 cbrt_adjoint_0
            cbrt_tangent_0 recip_adjoint_0 recip_tangent_0 abs_adjoint_0 abs_tangent_0
            signum_adjoint_0 signum_tangent_0 neg_adjoint_0 neg_tangent_0 mul_add_adjoint_0
            mul_add_tangent_0 mul_add_adjoint_1 mul_add_tangent_1 quotient product;
        [F(a), F(b), F(d)], (a, b, d):
            add_adjoint_0 add_tangent_0 add_adjoint_1 add_tangent_1 sub_adjoint_0 sub_tangent_0
            sub_adjoint_1 sub_tangent_1 mul_adjoint_0 mul_tangent_0 mul_adjoint_1 mul_tangent_1
            div_adjoint_0 div_tangent_0 div_adjoint_1 div_tangent_1 rem_adjoint_0 rem_tangent_0
            rem_adjoint_1 rem_tangent_1 max_adjoint_0 max_tangent_0 max_adjoint_1 max_tangent_1
            min_adjoint_0 min_tangent_0 min_adjoint_1 min_tangent_1 rem_euclid_adjoint_0
            rem_euclid_tangent_0 rem_euclid_adjoint_1 rem_euclid_tangent_1 div_euclid_adjoint_0
            div_euclid_tangent_0 div_euclid_adjoint_1 div_euclid_tangent_1 atan2_adjoint_0
            atan2_tangent_0 atan2_adjoint_1 atan2_tangent_1 copysign_adjoint_0 copysign_tangent_0
            powf_adjoint_0 powf_tangent_0 log_adjoint_0 log_tangent_0 log_adjoint_1 log_tangent_1;
        [F(a), F(b), F(c), F(d)], (a, b, c, d):
            powf_adjoint_1 powf_tangent_1 hypot_adjoint_0 hypot_tangent_0 hypot_adjoint_1
            hypot_tangent_1 clamp_adjoint_0 clamp_tangent_0 clamp_adjoint_1 clamp_tangent_1
            clamp_adjoint_2 clamp_tangent_2;
    })))
}

/// The rules with values that are no scalars.
fn powi<S: Real>(name: &str, values: &[Value<S>]) -> Run<Option<Value<S>>> {
    Ok(match (name, values) {
        ("powi_adjoint_0", [Value::Float(x), Value::Int(n), Value::Float(d)]) => {
            Some(Value::Float(rt::powi_adjoint_0(x, &exponent(*n), d)))
        }
        ("powi_tangent_0", [Value::Float(x), Value::Int(n), Value::Float(d)]) => {
            Some(Value::Float(rt::powi_tangent_0(x, &exponent(*n), d)))
        }
        ("sin_cos_adjoint_0", [Value::Tuple(y), Value::Tuple(d)]) => {
            let (y, d) = (pair(y)?, pair(d)?);
            Some(Value::Float(rt::sin_cos_adjoint_0(&y, &d)))
        }
        ("sin_cos_tangent_0", [Value::Tuple(y), Value::Float(d)]) => {
            let (sin, cos) = rt::sin_cos_tangent_0(&pair(y)?, d);
            Some(Value::Tuple(vec![Value::Float(sin), Value::Float(cos)]))
        }
        _ => None,
    })
}

fn exponent(n: i64) -> i32 {
    i32::try_from(n).unwrap_or(i32::MAX)
}

fn pair<S: Real>(parts: &[Value<S>]) -> Run<(S, S)> {
    match parts {
        [Value::Float(a), Value::Float(b)] => Ok((*a, *b)),
        _ => unsupported("a sine and a cosine of other than two floats"),
    }
}

/// A rule of matrices: the operation over dual numbers, in the direction given or in each direction.
fn of_matrices<S: Real>(rule: &Name<'_>, values: &[Value<S>]) -> Run<Value<S>> {
    let Some((given, needed)) = values.split_last() else {
        return unsupported("a rule without values");
    };
    if let Some(value) =
        super::matrices::special_rule(rule.stem, rule.adjoint, rule.operand, needed, given)?
    {
        return Ok(value);
    }
    let binary = [
        ("add", BinaryOp::Add),
        ("sub", BinaryOp::Sub),
        ("mul", BinaryOp::Mul),
        ("div", BinaryOp::Div),
    ];
    if let Some((_, op)) = binary.iter().find(|(stem, _)| *stem == rule.stem) {
        return derivative(rule.adjoint, rule.operand, needed, given, &|operands| {
            super::operators::apply(*op, &operands[0], &operands[1])
        });
    }
    if rule.stem == "neg" {
        return derivative(rule.adjoint, 0, needed, given, &|operands| {
            super::operators::negated(&operands[0])
        });
    }
    let rows =
        ops::PRIMITIVES.iter().chain(ops::primitive("max", 1)).chain(ops::primitive("min", 1));
    for row in rows.filter(|row| row.rule_stem() == rule.stem) {
        let Some(needs) = row.needs.get(rule.operand) else { continue };
        let digits: String = needs.chars().filter(char::is_ascii_digit).collect();
        let all: String = (0..row.needs.len()).map(|k| k.to_string()).collect();
        if needs.len() == needed.len() && digits == all {
            // The result may follow the operands.
            let operands = &needed[..all.len()];
            return derivative(rule.adjoint, rule.operand, operands, given, &|operands| {
                super::matrices::primitive(row.name, operands)
            });
        }
    }
    unsupported(format!("the rule `{}` of matrices", rule.stem))
}

/// The contribution through the operand `k`: of its tangent to the result's, or of the result's cotangent to its own.
pub(super) fn derivative<S: Real>(
    adjoint: bool,
    k: usize,
    operands: &[Value<S>],
    given: &Value<S>,
    operation: &dyn Fn(&[Value<Dual<S>>]) -> Run<Value<Dual<S>>>,
) -> Run<Value<S>> {
    let along = |direction: &Value<S>| -> Run<Value<S>> {
        let duals = operands
            .iter()
            .enumerate()
            .map(|(index, operand)| dual(operand, (index == k).then_some(direction)))
            .collect::<Run<Vec<_>>>()?;
        tangent_part(&operation(&duals)?)
    };
    if !adjoint {
        return along(given);
    }
    let mut cotangent = Vec::new();
    given.scalars(&mut cotangent);
    let mut result = operands[k].zero_tangent()?;
    let mut count = Vec::new();
    result.scalars(&mut count);
    let mut gradient = Vec::with_capacity(count.len());
    for index in 0..count.len() {
        let mut direction = result.clone();
        direction.set_scalars(&mut (0..).map(|i| S::lit(f64::from(u8::from(i == index)))));
        let mut change = Vec::new();
        along(&direction)?.scalars(&mut change);
        let products = change.iter().zip(&cotangent).map(|(a, b)| rt::product(b, a));
        gradient.push(products.fold(S::zero(), |sum, x| sum + x));
    }
    result.set_scalars(&mut gradient.into_iter());
    Ok(result)
}

/// A value with a tangent, or with none.
pub(super) fn dual<S: Real>(value: &Value<S>, tangent: Option<&Value<S>>) -> Run<Value<Dual<S>>> {
    let mut parts = Vec::new();
    match tangent {
        Some(tangent) => tangent.scalars(&mut parts),
        None => {
            let mut scalars = Vec::new();
            value.scalars(&mut scalars);
            parts = vec![S::zero(); scalars.len()];
        }
    }
    map_scalars(value, &mut parts.into_iter(), &|re, eps| Dual::new(re, eps))
}

/// The tangents of the scalars in a value.
pub(super) fn tangent_part<S: Real>(value: &Value<Dual<S>>) -> Run<Value<S>> {
    let zero = value.zero_tangent()?;
    let mut parts = Vec::new();
    value.scalars(&mut parts);
    map_scalars(&zero, &mut parts.into_iter(), &|_, part| part.eps)
}

/// A value without its tangent.
pub(super) fn real_part<S: Real>(value: &Value<Dual<S>>) -> Run<Value<S>> {
    let mut parts = Vec::new();
    value.scalars(&mut parts);
    map_scalars(value, &mut parts.into_iter(), &|_, part: Dual<S>| part.re)
}

/// A value of the same form over other scalars.
fn map_scalars<S: Real, T: Real, P>(
    value: &Value<S>,
    parts: &mut dyn Iterator<Item = P>,
    change: &dyn Fn(S, P) -> T,
) -> Run<Value<T>> {
    let all = |values: &[Value<S>], parts: &mut dyn Iterator<Item = P>| {
        values.iter().map(|value| map_scalars(value, parts, change)).collect::<Run<Vec<_>>>()
    };
    Ok(match value {
        Value::Float(x) => match parts.next() {
            Some(part) => Value::Float(change(*x, part)),
            None => return unsupported("a tangent of another shape"),
        },
        Value::Int(n) => Value::Int(*n),
        Value::Bool(b) => Value::Bool(*b),
        Value::Text(text) => Value::Text(text.clone()),
        Value::Ordering(ordering) => Value::Ordering(*ordering),
        Value::Range { low, high, inclusive } => {
            Value::Range { low: *low, high: *high, inclusive: *inclusive }
        }
        Value::Tuple(values) => Value::Tuple(all(values, parts)?),
        Value::List(values) => Value::List(all(values, parts)?),
        Value::Struct(shape, values) => Value::Struct(shape.clone(), all(values, parts)?),
        Value::Matrix(matrix) => {
            let mut entries = Vec::with_capacity(matrix.len());
            for x in matrix.iter() {
                match parts.next() {
                    Some(part) => entries.push(change(*x, part)),
                    None => return unsupported("a tangent of another shape"),
                }
            }
            let (rows, columns) = matrix.shape();
            Value::Matrix(nalgebra::DMatrix::from_vec(rows, columns, entries))
        }
        other => return unsupported(format!("a {} over other scalars", other.kind())),
    })
}
