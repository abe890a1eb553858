//! How notifications reach people who are not looking: once, where they want
//! them, and whatever happens to the server.

mod crash;
mod life;
mod mail;
mod webhooks;
