//! The binary as an operator meets it: started as a process of its own, asked
//! over HTTP, ended by signals.

mod car;
mod commands;
mod demo;
mod index;
mod key_set;
mod mail;
mod meaning;
mod server;
mod shutdown;
mod start;
mod storage;
mod synonyms;
mod tls;
