//! Charts as SVG that takes its colours from the page, so that they suit light and dark.

use super::field::{Field, draw_field, draw_scale};
use super::row::rough;
use std::fmt::Write as _;

/// A picture for the page.
#[derive(Clone, Debug)]
pub struct Picture {
    /// What it shows.
    pub caption: String,
    /// The element `svg`.
    pub svg: String,
}

const WIDTH: f64 = 480.0;
const HEIGHT: f64 = 300.0;
const LEFT: f64 = 72.0;
const RIGHT: f64 = 14.0;
const BOTTOM: f64 = 44.0;
const LINE: f64 = 18.0;
/// The right margin where there is a scale of colours.
const SCALE: f64 = 82.0;
/// The longest name, in characters, that has another beside it in the legend.
const LONGEST_NAME: usize = 22;

type Points = Vec<(f64, f64)>;

enum Layer {
    Line(Points),
    Dots(Points),
    Bars(Points),
    Level(f64),
}

/// A chart under construction: lines, dots and bars over two axes.
pub struct Chart {
    caption: String,
    axes: (String, String),
    logarithmic: bool,
    equal: bool,
    range: Option<((f64, f64), (f64, f64))>,
    field: Option<Field>,
    layers: Vec<(String, Layer)>,
}

impl Chart {
    /// Without anything in it.
    pub fn new(caption: &str, x: &str, y: &str) -> Self {
        Self {
            caption: caption.to_owned(),
            axes: (x.to_owned(), y.to_owned()),
            logarithmic: false,
            equal: false,
            range: None,
            field: None,
            layers: Vec::new(),
        }
    }

    /// With a logarithmic vertical axis; what is not positive is left out.
    pub fn logarithmic(mut self) -> Self {
        self.logarithmic = true;
        self
    }

    /// With fixed ranges.
    pub fn range(mut self, x: (f64, f64), y: (f64, f64)) -> Self {
        self.range = Some((x, y));
        self
    }

    /// With a higher picture, for planes.
    pub fn plane(mut self) -> Self {
        self.equal = true;
        self
    }

    /// With a field behind all; needs a range.
    pub fn field(mut self, field: Field) -> Self {
        self.field = Some(field);
        self
    }

    /// With a line of values at 0, 1, 2, ..
    pub fn series(self, name: &str, values: impl IntoIterator<Item = f64>) -> Self {
        self.line(name, values.into_iter().enumerate().map(|(i, y)| (i as f64, y)))
    }

    /// With a line.
    pub fn line(mut self, name: &str, points: impl IntoIterator<Item = (f64, f64)>) -> Self {
        self.layers.push((name.to_owned(), Layer::Line(points.into_iter().collect())));
        self
    }

    /// With dots.
    pub fn dots(mut self, name: &str, points: impl IntoIterator<Item = (f64, f64)>) -> Self {
        self.layers.push((name.to_owned(), Layer::Dots(points.into_iter().collect())));
        self
    }

    /// With a dashed line at a height.
    pub fn level(mut self, name: &str, y: f64) -> Self {
        self.layers.push((name.to_owned(), Layer::Level(y)));
        self
    }

    /// With how many numbers are in each of some intervals, as shares.
    pub fn histogram(
        mut self,
        name: &str,
        numbers: &[f64],
        low: f64,
        high: f64,
        bins: usize,
    ) -> Self {
        let width = (high - low) / bins as f64;
        let mut counts = vec![0.0; bins];
        for x in numbers {
            let bin = (x - low) / width;
            if bin >= 0.0 && (bin as usize) < bins {
                counts[bin as usize] += 1.0 / numbers.len() as f64;
            }
        }
        let middle = |(i, count)| (low + (i as f64 + 0.5) * width, count);
        let bars = counts.into_iter().enumerate().map(middle).collect();
        self.layers.push((name.to_owned(), Layer::Bars(bars)));
        self
    }

    /// The picture.
    pub fn draw(self) -> Picture {
        let ((x_low, x_high), (y_low, y_high)) = self.range.unwrap_or_else(|| self.extent());
        let lift = |y: f64| if self.logarithmic { y.log10() } else { y };
        let legend = self.legend();
        let rows = legend.iter().map(|(_, (row, _))| row + 1).max().unwrap_or(0);
        let top = 10.0 + LINE * rows as f64;
        let right = WIDTH - if self.field.is_some() { SCALE } else { RIGHT };
        let height = if self.equal { right - LEFT + BOTTOM + top } else { HEIGHT + top - 30.0 };
        let base = height - BOTTOM;
        let across = |x: f64| LEFT + (x - x_low) / (x_high - x_low) * (right - LEFT);
        let up = |y: f64| base - (y - y_low) / (y_high - y_low) * (base - top);

        let mut svg = open(&self.caption, height);
        if let Some(field) = &self.field {
            draw_field(&mut svg, field, (LEFT, right), (base, top));
            draw_scale(&mut svg, field, right + 14.0, (base, top));
        }
        for tick in ticks(x_low, x_high, false) {
            let x = across(tick);
            if self.field.is_none() {
                let _ = write!(svg, "<path class=\"grid\" d=\"M{x:.1} {top:.1}V{base:.1}\"/>");
            }
            let at = base + 16.0;
            let label = short(tick);
            let _ = write!(
                svg,
                "<text x=\"{x:.1}\" y=\"{at:.1}\" text-anchor=\"middle\">{label}</text>"
            );
        }
        for tick in ticks(y_low, y_high, self.logarithmic) {
            let y = up(tick);
            if self.field.is_none() {
                let _ = write!(svg, "<path class=\"grid\" d=\"M{LEFT:.1} {y:.1}H{right:.1}\"/>");
            }
            let (at, label) = (y + 4.0, if self.logarithmic { power(tick) } else { short(tick) });
            let _ = write!(
                svg,
                "<text x=\"{:.1}\" y=\"{at:.1}\" text-anchor=\"end\">{label}</text>",
                LEFT - 6.0
            );
        }
        let _ =
            write!(svg, "<path class=\"axis\" d=\"M{LEFT:.1} {top:.1}V{base:.1}H{right:.1}\"/>");
        let middle = (LEFT + right) / 2.0;
        let _ = write!(
            svg,
            "<text x=\"{middle:.1}\" y=\"{:.1}\" text-anchor=\"middle\">{}</text>",
            height - 8.0,
            escaped(&self.axes.0)
        );
        let side = (top + base) / 2.0;
        let _ = write!(
            svg,
            "<text transform=\"translate(13 {side:.1}) rotate(-90)\" text-anchor=\"middle\">{}</text>",
            escaped(&self.axes.1)
        );

        let seen = |(x, y): &(f64, f64)| {
            let y = lift(*y);
            let inside = x.is_finite() && y.is_finite();
            inside.then(|| (across(*x), up(y.clamp(y_low, y_high))))
        };
        for (number, (_, layer)) in self.layers.iter().enumerate() {
            let color = self.color(number);
            match layer {
                Layer::Line(points) => {
                    let mut path = String::new();
                    let mut pen = 'M';
                    for point in points {
                        match seen(point) {
                            Some((x, y)) => {
                                let _ = write!(path, "{pen}{x:.1} {y:.1}");
                                pen = 'L';
                            }
                            None => pen = 'M',
                        }
                    }
                    if self.field.is_some() {
                        let _ = write!(svg, "<path class=\"halo\" d=\"{path}\"/>");
                    }
                    let _ = write!(svg, "<path class=\"line c{color}\" d=\"{path}\"/>");
                }
                Layer::Dots(points) => {
                    let mut path = String::new();
                    for (x, y) in points.iter().filter_map(seen) {
                        let _ = write!(path, "M{x:.1} {y:.1}h0");
                    }
                    let _ = write!(svg, "<path class=\"dots c{color}\" d=\"{path}\"/>");
                }
                Layer::Bars(points) => {
                    let width = match points.as_slice() {
                        [first, second, ..] => across(second.0) - across(first.0),
                        _ => 12.0,
                    };
                    for (x, y) in points.iter().filter_map(seen) {
                        let _ = write!(
                            svg,
                            "<rect class=\"bar f{color}\" x=\"{:.1}\" y=\"{y:.1}\" width=\"{:.1}\" height=\"{:.1}\"/>",
                            x - width / 2.0,
                            width,
                            (base - y).max(0.0)
                        );
                    }
                }
                Layer::Level(y) => {
                    let y = up(lift(*y).clamp(y_low, y_high));
                    let _ = write!(
                        svg,
                        "<path class=\"level c{color}\" d=\"M{LEFT:.1} {y:.1}H{right:.1}\"/>"
                    );
                }
            }
        }
        for (number, (row, column)) in legend {
            let (name, layer) = &self.layers[number];
            let x = LEFT + column as f64 * (WIDTH - RIGHT - LEFT) / 2.0;
            let y = 14.0 + LINE * row as f64;
            let (class, end) = match layer {
                Layer::Line(_) | Layer::Bars(_) => ("line", "h18"),
                Layer::Level(_) => ("level", "h18"),
                Layer::Dots(_) => ("dots", "m9 0h0"),
            };
            let color = self.color(number);
            let _ =
                write!(svg, "<path class=\"{class} c{color}\" d=\"M{x:.1} {:.1}{end}\"/>", y - 4.0);
            let _ =
                write!(svg, "<text x=\"{:.1}\" y=\"{y:.1}\">{}</text>", x + 24.0, escaped(name));
        }
        svg.push_str("</svg>");
        Picture { caption: self.caption, svg }
    }

    /// Which layers have names, and the row and the column of each in the legend: two in a row, where they fit.
    fn legend(&self) -> Vec<(usize, (usize, usize))> {
        let mut places = Vec::new();
        let (mut row, mut column) = (0, 0);
        for (number, (name, _)) in self.layers.iter().enumerate() {
            if name.is_empty() {
                continue;
            }
            let long = name.chars().count() > LONGEST_NAME;
            if column == 1 && long {
                (row, column) = (row + 1, 0);
            }
            places.push((number, (row, column)));
            (row, column) = if long || column == 1 { (row + 1, 0) } else { (row, 1) };
        }
        places
    }

    /// The colour of a layer; over a field, which is blue, there is no blue.
    fn color(&self, number: usize) -> usize {
        if self.field.is_some() { 3 * number % 8 } else { number % 8 }
    }

    /// The ranges of all points; of a logarithmic axis, those of the powers.
    fn extent(&self) -> ((f64, f64), (f64, f64)) {
        let mut x = (f64::INFINITY, f64::NEG_INFINITY);
        let mut y = x;
        let widen = |range: &mut (f64, f64), value: f64| {
            if value.is_finite() {
                *range = (range.0.min(value), range.1.max(value));
            }
        };
        for (_, layer) in &self.layers {
            match layer {
                Layer::Line(points) | Layer::Dots(points) | Layer::Bars(points) => {
                    for point in points {
                        widen(&mut x, point.0);
                        widen(&mut y, if self.logarithmic { point.1.log10() } else { point.1 });
                    }
                }
                Layer::Level(level) => {
                    widen(&mut y, if self.logarithmic { level.log10() } else { *level })
                }
            }
            if let Layer::Bars(points) = layer {
                widen(&mut y, 0.0);
                if let [first, second, ..] = points.as_slice() {
                    let half = (second.0 - first.0) / 2.0;
                    widen(&mut x, first.0 - half);
                    widen(&mut x, points[points.len() - 1].0 + half);
                }
            }
        }
        let spread = |(low, high): (f64, f64), margin: f64| {
            if low > high {
                (0.0, 1.0)
            } else if low == high {
                (low - 0.5, high + 0.5)
            } else {
                (low - margin * (high - low), high + margin * (high - low))
            }
        };
        let mut up = spread(y, 0.04);
        // Bars stand on the axis.
        if self.layers.iter().any(|(_, layer)| matches!(layer, Layer::Bars(_))) && y.0 == 0.0 {
            up.0 = 0.0;
        }
        (spread(x, 0.0), up)
    }
}

/// Round numbers between two.
pub(super) fn ticks(low: f64, high: f64, logarithmic: bool) -> Vec<f64> {
    let raw = (high - low) / 5.0;
    if raw <= 0.0 || !raw.is_finite() {
        return vec![low];
    }
    let power = 10.0_f64.powf(raw.log10().floor());
    let mut step = power
        * [1.0, 2.0, 5.0, 10.0].into_iter().find(|m| m * power >= raw * 0.999).unwrap_or(10.0);
    if logarithmic {
        step = step.ceil().max(1.0);
    }
    let first = (low / step).ceil() as i64;
    let last = (high / step + 1e-9).floor() as i64;
    (first..=last).map(|k| k as f64 * step).collect()
}

pub(super) fn short(number: f64) -> String {
    let text = rough((number * 1e12).round() / 1e12);
    text.replace('-', "\u{2212}")
}

fn power(exponent: f64) -> String {
    match exponent as i64 {
        0 => "1".to_owned(),
        1 => "10".to_owned(),
        k => format!("10<tspan dy=\"-5\" font-size=\"9\">{k}</tspan>")
            .replace('-', "\u{2212}")
            .replace("dy=\"\u{2212}", "dy=\"-"),
    }
}

/// Text as HTML.
pub fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

/// The beginning of a picture.
pub(super) fn open(caption: &str, height: f64) -> String {
    format!(
        "<svg viewBox=\"0 0 {WIDTH} {height:.0}\" role=\"img\" aria-label=\"{}\">",
        escaped(caption)
    )
}
