//! `Upload-Metadata`: what a client says of a file, as pairs of a key and a value in Base64.

use std::collections::HashSet;

use base64::{Engine as _, prelude::BASE64_STANDARD};

use crate::problem::Problem;

use super::headers::UPLOAD_METADATA;

/// What the desk heeds of it.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct About {
    pub name: Option<String>,
    pub media_type: Option<String>,
}

/// Reads the header's text. `filename` and `filetype` are what tus clients commonly send; Uppy
/// sends `name` and `type` as well, which count where those are missing.
///
/// # Errors
/// 400 for a key that is empty, not ASCII or there twice, for a value that is not Base64, and for
/// a name or type that is not UTF-8.
pub fn read(text: &str) -> Result<About, Problem> {
    let mut found = [const { None }; 4];
    let mut keys = HashSet::new();
    let text = text.trim();
    if text.is_empty() {
        return Ok(About::default());
    }
    for pair in text.split(',') {
        let pair = pair.trim_matches(' ');
        let (key, value) = pair.split_once(' ').unwrap_or((pair, ""));
        if key.is_empty() || !key.bytes().all(|byte| byte.is_ascii_graphic()) {
            return Err(malformed("a key is missing or not visible ASCII"));
        }
        if !keys.insert(key) {
            return Err(malformed(&format!("`{key}` is there twice")));
        }
        let value = BASE64_STANDARD
            .decode(value)
            .map_err(|_| malformed(&format!("the value of `{key}` is not Base64")))?;
        let place = ["filename", "name", "filetype", "type"]
            .iter()
            .position(|known| *known == key);
        if let Some(place) = place {
            let value = String::from_utf8(value)
                .map_err(|_| malformed(&format!("the value of `{key}` is not UTF-8")))?;
            found[place] = Some(value).filter(|value| !value.is_empty());
        }
    }
    let [filename, name, filetype, media_type] = found;
    Ok(About {
        name: filename.or(name),
        media_type: filetype.or(media_type),
    })
}

fn malformed(why: &str) -> Problem {
    Problem::invalid_field(
        UPLOAD_METADATA,
        format!(
            "Upload-Metadata must hold pairs of a key and a value in Base64, separated by commas: {why}"
        ),
    )
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn about(name: Option<&str>, media_type: Option<&str>) -> About {
        About {
            name: name.map(str::to_owned),
            media_type: media_type.map(str::to_owned),
        }
    }

    #[test]
    fn the_example_of_the_protocol_is_understood() {
        let text = "filename d29ybGRfZG9taW5hdGlvbl9wbGFuLnBkZg==,is_confidential";
        assert_eq!(
            read(text).unwrap(),
            about(Some("world_domination_plan.pdf"), None)
        );
    }

    #[test]
    fn filename_and_filetype_go_before_name_and_type() {
        let text = "type YQ==,name Yg==, filetype Yw==,filename ZA==";
        assert_eq!(read(text).unwrap(), about(Some("d"), Some("c")));
        assert_eq!(
            read("name Yg==,type YQ==").unwrap(),
            about(Some("b"), Some("a"))
        );
        assert_eq!(read("filename ,name Yg==").unwrap(), about(Some("b"), None));
        assert_eq!(read(" ").unwrap(), About::default());
    }

    #[test]
    fn what_is_malformed_is_refused() {
        for text in [
            "filename d29ybGQ",
            "filename !!!",
            "filename d29y bGQ=",
            "filename d29ybGQ=,filename d29ybGQ=",
            "filename d29ybGQ=,",
            ",",
            "dateiname\u{e4} YQ==",
            // 0xff is no UTF-8.
            "filename /w==",
        ] {
            let refused = read(text);
            assert_eq!(
                refused.map_err(|it| it.status().as_u16()),
                Err(400),
                "{text}"
            );
        }
    }

    proptest! {
        #[test]
        fn any_header_is_read_or_refused(text in "\\PC{0,80}") {
            let _ = read(&text);
        }

        #[test]
        fn what_a_client_writes_is_what_is_read(
            name in ".{1,40}",
            media_type in "[a-z]{1,8}/[a-z]{1,8}",
            other in prop::collection::vec(any::<u8>(), 0..40),
            order in Just(vec![0, 1, 2]).prop_shuffle(),
        ) {
            let pairs = [
                ("filename", BASE64_STANDARD.encode(&name)),
                ("filetype", BASE64_STANDARD.encode(&media_type)),
                ("other", BASE64_STANDARD.encode(other)),
            ];
            let text: Vec<_> = order
                .into_iter()
                .map(|at: usize| format!("{} {}", pairs[at].0, pairs[at].1))
                .collect();
            let read = read(&text.join(",")).unwrap();
            prop_assert_eq!(read, about(Some(&name), Some(&media_type)));
        }
    }
}
