//! The larger programs as their users see them: options and damaged data. What they reach is in the README; it takes a release
//! build.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

const MNIST: &str = env!("CARGO_BIN_EXE_mnist");
const CONVOLUTIONS: &str = env!("CARGO_BIN_EXE_mnist_conv");
const ROWS: &str = env!("CARGO_BIN_EXE_digit_rows");

fn run(program: &str, arguments: &[&str]) -> Output {
    Command::new(program).args(arguments).output().expect("the program starts")
}

#[track_caller]
fn fails_with(output: &Output, message: &str) {
    let error = String::from_utf8_lossy(&output.stderr);
    assert!(!output.status.success());
    assert!(error.contains(message), "{error}");
    assert!(!error.contains("panicked"), "{error}");
}

/// A copy of the MNIST files.
fn copy(name: &str) -> PathBuf {
    let directory = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = std::fs::remove_dir_all(&directory);
    std::fs::create_dir_all(&directory).expect("a writable directory");
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("data");
    for part in ["8000", "2000"] {
        for kind in ["images.idx3", "labels.idx1"] {
            let file = format!("mnist-{part}-{kind}.gz");
            std::fs::copy(source.join(&file), directory.join(file)).expect("can be copied");
        }
    }
    directory
}

#[test]
fn options_are_explained() {
    for program in [MNIST, CONVOLUTIONS, ROWS] {
        let help = run(program, &["--help"]);
        let text = String::from_utf8_lossy(&help.stdout);
        for option in ["--seed", "--epochs", "--out", "--data"] {
            assert!(text.contains(option), "{text}");
        }
    }
}

#[test]
fn missing_files_are_named() {
    fails_with(
        &run(MNIST, &["--data", "no/such"]),
        "cannot open `no/such/mnist-8000-images.idx3.gz`",
    );
    fails_with(&run(CONVOLUTIONS, &["--data", "no/such"]), "cannot open `no/such/mnist-8000-");
    fails_with(&run(ROWS, &["--data", "no/such.gz"]), "cannot open `no/such.gz`");
}

#[test]
fn damaged_files_are_named() {
    let directory = copy("damaged-mnist");
    let path = directory.join("mnist-2000-labels.idx1.gz");
    let data = directory.to_str().expect("text");
    let whole = std::fs::read(&path).expect("a copy");
    std::fs::write(&path, &whole[..whole.len() / 2]).expect("writable");
    fails_with(&run(MNIST, &["--data", data]), "mnist-2000-labels.idx1.gz` is damaged");
    std::fs::copy(directory.join("mnist-8000-labels.idx1.gz"), &path).expect("can be copied");
    fails_with(&run(MNIST, &["--data", data]), "there are 2000 samples but 8000 targets");
    std::fs::write(&path, b"not compressed").expect("writable");
    fails_with(&run(MNIST, &["--data", data]), "instead of two zeros, as IDX files do");
}
