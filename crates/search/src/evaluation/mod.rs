//! Measures how good the search is: real questions with known answers, asked through the same
//! interface as every search, and what comes back as a table. The benchmark's data is not part
//! of the project; `floors` says what the table may not fall under.

mod benchmark;
mod floors;
mod table;

pub use benchmark::{Answer, Benchmark, Error, VARIANTS};
pub use floors::{FLOORS, FLOORS_WITH_MODEL, Floor};
pub use table::{Row, Table};
