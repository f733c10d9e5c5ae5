//! Rules of nalgebra's operations (to come).
