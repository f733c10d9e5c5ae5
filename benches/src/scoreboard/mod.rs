//! The scoreboard: the cases, what is measured of them, and the reports.

pub mod board;
pub mod check;
pub mod drawing;
pub mod files;
pub mod measure;
pub mod references;
pub mod report;
