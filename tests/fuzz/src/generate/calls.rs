//! Calls of the helpers, with what they change out of sight of the other arguments.

use super::{Back, Gen, Helper, Hold, Store, Ty, Var, line};
use crate::program::{Kind, Node, Passing};

impl Gen {
    /// Arguments of a call, and the variables that it changes.
    pub(super) fn arguments(&mut self, params: &[(Kind, Passing)]) -> Option<(String, Vec<Var>)> {
        // What is changed is chosen first, and is out of sight of the other arguments.
        let saved = self.vars.clone();
        let mut texts: Vec<Option<String>> = vec![None; params.len()];
        let mut changed = Vec::new();
        for (i, &(kind, passing)) in params.iter().enumerate() {
            if passing != Passing::Exclusive {
                continue;
            }
            let found = match kind {
                Kind::Scalar => self.some_var(|var| var.ty == Ty::F && var.mutable),
                Kind::Slice(_) => {
                    self.some_var(|var| matches!(var.ty, Ty::List(..)) && var.mutable)
                }
                Kind::Vec(_) => self.some_var(|var| var.ty == Ty::Grown && var.mutable),
                Kind::Maybe(_) => self.some_var(|var| var.ty == Ty::Maybe && var.mutable),
                _ => self.some_var(|var| var.ty == Ty::Record && var.mutable),
            };
            let Some(var) = found else {
                self.vars = saved;
                return None;
            };
            texts[i] = Some(match (var.hold, var.ty) {
                (Hold::Owned, Ty::List(n, _)) if n > 3 && self.r.one_in(2) => {
                    format!("&mut {}[{}..]", var.name, self.r.below(n - 2))
                }
                (Hold::Owned, _) => format!("&mut {}", var.name),
                _ if var.name == "self" => "self".into(),
                _ => var.name.clone(),
            });
            self.vars.retain(|other| other.name != var.name);
            changed.push(var);
        }
        for (i, &(kind, passing)) in params.iter().enumerate() {
            if texts[i].is_some() {
                continue;
            }
            texts[i] = match (kind, passing) {
                (Kind::Count(_), _) => Some(self.r.below(4).to_string()),
                (Kind::Scalar, Passing::Value) => Some(self.bounded(1)),
                (Kind::Scalar, _) => match self.some_var(|var| var.ty == Ty::F) {
                    Some(var) if var.hold == Hold::Owned => Some(format!("&{}", var.name)),
                    Some(var) if var.hold == Hold::Shared => Some(var.name),
                    _ => Some(format!("&({})", self.bounded(1))),
                },
                (Kind::Slice(_), _) => self.list().map(|(name, n, store)| match store {
                    Store::Slice => name,
                    _ if n > 3 && self.r.one_in(2) => format!("&{name}[1..4]"),
                    _ => format!("&{name}[..]"),
                }),
                (Kind::Maybe(_), _) => Some(self.maybe(1)),
                (Kind::Array(_), _) => {
                    Some(format!("[{}, {}, {}]", self.bounded(1), self.atom(), self.atom()))
                }
                _ => match self.some_var(|var| var.ty == Ty::Record) {
                    Some(var) if var.hold == Hold::Owned => Some(format!("&{}", var.name)),
                    Some(var) if var.hold == Hold::Shared || var.name == "self" => Some(var.name),
                    Some(var) => Some(format!("&*{}", var.name)),
                    None => Some(format!("&{}", self.record())),
                },
            };
            if texts[i].is_none() {
                self.vars = saved;
                return None;
            }
        }
        self.vars = saved;
        let texts: Vec<String> = texts.into_iter().flatten().collect();
        Some((texts.join(", "), changed))
    }

    pub(super) fn call(&mut self, wanted: impl Fn(Back) -> bool) -> Option<String> {
        let list: Vec<Helper> =
            self.helpers.iter().filter(|helper| wanted(helper.result)).cloned().collect();
        if list.is_empty() {
            return None;
        }
        let helper = self.r.pick(&list).clone();
        // In an expression nothing is changed: the order would matter to other operands.
        if helper.params.iter().any(|param| param.1 == Passing::Exclusive) {
            return None;
        }
        self.call_of(&helper)
    }

    pub(super) fn call_of(&mut self, helper: &Helper) -> Option<String> {
        if helper.method {
            let passing = helper.params[0].1;
            let var = self.some_var(|var| {
                var.ty == Ty::Record && (passing == Passing::Shared || var.mutable)
            })?;
            let saved = self.vars.clone();
            self.vars.retain(|other| other.name != var.name);
            let args = self.arguments(&helper.params[1..]);
            self.vars = saved;
            return Some(format!("{}.{}({})", var.name, helper.name, args?.0));
        }
        let args = self.arguments(&helper.params)?;
        Some(format!("{}({})", helper.name, args.0))
    }

    pub(super) fn call_statement(&mut self, out: &mut Vec<Node>) {
        if self.helpers.is_empty() {
            return self.assignment(out);
        }
        let helper = self.r.pick(&self.helpers).clone();
        let Some(call) = self.call_of(&helper) else {
            return self.assignment(out);
        };
        match helper.result {
            Back::Unit => out.push(line(format!("{call};"))),
            Back::F => {
                if let Some(place) = (self.r.one_in(3)).then(|| self.place()).flatten()
                    && !call.contains(
                        place.trim_start_matches('*').split(['.', '[']).next().unwrap_or(""),
                    )
                {
                    out.push(line(format!("{place} = {call};")));
                } else {
                    let name = self.name();
                    out.push(line(format!("let mut {name} = {call};")));
                    self.declare(&name, Ty::F, Hold::Owned, true);
                }
            }
            Back::Pair => {
                let (l, r) = (self.fresh("l"), self.fresh("r"));
                out.push(line(format!("let (mut {l}, {r}) = {call};")));
                self.declare(&l, Ty::F, Hold::Owned, true);
                self.declare(&r, Ty::F, Hold::Owned, false);
            }
            Back::Array3 => {
                let name = self.fresh("three");
                out.push(line(format!("let mut {name} = {call};")));
                self.declare(&name, Ty::List(3, Store::Array), Hold::Owned, true);
            }
            Back::Maybe => {
                let name = self.fresh("maybe");
                match self.r.below(3) {
                    0 if self.returns == Some(Back::Maybe) => {
                        out.push(line(format!("let {name} = {call}?;")));
                        self.declare(&name, Ty::F, Hold::Owned, false);
                    }
                    1 => {
                        let e = self.expr(1);
                        let saved = self.jump_text(&e);
                        out.push(line(format!("let Some({name}) = {call} else {{ {saved} }};")));
                        self.declare(&name, Ty::F, Hold::Owned, false);
                    }
                    _ => {
                        out.push(line(format!("let {name} = {call};")));
                        self.declare(&name, Ty::Maybe, Hold::Owned, false);
                    }
                }
            }
            Back::Attempt => self.attempted(&call, out),
            Back::Record => {
                let name = self.fresh("record");
                out.push(line(format!("let mut {name} = {call};")));
                self.declare(&name, Ty::Record, Hold::Owned, true);
            }
        }
    }
}
