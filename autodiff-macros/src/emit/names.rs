//! Identifiers: the user's names where they are free, numbered where they are not.

use std::collections::HashSet;

use proc_macro2::{Ident, Span};

use crate::ir::{Function, VarKind};

/// The identifier of each variable. Locals are hygienic; parameters keep the user's identifiers.
pub(super) fn assign(f: &Function) -> Vec<Ident> {
    let mut used: HashSet<String> = HashSet::new();
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
            _ => fresh(&base, &mut used),
        };
        let ident = match var.kind {
            VarKind::Param { .. } => syn::parse_str::<Ident>(&name).map_or_else(
                |_| Ident::new(&name, var.span),
                |ident| Ident::new(&ident.to_string(), var.span),
            ),
            _ => Ident::new(&name, var.span.resolved_at(Span::mixed_site())),
        };
        idents.push(ident);
    }
    idents
}

fn fresh(base: &str, used: &mut HashSet<String>) -> String {
    let keyword = syn::parse_str::<Ident>(base).is_err();
    let base = if keyword || base == "self" { format!("{base}_") } else { base.to_owned() };
    if used.insert(base.clone()) {
        return base;
    }
    let mut n = 1usize;
    loop {
        let candidate = format!("{base}_{n}");
        if used.insert(candidate.clone()) {
            return candidate;
        }
        n += 1;
    }
}
