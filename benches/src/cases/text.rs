//! ADBench's text format: numbers between white space.

/// What is left of a text.
#[derive(Clone, Debug)]
pub struct Numbers<'a> {
    words: std::str::SplitWhitespace<'a>,
}

impl<'a> Numbers<'a> {
    /// All of a text.
    pub fn new(text: &'a str) -> Self {
        Self { words: text.split_whitespace() }
    }

    /// The next number.
    ///
    /// # Errors
    ///
    /// If there is none.
    pub fn number<T: std::str::FromStr>(&mut self) -> Result<T, String> {
        let word = self.words.next().ok_or("the file ends early")?;
        word.parse().map_err(|_| format!("`{word}` is not the number that comes next"))
    }

    /// The next numbers.
    ///
    /// # Errors
    ///
    /// If there are fewer.
    pub fn take<T: std::str::FromStr>(&mut self, count: usize) -> Result<Vec<T>, String> {
        (0..count).map(|_| self.number()).collect()
    }

    /// How many are left.
    pub fn left(&self) -> usize {
        self.words.clone().count()
    }
}
