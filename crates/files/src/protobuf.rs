//! The little of protobuf's wire format that dag-pb and UnixFS need: fields one after the other,
//! without copying their bytes.

use bytes::Bytes;

use crate::varint;

/// One field of a message.
pub(crate) enum Field {
    /// Wire type 0.
    Number(u64, u64),
    /// Wire type 2.
    Bytes(u64, Bytes),
    /// Wire types 1 and 5: fixed numbers, which UnixFS has only in its modification time.
    Fixed,
}

/// Why bytes are no message.
pub(crate) const MALFORMED: &str = "it is no protobuf message";

/// The fields of a message in their order; an error ends them.
pub(crate) struct Fields(Bytes);

impl Fields {
    pub(crate) fn of(message: Bytes) -> Self {
        Self(message)
    }

    fn number(&mut self) -> Option<u64> {
        let (value, used) = varint::get(&self.0)?;
        let _ = self.0.split_to(used);
        Some(value)
    }

    fn take(&mut self, len: u64) -> Option<Bytes> {
        let len = usize::try_from(len).ok()?;
        (len <= self.0.len()).then(|| self.0.split_to(len))
    }

    fn field(&mut self) -> Option<Field> {
        let key = self.number()?;
        let number = key >> 3;
        match key & 7 {
            0 => Some(Field::Number(number, self.number()?)),
            1 => self.take(8).map(|_| Field::Fixed),
            2 => {
                let len = self.number()?;
                Some(Field::Bytes(number, self.take(len)?))
            }
            5 => self.take(4).map(|_| Field::Fixed),
            _ => None,
        }
    }
}

impl Iterator for Fields {
    type Item = Result<Field, &'static str>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.0.is_empty() {
            return None;
        }
        let field = self.field().ok_or(MALFORMED);
        if field.is_err() {
            self.0.clear();
        }
        Some(field)
    }
}

/// Appends a field of wire type 2: length, then bytes.
pub(crate) fn put_bytes(out: &mut Vec<u8>, field: u64, bytes: &[u8]) {
    varint::put(out, field << 3 | 2);
    varint::put(out, bytes.len() as u64);
    out.extend_from_slice(bytes);
}

/// Appends a field of wire type 0: a number.
pub(crate) fn put_number(out: &mut Vec<u8>, field: u64, value: u64) {
    varint::put(out, field << 3);
    varint::put(out, value);
}
