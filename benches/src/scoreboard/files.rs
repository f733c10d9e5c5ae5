//! Cases from files in ADBench's text format.

use std::path::Path;

use super::board::{Case, Limits};
use crate::cases::ba::Scene;
use crate::cases::gmm::Mixture;
use crate::cases::ht::Hand;
use crate::cases::lstm::Memory;
use crate::eval::Eval;

/// Reads a case. Its program is what the file's name begins with: `gmm`, `ba`, `lstm` or `hand`.
///
/// # Errors
///
/// If the file cannot be read, or has another form.
pub fn read(path: &Path) -> Result<Case, String> {
    let at = |error: String| format!("{}: {error}", path.display());
    let text = std::fs::read_to_string(path).map_err(|error| at(error.to_string()))?;
    let stem = path.file_stem().and_then(|stem| stem.to_str()).unwrap_or_default();
    let size = text.split_whitespace().next().and_then(|word| word.parse().ok()).unwrap_or(0);
    let (program, eval, reference): (_, Box<dyn Eval>, _) = if stem.starts_with("gmm") {
        ("gmm", Box::new(Mixture::from_text(&text).map_err(at)?), stem.to_owned())
    } else if stem.starts_with("ba") {
        let number = stem.split('_').next().unwrap_or_default();
        ("ba", Box::new(Scene::from_text(&text).map_err(at)?), number.to_owned())
    } else if stem.starts_with("lstm") {
        ("lstm", Box::new(Memory::from_text(&text).map_err(at)?), stem.to_owned())
    } else if let Some(rest) = stem.strip_prefix("hand") {
        let number = rest.split('_').next().unwrap_or_default();
        let directory = path.parent().and_then(Path::file_name).and_then(|name| name.to_str());
        let reference = format!("ht_{}_{number}", directory.unwrap_or_default());
        ("ht", Box::new(Hand::from_text(&text, path).map_err(at)?), reference)
    } else {
        return Err(at("the name begins with none of gmm, ba, lstm, hand".into()));
    };
    let directory = path.parent().and_then(Path::file_name).and_then(|name| name.to_str());
    let name = match program {
        "ht" => format!("ht {} {stem}", directory.unwrap_or_default()),
        _ => stem.to_owned(),
    };
    Ok(Case { name, reference, eval, limits: Limits::of(program, size) })
}
