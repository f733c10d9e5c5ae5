//! The options of `#[differentiate(..)]`.

use proc_macro2::{Ident, TokenStream};
use syn::parse::{ParseStream, Parser};

use crate::diag::Diags;

/// What the attribute asks for.
#[derive(Clone, Default)]
pub(crate) struct Options {
    /// The only active parameters.
    pub(crate) wrt: Option<Vec<Ident>>,
    /// Generate only the reverse mode.
    pub(crate) reverse: bool,
    /// Generate only the forward mode.
    pub(crate) forward: bool,
    /// The path of the runtime crate.
    pub(crate) krate: Option<syn::Path>,
    /// The name of the namespace type.
    pub(crate) name: Option<Ident>,
    /// The methods that are defined beside a method: they are no primitives there.
    pub(crate) siblings: Vec<String>,
}

impl Options {
    pub(crate) fn wants_reverse(&self) -> bool {
        self.reverse || !self.forward
    }

    pub(crate) fn wants_forward(&self) -> bool {
        self.forward || !self.reverse
    }
}

const NAMES: &[&str] =
    &["wrt", "second_order", "reverse", "forward", "vjp", "jvp", "crate", "name"];

/// Reads the attribute's arguments.
pub(crate) fn read(diags: &mut Diags, tokens: TokenStream) -> Options {
    let mut options = Options::default();
    let parser = |input: ParseStream| -> syn::Result<()> {
        while !input.is_empty() {
            if let Err(error) = read_one(diags, input, &mut options) {
                diags.syn(error);
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
    if let Err(error) = parser.parse2(tokens) {
        diags.syn(error);
    }
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
                diags.error(key.span(), "`wrt` needs the names of parameters", "write `wrt(x, y)`");
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
                diags.error(key.span(), "`wrt` names no parameter", "name at least one: `wrt(x)`");
            }
            if options.wrt.is_some() {
                diags.error(
                    key.span(),
                    "`wrt` is given twice",
                    "name all parameters in one `wrt(x, y)`",
                );
            }
            options.wrt = Some(names.into_iter().collect());
        }
        "reverse" => options.reverse = true,
        "forward" => options.forward = true,
        "name" => {
            input.parse::<syn::Token![=]>()?;
            options.name = Some(input.parse()?);
        }
        "second_order" => {
            diags.error(key.span(), "`second_order` is not available yet", "leave it out");
        }
        "vjp" | "jvp" => {
            input.parse::<syn::Token![=]>()?;
            let _: syn::Path = input.parse()?;
            diags.error(key.span(), "custom rules are not available yet", "leave the option out");
        }
        other => {
            let names: Vec<String> = NAMES.iter().map(|&n| n.to_owned()).collect();
            let help = suggest(other, &names).map_or_else(
                || format!("the options are `{}`", NAMES.join("`, `")),
                |s| format!("did you mean `{s}`?"),
            );
            diags.error(key.span(), &format!("there is no option `{other}`"), &help);
            skip_value(input)?;
        }
    }
    Ok(())
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
        .min_by_key(|(distance, _)| *distance)
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
