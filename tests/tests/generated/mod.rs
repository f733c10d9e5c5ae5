//! Crates that tests write below the target directory, for Cargo to look at as it looks at a user's.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::{env, fs};

/// The repository.
pub fn repository() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the package stands in the repository")
}

/// Where the crates of a test are.
pub fn directory(name: &str) -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).join(name)
}

/// Writes a file unless it is as it should be: Cargo looks at the times.
pub fn write(path: &Path, text: &str) {
    if fs::read_to_string(path).is_ok_and(|old| old == text) {
        return;
    }
    fs::create_dir_all(path.parent().expect("a file in a directory")).expect("can be created");
    fs::write(path, text).expect("can be written");
}

/// The same versions as here, so that nothing has to be fetched.
pub fn write_lock(root: &Path) {
    let lock = fs::read_to_string(repository().join("Cargo.lock")).expect("Cargo.lock is there");
    write(&root.join("Cargo.lock"), &lock);
}

/// The programs of a directory beside the tests: file name and text.
pub fn programs(directory: &str) -> Vec<(String, String)> {
    let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests").join(directory);
    let mut programs: Vec<(String, String)> = fs::read_dir(directory)
        .expect("the directory is there")
        .map(|entry| entry.expect("can be listed").path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "rs"))
        .map(|path| {
            let name = path.file_name().expect("a file").to_string_lossy().into_owned();
            (name, fs::read_to_string(&path).expect("can be read"))
        })
        .collect();
    programs.sort();
    programs
}

/// Runs Cargo on generated crates, which all build in one directory.
pub fn cargo(root: &Path, arguments: &[&str]) -> Output {
    Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
        .args(arguments)
        .current_dir(root)
        .env("CARGO_TARGET_DIR", directory("user-crates").join("target"))
        // The flags of this build are not those of a user.
        .env_remove("RUSTFLAGS")
        .env_remove("CARGO_ENCODED_RUSTFLAGS")
        .output()
        .expect("cargo runs")
}
