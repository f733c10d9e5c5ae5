//! Vectors and matrices: what their operations give. Sizes are known only here, so all are of dynamic size.

use autodiff_runtime::Real;
use nalgebra::{ComplexField, DMatrix, RealField};

use crate::fault::{Run, panicked, unsupported};
use crate::ir::BinaryOp;
use crate::value::Value;

/// `Vector3::new(..)`, `Matrix2::new(..)`: the entries row by row.
pub(super) fn from_rows<S: Real>(path: &str, values: &[Value<S>]) -> Run<Value<S>> {
    let (rows, columns) = match size(path) {
        Some(size) => size,
        None => return unsupported(format!("`{path}`")),
    };
    if rows * columns != values.len() {
        return unsupported(format!("`{path}` of {} entries", values.len()));
    }
    row_major(columns, values)
}

/// A matrix of so many columns, its entries row by row.
pub(super) fn row_major<S: Real>(columns: usize, values: &[Value<S>]) -> Run<Value<S>> {
    let entries = values.iter().map(Value::float).collect::<Run<Vec<S>>>()?;
    let rows = entries.len() / columns.max(1);
    Ok(Value::Matrix(DMatrix::from_row_slice(rows, columns, &entries)))
}

/// The size that a path names: `Vector3`, `Matrix2x3`, `RowVector2`.
fn size(path: &str) -> Option<(usize, usize)> {
    let ty = path.split("::").map(str::trim).find(|part| {
        ["Vector", "RowVector", "Matrix", "Point"].iter().any(|name| part.starts_with(name))
    })?;
    let name: String = ty.chars().take_while(|c| c.is_alphanumeric()).collect();
    let digits: Vec<usize> =
        name.chars().filter_map(|c| c.to_digit(10)).map(|d| d as usize).collect();
    match digits.as_slice() {
        [n] if name.starts_with("RowVector") => Some((1, *n)),
        [n] if name.starts_with("Vector") || name.starts_with("Point") => Some((*n, 1)),
        [n] => Some((*n, *n)),
        [rows, columns] => Some((*rows, *columns)),
        _ => None,
    }
}

/// `Matrix3::from_diagonal(..)` and its like.
pub(super) fn construct<S: Real>(path: &str, name: &str, values: &[Value<S>]) -> Run<Value<S>> {
    // Of dynamic sizes, which are the first arguments.
    let sizes = usize::from(path.contains("DVector")) + 2 * usize::from(path.contains("DMatrix"));
    let dynamic: Vec<usize> = values
        .iter()
        .take(sizes)
        .filter(|value| matches!(value, Value::Int(_)))
        .map(|value| value.index().unwrap_or(0))
        .collect();
    let values = &values[dynamic.len()..];
    let size = || match (dynamic.as_slice(), values.first()) {
        ([rows], _) => Ok((*rows, 1)),
        ([rows, columns], _) => Ok((*rows, *columns)),
        ([], Some(Value::List(items))) if sizes == 1 => Ok((items.len(), 1)),
        _ => match size(path) {
            Some(size) => Ok(size),
            None => unsupported(format!("`{path}`")),
        },
    };
    Ok(Value::Matrix(match (name, values) {
        ("from_element" | "repeat", [Value::Float(x)]) => {
            let (rows, columns) = size()?;
            DMatrix::from_element(rows, columns, *x)
        }
        ("zeros", []) => {
            let (rows, columns) = size()?;
            DMatrix::from_element(rows, columns, S::zero())
        }
        ("identity", []) => {
            let (rows, columns) = size()?;
            DMatrix::identity(rows, columns)
        }
        ("from_diagonal", [Value::Matrix(diagonal)]) => {
            let diagonal = diagonal.column(0).into_owned();
            DMatrix::from_diagonal(&diagonal)
        }
        ("from_columns" | "from_rows", [list]) => {
            let mut entries = Vec::new();
            let parts = list.elements()?;
            parts.iter().for_each(|part| part.scalars(&mut entries));
            let count = parts.len().max(1);
            if name == "from_columns" {
                DMatrix::from_vec(entries.len() / count, count, entries)
            } else {
                DMatrix::from_row_slice(count, entries.len() / count, &entries)
            }
        }
        ("from_row_slice", [list]) => {
            let (rows, columns) = size()?;
            let mut entries = Vec::new();
            list.scalars(&mut entries);
            if entries.len() != rows * columns {
                return panicked("a slice of another size");
            }
            DMatrix::from_row_slice(rows, columns, &entries)
        }
        ("from_column_slice" | "from" | "from_vec", [list]) => {
            let (rows, columns) = size()?;
            let mut entries = Vec::new();
            list.scalars(&mut entries);
            if entries.len() != rows * columns {
                return panicked("a slice of another size");
            }
            DMatrix::from_vec(rows, columns, entries)
        }
        _ => {
            let kinds = super::primitives::kinds(values);
            return unsupported(format!("`{path}` of {kinds}"));
        }
    }))
}

/// An operator with a matrix on one side.
pub(super) fn binary<S: Real>(op: BinaryOp, a: &Value<S>, b: &Value<S>) -> Run<Value<S>> {
    Ok(Value::Matrix(match (op, a, b) {
        (BinaryOp::Add, Value::Matrix(a), Value::Matrix(b)) if a.shape() == b.shape() => a + b,
        (BinaryOp::Sub, Value::Matrix(a), Value::Matrix(b)) if a.shape() == b.shape() => a - b,
        (BinaryOp::Mul, Value::Matrix(a), Value::Matrix(b)) if a.ncols() == b.nrows() => {
            product(a, b)
        }
        (BinaryOp::Mul, Value::Matrix(a), Value::Float(b)) => a.map(|x| x * *b),
        (BinaryOp::Mul, Value::Float(a), Value::Matrix(b)) => b.map(|x| *a * x),
        (BinaryOp::Div, Value::Matrix(a), Value::Float(b)) => a.map(|x| x / *b),
        _ => {
            return unsupported(format!("{op:?} of a {} and a {}", a.kind(), b.kind()));
        }
    }))
}

/// A product that adds in one order, whatever the sizes are.
fn product<S: Real>(a: &DMatrix<S>, b: &DMatrix<S>) -> DMatrix<S> {
    DMatrix::from_fn(a.nrows(), b.ncols(), |i, j| {
        (0..a.ncols()).fold(S::zero(), |sum, k| sum + a[(i, k)] * b[(k, j)])
    })
}

fn dot<S: Real>(a: &DMatrix<S>, b: &DMatrix<S>) -> S {
    a.iter().zip(b.iter()).fold(S::zero(), |sum, (x, y)| sum + *x * *y)
}

/// A method of a matrix.
pub(super) fn primitive<S: Real>(name: &str, values: &[Value<S>]) -> Run<Value<S>> {
    let Some((Value::Matrix(m), rest)) = values.split_first() else {
        return unsupported(format!("`{name}` of {}", super::primitives::kinds(values)));
    };
    let sum = || m.iter().fold(S::zero(), |sum, x| sum + *x);
    let matrix = match (name, rest) {
        ("transpose", []) => m.transpose(),
        ("component_mul", [Value::Matrix(b)]) if m.shape() == b.shape() => m.component_mul(b),
        ("component_div", [Value::Matrix(b)]) if m.shape() == b.shape() => m.component_div(b),
        ("cross", [Value::Matrix(b)]) if m.len() == 3 && b.len() == 3 => {
            let at = |i: usize| m[(i + 1) % 3] * b[(i + 2) % 3] - m[(i + 2) % 3] * b[(i + 1) % 3];
            DMatrix::from_vec(m.nrows(), m.ncols(), (0..3).map(at).collect())
        }
        ("scale", [Value::Float(s)]) => m.map(|x| x * *s),
        ("add_scalar", [Value::Float(s)]) => m.map(|x| x + *s),
        ("abs", []) => m.map(ComplexField::abs),
        ("diagonal", []) => DMatrix::from_fn(m.nrows().min(m.ncols()), 1, |i, _| m[(i, i)]),
        ("column_sum", []) => DMatrix::from_fn(m.nrows(), 1, |i, _| {
            m.row(i).iter().fold(S::zero(), |sum, x| sum + *x)
        }),
        ("row_sum", []) => DMatrix::from_fn(1, m.ncols(), |_, j| {
            m.column(j).iter().fold(S::zero(), |sum, x| sum + *x)
        }),
        ("normalize", []) => {
            let norm = ComplexField::sqrt(dot(m, m));
            m.map(|x| x / norm)
        }
        ("xy", []) if m.nrows() >= 2 => m.rows(0, 2).into_owned(),
        ("xyz", []) if m.nrows() >= 3 => m.rows(0, 3).into_owned(),
        ("tr_mul", [Value::Matrix(b)]) => product(&m.transpose(), b),
        ("lu" | "qr" | "clone_owned" | "into_owned", []) => m.clone(),
        ("column", [Value::Int(j)]) => {
            let Some(j) = usize::try_from(*j).ok().filter(|j| *j < m.ncols()) else {
                return panicked("a column beyond its matrix");
            };
            m.columns(j, 1).into_owned()
        }
        ("row", [Value::Int(i)]) => {
            let Some(i) = usize::try_from(*i).ok().filter(|i| *i < m.nrows()) else {
                return panicked("a row beyond its matrix");
            };
            m.rows(i, 1).into_owned()
        }
        ("axpy", [Value::Float(a), Value::Matrix(x), Value::Float(b)])
            if m.shape() == x.shape() =>
        {
            x.zip_map(m, |x, y| *a * x + *b * y)
        }
        (
            "gemm" | "gemv",
            [Value::Float(alpha), Value::Matrix(a), Value::Matrix(b), Value::Float(beta)],
        ) => product(a, b).zip_map(m, |x, y| *alpha * x + *beta * y),
        ("try_inverse", []) => {
            return Ok(match solved(m, &DMatrix::identity(m.nrows(), m.ncols())) {
                Some(inverse) => Value::some(Value::Matrix(inverse)),
                None => Value::none(),
            });
        }
        ("solve", [Value::Matrix(b)]) => {
            return Ok(match solved(m, b) {
                Some(x) => Value::some(Value::Matrix(x)),
                None => Value::none(),
            });
        }
        _ => {
            let number = match (name, rest) {
                ("dot", [Value::Matrix(b)]) if m.shape() == b.shape() => dot(m, b),
                ("norm" | "magnitude", []) => ComplexField::sqrt(dot(m, m)),
                ("norm_squared" | "magnitude_squared", []) => dot(m, m),
                ("sum", []) => sum(),
                ("mean", []) => sum() / S::lit(m.len() as f64),
                ("trace", []) => (0..m.nrows()).fold(S::zero(), |sum, i| sum + m[(i, i)]),
                ("determinant", []) => determinant(m),
                ("max", []) => m.iter().copied().reduce(RealField::max).unwrap_or(S::zero()),
                ("min", []) => m.iter().copied().reduce(RealField::min).unwrap_or(S::zero()),
                _ => {
                    let kinds = super::primitives::kinds(values);
                    return unsupported(format!("`{name}` of {kinds}"));
                }
            };
            return Ok(Value::Float(number));
        }
    };
    Ok(Value::Matrix(matrix))
}

fn determinant<S: Real>(m: &DMatrix<S>) -> S {
    let n = m.nrows();
    if n == 0 {
        return S::one();
    }
    (0..n).fold(S::zero(), |sum, j| {
        let minor = m.clone().remove_row(0).remove_column(j);
        let term = m[(0, j)] * determinant(&minor);
        if j % 2 == 0 { sum + term } else { sum - term }
    })
}

/// The solution of `m x = b` by elimination.
fn solved<S: Real>(m: &DMatrix<S>, b: &DMatrix<S>) -> Option<DMatrix<S>> {
    let n = m.nrows();
    let (mut m, mut x) = (m.clone(), b.clone());
    for k in 0..n {
        let size = |i: &usize, m: &DMatrix<S>| m[(*i, k)].to_f64().abs();
        let best = (k..n).max_by(|a, b| size(a, &m).total_cmp(&size(b, &m)))?;
        if size(&best, &m) == 0.0 {
            return None;
        }
        m.swap_rows(k, best);
        x.swap_rows(k, best);
        for i in 0..n {
            if i == k {
                continue;
            }
            let factor = m[(i, k)] / m[(k, k)];
            for j in k..n {
                let change = factor * m[(k, j)];
                m[(i, j)] -= change;
            }
            for j in 0..x.ncols() {
                let change = factor * x[(k, j)];
                x[(i, j)] -= change;
            }
        }
    }
    for i in 0..n {
        for j in 0..x.ncols() {
            x[(i, j)] /= m[(i, i)];
        }
    }
    Some(x)
}

/// Rules that are given less than all operands.
pub(super) fn special_rule<S: Real>(
    stem: &str,
    adjoint: bool,
    operand: usize,
    needed: &[Value<S>],
    given: &Value<S>,
) -> Run<Option<Value<S>>> {
    let scaled = |m: &DMatrix<S>, s: &S| Value::Matrix(m.map(|x| x * *s));
    Ok(Some(match (stem, adjoint, operand, needed, given) {
        ("from_element" | "from_diagonal_element", true, _, _, Value::Matrix(ct)) => {
            Value::Float(ct.iter().fold(S::zero(), |sum, x| sum + *x))
        }
        ("from_element", false, _, [.., Value::Matrix(y)], Value::Float(d)) => {
            Value::Matrix(y.map(|_| *d))
        }
        (
            "from_columns" | "from_rows" | "from_row_slice" | "from_column_slice",
            true,
            _,
            [.., x, _],
            Value::Matrix(ct),
        ) => {
            let mut entries: Vec<S> = if matches!(stem, "from_rows" | "from_row_slice") {
                ct.transpose().iter().copied().collect()
            } else {
                ct.iter().copied().collect()
            };
            let mut result = x.zero_tangent()?;
            result.set_scalars(&mut entries.drain(..));
            result
        }
        (
            "from_columns" | "from_rows" | "from_row_slice" | "from_column_slice",
            false,
            _,
            [.., Value::Matrix(y)],
            d,
        ) => {
            let mut entries = Vec::new();
            d.scalars(&mut entries);
            let (rows, columns) = y.shape();
            Value::Matrix(if matches!(stem, "from_rows" | "from_row_slice") {
                DMatrix::from_row_slice(rows, columns, &entries)
            } else {
                DMatrix::from_vec(rows, columns, entries)
            })
        }
        ("from_diagonal", true, 0, _, Value::Matrix(ct)) => {
            Value::Matrix(DMatrix::from_fn(ct.nrows(), 1, |i, _| ct[(i, i)]))
        }
        ("from_diagonal", false, 0, _, Value::Matrix(d)) => {
            Value::Matrix(DMatrix::from_diagonal(&d.column(0).into_owned()))
        }
        // `b y + a x` of `y.axpy(a, &x, b)`.
        ("axpy", _, 0, [Value::Float(b)], Value::Matrix(d)) => scaled(d, b),
        ("axpy", true, 1, [Value::Matrix(x)], Value::Matrix(ct)) => Value::Float(dot(x, ct)),
        ("axpy", false, 1, [Value::Matrix(x)], Value::Float(d)) => scaled(x, d),
        ("axpy", _, 2, [Value::Float(a), _], Value::Matrix(d)) => scaled(d, a),
        ("axpy", true, 3, [Value::Matrix(y)], Value::Matrix(ct)) => Value::Float(dot(y, ct)),
        ("axpy", false, 3, [Value::Matrix(y)], Value::Float(d)) => scaled(y, d),
        // `beta c + alpha a b` of `c.gemm(alpha, &a, &b, beta)`.
        ("gemm" | "gemv", _, 0, [Value::Float(beta)], Value::Matrix(d)) => scaled(d, beta),
        ("gemm" | "gemv", true, 1, [Value::Matrix(a), Value::Matrix(b)], Value::Matrix(ct)) => {
            Value::Float(dot(&product(a, b), ct))
        }
        ("gemm" | "gemv", false, 1, [Value::Matrix(a), Value::Matrix(b)], Value::Float(d)) => {
            scaled(&product(a, b), d)
        }
        (
            "gemm" | "gemv",
            true,
            2,
            [Value::Float(alpha), _, Value::Matrix(b)],
            Value::Matrix(ct),
        ) => scaled(&product(ct, &b.transpose()), alpha),
        (
            "gemm" | "gemv",
            false,
            2,
            [Value::Float(alpha), _, Value::Matrix(b)],
            Value::Matrix(d),
        ) => scaled(&product(d, b), alpha),
        (
            "gemm" | "gemv",
            true,
            3,
            [Value::Float(alpha), Value::Matrix(a), _],
            Value::Matrix(ct),
        ) => scaled(&product(&a.transpose(), ct), alpha),
        (
            "gemm" | "gemv",
            false,
            3,
            [Value::Float(alpha), Value::Matrix(a), _],
            Value::Matrix(d),
        ) => scaled(&product(a, d), alpha),
        ("gemm" | "gemv", true, 4, [Value::Matrix(c)], Value::Matrix(ct)) => {
            Value::Float(dot(c, ct))
        }
        ("gemm" | "gemv", false, 4, [Value::Matrix(c)], Value::Float(d)) => scaled(c, d),
        _ => return Ok(None),
    }))
}
