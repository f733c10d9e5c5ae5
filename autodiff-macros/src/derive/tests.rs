//! What the derive emits: the whole of four items against the files in `expanded`, and every error message.
//!
//! `UPDATE_EXPECT=1 cargo test -p autodiff-macros` writes the files anew; read what changed.

use std::path::Path;

use quote::quote;

use super::*;

/// Compares an expansion with `expanded/<file>.rs`.
#[track_caller]
fn check(file: &str, item: TokenStream) {
    let expanded = syn::parse2(expand(item)).expect("the expansion is a list of items");
    let expanded = prettyplease::unparse(&expanded);
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("src/derive/expanded")
        .join(file)
        .with_extension("rs");
    if std::env::var_os("UPDATE_EXPECT").is_some() {
        std::fs::write(&path, &expanded).expect("the folder of the tests can be written to");
    }
    let expected = std::fs::read_to_string(&path).unwrap_or_default();
    assert_eq!(expanded, expected, "of {}", path.display());
}

/// Asserts the errors, in the order in which they are reported, and whether the tangent type is there nonetheless.
#[track_caller]
fn check_errors(item: TokenStream, messages: &[&str], with_tangent: bool) {
    let file: syn::File = syn::parse2(expand(item)).expect("the expansion is a list of items");
    let mut found = Vec::new();
    let mut tangent = false;
    for item in &file.items {
        match item {
            syn::Item::Macro(call) => {
                let message: syn::LitStr =
                    call.mac.parse_body().expect("compile_error! has a text");
                found.push(message.value());
            }
            syn::Item::Struct(_) | syn::Item::Enum(_) => tangent = true,
            _ => {}
        }
    }
    assert_eq!(found, messages);
    assert_eq!(tangent, with_tangent);
}

#[test]
fn expansion_of_a_named_struct() {
    let item = quote! {
        pub struct Line {
            pub slope: f64,
            steps: usize,
            #[constant]
            label: &'static str,
        }
    };
    check("named", item);
}

#[test]
fn expansion_of_a_generic_tuple_struct() {
    let item = quote! {
        #[tangent(derive(Copy, Hash))]
        #[differentiable(crate = crate::runtime)]
        struct Pair<'a, T, const N: usize = 2>(pub [T; N], T, #[constant] &'a str)
        where
            T: Clone;
    };
    check("tuple", item);
}

#[test]
fn expansion_of_a_tuple_struct_with_constants_at_its_end() {
    let item = quote! {
        pub struct Sample<'a>(pub f64, #[constant] &'a str, #[constant] pub(crate) usize);
    };
    check("constants_last", item);
}

#[test]
fn expansion_of_an_enumeration() {
    let item = quote! {
        pub(crate) enum Shape {
            Circle { radius: f64, #[constant] id: usize },
            Rectangle(f64, f64),
            Empty,
        }
    };
    check("enumeration", item);
}

#[test]
fn the_expansion_is_deterministic() {
    let item = quote! {
        struct Many<'a, 'b, A, B, C>(A, Vec<B>, &'a C, Option<A>, #[constant] &'b ());
    };
    assert_eq!(expand(item.clone()).to_string(), expand(item).to_string());
}

#[test]
fn a_constant_before_an_active_field_of_a_tuple_struct_is_refused() {
    let message = "[E-AD092] a `#[constant]` field of a tuple struct stands before one with a derivative, whose number would change\nhelp: put the constant fields last, or name the fields";
    check_errors(
        quote!(
            struct Pair(#[constant] f64, f64);
        ),
        &[message],
        true,
    );
}

#[test]
fn unions_are_refused() {
    let message = "[E-AD090] a union cannot be differentiated\nhelp: write an enum, or implement `Differentiable` by hand";
    check_errors(quote!(union Bits { float: f64, bits: u64 }), &[message], false);
}

#[test]
fn packed_structs_are_refused() {
    let message = "[E-AD091] a packed struct cannot be differentiated\nhelp: remove `packed`, or implement `Differentiable` by hand";
    check_errors(
        quote!(
            #[repr(C, packed(4))]
            struct Packed(f64);
        ),
        &[message],
        false,
    );
}

#[test]
fn unknown_options_are_refused() {
    check_errors(
        quote!(
            #[tangent(drive(Copy))]
            struct Line(f64);
        ),
        &["[E-AD094] unknown option of `tangent`\nhelp: write `#[tangent(derive(..))]`"],
        true,
    );
    check_errors(
        quote!(
            #[differentiable(krate = path)]
            struct Line(f64);
        ),
        &[
            "[E-AD094] unknown option of `differentiable`\nhelp: write `#[differentiable(crate = some::path)]`",
        ],
        true,
    );
    check_errors(
        quote!(
            struct Line(#[constant = true] f64);
        ),
        &["[E-AD094] `constant` takes no arguments\nhelp: write `#[constant]`"],
        true,
    );
}

#[test]
fn a_quoted_crate_path_is_refused() {
    let message =
        "[E-AD094] the path of `crate` is written without quotes\nhelp: write `crate = some::path`";
    check_errors(
        quote!(
            #[differentiable(crate = "some::path")]
            struct Line(f64);
        ),
        &[message],
        true,
    );
}

#[test]
fn repeated_derives_are_refused() {
    check_errors(
        quote!(
            #[tangent(derive(Clone, Copy, ::core::fmt::Debug))]
            struct Line(f64);
        ),
        &[
            "[E-AD095] every tangent type is `Clone`\nhelp: remove it here",
            "[E-AD095] every tangent type is `Debug`\nhelp: remove it here",
        ],
        true,
    );
}

#[test]
fn misplaced_attributes_are_refused_all_at_once() {
    let item = quote! {
        #[constant]
        enum Shape {
            #[constant]
            Circle(#[tangent(derive(Copy))] f64),
            #[differentiable(crate = path)]
            Empty,
        }
    };
    check_errors(
        item,
        &[
            "[E-AD093] `constant` has no meaning here\nhelp: `#[constant]` goes on a field",
            "[E-AD093] `constant` has no meaning here\nhelp: `#[constant]` goes on a field",
            "[E-AD093] `tangent` has no meaning here\nhelp: `#[tangent]` goes on the struct or enum",
            "[E-AD093] `differentiable` has no meaning here\nhelp: `#[differentiable]` goes on the struct or enum",
        ],
        true,
    );
}
