//! How the rules of reverse mode depend on the values that they need.

/// How a rule's contribution depends on what it needs; it is linear in the cotangent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Class {
    /// Not at all, but for shapes, signs and which operand wins.
    Linear,
    /// Linear in that argument, and in no other.
    Bilinear(usize),
    /// Any way: it is evaluated on dual numbers.
    General,
}

/// The operations whose rules are linear.
const LINEAR: &[&str] = &[
    "abs",
    "add",
    "add_scalar",
    "cast",
    "ceil",
    "clamp",
    "column_sum",
    "copysign",
    "diagonal",
    "div_euclid",
    "floor",
    "fract",
    "from_column_slice",
    "from_diagonal",
    "from_diagonal_element",
    "from_element",
    "from_row_slice",
    "matrix_max",
    "matrix_min",
    "max",
    "mean",
    "min",
    "neg",
    "rem",
    "rem_euclid",
    "round",
    "round_ties_even",
    "row_sum",
    "signum",
    "sub",
    "sum",
    "to_degrees",
    "to_radians",
    "to_vec",
    "trace",
    "transpose",
    "trunc",
    "unwrap",
    "wrap",
];

/// The operations that are linear in each of their two operands, which their rules both get.
const BILINEAR: &[&str] = &["component_mul", "cross", "dot", "mul", "scale", "tr_mul"];

/// The class of the rule of that name.
pub(super) fn class(rule: &str) -> Class {
    let Some((stem, operand)) = rule.split_once("_adjoint_") else {
        return if rule == "sum_elements" { Class::Linear } else { Class::General };
    };
    if LINEAR.contains(&stem) {
        return Class::Linear;
    }
    match (stem, operand) {
        (_, "0") if BILINEAR.contains(&stem) => Class::Bilinear(1),
        (_, "1") if BILINEAR.contains(&stem) => Class::Bilinear(0),
        // Their only argument beside the cotangent is the other factor, or the operand itself, or the result.
        ("mul_add", "0" | "1") | ("norm_squared" | "sin_cos", _) => Class::Bilinear(0),
        ("mul_add", _) => Class::Linear,
        _ => Class::General,
    }
}
