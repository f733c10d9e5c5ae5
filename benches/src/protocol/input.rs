//! Numbers out of JSON.

use serde_json::Value;

/// A number.
pub(super) fn number(input: &Value, key: &str) -> Result<f64, String> {
    input[key].as_f64().ok_or_else(|| format!("`{key}` is no number"))
}

/// A number that counts.
pub(super) fn count(input: &Value, key: &str) -> Result<usize, String> {
    let whole = input[key].as_u64().and_then(|count| usize::try_from(count).ok());
    whole.ok_or_else(|| format!("`{key}` is no count"))
}

/// All numbers of a list, and of the lists in it, in order.
pub(super) fn numbers(input: &Value, key: &str) -> Result<Vec<f64>, String> {
    let mut flat = Vec::new();
    flatten(&input[key], &mut flat).ok_or_else(|| format!("`{key}` is no list of numbers"))?;
    Ok(flat)
}

fn flatten(value: &Value, flat: &mut Vec<f64>) -> Option<()> {
    match value {
        Value::Array(values) => values.iter().try_for_each(|value| flatten(value, flat)),
        _ => {
            flat.push(value.as_f64()?);
            Some(())
        }
    }
}

/// How many lists there are in a list.
pub(super) fn rows(input: &Value, key: &str) -> Result<usize, String> {
    Ok(input[key].as_array().ok_or_else(|| format!("`{key}` is no list"))?.len())
}

/// Indices.
pub(super) fn indices(input: &Value, key: &str) -> Result<Vec<usize>, String> {
    Ok(numbers(input, key)?.into_iter().map(|index| index as usize).collect())
}
