//! The ratios as bars, in SVG.

use std::fmt::Write as _;

use super::report::Row;

const WIDTH: f64 = 900.0;
const LEFT: f64 = 230.0;
const BAR: f64 = 11.0;
const GROUP: f64 = 3.0 * BAR + 10.0;
const TOP: f64 = 50.0;

/// The derivatives over their primals, on a logarithmic scale from 0.5 on; a tick is what a case is to reach.
pub fn bars(rows: &[Row]) -> String {
    let largest =
        rows.iter().flat_map(|row| ratios(row).into_iter().flatten()).fold(4.0_f64, f64::max);
    let scale = (WIDTH - LEFT - 60.0) / (largest / 0.5).ln();
    let at = |ratio: f64| LEFT + scale * (ratio.max(0.5) / 0.5).ln();
    let height = TOP + GROUP * rows.len() as f64 + 20.0;
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{WIDTH}\" height=\"{height}\" \
         font-family=\"sans-serif\" font-size=\"11\">\n\
         <rect width=\"100%\" height=\"100%\" fill=\"white\"/>\n\
         <text x=\"10\" y=\"18\" font-size=\"14\">Derivative over primal</text>\n"
    );
    let legend = ["generated", "by hand", "num-dual"];
    for (k, name) in legend.into_iter().enumerate() {
        let x = LEFT + 90.0 * k as f64;
        let _ = writeln!(
            svg,
            "<rect x=\"{x}\" y=\"9\" width=\"10\" height=\"10\" fill=\"{}\"/><text x=\"{}\" y=\"18\">{name}</text>",
            COLORS[k],
            x + 14.0
        );
    }
    let mut tick = 0.5;
    while tick <= largest {
        let x = at(tick);
        let _ = writeln!(
            svg,
            "<line x1=\"{x:.1}\" x2=\"{x:.1}\" y1=\"{}\" y2=\"{}\" stroke=\"#ddd\"/>\
             <text x=\"{x:.1}\" y=\"{}\" text-anchor=\"middle\" fill=\"#666\">{tick}</text>",
            TOP - 6.0,
            height - 16.0,
            TOP - 10.0,
        );
        tick *= 2.0;
    }
    for (i, row) in rows.iter().enumerate() {
        let y = TOP + GROUP * i as f64;
        let _ = writeln!(
            svg,
            "<text x=\"{}\" y=\"{}\" text-anchor=\"end\">{}</text>",
            LEFT - 8.0,
            y + 1.6 * BAR,
            row.name
        );
        for (k, ratio) in ratios(row).into_iter().enumerate() {
            let Some(ratio) = ratio else { continue };
            let y = y + BAR * k as f64;
            let _ = writeln!(
                svg,
                "<rect x=\"{LEFT}\" y=\"{y}\" width=\"{:.1}\" height=\"{}\" fill=\"{}\"/>\
                 <text x=\"{:.1}\" y=\"{}\" fill=\"#333\">{ratio:.2}</text>",
                at(ratio) - LEFT,
                BAR - 1.0,
                COLORS[k],
                at(ratio) + 4.0,
                y + BAR - 2.0,
            );
        }
        if let Some(limit) = row.over_primal {
            let x = at(limit);
            let _ = writeln!(
                svg,
                "<line x1=\"{x:.1}\" x2=\"{x:.1}\" y1=\"{}\" y2=\"{}\" stroke=\"black\" stroke-width=\"2\"/>",
                y - 2.0,
                y + BAR + 1.0,
            );
        }
    }
    svg.push_str("</svg>\n");
    svg
}

const COLORS: [&str; 3] = ["#c0392b", "#2980b9", "#95a5a6"];

fn ratios(row: &Row) -> [Option<f64>; 3] {
    let over = |time: f64| time / row.primal.minimum;
    [
        Some(over(row.generated.minimum)),
        Some(over(row.by_hand.minimum)),
        row.num_dual.map(|time| over(time.minimum)),
    ]
}
