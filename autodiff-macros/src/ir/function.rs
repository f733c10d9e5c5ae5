//! Functions, variables, blocks and statements.

use std::collections::{HashMap, HashSet};

use proc_macro2::{Ident, Span, TokenStream};

use super::{BinaryOp, Expr, Grow, Hint, Place, VarId};

/// Identifies a statement of the primal; derivative code refers to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct StmtId(pub(crate) u32);

/// What a variable is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum VarKind {
    /// A parameter; `reference` if its written type is `&T` or `&mut T`.
    Param { reference: bool, exclusive: bool },
    /// A `let`.
    Local,
    /// Assigned once on every path, as rustc sees too: `let v;`.
    Late,
    /// Assigned once before it is read, but only we know: emitted as an `Option`.
    Checked,
    /// Bound by reference by the pattern of a match arm.
    Bound,
    /// The variable of a counted loop.
    Index,
    /// A flag that lowering made for an early exit.
    Flag,
    /// An adjoint or a tangent that the derivative function owns.
    Derivative,
    /// An adjoint or a tangent that is a `&mut` (or `&`) parameter of the derivative function.
    Slot,
    /// A tape, a residual, a trip count or a recorded value.
    Record,
}

/// A variable.
#[derive(Clone, Debug)]
pub(crate) struct Var {
    pub(crate) name: String,
    pub(crate) span: Span,
    pub(crate) kind: VarKind,
    pub(crate) mutable: bool,
    pub(crate) hint: Hint,
    /// The written type of a `let`.
    pub(crate) ty: Option<TokenStream>,
    /// For a late variable: whether it may be assigned more than once.
    pub(crate) reassigned: bool,
}

/// Statements in order. Its variables are those declared in it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Block {
    pub(crate) stmts: Vec<Stmt>,
}

/// A statement.
#[derive(Clone, Debug)]
pub(crate) struct Stmt {
    pub(crate) id: StmtId,
    pub(crate) span: Span,
    pub(crate) kind: StmtKind,
}

/// Whom a call calls.
#[derive(Clone, Debug)]
pub(crate) enum Callee {
    /// `path(args)`: a differentiated function (its namespace type has the same path).
    Path { path: TokenStream, turbofish: Option<TokenStream> },
    /// `Type::function(args)`: an associated function with siblings; `owner` includes the `::`.
    Assoc { owner: TokenStream, name: Ident, turbofish: Option<TokenStream> },
    /// `receiver.method(args)`; with an `active` argument it has siblings.
    Method {
        name: Ident,
        turbofish: Option<TokenStream>,
        active: bool,
        /// It stands in an argument of another method of the receiver, which it must not change; emitted code holds that.
        reads: bool,
    },
    /// The first argument, a function; the types of the others.
    Value { inputs: Vec<TokenStream> },
}

/// The iteration space of a counted loop.
#[derive(Clone, Debug)]
pub(crate) struct Range {
    pub(crate) low: Expr,
    pub(crate) high: Expr,
    pub(crate) inclusive: bool,
    pub(crate) step: Option<Expr>,
    pub(crate) reversed: bool,
    /// The number of trips, if it is a constant expression without local variables.
    pub(crate) constant_trips: Option<TokenStream>,
    /// After how many trips the adjoint's forward sweep keeps what the loop changes, instead of a record of each trip.
    pub(crate) checkpoint: Option<Expr>,
    /// Only in derivative code: how many trips are passed over, and how many there are at most.
    pub(crate) part: Option<Box<(Expr, Expr)>>,
}

/// A pattern of a match arm. Bindings are always by reference.
#[derive(Clone, Debug)]
pub(crate) enum Pat {
    Wild,
    /// Literals, ranges, constants and unit variants, as written.
    Tokens(TokenStream),
    Bind(VarId, Option<Box<Pat>>),
    Tuple(Vec<Pat>, Option<usize>),
    TupleStruct {
        path: TokenStream,
        fields: Vec<Pat>,
        rest: Option<usize>,
    },
    Struct {
        path: TokenStream,
        fields: Vec<(super::Member, Pat)>,
        rest: bool,
    },
    Slice(Vec<Pat>, Option<(usize, Option<VarId>)>),
    Or(Vec<Pat>),
}

impl Pat {
    /// Whether this is `&"literal"`, for a string that is matched by a borrow, or has one among its alternatives.
    pub(crate) fn is_borrowed_string(&self) -> bool {
        match self {
            Pat::Tokens(tokens) => tokens.to_string().starts_with('&'),
            Pat::Or(cases) => cases.iter().any(Pat::is_borrowed_string),
            Pat::Bind(_, sub) => sub.as_ref().is_some_and(|sub| sub.is_borrowed_string()),
            Pat::Wild
            | Pat::Tuple(..)
            | Pat::TupleStruct { .. }
            | Pat::Struct { .. }
            | Pat::Slice(..) => false,
        }
    }
}

/// A variable that an arm binds, and how to get from the scrutinee's adjoint to its adjoint.
#[derive(Clone, Debug)]
pub(crate) struct Binding {
    pub(crate) var: VarId,
    pub(crate) path: Vec<super::Proj>,
}

/// An arm of a match.
#[derive(Clone, Debug)]
pub(crate) struct Arm {
    pub(crate) pat: Pat,
    pub(crate) bindings: Vec<Binding>,
    /// An inactive condition on the bindings.
    pub(crate) guard: Option<Expr>,
    pub(crate) body: Block,
}

/// The forms of a statement.
#[derive(Clone, Debug)]
pub(crate) enum StmtKind {
    /// Declares a variable; without a value it is late.
    Let {
        var: VarId,
        value: Option<Expr>,
    },
    /// `place = value`.
    Assign {
        place: Place,
        value: Expr,
    },
    /// `place op= value`.
    Update {
        op: BinaryOp,
        place: Place,
        value: Expr,
    },
    /// A call of a differentiated function. Arguments are operands.
    Call {
        dest: Option<VarId>,
        callee: Callee,
        args: Vec<Expr>,
    },
    If {
        cond: Expr,
        then: Block,
        els: Block,
    },
    /// Matches on a borrow of the place.
    Match {
        scrutinee: Place,
        exclusive: bool,
        arms: Vec<Arm>,
    },
    /// A counted loop; ends early after an iteration that set `exit`.
    For {
        var: VarId,
        range: Range,
        exit: Option<VarId>,
        body: Block,
    },
    /// Runs the body until it sets `exit`.
    Loop {
        exit: VarId,
        body: Block,
    },
    /// An effect without derivative: an assertion, a print. In the forward sweep only.
    Effect(Effect),
    /// A change of a `Vec`'s length.
    Grow(Grow),

    // Only in derivative code:
    /// `adjoint += value`.
    Accumulate {
        place: Place,
        value: Expr,
    },
    /// A call of a derivative function, args as they are.
    Reverse(ReverseCall),
    /// A new tape.
    TapeNew {
        tape: VarId,
        constant_trips: Option<TokenStream>,
    },
    TapeReserve {
        tape: VarId,
        trips: Expr,
    },
    /// Pushes the tuple of the variables.
    TapePush {
        tape: VarId,
        vars: Vec<VarId>,
    },
    /// Pops a tuple into new variables.
    TapePop {
        tape: VarId,
        vars: Vec<VarId>,
    },
    /// Pushes all elements of an array.
    TapePushAll {
        tape: VarId,
        var: VarId,
    },
    /// Pops as many elements as an array has into it.
    TapePopAll {
        tape: VarId,
        var: VarId,
    },
    /// `residual = Some((vars..))`.
    ResidualSet {
        residual: VarId,
        vars: Vec<VarId>,
    },
    /// `let (vars..) = residual.unwrap();`
    ResidualGet {
        residual: VarId,
        vars: Vec<VarId>,
    },
    /// A residual or a counter starts.
    RecordNew {
        var: VarId,
        value: Option<TokenStream>,
    },
    /// `let (vars..) = if let pattern = &place { body }`: binds an arm's variables again and runs its reverse.
    Rebind {
        scrutinee: Place,
        exclusive: bool,
        pat: Pat,
        body: Block,
    },
    /// Repeats the body `count` times.
    Repeat {
        count: VarId,
        body: Block,
    },
    /// `if let Some((vars..)) = residual { body }`
    IfKept {
        residual: VarId,
        vars: Vec<VarId>,
        body: Block,
    },
    /// A counted loop backwards; `trips` says how many of the trips there were.
    ForReverse {
        var: VarId,
        range: Range,
        trips: Option<VarId>,
        body: Block,
    },
    /// `old = clone of the place`.
    Save {
        old: VarId,
        place: Place,
    },
    /// `place = old`, element by element for a slice.
    Restore {
        place: Place,
        old: VarId,
    },
    /// `let (vars..) = value;`
    LetTuple {
        vars: Vec<VarId>,
        value: Expr,
    },
    /// A call of a second-order function.
    Second(SecondCall),
}

/// A [`ReverseCall`] with the tangents of everything in it.
#[derive(Clone, Debug)]
pub(crate) struct SecondCall {
    /// Never [`CallMode::Tangent`].
    pub(crate) mode: CallMode,
    /// The value and its tangent.
    pub(crate) dest: Option<(VarId, VarId)>,
    pub(crate) residual: Option<VarId>,
    pub(crate) callee: Callee,
    pub(crate) args: Vec<Expr>,
    /// One per argument: its tangent's place, or nothing for an inactive argument.
    pub(crate) tangents: Vec<Option<Place>>,
    pub(crate) seed: Option<(Expr, Expr)>,
    /// One per argument: the places of its adjoint and of the adjoint's tangent.
    pub(crate) slots: Vec<Option<(Place, Place)>>,
}

/// The forward half of a call that keeps a residual, or its reverse half, or its tangent.
#[derive(Clone, Debug)]
pub(crate) struct ReverseCall {
    pub(crate) mode: CallMode,
    pub(crate) dest: Option<VarId>,
    pub(crate) residual: Option<VarId>,
    pub(crate) callee: Callee,
    pub(crate) args: Vec<Expr>,
    /// The seed, where there is one.
    pub(crate) seed: Option<Expr>,
    /// One per argument: the adjoint's (tangent's) place, or nothing for an inactive argument.
    pub(crate) slots: Vec<Option<Place>>,
}

/// Which derivative of the callee.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum CallMode {
    /// `(value, residual) = forward(args)`.
    Forward,
    /// `residual(args, seed, slots)`.
    Reverse,
    /// `reverse(args, seed, slots)`: both sweeps at once, nothing kept.
    Joint,
    /// `(value, tangent) = jvp(args, tangents)`.
    Tangent,
}

/// An effect: user's tokens with variables bound by reference around them.
#[derive(Clone, Debug)]
pub(crate) struct Effect {
    pub(crate) path: TokenStream,
    /// Leading arguments that were lowered, each by value: conditions and compared values.
    pub(crate) args: Vec<Expr>,
    /// The rest of the arguments, as written.
    pub(crate) rest: TokenStream,
    pub(crate) binds: Vec<(Ident, Place)>,
}

/// A function in the IR.
#[derive(Clone, Debug)]
pub(crate) struct Function {
    pub(crate) name: String,
    pub(crate) vars: Vec<Var>,
    pub(crate) params: Vec<VarId>,
    pub(crate) body: Block,
    /// The returned value, if the function returns one.
    pub(crate) result: Option<Expr>,
    pub(crate) next_stmt: u32,
    /// Items that stood inside the body, as written.
    pub(crate) items: Vec<TokenStream>,
    /// What the written return type says.
    pub(crate) result_hint: Hint,
    /// The parameters that are functions.
    pub(crate) callables: HashMap<VarId, Callable>,
    /// Whether a zero cotangent may come upon an infinite factor.
    pub(crate) infinities: bool,
    /// Whether innermost loops work on slices of their length.
    pub(crate) slices: bool,
    /// Whether loops record and restore all their tuples at once.
    pub(crate) bulk_tapes: bool,
    /// Whether a real scalar may be of a generic type: then a literal is not a zero of it.
    pub(crate) generic: bool,
    /// Adjoints that are moved where they are read as a whole: that is once, and the last use.
    pub(crate) spent: HashSet<VarId>,
}

/// A parameter that is a function.
#[derive(Clone, Debug)]
pub(crate) struct Callable {
    /// The types of its arguments.
    pub(crate) inputs: Vec<TokenStream>,
    /// What its written return type says.
    pub(crate) output: Hint,
    /// Whether it can be copied.
    pub(crate) duplicable: bool,
}

/// A closure that is passed to a function, as a function: its parameters are what it captures, then its own.
#[derive(Clone, Debug)]
pub(crate) struct LocalFunction {
    pub(crate) function: Function,
    /// How many of the parameters are captured.
    pub(crate) captured: usize,
    /// The written types of its own parameters.
    pub(crate) types: Vec<Option<TokenStream>>,
}

impl Function {
    /// Starts a function without parameters.
    pub(crate) fn new(name: String) -> Self {
        Function {
            name,
            vars: Vec::new(),
            params: Vec::new(),
            body: Block::default(),
            result: None,
            next_stmt: 0,
            items: Vec::new(),
            result_hint: Hint::Unknown,
            callables: HashMap::new(),
            generic: false,
            infinities: true,
            bulk_tapes: false,
            slices: false,
            spent: HashSet::new(),
        }
    }

    /// Adds a variable.
    pub(crate) fn add_var(&mut self, var: Var) -> VarId {
        let id = VarId(u32::try_from(self.vars.len()).expect("fewer variables than u32::MAX"));
        self.vars.push(var);
        id
    }

    /// Looks a variable up.
    pub(crate) fn var(&self, id: VarId) -> &Var {
        &self.vars[id.0 as usize]
    }

    /// Changes a variable.
    pub(crate) fn var_mut(&mut self, id: VarId) -> &mut Var {
        &mut self.vars[id.0 as usize]
    }

    /// Makes a statement with a fresh id.
    pub(crate) fn stmt(&mut self, kind: StmtKind, span: Span) -> Stmt {
        let id = StmtId(self.next_stmt);
        self.next_stmt += 1;
        Stmt { id, span, kind }
    }

    /// The hint of a place's value.
    pub(crate) fn place_hint(&self, place: &Place) -> Hint {
        use super::{ExprKind, Member, Proj};
        let mut hint = self.var(place.root).hint.clone();
        for step in &place.path {
            hint = match step {
                // A hint describes the value behind a reference: parameters and bound variables.
                Proj::Deref => hint,
                Proj::Field(Member::Index(index)) => hint.field(*index),
                Proj::Field(Member::Named(_)) => Hint::Unknown,
                Proj::Index(index) => match &index.kind {
                    ExprKind::Range { .. } => Hint::Slice(Box::new(hint.element())),
                    _ => hint.element(),
                },
                Proj::Variant { name, .. } if name == "Some" || name == "Ok" => hint.payload(),
                Proj::View { method, .. } if method == super::AS_SLICE => {
                    Hint::Slice(Box::new(hint.element()))
                }
                Proj::View { .. } | Proj::Variant { .. } => Hint::Unknown,
            };
        }
        hint
    }

    /// The hint of an operand's value, or of what it refers to.
    pub(crate) fn operand_hint(&self, expr: &Expr) -> Hint {
        use super::ExprKind;
        match &expr.kind {
            ExprKind::Ref(place) | ExprKind::RefMut(place) => self.place_hint(place),
            ExprKind::RefTemp(value) => self.operand_hint(value),
            _ => self.expr_hint(expr),
        }
    }

    /// The hint of an expression's value.
    pub(crate) fn expr_hint(&self, expr: &Expr) -> Hint {
        use super::{Aggregate, ExprKind, FloatType, UnaryOp};
        match &expr.kind {
            ExprKind::Tokens(tokens) => literal_hint(tokens),
            ExprKind::Read(place) => self.place_hint(place),
            // A borrow of a float is not a float.
            ExprKind::Ref(_) | ExprKind::RefMut(_) | ExprKind::RefTemp(_) => Hint::Unknown,
            ExprKind::Unary(UnaryOp::Neg, value) => self.operand_hint(value),
            ExprKind::Unary(UnaryOp::Not, _) => Hint::Discrete,
            ExprKind::Binary(op, a, b) => {
                if op.rule().is_none() {
                    return Hint::Discrete;
                }
                // Operators look through references.
                let (a, b) = (self.operand_hint(a), self.operand_hint(b));
                match (a, b) {
                    (Hint::Float(FloatType::Written(ty)), Hint::Float(_))
                    | (Hint::Float(_), Hint::Float(FloatType::Written(ty))) => {
                        Hint::Float(FloatType::Written(ty))
                    }
                    (Hint::Float(a), Hint::Float(_)) => Hint::Float(a),
                    (Hint::Discrete, Hint::Discrete) => Hint::Discrete,
                    _ => Hint::Unknown,
                }
            }
            ExprKind::Cast { ty, discrete, .. } => {
                if *discrete {
                    Hint::Discrete
                } else if matches!(ty.to_string().as_str(), "f32" | "f64") {
                    Hint::Float(FloatType::Written(ty.clone()))
                } else {
                    Hint::Unknown
                }
            }
            ExprKind::Prim { prim, args, spelling } => match prim.result {
                super::ops::ResultHint::Float => match args.first().map(|a| self.expr_hint(a)) {
                    Some(Hint::Float(ty)) => Hint::Float(ty),
                    _ if self.generic => Hint::Unknown,
                    _ => Hint::float(),
                },
                super::ops::ResultHint::Receiver if prim.rule == super::ops::IDENTITY => {
                    match args[0].place().map(|place| self.place_hint(place)) {
                        Some(Hint::Slice(element)) => Hint::Vec(element),
                        Some(hint) => hint,
                        None => self.expr_hint(&args[0]),
                    }
                }
                super::ops::ResultHint::Receiver => {
                    if args.iter().all(|a| self.operand_hint(a).is_float()) {
                        self.operand_hint(&args[0])
                    } else if args.iter().all(|a| self.operand_hint(a).is_discrete()) {
                        Hint::Discrete
                    } else {
                        Hint::Unknown
                    }
                }
                super::ops::ResultHint::Elements => {
                    Hint::Vec(Box::new(self.operand_hint(&args[0]).element()))
                }
                super::ops::ResultHint::Payload => self.operand_hint(&args[0]).payload(),
                super::ops::ResultHint::Wrapped => Hint::Option(Box::new(self.expr_hint(&args[1]))),
                super::ops::ResultHint::Owner => match spelling {
                    super::Spelling::Path(path) => owner_hint(path),
                    _ => Hint::Unknown,
                },
                super::ops::ResultHint::Unknown => Hint::Unknown,
            },
            ExprKind::Inert { method, .. } => match method.to_string().as_str() {
                "shape" | "total_cmp" | "partial_cmp" | "cmp" => Hint::Unknown,
                _ => Hint::Discrete,
            },
            ExprKind::Opaque { .. } | ExprKind::Function { .. } => Hint::Unknown,
            ExprKind::Helper {
                name:
                    "nth" | "trips" | "trips_inclusive" | "difference" | "least" | "div_ceil" | "length"
                    | "rotation" | "index_in" | "same_length" | "holds",
                ..
            } => Hint::Discrete,
            ExprKind::InertCall { hint, .. } => hint.clone(),
            ExprKind::Aggregate { kind, operands } => {
                let first = || operands.first().map(|o| self.expr_hint(o)).unwrap_or_default();
                match kind {
                    Aggregate::Tuple => {
                        Hint::Tuple(operands.iter().map(|o| self.expr_hint(o)).collect())
                    }
                    Aggregate::Array => {
                        let n = proc_macro2::Literal::usize_unsuffixed(operands.len());
                        Hint::Array(Box::new(first()), quote::quote!(#n))
                    }
                    Aggregate::Repeat(n) => match &n.kind {
                        ExprKind::Tokens(n) => Hint::Array(Box::new(first()), n.clone()),
                        _ => Hint::Unknown,
                    },
                    Aggregate::VecList | Aggregate::VecRepeat(_) => Hint::Vec(Box::new(first())),
                    Aggregate::Call { name, .. } if name == "Some" || name == "Ok" => {
                        Hint::Option(Box::new(first()))
                    }
                    Aggregate::Struct { .. }
                    | Aggregate::Call { .. }
                    | Aggregate::MatrixNew(_)
                    | Aggregate::MatrixMacro { .. } => Hint::Unknown,
                }
            }
            ExprKind::Range { .. } => Hint::Discrete,
            ExprKind::Stop(value) => self.expr_hint(value),
            ExprKind::FloatZero(ty) => Hint::Float(ty.clone()),
            ExprKind::Rule { .. } | ExprKind::Helper { .. } => Hint::Unknown,
            ExprKind::Zero(place)
            | ExprKind::Replace(place, _)
            | ExprKind::Take(place)
            | ExprKind::TakeChecked(_, place) => self.place_hint(place),
        }
    }
}

/// The scalar type whose function a path names: `T` in `T::from_f64` and `<T as Real>::from_f64`.
fn owner_hint(path: &TokenStream) -> Hint {
    use proc_macro2::TokenTree;
    let named = path.clone().into_iter().find_map(|token| match token {
        TokenTree::Ident(ident) => Some(ident),
        _ => None,
    });
    let written = path.to_string();
    let simple = written.trim_start_matches(['<', ' ']).split([':', ' ']).next();
    match named {
        Some(ident) if simple == Some(ident.to_string().as_str()) => {
            let is_trait = matches!(
                ident.to_string().as_str(),
                "Float" | "ComplexField" | "RealField" | "Real"
            );
            let next =
                written.trim_start_matches(['<', ' ']).trim_start_matches(&ident.to_string());
            let whole = next.trim_start().starts_with("::") && next.matches("::").count() == 1
                || next.trim_start().starts_with("as ");
            if is_trait || !whole {
                Hint::Unknown
            } else {
                Hint::Float(super::FloatType::Written(quote::quote!(#ident)))
            }
        }
        _ => Hint::Unknown,
    }
}

/// What a literal says of its type.
fn literal_hint(tokens: &TokenStream) -> Hint {
    use super::FloatType;
    let text = tokens.to_string();
    let text = text.trim_start_matches(['-', ' ']);
    if !text.starts_with(|c: char| c.is_ascii_digit()) {
        return match text {
            "true" | "false" => Hint::Discrete,
            _ => Hint::Unknown,
        };
    }
    let hex = text.starts_with("0x") || text.starts_with("0b") || text.starts_with("0o");
    if text.ends_with("f64") && !hex {
        Hint::Float(FloatType::Written(quote::quote!(f64)))
    } else if text.ends_with("f32") && !hex {
        Hint::Float(FloatType::Written(quote::quote!(f32)))
    } else if !hex && text.contains(['.', 'e', 'E']) && !text.ends_with("ize") {
        Hint::float()
    } else {
        Hint::Discrete
    }
}
