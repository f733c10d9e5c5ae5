//! Every refusal of the macros with its message: `ui/`. Programs that must compile are in `ui_pass.rs`.
//!
//! `BLESS=1 cargo test -p autodiff-tests --test ui` writes the messages anew: read them as a user would.

mod generated;

use generated::{cargo, directory, programs, repository, write, write_lock};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;
use std::{env, fs};

/// The text of a message as a user sees it, without what depends on this machine: of other files only their paths.
fn normalized(rendered: &str) -> String {
    let repository = format!("{}/", repository().display());
    let mut text = String::new();
    let mut elsewhere = false;
    // How wide the numbers of lines are: in all, and in the program.
    let (mut margin, mut numbers) = (0, 0);
    for line in rendered.trim_end().lines() {
        let start = line.trim_start();
        let place = start.strip_prefix("--> ").or(start.strip_prefix("::: "));
        if let Some(place) = place {
            margin = margin.max(line.len() - start.len());
            if let Some(file) = place.strip_prefix("src/bin/") {
                elsewhere = false;
                let _ = writeln!(text, "{}tests/ui/{file}", &line[..line.len() - place.len()]);
                continue;
            }
            elsewhere = true;
            let path = place.split(".rs:").next().unwrap_or(place);
            let path = path.replace(&repository, "$WORKSPACE/");
            let path = path
                .rsplit_once("/library/")
                .map_or(path.clone(), |(_, in_std)| format!("$RUST/{in_std}"));
            let _ = writeln!(text, "{}{path}.rs", &start[..4]);
            continue;
        }
        // Lines of the other file: they begin with their number or with what stands below it.
        if elsewhere && start.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '|' | '.')) {
            continue;
        }
        elsewhere = false;
        numbers = numbers.max(start.find(|c: char| !c.is_ascii_digit()).unwrap_or(0));
        let count = start.strip_prefix("and ").and_then(|rest| rest.strip_suffix(" others"));
        if count.is_some_and(|count| count.parse::<usize>().is_ok()) {
            let _ = writeln!(text, "{}and $N others", &line[..line.len() - start.len()]);
        } else {
            let _ = writeln!(text, "{}", line.trim_end());
        }
    }
    // The other file's numbers may be wider.
    let wider = " ".repeat(margin.saturating_sub(numbers));
    text.lines().map(|line| format!("{}\n", line.strip_prefix(&wider).unwrap_or(line))).collect()
}

/// What rustc says of each program, by its name.
fn messages(root: &Path) -> BTreeMap<String, Vec<String>> {
    let output = cargo(root, &["check", "--bins", "--keep-going", "--message-format=json"]);
    let mut messages: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for line in String::from_utf8_lossy(&output.stdout).lines() {
        if !line.starts_with(r#"{"reason":"compiler-message""#) {
            continue;
        }
        let (Some(name), Some(rendered)) = (target(line), field(line, "rendered")) else {
            continue;
        };
        let summary = ["error: aborting due to", "For more information", "Some errors have"];
        if !summary.iter().any(|start| rendered.starts_with(start)) {
            let own = messages.entry(name).or_default();
            let text = normalized(&rendered);
            // The terminal shows the same message once.
            if !own.contains(&text) {
                own.push(text);
            }
        }
    }
    assert!(!messages.is_empty(), "{}", String::from_utf8_lossy(&output.stderr));
    messages
}

/// The name of the program that a line of Cargo's output is about.
fn target(line: &str) -> Option<String> {
    let target = &line[line.find(r#""target":{"#)?..];
    field(target, "name")
}

/// The first text of a name in a line of JSON.
fn field(line: &str, name: &str) -> Option<String> {
    let key = format!("\"{name}\":\"");
    let mut rest = line[line.find(&key)? + key.len()..].chars();
    let mut text = String::new();
    loop {
        match rest.next()? {
            '"' => return Some(text),
            '\\' => match rest.next()? {
                'n' => text.push('\n'),
                't' => text.push('\t'),
                'r' => text.push('\r'),
                'u' => {
                    let code: String = rest.by_ref().take(4).collect();
                    text.push(char::from_u32(u32::from_str_radix(&code, 16).ok()?)?);
                }
                other => text.push(other),
            },
            other => text.push(other),
        }
    }
}

#[test]
fn refusals_say_what_to_write_instead() {
    let root = directory("ui");
    let runtime = repository().join("autodiff-runtime");
    let manifest = format!(
        "[package]\nname = \"ui\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[workspace]\n\n\
         [dependencies]\nautodiff-runtime = {{ path = {runtime:?} }}\n"
    );
    write(&root.join("Cargo.toml"), &manifest);
    write_lock(&root);
    let _ = fs::remove_dir_all(root.join("src/bin"));
    let programs = programs("ui");
    for (name, text) in &programs {
        write(&root.join("src/bin").join(name), text);
    }
    let messages = messages(&root);

    let bless = env::var_os("BLESS").is_some();
    let mut problems = String::new();
    for (name, _) in &programs {
        let program = name.trim_end_matches(".rs");
        let found = messages.get(program).map_or(String::new(), |messages| messages.join("\n"));
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/ui/{program}.stderr"));
        let expected = fs::read_to_string(&path).unwrap_or_default();
        if !found.contains("error") {
            let _ = writeln!(problems, "== {name} compiles");
        } else if found != expected && bless {
            fs::write(&path, &found).expect("can be written");
        } else if found != expected {
            let _ = writeln!(problems, "== {name}: expected\n{expected}\n-- found\n{found}");
        }
    }
    assert!(problems.is_empty(), "\n{problems}");
    println!("{} programs are refused as they should be", programs.len());
}
