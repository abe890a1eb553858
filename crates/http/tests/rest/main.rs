//! The REST interface against a whole desk: real store, real files, real
//! tokens. One binary, one file a subject.

mod articles;
mod attachments;
mod availability;
mod chat;
mod client;
mod conversations;
mod door;
mod files;
mod gateway;
mod inbox;
mod macros;
mod mail_in;
mod moderated_fields;
mod moderation;
mod multipart;
mod notifications;
mod openapi;
mod people;
mod reach;
mod resumable;
mod sealed;
mod sealed_rows;
mod search;
mod search_access;
mod search_answers;
mod search_filters;
mod search_leaks;
mod search_log;
mod storage;
mod teams;
mod tickets;
mod transcripts;
mod uploads;
mod web;
mod widget;
