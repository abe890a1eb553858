//! Why a file's type was refused, in words that tell its sender what to do.

/// Why a file's type was refused: HTTP's 415.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Refusal {
    /// The bytes are of a type that is not allowed.
    #[error("the file is {found}; allowed are {allowed}")]
    NotAllowed {
        /// The media type that the bytes have.
        found: String,
        /// The allowed media types, separated by commas.
        allowed: String,
    },
    /// The file name's extension belongs to another type than the bytes have.
    #[error("the file is named `{name}` but holds {found}; allowed are {allowed}")]
    NameLies {
        /// The cleaned file name.
        name: String,
        /// The media type that the bytes have.
        found: String,
        /// The allowed media types, separated by commas.
        allowed: String,
    },
    /// The client declared another type than the bytes have.
    #[error("the file was declared as {declared} but holds {found}; allowed are {allowed}")]
    DeclarationLies {
        /// The media type that the client declared.
        declared: String,
        /// The media type that the bytes have.
        found: String,
        /// The allowed media types, separated by commas.
        allowed: String,
    },
}
