//! Sparse Jacobians: columns that meet in no row share a sweep (Curtis, Powell and Reid).
//!
//! A [`Pattern`] says where a Jacobian may differ from zero. Its [`Coloring`] gives the seeds for `f::jacobian_product`,
//! one column per color, and expands the product to the whole Jacobian.
//!
//! ```
//! use autodiff_runtime::prelude::*;
//! use autodiff_runtime::sparse::Pattern;
//!
//! #[differentiate]
//! fn laplace(u: &[f64]) -> Vec<f64> {
//!     let n = u.len();
//!     let mut out = vec![0.0; n];
//!     for i in 1..n - 1 {
//!         out[i] = u[i - 1] - 2.0 * u[i] * u[i] + u[i + 1];
//!     }
//!     out
//! }
//!
//! let u = vec![0.5; 100];
//! let coloring = Pattern::banded(100, 100, 1, 1).color();
//! assert_eq!(coloring.colors(), 3);
//! let jacobian = coloring.expand(&laplace::jacobian_product(&u, &coloring.seeds()));
//! assert_eq!(jacobian, laplace::jacobian(&u));
//! ```

use alloc::vec;
use alloc::vec::Vec;

use nalgebra::DMatrix;

use crate::Real;

/// The places of a matrix that may differ from zero.
///
/// ```
/// use autodiff_runtime::nalgebra::dmatrix;
/// use autodiff_runtime::sparse::Pattern;
///
/// let arrow = Pattern::new(3, 3, [(0, 0), (1, 1), (2, 2), (0, 2), (1, 2)]);
/// assert_eq!(arrow, Pattern::of(&dmatrix![1.0, 0.0, 5.0; 0.0, 1.0, 5.0; 0.0, 0.0, 1.0]));
/// assert_eq!(arrow.color().colors(), 2);
/// assert_eq!(Pattern::blocks(&[2, 1]), Pattern::new(3, 3, [(0, 0), (0, 1), (1, 0), (1, 1), (2, 2)]));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pattern {
    rows: usize,
    /// The rows of each column, in order.
    columns: Vec<Vec<usize>>,
}

impl Pattern {
    /// From places `(row, column)`, in any order.
    ///
    /// # Panics
    ///
    /// If a place is outside of the matrix.
    pub fn new(
        rows: usize,
        columns: usize,
        places: impl IntoIterator<Item = (usize, usize)>,
    ) -> Self {
        let mut lists = vec![Vec::new(); columns];
        for (row, column) in places {
            assert!(
                row < rows && column < columns,
                "the place ({row}, {column}) is outside of a {rows} by {columns} matrix"
            );
            lists[column].push(row);
        }
        for list in &mut lists {
            list.sort_unstable();
            list.dedup();
        }
        Pattern { rows, columns: lists }
    }

    /// A band: `below` diagonals under the main one, and `above` over it.
    pub fn banded(rows: usize, columns: usize, below: usize, above: usize) -> Self {
        let band = |column: usize| {
            let end = rows.min(column + below + 1);
            column.saturating_sub(above).min(end)..end
        };
        Pattern { rows, columns: (0..columns).map(|column| band(column).collect()).collect() }
    }

    /// Square blocks of the given sizes on the diagonal.
    pub fn blocks(sizes: &[usize]) -> Self {
        let mut columns = Vec::new();
        let mut start = 0;
        for size in sizes {
            columns.extend((0..*size).map(|_| (start..start + size).collect()));
            start += size;
        }
        Pattern { rows: start, columns }
    }

    /// Where a matrix differs from zero: the pattern of a Jacobian at one point. Elsewhere it may have more.
    pub fn of<T: Real>(matrix: &DMatrix<T>) -> Self {
        let places = (0..matrix.ncols()).flat_map(|column| {
            (0..matrix.nrows())
                .filter(move |row| !matrix[(*row, column)].is_zero())
                .map(move |row| (row, column))
        });
        Pattern::new(matrix.nrows(), matrix.ncols(), places)
    }

    /// Gives each column the first color that no column with a row in common has.
    pub fn color(&self) -> Coloring {
        let mut in_row: Vec<Vec<usize>> = vec![Vec::new(); self.rows];
        for (column, rows) in self.columns.iter().enumerate() {
            for row in rows {
                in_row[*row].push(column);
            }
        }
        let mut color_of = vec![0; self.columns.len()];
        let mut colors = 0;
        // Which column forbids a color last: no list has to be cleared.
        let mut forbidden_by = Vec::new();
        for (column, rows) in self.columns.iter().enumerate() {
            for neighbor in rows.iter().flat_map(|row| &in_row[*row]).filter(|n| **n < column) {
                forbidden_by[color_of[*neighbor]] = column;
            }
            let free = forbidden_by.iter().position(|by| *by != column).unwrap_or(colors);
            if free == colors {
                colors += 1;
                forbidden_by.push(usize::MAX);
            }
            color_of[column] = free;
        }
        Coloring { pattern: self.clone(), color_of, colors }
    }
}

/// Colors of the columns of a sparse Jacobian: columns of one color have no row in common.
///
/// ```
/// use autodiff_runtime::nalgebra::dmatrix;
/// use autodiff_runtime::sparse::Pattern;
///
/// // A diagonal matrix: its columns share one sweep.
/// let coloring = Pattern::banded(3, 3, 0, 0).color();
/// assert_eq!((coloring.colors(), coloring.color_of(2)), (1, 0));
/// assert_eq!(coloring.seeds::<f64>(), dmatrix![1.0; 1.0; 1.0]);
/// assert_eq!(coloring.expand(&dmatrix![4.0; 5.0; 6.0])[(1, 1)], 5.0);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Coloring {
    pattern: Pattern,
    color_of: Vec<usize>,
    colors: usize,
}

impl Coloring {
    /// How many colors there are: as many sweeps does the Jacobian take.
    pub fn colors(&self) -> usize {
        self.colors
    }

    /// The color of a column.
    pub fn color_of(&self, column: usize) -> usize {
        self.color_of[column]
    }

    /// One column per color, with ones at the columns that have it.
    pub fn seeds<T: Real>(&self) -> DMatrix<T> {
        let mut seeds = DMatrix::zeros(self.color_of.len(), self.colors);
        for (column, color) in self.color_of.iter().enumerate() {
            seeds[(column, *color)] = crate::accumulate::one();
        }
        seeds
    }

    /// The Jacobian from its product with the seeds.
    ///
    /// # Panics
    ///
    /// If the product has another shape than the pattern and the colors say.
    pub fn expand<T: Real>(&self, product: &DMatrix<T>) -> DMatrix<T> {
        let mut jacobian = DMatrix::zeros(self.pattern.rows, self.color_of.len());
        for (row, column, value) in self.entries(product) {
            jacobian[(row, column)] = value;
        }
        jacobian
    }

    /// The elements of the Jacobian `(row, column, value)` at the places of the pattern, column by column.
    ///
    /// # Panics
    ///
    /// If the product has another shape than the pattern and the colors say.
    pub fn entries<'a, T: Real>(
        &'a self,
        product: &'a DMatrix<T>,
    ) -> impl Iterator<Item = (usize, usize, T)> + 'a {
        assert!(
            product.shape() == (self.pattern.rows, self.colors),
            "the product is {} by {} instead of {} by {}",
            product.nrows(),
            product.ncols(),
            self.pattern.rows,
            self.colors
        );
        self.pattern.columns.iter().enumerate().flat_map(move |(column, rows)| {
            rows.iter().map(move |row| (*row, column, product[(*row, self.color_of[column])]))
        })
    }
}
