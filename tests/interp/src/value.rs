//! Values whose types are known only now.

use std::cmp::Ordering;
use std::rc::Rc;

use autodiff_runtime::Real;
use nalgebra::DMatrix;

use crate::fault::{Run, broken, panicked, unsupported};
use crate::ir::VarId;
use crate::machine::Frame;

/// A value over the scalars `S`. A reference is what it refers to.
#[derive(Clone)]
pub(crate) enum Value<S> {
    Float(S),
    /// An integer of any type: those of a program are small.
    Int(i64),
    Bool(bool),
    Text(Rc<str>),
    Ordering(Ordering),
    /// Also `()`, which is the tangent of what is inactive.
    Tuple(Vec<Value<S>>),
    /// An array, a slice or a `Vec`.
    List(Vec<Value<S>>),
    /// A struct, or a variant of an enum.
    Struct(Rc<Shape>, Vec<Value<S>>),
    Range {
        low: Option<i64>,
        high: Option<i64>,
        inclusive: bool,
    },
    /// A vector or a matrix, also one that is a view in the program.
    Matrix(DMatrix<S>),
    Function(Rc<Callable<S>>),
    /// What was pushed, with the variables it came from.
    Tape(Vec<(Vec<VarId>, Vec<Value<S>>)>),
    /// What an arm kept, or nothing.
    Kept(Option<(Vec<VarId>, Vec<Value<S>>)>),
    /// What a call keeps for its reverse sweep.
    Residual(Rc<Residual<S>>),
    /// What was moved or is borrowed exclusively.
    Hole,
}

/// The name of a struct or a variant, and its fields. Those of a tuple variant are `0`, `1`, ..
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Shape {
    pub(crate) name: String,
    pub(crate) fields: Vec<String>,
}

/// A function as a value.
pub(crate) enum Callable<S> {
    /// A function of the program.
    Named(usize),
    /// A closure of a function of the program, with what it captured and which of that is active.
    Local { owner: usize, index: usize, captured: Vec<Value<S>>, active: Vec<bool> },
    /// A closure in an inactive expression.
    Plain { closure: Rc<syn::ExprClosure>, bound: Vec<(String, Value<S>)> },
    /// A function by its path in an inactive expression.
    Path(String),
}

/// The variables of a call between its sweeps.
pub(crate) struct Residual<S> {
    pub(crate) owner: usize,
    /// The arguments before the call, and after it.
    pub(crate) before: Vec<Value<S>>,
    pub(crate) after: Vec<Value<S>>,
    pub(crate) frame: std::cell::RefCell<Option<Frame<S>>>,
}

impl Shape {
    pub(crate) fn numbered(name: &str, fields: usize) -> Rc<Shape> {
        Rc::new(Shape {
            name: name.to_owned(),
            fields: (0..fields).map(|i| i.to_string()).collect(),
        })
    }

    /// Whether this is a variant of an `Option` or a `Result` that holds a payload.
    pub(crate) fn holds(&self) -> bool {
        self.name == "Some" || self.name == "Ok"
    }

    /// Whether this is a variant of an `Option` or a `Result`.
    pub(crate) fn is_carrier(&self) -> bool {
        matches!(self.name.as_str(), "Some" | "Ok" | "None" | "Err")
    }
}

impl<S: Real> Value<S> {
    pub(crate) fn unit() -> Self {
        Value::Tuple(Vec::new())
    }

    pub(crate) fn variant(name: &str, fields: Vec<Value<S>>) -> Self {
        Value::Struct(Shape::numbered(name, fields.len()), fields)
    }

    pub(crate) fn some(value: Value<S>) -> Self {
        Value::variant("Some", vec![value])
    }

    pub(crate) fn none() -> Self {
        Value::variant("None", Vec::new())
    }

    /// The payload of `Some` or `Ok`.
    pub(crate) fn payload(&self) -> Option<&Value<S>> {
        match self {
            Value::Struct(shape, fields) if shape.holds() => fields.first(),
            _ => None,
        }
    }

    pub(crate) fn kind(&self) -> &'static str {
        match self {
            Value::Float(_) => "float",
            Value::Int(_) => "integer",
            Value::Bool(_) => "bool",
            Value::Text(_) => "string",
            Value::Ordering(_) => "ordering",
            Value::Tuple(_) => "tuple",
            Value::List(_) => "list",
            Value::Struct(..) => "struct",
            Value::Range { .. } => "range",
            Value::Matrix(_) => "matrix",
            Value::Function(_) => "function",
            Value::Tape(_) => "tape",
            Value::Kept(_) => "kept values",
            Value::Residual(_) => "residual",
            Value::Hole => "hole",
        }
    }

    /// A short text for messages.
    pub(crate) fn show(&self) -> String {
        let list =
            |values: &[Value<S>]| values.iter().map(Value::show).collect::<Vec<_>>().join(", ");
        match self {
            Value::Float(x) => format!("{x}"),
            Value::Int(n) => n.to_string(),
            Value::Bool(b) => b.to_string(),
            Value::Text(text) => format!("{text:?}"),
            Value::Ordering(ordering) => format!("{ordering:?}"),
            Value::Tuple(values) => format!("({})", list(values)),
            Value::List(values) => format!("[{}]", list(values)),
            Value::Struct(shape, values) => format!("{}({})", shape.name, list(values)),
            Value::Matrix(matrix) => format!("matrix {:?} {}", matrix.shape(), matrix),
            other => other.kind().to_owned(),
        }
    }

    pub(crate) fn int(&self) -> Run<i64> {
        match self {
            Value::Int(n) => Ok(*n),
            other => unsupported(format!("a {} where an integer is expected", other.kind())),
        }
    }

    /// An index or a length.
    pub(crate) fn index(&self) -> Run<usize> {
        match usize::try_from(self.int()?) {
            Ok(n) => Ok(n),
            Err(_) => panicked("an index below zero"),
        }
    }

    pub(crate) fn bool(&self) -> Run<bool> {
        match self {
            Value::Bool(b) => Ok(*b),
            other => unsupported(format!("a {} where a bool is expected", other.kind())),
        }
    }

    pub(crate) fn float(&self) -> Run<S> {
        match self {
            Value::Float(x) => Ok(*x),
            other => unsupported(format!("a {} where a float is expected", other.kind())),
        }
    }

    /// The elements of a list, or the entries of a matrix.
    pub(crate) fn elements(&self) -> Run<Vec<Value<S>>> {
        match self {
            Value::List(values) => Ok(values.clone()),
            Value::Matrix(matrix) => Ok(matrix.iter().map(|x| Value::Float(*x)).collect()),
            Value::Range { low, high: Some(high), inclusive } => {
                let end = if *inclusive { high + 1 } else { *high };
                Ok((low.unwrap_or(0)..end).map(Value::Int).collect())
            }
            other => unsupported(format!("the elements of a {}", other.kind())),
        }
    }

    /// The zero of the tangents of this value.
    pub(crate) fn zero_tangent(&self) -> Run<Self> {
        let all = |values: &[Value<S>]| values.iter().map(Value::zero_tangent).collect::<Run<_>>();
        Ok(match self {
            Value::Float(_) => Value::Float(S::zero()),
            Value::Int(_)
            | Value::Bool(_)
            | Value::Text(_)
            | Value::Ordering(_)
            | Value::Range { .. } => Value::unit(),
            Value::Tuple(values) => Value::Tuple(all(values)?),
            Value::List(values) => Value::List(all(values)?),
            Value::Struct(shape, values) => match shape.name.as_str() {
                "Ok" => Value::some(values[0].zero_tangent()?),
                "Err" => Value::none(),
                _ => Value::Struct(shape.clone(), all(values)?),
            },
            Value::Matrix(matrix) => {
                Value::Matrix(DMatrix::from_element(matrix.nrows(), matrix.ncols(), S::zero()))
            }
            Value::Function(callable) => match &**callable {
                Callable::Local { captured, active, .. } => {
                    let active = captured.iter().zip(active).filter(|(_, active)| **active);
                    Value::Tuple(active.map(|(value, _)| value.zero_tangent()).collect::<Run<_>>()?)
                }
                Callable::Named(_) | Callable::Plain { .. } | Callable::Path(_) => Value::unit(),
            },
            Value::Tape(_) | Value::Kept(_) | Value::Residual(_) => {
                return broken(format!("the zero tangent of a {}", self.kind()));
            }
            Value::Hole => return broken("the zero tangent of what was moved"),
        })
    }

    /// Zeros of the shape of a tangent.
    pub(crate) fn zero_like(&self) -> Run<Self> {
        self.zero_tangent()
    }

    /// `self += other`, of tangents.
    pub(crate) fn add_assign(&mut self, other: &Value<S>) -> Run<()> {
        match (&mut *self, other) {
            (Value::Float(a), Value::Float(b)) => *a += *b,
            (Value::Tuple(a), Value::Tuple(b)) | (Value::List(a), Value::List(b)) => {
                if a.len() != b.len() {
                    return panicked(format!(
                        "tangents of {} and {} elements are added",
                        a.len(),
                        b.len()
                    ));
                }
                for (a, b) in a.iter_mut().zip(b) {
                    a.add_assign(b)?;
                }
            }
            // `None` adds nothing.
            (Value::Struct(..), Value::Struct(other, _)) if other.name == "None" => {}
            (Value::Struct(a_shape, a), Value::Struct(b_shape, b)) => {
                if a_shape.name != b_shape.name {
                    return panicked(format!("a {} is added to a {}", b_shape.name, a_shape.name));
                }
                for (a, b) in a.iter_mut().zip(b) {
                    a.add_assign(b)?;
                }
            }
            (Value::Matrix(a), Value::Matrix(b)) => {
                if a.shape() != b.shape() {
                    return panicked("matrices of other shapes are added");
                }
                *a += b;
            }
            (Value::Hole, _) | (_, Value::Hole) => {
                return broken("what was moved is added, or added to");
            }
            (a, b) => return broken(format!("a {} is added to a {}", b.kind(), a.kind())),
        }
        Ok(())
    }

    /// Whether both are the same to the last bit. Any two NaN are.
    pub(crate) fn same(&self, other: &Value<S>) -> bool {
        let all = |a: &[Value<S>], b: &[Value<S>]| {
            a.len() == b.len() && a.iter().zip(b).all(|(a, b)| a.same(b))
        };
        match (self, other) {
            (Value::Float(a), Value::Float(b)) => same_number(*a, *b),
            (Value::Int(a), Value::Int(b)) => a == b,
            (Value::Bool(a), Value::Bool(b)) => a == b,
            (Value::Tuple(a), Value::Tuple(b)) | (Value::List(a), Value::List(b)) => all(a, b),
            (Value::Struct(a_shape, a), Value::Struct(b_shape, b)) => {
                a_shape.name == b_shape.name && all(a, b)
            }
            (Value::Matrix(a), Value::Matrix(b)) => {
                a.shape() == b.shape() && a.iter().zip(b).all(|(a, b)| same_number(*a, *b))
            }
            (a, b) => std::mem::discriminant(a) == std::mem::discriminant(b),
        }
    }

    /// The scalars, in a fixed order.
    pub(crate) fn scalars(&self, out: &mut Vec<S>) {
        match self {
            Value::Float(x) => out.push(*x),
            Value::Tuple(values) | Value::List(values) | Value::Struct(_, values) => {
                values.iter().for_each(|value| value.scalars(out));
            }
            Value::Matrix(matrix) => out.extend(matrix.iter()),
            _ => {}
        }
    }

    /// Writes the scalars, in their order.
    pub(crate) fn set_scalars(&mut self, from: &mut dyn Iterator<Item = S>) {
        match self {
            Value::Float(x) => *x = from.next().unwrap_or(*x),
            Value::Tuple(values) | Value::List(values) | Value::Struct(_, values) => {
                values.iter_mut().for_each(|value| value.set_scalars(from));
            }
            Value::Matrix(matrix) => {
                matrix.iter_mut().for_each(|x| *x = from.next().unwrap_or(*x));
            }
            _ => {}
        }
    }
}

/// Equal, or both no numbers.
fn same_number<S: Real>(a: S, b: S) -> bool {
    let is_nan = |x: S| x.partial_cmp(&x).is_none();
    a == b || (is_nan(a) && is_nan(b))
}
