//! What primitive operations give.

use autodiff_runtime::Real;
use nalgebra::{ComplexField, RealField};

use crate::fault::{Run, panicked, unsupported};
use crate::ir::ops::Primitive;
use crate::program::last_segment;
use crate::value::Value;

/// `path(values..)`: a method of a scalar that is called as a function, or a constructor of a matrix.
pub(super) fn by_path<S: Real>(prim: &Primitive, path: &str, values: &[Value<S>]) -> Run<Value<S>> {
    let owner: Vec<&str> = path.split("::").map(str::trim).collect();
    match owner.as_slice() {
        [.., owner, _] if owner.starts_with(char::is_uppercase) && *owner != "Self" => {
            super::matrices::construct(path, prim.name, values)
        }
        _ => primitive(prim.name, values),
    }
}

/// A primitive by its name, of its operands.
pub(super) fn primitive<S: Real>(name: &str, values: &[Value<S>]) -> Run<Value<S>> {
    if let Some(value) = carrier(name, values)? {
        return Ok(value);
    }
    match values {
        [Value::Matrix(_), ..] => super::matrices::primitive(name, values),
        [Value::Float(x)] => unary(name, *x),
        [Value::Float(x), Value::Int(n)] if name == "powi" => {
            let n = i32::try_from(*n).unwrap_or(i32::MAX);
            Ok(Value::Float(ComplexField::powi(*x, n)))
        }
        [Value::Float(x), Value::Float(y)] => binary(name, *x, *y),
        [Value::Float(x), Value::Float(y), Value::Float(z)] => ternary(name, *x, *y, *z),
        [Value::Int(_), ..] => integer(name, values),
        _ => unsupported(format!("`{name}` of {}", kinds(values))),
    }
}

pub(super) fn kinds<S: Real>(values: &[Value<S>]) -> String {
    values.iter().map(Value::kind).collect::<Vec<_>>().join(", ")
}

/// What gives the value it is called on, and what opens and wraps `Option` and `Result`.
fn carrier<S: Real>(name: &str, values: &[Value<S>]) -> Run<Option<Value<S>>> {
    Ok(match (name, values) {
        (
            "clone" | "to_owned" | "to_vec" | "into_owned" | "clone_owned" | "into_iter" | "opened"
            | "copied",
            [value],
        ) => Some(value.clone()),
        ("ok", [value]) => Some(match value.payload() {
            Some(payload) => Value::some(payload.clone()),
            None => Value::none(),
        }),
        ("wrap_like", [Value::Struct(like, _), value]) => {
            let name = if matches!(like.name.as_str(), "Some" | "None") { "Some" } else { "Ok" };
            Some(Value::variant(name, vec![value.clone()]))
        }
        ("unwrap" | "expect", [value, ..]) => match value.payload() {
            Some(payload) => Some(payload.clone()),
            None => return panicked("`unwrap` of nothing"),
        },
        _ => None,
    })
}

fn unary<S: Real>(name: &str, x: S) -> Run<Value<S>> {
    Ok(Value::Float(match name {
        "sin" => ComplexField::sin(x),
        "cos" => ComplexField::cos(x),
        "tan" => ComplexField::tan(x),
        "asin" => ComplexField::asin(x),
        "acos" => ComplexField::acos(x),
        "atan" => ComplexField::atan(x),
        "sinh" => ComplexField::sinh(x),
        "cosh" => ComplexField::cosh(x),
        "tanh" => ComplexField::tanh(x),
        "asinh" => ComplexField::asinh(x),
        "acosh" => ComplexField::acosh(x),
        "atanh" => ComplexField::atanh(x),
        "ln" => ComplexField::ln(x),
        "log2" => ComplexField::log2(x),
        "log10" => ComplexField::log10(x),
        "ln_1p" => ComplexField::ln_1p(x),
        "exp" => ComplexField::exp(x),
        "exp2" => ComplexField::exp2(x),
        "exp_m1" => ComplexField::exp_m1(x),
        "sqrt" => ComplexField::sqrt(x),
        "cbrt" => ComplexField::cbrt(x),
        "recip" => ComplexField::recip(x),
        "lit" | "from_f64" => x,
        "to_degrees" => x * S::lit(180.0 / std::f64::consts::PI),
        "to_radians" => x * S::lit(std::f64::consts::PI / 180.0),
        "fract" => ComplexField::fract(x),
        "floor" => ComplexField::floor(x),
        "ceil" => ComplexField::ceil(x),
        "round" => ComplexField::round(x),
        "round_ties_even" => S::lit(x.to_f64().round_ties_even()),
        "trunc" => ComplexField::trunc(x),
        "abs" => ComplexField::abs(x),
        "signum" => ComplexField::signum(x),
        "sin_cos" => {
            let (sin, cos) = ComplexField::sin_cos(x);
            return Ok(Value::Tuple(vec![Value::Float(sin), Value::Float(cos)]));
        }
        _ => return unsupported(format!("`{name}` of a float")),
    }))
}

fn binary<S: Real>(name: &str, x: S, y: S) -> Run<Value<S>> {
    let floor = |z: S| S::lit(z.to_f64().floor());
    Ok(Value::Float(match name {
        "powf" => ComplexField::powf(x, y),
        "atan2" => RealField::atan2(x, y),
        "hypot" => ComplexField::hypot(x, y),
        "copysign" => RealField::copysign(x, y),
        "log" => ComplexField::log(x, y),
        "max" => RealField::max(x, y),
        "min" => RealField::min(x, y),
        "rem_euclid" => {
            let rest = x % y;
            if rest < S::zero() { rest + ComplexField::abs(y) } else { rest }
        }
        "div_euclid" => {
            let quotient = floor(x / ComplexField::abs(y));
            quotient * ComplexField::signum(S::lit(y.to_f64()))
        }
        _ => return unsupported(format!("`{name}` of two floats")),
    }))
}

fn ternary<S: Real>(name: &str, x: S, y: S, z: S) -> Run<Value<S>> {
    Ok(Value::Float(match name {
        "mul_add" => ComplexField::mul_add(x, y, z),
        "clamp" => RealField::clamp(x, y, z),
        _ => return unsupported(format!("`{name}` of three floats")),
    }))
}

fn integer<S: Real>(name: &str, values: &[Value<S>]) -> Run<Value<S>> {
    let ints = values.iter().map(Value::int).collect::<Run<Vec<_>>>()?;
    Ok(Value::Int(match (name, ints.as_slice()) {
        ("abs", [a]) => a.abs(),
        ("signum", [a]) => a.signum(),
        ("max", [a, b]) => *a.max(b),
        ("min", [a, b]) => *a.min(b),
        ("clamp", [a, low, high]) => *a.clamp(low, high),
        ("pow" | "powi", [a, b]) => match u32::try_from(*b).ok().and_then(|b| a.checked_pow(b)) {
            Some(n) => n,
            None => return panicked("a power overflows"),
        },
        ("rem_euclid", [_, 0]) | ("div_euclid", [_, 0]) => return panicked("a division by zero"),
        ("rem_euclid", [a, b]) => a.rem_euclid(*b),
        ("div_euclid", [a, b]) => a.div_euclid(*b),
        ("saturating_sub", [a, b]) => (a - b).max(0),
        ("abs_diff", [a, b]) => (a - b).abs(),
        ("div_ceil", [_, 0]) => return panicked("a division by zero"),
        ("div_ceil", [a, b]) => (a + b - 1).div_euclid(*b),
        ("wrapping_add" | "saturating_add", [a, b]) => a + b,
        ("wrapping_mul", [a, b]) => a.wrapping_mul(*b),
        ("is_multiple_of", [_, 0]) => return Ok(Value::Bool(ints[0] == 0)),
        ("is_multiple_of", [a, b]) => return Ok(Value::Bool(a % b == 0)),
        _ => return unsupported(format!("`{}` of integers", last_segment(name))),
    }))
}
