//! The handwritten digits: reading, checking, mini-batches.

use crate::network::{CLASSES, PIXELS};
use flate2::read::GzDecoder;
use nalgebra::{SMatrix, SVector};
use std::fmt;
use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

/// How many images the file has, and how many of them are for training.
const IMAGES: usize = 1797;
const TRAINING: usize = 1437;
/// Pixels along the side of an image.
const SIDE: usize = 8;
/// The value of a black pixel.
const BLACK: f64 = 16.0;

/// An image: gray values in `[0, 1]`, row by row.
pub type Image = SVector<f64, PIXELS>;

/// Images and what they show.
#[derive(Clone, Debug, PartialEq)]
pub struct Dataset {
    /// The images.
    pub images: Vec<Image>,
    /// The digit on each.
    pub labels: Vec<usize>,
}

impl Dataset {
    /// How many images there are.
    pub fn len(&self) -> usize {
        self.images.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.images.is_empty()
    }

    /// The images of the given numbers, one a column, and their labels.
    pub fn batch<const B: usize>(
        &self,
        numbers: &[usize; B],
    ) -> (SMatrix<f64, PIXELS, B>, [usize; B]) {
        let images = SMatrix::from_fn(|pixel, b| self.images[numbers[b]][pixel]);
        (images, numbers.map(|number| self.labels[number]))
    }
}

/// An image moved by some pixels, white where nothing is known.
pub fn moved(image: &Image, right: i32, down: i32) -> Image {
    let side = SIDE as i32;
    Image::from_fn(|i, _| {
        let (row, column) = (i as i32 / side - down, i as i32 % side - right);
        let inside = (0..side).contains(&row) && (0..side).contains(&column);
        if inside { image[(row * side + column) as usize] } else { 0.0 }
    })
}

/// The file that comes with the examples.
pub fn default_path() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("data/digits.csv.gz")
}

/// Reads the digits: those to train on and those to test on.
pub fn load(path: &Path) -> Result<(Dataset, Dataset), DataError> {
    let error = |problem| DataError { path: path.to_path_buf(), problem };
    let file = File::open(path).map_err(|e| error(Problem::Open(e)))?;
    let mut training = parse(GzDecoder::new(file)).map_err(error)?;
    let testing = Dataset {
        images: training.images.split_off(TRAINING),
        labels: training.labels.split_off(TRAINING),
    };
    Ok((training, testing))
}

fn parse(text: impl Read) -> Result<Dataset, Problem> {
    let mut dataset =
        Dataset { images: Vec::with_capacity(IMAGES), labels: Vec::with_capacity(IMAGES) };
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text);
    for (index, record) in reader.records().enumerate() {
        let line = index + 1;
        let record = record.map_err(Problem::Read)?;
        if record.len() != PIXELS + 1 {
            return Err(Problem::Fields { line, found: record.len() });
        }
        let mut image = Image::zeros();
        for (pixel, field) in image.iter_mut().zip(&record) {
            *pixel = number(field, BLACK).ok_or_else(|| Problem::value(line, field))? / BLACK;
        }
        let label = &record[PIXELS];
        let digit =
            number(label, (CLASSES - 1) as f64).ok_or_else(|| Problem::value(line, label))?;
        dataset.images.push(image);
        dataset.labels.push(digit as usize);
    }
    if dataset.len() != IMAGES {
        return Err(Problem::Images { found: dataset.len() });
    }
    Ok(dataset)
}

/// A whole number from 0 to a greatest one.
fn number(field: &str, greatest: f64) -> Option<f64> {
    let value = f64::from(field.trim().parse::<u8>().ok()?);
    (value <= greatest).then_some(value)
}

/// Why the digits cannot be read.
#[derive(Debug)]
pub struct DataError {
    path: PathBuf,
    problem: Problem,
}

#[derive(Debug)]
enum Problem {
    Open(io::Error),
    Read(csv::Error),
    Fields { line: usize, found: usize },
    Value { line: usize, found: String },
    Images { found: usize },
}

impl Problem {
    fn value(line: usize, found: &str) -> Self {
        Self::Value { line, found: found.chars().take(20).collect() }
    }
}

impl fmt::Display for DataError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let path = self.path.display();
        match &self.problem {
            Problem::Open(e) => write!(f, "cannot open `{path}`: {e}"),
            Problem::Read(e) => write!(f, "`{path}` is damaged: {e}"),
            Problem::Fields { line, found } => {
                write!(
                    f,
                    "`{path}` is damaged: line {line} has {found} fields instead of {}",
                    PIXELS + 1
                )
            }
            Problem::Value { line, found } => {
                write!(f, "`{path}` is damaged: `{found}` on line {line} is no gray value or digit")
            }
            Problem::Images { found } => {
                write!(f, "`{path}` is damaged: it has {found} images instead of {IMAGES}")
            }
        }
    }
}

impl std::error::Error for DataError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match &self.problem {
            Problem::Open(e) => Some(e),
            Problem::Read(e) => Some(e),
            Problem::Fields { .. } | Problem::Value { .. } | Problem::Images { .. } => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_file_has_both_parts() {
        let (training, testing) =
            load(&default_path()).expect("the file that comes with the examples");
        assert_eq!((training.len(), testing.len()), (1437, 360));
        assert_eq!(training.labels[..10], [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
        assert_eq!(training.images[0][2], 5.0 / 16.0);
        let greatest = testing.images.iter().map(|image| image.max()).fold(0.0, f64::max);
        assert_eq!(greatest, 1.0);
    }

    #[test]
    fn images_move_and_leave_white() {
        let image = Image::from_fn(|i, _| i as f64 + 1.0);
        let moved_once = moved(&image, 1, 0);
        assert_eq!(moved_once.as_slice()[..4], [0.0, 1.0, 2.0, 3.0]);
        assert_eq!(moved_once[8], 0.0);
        let moved_up = moved(&image, 0, -1);
        assert_eq!((moved_up[0], moved_up[55], moved_up[56]), (9.0, 64.0, 0.0));
        assert_eq!(moved(&image, 0, 0), image);
    }

    #[test]
    fn damage_is_named() {
        let row = |values: &str, label: &str| format!("{values}{label}\n");
        let blank = "0,".repeat(PIXELS);
        let message = |text: &str| {
            let problem = parse(text.as_bytes()).expect_err("damaged");
            DataError { path: PathBuf::from("d.csv.gz"), problem }.to_string()
        };
        let good = row(&blank, "3");
        assert_eq!(message(&good), "`d.csv.gz` is damaged: it has 1 images instead of 1797");
        let short = format!("{good}1,2\n");
        assert_eq!(message(&short), "`d.csv.gz` is damaged: line 2 has 2 fields instead of 65");
        let high = row(&blank, "10");
        assert_eq!(
            message(&high),
            "`d.csv.gz` is damaged: `10` on line 1 is no gray value or digit"
        );
        let dark = row(&blank.replacen("0", "17", 1), "1");
        assert_eq!(
            message(&dark),
            "`d.csv.gz` is damaged: `17` on line 1 is no gray value or digit"
        );
    }
}
