//! What every program asks its user for, and leaves behind.

use crate::data::CLASSES;
use autodiff_runtime::metrics::ConfusionMatrix;
use autodiff_runtime::nn::Parameters;
use autodiff_runtime::save::{self, Element};
use autodiff_runtime::train::plots::{self, Panel};
use autodiff_runtime::train::{Bar, History};
use clap::Args;
use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Instant;

/// What every program can be told.
#[derive(Args, Clone, Debug)]
pub struct Common {
    /// Seed of the initial weights and of the order of the images.
    #[arg(long, default_value_t = 0)]
    pub seed: u64,
    /// Directory for the pictures, the history and the network [default: `target/` and the program's name].
    #[arg(long)]
    out: Option<PathBuf>,
    /// The digits, if not those that come with the examples.
    #[arg(long)]
    data: Option<PathBuf>,
}

impl Common {
    /// Where the data is; `name` is what comes with the examples.
    pub fn data(&self, name: &str) -> PathBuf {
        self.data.clone().unwrap_or_else(|| crate::data::directory().join(name))
    }

    /// Makes the directory for what the program leaves behind.
    pub fn out(&self, program: &str) -> Result<PathBuf, Box<dyn Error>> {
        let out = self.out.clone().unwrap_or_else(|| Path::new("target").join(program));
        fs::create_dir_all(&out)
            .map_err(|e| format!("cannot make the directory `{}`: {e}", out.display()))?;
        Ok(out)
    }
}

/// Runs a program: what goes wrong is one line on the error output.
pub fn run(program: impl FnOnce() -> Result<(), Box<dyn Error>>) -> ExitCode {
    match program() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

/// The progress on the terminal.
pub fn bar() -> Bar {
    Bar::new()
}

/// Leaves behind pictures, the history and the network, and says so.
pub fn finish<T: Element>(
    out: &Path,
    start: Instant,
    history: &History,
    confusion: &ConfusionMatrix<CLASSES>,
    model: &impl Parameters<T>,
) -> Result<(), Box<dyn Error>> {
    let seconds = start.elapsed().as_secs_f64();
    let curves = out.join("learning_curves.svg");
    let accuracies = ["training accuracy", "test accuracy"];
    let panels = [
        Panel { title: "training loss: cross-entropy", columns: &["loss"] },
        Panel { title: "share recognized", columns: &accuracies },
    ];
    plots::curves(&curves, history, &panels)?;
    let matrix = out.join("confusion_matrix.svg");
    plots::confusion_matrix(&matrix, confusion, None)?;
    history.write_csv(out.join("history.csv"))?;
    let network = out.join("network.safetensors");
    save::to_file(&network, model)?;

    let last = |name: &str| history.last(name).unwrap_or(f64::NAN);
    println!(
        "after {} epochs in {seconds:.1} s: loss {:.4}, training accuracy {:.3}, test accuracy {:.3}",
        history.len(),
        last("loss"),
        last("training accuracy"),
        last("test accuracy"),
    );
    println!("wrote {} and {}", curves.display(), matrix.display());
    println!("the weights, for PyTorch too, are in {}", network.display());
    Ok(())
}
