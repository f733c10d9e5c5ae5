//! Patterns: irrefutable ones become names of places, refutable ones arms of a match.

use proc_macro2::{Ident, Span};
use quote::{ToTokens, format_ident, quote};
use syn::spanned::Spanned;

use super::{Binding, Lower};
use crate::diag::codes;
use crate::ir::{
    Aggregate, Arm, Expr, ExprKind, Hint, Member, Pat, Place, Proj, StmtKind, VarKind,
};

/// How a match takes its scrutinee.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mode {
    Value,
    Shared,
    Exclusive,
}

/// What an arm's names stand for.
pub(super) type Names = Vec<(String, Binding)>;

/// `3` as an index.
pub(super) fn index_expr(index: usize, span: Span) -> Expr {
    Expr::tokens(proc_macro2::Literal::usize_unsuffixed(index).into_token_stream(), span)
}

fn member(member: &syn::Member) -> Member {
    match member {
        syn::Member::Named(name) => Member::Named(name.clone()),
        syn::Member::Unnamed(index) => Member::Index(index.index as usize),
    }
}

/// Whether an identifier pattern names a constant or a unit variant rather than binding.
fn is_constant_name(ident: &Ident) -> bool {
    ident.to_string().starts_with(|c: char| c.is_uppercase())
}

/// Whether a path names a variant through its enum: `Shape::Circle`, not `geometry::Point`.
pub(super) fn is_variant_path(path: &syn::Path) -> bool {
    let count = path.segments.len();
    count > 1 && is_constant_name(&path.segments[count - 2].ident)
}

impl Lower<'_> {
    /// The value with another place in the same way (read, borrowed, borrowed for writing).
    fn like(value: &Expr, place: Place) -> Expr {
        let kind = match &value.kind {
            ExprKind::Ref(_) => ExprKind::Ref(place),
            ExprKind::RefMut(_) => ExprKind::RefMut(place),
            _ => ExprKind::Read(place),
        };
        Expr::new(kind, value.span)
    }

    /// Binds the names of an irrefutable pattern.
    pub(super) fn bind_pattern(&mut self, pat: &syn::Pat, value: Expr) {
        match pat {
            syn::Pat::Ident(it) => {
                let name = it.ident.to_string();
                if let Some((_, sub)) = &it.subpat {
                    self.refuse(
                        codes::PATTERN_AT,
                        sub,
                        "`@` in a `let` is not supported",
                        "bind the parts by themselves",
                    );
                }
                if let Some(by_ref) = &it.by_ref {
                    let _ = by_ref;
                    let place = self.materialize(value);
                    let place = self.freeze_place(place);
                    let kind = if it.mutability.is_some() {
                        ExprKind::RefMut(place)
                    } else {
                        ExprKind::Ref(place)
                    };
                    self.bind(&name, Binding::Alias(Expr::new(kind, it.ident.span())));
                    return;
                }
                match value.kind {
                    ExprKind::Ref(_) | ExprKind::RefMut(_) => {
                        let moving = match &value.kind {
                            ExprKind::Ref(place) => self.moving_reference(it, place),
                            _ => None,
                        };
                        let value = moving.unwrap_or_else(|| self.freeze(value));
                        self.bind(&name, Binding::Alias(value));
                    }
                    // A pair of borrows: its parts are names of their places.
                    ExprKind::Aggregate { kind: Aggregate::Tuple, operands }
                        if it.mutability.is_none() && operands.iter().any(borrows) =>
                    {
                        let operands = operands.into_iter().map(|o| self.freeze(o)).collect();
                        let kind = Aggregate::Tuple;
                        let value =
                            Expr::new(ExprKind::Aggregate { kind, operands }, it.ident.span());
                        self.bind(&name, Binding::Alias(value));
                    }
                    ExprKind::RefTemp(ref inner)
                        if matches!(
                            inner.kind,
                            ExprKind::Ref(_) | ExprKind::RefMut(_) | ExprKind::RefTemp(_)
                        ) =>
                    {
                        self.bind(&name, Binding::Alias(value));
                    }
                    // A view borrows its matrix: its name is another name of the part.
                    ExprKind::Read(ref place)
                        if matches!(place.path.last(), Some(Proj::View { .. }))
                            && it.mutability.is_none() =>
                    {
                        let place = self.freeze_place(place.clone());
                        let value = Expr::read(place, it.ident.span());
                        self.bind(&name, Binding::Alias(value));
                    }
                    ExprKind::RefTemp(inner) => {
                        let var = self.let_var(&name, *inner);
                        self.f.var_mut(var).mutable = true;
                        let place = Place::var(var);
                        let value = Expr::new(ExprKind::Ref(place), it.ident.span());
                        self.bind(&name, Binding::Alias(value));
                    }
                    _ => {
                        let hint = self.f.expr_hint(&value);
                        let var = self.new_var(&name, it.ident.span(), VarKind::Local, hint);
                        if self.is_foreign_value(&value) {
                            self.foreign_vars.insert(var);
                        }
                        if let Some(ty) = super::iterators::integer_type(&value) {
                            self.integers.insert(var, ty);
                        }
                        self.f.var_mut(var).mutable = it.mutability.is_some();
                        self.push(StmtKind::Let { var, value: Some(value) }, it.ident.span());
                        self.bind(&name, Binding::Var(var));
                    }
                }
            }
            syn::Pat::Wild(_) => {}
            syn::Pat::Rest(_) => {}
            syn::Pat::Paren(it) => self.bind_pattern(&it.pat, value),
            syn::Pat::Type(it) => self.bind_pattern(&it.pat, value),
            syn::Pat::Reference(it) => {
                let place = match value.kind {
                    ExprKind::Ref(place) | ExprKind::RefMut(place) => place,
                    ExprKind::RefTemp(inner) => return self.bind_pattern(&it.pat, *inner),
                    _ => self.materialize(value).then(Proj::Deref),
                };
                self.bind_pattern(&it.pat, Expr::read(place, it.span()));
            }
            syn::Pat::Tuple(it) => {
                if let ExprKind::Aggregate { kind: Aggregate::Tuple, operands } = value.kind {
                    let has_rest = it.elems.iter().any(|p| matches!(p, syn::Pat::Rest(_)));
                    if !has_rest && operands.len() == it.elems.len() {
                        for (pat, operand) in it.elems.iter().zip(operands) {
                            self.bind_pattern(pat, operand);
                        }
                        return;
                    }
                    let value = Expr::new(
                        ExprKind::Aggregate { kind: Aggregate::Tuple, operands },
                        value.span,
                    );
                    let place = self.materialize(value);
                    let value = Expr::read(place, it.span());
                    return self.bind_fields(it.elems.iter(), value, None);
                }
                self.bind_fields(it.elems.iter(), value, None);
            }
            syn::Pat::TupleStruct(it) => self.bind_fields(it.elems.iter(), value, None),
            syn::Pat::Struct(it) => {
                let like = self.place_like(value);
                for field in &it.fields {
                    let step = Proj::Field(member(&field.member));
                    let place = like.1.clone().then(step);
                    self.bind_pattern(&field.pat, Self::like(&like.0, place));
                }
            }
            syn::Pat::Slice(it) => {
                let like = self.place_like(value);
                let count = it.elems.len();
                let mut after_rest = false;
                for (index, pat) in it.elems.iter().enumerate() {
                    let span = pat.span();
                    let from_end = |lower: &Self, back: usize| {
                        let _ = lower;
                        let len = Expr::new(
                            ExprKind::Inert {
                                method: Ident::new("len", span),
                                turbofish: None,
                                args: vec![Expr::read(like.1.clone(), span)],
                            },
                            span,
                        );
                        Expr::binary(crate::ir::BinaryOp::Sub, len, index_expr(back, span), span)
                    };
                    let rest = match pat {
                        syn::Pat::Rest(_) => Some(None),
                        syn::Pat::Ident(name) if matches!(&name.subpat, Some((_, p)) if matches!(**p, syn::Pat::Rest(_))) => {
                            Some(Some(name.ident.clone()))
                        }
                        _ => None,
                    };
                    if let Some(name) = rest {
                        after_rest = true;
                        if let Some(name) = name {
                            let high = from_end(self, count - 1 - index);
                            let range = Expr::new(
                                ExprKind::Range {
                                    low: Some(Box::new(index_expr(index, span))),
                                    high: Some(Box::new(high)),
                                    inclusive: false,
                                },
                                span,
                            );
                            let place = like.1.clone().then(Proj::Index(Box::new(range)));
                            let value = Self::like(&like.0, place);
                            let value = self.freeze(value);
                            self.bind(&name.to_string(), Binding::Alias(value));
                        }
                        continue;
                    }
                    let index = if after_rest {
                        from_end(self, count - index)
                    } else {
                        index_expr(index, span)
                    };
                    let place = like.1.clone().then(Proj::Index(Box::new(index)));
                    self.bind_pattern(pat, Self::like(&like.0, place));
                }
            }
            other => {
                self.refuse(
                    codes::PATTERN,
                    other,
                    "this pattern is not supported here",
                    "bind a name and take it apart below",
                );
            }
        }
    }

    /// The value as a place, and something to build its parts like.
    fn place_like(&mut self, value: Expr) -> (Expr, Place) {
        let span = value.span;
        match value.kind {
            ExprKind::Ref(place) => (Expr::new(ExprKind::Ref(place.clone()), span), place),
            ExprKind::RefMut(place) => (Expr::new(ExprKind::RefMut(place.clone()), span), place),
            _ => {
                let place = self.materialize(value);
                (Expr::read(place.clone(), span), place)
            }
        }
    }

    fn bind_fields<'p>(
        &mut self,
        pats: impl ExactSizeIterator<Item = &'p syn::Pat>,
        value: Expr,
        _variant: Option<&Ident>,
    ) {
        let like = self.place_like(value);
        let count = pats.len();
        for (index, pat) in pats.enumerate() {
            if let syn::Pat::Rest(rest) = pat {
                if index + 1 < count {
                    // Fields after `..` count from the end, which is not known here.
                    self.refuse(
                        codes::PATTERN_REST,
                        rest,
                        "`..` is supported at the end of a pattern only",
                        "write `_` for each field before",
                    );
                }
                return;
            }
            let place = like.1.clone().then(Proj::Field(Member::Index(index)));
            self.bind_pattern(pat, Self::like(&like.0, place));
        }
    }

    /// A refutable pattern with what it binds.
    pub(super) fn pattern(
        &mut self,
        pat: &syn::Pat,
        scrutinee: &Place,
        mode: Mode,
    ) -> (Pat, Vec<crate::ir::Binding>, Names) {
        let hint = self.f.place_hint(scrutinee);
        let mut out = PatternOut {
            scrutinee: scrutinee.clone(),
            bindings: Vec::new(),
            names: Vec::new(),
            by_value: mode == Mode::Value,
            exclusive: mode == Mode::Exclusive,
        };
        let pat = self.pattern_part(pat, &mut Vec::new(), hint, &mut out);
        if !self.is_stable(&Expr::read(scrutinee.clone(), Span::call_site())) {
            // The arm may change what it matched on: what it took by value is copied.
            for (_, binding) in &mut out.names {
                if let Binding::Alias(value) = binding
                    && matches!(value.kind, ExprKind::Read(_))
                {
                    *binding = Binding::Copied { value: value.clone(), mutable: false };
                }
            }
        }
        (pat, out.bindings, out.names)
    }

    fn pattern_part(
        &mut self,
        pat: &syn::Pat,
        path: &mut Vec<Proj>,
        hint: Hint,
        out: &mut PatternOut,
    ) -> Pat {
        // A name binds the reference itself; what looks through it binds by reference.
        let looks_through = !matches!(pat, syn::Pat::Ident(_) | syn::Pat::Reference(_));
        if out.by_value && looks_through && self.is_reference_part(&out.scrutinee, path) {
            out.by_value = false;
            let part = self.pattern_part(pat, path, hint, out);
            out.by_value = true;
            return part;
        }
        match pat {
            syn::Pat::Wild(_) => Pat::Wild,
            syn::Pat::Paren(it) => self.pattern_part(&it.pat, path, hint, out),
            // The value is matched by a borrow, through which a literal that is a reference itself does not look.
            syn::Pat::Lit(syn::ExprLit { lit: syn::Lit::Str(text), .. })
                if out.by_value && path.is_empty() =>
            {
                Pat::Tokens(quote!(&#text))
            }
            syn::Pat::Lit(_) | syn::Pat::Range(_) | syn::Pat::Path(_) | syn::Pat::Const(_) => {
                Pat::Tokens(pat.to_token_stream())
            }
            syn::Pat::Ident(it) if is_constant_name(&it.ident) && it.subpat.is_none() => {
                Pat::Tokens(it.ident.to_token_stream())
            }
            syn::Pat::Ident(it) => {
                let sub = it
                    .subpat
                    .as_ref()
                    .map(|(_, sub)| Box::new(self.pattern_part(sub, path, hint.clone(), out)));
                let name = it.ident.to_string();
                // Or-patterns bind the same names in each alternative.
                if let Some((_, known)) = out.names.iter().find(|(known, _)| *known == name)
                    && let Binding::Alias(known) | Binding::Copied { value: known, .. } = known
                    && let Some(place) = known.place()
                {
                    let root = place.root;
                    let known = out.bindings.iter().find(|binding| binding.var == root);
                    if known.is_some_and(|known| path_text(&known.path) != path_text(path)) {
                        self.refuse(
                            codes::PATTERN_ALTERNATIVES,
                            it,
                            "these alternatives bind the name in different places",
                            "write an arm for each",
                        );
                    }
                    return Pat::Bind(root, sub);
                }
                let var = self.new_var(&name, it.ident.span(), VarKind::Bound, hint);
                let place = Place::var(var).then(Proj::Deref);
                // `mut x` is a variable of its own, also where the rest is bound by reference.
                let own = it.by_ref.is_none() && it.mutability.is_some();
                let value = match (&it.by_ref, it.mutability.is_some()) {
                    (Some(_), true) => ExprKind::RefMut(place),
                    (Some(_), false) => ExprKind::Ref(place),
                    (None, mutable) if mutable || out.by_value => ExprKind::Read(place),
                    (None, _) => ExprKind::Ref(place),
                };
                out.bindings.push(crate::ir::Binding { var, path: path.clone() });
                let value = Expr::new(value, it.ident.span());
                let binding = if own {
                    Binding::Copied { value, mutable: true }
                } else {
                    Binding::Alias(value)
                };
                out.names.push((name, binding));
                Pat::Bind(var, sub)
            }
            syn::Pat::Tuple(it) => {
                let rest = it.elems.iter().position(|p| matches!(p, syn::Pat::Rest(_)));
                if let Some(rest) = rest
                    && rest + 1 != it.elems.len()
                {
                    self.refuse(
                        codes::PATTERN_REST,
                        it,
                        "`..` is supported at the end of a pattern only",
                        "write `_` for each field",
                    );
                }
                let mut fields = Vec::new();
                for (index, pat) in it.elems.iter().enumerate() {
                    if matches!(pat, syn::Pat::Rest(_)) {
                        continue;
                    }
                    path.push(Proj::Field(Member::Index(index)));
                    fields.push(self.pattern_part(pat, path, hint.field(index), out));
                    path.pop();
                }
                Pat::Tuple(fields, rest)
            }
            syn::Pat::TupleStruct(it) => {
                let rest = it.elems.iter().position(|p| matches!(p, syn::Pat::Rest(_)));
                if let Some(rest) = rest
                    && rest + 1 != it.elems.len()
                {
                    self.refuse(
                        codes::PATTERN_REST,
                        it,
                        "`..` is supported at the end of a pattern only",
                        "write `_` for each field",
                    );
                }
                let name = it.path.segments.last().map(|segment| segment.ident.clone());
                let name = name.unwrap_or_else(|| format_ident!("missing"));
                let payload =
                    if name == "Some" || name == "Ok" { hint.payload() } else { Hint::Unknown };
                let mut fields = Vec::new();
                for (index, pat) in it.elems.iter().enumerate() {
                    if matches!(pat, syn::Pat::Rest(_)) {
                        continue;
                    }
                    path.push(Proj::Variant {
                        name: name.clone(),
                        field: format_ident!("_{index}"),
                    });
                    fields.push(self.pattern_part(pat, path, payload.clone(), out));
                    path.pop();
                }
                Pat::TupleStruct { path: it.path.to_token_stream(), fields, rest }
            }
            syn::Pat::Struct(it) => {
                let name = it.path.segments.last().map(|segment| segment.ident.clone());
                let name = name.unwrap_or_else(|| format_ident!("missing"));
                let is_variant = is_variant_path(&it.path);
                let mut fields = Vec::new();
                for field in &it.fields {
                    path.push(match (&field.member, is_variant) {
                        (syn::Member::Named(field), true) => {
                            Proj::Variant { name: name.clone(), field: field.clone() }
                        }
                        (syn::Member::Unnamed(index), true) => Proj::Variant {
                            name: name.clone(),
                            field: format_ident!("_{}", index.index),
                        },
                        (other, false) => Proj::Field(member(other)),
                    });
                    let part = self.pattern_part(&field.pat, path, Hint::Unknown, out);
                    fields.push((member(&field.member), part));
                    path.pop();
                }
                Pat::Struct { path: it.path.to_token_stream(), fields, rest: it.rest.is_some() }
            }
            syn::Pat::Or(it) => {
                let cases = it
                    .cases
                    .iter()
                    .map(|p| self.pattern_part(p, path, hint.clone(), out))
                    .collect();
                Pat::Or(cases)
            }
            syn::Pat::Reference(it) => {
                // The scrutinee is matched by reference: what stands behind the `&` is bound by reference too.
                let before = std::mem::replace(&mut out.by_value, true);
                let part = self.pattern_part(&it.pat, path, hint, out);
                out.by_value = before;
                part
            }
            syn::Pat::Slice(it) => {
                let mut fields = Vec::new();
                let mut rest = None;
                let count = it.elems.len();
                for (index, pat) in it.elems.iter().enumerate() {
                    match pat {
                        syn::Pat::Rest(_) => rest = Some((index, None)),
                        syn::Pat::Ident(name) if matches!(&name.subpat, Some((_, p)) if matches!(**p, syn::Pat::Rest(_))) =>
                        {
                            let after = count - index - 1;
                            self.bound_rest(name, path, (index, after), out);
                            rest = Some((index, None));
                        }
                        pat => {
                            let index = match rest {
                                Some(_) => {
                                    self.counted_back(&out.scrutinee, path, count - index, pat)
                                }
                                None => index_expr(index, pat.span()),
                            };
                            path.push(Proj::Index(Box::new(index)));
                            fields.push(self.pattern_part(pat, path, hint.element(), out));
                            path.pop();
                        }
                    }
                }
                Pat::Slice(fields, rest)
            }
            other => {
                self.refuse(
                    codes::PATTERN,
                    other,
                    "this pattern is not supported",
                    "write nested `if let`s",
                );
                Pat::Tokens(quote!(_))
            }
        }
    }

    /// The index of an element after a `..`, counted from the end of the list at `path`.
    pub(super) fn counted_back(
        &mut self,
        scrutinee: &Place,
        path: &[Proj],
        back: usize,
        pat: &(impl Spanned + ToTokens),
    ) -> Expr {
        let span = pat.span();
        if path.iter().any(|step| matches!(step, Proj::Variant { .. })) {
            self.refuse(
                codes::PATTERN_REST,
                pat,
                "elements after `..` are not supported inside the pattern of an enum",
                "bind the list, match on its length and index below",
            );
        }
        let mut list = scrutinee.clone();
        list.path.extend(path.iter().cloned());
        let args = vec![Expr::read(list, span)];
        let method = Ident::new("len", span);
        let len = Expr::new(ExprKind::Inert { method, turbofish: None, args }, span);
        Expr::binary(crate::ir::BinaryOp::Sub, len, index_expr(back, span), span)
    }

    /// Binds an arm's names; copies are made here.
    pub(super) fn bind_names(&mut self, names: Names) {
        for (name, binding) in names {
            let binding = match binding {
                Binding::Copied { value, mutable } => {
                    let var = self.let_var(&name, value);
                    self.f.var_mut(var).mutable = mutable;
                    Binding::Var(var)
                }
                other => other,
            };
            self.bind(&name, binding);
        }
    }

    /// Guards see what is matched, not copies of it.
    pub(super) fn bind_names_for_guard(&mut self, names: &Names) {
        for (name, binding) in names {
            let binding = match binding {
                Binding::Copied { value, .. } => Binding::Alias(value.clone()),
                other => other.clone(),
            };
            self.bind(name, binding);
        }
    }

    /// `match`. Gives a value if wanted.
    pub(super) fn lower_match(&mut self, it: &syn::ExprMatch, wanted: bool) -> Option<Expr> {
        if let Some(value) = self.match_maybe(it, wanted) {
            return value;
        }
        let span = it.match_token.span;
        let value = self.expr(&it.expr);
        if self.block.dead {
            return wanted.then(|| self.dummy(span));
        }
        let (place, mode) = self.scrutinee(value, it.arms.iter().map(|arm| &arm.pat));
        if let Some(index) = self.staged_guard(it, &place, mode) {
            return self.staged_match(it, index, (place, mode), wanted);
        }
        let guards = self.guards;
        let dest = self.dest(wanted, span);
        let mut arms = Vec::new();
        // Alternatives that bind are arms of their own: each finds its parts elsewhere.
        let alternatives = it.arms.iter().flat_map(|arm| {
            let pats: Vec<&syn::Pat> = match &arm.pat {
                syn::Pat::Or(or)
                    if !super::pattern_names(&arm.pat).iter().all(|n| starts_upper(n)) =>
                {
                    or.cases.iter().collect()
                }
                pat => vec![pat],
            };
            pats.into_iter().map(move |pat| (arm, pat))
        });
        for (arm, pat) in alternatives {
            let (pat, bindings, names) = self.pattern(pat, &place, mode);
            let mut guard = None;
            let body = self.match_arm(|lower| {
                lower.bind_names_for_guard(&names);
                if let Some((_, cond)) = &arm.guard {
                    let mut value = None;
                    let block = lower.closed(|lower| value = Some(lower.expr(cond)));
                    if block.stmts.is_empty() {
                        guard = value;
                    } else {
                        lower.refuse(
                            codes::GUARD,
                            cond,
                            "this guard is too complex",
                            "compute it before the match, or write an `if` inside the arm",
                        );
                    }
                }
                lower.bind_names(names);
                let value = lower.value_if(&arm.body, wanted);
                lower.arrive(dest, value);
            });
            arms.push((Arm { pat, bindings, guard, body: Default::default() }, body));
        }
        self.join_match(place, mode == Mode::Exclusive, arms, span);
        self.check_dest(dest, guards);
        dest.map(|dest| Expr::var(dest, span))
    }

    /// `if let pat = value`.
    pub(super) fn branch_let(
        &mut self,
        it: &syn::ExprLet,
        span: Span,
        then: &mut dyn FnMut(&mut Self),
        els: &mut dyn FnMut(&mut Self),
    ) {
        if self.branch_maybe(it, span, then, els) {
            return;
        }
        let value = self.expr(&it.expr);
        let (place, mode) = self.scrutinee(value, std::iter::once(&*it.pat));
        let (pat, bindings, names) = self.pattern(&it.pat, &place, mode);
        let taken = self.match_arm(|lower| {
            lower.bind_names(names);
            then(lower);
        });
        let other = self.match_arm(|lower| els(lower));
        let arms = vec![
            (Arm { pat, bindings, guard: None, body: Default::default() }, taken),
            (
                Arm { pat: Pat::Wild, bindings: Vec::new(), guard: None, body: Default::default() },
                other,
            ),
        ];
        self.join_match(place, mode == Mode::Exclusive, arms, span);
    }
}

fn starts_upper(name: &str) -> bool {
    name.starts_with(|c: char| c.is_uppercase())
}

/// Whether a part of a tuple is a borrow, or has one.
fn borrows(value: &Expr) -> bool {
    match &value.kind {
        ExprKind::Ref(_) | ExprKind::RefMut(_) | ExprKind::RefTemp(_) => true,
        ExprKind::Aggregate { kind: Aggregate::Tuple, operands } => operands.iter().any(borrows),
        _ => false,
    }
}

/// A path as text, to compare two.
fn path_text(path: &[Proj]) -> String {
    crate::ir::print::place(&Place { root: crate::ir::VarId(0), path: path.to_vec() })
}

/// What a refutable pattern binds.
pub(super) struct PatternOut {
    pub(super) scrutinee: Place,
    bindings: Vec<crate::ir::Binding>,
    pub(super) names: Names,
    pub(super) by_value: bool,
    /// Whether it is matched by `&mut`.
    pub(super) exclusive: bool,
}
