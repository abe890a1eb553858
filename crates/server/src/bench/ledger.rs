//! What became of each message of a load test: answered, delivered, stored;
//! once, in order, and how fast.

use std::{
    collections::HashMap,
    time::{Duration, Instant},
};

use super::latency::Latency;

/// Messages of one run at most: bounds the memory, 40 bytes each.
pub const MAX_MESSAGES: u64 = 5_000_000;

#[derive(Clone, Copy, Debug)]
struct Entry {
    sent_at: Instant,
    acked: bool,
    refused: bool,
    deliveries: u8,
    copies: u8,
}

/// The last `seq` that one receiver has seen of each session.
pub type SeenSeqs = HashMap<String, i64>;

/// Notes what happens to messages; each has a number, from 0.
#[derive(Debug, Default)]
pub struct Ledger {
    entries: Vec<Entry>,
    /// From sending to the answer.
    pub ack: Latency,
    /// From sending to the other side.
    pub delivery: Latency,
    out_of_order: u64,
    answered: u64,
    delivered: u64,
    refusal: Option<String>,
}

/// The result of a run.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    pub sent: u64,
    pub acked: u64,
    pub refused: u64,
    /// Neither acknowledged nor refused.
    pub unanswered: u64,
    /// Reached the other side at least once.
    pub delivered: u64,
    /// Acknowledged, but not in the history.
    pub lost: u64,
    /// Delivered twice to one receiver, or twice in the history.
    pub doubled: u64,
    /// Delivered after a later one, or a gap or a step back in the history.
    pub out_of_order: u64,
    /// What the first refusal said.
    pub refusal: Option<String>,
}

impl Ledger {
    /// Enters a message that goes out now, or was due at `sent_at`. None when
    /// the run has had as many as it may have.
    pub fn send(&mut self, sent_at: Instant) -> Option<u64> {
        let number = self.entries.len() as u64;
        if number >= MAX_MESSAGES {
            return None;
        }
        self.entries.push(Entry {
            sent_at,
            acked: false,
            refused: false,
            deliveries: 0,
            copies: 0,
        });
        Some(number)
    }

    pub fn acked(&mut self, number: u64, at: Instant) {
        if let Some(entry) = entry(&mut self.entries, number) {
            self.answered += 1;
            entry.acked = true;
            self.ack.record(at.saturating_duration_since(entry.sent_at));
        }
    }

    pub fn refused(&mut self, number: u64, why: &str) {
        if let Some(entry) = entry(&mut self.entries, number) {
            self.answered += 1;
            entry.refused = true;
            self.refusal.get_or_insert_with(|| why.to_owned());
        }
    }

    /// A message reached the other side, which has seen `seen` of the sessions before.
    pub fn delivered(
        &mut self,
        number: u64,
        session: &str,
        seq: i64,
        seen: &mut SeenSeqs,
        at: Instant,
    ) {
        match seen.get_mut(session) {
            Some(last) => {
                self.out_of_order += u64::from(seq < *last);
                *last = seq.max(*last);
            }
            None => {
                seen.insert(session.to_owned(), seq);
            }
        }
        if let Some(entry) = entry(&mut self.entries, number) {
            self.delivered += u64::from(entry.deliveries == 0);
            entry.deliveries = entry.deliveries.saturating_add(1);
            self.delivery
                .record(at.saturating_duration_since(entry.sent_at));
        }
    }

    /// A message stands in its session's history after the one with `seq` `before`.
    pub fn stored(&mut self, number: u64, before: i64, seq: i64) {
        self.out_of_order += u64::from(seq != before + 1);
        if let Some(entry) = entry(&mut self.entries, number) {
            entry.copies = entry.copies.saturating_add(1);
        }
    }

    /// Whether every message was answered, and, where they are to be, delivered.
    pub fn is_settled(&self, deliveries: bool) -> bool {
        let sent = self.entries.len() as u64;
        self.answered >= sent && (!deliveries || self.delivered + self.refusals() >= sent)
    }

    pub fn acknowledged(&self) -> u64 {
        self.ack.count()
    }

    fn refusals(&self) -> u64 {
        self.answered - self.ack.count()
    }

    pub fn tally(&self) -> Tally {
        let count = |test: fn(&Entry) -> bool| {
            self.entries.iter().filter(|entry| test(entry)).count() as u64
        };
        Tally {
            sent: self.entries.len() as u64,
            acked: count(|entry| entry.acked),
            refused: count(|entry| entry.refused),
            unanswered: count(|entry| !entry.acked && !entry.refused),
            delivered: self.delivered,
            lost: count(|entry| entry.acked && entry.copies == 0),
            doubled: count(|entry| entry.deliveries > 1 || entry.copies > 1),
            out_of_order: self.out_of_order,
            refusal: self.refusal.clone(),
        }
    }
}

fn entry(entries: &mut [Entry], number: u64) -> Option<&mut Entry> {
    entries.get_mut(usize::try_from(number).ok()?)
}

/// A rate over a time.
pub fn per_second(count: u64, took: Duration) -> f64 {
    count as f64 / took.as_secs_f64().max(f64::EPSILON)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ledger(messages: u64) -> Ledger {
        let mut ledger = Ledger::default();
        for number in 0..messages {
            assert_eq!(ledger.send(Instant::now()), Some(number));
        }
        ledger
    }

    #[test]
    fn a_message_that_was_answered_delivered_and_stored_once_is_well() {
        let mut ledger = ledger(1);
        let mut seen = SeenSeqs::new();
        ledger.acked(0, Instant::now());
        assert!(ledger.is_settled(false) && !ledger.is_settled(true));
        ledger.delivered(0, "s", 1, &mut seen, Instant::now());
        assert!(ledger.is_settled(true));
        ledger.stored(0, 0, 1);
        let well = Tally {
            sent: 1,
            acked: 1,
            delivered: 1,
            ..Tally::default()
        };
        assert_eq!(ledger.tally(), well);
    }

    #[test]
    fn an_acknowledged_message_missing_in_the_history_is_lost() {
        let mut ledger = ledger(2);
        ledger.acked(0, Instant::now());
        let tally = ledger.tally();
        assert_eq!((tally.lost, tally.unanswered), (1, 1));
    }

    #[test]
    fn twice_at_a_receiver_or_in_the_history_is_doubled() {
        let mut ledger = ledger(2);
        let mut seen = SeenSeqs::new();
        ledger.delivered(0, "s", 1, &mut seen, Instant::now());
        ledger.delivered(0, "s", 1, &mut seen, Instant::now());
        ledger.stored(1, 1, 2);
        ledger.stored(1, 2, 3);
        assert_eq!(ledger.tally().doubled, 2);
    }

    #[test]
    fn a_step_back_at_a_receiver_is_out_of_order_within_its_session_only() {
        let mut ledger = ledger(3);
        let mut seen = SeenSeqs::new();
        ledger.delivered(0, "s", 2, &mut seen, Instant::now());
        ledger.delivered(1, "t", 1, &mut seen, Instant::now());
        assert_eq!(ledger.tally().out_of_order, 0);
        ledger.delivered(2, "s", 1, &mut seen, Instant::now());
        assert_eq!(ledger.tally().out_of_order, 1);
    }

    #[test]
    fn a_gap_in_the_history_is_out_of_order() {
        let mut ledger = ledger(2);
        ledger.stored(0, 0, 1);
        ledger.stored(1, 1, 3);
        assert_eq!(ledger.tally().out_of_order, 1);
    }

    #[test]
    fn a_refusal_is_an_answer_and_its_reason_is_kept() {
        let mut ledger = ledger(1);
        ledger.refused(0, "too many requests");
        assert!(ledger.is_settled(true));
        let tally = ledger.tally();
        assert_eq!((tally.refused, tally.lost), (1, 0));
        assert_eq!(tally.refusal.as_deref(), Some("too many requests"));
    }
}
