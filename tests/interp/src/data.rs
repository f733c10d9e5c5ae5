//! Arguments as the caller of the interpreter writes them: trees whose scalars are `f64`.

use std::rc::Rc;

use autodiff_runtime::Real;

use crate::value::{Shape, Value};

/// A value.
#[derive(Clone, Debug, PartialEq)]
pub enum Data {
    /// A scalar.
    Float(f64),
    /// An integer, which is inactive.
    Int(i64),
    /// A tuple.
    Tuple(Vec<Data>),
    /// An array, a slice or a `Vec`.
    List(Vec<Data>),
    /// A struct, or a variant of an enum, by its last name; fields in the order of their declaration.
    Struct(String, Vec<(String, Data)>),
    /// A tuple variant: also `Some`, `None`, `Ok`, `Err`.
    Variant(String, Vec<Data>),
    /// A matrix with its number of rows, column by column.
    Matrix(usize, Vec<f64>),
}

impl Data {
    /// How many scalars.
    pub fn scalars(&self) -> usize {
        match self {
            Data::Float(_) => 1,
            Data::Int(_) => 0,
            Data::Tuple(parts) | Data::List(parts) | Data::Variant(_, parts) => {
                parts.iter().map(Data::scalars).sum()
            }
            Data::Struct(_, fields) => fields.iter().map(|(_, field)| field.scalars()).sum(),
            Data::Matrix(_, entries) => entries.len(),
        }
    }

    /// As a value, each scalar through `scalar`, in their order.
    pub(crate) fn value<S: Real>(&self, scalar: &mut dyn FnMut(f64) -> S) -> Value<S> {
        let list = |parts: &[Data], scalar: &mut dyn FnMut(f64) -> S| {
            parts.iter().map(|part| part.value(scalar)).collect()
        };
        match self {
            Data::Float(x) => Value::Float(scalar(*x)),
            Data::Int(n) => Value::Int(*n),
            Data::Tuple(parts) => Value::Tuple(list(parts, scalar)),
            Data::List(parts) => Value::List(list(parts, scalar)),
            Data::Struct(name, fields) => {
                let names = fields.iter().map(|(name, _)| name.clone()).collect();
                let values = fields.iter().map(|(_, field)| field.value(scalar)).collect();
                Value::Struct(Rc::new(Shape { name: name.clone(), fields: names }), values)
            }
            Data::Variant(name, parts) => {
                Value::Struct(Shape::numbered(name, parts.len()), list(parts, scalar))
            }
            Data::Matrix(rows, entries) => {
                let columns = entries.len() / (*rows).max(1);
                let entries: Vec<S> = entries.iter().map(|x| scalar(*x)).collect();
                Value::Matrix(nalgebra::DMatrix::from_vec(*rows, columns, entries))
            }
        }
    }
}
