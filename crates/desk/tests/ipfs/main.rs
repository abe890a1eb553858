//! What the desk promises of files and the operator's IPFS node: an upload never
//! waits for it, and whatever happens nothing is lost. Against a real node.

mod content;
mod crash;
mod hand_over;
mod imports;
mod life;
mod repair;
