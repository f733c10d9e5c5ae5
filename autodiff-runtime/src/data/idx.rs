//! Files in the `IDX` format of the MNIST database: an array of numbers of any number of dimensions.
//!
//! ```text
//! two zero bytes, type, number of dimensions, each size as a 32-bit integer, the numbers, the last index fastest
//! ```
//!
//! All integers are big-endian. Compressed files are read as they are (feature `gzip`).

use alloc::format;
use alloc::vec::Vec;
use std::io::{self, Read};
use std::path::Path;

use super::dataset::Dataset;
use super::error::{DataError, Problem};
use super::open::open;
use crate::real::Real;

/// An array as an `IDX` file has it.
///
/// ```
/// use autodiff_runtime::data::idx::{parse, Array, Numbers};
///
/// // Two bytes in one dimension.
/// let array = parse(&[0, 0, 8, 1, 0, 0, 0, 2, 7, 9][..]).unwrap();
/// assert_eq!(array, Array { shape: vec![2], numbers: Numbers::U8(vec![7, 9]) });
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Array {
    /// The sizes, the slowest index first: images, rows, columns.
    pub shape: Vec<usize>,
    /// The numbers, the last index fastest.
    pub numbers: Numbers,
}

/// The numbers of an array, by their type.
///
/// ```
/// use autodiff_runtime::data::idx::Numbers;
///
/// assert_eq!(Numbers::U8(vec![0, 255]).to_reals::<f64>(), [0.0, 255.0]);
/// ```
#[derive(Clone, Debug, PartialEq)]
pub enum Numbers {
    /// Unsigned bytes.
    U8(Vec<u8>),
    /// Signed bytes.
    I8(Vec<i8>),
    /// Integers of 16 bits.
    I16(Vec<i16>),
    /// Integers of 32 bits.
    I32(Vec<i32>),
    /// Single precision.
    F32(Vec<f32>),
    /// Double precision.
    F64(Vec<f64>),
}

impl Numbers {
    /// All as reals.
    pub fn to_reals<T: Real>(&self) -> Vec<T> {
        fn all<T: Real, X: Copy + Into<f64>>(numbers: &[X]) -> Vec<T> {
            numbers.iter().map(|x| T::lit((*x).into())).collect()
        }
        match self {
            Self::U8(numbers) => all(numbers),
            Self::I8(numbers) => all(numbers),
            Self::I16(numbers) => all(numbers),
            Self::I32(numbers) => all(numbers),
            Self::F32(numbers) => all(numbers),
            Self::F64(numbers) => all(numbers),
        }
    }
}

/// Reads the samples of one file and the classes of another, as MNIST has them.
///
/// The numbers stay as they are: divide by 255 with [`Dataset::map_inputs`], or standardize them.
///
/// ```no_run
/// use autodiff_runtime::data::{idx, Dataset};
///
/// # fn main() -> Result<(), autodiff_runtime::data::DataError> {
/// let (images, labels) = ("train-images-idx3-ubyte.gz", "train-labels-idx1-ubyte.gz");
/// let digits: Dataset<f32, 784, usize> = idx::read_classes(images, labels)?;
/// let digits = digits.map_inputs(|x| x / 255.0);
/// # Ok(())
/// # }
/// ```
///
/// # Errors
///
/// [`DataError`], with the file that is missing, damaged, or of another shape than the type.
pub fn read_classes<T: Real, const N: usize>(
    samples: impl AsRef<Path>,
    classes: impl AsRef<Path>,
) -> Result<Dataset<T, N, usize>, DataError> {
    let (samples, classes) = (samples.as_ref(), classes.as_ref());
    let in_classes = |problem| DataError::in_file(classes, problem);
    let inputs = read(samples)?;
    let labels = read(classes)?;
    let inputs = samples_of(&inputs).map_err(|problem| DataError::in_file(samples, problem))?;
    let targets = classes_of(&labels).map_err(in_classes)?;
    if inputs.len() != targets.len() {
        let problem = Problem::Count { samples: inputs.len(), targets: targets.len() };
        return Err(in_classes(problem));
    }
    Dataset::from_parts(inputs, targets)
}

/// Reads a file.
///
/// # Errors
///
/// [`DataError`], if it is missing or damaged.
pub fn read(path: impl AsRef<Path>) -> Result<Array, DataError> {
    let path = path.as_ref();
    parse(open(path)?).map_err(|problem| DataError::in_file(path, problem))
}

/// Reads an array from anywhere.
///
/// # Errors
///
/// The [`Problem`], if it is damaged.
///
/// ```
/// use autodiff_runtime::data::idx::parse;
///
/// assert!(parse(&[0, 0, 8, 1, 0, 0, 0, 2, 7][..]).is_err());
/// ```
pub fn parse(mut source: impl Read) -> Result<Array, Problem> {
    let mut start = [0; 4];
    fill(&mut source, &mut start)?;
    let [0, 0, kind, dimensions] = start else {
        let found = format!("it begins with {start:02x?} instead of two zeros, as IDX files do");
        return Err(Problem::Format { found });
    };
    let size: u64 = match kind {
        0x08 | 0x09 => 1,
        0x0b => 2,
        0x0c | 0x0d => 4,
        0x0e => 8,
        _ => {
            let found = format!("its numbers are of the unknown type {kind:#04x}");
            return Err(Problem::Format { found });
        }
    };
    let mut shape = Vec::with_capacity(dimensions.into());
    let mut expected = Some(size);
    for _ in 0..dimensions {
        let mut length = [0; 4];
        fill(&mut source, &mut length)?;
        let length = u32::from_be_bytes(length);
        expected = expected.and_then(|bytes| bytes.checked_mul(length.into()));
        shape.push(length as usize);
    }
    let Some(expected) = expected.filter(|bytes| usize::try_from(*bytes).is_ok()) else {
        let found = format!("its sizes {shape:?} are more than a computer has memory for");
        return Err(Problem::Format { found });
    };
    // What the sizes promise may be a lie: no memory is taken before the bytes are there. One more shows that it goes on.
    let mut bytes = Vec::new();
    source.take(expected.saturating_add(1)).read_to_end(&mut bytes).map_err(Problem::Read)?;
    let found = bytes.len() as u64;
    if found != expected {
        return Err(Problem::Length { expected, found });
    }
    Ok(Array { shape, numbers: numbers(kind, bytes) })
}

fn numbers(kind: u8, bytes: Vec<u8>) -> Numbers {
    fn each<X, const S: usize>(bytes: &[u8], number: impl Fn([u8; S]) -> X) -> Vec<X> {
        bytes.as_chunks().0.iter().map(|bytes| number(*bytes)).collect()
    }
    match kind {
        0x08 => Numbers::U8(bytes),
        0x09 => Numbers::I8(each(&bytes, i8::from_be_bytes)),
        0x0b => Numbers::I16(each(&bytes, i16::from_be_bytes)),
        0x0c => Numbers::I32(each(&bytes, i32::from_be_bytes)),
        0x0d => Numbers::F32(each(&bytes, f32::from_be_bytes)),
        0x0e => Numbers::F64(each(&bytes, f64::from_be_bytes)),
        _ => unreachable!("the type was checked"),
    }
}

/// Reads as many bytes as there is room for.
fn fill(source: &mut impl Read, bytes: &mut [u8]) -> Result<(), Problem> {
    let expected = bytes.len() as u64;
    match source.read_exact(bytes) {
        Ok(()) => Ok(()),
        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => Err(Problem::Format {
            found: format!("it ends in its first bytes: {expected} more are needed"),
        }),
        Err(error) => Err(Problem::Read(error)),
    }
}

fn samples_of<T: Real, const N: usize>(array: &Array) -> Result<Vec<[T; N]>, Problem> {
    let features: usize = array.shape.iter().skip(1).product();
    if array.shape.is_empty() || features != N || N == 0 {
        return Err(Problem::Features { line: None, expected: N, found: features });
    }
    Ok(array.numbers.to_reals().as_chunks().0.to_vec())
}

fn classes_of(array: &Array) -> Result<Vec<usize>, Problem> {
    if array.shape.len() != 1 {
        let found = format!("it has {} dimensions instead of 1", array.shape.len());
        return Err(Problem::Format { found });
    }
    let labels = array.numbers.to_reals::<f64>().into_iter().enumerate();
    labels
        .map(|(sample, label)| {
            let class = label as usize;
            if class as f64 == label {
                Ok(class)
            } else {
                Err(Problem::Class { sample, found: label })
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::string::ToString;
    use alloc::vec;

    /// Two images of 2 by 3 bytes.
    fn images() -> Vec<u8> {
        let mut file = vec![0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 2, 0, 0, 0, 3];
        file.extend(1..=12);
        file
    }

    #[track_caller]
    fn problem(file: &[u8]) -> alloc::string::String {
        parse(file).expect_err("damaged").to_string()
    }

    #[test]
    fn images_are_read_row_by_row() {
        let array = parse(&images()[..]).expect("a whole file");
        assert_eq!(array.shape, [2, 2, 3]);
        let samples: Vec<[f32; 6]> = samples_of(&array).expect("six pixels");
        assert_eq!(samples[1], [7.0, 8.0, 9.0, 10.0, 11.0, 12.0]);
    }

    #[test]
    fn all_types_of_numbers() {
        let file = |kind: u8, bytes: &[u8]| {
            let mut file = vec![0, 0, kind, 1, 0, 0, 0, 1];
            file.extend(bytes);
            parse(&file[..]).expect("a whole file").numbers
        };
        assert_eq!(file(0x09, &[0xff]), Numbers::I8(vec![-1]));
        assert_eq!(file(0x0b, &[1, 2]), Numbers::I16(vec![258]));
        assert_eq!(file(0x0c, &[0xff, 0xff, 0xff, 0xfe]), Numbers::I32(vec![-2]));
        assert_eq!(file(0x0d, &1.5_f32.to_be_bytes()), Numbers::F32(vec![1.5]));
        let double = file(0x0e, &(-0.1_f64).to_be_bytes());
        assert_eq!(double.to_reals::<f64>(), [-0.1]);
    }

    #[test]
    fn damage_is_named() {
        let whole = images();
        assert_eq!(problem(&whole[..20]), "it ends after 4 of 12 bytes");
        assert_eq!(problem(&whole[..6]), "it ends in its first bytes: 4 more are needed");
        let longer = [&whole[..], &[0]].concat();
        assert_eq!(problem(&longer), "it goes on after its 12 bytes");
        assert_eq!(
            problem(b"\x89PNG"),
            "it begins with [89, 50, 4e, 47] instead of two zeros, as IDX files do"
        );
        assert_eq!(problem(&[0, 0, 7, 0]), "its numbers are of the unknown type 0x07");
    }

    #[test]
    fn a_lie_about_the_size_takes_no_memory() {
        let sizes = [0xff_u8; 12];
        assert!(problem(&[&[0, 0, 8, 3][..], &sizes].concat()).starts_with("its sizes ["));
        let large = [0, 0, 8, 2, 0, 1, 0, 0, 0, 1, 0, 0, 5];
        assert_eq!(problem(&large), "it ends after 1 of 4294967296 bytes");
    }

    #[test]
    fn shapes_that_do_not_fit() {
        let array = parse(&images()[..]).expect("a whole file");
        let wrong = samples_of::<f64, 5>(&array).expect_err("six pixels");
        assert_eq!(wrong.to_string(), "a sample has 6 numbers instead of 5");
        let wrong = classes_of(&array).expect_err("three dimensions");
        assert_eq!(wrong.to_string(), "it has 3 dimensions instead of 1");
        let negative = Array { shape: vec![2], numbers: Numbers::I8(vec![3, -1]) };
        let wrong = classes_of(&negative).expect_err("a negative label");
        assert_eq!(wrong.to_string(), "the target -1 of sample 1 is no class");
    }
}
