//! Loops that carry only sums, with private work arrays and outputs, amid variables that are changed before and
//! after them: where the reverse sweep runs inside the forward loop, and must not where something disturbs it.

use super::{Gen, Hold, Store, Ty, line, update};
use crate::program::Node;

impl Gen {
    /// Such a loop and its surroundings, in the block that `out` is.
    pub(super) fn sum_loop(&mut self, out: &mut Vec<Node>) {
        let n = 3 + self.r.below(2);
        let weight = self.fresh("weight");
        let start = self.bounded(1);
        out.push(line(format!("let mut {weight}: @F = {start};")));
        self.declare(&weight, Ty::F, Hold::Owned, true);
        let output = self.r.one_in(2).then(|| self.array("out", n, out));
        let work = self.r.one_in(2).then(|| self.array("work", n, out));
        if let Some(output) = &output
            && self.r.one_in(3)
        {
            // Its value before the loop matters.
            let early = self.fresh("early");
            out.push(line(format!("let {early} = {output}[0] * {output}[1];")));
            self.declare(&early, Ty::F, Hold::Owned, false);
        }
        let sums: Vec<String> = (0..1 + self.r.below(2))
            .map(|_| {
                let sum = self.fresh("sum");
                let start = if self.r.one_in(2) { "@{0.0}".into() } else { self.bounded(1) };
                out.push(line(format!("let mut {sum}: @F = {start};")));
                sum
            })
            .collect();
        out.push(self.summing(n, &sums, output.as_deref(), work.as_deref()));
        for sum in &sums {
            self.declare(sum, Ty::F, Hold::Owned, true);
        }
        // Mostly nothing reads the work array again.
        let seen = self.r.one_in(4);
        self.vars.retain(|var| seen || Some(&var.name) != work.as_ref());
        for _ in 0..self.r.below(4) {
            self.disturb(&weight, &sums, output.as_deref(), out);
        }
        if self.r.one_in(2) {
            let used = self.fresh("after");
            let mut e = format!("{weight} + {} * @{{0.5_f64}}", sums[0]);
            if let Some(output) = &output
                && self.r.one_in(2)
            {
                e = format!("{e} + {output}[0] * {output}[2]");
            }
            out.push(line(format!("let {used} = ({e}).sin();")));
            self.declare(&used, Ty::F, Hold::Owned, false);
        }
    }

    /// A new array of a name.
    fn array(&mut self, base: &str, n: usize, out: &mut Vec<Node>) -> String {
        let name = self.fresh(base);
        // Mostly of a written type: no method may be called on what is only known to be a float.
        let start = self.constant();
        let (value, store) = if self.r.one_in(2) {
            (format!("[{start}; {n}]"), Store::Array)
        } else {
            (format!("vec![{start}; {n}]"), Store::Vec)
        };
        out.push(line(format!("let mut {name} = {value};")));
        self.declare(&name, Ty::List(n, store), Hold::Owned, true);
        name
    }

    /// The loop.
    fn summing(
        &mut self,
        n: usize,
        sums: &[String],
        output: Option<&str>,
        work: Option<&str>,
    ) -> Node {
        let saved = self.vars.clone();
        let i = self.fresh("i");
        self.vars.retain(|var| Some(var.name.as_str()) != output);
        self.declare(&i, Ty::Int(n), Hold::Owned, false);
        let mut body = Vec::new();
        if let Some(work) = work {
            let j = self.fresh("j");
            let value = {
                let kept = self.vars.clone();
                self.vars.retain(|var| var.name != work);
                self.declare(&j, Ty::Int(n), Hold::Owned, false);
                let value = self.bounded(2);
                self.vars = kept;
                value
            };
            let fill = vec![line(format!("{work}[{j}] = {value};"))];
            body.push(Node::Block(vec![(format!("for {j} in 0..{n} {{"), fill)], "}".into()));
            if self.r.one_in(3) {
                let j = self.fresh("j");
                let k = self.bounded(1);
                let change = vec![line(update(&format!("{work}[{j}]"), "*", &k))];
                body.push(Node::Block(vec![(format!("for {j} in 0..{n} {{"), change)], "}".into()));
            }
        }
        let local = self.fresh("local");
        let value = self.bounded(2);
        body.push(line(format!("let {local} = {value};")));
        self.declare(&local, Ty::F, Hold::Owned, false);
        for sum in sums {
            let value = self.expr(2);
            let op = if self.r.one_in(4) { "-" } else { "+" };
            let add = line(update(sum, op, &format!("({value}).sin()")));
            body.push(match self.r.below(4) {
                0 => {
                    let condition = self.condition();
                    Node::Block(vec![(format!("if {condition} {{"), vec![add])], "}".into())
                }
                1 => {
                    let j = self.fresh("j");
                    Node::Block(vec![(format!("for {j} in 0..2 {{"), vec![add])], "}".into())
                }
                _ => add,
            });
        }
        if let Some(output) = output {
            let value = if self.r.one_in(2) { local } else { self.bounded(2) };
            body.push(line(format!("{output}[{i}] = {value};")));
        }
        self.vars = saved;
        Node::Block(vec![(format!("for {i} in 0..{n} {{"), body)], "}".into())
    }

    /// A change of what the loop has read or written.
    fn disturb(
        &mut self,
        weight: &str,
        sums: &[String],
        output: Option<&str>,
        out: &mut Vec<Node>,
    ) {
        let value = self.bounded(2);
        match self.r.below(7) {
            0 => out.push(line(format!("{weight} = {value};"))),
            1 => out.push(line(update(weight, "+", &value))),
            2 => out.push(line(update(weight, "*", &value))),
            3 => {
                let sum = self.r.pick(sums).clone();
                out.push(line(format!("{sum} = {sum} * {value};")));
            }
            4 => {
                let sum = self.r.pick(sums).clone();
                out.push(line(format!("{weight} = {sum}.sin();")));
            }
            5 => {
                if let Some(output) = output {
                    out.push(line(update(&format!("{output}[1]"), "+", &value)));
                }
            }
            _ => {
                if let Some(place) = self.place() {
                    out.push(line(format!("{place} = {value};")));
                }
            }
        }
    }
}
