//! The sheet as a picture of dots.

use super::{HEIGHT, MapSheet, WIDTH, text};
use crate::io::write::WriteError;
use crate::io::write::Written;
use crate::io::write::atomic::Pending;
use ::png::{BitDepth, ColorType, Encoder, PixelDimensions, Unit};
use resvg::render;
use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::fontdb::{Database, Family, Query};
use resvg::usvg::{Options, Tree};
use std::path::Path;
use std::sync::Arc;

/// Dots an inch at which a unit of the sheet is one dot.
const UNITS_AN_INCH: f64 = 96.0;
const INCHES_A_METRE: f64 = 39.370_078_740_157_48;

impl MapSheet {
    /// Writes the sheet as PNG, whole or not at all: A4 at `dpi` dots an inch, from
    /// 36 to 600 (150 for a screen, 300 for print).
    ///
    /// Letters are drawn with the fonts of the machine (Noto Sans and Noto Sans
    /// Arabic where they are there), so machines with other fonts give other
    /// bytes; the same machine gives the same. Arabic is shaped. A letter that no
    /// font has is drawn as an empty box.
    ///
    /// # Errors
    ///
    /// [`WriteError`] naming the file: if the dots are too few or too many, or
    /// the machine has no font at all, since a map without words misleads.
    pub fn write_png(&self, path: &Path, dpi: f64) -> Result<Written, WriteError> {
        let (pending, written) = Pending::fill(path, |out| {
            let fail = |reason: String| WriteError::format("PNG", &reason);
            if !(36.0..=600.0).contains(&dpi) {
                return Err(fail(format!("expected 36 to 600 dots an inch, found {dpi}")));
            }
            let fonts = fonts().ok_or_else(|| {
                fail("expected a font on this machine, such as Noto Sans, found none".to_owned())
            })?;
            let options = Options { fontdb: Arc::new(fonts), ..Options::default() };
            let tree = Tree::from_str(&held_for_resvg(&self.to_svg()), &options)
                .map_err(|error| fail(error.to_string()))?;
            let scale = dpi / UNITS_AN_INCH;
            let size = ((WIDTH * scale).round() as u32, (HEIGHT * scale).round() as u32);
            let mut dots = Pixmap::new(size.0, size.1).ok_or_else(|| {
                fail(format!("expected a picture, found {} × {}", size.0, size.1))
            })?;
            let scale = scale as f32;
            render(&tree, Transform::from_scale(scale, scale), &mut dots.as_mut());
            let bytes = encode(&dots, dpi).map_err(|error| fail(error.to_string()))?;
            out.write_all(&bytes).map_err(WriteError::io)?;
            let features = self.layers.iter().map(|one| one.layer().features().len()).sum();
            Ok(Written { features, bytes: bytes.len() as u64, ..Written::default() })
        })?;
        pending.keep()?;
        Ok(written)
    }
}

/// The sheet with text that runs from right to left held at the other end: resvg
/// does not read `direction`, which turns the ends round.
fn held_for_resvg(svg: &str) -> String {
    let mut held = String::with_capacity(svg.len());
    let mut rest = svg;
    while let Some(at) = rest.find("<text ") {
        let (before, tag) = rest.split_at(at);
        held.push_str(before);
        let (tag, after) = tag.split_at(tag.find('>').unwrap_or(tag.len()));
        let (start, end) = (r#"text-anchor="start""#, r#"text-anchor="end""#);
        if !tag.contains(r#"direction="rtl""#) {
            held.push_str(tag);
        } else if tag.contains(start) {
            held.push_str(&tag.replace(start, end));
        } else {
            held.push_str(&tag.replace(end, start));
        }
        rest = after;
    }
    held.push_str(rest);
    held
}

/// The dots without transparency: the sheet is white all over.
fn encode(dots: &Pixmap, dpi: f64) -> Result<Vec<u8>, ::png::EncodingError> {
    let colours: Vec<u8> =
        dots.pixels().iter().flat_map(|dot| [dot.red(), dot.green(), dot.blue()]).collect();
    let mut bytes = Vec::new();
    let mut encoder = Encoder::new(&mut bytes, dots.width(), dots.height());
    encoder.set_color(ColorType::Rgb);
    encoder.set_depth(BitDepth::Eight);
    let a_metre = (dpi * INCHES_A_METRE).round() as u32;
    encoder.set_pixel_dims(Some(PixelDimensions {
        xppu: a_metre,
        yppu: a_metre,
        unit: Unit::Meter,
    }));
    let mut writer = encoder.write_header()?;
    writer.write_image_data(&colours)?;
    writer.finish()?;
    Ok(bytes)
}

/// The fonts of the machine, so that a family the sheet names is among them;
/// nothing if there is none.
fn fonts() -> Option<Database> {
    let mut fonts = Database::new();
    fonts.load_system_fonts();
    let named: Vec<Family<'_>> = text::FONTS.split(", ").map(Family::Name).collect();
    let found = fonts.query(&Query { families: &named, ..Query::default() });
    let family =
        |face: &resvg::usvg::fontdb::FaceInfo| face.families.first().map(|(name, _)| name.clone());
    let last_resort = match found.and_then(|id| fonts.face(id)).and_then(family) {
        Some(name) => name,
        // Sorted, so that it does not depend on the order of the folders.
        None => fonts.faces().filter_map(family).min()?,
    };
    fonts.set_sans_serif_family(last_resort);
    Some(fonts)
}

#[cfg(test)]
mod tests;
