//! A crate of generated programs: written, built in all ways, run.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::program::{self, Print, Program};

/// What became of a program.
#[derive(Clone, Debug)]
pub(crate) enum Verdict {
    Agreed,
    /// Beyond what the comparison can judge.
    Skipped(String),
    /// The program itself does not compile: a fault of the generator.
    Invalid(String),
    /// The program compiles, and differentiated it does not.
    Refused(String),
    Disagreed(String),
}

impl Verdict {
    pub(crate) fn message(&self) -> &str {
        match self {
            Verdict::Agreed => "",
            Verdict::Skipped(text)
            | Verdict::Invalid(text)
            | Verdict::Refused(text)
            | Verdict::Disagreed(text) => text,
        }
    }
}

/// The crate under `target/fuzz`.
pub(crate) struct Batch {
    root: PathBuf,
    target: PathBuf,
}

/// Nearly all the time goes into rustc: nothing that only makes programs fast, but for the macros, which run in it.
/// The first level of optimisation is what tells release from debug.
const PROFILES: &str = "\
[profile.dev]
debug = false
incremental = false
codegen-units = 1

[profile.dev.build-override]
opt-level = 3

[profile.release]
opt-level = 1
incremental = false
codegen-units = 1

[profile.release.build-override]
opt-level = 3

";

/// What each program of a batch printed: hashes, or what is wrong.
type Results = BTreeMap<usize, Result<String, String>>;

/// A way to build.
#[derive(Clone, Copy, PartialEq)]
enum Build {
    Check,
    Debug,
    Release,
    /// In debug, with the analyses off.
    Disabled,
}

impl Batch {
    pub(crate) fn new() -> Self {
        // Another checkout than this one can be tested, which nobody changes meanwhile.
        let here = Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(2).expect("a workspace");
        let other = std::env::var_os("FUZZ_WORKSPACE").map(PathBuf::from);
        let workspace = other.as_deref().unwrap_or(here);
        let target = std::env::var_os("CARGO_TARGET_DIR")
            .map_or_else(|| workspace.join("target"), PathBuf::from);
        let root = target.join("fuzz");
        let runtime = workspace.join("autodiff-runtime");
        fs::create_dir_all(root.join("src")).expect("the directory can be made");
        fs::create_dir_all(root.join("failures")).expect("the directory can be made");
        let manifest = format!(
            "[package]\nname = \"fuzz-batch\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n\
             [dependencies]\nautodiff-runtime = {{ path = {runtime:?} }}\n\
             nalgebra = {{ version = \"0.35\", default-features = false, features = [\"std\", \"macros\", \"libm\"] }}\n\
             num-dual = \"0.15\"\n\n{PROFILES}[workspace]\n"
        );
        fs::write(root.join("Cargo.toml"), manifest).expect("the manifest can be written");
        let _ = fs::copy(workspace.join("Cargo.lock"), root.join("Cargo.lock"));
        fs::write(root.join("src/support.rs"), include_str!("support.txt"))
            .expect("the support can be written");
        Batch { target: root.join("target"), root }
    }

    /// Keeps a program that failed.
    pub(crate) fn save(&self, program: &Program, why: &str) {
        let path = self.root.join(format!("failures/{}.rs", program.seed));
        let why: String = why.lines().map(|line| format!("// {line}\n")).collect();
        let text = format!("{why}{}", program.print(Print::Differentiated));
        fs::write(path, text).expect("the failure can be written");
    }

    fn write(&self, programs: &BTreeMap<usize, &Program>, how: Print) {
        let src = self.root.join("src");
        for entry in fs::read_dir(&src).expect("the directory is there").flatten() {
            if entry.file_name().to_string_lossy().starts_with('p') {
                let _ = fs::remove_file(entry.path());
            }
        }
        let mut main = String::from("#![allow(warnings)]\n");
        for (i, program) in programs {
            fs::write(src.join(format!("p{i}.rs")), program::module(program, how))
                .expect("a program can be written");
            main += &format!("mod p{i};\n");
        }
        if how == Print::Plain {
            main += "fn main() {}\n";
        } else {
            main += "mod support;\nfn one(i: usize, check: fn() -> [u64; 2]) {\n\
                 match std::panic::catch_unwind(check) {\n\
                 Ok([values, hash]) => println!(\"{i} ok {values:x} {hash:x}\"),\n\
                 Err(panic) => {\nlet text = panic.downcast_ref::<String>().cloned()\
                 .or_else(|| panic.downcast_ref::<&str>().map(|s| s.to_string())).unwrap_or_default();\n\
                 println!(\"{i} bad {}\", text.replace('\\n', \" \")) }\n}\n}\n\
                 fn main() {\nstd::panic::set_hook(Box::new(|_| {}));\n\
                 let first: usize = std::env::args().nth(1).and_then(|n| n.parse().ok()).unwrap_or(0);\n";
            for i in programs.keys() {
                main += &format!("if {i} >= first {{ one({i}, p{i}::check); }}\n");
            }
            main += "}\n";
        }
        fs::write(src.join("main.rs"), main).expect("the crate can be written");
    }

    fn cargo(&self, build: Build) -> Command {
        let mut command = Command::new(std::env::var("CARGO").unwrap_or_else(|_| "cargo".into()));
        command.current_dir(&self.root).env("CARGO_TARGET_DIR", &self.target);
        command.arg(if build == Build::Check { "check" } else { "build" });
        command.args(["--quiet", "--message-format=short", "--color=never"]);
        if build == Build::Release {
            command.arg("--release");
        }
        if build == Build::Disabled {
            command.env("AUTODIFF_DISABLE", "all");
        } else {
            command.env_remove("AUTODIFF_DISABLE");
        }
        command
    }

    /// Builds, without the programs that have errors, which are taken out.
    fn build(
        &self,
        programs: &mut BTreeMap<usize, &Program>,
        how: Print,
        build: Build,
    ) -> BTreeMap<usize, String> {
        let mut errors: BTreeMap<usize, String> = BTreeMap::new();
        while !programs.is_empty() {
            self.write(programs, how);
            let output = self.cargo(build).output().expect("cargo runs");
            if output.status.success() {
                break;
            }
            let text = String::from_utf8_lossy(&output.stderr).into_owned();
            let mut found = false;
            for line in text.lines().filter(|line| line.contains(": error")) {
                let Some(i) = line
                    .strip_prefix("src/p")
                    .and_then(|rest| rest.split(['.', ':']).next())
                    .and_then(|digits| digits.parse::<usize>().ok())
                else {
                    continue;
                };
                if programs.remove(&i).is_some() {
                    found = true;
                }
                let (_, message) = line.split_once(": error").unwrap_or(("", line));
                errors.entry(i).or_insert_with(|| format!("error{message}"));
            }
            assert!(found, "the batch does not build, and no program is at fault:\n{text}");
        }
        errors
    }

    fn run(&self, build: Build, programs: &BTreeMap<usize, &Program>) -> Results {
        let profile = if build == Build::Release { "release" } else { "debug" };
        let mut out = Results::new();
        let mut next = 0;
        loop {
            let output = Command::new(self.target.join(profile).join("fuzz-batch"))
                .arg(next.to_string())
                .output()
                .expect("the batch runs");
            let text = String::from_utf8_lossy(&output.stdout).into_owned();
            for line in text.lines() {
                let mut parts = line.splitn(3, ' ');
                let (Some(i), Some(word), Some(rest)) = (parts.next(), parts.next(), parts.next())
                else {
                    continue;
                };
                if let Ok(i) = i.parse() {
                    let ok = word == "ok";
                    out.insert(i, if ok { Ok(rest.to_owned()) } else { Err(rest.to_owned()) });
                }
            }
            // A program that ends the process takes those behind it along.
            let missing = programs.keys().find(|i| !out.contains_key(i));
            let (Some(&missing), false) = (missing, output.status.success()) else { return out };
            out.insert(missing, Err(format!("the process ends: {}", output.status)));
            next = missing + 1;
        }
    }

    /// Every program in debug and release, and with the analyses off if that is asked for.
    pub(crate) fn judge(&self, programs: &[Program], disabled: bool) -> Vec<Verdict> {
        let all = [Build::Debug, Build::Release, Build::Disabled];
        self.judge_in(programs, if disabled { &all } else { &all[..2] })
    }

    /// Only in one way, for the search for smaller programs.
    pub(crate) fn judge_quickly(&self, programs: &[Program], compiles_only: bool) -> Vec<Verdict> {
        self.judge_in(
            programs,
            if compiles_only { &[Build::Check] } else { &[Build::Debug, Build::Disabled] },
        )
    }

    fn judge_in(&self, programs: &[Program], builds: &[Build]) -> Vec<Verdict> {
        let mut verdicts: Vec<Option<Verdict>> = vec![None; programs.len()];
        let mut left: BTreeMap<usize, &Program> = programs.iter().enumerate().collect();
        // Mostly all programs compile, and then the first build says all that a check would.
        let refused = self.build(&mut left, Print::Differentiated, builds[0]);
        // Is it the program, or its derivative?
        let mut plain: BTreeMap<usize, &Program> =
            refused.keys().map(|&i| (i, &programs[i])).collect();
        let invalid = self.build(&mut plain, Print::Plain, Build::Check);
        for (i, message) in refused {
            verdicts[i] = Some(match invalid.get(&i) {
                Some(why) => Verdict::Invalid(why.clone()),
                None => Verdict::Refused(message),
            });
        }
        let mut hashes: BTreeMap<usize, String> = BTreeMap::new();
        for &build in builds.iter().filter(|&&build| build != Build::Check) {
            if build != builds[0] {
                for (i, message) in self.build(&mut left, Print::Differentiated, build) {
                    verdicts[i] = Some(Verdict::Refused(message));
                }
            }
            if left.is_empty() {
                break;
            }
            let results = self.run(build, &left);
            let name = match build {
                Build::Check | Build::Debug => "",
                Build::Release => "in release ",
                Build::Disabled => "analyses off ",
            };
            for &i in left.keys() {
                if verdicts[i].is_some() {
                    continue;
                }
                match results.get(&i) {
                    Some(Ok(hash)) => {
                        let first = hashes.entry(i).or_insert_with(|| hash.clone());
                        // `powi` of rustc has other bits in release: then the values have too.
                        let values = |hash: &str| hash.split(' ').next().map(str::to_owned);
                        if first != hash && values(first) == values(hash) {
                            verdicts[i] = Some(Verdict::Disagreed(format!(
                                "{name}other bits: {first} {hash}"
                            )));
                        }
                    }
                    Some(Err(message)) => {
                        verdicts[i] = Some(match message.strip_prefix("skip: ") {
                            Some(why) => Verdict::Skipped(why.to_owned()),
                            None => Verdict::Disagreed(format!("{name}{message}")),
                        });
                    }
                    None => verdicts[i] = Some(Verdict::Disagreed(format!("{name}no result"))),
                }
            }
        }
        verdicts.into_iter().map(|verdict| verdict.unwrap_or(Verdict::Agreed)).collect()
    }
}
