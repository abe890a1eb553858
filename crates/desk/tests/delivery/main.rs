//! What the desk promises of a chat's messages, whatever happens: durable
//! before acknowledged, exactly once, in order, at everyone.

mod failure_points;
mod life;
mod model;
mod repeats;
