//! GradBench's protocol: a message a line comes in, a response a line goes out, both JSON.
//!
//! `start` names the tool, `define` asks for a module, `evaluate` for a function of it on an input, with at least as many
//! runs and as many seconds as the input asks for; each run's time is reported. Everything else is acknowledged.

mod input;
mod modules;

use std::io::{BufRead, Write};
use std::time::Instant;

use serde_json::{Value, json};

pub use modules::MODULES;

/// The name that the tool gives itself.
pub const TOOL: &str = "autodiff-rust";

/// Answers messages until there are no more.
///
/// # Errors
///
/// If a line cannot be read, is no message, or cannot be answered.
pub fn serve(messages: impl BufRead, mut responses: impl Write) -> Result<(), String> {
    for line in messages.lines() {
        let line = line.map_err(|error| error.to_string())?;
        if line.trim().is_empty() {
            continue;
        }
        let message: Value = serde_json::from_str(&line).map_err(|error| error.to_string())?;
        let response = answer(&message);
        writeln!(responses, "{response}").map_err(|error| error.to_string())?;
        responses.flush().map_err(|error| error.to_string())?;
    }
    Ok(())
}

/// The response to a message.
pub fn answer(message: &Value) -> Value {
    let mut response = match message["kind"].as_str() {
        Some("start") => json!({ "tool": TOOL }),
        Some("define") => define(message["module"].as_str().unwrap_or_default()),
        Some("evaluate") => evaluate(message),
        _ => json!({}),
    };
    response["id"] = message["id"].clone();
    response
}

fn define(module: &str) -> Value {
    if MODULES.contains(&module) {
        json!({ "success": true })
    } else {
        json!({ "success": false, "error": format!("there is no module `{module}`") })
    }
}

fn evaluate(message: &Value) -> Value {
    let name = |key: &str| message[key].as_str().unwrap_or_default();
    match modules::evaluate(name("module"), name("function"), &message["input"]) {
        Ok(Evaluated { output, nanoseconds }) => {
            let timings =
                nanoseconds.iter().map(|n| json!({ "name": "evaluate", "nanoseconds": n }));
            json!({ "success": true, "output": output, "timings": timings.collect::<Vec<_>>() })
        }
        Err(error) => json!({ "success": false, "error": error }),
    }
}

/// What an evaluation gives.
struct Evaluated {
    output: Value,
    /// Of each run.
    nanoseconds: Vec<u64>,
}

/// Runs a function as often as the input asks for.
fn runs<T>(
    input: &Value,
    mut function: impl FnMut() -> T,
    output: impl FnOnce(T) -> Value,
) -> Evaluated {
    let least = input["min_runs"].as_u64().unwrap_or(1).max(1);
    let seconds = input["min_seconds"].as_f64().unwrap_or(0.0);
    let mut nanoseconds = Vec::new();
    let mut elapsed = 0.0;
    loop {
        let start = Instant::now();
        let result = std::hint::black_box(function());
        let time = start.elapsed();
        nanoseconds.push(u64::try_from(time.as_nanos()).unwrap_or(u64::MAX));
        elapsed += time.as_secs_f64();
        if nanoseconds.len() as u64 >= least && elapsed >= seconds {
            return Evaluated { output: output(result), nanoseconds };
        }
    }
}
