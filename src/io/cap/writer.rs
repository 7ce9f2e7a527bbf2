//! Alerts to XML, as the schema of CAP 1.2 wants it.
//!
//! Floor 7.

use super::alert::{Alert, AlertArea, CapVersion, Info, NamedValue, Resource};
use super::release::ReleasedAlerts;
use super::time::CapTime;
use super::word::{Vocabulary, Word};
use crate::io::write::WriteError;
use crate::io::write::Written;
use crate::io::write::atomic::Pending;
use crate::io::write::atomic::keep_all;
use std::path::Path;

/// Writes released alerts as CAP 1.2, one document an alert.
///
/// Elements stand in the order of the schema. What the schema requires and the
/// alert does not have is written as the word CAP has for that: `Unknown` for
/// urgency, severity and certainty, `Other` for the category, "unspecified" for
/// texts. Times are written in the form of the schema; one that cannot be read
/// is left out. A control character that XML cannot hold becomes U+FFFD.
#[derive(Clone, Copy, Debug, Default)]
#[must_use]
pub struct CapWriter {}

impl CapWriter {
    /// A writer.
    pub const fn new() -> Self {
        Self {}
    }

    /// Each alert as a document, in their order. Linear in their size.
    #[allow(clippy::wrong_self_convention)] // the writers of layers have it so
    pub fn to_strings(&self, alerts: &ReleasedAlerts) -> Vec<String> {
        alerts.alerts.iter().map(document).collect()
    }

    /// Writes each alert to `folder`, into a file named by its number and
    /// identifier, such as `0001-curfew-7.xml`. All of them are written aside
    /// first: if one fails, none appears.
    ///
    /// # Errors
    ///
    /// [`WriteError`] naming the file.
    pub fn write_folder(
        &self,
        alerts: &ReleasedAlerts,
        folder: &Path,
    ) -> Result<Vec<Written>, WriteError> {
        let mut pending = Vec::new();
        for (number, alert) in alerts.alerts.iter().enumerate() {
            let path = folder.join(format!("{:04}-{}.xml", number + 1, file_name(alert)));
            let text = document(alert);
            let areas = alert.infos.iter().map(|info| info.areas.len()).sum();
            pending.push(Pending::fill(&path, |out| {
                out.write_all(text.as_bytes()).map_err(WriteError::io)?;
                let (features, bytes) = (areas, text.len() as u64);
                Ok(Written { features, bytes, ..Written::default() })
            })?);
        }
        keep_all(pending)
    }
}

/// At most 60 letters, digits, dots and dashes of the identifier.
fn file_name(alert: &Alert) -> String {
    let plain = |sign: char| {
        if sign.is_ascii_alphanumeric() || matches!(sign, '.' | '-') { sign } else { '_' }
    };
    alert.identifier.chars().take(60).map(plain).collect()
}

fn document(alert: &Alert) -> String {
    let mut xml = Xml { text: String::new(), depth: 0 };
    xml.text.push_str("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    xml.line(&format!("<alert xmlns=\"{}\">", CapVersion::V1_2.namespace()));
    xml.depth += 1;
    xml.element("identifier", &alert.identifier);
    xml.element("sender", &alert.sender);
    xml.time("sent", Some(&alert.sent));
    xml.word("status", alert.status.as_ref(), "");
    xml.word("msgType", alert.msg_type.as_ref(), "");
    xml.optional("source", alert.source.as_ref());
    xml.word("scope", alert.scope.as_ref(), "");
    xml.optional("restriction", alert.restriction.as_ref());
    xml.optional("addresses", alert.addresses.as_ref());
    alert.codes.iter().for_each(|code| xml.element("code", code));
    xml.optional("note", alert.note.as_ref());
    if !alert.references.is_empty() {
        let all: Vec<String> = alert.references.iter().map(ToString::to_string).collect();
        xml.element("references", &all.join(" "));
    }
    xml.optional("incidents", alert.incidents.as_ref());
    for info in &alert.infos {
        xml.block("info", |xml| write_info(xml, info));
    }
    xml.depth -= 1;
    xml.line("</alert>");
    xml.text
}

fn write_info(xml: &mut Xml, info: &Info) {
    xml.optional("language", info.language.as_ref());
    if info.categories.is_empty() {
        xml.element("category", "Other");
    }
    info.categories.iter().for_each(|word| xml.element("category", word.as_str()));
    xml.required("event", &info.event);
    info.response_types.iter().for_each(|word| xml.element("responseType", word.as_str()));
    xml.word("urgency", info.urgency.as_ref(), "Unknown");
    xml.word("severity", info.severity.as_ref(), "Unknown");
    xml.word("certainty", info.certainty.as_ref(), "Unknown");
    xml.optional("audience", info.audience.as_ref());
    info.event_codes.iter().for_each(|pair| xml.pair("eventCode", pair));
    xml.time("effective", info.effective.as_ref());
    xml.time("onset", info.onset.as_ref());
    xml.time("expires", info.expires.as_ref());
    xml.optional("senderName", info.sender_name.as_ref());
    xml.optional("headline", info.headline.as_ref());
    xml.optional("description", info.description.as_ref());
    xml.optional("instruction", info.instruction.as_ref());
    xml.optional("web", info.web.as_ref());
    xml.optional("contact", info.contact.as_ref());
    info.parameters.iter().for_each(|pair| xml.pair("parameter", pair));
    for resource in &info.resources {
        xml.block("resource", |xml| write_resource(xml, resource));
    }
    for area in &info.areas {
        xml.block("area", |xml| write_area(xml, area));
    }
}

fn write_resource(xml: &mut Xml, resource: &Resource) {
    xml.required("resourceDesc", &resource.description);
    xml.required("mimeType", resource.mime_type.as_deref().unwrap_or("application/octet-stream"));
    xml.optional("size", resource.size.as_ref());
    xml.optional("uri", resource.uri.as_ref());
    xml.optional("derefUri", resource.deref_uri.as_ref());
    xml.optional("digest", resource.digest.as_ref());
}

fn write_area(xml: &mut Xml, area: &AlertArea) {
    xml.required("areaDesc", &area.description);
    for ring in &area.polygons {
        let pairs: Vec<String> =
            ring.0.iter().map(|[lon, lat]| format!("{},{}", plain(*lat), plain(*lon))).collect();
        xml.element("polygon", &pairs.join(" "));
    }
    for circle in &area.circles {
        let [lon, lat] = circle.centre;
        let text = format!("{},{} {}", plain(lat), plain(lon), plain(circle.radius_km));
        xml.element("circle", &text);
    }
    area.geocodes.iter().for_each(|pair| xml.pair("geocode", pair));
    xml.optional("altitude", area.altitude.as_ref());
    xml.optional("ceiling", area.ceiling.as_ref());
}

/// The number without an exponent and without a minus before zero.
fn plain(number: f64) -> String {
    format!("{}", number + 0.0)
}

struct Xml {
    text: String,
    depth: usize,
}

impl Xml {
    fn line(&mut self, line: &str) {
        self.text.extend(std::iter::repeat_n("  ", self.depth));
        self.text.push_str(line);
        self.text.push('\n');
    }

    fn element(&mut self, name: &str, text: &str) {
        self.line(&format!("<{name}>{}</{name}>", escaped(text)));
    }

    fn optional(&mut self, name: &str, text: Option<&String>) {
        if let Some(text) = text.filter(|text| !text.is_empty()) {
            self.element(name, text);
        }
    }

    fn required(&mut self, name: &str, text: &str) {
        self.element(name, if text.is_empty() { "unspecified" } else { text });
    }

    fn word<T: Vocabulary>(&mut self, name: &str, word: Option<&Word<T>>, otherwise: &str) {
        self.element(name, word.map_or(otherwise, Word::as_str));
    }

    fn time(&mut self, name: &str, time: Option<&CapTime>) {
        let Some(time) = time else { return };
        if time.is_exact() {
            self.element(name, time.as_str());
        } else if let Some(instant) = time.instant() {
            self.element(name, CapTime::of(instant).as_str());
        }
    }

    fn pair(&mut self, name: &str, pair: &NamedValue) {
        self.block(name, |xml| {
            xml.element("valueName", &pair.name);
            xml.element("value", &pair.value);
        });
    }

    fn block(&mut self, name: &str, fill: impl FnOnce(&mut Self)) {
        self.line(&format!("<{name}>"));
        self.depth += 1;
        fill(self);
        self.depth -= 1;
        self.line(&format!("</{name}>"));
    }
}

/// Text as XML holds it. A carriage return is written as a reference, since a
/// reader makes a line feed of a bare one.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for sign in text.chars() {
        match sign {
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '&' => escaped.push_str("&amp;"),
            '\r' => escaped.push_str("&#13;"),
            '\t' | '\n' => escaped.push(sign),
            '\0'..='\u{1F}' | '\u{FFFE}' | '\u{FFFF}' => escaped.push('\u{FFFD}'),
            _ => escaped.push(sign),
        }
    }
    escaped
}
