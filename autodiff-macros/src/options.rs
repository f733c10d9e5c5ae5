//! The options of `#[differentiate(..)]`.

use proc_macro2::{Ident, TokenStream};
use syn::parse::{ParseStream, Parser};

use crate::diag::{Diags, codes};

/// What the attribute asks for.
#[derive(Clone, Default)]
pub(crate) struct Options {
    /// The only active parameters.
    pub(crate) wrt: Option<Vec<Ident>>,
    /// Generate only the reverse mode.
    pub(crate) reverse: bool,
    /// Generate only the forward mode.
    pub(crate) forward: bool,
    /// Generate second derivatives, and what the second derivatives of callers need.
    pub(crate) second_order: bool,
    /// The path of the runtime crate.
    pub(crate) krate: Option<syn::Path>,
    /// The name of the namespace type.
    pub(crate) name: Option<Ident>,
    /// Custom rules.
    pub(crate) vjp: Option<syn::Path>,
    pub(crate) jvp: Option<syn::Path>,
    /// The methods that are defined beside a method: they are no primitives there.
    pub(crate) siblings: Vec<String>,
}

impl Options {
    /// A custom rule for one mode is for that mode alone.
    pub(crate) fn wants_reverse(&self) -> bool {
        (self.reverse || !self.forward || self.second_order)
            && (self.vjp.is_some() || self.jvp.is_none())
    }

    pub(crate) fn wants_forward(&self) -> bool {
        (self.forward || !self.reverse || self.second_order)
            && (self.jvp.is_some() || self.vjp.is_none())
    }

    /// Whether the derivatives are the user's own.
    pub(crate) fn has_rules(&self) -> bool {
        self.vjp.is_some() || self.jvp.is_some()
    }
}

const NAMES: &[&str] =
    &["wrt", "second_order", "reverse", "forward", "vjp", "jvp", "crate", "name"];

/// What is said where the options cannot be read.
const FORM: &str =
    "write the options as in `#[differentiate(wrt(x, y), second_order, vjp = path)]`";

/// Reads the attribute's arguments.
pub(crate) fn read(diags: &mut Diags, tokens: TokenStream) -> Options {
    let mut options = Options::default();
    let mut failed = false;
    let parser = |input: ParseStream| -> syn::Result<()> {
        while !input.is_empty() {
            if let Err(error) = read_one(diags, input, &mut options) {
                diags.unreadable(&error, FORM);
                failed = true;
                // What follows a malformed option cannot be told apart from it.
                let _: TokenStream = input.parse()?;
                return Ok(());
            }
            if !input.is_empty() {
                input.parse::<syn::Token![,]>()?;
            }
        }
        Ok(())
    };
    let read = parser.parse2(tokens);
    // The rest of a list whose beginning is wrong is no second mistake.
    if let Err(error) = read
        && !failed
    {
        diags.unreadable(&error, FORM);
    }
    check_rules(diags, &options);
    if options.reverse && options.forward {
        options.reverse = false;
        options.forward = false;
    }
    options
}

fn read_one(diags: &mut Diags, input: ParseStream, options: &mut Options) -> syn::Result<()> {
    if input.peek(syn::Token![crate]) {
        input.parse::<syn::Token![crate]>()?;
        input.parse::<syn::Token![=]>()?;
        options.krate = Some(syn::Path::parse_mod_style(input)?);
        return Ok(());
    }
    let key: Ident = input.parse()?;
    match key.to_string().as_str() {
        "wrt" => {
            if !input.peek(syn::token::Paren) {
                diags.error(
                    codes::MALFORMED_OPTION,
                    key.span(),
                    "`wrt` needs the names of parameters",
                    "write `wrt(x, y)`",
                );
                return skip_value(input);
            }
            let content;
            syn::parenthesized!(content in input);
            let names = content.parse_terminated(
                |input: ParseStream| {
                    if input.peek(syn::Token![self]) {
                        let token: syn::Token![self] = input.parse()?;
                        Ok(Ident::new("self", token.span))
                    } else {
                        input.parse::<Ident>()
                    }
                },
                syn::Token![,],
            )?;
            if names.is_empty() {
                diags.error(
                    codes::MALFORMED_OPTION,
                    key.span(),
                    "`wrt` names no parameter",
                    "name at least one: `wrt(x)`",
                );
            }
            if options.wrt.is_some() {
                diags.error(
                    codes::MALFORMED_OPTION,
                    key.span(),
                    "`wrt` is given twice",
                    "name all parameters in one `wrt(x, y)`",
                );
            }
            options.wrt = Some(names.into_iter().collect());
        }
        "reverse" => {
            given_twice(diags, &key, options.reverse);
            options.reverse = true;
        }
        "forward" => {
            given_twice(diags, &key, options.forward);
            options.forward = true;
        }
        "name" => {
            input.parse::<syn::Token![=]>()?;
            given_twice(diags, &key, options.name.is_some());
            options.name = Some(input.parse()?);
        }
        "second_order" => options.second_order = true,
        "vjp" | "jvp" => {
            if !input.peek(syn::Token![=]) {
                let help = format!("name the rule's function: `{key} = path`");
                diags.error(
                    codes::MALFORMED_OPTION,
                    key.span(),
                    &format!("`{key}` needs a path"),
                    &help,
                );
                return skip_value(input);
            }
            input.parse::<syn::Token![=]>()?;
            let path: syn::Path = input.parse()?;
            let rule = if key == "vjp" { &mut options.vjp } else { &mut options.jvp };
            given_twice(diags, &key, rule.is_some());
            *rule = Some(path);
        }
        other => {
            let names: Vec<String> = NAMES.iter().map(|&n| n.to_owned()).collect();
            let help = suggest(other, &names).map_or_else(
                || format!("the options are `{}`", NAMES.join("`, `")),
                |s| format!("did you mean `{s}`?"),
            );
            diags.error(
                codes::UNKNOWN_OPTION,
                key.span(),
                &format!("there is no option `{other}`"),
                &help,
            );
            skip_value(input)?;
        }
    }
    Ok(())
}

fn given_twice(diags: &mut Diags, key: &Ident, already: bool) {
    if already {
        diags.error(
            codes::MALFORMED_OPTION,
            key.span(),
            &format!("`{key}` is given twice"),
            "leave one of them out",
        );
    }
}

/// A rule for a mode that is left out.
fn check_rules(diags: &mut Diags, options: &Options) {
    let left_out = |diags: &mut Diags, path: &syn::Path, rule: &str, mode: &str, only: &str| {
        diags.error_at(
            codes::CONTRADICTING_OPTIONS,
            path,
            &format!("`{rule}` is a rule of the {mode} mode, which `{only}` leaves out"),
            &format!("leave `{only}` or `{rule}` out"),
        );
    };
    if let Some(path) = &options.vjp
        && options.forward
        && !options.reverse
    {
        left_out(diags, path, "vjp", "reverse", "forward");
    }
    if let Some(path) = &options.jvp
        && options.reverse
        && !options.forward
    {
        left_out(diags, path, "jvp", "forward", "reverse");
    }
}

/// Skips what belongs to an unknown option.
fn skip_value(input: ParseStream) -> syn::Result<()> {
    while !input.is_empty() && !input.peek(syn::Token![,]) {
        input.parse::<proc_macro2::TokenTree>()?;
    }
    Ok(())
}

/// The known name nearest to `name`, if one is near.
pub(crate) fn suggest<'a>(name: &str, known: &'a [String]) -> Option<&'a str> {
    known
        .iter()
        .map(|candidate| (distance(name, candidate), candidate))
        .filter(|(distance, _)| *distance <= 2)
        .min_by_key(|(distance, known)| (*distance, known.chars().next() != name.chars().next()))
        .map(|(_, candidate)| candidate.as_str())
}

/// The Levenshtein distance.
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, y) in b.iter().enumerate() {
            let substituted = diagonal + usize::from(x != *y);
            diagonal = row[j + 1];
            row[j + 1] = substituted.min(diagonal + 1).min(row[j] + 1);
        }
    }
    row[b.len()]
}
