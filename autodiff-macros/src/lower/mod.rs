//! Lowering: syn -> IR.
//!
//! An exhaustive walk over the accepted language; what it does not know it refuses by name, at its span.
//! Effects become statements in evaluation order; what is left of an expression is pure.
//! References that can be followed become other names of places, closures are inlined where they are
//! called, iterator chains become loops, and early exits become nesting or flags (see [`control`]).

mod builder;
mod calls;
mod checkpoints;
mod closures;
mod control;
mod elementwise;
mod exits;
mod expr;
mod foreign;
mod functions;
mod growth;
mod guards;
mod iterators;
mod macros;
mod matrices;
mod maybe;
mod memory;
mod moving_references;
mod opaque;
mod option_changes;
mod options;
mod ordering;
mod patterns;
mod places;
mod receivers;
mod reference_parts;
mod sink;
mod slice_rests;
mod slices;
mod spectra;
mod stmt;
mod thinning;
mod tuples;

use std::collections::{HashMap, HashSet};
use std::rc::Rc;

use proc_macro2::Span;
use quote::ToTokens;

use crate::diag::{Diags, codes::Code};
use crate::ir::visit::Access;
use crate::ir::{
    Expr, ExprKind, Function, Hint, LocalFunction, Place, Proj, StmtKind, Var, VarId, VarKind,
};
use crate::syntax::signature::{Output, Passing, Signature};
use crate::syntax::taint::{self, Taint};
use crate::syntax::{carriers, hints};

pub(crate) use checkpoints::strip as strip_checkpoints;

use builder::BlockBuilder;
use control::Frame;

/// What a name stands for.
#[derive(Clone)]
enum Binding {
    /// A variable of the function.
    Var(VarId),
    /// Another name of a place (`Ref`, `RefMut`), or a value that is cheaper to write again.
    Alias(Expr),
    /// A value to be copied where its arm begins.
    Copied { value: Expr, mutable: bool },
    /// A parameter that is a function.
    Function(VarId),
    /// A local closure.
    Closure(Rc<closures::Closure>),
    /// An iterator, or a range, in a variable.
    Iter(iterators::Iter),
    /// What may be an element, in a variable.
    Maybe(Rc<maybe::Maybe>),
    /// An item inside the body, or anything else that is no variable.
    Item,
}

type Scopes = Vec<HashMap<String, Binding>>;

/// The state of lowering.
struct Lower<'a> {
    diags: &'a mut Diags,
    f: Function,
    scopes: Scopes,
    block: BlockBuilder,
    frames: Vec<Frame>,
    taint: Taint,
    floats: Vec<String>,
    /// Constant expressions are those that name none of the function's variables.
    inline_depth: usize,
    /// How often a flag was made to guard the rest of a body.
    guards: usize,
    /// Whether the body has early exits.
    exits: bool,
    /// The written type of the value that is being lowered.
    expected: Option<syn::Type>,
    /// Methods defined beside this one.
    siblings: Vec<String>,
    /// Closures that are passed to functions.
    locals: Vec<LocalFunction>,
    /// Whether the method call that comes is a statement of its own.
    statement: bool,
    /// Whether receivers may be of users' own types, see [`foreign`].
    foreign: bool,
    /// The parts of tuples that are matched on which are references: their patterns bind by reference.
    reference_parts: HashMap<VarId, Vec<Vec<usize>>>,
    /// Variables that are shown to be of a type of the user's own, see [`foreign`].
    foreign_vars: HashSet<VarId>,
    /// The written types of parameters that are integers.
    integers: HashMap<VarId, String>,
    /// Names that are assigned somewhere.
    assigned: HashSet<String>,
    /// Indices of references that are assigned again, see [`moving_references`].
    moving: HashSet<VarId>,
    /// What is done with the name that a `let` binds.
    uses_behind: iterators::Uses,
    /// The receivers of methods whose arguments are being lowered.
    lent: Vec<VarId>,
    /// After how many trips the loop that comes is to keep its state.
    checkpoint: Option<Expr>,
}

/// Lowers a function, and the closures that it passes on. The result is meaningful only if nothing was reported.
pub(crate) fn lower(
    diags: &mut Diags,
    sig: &Signature,
    siblings: &[String],
    body: &syn::Block,
) -> (Function, Vec<LocalFunction>) {
    let active = sig.params.iter().filter(|p| p.active).flat_map(|p| {
        let mut names = vec![p.name.to_string()];
        if let Some(pattern) = &p.pattern {
            names.extend(pattern_names(pattern));
        }
        names
    });
    let mut body = body.clone();
    let typed = sig.params.iter().map(|param| (&param.name, &param.ty));
    carriers::mark(&mut body, typed, sig.output_type());
    let body = &body;
    let taint = taint::find(active, body);
    let mut lower = Lower {
        diags,
        f: Function::new(sig.name.to_string()),
        scopes: vec![HashMap::new()],
        block: BlockBuilder::default(),
        frames: Vec::new(),
        taint,
        floats: sig.floats.clone(),
        inline_depth: 0,
        guards: 0,
        exits: exits::has_exit(body),
        expected: None,
        siblings: siblings.to_vec(),
        locals: Vec::new(),
        statement: false,
        foreign: foreign::meets_foreign_types(sig, body),
        reference_parts: HashMap::new(),
        foreign_vars: HashSet::new(),
        integers: HashMap::new(),
        assigned: moving_references::assigned_names(body),
        moving: HashSet::new(),
        uses_behind: iterators::Uses::default(),
        lent: Vec::new(),
        checkpoint: None,
    };
    lower.f.generic = !sig.floats.is_empty();
    lower.function(sig, body);
    allow_assignments(&mut lower.f);
    if !lower.diags.has_errors() {
        tuples::take_apart(&mut lower.f);
        // Parts of a tuple that were assigned are variables now.
        allow_assignments(&mut lower.f);
    }
    (lower.f, lower.locals)
}

/// Makes every variable mutable that is assigned: where the user forgot `mut`, the compiler says so at the function itself,
/// and nothing more is to be said here.
fn allow_assignments(f: &mut Function) {
    let mut assigned = Vec::new();
    crate::ir::visit::each_stmt(&f.body, &mut |stmt| {
        if let StmtKind::Assign { .. } = &stmt.kind {
            crate::ir::visit::each_stmt_place(stmt, &mut |place, access| {
                if access == Access::Write && place.is_var() {
                    assigned.push(place.root);
                }
            });
        }
    });
    for var in assigned {
        let var = f.var_mut(var);
        match var.kind {
            VarKind::Param { .. } | VarKind::Local | VarKind::Index | VarKind::Bound => {
                var.mutable = true;
            }
            VarKind::Late | VarKind::Checked | VarKind::Flag => {}
            VarKind::Derivative | VarKind::Slot | VarKind::Record => {}
        }
    }
}

/// The names that a pattern binds.
fn pattern_names(pat: &syn::Pat) -> Vec<String> {
    struct Names(Vec<String>);
    impl<'ast> syn::visit::Visit<'ast> for Names {
        fn visit_pat_ident(&mut self, pat: &'ast syn::PatIdent) {
            self.0.push(pat.ident.to_string());
            syn::visit::visit_pat_ident(self, pat);
        }
    }
    let mut names = Names(Vec::new());
    syn::visit::Visit::visit_pat(&mut names, pat);
    names.0
}

impl Lower<'_> {
    fn function(&mut self, sig: &Signature, body: &syn::Block) {
        for param in &sig.params {
            let reference = param.passing != Passing::Value;
            let exclusive = param.passing == Passing::Exclusive;
            let hint = hints::of_type(&param.ty, &self.floats);
            let var = self.f.add_var(Var {
                name: param.name.to_string(),
                span: param.name.span(),
                kind: VarKind::Param { reference, exclusive },
                mutable: param.mutable,
                hint,
                ty: None,
                reassigned: false,
            });
            self.f.params.push(var);
            if foreign::is_foreign_type(&param.ty, &self.floats) {
                self.foreign_vars.insert(var);
            }
            if self.f.var(var).hint.is_discrete() {
                self.integers.insert(var, param.ty.to_token_stream().to_string());
            }
            if param.callable.is_some() {
                self.callable_parameter(param, var);
                continue;
            }
            let value = self.param_value(var, param.span);
            match &param.pattern {
                None => {
                    let binding = match value.kind {
                        ExprKind::Read(_) => Binding::Var(var),
                        _ => Binding::Alias(value),
                    };
                    self.bind(&param.name.to_string(), binding);
                }
                Some(pattern) => self.bind_pattern(pattern, value),
            }
        }
        let returns_value = !matches!(sig.output, Output::Unit);
        let ret = returns_value.then(|| {
            let hint = sig.output_type().map(|ty| hints::of_type(ty, &self.floats));
            let hint = match sig.output_type() {
                Some(syn::Type::Reference(_)) | None => Hint::Unknown,
                Some(_) => hint.unwrap_or_default(),
            };
            self.new_var("result", body.brace_token.span.close(), VarKind::Late, hint)
        });
        let skip = self.new_flag("returned", body.brace_token.span.open());
        self.frames.push(Frame::function(skip, ret));
        let exits = exits::has_return(body);
        if exits && let Some(ret) = ret {
            self.push(StmtKind::Let { var: ret, value: None }, sig.name.span());
        }
        let output = match sig.output_type() {
            Some(syn::Type::Reference(_)) | None => None,
            Some(ty) => Some(ty.clone()),
        };
        let tail = if returns_value {
            self.block_with(body, |lower, tail| {
                tail.map(|tail| lower.expr_typed(tail, output.as_ref()))
            })
        } else {
            self.block_value(body, false)
        };
        let frame = self.frames.pop().expect("pushed above");
        if exits {
            if let (Some(tail), Some(ret)) = (tail, ret) {
                let span = tail.span;
                self.push(StmtKind::Assign { place: Place::var(ret), value: tail }, span);
            }
            if frame.guarded
                && let Some(ret) = ret
            {
                self.f.var_mut(ret).kind = VarKind::Checked;
            }
            self.f.result = ret.map(|ret| Expr::var(ret, body.brace_token.span.close()));
            self.f.body = std::mem::take(&mut self.block).finish(&mut self.f);
        } else {
            let tail = tail.map(|tail| match self.block.dead {
                true => self.dummy(tail.span),
                false => self.settle_result(tail),
            });
            let function_body = std::mem::take(&mut self.block);
            // Open arms (a diverging `panic!` arm) end before the result is read: keep it in a variable.
            let open = function_body.has_open();
            if open && let (Some(tail), Some(ret)) = (tail.clone(), ret) {
                let mut inner = function_body;
                let span = tail.span;
                let stmt =
                    self.f.stmt(StmtKind::Assign { place: Place::var(ret), value: tail }, span);
                inner.push(stmt);
                let mut block = inner.finish(&mut self.f);
                let declare = self.f.stmt(StmtKind::Let { var: ret, value: None }, span);
                block.stmts.insert(0, declare);
                self.f.body = block;
                self.f.result = Some(Expr::var(ret, span));
            } else {
                self.f.result = tail;
                self.f.body = function_body.finish(&mut self.f);
            }
        }
        let declare = self.f.stmt(
            StmtKind::Let { var: skip, value: Some(control::bool_expr(false, sig.name.span())) },
            sig.name.span(),
        );
        self.f.body.stmts.insert(0, declare);
        self.f.result_hint = match sig.output_type() {
            Some(syn::Type::Reference(_)) | None => Hint::Unknown,
            Some(ty) => hints::of_type(ty, &self.floats),
        };
        control::remove_unread_flags(&mut self.f);
        sink::sink_declarations(&mut self.f);
    }

    /// A result is read after the body: nothing to settle unless it borrows a temporary.
    fn settle_result(&mut self, tail: Expr) -> Expr {
        tail
    }

    /// What a parameter's name stands for.
    fn param_value(&self, var: VarId, span: Span) -> Expr {
        let place = Place::var(var);
        match self.f.var(var).kind {
            VarKind::Param { reference: true, exclusive } => {
                let place = place.then(Proj::Deref);
                let kind = if exclusive { ExprKind::RefMut(place) } else { ExprKind::Ref(place) };
                Expr::new(kind, span)
            }
            _ => Expr::read(place, span),
        }
    }

    fn bind(&mut self, name: &str, binding: Binding) {
        self.scopes.last_mut().expect("a scope is open").insert(name.to_owned(), binding);
    }

    fn lookup(&self, name: &str) -> Option<&Binding> {
        self.scopes.iter().rev().find_map(|scope| scope.get(name))
    }

    fn push(&mut self, kind: StmtKind, span: Span) {
        let stmt = self.f.stmt(kind, span);
        self.block.push(stmt);
    }

    fn new_var(&mut self, name: &str, span: Span, kind: VarKind, hint: Hint) -> VarId {
        let mutable = matches!(kind, VarKind::Flag | VarKind::Checked);
        self.f.add_var(Var {
            name: name.to_owned(),
            span,
            kind,
            mutable,
            hint,
            ty: None,
            reassigned: false,
        })
    }

    /// Evaluates into a new variable, here.
    fn let_var(&mut self, name: &str, value: Expr) -> VarId {
        let span = value.span;
        let hint = self.f.expr_hint(&value);
        let var = self.new_var(name, span, VarKind::Local, hint);
        self.push(StmtKind::Let { var, value: Some(value) }, span);
        var
    }

    /// The value, evaluated here: what follows cannot change it.
    fn freeze(&mut self, value: Expr) -> Expr {
        if self.is_stable(&value) {
            return value;
        }
        match value.kind {
            ExprKind::Ref(place) => {
                let place = self.freeze_place(place);
                Expr::new(ExprKind::Ref(place), value.span)
            }
            ExprKind::RefMut(place) => {
                let place = self.freeze_place(place);
                Expr::new(ExprKind::RefMut(place), value.span)
            }
            // A view borrows its matrix: nothing can change that while the view is there.
            ExprKind::Read(place) if matches!(place.path.last(), Some(Proj::View { .. })) => {
                let place = self.freeze_place(place);
                Expr::read(place, value.span)
            }
            _ => {
                let span = value.span;
                let var = self.let_var("t", value);
                Expr::var(var, span)
            }
        }
    }

    /// The place with its indices evaluated here.
    fn freeze_place(&mut self, mut place: Place) -> Place {
        for step in &mut place.path {
            match step {
                Proj::Deref | Proj::Field(_) | Proj::Variant { .. } => {}
                Proj::Index(index) => **index = self.freeze_index((**index).clone()),
                Proj::View { args, .. } => {
                    for arg in args {
                        *arg = self.freeze_index(arg.clone());
                    }
                }
            }
        }
        place
    }

    /// A place that is about to change: an index that reads it, as in `x[x[0] as usize] += y`, is evaluated
    /// here, since the reverse sweep would find the changed value.
    fn pin_indices(&mut self, place: Place) -> Place {
        let mut reads_itself = false;
        let mut look = |index: &Expr| {
            crate::ir::visit::each_place(index, &mut |read, _| {
                reads_itself |= read.root == place.root;
            });
        };
        for step in &place.path {
            match step {
                Proj::Deref | Proj::Field(_) | Proj::Variant { .. } => {}
                Proj::Index(index) => look(index),
                Proj::View { args, .. } => args.iter().for_each(&mut look),
            }
        }
        if reads_itself { self.freeze_place(place) } else { place }
    }

    fn freeze_index(&mut self, index: Expr) -> Expr {
        if self.is_stable(&index) {
            return index;
        }
        match index.kind {
            ExprKind::Range { low, high, inclusive } => {
                let mut bound = |bound: Option<Box<Expr>>| {
                    bound.map(|bound| Box::new(self.freeze_index(*bound)))
                };
                let (low, high) = (bound(low), bound(high));
                Expr::new(ExprKind::Range { low, high, inclusive }, index.span)
            }
            ExprKind::Aggregate { kind: crate::ir::Aggregate::Tuple, operands } => {
                let operands = operands.into_iter().map(|o| self.freeze_index(o)).collect();
                Expr::new(
                    ExprKind::Aggregate { kind: crate::ir::Aggregate::Tuple, operands },
                    index.span,
                )
            }
            _ => {
                let span = index.span;
                let var = self.let_var("index", index);
                Expr::var(var, span)
            }
        }
    }

    /// Whether nothing that runs later can change the value.
    fn is_stable(&self, value: &Expr) -> bool {
        let mut stable = true;
        crate::ir::visit::each_place(value, &mut |place, _| {
            let var = self.f.var(place.root);
            stable &= match var.kind {
                VarKind::Param { exclusive, .. } => !exclusive && !var.mutable,
                VarKind::Local | VarKind::Late | VarKind::Index => !var.mutable,
                VarKind::Bound | VarKind::Flag | VarKind::Checked => false,
                VarKind::Derivative | VarKind::Slot | VarKind::Record => false,
            };
        });
        stable
    }

    fn refuse(&mut self, code: Code, at: &impl ToTokens, message: &str, help: &str) -> Expr {
        self.diags.error_at(code, at, message, help);
        self.dummy(Span::call_site())
    }

    /// Stands where a value never arrives.
    fn dummy(&self, span: Span) -> Expr {
        Expr::tokens(quote::quote!(::core::unreachable!()), span)
    }
}
