//! The table, as Markdown and as comma-separated values.

use std::fmt::Write as _;

use serde_json::Value;

/// A row of the table. Times in milliseconds, the best and the middle one.
#[derive(Clone, Debug)]
pub struct Row {
    /// The case.
    pub name: String,
    /// Whether its outputs were compared with published ones.
    pub referenced: bool,
    /// The primal.
    pub primal: Time,
    /// The generated derivative.
    pub generated: Time,
    /// That by hand.
    pub by_hand: Time,
    /// That of `num-dual`.
    pub num_dual: Option<Time>,
    /// The Hessian times a vector.
    pub curvature: Option<Time>,
    /// What the generated derivative is to reach, over the primal.
    pub over_primal: Option<f64>,
    /// The same, over the one by hand.
    pub over_hand: Option<f64>,
    /// Memory of the primal, the generated derivative and the one by hand.
    pub memory: Option<[Memory; 3]>,
}

/// Two times.
#[derive(Clone, Copy, Debug)]
pub struct Time {
    /// The best.
    pub minimum: f64,
    /// The middle one.
    pub median: f64,
}

/// What a call allocates.
#[derive(Clone, Copy, Debug)]
pub struct Memory {
    /// Bytes at the same time.
    pub peak: u64,
    /// Allocations.
    pub allocations: u64,
}

impl Row {
    /// From what the processes report.
    pub fn new(times: &Value, memory: Option<&Value>) -> Option<Self> {
        let time = |name: &str| {
            let minimum = times[name]["minimum"].as_f64()?;
            Some(Time { minimum, median: times[name]["median"].as_f64()? })
        };
        let memory = memory.and_then(|memory| {
            let of = |name: &str| {
                let peak = memory[name]["peak"].as_u64()?;
                Some(Memory { peak, allocations: memory[name]["allocations"].as_u64()? })
            };
            Some([of("primal")?, of("generated")?, of("by_hand")?])
        });
        Some(Self {
            name: times["case"].as_str()?.to_owned(),
            referenced: times["referenced"].as_bool()?,
            primal: time("primal")?,
            generated: time("generated")?,
            by_hand: time("by_hand")?,
            num_dual: time("num_dual"),
            curvature: time("curvature"),
            over_primal: times["limits"]["over_primal"].as_f64(),
            over_hand: times["limits"]["over_hand"].as_f64(),
            memory,
        })
    }

    /// Generated over primal, of the best times.
    pub fn generated_over_primal(&self) -> f64 {
        self.generated.minimum / self.primal.minimum
    }

    /// Generated over by hand, of the best times.
    pub fn generated_over_hand(&self) -> f64 {
        self.generated.minimum / self.by_hand.minimum
    }

    /// What the reverse sweep keeps: the most bytes that the derivative holds, but for those of the primal.
    pub fn tape(&self) -> Option<u64> {
        self.memory.map(|[primal, generated, _]| generated.peak.saturating_sub(primal.peak))
    }
}

/// A table in Markdown.
pub fn markdown(rows: &[Row]) -> String {
    let mut table = String::from(
        "Milliseconds a call, the best sample and the median. A ratio is of the best samples; the figure that it is to \
         reach stands in brackets. *hvp* is the product of the Hessian and a vector, over the generated gradient. \
         Memory is what a call allocates at the same time; the tape is what the derivative needs more than the primal. \
         Outputs of cases with a star were compared with published ones, those of all cases with the derivative by \
         hand.\n\n\
         | case | primal | generated | by hand | num-dual | generated / primal | generated / by hand | by hand / primal \
         | hvp | memory: primal, generated, by hand (KiB) | allocations: generated, by hand | tape (KiB) |\n\
         |---|---|---|---|---|---|---|---|---|---|---|---|\n",
    );
    for row in rows {
        let star = if row.referenced { " *" } else { "" };
        let time = |time: Time| format!("{} ({})", number(time.minimum), number(time.median));
        let dash = || "-".to_owned();
        let ratio = |ratio: f64, limit: Option<f64>| match limit {
            Some(limit) if ratio > limit => format!("**{ratio:.2}** ({limit})"),
            Some(limit) => format!("{ratio:.2} ({limit})"),
            None => format!("{ratio:.2}"),
        };
        let curvature = row.curvature.map_or_else(dash, |curvature| {
            ratio(curvature.minimum / row.generated.minimum, Some(2.5))
        });
        let (memory, allocations) = row.memory.map_or_else(
            || (dash(), dash()),
            |[primal, generated, hand]| {
                (
                    format!("{}, {}, {}", kib(primal.peak), kib(generated.peak), kib(hand.peak)),
                    format!("{}, {}", generated.allocations, hand.allocations),
                )
            },
        );
        let _ = writeln!(
            table,
            "| {}{star} | {} | {} | {} | {} | {} | {} | {:.2} | {curvature} | {memory} | {allocations} | {} |",
            row.name,
            time(row.primal),
            time(row.generated),
            time(row.by_hand),
            row.num_dual.map_or_else(dash, time),
            ratio(row.generated_over_primal(), row.over_primal),
            ratio(row.generated_over_hand(), row.over_hand),
            row.by_hand.minimum / row.primal.minimum,
            row.tape().map_or_else(dash, kib),
        );
    }
    table
}

/// The same as comma-separated values, in full precision.
pub fn csv(rows: &[Row]) -> String {
    let mut table = String::from(
        "case,primal_ms,primal_median_ms,generated_ms,generated_median_ms,by_hand_ms,by_hand_median_ms,num_dual_ms,\
         hvp_ms,generated_over_primal,limit_over_primal,generated_over_hand,limit_over_hand,primal_peak_bytes,\
         generated_peak_bytes,by_hand_peak_bytes,generated_allocations,by_hand_allocations,tape_bytes\n",
    );
    for row in rows {
        let float = |value: Option<f64>| value.map_or_else(String::new, |value| value.to_string());
        let whole = |value: Option<u64>| value.map_or_else(String::new, |value| value.to_string());
        let of = |k: usize| row.memory.map(|memory| memory[k]);
        let cells = [
            format!("\"{}\"", row.name),
            row.primal.minimum.to_string(),
            row.primal.median.to_string(),
            row.generated.minimum.to_string(),
            row.generated.median.to_string(),
            row.by_hand.minimum.to_string(),
            row.by_hand.median.to_string(),
            float(row.num_dual.map(|time| time.minimum)),
            float(row.curvature.map(|time| time.minimum)),
            row.generated_over_primal().to_string(),
            float(row.over_primal),
            row.generated_over_hand().to_string(),
            float(row.over_hand),
            whole(of(0).map(|memory| memory.peak)),
            whole(of(1).map(|memory| memory.peak)),
            whole(of(2).map(|memory| memory.peak)),
            whole(of(1).map(|memory| memory.allocations)),
            whole(of(2).map(|memory| memory.allocations)),
            whole(row.tape()),
        ];
        table.push_str(&cells.join(","));
        table.push('\n');
    }
    table
}

/// Three digits that count.
fn number(value: f64) -> String {
    if value == 0.0 {
        return "0".into();
    }
    let digits = (2.0 - value.abs().log10().floor()).clamp(0.0, 9.0);
    format!("{value:.*}", digits as usize)
}

fn kib(bytes: u64) -> String {
    number(bytes as f64 / 1024.0)
}
