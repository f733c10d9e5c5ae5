//! Recurrent layers: cells, and the same unrolled over sequences of a fixed length.
//!
//! A cell has `G` gates of `H` numbers. Each gate is a dense map of the input plus one of the hidden state; what the gates do to
//! the state, which has `S` parts of `H` numbers, is a function of one sample that `#[differentiate]` sees as it is. The
//! loop over the steps is differentiated by it too.

mod declare;
mod gru;
mod lstm;
mod rnn;
mod unroll;

pub use gru::{Gru, GruCell, GruCellTangent, GruTangent};
pub use lstm::{Lstm, LstmCell, LstmCellTangent, LstmTangent};
pub use rnn::{Rnn, RnnCell, RnnCellTangent, RnnTangent};
