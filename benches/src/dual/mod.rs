//! Programs over the dual numbers of `num-dual`, a library for forward mode by operator overloading: where a Jacobian has
//! few columns, it is what one would use instead.

pub mod ba;
