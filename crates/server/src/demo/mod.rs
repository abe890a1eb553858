//! The demo: a small made-up company's desk, loaded into an empty store with
//! times as if it had been in use, and the links to look at it from both sides.
//! The texts are data, under `demo/` of this crate.

mod data;
mod load;
mod set_up;
mod welcome;

pub use load::load;
pub use welcome::welcome;
