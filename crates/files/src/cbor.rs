//! The little of DAG-CBOR (<https://ipld.io/specs/codecs/dag-cbor/spec/>) that is needed: the links
//! of a document, all of them or the one at a path, and the header of a CAR. Nothing but CIDs is
//! kept, so a document cannot grow in memory; a general decoder would build a tree of values, some
//! thirty times the size of the block, to throw it away.

use cid::Cid;

use crate::unixfs::decode_cid;

/// Why a document cannot be read.
type Result<T> = std::result::Result<T, &'static str>;

const MALFORMED: &str = "it is no DAG-CBOR document";
/// How deep maps and arrays may lie in one another.
const MAX_DEPTH: usize = 128;
/// The tag of a CID.
const TAG_CID: u64 = 42;

/// The links of a document, in its order.
pub(crate) fn links(document: &[u8]) -> Result<Vec<Cid>> {
    let mut reader = Reader(document);
    let mut found = Vec::new();
    reader.skip(&mut |cid| found.push(cid), 0)?;
    reader.end()?;
    Ok(found)
}

/// The link that the first segments of a path lead to, and how many segments that took. `None`
/// where the path ends at, or asks for, something that is no link.
pub(crate) fn link_at(document: &[u8], path: &[String]) -> Result<Option<(Cid, usize)>> {
    let mut reader = Reader(document);
    for (depth, segment) in path.iter().enumerate().take(MAX_DEPTH) {
        if !reader.enter(segment)? {
            return Ok(None);
        }
        if let Some(cid) = reader.link()? {
            return Ok(Some((cid, depth + 1)));
        }
    }
    Ok(None)
}

/// The version and the roots that a CAR's header names.
pub(crate) fn car_header(header: &[u8]) -> Result<(u64, Vec<Cid>)> {
    let mut reader = Reader(header);
    let (5, count) = reader.head()? else {
        return Err(MALFORMED);
    };
    let (mut version, mut roots) = (None, Vec::new());
    for _ in 0..count {
        let (3, len) = reader.head()? else {
            return Err(MALFORMED);
        };
        match reader.take(len)? {
            b"version" => match reader.head()? {
                (0, number) => version = Some(number),
                _ => return Err(MALFORMED),
            },
            b"roots" => reader.skip(&mut |cid| roots.push(cid), 0)?,
            _ => reader.skip(&mut |_| {}, 0)?,
        }
    }
    reader.end()?;
    Ok((version.ok_or("it has no version")?, roots))
}

/// Appends the head of an item: its major type and argument, in the shortest form.
pub(crate) fn put_head(out: &mut Vec<u8>, major: u8, argument: u64) {
    let major = major << 5;
    let bytes = argument.to_be_bytes();
    match argument {
        0..=23 => out.push(major | bytes[7]),
        24..=0xff => out.extend([major | 24, bytes[7]]),
        0x100..=0xffff => {
            out.push(major | 25);
            out.extend(&bytes[6..]);
        }
        0x1_0000..=0xffff_ffff => {
            out.push(major | 26);
            out.extend(&bytes[4..]);
        }
        _ => {
            out.push(major | 27);
            out.extend(bytes);
        }
    }
}

/// Appends a link.
pub(crate) fn put_link(out: &mut Vec<u8>, cid: &Cid) {
    let bytes = cid.to_bytes();
    put_head(out, 6, TAG_CID);
    put_head(out, 2, bytes.len() as u64 + 1);
    out.push(0); // multibase identity: binary
    out.extend(bytes);
}

struct Reader<'d>(&'d [u8]);

impl<'d> Reader<'d> {
    /// The head of an item: its major type and argument.
    fn head(&mut self) -> Result<(u8, u64)> {
        let first = self.take(1)?[0];
        let argument = match first & 0x1f {
            small @ 0..=23 => u64::from(small),
            wide @ 24..=27 => {
                let bytes = self.take(1 << (wide - 24))?;
                bytes
                    .iter()
                    .fold(0, |sum, byte| sum << 8 | u64::from(*byte))
            }
            // Indefinite lengths are not allowed.
            _ => return Err(MALFORMED),
        };
        Ok((first >> 5, argument))
    }

    fn take(&mut self, len: u64) -> Result<&'d [u8]> {
        let len = usize::try_from(len).map_err(|_| MALFORMED)?;
        let (taken, rest) = self.0.split_at_checked(len).ok_or(MALFORMED)?;
        self.0 = rest;
        Ok(taken)
    }

    fn end(&self) -> Result<()> {
        if self.0.is_empty() {
            Ok(())
        } else {
            Err(MALFORMED)
        }
    }

    /// Steps over an item, and tells of the links in it.
    fn skip(&mut self, found: &mut dyn FnMut(Cid), depth: usize) -> Result<()> {
        if depth > MAX_DEPTH {
            return Err("it is nested too deeply");
        }
        match self.head()? {
            (0 | 1 | 7, _) => Ok(()),
            (2 | 3, len) => self.take(len).map(|_| ()),
            (4, count) => (0..count).try_for_each(|_| self.skip(found, depth + 1)),
            (5, count) => (0..count).try_for_each(|_| {
                self.skip(found, depth + 1)?;
                self.skip(found, depth + 1)
            }),
            (6, TAG_CID) => {
                found(self.cid()?);
                Ok(())
            }
            _ => Err(MALFORMED),
        }
    }

    /// The CID behind its tag: bytes, of which the first says "binary".
    fn cid(&mut self) -> Result<Cid> {
        match self.head()? {
            (2, len) => match self.take(len)? {
                [0, cid @ ..] => decode_cid(cid),
                _ => Err(MALFORMED),
            },
            _ => Err(MALFORMED),
        }
    }

    /// The link that comes next; otherwise the reader stays where it is.
    fn link(&mut self) -> Result<Option<Cid>> {
        let mut ahead = Reader(self.0);
        match ahead.head()? {
            (6, TAG_CID) => ahead.cid().map(Some),
            _ => Ok(None),
        }
    }

    /// Moves to what lies under this key of the map, or at this place of the array, that comes next.
    fn enter(&mut self, segment: &str) -> Result<bool> {
        match self.head()? {
            (4, count) => {
                let Some(at) = segment.parse().ok().filter(|at| *at < count) else {
                    return Ok(false);
                };
                (0..at).try_for_each(|_| self.skip(&mut |_| {}, 0))?;
                Ok(true)
            }
            (5, count) => {
                for _ in 0..count {
                    let (3, len) = self.head()? else {
                        return Err(MALFORMED);
                    };
                    if self.take(len)? == segment.as_bytes() {
                        return Ok(true);
                    }
                    self.skip(&mut |_| {}, 0)?;
                }
                Ok(false)
            }
            _ => Ok(false),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::dag::{RAW, cid_of};

    fn link(cid: &Cid) -> Vec<u8> {
        let mut bytes = Vec::new();
        put_link(&mut bytes, cid);
        bytes
    }

    /// `{"a": [1, <first>], "b": {"c": <second>}, "d": 7}`
    fn document(first: &Cid, second: &Cid) -> Vec<u8> {
        [
            b"\xa3\x61a\x82\x01".to_vec(),
            link(first),
            b"\x61b\xa1\x61c".to_vec(),
            link(second),
            b"\x61d\x07".to_vec(),
        ]
        .concat()
    }

    fn at(document: &[u8], path: &[&str]) -> Option<(Cid, usize)> {
        let path: Vec<String> = path.iter().map(ToString::to_string).collect();
        link_at(document, &path).unwrap()
    }

    #[test]
    fn links_are_found_in_order_and_by_path() {
        let (first, second) = (cid_of(RAW, b"1"), cid_of(RAW, b"2"));
        let document = document(&first, &second);
        assert_eq!(links(&document).unwrap(), [first, second]);
        assert_eq!(at(&document, &["a", "1", "x"]), Some((first, 2)));
        assert_eq!(at(&document, &["b", "c"]), Some((second, 2)));
        for path in [&["a"][..], &["a", "0"], &["a", "2"], &["d", "e"], &["x"]] {
            assert_eq!(at(&document, path), None, "{path:?}");
        }
    }

    #[test]
    fn numbers_take_the_shortest_form() {
        for (number, bytes) in [
            (23, &[0x57][..]),
            (24, &[0x58, 24]),
            (255, &[0x58, 255]),
            (256, &[0x59, 1, 0]),
            (65_536, &[0x5a, 0, 1, 0, 0]),
            (1 << 32, &[0x5b, 0, 0, 0, 1, 0, 0, 0, 0]),
        ] {
            let mut out = Vec::new();
            put_head(&mut out, 2, number);
            assert_eq!(out, bytes);
        }
    }

    #[test]
    fn what_is_nested_too_deeply_is_refused() {
        assert!(links(&[0x81; 100_000]).is_err());
    }

    proptest! {
        #[test]
        fn any_bytes_are_read_or_refused(
            bytes in prop::collection::vec(any::<u8>(), 0..300),
            path in prop::collection::vec("[a-d0-2]", 0..3),
        ) {
            let _ = links(&bytes);
            let _ = link_at(&bytes, &path);
        }

        #[test]
        fn a_changed_document_is_read_or_refused(at: prop::sample::Index, byte: u8) {
            let mut bytes = document(&cid_of(RAW, b"1"), &cid_of(RAW, b"2"));
            let at = at.index(bytes.len());
            bytes[at] = byte;
            let _ = links(&bytes);
        }
    }
}
