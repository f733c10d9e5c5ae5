//! The table of primitive operations: methods whose derivatives the runtime has.
//!
//! A row says how many operands an operation has (the receiver first) and, for each operand with a
//! derivative, which values its rule needs: `"01y"` is operands 0 and 1 and the result. The rule of
//! operand `k` is the runtime's `name_adjoint_k(&needed.., &cotangent)`, and `name_tangent_k` likewise.
//! An operand without a rule (`-`) is inactive by nature: an exponent of `powi`, an index.

/// What the table knows of a result.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ResultHint {
    /// A real scalar whatever the operands are.
    Float,
    /// A scalar if all operands are.
    Receiver,
    /// A `Vec` of the receiver's elements.
    Elements,
    /// What is in the `Option` or `Result` that the first operand is.
    Payload,
    /// An `Option` or `Result` of the second operand.
    Wrapped,
    /// A real scalar of the type whose function is called: `T::from_f64(x)`.
    Owner,
    Unknown,
}

/// A row of the table.
#[derive(Debug)]
pub(crate) struct Primitive {
    /// The method's name.
    pub(crate) name: &'static str,
    /// The stem of the rule's name.
    pub(crate) rule: &'static str,
    /// One entry per operand.
    pub(crate) needs: &'static [&'static str],
    pub(crate) result: ResultHint,
    /// Whether evaluating again costs no more than a few additions.
    pub(crate) cheap: bool,
    /// Whether the receiver is taken by value.
    pub(crate) consumes: bool,
}

const fn row(
    name: &'static str,
    rule: &'static str,
    needs: &'static [&'static str],
    result: ResultHint,
) -> Primitive {
    Primitive { name, rule, needs, result, cheap: false, consumes: false }
}

/// A function of a real scalar.
const fn scalar(name: &'static str, needs: &'static [&'static str]) -> Primitive {
    Primitive { name, rule: name, needs, result: ResultHint::Float, cheap: false, consumes: true }
}

/// A function of a real scalar that is cheap to evaluate again.
const fn cheap(name: &'static str, needs: &'static [&'static str]) -> Primitive {
    Primitive { name, rule: name, needs, result: ResultHint::Float, cheap: true, consumes: true }
}

/// A method that floats share with integers and matrices.
const fn shared(name: &'static str, needs: &'static [&'static str]) -> Primitive {
    Primitive { name, rule: name, needs, result: ResultHint::Receiver, cheap: true, consumes: true }
}

/// A method of nalgebra's matrices: all operands are needed, for their shapes.
const fn matrix(name: &'static str, needs: &'static [&'static str]) -> Primitive {
    row(name, name, needs, ResultHint::Unknown)
}

/// A method of nalgebra's matrices with a scalar result.
const fn reduction(name: &'static str, needs: &'static [&'static str]) -> Primitive {
    row(name, name, needs, ResultHint::Float)
}

/// A method that takes its matrix by value.
const fn consuming(
    name: &'static str,
    rule: &'static str,
    needs: &'static [&'static str],
) -> Primitive {
    let result = ResultHint::Unknown;
    Primitive { name, rule, needs, result, cheap: false, consumes: true }
}

/// A method that gives the same value as another object.
const fn identity(name: &'static str) -> Primitive {
    row(name, IDENTITY, &[""], ResultHint::Receiver)
}

/// The rule of a copy: the derivative is passed on as it is.
pub(crate) const IDENTITY: &str = "identity";

/// The operand has no derivative.
pub(crate) const INACTIVE: &str = "-";

/// The primitives.
pub(crate) static PRIMITIVES: &[Primitive] = &[
    scalar("sin", &["0"]),
    scalar("cos", &["0"]),
    scalar("tan", &["y"]),
    scalar("asin", &["0"]),
    scalar("acos", &["0"]),
    scalar("atan", &["0"]),
    scalar("sinh", &["0"]),
    scalar("cosh", &["0"]),
    scalar("tanh", &["y"]),
    scalar("asinh", &["0"]),
    scalar("acosh", &["0"]),
    scalar("atanh", &["0"]),
    scalar("ln", &["0"]),
    scalar("log2", &["0"]),
    scalar("log10", &["0"]),
    scalar("ln_1p", &["0"]),
    scalar("exp", &["y"]),
    scalar("exp2", &["y"]),
    scalar("exp_m1", &["y"]),
    scalar("sqrt", &["y"]),
    scalar("cbrt", &["y"]),
    scalar("recip", &["y"]),
    cheap("to_degrees", &[""]),
    cheap("to_radians", &[""]),
    cheap("fract", &[""]),
    cheap("floor", &[""]),
    cheap("ceil", &[""]),
    cheap("round", &[""]),
    cheap("round_ties_even", &[""]),
    cheap("trunc", &[""]),
    scalar("powf", &["01", "01y"]),
    scalar("powi", &["01", INACTIVE]),
    scalar("atan2", &["01", "01"]),
    scalar("hypot", &["01y", "01y"]),
    cheap("copysign", &["01", ""]),
    scalar("log", &["01", "01"]),
    cheap("mul_add", &["1", "0", ""]),
    row("sin_cos", "sin_cos", &["y"], ResultHint::Unknown),
    shared("abs", &["0"]),
    shared("signum", &["0"]),
    shared("max", &["01", "01"]),
    shared("min", &["01", "01"]),
    shared("clamp", &["012", "012", "012"]),
    shared("rem_euclid", &["01", "01"]),
    shared("div_euclid", &["01", "01"]),
    matrix("transpose", &["0"]),
    matrix("component_mul", &["01", "01"]),
    matrix("component_div", &["01", "01"]),
    matrix("cross", &["01", "01"]),
    matrix("scale", &["01", "01"]),
    matrix("add_scalar", &["01", "01"]),
    matrix("diagonal", &["0"]),
    matrix("column_sum", &["0"]),
    matrix("row_sum", &["0"]),
    matrix("normalize", &["0y"]),
    matrix("tr_mul", &["01", "01"]),
    consuming("lu", IDENTITY, &[""]),
    consuming("qr", IDENTITY, &[""]),
    consuming("cholesky", "cholesky", &["0y"]),
    consuming("try_inverse", "try_inverse", &["0y"]),
    matrix("lerp", &["012", "012", "012"]),
    reduction("dot", &["01", "01"]),
    reduction("norm", &["0y"]),
    reduction("norm_squared", &["0"]),
    reduction("magnitude", &["0y"]),
    reduction("magnitude_squared", &["0"]),
    reduction("mean", &["0"]),
    reduction("trace", &["0"]),
    reduction("determinant", &["0y"]),
    row("sum", "sum", &["0"], ResultHint::Float),
    identity("clone"),
    identity("to_owned"),
    row("to_vec", "to_vec", &[""], ResultHint::Elements),
    identity("into_owned"),
    identity("clone_owned"),
    identity("into_iter"),
];

/// `opened(x)`: an `Option` or a `Result`, taken apart.
pub(crate) static OPENED: Primitive = Primitive {
    name: "opened",
    rule: IDENTITY,
    needs: &[""],
    result: ResultHint::Receiver,
    cheap: false,
    consumes: true,
};
/// `ok(x)`: a `Result` as an `Option`.
pub(crate) static OK: Primitive = Primitive { name: "ok", ..OPENED };
/// `copied(x)`: an `Option` of a reference, its payload copied.
pub(crate) static COPIED: Primitive = Primitive { name: "copied", ..OPENED };
/// `wrap_like(x, value)`: `Some(value)` or `Ok(value)`, as `x` was.
pub(crate) static WRAP: Primitive = row("wrap_like", "wrap", &[INACTIVE, ""], ResultHint::Wrapped);
/// `x.unwrap()`.
pub(crate) static UNWRAP: Primitive = row("unwrap", "unwrap", &[""], ResultHint::Payload);
/// `x.expect(message)`.
pub(crate) static EXPECT: Primitive = row("expect", "unwrap", &["", INACTIVE], ResultHint::Payload);

/// `T::from_f64(x)` and `T::lit(x)`.
pub(crate) static FROM_F64: Primitive = row("from_f64", "from_f64", &["y"], ResultHint::Owner);
/// `f64::from(x)`, of a number.
pub(crate) static FLOAT_FROM: Primitive = row("from", "cast", &["0y"], ResultHint::Owner);
/// `Box::new(x)`.
pub(crate) static BOXED: Primitive = row("new", "boxed", &[""], ResultHint::Unknown);

/// `matrix.max()` and `matrix.min()`, which share their names with the scalar methods of two operands.
static MATRIX_MAX: Primitive = reduction("max", &["0y"]);
static MATRIX_MIN: Primitive = reduction("min", &["0y"]);

/// Constructors of matrices from active values; called by path, sizes first where they are dynamic.
static CONSTRUCTORS: &[Primitive] = &[
    matrix("from_element", &["0y"]),
    matrix("from_element", &[INACTIVE, "1y"]),
    matrix("from_element", &[INACTIVE, INACTIVE, "2y"]),
    row("repeat", "from_element", &["0y"], ResultHint::Unknown),
    row("repeat", "from_element", &[INACTIVE, "1y"], ResultHint::Unknown),
    row("repeat", "from_element", &[INACTIVE, INACTIVE, "2y"], ResultHint::Unknown),
    matrix("from_diagonal", &["0"]),
    matrix("from_diagonal_element", &["0y"]),
    matrix("from_diagonal_element", &[INACTIVE, INACTIVE, "2y"]),
    matrix("from_row_slice", &["0y"]),
    matrix("from_row_slice", &[INACTIVE, "1y"]),
    matrix("from_row_slice", &[INACTIVE, INACTIVE, "2y"]),
    matrix("from_column_slice", &["0y"]),
    matrix("from_column_slice", &[INACTIVE, "1y"]),
    matrix("from_column_slice", &[INACTIVE, INACTIVE, "2y"]),
    row("from", "from_column_slice", &["0y"], ResultHint::Unknown),
    matrix("from_vec", &["y"]),
    matrix("from_vec", &[INACTIVE, "y"]),
    matrix("from_vec", &[INACTIVE, INACTIVE, "y"]),
    matrix("from_columns", &["0y"]),
    matrix("from_rows", &["0y"]),
];

/// What methods compute that change their receiver, as values of the receiver and the arguments.
static IN_PLACE: &[Primitive] = &[
    matrix("axpy", &["3", "2", "12", "0"]),
    matrix("gemv", &["4", "23", "123", "123", "0"]),
    matrix("gemv_tr", &["4", "23", "123", "123", "0"]),
    matrix("gemm", &["4", "23", "123", "123", "0"]),
    matrix("gemm_tr", &["4", "23", "123", "123", "0"]),
    matrix("ger", &["4", "23", "123", "123", "0"]),
];

/// The value of a method that changes its receiver.
pub(crate) fn in_place(name: &str) -> Option<&'static Primitive> {
    IN_PLACE.iter().find(|p| p.name == name)
}

/// The constructor of that name and number of arguments.
pub(crate) fn constructor(name: &str, operands: usize) -> Option<&'static Primitive> {
    CONSTRUCTORS.iter().find(|p| p.name == name && p.needs.len() == operands)
}

/// The primitive of that name and number of operands.
pub(crate) fn primitive(name: &str, operands: usize) -> Option<&'static Primitive> {
    match (name, operands) {
        ("max", 1) => Some(&MATRIX_MAX),
        ("min", 1) => Some(&MATRIX_MIN),
        _ => PRIMITIVES.iter().find(|p| p.name == name && p.needs.len() == operands),
    }
}

impl Primitive {
    /// The stem of the names of the rules.
    pub(crate) fn rule_stem(&self) -> String {
        match (self.name, self.needs.len()) {
            ("max" | "min", 1) => format!("matrix_{}", self.name),
            ("magnitude", _) => "norm".to_owned(),
            ("magnitude_squared", _) => "norm_squared".to_owned(),
            _ => self.rule.to_owned(),
        }
    }
}

/// Methods with inactive results whatever their operands are.
pub(crate) const INERT: &[&str] = &[
    "len",
    "is_empty",
    "is_nan",
    "is_finite",
    "is_infinite",
    "is_sign_positive",
    "is_sign_negative",
    "is_normal",
    "is_some",
    "is_none",
    "is_ok",
    "is_err",
    "total_cmp",
    "partial_cmp",
    "cmp",
    "eq",
    "ne",
    "lt",
    "le",
    "gt",
    "ge",
    "nrows",
    "ncols",
    "shape",
    "contains",
    "is_positive",
    "is_negative",
    "to_bits",
    "to_string",
    "capacity",
];

/// Views of a matrix that are places.
pub(crate) const VIEWS: &[&str] = &[
    "row",
    "column",
    "rows",
    "columns",
    "view",
    "fixed_view",
    "fixed_rows",
    "fixed_columns",
    "row_mut",
    "column_mut",
    "rows_mut",
    "columns_mut",
    "view_mut",
    "fixed_view_mut",
    "fixed_rows_mut",
    "fixed_columns_mut",
];
