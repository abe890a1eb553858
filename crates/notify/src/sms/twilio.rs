//! The API of Twilio, which other providers speak as well (version 2010-04-01).

use std::time::SystemTime;

use aws_lc_rs::hmac;
use base64::{Engine as _, engine::general_purpose::STANDARD as BASE64};
use reqwest::{StatusCode, header};
use serde::Deserialize;
use url::{Url, form_urlencoded};

use super::{Receipt, ReceiptError, ReceiptRequest, ReceiptStatus, Sms, SmsUrl, config::Provider};
use crate::{
    SendError, Sent,
    http::{Answer, ask},
};

/// Name of our own id in the address for receipts.
const ID_PARAMETER: &str = "message";

pub(super) async fn send(
    client: &reqwest::Client,
    url: &SmsUrl,
    (account, token): (&str, &str),
    receipts: Option<&Url>,
    sms: &Sms,
    now: SystemTime,
) -> Result<Sent, SendError> {
    debug_assert!(matches!(url.provider, Provider::Twilio { .. }));
    let endpoint = format!(
        "{}/2010-04-01/Accounts/{account}/Messages.json",
        url.endpoint.as_str().trim_end_matches('/')
    );
    let request = client
        .post(endpoint)
        .basic_auth(account, Some(token))
        .header(
            header::CONTENT_TYPE,
            "application/x-www-form-urlencoded; charset=utf-8",
        )
        .header("idempotency-key", &sms.id)
        .body(form(url, receipts, sms));
    let answer = ask(request).await?;
    if answer.status.is_success() {
        let taken: Taken = serde_json::from_slice(&answer.body).unwrap_or_default();
        return Ok(Sent {
            provider_id: taken.sid,
        });
    }
    Err(refusal(&answer, now))
}

fn form(url: &SmsUrl, receipts: Option<&Url>, sms: &Sms) -> String {
    let mut form = form_urlencoded::Serializer::new(String::new());
    let from = if is_messaging_service(&url.from) {
        "MessagingServiceSid"
    } else {
        "From"
    };
    form.append_pair(from, &url.from)
        .append_pair("To", sms.to.as_str())
        .append_pair("Body", &sms.text.body);
    if let Some(receipts) = receipts {
        let mut receipts = receipts.clone();
        receipts
            .query_pairs_mut()
            .append_pair(ID_PARAMETER, &sms.id);
        form.append_pair("StatusCallback", receipts.as_str());
    }
    form.finish()
}

fn is_messaging_service(from: &str) -> bool {
    from.len() == 34
        && from
            .strip_prefix("MG")
            .is_some_and(|rest| rest.bytes().all(|byte| byte.is_ascii_hexdigit()))
}

#[derive(Deserialize, Default)]
struct Taken {
    sid: Option<String>,
}

#[derive(Deserialize, Default)]
struct Refusal {
    /// Of the provider's dictionary; its sentence may hold the number.
    #[serde(default)]
    code: Option<u32>,
}

fn refusal(answer: &Answer, now: SystemTime) -> SendError {
    let status = answer.status;
    let refusal: Refusal = serde_json::from_slice(&answer.body).unwrap_or_default();
    match refusal.code {
        Some(code) if status.is_client_error() => match fate(code) {
            Fate::Passes if speaks_of_number(status, code) => {
                answer.temporary(sentence(code), now).of_recipient()
            }
            Fate::Passes => answer.temporary(sentence(code), now),
            Fate::Message => SendError::Permanent(sentence(code)),
            Fate::Number => SendError::Gone(sentence(code)),
        },
        None if matches!(
            status,
            StatusCode::BAD_REQUEST | StatusCode::PAYLOAD_TOO_LARGE
        ) =>
        {
            SendError::Permanent(format!("the provider answered {status}"))
        }
        _ => answer.temporary(format!("the provider answered {status}"), now),
    }
}

/// Whether a failure that may pass is that of one number: a 400 refuses what was
/// asked for, unless the operator's own account or sender is what is wrong with it.
fn speaks_of_number(status: StatusCode, code: u32) -> bool {
    status == StatusCode::BAD_REQUEST && !is_set_up(code)
}

/// The codes that speak of the account, its sender or its queue.
const fn is_set_up(code: u32) -> bool {
    matches!(
        code,
        // Credentials and account; its rate.
        20001..=20010 | 20429 |
        // No sender or none that may send; its queue is full; the address for receipts.
        21603 | 21606 | 21609 | 21611 | 21659..=21661 |
        // The messaging service.
        21701..=21712 |
        // Queue overflow, account suspended.
        30001 | 30002
    )
}

fn sentence(code: u32) -> String {
    format!("the provider refused it with code {code}")
}

/// What a code speaks against.
enum Fate {
    /// Nothing: later it may go well, or after the operator mended something.
    Passes,
    /// This message.
    Message,
    /// This number.
    Number,
}

/// The codes of Twilio's dictionary of errors that sending and receipts may tell.
const fn fate(code: u32) -> Fate {
    match code {
        // No number, none that takes text messages, or one whose owner said stop.
        21211 | 21214 | 21217 | 21265 | 21610 | 21614 => Fate::Number,
        // Unknown to its carrier; a landline.
        30005 | 30006 => Fate::Number,
        // Region closed, too long, empty, from itself; blocked by carrier or filter.
        21408 | 21602 | 21605 | 21612 | 21617 | 21619 | 21266 => Fate::Message,
        30004 | 30007 | 30010 | 30019 | 30024 | 30034 | 30038 | 30041 | 30044 => Fate::Message,
        // Queues, accounts, senders, telephones that are off, and what is new.
        _ => Fate::Passes,
    }
}

/// Checks and reads a status callback.
pub(super) fn receipt(token: &str, request: ReceiptRequest<'_>) -> Result<Receipt, ReceiptError> {
    let parameters: Vec<(String, String)> =
        form_urlencoded::parse(request.body).into_owned().collect();
    let signature = request.signature.ok_or(ReceiptError::Signature)?;
    if !is_signed(token, request.url, &parameters, signature) {
        return Err(ReceiptError::Signature);
    }
    let value = |names: [&str; 2]| {
        let mut named = names
            .iter()
            .filter_map(|name| parameters.iter().find(|(other, _)| other == name));
        named.next().map(|(_, value)| value.as_str())
    };
    let provider_id = value(["MessageSid", "SmsSid"]).ok_or(ReceiptError::Format)?;
    let status = value(["MessageStatus", "SmsStatus"]).ok_or(ReceiptError::Format)?;
    let code = value(["ErrorCode", "ErrorCode"]).and_then(|code| code.parse().ok());
    let id = Url::parse(request.url).ok().and_then(|url| {
        let mut pairs = url.query_pairs();
        let id = pairs.find(|(name, _)| name == ID_PARAMETER);
        id.map(|(_, id)| id.into_owned())
    });
    Ok(Receipt {
        provider_id: provider_id.to_owned(),
        id,
        status: status_of(status, code)?,
    })
}

fn status_of(status: &str, code: Option<u32>) -> Result<ReceiptStatus, ReceiptError> {
    Ok(match status {
        "accepted" | "scheduled" | "queued" | "sending" => ReceiptStatus::Queued,
        "sent" => ReceiptStatus::Sent,
        "delivered" | "read" => ReceiptStatus::Delivered,
        "undelivered" | "failed" | "canceled" => ReceiptStatus::Failed(match code {
            None | Some(0) => SendError::temporary("the message did not arrive"),
            Some(code) => match fate(code) {
                Fate::Passes => SendError::temporary(sentence(code)),
                Fate::Message => SendError::Permanent(sentence(code)),
                Fate::Number => SendError::Gone(sentence(code)),
            },
        }),
        _ => return Err(ReceiptError::Format),
    })
}

/// `X-Twilio-Signature`: HMAC-SHA1 of the address and the parameters in order,
/// under the account's token. The standard port may stand in the address or not.
fn is_signed(token: &str, url: &str, parameters: &[(String, String)], signature: &str) -> bool {
    let Ok(signature) = BASE64.decode(signature) else {
        return false;
    };
    let mut sorted: Vec<_> = parameters.iter().collect();
    sorted.sort();
    sorted.dedup();
    let key = hmac::Key::new(hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY, token.as_bytes());
    let spellings = [Some(url.to_owned()), with_port(url), without_port(url)];
    spellings.into_iter().flatten().any(|url| {
        let mut signed = url;
        for (name, value) in &sorted {
            signed.push_str(name);
            signed.push_str(value);
        }
        hmac::verify(&key, signed.as_bytes(), &signature).is_ok()
    })
}

/// The address with the standard port of its scheme, where it has none.
fn with_port(url: &str) -> Option<String> {
    let (scheme, rest) = url.split_once("://")?;
    let port = standard_port(scheme)?;
    let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    let (host, path) = rest.split_at(end);
    let bare = Url::parse(url).ok()?.port().is_none() && !host.ends_with(port);
    bare.then(|| format!("{scheme}://{host}{port}{path}"))
}

/// The address without the standard port of its scheme, where it has it.
fn without_port(url: &str) -> Option<String> {
    let (scheme, rest) = url.split_once("://")?;
    let port = standard_port(scheme)?;
    let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    let (host, path) = rest.split_at(end);
    let host = host.strip_suffix(port)?;
    Some(format!("{scheme}://{host}{path}"))
}

fn standard_port(scheme: &str) -> Option<&'static str> {
    match scheme {
        "https" => Some(":443"),
        "http" => Some(":80"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The example of Twilio's documentation and libraries.
    const URL: &str = "https://mycompany.com/myapp.php?foo=1&bar=2";
    const FORM: &str = "CallSid=CA1234567890ABCDE&Caller=%2B14158675309&Digits=1234\
                        &From=%2B14158675309&To=%2B18005551212";
    const SIGNATURE: &str = "RSOYDt4T1cUTdK1PDd93/VVr8B8=";

    fn signed(url: &str, form: &str, token: &str, signature: &str) -> bool {
        let parameters: Vec<_> = form_urlencoded::parse(form.as_bytes())
            .into_owned()
            .collect();
        is_signed(token, url, &parameters, signature)
    }

    /// A receipt that the provider signed.
    fn receipt_of(form: &str) -> Result<Receipt, ReceiptError> {
        let url = "https://desk.example.com/receipts?message=d7";
        let mut pairs: Vec<_> = form_urlencoded::parse(form.as_bytes())
            .into_owned()
            .collect();
        pairs.sort();
        let text = pairs
            .iter()
            .fold(url.to_owned(), |text, (name, value)| text + name + value);
        let key = hmac::Key::new(hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY, b"token");
        let signature = BASE64.encode(hmac::sign(&key, text.as_bytes()));
        let request = ReceiptRequest {
            url,
            signature: Some(&signature),
            body: form.as_bytes(),
        };
        receipt("token", request)
    }

    #[test]
    fn the_signature_is_that_of_the_documentation() {
        assert!(signed(URL, FORM, "12345", SIGNATURE));
        let with_port = URL.replace(".com/", ".com:443/");
        assert!(signed(&with_port, FORM, "12345", SIGNATURE));
        assert!(!signed(URL, FORM, "12346", SIGNATURE));
        assert!(!signed(
            &URL.replace("foo=1", "foo=2"),
            FORM,
            "12345",
            SIGNATURE
        ));
        assert!(!signed(
            URL,
            &FORM.replace("1234&", "1235&"),
            "12345",
            SIGNATURE
        ));
        assert!(!signed(URL, FORM, "12345", "no base64!"));
        assert!(!signed(URL, FORM, "12345", ""));
    }

    #[test]
    fn a_signature_over_the_standard_port_is_taken_too() {
        assert_eq!(
            with_port("https://a.example/b?c").as_deref(),
            Some("https://a.example:443/b?c")
        );
        assert_eq!(with_port("https://a.example:443/b"), None);
        assert_eq!(with_port("https://a.example:8443/b"), None);
        assert_eq!(without_port("https://a.example:8443/b"), None);
        assert_eq!(
            without_port("http://a.example:80").as_deref(),
            Some("http://a.example")
        );
    }

    #[test]
    fn a_receipt_tells_how_far_a_message_has_come() {
        for (status, expected) in [
            ("queued", ReceiptStatus::Queued),
            ("sending", ReceiptStatus::Queued),
            ("sent", ReceiptStatus::Sent),
            ("delivered", ReceiptStatus::Delivered),
        ] {
            let receipt = receipt_of(&format!("MessageSid=SM1&MessageStatus={status}")).unwrap();
            assert_eq!(receipt.status, expected, "{status}");
            assert_eq!(receipt.provider_id, "SM1");
            assert_eq!(receipt.id.as_deref(), Some("d7"));
        }
    }

    #[test]
    fn what_did_not_arrive_tells_whether_another_would() {
        let failed = |code: &str| {
            let form = format!("MessageSid=SM1&MessageStatus=undelivered{code}");
            match receipt_of(&form).unwrap().status {
                ReceiptStatus::Failed(error) => error,
                status => panic!("{status:?}"),
            }
        };
        let temporary = |code| matches!(failed(code), SendError::Temporary { .. });
        assert!(temporary("") && temporary("&ErrorCode=30003") && temporary("&ErrorCode=99999"));
        assert!(matches!(
            failed("&ErrorCode=30007"),
            SendError::Permanent(_)
        ));
        assert!(matches!(failed("&ErrorCode=30005"), SendError::Gone(_)));
    }

    #[test]
    fn a_receipt_that_lacks_something_is_refused() {
        for form in [
            "",
            "MessageSid=SM1",
            "MessageStatus=sent",
            "MessageSid=S&MessageStatus=lost",
        ] {
            assert_eq!(receipt_of(form), Err(ReceiptError::Format), "{form}");
        }
        let unsigned = ReceiptRequest {
            url: URL,
            signature: None,
            body: b"MessageSid=SM1&MessageStatus=sent",
        };
        assert_eq!(receipt("token", unsigned), Err(ReceiptError::Signature));
    }
}
