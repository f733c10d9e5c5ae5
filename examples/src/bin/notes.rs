//! Reproduces the source notes of this project, and writes a page of all that they say beside what is found.

use clap::Parser;
use examples::notes::{self, Experiment, Row, page};
use indicatif::{ProgressBar, ProgressStyle};
use std::collections::BTreeMap;
use std::error::Error;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;

/// Compute every experiment of the notes and write them as one page.
#[derive(Parser, Debug)]
struct Options {
    /// Only these rows: `S1-19,S3-2`.
    #[arg(long, value_delimiter = ',')]
    only: Vec<String>,
    /// List the rows.
    #[arg(long)]
    list: bool,
    /// Seed of what is random.
    #[arg(long, default_value_t = 0)]
    seed: u64,
    /// Directory for the page.
    #[arg(long, default_value = "target/notes")]
    out: PathBuf,
}

fn main() -> ExitCode {
    match run(&Options::parse()) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Whether all numbers are those expected.
fn run(options: &Options) -> Result<bool, Box<dyn Error>> {
    let mut experiments = notes::experiments();
    if options.list {
        for experiment in experiments {
            println!("{:7} {}", experiment.id, experiment.title);
        }
        return Ok(true);
    }
    if let Some(unknown) = options.only.iter().find(|id| !experiments.iter().any(|e| e.id == **id))
    {
        return Err(format!("there is no row `{unknown}`; --list shows them").into());
    }
    if !options.only.is_empty() {
        experiments.retain(|experiment| options.only.iter().any(|id| id == experiment.id));
    }
    std::fs::create_dir_all(&options.out)
        .map_err(|e| format!("cannot make the directory `{}`: {e}", options.out.display()))?;

    let start = Instant::now();
    let rows = compute(&experiments, options.seed)?;
    let mut wrong = 0;
    for (id, row) in &rows {
        for check in row.checks.iter().filter(|check| !check.holds()) {
            println!("{id}: {}: {} is not {:?}", check.what, check.found, check.expected);
            wrong += 1;
        }
    }
    let numbers = rows.iter().map(|(_, row)| row.checks.len()).sum::<usize>();
    let pictures = rows.iter().map(|(_, row)| row.pictures.len()).sum::<usize>();
    let path = options.out.join("index.html");
    std::fs::write(&path, page::render(&rows, options.seed))?;
    println!(
        "{} rows, {numbers} numbers ({wrong} not as expected), {pictures} pictures in {:.1} s; wrote {}",
        rows.len(),
        start.elapsed().as_secs_f64(),
        path.display()
    );
    Ok(wrong == 0)
}

/// Computes the rows, on all cores.
fn compute(
    experiments: &[&'static Experiment],
    seed: u64,
) -> Result<Vec<(&'static str, Row)>, Box<dyn Error>> {
    let style = ProgressStyle::with_template("{elapsed:>4} [{bar:32}] {pos:>2}/{len} {msg}")?;
    let bar = ProgressBar::new(experiments.len() as u64).with_style(style.progress_chars("=> "));
    let (next, done) = (AtomicUsize::new(0), Mutex::new(BTreeMap::new()));
    let work = || {
        while let Some(experiment) = experiments.get(next.fetch_add(1, Ordering::Relaxed)) {
            bar.set_message(experiment.id);
            let row = (experiment.run)(seed);
            done.lock().unwrap_or_else(|error| error.into_inner()).insert(experiment.id, row);
            bar.inc(1);
        }
    };
    let cores = std::thread::available_parallelism().map_or(1, usize::from).min(4);
    std::thread::scope(|scope| {
        let workers: Vec<_> = (0..cores).map(|_| scope.spawn(work)).collect();
        workers
            .into_iter()
            .try_for_each(|worker| worker.join())
            .map_err(|_| "an experiment panicked")
    })?;
    bar.finish_and_clear();
    let mut done = done.into_inner().unwrap_or_else(|error| error.into_inner());
    Ok(experiments.iter().filter_map(|e| Some((e.id, done.remove(e.id)?))).collect())
}
