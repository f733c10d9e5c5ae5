//! The guide hangs together: every page is in the summary and its examples are tests, and every link has an end.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// All pages, by their paths from `src`.
fn pages() -> Vec<(String, String)> {
    fn walk(directory: &Path, found: &mut Vec<PathBuf>) {
        for entry in fs::read_dir(directory).expect("the directory is there") {
            let path = entry.expect("can be listed").path();
            if path.is_dir() {
                walk(&path, found);
            } else if path.extension().is_some_and(|extension| extension == "md") {
                found.push(path);
            }
        }
    }
    let source = root().join("src");
    let mut found = Vec::new();
    walk(&source, &mut found);
    found.sort();
    let read = |path: PathBuf| {
        let name = path.strip_prefix(&source).expect("inside").to_string_lossy().into_owned();
        (name, fs::read_to_string(&path).expect("can be read"))
    };
    found.into_iter().map(read).collect()
}

/// The targets of the links of a page, but for those to other sites.
fn links(text: &str) -> Vec<&str> {
    // Every second part is an example.
    let prose = text.split("```").step_by(2);
    let targets =
        prose.flat_map(|part| part.split("](").skip(1)).filter_map(|rest| rest.split(')').next());
    targets.filter(|target| !target.contains("://") && !target.contains(' ')).collect()
}

#[test]
fn links_have_an_end() {
    let mut problems = String::new();
    for (name, text) in pages() {
        let page = root().join("src").join(&name);
        for target in links(&text) {
            let (path, anchor) = target.split_once('#').unwrap_or((target, ""));
            let end =
                if path.is_empty() { page.clone() } else { page.with_file_name("").join(path) };
            let Ok(text) = fs::read_to_string(&end) else {
                let _ = writeln!(problems, "{name}: {target} is not there");
                continue;
            };
            let slug = |heading: &str| -> String {
                let kept =
                    heading.chars().filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-'));
                kept.map(|c| if c == ' ' { '-' } else { c.to_ascii_lowercase() }).collect()
            };
            let has = |line: &str| slug(line.trim_start_matches('#').trim()) == anchor;
            if !anchor.is_empty() && !text.lines().filter(|l| l.starts_with('#')).any(has) {
                let _ = writeln!(problems, "{name}: {target} has no such heading");
            }
        }
    }
    assert!(problems.is_empty(), "\n{problems}");
}

#[test]
fn every_page_is_in_the_summary_and_tested() {
    let summary = fs::read_to_string(root().join("src/SUMMARY.md")).expect("the summary is there");
    let tests = fs::read_to_string(root().join("lib.rs")).expect("the list is there");
    let mut problems = String::new();
    for (name, _) in pages() {
        if name == "SUMMARY.md" {
            continue;
        }
        if !links(&summary).contains(&name.as_str()) {
            let _ = writeln!(problems, "{name} is not in SUMMARY.md");
        }
        // Those of errors are read by `errors.rs`.
        if !name.starts_with("errors/") && !tests.contains(&format!("\"src/{name}\"")) {
            let _ = writeln!(problems, "the examples of {name} are no tests: name it in lib.rs");
        }
    }
    assert!(problems.is_empty(), "\n{problems}");
}

#[test]
fn no_example_is_left_out() {
    for (name, text) in pages() {
        for line in text.lines().filter(|line| line.starts_with("```rust")) {
            let allowed = line == "```rust" || line == "```rust,compile_fail";
            assert!(allowed, "{name}: `{line}` is no test");
            assert!(
                line == "```rust" || name.starts_with("errors/"),
                "{name}: wrong examples stand in the pages of errors"
            );
        }
    }
}

/// Every row of the table of limits leads to a section with an example that runs.
#[test]
fn every_limit_has_an_example() {
    let pages = pages();
    let text = |name: &str| &pages.iter().find(|(page, _)| page == name).expect("a page").1;
    let slug = |heading: &str| -> String {
        let kept = heading.chars().filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-'));
        kept.map(|c| if c == ' ' { '-' } else { c.to_ascii_lowercase() }).collect()
    };
    let rows: Vec<&str> =
        text("limits.md").lines().filter(|line| line.starts_with("| ")).skip(1).collect();
    assert!(rows.len() > 25, "{} rows", rows.len());
    for row in rows {
        let found = links(row);
        assert!(!found.is_empty(), "no link in: {row}");
        for target in found {
            let (path, anchor) = target.split_once('#').expect("a section");
            let page = text(if path.is_empty() { "limits.md" } else { path });
            let mut sections = page.split("\n## ").skip(1);
            let section = sections
                .find(|section| slug(section.lines().next().unwrap_or("").trim()) == anchor)
                .unwrap_or_else(|| panic!("{target} has no section of its own"));
            assert!(section.contains("```rust\n"), "{target} has no example");
        }
    }
}
