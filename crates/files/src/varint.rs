//! Unsigned LEB128 integers, as protobuf, multiformats and CAR write lengths and numbers.

/// Appends `value` to `out`.
pub(crate) fn put(out: &mut Vec<u8>, mut value: u64) {
    while value >= 0x80 {
        out.push((value & 0x7f) as u8 | 0x80);
        value >>= 7;
    }
    out.push(value as u8);
}

/// How many bytes [`put`] appends for `value`.
pub(crate) fn len(value: u64) -> u64 {
    let bits = u64::from(64 - (value | 1).leading_zeros());
    bits.div_ceil(7)
}

#[cfg(test)]
mod tests {
    use super::{len, put};

    #[test]
    fn numbers_are_written_seven_bits_at_a_time_lowest_first() {
        for (value, bytes) in [
            (0, vec![0]),
            (127, vec![127]),
            (128, vec![0x80, 1]),
            (300, vec![0xac, 2]),
            (u64::MAX, [vec![0xff; 9], vec![1]].concat()),
        ] {
            let mut out = Vec::new();
            put(&mut out, value);
            assert_eq!(out, bytes);
            assert_eq!(len(value), bytes.len() as u64);
        }
    }
}
