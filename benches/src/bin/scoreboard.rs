//! All cases: primal, generated derivative, derivative by hand.
//!
//! `cargo run --release -p benches --bin scoreboard -- [--quick] [--only NAME,..] [--json] [--out DIRECTORY] [FILES]`
//!
//! Files are in ADBench's text format, and named as there. Each case is checked and measured in a process of its own.
//! `--only` takes what names of cases begin with. Writes `scoreboard.md`, `scoreboard.csv` and `scoreboard.svg`.

use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use benches::scoreboard::report::Row;
use benches::scoreboard::{board, drawing, files, measure, report};
use benches::timing::Effort;
use serde_json::Value;

struct Options {
    quick: bool,
    json: bool,
    only: Vec<String>,
    out: PathBuf,
    files: Vec<PathBuf>,
    /// The one case to measure here.
    alone: Option<String>,
}

fn main() -> ExitCode {
    match options().and_then(|options| run(&options)) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn options() -> Result<Options, String> {
    let mut options = Options {
        quick: false,
        json: false,
        only: Vec::new(),
        out: target().join("scoreboard"),
        files: Vec::new(),
        alone: None,
    };
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        let mut value = || arguments.next().ok_or(format!("`{argument}` needs a value"));
        match argument.as_str() {
            "--quick" => options.quick = true,
            "--json" => options.json = true,
            "--only" => options.only = value()?.split(',').map(str::to_owned).collect(),
            "--out" => options.out = value()?.into(),
            "--alone" => options.alone = Some(value()?),
            flag if flag.starts_with("--") => return Err(format!("there is no option `{flag}`")),
            file => options.files.push(file.into()),
        }
    }
    Ok(options)
}

/// The directory into which Cargo builds.
fn target() -> PathBuf {
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../target");
    std::env::var_os("CARGO_TARGET_DIR").map_or(beside, PathBuf::from)
}

fn run(options: &Options) -> Result<bool, String> {
    if let Some(name) = &options.alone {
        let effort = if options.quick { Effort::QUICK } else { Effort::FULL };
        let case = match board::ENTRIES.iter().find(|entry| entry.name == name) {
            Some(entry) => entry.case(),
            None => files::read(Path::new(name))?,
        };
        println!("{}", measure::times(&case, effort)?);
        return Ok(true);
    }

    let wanted = |name: &str| {
        options.only.is_empty() || options.only.iter().any(|only| name.starts_with(only))
    };
    let seeded = board::ENTRIES.iter().map(|entry| entry.name.to_owned());
    let mut names: Vec<String> = seeded.filter(|name| wanted(name)).collect();
    names.extend(options.files.iter().map(|path| path.display().to_string()));
    let memory = memory(&names);
    let (mut rows, mut all_right) = (Vec::new(), true);
    for name in &names {
        let times = match alone(name, options.quick) {
            Ok(times) => times,
            Err(error) => {
                eprintln!("{error}");
                all_right = false;
                continue;
            }
        };
        let memory = memory.iter().find(|memory| memory["case"] == times["case"]);
        if options.json {
            let mut times = times.clone();
            times["memory"] = memory.cloned().unwrap_or_default();
            println!("{times}");
        }
        let row = Row::new(&times, memory).ok_or("a process reports something else")?;
        if !options.json {
            eprintln!(
                "{:>28}: {:6.2} primals, {:5.2} by hand",
                row.name,
                row.generated_over_primal(),
                row.generated_over_hand()
            );
        }
        rows.push(row);
    }
    if !options.json {
        println!("{}", report::markdown(&rows));
    }
    std::fs::create_dir_all(&options.out).map_err(|error| error.to_string())?;
    for (name, text) in [
        ("scoreboard.md", report::markdown(&rows)),
        ("scoreboard.csv", report::csv(&rows)),
        ("scoreboard.svg", drawing::bars(&rows)),
    ] {
        let path = options.out.join(name);
        std::fs::write(&path, text).map_err(|error| format!("{}: {error}", path.display()))?;
    }
    eprintln!("written to {}", options.out.display());
    Ok(all_right)
}

/// Measures a case in a process of its own.
fn alone(name: &str, quick: bool) -> Result<Value, String> {
    let this = std::env::current_exe().map_err(|error| error.to_string())?;
    let mut command = Command::new(this);
    command.args(["--alone", name]).args(quick.then_some("--quick"));
    let output = command.output().map_err(|error| error.to_string())?;
    if !output.status.success() {
        return Err(String::from_utf8_lossy(&output.stderr).trim().to_owned());
    }
    serde_json::from_slice(&output.stdout).map_err(|error| error.to_string())
}

/// The memory of all cases; nothing where it cannot be measured.
fn memory(names: &[String]) -> Vec<Value> {
    let mut command = Command::new(env!("CARGO"));
    command.args(["run", "--quiet", "--release", "-p", "benches", "--bin", "footprint", "--"]);
    command.args(names);
    let Ok(output) = command.stderr(std::process::Stdio::inherit()).output() else {
        return Vec::new();
    };
    let lines = output.stdout.split(|byte| *byte == b'\n');
    lines.filter_map(|line| serde_json::from_slice(line).ok()).collect()
}
