//! What can go wrong in a use case. One code of the table in `model::error`
//! each, so that `http` and `realtime` translate without knowing the case.

use std::io::ErrorKind;

use frontdesk_model::error::{ErrorCode, FieldError};

/// The failure of a use case: what to tell the caller, and nothing internal.
#[derive(Clone, Debug, thiserror::Error)]
#[error("{detail}")]
pub struct Error {
    code: ErrorCode,
    detail: String,
    fields: Vec<FieldError>,
    retry_after: Option<u64>,
    permanent: bool,
}

pub type Result<T, E = Error> = std::result::Result<T, E>;

impl Error {
    pub fn new(code: ErrorCode, detail: impl Into<String>) -> Self {
        Self {
            code,
            detail: detail.into(),
            fields: Vec::new(),
            retry_after: None,
            permanent: false,
        }
    }

    /// Several fields of one input are wrong.
    pub fn invalid(fields: Vec<FieldError>) -> Self {
        let detail = fields
            .iter()
            .map(|field| field.message.as_str())
            .collect::<Vec<_>>()
            .join("; ");
        Self {
            fields,
            ..Self::new(ErrorCode::InvalidInput, detail)
        }
    }

    /// One field of an input is wrong.
    pub fn invalid_field(field: &str, message: impl Into<String>) -> Self {
        Self::invalid(vec![FieldError {
            field: field.to_owned(),
            message: message.into(),
        }])
    }

    /// The same error, about one field of the input.
    #[must_use]
    pub fn about(self, field: FieldError) -> Self {
        Self {
            fields: vec![field],
            ..self
        }
    }

    pub fn unauthenticated(detail: impl Into<String>) -> Self {
        Self::new(ErrorCode::Unauthenticated, detail)
    }

    pub fn forbidden(detail: impl Into<String>) -> Self {
        Self::new(ErrorCode::Forbidden, detail)
    }

    pub fn not_found(what: &str) -> Self {
        Self::new(
            ErrorCode::NotFound,
            format!("there is no such {what}, or it isn't yours"),
        )
    }

    pub fn conflict(detail: impl Into<String>) -> Self {
        Self::new(ErrorCode::Conflict, detail)
    }

    /// A rate was exceeded; `seconds` from now the next try will pass.
    pub fn rate_limited(seconds: u64) -> Self {
        Self {
            retry_after: Some(seconds.max(1)),
            ..Self::new(
                ErrorCode::RateLimited,
                format!("too many requests; try again in {} s", seconds.max(1)),
            )
        }
    }

    /// The same, with the seconds after which a repeat makes sense.
    pub fn retry_in(self, seconds: u64) -> Self {
        Self {
            retry_after: Some(seconds),
            ..self
        }
    }

    /// Something behind us is full or away.
    pub fn unavailable(detail: impl Into<String>) -> Self {
        Self {
            retry_after: Some(1),
            ..Self::new(ErrorCode::Unavailable, detail)
        }
    }

    /// A fault of ours: the cause goes to the log, the caller hears nothing of it.
    pub fn internal(cause: &dyn std::error::Error) -> Self {
        tracing::error!(cause = %Causes(cause), "a use case failed");
        Self::new(
            ErrorCode::Internal,
            "something went wrong on our side; try again, and tell the operator if it stays",
        )
    }

    /// Whether the same request would fail again, now and later.
    pub fn is_final(&self) -> bool {
        !matches!(
            self.code,
            ErrorCode::RateLimited | ErrorCode::Unavailable | ErrorCode::Internal
        )
    }

    /// A job that will never go well, however often it is tried.
    pub fn given_up(detail: impl Into<String>) -> Self {
        Self {
            permanent: true,
            ..Self::new(ErrorCode::Internal, detail)
        }
    }

    /// Whether a repeat can only fail again.
    pub fn is_permanent(&self) -> bool {
        self.permanent
    }

    pub fn code(&self) -> ErrorCode {
        self.code
    }

    /// A sentence for people: what is wrong and what to do.
    pub fn detail(&self) -> &str {
        &self.detail
    }

    /// What is wrong with which field; empty unless the input was bad.
    pub fn fields(&self) -> &[FieldError] {
        &self.fields
    }

    /// Seconds after which a repeat makes sense.
    pub fn retry_after(&self) -> Option<u64> {
        self.retry_after
    }
}

/// The disk, a quota of its file system, or the most that a process may write.
fn is_full(kind: ErrorKind) -> bool {
    matches!(
        kind,
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded | ErrorKind::FileTooLarge
    )
}

/// An error with the chain of its sources, for the log.
struct Causes<'a>(&'a dyn std::error::Error);

impl std::fmt::Display for Causes<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}", self.0)?;
        let mut source = self.0.source();
        while let Some(cause) = source {
            write!(f, ": {cause}")?;
            source = cause.source();
        }
        Ok(())
    }
}

impl From<Vec<FieldError>> for Error {
    fn from(fields: Vec<FieldError>) -> Self {
        Self::invalid(fields)
    }
}

impl From<frontdesk_store::Error> for Error {
    fn from(error: frontdesk_store::Error) -> Self {
        use frontdesk_store::Error as Store;
        match &error {
            Store::NotFound { what } => Self::not_found(what),
            Store::Conflict { why, .. } => Self::conflict(why.clone()),
            Store::Forbidden { why, .. } => Self::forbidden(why.clone()),
            Store::KeyReused => Self::new(
                ErrorCode::KeyReused,
                "this Idempotency-Key was used for another request; make a new one",
            ),
            Store::Busy => Self::unavailable("too much is waiting to be stored; try again"),
            Store::Closed => Self::unavailable("the desk is shutting down; try again"),
            Store::Full => Self::new(
                ErrorCode::InsufficientStorage,
                "the database's disk is full",
            ),
            _ => Self::internal(&error),
        }
    }
}

impl From<frontdesk_files::Error> for Error {
    fn from(error: frontdesk_files::Error) -> Self {
        use frontdesk_files::Error as Files;
        match &error {
            Files::TooLarge { .. } => Self::new(ErrorCode::TooLarge, error.to_string()),
            Files::Refused(_) => Self::new(ErrorCode::UnsupportedType, error.to_string()),
            Files::InUse => Self::new(ErrorCode::Locked, error.to_string()),
            Files::ChecksumMismatch => Self::new(ErrorCode::ChecksumMismatch, error.to_string()),
            Files::NotFound(_) => Self::not_found("file"),
            Files::NoSuchPath => Self::new(ErrorCode::NotFound, error.to_string()),
            // What was stored was right: so it is content of another kind.
            Files::Block { .. } => Self::new(ErrorCode::NotAcceptable, error.to_string()),
            Files::Car { .. } => Self::new(ErrorCode::InvalidInput, error.to_string()),
            Files::OutOfRange { .. } => {
                Self::new(ErrorCode::RangeNotSatisfiable, error.to_string())
            }
            Files::Unavailable { .. } => {
                tracing::warn!(cause = %Causes(&error), "the file store is not available");
                Self::unavailable("the file store is not available just now; try again")
            }
            Files::Io { source, .. } if is_full(source.kind()) => Self::new(
                ErrorCode::InsufficientStorage,
                "the disk of the files is full",
            ),
            _ => Self::internal(&error),
        }
    }
}

impl From<frontdesk_search::Error> for Error {
    fn from(error: frontdesk_search::Error) -> Self {
        Self::internal(&error)
    }
}
