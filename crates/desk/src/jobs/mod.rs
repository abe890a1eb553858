//! The outbox's workers: they take jobs that were stored with what made them
//! necessary, carry them out, and try again what fails.

mod backoff;
mod deliveries;
mod node;
mod workers;

pub use workers::Workers;
