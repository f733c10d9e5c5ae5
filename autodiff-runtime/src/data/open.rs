//! Opening files of data, compressed or not.

use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;

use super::error::{DataError, Problem};
use alloc::boxed::Box;

/// The first bytes of a gzip file.
const GZIP: [u8; 2] = [0x1f, 0x8b];

/// Opens a file; one that begins as gzip is decompressed while it is read.
pub(super) fn open(path: &Path) -> Result<Box<dyn Read>, DataError> {
    let file = File::open(path).map_err(|e| DataError::in_file(path, Problem::Open(e)))?;
    let mut file = BufReader::new(file);
    let start = file.fill_buf().map_err(|e| DataError::in_file(path, Problem::Read(e)))?;
    if !start.starts_with(&GZIP) {
        return Ok(Box::new(file));
    }
    #[cfg(feature = "gzip")]
    return Ok(Box::new(flate2::bufread::MultiGzDecoder::new(file)));
    #[cfg(not(feature = "gzip"))]
    Err(DataError::in_file(path, Problem::Compressed))
}
