//! Pictures of training as SVG: learning curves and confusion matrices. No fonts of the system are needed.

use alloc::string::{String, ToString};
use alloc::vec::Vec;
use plotters::coord::types::RangedCoordf64;
use plotters::prelude::*;
use plotters::style::text_anchor::{HPos, Pos, VPos};
use std::error::Error;
use std::io;
use std::path::Path;

use super::history::History;
use crate::metrics::ConfusionMatrix;
use crate::save::write_atomically;

const BLUE: RGBColor = RGBColor(31, 119, 180);
const ORANGE: RGBColor = RGBColor(214, 89, 28);
const COLORS: [RGBColor; 6] = [
    BLUE,
    ORANGE,
    RGBColor(44, 130, 44),
    RGBColor(148, 103, 189),
    RGBColor(140, 86, 75),
    RGBColor(90, 90, 90),
];

/// Columns of a history in one coordinate system.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Panel<'a> {
    /// What stands above it.
    pub title: &'a str,
    /// The columns: one that the history does not have is left out.
    pub columns: &'a [&'a str],
}

/// Draws the losses of a history, and beside them what was measured.
///
/// # Errors
///
/// Of the file system.
pub fn learning_curves(path: impl AsRef<Path>, history: &History) -> io::Result<()> {
    let names: Vec<&str> = history.names().iter().map(String::as_str).collect();
    let (losses, others): (Vec<&str>, Vec<&str>) =
        names.into_iter().partition(|name| name.contains("loss"));
    let measured: Vec<&str> = others
        .into_iter()
        .filter(|name| !["learning rate", "gradient norm"].contains(name))
        .collect();
    let mut panels = Vec::from([Panel { title: "loss", columns: &losses }]);
    if let [only] = measured[..] {
        panels.push(Panel { title: only, columns: &measured });
    } else if !measured.is_empty() {
        panels.push(Panel { title: "measured", columns: &measured });
    }
    curves(path, history, &panels)
}

/// Draws columns of a history over its epochs, a panel beside the other.
///
/// ```
/// use autodiff_runtime::train::plots::{curves, Panel};
/// use autodiff_runtime::train::History;
///
/// # fn main() -> std::io::Result<()> {
/// let mut history = History::new();
/// history.record(&[("loss", 0.7), ("test loss", 0.8)]);
/// history.record(&[("loss", 0.4), ("test loss", 0.6)]);
/// let path = std::env::temp_dir().join("curves.svg");
/// curves(&path, &history, &[Panel { title: "loss", columns: &["loss", "test loss"] }])?;
/// assert!(std::fs::read_to_string(path)?.starts_with("<svg"));
/// # Ok(())
/// # }
/// ```
///
/// # Errors
///
/// Of the file system.
pub fn curves(path: impl AsRef<Path>, history: &History, panels: &[Panel<'_>]) -> io::Result<()> {
    let count = panels.len().max(1);
    write(path.as_ref(), (450 * count as u32, 420), |root| {
        for (area, panel) in root.split_evenly((1, count)).iter().zip(panels) {
            draw_panel(area, history, panel)?;
        }
        Ok(())
    })
}

type Area<'a> = DrawingArea<SVGBackend<'a>, plotters::coord::Shift>;
type Drawn = Result<(), std::boxed::Box<dyn Error>>;

fn write(path: &Path, size: (u32, u32), draw: impl FnOnce(&Area<'_>) -> Drawn) -> io::Result<()> {
    let mut svg = String::new();
    {
        let root = SVGBackend::with_string(&mut svg, size).into_drawing_area();
        let drawn = root.fill(&WHITE).map_err(Into::into).and_then(|()| draw(&root));
        drawn.map_err(|error| io::Error::other(error.to_string()))?;
        root.present().map_err(|error| io::Error::other(error.to_string()))?;
    }
    write_atomically(path, svg.as_bytes())
}

fn draw_panel(area: &Area<'_>, history: &History, panel: &Panel<'_>) -> Drawn {
    let columns: Vec<(&str, Vec<(f64, f64)>)> =
        panel.columns.iter().filter_map(|name| Some((*name, points(history, name)?))).collect();
    let values = columns.iter().flat_map(|(_, points)| points.iter().map(|(_, y)| *y));
    let (low, high) = range(values);
    let epochs = 1.0..(history.len().max(2) as f64);
    let mut chart = ChartBuilder::on(area)
        .caption(panel.title, ("sans-serif", 18))
        .margin(12)
        .x_label_area_size(36)
        .y_label_area_size(56)
        .build_cartesian_2d(epochs, low..high)?;
    let whole = |x: &f64| if x.fract() == 0.0 { x.to_string() } else { String::new() };
    chart.configure_mesh().max_light_lines(1).x_desc("epoch").x_label_formatter(&whole).draw()?;
    for (index, (name, points)) in columns.iter().enumerate() {
        draw_line(&mut chart, COLORS[index % COLORS.len()], name, points)?;
    }
    if columns.len() > 1 {
        chart
            .configure_series_labels()
            .position(free_corner(&columns, (low + high) / 2.0))
            .background_style(WHITE)
            .border_style(BLACK.mix(0.3))
            .draw()?;
    }
    Ok(())
}

type Chart<'a, 'b> = ChartContext<'a, SVGBackend<'b>, Cartesian2d<RangedCoordf64, RangedCoordf64>>;

fn draw_line(
    chart: &mut Chart<'_, '_>,
    color: RGBColor,
    name: &str,
    points: &[(f64, f64)],
) -> Drawn {
    let line = LineSeries::new(points.iter().copied(), color.stroke_width(2));
    chart
        .draw_series(line)?
        .label(name)
        .legend(move |(x, y)| PathElement::new([(x, y), (x + 18, y)], color.stroke_width(2)));
    // A line of one point is none.
    if let [point] = points {
        chart.draw_series([Circle::new(*point, 3, color.filled())])?;
    }
    Ok(())
}

/// The right corner that the ends of the lines leave free.
fn free_corner(columns: &[(&str, Vec<(f64, f64)>)], middle: f64) -> SeriesLabelPosition {
    let ends = || columns.iter().filter_map(|(_, points)| points.last());
    let above = ends().filter(|(_, y)| *y > middle).count();
    if 2 * above >= ends().count() {
        SeriesLabelPosition::LowerRight
    } else {
        SeriesLabelPosition::UpperRight
    }
}

/// The finite numbers of a column and their epochs.
fn points(history: &History, name: &str) -> Option<Vec<(f64, f64)>> {
    let numbered = history.column(name)?.enumerate().map(|(index, y)| ((index + 1) as f64, y));
    Some(numbered.filter(|(_, y)| y.is_finite()).collect())
}

/// A range with room around the values: from zero where they begin near it.
fn range(values: impl Iterator<Item = f64>) -> (f64, f64) {
    let (low, high) =
        values.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), y| (low.min(y), high.max(y)));
    if low > high {
        return (0.0, 1.0);
    }
    let room = if high > low { 0.05 * (high - low) } else { 0.05 * high.abs().max(1.0) };
    let from_zero = low >= 0.0 && low < 0.5 * high;
    (if from_zero { 0.0 } else { low - room }, high + room)
}

/// Draws how often each class (row) was taken for each class (column); the classes have their numbers or these names.
///
/// # Errors
///
/// Of the file system.
pub fn confusion_matrix<const K: usize>(
    path: impl AsRef<Path>,
    confusion: &ConfusionMatrix<K>,
    names: Option<&[&str; K]>,
) -> io::Result<()> {
    const CELL: i32 = 42;
    const BORDER: i32 = 64;
    let size = (BORDER + CELL * K as i32 + 24) as u32;
    let middle = |class: usize| BORDER + CELL * class as i32 + CELL / 2;
    let name = |class: usize| names.map_or(class.to_string(), |names| names[class].to_string());
    write(path.as_ref(), (size, size), |root| {
        let center = BORDER + CELL * K as i32 / 2;
        root.draw_text("taken for", &text(15, &BLACK), (center, 18))?;
        let sideways = text(15, &BLACK).transform(FontTransform::Rotate270);
        root.draw_text("class", &sideways, (18, center))?;
        for (row, counts) in confusion.rows().enumerate() {
            root.draw_text(&name(row), &text(15, &BLACK), (BORDER - 16, middle(row)))?;
            root.draw_text(&name(row), &text(15, &BLACK), (middle(row), BORDER - 16))?;
            let samples = counts.iter().sum::<u64>().max(1);
            for (column, &count) in counts.iter().enumerate() {
                let share = count as f64 / samples as f64;
                let color = if row == column { BLUE } else { ORANGE };
                let (x, y) = (middle(column) - CELL / 2, middle(row) - CELL / 2);
                let cell = [(x, y), (x + CELL, y + CELL)];
                // The square root makes a single confusion visible.
                root.draw(&Rectangle::new(cell, color.mix(share.sqrt()).filled()))?;
                root.draw(&Rectangle::new(cell, BLACK.mix(0.2)))?;
                if count > 0 {
                    let ink = if share > 0.4 { &WHITE } else { &BLACK };
                    let place = (middle(column), middle(row));
                    root.draw_text(&count.to_string(), &text(14, ink), place)?;
                }
            }
        }
        Ok(())
    })
}

/// A style of centered text.
fn text(height: i32, color: &'static RGBColor) -> TextStyle<'static> {
    TextStyle::from(("sans-serif", height).into_font())
        .color(color)
        .pos(Pos::new(HPos::Center, VPos::Center))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_have_room() {
        assert_eq!(range([].into_iter()), (0.0, 1.0));
        assert_eq!(range([2.0].into_iter()), (1.9, 2.1));
        assert_eq!(range([0.1, 1.1].into_iter()), (0.0, 1.1 + 0.05));
        assert!(range([-1.0, 1.0].into_iter()).0 < -1.0);
    }

    #[test]
    fn numbers_that_are_not_finite_are_left_out() {
        let mut history = History::new();
        history.record(&[("loss", f64::NAN)]);
        history.record(&[("loss", 0.5)]);
        assert_eq!(points(&history, "loss"), Some(Vec::from([(2.0, 0.5)])));
        assert_eq!(points(&history, "accuracy"), None);
        let path =
            std::env::temp_dir().join(alloc::format!("autodiff-plot-{}.svg", std::process::id()));
        learning_curves(&path, &history).expect("writable");
        learning_curves(&path, &History::new()).expect("writable");
        confusion_matrix(&path, &ConfusionMatrix::<2>::new(), Some(&["a", "b"])).expect("writable");
        let svg = std::fs::read_to_string(&path).expect("readable");
        assert!(svg.starts_with("<svg") && svg.trim_end().ends_with("</svg>"));
        std::fs::remove_file(path).expect("removable");
    }
}
