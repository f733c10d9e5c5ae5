//! Files that are there as a whole or not at all.

use alloc::format;
use std::ffi::OsString;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process;
use std::sync::atomic::{AtomicU64, Ordering};

/// Writes a file so that, whatever happens, its path has the old content or the new one, never a part.
///
/// The bytes go into a file beside it, which takes its place when they are on the disk.
///
/// # Errors
///
/// Of the file system. The old file is as it was then.
pub fn write_atomically(path: impl AsRef<Path>, bytes: &[u8]) -> io::Result<()> {
    let path = path.as_ref();
    let Some(name) = path.file_name() else {
        return Err(io::Error::new(io::ErrorKind::InvalidInput, "the path names no file"));
    };
    let directory = match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    };
    let part = directory.join(name_of_part(name.into()));
    let written = write_through(&part, bytes).and_then(|()| fs::rename(&part, path));
    if let Err(error) = written {
        // What cannot be removed is rubbish, but the error above is what matters.
        let _ = fs::remove_file(&part);
        return Err(error);
    }
    // The new name must reach the disk as well. Only Unix opens directories.
    if cfg!(unix) {
        File::open(directory)?.sync_all()?;
    }
    Ok(())
}

fn write_through(path: &PathBuf, bytes: &[u8]) -> io::Result<()> {
    let mut file = OpenOptions::new().write(true).create_new(true).open(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

/// A name that no other writer uses, hidden from listings.
fn name_of_part(name: OsString) -> OsString {
    static WRITES: AtomicU64 = AtomicU64::new(0);
    let mut part = OsString::from(".");
    part.push(name);
    let write = WRITES.fetch_add(1, Ordering::Relaxed);
    part.push(format!(".{}-{write}.part", process::id()));
    part
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A new directory of this test's.
    fn scratch(name: &str) -> PathBuf {
        let directory =
            std::env::temp_dir().join(format!("autodiff-atomic-{name}-{}", process::id()));
        let _ = fs::remove_dir_all(&directory);
        fs::create_dir_all(&directory).expect("a writable directory");
        directory
    }

    fn names(directory: &Path) -> alloc::vec::Vec<OsString> {
        let entries = fs::read_dir(directory).expect("the directory is there");
        entries.map(|entry| entry.expect("can be listed").file_name()).collect()
    }

    #[test]
    fn the_old_content_gives_way_to_the_new() {
        let directory = scratch("replace");
        let path = directory.join("file");
        write_atomically(&path, b"a longer old content").expect("writable");
        write_atomically(&path, b"new").expect("writable");
        assert_eq!(fs::read(&path).expect("readable"), b"new");
        assert_eq!(names(&directory), ["file"]);
        fs::remove_dir_all(directory).expect("removable");
    }

    #[test]
    fn a_failure_leaves_all_as_it_was() {
        let directory = scratch("failure");
        // A directory with something in it cannot be replaced by a file.
        let path = directory.join("taken");
        fs::create_dir(&path).expect("writable");
        fs::write(path.join("inside"), b"old").expect("writable");
        assert!(write_atomically(&path, b"new").is_err());
        assert_eq!(fs::read(path.join("inside")).expect("readable"), b"old");
        assert_eq!(names(&directory), ["taken"]);
        assert!(write_atomically(directory.join("no/file"), b"new").is_err());
        assert!(write_atomically("..", b"new").is_err());
        fs::remove_dir_all(directory).expect("removable");
    }
}
