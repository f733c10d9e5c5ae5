//! The source notes of this project, reproduced: every graph, derivation, experiment and figure.
//!
//! A row of the table of the notes is an [`Experiment`]; what it finds is a [`Row`]; [`page`] makes a page of all.

#![allow(clippy::needless_range_loop, reason = "sums have the indices of the notes")]

mod averages;
mod backpropagation;
mod dataset;
mod depth;
mod descent;
mod field;
mod graph;
mod graphs;
mod impediments;
mod initialization;
mod landscape;
mod normalization;
pub mod page;
mod pictures;
mod rectifiers;
mod row;
mod symmetry;
mod transfer;
mod variance;

pub use pictures::Picture;
pub use row::{Check, Expected, Experiment, Row, shown};

/// The parts of the page, in the order of the notes.
pub const PARTS: &[(&str, &[&[Experiment]])] = &[
    ("Graphs and back-propagation", &[graphs::EXPERIMENTS, backpropagation::EXPERIMENTS]),
    (
        "Descent, averages, momentum",
        &[descent::EXPERIMENTS, averages::EXPERIMENTS, landscape::EXPERIMENTS],
    ),
    (
        "Initialization",
        &[symmetry::EXPERIMENTS, initialization::EXPERIMENTS, rectifiers::EXPERIMENTS],
    ),
    (
        "Impediments and normalization",
        &[
            impediments::EXPERIMENTS,
            symmetry::IMPEDIMENTS,
            initialization::IMPEDIMENTS,
            transfer::EXPERIMENTS,
            normalization::EXPERIMENTS,
        ],
    ),
    ("Why a good start matters: the numbers", &[variance::EXPERIMENTS]),
];

/// The experiments of a part, in the order of their numbers.
pub fn experiments_of(groups: &[&'static [Experiment]]) -> Vec<&'static Experiment> {
    let mut all: Vec<_> = groups.iter().flat_map(|group| group.iter()).collect();
    all.sort_by_key(|experiment| order(experiment.id));
    all
}

/// All experiments, in the order of the page.
pub fn experiments() -> Vec<&'static Experiment> {
    PARTS.iter().flat_map(|(_, groups)| experiments_of(groups)).collect()
}

/// `S1-21b` as note 1, row 21, and what follows.
fn order(id: &str) -> (u32, u32, &str) {
    let (note, rest) = id.split_once('-').unwrap_or((id, ""));
    let digits = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
    let number = |text: &str| text.parse().unwrap_or(0);
    (number(note.trim_start_matches('S')), number(&rest[..digits]), &rest[digits..])
}
