//! The rules of the store, each run on SQLite and on PostgreSQL. Their numbers
//! are stable: a rule that goes leaves its number behind.

#[macro_use]
mod world;

mod articles;
mod audit;
mod availability;
mod care;
mod chats;
mod customers;
mod deliveries;
mod files;
mod inbox;
mod keys;
mod log;
mod mail_in;
mod messages;
mod moderation;
mod notifications;
mod opening;
mod outbox;
mod people;
mod places;
mod receipts;
mod references;
mod routing;
mod scans;
mod search_log;
mod searches;
mod storage;
mod tickets;
mod uploads;
mod writer;
