//! Places and pure expressions.

use proc_macro2::{Ident, Span, TokenStream};

use super::ops::Primitive;

/// A variable of a [`super::Function`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct VarId(pub(crate) u32);

/// A field: named or numbered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Member {
    Named(Ident),
    Index(usize),
}

/// One step from a value to a part of it.
#[derive(Clone, Debug)]
pub(crate) enum Proj {
    /// `*p`.
    Deref,
    /// `p.f`, `p.0`.
    Field(Member),
    /// `p[e]`; the index is inactive. A range makes a part of a slice.
    Index(Box<Expr>),
    /// A view of a matrix: `p.column(j)`, `p.fixed_view::<2, 2>(i, j)`.
    View { method: Ident, turbofish: Option<TokenStream>, args: Vec<Expr> },
    /// The payload of an enum variant: the field `field` of variant `name`. On adjoints and tangents, and for `Some`
    /// on any `Option` or `Result` that holds one.
    Variant { name: Ident, field: Ident },
}

/// The method of a [`Proj::View`] that is no step: a whole matrix that is written in place, as a view is.
pub(crate) const WHOLE: &str = "__whole";

/// The method of a [`Proj::View`] that makes a slice of a matrix, an array or a `Vec`.
pub(crate) const AS_SLICE: &str = "as_slice";

/// A variable and a path into it.
#[derive(Clone, Debug)]
pub(crate) struct Place {
    pub(crate) root: VarId,
    pub(crate) path: Vec<Proj>,
}

impl Place {
    /// The whole variable.
    pub(crate) fn var(root: VarId) -> Self {
        Place { root, path: Vec::new() }
    }

    /// The part `step` of this place.
    pub(crate) fn then(mut self, step: Proj) -> Self {
        self.path.push(step);
        self
    }

    /// Whether this is the whole variable.
    pub(crate) fn is_var(&self) -> bool {
        self.path.is_empty()
    }
}

/// A pure expression with the span of the user's code it stands for.
#[derive(Clone, Debug)]
pub(crate) struct Expr {
    pub(crate) kind: ExprKind,
    pub(crate) span: Span,
}

/// Unary operators.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum UnaryOp {
    Neg,
    Not,
}

/// Binary operators. The arithmetic ones have derivatives; the others are inactive.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum BinaryOp {
    Add,
    Sub,
    Mul,
    Div,
    Rem,
    And,
    Or,
    BitAnd,
    BitOr,
    BitXor,
    Shl,
    Shr,
    Eq,
    Ne,
    Lt,
    Le,
    Gt,
    Ge,
}

impl BinaryOp {
    /// The name of the operation's rule, where it has one.
    pub(crate) fn rule(self) -> Option<&'static str> {
        match self {
            BinaryOp::Add => Some("add"),
            BinaryOp::Sub => Some("sub"),
            BinaryOp::Mul => Some("mul"),
            BinaryOp::Div => Some("div"),
            BinaryOp::Rem => Some("rem"),
            BinaryOp::And
            | BinaryOp::Or
            | BinaryOp::BitAnd
            | BinaryOp::BitOr
            | BinaryOp::BitXor
            | BinaryOp::Shl
            | BinaryOp::Shr
            | BinaryOp::Eq
            | BinaryOp::Ne
            | BinaryOp::Lt
            | BinaryOp::Le
            | BinaryOp::Gt
            | BinaryOp::Ge => None,
        }
    }
}

/// How a primitive was written.
#[derive(Clone, Debug)]
pub(crate) enum Spelling {
    /// `x.sin()`, with a turbofish perhaps.
    Method(Option<TokenStream>),
    /// `f64::sin(x)`: the path.
    Path(TokenStream),
    /// A function of the runtime of the primitive's name, all operands by reference: what a method does in place,
    /// as a value.
    Runtime,
    /// A function of the runtime of the primitive's name, operands by value.
    Helper,
}

/// What an aggregate builds.
#[derive(Clone, Debug)]
pub(crate) enum Aggregate {
    Tuple,
    Array,
    /// `[e; n]` with the inactive length.
    Repeat(Box<Expr>),
    /// `vec![a, b]`.
    VecList,
    /// `vec![e; n]`.
    VecRepeat(Box<Expr>),
    /// `Path { f: a, .. }` with its fields; a base follows the fields as a last operand.
    Struct {
        path: TokenStream,
        fields: Vec<Member>,
        variant: Option<Ident>,
        base: bool,
    },
    /// `Path(a, b)`: a tuple struct or a tuple variant of that name.
    Call {
        path: TokenStream,
        name: Ident,
    },
    /// `VectorN::new(a, ..)`, `MatrixN::new(..)`, `PointN::new(..)`, arguments row by row.
    MatrixNew(TokenStream),
    /// `vector![a, ..]`, `matrix![a, b; c, d]`, `point![..]`: the macro's path and the number of columns.
    MatrixMacro {
        path: TokenStream,
        columns: usize,
    },
}

/// Which function stands as an argument.
#[derive(Clone, Debug)]
pub(crate) enum FunctionValue {
    /// A differentiated function, by its path.
    Named(TokenStream),
    /// A closure: its number among the local functions.
    Local(usize),
}

/// The forms of a pure expression.
#[derive(Clone, Debug)]
pub(crate) enum ExprKind {
    /// User's tokens without any local variable: a literal, a constant, a path.
    Tokens(TokenStream),
    /// The value in a place.
    Read(Place),
    /// `&place`.
    Ref(Place),
    /// `&mut place`.
    RefMut(Place),
    /// `&e` of a value that is no place.
    RefTemp(Box<Expr>),
    Unary(UnaryOp, Box<Expr>),
    Binary(BinaryOp, Box<Expr>, Box<Expr>),
    /// `e as T`; `discrete` if `T` is written as an integer type.
    Cast {
        value: Box<Expr>,
        ty: TokenStream,
        discrete: bool,
    },
    /// A primitive operation with rules; the receiver is the first operand.
    Prim {
        prim: &'static Primitive,
        spelling: Spelling,
        args: Vec<Expr>,
    },
    /// A method with an inactive result whatever its operands are: `x.len()`, `x.is_nan()`.
    Inert {
        method: Ident,
        turbofish: Option<TokenStream>,
        args: Vec<Expr>,
    },
    /// A call by path without active arguments.
    InertCall {
        path: TokenStream,
        args: Vec<Expr>,
        hint: super::Hint,
    },
    Aggregate {
        kind: Aggregate,
        operands: Vec<Expr>,
    },
    /// A function as the argument of a call; what it captures, and which of that is active.
    Function {
        value: FunctionValue,
        captured: Vec<Expr>,
        active: Vec<bool>,
        /// Whether it is passed by reference.
        reference: bool,
    },
    /// `a..b`, `..=b`, ...
    Range {
        low: Option<Box<Expr>>,
        high: Option<Box<Expr>>,
        inclusive: bool,
    },
    /// `stop_gradient(e)`: the value of `e`, inactive.
    Stop(Box<Expr>),
    /// Tokens of the user that hold an inactive value: `format!(..)`, ...
    ///
    /// The variables named in it are bound by reference around it.
    Opaque {
        tokens: TokenStream,
        binds: Vec<(Ident, Place)>,
        /// Whether the value has no derivative, whatever stands in it: a text, an order.
        discrete: bool,
    },

    // Only in derivative code, made by the transforms:
    /// A rule of the runtime, `name(&args..)`.
    Rule {
        name: String,
        args: Vec<Expr>,
    },
    /// A helper of the runtime called with operands as they are, `name(args..)`.
    Helper {
        name: &'static str,
        args: Vec<Expr>,
    },
    /// The zero tangent for the value of a place, typed by a float's hint where there is one.
    Zero(Place),
    /// A float zero.
    FloatZero(super::FloatType),
    /// The old value of a place, which gets `value`: `mem::replace(&mut place, value)`.
    Replace(Place, Box<Expr>),
    /// The adjoint in a place, which becomes zero.
    Take(Place),
    /// The adjoint in a checked variable, if anything was added to it, else zero for the value of the place.
    TakeChecked(VarId, Place),
}

impl Expr {
    pub(crate) fn new(kind: ExprKind, span: Span) -> Self {
        Expr { kind, span }
    }

    pub(crate) fn read(place: Place, span: Span) -> Self {
        Expr::new(ExprKind::Read(place), span)
    }

    pub(crate) fn var(var: VarId, span: Span) -> Self {
        Expr::read(Place::var(var), span)
    }

    pub(crate) fn tokens(tokens: TokenStream, span: Span) -> Self {
        Expr::new(ExprKind::Tokens(tokens), span)
    }

    pub(crate) fn binary(op: BinaryOp, a: Expr, b: Expr, span: Span) -> Self {
        Expr::new(ExprKind::Binary(op, Box::new(a), Box::new(b)), span)
    }

    pub(crate) fn not(a: Expr) -> Self {
        let span = a.span;
        Expr::new(ExprKind::Unary(UnaryOp::Not, Box::new(a)), span)
    }

    /// Whether this is `None` and no more: then what is around it says its type.
    pub(crate) fn is_none(&self) -> bool {
        matches!(&self.kind, ExprKind::Tokens(tokens)
            if matches!(tokens.to_string().as_str(), "None" | "Option :: None"))
    }

    /// Whether this is a tuple, part by part.
    pub(crate) fn is_tuple(&self) -> bool {
        matches!(self.kind, ExprKind::Aggregate { kind: Aggregate::Tuple, .. })
    }

    /// Whether this names a part of a matrix through a view, which is a temporary.
    pub(crate) fn views(&self) -> bool {
        self.place()
            .is_some_and(|place| place.path.iter().any(|step| matches!(step, Proj::View { .. })))
    }

    /// Whether this is a number other than zero, as written, without a sign.
    pub(crate) fn is_nonzero_literal(&self) -> bool {
        let ExprKind::Tokens(tokens) = &self.kind else { return false };
        let text = tokens.to_string();
        let digits = text.split(['e', 'E', 'f']).next().unwrap_or_default();
        text.starts_with(|c: char| c.is_ascii_digit())
            && !text.starts_with("0x")
            && digits.contains(|c: char| ('1'..='9').contains(&c))
    }

    /// The place this expression reads or borrows, if it is nothing but that.
    pub(crate) fn place(&self) -> Option<&Place> {
        match &self.kind {
            ExprKind::Read(place) | ExprKind::Ref(place) | ExprKind::RefMut(place) => Some(place),
            _ => None,
        }
    }
}
