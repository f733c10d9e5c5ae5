//! Tapes give back in reverse what they were given.

use autodiff_runtime::__rt::{ArrayTape, Tape};

#[test]
fn last_in_first_out() {
    let mut tape = Tape::new();
    tape.reserve(3);
    let mut array_tape = ArrayTape::<_, 3>::new();
    array_tape.reserve(3);
    for i in 0..3 {
        tape.push((i, String::new()));
        array_tape.push((i, String::new()));
    }
    assert_eq!((tape.len(), array_tape.len()), (3, 3));
    for i in (0..3).rev() {
        assert_eq!(tape.pop().0, i);
        assert_eq!(array_tape.pop().0, i);
    }
    assert!(tape.is_empty() && array_tape.is_empty());
}
