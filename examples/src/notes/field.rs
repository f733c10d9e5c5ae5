//! A function over a plane, in bands of colour, and the scale that says what they mean.

use super::pictures::{short, ticks};
use std::fmt::Write as _;

/// Values of a function over a grid, drawn in bands.
pub struct Field {
    /// The values at the nodes of the grid, row by row, from the lowest row.
    pub rows: Vec<Vec<f64>>,
    /// How many bands there are between the smallest and the largest value.
    pub bands: usize,
}

/// How many strips are drawn for a row of the grid, and how many pieces for a column.
const FINER: usize = 3;

impl Field {
    fn extent(&self) -> (f64, f64) {
        let all = || self.rows.iter().flatten().copied();
        (all().fold(f64::INFINITY, f64::min), all().fold(f64::NEG_INFINITY, f64::max))
    }

    /// The value at a share of the width and of the height, between the nodes.
    fn at(&self, across: f64, up: f64) -> f64 {
        let (rows, columns) = (self.rows.len(), self.rows[0].len());
        let (x, y) = (across * (columns - 1) as f64, up * (rows - 1) as f64);
        let (i, j) = ((y as usize).min(rows - 2), (x as usize).min(columns - 2));
        let (s, t) = (x - j as f64, y - i as f64);
        let along = |row: &[f64]| row[j] * (1.0 - s) + row[j + 1] * s;
        along(&self.rows[i]) * (1.0 - t) + along(&self.rows[i + 1]) * t
    }
}

/// The bands: of each one path, of strips.
pub(super) fn draw_field(svg: &mut String, field: &Field, x: (f64, f64), y: (f64, f64)) {
    let (low, high) = field.extent();
    let (rows, columns) = (FINER * field.rows.len(), FINER * field.rows[0].len());
    let band = |i: usize, j: usize| {
        let value = field.at((j as f64 + 0.5) / columns as f64, (i as f64 + 0.5) / rows as f64);
        let band = (value - low) / (high - low) * field.bands as f64;
        (band as usize).min(field.bands - 1)
    };
    let (width, height) = ((x.1 - x.0) / columns as f64, (y.0 - y.1) / rows as f64);
    let mut paths = vec![String::new(); field.bands];
    for i in 0..rows {
        let mut start = 0;
        for end in 1..=columns {
            if end == columns || band(i, end) != band(i, start) {
                // Strips overlap a little, so that nothing shines through.
                let _ = write!(
                    paths[band(i, start)],
                    "M{:.1} {:.1}h{:.1}v{:.1}H{:.1}z",
                    x.0 + start as f64 * width,
                    y.0 - i as f64 * height,
                    (end - start) as f64 * width + 0.3,
                    -height - 0.3,
                    x.0 + start as f64 * width,
                );
                start = end;
            }
        }
    }
    for (number, path) in paths.iter().enumerate().filter(|(_, path)| !path.is_empty()) {
        let _ = write!(
            svg,
            "<path fill=\"{}\" shape-rendering=\"crispEdges\" d=\"{path}\"/>",
            blue(number as f64 / (field.bands - 1) as f64)
        );
    }
}

/// The colours beside the picture, and their values.
pub(super) fn draw_scale(svg: &mut String, field: &Field, x: f64, y: (f64, f64)) {
    let (low, high) = field.extent();
    let step = (y.0 - y.1) / field.bands as f64;
    for number in 0..field.bands {
        let _ = write!(
            svg,
            "<path fill=\"{}\" shape-rendering=\"crispEdges\" d=\"M{x:.1} {:.1}h14v{:.1}h-14z\"/>",
            blue(number as f64 / (field.bands - 1) as f64),
            y.0 - number as f64 * step,
            -step - 0.3
        );
    }
    let _ = write!(svg, "<path class=\"axis\" d=\"M{x:.1} {:.1}h14V{:.1}h-14z\"/>", y.0, y.1);
    for tick in ticks(low, high, false) {
        let at = y.0 - (tick - low) / (high - low) * (y.0 - y.1);
        let _ = write!(
            svg,
            "<path class=\"axis\" d=\"M{:.1} {at:.1}h4\"/><text x=\"{:.1}\" y=\"{:.1}\">{}</text>",
            x + 14.0,
            x + 21.0,
            at + 4.0,
            short(tick)
        );
    }
}

/// From deep blue to near white, as `PuBu_r` of the notes.
fn blue(share: f64) -> String {
    const STOPS: [[f64; 3]; 5] = [
        [2.0, 56.0, 88.0],
        [5.0, 112.0, 176.0],
        [116.0, 169.0, 207.0],
        [208.0, 209.0, 230.0],
        [255.0, 247.0, 251.0],
    ];
    let place = share.clamp(0.0, 1.0) * 4.0;
    let (i, rest) = ((place as usize).min(3), place - (place as usize).min(3) as f64);
    let mixed: [u8; 3] = core::array::from_fn(|k| {
        (STOPS[i][k] * (1.0 - rest) + STOPS[i + 1][k] * rest).round() as u8
    });
    format!("#{:02x}{:02x}{:02x}", mixed[0], mixed[1], mixed[2])
}
