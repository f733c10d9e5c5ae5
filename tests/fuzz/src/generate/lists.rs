//! What moves the elements of lists, looks at their ends and parts them; arrays made by functions.

use super::{Gen, Hold, Store, Ty, line};
use crate::program::Node;

impl Gen {
    pub(super) fn list_program(&mut self, out: &mut Vec<Node>) {
        match self.r.below(11) {
            0..7 => self.move_elements(out),
            7 => self.made_array(out),
            8 => self.mapped_array(out),
            _ => self.look_at_ends(out),
        }
    }

    fn move_elements(&mut self, out: &mut Vec<Node>) {
        let Some(var) = self.some_var(|var| matches!(var.ty, Ty::List(..)) && var.mutable) else {
            return self.made_array(out);
        };
        let Ty::List(n, _) = var.ty else { return };
        let name = var.name;
        if n < 3 {
            return self.made_array(out);
        }
        let saved = self.vars.clone();
        self.vars.retain(|var| var.name != name);
        let text = match self.r.below(12) {
            0 => format!("{name}.reverse();"),
            1 => format!("{name}.rotate_left({});", self.r.below(n)),
            2 => format!("{name}.rotate_right({});", self.r.below(n)),
            3 => format!("{name}.sort_by(|l, r| l.partial_cmp(r).unwrap());"),
            4 => format!("{name}.sort_by(|l, r| r.partial_cmp(l).unwrap());"),
            5 => {
                let k = self.constant();
                format!(
                    "{name}.sort_unstable_by(|l, r| (*l * {k}).cos().partial_cmp(&(*r * {k}).cos()).unwrap());"
                )
            }
            6 => format!("{name}[1..].sort_unstable_by(|l, r| l.partial_cmp(r).unwrap());"),
            7 => format!("{name}[..2].reverse();"),
            8 => format!("{name}[1..].fill({});", self.bounded(1)),
            9 => {
                let (l, r) = (self.fresh("low"), self.fresh("high"));
                let e = self.bounded(1);
                let body = vec![
                    line(format!("let ({l}, {r}) = {name}.split_at_mut(1);")),
                    line(match self.r.below(3) {
                        0 => format!("{l}[0] = {l}[0] * {r}[1] + {e};"),
                        1 => format!("{r}[0] = ({l}[0] - {r}[1] * {e}).sin();"),
                        _ => format!(
                            "for (p, q) in {l}.iter_mut().zip({r}.iter_mut()) {{ *p = *p + *q * {e}; *q = p.sin(); }}"
                        ),
                    }),
                    line(format!("{r}.swap(0, 1);")),
                ];
                self.vars = saved;
                out.push(Node::Block(vec![("{".into(), body)], "}".into()));
                return;
            }
            10 => {
                let e = self.bounded(1);
                let end = self.fresh("end");
                let which = if self.r.one_in(2) { "last_mut" } else { "first_mut" };
                format!("if let Some({end}) = {name}.{which}() {{ *{end} = *{end} * {e}; }}")
            }
            _ => match self.list() {
                Some((other, m, _)) if m > 1 => {
                    format!("{name}[1..3].copy_from_slice(&{other}[..2]);")
                }
                _ => format!("{name}.swap(0, {});", n - 1),
            },
        };
        self.vars = saved;
        out.push(line(text));
    }

    fn made_array(&mut self, out: &mut Vec<Node>) {
        let name = self.fresh("made");
        let i = self.fresh("i");
        let saved = self.vars.clone();
        self.declare(&i, Ty::Int(4), Hold::Owned, false);
        let e = self.bounded(2);
        self.vars = saved;
        let changed = if self.r.one_in(3) {
            self.some_var(|var| var.ty == Ty::F && var.mutable && var.hold == Hold::Owned)
        } else {
            None
        };
        let body = match changed {
            Some(var) if !e.contains(&var.name) => {
                let var = var.name;
                format!("{{ {var} = {var} * @{{0.5}} + {e}; {var} }}")
            }
            _ => e,
        };
        let ty = if self.r.one_in(2) { ": [@F; 4]" } else { "" };
        let turbofish = if ty.is_empty() { "::<@F, 4, _>" } else { "" };
        out.push(line(format!(
            "let mut {name}{ty} = core::array::from_fn{turbofish}(|{i}| {body});"
        )));
        self.declare(&name, Ty::List(4, Store::Array), Hold::Owned, true);
    }

    fn mapped_array(&mut self, out: &mut Vec<Node>) {
        let list = self
            .some_var(|var| matches!(var.ty, Ty::List(_, Store::Array)) && var.hold == Hold::Owned);
        let Some(list) = list else { return self.made_array(out) };
        let name = self.fresh("mapped");
        let v = self.fresh("v");
        let saved = self.vars.clone();
        self.declare(&v, Ty::F, Hold::Owned, false);
        let e = self.bounded(2);
        self.vars = saved;
        let text = match self.r.below(3) {
            0 => format!("{}.map(@fn(sin))", list.name),
            _ => format!("{}.map(|{v}| {v} * {e})", list.name),
        };
        out.push(line(format!("let mut {name} = {text};")));
        self.declare(&name, list.ty, Hold::Owned, true);
    }

    fn look_at_ends(&mut self, out: &mut Vec<Node>) {
        let Some((list, n, _)) = self.list() else { return self.made_array(out) };
        let name = self.fresh("end");
        let which = if self.r.one_in(2) { "first" } else { "last" };
        let k = self.constant();
        let e = match self.r.below(6) {
            0 => format!("*{list}.{which}().unwrap()"),
            1 => format!("{list}.{which}().copied().unwrap_or({k})"),
            2 => format!("{list}.{which}().map_or({k}, |v| *v * {k})"),
            3 => format!("(match {list}.{which}() {{ Some(v) => v.sin(), None => {k} }})"),
            4 if n > 1 => {
                let (l, r) = (self.fresh("low"), self.fresh("high"));
                format!(
                    "{{ let ({l}, {r}) = {list}.split_at(1); {l}[0] * {r}.iter().map(|v| v.tanh()).sum::<@F>() }}"
                )
            }
            _ => format!("if let Some(v) = {list}.get(1) {{ *v * {k} }} else {{ {k} }}"),
        };
        out.push(line(format!("let {name} = {e};")));
        self.declare(&name, Ty::F, Hold::Owned, false);
    }
}
