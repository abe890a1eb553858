//! Files to walk through, made here: what is refused, what is left out, what stays as it is.

use std::io::Cursor;

use image::{DynamicImage, ImageFormat, codecs::gif::GifEncoder};
use proptest::prelude::*;

use super::*;
use crate::media::MediaType;
use crate::refusal::Refusal;

/// Black at the left, white at the right.
pub(crate) fn picture(width: u32, height: u32) -> DynamicImage {
    image::RgbImage::from_fn(width, height, |x, _| {
        image::Rgb([if x < width / 2 { 10 } else { 240 }; 3])
    })
    .into()
}

fn encoded(image: &DynamicImage, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    image.write_to(&mut bytes, format).unwrap();
    bytes.into_inner()
}

pub(crate) fn jpeg() -> Vec<u8> {
    encoded(&picture(320, 160), ImageFormat::Jpeg)
}

fn png() -> Vec<u8> {
    encoded(&picture(32, 16), ImageFormat::Png)
}

fn webp() -> Vec<u8> {
    encoded(&picture(32, 16).into_rgba8().into(), ImageFormat::WebP)
}

fn gif(frames: usize) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = GifEncoder::new(&mut bytes);
    for _ in 0..frames {
        let frame = image::Frame::new(picture(8, 4).into_rgba8());
        encoder.encode_frame(frame).unwrap();
    }
    drop(encoder);
    bytes
}

fn iso_box(name: &[u8; 4], data: &[u8]) -> Vec<u8> {
    let mut bytes = u32::try_from(data.len() + 8)
        .unwrap()
        .to_be_bytes()
        .to_vec();
    bytes.extend(name);
    bytes.extend(data);
    bytes
}

/// The boxes of an AVIF, without pixels.
fn avif(width: u32, height: u32) -> Vec<u8> {
    let mut ispe = vec![0; 4];
    ispe.extend(width.to_be_bytes());
    ispe.extend(height.to_be_bytes());
    let ipco = iso_box(b"ipco", &iso_box(b"ispe", &ispe));
    let mut meta = vec![0; 4];
    meta.extend(iso_box(b"iprp", &ipco));
    let mut file = iso_box(b"ftyp", b"avif\0\0\0\0avifmif1");
    file.extend(iso_box(b"meta", &meta));
    file.extend(iso_box(b"mdat", b"\x12\0"));
    file
}

/// EXIF as a phone writes it: an orientation, a maker, a place.
fn exif(orientation: u16) -> Vec<u8> {
    let mut tiff = b"MM\0*\0\0\0\x08\0\x03".to_vec();
    let mut entry = |tag: u16, kind: u16, count: u32, value: [u8; 4]| {
        tiff.extend(tag.to_be_bytes());
        tiff.extend(kind.to_be_bytes());
        tiff.extend(count.to_be_bytes());
        tiff.extend(value);
    };
    let [high, low] = orientation.to_be_bytes();
    entry(0x010f, 2, 9, [0, 0, 0, 50]);
    entry(0x0112, 3, 1, [high, low, 0, 0]);
    entry(0x8825, 4, 1, [0, 0, 0, 60]);
    tiff.extend([0; 4]);
    tiff.extend(b"Fonotron\0\0");
    tiff.extend(b"\0\x01GPSLatitude 52 30 N");
    tiff
}

fn jpeg_segment(marker: u8, data: &[u8]) -> Vec<u8> {
    let mut bytes = vec![0xff, marker];
    bytes.extend(u16::try_from(data.len() + 2).unwrap().to_be_bytes());
    bytes.extend(data);
    bytes
}

/// Puts bytes behind the first `at`.
fn with(file: &[u8], at: usize, bytes: &[u8]) -> Vec<u8> {
    [&file[..at], bytes, &file[at..]].concat()
}

/// A photograph with everything that phones and editors write into it.
pub(crate) fn jpeg_with_metadata(orientation: u16) -> Vec<u8> {
    let exif = [b"Exif\0\0".as_slice(), &exif(orientation)].concat();
    let metadata = [
        jpeg_segment(0xe1, &exif),
        jpeg_segment(0xe1, b"http://ns.adobe.com/xap/1.0/\0<x:xmpmeta/>"),
        jpeg_segment(0xed, b"Photoshop 3.0\0By-line"),
        jpeg_segment(0xfe, b"a comment"),
        jpeg_segment(0xe2, b"ICC_PROFILE\0\x01\x01profile"),
    ];
    with(&jpeg(), 2, &metadata.concat())
}

pub(crate) fn jpeg_turned(orientation: u16) -> Vec<u8> {
    jpeg_with_metadata(orientation)
}

/// A few hundred bytes that claim an image of any size.
pub(crate) fn png_of_size(width: u32, height: u32) -> Vec<u8> {
    let mut header = width.to_be_bytes().to_vec();
    header.extend(height.to_be_bytes());
    header.extend([8, 2, 0, 0, 0]);
    let mut file = b"\x89PNG\r\n\x1a\n".to_vec();
    file.extend(super::png::chunk(b"IHDR", &header));
    file.extend(super::png::chunk(b"IDAT", b"x\x9cc\0\0\0\x01\0\x01"));
    file.extend(super::png::chunk(b"IEND", b""));
    file
}

fn looked_at(file: &[u8], kind: MediaType) -> Result<Inspected, Refusal> {
    let limits = ImageLimits::default();
    inspect(Cursor::new(file), kind, limits, MetadataRule::Strip).unwrap()
}

/// The file without its metadata, or itself.
fn stripped(file: &[u8], kind: MediaType) -> Vec<u8> {
    let kept = looked_at(file, kind).unwrap().kept;
    if kept.is_empty() {
        return file.to_vec();
    }
    let mut out = Vec::new();
    write_without_metadata(Cursor::new(file), &kept, |bytes| {
        out.extend_from_slice(bytes);
        Ok(())
    })
    .unwrap();
    out
}

fn size(file: &[u8], kind: MediaType) -> (u32, u32) {
    let size = looked_at(file, kind).unwrap().size.unwrap();
    (size.width, size.height)
}

fn holds(file: &[u8], what: &str) -> bool {
    file.windows(what.len()).any(|part| part == what.as_bytes())
}

#[test]
fn each_kind_says_its_size() {
    assert_eq!(size(&png(), MediaType::Png), (32, 16));
    assert_eq!(size(&jpeg(), MediaType::Jpeg), (320, 160));
    assert_eq!(size(&webp(), MediaType::Webp), (32, 16));
    assert_eq!(size(&gif(2), MediaType::Gif), (8, 4));
    assert_eq!(size(&avif(640, 480), MediaType::Avif), (640, 480));
    assert_eq!(size(&jpeg_with_metadata(6), MediaType::Jpeg), (160, 320));
}

#[test]
fn a_file_without_metadata_stays_as_it_is() {
    for (file, kind) in [
        (png(), MediaType::Png),
        (jpeg(), MediaType::Jpeg),
        (webp(), MediaType::Webp),
        (gif(2), MediaType::Gif),
        (avif(8, 8), MediaType::Avif),
    ] {
        assert!(looked_at(&file, kind).unwrap().kept.is_empty(), "{kind}");
    }
}

#[test]
fn a_photograph_loses_place_and_maker_and_keeps_its_pixels_and_colours() {
    for orientation in [1, 6] {
        let file = jpeg_with_metadata(orientation);
        let clean = stripped(&file, MediaType::Jpeg);
        for secret in ["GPSLatitude", "Fonotron", "xmpmeta", "By-line", "a comment"] {
            assert!(holds(&file, secret) && !holds(&clean, secret), "{secret}");
        }
        assert!(holds(&clean, "ICC_PROFILE"));
        let pixels = |file: &[u8]| image::load_from_memory(file).unwrap().into_rgb8();
        assert_eq!(pixels(&file), pixels(&clean));
        // What was taken out once is not looked for again.
        assert_eq!(stripped(&clean, MediaType::Jpeg), clean);
        assert_eq!(size(&clean, MediaType::Jpeg), size(&file, MediaType::Jpeg));
    }
}

#[test]
fn an_orientation_is_all_that_is_left_of_exif() {
    let clean = stripped(&jpeg_with_metadata(6), MediaType::Jpeg);
    let size = looked_at(&clean, MediaType::Jpeg).unwrap().size.unwrap();
    assert_eq!(size.orientation.value(), 6);
    let clean = stripped(&jpeg_with_metadata(1), MediaType::Jpeg);
    assert!(!holds(&clean, "Exif"));
}

#[test]
fn a_png_loses_its_texts_and_keeps_its_pixels() {
    let metadata = [
        super::png::chunk(b"tEXt", b"Author\0Maya"),
        super::png::chunk(b"eXIf", &exif(3)),
        super::png::chunk(b"caBX", b"a claim"),
        super::png::chunk(b"pHYs", &[0, 0, 11, 19, 0, 0, 11, 19, 1]),
    ];
    let file = with(&png(), 33, &metadata.concat());
    let clean = stripped(&file, MediaType::Png);
    for secret in ["Maya", "Fonotron", "a claim"] {
        assert!(!holds(&clean, secret), "{secret}");
    }
    assert!(holds(&clean, "pHYs"));
    let pixels = |file: &[u8]| image::load_from_memory(file).unwrap();
    assert_eq!(pixels(&file), pixels(&clean));
    let size = looked_at(&clean, MediaType::Png).unwrap().size.unwrap();
    assert_eq!(size.orientation.value(), 3);
    assert_eq!(stripped(&clean, MediaType::Png), clean);
}

/// The same picture in the extended form, with metadata.
fn webp_with_metadata(orientation: u16) -> Vec<u8> {
    let simple = webp();
    let mut body = b"WEBP".to_vec();
    let mut extended = vec![0x1c, 0, 0, 0];
    extended.extend(&31_u32.to_le_bytes()[..3]);
    extended.extend(&15_u32.to_le_bytes()[..3]);
    body.extend(super::webp::chunk(b"VP8X", &extended));
    body.extend(&simple[12..]);
    body.extend(super::webp::chunk(b"EXIF", &exif(orientation)));
    body.extend(super::webp::chunk(b"XMP ", b"<x:xmpmeta/>"));
    let mut file = b"RIFF".to_vec();
    file.extend(u32::try_from(body.len()).unwrap().to_le_bytes());
    file.extend(body);
    file
}

#[test]
fn a_webp_loses_its_metadata_and_its_header_says_so() {
    for orientation in [1, 8] {
        let file = webp_with_metadata(orientation);
        let clean = stripped(&file, MediaType::Webp);
        assert!(!holds(&clean, "Fonotron") && !holds(&clean, "xmpmeta"));
        let length = u32::from_le_bytes(clean[4..8].try_into().unwrap());
        assert_eq!(length as usize + 8, clean.len());
        // The flags of EXIF and XMP; alpha stays.
        let flags = if orientation == 1 { 0x10 } else { 0x18 };
        assert_eq!(clean[20], flags);
        assert_eq!(stripped(&clean, MediaType::Webp), clean);
        let pixels = |file: &[u8]| image::load_from_memory(file).unwrap();
        assert_eq!(pixels(&file), pixels(&clean));
    }
}

#[test]
fn what_a_phone_puts_behind_a_photograph_is_cut_off() {
    let film = [b"\0\0\0\x18ftypmp42\0\0\0\0".as_slice(), &[0x80; 3_000]].concat();
    let file = [jpeg(), film].concat();
    assert_eq!(stripped(&file, MediaType::Jpeg), jpeg());
    let padded = [png(), vec![0; 100]].concat();
    assert_eq!(stripped(&padded, MediaType::Png), png());
    let kept = inspect(
        Cursor::new(&file),
        MediaType::Jpeg,
        ImageLimits::default(),
        MetadataRule::Keep,
    );
    assert!(kept.unwrap().unwrap().kept.is_empty());
}

/// The end of a ZIP archive without files.
fn zip_end(comment: &[u8]) -> Vec<u8> {
    let mut record = b"PK\x05\x06".to_vec();
    record.extend([0; 16]);
    record.extend(u16::try_from(comment.len()).unwrap().to_le_bytes());
    record.extend(comment);
    record
}

#[test]
fn a_file_that_is_two_kinds_at_once_is_refused() {
    let zip = [b"PK\x03\x04\x14\0\0\0".as_slice(), &[0; 40], &zip_end(b"")].concat();
    let hidden = [b"\x01\x02".as_slice(), &zip_end(b"a comment")].concat();
    for tail in [
        b"<script>alert(1)</script>".as_slice(),
        b"\n\0<HTML>",
        b"\x01\x02 then <!DOCTYPE html>",
        b"\x01<?php system('id');",
        b"*/=1;alert(document.domain)//",
        b"%PDF-1.4\n",
        b"Rar!\x1a\x07\x01\0",
        b"#!/bin/sh\n\0",
        b"MZ\x90\0\x03",
        &zip,
        &hidden,
    ] {
        for (file, kind) in [
            (png(), MediaType::Png),
            (jpeg(), MediaType::Jpeg),
            (gif(1), MediaType::Gif),
            (webp(), MediaType::Webp),
            (b"%PDF-1.4\n%%EOF".to_vec(), MediaType::Pdf),
        ] {
            let file = [file.as_slice(), tail].concat();
            let refused = looked_at(&file, kind).unwrap_err();
            assert!(matches!(refused, Refusal::Hides { .. }), "{kind}: {tail:?}");
        }
        let file = [avif(8, 8).as_slice(), tail].concat();
        assert!(looked_at(&file, MediaType::Avif).is_err());
    }
    let text = |bytes: &[u8]| looked_at(bytes, MediaType::PlainText);
    assert!(text(b"it begins with %PDF-1.4, they say").is_ok());
    assert!(text(b"some junk\n%PDF-1.4\n1 0 obj").is_err());
    assert!(text(&[b"words and ".as_slice(), &zip_end(b"")].concat()).is_err());
    let pdf_in_comment = with(&jpeg(), 2, &jpeg_segment(0xfe, b"%PDF-1.4 1 0 obj"));
    assert!(looked_at(&pdf_in_comment, MediaType::Jpeg).is_err());
}

#[test]
fn a_pdf_may_end_in_white_space_and_be_saved_many_times() {
    for good in [
        b"%PDF-1.4\n1 0 obj\nendobj\n%%EOF\r\n".as_slice(),
        b"%PDF-1.4\n%%EOF\n2 0 obj <html> endobj\n%%EOF\n\0\0",
        b"%PDF-1.7 cut off",
    ] {
        assert!(looked_at(good, MediaType::Pdf).is_ok());
    }
}

#[test]
fn a_bomb_is_refused_by_what_its_header_says() {
    let bomb = png_of_size(30_000, 30_000);
    assert!(bomb.len() < 200);
    assert_eq!(
        looked_at(&bomb, MediaType::Png).unwrap_err(),
        Refusal::TooManyPixels {
            width: 30_000,
            height: 30_000,
            limit: 50_000_000
        }
    );
    let limits = ImageLimits {
        max_frames: 3,
        ..ImageLimits::default()
    };
    let look = |frames| {
        let file = Cursor::new(gif(frames));
        inspect(file, MediaType::Gif, limits, MetadataRule::Strip).unwrap()
    };
    assert!(look(3).is_ok());
    assert_eq!(
        look(4).unwrap_err(),
        Refusal::TooManyFrames {
            frames: 4,
            limit: 3
        }
    );
    assert!(looked_at(&avif(60_000, 60_000), MediaType::Avif).is_err());
}

#[test]
fn what_is_cut_off_or_out_of_order_is_damaged() {
    let broken: [(&[u8], MediaType); 7] = [
        (&png()[..40], MediaType::Png),
        (&gif(1)[..20], MediaType::Gif),
        (&webp()[..30], MediaType::Webp),
        (&avif(8, 8)[..40], MediaType::Avif),
        (b"\xff\xd8\xff\xe0", MediaType::Jpeg),
        (b"\xff\xd8\xff\xd9", MediaType::Jpeg),
        (&png_of_size(0, 5), MediaType::Png),
    ];
    for (file, kind) in broken {
        let refused = looked_at(file, kind).unwrap_err();
        assert!(matches!(refused, Refusal::Damaged { .. }), "{kind}");
    }
}

/// A good file of each kind with some of its bytes changed, cut or doubled.
fn mutated() -> impl Strategy<Value = (Vec<u8>, MediaType)> {
    let good = prop_oneof![
        Just((png(), MediaType::Png)),
        Just((jpeg_with_metadata(6), MediaType::Jpeg)),
        Just((gif(2), MediaType::Gif)),
        Just((webp_with_metadata(6), MediaType::Webp)),
        Just((avif(8, 8), MediaType::Avif)),
        Just((b"%PDF-1.4\n%%EOF\n".to_vec(), MediaType::Pdf)),
    ];
    let changes = prop::collection::vec((any::<prop::sample::Index>(), any::<u8>(), 0..4_u8), 0..8);
    (good, changes).prop_map(|((mut file, kind), changes)| {
        for (index, byte, how) in changes {
            if file.is_empty() {
                break;
            }
            let at = index.index(file.len());
            match how {
                0 => file[at] = byte,
                1 => file.truncate(at),
                2 => file.insert(at, byte),
                _ => {
                    let copy = file[at..].to_vec();
                    file.extend(copy);
                }
            }
        }
        (file, kind)
    })
}

proptest! {
    #[test]
    fn no_bytes_make_it_panic_and_what_is_stripped_can_be_looked_at_again((file, kind) in mutated()) {
        if looked_at(&file, kind).is_ok() {
            let clean = stripped(&file, kind);
            prop_assert!(clean.len() <= file.len() + 64);
            let again = looked_at(&clean, kind);
            prop_assert!(again.is_ok(), "{again:?}");
            prop_assert!(again.unwrap().kept.is_empty(), "it is clean after once");
        }
    }
}
