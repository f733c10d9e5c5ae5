//! Methods that take values that are no `Copy` by value.

use autodiff_runtime::prelude::*;

/// A number and a list.
#[derive(Clone, Debug, PartialEq, Differentiable)]
pub struct Series {
    pub scale: f64,
    pub terms: Vec<f64>,
}

#[differentiate(second_order)]
impl Series {
    pub fn new(scale: f64) -> Series {
        Series { scale, terms: vec![scale * scale, 0.5] }
    }

    pub fn with(mut self, term: f64) -> Self {
        self.terms.push(term * self.scale);
        self
    }

    pub fn scaled(self, by: f64) -> Self {
        let terms = self.terms.into_iter().map(|term| term * by).collect::<Vec<f64>>();
        Series { scale: self.scale * by, terms }
    }

    pub fn total(self) -> f64 {
        self.scale + self.terms.iter().sum::<f64>()
    }

    pub fn lead(&self) -> f64 {
        self.scale * self.terms[0]
    }

    pub fn grow(&mut self, by: f64) -> f64 {
        self.scale += by;
        self.scale
    }
}

#[differentiate]
pub trait Energy {
    fn energy(self, factor: f64) -> f64;
    fn half(&self) -> f64;
}

#[differentiate]
impl Energy for Series {
    fn energy(self, factor: f64) -> f64 {
        self.scale * factor + self.terms[1]
    }

    fn half(&self) -> f64 {
        0.5 * self.scale
    }
}

#[differentiate(second_order)]
pub fn one_after_the_other(x: f64) -> f64 {
    Series::new(x).with(x * 2.0).scaled(x).with(3.0).total()
}

#[differentiate(second_order)]
pub fn in_branches(x: f64) -> f64 {
    if x > 0.5 {
        Series::new(x).scaled(x).total()
    } else {
        let series = Series::new(x);
        series.total() * x
    }
}

#[differentiate(second_order)]
pub fn in_a_loop(x: f64) -> f64 {
    let mut sum = 0.0;
    let mut series = Series::new(x);
    for i in 0..3 {
        series = series.scaled(x);
        if i == 1 {
            series = series.with(x);
        }
        sum += series.clone().total() + series.lead();
        sum += series.grow(0.5 * x);
    }
    sum + Series::total(series)
}

#[differentiate]
pub fn generic<E: Energy + Differentiable + Clone>(of: E, factor: f64) -> f64 {
    let half = of.half();
    of.energy(factor) * half
}

#[differentiate]
pub fn of_a_trait(x: f64) -> f64 {
    generic(Series::new(x), x) + Series::new(x).energy(2.0)
}
