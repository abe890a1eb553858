//! A provider that takes JSON: what Frontdesk sends to a gateway of the operator's.
//!
//! Request: `POST` with `Authorization: Bearer`, `Idempotency-Key` and
//! `{id, from, to, body, segments, receipts?}`. Answer: 2xx and, if it likes, `{id}`;
//! else a status and, if it likes, `{code}`, where `invalid-number` and `opted-out`
//! mean that nothing should be sent to this number again. Receipt: `POST` to
//! `receipts` with the same token and `{id, providerId, status, code?}`, where status
//! is `queued`, `sent`, `delivered`, `undelivered` (another may arrive) or `failed`.

use std::time::SystemTime;

use aws_lc_rs::constant_time::verify_slices_are_equal;
use reqwest::StatusCode;
use serde::{Deserialize, Serialize};
use url::Url;

use super::{Receipt, ReceiptError, ReceiptRequest, ReceiptStatus, Sms, SmsUrl};
use crate::{
    SendError, Sent,
    http::{Answer, ask},
};

#[derive(Serialize)]
struct Message<'a> {
    id: &'a str,
    from: &'a str,
    to: &'a str,
    body: &'a str,
    segments: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    receipts: Option<&'a Url>,
}

#[derive(Deserialize, Default)]
struct Taken {
    id: Option<String>,
}

#[derive(Deserialize, Default)]
struct Refusal {
    #[serde(default)]
    code: Option<String>,
}

pub(super) async fn send(
    client: &reqwest::Client,
    url: &SmsUrl,
    token: &str,
    receipts: Option<&Url>,
    sms: &Sms,
    now: SystemTime,
) -> Result<Sent, SendError> {
    let message = Message {
        id: &sms.id,
        from: &url.from,
        to: sms.to.as_str(),
        body: &sms.text.body,
        segments: sms.text.segments,
        receipts,
    };
    let request = client
        .post(url.endpoint.clone())
        .bearer_auth(token)
        .header("idempotency-key", &sms.id)
        .json(&message);
    let answer = ask(request).await?;
    if answer.status.is_success() {
        let taken: Taken = serde_json::from_slice(&answer.body).unwrap_or_default();
        return Ok(Sent {
            provider_id: taken.id,
        });
    }
    Err(refusal(&answer, now))
}

fn refusal(answer: &Answer, now: SystemTime) -> SendError {
    let status = answer.status;
    let why = format!("the provider answered {status}");
    let refusal: Refusal = serde_json::from_slice(&answer.body).unwrap_or_default();
    if status.is_client_error() && ends_number(refusal.code.as_deref()) {
        return SendError::Gone("the provider cannot reach this number".to_owned());
    }
    match status {
        StatusCode::GONE => SendError::Gone(why),
        // For the operator to mend, or to wait for.
        StatusCode::UNAUTHORIZED
        | StatusCode::PAYMENT_REQUIRED
        | StatusCode::FORBIDDEN
        | StatusCode::NOT_FOUND
        | StatusCode::METHOD_NOT_ALLOWED
        | StatusCode::REQUEST_TIMEOUT
        | StatusCode::TOO_MANY_REQUESTS => answer.temporary(why, now),
        // Of this message: another try of it is still under way.
        StatusCode::CONFLICT | StatusCode::TOO_EARLY => answer.temporary(why, now).of_recipient(),
        status if status.is_client_error() => SendError::Permanent(why),
        _ => answer.temporary(why, now),
    }
}

fn ends_number(code: Option<&str>) -> bool {
    matches!(code, Some("invalid-number" | "opted-out"))
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Told {
    id: Option<String>,
    provider_id: Option<String>,
    status: String,
    #[serde(default)]
    code: Option<String>,
}

/// Checks and reads a receipt.
pub(super) fn receipt(token: &str, request: ReceiptRequest<'_>) -> Result<Receipt, ReceiptError> {
    let given = request
        .signature
        .and_then(|authorization| authorization.strip_prefix("Bearer "))
        .ok_or(ReceiptError::Signature)?;
    verify_slices_are_equal(given.as_bytes(), token.as_bytes())
        .map_err(|_| ReceiptError::Signature)?;
    let told: Told = serde_json::from_slice(request.body).map_err(|_| ReceiptError::Format)?;
    let status = match told.status.as_str() {
        "queued" => ReceiptStatus::Queued,
        "sent" => ReceiptStatus::Sent,
        "delivered" => ReceiptStatus::Delivered,
        "undelivered" | "failed" if ends_number(told.code.as_deref()) => ReceiptStatus::Failed(
            SendError::Gone("the provider cannot reach this number".to_owned()),
        ),
        "undelivered" => ReceiptStatus::Failed(SendError::temporary("the message did not arrive")),
        "failed" => ReceiptStatus::Failed(SendError::Permanent(
            "the message will not arrive".to_owned(),
        )),
        _ => return Err(ReceiptError::Format),
    };
    let provider_id = told.provider_id.or_else(|| told.id.clone());
    Ok(Receipt {
        provider_id: provider_id.ok_or(ReceiptError::Format)?,
        id: told.id,
        status,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(body: &str, authorization: Option<&str>) -> Result<Receipt, ReceiptError> {
        let request = ReceiptRequest {
            url: "https://desk.example.com/receipts",
            signature: authorization,
            body: body.as_bytes(),
        };
        receipt("token", request)
    }

    #[test]
    fn a_receipt_is_read_when_it_has_the_token() {
        let body = r#"{"id": "d7", "providerId": "p1", "status": "delivered"}"#;
        let receipt = told(body, Some("Bearer token")).unwrap();
        assert_eq!(receipt.status, ReceiptStatus::Delivered);
        assert_eq!(receipt.provider_id, "p1");
        assert_eq!(receipt.id.as_deref(), Some("d7"));
        for wrong in [None, Some("token"), Some("Bearer "), Some("Bearer token2")] {
            assert_eq!(told(body, wrong), Err(ReceiptError::Signature));
        }
    }

    #[test]
    fn a_receipt_of_failure_tells_whether_another_would_arrive() {
        let failed = |body| match told(body, Some("Bearer token")).unwrap().status {
            ReceiptStatus::Failed(error) => error,
            status => panic!("{status:?}"),
        };
        let undelivered = failed(r#"{"id": "d7", "status": "undelivered"}"#);
        assert!(matches!(undelivered, SendError::Temporary { .. }));
        let refused = failed(r#"{"id": "d7", "status": "failed"}"#);
        assert!(matches!(refused, SendError::Permanent(_)));
        let gone = failed(r#"{"id": "d7", "status": "failed", "code": "opted-out"}"#);
        assert!(matches!(gone, SendError::Gone(_)));
    }

    #[test]
    fn a_receipt_that_lacks_something_is_refused() {
        for body in [
            "",
            "{}",
            r#"{"status": "sent"}"#,
            r#"{"id": "d7", "status": "lost"}"#,
        ] {
            assert_eq!(
                told(body, Some("Bearer token")),
                Err(ReceiptError::Format),
                "{body}"
            );
        }
    }
}
