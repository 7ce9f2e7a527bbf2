//! A plain map to look at or to print: one SVG file, no script, nothing fetched.

mod draw;
mod furniture;
mod labels;
mod paint;
#[cfg(feature = "png")]
mod png;
mod scene;
pub(in crate::io::write) mod style;
mod symbol;
pub(super) mod text;
mod view;

use super::WriteError;
use super::Written;
use super::atomic::Pending;
use crate::publish::ReleasedLayer;
use ::svg::Document;
use ::svg::node::element::Element;
use draw::{group, rect, stroke};
use geo::Rect;
use jiff::Zoned;
use std::collections::BTreeSet;
use std::path::Path;
use text::{Hold, Line, wrap};
use view::{Frame, View};

/// Said on every sheet.
pub const DISCLAIMER: &str = "Reported by the sources named; not a statement that any way is \
     passable or free of danger. Boundaries and names shown do not imply endorsement.";

const WIDTH: f64 = 1123.0;
const HEIGHT: f64 = 794.0;
const MARGIN: f64 = 30.0;
const SIDE_WIDTH: f64 = 240.0;
const SIDE_X: f64 = WIDTH - MARGIN - SIDE_WIDTH;
const MAP: Frame = Frame { x: 40.0, y: 88.0, width: SIDE_X - 20.0 - 40.0, height: 612.0 };

/// A situation map on one sheet (A4, landscape): the layers released to an
/// audience, with title, time, legend, scale bar, north arrow, sources and
/// [`DISCLAIMER`].
///
/// Positions are laid out in metres around the map's centre
/// ([`LocalFrame`](crate::geodesy::LocalFrame)), so it is for a city or a district. Names in Arabic stay in
/// logical order and are shaped by whatever shows the file. Text is escaped and
/// cleared of control characters. The same input gives the same bytes.
///
/// ```
/// use safepassage::io::write::MapSheet;
/// use safepassage::layer::{GeometryType, Layer};
/// use safepassage::publish::Audience;
///
/// let layer = Layer::builder("shelters", GeometryType::Point).build()?;
/// let sheet = MapSheet::new("Northern Aleppo").layer(Audience::public().release(&layer).layer);
/// assert!(sheet.to_svg().starts_with("<svg"));
/// # Ok::<(), safepassage::layer::LayerError>(())
/// ```
#[derive(Clone, Debug)]
pub struct MapSheet {
    title: String,
    subtitle: String,
    as_of: Option<Zoned>,
    known_at: Option<Zoned>,
    notes: Vec<String>,
    sources: Vec<String>,
    extent: Option<Rect>,
    layers: Vec<ReleasedLayer>,
}

impl MapSheet {
    /// An empty sheet.
    pub fn new(title: impl Into<String>) -> Self {
        Self {
            title: title.into(),
            subtitle: String::new(),
            as_of: None,
            known_at: None,
            notes: Vec::new(),
            sources: Vec::new(),
            extent: None,
            layers: Vec::new(),
        }
    }

    /// Sets the line beneath the title.
    #[must_use]
    pub fn subtitle(mut self, subtitle: impl Into<String>) -> Self {
        self.subtitle = subtitle.into();
        self
    }

    /// Sets the instant that the map speaks of, printed in its own time zone.
    #[must_use]
    pub fn as_of(mut self, at: Zoned) -> Self {
        self.as_of = Some(at);
        self
    }

    /// Sets up to when reports were taken in: printed as "as known at", in its
    /// own time zone.
    #[must_use]
    pub fn known_at(mut self, at: Zoned) -> Self {
        self.known_at = Some(at);
        self
    }

    /// Adds a note beneath the legend.
    #[must_use]
    pub fn note(mut self, note: impl Into<String>) -> Self {
        self.notes.push(note.into());
        self
    }

    /// Adds a source to those that the layers name in their column `source`.
    #[must_use]
    pub fn source(mut self, source: impl Into<String>) -> Self {
        self.sources.push(source.into());
        self
    }

    /// Sets what is shown, in degrees; its east may lie beyond 180. Until then
    /// it is the box round all features that are not streets.
    #[must_use]
    pub const fn extent(mut self, extent: Rect) -> Self {
        self.extent = Some(extent);
        self
    }

    /// Adds a layer.
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

    /// The sheet as SVG text.
    pub fn to_svg(&self) -> String {
        let extent = self.extent.or_else(|| scene::extent(&self.layers).map(padded));
        let view = View::fit(extent.unwrap_or_else(|| Rect::new((0.0, 0.0), (0.0, 0.0))), MAP);
        let items = scene::items(&self.layers, &view);
        let mut document = Document::new()
            .set("viewBox", (0, 0, WIDTH as i64, HEIGHT as i64))
            .set("width", WIDTH as i64)
            .set("height", HEIGHT as i64)
            .set("font-family", text::FONTS)
            .set("role", "img")
            .add(::svg::node::element::Title::new(text::harmless(&self.title)))
            .add(paint::definitions(&MAP))
            .add(rect(0.0, 0.0, WIDTH, HEIGHT, "#ffffff"))
            .add(self.head());
        for part in map(&items, &view) {
            document = document.add(part);
        }
        let mut text = document.add(self.side(&items)).add(self.foot()).to_string();
        text.push('\n');
        text
    }

    /// Writes the sheet to a file, whole or not at all.
    ///
    /// # Errors
    ///
    /// [`WriteError`] naming the file.
    pub fn write_file(&self, path: &Path) -> Result<Written, WriteError> {
        let (pending, written) = Pending::fill(path, |out| {
            let text = self.to_svg();
            out.write_all(text.as_bytes()).map_err(WriteError::io)?;
            let features = self.layers.iter().map(|one| one.layer().features().len()).sum();
            Ok(Written { features, bytes: text.len() as u64, ..Written::default() })
        })?;
        pending.keep()?;
        Ok(written)
    }

    fn head(&self) -> Element {
        let room = SIDE_X - MARGIN - 30.0;
        let one_line = |text: &str, size: f64| {
            wrap(&text::harmless(text), size, room, 1).into_iter().next().unwrap_or_default()
        };
        let (title, subtitle) = (one_line(&self.title, 23.0), one_line(&self.subtitle, 12.5));
        let mut parts = vec![
            rect(0.0, 0.0, WIDTH, 6.0, style::BLUE),
            Line::new(&title, MARGIN, 40.0, 23.0).bold().colour("#1b3a57").draw(),
            Line::new(&subtitle, MARGIN, 61.0, 12.5).colour("#5b636d").draw(),
            stroke((MARGIN, 74.0), (WIDTH - MARGIN, 74.0), "#c9d3db", 1.0),
        ];
        if let Some(at) = &self.as_of {
            let right = WIDTH - MARGIN;
            let day = at.strftime("%-d %B %Y, %H:%M").to_string();
            let zone = at.strftime("%Q (UTC%:z)").to_string();
            let held = |text, y, size| Line::new(text, right, y, size).hold(Hold::Right);
            parts.push(held("AS REPORTED FOR", 24.0, 8.5).colour(style::GREY).draw());
            parts.push(held(&day, 44.0, 17.0).bold().colour("#1b3a57").draw());
            parts.push(held(&zone, 61.0, 11.0).colour("#5b636d").draw());
        }
        group(&[("class", "head")], parts)
    }

    fn side(&self, items: &[scene::Item]) -> Element {
        let (legend, mut y) = furniture::legend(items, SIDE_X, MAP.y + 10.0, 640.0);
        let mut parts = vec![legend];
        let lowest = MAP.y + MAP.height;
        if !self.notes.is_empty() && y + 48.0 < lowest {
            y += 24.0;
            parts.push(furniture::heading("NOTES", SIDE_X, y));
            y += 21.0;
            for note in &self.notes {
                for line in wrap(&text::harmless(note), 10.5, SIDE_WIDTH, 14) {
                    if y > lowest {
                        break;
                    }
                    let held =
                        if text::runs_right_to_left(&line) { Hold::Right } else { Hold::Left };
                    let x = if held == Hold::Right { SIDE_X + SIDE_WIDTH } else { SIDE_X };
                    parts.push(Line::new(&line, x, y, 10.5).colour("#4b525b").hold(held).draw());
                    y += 14.0;
                }
                y += 5.0;
            }
        }
        group(&[("class", "side")], parts)
    }

    fn foot(&self) -> Element {
        let room = WIDTH - 2.0 * MARGIN;
        let sources = self.all_sources();
        let named = if sources.is_empty() { "none named".to_owned() } else { sources.join("; ") };
        let audiences: BTreeSet<&str> = self.layers.iter().map(ReleasedLayer::audience).collect();
        let audiences: Vec<&str> = audiences.into_iter().collect();
        let mut parts = vec![stroke((MARGIN, 727.0), (WIDTH - MARGIN, 727.0), "#c9d3db", 1.0)];
        let mut y = 742.0;
        let known = self.known_at.as_ref().map_or_else(String::new, |at| {
            at.strftime("As known at %-d %B %Y, %H:%M (UTC%:z). ").to_string()
        });
        let said = text::harmless(&format!("{known}Sources: {named}."));
        let mut lines = wrap(&said, 9.5, room, 2);
        lines.extend(wrap(DISCLAIMER, 9.5, room, 2));
        if !audiences.is_empty() {
            lines.push(text::harmless(&format!("Audience: {}.", audiences.join(", "))));
        }
        for line in lines {
            parts.push(Line::new(&line, MARGIN, y, 9.5).colour("#6a727c").draw());
            y += 13.0;
        }
        group(&[("class", "foot")], parts)
    }

    /// The sources given and those that the layers name, each once.
    fn all_sources(&self) -> Vec<String> {
        let mut found = self.sources.clone();
        let mut named = BTreeSet::new();
        for layer in self.layers.iter().map(ReleasedLayer::layer) {
            let Some(column) = layer.field_index("source") else { continue };
            let values =
                layer.features().iter().filter_map(|one| one.values().get(column)?.as_ref());
            named.extend(values.filter_map(|value| value.as_text()).map(str::to_owned));
        }
        found.extend(named);
        let mut seen = BTreeSet::new();
        found.retain(|source| seen.insert(source.clone()));
        found
    }
}

/// The map itself with what stands in its frame.
fn map(items: &[scene::Item], view: &View) -> Vec<Element> {
    let (scale, scale_box) = furniture::scale_bar(view);
    let (north, north_box) = furniture::north(&MAP);
    let mut taken = vec![scale_box, north_box];
    let inner =
        Frame { x: MAP.x + 4.0, y: MAP.y + 4.0, width: MAP.width - 8.0, height: MAP.height - 8.0 };
    let labels = labels::labels(items, &inner, &mut taken);
    let mut content = vec![rect(MAP.x, MAP.y, MAP.width, MAP.height, "#f3f0e8")];
    content.extend(paint::features(items));
    content.push(group(&[("class", "labels")], labels));
    content.extend([scale, north]);
    let mut border = rect(MAP.x, MAP.y, MAP.width, MAP.height, "none");
    ::svg::node::Node::assign(&mut border, "stroke", "#8a8f96");
    let clipped = group(&[("class", "map"), ("clip-path", "url(#map-frame)")], content);
    vec![clipped, border, furniture::graticule(view)]
}

/// The extent with a margin of 7 %.
fn padded(extent: Rect) -> Rect {
    let (dx, dy) = (extent.width() * 0.07, extent.height() * 0.07);
    let (low, high) = (extent.min(), extent.max());
    Rect::new((low.x - dx, low.y - dy), (high.x + dx, high.y + dy))
}

#[cfg(test)]
mod tests;
