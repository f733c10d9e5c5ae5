//! What users see: every refusal with its message (`ui/`), and programs that must compile as they are (`ui-pass/`).
//!
//! `TRYBUILD=overwrite cargo test -p autodiff-tests --test ui` writes the messages anew: read them as a user would.

#[test]
fn refusals_say_what_to_write_instead() {
    trybuild::TestCases::new().compile_fail("tests/ui/*.rs");
}

#[test]
fn accepted_programs_compile_and_run() {
    trybuild::TestCases::new().pass("tests/ui-pass/*.rs");
}
