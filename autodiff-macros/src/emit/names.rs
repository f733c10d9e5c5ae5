//! Identifiers: the user's names where they are free, numbered where they are not.

use std::collections::{HashMap, HashSet};

use proc_macro2::{Ident, Span};

use crate::ir::{Function, VarKind};

/// The identifier of each variable. Locals are hygienic; parameters keep the user's identifiers.
pub(super) fn assign(f: &Function) -> Vec<Ident> {
    let mut used: HashSet<String> = HashSet::new();
    let mut next: HashMap<String, usize> = HashMap::new();
    let mut idents = Vec::with_capacity(f.vars.len());
    // Parameters and slots first: their names are part of signatures.
    for var in &f.vars {
        if matches!(var.kind, VarKind::Param { .. } | VarKind::Slot) {
            used.insert(var.name.clone());
        }
    }
    for var in &f.vars {
        let base = var.name.trim_start_matches("r#").to_owned();
        let name = match var.kind {
            VarKind::Param { .. } | VarKind::Slot => var.name.clone(),
            _ => fresh(&base, &mut used, &mut next),
        };
        let ident = match var.kind {
            VarKind::Param { .. } => ident_of(&name, var.span),
            _ => ident_of(&name, var.span.resolved_at(Span::mixed_site())),
        };
        idents.push(ident);
    }
    idents
}

/// `r#in` is the raw identifier `in`.
fn ident_of(name: &str, span: Span) -> Ident {
    match name.strip_prefix("r#") {
        Some(raw) => Ident::new_raw(raw, span),
        None => Ident::new(name, span),
    }
}

fn fresh(base: &str, used: &mut HashSet<String>, next: &mut HashMap<String, usize>) -> String {
    let keyword = syn::parse_str::<Ident>(base).is_err();
    let base = if keyword || base == "self" { format!("{base}_") } else { base.to_owned() };
    if used.insert(base.clone()) {
        return base;
    }
    // Counting on from the last number keeps this linear.
    let n = next.entry(base.clone()).or_insert(1);
    loop {
        let candidate = format!("{base}_{n}");
        *n += 1;
        if used.insert(candidate.clone()) {
            return candidate;
        }
    }
}
