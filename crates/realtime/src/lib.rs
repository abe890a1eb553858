//! The Socket.IO namespaces.
