//! `if`, `match`, `if let`, labelled blocks; as statements and as values.

use super::{Gen, Hold, Ty, line};
use crate::program::Node;

impl Gen {
    pub(super) fn branch(&mut self, depth: usize, out: &mut Vec<Node>) {
        let mut arms = vec![(format!("if {} {{", self.condition()), self.block(depth - 1))];
        if self.r.one_in(3) {
            arms.push((format!("}} else if {} {{", self.condition()), self.block(depth - 1)));
        }
        if self.r.one_in(2) {
            arms.push(("} else {".into(), self.block(depth - 1)));
        }
        out.push(Node::Block(arms, "}".into()));
    }

    pub(super) fn value_branch(&mut self, depth: usize, out: &mut Vec<Node>) {
        let name = self.name();
        let mut arms = Vec::new();
        let c = self.condition();
        for head in [format!("let mut {name} = if {c} {{"), "} else {".into()] {
            let saved = self.vars.clone();
            let mut body = Vec::new();
            let count = 1 + self.r.below(2);
            self.statements(count, depth - 1, &mut body);
            body.push(line(self.expr(2)));
            self.vars = saved;
            arms.push((head, body));
        }
        out.push(Node::Block(arms, "};".into()));
        self.declare(&name, Ty::F, Hold::Owned, true);
    }

    pub(super) fn labelled_block(&mut self, depth: usize, out: &mut Vec<Node>) {
        let name = self.name();
        let label = self.fresh("'block");
        let saved = self.vars.clone();
        let loops = self.loops.clone();
        self.loops.retain(|label| !label.is_empty());
        let mut body = Vec::new();
        let count = 1 + self.r.below(2);
        self.statements(count, depth - 1, &mut body);
        let (c, e) = (self.condition(), self.expr(2));
        body.push(Node::Block(
            vec![(format!("if {c} {{"), vec![line(format!("break {label} {e};"))])],
            "}".into(),
        ));
        self.statements(1, depth - 1, &mut body);
        body.push(line(self.expr(2)));
        self.vars = saved;
        self.loops = loops;
        out.push(Node::Block(vec![(format!("let {name} = {label}: {{"), body)], "};".into()));
        self.declare(&name, Ty::F, Hold::Owned, false);
    }

    pub(super) fn option_statement(&mut self, depth: usize, out: &mut Vec<Node>) {
        let Some(var) = self.some_var(|var| var.ty == Ty::Maybe) else {
            return self.branch(depth, out);
        };
        let inner = self.fresh("inner");
        let saved = self.vars.clone();
        self.declare(&inner, Ty::F, Hold::Owned, false);
        let body = self.block(depth - 1);
        self.vars = saved;
        let scrutinee = self.maybe_of(&var);
        let mut arms = vec![(format!("if let Some({inner}) = {scrutinee} {{"), body)];
        if self.r.one_in(2) {
            arms.push(("} else {".into(), self.block(depth - 1)));
        }
        out.push(Node::Block(arms, "}".into()));
    }

    /// The arms: patterns with what they bind.
    pub(super) fn match_statement(&mut self, depth: usize, out: &mut Vec<Node>) {
        let var = self.some_var(|var| {
            matches!(var.ty, Ty::Int(_) | Ty::Choice | Ty::Maybe | Ty::Tuple | Ty::Record)
        });
        let Some(var) = var else {
            return self.branch(depth, out);
        };
        let k = self.constant();
        let v = self.fresh("m");
        let w = self.fresh("k");
        // By reference where what is matched is not owned, or is no `Copy` type.
        let (scrutinee, hold) = match (var.ty, var.hold) {
            (Ty::Int(_), _) => (var.name.clone(), Hold::Owned),
            (Ty::Choice | Ty::Record, Hold::Owned) => (format!("&{}", var.name), Hold::Shared),
            (Ty::Choice | Ty::Record, Hold::Exclusive) => (format!("&*{}", var.name), Hold::Shared),
            (_, Hold::Owned) => (var.name.clone(), Hold::Owned),
            (Ty::Maybe, Hold::Exclusive) => (format!("*{}", var.name), Hold::Owned),
            _ => (var.name.clone(), Hold::Shared),
        };
        let star = if hold == Hold::Owned { "" } else { "*" };
        let patterns: Vec<(String, Vec<&String>)> = match var.ty {
            Ty::Int(_) => vec![
                ("0".into(), vec![]),
                ("1 | 2".into(), vec![]),
                (format!("other if other % 2 == 0 && {} > {k}", self.atom()), vec![]),
                ("3..=9".into(), vec![]),
                ("_".into(), vec![]),
            ],
            Ty::Choice => vec![
                (format!("E::A({v}) if {star}{v} > {k}"), vec![&v]),
                (format!("E::A({v}) | E::B {{ x: {v}, .. }}"), vec![&v]),
                ("E::B { .. } | E::C".into(), vec![]),
            ],
            Ty::Maybe => vec![
                (format!("Some({v}) if {star}{v} < {k}"), vec![&v]),
                (format!("Some({v})"), vec![&v]),
                ("None".into(), vec![]),
            ],
            Ty::Tuple => vec![
                (format!("({v}, {w}) if {v} > {w}"), vec![&v, &w]),
                (format!("({v}, _)"), vec![&v]),
            ],
            _ => vec![
                (format!("P {{ a: {v}, n: 0 | 1, .. }}"), vec![&v]),
                (format!("P {{ a: {v}, w: [_, {w}, _], .. }}"), vec![&v, &w]),
            ],
        };
        let value = self.r.one_in(3);
        let name = self.name();
        let mut nodes = Vec::new();
        for (pattern, bound) in patterns {
            let saved = self.vars.clone();
            // What is matched must not be assigned where its parts are bound.
            if let Some(var) = self.vars.iter_mut().find(|other| other.name == var.name)
                && !bound.is_empty()
                && hold == Hold::Shared
            {
                var.mutable = false;
            }
            for name in bound {
                self.declare(name, Ty::F, hold, false);
            }
            let mut body = self.block(depth - 1);
            if value {
                body.push(line(self.expr(2)));
            }
            self.vars = saved;
            nodes.push(Node::Block(vec![(format!("{pattern} => {{"), body)], "}".into()));
        }
        let (head, tail) = if value {
            (format!("let {name} = match {scrutinee} {{"), "};")
        } else {
            (format!("match {scrutinee} {{"), "}")
        };
        out.push(Node::Block(vec![(head, nodes)], tail.into()));
        if value {
            self.declare(&name, Ty::F, Hold::Owned, false);
        }
    }
}
