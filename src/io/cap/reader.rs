//! The reader: alerts out of documents, and what was wrong with them.
//!
//! Floor 7.

use super::alert::{Alert, AlertArea};
use super::fields::Issues;
use super::parse;
use super::rules;
use super::text;
use super::tree;
use super::tree::{Found, Limits, Outline, Stop};
use crate::io::read::{ReadError, ReadMode};
use crate::record::RecordRef;
use crate::scenario::Issue;
use crate::severity::Severity;
use std::io::Read;
use std::path::Path;

/// The most bytes of one document that are read unless told otherwise: 64 MiB.
const MOST_BYTES: u64 = 64 << 20;
/// How many documents may stand within documents, as text.
const DEEPEST_TEXT: usize = 2;

/// What was read.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct LoadedAlerts {
    /// Every alert that could be read, in the order of the document.
    pub alerts: Vec<Alert>,
    /// Everything that is wrong or worth knowing, in the order of the document.
    pub issues: Vec<Issue>,
}

impl LoadedAlerts {
    /// The issues at error level.
    pub fn errors(&self) -> impl Iterator<Item = &Issue> {
        self.issues.iter().filter(|issue| issue.severity == Severity::Error)
    }
}

/// Reads CAP alerts, alone or inside another document, such as a feed or an
/// envelope.
///
/// ```
/// use safepassage::io::cap::CapReader;
///
/// let text = r#"<alert xmlns="urn:oasis:names:tc:emergency:cap:1.2">
///   <identifier>7</identifier><sender>civil@example.org</sender>
///   <sent>2026-01-08T10:00:00+03:00</sent><status>Actual</status>
///   <msgType>Alert</msgType><scope>Public</scope></alert>"#;
/// let loaded = CapReader::new().from_str("alert.xml", text)?;
/// assert_eq!(loaded.alerts[0].identifier, "7");
/// assert_eq!(loaded.issues, []);
/// # Ok::<(), safepassage::io::read::ReadError>(())
/// ```
#[derive(Clone, Copy, Debug)]
#[must_use]
pub struct CapReader {
    mode: ReadMode,
    most_bytes: u64,
    limits: Limits,
}

impl Default for CapReader {
    fn default() -> Self {
        Self::new()
    }
}

impl CapReader {
    /// A lenient reader of documents up to 64 MiB, 64 levels and 1 000 000 elements.
    pub const fn new() -> Self {
        let limits = Limits { depth: 64, elements: 1_000_000 };
        Self { mode: ReadMode::Lenient, most_bytes: MOST_BYTES, limits }
    }

    /// What to do about an error in the data.
    pub const fn mode(mut self, mode: ReadMode) -> Self {
        self.mode = mode;
        self
    }

    /// The most bytes to take of one document.
    pub const fn most_bytes(mut self, bytes: u64) -> Self {
        self.most_bytes = bytes;
        self
    }

    /// The most levels of elements within elements, at most 1000.
    pub const fn most_depth(mut self, levels: usize) -> Self {
        self.limits.depth = if levels > 1000 { 1000 } else { levels };
        self
    }

    /// The most elements of one document.
    pub const fn most_elements(mut self, elements: usize) -> Self {
        self.limits.elements = elements;
        self
    }

    /// Reads a file.
    ///
    /// # Errors
    ///
    /// [`ReadError`] if the file cannot be opened, is no plain file, has more
    /// bytes than the reader takes, or is in an encoding that is not read. With
    /// [`ReadMode::Strict`] also for the first issue at error level.
    pub fn from_path(&self, path: impl AsRef<Path>) -> Result<LoadedAlerts, ReadError> {
        let path = path.as_ref();
        let at = RecordRef::file(path.display().to_string());
        let bytes = text::read_file(path, &at, self.most_bytes)?;
        self.bytes(bytes, &at)
    }

    /// Reads a stream, named `name` in issues.
    ///
    /// # Errors
    ///
    /// As [`CapReader::from_path`].
    pub fn from_reader(&self, name: &str, input: impl Read) -> Result<LoadedAlerts, ReadError> {
        let at = RecordRef::file(name);
        let bytes = text::read_all(input, &at, self.most_bytes)?;
        self.bytes(bytes, &at)
    }

    /// Reads text, named `name` in issues. Which encoding it says it was in
    /// does not matter.
    ///
    /// # Errors
    ///
    /// As [`CapReader::from_path`].
    #[allow(clippy::should_implement_trait)] // takes a name beside the text
    pub fn from_str(&self, name: &str, text: &str) -> Result<LoadedAlerts, ReadError> {
        let at = RecordRef::file(name);
        if text.len() as u64 > self.most_bytes {
            let (limit, found) = (self.most_bytes, text.len().to_string());
            return Err(ReadError::TooLarge { at, limit, found });
        }
        self.document(text.trim_start_matches('\u{FEFF}'), &at, Issues::default())
    }

    fn bytes(&self, bytes: Vec<u8>, at: &RecordRef) -> Result<LoadedAlerts, ReadError> {
        let text::Text { text, converted } = text::decode(bytes, at)?;
        let mut issues = Issues::default();
        if let Some(found) = converted {
            let text = format!("expected UTF-8, found {found}");
            issues.push(rules::ENCODING_CONVERTED.issue(at.clone(), text).hint("converted"));
        }
        self.document(&text, at, issues)
    }

    fn document(
        &self,
        text: &str,
        at: &RecordRef,
        issues: Issues,
    ) -> Result<LoadedAlerts, ReadError> {
        let mut intake = Intake { limits: self.limits, at, alerts: Vec::new(), issues };
        let outline = intake.walk(text, 0, 1);
        if intake.alerts.is_empty() {
            let (found, hint) = what_stands_there(text, &outline);
            let issue =
                rules::NO_ALERT.issue(at.clone(), format!("expected a CAP alert, found {found}"));
            intake.issues.push(if hint.is_empty() { issue } else { issue.hint(hint) });
        } else if let Some((root, _)) = outline.root.filter(|(name, _)| name != "alert") {
            let text =
                format!("expected an alert alone, found {} in <{root}>", intake.alerts.len());
            intake.issues.push(rules::WRAPPED.issue(at.clone(), text));
        }
        let (alerts, issues) = (intake.alerts, intake.issues.into_list(at));
        let first = issues.iter().find(|issue| issue.severity == Severity::Error);
        match first {
            Some(issue) if self.mode == ReadMode::Strict => Err(issue.clone().into()),
            _ => Ok(LoadedAlerts { alerts, issues }),
        }
    }
}

struct Intake<'a> {
    limits: Limits,
    at: &'a RecordRef,
    alerts: Vec<Alert>,
    issues: Issues,
}

impl Intake<'_> {
    /// Reads a document that stands `level` deep as text in another, from
    /// `first_line` on.
    fn walk(&mut self, text: &str, level: usize, first_line: usize) -> Outline {
        let mut outline = Outline::default();
        let mut inner = Vec::new();
        let limits = self.limits;
        let stopped =
            tree::walk(text, first_line, limits, &mut outline, &mut |found| match found {
                Found::Alert(node, namespace) => self.alert(&node, &namespace),
                Found::Text(text, line) if level < DEEPEST_TEXT => inner.push((text, line)),
                Found::Text(..) => {}
                Found::Doctype(line) => {
                    let text =
                        format!("line {line}: expected no document type declaration, found one");
                    let issue = rules::DOCTYPE.issue(self.at.clone(), text);
                    self.issues.push(issue.hint("nothing was fetched"));
                }
                Found::Entity(name, line) => {
                    let text = format!(
                        "line {line}: expected one of the five entities of XML, found \"&{name};\""
                    );
                    let issue = rules::ENTITY_UNKNOWN.issue(self.at.clone(), text);
                    self.issues.push(issue.hint("kept as text"));
                }
            });
        if let Err(Stop { line, refused, expected, found }) = stopped {
            let rule = if refused { rules::XML_REFUSED } else { rules::XML_MALFORMED };
            let found = crate::scenario::rules::cut(&found);
            let text = format!("line {line}: expected {expected}, found {found}");
            let issue = rule.issue(self.at.clone(), text);
            self.issues.push(issue.hint("nothing after it was read"));
        }
        for (text, line) in inner {
            // `line` is where the text ends.
            let from_here = text.trim_start();
            let lines = from_here.bytes().filter(|byte| *byte == b'\n').count();
            self.walk(from_here, level + 1, line.saturating_sub(lines).max(1));
        }
        outline
    }

    fn alert(&mut self, node: &tree::Node, namespace: &str) {
        let at = self.at.clone().feature(self.alerts.len() as u64 + 1);
        let (alert, at) = parse::alert(node, namespace, &at, &mut self.issues);
        let infos = node.children.iter().filter(|child| child.own && child.name == "info");
        for (i, (info, node)) in alert.infos.iter().zip(infos).enumerate() {
            let areas = node.children.iter().filter(|child| child.own && child.name == "area");
            for (a, (area, node)) in info.areas.iter().zip(areas).enumerate() {
                let path = format!("line {}, alert/info[{}]/area[{}]", node.line, i + 1, a + 1);
                self.shape(area, &path, &at);
            }
        }
        self.alerts.push(alert);
    }

    /// Says what is wrong with the shape of an area.
    fn shape(&mut self, area: &AlertArea, path: &str, at: &RecordRef) {
        for mut issue in area.shape(at).1 {
            issue.text = format!("{path}/{}", issue.text);
            self.issues.push(issue);
        }
    }
}

/// What a document without an alert is, and what to do about it.
fn what_stands_there(text: &str, outline: &Outline) -> (String, &'static str) {
    match &outline.root {
        Some((name, namespace)) => {
            let namespace =
                if namespace.is_empty() { String::new() } else { format!(" of {namespace:?}") };
            match (name.as_str(), outline.entries) {
                ("feed" | "rss" | "RDF", entries) => (
                    format!("a feed <{name}>{namespace} of {entries} entries"),
                    "a feed may list alerts by link: fetch those",
                ),
                _ => (format!("an element <{name}>{namespace}"), ""),
            }
        }
        None => match text.trim_start().chars().next() {
            None => ("nothing".to_owned(), ""),
            Some('{' | '[') => ("what looks like JSON".to_owned(), "ask the source for CAP in XML"),
            Some(_) => ("no XML element".to_owned(), ""),
        },
    }
}
