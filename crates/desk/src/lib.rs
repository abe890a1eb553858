//! The use cases of Frontdesk: who may do what, and what follows.
