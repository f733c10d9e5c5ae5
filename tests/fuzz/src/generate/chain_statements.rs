//! Statements with chains: bound, collected, run for their effects, looped over.

use super::chains::{Flow, Item};
use super::{Gen, Hold, Store, Ty, Var, line};
use crate::program::Node;

impl Gen {
    /// A chain in a statement: what it changes is out of sight of the rest of it.
    pub(super) fn chain_statement(&mut self, depth: usize, out: &mut Vec<Node>) {
        let saved = self.vars.clone();
        let changed = if self.r.one_in(2) {
            self.some_var(|var| var.ty == Ty::F && var.mutable && var.hold == Hold::Owned)
        } else {
            None
        };
        if let Some(changed) = &changed {
            self.vars.retain(|var| var.name != changed.name);
        }
        let name_of_changed = changed.as_ref().map(|var| var.name.clone());
        let done = match self.r.below(12) {
            10 => self.found_position(out, &saved),
            11 => self.counted(out, &saved),
            0..4 => self.let_chain(name_of_changed.as_deref(), out, &saved),
            4 | 5 => self.collected(name_of_changed.as_deref(), out, &saved),
            6 => self.each(name_of_changed, out, &saved),
            7 | 8 => self.each_place(out, &saved),
            _ => self.for_chain(depth, out, &saved),
        };
        if done.is_none() {
            self.vars = saved;
            self.let_scalar(out);
        }
    }

    fn let_chain(
        &mut self,
        changed: Option<&str>,
        out: &mut Vec<Node>,
        saved: &[Var],
    ) -> Option<()> {
        let e = self.long_chain(changed)?;
        self.vars = saved.to_vec();
        let name = self.fresh("chained");
        out.push(line(format!("let mut {name} = ({e}).sin();")));
        self.declare(&name, Ty::F, Hold::Owned, true);
        Some(())
    }

    fn collected(
        &mut self,
        changed: Option<&str>,
        out: &mut Vec<Node>,
        saved: &[Var],
    ) -> Option<()> {
        let count = self.r.below(4);
        let flow = self.flow(count, changed)?;
        let name = self.fresh("collected");
        if let Item::Two(a, b) = &flow.item
            && matches!((&**a, &**b), (Item::Value, Item::Value))
            && self.r.one_in(2)
        {
            // Pairs, in the order of one of both.
            out.push(line(format!("let mut {name} = {}.collect::<Vec<(@F, @F)>>();", flow.text)));
            let method = if self.r.one_in(3) { "sort_unstable_by" } else { "sort_by" };
            let key = if self.r.one_in(2) { "0" } else { "1" };
            out.push(line(format!(
                "{name}.{method}(|l, r| r.{key}.partial_cmp(&l.{key}).unwrap());"
            )));
            let i = self.fresh("i");
            let sum = self.fresh("weighted");
            out.push(line(format!(
                "let {sum} = {name}.iter().enumerate().map(|({i}, (l, r))| (*l * @{{({i} as f64)}} + *r).sin()).sum::<@F>();"
            )));
            self.vars = saved.to_vec();
            self.declare(&sum, Ty::F, Hold::Owned, false);
            return Some(());
        }
        let flow = self.values(flow);
        let text = if self.r.one_in(2) {
            format!("let mut {name} = {}.collect::<Vec<@F>>();", flow.text)
        } else {
            format!("let mut {name}: Vec<_> = {}.collect();", flow.text)
        };
        out.push(line(text));
        self.vars = saved.to_vec();
        let mut n = flow.least;
        if n < 2 {
            // Other statements want some elements.
            out.push(line(format!(
                "{name}.extend_from_slice(&[{}, {}, {}]);",
                self.bounded(1),
                self.atom(),
                self.atom()
            )));
            n += 3;
        }
        if n > 2 {
            self.declare(&name, Ty::List(n, Store::Vec), Hold::Owned, true);
        } else {
            let sum = self.fresh("total");
            out.push(line(format!("let {sum} = {name}.iter().map(|v| v.sin()).sum::<@F>();")));
            self.declare(&sum, Ty::F, Hold::Owned, false);
        }
        Some(())
    }

    /// An index that is searched, and used.
    fn found_position(&mut self, out: &mut Vec<Node>, saved: &[Var]) -> Option<()> {
        let (list, n, _) = self.list()?;
        let (p, c) = self.with_item(&Item::Ref, |g, scalars| g.of_item_condition(scalars));
        self.vars = saved.to_vec();
        let (at, name) = (self.fresh("at"), self.fresh("found"));
        let search = format!("{list}.iter().position(|{p}| {c})");
        let e = self.bounded(1);
        out.push(line(match self.r.below(3) {
            0 => format!("let mut {name} = {search}.map_or({e}, |{at}| {list}[{at}] * {list}[0]);"),
            1 => format!(
                "let mut {name} = if let Some({at}) = {search} {{ {list}[{at}] * {e} }} else {{ {e} }};"
            ),
            _ => format!("let {at} = {search}.unwrap_or({}); let mut {name} = {list}[{at}] * {e};", n - 1),
        }));
        self.declare(&name, Ty::F, Hold::Owned, true);
        Some(())
    }

    /// How many there are, as a number of trips.
    fn counted(&mut self, out: &mut Vec<Node>, saved: &[Var]) -> Option<()> {
        let count = self.r.below(2);
        let flow = self.flow(count, None)?;
        let (p, c) = self.with_item(&flow.item, |g, scalars| g.of_item_condition(scalars));
        self.vars = saved.to_vec();
        let (many, i) = (self.fresh("many"), self.fresh("i"));
        out.push(line(format!("let {many} = {}.filter(|&{p}| {c}).count().min(4);", flow.text)));
        let Some(place) = self.place() else { return Some(()) };
        let e = self.bounded(1);
        let body = vec![line(format!("{place} = ({place} * {e} + @{{({i} as f64)}}).sin();"))];
        out.push(Node::Block(vec![(format!("for {i} in 0..{many} {{"), body)], "}".into()));
        self.declare(&many, Ty::Int(5), Hold::Owned, false);
        Some(())
    }

    /// `for_each` that changes a captured variable.
    fn each(&mut self, changed: Option<String>, out: &mut Vec<Node>, saved: &[Var]) -> Option<()> {
        let var = changed?;
        let count = self.r.below(4);
        let flow = self.flow(count, None)?;
        let (p, e) = self.with_item(&flow.item, |g, scalars| g.of_item(scalars, 1));
        let text = match self.r.below(3) {
            0 => format!("{var} = {var} + {e}"),
            1 => format!("{{ {var} = ({var} * {e}).cos(); }}"),
            _ => {
                format!(
                    "{{ let before = {var}; if before < @{{0.7}} {{ {var} = {e} - before * @{{0.5}}; }} }}"
                )
            }
        };
        out.push(line(format!("{}.for_each(|{p}| {text});", flow.text)));
        self.vars = saved.to_vec();
        Some(())
    }

    /// A chain of places of a list, each of which is changed.
    fn each_place(&mut self, out: &mut Vec<Node>, saved: &[Var]) -> Option<()> {
        let list = self.some_var(|var| matches!(var.ty, Ty::List(..)) && var.mutable)?;
        let Ty::List(n, _) = list.ty else { return None };
        self.vars.retain(|var| var.name != list.name);
        let text = format!("{}.iter_mut()", list.name);
        let mut flow = Flow { text, item: Item::Mut, back: true, exact: true, least: n };
        for _ in 0..self.r.below(3) {
            flow = self.adapt(flow, None);
        }
        let place =
            |scalars: &[String]| scalars.iter().find(|scalar| scalar.starts_with("(*")).cloned();
        let looped = self.r.one_in(3);
        let (p, body) = self.with_item(&flow.item, |g, scalars| {
            let e = g.of_item(scalars, 1);
            // The first `&mut` name: only it may be assigned.
            let target =
                g.vars.iter().find(|var| var.hold == Hold::Exclusive && var.name.starts_with("it"));
            let target = target.map(|var| format!("(*{})", var.name)).or_else(|| place(scalars))?;
            let target = target.trim_start_matches('(').trim_end_matches(')').to_owned();
            Some(match g.r.below(3) {
                0 => format!("{target} = {e};"),
                1 => format!("{target} = {target} * @{{0.4}} + {e};"),
                _ => format!("if {} {{ {target} = {e}; }}", g.of_item_condition(scalars)),
            })
        });
        let body = body?;
        if looped {
            out.push(Node::Block(
                vec![(format!("for {p} in {} {{", flow.text), vec![line(body)])],
                "}".into(),
            ));
        } else {
            out.push(line(format!("{}.for_each(|{p}| {{ {body} }});", flow.text)));
        }
        self.vars = saved.to_vec();
        Some(())
    }

    /// A `for` loop over a chain.
    fn for_chain(&mut self, depth: usize, out: &mut Vec<Node>, saved: &[Var]) -> Option<()> {
        if depth == 0 {
            return None;
        }
        let count = 1 + self.r.below(3);
        let flow = self.flow(count, None)?;
        // What the chain captures stays as it is.
        let mutable = self.vars_where(|var| var.mutable && !mentions(&flow.text, &var.name));
        for var in &mut self.vars {
            var.mutable = mutable.iter().any(|other| other.name == var.name);
        }
        let mut scalars = Vec::new();
        let pattern = self.item_pattern(&flow.item, &mut scalars);
        let (prefix, entry) = self.label();
        let mut body = self.loop_body(entry, depth - 1);
        let e = self.of_item(&scalars, 1);
        if let Some(place) = self.place() {
            body.push(line(format!("{place} = {place} * @{{0.3}} + {e};")));
        }
        out.push(Node::Block(
            vec![(format!("{prefix}for {pattern} in {} {{", flow.text), body)],
            "}".into(),
        ));
        self.vars = saved.to_vec();
        Some(())
    }
}

/// Whether a name is a word of the text.
fn mentions(text: &str, name: &str) -> bool {
    text.split(|c: char| !c.is_alphanumeric() && c != '_').any(|word| word == name)
}
