//! What the numbers of a weight's slice are: how many outputs and inputs it joins, and in which order they are stored.

/// The shape of a weight: a matrix of `outputs` rows and `inputs * kernel` columns.
///
/// The columns of a convolution are in the order of PyTorch's axes: input channel, then the positions of the kernel. By
/// default the matrix is stored row by row, as PyTorch and this crate's layers do; [`column_major`](Self::column_major) is
/// nalgebra's order.
///
/// ```
/// use autodiff_runtime::init::{Fan, WeightShape};
///
/// let convolution = WeightShape::convolution(16, 3, [5, 5]);
/// assert_eq!(convolution.fan_in(), 75);
/// assert_eq!(convolution.fan_out(), 400);
/// assert_eq!(convolution.fan(Fan::Average), 237.5);
/// assert_eq!(convolution.len(), 1200);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WeightShape {
    outputs: usize,
    inputs: usize,
    kernel: [usize; 3],
    fans: Option<(usize, usize)>,
    column_major: bool,
}

/// Which number of connections a variance is divided by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Fan {
    /// Those into an output: keeps the variance of the activations.
    #[default]
    In,
    /// Those from an input: keeps the variance of the gradients.
    Out,
    /// The mean of both.
    Average,
}

impl WeightShape {
    /// Of a linear layer.
    pub const fn matrix(outputs: usize, inputs: usize) -> Self {
        Self { outputs, inputs, kernel: [1; 3], fans: None, column_major: false }
    }

    /// Of a convolution over one to three axes; the inputs are the channels that one output sees (with groups: of a group).
    ///
    /// # Panics
    ///
    /// If the kernel has no axis or more than three.
    pub fn convolution<const D: usize>(outputs: usize, inputs: usize, kernel: [usize; D]) -> Self {
        assert!((1..=3).contains(&D), "a kernel has one to three axes, not {D}");
        let mut axes = [1; 3];
        axes[..D].copy_from_slice(&kernel);
        Self { kernel: axes, ..Self::matrix(outputs, inputs) }
    }

    /// Of axes in PyTorch's order: outputs, inputs, then those of the kernel. A single axis is a vector, whose fans are
    /// both its length, as in Keras; no axis is a number.
    ///
    /// # Panics
    ///
    /// If there are more than five axes.
    pub fn of_axes(axes: &[usize]) -> Self {
        match *axes {
            [] => Self::matrix(1, 1),
            [length] => Self::matrix(length, 1).with_fans(length, length),
            [outputs, inputs] => Self::matrix(outputs, inputs),
            [outputs, inputs, a] => Self::convolution(outputs, inputs, [a]),
            [outputs, inputs, a, b] => Self::convolution(outputs, inputs, [a, b]),
            [outputs, inputs, a, b, c] => Self::convolution(outputs, inputs, [a, b, c]),
            _ => panic!("a weight has at most five axes, not {}", axes.len()),
        }
    }

    /// With columns one after the other.
    #[must_use]
    pub const fn column_major(mut self) -> Self {
        self.column_major = true;
        self
    }

    /// With other numbers of connections than the shape's own, for weights that are used in another way.
    #[must_use]
    pub const fn with_fans(mut self, fan_in: usize, fan_out: usize) -> Self {
        self.fans = Some((fan_in, fan_out));
        self
    }

    /// How many numbers there are.
    pub const fn len(&self) -> usize {
        self.rows() * self.columns()
    }

    /// Whether there are none.
    pub const fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The number of outputs.
    pub const fn rows(&self) -> usize {
        self.outputs
    }

    /// The number of inputs, each with all positions of the kernel.
    pub const fn columns(&self) -> usize {
        self.inputs * self.kernel_size()
    }

    /// How many positions the kernel has.
    pub const fn kernel_size(&self) -> usize {
        self.kernel[0] * self.kernel[1] * self.kernel[2]
    }

    /// The connections into an output.
    pub const fn fan_in(&self) -> usize {
        match self.fans {
            Some((fan_in, _)) => fan_in,
            None => self.columns(),
        }
    }

    /// The connections from an input.
    pub const fn fan_out(&self) -> usize {
        match self.fans {
            Some((_, fan_out)) => fan_out,
            None => self.outputs * self.kernel_size(),
        }
    }

    /// The number of connections of a kind.
    pub fn fan(&self, fan: Fan) -> f64 {
        match fan {
            Fan::In => self.fan_in() as f64,
            Fan::Out => self.fan_out() as f64,
            Fan::Average => (self.fan_in() + self.fan_out()) as f64 / 2.0,
        }
    }

    /// Where an element is in the slice.
    pub(super) const fn position(&self, row: usize, column: usize) -> usize {
        if self.column_major {
            column * self.rows() + row
        } else {
            row * self.columns() + column
        }
    }

    /// The inputs.
    pub(super) const fn inputs(&self) -> usize {
        self.inputs
    }

    /// The position in the middle of the kernel.
    pub(super) const fn center(&self) -> usize {
        let [_, height, width] = self.kernel;
        let [x, y, z] = [self.kernel[0] / 2, height / 2, width / 2];
        (x * height + y) * width + z
    }

    #[track_caller]
    pub(super) fn assert_length(&self, length: usize) {
        assert!(
            self.len() == length,
            "a weight of {} x {} has {} elements, but the slice has {length}",
            self.rows(),
            self.columns(),
            self.len()
        );
    }
}
