//! Samples as lines of text, their numbers separated by commas or something else.
//!
//! ```
//! use autodiff_runtime::data::csv::{self, Format};
//! use autodiff_runtime::data::Dataset;
//!
//! # fn main() -> Result<(), autodiff_runtime::data::DataError> {
//! let text = "length,width,kind\n5.1,3.5,setosa\n7.0,3.2,versicolor\n4.9,3.0,setosa\n";
//! let format = Format { header: true, ..Format::default() };
//! let (flowers, kinds): (Dataset<f64, 2, usize>, _) = csv::parse_named_classes(text.as_bytes(), format)?;
//! assert_eq!(flowers.targets(), &[0, 1, 0]);
//! assert_eq!(kinds, ["setosa", "versicolor"]);
//! # Ok(())
//! # }
//! ```

use alloc::string::String;
use alloc::vec::Vec;
use std::io::{self, Read};
use std::path::Path;

use super::dataset::Dataset;
use super::error::{DataError, Problem};
use super::open::open;
use crate::real::Real;

/// How a text is to be read.
///
/// ```
/// use autodiff_runtime::data::csv::{parse_classes, Format, Target};
///
/// # fn main() -> Result<(), autodiff_runtime::data::DataError> {
/// let format = Format { separator: b';', header: true, target: Target::First };
/// let dataset = parse_classes::<f64, 2>("class;a;b\n1;0.5;2\n".as_bytes(), format)?;
/// assert_eq!((dataset.input(0), *dataset.target(0)), (&[0.5, 2.0], 1));
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Format {
    /// What stands between two fields: a comma by default.
    pub separator: u8,
    /// Whether the first line has names instead of numbers: not by default.
    pub header: bool,
    /// Where the target stands: last by default.
    pub target: Target,
}

/// Where in a line the target stands. The other columns are the sample, in their order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub enum Target {
    /// In the first columns.
    First,
    /// In the last columns.
    Last,
}

impl Default for Format {
    fn default() -> Self {
        Self { separator: b',', header: false, target: Target::Last }
    }
}

/// Reads samples whose classes are numbered from 0. The file may be compressed (feature `gzip`).
///
/// # Errors
///
/// [`DataError`], if it is missing or damaged: with the line and the column.
pub fn read_classes<T: Real, const N: usize>(
    path: impl AsRef<Path>,
    format: Format,
) -> Result<Dataset<T, N, usize>, DataError> {
    read(path.as_ref(), format, |[field]| field.class())
}

/// Reads samples whose classes have names, and gives the names in the order of their first samples.
///
/// # Errors
///
/// As [`read_classes`].
pub fn read_named_classes<T: Real, const N: usize>(
    path: impl AsRef<Path>,
    format: Format,
) -> Result<(Dataset<T, N, usize>, Vec<String>), DataError> {
    let mut names = Vec::new();
    let dataset = read(path.as_ref(), format, |[field]| Ok(field.name(&mut names)))?;
    Ok((dataset, names))
}

/// Reads samples whose targets are `K` numbers.
///
/// # Errors
///
/// As [`read_classes`].
pub fn read_numbers<T: Real, const N: usize, const K: usize>(
    path: impl AsRef<Path>,
    format: Format,
) -> Result<Dataset<T, N, [T; K]>, DataError> {
    read(path.as_ref(), format, numbers)
}

/// [`read_classes`] from anywhere.
///
/// # Errors
///
/// [`DataError`], if it is damaged: with the line and the column.
///
/// ```
/// use autodiff_runtime::data::csv::{parse_classes, Format};
///
/// # fn main() -> Result<(), autodiff_runtime::data::DataError> {
/// let dataset = parse_classes::<f64, 2>("0.5,2,1\n1.5,3,0\n".as_bytes(), Format::default())?;
/// assert_eq!((dataset.len(), *dataset.target(1)), (2, 0));
/// let error = parse_classes::<f64, 2>("0.5,2,1\n1.5,x,0\n".as_bytes(), Format::default()).unwrap_err();
/// assert!(error.to_string().contains("line 2"));
/// # Ok(())
/// # }
/// ```
pub fn parse_classes<T: Real, const N: usize>(
    source: impl Read,
    format: Format,
) -> Result<Dataset<T, N, usize>, DataError> {
    parse(source, format, |[field]| field.class()).map_err(DataError::new)
}

/// [`read_named_classes`] from anywhere.
///
/// # Errors
///
/// As [`parse_classes`].
///
/// ```
/// use autodiff_runtime::data::csv::{parse_named_classes, Format};
///
/// # fn main() -> Result<(), autodiff_runtime::data::DataError> {
/// let text = "0.5,iris\n1.5,rose\n2.5,iris\n";
/// let (dataset, names) = parse_named_classes::<f64, 1>(text.as_bytes(), Format::default())?;
/// assert_eq!((names, *dataset.target(2)), (vec!["iris".to_string(), "rose".to_string()], 0));
/// # Ok(())
/// # }
/// ```
pub fn parse_named_classes<T: Real, const N: usize>(
    source: impl Read,
    format: Format,
) -> Result<(Dataset<T, N, usize>, Vec<String>), DataError> {
    let mut names = Vec::new();
    let dataset = parse(source, format, |[field]| Ok(field.name(&mut names)));
    Ok((dataset.map_err(DataError::new)?, names))
}

/// [`read_numbers`] from anywhere.
///
/// # Errors
///
/// As [`parse_classes`].
///
/// ```
/// use autodiff_runtime::data::csv::{parse_numbers, Format};
///
/// # fn main() -> Result<(), autodiff_runtime::data::DataError> {
/// let dataset = parse_numbers::<f64, 1, 2>("0.5,2,3\n".as_bytes(), Format::default())?;
/// assert_eq!((dataset.input(0), *dataset.target(0)), (&[0.5], [2.0, 3.0]));
/// # Ok(())
/// # }
/// ```
pub fn parse_numbers<T: Real, const N: usize, const K: usize>(
    source: impl Read,
    format: Format,
) -> Result<Dataset<T, N, [T; K]>, DataError> {
    parse(source, format, numbers).map_err(DataError::new)
}

/// A field and where it stands.
#[derive(Clone, Copy)]
struct Field<'a> {
    text: &'a str,
    line: u64,
    column: usize,
}

impl Field<'_> {
    fn number<T: Real>(self) -> Result<T, Problem> {
        match self.text.trim().parse::<f64>() {
            Ok(number) if number.is_finite() => Ok(T::lit(number)),
            _ => Err(self.problem("number")),
        }
    }

    fn class(self) -> Result<usize, Problem> {
        self.text.trim().parse().map_err(|_| self.problem("class, a whole number from 0"))
    }

    fn name(self, names: &mut Vec<String>) -> usize {
        let name = self.text.trim();
        names.iter().position(|known| known == name).unwrap_or_else(|| {
            names.push(name.into());
            names.len() - 1
        })
    }

    fn problem(self, expected: &'static str) -> Problem {
        let found = self.text.chars().take(20).collect();
        Problem::Field { line: self.line, column: self.column, found, expected }
    }
}

fn numbers<T: Real, const K: usize>(fields: [Field<'_>; K]) -> Result<[T; K], Problem> {
    let mut numbers = [T::zero(); K];
    for (number, field) in numbers.iter_mut().zip(fields) {
        *number = field.number()?;
    }
    Ok(numbers)
}

fn read<T: Real, const N: usize, const K: usize, Y>(
    path: &Path,
    format: Format,
    target: impl FnMut([Field<'_>; K]) -> Result<Y, Problem>,
) -> Result<Dataset<T, N, Y>, DataError> {
    parse(open(path)?, format, target).map_err(|problem| DataError::in_file(path, problem))
}

fn parse<T: Real, const N: usize, const K: usize, Y>(
    source: impl Read,
    format: Format,
    mut target: impl FnMut([Field<'_>; K]) -> Result<Y, Problem>,
) -> Result<Dataset<T, N, Y>, Problem> {
    let mut reader = ::csv::ReaderBuilder::new()
        .has_headers(format.header)
        .delimiter(format.separator)
        // A line of another length is reported by its own error.
        .flexible(true)
        .from_reader(CountLines { source, read: 0, ends: Vec::new() });
    let (first_target, first_input) = match format.target {
        Target::First => (0, K),
        Target::Last => (N, 0),
    };
    let mut dataset = Dataset::new();
    let mut record = ::csv::StringRecord::new();
    while reader.read_record(&mut record).map_err(|e| Problem::Read(e.into()))? {
        let line = reader.get_ref().line_before(reader.position().byte());
        if record.len() != N + K {
            let found = record.len();
            return Err(Problem::Features { line: Some(line), expected: N + K, found });
        }
        let field = |index| Field { text: &record[index], line, column: index + 1 };
        let input = numbers(core::array::from_fn(|i| field(first_input + i)))?;
        dataset.push(&input, target(core::array::from_fn(|i| field(first_target + i)))?);
    }
    Ok(dataset)
}

/// Remembers where lines end. The reader knows where a record begins, but not past how many empty lines.
struct CountLines<R> {
    source: R,
    read: u64,
    ends: Vec<u64>,
}

impl<R: Read> Read for CountLines<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.source.read(buffer)?;
        let bytes = buffer[..count].iter().zip(self.read..);
        self.ends.extend(bytes.filter(|(byte, _)| **byte == b'\n').map(|(_, offset)| offset));
        self.read += count as u64;
        Ok(count)
    }
}

impl<R> CountLines<R> {
    /// The number of the line whose last byte, be it its end, stands before an offset.
    fn line_before(&self, offset: u64) -> u64 {
        1 + self.ends.partition_point(|end| end + 1 < offset) as u64
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::string::ToString;

    #[test]
    fn classes_stand_first_or_last() {
        let last: Dataset<f32, 2, _> =
            parse_classes(&b"0.5, 1e-3, 7\n-2,+3,0\n"[..], Format::default()).expect("two lines");
        assert_eq!(last.inputs(), &[[0.5, 1e-3], [-2.0, 3.0]]);
        assert_eq!(last.targets(), &[7, 0]);
        let format = Format { separator: b';', header: true, target: Target::First };
        let first: Dataset<f64, 1, _> =
            parse_classes(&b"class;x\n3;0.1\n"[..], format).expect("a line");
        assert_eq!((first.input(0), first.target(0)), (&[0.1], &3));
    }

    #[test]
    fn targets_are_numbers() {
        let text = "1,2,3\n4,5,6";
        let dataset = parse_numbers::<f64, 1, 2>(text.as_bytes(), Format::default());
        assert_eq!(dataset.expect("two lines").targets(), &[[2.0, 3.0], [5.0, 6.0]]);
    }

    #[test]
    fn damage_is_named() {
        let message = |text: &str| {
            let result = parse_classes::<f64, 2>(text.as_bytes(), Format::default());
            result.expect_err("damaged").to_string()
        };
        assert_eq!(message("1,2,3\n1,2\n"), "line 2 has 2 fields instead of 3");
        assert_eq!(message("1,2,3\n\n1,x y,3\n"), "`x y` on line 3, column 2 is no number");
        assert_eq!(message("1,2,3\r\n\r\n1,,3"), "`` on line 3, column 2 is no number");
        assert_eq!(message("1,NaN,3\n"), "`NaN` on line 1, column 2 is no number");
        assert_eq!(
            message("1,2,-3\n"),
            "`-3` on line 1, column 3 is no class, a whole number from 0"
        );
        let bytes = parse_classes::<f64, 1>(&b"\xff,1\n"[..], Format::default());
        assert!(matches!(bytes.expect_err("no text").problem(), Problem::Read(_)));
    }

    #[test]
    fn a_missing_file_is_named() {
        let error = read_classes::<f64, 1>("no/such.csv", Format::default()).expect_err("missing");
        assert!(error.to_string().starts_with("cannot open `no/such.csv`: "), "{error}");
    }
}
