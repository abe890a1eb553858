//! Unsigned LEB128 integers, as protobuf, multiformats and CAR write lengths and numbers.

/// The most bytes that a 64-bit number takes.
pub(crate) const MAX_LEN: usize = 10;

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

/// Reads a number and says how many bytes it took. `None` where the bytes end before it does, or
/// it does not fit into 64 bits.
pub(crate) fn get(bytes: &[u8]) -> Option<(u64, usize)> {
    let mut value = 0;
    for (at, byte) in bytes.iter().take(MAX_LEN).enumerate() {
        let bits = u64::from(byte & 0x7f);
        if at == MAX_LEN - 1 && *byte > 1 {
            return None;
        }
        value |= bits << (at * 7);
        if byte & 0x80 == 0 {
            return Some((value, at + 1));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{get, len, put};

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

    #[test]
    fn what_ends_too_early_or_is_too_large_is_no_number() {
        for bytes in [
            &[][..],
            &[0x80],
            &[0xff; 9],
            &[0xff; 10],
            &[0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 2],
        ] {
            assert_eq!(get(bytes), None, "{bytes:?}");
        }
    }

    proptest! {
        #[test]
        fn what_was_written_is_read_back(value: u64, rest: [u8; 3]) {
            let mut out = Vec::new();
            put(&mut out, value);
            let written = out.len();
            out.extend(rest);
            prop_assert_eq!(get(&out), Some((value, written)));
        }
    }
}
