//! How time and memory of gradients grow with the number of terms.
//!
//! `cargo run --release -p benches --bin growth -- [--quick] [--out DIRECTORY]` measures sums of 10^3 to 10^6 terms (10^5
//! with `--quick`), prints nanoseconds and bytes a term, and draws both. Time is linear in the work; what a loss keeps that
//! is a sum is constant. With `--long` also one of 10^7 terms.
//!
//! Times are taken under the allocator that counts, which costs nothing where nothing is allocated.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use benches::cases::gmm::Mixture;
use benches::cases::llsq::Fit;
use benches::cases::lse::Numbers;
use benches::cases::lstm::Memory;
use benches::eval::{Derivative, Eval};
use benches::programs::gmm::Wishart;
use benches::timing::Clock;

/// A program whose work is proportional to a number.
struct Series {
    name: &'static str,
    make: fn(usize) -> Box<dyn Eval>,
    /// Whether what it keeps must not grow.
    constant: bool,
}

const SERIES: [Series; 4] = [
    Series {
        name: "mixture, points",
        make: |n| Box::new(Mixture::seeded(2, 5, n, Wishart { gamma: 1.0, excess: 0 })),
        constant: true,
    },
    Series {
        name: "least squares, points",
        make: |n| Box::new(Fit::seeded(16, n)),
        constant: true,
    },
    Series {
        name: "log-sum-exp, numbers",
        make: |n| Box::new(Numbers::seeded(n)),
        constant: false,
    },
    Series { name: "memory, steps", make: |n| Box::new(Memory::seeded(1, n, 2)), constant: false },
];

/// What is measured at a size.
struct Point {
    size: usize,
    primal: f64,
    generated: f64,
    /// Bytes that the gradient holds at once, without its result.
    kept: u64,
}

fn main() -> Result<(), String> {
    let (mut quick, mut long, mut out) = (false, false, None);
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--quick" => quick = true,
            "--long" => long = true,
            "--out" => out = arguments.next().map(PathBuf::from),
            other => return Err(format!("there is no option `{other}`")),
        }
    }
    let out = out.unwrap_or_else(|| {
        let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../target");
        std::env::var_os("CARGO_TARGET_DIR").map_or(beside, PathBuf::from).join("growth")
    });
    let mut sizes = vec![1_000, 10_000, 100_000];
    if !quick {
        sizes.push(1_000_000);
    }
    let mut table = String::from(
        "| program | terms | primal, ns a term | gradient, ns a term | ratio | kept, bytes |\n|---|---|---|---|---|---|\n",
    );
    let mut csv =
        String::from("program,terms,primal_ns_per_term,gradient_ns_per_term,kept_bytes\n");
    let mut all = Vec::new();
    let mut wrong = Vec::new();
    for series in &SERIES {
        let mut points = Vec::new();
        let longest = (long && series.constant).then_some(10_000_000);
        for size in sizes.iter().copied().chain(longest) {
            let point = measure((series.make)(size).as_ref(), size);
            let per = |seconds: f64| seconds * 1e9 / size as f64;
            let (primal, generated) = (per(point.primal), per(point.generated));
            let _ = writeln!(
                table,
                "| {} | {size} | {primal:.2} | {generated:.2} | {:.2} | {} |",
                series.name,
                generated / primal,
                point.kept
            );
            let _ = writeln!(csv, "\"{}\",{size},{primal},{generated},{}", series.name, point.kept);
            points.push(point);
        }
        let (first, last) = (&points[0], &points[points.len() - 1]);
        if series.constant && last.kept > first.kept {
            wrong.push(format!(
                "{}: {} bytes are kept, then {}",
                series.name, first.kept, last.kept
            ));
        }
        all.push((series.name, points));
    }
    println!("{table}");
    std::fs::create_dir_all(&out).map_err(|error| error.to_string())?;
    for (name, text) in [
        ("growth.md", table),
        ("growth.csv", csv),
        ("time.svg", plot("Seconds of a gradient", &all, |point| point.generated)),
        ("memory.svg", plot("Bytes that a gradient keeps", &all, |point| point.kept.max(1) as f64)),
    ] {
        std::fs::write(out.join(name), text).map_err(|error| error.to_string())?;
    }
    eprintln!("written to {}", out.display());
    if wrong.is_empty() { Ok(()) } else { Err(wrong.join("\n")) }
}

/// The best of some runs.
fn measure(eval: &dyn Eval, size: usize) -> Point {
    let (mut value, mut derivative) = (Vec::new(), Derivative::default());
    eval.primal(&mut value);
    eval.generated(&mut derivative);
    let info = allocation_counter::measure(|| eval.generated(&mut derivative));
    // A sample is some milliseconds.
    let (runs, calls) = ((3_000_000 / size).clamp(3, 30), (100_000 / size).max(1));
    let best = |call: &mut dyn FnMut()| {
        let run = |_| {
            let start = Clock::start();
            for _ in 0..calls {
                call();
            }
            start.seconds() / calls as f64
        };
        (0..runs).map(run).fold(f64::INFINITY, f64::min)
    };
    let primal = best(&mut || eval.primal(&mut value));
    let generated = best(&mut || eval.generated(&mut derivative));
    Point { size, primal, generated, kept: info.bytes_max }
}

/// Lines over sizes, both axes logarithmic.
fn plot(title: &str, all: &[(&str, Vec<Point>)], of: impl Fn(&Point) -> f64) -> String {
    const COLORS: [&str; 4] = ["#c0392b", "#2980b9", "#27ae60", "#8e44ad"];
    let points = || all.iter().flat_map(|(_, points)| points);
    let range = |of: &dyn Fn(&Point) -> f64| {
        let values = points().map(|point| of(point).log10());
        let (low, high) = values
            .fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), v| (low.min(v), high.max(v)));
        (low.floor(), high.ceil().max(low.floor() + 1.0))
    };
    let (left, right) = range(&|point| point.size as f64);
    let (low, high) = range(&of);
    let x = |value: f64| 70.0 + 420.0 * (value.log10() - left) / (right - left);
    let y = |value: f64| 330.0 - 280.0 * (value.log10() - low) / (high - low);
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"700\" height=\"380\" font-family=\"sans-serif\" \
         font-size=\"11\">\n<rect width=\"100%\" height=\"100%\" fill=\"white\"/>\n\
         <text x=\"70\" y=\"25\" font-size=\"14\">{title}</text>\n"
    );
    for power in low as i32..=high as i32 {
        let at = y(10.0_f64.powi(power));
        let _ = writeln!(
            svg,
            "<line x1=\"70\" x2=\"490\" y1=\"{at:.1}\" y2=\"{at:.1}\" stroke=\"#ddd\"/>\
             <text x=\"64\" y=\"{:.1}\" text-anchor=\"end\">1e{power}</text>",
            at + 4.0
        );
    }
    for power in left as i32..=right as i32 {
        let at = x(10.0_f64.powi(power));
        let _ = writeln!(
            svg,
            "<line x1=\"{at:.1}\" x2=\"{at:.1}\" y1=\"50\" y2=\"330\" stroke=\"#ddd\"/>\
             <text x=\"{at:.1}\" y=\"348\" text-anchor=\"middle\">1e{power}</text>"
        );
    }
    for ((name, points), color) in all.iter().zip(COLORS) {
        let line: Vec<String> = points
            .iter()
            .map(|point| format!("{:.1},{:.1}", x(point.size as f64), y(of(point))))
            .collect();
        let last = &points[points.len() - 1];
        let _ = writeln!(
            svg,
            "<polyline points=\"{}\" fill=\"none\" stroke=\"{color}\" stroke-width=\"2\"/>\
             <text x=\"496\" y=\"{:.1}\" fill=\"{color}\">{name}</text>",
            line.join(" "),
            y(of(last)) + 4.0
        );
    }
    svg.push_str("</svg>\n");
    svg
}
