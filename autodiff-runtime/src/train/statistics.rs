//! How the numbers of each layer are distributed: what one looks at when a network does not learn.

use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt;

use crate::data::BatchInputs;
use crate::nn::{Name, Parameters};
use crate::optim::clip::Norm;
use crate::real::Real;

/// How the numbers of one layer are distributed.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct LayerStatistics {
    /// The name of the parameter, or the one that was given to the activations.
    pub name: String,
    /// The mean.
    pub mean: f64,
    /// The standard deviation, of all numbers (not of a sample of them).
    pub deviation: f64,
    /// Of parameters, the share that is zero. Of activations, the share of features that are zero in every sample of the
    /// batch: units that do nothing.
    pub dead: f64,
    /// The norm of the gradient, of parameters that have one.
    pub gradient_norm: Option<f64>,
}

/// The statistics of several layers; [`Display`](fmt::Display) makes a table of them.
///
/// ```
/// use autodiff_runtime::nn::Samples;
/// use autodiff_runtime::train::Statistics;
///
/// let mut statistics = Statistics::new();
/// // Four units, of which the last is never above zero.
/// statistics.activations("hidden", &Samples::<f64, 4, 2>::from([[1.0, 0.0, 3.0, 0.0], [0.0, 2.0, 2.0, 0.0]]));
/// assert_eq!(statistics.layers()[0].dead, 0.25);
/// assert_eq!(statistics.layers()[0].mean, 1.0);
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Statistics {
    layers: Vec<LayerStatistics>,
}

impl Statistics {
    /// Of no layers yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds the parameters of a model, with the norms of their gradients.
    pub fn parameters<T: Real, M: Parameters<T>>(&mut self, model: &M, gradient: &M::Tangent) {
        let first = self.layers.len();
        model.visit(Name::ROOT, &mut |parameter, numbers| {
            let dead = numbers.iter().filter(|x| **x == T::zero()).count();
            let dead = dead as f64 / numbers.len().max(1) as f64;
            self.layers.push(LayerStatistics::of(parameter.name.to_string(), numbers, dead));
        });
        let layers = &mut self.layers[first..];
        model.visit_gradient(gradient, Name::ROOT, &mut |parameter, numbers| {
            let own = layers.iter_mut().find(|layer| parameter.name == *layer.name);
            if let Some(layer) = own {
                let mut norm = Norm::new();
                norm.add(numbers);
                layer.gradient_norm = Some(norm.value());
            }
        });
    }

    /// Adds the activations of a layer for a batch.
    pub fn activations<X: BatchInputs>(&mut self, name: &str, activations: &X) {
        let numbers = activations.as_slice();
        let dead = |feature: &usize| {
            let mut of_samples = numbers.iter().skip(*feature).step_by(X::FEATURES);
            of_samples.all(|x| *x == X::Scalar::lit(0.0))
        };
        let dead = (0..X::FEATURES).filter(dead).count() as f64 / X::FEATURES.max(1) as f64;
        self.layers.push(LayerStatistics::of(name.into(), numbers, dead));
    }

    /// The layers, in the order in which they were added.
    pub fn layers(&self) -> &[LayerStatistics] {
        &self.layers
    }
}

impl LayerStatistics {
    fn of<T: Real>(name: String, numbers: &[T], dead: f64) -> Self {
        let count = numbers.len().max(1) as f64;
        let mean = numbers.iter().map(|x| x.to_f64()).sum::<f64>() / count;
        let squares = numbers.iter().map(|x| (x.to_f64() - mean) * (x.to_f64() - mean));
        let deviation = (squares.sum::<f64>() / count).sqrt();
        Self { name, mean, deviation, dead, gradient_norm: None }
    }
}

impl fmt::Display for Statistics {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let width = self.layers.iter().map(|layer| layer.name.len()).max().unwrap_or(0).max(5);
        write!(
            f,
            "{:width$} {:>11} {:>11} {:>6} {:>11}",
            "layer", "mean", "deviation", "dead", "gradient"
        )?;
        for LayerStatistics { name, mean, deviation, dead, gradient_norm } in &self.layers {
            write!(f, "\n{name:width$} {mean:>11.3e} {deviation:>11.3e} {:>4.0} %", 100.0 * dead)?;
            if let Some(norm) = gradient_norm {
                write!(f, " {norm:>11.3e}")?;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::nn::{Images, Samples};

    #[test]
    fn parameters_and_their_gradients() {
        let model = Samples::<f64, 2, 2>::from([[0.0, 2.0], [4.0, -2.0]]);
        let gradient = Samples::from([[3.0, 0.0], [0.0, 4.0]]);
        let mut statistics = Statistics::new();
        statistics.parameters(&model, &gradient);
        let [layer] = statistics.layers() else { panic!("one run of numbers") };
        assert_eq!((layer.mean, layer.deviation), (1.0, 5.0_f64.sqrt()));
        assert_eq!((layer.dead, layer.gradient_norm), (0.25, Some(5.0)));
        assert_eq!(statistics.to_string().lines().count(), 2);
    }

    #[test]
    fn units_that_are_zero_for_all_samples_are_dead() {
        let mut statistics = Statistics::new();
        let batch = Images::<f32, 1, 1, 2, 2>::from([[[[0.0, 1.0]]], [[[0.0, 0.0]]]]);
        statistics.activations("pool", &batch);
        assert_eq!(statistics.layers()[0].dead, 0.5);
    }
}
