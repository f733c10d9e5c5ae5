//! The `digits` program as its user sees it.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

fn digits(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_digits")).args(arguments).output().expect("the program starts")
}

fn scratch(name: &str) -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).join(name)
}

#[track_caller]
fn fails_with(output: &Output, message: &str) {
    let error = String::from_utf8_lossy(&output.stderr);
    assert!(!output.status.success());
    assert!(error.contains(message), "{error}");
    assert!(!error.contains("panicked"), "{error}");
}

#[test]
fn an_epoch_learns_and_leaves_charts() {
    let out = scratch("one-epoch");
    let output = digits(&["--epochs", "1", "--seed", "3", "--out", out.to_str().expect("text")]);
    let text = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let number = |after: &str| -> f64 {
        let tail = text.split(after).nth(1).unwrap_or_else(|| panic!("no `{after}` in {text}"));
        tail.split_whitespace().next().and_then(|word| word.parse().ok()).expect("a number")
    };
    assert!(number("largest relative error ") < 1e-6, "{text}");
    assert!(number("test accuracy ") > 0.6, "{text}");
    for chart in ["learning_curves.svg", "confusion_matrix.svg"] {
        let svg = std::fs::read_to_string(out.join(chart)).expect("a chart");
        assert!(svg.starts_with("<svg") && svg.trim_end().ends_with("</svg>"));
    }
}

#[test]
fn a_missing_file_is_named() {
    fails_with(&digits(&["--data", "no/such/file.gz"]), "cannot open `no/such/file.gz`");
}

#[test]
fn a_damaged_file_is_named() {
    let path = scratch("damaged.csv.gz");
    let whole = std::fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("data/digits.csv.gz"))
        .expect("the data");
    std::fs::write(&path, &whole[..whole.len() / 2]).expect("a writable directory");
    fails_with(&digits(&["--data", path.to_str().expect("text")]), "is damaged");
    std::fs::write(&path, "not compressed").expect("a writable directory");
    fails_with(&digits(&["--data", path.to_str().expect("text")]), "is damaged");
}

#[test]
fn options_are_explained_and_checked() {
    let help = digits(&["--help"]);
    let text = String::from_utf8_lossy(&help.stdout);
    for option in ["--seed", "--epochs", "--out"] {
        assert!(text.contains(option), "{text}");
    }
    fails_with(&digits(&["--epochs", "0"]), "--epochs");
}
