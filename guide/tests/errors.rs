//! The sections of the guide about errors: every code has one, its wrong example is refused with that code, and its
//! right example compiles and runs.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::{env, fs};

/// What cannot be made to happen by a program.
const WITHOUT_EXAMPLE: &[&str] = &["AD001"];

/// A section: `## E-AD012: title`.
struct Section {
    page: String,
    /// `AD012`.
    code: String,
    title: String,
    wrong: Vec<String>,
    right: Vec<String>,
}

/// The repository.
fn repository() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the package stands in the repository")
}

fn sections() -> Vec<Section> {
    let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/errors");
    let mut pages: Vec<PathBuf> = fs::read_dir(directory)
        .expect("the directory is there")
        .map(|entry| entry.expect("can be listed").path())
        .collect();
    pages.sort();
    let mut sections: Vec<Section> = Vec::new();
    for path in pages {
        let page = path.file_name().expect("a file").to_string_lossy().into_owned();
        let text = fs::read_to_string(&path).expect("can be read");
        let mut block: Option<(bool, String)> = None;
        for line in text.lines() {
            if let Some(heading) = line.strip_prefix("## E-") {
                let (code, title) = heading.split_once(": ").expect("`## E-AD012: title`");
                sections.push(Section {
                    page: page.clone(),
                    code: code.to_owned(),
                    title: title.to_owned(),
                    wrong: Vec::new(),
                    right: Vec::new(),
                });
            } else if line.starts_with("```rust") {
                assert!(block.is_none(), "{page}: a block inside of a block");
                block = Some((line.contains("compile_fail"), String::new()));
            } else if line.starts_with("```")
                && let Some((wrong, text)) = block.take()
            {
                let section = sections.last_mut().expect("an example stands in a section");
                if wrong { section.wrong.push(text) } else { section.right.push(text) }
            } else if let Some((_, text)) = &mut block {
                // What the page does not show begins with `# `.
                let line = line.strip_prefix("# ").unwrap_or(line);
                let _ = writeln!(text, "{line}");
            }
        }
    }
    sections
}

/// The table of the macro crate: `AD012` and the title.
fn codes() -> Vec<(String, String)> {
    let path = repository().join("autodiff-macros/src/diag/codes.rs");
    let text = fs::read_to_string(path).expect("the table is there");
    let rows: Vec<(String, String)> = text
        .lines()
        .filter_map(|line| {
            let (_, row) = line.trim().split_once(" = ")?;
            let (number, title) = row.strip_suffix("\";")?.split_once(" \"")?;
            let number: u16 = number.parse().ok()?;
            Some((format!("AD{number:03}"), title.to_owned()))
        })
        .collect();
    assert!(rows.len() > 50, "only {} rows of the table were found", rows.len());
    rows
}

#[test]
fn every_code_has_its_section() {
    let mut problems = String::new();
    let sections = sections();
    for (code, title) in codes() {
        let own: Vec<&Section> = sections.iter().filter(|section| section.code == code).collect();
        let [section] = own.as_slice() else {
            let _ = writeln!(problems, "E-{code}: {} sections in the guide", own.len());
            continue;
        };
        if section.title != title {
            let _ =
                writeln!(problems, "{}: `{}` instead of `{title}`", section.page, section.title);
        }
        let exempt = WITHOUT_EXAMPLE.contains(&code.as_str());
        if !exempt && (section.wrong.is_empty() || section.right.is_empty()) {
            let _ =
                writeln!(problems, "{}: E-{code} has no wrong or no right example", section.page);
        }
    }
    for section in &sections {
        if !codes().iter().any(|(code, _)| *code == section.code) {
            let _ = writeln!(problems, "{}: there is no code E-{}", section.page, section.code);
        }
    }
    assert!(problems.is_empty(), "\n{problems}");
}

/// Writes a crate of one module an example, and runs cargo on it.
fn cargo(name: &str, command: &[&str], modules: &[(String, String)], main: &str) -> Output {
    let root = Path::new(env!("CARGO_TARGET_TMPDIR")).join("guide").join(name);
    let runtime = repository().join("autodiff-runtime");
    let manifest = format!(
        "[package]\nname = \"{name}\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[workspace]\n\n\
         [dependencies]\nautodiff-runtime = {{ path = {runtime:?} }}\n"
    );
    write(&root.join("Cargo.toml"), &manifest);
    // The same versions as here, so that nothing has to be fetched.
    let lock = fs::read_to_string(repository().join("Cargo.lock")).expect("Cargo.lock is there");
    if !root.join("Cargo.lock").exists() {
        write(&root.join("Cargo.lock"), &lock);
    }
    let mut source = "#![allow(warnings)]\n".to_owned();
    for (module, text) in modules {
        let _ = writeln!(source, "mod {module};");
        let import = "use autodiff_runtime::prelude::*;\n";
        let text = format!("{import}pub fn run() {{\n{text}\n}}\n");
        write(&root.join("src").join(format!("{module}.rs")), &text);
    }
    write(&root.join("src/main.rs"), &format!("{source}fn main() {{\n{main}}}\n"));
    Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
        .args(command)
        .current_dir(&root)
        // The directory of `tests/tests/user_crates.rs`, which has the same dependencies.
        .env("CARGO_TARGET_DIR", Path::new(env!("CARGO_TARGET_TMPDIR")).join("user-crates/target"))
        .env_remove("RUSTFLAGS")
        .env_remove("CARGO_ENCODED_RUSTFLAGS")
        .output()
        .expect("cargo runs")
}

/// Writes a file unless it is as it should be: Cargo looks at the times.
fn write(path: &Path, text: &str) {
    if fs::read_to_string(path).is_ok_and(|old| old == text) {
        return;
    }
    fs::create_dir_all(path.parent().expect("a file in a directory")).expect("can be created");
    fs::write(path, text).expect("can be written");
}

fn modules(choose: impl Fn(&Section) -> &Vec<String>) -> Vec<(String, String)> {
    let mut modules = Vec::new();
    for section in sections() {
        for (index, text) in choose(&section).iter().enumerate() {
            modules.push((format!("{}_{index}", section.code.to_lowercase()), text.clone()));
        }
    }
    modules
}

#[test]
fn wrong_examples_are_refused_with_their_code() {
    let wrong = modules(|section| &section.wrong);
    let output = cargo("wrong", &["check", "--message-format=short"], &wrong, "");
    let errors = String::from_utf8_lossy(&output.stderr);
    let mut problems = String::new();
    for (module, _) in &wrong {
        let file = format!("src/{module}.rs:");
        let code = format!("[E-{}]", module[..5].to_uppercase());
        let own: Vec<&str> = errors.lines().filter(|line| line.starts_with(&file)).collect();
        if !own.iter().any(|line| line.contains(&format!(": error: {code}"))) {
            let _ = writeln!(problems, "{module}: no {code} among\n  {}", own.join("\n  "));
        }
    }
    assert!(problems.is_empty(), "\n{problems}\n{errors}");
    println!("{} wrong examples are refused", wrong.len());
}

#[test]
fn right_examples_compile_and_run() {
    let right = modules(|section| &section.right);
    let calls: String = right.iter().fold(String::new(), |mut calls, (module, _)| {
        let _ = writeln!(calls, "    {module}::run();");
        calls
    });
    let output = cargo("right", &["run"], &right, &calls);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    println!("{} right examples run", right.len());
}
