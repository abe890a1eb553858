//! The channels against real peers on loopback: they get what the standards ask
//! for, and what they answer is understood.

mod guard;
mod mail;
mod peer;
mod push;
mod sms;
mod webhook;
