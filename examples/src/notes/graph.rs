//! Pictures of evaluated graphs: a node is an operation, with its value above and its adjoint below.

use super::pictures::{Picture, escaped, open};
use super::row::shown;
use std::fmt::Write as _;

/// A node of a graph.
pub struct Node {
    /// The name of its value, or the operation.
    pub label: String,
    /// The column, from the left, and the row, from above; halves are allowed.
    pub at: (f64, f64),
    /// What it holds: a value, or a shape.
    pub value: String,
    /// The adjoint of that.
    pub adjoint: String,
    /// The nodes whose values it takes.
    pub from: Vec<usize>,
}

impl Node {
    /// A node of a number.
    pub fn number(label: &str, at: (f64, f64), value: f64, adjoint: f64, from: &[usize]) -> Self {
        Self {
            label: label.to_owned(),
            at,
            value: shown(value, 1e-3),
            adjoint: shown(adjoint, 1e-3),
            from: from.to_vec(),
        }
    }

    /// A node of a matrix.
    pub fn shape(label: &str, at: (f64, f64), shape: (usize, usize), from: &[usize]) -> Self {
        let text = format!("{}\u{d7}{}", shape.0, shape.1);
        let (value, adjoint) = (text.clone(), text);
        Self { label: label.to_owned(), at, value, adjoint, from: from.to_vec() }
    }
}

/// Draws a graph.
pub fn draw(caption: &str, nodes: &[Node]) -> Picture {
    let columns = nodes.iter().map(|node| node.at.0).fold(0.0, f64::max) + 1.0;
    let rows = nodes.iter().map(|node| node.at.1).fold(0.0, f64::max) + 1.0;
    let height = rows * 84.0 + 10.0;
    let place = |node: &Node| ((node.at.0 + 0.5) * 480.0 / columns, (node.at.1 + 0.5) * 84.0 + 5.0);
    let mut svg = open(caption, height);
    for node in nodes {
        let (x, y) = place(node);
        for &source in &node.from {
            let (from_x, from_y) = place(&nodes[source]);
            let length = (x - from_x).hypot(y - from_y).max(1.0);
            let (dx, dy) = ((x - from_x) / length, (y - from_y) / length);
            let (tip_x, tip_y) = (x - 20.0 * dx, y - 20.0 * dy);
            let _ = write!(
                svg,
                "<path class=\"edge\" d=\"M{:.1} {:.1}L{tip_x:.1} {tip_y:.1}M{:.1} {:.1}L{tip_x:.1} {tip_y:.1}L{:.1} {:.1}\"/>",
                from_x + 19.0 * dx,
                from_y + 19.0 * dy,
                tip_x - 8.0 * dx - 4.0 * dy,
                tip_y - 8.0 * dy + 4.0 * dx,
                tip_x - 8.0 * dx + 4.0 * dy,
                tip_y - 8.0 * dy - 4.0 * dx
            );
        }
    }
    for node in nodes {
        let (x, y) = place(node);
        let (above, below, middle) = (y - 23.0, y + 33.0, y + 4.5);
        let _ = write!(svg, "<circle class=\"node\" cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"18\"/>");
        for (class, at, text) in [
            ("label", middle, &node.label),
            ("value", above, &node.value),
            ("adjoint", below, &node.adjoint),
        ] {
            let text = escaped(text).replace('-', "\u{2212}");
            let _ = write!(
                svg,
                "<text class=\"{class}\" x=\"{x:.1}\" y=\"{at:.1}\" text-anchor=\"middle\">{text}</text>"
            );
        }
    }
    svg.push_str("</svg>");
    Picture { caption: caption.to_owned(), svg }
}
