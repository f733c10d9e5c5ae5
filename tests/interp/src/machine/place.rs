//! Places: paths with their indices evaluated, and what is at their end.

use std::rc::Rc;

use autodiff_runtime::Real;
use nalgebra::DMatrix;

use super::{Cell, Machine};
use crate::fault::{Run, broken, panicked, unsupported};
use crate::ir::{AS_SLICE, Member, Place, Proj, VarId, WHOLE};
use crate::value::Value;

/// A step of a path, its index evaluated.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Step {
    Field(Member),
    Index(usize),
    /// An entry of a matrix.
    Entry(usize, usize),
    /// An entry of a matrix, counted row by row.
    RowMajor(usize),
    /// The elements from one index up to another, or to the end.
    Slice(usize, Option<usize>),
    /// The payload of a variant.
    Variant(String, String),
    /// A block of a matrix: where it begins, and its size.
    Block((usize, usize), (Extent, Extent)),
    /// The entries of a matrix as a slice.
    Entries,
}

/// How many rows or columns.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Extent {
    Of(usize),
    All,
}

impl Extent {
    fn of(self, all: usize) -> usize {
        match self {
            Extent::Of(count) => count,
            Extent::All => all,
        }
    }
}

fn field_index<S: Real>(value: &Value<S>, member: &Member) -> Run<usize> {
    let found = match (value, member) {
        (Value::Tuple(fields), Member::Index(index)) => (*index < fields.len()).then_some(*index),
        (Value::Struct(shape, _), Member::Named(name)) => {
            shape.fields.iter().position(|field| name == field)
        }
        (Value::Struct(_, fields), Member::Index(index)) => {
            (*index < fields.len()).then_some(*index)
        }
        _ => None,
    };
    match found {
        Some(index) => Ok(index),
        None => broken(format!("a {} has no field {member:?}", value.kind())),
    }
}

fn variant_index<S: Real>(value: &Value<S>, name: &str, field: &str) -> Run<usize> {
    let Value::Struct(shape, _) = value else {
        return broken(format!("the variant {name} of a {}", value.kind()));
    };
    let carrier = |name: &str| name == "Some" || name == "Ok";
    if shape.name != name && !(carrier(&shape.name) && carrier(name)) {
        return panicked(format!("the variant {name} of a {}", shape.name));
    }
    let field = field.strip_prefix('_').unwrap_or(field);
    match shape.fields.iter().position(|other| other == field) {
        Some(index) => Ok(index),
        None => broken(format!("{name} has no field {field}")),
    }
}

/// The rows and columns that a block is of.
fn block_of<S: Real>(
    matrix: &DMatrix<S>,
    (row, column): (usize, usize),
    (rows, columns): (Extent, Extent),
) -> Run<(usize, usize)> {
    let (rows, columns) = (rows.of(matrix.nrows()), columns.of(matrix.ncols()));
    if row + rows > matrix.nrows() || column + columns > matrix.ncols() {
        return panicked("a view beyond its matrix");
    }
    Ok((rows, columns))
}

fn entry<S: Real>(matrix: &DMatrix<S>, step: &Step) -> Run<(usize, usize)> {
    let at = match step {
        Step::Entry(row, column) => (*row, *column),
        Step::RowMajor(index) => {
            let columns = matrix.ncols().max(1);
            (index / columns, index % columns)
        }
        Step::Index(index) => {
            let rows = matrix.nrows().max(1);
            (index % rows, index / rows)
        }
        Step::Field(Member::Named(name)) => coordinate(&name.to_string(), matrix)?,
        _ => return unsupported(format!("the part {step:?} of a matrix")),
    };
    if at.0 >= matrix.nrows() || at.1 >= matrix.ncols() {
        return panicked("an entry beyond its matrix");
    }
    Ok(at)
}

/// `x`, `y`, `m21`.
fn coordinate<S: Real>(name: &str, matrix: &DMatrix<S>) -> Run<(usize, usize)> {
    let digit = |c: char| c.to_digit(10).map(|d| d as usize - 1);
    let mut letters = name.chars();
    Ok(match (letters.next(), letters.next(), letters.next()) {
        (Some('x'), None, _) => (0, 0),
        (Some('y'), None, _) => (1, 0),
        (Some('z'), None, _) => (2, 0),
        (Some('w'), None, _) if matrix.ncols() == 1 => (3, 0),
        (Some('m'), Some(row), Some(column)) => match (digit(row), digit(column)) {
            (Some(row), Some(column)) => (row, column),
            _ => return unsupported(format!("the field {name} of a matrix")),
        },
        _ => return unsupported(format!("the field {name} of a matrix")),
    })
}

fn bounds<S: Real>(
    items: &[Value<S>],
    low: usize,
    high: Option<usize>,
) -> Run<std::ops::Range<usize>> {
    let high = high.unwrap_or(items.len());
    if low > high || high > items.len() {
        return panicked(format!("the slice {low}..{high} of {} elements", items.len()));
    }
    Ok(low..high)
}

/// Looks at what is at the end of a path.
pub(crate) fn inspect<S: Real, R>(
    value: &Value<S>,
    path: &[Step],
    look: &mut dyn FnMut(&Value<S>) -> Run<R>,
) -> Run<R> {
    let Some((step, rest)) = path.split_first() else { return look(value) };
    match (value, step) {
        (Value::Hole, _) => broken("a part of what was moved is read"),
        (Value::List(items), Step::Index(_) | Step::Slice(..) | Step::Entries) => {
            inspect_items(items, path, look)
        }
        (Value::Matrix(matrix), Step::Block(at, size)) => {
            let (rows, columns) = block_of(matrix, *at, *size)?;
            let block = matrix.view(*at, (rows, columns)).into_owned();
            inspect(&Value::Matrix(block), rest, look)
        }
        (Value::Matrix(matrix), Step::Entries | Step::Slice(..)) => {
            let items: Vec<Value<S>> = matrix.iter().map(|x| Value::Float(*x)).collect();
            let path = if *step == Step::Entries { rest } else { path };
            inspect_items(&items, path, look)
        }
        (Value::Matrix(matrix), step) => {
            if is_coords(step) {
                return inspect(value, rest, look);
            }
            let (row, column) = entry(matrix, step)?;
            inspect(&Value::Float(matrix[(row, column)]), rest, look)
        }
        (Value::Tuple(fields) | Value::Struct(_, fields), Step::Field(member)) => {
            inspect(&fields[field_index(value, member)?], rest, look)
        }
        (Value::Struct(_, fields), Step::Variant(name, field)) => {
            inspect(&fields[variant_index(value, name, field)?], rest, look)
        }
        // The tangent of an `Err` is nothing.
        (Value::Struct(shape, _), Step::Index(_)) if shape.name == "None" => {
            broken("an element of `None`")
        }
        (value, step) => unsupported(format!("the part {step:?} of a {}", value.kind())),
    }
}

/// The coordinates of a point are a vector.
fn is_coords(step: &Step) -> bool {
    matches!(step, Step::Field(Member::Named(name)) if name == "coords")
}

fn inspect_items<S: Real, R>(
    items: &[Value<S>],
    path: &[Step],
    look: &mut dyn FnMut(&Value<S>) -> Run<R>,
) -> Run<R> {
    match path.split_first() {
        None => look(&Value::List(items.to_vec())),
        Some((Step::Entries, rest)) => inspect_items(items, rest, look),
        Some((Step::Index(index), rest)) => match items.get(*index) {
            Some(item) => inspect(item, rest, look),
            None => panicked(format!("the index {index} of {} elements", items.len())),
        },
        Some((Step::Slice(low, high), rest)) => {
            inspect_items(&items[bounds(items, *low, *high)?], rest, look)
        }
        Some((step, _)) => unsupported(format!("the part {step:?} of a list")),
    }
}

/// Changes what is at the end of a path.
pub(crate) fn change<S: Real, R>(
    value: &mut Value<S>,
    path: &[Step],
    change_it: &mut dyn FnMut(&mut Value<S>) -> Run<R>,
) -> Run<R> {
    let Some((step, rest)) = path.split_first() else { return change_it(value) };
    match step {
        Step::Field(member) if !matches!(value, Value::Matrix(_)) => {
            let index = field_index(value, member)?;
            match value {
                Value::Tuple(fields) | Value::Struct(_, fields) => {
                    return change(&mut fields[index], rest, change_it);
                }
                _ => {}
            }
        }
        Step::Variant(name, field) => {
            let index = variant_index(value, name, field)?;
            if let Value::Struct(_, fields) = value {
                return change(&mut fields[index], rest, change_it);
            }
        }
        _ => {}
    }
    match (value, step) {
        (Value::Hole, _) => broken("a part of what was moved is changed"),
        (Value::List(items), Step::Index(_) | Step::Slice(..) | Step::Entries) => {
            change_items(items, path, change_it)
        }
        (Value::Matrix(matrix), Step::Block(at, size)) => {
            let (rows, columns) = block_of(matrix, *at, *size)?;
            let mut block = Value::Matrix(matrix.view(*at, (rows, columns)).into_owned());
            let result = change(&mut block, rest, change_it)?;
            if let Value::Matrix(block) = block {
                if block.shape() != (rows, columns) {
                    return panicked("a view gets a matrix of another shape");
                }
                matrix.view_mut(*at, (rows, columns)).copy_from(&block);
            }
            Ok(result)
        }
        (Value::Matrix(matrix), Step::Entries | Step::Slice(..)) => {
            let mut items: Vec<Value<S>> = matrix.iter().map(|x| Value::Float(*x)).collect();
            let path = if *step == Step::Entries { rest } else { path };
            let result = change_items(&mut items, path, change_it)?;
            for (entry, item) in matrix.iter_mut().zip(&items) {
                if let Value::Float(x) = item {
                    *entry = *x;
                }
            }
            Ok(result)
        }
        (value @ Value::Matrix(_), step) if is_coords(step) => change(value, rest, change_it),
        (Value::Matrix(matrix), step) => {
            let at = entry(matrix, step)?;
            let mut item = Value::Float(matrix[at]);
            let result = change(&mut item, rest, change_it)?;
            if let Value::Float(x) = item {
                matrix[at] = x;
            }
            Ok(result)
        }
        (value, step) => unsupported(format!("the part {step:?} of a {}", value.kind())),
    }
}

fn change_items<S: Real, R>(
    items: &mut [Value<S>],
    path: &[Step],
    change_it: &mut dyn FnMut(&mut Value<S>) -> Run<R>,
) -> Run<R> {
    match path.split_first() {
        None => {
            let mut part = Value::List(items.to_vec());
            let result = change_it(&mut part)?;
            match part {
                Value::List(new) if new.len() == items.len() => {
                    items.clone_from_slice(&new);
                    Ok(result)
                }
                Value::List(_) => panicked("a slice gets another length"),
                _ => {
                    items.fill(Value::Hole);
                    Ok(result)
                }
            }
        }
        Some((Step::Entries, rest)) => change_items(items, rest, change_it),
        Some((Step::Index(index), rest)) => {
            let count = items.len();
            match items.get_mut(*index) {
                Some(item) => change(item, rest, change_it),
                None => panicked(format!("the index {index} of {count} elements")),
            }
        }
        Some((Step::Slice(low, high), rest)) => {
            let bounds = bounds(items, *low, *high)?;
            change_items(&mut items[bounds], rest, change_it)
        }
        Some((step, _)) => unsupported(format!("the part {step:?} of a list")),
    }
}

impl<S: Real> Machine<'_, S> {
    /// Evaluates the indices of a place, and follows what patterns bound.
    pub(super) fn resolve(&mut self, place: &Place) -> Run<(VarId, Vec<Step>)> {
        let (root, mut path) = match self.frame.cell(place.root) {
            Cell::Alias(root, path) => (*root, path.to_vec()),
            Cell::Empty | Cell::Value(_) => (place.root, Vec::new()),
        };
        for step in &place.path {
            let step = match step {
                Proj::Deref => continue,
                Proj::Field(member) => Step::Field(member.clone()),
                Proj::Index(index) => match self.eval(index)? {
                    Value::Tuple(parts) => match parts.as_slice() {
                        [row, column] => Step::Entry(row.index()?, column.index()?),
                        _ => return unsupported("an index of other than two parts"),
                    },
                    Value::Range { low, high, inclusive } => {
                        let end = |n: i64| Value::<S>::Int(n + i64::from(inclusive)).index();
                        let low = Value::<S>::Int(low.unwrap_or(0)).index()?;
                        Step::Slice(low, high.map(end).transpose()?)
                    }
                    value => Step::Index(value.index()?),
                },
                Proj::View { method, .. } if method == WHOLE => continue,
                Proj::View { method, .. } if method == AS_SLICE => Step::Entries,
                Proj::View { method, turbofish, args } => {
                    let args = args.iter().map(|arg| self.eval(arg)).collect::<Run<Vec<_>>>()?;
                    view_step(&method.to_string(), turbofish.as_ref(), &args)?
                }
                Proj::Variant { name, field } => Step::Variant(name.to_string(), field.to_string()),
            };
            path.push(step);
        }
        Ok((root, path))
    }

    /// Looks at the value in a place.
    pub(super) fn look<R>(
        &mut self,
        place: &Place,
        look: &mut dyn FnMut(&Value<S>) -> Run<R>,
    ) -> Run<R> {
        if place.path.is_empty()
            && let Cell::Value(value) = self.frame.cell(place.root)
        {
            if matches!(value, Value::Hole) {
                return broken(format!("{} is read after it was moved", self.named(place.root)));
            }
            return look(value);
        }
        let (root, path) = self.resolve(place)?;
        match self.frame.cell(root) {
            Cell::Value(Value::Hole) => {
                broken(format!("{} is read after it was moved", self.named(root)))
            }
            Cell::Value(value) => inspect(value, &path, look),
            Cell::Empty => broken(format!("{} is read before it is written", self.named(root))),
            Cell::Alias(..) => broken("an alias of an alias"),
        }
    }

    /// A copy of the value in a place.
    pub(super) fn read(&mut self, place: &Place) -> Run<Value<S>> {
        self.look(place, &mut |value| match value {
            Value::Hole => broken("what was moved is read"),
            value => Ok(value.clone()),
        })
    }

    /// Changes the value in a place.
    pub(super) fn update<R>(
        &mut self,
        place: &Place,
        change_it: &mut dyn FnMut(&mut Value<S>) -> Run<R>,
    ) -> Run<R> {
        let (root, path) = self.resolve(place)?;
        self.update_at(root, &path, change_it)
    }

    /// Changes the value at the end of a path.
    pub(super) fn update_at<R>(
        &mut self,
        root: VarId,
        path: &[Step],
        change_it: &mut dyn FnMut(&mut Value<S>) -> Run<R>,
    ) -> Run<R> {
        match self.frame.cell_mut(root) {
            Cell::Value(value) => change(value, path, change_it),
            cell @ Cell::Empty if path.is_empty() => {
                let mut value = Value::Hole;
                let result = change_it(&mut value)?;
                *cell = Cell::Value(value);
                Ok(result)
            }
            Cell::Empty => {
                broken(format!("a part of {} is changed before it is there", self.named(root)))
            }
            Cell::Alias(..) => broken("an alias of an alias"),
        }
    }

    /// `place = value`. A matrix that is written in place keeps its shape.
    pub(super) fn write(&mut self, place: &Place, value: Value<S>) -> Run<()> {
        let mut value = Some(value);
        self.update(place, &mut |old| {
            if let Some(value) = value.take() {
                *old = value;
            }
            Ok(())
        })
    }

    /// Makes a variable another name of a place.
    pub(super) fn alias(&self, root: VarId, path: Vec<Step>) -> Cell<S> {
        Cell::Alias(root, Rc::from(path))
    }
}

/// A view of a matrix as a step.
fn view_step<S: Real>(
    method: &str,
    turbofish: Option<&proc_macro2::TokenStream>,
    args: &[Value<S>],
) -> Run<Step> {
    let sizes: Vec<usize> = turbofish
        .map(|tokens| tokens.to_string())
        .unwrap_or_default()
        .split(|c: char| !c.is_ascii_digit())
        .filter_map(|text| text.parse().ok())
        .collect();
    let index = |k: usize| match args.get(k) {
        Some(value) => value.index(),
        None => unsupported(format!("a view `{method}` without its arguments")),
    };
    let pair = |k: usize| match args.get(k) {
        Some(Value::Tuple(parts)) if parts.len() == 2 => Ok((parts[0].index()?, parts[1].index()?)),
        _ => unsupported(format!("a view `{method}` without its arguments")),
    };
    use Extent::{All, Of};
    Ok(match (method.trim_end_matches("_mut"), sizes.as_slice()) {
        ("__row_major", _) => Step::RowMajor(index(0)?),
        ("row", _) => Step::Block((index(0)?, 0), (Of(1), All)),
        ("column", _) => Step::Block((0, index(0)?), (All, Of(1))),
        ("rows", _) => Step::Block((index(0)?, 0), (Of(index(1)?), All)),
        ("columns", _) => Step::Block((0, index(0)?), (All, Of(index(1)?))),
        ("view", _) => {
            let (rows, columns) = pair(1)?;
            Step::Block(pair(0)?, (Of(rows), Of(columns)))
        }
        ("fixed_view", [rows, columns]) => {
            Step::Block((index(0)?, index(1)?), (Of(*rows), Of(*columns)))
        }
        ("fixed_rows", [rows]) => Step::Block((index(0)?, 0), (Of(*rows), All)),
        ("fixed_columns", [columns]) => Step::Block((0, index(0)?), (All, Of(*columns))),
        _ => return unsupported(format!("the view `{method}`")),
    })
}
