//! Measures what each case allocates: a line of JSON for each. `scoreboard` runs it, in a process of its own, as the
//! allocator that counts is slower.

use std::path::Path;

use benches::scoreboard::{board, files, measure};

fn main() -> Result<(), String> {
    let footprint = |call: &mut dyn FnMut()| {
        let info = allocation_counter::measure(call);
        (info.bytes_max, info.count_total)
    };
    for name in std::env::args().skip(1) {
        let case = match board::ENTRIES.iter().find(|entry| entry.name == name) {
            Some(entry) => entry.case(),
            None => files::read(Path::new(&name))?,
        };
        println!("{}", measure::memory(&case, &footprint));
    }
    Ok(())
}
