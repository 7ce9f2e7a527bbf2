//! A map to look at: one HTML file with everything in it, nothing fetched.
//!
//! What draws it is the viewer of `viewer/`, built by npm into one file; here the
//! data is put into it.

mod data;
mod escape;
#[cfg(test)]
mod tests;
mod viewer;

pub use viewer::{Viewer, ViewerError};

use super::DISCLAIMER;
use super::WriteError;
use super::Written;
use super::atomic::Pending;
use super::check_names;
use crate::publish::ReleasedLayer;
use crate::time::TimeWindow;
use jiff::{Timestamp, Zoned};
use std::io::Write;
use std::path::Path;

/// A map page: the layers released to an audience in one HTML file that opens by
/// a double click and asks no server for anything.
///
/// Layers of a [`TimelineView`](crate::layer::TimelineView) have a row for each
/// stretch of time; the page then has a slider over all instants at which
/// something changes, and says and draws the state of each record at each of them.
///
/// Whatever the data says is data to the page: it lies in the file as JSON in
/// which neither a tag nor a comment can stand, and is shown as text. The same
/// input gives the same bytes.
///
/// ```no_run
/// use safepassage::io::write::{MapPage, Viewer};
/// use safepassage::layer::{TimelineView, ToLayers};
/// use safepassage::place::northern_aleppo;
/// use safepassage::publish::Audience;
///
/// let scenario = northern_aleppo()?.scenario;
/// let window = TimelineView::window_of(&scenario).ok_or("no period")?;
/// let layers = TimelineView::new(&scenario, window)?.to_layers()?;
/// let joint = Audience::public().release_together(&layers, &Default::default(), "")?;
/// MapPage::new(Viewer::read("viewer/dist/viewer.html".as_ref())?, "Northern Aleppo")
///     .window(window)
///     .time_zone("Asia/Damascus")
///     .layers(joint.releases.into_iter().map(|release| release.layer))
///     .write_file("map.html".as_ref())?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct MapPage {
    viewer: Viewer,
    title: String,
    note: String,
    known_at: Option<Zoned>,
    time_zone: Option<String>,
    window: Option<TimeWindow>,
    opens_at: Option<Timestamp>,
    language: Option<Language>,
    layers: Vec<ReleasedLayer>,
}

/// The language in which a page opens. Each page has both.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Language {
    /// English, from left to right.
    English,
    /// Arabic, from right to left.
    Arabic,
}

impl Language {
    /// The language's tag (BCP 47).
    pub const fn tag(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::Arabic => "ar",
        }
    }
}

impl MapPage {
    /// A page without layers.
    pub fn new(viewer: Viewer, title: impl Into<String>) -> Self {
        Self {
            viewer,
            title: title.into(),
            note: String::new(),
            known_at: None,
            time_zone: None,
            window: None,
            opens_at: None,
            language: None,
            layers: Vec::new(),
        }
    }

    /// Sets what the reader should know, such as that the geometry is schematic.
    #[must_use]
    pub fn note(mut self, note: impl Into<String>) -> Self {
        self.note = note.into();
        self
    }

    /// Sets up to when reports were taken in.
    #[must_use]
    pub fn known_at(mut self, at: Zoned) -> Self {
        self.known_at = Some(at);
        self
    }

    /// Sets the zone, by its IANA name, in which times are shown beside UTC.
    #[must_use]
    pub fn time_zone(mut self, name: impl Into<String>) -> Self {
        self.time_zone = Some(name.into());
        self
    }

    /// Sets the time that the slider spans; until then it is from the first change
    /// to the last.
    #[must_use]
    pub const fn window(mut self, window: TimeWindow) -> Self {
        self.window = Some(window);
        self
    }

    /// Sets the instant at which the page opens; until then it is the start.
    #[must_use]
    pub const fn opens_at(mut self, at: Timestamp) -> Self {
        self.opens_at = Some(at);
        self
    }

    /// Sets the language in which the page opens; until then it is that of whoever
    /// opens it, if the page has it, or English.
    #[must_use]
    pub const fn language(mut self, language: Language) -> Self {
        self.language = Some(language);
        self
    }

    /// Adds a layer, above those added before where both are of one sort.
    #[must_use]
    pub fn layer(mut self, layer: ReleasedLayer) -> Self {
        self.layers.push(layer);
        self
    }

    /// Adds layers.
    #[must_use]
    pub fn layers(mut self, layers: impl IntoIterator<Item = ReleasedLayer>) -> Self {
        self.layers.extend(layers);
        self
    }

    /// Writes the page to a file, whole or not at all.
    ///
    /// # Errors
    ///
    /// [`WriteError`] naming the file; also if two layers have one name or nothing
    /// is left of a feature's shape at the audience's decimals.
    pub fn write_file(&self, path: &Path) -> Result<Written, WriteError> {
        check_names(self.layers.iter().map(|one| (one.layer().name(), path.to_owned())))?;
        let (pending, written) = Pending::fill(path, |out| self.write_to(out))?;
        pending.keep()?;
        Ok(written)
    }

    /// Writes the page. Memory grows with the number of different shapes.
    ///
    /// # Errors
    ///
    /// [`WriteError`] if `out` fails or nothing is left of a feature's shape.
    pub fn write_to(&self, out: &mut dyn Write) -> Result<Written, WriteError> {
        let mut counted = escape::Counted::new(out);
        let (before, after) = self.viewer.around_data();
        counted.write_all(before.as_bytes()).map_err(WriteError::io)?;
        let (features, parts_lost) = self.write_data(&mut escape::InScript(&mut counted))?;
        counted.write_all(after.as_bytes()).map_err(WriteError::io)?;
        Ok(Written { features, bytes: counted.bytes(), parts_lost, ..Written::default() })
    }

    /// Writes what the page shows, as JSON.
    fn write_data(&self, out: &mut dyn Write) -> Result<(usize, Vec<String>), WriteError> {
        let millis = |at: Timestamp| at.as_millisecond();
        let about = serde_json::json!({
            "title": self.title,
            "note": self.note,
            "disclaimer": DISCLAIMER,
            "audiences": self.audiences(),
            "knownAt": self.known_at.as_ref().map(|at| millis(at.timestamp())),
            "timeZone": self.time_zone,
            "language": self.language.map(Language::tag),
            "at": self.opens_at.map(millis),
            "from": self.window.and_then(|window| window.start()).map(millis),
            "to": self.window.and_then(|window| window.end()).map(millis),
        });
        write!(out, "{{\"about\":{about},\n\"layers\":[").map_err(WriteError::io)?;
        let mut features = 0;
        let mut lost = Vec::new();
        for (position, layer) in self.layers.iter().enumerate() {
            if position > 0 {
                out.write_all(b",").map_err(WriteError::io)?;
            }
            features += data::write_layer(layer, out, &mut lost)?;
        }
        out.write_all(b"\n]}").map_err(WriteError::io)?;
        Ok((features, lost))
    }

    /// The audiences of the layers, each once, sorted.
    fn audiences(&self) -> Vec<&str> {
        let mut found: Vec<&str> = self.layers.iter().map(ReleasedLayer::audience).collect();
        found.sort_unstable();
        found.dedup();
        found
    }
}
