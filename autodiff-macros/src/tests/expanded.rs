//! The annotated expansions of `examples/expanded/` are those that the macro writes now.
//!
//! A file there begins with notes and the user's function; then comes an `impl` with some of the hidden functions that do
//! the work, without their attributes and imports. `UPDATE_EXPANDED=1 cargo test -p autodiff-macros expanded` writes the
//! `impl` anew: read what changed, and whether the notes are still true.

use std::path::{Path, PathBuf};
use std::process::Command;

use quote::{ToTokens, quote};

use crate::pipeline;

/// The functions that can be shown: forward mode, both sweeps in one, and the sweeps apart.
const SHOWN: [&str; 3] = ["__ad_jvp", "__ad_reverse", "__ad_forward"];

/// The functions of an `impl`, in order.
fn shown(block: &syn::ItemImpl) -> Vec<String> {
    let functions = block.items.iter().filter_map(|item| match item {
        syn::ImplItem::Fn(function) => Some(function.sig.ident.to_string()),
        _ => None,
    });
    functions.collect()
}

fn directory() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../examples/expanded")
}

/// The shown functions of the expansion of a function, as an `impl`.
fn expansion(source: &syn::ItemFn, names: &[String]) -> syn::ItemImpl {
    let expanded = pipeline::differentiate(quote!(), source.to_token_stream());
    let file: syn::File = syn::parse2(expanded).expect("an expansion is Rust");
    let block = file.items.into_iter().find_map(|item| match item {
        syn::Item::Impl(block) if block.trait_.is_none() => Some(block),
        _ => None,
    });
    let mut block = block.expect("the derivatives are in an impl");
    block.attrs.clear();
    let mut shown = Vec::new();
    for name in names {
        let found = block.items.iter().find_map(|item| match item {
            syn::ImplItem::Fn(function) if function.sig.ident == name => Some(function.clone()),
            _ => None,
        });
        let mut function = found.expect("each function has these derivatives");
        function.attrs.clear();
        function.block.stmts.retain(|stmt| !matches!(stmt, syn::Stmt::Item(syn::Item::Use(_))));
        shown.push(syn::ImplItem::Fn(function));
    }
    block.items = shown;
    block
}

fn without_space(tokens: &impl ToTokens) -> String {
    let text = tokens.to_token_stream().to_string();
    // rustfmt takes what is superfluous away.
    text.chars().filter(|c| !c.is_whitespace() && *c != ',').collect()
}

#[test]
fn expanded_examples_are_current() {
    let update = std::env::var_os("UPDATE_EXPANDED").is_some();
    let mut count = 0;
    for entry in std::fs::read_dir(directory()).expect("examples/expanded is there") {
        let path = entry.expect("it can be listed").path();
        if path.extension().is_none_or(|extension| extension != "rs") {
            continue;
        }
        count += 1;
        let text = std::fs::read_to_string(&path).expect("it can be read");
        let file = syn::parse_file(&text).expect("it is Rust");
        let source = file.items.iter().find_map(|item| match item {
            syn::Item::Fn(function) => Some(function),
            _ => None,
        });
        let source = source.expect("it begins with the user's function");
        let written = file.items.iter().find_map(|item| match item {
            syn::Item::Impl(block) => Some(block),
            _ => None,
        });
        let names = written.map_or_else(|| SHOWN.map(str::to_owned).to_vec(), shown);
        let now = expansion(source, &names);
        let same = written.is_some_and(|written| without_space(written) == without_space(&now));
        if update && !same {
            let end = text.find("\nimpl ").unwrap_or(text.len());
            let new = format!("{}\n{}\n", text[..end].trim_end(), now.to_token_stream());
            std::fs::write(&path, new).expect("it can be written");
            let formatted = Command::new("rustfmt").args(["--edition", "2024"]).arg(&path).status();
            assert!(formatted.is_ok_and(|status| status.success()), "rustfmt");
        } else {
            assert!(same, "{}: not what the macro writes now; see the test's file", path.display());
        }
    }
    assert_eq!(count, 5, "expanded examples");
}
