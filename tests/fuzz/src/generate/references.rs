//! Names of places: `let r = &mut s.w[i]`, `let r = &x`, and references of references.

use super::{Gen, Hold, Store, Ty, Var, line, update};
use crate::program::Node;

impl Gen {
    /// A place inside a variable that may be changed.
    fn inner_place(&mut self, var: &Var) -> String {
        let name = &var.name;
        match var.ty {
            Ty::List(n, _) => {
                let i = self.index(n);
                format!("{name}[{i}]")
            }
            Ty::Tuple => format!("{name}.{}", self.r.below(2)),
            Ty::Record => match self.r.below(3) {
                0 => format!("{name}.a"),
                1 => format!("{name}.b"),
                _ => {
                    let i = self.index(3);
                    format!("{name}.w[{i}]")
                }
            },
            Ty::Grid => {
                let (i, j) = (self.index(2), self.index(3));
                format!("{name}[{i}][{j}]")
            }
            Ty::Crowd => {
                let (i, j) = (self.index(2), self.index(3));
                format!("{name}[{i}].w[{j}]")
            }
            _ if var.hold == Hold::Owned => name.clone(),
            _ => format!("*{name}"),
        }
    }

    /// A block in which a place has another name.
    pub(super) fn reference_statement(&mut self, out: &mut Vec<Node>) {
        let parts = |var: &Var| {
            matches!(var.ty, Ty::F | Ty::List(..) | Ty::Tuple | Ty::Record | Ty::Grid | Ty::Crowd)
                && var.name != "self"
        };
        let exclusive = self.r.one_in(2);
        let Some(var) = self.some_var(|var| parts(var) && (var.mutable || !exclusive)) else {
            return self.let_scalar(out);
        };
        let place = self.inner_place(&var);
        let saved = self.vars.clone();
        let mut body = Vec::new();
        let r = self.fresh("r");
        if exclusive {
            self.vars.retain(|other| other.name != var.name);
            body.push(line(format!("let {r} = &mut {place};")));
            self.declare(&r, Ty::F, Hold::Exclusive, true);
            if self.r.one_in(3) {
                // Once more.
                let again = self.fresh("r");
                body.push(line(format!("let {again} = &mut *{r};")));
                let e = self.without_named(&r, |g| g.bounded(1));
                body.push(line(update(&format!("*{again}"), "*", &e)));
            }
            let e = self.without_named(&r, |g| g.bounded(1));
            let k = self.constant();
            match self.r.below(3) {
                0 => body.push(line(update(&format!("*{r}"), "+", &e))),
                1 => body.push(line(format!("*{r} = (*{r} * {e}).sin();"))),
                _ => body.push(Node::Block(
                    vec![(
                        format!("if *{r} > {k} {{"),
                        vec![line(format!("*{r} = *{r} * {e} - {k};"))],
                    )],
                    "}".into(),
                )),
            }
        } else {
            if let Some(locked) = self.vars.iter_mut().find(|other| other.name == var.name) {
                locked.mutable = false;
            }
            body.push(line(format!("let {r} = &{place};")));
            self.declare(&r, Ty::F, Hold::Shared, false);
            if let Ty::List(n, _) = var.ty
                && n >= 3
                && self.r.one_in(2)
            {
                let part = self.fresh("part");
                body.push(line(format!("let {part} = &{}[1..3];", var.name)));
                self.declare(&part, Ty::List(2, Store::Slice), Hold::Shared, false);
            }
        }
        let count = 1 + self.r.below(2);
        self.statements(count, 1, &mut body);
        self.vars = saved;
        out.push(Node::Block(vec![("{".into(), body)], "}".into()));
    }

    /// Something made while a variable is out of sight.
    pub(super) fn without_named<T>(&mut self, name: &str, make: impl FnOnce(&mut Self) -> T) -> T {
        let saved = self.vars.clone();
        self.vars.retain(|other| other.name != name);
        let made = make(self);
        self.vars = saved;
        made
    }
}
