//! What the channels over HTTP share: asking within bounds, and reading what an
//! answer means for the next try.

use std::time::{Duration, SystemTime};

use jiff::{Timestamp, fmt::rfc2822};
use reqwest::{RequestBuilder, Response, StatusCode, header};

use crate::{Fault, SendError, guard};

/// How long one request may take in all, connecting included.
pub(crate) const TIMEOUT: Duration = Duration::from_secs(15);
/// How much of an answer is read, in bytes.
pub(crate) const ANSWER_MAX_BYTES: usize = 64 * 1024;
/// The longest `Retry-After` that is honoured; what asks for more is asked again then.
pub const RETRY_AFTER_MAX: Duration = Duration::from_secs(24 * 3600);

/// An answer whose body, as far as it was read, is in memory.
pub(crate) struct Answer {
    pub status: StatusCode,
    pub headers: header::HeaderMap,
    /// At most [`ANSWER_MAX_BYTES`]; the rest was not read.
    pub body: Vec<u8>,
}

/// Sends a request and reads its answer, whatever its status.
///
/// # Errors
/// `Permanent` where the address may not be called, else `Temporary`.
pub(crate) async fn ask(request: RequestBuilder) -> Result<Answer, SendError> {
    let response = request.send().await.map_err(failure)?;
    let status = response.status();
    let headers = response.headers().clone();
    // The status decides; a body that breaks off changes nothing.
    let body = read(response).await;
    Ok(Answer {
        status,
        headers,
        body,
    })
}

async fn read(mut response: Response) -> Vec<u8> {
    let mut body = Vec::new();
    while let Ok(Some(piece)) = response.chunk().await {
        let room = ANSWER_MAX_BYTES - body.len();
        body.extend_from_slice(&piece[..piece.len().min(room)]);
        if piece.len() >= room {
            break;
        }
    }
    body
}

/// A request that had no answer. Never tells the address, which may hold a secret.
fn failure(error: reqwest::Error) -> SendError {
    if let Some(refused) = guard::refusal(&error) {
        return SendError::Permanent(refused.to_string());
    }
    if error.is_timeout() {
        return SendError::temporary(format!("no answer within {} s", TIMEOUT.as_secs()));
    }
    if error.is_builder() {
        return SendError::Permanent("the request cannot be made".to_owned());
    }
    SendError::temporary(causes(&error.without_url()))
}

impl Answer {
    /// A failure of the service's that may pass, with the wait that the answer asks for.
    pub(crate) fn temporary(&self, why: String, now: SystemTime) -> SendError {
        SendError::Temporary {
            why,
            retry_after: retry_after(&self.headers, now),
            fault: Fault::Service,
        }
    }
}

/// RFC 9110, section 10.2.3: seconds or a date.
fn retry_after(headers: &header::HeaderMap, now: SystemTime) -> Option<Duration> {
    let text = headers.get(header::RETRY_AFTER)?.to_str().ok()?.trim();
    let wait = match text.parse::<u64>() {
        Ok(seconds) => Duration::from_secs(seconds),
        Err(_) => {
            let date = rfc2822::parse(text).ok()?.timestamp();
            let wait = date.duration_since(Timestamp::try_from(now).ok()?);
            // A date that has passed means now.
            Duration::try_from(wait).unwrap_or_default()
        }
    };
    Some(wait.min(RETRY_AFTER_MAX))
}

/// An error with the chain of its sources.
pub(crate) fn causes(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(cause) = source {
        let cause_text = cause.to_string();
        if !text.ends_with(&cause_text) {
            text.push_str(": ");
            text.push_str(&cause_text);
        }
        source = cause.source();
    }
    text
}

#[cfg(test)]
mod tests {
    use std::time::UNIX_EPOCH;

    use super::*;

    fn waits(text: &str) -> Option<u64> {
        let now = UNIX_EPOCH + Duration::from_secs(1_769_851_800);
        let headers = [(header::RETRY_AFTER, text.parse().unwrap())]
            .into_iter()
            .collect();
        retry_after(&headers, now).map(|wait| wait.as_secs())
    }

    #[test]
    fn a_wait_is_read_as_seconds_or_as_a_date() {
        assert_eq!(waits("120"), Some(120));
        assert_eq!(waits("Sat, 31 Jan 2026 09:31:30 GMT"), Some(90));
        assert_eq!(waits("Sat, 31 Jan 2026 09:00:00 GMT"), Some(0));
        assert_eq!(waits("99999999"), Some(86_400));
        assert_eq!(waits("soon"), None);
        assert_eq!(waits("-5"), None);
    }
}
