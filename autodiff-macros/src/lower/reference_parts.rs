//! References in a tuple that is made for a match: `match (&x, mode) { ([a, b], Mode::Up) => .. }`. What looks through
//! one binds by reference, as in Rust.

use super::Lower;
use crate::ir::{Aggregate, Expr, ExprKind, Member, Place, Proj};

impl Lower<'_> {
    /// The value in a place; which parts of it are references is noted.
    pub(super) fn materialize_with_references(&mut self, value: Expr) -> Place {
        let mut references = Vec::new();
        reference_parts(&value, &mut Vec::new(), &mut references);
        let place = self.materialize(value);
        if !references.is_empty() {
            self.reference_parts.insert(place.root, references);
        }
        place
    }

    /// Whether a part of a scrutinee is a reference in a tuple that was made for the match.
    pub(super) fn is_reference_part(&self, scrutinee: &Place, path: &[Proj]) -> bool {
        let Some(references) = self.reference_parts.get(&scrutinee.root) else { return false };
        let steps = path.iter().map(|step| match step {
            Proj::Field(Member::Index(index)) => Some(*index),
            _ => None,
        });
        let steps: Option<Vec<usize>> = steps.collect();
        scrutinee.is_var() && steps.is_some_and(|steps| references.contains(&steps))
    }
}

/// The parts of a tuple that are references, by their fields.
fn reference_parts(value: &Expr, path: &mut Vec<usize>, out: &mut Vec<Vec<usize>>) {
    if let ExprKind::Aggregate { kind: Aggregate::Tuple, operands } = &value.kind {
        for (index, operand) in operands.iter().enumerate() {
            path.push(index);
            match &operand.kind {
                ExprKind::Ref(_) | ExprKind::RefMut(_) | ExprKind::RefTemp(_) => {
                    out.push(path.clone());
                }
                _ => reference_parts(operand, path, out),
            }
            path.pop();
        }
    }
}
