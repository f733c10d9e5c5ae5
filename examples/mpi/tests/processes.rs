//! One process and several give the same weights, and one that dies leaves a whole checkpoint.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

fn run(processes: u32, arguments: &[&str]) -> Output {
    Command::new("mpirun")
        .args(["--allow-run-as-root", "--oversubscribe", "-n", &processes.to_string()])
        .arg(env!("CARGO_BIN_EXE_mpi-digits"))
        .args(arguments)
        .output()
        .expect("`mpirun` is on the path")
}

fn scratch(name: &str) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = std::fs::remove_file(&path);
    path
}

#[track_caller]
fn succeeds(output: &Output) -> String {
    let (text, errors) = (&output.stdout, String::from_utf8_lossy(&output.stderr));
    let text = String::from_utf8_lossy(text).into_owned();
    assert!(output.status.success(), "{text}\n{errors}");
    text
}

#[test]
fn the_number_of_processes_does_not_matter() {
    let (one, many) = (scratch("one.safetensors"), scratch("many.safetensors"));
    let (one, many) = (one.to_str().expect("text"), many.to_str().expect("text"));
    let text = succeeds(&run(1, &["--epochs", "5", "--out", one]));
    assert!(text.contains("test accuracy 0.8") || text.contains("test accuracy 0.9"), "{text}");
    for processes in [4, 3] {
        let text = succeeds(&run(processes, &["--epochs", "5", "--out", many, "--compare", one]));
        assert!(text.contains("largest difference"), "{text}");
    }
}

#[test]
fn a_process_that_dies_ends_the_run_and_leaves_the_checkpoint() {
    let (two, broken) = (scratch("two.safetensors"), scratch("broken.safetensors"));
    let (two, broken) = (two.to_str().expect("text"), broken.to_str().expect("text"));
    succeeds(&run(4, &["--epochs", "2", "--out", two]));
    let output = run(4, &["--epochs", "9", "--out", broken, "--die", "2", "--die-after", "2"]);
    let message = String::from_utf8_lossy(&output.stderr);
    assert!(!output.status.success());
    assert!(message.contains("process rank 2"), "{message}");
    let bytes = |path: &str| std::fs::read(path).expect("a checkpoint");
    // The others may have come further before they were ended, by whole epochs only; rank 2 is needed for each.
    assert_eq!(bytes(broken), bytes(two));
}
