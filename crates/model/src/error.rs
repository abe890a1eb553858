//! The one table of every error code that a client can meet: its HTTP status,
//! its title and what it means. REST turns a code into `problem+json`
//! (RFC 9457), the sockets into `{success: false, error}`.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What is wrong with one field of a body or query.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct FieldError {
    /// The member's name as it stands in the JSON body or query string.
    pub field: String,
    /// What to change, in a sentence for people.
    pub message: String,
}

macro_rules! error_codes {
    ($($(#[$doc:meta])* $name:ident = ($code:literal, $status:literal, $title:literal);)*) => {
        /// The kind of a failure. Its text form is the end of the problem's `type`.
        #[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
        pub enum ErrorCode {
            $($(#[$doc])* $name,)*
        }

        impl ErrorCode {
            pub const ALL: &[Self] = &[$(Self::$name,)*];

            /// The code's stable name, such as `not-found`.
            pub fn code(self) -> &'static str {
                match self { $(Self::$name => $code,)* }
            }

            /// The HTTP status it is answered with.
            pub fn status(self) -> u16 {
                match self { $(Self::$name => $status,)* }
            }

            /// A short summary that doesn't change from case to case.
            pub fn title(self) -> &'static str {
                match self { $(Self::$name => $title,)* }
            }
        }
    };
}

error_codes! {
    /// A body, query or path that breaks a rule; `errors` names the fields.
    InvalidInput = ("invalid-input", 400, "The request is not valid");
    /// No token, or one that doesn't hold.
    Unauthenticated = ("unauthenticated", 401, "Sign in first");
    /// A good token, but of someone who may not do this.
    Forbidden = ("forbidden", 403, "You may not do this");
    /// A file that waits for the scanner; `Retry-After` says when to try again.
    FilePending = ("file-pending", 403, "This file is being checked");
    /// A file in which the scanner found something.
    FileInfected = ("file-infected", 403, "This file is under quarantine");
    /// Not there, or not there for this caller.
    NotFound = ("not-found", 404, "There is nothing here");
    /// The path exists, the method doesn't.
    MethodNotAllowed = ("method-not-allowed", 405, "This method is not offered here");
    /// The answer cannot be given in the format that is asked for.
    NotAcceptable = ("not-acceptable", 406, "This cannot be given in that format");
    /// The state has changed meanwhile, or a name is taken.
    Conflict = ("conflict", 409, "This does not fit the present state");
    /// A signed link whose time is over: ask for the file's address anew.
    LinkExpired = ("link-expired", 403, "The time of this link is over");
    /// A link that was changed, or that the desk has not signed.
    BadSignature = ("bad-signature", 403, "This link was not made by the desk");
    /// A file that was deleted.
    FileDeleted = ("file-deleted", 410, "This file was deleted");
    /// `Cache-Control: only-if-cached`, and it is not here.
    NotCached = ("not-cached", 412, "This is not stored here");
    /// It was there, and its time is over.
    Gone = ("gone", 410, "This is no longer here");
    /// A request in another version of the tus protocol than ours.
    TusVersion = ("tus-version", 412, "This version of the tus protocol is not spoken here");
    /// A file or body over its limit.
    TooLarge = ("too-large", 413, "Too large");
    /// A person's files together would be over what one may store.
    QuotaUser = ("quota-user", 413, "You have no room left for this file");
    /// The bytes are of a type that is not allowed, or not what they claim to be.
    UnsupportedType = ("unsupported-type", 415, "This type of file is not accepted");
    /// A `Range` that lies outside of the file.
    RangeNotSatisfiable = ("range-not-satisfiable", 416, "The range lies outside of the file");
    /// An `Idempotency-Key` that was used for another request.
    KeyReused = ("idempotency-key-reused", 422, "This Idempotency-Key belongs to another request");
    /// A text that the desk's moderation doesn't take.
    Refused = ("refused", 422, "This was not accepted");
    /// Somebody else is writing to it just now.
    Locked = ("locked", 423, "Somebody else is at it just now");
    /// More uploads at a time than one person may have.
    TooManyUploads = ("too-many-uploads", 429, "Too many uploads at a time");
    /// Too many requests; `Retry-After` says when to come back.
    RateLimited = ("rate-limited", 429, "Too many requests");
    /// Bytes that do not give the checksum that came with them; none of them was kept.
    ChecksumMismatch = ("checksum-mismatch", 460, "The bytes do not have their checksum");
    /// A fault of ours. It is in the log, never in the answer.
    Internal = ("internal", 500, "Something went wrong on our side");
    /// A bounded queue is full, or a service behind us is away: try again.
    Unavailable = ("unavailable", 503, "Not available just now");
    /// A file whose bytes were found damaged, and of which there is no other copy.
    FileDamaged = ("file-damaged", 500, "This file is damaged");
    /// All files together would be over what the operator allows.
    QuotaTotal = ("quota-total", 507, "The desk has no room left for files");
    /// No room left to store the file.
    InsufficientStorage = ("insufficient-storage", 507, "No room left to store this");
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn every_code_is_unique_and_a_failure() {
        let codes: HashSet<_> = ErrorCode::ALL.iter().map(|code| code.code()).collect();
        assert_eq!(codes.len(), ErrorCode::ALL.len());
        assert!(ErrorCode::ALL.iter().all(|code| code.status() >= 400));
    }
}
