//! Smaller forms of an image: decoded, turned as its orientation says, made smaller, encoded. In
//! pure Rust, within a bound of memory.
//!
//! There is no decoder for AVIF in pure Rust, so AVIF has no smaller forms.

use std::io::Cursor;

use fast_image_resize::{
    PixelType, Resizer,
    images::{Image, ImageRef},
};
use image::{
    ColorType, DynamicImage, ImageDecoder as _, ImageFormat, ImageReader, Limits,
    codecs::{jpeg::JpegEncoder, png::PngEncoder},
};

use crate::media::MediaType;

/// Bytes that a decoder may take: 16 million pixels without transparency. A larger image has no
/// smaller forms.
pub const DECODE_MEMORY: u64 = 48 * 1024 * 1024;
const JPEG_QUALITY: u8 = 82;

/// A smaller form, encoded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rendition {
    /// Pixels, as it is shown.
    pub width: u32,
    /// Pixels, as it is shown.
    pub height: u32,
    /// JPEG; PNG where parts are transparent.
    pub media_type: MediaType,
    /// The whole file.
    pub bytes: Vec<u8>,
}

/// Why there is no smaller form.
#[derive(Debug, thiserror::Error)]
pub enum NoRendition {
    /// Another type than those that can be decoded.
    #[error("there are no smaller forms of {0}")]
    Type(MediaType),
    /// It is damaged, or too large for [`DECODE_MEMORY`].
    #[error("the image could not be made smaller: {0}")]
    Image(#[from] image::ImageError),
    /// The pixels could not be scaled.
    #[error("the image could not be made smaller: {0}")]
    Scale(String),
}

/// Whether [`renditions`] can be made of this type.
pub fn can_be_rendered(media_type: MediaType) -> bool {
    format_of(media_type).is_some()
}

fn format_of(media_type: MediaType) -> Option<ImageFormat> {
    match media_type {
        MediaType::Png => Some(ImageFormat::Png),
        MediaType::Jpeg => Some(ImageFormat::Jpeg),
        MediaType::Gif => Some(ImageFormat::Gif),
        MediaType::Webp => Some(ImageFormat::WebP),
        _ => None,
    }
}

/// Forms of an image whose longest edge has at most so many pixels, one for each of `edges`; never
/// larger than the image. Of an animation, its first image. Takes time: call it on a blocking thread.
///
/// # Errors
/// [`NoRendition`].
pub fn renditions(
    file: &[u8],
    media_type: MediaType,
    edges: &[u32],
) -> Result<Vec<Rendition>, NoRendition> {
    let format = format_of(media_type).ok_or(NoRendition::Type(media_type))?;
    let mut reader = ImageReader::with_format(Cursor::new(file), format);
    let mut limits = Limits::default();
    limits.max_alloc = Some(DECODE_MEMORY);
    reader.limits(limits.clone());
    let mut decoder = reader.into_decoder()?;
    limits.reserve(decoder.total_bytes())?;
    let orientation = decoder.orientation()?;
    let mut image = DynamicImage::from_decoder(decoder)?;
    let mut sorted: Vec<_> = edges.iter().enumerate().collect();
    // The largest first, so that the smaller are made of less.
    sorted.sort_by_key(|(_, edge)| std::cmp::Reverse(**edge));
    let mut made = Vec::with_capacity(edges.len());
    for (nth, edge) in sorted {
        image = plain(shrunk(image, *edge)?);
        let mut turned = image.clone();
        turned.apply_orientation(orientation);
        made.push((nth, encoded(&turned)?));
    }
    made.sort_by_key(|(nth, _)| *nth);
    Ok(made.into_iter().map(|(_, rendition)| rendition).collect())
}

/// Colours of eight bits; without an alpha channel where nothing is transparent.
fn plain(image: DynamicImage) -> DynamicImage {
    if !image.color().has_alpha() {
        return image.into_rgb8().into();
    }
    let image = image.into_rgba8();
    if image.pixels().all(|pixel| pixel.0[3] == u8::MAX) {
        DynamicImage::from(image).into_rgb8().into()
    } else {
        image.into()
    }
}

fn shrunk(image: DynamicImage, edge: u32) -> Result<DynamicImage, NoRendition> {
    let (width, height) = (image.width(), image.height());
    let longest = width.max(height);
    if longest <= edge {
        return Ok(image);
    }
    let scaled = |side: u32| {
        let side = (u64::from(side) * u64::from(edge)).div_ceil(u64::from(longest));
        u32::try_from(side).unwrap_or(edge).max(1)
    };
    let (to_width, to_height) = (scaled(width), scaled(height));
    // Scaled in the form that it has: a conversion would take as much memory again.
    let (image, kind) = match image.color() {
        ColorType::L8 => (image, PixelType::U8),
        ColorType::La8 => (image, PixelType::U8x2),
        ColorType::Rgb8 => (image, PixelType::U8x3),
        ColorType::Rgba8 => (image, PixelType::U8x4),
        color if color.has_alpha() => (image.into_rgba8().into(), PixelType::U8x4),
        _ => (image.into_rgb8().into(), PixelType::U8x3),
    };
    let failed = |error: &dyn std::fmt::Display| NoRendition::Scale(error.to_string());
    let mut small = Image::new(to_width, to_height, kind);
    let large =
        ImageRef::new(width, height, image.as_bytes(), kind).map_err(|error| failed(&error))?;
    Resizer::new()
        .resize(&large, &mut small, None)
        .map_err(|error| failed(&error))?;
    let bytes = small.into_vec();
    let small = match kind {
        PixelType::U8 => image::GrayImage::from_raw(to_width, to_height, bytes).map(Into::into),
        PixelType::U8x2 => {
            image::GrayAlphaImage::from_raw(to_width, to_height, bytes).map(Into::into)
        }
        PixelType::U8x4 => image::RgbaImage::from_raw(to_width, to_height, bytes).map(Into::into),
        _ => image::RgbImage::from_raw(to_width, to_height, bytes).map(Into::into),
    };
    small.ok_or_else(|| failed(&"its pixels are out of step"))
}

fn encoded(image: &DynamicImage) -> Result<Rendition, NoRendition> {
    let mut bytes = Vec::new();
    let media_type = if image.color().has_alpha() {
        image.write_with_encoder(PngEncoder::new(&mut bytes))?;
        MediaType::Png
    } else {
        image.write_with_encoder(JpegEncoder::new_with_quality(&mut bytes, JPEG_QUALITY))?;
        MediaType::Jpeg
    };
    Ok(Rendition {
        width: image.width(),
        height: image.height(),
        media_type,
        bytes,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::structure::tests::{jpeg_turned, picture};

    fn bytes(image: &DynamicImage, format: ImageFormat) -> Vec<u8> {
        let mut bytes = Cursor::new(Vec::new());
        image.write_to(&mut bytes, format).unwrap();
        bytes.into_inner()
    }

    #[test]
    fn the_longest_edge_has_what_was_asked_for_and_nothing_grows() {
        let jpeg = bytes(&picture(2_000, 1_000), ImageFormat::Jpeg);
        let made = renditions(&jpeg, MediaType::Jpeg, &[320, 1_600, 5_000]).unwrap();
        let sizes: Vec<_> = made.iter().map(|one| (one.width, one.height)).collect();
        assert_eq!(sizes, [(320, 160), (1_600, 800), (2_000, 1_000)]);
        for one in &made {
            let read = image::load_from_memory_with_format(&one.bytes, ImageFormat::Jpeg).unwrap();
            assert_eq!((read.width(), read.height()), (one.width, one.height));
        }
    }

    #[test]
    fn a_turned_photograph_is_shown_upright() {
        // Stored lying: black at the left, white at the right; shown turned by a quarter.
        let file = jpeg_turned(6);
        let made = renditions(&file, MediaType::Jpeg, &[320])
            .unwrap()
            .remove(0);
        assert_eq!((made.width, made.height), (160, 320));
        let read = image::load_from_memory(&made.bytes).unwrap().into_luma8();
        assert!(read.get_pixel(80, 10).0[0] < 60, "what was left is above");
        assert!(
            read.get_pixel(80, 310).0[0] > 190,
            "what was right is below"
        );
    }

    #[test]
    fn what_is_transparent_stays_so() {
        let mut clear = picture(400, 400).into_rgba8();
        clear.pixels_mut().for_each(|pixel| pixel.0[3] = 0);
        let made = renditions(
            &bytes(&clear.into(), ImageFormat::Png),
            MediaType::Png,
            &[320],
        );
        assert_eq!(made.unwrap()[0].media_type, MediaType::Png);
        let solid = bytes(&picture(400, 400).into_rgba8().into(), ImageFormat::Png);
        let made = renditions(&solid, MediaType::Png, &[320]).unwrap();
        assert_eq!(made[0].media_type, MediaType::Jpeg);
    }

    #[test]
    fn webp_and_gif_are_decoded() {
        for (format, media_type) in [
            (ImageFormat::WebP, MediaType::Webp),
            (ImageFormat::Gif, MediaType::Gif),
        ] {
            let file = bytes(&picture(500, 250).into_rgba8().into(), format);
            let made = renditions(&file, media_type, &[320]).unwrap();
            assert_eq!((made[0].width, made[0].height), (320, 160));
        }
    }

    #[test]
    fn what_would_take_too_much_memory_is_left_alone() {
        let bomb = crate::structure::tests::png_of_size(30_000, 30_000);
        let error = renditions(&bomb, MediaType::Png, &[320]).unwrap_err();
        assert!(
            matches!(error, NoRendition::Image(image::ImageError::Limits(_))),
            "{error}"
        );
        let error = renditions(b"", MediaType::Avif, &[320]).unwrap_err();
        assert!(matches!(error, NoRendition::Type(MediaType::Avif)));
    }
}
