//! The handwritten digits that come with the examples, in two sizes.

use autodiff_runtime::Real;
use autodiff_runtime::data::csv::{self, Format};
use autodiff_runtime::data::{DataError, Dataset, idx};
use autodiff_runtime::init;
use rand::RngExt;
use std::fmt;
use std::path::{Path, PathBuf};

/// Digits: they are the classes.
pub const CLASSES: usize = 10;

/// The two parts of a set of images of `N` pixels, in `[0, 1]`, and the digits on them.
#[derive(Clone, Debug, PartialEq)]
pub struct Split<T, const N: usize> {
    /// To learn from.
    pub training: Dataset<T, N, usize>,
    /// To measure with.
    pub testing: Dataset<T, N, usize>,
}

/// Where the data that comes with the examples is.
pub fn directory() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("data")
}

/// How many small images the file has, and how many of them are for training.
const SMALL: usize = 1797;
const SMALL_TRAINING: usize = 1437;
/// The value of a black pixel of a small image.
const SMALL_BLACK: f64 = 16.0;

/// The digits of 8 by 8 pixels: `digits.csv.gz`.
pub fn small<T: Real>(path: &Path) -> Result<Split<T, 64>, Damage> {
    let images: Dataset<T, 64, usize> = csv::read_classes(path, Format::default())?;
    let damaged = |reason| Err(Damage::Content { path: path.to_path_buf(), reason });
    for (line, (image, label)) in images.iter().enumerate() {
        let gray = |x: &&T| !(0.0..=SMALL_BLACK).contains(&x.to_f64());
        if let Some(value) = image.iter().find(gray) {
            return damaged(format!("`{value}` on line {} is no gray value", line + 1));
        }
        if *label >= CLASSES {
            return damaged(format!("`{label}` on line {} is no digit", line + 1));
        }
    }
    if images.len() != SMALL {
        return damaged(format!("it has {} images instead of {SMALL}", images.len()));
    }
    let images = images.map_inputs(|x| x / T::lit(SMALL_BLACK));
    let (training, testing) = images.split_at(SMALL_TRAINING);
    Ok(Split { training, testing })
}

/// The digits of 28 by 28 pixels, a part of MNIST: four `IDX` files in a directory.
pub fn large<T: Real>(directory: &Path) -> Result<Split<T, 784>, Damage> {
    let part = |count: usize| -> Result<Dataset<T, 784, usize>, Damage> {
        let file = |name: &str| directory.join(format!("mnist-{count}-{name}.gz"));
        let (samples, labels) = (file("images.idx3"), file("labels.idx1"));
        let images: Dataset<T, 784, usize> = idx::read_classes(samples, &labels)?;
        if images.check_classes(CLASSES).is_err() {
            let reason = "a label is no digit".to_owned();
            return Err(Damage::Content { path: labels, reason });
        }
        Ok(images.map_inputs(|x| x / T::lit(255.0)))
    };
    Ok(Split { training: part(8000)?, testing: part(2000)? })
}

/// An image of `SIDE` rows, moved by some pixels, white where nothing is known.
pub fn moved<T: Real, const N: usize>(image: &[T; N], right: i32, down: i32) -> [T; N] {
    let side = N.isqrt() as i32;
    core::array::from_fn(|i| {
        let (row, column) = (i as i32 / side - down, i as i32 % side - right);
        let inside = (0..side).contains(&row) && (0..side).contains(&column);
        if inside { image[(row * side + column) as usize] } else { T::lit(0.0) }
    })
}

/// Moves a share of the images of a batch by a pixel, so that a network learns what does not matter.
///
/// Which and where follows from the seed and the number of the batch.
pub fn move_some<T: Real, const N: usize>(
    images: &mut [[T; N]],
    share: f64,
    (seed, batch): (u64, u64),
) {
    let mut random = init::seeded(seed);
    random.set_stream(batch + 1);
    for image in images {
        if random.random_bool(share) {
            let (right, down) = (random.random_range(-1..=1), random.random_range(-1..=1));
            *image = moved(image, right, down);
        }
    }
}

/// Why the data cannot be used.
#[derive(Debug)]
pub enum Damage {
    /// The file cannot be read.
    File(DataError),
    /// It can, but these are no digits.
    Content {
        /// The file.
        path: PathBuf,
        /// What is wrong.
        reason: String,
    },
}

impl From<DataError> for Damage {
    fn from(error: DataError) -> Self {
        Self::File(error)
    }
}

impl fmt::Display for Damage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::File(error) => error.fmt(f),
            Self::Content { path, reason } => {
                write!(f, "`{}` is damaged: {reason}", path.display())
            }
        }
    }
}

impl std::error::Error for Damage {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::File(error) => Some(error),
            Self::Content { .. } => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_files_have_both_parts() {
        let digits = small::<f64>(&directory().join("digits.csv.gz")).expect("comes with us");
        assert_eq!((digits.training.len(), digits.testing.len()), (1437, 360));
        assert_eq!(digits.training.targets()[..10], [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
        assert_eq!(digits.training.input(0)[2], 5.0 / 16.0);
        let digits = large::<f32>(&directory()).expect("comes with us");
        assert_eq!((digits.training.len(), digits.testing.len()), (8000, 2000));
        let brightest = digits.testing.inputs().iter().flatten().copied().fold(0.0, f32::max);
        assert_eq!(brightest, 1.0);
    }

    #[test]
    fn images_move_and_leave_white() {
        let image: [f64; 64] = core::array::from_fn(|i| i as f64 + 1.0);
        let moved_once = moved(&image, 1, 0);
        assert_eq!(moved_once[..4], [0.0, 1.0, 2.0, 3.0]);
        assert_eq!(moved_once[8], 0.0);
        let moved_up = moved(&image, 0, -1);
        assert_eq!((moved_up[0], moved_up[55], moved_up[56]), (9.0, 64.0, 0.0));
        assert_eq!(moved(&image, 0, 0), image);
    }

    #[test]
    fn damage_is_named() {
        let path = std::env::temp_dir().join(format!("digits-{}.csv", std::process::id()));
        let message = |text: &str| {
            std::fs::write(&path, text).expect("writable");
            let text = small::<f64>(&path).expect_err("damaged").to_string();
            text.split_once("is damaged: ").expect("the file is named").1.to_owned()
        };
        let blank = "0,".repeat(64);
        assert_eq!(message(&format!("{blank}3\n")), "it has 1 images instead of 1797");
        assert_eq!(message(&format!("{blank}3\n1,2\n")), "line 2 has 2 fields instead of 65");
        assert_eq!(message(&format!("{blank}10\n")), "`10` on line 1 is no digit");
        let dark = format!("{}1\n", blank.replacen('0', "17", 1));
        assert_eq!(message(&dark), "`17` on line 1 is no gray value");
        std::fs::remove_file(path).expect("removable");
    }
}
