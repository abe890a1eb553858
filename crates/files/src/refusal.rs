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
    /// The bytes are not built as the format asks for.
    #[error("the file begins as {found}, but is damaged: {why}; save it anew, and send that")]
    Damaged {
        /// What it begins as.
        found: String,
        /// What is wrong with it.
        why: &'static str,
    },
    /// The file is something else as well, or carries something else behind its end.
    #[error("the file is {found}, but {what} hides in it; save it anew, and send that")]
    Hides {
        /// What it begins as.
        found: String,
        /// What else was found.
        what: String,
    },
    /// An image of more pixels than allowed.
    #[error(
        "the image has {width} x {height} pixels; {limit} pixels in all are allowed: make it \
         smaller, and send that"
    )]
    TooManyPixels {
        /// Pixels from left to right.
        width: u32,
        /// Pixels from top to bottom.
        height: u32,
        /// The most pixels that an image may have.
        limit: u64,
    },
    /// An animation of more images than allowed.
    #[error("the animation has {frames} images; {limit} are allowed: send a shorter one")]
    TooManyFrames {
        /// The images that it has.
        frames: u64,
        /// The most that it may have.
        limit: u64,
    },
}
