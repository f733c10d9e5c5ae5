//! This project as a tool of GradBench: messages on standard input, responses on standard output.
//!
//! `gradbench run --eval "gradbench eval hello" --tool "cargo run --release -p benches --bin gradbench"`

use std::io;

fn main() -> Result<(), String> {
    benches::protocol::serve(io::stdin().lock(), io::stdout().lock())
}
