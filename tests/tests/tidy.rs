//! Rules about this repository's own sources that no compiler checks.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

/// No source file is longer, but for those that were when the rule was made: they may only shrink.
const LONGEST: usize = 700;
const LONGER: &[(&str, usize)] =
    &[("autodiff-macros/src/emit/body.rs", 950), ("autodiff-macros/src/lower/control.rs", 740)];

/// Which layers of the compiler may name which others. `pipeline` names all of them.
const LAYERS: &[(&str, &[&str])] = &[
    ("diag", &[]),
    ("ir", &[]),
    ("runtime_path", &[]),
    ("options", &["diag"]),
    ("syntax", &["diag", "ir", "options"]),
    ("lower", &["diag", "ir", "syntax"]),
    ("analysis", &["ir"]),
    ("transform", &["analysis", "ir"]),
    ("stages", &["analysis", "diag", "ir", "options", "syntax", "transform"]),
    ("emit", &["ir", "options", "syntax", "transform"]),
    ("fallback", &["emit"]),
    ("check", &["diag", "runtime_path"]),
    ("derive", &["diag", "runtime_path"]),
    ("network", &["derive", "diag", "runtime_path"]),
];

/// The repository.
fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the package stands in the repository")
}

/// Every Rust file below a directory of the repository, with its path from there, in order.
fn sources(directory: &str) -> Vec<(String, String)> {
    fn walk(directory: &Path, found: &mut Vec<PathBuf>) {
        let entries = fs::read_dir(directory).expect("the directory is there");
        for entry in entries {
            let path = entry.expect("can be listed").path();
            if path.is_dir() {
                walk(&path, found);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                found.push(path);
            }
        }
    }
    let mut paths = Vec::new();
    walk(&root().join(directory), &mut paths);
    paths.sort();
    assert!(!paths.is_empty(), "{directory} has no sources");
    paths
        .into_iter()
        .map(|path| {
            let text = fs::read_to_string(&path).expect("can be read");
            let name = path.strip_prefix(root()).expect("inside").to_string_lossy().into_owned();
            (name.replace('\\', "/"), text)
        })
        .collect()
}

/// The sources of the compiler without its tests.
fn compiler() -> Vec<(String, String)> {
    let mut all = sources("autodiff-macros/src");
    all.retain(|(name, _)| {
        !name.contains("/tests/") && !name.ends_with("/tests.rs") && !name.contains("/expanded/")
    });
    all
}

/// The text without comments and without what stands in its `mod tests`.
fn code(text: &str) -> String {
    let text = text.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default();
    let mut code = String::new();
    for line in text.lines() {
        code.push_str(line.split("//").next().unwrap_or_default());
        code.push('\n');
    }
    code
}

#[track_caller]
fn none(problems: &str) {
    assert!(problems.is_empty(), "\n{problems}");
}

#[test]
fn every_file_says_what_lives_in_it() {
    let mut problems = String::new();
    for directory in ["autodiff-macros/src", "autodiff-runtime/src", "examples", "benches", "tests"]
    {
        for (name, text) in sources(directory) {
            // What a user writes, or what comes out, begins as it likes.
            let shown = ["/ui/", "/ui-rustc/", "/user-crates/", "/expanded/"];
            if !shown.iter().any(|part| name.contains(part)) && !text.starts_with("//!") {
                let _ =
                    writeln!(problems, "{name}: begin with `//!`: what lives here, what does not");
            }
        }
    }
    none(&problems);
}

#[test]
fn files_stay_short() {
    let mut problems = String::new();
    for directory in [
        "autodiff-macros/src",
        "autodiff-runtime/src",
        "examples",
        "tests/src",
        "tests/fuzz/src",
        "tests/interp/src",
    ] {
        for (name, text) in sources(directory) {
            let allowed =
                LONGER.iter().find(|(long, _)| *long == name).map_or(LONGEST, |(_, n)| *n);
            let lines = text.lines().count();
            if lines > allowed {
                let _ =
                    writeln!(problems, "{name}: {lines} lines, {allowed} are allowed: split it");
            }
        }
    }
    for (name, _) in LONGER {
        let text = fs::read_to_string(root().join(name)).unwrap_or_default();
        if text.lines().count() <= LONGEST {
            let _ = writeln!(problems, "{name}: is short now, take it off the list of exceptions");
        }
    }
    none(&problems);
}

#[test]
fn layers_name_only_those_below_them() {
    let mut problems = String::new();
    for (name, text) in compiler() {
        let inner = name.strip_prefix("autodiff-macros/src/").expect("inside");
        let layer = inner.split(['/', '.']).next().expect("a name");
        if layer == "lib" || layer == "pipeline" {
            continue;
        }
        let Some((_, allowed)) = LAYERS.iter().find(|(known, _)| *known == layer) else {
            let _ = writeln!(problems, "{name}: what may the layer `{layer}` name?");
            continue;
        };
        let code = code(&text);
        for (at, _) in code.match_indices("crate::") {
            // `$crate` and paths that are emitted are no imports.
            if code[..at].ends_with('$') || code[..at].ends_with('#') {
                continue;
            }
            let rest = &code[at + "crate::".len()..];
            let named: String =
                rest.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
            let is_layer = LAYERS.iter().any(|(known, _)| *known == named) || named == "pipeline";
            if is_layer && named != layer && !allowed.contains(&named.as_str()) {
                let _ = writeln!(problems, "{name}: `{layer}` names `{named}`");
            }
        }
    }
    none(&problems);
}

#[test]
fn the_middle_of_the_compiler_knows_no_syntax() {
    let mut problems = String::new();
    for (name, text) in compiler() {
        let middle = ["/ir/", "/analysis/", "/transform/"].iter().any(|part| name.contains(part));
        let code = code(&text);
        if middle && (code.contains("syn::") || code.contains("use syn")) {
            let _ = writeln!(problems, "{name}: looks inside syn");
        }
        if name.contains("autodiff-macros")
            && !name.ends_with("/lib.rs")
            && code.contains("proc_macro::")
        {
            let _ = writeln!(problems, "{name}: names `proc_macro`, which unit tests do not have");
        }
    }
    none(&problems);
}

#[test]
fn the_compiler_has_no_loose_ends() {
    let mut problems = String::new();
    for (name, text) in compiler() {
        let code = code(&text);
        for loose in ["todo!(", "unimplemented!(", "dbg!(", ".unwrap()"] {
            for (number, line) in code.lines().enumerate().filter(|(_, line)| line.contains(loose))
            {
                let _ = writeln!(problems, "{name}:{}: {loose} in `{}`", number + 1, line.trim());
            }
        }
    }
    none(&problems);
}

#[test]
fn paths_in_the_documents_exist() {
    let mut problems = String::new();
    let mut documents = 0;
    for document in ["README.md", "CONTRIBUTING.md", "ARCHITECTURE.md"] {
        let Ok(text) = fs::read_to_string(root().join(document)) else {
            continue;
        };
        documents += 1;
        for (number, line) in text.lines().enumerate() {
            for quoted in line.split('`').skip(1).step_by(2) {
                let is_path = quoted
                    .chars()
                    .all(|c| c.is_alphanumeric() || matches!(c, '/' | '.' | '_' | '-'))
                    && (quoted.contains('/') && quoted.chars().any(char::is_alphanumeric)
                        || [".rs", ".md", ".toml"].iter().any(|end| quoted.ends_with(end)));
                // What a run writes is not there before it.
                if !is_path || quoted.starts_with("target/") {
                    continue;
                }
                let places = [
                    "",
                    "autodiff-macros/src",
                    "autodiff-runtime/src",
                    "autodiff-macros",
                    "autodiff-runtime",
                ];
                let exists = places.iter().any(|place| root().join(place).join(quoted).exists());
                // A file may be named where its directory was named before it.
                let known = exists
                    || [
                        "autodiff-macros/src",
                        "autodiff-runtime/src",
                        "tests",
                        "examples",
                        "benches",
                    ]
                    .iter()
                    .any(|place| {
                        sources(place).iter().any(|(name, _)| name.ends_with(&format!("/{quoted}")))
                    });
                if !known {
                    let _ =
                        writeln!(problems, "{document}:{}: `{quoted}` does not exist", number + 1);
                }
            }
        }
    }
    assert!(documents >= 2, "the documents are not where they were");
    none(&problems);
}

/// The rows of the compiler's table of operations: the stem of the rules, and what each operand needs.
fn primitives() -> Vec<(String, Vec<String>)> {
    let text = fs::read_to_string(root().join("autodiff-macros/src/ir/ops.rs"))
        .expect("the table is there");
    let mut rows = Vec::new();
    for line in text.lines().map(str::trim) {
        let line = line.trim_start_matches("static MATRIX_MAX: Primitive = ");
        let line = line.trim_start_matches("static MATRIX_MIN: Primitive = ");
        let kinds = ["scalar(\"", "cheap(\"", "shared(\"", "matrix(\"", "reduction(\"", "row(\""];
        let Some(kind) = kinds.iter().find(|kind| line.starts_with(**kind)) else {
            continue;
        };
        let rest = &line[kind.len()..];
        let (name, rest) = rest.split_once('"').expect("a quoted name");
        let (before, needs) = rest.split_once("&[").expect("the operands");
        let operands: Vec<String> = needs
            .split(']')
            .next()
            .expect("the end of the operands")
            .split(',')
            .map(|operand| operand.trim().trim_matches('"').to_owned())
            .collect();
        let rule = before.split('"').nth(1).unwrap_or(name);
        let stem = match (name, operands.len()) {
            ("max" | "min", 1) => format!("matrix_{name}"),
            ("magnitude", _) => "norm".to_owned(),
            ("magnitude_squared", _) => "norm_squared".to_owned(),
            _ => rule.to_owned(),
        };
        rows.push((stem, operands));
    }
    assert!(rows.len() > 60, "only {} rows of the table were found", rows.len());
    rows
}

#[test]
fn every_operation_has_its_rules() {
    let runtime: String =
        sources("autodiff-runtime/src").into_iter().map(|(_, text)| text).collect();
    let names: std::collections::HashSet<&str> =
        runtime.split(|c: char| !c.is_alphanumeric() && c != '_').collect();
    let mut problems = String::new();
    for (stem, operands) in primitives() {
        for (index, needs) in operands.iter().enumerate() {
            if needs == "INACTIVE" {
                continue;
            }
            for mode in ["adjoint", "tangent"] {
                let rule = format!("{stem}_{mode}_{index}");
                if !names.contains(rule.as_str()) {
                    let _ = writeln!(problems, "the runtime has no `{rule}`");
                }
            }
        }
    }
    none(&problems);
}

#[test]
fn every_refusal_program_has_its_message() {
    let directory = root().join("tests/tests/ui");
    let mut problems = String::new();
    for entry in fs::read_dir(directory).expect("the directory is there") {
        let path = entry.expect("can be listed").path();
        let partner = if path.extension().is_some_and(|extension| extension == "rs") {
            path.with_extension("stderr")
        } else {
            path.with_extension("rs")
        };
        if !partner.exists() {
            let _ = writeln!(problems, "{} is missing", partner.display());
        }
    }
    none(&problems);
}

/// The rows of the compiler's table of codes: name and number.
fn codes() -> Vec<(String, u16)> {
    let text = fs::read_to_string(root().join("autodiff-macros/src/diag/codes.rs"))
        .expect("the table is there");
    let rows: Vec<(String, u16)> = text
        .lines()
        .filter_map(|line| {
            let (name, row) = line.trim().split_once(" = ")?;
            let number = row.split_once(" \"")?.0.parse().ok()?;
            Some((name.to_owned(), number))
        })
        .collect();
    assert!(rows.len() > 50, "only {} rows of the table were found", rows.len());
    rows
}

/// `guide/tests/errors.rs` holds that each has a section in the guide, too.
#[test]
fn every_code_is_used_and_has_a_program_that_is_refused_with_it() {
    let messages: String = fs::read_dir(root().join("tests/tests/ui"))
        .expect("the directory is there")
        .map(|entry| entry.expect("can be listed").path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "stderr"))
        .map(|path| fs::read_to_string(path).expect("can be read"))
        .collect();
    let mut used = String::new();
    for (name, text) in compiler() {
        if !name.ends_with("diag/codes.rs") {
            used.push_str(&code(&text));
        }
    }
    let mut problems = String::new();
    for (name, number) in codes() {
        if !used.contains(&format!("codes::{name}")) {
            let _ = writeln!(problems, "`codes::{name}` is not used");
        }
        // An internal error cannot be made to happen.
        if name != "INTERNAL" && !messages.contains(&format!("[E-AD{number:03}]")) {
            let _ =
                writeln!(problems, "no program in tests/tests/ui is refused with E-AD{number:03}");
        }
    }
    none(&problems);
}

/// Every refusal goes through the table: nothing else in the compiler makes an error with a text of its own.
#[test]
fn every_refusal_has_a_code() {
    let mut problems = String::new();
    for (name, text) in compiler() {
        if name.ends_with("diag/codes.rs") {
            continue;
        }
        for (number, line) in code(&text).lines().enumerate() {
            for made in ["Error::new(", "Error::new_spanned(", "compile_error!"] {
                if line.contains(made) {
                    let number = number + 1;
                    let _ = writeln!(problems, "{name}:{number}: `{made}` without a code");
                }
            }
        }
    }
    none(&problems);
}

/// A user who meets a missing impl is told what to do.
#[test]
fn every_public_trait_says_what_is_missing() {
    // What only emitted code names.
    let internal = [
        "/support.rs",
        "/second_order.rs",
        "/behind.rs",
        "/carriers.rs",
        "/variants.rs",
        "/residual.rs",
        "/rules/methods/components.rs",
    ];
    let (mut problems, mut seen) = (String::new(), 0);
    for (name, text) in sources("autodiff-runtime/src") {
        if internal.iter().any(|file| name.ends_with(file)) {
            continue;
        }
        let lines: Vec<&str> = text.lines().collect();
        for (number, line) in lines.iter().enumerate() {
            let line = line.trim();
            if !line.starts_with("pub trait ") || line.contains("Sealed") || line.contains("Kind ")
            {
                continue;
            }
            seen += 1;
            // The attributes and comments right above it.
            let above = lines[..number].iter().rev().map(|line| line.trim());
            let above = above.take_while(|line| !line.is_empty() && !line.starts_with('}'));
            let said = above.into_iter().any(|line| {
                ["on_unimplemented", "doc(hidden)", "$attribute"].iter().any(|it| line.contains(it))
            });
            if !said {
                let _ = writeln!(
                    problems,
                    "{name}:{}: {line} `#[diagnostic::on_unimplemented]`",
                    number + 1
                );
            }
        }
    }
    assert!(seen > 20, "only {seen} traits were found");
    none(&problems);
}

#[test]
fn the_mistakes_of_newcomers_have_their_programs() {
    let list = fs::read_to_string(root().join("tests/tests/newcomers.txt")).expect("the list");
    let rows: Vec<&str> = list.lines().filter(|line| !line.starts_with('#')).collect();
    assert!(rows.len() >= 40, "only {} mistakes", rows.len());
    let mut problems = String::new();
    for row in rows {
        let path = row.split_whitespace().last().unwrap_or_default();
        if !root().join("tests/tests").join(path).is_file() {
            let _ = writeln!(problems, "{row}: there is no such program");
        }
    }
    none(&problems);
}

/// What the standard library has for less than that time, Clippy refuses (`incompatible_msrv`).
#[test]
fn no_dependency_wants_a_newer_rust_than_is_stated() {
    let version = |text: &str| -> (u32, u32) {
        let mut parts = text.split('.').map(|part| part.parse().expect("a version is of numbers"));
        (parts.next().expect("a major version"), parts.next().unwrap_or(0))
    };
    let manifest = fs::read_to_string(root().join("Cargo.toml")).expect("it can be read");
    let stated = manifest.split("rust-version = \"").nth(1).expect("the version is stated");
    let stated = version(stated.split('"').next().expect("a text ends"));
    let output = std::process::Command::new(std::env::var_os("CARGO").unwrap_or("cargo".into()))
        .args(["metadata", "--locked", "--format-version", "1", "--filter-platform"])
        .arg("x86_64-unknown-linux-gnu")
        .current_dir(root())
        .output()
        .expect("cargo runs");
    let metadata = String::from_utf8_lossy(&output.stdout);
    let all: Vec<(u32, u32)> = metadata
        .split("\"rust_version\":\"")
        .skip(1)
        .filter_map(|rest| rest.split('"').next())
        .map(version)
        .collect();
    assert!(all.len() > 50, "{}", String::from_utf8_lossy(&output.stderr));
    assert!(
        all.iter().all(|wanted| *wanted <= stated),
        "a dependency wants {:?}",
        all.iter().max()
    );
}
