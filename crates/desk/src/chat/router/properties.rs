//! The router by properties: what holds in every order of events.
