//! How the rules of reverse mode depend on the values that they need.

/// How a rule's contribution depends on what it needs; it is linear in the cotangent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Class {
    /// Not at all, but for shapes, signs and which operand wins.
    Linear,
    /// Linear in each of these arguments, and not at all in others.
    Multilinear(Vec<usize>),
    /// Any way: it is evaluated on dual numbers.
    General,
}

/// The operations whose rules are linear.
const LINEAR: &[&str] = &[
    "abs",
    "add",
    "add_scalar",
    "boxed",
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
    "from_f64",
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
    let factors: &[usize] = match (stem, operand) {
        (_, "0") if BILINEAR.contains(&stem) => &[1],
        (_, "1") if BILINEAR.contains(&stem) => &[0],
        // Their only argument beside the cotangent is the other factor, or the operand itself, or the result.
        ("mul_add", "0" | "1") | ("norm_squared" | "sin_cos", _) => &[0],
        ("mul_add", _) => return Class::Linear,
        // `y = b y + a x`
        ("axpy", _) => &[0],
        // `y = b y + s A x` and its like; the rules of `A` and `x` get `s`, `A` and `x`.
        ("gemm" | "gemm_tr" | "gemv" | "gemv_tr" | "ger", "0" | "4") => &[0],
        ("gemm" | "gemm_tr" | "gemv" | "gemv_tr" | "ger", "1") => &[0, 1],
        ("gemm" | "gemm_tr" | "gemv" | "gemv_tr" | "ger", "2") => &[0, 2],
        ("gemm" | "gemm_tr" | "gemv" | "gemv_tr" | "ger", "3") => &[0, 1],
        _ => return Class::General,
    };
    Class::Multilinear(factors.to_vec())
}
