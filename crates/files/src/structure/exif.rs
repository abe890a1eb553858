//! The one thing in EXIF that changes how an image is shown: its orientation.

/// How a stored image is turned and mirrored to be shown: the value of the EXIF tag of that name,
/// 1 (as stored) to 8.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Orientation(u8);

impl Default for Orientation {
    fn default() -> Self {
        Self(1)
    }
}

const TAG: u16 = 0x0112;
/// Entries of the first directory that are looked at.
const MAX_ENTRIES: u16 = 512;

impl Orientation {
    /// As the tag has it.
    pub fn value(self) -> u8 {
        self.0
    }

    /// Whether the image is shown as it is stored.
    pub fn is_plain(self) -> bool {
        self.0 == 1
    }

    /// Whether width and height change places.
    pub fn turns(self) -> bool {
        self.0 >= 5
    }

    /// Reads it from the TIFF structure of EXIF data; plain where there is none.
    pub fn read(tiff: &[u8]) -> Self {
        find(tiff)
            .filter(|value| (1..=8).contains(value))
            .map_or_else(Self::default, |value| Self(value as u8))
    }

    /// A TIFF structure that holds this tag alone.
    pub fn to_tiff(self) -> Vec<u8> {
        let mut tiff = Vec::with_capacity(26);
        tiff.extend(b"II*\0");
        tiff.extend(8_u32.to_le_bytes());
        tiff.extend(1_u16.to_le_bytes());
        tiff.extend(TAG.to_le_bytes());
        // One SHORT, which stands in the entry itself.
        tiff.extend(3_u16.to_le_bytes());
        tiff.extend(1_u32.to_le_bytes());
        tiff.extend(u32::from(self.0).to_le_bytes());
        tiff.extend(0_u32.to_le_bytes());
        tiff
    }
}

fn find(tiff: &[u8]) -> Option<u16> {
    let little = match tiff.get(..4)? {
        b"II*\0" => true,
        b"MM\0*" => false,
        _ => return None,
    };
    let u16_at = |at: usize| -> Option<u16> {
        let bytes = tiff.get(at..at.checked_add(2)?)?.try_into().ok()?;
        Some(if little {
            u16::from_le_bytes(bytes)
        } else {
            u16::from_be_bytes(bytes)
        })
    };
    let bytes = tiff.get(4..8)?.try_into().ok()?;
    let directory = if little {
        u32::from_le_bytes(bytes)
    } else {
        u32::from_be_bytes(bytes)
    };
    let directory = usize::try_from(directory).ok()?;
    let count = u16_at(directory)?.min(MAX_ENTRIES);
    (0..usize::from(count)).find_map(|nth| {
        let entry = directory.checked_add(2 + nth * 12)?;
        (u16_at(entry)? == TAG).then(|| u16_at(entry + 8))?
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_is_written_is_read_and_only_five_to_eight_turn() {
        for value in 1..=8 {
            let orientation = Orientation(value);
            assert_eq!(Orientation::read(&orientation.to_tiff()), orientation);
            assert_eq!(orientation.turns(), value > 4);
        }
    }

    #[test]
    fn big_endian_is_read_and_what_is_no_orientation_is_plain() {
        let mut tiff = b"MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0".to_vec();
        assert_eq!(Orientation::read(&tiff).value(), 6);
        tiff[19] = 9;
        assert!(Orientation::read(&tiff).is_plain());
        assert!(Orientation::read(b"II*\0\xff\xff\xff\xff").is_plain());
    }

    proptest! {
        #[test]
        fn no_bytes_make_it_panic(bytes in prop::collection::vec(any::<u8>(), 0..64), little: bool) {
            let mut tiff = if little { b"II*\0".to_vec() } else { b"MM\0*".to_vec() };
            tiff.extend(bytes);
            prop_assert!((1..=8).contains(&Orientation::read(&tiff).value()));
        }
    }
}
