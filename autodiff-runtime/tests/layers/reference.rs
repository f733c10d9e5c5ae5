//! The numbers of PyTorch, and how they are compared.

use std::sync::LazyLock;

use serde_json::Value;

/// `tests/data/torch_reference.json`, written by PyTorch in double precision.
pub static TORCH: LazyLock<Value> = LazyLock::new(|| {
    serde_json::from_str(include_str!("../data/torch_reference.json")).expect("a fixture in JSON")
});

/// The numbers at a path like `layer/linear/dx`, row after row.
#[track_caller]
pub fn numbers(path: &str) -> Vec<f64> {
    let value = TORCH.pointer(&format!("/{path}")).unwrap_or_else(|| panic!("no `{path}`"));
    let mut all = Vec::new();
    flatten(value, &mut all);
    all
}

fn flatten(value: &Value, into: &mut Vec<f64>) {
    match value {
        Value::Array(values) => values.iter().for_each(|value| flatten(value, into)),
        number => into.push(number.as_f64().expect("a number")),
    }
}

/// Rows of a fixed length.
#[track_caller]
pub fn rows<const F: usize, const B: usize>(path: &str) -> [[f64; F]; B] {
    let numbers = numbers(path);
    assert_eq!(numbers.len(), F * B, "{path}");
    std::array::from_fn(|b| std::array::from_fn(|f| numbers[b * F + f]))
}

/// One row.
#[track_caller]
pub fn row<const F: usize>(path: &str) -> [f64; F] {
    rows::<F, 1>(path)[0]
}

/// Equal to 1e-12, absolutely for small numbers and relatively for large ones.
#[track_caller]
pub fn close(found: &[f64], expected: &[f64], what: &str) {
    assert_eq!(found.len(), expected.len(), "{what}: lengths");
    for (index, (a, b)) in found.iter().zip(expected).enumerate() {
        assert!((a - b).abs() <= 1e-12 * b.abs().max(1.0), "{what}[{index}]: {a} instead of {b}");
    }
}

/// Equal to what single precision holds.
#[track_caller]
pub fn close_single(found: &[f32], expected: &[f64], what: &str) {
    assert_eq!(found.len(), expected.len(), "{what}: lengths");
    for (index, (a, b)) in found.iter().zip(expected).enumerate() {
        let a = f64::from(*a);
        assert!((a - b).abs() <= 3e-6 * b.abs().max(1.0), "{what}[{index}]: {a} instead of {b}");
    }
}
