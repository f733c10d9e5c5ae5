//! What an experiment finds: numbers beside those expected, and pictures.

use super::pictures::Picture;

/// One row of the notes: how it is found.
#[derive(Clone, Copy, Debug)]
pub struct Experiment {
    /// Its number in the table of the notes: `S1-20`.
    pub id: &'static str,
    /// What it is about.
    pub title: &'static str,
    /// Computes it. What is random follows from the seed.
    pub run: fn(u64) -> Row,
    /// The file with its code.
    pub source: &'static str,
}

impl Experiment {
    /// Its code: the regions of its file that are marked with its number.
    pub fn code(&self) -> String {
        let mut code = String::new();
        let mut inside = false;
        for line in self.source.lines() {
            if let Some(ids) = line.strip_prefix("// region: ") {
                inside = ids.split(' ').any(|id| id == self.id);
                if inside && !code.is_empty() {
                    code.push('\n');
                }
            } else if line.starts_with("// end region") {
                inside = false;
            } else if inside {
                code.push_str(line);
                code.push('\n');
            }
        }
        code.trim_matches('\n').to_owned()
    }
}

/// What was found.
#[derive(Clone, Debug, Default)]
pub struct Row {
    /// What is done, for the reader of the notes; with HTML's `<i>`, `<sub>`, `<sup>` and `<code>`.
    pub text: String,
    /// The numbers.
    pub checks: Vec<Check>,
    /// The pictures.
    pub pictures: Vec<Picture>,
    /// Where the notes are wrong, and what is right.
    pub mistakes: Vec<String>,
}

/// A number that was found, and what it should be.
#[derive(Clone, Debug)]
pub struct Check {
    /// What it is.
    pub what: String,
    /// What it should be.
    pub expected: Expected,
    /// What it is.
    pub found: f64,
}

/// What a number should be.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Expected {
    /// This number, but for a distance.
    Near(f64, f64),
    /// Between two numbers, or one of them.
    Between(f64, f64),
    /// 1, for a statement that holds.
    Yes,
}

impl Check {
    /// Whether it is what it should be.
    pub fn holds(&self) -> bool {
        match self.expected {
            Expected::Near(number, distance) => (self.found - number).abs() <= distance,
            Expected::Between(low, high) => (low..=high).contains(&self.found),
            Expected::Yes => self.found == 1.0,
        }
    }
}

impl Row {
    /// Of an explanation.
    pub fn new(text: &str) -> Self {
        Self { text: text.split_whitespace().collect::<Vec<_>>().join(" "), ..Self::default() }
    }

    /// A number of the notes, to a distance.
    pub fn near(mut self, what: &str, found: f64, number: f64, distance: f64) -> Self {
        let expected = Expected::Near(number, distance);
        self.checks.push(Check { what: what.to_owned(), expected, found });
        self
    }

    /// A number, to a share of it.
    pub fn relative(self, what: &str, found: f64, number: f64, share: f64) -> Self {
        self.near(what, found, number, share * number.abs())
    }

    /// A number, to the last bit.
    pub fn exactly(self, what: &str, found: f64, number: f64) -> Self {
        self.near(what, found, number, 0.0)
    }

    /// A number within bounds.
    pub fn between(mut self, what: &str, found: f64, low: f64, high: f64) -> Self {
        let expected = Expected::Between(low, high);
        self.checks.push(Check { what: what.to_owned(), expected, found });
        self
    }

    /// A statement.
    pub fn yes(mut self, what: &str, holds: bool) -> Self {
        let (expected, found) = (Expected::Yes, f64::from(u8::from(holds)));
        self.checks.push(Check { what: what.to_owned(), expected, found });
        self
    }

    /// With a picture.
    pub fn picture(mut self, picture: Picture) -> Self {
        self.pictures.push(picture);
        self
    }

    /// With a mistake of the notes.
    pub fn mistake(mut self, text: &str) -> Self {
        self.mistakes.push(text.split_whitespace().collect::<Vec<_>>().join(" "));
        self
    }

    /// Whether all numbers are what they should be.
    pub fn holds(&self) -> bool {
        self.checks.iter().all(Check::holds)
    }
}

/// A number as text, with as many digits as matter at a distance of the number expected.
pub fn shown(number: f64, distance: f64) -> String {
    if !number.is_finite() || number == 0.0 {
        return number.to_string();
    }
    let size = number.abs().log10().floor() as i32;
    if number.fract() == 0.0 && size < 7 {
        return number.to_string();
    }
    // One digit beyond the distance; a distance of zero is one of rounding.
    let wanted = if distance > 0.0 { size - distance.log10().floor() as i32 + 2 } else { 17 };
    // What is that exact is shown as it is.
    let digits = if wanted > 11 { 17 } else { wanted.max(4) as usize };
    let text = if (-4..9).contains(&size) {
        format!("{number:.*}", (digits as i32 - 1 - size).max(0) as usize)
    } else {
        format!("{number:.*e}", digits - 1)
    };
    let shortest = number.to_string();
    if shortest.len() < text.len() { shortest } else { text }
}

/// A bound as text: without zeros at the end.
pub fn rough(number: f64) -> String {
    trimmed(&shown(number, 1e-3 * number.abs()))
}

/// A distance as text: one or two digits.
pub fn distance(number: f64) -> String {
    let power = 10.0_f64.powf(number.log10().floor() - 1.0);
    trimmed(&shown((number / power).round() * power, 0.1 * number))
}

fn trimmed(text: &str) -> String {
    let (digits, exponent) = text.split_once('e').unwrap_or((text, ""));
    let digits = if digits.contains('.') {
        digits.trim_end_matches('0').trim_end_matches('.')
    } else {
        digits
    };
    if exponent.is_empty() { digits.to_owned() } else { format!("{digits}e{exponent}") }
}
