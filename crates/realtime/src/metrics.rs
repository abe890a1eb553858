//! What operators can watch of the sockets. Labels take few values: names that a
//! client makes up never become one.

use std::time::Duration;

use metrics::{
    Unit, counter, describe_counter, describe_gauge, describe_histogram, gauge, histogram,
};

const CONNECTIONS: &str = "frontdesk_socket_connections";
const EVENTS: &str = "frontdesk_socket_events_total";
const SECONDS: &str = "frontdesk_socket_event_seconds";
const REFUSED: &str = "frontdesk_socket_refused_total";

pub(crate) fn describe() {
    describe_gauge!(CONNECTIONS, "Open connections by namespace");
    describe_counter!(EVENTS, "Events from clients by namespace and name");
    describe_histogram!(
        SECONDS,
        Unit::Seconds,
        "Time that carrying out an event took"
    );
    describe_counter!(
        REFUSED,
        "Connections and events that were refused or cut off, by reason"
    );
}

pub(crate) fn connected(namespace: &'static str) {
    gauge!(CONNECTIONS, "namespace" => namespace).increment(1.0);
}

pub(crate) fn disconnected(namespace: &'static str) {
    gauge!(CONNECTIONS, "namespace" => namespace).decrement(1.0);
}

pub(crate) fn count_event(namespace: &'static str, event: &'static str) {
    counter!(EVENTS, "namespace" => namespace, "event" => event).increment(1);
}

pub(crate) fn time_event(namespace: &'static str, event: &'static str, taken: Duration) {
    histogram!(SECONDS, "namespace" => namespace, "event" => event).record(taken);
}

pub(crate) fn count_refused(namespace: &'static str, reason: &'static str) {
    counter!(REFUSED, "namespace" => namespace, "reason" => reason).increment(1);
}
