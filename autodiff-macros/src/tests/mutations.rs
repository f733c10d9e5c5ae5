//! Any tokens give errors with spans and never a panic: the corpus, damaged at random, through the whole compiler.
//!
//! No panic, the same output twice, every error with a code and at a token of the item, every function still there. Mutants
//! are the same on every run; `AUTODIFF_MUTATIONS=1000000 cargo test --release -p autodiff-macros mutants -- --nocapture`
//! tries a million and prints what became of them, `AUTODIFF_MUTATIONS=20000..40000` the second twenty thousand.

use std::collections::HashSet;
use std::str::FromStr;

use proc_macro2::{Delimiter, Group, Ident, Literal, Span, TokenStream, TokenTree};
use quote::{ToTokens, quote};

use super::corpus::{self, Annotated};
use crate::pipeline;

/// How many mutants are tried.
const MUTANTS: usize = 3000;

/// How often a change is tried again that gives nothing readable.
const TRIES: usize = 30;

/// Xorshift: the same mutants on every run.
struct Random(u64);

impl Random {
    fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from((self.0 >> 11) % bound.max(1) as u64).expect("below a usize")
    }
}

/// Pieces of Rust that a mutation may put anywhere.
const PIECES: &[&str] = &[
    "x",
    "y",
    "self",
    "Self",
    "_",
    "f64",
    "usize",
    "0",
    "1.0",
    "2usize",
    "\"{x}\"",
    "'c'",
    "b'c'",
    "true",
    "'a",
    "..",
    "..=",
    "=>",
    "->",
    "::",
    "?",
    "&",
    "&mut",
    "*",
    "**",
    "!",
    "-",
    "+",
    "=",
    "+=",
    "==",
    "<",
    ">",
    "<<",
    ">>=",
    "&&",
    "||",
    "|",
    "|a|",
    "|a, b| a",
    "@",
    "#",
    "#[cfg(test)]",
    "#![inline]",
    ";",
    ",",
    ".",
    ":",
    "'label:",
    "break",
    "continue",
    "return",
    "loop",
    "while",
    "for",
    "in",
    "if",
    "else",
    "match",
    "let",
    "mut",
    "ref",
    "move",
    "static",
    "const",
    "fn",
    "impl",
    "dyn",
    "unsafe",
    "async",
    "await",
    ".await",
    "as",
    "as f64",
    "as usize",
    "where",
    "crate",
    "super",
    "r#type",
    "r#loop",
    "()",
    "[]",
    "{}",
    "(x, y)",
    "[x; 3]",
    "{ x }",
    "x[0]",
    "x[..]",
    "x[1..]",
    "x[..=i]",
    ".0",
    ".0.1",
    ".x",
    ".len()",
    ".iter()",
    ".iter().map(|v| v * v).sum::<f64>()",
    ".zip(x)",
    ".rev()",
    ".step_by(2)",
    ".take(2)",
    ".filter(|v| **v > 0.0)",
    ".fold(0.0, |a, b| a + b)",
    ".swap(0, 1)",
    ".sin()",
    ".powi(2)",
    ".max(x)",
    ".clone()",
    ".unwrap()",
    "Some(x)",
    "None",
    "Ok(x)",
    "vec![x; 2]",
    "vec![]",
    "vec![x, y]",
    "vector![x]",
    "matrix![x; y]",
    "matrix![]",
    "panic!()",
    "panic!(\"{x}\")",
    "assert!()",
    "assert!(x > 0.0)",
    "assert_eq!(x)",
    "dbg!()",
    "dbg!(x)",
    "println!(\"{}\", x)",
    "format!(\"{x}\")",
    "todo!()",
    "unreachable!()",
    "mem::swap(&mut x, &mut y)",
    "mem::swap(x)",
    "mem::take(x)",
    "stop_gradient(x)",
    "stop_gradient()",
    "f64::sin(x)",
    "f64::max",
    "Vector3::new(x)",
    "Vector3::new()",
    "from_fn(|i| x)",
    "<f64 as Real>::from_f64(x)",
    "T::from_f64(1.0)",
    "if let Some(v) = x { v } else { y }",
    "if let Some(v) = x && v > y { v } else { y }",
    "let Some(v) = x else { return y };",
    "let (a, ..) = x;",
    "let [a, .., b] = x;",
    "let a;",
    "let a: f64;",
    "let mut x = x;",
    "let ref a = x;",
    "let ref mut a = x;",
    "let a @ b = x;",
    "let _ = x;",
    "let a = || x;",
    "let a = |v: f64| v * x; ",
    "a(x)",
    "(|v| v)(x)",
    "(x, y) = (y, x);",
    "[x, y] = [y, x];",
    "_ = x;",
    "x = y;",
    "x += y;",
    "*x = y;",
    "x.0 = y;",
    "x[i] += y;",
    "x[i][j] = y;",
    "x[(i, j)] = y;",
    "Some(v) if v > x => v,",
    "0..=3 => x,",
    "1 | 2 => x,",
    "v @ 1.. => x,",
    "ref v => *v,",
    "&v => v,",
    "[a, b, ..] => a,",
    "Point { x, .. } => x,",
    "_ => {}",
    "'outer: loop { break 'outer; }",
    "loop { break x; }",
    "'a: { break 'a x; }",
    "while let Some(v) = x { x = v; }",
    "while x > 0.0 { x -= 1.0; }",
    "loop {}",
    "for i in 0..3 { continue; }",
    "for (i, v) in x.iter().enumerate() { y += v; }",
    "for v in &mut x { *v = y; }",
    "for _ in x {}",
    "for w in x.windows(2) { y += w[0]; }",
    "const N: usize = 3;",
    "fn inner(x: f64) -> f64 { x }",
    "struct S;",
    "use core::mem;",
    "return;",
    "return x;",
    "break x;",
    "macro!{ x }",
    "&raw const x",
    "unsafe { x }",
    "async { x }",
    "x?",
    "x..y",
    "x as *const f64",
    "#[constant]",
    "mut self",
    "&self",
    "self: Box<Self>",
    "impl Fn(f64) -> f64",
    "<T: Real>",
    "<const N: usize>",
    "<'a>",
    "[f64; 3]",
    "&[f64]",
    "&mut [f64]",
    "&'a f64",
    "Option<f64>",
    "Result<f64, ()>",
    "-> f64",
    "-> &f64",
    "-> ()",
    "-> !",
    "(a, b): (f64, f64)",
    "_: f64",
    "extern \"C\"",
    "pub(crate)",
    "const fn",
];

/// The number of tokens, groups and what is in them counted.
fn count(stream: &TokenStream) -> usize {
    let of = |token: TokenTree| match token {
        TokenTree::Group(group) => 1 + count(&group.stream()),
        _ => 1,
    };
    stream.clone().into_iter().map(of).sum()
}

/// The stream with `change` applied to the list that holds token number `at`, at its index there.
fn change_at(
    stream: TokenStream,
    at: &mut usize,
    change: &mut dyn FnMut(&mut Vec<TokenTree>, usize),
) -> TokenStream {
    let mut tokens: Vec<TokenTree> = stream.into_iter().collect();
    for index in 0..tokens.len() {
        if *at == 0 {
            change(&mut tokens, index);
            *at = usize::MAX;
            break;
        }
        *at -= 1;
        if let TokenTree::Group(group) = &tokens[index] {
            let inner = change_at(group.stream(), at, change);
            let mut new = Group::new(group.delimiter(), inner);
            new.set_span(group.span());
            tokens[index] = TokenTree::Group(new);
            if *at == usize::MAX {
                break;
            }
        }
    }
    tokens.into_iter().collect()
}

/// One random change.
fn mutate(random: &mut Random, stream: TokenStream, names: &[Ident]) -> TokenStream {
    let size = count(&stream);
    let mut at = random.below(size);
    change_at(stream, &mut at, &mut |tokens, index| match random.below(10) {
        0 => drop(tokens.remove(index)),
        1 => tokens.insert(index, tokens[index].clone()),
        2 => {
            let other = random.below(tokens.len());
            tokens.swap(index, other);
        }
        3 => tokens.truncate(index),
        4 => {
            if let TokenTree::Group(group) = &tokens[index] {
                let delimiter =
                    [Delimiter::Brace, Delimiter::Bracket, Delimiter::Parenthesis, Delimiter::None]
                        [random.below(4)];
                tokens[index] = TokenTree::Group(Group::new(delimiter, group.stream()));
            } else {
                tokens[index] = TokenTree::Ident(names[random.below(names.len())].clone());
            }
        }
        5 => {
            if let TokenTree::Group(group) = tokens.remove(index) {
                tokens.splice(index..index, group.stream());
            }
        }
        6 => {
            let count = random.below(4) + 1;
            let end = (index + count).min(tokens.len());
            let piece: Vec<TokenTree> = tokens[index..end].to_vec();
            let target = random.below(tokens.len() + 1);
            tokens.splice(target..target, piece);
        }
        7 => {
            tokens[index] = match random.below(3) {
                0 => TokenTree::Literal(Literal::f64_unsuffixed(0.5)),
                1 => TokenTree::Literal(Literal::usize_unsuffixed(2)),
                _ => TokenTree::Ident(names[random.below(names.len())].clone()),
            };
        }
        kind => {
            let piece = PIECES[random.below(PIECES.len())];
            let piece = TokenStream::from_str(piece).expect("a piece is made of tokens");
            // In place of the token, or before it.
            let end = if kind == 8 { index + 1 } else { index };
            tokens.splice(index..end, piece);
        }
    })
}

/// Where the tokens of a stream begin, delimiters included.
fn starts(stream: &TokenStream, found: &mut HashSet<usize>) {
    for token in stream.clone() {
        found.insert(token.span().byte_range().start);
        if let TokenTree::Group(group) = token {
            found.insert(group.span_open().byte_range().start);
            found.insert(group.span_close().byte_range().start);
            starts(&group.stream(), found);
        }
    }
}

/// The errors in an output: where each is, and its text.
fn errors(stream: &TokenStream, found: &mut Vec<(Span, String)>) {
    let tokens: Vec<TokenTree> = stream.clone().into_iter().collect();
    for (index, token) in tokens.iter().enumerate() {
        match token {
            TokenTree::Ident(ident) if ident == "compile_error" => {
                let text = tokens.get(index + 2).map(ToString::to_string).unwrap_or_default();
                // `::core::compile_error!`: the path lies at the first token of what is underlined.
                found.push((ident.span(), text));
            }
            TokenTree::Group(group) => errors(&group.stream(), found),
            _ => {}
        }
    }
}

/// The functions of an item: names and bodies.
fn bodies(item: &syn::Item) -> Vec<(String, String)> {
    let of = |sig: &syn::Signature, block: &syn::Block| {
        (sig.ident.to_string(), block.to_token_stream().to_string())
    };
    match item {
        syn::Item::Fn(function) => vec![of(&function.sig, &function.block)],
        syn::Item::Impl(block) => block
            .items
            .iter()
            .filter_map(|item| match item {
                syn::ImplItem::Fn(function) => Some(of(&function.sig, &function.block)),
                _ => None,
            })
            .collect(),
        syn::Item::Trait(definition) => definition
            .items
            .iter()
            .filter_map(|item| match item {
                syn::TraitItem::Fn(function) => {
                    function.default.as_ref().map(|block| of(&function.sig, block))
                }
                _ => None,
            })
            .collect(),
        _ => Vec::new(),
    }
}

/// What became of a mutant.
#[derive(Clone, Copy, Default)]
struct Counts {
    differentiated: usize,
    refused: usize,
    errors: usize,
    /// No item that a parser reads.
    unreadable: usize,
}

/// One mutant in so many is expanded twice.
const TWICE: usize = 8;

/// What is wrong with an expansion.
fn problem(
    options: &TokenStream,
    item: &TokenStream,
    twice: bool,
    counts: &mut Counts,
) -> Option<String> {
    let output = pipeline::differentiate(options.clone(), item.clone());
    let text = output.to_string();
    if let Some(at) = text.find("internal error") {
        return Some(text[at..].chars().take(400).collect());
    }
    if twice && text != pipeline::differentiate(options.clone(), item.clone()).to_string() {
        return Some("two expansions differ".to_owned());
    }
    let (mut inside, mut found) = (HashSet::new(), Vec::new());
    starts(item, &mut inside);
    starts(options, &mut inside);
    errors(&output, &mut found);
    counts.errors += found.len();
    for (span, text) in &found {
        // What ends too early is wrong behind its last token.
        let at_end = text.contains("[E-AD002]");
        if !text.contains("[E-AD") {
            return Some(format!("an error without a code: {text}"));
        }
        if !inside.contains(&span.byte_range().start) && !at_end {
            return Some(format!("an error outside of the item: {text}"));
        }
    }
    let parsed = syn::parse2::<syn::Item>(item.clone()).ok();
    let Some(parsed) = parsed else {
        // A method alone, or what is no item at all: what a user wrote stays, and the errors stand beside it.
        counts.unreadable += 1;
        let refused = text.contains("compile_error") || text.contains("__ad_");
        return (!refused).then(|| "no error".to_owned());
    };
    if found.is_empty() {
        counts.differentiated += 1;
    } else {
        counts.refused += 1;
    }
    let method = matches!(&parsed, syn::Item::Fn(function) if function.sig.receiver().is_some());
    if method || !matches!(parsed, syn::Item::Fn(_) | syn::Item::Impl(_) | syn::Item::Trait(_)) {
        return None;
    }
    let file = match syn::parse2::<syn::File>(output) {
        Ok(file) => file,
        Err(error) => return Some(format!("the output: {error}")),
    };
    let emitted: Vec<(String, String)> = file.items.iter().flat_map(bodies).collect();
    // `T::from_f64` becomes `<T as Real>::from_f64`.
    let lost = bodies(&parsed)
        .into_iter()
        .find(|body| !emitted.contains(body) && !text.contains("from_f64"));
    lost.map(|(name, _)| format!("the function `{name}` itself is lost"))
}

/// One mutant, the same for the same number.
fn mutant(items: &[Annotated], number: usize) -> (usize, TokenStream, TokenStream) {
    let mut random =
        Random(0x9e37_79b9_7f4a_7c15 ^ (number as u64 + 1).wrapping_mul(0xbf58_476d_1ce4_e5b9));
    random.below(2);
    // They are in the order of their sizes: small ones take less time, so that more can be tried.
    let some = if random.below(8) == 0 { items.len() } else { items.len() / 2 };
    let index = random.below(some);
    let chosen = &items[index];
    let mut names = Vec::new();
    idents(&chosen.item, &mut names);
    let changes = random.below(3) + 1;
    let mut item = chosen.item.clone();
    // Most random changes give nothing that a parser reads: rustc would not ask the macro then. One in eight stays.
    let any = random.below(8) == 0;
    for _ in 0..TRIES {
        let mut changed = chosen.item.clone();
        for _ in 0..changes {
            changed = mutate(&mut random, changed, &names);
        }
        let stop = any || syn::parse2::<syn::Item>(changed.clone()).is_ok();
        item = changed;
        if stop {
            break;
        }
    }
    let mut options = chosen.options.clone();
    if random.below(20) == 0 {
        let all =
            quote!(wrt(x, w), second_order, reverse, forward, vjp = a::b, crate = c, name = N);
        options = mutate(&mut random, all, &names);
    }
    (index, options, item)
}

#[test]
fn mutants_give_errors_and_never_panic() {
    // A number, or `from..to`.
    let wanted = std::env::var("AUTODIFF_MUTATIONS").unwrap_or_default();
    let (from, to) = wanted.split_once("..").unwrap_or(("0", &wanted));
    let (first, last) = (from.parse().unwrap_or(0), to.parse().unwrap_or(MUTANTS));
    let mutants = last - first;
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let work = |thread: usize| {
        // Tokens belong to the thread that has read them.
        let mut items = corpus::items();
        items.sort_by_key(|annotated| count(&annotated.item));
        let (mut counts, mut problems) = (Counts::default(), Vec::new());
        for number in (first + thread..last).step_by(threads) {
            let (index, options, item) = mutant(&items, number);
            let twice = number % TWICE == 0;
            if let Some(problem) = problem(&options, &item, twice, &mut counts) {
                let file = &items[index].file;
                problems.push(format!("{file}: {problem}\n  #[differentiate({options})] {item}\n"));
            }
        }
        (counts, problems)
    };
    let results: Vec<(Counts, Vec<String>)> = std::thread::scope(|scope| {
        let work = &work;
        let spawn = |thread| {
            let builder = std::thread::Builder::new().stack_size(64 << 20);
            builder.spawn_scoped(scope, move || work(thread)).expect("a thread")
        };
        let all: Vec<_> = (0..threads).map(spawn).collect();
        all.into_iter().map(|thread| thread.join().expect("no panic")).collect()
    });
    let mut all = Counts::default();
    let mut problems = Vec::new();
    for (counts, found) in results {
        all.differentiated += counts.differentiated;
        all.refused += counts.refused;
        all.errors += counts.errors;
        all.unreadable += counts.unreadable;
        problems.extend(found);
    }
    println!(
        "{mutants} mutants: {} differentiated, {} refused, {} no items; {} errors, {} problems",
        all.differentiated,
        all.refused,
        all.unreadable,
        all.errors,
        problems.len()
    );
    let count = problems.len();
    problems.truncate(12);
    assert!(problems.is_empty(), "{count} of {mutants} mutants:\n{}", problems.join("\n"));
}

#[test]
fn the_corpus_expands_without_an_error_and_the_same_twice() {
    for annotated in corpus::items() {
        let expand = || {
            pipeline::differentiate(annotated.options.clone(), annotated.item.clone()).to_string()
        };
        let text = expand();
        assert!(!text.contains("compile_error"), "{}: {}", annotated.file, annotated.item);
        assert_eq!(text, expand(), "{}", annotated.file);
    }
}

#[test]
fn tokens_that_are_no_item_stay_and_get_an_error() {
    for text in [
        "",
        "fn",
        "fn f",
        "1 + 1",
        "x",
        "fn f(x: f64) -> f64 {} }".trim_end_matches(" }"),
        "fn f(&self) -> f64;",
        "#[a]",
        "enum",
        "{ }",
    ] {
        let item = TokenStream::from_str(text).expect("tokens");
        let output = pipeline::differentiate(TokenStream::new(), item.clone()).to_string();
        assert!(output.contains("compile_error"), "{text}: {output}");
        assert!(!output.contains("internal error"), "{text}: {output}");
        assert!(text.contains('{') || output.starts_with(&item.to_string()), "{text}: {output}");
    }
}

/// The identifiers in a stream.
fn idents(stream: &TokenStream, names: &mut Vec<Ident>) {
    for token in stream.clone() {
        match token {
            TokenTree::Ident(ident) => names.push(ident),
            TokenTree::Group(group) => idents(&group.stream(), names),
            TokenTree::Literal(_) | TokenTree::Punct(_) => {}
        }
    }
    if names.is_empty() {
        names.push(Ident::new("x", Span::call_site()));
    }
}

/// What mutants have found: each was an internal error once.
#[test]
fn what_mutants_have_found() {
    for text in [
        "fn raw(x: f64) -> f64 { x.abs().r#type() }",
        "fn by_ref(x: f64) -> f64 { let y; if x > 0.5 { y = x * x; } else { y = &mut x * x; } y }",
        "fn not_mut(x: f64, y: f64) -> f64 { let p = (x, y); p.0 = p.1 * p.1; p.1 += p.0; p.0 - p.1 }",
    ] {
        let item = TokenStream::from_str(text).expect("tokens");
        let output = pipeline::differentiate(TokenStream::new(), item).to_string();
        assert!(!output.contains("compile_error"), "{text}: {output}");
    }
}
