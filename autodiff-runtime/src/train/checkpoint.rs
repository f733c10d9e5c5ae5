//! Training that goes on from a file.
//!
//! A checkpoint is a `safetensors` file with the model as `model.*` and all numbers of the optimizer's state as
//! `optimizer.*`, to the last bit, and where weights are averaged, their means as `average.*`. What is no number of a model, such as the number of the step, is a text in its head.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec;
use alloc::vec::Vec;
use safetensors::SafeTensors;
use serde::{Deserialize, Serialize};
use std::path::Path;

use super::error::TrainError;
use super::history::History;
use crate::nn::Parameters;
use crate::optim::{Ema, Optimizer, OptimizerState};
use crate::save::parts::{copy, file, parse, tensors, write as write_file, Stored};
use crate::save::{Element, LoadError, Loading, Problem};

/// The key of the text.
const KEY: &str = "training";
const MODEL: &str = "model.";
const OPTIMIZER: &str = "optimizer.";
const AVERAGE: &str = "average.";
/// What the text says today.
const VERSION: u32 = 1;

/// How far training has come.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Position {
    pub(super) epoch: u64,
    pub(super) step: u64,
    pub(super) history: History,
}

/// The text.
#[derive(Serialize, Deserialize)]
struct About {
    version: u32,
    epoch: u64,
    step: u64,
    /// As CSV, whose numbers are exact.
    history: String,
    optimizer: Outline,
    /// The means of the weights, if there are any.
    #[serde(default)]
    average: Option<Outline>,
}

/// The state of an optimizer without its numbers.
#[derive(Serialize, Deserialize)]
struct Outline {
    kind: String,
    step: u64,
    slots: Vec<String>,
    runs: usize,
    parts: Vec<Outline>,
}

impl Outline {
    fn of<T>(state: &OptimizerState<T>) -> Self {
        Self {
            kind: state.kind.clone(),
            step: state.step,
            slots: state.slots.clone(),
            runs: state.runs.len(),
            parts: state.parts.iter().map(Self::of).collect(),
        }
    }
}

/// Writes a checkpoint.
pub(super) fn write<T: Element>(
    path: &Path,
    model: &impl Parameters<T>,
    optimizer: &OptimizerState<T>,
    average: Option<&OptimizerState<T>>,
    at: &Position,
) -> Result<(), TrainError> {
    let about = About {
        version: VERSION,
        epoch: at.epoch,
        step: at.step,
        history: at.history.to_csv(),
        optimizer: Outline::of(optimizer),
        average: average.map(Outline::of),
    };
    let text = serde_json::to_string(&about).expect("verified: texts and integers alone");
    let mut all = tensors(model, MODEL);
    add_numbers(&mut all, optimizer, OPTIMIZER);
    if let Some(average) = average {
        add_numbers(&mut all, average, AVERAGE);
    }
    write_file(path, &file(&all, Some((KEY, text)))?)?;
    Ok(())
}

fn add_numbers<T: Element>(
    all: &mut Vec<(String, Stored)>,
    state: &OptimizerState<T>,
    prefix: &str,
) {
    let mut add = |name: String, numbers: &[T]| {
        all.push((name, Stored::numbers(&[numbers.len()], numbers)));
    };
    let mut scalars = vec![state.learning_rate];
    scalars.extend(&state.scalars);
    add(format!("{prefix}scalars"), &scalars);
    for (index, run) in state.runs.iter().enumerate() {
        add(format!("{prefix}run.{index}"), run);
    }
    for (index, part) in state.parts.iter().enumerate() {
        add_numbers(all, part, &format!("{prefix}part.{index}."));
    }
}

/// Reads a checkpoint into a model, an optimizer, and the means of the weights, which begin anew if it has none. After an
/// error all are as they were.
pub(super) fn read<T: Element>(
    path: &Path,
    model: &mut impl Parameters<T>,
    optimizer: &mut impl Optimizer<T>,
    average: Option<&mut Ema<T>>,
) -> Result<Position, TrainError> {
    let in_file = |problem| LoadError::from(problem).in_file(path);
    let bytes = std::fs::read(path).map_err(|error| in_file(Problem::Read(error)))?;
    let tensors = parse(&bytes).map_err(in_file)?;
    let about = about(&bytes).map_err(in_file)?;
    let history = History::from_csv(&about.history)?;
    let loading = Loading::strict().under(MODEL);
    loading.check(&tensors, model).map_err(in_file)?;
    let state = state(&tensors, &about.optimizer, OPTIMIZER).map_err(in_file)?;
    optimizer.accepts(&state)?;
    if let (Some(average), Some(outline)) = (average, &about.average) {
        average.restore(&self::state(&tensors, outline, AVERAGE).map_err(in_file)?)?;
    }
    optimizer.restore(&state)?;
    loading.fill(&tensors, model);
    Ok(Position { epoch: about.epoch, step: about.step, history })
}

fn about(bytes: &[u8]) -> Result<About, Problem> {
    let (_, head) = SafeTensors::read_metadata(bytes)
        .map_err(|error| Problem::Damaged { reason: error.to_string() })?;
    let Some(text) = head.metadata().as_ref().and_then(|texts| texts.get(KEY)) else {
        return Err(Problem::State {
            reason: "it is a model, not a checkpoint of training".into(),
        });
    };
    let about: About = serde_json::from_str(text)
        .map_err(|error| Problem::Damaged { reason: format!("its text `{KEY}`: {error}") })?;
    if about.version != VERSION {
        let reason = format!("it is of version {}, which is not known here", about.version);
        return Err(Problem::State { reason });
    }
    Ok(about)
}

fn state<T: Element>(
    file: &SafeTensors<'_>,
    outline: &Outline,
    prefix: &str,
) -> Result<OptimizerState<T>, Problem> {
    let numbers = |name: String| -> Result<Vec<T>, Problem> {
        let Ok(tensor) = file.tensor(&name) else {
            return Err(Problem::Missing { tensor: name, expected: Vec::new() });
        };
        if tensor.dtype() != T::DTYPE {
            let found = format!("{:?}", tensor.dtype());
            return Err(Problem::Type { tensor: name, expected: T::NAME, found });
        }
        let mut numbers = vec![T::zero(); tensor.shape().iter().product()];
        copy(&tensor, &mut numbers);
        Ok(numbers)
    };
    let name = format!("{prefix}scalars");
    let scalars = numbers(name.clone())?;
    let Some((rate, scalars)) = scalars.split_first() else {
        return Err(Problem::Shape { tensor: name, expected: vec![1], found: vec![0] });
    };
    let runs = (0..outline.runs).map(|index| numbers(format!("{prefix}run.{index}")));
    let parts = outline.parts.iter().enumerate();
    let parts = parts.map(|(index, part)| state(file, part, &format!("{prefix}part.{index}.")));
    Ok(OptimizerState {
        kind: outline.kind.clone(),
        step: outline.step,
        learning_rate: *rate,
        scalars: scalars.to_vec(),
        slots: outline.slots.clone(),
        runs: runs.collect::<Result<_, _>>()?,
        parts: parts.collect::<Result<_, _>>()?,
    })
}
