//! `mem::swap`, `mem::replace` and `mem::take`: values that change places.

use super::{Gen, Hold, Store, Ty, Var, line};
use crate::program::Node;

/// The variable as `&mut`.
fn borrowed(var: &Var) -> String {
    if var.hold == Hold::Owned { format!("&mut {}", var.name) } else { var.name.clone() }
}

impl Gen {
    pub(super) fn move_statement(&mut self, out: &mut Vec<Node>) {
        let movable = |var: &Var| {
            var.mutable
                && var.name != "self"
                && matches!(
                    var.ty,
                    Ty::F
                        | Ty::Maybe
                        | Ty::Tuple
                        | Ty::Record
                        | Ty::Grown
                        | Ty::Rows
                        | Ty::Records
                        | Ty::Vector3
                        | Ty::Matrix2
                        | Ty::List(_, Store::Array | Store::Vec)
                )
        };
        let Some(var) = self.some_var(movable) else {
            return self.assignment(out);
        };
        let place = borrowed(&var);
        let other =
            self.some_var(|other| movable(other) && other.ty == var.ty && other.name != var.name);
        if let Some(other) = other
            && self.r.one_in(2)
        {
            return out.push(line(format!("core::mem::swap({place}, {});", borrowed(&other))));
        }
        let saved = self.vars.clone();
        self.vars.retain(|other| other.name != var.name);
        let value = match var.ty {
            Ty::F => Some(self.bounded(1)),
            Ty::Maybe => Some(self.maybe(1)),
            Ty::Tuple => Some(format!("({}, {})", self.bounded(1), self.atom())),
            Ty::Record => Some(self.record()),
            Ty::Grown => Some(format!("vec![{}]", self.bounded(1))),
            Ty::Rows => Some(format!("vec![[{}; 2]]", self.bounded(1))),
            Ty::List(n, Store::Array) => Some(format!("[{}; {n}]", self.bounded(1))),
            Ty::List(n, _) => Some(format!("vec![{}; {n}]", self.bounded(1))),
            Ty::Vector3 => Some(format!("Vector3::repeat({})", self.bounded(1))),
            _ => None,
        };
        self.vars = saved;
        let takes = matches!(var.ty, Ty::Maybe | Ty::Grown | Ty::Rows | Ty::Records);
        let old = self.fresh("moved");
        let what = match value {
            Some(value) if !(takes && self.r.one_in(2)) => {
                format!("core::mem::replace({place}, {value})")
            }
            _ if takes => format!("core::mem::take({place})"),
            _ => return self.swapped_parts(out),
        };
        if self.r.one_in(5) {
            return out.push(line(format!("let _ = {what};")));
        }
        out.push(line(format!("let mut {old} = {what};")));
        self.declare(&old, var.ty, Hold::Owned, true);
    }

    /// Two parts of one thing.
    fn swapped_parts(&mut self, out: &mut Vec<Node>) {
        match self.some_var(|var| var.ty == Ty::Record && var.mutable) {
            Some(var) => {
                let name = var.name;
                out.push(line(format!("core::mem::swap(&mut {name}.a, &mut {name}.w[1]);")));
            }
            None => self.assignment(out),
        }
    }
}
