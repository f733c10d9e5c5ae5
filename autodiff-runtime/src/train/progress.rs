//! Who hears how training goes.

use super::history::History;

/// Hears how training goes. All methods do nothing by default.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be told how training goes",
    note = "write `Silent`, `Bar`, or a type that implements `Progress`"
)]
pub trait Progress {
    /// Training begins, or goes on after `done` of `epochs` epochs, each of `steps` steps.
    fn start(&mut self, _done: u64, _epochs: u64, _steps: u64) {}

    /// A step is done; the loss of its batch.
    fn step(&mut self, _loss: f64) {}

    /// An epoch is done; all there is of it and those before.
    fn epoch(&mut self, _history: &History) {}

    /// Training ends.
    fn end(&mut self, _history: &History) {}
}

/// Nobody hears.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Silent;

impl Progress for Silent {}

impl<P: Progress + ?Sized> Progress for &mut P {
    fn start(&mut self, done: u64, epochs: u64, steps: u64) {
        (**self).start(done, epochs, steps);
    }

    fn step(&mut self, loss: f64) {
        (**self).step(loss);
    }

    fn epoch(&mut self, history: &History) {
        (**self).epoch(history);
    }

    fn end(&mut self, history: &History) {
        (**self).end(history);
    }
}

#[cfg(feature = "progress")]
pub use bar::Bar;

#[cfg(feature = "progress")]
mod bar {
    use alloc::format;
    use alloc::string::String;
    use core::fmt::Write as _;
    use indicatif::{ProgressBar, ProgressStyle};

    use super::{History, Progress};

    /// A bar on the terminal, with the loss and what was measured after the last epoch.
    #[derive(Debug)]
    pub struct Bar {
        bar: ProgressBar,
        measured: String,
    }

    impl Default for Bar {
        fn default() -> Self {
            Self::new()
        }
    }

    impl Bar {
        /// A bar that appears when training begins. Where there is no terminal it stays away.
        #[must_use]
        pub fn new() -> Self {
            let template = "{elapsed:>4} [{bar:32}] {percent:>3} % {msg}";
            let style = ProgressStyle::with_template(template)
                .expect("verified: the template is one of indicatif's language");
            let bar = ProgressBar::no_length().with_style(style.progress_chars("=> "));
            Self { bar, measured: String::new() }
        }
    }

    impl Progress for Bar {
        fn start(&mut self, done: u64, epochs: u64, steps: u64) {
            self.bar.set_length(epochs * steps);
            self.bar.set_position(done * steps);
            self.bar.reset_eta();
        }

        fn step(&mut self, loss: f64) {
            self.bar.inc(1);
            self.bar.set_message(format!("loss {loss:.4}{}", self.measured));
        }

        fn epoch(&mut self, history: &History) {
            self.measured.clear();
            let measured = history.names().iter().filter(|name| {
                !["loss", "learning rate", "gradient norm"].contains(&name.as_str())
            });
            for name in measured {
                if let Some(number) = history.last(name) {
                    let _ = write!(self.measured, ", {name} {number:.3}");
                }
            }
        }

        fn end(&mut self, _history: &History) {
            self.bar.finish();
        }
    }
}
