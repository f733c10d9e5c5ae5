//! What users' own crates see: editions, denied warnings, Clippy, renamed and re-exported runtimes, no `std`, and the errors
//! that come from the compiler and not from the macro.
//!
//! The crates are generated as one workspace below the target directory, which they share to build in.

mod generated;

use generated::{directory, programs, repository, write, write_lock};
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Output;
use std::sync::OnceLock;

/// A generated crate.
struct UserCrate {
    name: &'static str,
    edition: &'static str,
    /// The lines of `[dependencies]`, with `@` for the directory of this repository.
    dependencies: &'static str,
    /// What stands before the common source.
    head: &'static str,
    source: &'static str,
}

const COMMON: &str = include_str!("user-crates/common.rs");
const NO_STD: &str = include_str!("user-crates/no_std.rs");

const CRATES: &[UserCrate] = &[
    UserCrate {
        name: "edition-2024",
        edition: "2024",
        dependencies: r#"autodiff-runtime = { path = "@/autodiff-runtime" }"#,
        head: "#![deny(warnings, missing_docs, unreachable_pub, unused_qualifications)]\n\
               #![forbid(unsafe_code)]\n\
               #![deny(clippy::all)]\n\
               //! A user's crate.\n\
               use autodiff_runtime::nalgebra;\n\
               use autodiff_runtime::prelude::*;\n",
        source: COMMON,
    },
    UserCrate {
        name: "edition-2021",
        edition: "2021",
        dependencies: r#"autodiff-runtime = { path = "@/autodiff-runtime" }"#,
        head: "#![deny(warnings)]\n\
               #![deny(clippy::all)]\n\
               //! A user's crate of the edition before.\n\
               use autodiff_runtime::nalgebra;\n\
               use autodiff_runtime::prelude::*;\n",
        source: COMMON,
    },
    UserCrate {
        name: "renamed",
        edition: "2024",
        dependencies: r#"autodiff = { package = "autodiff-runtime", path = "@/autodiff-runtime" }"#,
        head: "#![deny(warnings)]\n\
               //! A user's crate that gives the runtime another name.\n\
               use autodiff::nalgebra;\n\
               use autodiff::prelude::*;\n",
        source: COMMON,
    },
    UserCrate {
        name: "facade",
        edition: "2024",
        dependencies: r#"autodiff-runtime = { path = "@/autodiff-runtime" }"#,
        head: "//! Re-exports the runtime.\npub mod ad {\n    pub use autodiff_runtime::*;\n}\n",
        source: "",
    },
    UserCrate {
        name: "re-exported",
        edition: "2024",
        dependencies: r#"facade = { path = "../facade" }"#,
        head: "#![deny(warnings)]\n\
               //! A user's crate that has the runtime through another one only.\n\
               use facade::ad::prelude::*;\n",
        source: r#"
/// A parabola.
#[differentiate(crate = facade::ad)]
pub fn parabola(x: f64) -> f64 {
    x * x
}

/// Two numbers.
#[derive(Clone, Copy, Differentiable)]
#[differentiable(crate = facade::ad)]
pub struct Pair {
    /// One.
    pub a: f64,
    /// The other.
    pub b: f64,
}

#[differentiate(crate = facade::ad)]
impl Pair {
    /// The product.
    pub fn product(&self, scale: f64) -> f64 {
        parabola(self.a) * self.b * scale
    }
}

/// Uses them.
pub fn gradients(pair: &Pair) -> (f64, f64) {
    let (of_pair, _) = pair.product_grad(2.0);
    (parabola::grad(3.0), of_pair.a)
}
"#,
    },
    UserCrate {
        name: "without-std",
        edition: "2024",
        dependencies: r#"autodiff-runtime = { path = "@/autodiff-runtime", default-features = false }"#,
        head: "#![no_std]\n\
               #![deny(warnings)]\n\
               #![deny(clippy::all)]\n\
               //! A user's crate without `std` and without an allocator.\n\
               use autodiff_runtime::nalgebra;\n\
               use autodiff_runtime::prelude::*;\n",
        source: NO_STD,
    },
];

/// The generated workspace, written once.
fn workspace() -> &'static Path {
    static WORKSPACE: OnceLock<PathBuf> = OnceLock::new();
    WORKSPACE.get_or_init(|| {
        let root = directory("user-crates");
        let root_name = repository().to_str().expect("the path is text");
        let mut members = String::new();
        for user in CRATES {
            let dependencies = user.dependencies.replace('@', root_name);
            let manifest = format!(
                "[package]\nname = \"{}\"\nversion = \"0.0.0\"\nedition = \"{}\"\n\n[dependencies]\n{dependencies}\n",
                user.name, user.edition,
            );
            write(&root.join(user.name).join("Cargo.toml"), &manifest);
            let source = format!("{}\n{}", user.head, user.source);
            write(&root.join(user.name).join("src/lib.rs"), &source);
            let _ = write!(members, "\"{}\", ", user.name);
        }
        let manifest = format!(
            "[package]\nname = \"refused\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n\
             [dependencies]\nautodiff-runtime = {{ path = \"{root_name}/autodiff-runtime\" }}\n"
        );
        write(&root.join("refused/Cargo.toml"), &manifest);
        let bins = root.join("refused/src/bin");
        let _ = fs::remove_dir_all(&bins);
        for (name, text) in programs("ui-rustc") {
            write(&bins.join(name), &text);
        }
        let manifest = format!("[workspace]\nresolver = \"3\"\nmembers = [{members}\"refused\"]\n");
        write(&root.join("Cargo.toml"), &manifest);
        write_lock(&root);
        root
    })
}

fn cargo(arguments: &[&str]) -> Output {
    generated::cargo(workspace(), arguments)
}

#[track_caller]
fn passes(arguments: &[&str]) {
    let output = cargo(arguments);
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "cargo {}:\n{errors}", arguments.join(" "));
}

#[track_caller]
fn is_clean_under_clippy(name: &str) {
    passes(&["clippy", "-p", name, "--", "-D", "warnings"]);
}

#[test]
fn edition_2024_without_a_warning() {
    is_clean_under_clippy("edition-2024");
}

#[test]
fn edition_2021_without_a_warning() {
    is_clean_under_clippy("edition-2021");
}

#[test]
fn a_renamed_runtime() {
    is_clean_under_clippy("renamed");
}

#[test]
fn a_runtime_through_another_crate() {
    is_clean_under_clippy("re-exported");
}

#[test]
fn no_std_and_no_allocator() {
    is_clean_under_clippy("without-std");
}

/// Each program says at which line the first error is to be, and what of its text a user needs to understand it.
#[test]
fn errors_of_the_compiler_point_at_what_is_wrong() {
    let output =
        cargo(&["check", "-p", "refused", "--bins", "--keep-going", "--message-format=short"]);
    assert!(!output.status.success(), "the programs compile");
    let errors = String::from_utf8_lossy(&output.stderr);
    let mut problems = String::new();
    for (name, text) in programs("ui-rustc") {
        let marks: Vec<(usize, &str)> = text
            .lines()
            .enumerate()
            .filter_map(|(line, text)| Some((line + 1, text.split_once("//~ ")?.1)))
            .collect();
        assert!(!marks.is_empty(), "{name} does not say what its error is");
        let file = format!("src/bin/{name}:");
        let own: Vec<&str> = errors
            .lines()
            .filter_map(|line| Some(line.split_once(&file)?.1))
            .filter(|line| line.contains(": error"))
            .collect();
        for (line, text) in marks {
            let found = own
                .iter()
                .any(|error| error.starts_with(&format!("{line}:")) && error.contains(text));
            if !found {
                let _ = write!(
                    problems,
                    "{name}:{line}: no error `{text}` among\n  {}\n",
                    own.join("\n  ")
                );
            }
        }
    }
    assert!(problems.is_empty(), "{problems}");
}
