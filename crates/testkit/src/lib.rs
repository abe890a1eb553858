//! What tests share. Used by tests alone.
