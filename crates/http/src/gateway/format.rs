//! In which form content is asked for: `?format=` beats `Accept`, and the
//! parameters of a CAR in the query beat those in `Accept`.

use axum::http::{HeaderMap, header};
use frontdesk_desk::{EntityBytes, Scope, Walk};
use frontdesk_model::error::ErrorCode;

use super::FetchQuery;
use crate::problem::Problem;

pub const RAW: &str = "application/vnd.ipld.raw";
pub const CAR: &str = "application/vnd.ipld.car";

/// Forms that other gateways offer and this one doesn't.
const NOT_OFFERED: &[&str] = &[
    "application/cbor",
    "application/vnd.ipfs.ipns-record",
    "application/vnd.ipld.dag-cbor",
    "application/vnd.ipld.dag-json",
    "application/x-tar",
];

/// A form of content.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Format {
    /// The file's bytes, or the page of a directory.
    File,
    /// The block itself.
    Raw,
    /// An archive of blocks.
    Car(Walk),
}

/// The form that was chosen, and how.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Chosen {
    pub format: Format,
    /// By `Accept` rather than by the address alone.
    pub negotiated: bool,
}

/// Decides the form.
///
/// # Errors
/// 406 for a form that is not offered, 400 for parameters that mean nothing.
pub fn choose(query: &FetchQuery, headers: &HeaderMap) -> Result<Chosen, Problem> {
    let accepted = accepted(headers)?;
    let format = match query.format.as_deref() {
        None | Some("") => match &accepted {
            Accepted::File => Format::File,
            Accepted::Raw => Format::Raw,
            Accepted::Car(parameters) => Format::Car(walk(query, parameters)?),
        },
        Some("raw") => Format::Raw,
        Some("car") => Format::Car(walk(query, accepted.parameters())?),
        Some(other) => {
            let detail = format!("the format {other:?} is not offered; there are raw and car");
            return Err(Problem::new(ErrorCode::NotAcceptable, detail));
        }
    };
    Ok(Chosen {
        negotiated: query.format.is_none() && format != Format::File,
        format,
    })
}

/// What `Accept` asks for first, among what has a form of its own.
enum Accepted {
    File,
    Raw,
    Car(Vec<(String, String)>),
}

impl Accepted {
    fn parameters(&self) -> &[(String, String)] {
        match self {
            Self::Car(parameters) => parameters,
            _ => &[],
        }
    }
}

fn accepted(headers: &HeaderMap) -> Result<Accepted, Problem> {
    let ranges = headers
        .get_all(header::ACCEPT)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|text| text.split(','))
        .map(MediaRange::parse)
        .filter(|range| range.wanted);
    let mut refused = None;
    let mut anything = false;
    for range in ranges {
        match range.media_type.as_str() {
            RAW => return Ok(Accepted::Raw),
            CAR => return Ok(Accepted::Car(range.parameters)),
            "" => {}
            other if NOT_OFFERED.contains(&other) => {
                refused.get_or_insert_with(|| other.to_owned());
            }
            _ => anything = true,
        }
    }
    match refused {
        Some(media_type) if !anything => Err(Problem::new(
            ErrorCode::NotAcceptable,
            format!("{media_type} is not offered; there are {RAW} and {CAR}, and the file itself"),
        )),
        _ => Ok(Accepted::File),
    }
}

/// One entry of `Accept`, RFC 9110 §12.5.1.
struct MediaRange {
    media_type: String,
    parameters: Vec<(String, String)>,
    /// False for `q=0`.
    wanted: bool,
}

impl MediaRange {
    fn parse(text: &str) -> Self {
        let mut parts = text.split(';').map(str::trim);
        let media_type = parts.next().unwrap_or_default().to_ascii_lowercase();
        let parameters: Vec<_> = parts
            .filter_map(|part| part.split_once('='))
            .map(|(name, value)| {
                let value = value.trim().trim_matches('"').to_ascii_lowercase();
                (name.trim().to_ascii_lowercase(), value)
            })
            .collect();
        let weight = parameters.iter().find(|(name, _)| name == "q");
        let is_zero = |value: &str| value.parse::<f32>().is_ok_and(|weight| weight <= 0.0);
        Self {
            wanted: !weight.is_some_and(|(_, value)| is_zero(value)),
            media_type,
            parameters,
        }
    }
}

/// The parameters of a CAR: those of the query, then those of `Accept`.
fn walk(query: &FetchQuery, accepted: &[(String, String)]) -> Result<Walk, Problem> {
    let value = |asked: &Option<String>, name: &str| {
        asked.clone().filter(|text| !text.is_empty()).or_else(|| {
            let found = accepted.iter().find(|(known, _)| known == name);
            found.map(|(_, value)| value.clone())
        })
    };
    let among = |name: &str, value: Option<String>, known: &[&str]| match value {
        Some(value) if !known.contains(&value.as_str()) => Err(Problem::bad_request(format!(
            "{name} must be {}",
            known.join(" or ")
        ))),
        value => Ok(value),
    };
    among("car-version", value(&query.car_version, "version"), &["1"])?;
    among(
        "car-order",
        value(&query.car_order, "order"),
        &["dfs", "unk"],
    )?;
    let duplicates = among("car-dups", value(&query.car_dups, "dups"), &["y", "n"])?;
    Ok(Walk {
        scope: scope(query)?,
        duplicates: duplicates.as_deref() == Some("y"),
    })
}

fn scope(query: &FetchQuery) -> Result<Scope, Problem> {
    let present = |text: &Option<String>| text.clone().filter(|text| !text.is_empty());
    let stretch = present(&query.entity_bytes)
        .map(|text| entity_bytes(&text))
        .transpose()?;
    match (present(&query.dag_scope).as_deref(), stretch) {
        (Some("entity"), stretch) => Ok(Scope::Entity(stretch)),
        (None, Some(stretch)) => Ok(Scope::Entity(Some(stretch))),
        (Some("block"), None) => Ok(Scope::Block),
        (Some("all") | None, None) => Ok(Scope::All),
        (Some("block" | "all"), Some(_)) => Err(Problem::invalid_field(
            "entity-bytes",
            "entity-bytes goes with dag-scope=entity alone",
        )),
        (Some(_), _) => Err(Problem::invalid_field(
            "dag-scope",
            "dag-scope must be block, entity or all",
        )),
    }
}

fn entity_bytes(text: &str) -> Result<EntityBytes, Problem> {
    let parsed = || {
        let (from, to) = text.split_once(':')?;
        let to = match to {
            "*" => None,
            to => Some(to.parse().ok()?),
        };
        Some(EntityBytes {
            from: from.parse().ok()?,
            to,
        })
    };
    let same_side = |bytes: &EntityBytes| {
        let EntityBytes { from, to } = *bytes;
        to.is_none_or(|to| (from < 0) != (to < 0) || from <= to)
    };
    parsed().filter(same_side).ok_or_else(|| {
        Problem::invalid_field(
            "entity-bytes",
            "entity-bytes must be from:to, such as 0:1023, -512:* or 10:-10",
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chosen(query: FetchQuery, accept: &str) -> Result<Chosen, Problem> {
        let mut headers = HeaderMap::new();
        headers.insert(header::ACCEPT, accept.parse().unwrap());
        choose(&query, &headers)
    }

    fn car(query: FetchQuery, accept: &str) -> Walk {
        match chosen(query, accept).unwrap().format {
            Format::Car(walk) => walk,
            other => panic!("{other:?}"),
        }
    }

    fn with(format: &str) -> FetchQuery {
        FetchQuery {
            format: Some(format.into()),
            ..FetchQuery::default()
        }
    }

    #[test]
    fn accept_chooses_where_the_address_does_not() {
        for (accept, format) in [
            ("text/html,*/*;q=0.8", Format::File),
            ("application/vnd.ipld.raw", Format::Raw),
            ("text/html, application/vnd.ipld.raw;q=0.5", Format::Raw),
            ("application/vnd.ipld.raw;q=0, */*", Format::File),
            ("application/vnd.ipld.dag-json, */*", Format::File),
        ] {
            let chosen = chosen(FetchQuery::default(), accept).unwrap();
            assert_eq!(chosen.format, format, "{accept}");
            assert_eq!(chosen.negotiated, format != Format::File);
        }
    }

    #[test]
    fn the_address_beats_accept() {
        let chosen = chosen(with("raw"), "application/vnd.ipld.car").unwrap();
        assert_eq!(chosen.format, Format::Raw);
        assert!(!chosen.negotiated);
    }

    #[test]
    fn the_querys_parameters_beat_those_of_accept() {
        let accept = "application/vnd.ipld.car; version=1; order=dfs; dups=y";
        assert!(car(FetchQuery::default(), accept).duplicates);
        assert!(car(with("car"), accept).duplicates);
        let query = FetchQuery {
            car_dups: Some("n".into()),
            ..with("car")
        };
        assert!(!car(query, accept).duplicates);
        assert!(!car(with("car"), "*/*").duplicates);
    }

    #[test]
    fn forms_that_are_not_offered_are_refused() {
        for format in ["tar", "dag-json", "json", "ipns-record", "zip"] {
            let problem = chosen(with(format), "*/*").unwrap_err();
            assert_eq!(problem.status(), 406, "{format}");
        }
        let problem = chosen(FetchQuery::default(), "application/x-tar").unwrap_err();
        assert_eq!(problem.status(), 406);
        for accept in [
            "application/vnd.ipld.car; version=2",
            "application/vnd.ipld.car; order=weird",
            "application/vnd.ipld.car; dups=maybe",
        ] {
            let problem = chosen(FetchQuery::default(), accept).unwrap_err();
            assert_eq!(problem.status(), 400, "{accept}");
        }
    }

    #[test]
    fn a_stretch_is_two_numbers_the_second_not_before_the_first() {
        for (text, from, to) in [
            ("0:*", 0, None),
            ("512:-256", 512, Some(-256)),
            ("-9999:-3", -9999, Some(-3)),
            ("-5:9", -5, Some(9)),
            ("0:0", 0, Some(0)),
        ] {
            assert_eq!(entity_bytes(text).unwrap(), EntityBytes { from, to });
        }
        for text in [
            "",
            "5",
            "*:5",
            "a:b",
            "5:4",
            "-3:-5",
            "0:9999999999999999999999",
        ] {
            assert!(entity_bytes(text).is_err(), "{text}");
        }
    }

    #[test]
    fn a_stretch_means_the_entity() {
        let query = |dag_scope: Option<&str>| FetchQuery {
            dag_scope: dag_scope.map(Into::into),
            entity_bytes: Some("0:1".into()),
            ..with("car")
        };
        let stretch = EntityBytes {
            from: 0,
            to: Some(1),
        };
        assert_eq!(car(query(None), "*/*").scope, Scope::Entity(Some(stretch)));
        assert!(chosen(query(Some("all")), "*/*").is_err());
        assert!(chosen(query(Some("leaf")), "*/*").is_err());
    }
}
