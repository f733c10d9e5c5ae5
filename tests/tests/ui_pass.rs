//! Programs that must compile as they are, without a warning, and run: `ui-pass/`. One that speaks of `crate` is a test of its own, see
//! Cargo.toml.

macro_rules! programs {
    ($($name:ident $path:literal;)*) => {
        $(
            #[path = $path]
            mod $name;

            #[test]
            fn $name() {
                $name::main();
            }
        )*

        const PROGRAMS: &[&str] = &[$($path),*];
    };
}

programs! {
    alternatives_that_bind "ui-pass/alternatives_that_bind.rs";
    constant_of_generic_type "ui-pass/constant_of_generic_type.rs";
    empty_statements "ui-pass/empty_statements.rs";
    generics "ui-pass/generics.rs";
    hygiene_generated_names "ui-pass/hygiene_generated_names.rs";
    inactive_calls "ui-pass/inactive_calls.rs";
    inside_a_body "ui-pass/inside_a_body.rs";
    macro_rules_around "ui-pass/macro_rules_around.rs";
    named "ui-pass/named.rs";
    options_and_vectors "ui-pass/options_and_vectors.rs";
    raw_identifiers "ui-pass/raw_identifiers.rs";
    shadowed_std_names "ui-pass/shadowed_std_names.rs";
}

/// Those that are tests of their own.
const ALONE: &[&str] = &["ui-pass/visibility.rs"];

#[test]
fn every_program_is_named() {
    let directory = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/ui-pass");
    for entry in std::fs::read_dir(directory).expect("the directory is there") {
        let name = entry.expect("can be listed").file_name();
        let path = format!("ui-pass/{}", name.to_string_lossy());
        let named = PROGRAMS.contains(&path.as_str()) || ALONE.contains(&path.as_str());
        assert!(named, "{path} is no test: name it in tests/ui_pass.rs");
    }
}
