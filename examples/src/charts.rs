//! Charts as SVG: learning curves and a confusion matrix.

use crate::network::CLASSES;
use crate::training::Epoch;
use plotters::prelude::*;
use plotters::style::text_anchor::{HPos, Pos, VPos};
use std::error::Error;
use std::path::Path;

const TRAINING: RGBColor = RGBColor(31, 119, 180);
const TESTING: RGBColor = RGBColor(214, 89, 28);

/// Draws loss and accuracies over the epochs.
pub fn learning_curves(path: &Path, history: &[Epoch]) -> Result<(), Box<dyn Error>> {
    let root = SVGBackend::new(path, (900, 420)).into_drawing_area();
    root.fill(&WHITE)?;
    let (left, right) = root.split_horizontally(450);
    let epochs = 1..history.len().max(2);
    let numbered = |value: fn(&Epoch) -> f64| {
        history.iter().enumerate().map(move |(i, epoch)| (i + 1, value(epoch)))
    };

    let highest = history.iter().map(|epoch| epoch.loss).fold(0.0, f64::max);
    let mut loss = ChartBuilder::on(&left)
        .caption("training loss", ("sans-serif", 18))
        .margin(12)
        .x_label_area_size(36)
        .y_label_area_size(48)
        .build_cartesian_2d(epochs.clone(), 0.0..highest * 1.05)?;
    loss.configure_mesh().max_light_lines(1).x_desc("epoch").y_desc("cross-entropy").draw()?;
    loss.draw_series(LineSeries::new(numbered(|epoch| epoch.loss), TRAINING.stroke_width(2)))?;

    let all = history.iter().flat_map(|epoch| [epoch.training, epoch.testing]);
    let lowest = all.fold(1.0, f64::min);
    let mut accuracy = ChartBuilder::on(&right)
        .caption("accuracy", ("sans-serif", 18))
        .margin(12)
        .x_label_area_size(36)
        .y_label_area_size(48)
        .build_cartesian_2d(epochs, (lowest - 0.02).max(0.0)..1.005)?;
    accuracy
        .configure_mesh()
        .max_light_lines(1)
        .x_desc("epoch")
        .y_desc("share recognized")
        .draw()?;
    accuracy
        .draw_series(LineSeries::new(numbered(|epoch| epoch.training), TRAINING.stroke_width(2)))?
        .label("training")
        .legend(|(x, y)| PathElement::new([(x, y), (x + 18, y)], TRAINING.stroke_width(2)));
    accuracy
        .draw_series(LineSeries::new(numbered(|epoch| epoch.testing), TESTING.stroke_width(2)))?
        .label("test")
        .legend(|(x, y)| PathElement::new([(x, y), (x + 18, y)], TESTING.stroke_width(2)));
    accuracy
        .configure_series_labels()
        .position(SeriesLabelPosition::LowerRight)
        .background_style(WHITE)
        .border_style(BLACK.mix(0.3))
        .draw()?;
    root.present()?;
    Ok(())
}

/// Draws how often each digit (row) is taken for each digit (column).
pub fn confusion_matrix(
    path: &Path,
    counts: &[[usize; CLASSES]; CLASSES],
) -> Result<(), Box<dyn Error>> {
    const CELL: i32 = 42;
    const BORDER: i32 = 64;
    let size = (BORDER + CELL * CLASSES as i32 + 24) as u32;
    let root = SVGBackend::new(path, (size, size)).into_drawing_area();
    root.fill(&WHITE)?;
    let middle = |i: usize| BORDER + CELL * i as i32 + CELL / 2;
    let center = (middle(0) + middle(CLASSES - 1)) / 2;
    root.draw_text("taken for", &text(15, &BLACK), (center, 18))?;
    let sideways = text(15, &BLACK).transform(FontTransform::Rotate270);
    root.draw_text("digit", &sideways, (18, center))?;
    for (row, counts) in counts.iter().enumerate() {
        root.draw_text(&row.to_string(), &text(15, &BLACK), (BORDER - 16, middle(row)))?;
        root.draw_text(&row.to_string(), &text(15, &BLACK), (middle(row), BORDER - 16))?;
        let images = counts.iter().sum::<usize>().max(1);
        for (column, &count) in counts.iter().enumerate() {
            let share = count as f64 / images as f64;
            let color = if row == column { TRAINING } else { TESTING };
            let (x, y) = (middle(column) - CELL / 2, middle(row) - CELL / 2);
            let cell = [(x, y), (x + CELL, y + CELL)];
            // The square root makes a single confusion visible.
            root.draw(&Rectangle::new(cell, color.mix(share.sqrt()).filled()))?;
            root.draw(&Rectangle::new(cell, BLACK.mix(0.2)))?;
            if count > 0 {
                let ink = if share > 0.4 { &WHITE } else { &BLACK };
                root.draw_text(&count.to_string(), &text(14, ink), (middle(column), middle(row)))?;
            }
        }
    }
    root.present()?;
    Ok(())
}

/// A style of centered text.
fn text(height: i32, color: &'static RGBColor) -> TextStyle<'static> {
    TextStyle::from(("sans-serif", height).into_font())
        .color(color)
        .pos(Pos::new(HPos::Center, VPos::Center))
}
