//! What stands by itself: checkpoints, stopped gradients, constants, assertions, items in bodies, blocks as values.

use super::{Gen, Hold, Ty, line, update};
use crate::program::Node;

impl Gen {
    pub(super) fn oddment(&mut self, depth: usize, out: &mut Vec<Node>) {
        match self.r.below(if depth == 0 { 5 } else { 9 }) {
            0 => {
                let name = self.name();
                let (e, k) = (self.bounded(1), self.bounded(1));
                out.push(line(format!("let {name} = @stop({e}) * {k};")));
                self.declare(&name, Ty::F, Hold::Owned, false);
            }
            1 => {
                let name = self.fresh("LIMIT");
                let (used, k) = (self.fresh("used"), self.r.between(0.2, 1.5));
                let e = self.bounded(1);
                out.push(line(format!("const {name}: f64 = {k:?};")));
                out.push(line(format!(
                    "let {used} = {e} * @{{{name}}} + @{{core::f64::consts::PI}};"
                )));
                self.declare(&used, Ty::F, Hold::Owned, false);
            }
            2 => {
                let e = self.atom();
                out.push(line(match self.r.below(3) {
                    0 => format!("assert!(({e}).abs() < @{{1e12}}, \"too large: {{}}\", 1);"),
                    1 => format!("debug_assert!(({e}).abs() >= @{{0.0}});"),
                    _ => "assert_eq!(1 + 1, 2, \"sums\");".to_owned(),
                }));
                self.assignment(out);
            }
            3 => {
                let (name, item) = (self.fresh("valued"), self.fresh("inner_item"));
                let e = self.bounded(1);
                let body = vec![
                    line(format!("fn {item}(n: usize) -> usize {{ n * 2 + 1 }}")),
                    line(format!("let scaled = {e} * @{{({item}(2) as f64)}};")),
                    line("scaled.sin()"),
                ];
                out.push(Node::Block(vec![(format!("let mut {name} = {{"), body)], "};".into()));
                self.declare(&name, Ty::F, Hold::Owned, true);
            }
            4 => {
                let Some(place) = self.place() else { return self.let_scalar(out) };
                let e = self.mathematics(2);
                out.push(line(update(&place, "*", &format!("({e}).tanh()"))));
            }
            5 => {
                // A block with a scope, as a value.
                let name = self.name();
                let saved = self.vars.clone();
                let mut body = Vec::new();
                self.statements(2, depth - 1, &mut body);
                body.push(line(self.bounded(2)));
                self.vars = saved;
                out.push(Node::Block(vec![(format!("let mut {name} = {{"), body)], "};".into()));
                self.declare(&name, Ty::F, Hold::Owned, true);
            }
            _ => self.checkpoint(depth, out),
        }
    }

    /// A loop that keeps what it changes every few trips.
    fn checkpoint(&mut self, depth: usize, out: &mut Vec<Node>) {
        let (state, i) = (self.fresh("state"), self.fresh("i"));
        let start = self.bounded(1);
        out.push(line(format!("let mut {state}: @F = {start};")));
        let every = 1 + self.r.below(4);
        let n = 2 + self.r.below(6);
        let counted = self.some_var(|var| matches!(var.ty, Ty::Int(b) if b <= 5));
        let head = match (self.r.below(5), counted) {
            (0, _) => format!("for {i} in (0..{n}).rev() {{"),
            (1, _) => format!("for {i} in (0..{n}).step_by(2) {{"),
            (2, Some(var)) => format!("for {i} in 0..{} {{", var.name),
            (3, _) => format!("for {i} in 1..={n} {{"),
            _ => format!("for {i} in 0..{n} {{"),
        };
        let saved = self.vars.clone();
        // Of the loops around, only by their labels.
        let outer = self.loops.clone();
        self.loops.retain(|label| !label.is_empty());
        self.loops.push(String::new());
        self.declare(&i, Ty::Int(n + 1), Hold::Owned, false);
        self.declare(&state, Ty::F, Hold::Owned, true);
        let mut body = Vec::new();
        let e = self.bounded(1);
        body.push(line(format!("{state} = ({state} * {e} + @{{({i} as f64)}}).sin();")));
        let count = 1 + self.r.below(2);
        self.statements(count, depth - 1, &mut body);
        self.loops = outer;
        self.vars = saved;
        if self.r.one_in(4) {
            let condition = self.sum(1);
            out.push(line(format!("let mut {i} = 0usize;")));
            out.push(line(format!("@checkpoint({every}, bound = {n})")));
            body.insert(0, line(format!("{i} += 1;")));
            let head = format!("while {i} < {n} && {state} * {condition} < @{{2.0}} {{");
            out.push(Node::Block(vec![(head, body)], "}".into()));
        } else {
            out.push(line(format!("@checkpoint({every})")));
            out.push(Node::Block(vec![(head, body)], "}".into()));
        }
        self.declare(&state, Ty::F, Hold::Owned, true);
    }
}
