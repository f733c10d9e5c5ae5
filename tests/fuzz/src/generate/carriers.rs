//! `Option` and `Result`: values of them, their methods, `?`, and patterns that look into them.

use super::{Back, Gen, Hold, Ty, Var, line, update};
use crate::program::Node;

impl Gen {
    /// A value as the result of a function.
    pub(super) fn carried_as(result: Back, e: &str) -> String {
        match result {
            Back::Maybe => format!("Some({e})"),
            Back::Attempt => format!("Ok({e})"),
            _ => e.to_owned(),
        }
    }

    /// The last expression of a function.
    pub(super) fn carried_tail(&mut self, result: Back, used: &str) -> String {
        let some = Self::carried_as(result, used);
        if self.r.one_in(2) {
            return some;
        }
        let maybe = result == Back::Maybe;
        match self.r.below(3) {
            0 => {
                let none = if maybe { "None" } else { "Err(3)" };
                format!("if {} {{ {some} }} else {{ {none} }}", self.condition())
            }
            1 if maybe => format!("{}.map(|last| last + {used})", self.maybe(1)),
            1 => format!("{}.map(|last| last + {used})", self.attempt(1)),
            _ if maybe => format!("Some({}? + {used})", self.maybe(1)),
            _ => format!("Ok({}? + {used})", self.attempt(1)),
        }
    }

    pub(super) fn attempt_value(&mut self, var: &Var, otherwise: &str) -> String {
        let name = &var.name;
        let v = self.fresh("v");
        match self.r.below(4) {
            0 => format!("(match {name} {{ Ok({v}) => {v}, Err(_) => {otherwise} }})"),
            1 => format!("{name}.map_or({otherwise}, |{v}| {v} * {v})"),
            2 => format!("{name}.ok().unwrap_or({otherwise})"),
            _ => format!("{name}.unwrap_or({otherwise})"),
        }
    }

    /// A helper's call that changes nothing, and gives that.
    fn pure_call(&mut self, result: Back) -> Option<String> {
        self.call(|back| back == result)
    }

    /// A closure of one scalar, which is `@X` in its body.
    fn of_payload(&mut self, body: impl FnOnce(&mut Self) -> String) -> String {
        let v = self.fresh("c");
        let saved = self.vars.clone();
        let (loops, returns) = (std::mem::take(&mut self.loops), self.returns.take());
        self.declare(&v, Ty::F, Hold::Owned, false);
        let e = body(self).replace("@X", &v);
        self.vars = saved;
        self.loops = loops;
        self.returns = returns;
        if self.r.one_in(2) { format!("|{v}: @F| {e}") } else { format!("|{v}| {e}") }
    }

    /// An expression of type `Option<f64>`, that stands before a method or `?`.
    pub(super) fn maybe(&mut self, depth: usize) -> String {
        let mut text = match self.r.below(8) {
            0..2 => self.some_var(|var| var.ty == Ty::Maybe).map(|var| self.maybe_of(&var)),
            2 => self.pure_call(Back::Maybe),
            3 => self.some_var(|var| var.ty == Ty::Attempt).map(|var| format!("{}.ok()", var.name)),
            4 => self.list().map(|(list, n, _)| match self.r.below(4) {
                0 => format!("{list}.first().copied()"),
                1 => format!("{list}.last().copied()"),
                2 => format!("{list}.get({}).copied()", self.r.below(n + 2)),
                _ => format!("{list}.get({}).map(|v| v * v)", self.r.below(n + 2)),
            }),
            5 => self.some_var(|var| var.ty == Ty::Grown).map(|var| match self.r.below(3) {
                0 => format!("{}.first().copied()", var.name),
                1 => format!("{}.last().copied()", var.name),
                _ => format!("{}.get({}).copied()", var.name, self.r.below(4)),
            }),
            _ => None,
        }
        .unwrap_or_else(|| {
            let (c, e) = (self.condition(), self.expr(depth));
            format!("(if {c} {{ Some({e}) }} else {{ None }})")
        });
        for _ in 0..self.r.below(3) {
            if depth == 0 {
                break;
            }
            text = match self.r.below(6) {
                0 | 1 => {
                    let f = self.of_payload(|g| format!("@X * {}", g.bounded(1)));
                    format!("{text}.map({f})")
                }
                2 | 3 => {
                    let f = self.of_payload(|g| {
                        let (k, e) = (g.constant(), g.expr(1));
                        format!("if @X < {k} {{ Some({e} + @X) }} else {{ None }}")
                    });
                    format!("{text}.and_then({f})")
                }
                4 => {
                    let other = self.maybe(0);
                    format!("{text}.or({other})")
                }
                _ => {
                    let f = *self.r.pick(&["sin", "cos", "tanh"]);
                    format!("{text}.map(@fn({f}))")
                }
            };
        }
        text
    }

    /// An expression of type `Result<f64, usize>`, that stands before a method or `?`.
    pub(super) fn attempt(&mut self, depth: usize) -> String {
        let mut text = match self.r.below(6) {
            0 | 1 => self.some_var(|var| var.ty == Ty::Attempt).map(|var| var.name),
            2 => self.pure_call(Back::Attempt),
            3 | 4 => {
                let maybe = self.maybe(depth.min(1));
                Some(match self.r.below(2) {
                    0 => format!("{maybe}.ok_or({}usize)", self.r.below(3)),
                    _ => format!("{maybe}.ok_or_else(|| {}usize)", self.r.below(3)),
                })
            }
            _ => None,
        }
        .unwrap_or_else(|| {
            let (c, e) = (self.condition(), self.expr(depth));
            format!("(if {c} {{ Ok({e}) }} else {{ Err({}usize) }})", self.r.below(3))
        });
        for _ in 0..self.r.below(3) {
            if depth == 0 {
                break;
            }
            text = match self.r.below(4) {
                0 | 1 => {
                    let f = self.of_payload(|g| format!("@X * {}", g.bounded(1)));
                    format!("{text}.map({f})")
                }
                2 => {
                    let f = self.of_payload(|g| {
                        let (k, e) = (g.constant(), g.expr(1));
                        format!("if @X < {k} {{ Ok({e} + @X) }} else {{ Err(1usize) }}")
                    });
                    format!("{text}.and_then({f})")
                }
                _ => format!("{text}.map_err(|error| error + 1)"),
            };
        }
        text
    }

    /// A scalar out of one of them.
    pub(super) fn carried_value(&mut self, depth: usize) -> String {
        let depth = depth.min(1);
        let otherwise = self.expr(depth);
        let maybe = self.r.one_in(2);
        let text = if maybe { self.maybe(depth) } else { self.attempt(depth) };
        let blank = if maybe { "" } else { "_" };
        match self.r.below(5) {
            0 => format!("{text}.unwrap_or({otherwise})"),
            1 => format!("{text}.unwrap_or_else(|{blank}| {otherwise})"),
            2 | 3 => {
                let f = self.of_payload(|g| format!("@X * {}", g.bounded(1)));
                format!("{text}.map_or({otherwise}, {f})")
            }
            _ => {
                let v = self.fresh("v");
                let (some, none) = if maybe { ("Some", "None") } else { ("Ok", "Err(_)") };
                format!("(match {text} {{ {some}({v}) => {v} * {v}, {none} => {otherwise} }})")
            }
        }
    }

    /// One of them with `?`, where the function gives one.
    fn asked(&mut self) -> Option<String> {
        Some(match self.returns? {
            Back::Maybe => match self.r.below(3) {
                0 => format!("{}.ok()?", self.attempt(1)),
                _ => format!("{}?", self.maybe(1)),
            },
            Back::Attempt => match self.r.below(3) {
                0 => format!("{}.ok_or(1usize)?", self.maybe(1)),
                _ => format!("{}?", self.attempt(1)),
            },
            _ => return None,
        })
    }

    /// What becomes of a call that gives a `Result`.
    pub(super) fn attempted(&mut self, call: &str, out: &mut Vec<Node>) {
        let name = self.fresh("attempt");
        let question = match self.returns {
            Some(Back::Attempt) => "?",
            Some(Back::Maybe) => ".ok()?",
            _ => "",
        };
        if !question.is_empty() && self.r.one_in(2) {
            out.push(line(format!("let mut {name} = {call}{question};")));
            self.declare(&name, Ty::F, Hold::Owned, true);
        } else if self.r.one_in(3) {
            let e = self.expr(1);
            let left = self.jump_text(&e);
            out.push(line(format!("let Ok({name}) = {call} else {{ {left} }};")));
            self.declare(&name, Ty::F, Hold::Owned, false);
        } else {
            out.push(line(format!("let {name} = {call};")));
            self.declare(&name, Ty::Attempt, Hold::Owned, false);
        }
    }

    pub(super) fn carrier_statement(&mut self, depth: usize, out: &mut Vec<Node>) {
        match self.r.below(if depth == 0 { 8 } else { 12 }) {
            0 | 1 => {
                let name = self.fresh("maybe");
                let mutable = self.r.one_in(2);
                let m = if mutable { "mut " } else { "" };
                let maybe = self.maybe(2);
                out.push(line(format!("let {m}{name}: Option<@F> = {maybe};")));
                self.declare(&name, Ty::Maybe, Hold::Owned, mutable);
            }
            2 => {
                let name = self.fresh("attempt");
                let attempt = self.attempt(2);
                out.push(line(format!("let {name}: Result<@F, usize> = {attempt};")));
                self.declare(&name, Ty::Attempt, Hold::Owned, false);
            }
            3 | 4 => match self.asked() {
                Some(asked) => {
                    let name = self.name();
                    let e = if self.r.one_in(2) {
                        asked
                    } else {
                        format!("({asked} * {}).sin()", self.atom())
                    };
                    out.push(line(format!("let mut {name}: @F = {e};")));
                    self.declare(&name, Ty::F, Hold::Owned, true);
                }
                None => self.changed_maybe(out),
            },
            5 => {
                let name = self.fresh("found");
                let e = self.expr(1);
                let left = self.jump_text(&e);
                let (head, value) = if self.r.one_in(2) {
                    ("Some", self.maybe(1))
                } else {
                    ("Ok", self.attempt(1))
                };
                out.push(line(format!("let {head}({name}) = {value} else {{ {left} }};")));
                self.declare(&name, Ty::F, Hold::Owned, false);
            }
            6 | 7 => self.changed_maybe(out),
            8 | 9 => self.if_let(depth, out),
            10 => self.while_some(depth, out),
            _ => self.match_attempt(depth, out),
        }
    }

    /// An assignment of an `Option`, or of what it holds.
    fn changed_maybe(&mut self, out: &mut Vec<Node>) {
        let Some(var) = self.some_var(|var| var.ty == Ty::Maybe && var.mutable) else {
            return self.assignment(out);
        };
        let name = &var.name;
        let star = if var.hold == Hold::Owned { "" } else { "*" };
        let v = self.fresh("held");
        match self.r.below(6) {
            0 => out.push(line(format!("{star}{name} = Some({});", self.bounded(1)))),
            1 => {
                let maybe = self.maybe(1);
                out.push(line(format!("{star}{name} = {maybe};")));
            }
            2 => {
                let k = self.bounded(1);
                let old = self.fresh("old");
                out.push(line(format!("let {old}: Option<@F> = {name}.replace({k});")));
                self.declare(&old, Ty::Maybe, Hold::Owned, false);
            }
            3 => {
                let old = self.fresh("old");
                out.push(line(format!("let {old}: Option<@F> = {name}.take();")));
                self.declare(&old, Ty::Maybe, Hold::Owned, false);
            }
            _ => {
                let saved = self.vars.clone();
                self.vars.retain(|other| other.name != var.name);
                self.declare(&v, Ty::F, Hold::Exclusive, true);
                let op = *self.r.pick(&["*", "+"]);
                let body = vec![line(update(&format!("*{v}"), op, &self.bounded(1)))];
                self.vars = saved;
                let scrutinee = match (self.r.below(3), var.hold) {
                    (0, _) => format!("{name}.as_mut()"),
                    (_, Hold::Owned) => format!("&mut {name}"),
                    _ => name.clone(),
                };
                let head = format!("if let Some({v}) = {scrutinee} {{");
                out.push(Node::Block(vec![(head, body)], "}".into()));
            }
        }
    }

    fn if_let(&mut self, depth: usize, out: &mut Vec<Node>) {
        let inner = self.fresh("inner");
        let (head, value) =
            if self.r.one_in(2) { ("Some", self.maybe(2)) } else { ("Ok", self.attempt(2)) };
        let saved = self.vars.clone();
        self.declare(&inner, Ty::F, Hold::Owned, false);
        let body = self.block(depth - 1);
        self.vars = saved;
        let mut arms = vec![(format!("if let {head}({inner}) = {value} {{"), body)];
        if self.r.one_in(3) {
            let other = self.fresh("inner");
            let value = self.maybe(1);
            let saved = self.vars.clone();
            self.declare(&other, Ty::F, Hold::Owned, false);
            let body = self.block(depth - 1);
            self.vars = saved;
            arms.push((format!("}} else if let Some({other}) = {value} {{"), body));
        }
        if self.r.one_in(2) {
            arms.push(("} else {".into(), self.block(depth - 1)));
        }
        out.push(Node::Block(arms, "}".into()));
    }

    /// A loop on an `Option` that is set anew in it.
    fn while_some(&mut self, depth: usize, out: &mut Vec<Node>) {
        let (state, inner, fuel) = (self.fresh("state"), self.fresh("inner"), self.fresh("fuel"));
        let start = self.bounded(1);
        out.push(line(format!("let mut {state}: Option<@F> = Some({start});")));
        out.push(line(format!("let mut {fuel} = 0usize;")));
        let (prefix, entry) = self.label();
        let saved = self.vars.clone();
        self.declare(&inner, Ty::F, Hold::Owned, false);
        self.declare(&fuel, Ty::Int(6), Hold::Owned, false);
        let (c, e) = (self.condition(), self.bounded(2));
        let n = 1 + self.r.below(4);
        let mut body = vec![
            line(format!("{fuel} += 1;")),
            line(format!(
                "{state} = if {fuel} < {n} && !({c}) {{ Some({inner} * {e}) }} else {{ None }};"
            )),
        ];
        self.declare(&state, Ty::Maybe, Hold::Owned, false);
        body.extend(self.loop_body(entry, depth - 1));
        self.vars = saved;
        let source = if self.r.one_in(3) { format!("{state}.take()") } else { state.clone() };
        let head = format!("{prefix}while let Some({inner}) = {source} {{");
        out.push(Node::Block(vec![(head, body)], "}".into()));
        self.declare(&state, Ty::Maybe, Hold::Owned, true);
        self.declare(&fuel, Ty::Int(6), Hold::Owned, false);
    }

    fn match_attempt(&mut self, depth: usize, out: &mut Vec<Node>) {
        let value = self.attempt(1);
        let v = self.fresh("m");
        let k = self.constant();
        let name = self.name();
        let given = self.r.one_in(2);
        let mut arms = Vec::new();
        for (pattern, bound) in [
            (format!("Ok({v}) if {v} < {k}"), true),
            (format!("Ok({v})"), true),
            ("Err(0 | 2)".into(), false),
            ("Err(_)".into(), false),
        ] {
            let saved = self.vars.clone();
            if bound {
                self.declare(&v, Ty::F, Hold::Owned, false);
            }
            let mut body = self.block(depth - 1);
            if given {
                body.push(line(self.expr(2)));
            }
            self.vars = saved;
            arms.push(Node::Block(vec![(format!("{pattern} => {{"), body)], "}".into()));
        }
        let (head, tail) = if given {
            (format!("let {name}: @F = match {value} {{"), "};")
        } else {
            (format!("match {value} {{"), "}")
        };
        out.push(Node::Block(vec![(head, arms)], tail.into()));
        if given {
            self.declare(&name, Ty::F, Hold::Owned, false);
        }
    }
}
