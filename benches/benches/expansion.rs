//! What the macro costs a build: a function of many statements, plain and annotated.
//!
//! `cargo bench -p benches --bench expansion`. Writes a crate into the target directory and times Cargo on it. The time
//! of the expansion alone is read from the compiler's own pass timer, which stable compilers only show when asked by
//! `RUSTC_BOOTSTRAP`.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

/// How many statements, and what is timed on them.
const MEASURED: [(usize, &[&[&str]]); 3] = [
    (500, &[&["check"]]),
    (1000, &[&["check"]]),
    (2000, &[&["check"], &["build"], &["build", "--release"]]),
];
const RUNS: usize = 2;

fn main() {
    let project = Project::new();
    project.write("");
    // The dependencies, in every way that is timed below.
    project.cargo(&["build"]);
    project.cargo(&["build", "--release"]);
    project.cargo(&["check"]);

    println!("seconds, the best of {RUNS}");
    println!(
        "{:>10} {:>22} {:>8} {:>10} {:>6} {:>10}",
        "statements", "command", "plain", "annotated", "ratio", "expansion"
    );
    for (statements, commands) in MEASURED {
        let plain = function(statements);
        let annotated = format!("#[autodiff_runtime::differentiate]\n{plain}");
        let expansion = project.expansion(&annotated);
        for command in commands {
            let before = project.time(&plain, command);
            let after = project.time(&annotated, command);
            println!(
                "{statements:>10} {:>22} {before:8.2} {after:10.2} {:6.2} {expansion:10.3}",
                format!("cargo {}", command.join(" ")),
                after / before,
            );
        }
    }
}

/// A function of a given number of statements: arithmetic, calls, branches and loops.
fn function(statements: usize) -> String {
    let mut body = String::new();
    let mut count = 2;
    let mut line = |text: String, statements: usize| {
        count += statements;
        body.push_str(&text);
        count
    };
    let mut i = 0;
    loop {
        let (a, b) = (i, i.max(1) - 1);
        let done = match i % 6 {
            0 => line(format!("    let v{} = v{a} * 0.5 + v{b} * x;\n", i + 1), 1),
            1 => line(format!("    let v{} = (v{a} - v{b}).sin();\n", i + 1), 1),
            2 => line(
                format!(
                    "    s += v{a} * v{a} / (1.5 + v{b}.cos());\n    let v{} = v{a} + y;\n",
                    i + 1
                ),
                2,
            ),
            3 => line(format!("    let v{} = v{a}.tanh() - v{b};\n    s *= 0.99;\n", i + 1), 2),
            4 => line(
                format!(
                    "    let v{} = if v{a} > v{b} {{ v{a} * y }} else {{ v{b} + 0.1 }};\n",
                    i + 1
                ),
                2,
            ),
            _ => line(
                format!(
                    "    let mut v{n} = v{a};\n    for _ in 0..3 {{\n        v{n} = 0.5 * v{n} + v{b} * 0.1;\n    }}\n",
                    n = i + 1
                ),
                3,
            ),
        };
        i += 1;
        if done >= statements {
            break;
        }
    }
    format!(
        "/// Generated.\npub fn long(x: f64, y: f64) -> f64 {{\n    let v0 = x * y;\n    let mut s = 0.0;\n{body}    s + v{i}\n}}\n"
    )
}

/// A crate in the target directory.
struct Project {
    directory: PathBuf,
    /// The workspace's target directory, so that dependencies are not built again.
    target: PathBuf,
}

impl Project {
    fn new() -> Self {
        let workspace =
            Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the workspace's directory");
        let target = std::env::var_os("CARGO_TARGET_DIR")
            .map_or_else(|| workspace.join("target"), PathBuf::from);
        let directory = target.join("expansion-bench");
        std::fs::create_dir_all(directory.join("src")).expect("a writable target directory");
        let mut manifest = String::from(
            "[package]\nname = \"expansion-bench\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[workspace]\n\n",
        );
        // A macro as a release build has it, in every profile.
        manifest.push_str("[profile.dev.build-override]\nopt-level = 3\n\n[profile.release.build-override]\nopt-level = 3\n\n");
        writeln!(
            manifest,
            "[dependencies]\nautodiff-runtime = {{ path = {:?} }}",
            workspace.join("autodiff-runtime")
        )
        .expect("strings take everything");
        std::fs::write(directory.join("Cargo.toml"), manifest)
            .expect("a writable target directory");
        std::fs::copy(workspace.join("Cargo.lock"), directory.join("Cargo.lock"))
            .expect("a lock file");
        Self { directory, target }
    }

    fn write(&self, source: &str) {
        let source = format!("//! Generated.\n{source}");
        std::fs::write(self.directory.join("src/lib.rs"), source)
            .expect("a writable target directory");
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO"));
        command.args(arguments).arg("--quiet").current_dir(&self.directory);
        command.env("CARGO_TARGET_DIR", &self.target);
        // The runs differ in a comment alone; each shall do the whole work.
        command.env("CARGO_INCREMENTAL", "0");
        command
    }

    fn cargo(&self, arguments: &[&str]) {
        let status = self.command(arguments).status().expect("cargo starts");
        assert!(status.success(), "cargo {arguments:?} fails in {}", self.directory.display());
    }

    /// The best time of a command after a change of the source.
    fn time(&self, source: &str, arguments: &[&str]) -> f64 {
        let run = |number: usize| {
            self.write(&format!("{source}// {number}\n"));
            let start = Instant::now();
            self.cargo(arguments);
            start.elapsed().as_secs_f64()
        };
        (0..RUNS).map(run).fold(f64::INFINITY, f64::min)
    }

    /// The time the compiler spends in expanding macros.
    fn expansion(&self, source: &str) -> f64 {
        self.write(source);
        let output = self
            .command(&["rustc", "--profile", "check"])
            .args(["--", "-Ztime-passes"])
            .env("RUSTC_BOOTSTRAP", "1")
            .output()
            .expect("cargo starts");
        let report = String::from_utf8_lossy(&output.stderr);
        let pass = report.lines().find(|line| line.trim_end().ends_with("macro_expand_crate"));
        let seconds = pass
            .and_then(|line| line.split_whitespace().nth(1))
            .map(|word| word.trim_end_matches(';'));
        seconds.and_then(|seconds| seconds.parse().ok()).unwrap_or(f64::NAN)
    }
}
