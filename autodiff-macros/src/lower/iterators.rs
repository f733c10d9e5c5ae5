//! Iterators: sources, adaptors and consumers become counted loops.
//!
//! A [`Chain`] is what the user wrote, not run. An indexable chain (`zip`, `enumerate`, `rev`, `map`, ... of
//! slices and ranges) has a length and an element for each index; others (`filter`, `take_while`, ...) are
//! driven: the consumer's code stands inside the loop, behind the adaptors' conditions.

use std::rc::Rc;

use proc_macro2::{Ident, Span};
use quote::{ToTokens, quote};
use syn::spanned::Spanned;

use super::closures::Closure;
use super::patterns::index_expr;
use super::stmt::strip;
use super::{Binding, Lower};
use crate::ir::{Aggregate, BinaryOp, Expr, ExprKind, Hint, Place, Proj, Range, StmtKind, VarKind};

/// How elements are handed out.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Items {
    Value,
    Shared,
    Exclusive,
}

/// An iterator as written.
enum Chain {
    Range {
        low: Expr,
        high: Option<Expr>,
        inclusive: bool,
    },
    Elements {
        place: Place,
        items: Items,
    },
    Chunks {
        place: Place,
        size: Expr,
        exact: bool,
        items: Items,
    },
    Windows {
        place: Place,
        size: Expr,
    },
    /// Columns or rows of a matrix.
    Lines {
        place: Place,
        view: &'static str,
        count: &'static str,
        items: Items,
    },
    Zip(Box<Chain>, Box<Chain>),
    Enumerate(Box<Chain>),
    Rev(Box<Chain>, Option<Expr>),
    Skip(Box<Chain>, Expr),
    Take(Box<Chain>, Expr),
    StepBy(Box<Chain>, Expr),
    Map(Box<Chain>, Rc<Closure>),
    Copied(Box<Chain>),
    Filter(Box<Chain>, Rc<Closure>),
    TakeWhile(Box<Chain>, Rc<Closure>),
    SkipWhile(Box<Chain>, Rc<Closure>),
}

impl Chain {
    fn is_indexable(&self) -> bool {
        match self {
            Chain::Range { high, .. } => high.is_some(),
            Chain::Elements { .. }
            | Chain::Chunks { .. }
            | Chain::Windows { .. }
            | Chain::Lines { .. } => true,
            // An endless range has as many elements as its partner.
            Chain::Zip(a, b) => {
                (a.is_indexable() && (b.is_indexable() || b.is_endless()))
                    || (a.is_endless() && b.is_indexable())
            }
            Chain::Enumerate(a)
            | Chain::Rev(a, _)
            | Chain::Skip(a, _)
            | Chain::StepBy(a, _)
            | Chain::Map(a, _)
            | Chain::Copied(a) => a.is_indexable(),
            Chain::Take(a, _) => a.is_indexable() || a.is_endless(),
            Chain::Filter(..) | Chain::TakeWhile(..) | Chain::SkipWhile(..) => false,
        }
    }

    fn is_endless(&self) -> bool {
        match self {
            Chain::Range { high, .. } => high.is_none(),
            Chain::Map(a, _) | Chain::Skip(a, _) | Chain::StepBy(a, _) => a.is_endless(),
            _ => false,
        }
    }
}

const SOURCES: &[&str] = &[
    "iter",
    "iter_mut",
    "chunks",
    "chunks_exact",
    "chunks_mut",
    "chunks_exact_mut",
    "windows",
    "column_iter",
    "row_iter",
    "column_iter_mut",
    "row_iter_mut",
];

const ADAPTORS: &[&str] = &[
    "zip",
    "enumerate",
    "rev",
    "skip",
    "take",
    "step_by",
    "map",
    "copied",
    "cloned",
    "filter",
    "take_while",
    "skip_while",
    "scan",
    "flat_map",
    "filter_map",
    "chain",
    "into_iter",
    "by_ref",
    "peekable",
    "inspect",
];

/// Whether an expression is an iterator by its form.
pub(super) fn is_iterator(expr: &syn::Expr) -> bool {
    match strip(expr) {
        syn::Expr::MethodCall(it) => {
            let name = it.method.to_string();
            let plain_source = SOURCES.contains(&name.as_str());
            plain_source
                || name == "into_iter"
                || (ADAPTORS.contains(&name.as_str()) && is_iterator(&it.receiver))
        }
        syn::Expr::Range(_) => true,
        _ => false,
    }
}

type Body<'b, 'a> = &'b mut dyn FnMut(&mut Lower<'a>, Expr);

impl<'a> Lower<'a> {
    /// Whether the expression is an iterator, by its form or by its name.
    fn iterates(&self, expr: &syn::Expr) -> bool {
        match strip(expr) {
            syn::Expr::MethodCall(it) => {
                let name = it.method.to_string();
                SOURCES.contains(&name.as_str())
                    || name == "into_iter"
                    || (ADAPTORS.contains(&name.as_str()) && self.iterates(&it.receiver))
            }
            syn::Expr::Range(_) => true,
            syn::Expr::Path(it) => it
                .path
                .get_ident()
                .and_then(|ident| self.lookup(&ident.to_string()))
                .is_some_and(|binding| matches!(binding, Binding::Iter(..))),
            _ => false,
        }
    }

    fn chain(&mut self, expr: &syn::Expr) -> Option<Chain> {
        let expr = strip(expr);
        match expr {
            syn::Expr::Range(it) => {
                let Some(start) = &it.start else {
                    self.refuse(it, "a range without a start cannot be iterated", "");
                    return None;
                };
                let low = self.expr(start);
                let low = self.freeze(low);
                let high = it.end.as_ref().map(|end| {
                    let high = self.expr(end);
                    self.freeze(high)
                });
                let inclusive = matches!(it.limits, syn::RangeLimits::Closed(_));
                Some(Chain::Range { low, high, inclusive })
            }
            syn::Expr::Path(it) => {
                if let Some(ident) = it.path.get_ident()
                    && let Some(Binding::Iter(source, scopes)) =
                        self.lookup(&ident.to_string()).cloned()
                {
                    let outer = std::mem::replace(&mut self.scopes, scopes);
                    let chain = self.chain(&source);
                    self.scopes = outer;
                    return chain;
                }
                self.elements(expr, None)
            }
            syn::Expr::Reference(it) => {
                let items = if it.mutability.is_some() { Items::Exclusive } else { Items::Shared };
                self.elements(&it.expr, Some(items))
            }
            syn::Expr::MethodCall(it) => self.method_chain(it),
            _ => self.elements(expr, None),
        }
    }

    /// The elements of an array, a slice, a `Vec`, a matrix.
    fn elements(&mut self, expr: &syn::Expr, items: Option<Items>) -> Option<Chain> {
        let value = match self.place(expr) {
            Some(_) if items.is_some() => None,
            _ => Some(self.expr(expr)),
        };
        let (place, found) = match value {
            None => (self.base(expr), Items::Value),
            Some(value) => match value.kind {
                ExprKind::Ref(place) => (place, Items::Shared),
                ExprKind::RefMut(place) => (place, Items::Exclusive),
                _ => (self.materialize(value), Items::Value),
            },
        };
        let place = self.freeze_place(place);
        Some(Chain::Elements { place, items: items.unwrap_or(found) })
    }

    fn method_chain(&mut self, it: &syn::ExprMethodCall) -> Option<Chain> {
        let name = it.method.to_string();
        let span = it.method.span();
        let boxed = |chain: Chain| Box::new(chain);
        match (name.as_str(), it.args.len()) {
            ("iter", 0) => self.elements(&it.receiver, Some(Items::Shared)),
            ("iter_mut", 0) => self.elements(&it.receiver, Some(Items::Exclusive)),
            ("into_iter" | "by_ref", 0) => self.chain(&it.receiver),
            ("chunks" | "chunks_exact" | "chunks_mut" | "chunks_exact_mut", 1) => {
                let place = self.base(&it.receiver);
                let place = self.freeze_place(place);
                let size = self.expr(&it.args[0]);
                let size = self.freeze(size);
                let exact = name.contains("exact");
                let items = if name.ends_with("_mut") { Items::Exclusive } else { Items::Shared };
                Some(Chain::Chunks { place, size, exact, items })
            }
            ("windows", 1) => {
                let place = self.base(&it.receiver);
                let place = self.freeze_place(place);
                let size = self.expr(&it.args[0]);
                let size = self.freeze(size);
                Some(Chain::Windows { place, size })
            }
            ("column_iter" | "column_iter_mut" | "row_iter" | "row_iter_mut", 0) => {
                let place = self.base(&it.receiver);
                let place = self.freeze_place(place);
                let (view, count) =
                    if name.starts_with("column") { ("column", "ncols") } else { ("row", "nrows") };
                let items = if name.ends_with("_mut") { Items::Exclusive } else { Items::Value };
                Some(Chain::Lines { place, view, count, items })
            }
            ("zip", 1) => {
                let a = self.chain(&it.receiver)?;
                let b = self.chain(&it.args[0])?;
                Some(Chain::Zip(boxed(a), boxed(b)))
            }
            ("enumerate", 0) => Some(Chain::Enumerate(boxed(self.chain(&it.receiver)?))),
            ("rev", 0) => Some(Chain::Rev(boxed(self.chain(&it.receiver)?), None)),
            ("skip" | "take" | "step_by", 1) => {
                let inner = boxed(self.chain(&it.receiver)?);
                let count = self.expr(&it.args[0]);
                let count = self.freeze(count);
                Some(match name.as_str() {
                    "skip" => Chain::Skip(inner, count),
                    "take" => Chain::Take(inner, count),
                    _ => Chain::StepBy(inner, count),
                })
            }
            ("copied" | "cloned", 0) => Some(Chain::Copied(boxed(self.chain(&it.receiver)?))),
            ("map" | "filter" | "take_while" | "skip_while", 1) => {
                let inner = boxed(self.chain(&it.receiver)?);
                let closure = self.callable(&it.args[0])?;
                Some(match name.as_str() {
                    "map" => Chain::Map(inner, closure),
                    "filter" => Chain::Filter(inner, closure),
                    "take_while" => Chain::TakeWhile(inner, closure),
                    _ => Chain::SkipWhile(inner, closure),
                })
            }
            _ => {
                if self.iterates(&it.receiver) || ADAPTORS.contains(&name.as_str()) {
                    let _ = span;
                    self.refuse(
                        &it.method,
                        &format!("the iterator adaptor `{name}` is not supported yet"),
                        "write a loop",
                    );
                    return None;
                }
                self.elements(&syn::Expr::MethodCall(it.clone()), None)
            }
        }
    }

    fn trips(low: &Expr, high: &Expr, inclusive: bool, span: Span) -> Expr {
        if let ExprKind::Tokens(tokens) = &low.kind
            && matches!(tokens.to_string().as_str(), "0" | "0usize")
            && !inclusive
        {
            return high.clone();
        }
        let high = if inclusive {
            Expr::binary(BinaryOp::Add, high.clone(), index_expr(1, span), span)
        } else {
            high.clone()
        };
        Self::helper("difference", vec![high, low.clone()], span)
    }

    fn helper(name: &'static str, args: Vec<Expr>, span: Span) -> Expr {
        Expr::new(ExprKind::Helper { name, args }, span)
    }

    fn inert(method: &str, place: &Place, span: Span) -> Expr {
        let args = vec![Expr::read(place.clone(), span)];
        Expr::new(ExprKind::Inert { method: Ident::new(method, span), turbofish: None, args }, span)
    }

    /// The number of elements of an indexable chain; lengths that elements need are kept.
    fn count(&mut self, chain: &mut Chain, span: Span) -> Expr {
        match chain {
            Chain::Range { low, high, inclusive } => match high {
                Some(high) => Self::trips(low, high, *inclusive, span),
                None => Expr::tokens(quote!(usize::MAX), span),
            },
            Chain::Elements { place, .. } => self.length(place, span).0,
            Chain::Chunks { place, size, exact, .. } => {
                let (len, _) = self.length(place, span);
                if *exact {
                    Expr::binary(BinaryOp::Div, len, size.clone(), span)
                } else {
                    Self::helper("div_ceil", vec![len, size.clone()], span)
                }
            }
            Chain::Windows { place, size } => {
                let (len, _) = self.length(place, span);
                let len = Expr::binary(BinaryOp::Add, len, index_expr(1, span), span);
                Self::helper("difference", vec![len, size.clone()], span)
            }
            Chain::Lines { place, count, .. } => Self::inert(count, place, span),
            Chain::Zip(a, b) => {
                if a.is_endless() {
                    return self.count(b, span);
                }
                if b.is_endless() {
                    return self.count(a, span);
                }
                let (a, b) = (self.count(a, span), self.count(b, span));
                if a.kind_text() == b.kind_text() {
                    return a;
                }
                Self::helper("least", vec![a, b], span)
            }
            Chain::Enumerate(a) | Chain::Map(a, _) | Chain::Copied(a) => self.count(a, span),
            Chain::Rev(a, total) => {
                let count = self.count(a, span);
                let count = self.freeze(count);
                *total = Some(count.clone());
                count
            }
            Chain::Skip(a, n) => {
                let count = self.count(a, span);
                Self::helper("difference", vec![count, n.clone()], span)
            }
            Chain::Take(a, n) => {
                if a.is_endless() {
                    return n.clone();
                }
                let count = self.count(a, span);
                Self::helper("least", vec![count, n.clone()], span)
            }
            Chain::StepBy(a, k) => {
                let count = self.count(a, span);
                Self::helper("div_ceil", vec![count, k.clone()], span)
            }
            Chain::Filter(..) | Chain::TakeWhile(..) | Chain::SkipWhile(..) => {
                self.diags.error(span, "this iterator has no length", "filter last");
                self.dummy(span)
            }
        }
    }

    fn handed(place: Place, items: Items, span: Span) -> Expr {
        let kind = match items {
            Items::Value => ExprKind::Read(place),
            Items::Shared => ExprKind::Ref(place),
            Items::Exclusive => ExprKind::RefMut(place),
        };
        Expr::new(kind, span)
    }

    /// The element of an indexable chain at an index.
    fn element(&mut self, chain: &Chain, index: Expr, at: &syn::Expr) -> Expr {
        let span = at.span();
        match chain {
            Chain::Range { low, .. } => Self::offset(low, index, span),
            Chain::Elements { place, items } => {
                Self::handed(place.clone().then(Proj::Index(Box::new(index))), *items, span)
            }
            Chain::Chunks { place, size, exact, items } => {
                let low = Expr::binary(BinaryOp::Mul, index, size.clone(), span);
                let low = self.freeze_new(low);
                let high = Expr::binary(BinaryOp::Add, low.clone(), size.clone(), span);
                let high = if *exact {
                    high
                } else {
                    let (len, _) = self.length(place, span);
                    Self::helper("least", vec![high, len], span)
                };
                let range = ExprKind::Range {
                    low: Some(Box::new(low)),
                    high: Some(Box::new(high)),
                    inclusive: false,
                };
                let step = Proj::Index(Box::new(Expr::new(range, span)));
                Self::handed(place.clone().then(step), *items, span)
            }
            Chain::Windows { place, size } => {
                let high = Expr::binary(BinaryOp::Add, index.clone(), size.clone(), span);
                let range = ExprKind::Range {
                    low: Some(Box::new(index)),
                    high: Some(Box::new(high)),
                    inclusive: false,
                };
                let step = Proj::Index(Box::new(Expr::new(range, span)));
                Self::handed(place.clone().then(step), Items::Shared, span)
            }
            Chain::Lines { place, view, items, .. } => {
                let step = Proj::View {
                    method: Ident::new(view, span),
                    turbofish: None,
                    args: vec![index],
                };
                Self::handed(place.clone().then(step), *items, span)
            }
            Chain::Zip(a, b) => {
                let a = self.element(a, index.clone(), at);
                let b = self.element(b, index, at);
                let kind = Aggregate::Tuple;
                Expr::new(ExprKind::Aggregate { kind, operands: vec![a, b] }, span)
            }
            Chain::Enumerate(a) => {
                let element = self.element(a, index.clone(), at);
                let kind = Aggregate::Tuple;
                Expr::new(ExprKind::Aggregate { kind, operands: vec![index, element] }, span)
            }
            Chain::Rev(a, total) => {
                let total = total.clone().unwrap_or_else(|| self.dummy(span));
                let last = Expr::binary(BinaryOp::Sub, total, index_expr(1, span), span);
                let index = Expr::binary(BinaryOp::Sub, last, index, span);
                let index = self.freeze_new(index);
                self.element(a, index, at)
            }
            Chain::Skip(a, n) => {
                let index = Expr::binary(BinaryOp::Add, n.clone(), index, span);
                self.element(a, index, at)
            }
            Chain::Take(a, _) => self.element(a, index, at),
            Chain::StepBy(a, k) => {
                let index = Expr::binary(BinaryOp::Mul, index, k.clone(), span);
                self.element(a, index, at)
            }
            Chain::Map(a, closure) => {
                let element = self.element(a, index, at);
                self.call_closure(closure, vec![element], at)
            }
            Chain::Copied(a) => {
                let element = self.element(a, index, at);
                self.dereferenced(element)
            }
            Chain::Filter(..) | Chain::TakeWhile(..) | Chain::SkipWhile(..) => self.dummy(span),
        }
    }

    fn freeze_new(&mut self, value: Expr) -> Expr {
        let span = value.span;
        let var = self.let_var("index", value);
        self.f.var_mut(var).hint = Hint::Discrete;
        Expr::var(var, span)
    }

    /// `*value`.
    pub(super) fn dereferenced(&mut self, value: Expr) -> Expr {
        let span = value.span;
        match value.kind {
            ExprKind::Ref(place) | ExprKind::RefMut(place) => Expr::read(place, span),
            ExprKind::RefTemp(inner) => *inner,
            // A scalar is behind no reference any more.
            ExprKind::Read(place) if self.f.place_hint(&place).is_scalar() => {
                Expr::read(place, span)
            }
            _ => {
                let place = self.materialize(value).then(Proj::Deref);
                Expr::read(place, span)
            }
        }
    }

    /// Runs `body` for each element, in order.
    fn drive(
        &mut self,
        mut chain: Chain,
        label: Option<&syn::Label>,
        at: &syn::Expr,
        body: Body<'_, 'a>,
    ) {
        let span = at.span();
        if chain.is_indexable() {
            if let Some((range, maps)) = Self::plain_range(&mut chain) {
                let mut range = range;
                range.constant_trips = self.constant_trips(&range);
                let name = "i";
                self.counted_loop(label, name, range, span, |lower, var| {
                    let mut value = Expr::var(var, span);
                    for closure in maps {
                        value = lower.call_closure(&closure, vec![value], at);
                    }
                    body(lower, value);
                });
                return;
            }
            let constant_trips = match &chain {
                Chain::Elements { place, .. } => self.length(place, span).1,
                _ => None,
            };
            let high = self.count(&mut chain, span);
            let high = if constant_trips.is_some() || Self::is_constant(&high) {
                high
            } else {
                let var = self.let_var("count", high);
                self.f.var_mut(var).hint = Hint::Discrete;
                Expr::var(var, span)
            };
            let mut range = Range {
                low: index_expr(0, span),
                high,
                inclusive: false,
                step: None,
                reversed: false,
                constant_trips,
            };
            if range.constant_trips.is_none() && Self::is_plain_constant(&range.high) {
                range.constant_trips = self.constant_trips(&range);
            }
            self.counted_loop(label, "i", range, span, |lower, var| {
                let value = lower.element(&chain, Expr::var(var, span), at);
                body(lower, value);
            });
            return;
        }
        match chain {
            Chain::Filter(inner, closure) => {
                self.drive(*inner, label, at, &mut |lower, item| {
                    let (item, borrowed) = lower.borrowed(item);
                    let cond = lower.call_closure(&closure, vec![borrowed], at);
                    lower.only_if(cond, span);
                    body(lower, item);
                });
            }
            Chain::TakeWhile(inner, closure) => {
                self.drive(*inner, label, at, &mut |lower, item| {
                    let (item, borrowed) = lower.borrowed(item);
                    let cond = lower.call_closure(&closure, vec![borrowed], at);
                    lower.when(Expr::not(cond), span, |lower| lower.end_innermost_loop(span));
                    body(lower, item);
                });
            }
            Chain::SkipWhile(inner, closure) => {
                let started = self.new_var("started", span, VarKind::Local, Hint::Discrete);
                self.f.var_mut(started).mutable = true;
                let value = Some(super::control::bool_expr(false, span));
                self.push(StmtKind::Let { var: started, value }, span);
                self.drive(*inner, label, at, &mut |lower, item| {
                    let (item, borrowed) = lower.borrowed(item);
                    let cond = lower.call_closure(&closure, vec![borrowed], at);
                    let cond = lower.condition(cond);
                    let before =
                        Expr::binary(BinaryOp::Or, Expr::var(started, span), Expr::not(cond), span);
                    let place = Place::var(started);
                    lower.push(StmtKind::Assign { place, value: before }, span);
                    lower.only_if(Expr::var(started, span), span);
                    body(lower, item);
                });
            }
            Chain::Map(inner, closure) => {
                self.drive(*inner, label, at, &mut |lower, item| {
                    let value = lower.call_closure(&closure, vec![item], at);
                    body(lower, value);
                });
            }
            Chain::Copied(inner) => {
                self.drive(*inner, label, at, &mut |lower, item| {
                    let value = lower.dereferenced(item);
                    body(lower, value);
                });
            }
            Chain::Enumerate(inner) => {
                let counter = self.counter(span);
                self.drive(*inner, label, at, &mut |lower, item| {
                    let index = lower.freeze_new(Expr::var(counter, span));
                    lower.increment(counter, span);
                    let kind = Aggregate::Tuple;
                    let operands = vec![index, item];
                    body(lower, Expr::new(ExprKind::Aggregate { kind, operands }, span));
                });
            }
            Chain::Take(inner, n) => {
                let counter = self.counter(span);
                self.drive(*inner, label, at, &mut |lower, item| {
                    let done =
                        Expr::binary(BinaryOp::Ge, Expr::var(counter, span), n.clone(), span);
                    lower.when(done, span, |lower| lower.end_innermost_loop(span));
                    lower.increment(counter, span);
                    body(lower, item);
                });
            }
            Chain::Skip(inner, n) => {
                let counter = self.counter(span);
                self.drive(*inner, label, at, &mut |lower, item| {
                    let index = lower.freeze_new(Expr::var(counter, span));
                    lower.increment(counter, span);
                    let started = Expr::binary(BinaryOp::Ge, index, n.clone(), span);
                    lower.only_if(started, span);
                    body(lower, item);
                });
            }
            _ => {
                self.refuse(
                    at,
                    "this chain cannot be turned into a loop",
                    "put `rev`, `zip` and `step_by` before `filter` and `take_while`, or write the loop",
                );
            }
        }
    }

    /// A range under nothing but `rev`, `step_by` and `map`: its own variable is the loop's.
    fn plain_range(chain: &mut Chain) -> Option<(Range, Vec<Rc<Closure>>)> {
        match chain {
            Chain::Range { low, high: Some(high), inclusive } => Some((
                Range {
                    low: low.clone(),
                    high: high.clone(),
                    inclusive: *inclusive,
                    step: None,
                    reversed: false,
                    constant_trips: None,
                },
                Vec::new(),
            )),
            Chain::Rev(inner, _) => {
                let (mut range, maps) = Self::plain_range(inner)?;
                // `step_by` after `rev` starts elsewhere than before it.
                if range.step.is_some() || range.reversed {
                    return None;
                }
                range.reversed = true;
                Some((range, maps))
            }
            Chain::StepBy(inner, k) => {
                let (mut range, maps) = Self::plain_range(inner)?;
                if range.step.is_some() || range.reversed || !maps.is_empty() {
                    return None;
                }
                range.step = Some(k.clone());
                Some((range, maps))
            }
            Chain::Map(inner, closure) => {
                let (range, mut maps) = Self::plain_range(inner)?;
                maps.push(closure.clone());
                Some((range, maps))
            }
            _ => None,
        }
    }

    fn is_plain_constant(value: &Expr) -> bool {
        matches!(value.kind, ExprKind::Tokens(_))
    }

    fn counter(&mut self, span: Span) -> crate::ir::VarId {
        let var = self.let_var("counter", Expr::tokens(quote!(0usize), span));
        self.f.var_mut(var).mutable = true;
        self.f.var_mut(var).hint = Hint::Discrete;
        var
    }

    fn increment(&mut self, counter: crate::ir::VarId, span: Span) {
        let place = Place::var(counter);
        let value = index_expr(1, span);
        self.push(StmtKind::Update { op: BinaryOp::Add, place, value }, span);
    }

    /// An item, and a borrow of it.
    fn borrowed(&mut self, item: Expr) -> (Expr, Expr) {
        let span = item.span;
        match &item.kind {
            ExprKind::Ref(_) | ExprKind::RefMut(_) | ExprKind::RefTemp(_) => {
                (item.clone(), Expr::new(ExprKind::RefTemp(Box::new(item)), span))
            }
            ExprKind::Read(place) => (item.clone(), Expr::new(ExprKind::Ref(place.clone()), span)),
            ExprKind::Aggregate { kind: Aggregate::Tuple, .. } => (item.clone(), item),
            _ => {
                let var = self.let_var("item", item);
                let place = Place::var(var);
                (Expr::read(place.clone(), span), Expr::new(ExprKind::Ref(place), span))
            }
        }
    }

    /// `for pat in iterator { body }`.
    pub(super) fn lower_for(&mut self, it: &syn::ExprForLoop) {
        let Some(chain) = self.chain(&it.expr) else {
            return;
        };
        if self.block.dead {
            return;
        }
        self.drive(chain, it.label.as_ref(), &it.expr, &mut |lower, item| {
            lower.bind_item(&it.pat, item);
            lower.block_value(&it.body, false);
        });
    }

    /// Binds a loop's pattern; an index needs no copy.
    fn bind_item(&mut self, pat: &syn::Pat, item: Expr) {
        if let (syn::Pat::Ident(name), ExprKind::Read(place)) = (pat, &item.kind)
            && name.mutability.is_none()
            && place.is_var()
            && self.f.var(place.root).kind == VarKind::Index
        {
            let root = place.root;
            self.f.var_mut(root).name = name.ident.to_string();
            self.bind(&name.ident.to_string(), Binding::Var(root));
            return;
        }
        self.bind_pattern(pat, item);
    }

    /// Consumers of iterators.
    pub(super) fn iterator_method(
        &mut self,
        it: &syn::ExprMethodCall,
        expected: Option<&syn::Type>,
    ) -> Option<Expr> {
        let name = it.method.to_string();
        let consumers =
            ["sum", "product", "fold", "for_each", "all", "any", "count", "position", "collect"];
        if !consumers.contains(&name.as_str()) || !self.iterates(&it.receiver) {
            return None;
        }
        let span = it.method.span();
        let at = syn::Expr::MethodCall(it.clone());
        if !self.taint.touches(it) && matches!(name.as_str(), "collect" | "count" | "position") {
            return Some(self.opaque(it.to_token_stream(), span));
        }
        if name == "collect" {
            return Some(self.refuse(
                &it.method,
                "`collect` is not supported yet",
                "start from `vec![0.0; n]` and assign the elements in a loop",
            ));
        }
        let chain = self.chain(&it.receiver)?;
        match (name.as_str(), it.args.len()) {
            ("sum" | "product", 0) => {
                let written =
                    it.turbofish.as_ref().and_then(|t| t.args.first()).and_then(|arg| match arg {
                        syn::GenericArgument::Type(ty) if !matches!(ty, syn::Type::Infer(_)) => {
                            Some(ty.clone())
                        }
                        _ => None,
                    });
                let ty = written.or_else(|| expected.cloned());
                let hint = ty
                    .as_ref()
                    .map(|ty| crate::syntax::hints::of_type(ty, &self.floats))
                    .unwrap_or_default();
                let start = match (&ty, name.as_str()) {
                    (Some(ty), "sum") => quote!(::core::iter::empty::<#ty>().sum::<#ty>()),
                    (Some(ty), _) => quote!(::core::iter::empty::<#ty>().product::<#ty>()),
                    // As the standard library starts.
                    (None, "sum") => quote!(-0.0),
                    (None, _) => quote!(1.0),
                };
                let acc = self.new_var("acc", span, VarKind::Local, hint);
                self.f.var_mut(acc).mutable = true;
                self.f.var_mut(acc).ty = ty.map(|ty| ty.to_token_stream());
                if self.f.var(acc).ty.is_none() {
                    self.f.var_mut(acc).hint = Hint::float();
                }
                let start = Some(Expr::tokens(start, span));
                self.push(StmtKind::Let { var: acc, value: start }, span);
                let op = if name == "sum" { BinaryOp::Add } else { BinaryOp::Mul };
                self.drive(chain, None, &at, &mut |lower, item| {
                    let item = lower.summand(item);
                    lower.push(StmtKind::Update { op, place: Place::var(acc), value: item }, span);
                });
                Some(Expr::var(acc, span))
            }
            ("fold", 2) => {
                let init = self.expr(&it.args[0]);
                let closure = self.callable(&it.args[1])?;
                let acc = self.let_var("acc", init);
                self.f.var_mut(acc).mutable = true;
                self.drive(chain, None, &at, &mut |lower, item| {
                    let args = vec![Expr::var(acc, span), item];
                    let value = lower.call_closure(&closure, args, &at);
                    lower.push(StmtKind::Assign { place: Place::var(acc), value }, span);
                });
                Some(Expr::var(acc, span))
            }
            ("for_each", 1) => {
                let closure = self.callable(&it.args[0])?;
                self.drive(chain, None, &at, &mut |lower, item| {
                    lower.call_closure(&closure, vec![item], &at);
                });
                Some(super::expr::unit(span))
            }
            ("all" | "any", 1) => {
                let closure = self.callable(&it.args[0])?;
                let all = name == "all";
                let found = self.new_var("found", span, VarKind::Local, Hint::Discrete);
                self.f.var_mut(found).mutable = true;
                let start = Some(super::control::bool_expr(all, span));
                self.push(StmtKind::Let { var: found, value: start }, span);
                self.drive(chain, None, &at, &mut |lower, item| {
                    let cond = lower.call_closure(&closure, vec![item], &at);
                    let decided = if all { Expr::not(cond) } else { cond };
                    lower.when(decided, span, |lower| {
                        let place = Place::var(found);
                        let value = super::control::bool_expr(!all, span);
                        lower.push(StmtKind::Assign { place, value }, span);
                        lower.end_innermost_loop(span);
                    });
                });
                Some(Expr::var(found, span))
            }
            ("count", 0) => {
                let counter = self.counter(span);
                self.drive(chain, None, &at, &mut |lower, _| lower.increment(counter, span));
                Some(Expr::var(counter, span))
            }
            _ => Some(self.refuse(
                &it.method,
                &format!("the iterator method `{name}` is not supported yet"),
                "write a loop",
            )),
        }
    }

    /// What is added: the value behind a borrow.
    fn summand(&mut self, item: Expr) -> Expr {
        let span = item.span;
        match item.kind {
            ExprKind::RefTemp(inner) => self.summand(*inner),
            ExprKind::Ref(place) | ExprKind::RefMut(place) => {
                let value = Expr::read(place.clone(), span);
                if self.f.expr_hint(&value).is_float() {
                    value
                } else {
                    Expr::new(ExprKind::Ref(place), span)
                }
            }
            kind => Expr::new(kind, span),
        }
    }
}

impl Expr {
    /// The expression as text, to compare two by their form.
    pub(super) fn kind_text(&self) -> String {
        crate::ir::print::expr(self)
    }
}
