//! Chains of iterator adaptors in random compositions, with closures that capture what is in scope and change some
//! of it.

use super::{Gen, Hold, Store, Ty, Var};

/// What a chain yields. All but `Mut` are `Copy`.
#[derive(Clone, Debug)]
pub(super) enum Item {
    /// `&f64`
    Ref,
    /// `&mut f64`
    Mut,
    /// `f64`
    Value,
    /// `usize` below the bound.
    Index(usize),
    /// `&[f64]` of at least so many.
    Slice(usize),
    Two(Box<Item>, Box<Item>),
}

/// A chain so far.
pub(super) struct Flow {
    pub(super) text: String,
    pub(super) item: Item,
    /// Whether it can be reversed, and knows its length.
    pub(super) back: bool,
    pub(super) exact: bool,
    /// The least number of items.
    pub(super) least: usize,
}

impl Item {
    fn of_references(&self) -> bool {
        matches!(self, Item::Ref)
    }

    fn exclusive(&self) -> bool {
        match self {
            Item::Mut => true,
            Item::Two(a, b) => a.exclusive() || b.exclusive(),
            _ => false,
        }
    }
}

impl Gen {
    /// A pattern for an item; its names are declared, and the scalars that it gives are listed.
    pub(super) fn item_pattern(&mut self, item: &Item, scalars: &mut Vec<String>) -> String {
        let name = self.fresh("it");
        match item {
            Item::Ref if self.r.one_in(2) => {
                self.declare(&name, Ty::F, Hold::Owned, false);
                scalars.push(name.clone());
                format!("&{name}")
            }
            Item::Ref => {
                self.declare(&name, Ty::F, Hold::Shared, false);
                scalars.push(format!("(*{name})"));
                name
            }
            Item::Mut => {
                self.declare(&name, Ty::F, Hold::Exclusive, true);
                scalars.push(format!("(*{name})"));
                name
            }
            Item::Value => {
                self.declare(&name, Ty::F, Hold::Owned, false);
                scalars.push(name.clone());
                name
            }
            Item::Index(bound) => {
                self.declare(&name, Ty::Int(*bound), Hold::Owned, false);
                scalars.push(format!("@{{({name} as f64)}}"));
                name
            }
            Item::Slice(n) => {
                self.declare(&name, Ty::List(*n, Store::Slice), Hold::Shared, false);
                scalars.push(format!("{name}[{}]", self.r.below(*n)));
                if self.r.one_in(2) {
                    scalars.push(format!("{name}[{name}.len() - 1]"));
                }
                name
            }
            Item::Two(a, b) => {
                let a = self.item_pattern(a, scalars);
                let b = self.item_pattern(b, scalars);
                format!("({a}, {b})")
            }
        }
    }

    /// Inside a closure of an item: its pattern, what `body` makes of its scalars.
    pub(super) fn with_item<T>(
        &mut self,
        item: &Item,
        body: impl FnOnce(&mut Self, &[String]) -> T,
    ) -> (String, T) {
        let saved = self.vars.clone();
        let mut scalars = Vec::new();
        let pattern = self.item_pattern(item, &mut scalars);
        let out = body(self, &scalars);
        self.vars = saved;
        (pattern, out)
    }

    /// A value of magnitude one that depends on the item.
    pub(super) fn of_item(&mut self, scalars: &[String], depth: usize) -> String {
        let x = self.r.pick(scalars).clone();
        let y = self.r.pick(scalars).clone();
        let k = self.constant();
        match self.r.below(6) {
            0 => format!("({x} * {k} + {}).sin()", self.expr(depth)),
            1 => format!("{x} * {}", self.bounded(depth)),
            2 => format!("({x} - {y} * {}).tanh()", self.atom()),
            3 => format!(
                "(if {x} > {k} {{ {x} * {} }} else {{ ({y} + {}).cos() }})",
                self.atom(),
                self.atom()
            ),
            4 => {
                let t = self.fresh("t");
                let inner = self.bounded(depth);
                format!("({{ let {t} = {x} * {inner}; ({t} * {t} + {y}).sin() }})")
            }
            _ => match self.some_var(|var| matches!(var.ty, Ty::Closure(_))) {
                Some(Var { name, ty: Ty::Closure(n), .. }) => {
                    let args: Vec<String> = (0..n).map(|_| self.r.pick(scalars).clone()).collect();
                    format!("({name}({}) * {k}).sin()", args.join(", "))
                }
                _ => format!("({x} * {k}).atan()"),
            },
        }
    }

    pub(super) fn of_item_condition(&mut self, scalars: &[String]) -> String {
        let x = self.r.pick(scalars).clone();
        match self.r.below(4) {
            0 => format!("{x} * {x} < {}", self.constant()),
            1 => format!("{x} < ({})", self.expr(1)),
            2 => format!("({x} * @{{2.0}}).sin() > @{{-0.4}}"),
            _ => format!("{x} > {} - @{{1.1}}", self.constant()),
        }
    }

    fn source(&mut self) -> Option<Flow> {
        let flow = |text: String, item, least| Flow { text, item, back: true, exact: true, least };
        let Some((list, n, store)) = self.list() else {
            let n = 2 + self.r.below(3);
            return Some(flow(format!("(0..{n})"), Item::Index(n), n));
        };
        Some(match self.r.below(14) {
            0..4 => flow(format!("{list}.iter()"), Item::Ref, n),
            4 => flow(format!("{list}.iter().copied()"), Item::Value, n),
            5 => flow(format!("{list}.iter().cloned()"), Item::Value, n),
            6 if n > 1 => flow(format!("{list}.windows(2)"), Item::Slice(2), n - 1),
            7 => flow(format!("{list}.chunks(2)"), Item::Slice(1), n.div_ceil(2)),
            8 => flow(format!("{list}.chunks_exact(2)"), Item::Slice(2), n / 2),
            9 if n > 1 => flow(format!("{list}[1..].iter()"), Item::Ref, n - 1),
            10 => {
                let bound = 2 + self.r.below(3);
                let flow = flow(format!("(0..{bound})"), Item::Index(bound), bound);
                if self.r.one_in(3) {
                    Flow {
                        text: format!("(1..={bound})"),
                        item: Item::Index(bound + 1),
                        exact: false,
                        ..flow
                    }
                } else {
                    flow
                }
            }
            11 => {
                let parts = [self.bounded(1), self.atom(), self.bounded(1)].join(", ");
                flow(format!("[{parts}].into_iter()"), Item::Value, 3)
            }
            12 if store == Store::Vec => {
                flow(format!("{list}.clone().into_iter()"), Item::Value, n)
            }
            _ => {
                let (other, m, _) = self.list()?;
                let item = Item::Two(Box::new(Item::Ref), Box::new(Item::Ref));
                flow(format!("{list}.iter().zip(&{other}[..])"), item, n.min(m))
            }
        })
    }

    /// One more adaptor, which may change the variable `changed`.
    pub(super) fn adapt(&mut self, flow: Flow, changed: Option<&str>) -> Flow {
        let Flow { text, item, back, exact, least } = flow;
        if item.exclusive() {
            return self.adapt_places(Flow { text, item, back, exact, least });
        }
        match self.r.below(16) {
            0..3 => {
                let (p, e) = self.with_item(&item, |g, scalars| {
                    let e = g.of_item(scalars, 1);
                    match changed {
                        Some(var) if g.r.one_in(2) => match g.r.below(3) {
                            0 => format!("{{ {var} = {var} * @{{0.5}} + {e}; {var} }}"),
                            1 => format!("{{ {var} = ({var} + {e}).sin(); {e} * {var} }}"),
                            _ => format!(
                                "{{ if {} {{ {var} = {var} - {e}; }} {var} * {} }}",
                                g.of_item_condition(scalars),
                                g.atom()
                            ),
                        },
                        _ => e,
                    }
                });
                Flow {
                    text: format!("{text}.map(|{p}| {e})"),
                    item: Item::Value,
                    back,
                    exact,
                    least,
                }
            }
            3 => {
                let (p, e) = self.with_item(&item, |g, scalars| {
                    format!("({}, {})", g.of_item(scalars, 1), g.of_item(scalars, 0))
                });
                let item = Item::Two(Box::new(Item::Value), Box::new(Item::Value));
                Flow { text: format!("{text}.map(|{p}| {e})"), item, back, exact, least }
            }
            4 => {
                let (p, c) = self.with_item(&item, |g, scalars| g.of_item_condition(scalars));
                Flow {
                    text: format!("{text}.filter(|&{p}| {c})"),
                    item,
                    back,
                    exact: false,
                    least: 0,
                }
            }
            5 => {
                let Some(other) = self.source() else {
                    return Flow { text, item, back, exact, least };
                };
                let item = Item::Two(Box::new(item), Box::new(other.item));
                let both = exact && other.exact;
                let least = least.min(other.least);
                let text = format!("{text}.zip({})", other.text);
                Flow { text, item, back: back && other.back && both, exact: both, least }
            }
            6 => {
                let item = Item::Two(Box::new(Item::Index(8)), Box::new(item));
                Flow {
                    text: format!("{text}.enumerate()"),
                    item,
                    back: back && exact,
                    exact,
                    least,
                }
            }
            7 | 8 if back => Flow { text: format!("{text}.rev()"), item, back, exact, least },
            9 => {
                let k = 1 + self.r.below(4);
                let least = least.min(k);
                Flow { text: format!("{text}.take({k})"), item, back: back && exact, exact, least }
            }
            10 => {
                let k = self.r.below(3);
                let least = least.saturating_sub(k);
                Flow { text: format!("{text}.skip({k})"), item, back: back && exact, exact, least }
            }
            11 => {
                let (p, c) = self.with_item(&item, |g, scalars| g.of_item_condition(scalars));
                let text = format!("{text}.take_while(|&{p}| {c})");
                Flow { text, item, back: false, exact: false, least: 0 }
            }
            12 => {
                let state = self.fresh("state");
                let start = self.bounded(1);
                let k = self.constant();
                let stops = self.r.one_in(3);
                let (p, (e, c)) = self.with_item(&item, |g, scalars| {
                    (g.of_item(scalars, 1), g.of_item_condition(scalars))
                });
                let stop =
                    if stops { format!("if {c} {{ return None; }} ") } else { String::new() };
                let text = format!(
                    "{text}.scan({start}, |{state}, {p}| {{ {stop}*{state} = (*{state} * {k} + {e}).sin(); Some(*{state} + {k}) }})"
                );
                let least = if stops { 0 } else { least };
                Flow { text, item: Item::Value, back: false, exact: false, least }
            }
            13 => {
                let (p, e) = self.with_item(&item, |g, scalars| {
                    let e = g.of_item(scalars, 1);
                    let x = g.r.pick(scalars).clone();
                    let k = g.constant();
                    match g.r.below(3) {
                        0 => format!("[{x} * {k}, {e}]"),
                        1 => {
                            let (t, j) = (g.fresh("t"), g.fresh("j"));
                            format!(
                                "{{ let {t} = {e}; (0..2).map(move |{j}| {t} * @{{({j} as f64)}} + {k}) }}"
                            )
                        }
                        _ => match g.list() {
                            Some((list, _, _)) => {
                                let (t, w) = (g.fresh("t"), g.fresh("w"));
                                format!(
                                    "{{ let {t} = {e}; {list}.iter().take(2).map(move |{w}| *{w} * {t}) }}"
                                )
                            }
                            None => format!("vec![{e}, {x}]"),
                        },
                    }
                });
                let text = format!("{text}.flat_map(|{p}| {e})");
                Flow { text, item: Item::Value, back: false, exact: false, least }
            }
            14 => {
                let text = format!("{text}.step_by(2)");
                Flow { text, item, back: back && exact, exact, least: least.div_ceil(2) }
            }
            _ if item.of_references() => {
                let name = if self.r.one_in(2) { "copied" } else { "cloned" };
                Flow { text: format!("{text}.{name}()"), item: Item::Value, back, exact, least }
            }
            _ if matches!(item, Item::Value) => {
                if self.r.one_in(2)
                    && let Some(Var { name, .. }) = self.some_var(|var| var.ty == Ty::Closure(1))
                {
                    let text = format!("{text}.map({name})");
                    return Flow { text, item, back, exact, least };
                }
                let f = *self.r.pick(&["tanh", "sin", "cos", "atan"]);
                Flow { text: format!("{text}.map(@fn({f}))"), item, back, exact, least }
            }
            _ => Flow { text, item, back, exact, least },
        }
    }

    /// An adaptor that leaves `&mut` as it is.
    fn adapt_places(&mut self, flow: Flow) -> Flow {
        let Flow { text, item, back, exact, least } = flow;
        match self.r.below(5) {
            0 => {
                let item = Item::Two(Box::new(Item::Index(8)), Box::new(item));
                Flow {
                    text: format!("{text}.enumerate()"),
                    item,
                    back: back && exact,
                    exact,
                    least,
                }
            }
            1 => match self.source() {
                Some(other) => {
                    let item = Item::Two(Box::new(item), Box::new(other.item));
                    let both = exact && other.exact;
                    let text = format!("{text}.zip({})", other.text);
                    let least = least.min(other.least);
                    Flow { text, item, back: back && other.back && both, exact: both, least }
                }
                None => Flow { text, item, back, exact, least },
            },
            2 if back => Flow { text: format!("{text}.rev()"), item, back, exact, least },
            3 => {
                Flow { text: format!("{text}.skip(1)"), item, back: back && exact, exact, least: 0 }
            }
            _ => Flow {
                text: format!("{text}.step_by(2)"),
                item,
                back: back && exact,
                exact,
                least: 0,
            },
        }
    }

    pub(super) fn flow(&mut self, adaptors: usize, changed: Option<&str>) -> Option<Flow> {
        let mut flow = self.source()?;
        // One closure alone may borrow it exclusively.
        let chosen = self.r.below(adaptors.max(1));
        for i in 0..adaptors {
            flow = self.adapt(flow, changed.filter(|_| i == chosen));
        }
        Some(flow)
    }

    /// Items as values.
    pub(super) fn values(&mut self, flow: Flow) -> Flow {
        match flow.item {
            Item::Value => flow,
            Item::Ref => {
                Flow { text: format!("{}.copied()", flow.text), item: Item::Value, ..flow }
            }
            _ => {
                let (p, e) = self.with_item(&flow.item, |g, scalars| g.of_item(scalars, 1));
                Flow { text: format!("{}.map(|{p}| {e})", flow.text), item: Item::Value, ..flow }
            }
        }
    }

    /// A chain that ends in a scalar.
    pub(super) fn long_chain(&mut self, changed: Option<&str>) -> Option<String> {
        let count = 1 + self.r.below(4);
        let flow = self.flow(count, changed)?;
        Some(match self.r.below(13) {
            9 => {
                let flow = self.values(flow);
                let (k, f) = (self.constant(), *self.r.pick(&["max", "min", "hypot"]));
                format!("{}.fold({k}, @fn2({f}))", flow.text)
            }
            10 => {
                let (start, k) = (self.bounded(1), self.constant());
                let (a, b) = (self.fresh("a"), self.fresh("b"));
                let (p, (e, c)) = self.with_item(&flow.item, |g, scalars| {
                    (g.of_item(scalars, 1), g.of_item_condition(scalars))
                });
                let (l, r) = (self.fresh("l"), self.fresh("r"));
                format!(
                    "{{ let ({l}, {r}) = {}.fold(({start}, {k}), |({a}, {b}), {p}| if {c} {{ ({a} + {e}, {b} * @{{0.5}}) }} else {{ ({b}, ({a} * {e}).sin()) }}); {l} * {r} + {l} }}",
                    flow.text
                )
            }
            11 => {
                let flow = self.values(flow);
                match self.named.iter().find(|named| named.1 == 1) {
                    Some((name, _)) => format!("{}.map({name}).sum::<@F>()", flow.text),
                    None => {
                        let (k, which) = (self.constant(), self.r.below(2));
                        let which = ["max_by", "min_by"][which];
                        format!("{}.{which}(|l, r| l.total_cmp(r)).unwrap_or({k})", flow.text)
                    }
                }
            }
            12 => {
                let flow = self.values(flow);
                let (v, k, rows) = (self.fresh("v"), self.constant(), self.fresh("rows"));
                let limit = self.constant();
                format!(
                    "{{ let {rows}: Option<Vec<@F>> = {}.map(|{v}| if {v} < {limit} {{ Some({v} * {k}) }} else {{ None }}).collect(); {rows}.map_or({k}, |{v}| {v}.iter().sum::<@F>()) }}",
                    flow.text
                )
            }
            0..3 => {
                let flow = self.values(flow);
                format!("{}.sum::<@F>()", flow.text)
            }
            3 => {
                let flow = self.values(flow);
                format!("{}.map(@fn(cos)).product::<@F>()", flow.text)
            }
            4..6 => {
                let start = self.bounded(1);
                let carried = self.fresh("carried");
                let saved = self.vars.clone();
                self.declare(&carried, Ty::F, Hold::Owned, false);
                let (p, e) = self.with_item(&flow.item, |g, scalars| g.of_item(scalars, 1));
                self.vars = saved;
                let text = flow.text;
                match self.r.below(3) {
                    0 => format!("{text}.fold({start}, |{carried}, {p}| ({carried} + {e}).sin())"),
                    1 => {
                        format!("{text}.fold({start}, |{carried}, {p}| {carried} * {e} + {start})")
                    }
                    _ => format!("{text}.fold({start}, |{carried}, {p}| {carried}.max({e}))"),
                }
            }
            6 | 7 => {
                let flow = self.values(flow);
                let which = if self.r.one_in(2) { "max_by" } else { "min_by" };
                let found = format!("{}.{which}(|l, r| l.partial_cmp(r).unwrap())", flow.text);
                if flow.least > 0 && self.r.one_in(2) {
                    format!("{found}.unwrap()")
                } else {
                    let k = self.constant();
                    match self.r.below(3) {
                        0 => format!("{found}.unwrap_or({k})"),
                        1 => format!("{found}.map_or({k}, |v| v * v)"),
                        _ => {
                            let m = self.fresh("m");
                            format!("(match {found} {{ Some({m}) => {m}, None => {k} }})")
                        }
                    }
                }
            }
            _ => {
                let flow = self.values(flow);
                let rows = self.fresh("rows");
                format!(
                    "{{ let {rows}: Vec<@F> = {}.collect(); {rows}.iter().sum::<@F>() }}",
                    flow.text
                )
            }
        })
    }

    /// A chain that asks.
    pub(super) fn chain_condition(&mut self) -> Option<String> {
        let count = self.r.below(3);
        let flow = self.flow(count, None)?;
        let (p, c) = self.with_item(&flow.item, |g, scalars| g.of_item_condition(scalars));
        let text = flow.text;
        Some(match self.r.below(5) {
            0 => format!("{text}.all(|{p}| {c})"),
            1 => format!("{text}.any(|{p}| {c})"),
            2 => format!("{text}.count() > 2"),
            3 => format!("{text}.filter(|&{p}| {c}).count() % 2 == 0"),
            _ => format!("{text}.position(|{p}| {c}).is_some()"),
        })
    }
}
