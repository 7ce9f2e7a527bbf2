//! XML, and the alerts that stand in it, each as a small tree.
//!
//! Floor 7.
//!
//! The document is read as a stream; only the alert at hand becomes a tree. How
//! deep elements nest and how many there are is bounded, no entity beyond the
//! five of XML is expanded, and a document that declares any is refused, so that
//! memory stays within a few times the size of the document.

use super::alert::CapVersion;
use quick_xml::NsReader;
use quick_xml::events::{BytesRef, BytesStart, Event};
use quick_xml::name::ResolveResult;

/// The elements of CAP that hold elements and no text.
const HAVE_CHILDREN: [&str; 7] =
    ["alert", "info", "resource", "area", "eventCode", "parameter", "geocode"];

/// How much the reader takes.
#[derive(Clone, Copy, Debug)]
pub(super) struct Limits {
    pub(super) depth: usize,
    pub(super) elements: usize,
}

/// An element of an alert.
#[derive(Debug)]
pub(super) struct Node {
    pub(super) name: String,
    /// Whether it is in a namespace of CAP, in that of its alert, or in none.
    pub(super) own: bool,
    /// Whether it is in another namespace than its alert all the same.
    pub(super) astray: bool,
    /// The first element of no CAP that stood within its text.
    pub(super) markup: Option<String>,
    pub(super) line: usize,
    pub(super) text: String,
    pub(super) children: Vec<Node>,
}

/// What stands in a document.
pub(super) enum Found {
    /// An alert, in that namespace.
    Alert(Node, String),
    /// Text of an element, which may itself be a document.
    Text(String, usize),
    /// A document type declaration that declares nothing.
    Doctype(usize),
    /// A reference to an entity that XML does not have.
    Entity(String, usize),
}

/// What the document is, as far as it could be read.
#[derive(Debug, Default)]
pub(super) struct Outline {
    /// The name and namespace of the outermost element.
    pub(super) root: Option<(String, String)>,
    /// How many entries a feed has.
    pub(super) entries: usize,
}

/// Why reading stopped.
pub(super) struct Stop {
    pub(super) line: usize,
    pub(super) refused: bool,
    pub(super) expected: &'static str,
    pub(super) found: String,
}

/// Reads a document that begins on `first_line` and hands on what stands in it.
pub(super) fn walk(
    text: &str,
    first_line: usize,
    limits: Limits,
    outline: &mut Outline,
    take: &mut dyn FnMut(Found),
) -> Result<(), Stop> {
    let mut reader = NsReader::from_str(text);
    reader.config_mut().check_end_names = true;
    let mut walk = Walk {
        limits,
        outline,
        take,
        depth: 0,
        count: 0,
        open: Vec::new(),
        namespace: String::new(),
        loose: String::new(),
    };
    let mut lines = Lines { text, at: 0, line: first_line };
    loop {
        let line = lines.of(reader.buffer_position());
        match reader.read_resolved_event() {
            Ok((namespace, event)) => {
                let namespace = match namespace {
                    ResolveResult::Bound(name) => shortened(name.as_ref()),
                    ResolveResult::Unbound => String::new(),
                    ResolveResult::Unknown(prefix) => shortened(&format!("prefix {prefix}")),
                };
                if walk.event(&namespace, event, line)? {
                    return Ok(());
                }
            }
            Err(error) => {
                let line = lines.of(reader.error_position());
                let found = error.to_string();
                let refused = matches!(error, quick_xml::Error::Namespace(_));
                return Err(Stop { line, refused, expected: "well-formed XML", found });
            }
        }
    }
}

/// Counts lines up to a byte, forwards only.
struct Lines<'a> {
    text: &'a str,
    at: usize,
    line: usize,
}

impl Lines<'_> {
    fn of(&mut self, byte: u64) -> usize {
        let to = usize::try_from(byte).unwrap_or(usize::MAX).min(self.text.len());
        if to > self.at {
            let passed = self.text.as_bytes().get(self.at..to).unwrap_or_default();
            self.line += passed.iter().map(|byte| usize::from(*byte == b'\n')).sum::<usize>();
            self.at = to;
        }
        self.line
    }
}

struct Walk<'a> {
    limits: Limits,
    outline: &'a mut Outline,
    take: &'a mut dyn FnMut(Found),
    depth: usize,
    count: usize,
    /// The open elements of the alert at hand, itself first.
    open: Vec<Node>,
    /// The namespace of the alert at hand.
    namespace: String,
    /// Text outside of alerts since the last tag.
    loose: String,
}

impl Walk<'_> {
    /// Takes one event; true at the end of the document.
    fn event(&mut self, namespace: &str, event: Event<'_>, line: usize) -> Result<bool, Stop> {
        match event {
            Event::Start(start) => self.start(namespace, &start, line)?,
            Event::Empty(start) => {
                self.start(namespace, &start, line)?;
                self.end(line);
            }
            Event::End(_) => self.end(line),
            Event::Text(text) => self.text(&text.xml10_content()),
            Event::CData(text) => self.text(&text.xml10_content()),
            Event::GeneralRef(reference) => self.reference(&reference, line)?,
            Event::DocType(declaration) => {
                if declaration.contains(['[', '!']) {
                    let expected = "no document type that declares anything";
                    return Err(Stop {
                        line,
                        refused: true,
                        expected,
                        found: "one that does".into(),
                    });
                }
                (self.take)(Found::Doctype(line));
            }
            Event::Eof if self.depth > 0 => {
                let (expected, found) = ("the end of every element", "the end of the text".into());
                return Err(Stop { line, refused: false, expected, found });
            }
            Event::Eof => return Ok(true),
            Event::Decl(_) | Event::Comment(_) | Event::PI(_) => {}
        }
        Ok(false)
    }

    fn start(&mut self, namespace: &str, start: &BytesStart<'_>, line: usize) -> Result<(), Stop> {
        self.depth += 1;
        self.count += 1;
        let stop = |expected, found: String| Stop { line, refused: true, expected, found };
        if self.depth > self.limits.depth {
            let found = format!("more than {} levels", self.limits.depth);
            return Err(stop("elements that nest as in CAP", found));
        }
        if self.count > self.limits.elements {
            let found = format!("more than {}", self.limits.elements);
            return Err(stop("as many elements as the reader takes", found));
        }
        self.loose.clear();
        let name = start.local_name();
        let name: &str = name.as_ref();
        if self.outline.root.is_none() {
            self.outline.root = Some((shortened(name), shortened(namespace)));
        }
        if self.open.is_empty() {
            if name != "alert" {
                self.outline.entries += usize::from(matches!(name, "entry" | "item"));
                return Ok(());
            }
            namespace.clone_into(&mut self.namespace);
        }
        let astray = namespace != self.namespace;
        let own = !astray || namespace.is_empty() || CapVersion::of_namespace(namespace).is_some();
        self.open.push(Node {
            name: shortened(name),
            own,
            astray: astray && own,
            markup: None,
            line,
            text: String::new(),
            children: Vec::new(),
        });
        Ok(())
    }

    fn end(&mut self, line: usize) {
        self.depth = self.depth.saturating_sub(1);
        let Some(node) = self.open.pop() else {
            let text = std::mem::take(&mut self.loose);
            if text.trim_start().starts_with('<') && text.contains("alert") {
                (self.take)(Found::Text(text, line));
            }
            return;
        };
        match self.open.last_mut() {
            Some(parent) if HAVE_CHILDREN.contains(&parent.name.as_str()) => {
                parent.children.push(node);
            }
            // Markup in a text: what it marks belongs to the text.
            Some(parent) => {
                parent.text.push_str(&node.text);
                if matches!(node.name.as_str(), "br" | "p" | "div" | "li" | "tr") {
                    parent.text.push('\n');
                }
                parent.markup.get_or_insert(node.name);
            }
            None if is_alert(&node, &self.namespace) => {
                (self.take)(Found::Alert(node, std::mem::take(&mut self.namespace)));
            }
            None => {}
        }
    }

    fn text(&mut self, text: &str) {
        match self.open.last_mut() {
            Some(node) => node.text.push_str(text),
            None => self.loose.push_str(text),
        }
    }

    fn reference(&mut self, reference: &BytesRef<'_>, line: usize) -> Result<(), Stop> {
        let sign = match &**reference {
            "lt" => Some('<'),
            "gt" => Some('>'),
            "amp" => Some('&'),
            "apos" => Some('\''),
            "quot" => Some('"'),
            _ => reference.resolve_char_ref().map_err(|error| Stop {
                line,
                refused: false,
                expected: "a reference to a character",
                found: error.to_string(),
            })?,
        };
        if let Some(sign) = sign {
            self.text(sign.encode_utf8(&mut [0; 4]));
        } else {
            (self.take)(Found::Entity(shortened(reference), line));
            self.text(&format!("&{};", &**reference));
        }
        Ok(())
    }
}

/// Whether an element named `alert` is one of CAP: by its namespace or, if it
/// is in none of CAP, by what stands in it.
fn is_alert(node: &Node, namespace: &str) -> bool {
    CapVersion::of_namespace(namespace).is_some()
        || ["identifier", "msgType", "info"]
            .iter()
            .any(|name| node.children.iter().any(|child| child.name == *name))
}

fn shortened(text: &str) -> String {
    text.chars().take(80).collect()
}
