//! The trainer.

use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;
use core::marker::PhantomData;
use std::path::PathBuf;

use super::checkpoint::{self, Position};
use super::engine::{clear, parts, Engine, Sequential, Single, StepLoss};
use super::error::TrainError;
use super::history::History;
use super::progress::{Progress, Silent};
use crate::data::{BatchInputs, Batches, Dataset, MiniBatch, Order, Remainder};
use crate::nn::Parameters;
use crate::optim::{clip, EarlyStopping, Ema, FiniteGuard, Optimizer, Quantity, Verdict};
use crate::save::{self, Element};
use crate::schedule::{ReduceOnPlateau, Schedule};

/// What a trainer does, as plain data.
#[derive(Clone, Copy, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Options {
    /// Passes over the samples: 10 by default.
    pub epochs: u64,
    /// The order of the samples: shuffled with the seed 0 by default.
    pub order: Order,
    /// What becomes of the samples that do not fill a batch: by default, no sample is lost.
    pub remainder: Remainder,
    /// How many batches make a step: 1 by default.
    pub batches_per_step: usize,
    /// How long the gradient of a step may be: as long as it is, by default.
    pub clip: Option<Clip>,
}

/// A bound on the gradient of a step.
#[derive(Clone, Copy, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub enum Clip {
    /// The norm of the whole gradient: it is scaled down to it.
    Norm(f64),
    /// The size of every number in it.
    Value(f64),
}

impl Default for Options {
    fn default() -> Self {
        Self {
            epochs: 10,
            order: Order::Shuffled { seed: 0 },
            remainder: Remainder::default(),
            batches_per_step: 1,
            clip: None,
        }
    }
}

/// Trains models with an optimizer on batches `X`: see the [module](super).
///
/// A step is one batch, or the mean of several ([`batches_per_step`](Self::batches_per_step)). The history has the columns
/// `loss` (the mean over the samples of the epoch, each at its step), `learning rate`, with clipping by norm
/// `gradient norm` (the mean of those before clipping), and what was measured.
pub struct Trainer<'a, X: BatchInputs, O> {
    optimizer: O,
    options: Options,
    schedule: Option<Box<dyn Schedule<X::Scalar> + 'a>>,
    plateau: Option<(String, ReduceOnPlateau<X::Scalar>)>,
    average: Option<Ema<X::Scalar>>,
    progress: Box<dyn Progress + 'a>,
    stopping: Option<(String, EarlyStopping)>,
    best: Option<PathBuf>,
    checkpoint: Option<(PathBuf, u64)>,
    resume: bool,
    inputs: PhantomData<fn() -> X>,
}

impl<X: BatchInputs, O: fmt::Debug> fmt::Debug for Trainer<'_, X, O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Trainer")
            .field("optimizer", &self.optimizer)
            .field("options", &self.options)
            .field("stopping", &self.stopping)
            .field("checkpoint", &self.checkpoint)
            .finish_non_exhaustive()
    }
}

impl<'a, X: BatchInputs, O> Trainer<'a, X, O> {
    /// A trainer of default [`Options`].
    pub fn new(optimizer: O) -> Self {
        Self::with_options(optimizer, Options::default())
    }

    /// A trainer of other options.
    pub fn with_options(optimizer: O, options: Options) -> Self {
        Self {
            optimizer,
            options,
            schedule: None,
            plateau: None,
            average: None,
            progress: Box::new(Silent),
            stopping: None,
            best: None,
            checkpoint: None,
            resume: false,
            inputs: PhantomData,
        }
    }

    /// How many epochs there are, with those before a checkpoint.
    #[must_use]
    pub fn epochs(mut self, epochs: u64) -> Self {
        self.options.epochs = epochs;
        self
    }

    /// The samples in another order in every epoch, which follows from a seed.
    #[must_use]
    pub fn shuffled(mut self, seed: u64) -> Self {
        self.options.order = Order::Shuffled { seed };
        self
    }

    /// The samples in their own order.
    #[must_use]
    pub fn in_order(mut self) -> Self {
        self.options.order = Order::Sequential;
        self
    }

    /// What becomes of the samples that do not fill a batch.
    #[must_use]
    pub fn remainder(mut self, remainder: Remainder) -> Self {
        self.options.remainder = remainder;
        self
    }

    /// Several batches make a step, along the mean over their samples: large steps from small batches, and the work that
    /// `fit_parallel` (feature `rayon`) spreads. What is random in the layers, as in dropout, is the same in all batches of a
    /// step.
    ///
    /// # Panics
    ///
    /// If there are none.
    #[must_use]
    #[track_caller]
    pub fn batches_per_step(mut self, batches: usize) -> Self {
        assert!(batches > 0, "a step of no batches");
        self.options.batches_per_step = batches;
        self
    }

    /// The gradient of a step is kept short.
    #[must_use]
    pub fn clip(mut self, clip: Clip) -> Self {
        self.options.clip = Some(clip);
        self
    }

    /// The learning rate of each step, counted from 0 over all epochs: a schedule, or a closure.
    #[must_use]
    pub fn schedule(mut self, schedule: impl Schedule<X::Scalar> + 'a) -> Self {
        self.schedule = Some(Box::new(schedule));
        self
    }

    /// The learning rate falls when a column of the history has not improved for some epochs.
    #[must_use]
    pub fn reduce_on_plateau(mut self, column: &str, plateau: ReduceOnPlateau<X::Scalar>) -> Self {
        self.plateau = Some((column.into(), plateau));
        self
    }

    /// The mean of the weights over the steps is what is measured, what [`save_best`](Self::save_best) writes, and what the
    /// model is at the end; training itself goes on from the last weights, which are in [checkpoints](Self::checkpoint) beside
    /// the mean.
    ///
    /// ```
    /// use autodiff_runtime::nn::Samples;
    /// use autodiff_runtime::optim::{Ema, Sgd};
    /// use autodiff_runtime::train::Trainer;
    ///
    /// let trainer = Trainer::<Samples<f32, 64, 32>, _>::new(Sgd::new(0.1)).average(Ema::new(0.999).warm_up());
    /// ```
    #[must_use]
    pub fn average(mut self, average: Ema<X::Scalar>) -> Self {
        self.average = Some(average);
        self
    }

    /// Someone hears how training goes, such as a `Bar` (feature `progress`).
    #[must_use]
    pub fn progress(mut self, progress: impl Progress + 'a) -> Self {
        self.progress = Box::new(progress);
        self
    }

    /// Training ends before its time when a column of the history has not improved for some epochs.
    #[must_use]
    pub fn stop_early(mut self, column: &str, stopping: EarlyStopping) -> Self {
        self.stopping = Some((column.into(), stopping));
        self
    }

    /// Whenever the column of [`stop_early`](Self::stop_early) improves, the model is written to this file.
    #[must_use]
    pub fn save_best(mut self, path: impl Into<PathBuf>) -> Self {
        self.best = Some(path.into());
        self
    }

    /// After every so many epochs, and after the last, the model, the state of the optimizer and the history are written to
    /// this file, atomically.
    ///
    /// The model's tensors are in it as `model.*`: `Loading::rename` reads them into a model alone.
    ///
    /// # Panics
    ///
    /// If `every` is zero.
    #[must_use]
    #[track_caller]
    pub fn checkpoint(mut self, path: impl Into<PathBuf>, every: u64) -> Self {
        assert!(every > 0, "a checkpoint every zero epochs");
        self.checkpoint = Some((path.into(), every));
        self
    }

    /// Goes on from the checkpoint, if its file is there: to the same bits as without a break, given the same data and
    /// options. What is random in the loss must follow from the number of the batch.
    #[must_use]
    pub fn resume(mut self) -> Self {
        self.resume = true;
        self
    }

    /// The options.
    pub fn options(&self) -> &Options {
        &self.options
    }

    /// The optimizer.
    pub fn optimizer(&self) -> &O {
        &self.optimizer
    }
}

impl<X, O> Trainer<'_, X, O>
where
    X: BatchInputs,
    X::Scalar: Element,
    O: Optimizer<X::Scalar>,
{
    /// Trains a model.
    ///
    /// `loss` adds the gradient of a batch's mean loss to a gradient, as `accumulate_grad` does, and returns the loss; it may
    /// change the batch before. `measure` is called after each epoch and gives names and numbers for the history.
    ///
    /// # Errors
    ///
    /// [`TrainError`]: among them a loss that is infinite or NaN, with the step and the layer it comes from. The model is then
    /// as it was before that step.
    pub fn fit<M, const N: usize, Y: Clone, R>(
        &mut self,
        model: &mut M,
        samples: &Dataset<X::Scalar, N, Y>,
        loss: impl FnMut(&M, &mut MiniBatch<X, Y>, &mut M::Tangent) -> X::Scalar,
        measure: impl FnMut(&M) -> R,
    ) -> Result<History, TrainError>
    where
        M: Parameters<X::Scalar>,
        R: IntoIterator<Item = (&'static str, f64)>,
    {
        match self.options.batches_per_step {
            0 | 1 => self.run(model, samples, Single(loss), measure),
            count => {
                let engine = Sequential { parts: parts(model, count), loss };
                self.run(model, samples, engine, measure)
            }
        }
    }

    /// Trains a model on all cores: [`fit`](Self::fit), with the batches of a step shared among the threads of rayon's
    /// pool.
    ///
    /// The weights do not depend on the number of threads, bit for bit, and are those of `fit` with the same
    /// [`batches_per_step`](Self::batches_per_step).
    ///
    /// # Errors
    ///
    /// As [`fit`](Self::fit), and [`TrainError::RunningStatistics`] for a model with batch normalization, whose batches
    /// follow one another.
    #[cfg(feature = "rayon")]
    pub fn fit_parallel<M, const N: usize, Y: Clone, R>(
        &mut self,
        model: &mut M,
        samples: &Dataset<X::Scalar, N, Y>,
        loss: impl Fn(&M, &mut MiniBatch<X, Y>, &mut M::Tangent) -> X::Scalar + Sync,
        measure: impl FnMut(&M) -> R,
    ) -> Result<History, TrainError>
    where
        M: Parameters<X::Scalar> + Sync,
        M::Tangent: Send,
        X: Send,
        X::Targets<Y>: Send,
        R: IntoIterator<Item = (&'static str, f64)>,
    {
        match self.options.batches_per_step {
            0 | 1 => self.run(model, samples, Single(loss), measure),
            count => {
                super::parallel::check(model)?;
                let engine = super::parallel::Parallel { parts: parts(model, count), loss };
                self.run(model, samples, engine, measure)
            }
        }
    }

    fn run<M, const N: usize, Y: Clone, R>(
        &mut self,
        model: &mut M,
        samples: &Dataset<X::Scalar, N, Y>,
        mut engine: impl Engine<M, X, N, Y>,
        mut measure: impl FnMut(&M) -> R,
    ) -> Result<History, TrainError>
    where
        M: Parameters<X::Scalar>,
        R: IntoIterator<Item = (&'static str, f64)>,
    {
        self.optimizer.validate()?;
        let mut at = self.start(model)?;
        let mut batches =
            Batches::new(samples, self.options.order).remainder(self.options.remainder);
        let steps = batches.per_epoch().div_ceil(self.options.batches_per_step.max(1));
        if steps == 0 {
            return Err(TrainError::NoSamples);
        }
        let mut stopped = self.replay(&at.history)?;
        let mut gradient = model.zero_tangent();
        self.progress.start(at.epoch, self.options.epochs, steps as u64);
        while at.epoch < self.options.epochs && !stopped {
            batches.start_epoch(at.epoch);
            let mut epoch = Epoch::default();
            for _ in 0..steps {
                clear(&mut gradient);
                let Some(loss) = engine.step(model, at.step, &mut batches, &mut gradient) else {
                    break;
                };
                epoch.add(loss);
                let norm = self.update(model, &mut gradient, loss, at.step);
                if norm.is_err() {
                    model.evaluate();
                }
                epoch.norms += norm?;
                at.step += 1;
                self.progress.step(loss.mean);
            }
            model.evaluate();
            at.epoch += 1;
            self.swap_average(model);
            self.record(&mut at.history, epoch, measure(model));
            let verdict = self.finish_epoch(model, &at, stopped);
            self.swap_average(model);
            stopped = verdict?;
            self.write_checkpoint(model, &at, stopped)?;
            self.progress.epoch(&at.history);
        }
        if let Some(average) = self.average.as_ref().filter(|average| average.steps() > 0) {
            average.apply_to(model);
        }
        self.progress.end(&at.history);
        Ok(at.history)
    }

    /// Where training begins: at the start, or at the checkpoint.
    fn start<M: Parameters<X::Scalar>>(&mut self, model: &mut M) -> Result<Position, TrainError> {
        match &self.checkpoint {
            Some((path, _)) if self.resume && path.exists() => {
                checkpoint::read(path, model, &mut self.optimizer, self.average.as_mut())
            }
            _ => Ok(Position::default()),
        }
    }

    /// One step of the optimizer; the norm of the gradient, where it was measured.
    fn update<M: Parameters<X::Scalar>>(
        &mut self,
        model: &mut M,
        gradient: &mut M::Tangent,
        loss: StepLoss,
        step: u64,
    ) -> Result<f64, TrainError> {
        if !loss.mean.is_finite() {
            return Err(blame(model, gradient, loss, step));
        }
        let mut norm = 0.0;
        match self.options.clip {
            Some(Clip::Norm(limit)) => {
                norm = match clip::by_global_norm(gradient, limit) {
                    Ok(norm) => norm,
                    Err(_) => return Err(blame(model, gradient, loss, step)),
                };
            }
            Some(Clip::Value(limit)) => clip::by_value(gradient, limit),
            None => {}
        }
        if let Some(schedule) = &self.schedule {
            self.optimizer.set_learning_rate(schedule.rate(step));
        }
        self.optimizer.step_model(model, gradient);
        if let Some(average) = &mut self.average {
            average.update_model(model);
        }
        Ok(norm)
    }

    /// Exchanges the weights and their mean, if there is one.
    fn swap_average<M: Parameters<X::Scalar>>(&mut self, model: &mut M) {
        if let Some(average) = self.average.as_mut().filter(|average| average.steps() > 0) {
            average.swap(model);
        }
    }

    fn record(
        &self,
        history: &mut History,
        epoch: Epoch,
        measured: impl IntoIterator<Item = (&'static str, f64)>,
    ) {
        let rate = crate::Real::to_f64(self.optimizer.learning_rate());
        let mut numbers = Vec::from([("loss", epoch.loss()), ("learning rate", rate)]);
        if let Some(Clip::Norm(_)) = self.options.clip {
            numbers.push(("gradient norm", epoch.norms / epoch.steps.max(1) as f64));
        }
        numbers.extend(measured);
        history.record(&numbers);
    }

    /// What is to be done after an epoch; whether training is to stop.
    fn finish_epoch<M: Parameters<X::Scalar>>(
        &mut self,
        model: &M,
        at: &Position,
        mut stopped: bool,
    ) -> Result<bool, TrainError> {
        if let Some((column, plateau)) = &mut self.plateau {
            let rate = plateau.observe(last(&at.history, column)?);
            self.optimizer.set_learning_rate(rate);
        }
        if let Some((column, stopping)) = &mut self.stopping {
            let verdict = stopping.observe(last(&at.history, column)?);
            stopped = verdict == Verdict::Stop;
            if let (Verdict::Improved, Some(path)) = (verdict, &self.best) {
                save::to_file(path, model)?;
            }
        }
        Ok(stopped)
    }

    fn write_checkpoint<M: Parameters<X::Scalar>>(
        &self,
        model: &M,
        at: &Position,
        stopped: bool,
    ) -> Result<(), TrainError> {
        if let Some((path, every)) = &self.checkpoint {
            let last = stopped || at.epoch == self.options.epochs;
            if last || at.epoch.is_multiple_of(*every) {
                let average = self.average.as_ref().map(Ema::state);
                checkpoint::write(path, model, &self.optimizer.state(), average.as_ref(), at)?;
            }
        }
        Ok(())
    }

    /// Brings what watches the history to where it was; whether training had stopped.
    fn replay(&mut self, history: &History) -> Result<bool, TrainError> {
        if history.is_empty() {
            return Ok(false);
        }
        if let Some((name, plateau)) = &mut self.plateau {
            column(history, name)?.for_each(|value| {
                plateau.observe(value);
            });
        }
        let Some((name, stopping)) = &mut self.stopping else { return Ok(false) };
        let verdicts = column(history, name)?.map(|value| stopping.observe(value));
        Ok(verdicts.last() == Some(Verdict::Stop))
    }
}

fn column<'h>(
    history: &'h History,
    name: &str,
) -> Result<impl Iterator<Item = f64> + 'h, TrainError> {
    history.column(name).ok_or_else(|| TrainError::NoMeasure { name: name.into() })
}

fn last(history: &History, name: &str) -> Result<f64, TrainError> {
    history.last(name).ok_or_else(|| TrainError::NoMeasure { name: name.into() })
}

/// What the steps of an epoch came to.
#[derive(Clone, Copy, Debug, Default)]
struct Epoch {
    losses: f64,
    samples: usize,
    norms: f64,
    steps: usize,
}

impl Epoch {
    fn add(&mut self, loss: StepLoss) {
        self.losses += loss.mean * loss.samples as f64;
        self.samples += loss.samples;
        self.steps += 1;
    }

    fn loss(&self) -> f64 {
        self.losses / self.samples.max(1) as f64
    }
}

/// Where a loss that is not finite, or a gradient, comes from: parameters that are not, else the last layer whose gradient is
/// not, else the loss itself.
fn blame<M: Parameters<T>, T: Element>(
    model: &M,
    gradient: &M::Tangent,
    loss: StepLoss,
    step: u64,
) -> TrainError {
    let guard = FiniteGuard::at_step(step);
    let found = guard
        .check_model(model)
        .and_then(|()| guard.check_gradient(model, gradient))
        .and_then(|()| guard.check("loss", Quantity::Loss, &[loss.mean]));
    match found {
        Err(error) => error.into(),
        Ok(()) => TrainError::NonFinite(crate::optim::NonFinite {
            step,
            name: "gradient".into(),
            quantity: Quantity::Gradient,
            index: 0,
            value: f64::INFINITY,
        }),
    }
}
