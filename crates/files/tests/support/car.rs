//! Reads a CARv1 and believes nothing in it: written apart from the writer under test.

use std::collections::HashMap;

use frontdesk_files::{Cid, DAG_PB, RAW, SHA2_256, cid_of};

/// An archive's blocks by their CIDs.
pub type Blocks = HashMap<Cid, Vec<u8>>;

/// The roots and the blocks of an archive.
///
/// # Errors
/// What is wrong with it: a bad header, a torn section, an unknown codec or hash, or a block whose
/// bytes do not have the hash that its CID states.
pub fn parse(mut bytes: &[u8]) -> Result<(Vec<Cid>, Blocks), String> {
    let header = section(&mut bytes)?;
    let roots = roots_of(header)?;
    let mut blocks = HashMap::new();
    while !bytes.is_empty() {
        let mut block = section(&mut bytes)?;
        let cid = Cid::read_bytes(&mut block).map_err(|error| error.to_string())?;
        if !matches!(cid.codec(), RAW | DAG_PB) || cid.hash().code() != SHA2_256 {
            return Err(format!("{cid} is of an unknown kind"));
        }
        if cid_of(cid.codec(), block) != cid {
            return Err(format!("the bytes of {cid} have another hash"));
        }
        blocks.insert(cid, block.to_vec());
    }
    Ok((roots, blocks))
}

/// `{"roots": [one link], "version": 1}`, in the one way in which DAG-CBOR writes it.
fn roots_of(header: &[u8]) -> Result<Vec<Cid>, String> {
    let link = header
        .strip_prefix(b"\xa2eroots\x81\xd8\x2aX")
        .and_then(|rest| rest.strip_suffix(b"gversion\x01"))
        .ok_or("this is no header with one root")?;
    match link {
        [len, 0, cid @ ..] if usize::from(*len) == cid.len() + 1 => {
            let cid = Cid::try_from(cid).map_err(|error| error.to_string())?;
            Ok(vec![cid])
        }
        _ => Err("the root is no link".to_owned()),
    }
}

fn section<'a>(bytes: &mut &'a [u8]) -> Result<&'a [u8], String> {
    let len = varint(bytes)?;
    let len = usize::try_from(len).map_err(|error| error.to_string())?;
    let (section, rest) = bytes.split_at_checked(len).ok_or("a section is torn")?;
    *bytes = rest;
    Ok(section)
}

fn varint(bytes: &mut &[u8]) -> Result<u64, String> {
    let mut value = 0;
    for shift in (0..63).step_by(7) {
        let (&byte, rest) = bytes.split_first().ok_or("a number is torn")?;
        *bytes = rest;
        value |= u64::from(byte & 0x7f) << shift;
        if byte < 0x80 {
            return Ok(value);
        }
    }
    Err("a number is too long".to_owned())
}
