//! OpenStreetMap XML, read as a stream.
//!
//! Floor 7.
//!
//! One tag is held at a time, of at most a megabyte, and elements nest a few
//! levels at most. No entity beyond the five of XML is expanded, and a document
//! type declaration is refused.
//!
//! Source: OpenStreetMap wiki, "OSM XML".

use super::Problem;
use super::element::Member;
use super::element::MemberKind;
use super::element::Pass;
use super::element::Tags;
use super::element::Visitor;
use geo::Coord;
use quick_xml::Reader;
use quick_xml::XmlVersion;
use quick_xml::events::BytesStart;
use quick_xml::events::Event;
use std::io;
use std::io::BufRead;
use std::io::BufReader;
use std::io::Read;

/// Most bytes of one tag, text or comment.
const MOST_EVENT: u64 = 1 << 20;
/// Most levels of elements within elements.
const MOST_DEPTH: usize = 32;
/// Most nodes, members or tags of one element.
const MOST_PARTS: usize = 1 << 20;

/// Hands on no more than a megabyte for each event.
struct Guarded<R> {
    input: R,
    left: u64,
}

impl<R: Read> Read for Guarded<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        self.input.read(into)
    }
}

impl<R: BufRead> BufRead for Guarded<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.left == 0 {
            return Err(io::Error::other(TooLong));
        }
        self.input.fill_buf()
    }

    fn consume(&mut self, amount: usize) {
        self.left = self.left.saturating_sub(amount as u64);
        self.input.consume(amount);
    }
}

#[derive(Debug, thiserror::Error)]
#[error("a tag or text of more than a megabyte")]
struct TooLong;

/// The element being read.
#[derive(Default)]
struct Current {
    kind: Option<MemberKind>,
    id: i64,
    at: Option<Coord>,
    gone: bool,
    nodes: Vec<i64>,
    tags: Vec<(String, String)>,
    members: Vec<(MemberKind, i64, String)>,
}

/// Shows every element that `pass` wants to `visitor`. On a problem, says at
/// which byte of the text.
pub(super) fn visit(
    input: impl Read,
    pass: Pass,
    visitor: &mut impl Visitor,
) -> Result<(), (Problem, u64)> {
    let guarded = Guarded { input: BufReader::with_capacity(1 << 16, input), left: MOST_EVENT };
    let mut reader = Reader::from_reader(guarded);
    reader.config_mut().check_end_names = true;
    let mut state = State { pass, depth: 0, root_seen: false, current: Current::default() };
    let mut buffer = Vec::new();
    loop {
        buffer.clear();
        let at = reader.buffer_position();
        reader.get_mut().left = MOST_EVENT;
        let event = match reader.read_event_into(&mut buffer) {
            Ok(event) => event,
            Err(error) => return Err((xml_problem(error), at)),
        };
        match state.take(event, visitor) {
            Ok(true) => {}
            Ok(false) => return Ok(()),
            Err(problem) => return Err((problem, at)),
        }
    }
}

struct State {
    pass: Pass,
    depth: usize,
    root_seen: bool,
    current: Current,
}

impl State {
    /// Takes one event; false at the end of the document.
    fn take(&mut self, event: Event<'_>, visitor: &mut impl Visitor) -> Result<bool, Problem> {
        match event {
            Event::Start(start) => {
                self.depth += 1;
                if self.depth > MOST_DEPTH {
                    return Err(Problem::new("elements at most 32 deep", "deeper"));
                }
                self.start(&start)?;
            }
            Event::Empty(start) => {
                self.start(&start)?;
                self.end(start.name().0, visitor)?;
            }
            Event::End(end) => {
                self.depth = self.depth.saturating_sub(1);
                self.end(end.name().0, visitor)?;
            }
            Event::Decl(declaration) => {
                if let Some(encoding) = declaration.encoding() {
                    let encoding = encoding.map_err(|e| Problem::new("an XML declaration", e))?;
                    if !encoding.eq_ignore_ascii_case("utf-8") {
                        return Err(Problem::new("text in UTF-8", format!("{encoding:?}")));
                    }
                }
            }
            Event::DocType(_) => {
                return Err(Problem::new("no document type declaration", "one"));
            }
            Event::Eof if self.depth > 0 => {
                return Err(Problem::new("the end of every element", "the end of the text"));
            }
            Event::Eof if !self.root_seen => {
                return Err(Problem::new("an element <osm>", "none"));
            }
            Event::Eof => return Ok(false),
            Event::Text(_)
            | Event::CData(_)
            | Event::Comment(_)
            | Event::PI(_)
            | Event::GeneralRef(_) => {}
        }
        Ok(true)
    }

    fn start(&mut self, start: &BytesStart<'_>) -> Result<(), Problem> {
        let name = start.name();
        let name = name.0;
        if !self.root_seen {
            self.root_seen = true;
            if !matches!(name, "osm" | "osmChange") {
                return Err(Problem::new("an element <osm>", format!("<{}>", shortened(name))));
            }
            return Ok(());
        }
        let wanted = match self.pass {
            Pass::Nodes => name == "node" || self.current.kind.is_some(),
            Pass::Ways => matches!(name, "way" | "relation") || self.current.kind.is_some(),
        };
        if !wanted {
            return Ok(());
        }
        match (name, self.current.kind) {
            ("node", None) => self.open(MemberKind::Node, start),
            ("way", None) => self.open(MemberKind::Way, start),
            ("relation", None) => self.open(MemberKind::Relation, start),
            ("tag", Some(_)) => {
                let (mut key, mut value) = (None, None);
                attributes(start, |name, text| match name {
                    "k" => key = Some(text.to_owned()),
                    "v" => value = Some(text.to_owned()),
                    _ => {}
                })?;
                let (Some(key), Some(value)) = (key, value) else {
                    return Err(Problem::new("<tag> with k and v", "one without"));
                };
                push(&mut self.current.tags, (key, value))
            }
            ("nd", Some(MemberKind::Way)) => {
                let mut node = None;
                attributes(start, |name, text| {
                    if name == "ref" {
                        node = text.parse().ok();
                    }
                })?;
                let node =
                    node.ok_or_else(|| Problem::new("<nd> with a whole number ref", "none"))?;
                push(&mut self.current.nodes, node)
            }
            ("member", Some(MemberKind::Relation)) => self.member(start),
            _ => Ok(()),
        }
    }

    fn open(&mut self, kind: MemberKind, start: &BytesStart<'_>) -> Result<(), Problem> {
        let (mut id, mut lat, mut lon, mut gone) = (None, None, None, false);
        attributes(start, |name, text| match name {
            "id" => id = text.parse::<i64>().ok(),
            "lat" => lat = text.parse::<f64>().ok(),
            "lon" => lon = text.parse::<f64>().ok(),
            "visible" => gone |= text == "false",
            "action" => gone |= text == "delete",
            _ => {}
        })?;
        let current = &mut self.current;
        current.nodes.clear();
        current.tags.clear();
        current.members.clear();
        current.kind = Some(kind);
        current.gone = gone;
        current.id = id.ok_or_else(|| Problem::new("an element with a whole number id", "none"))?;
        current.at = lat.zip(lon).map(|(y, x)| Coord { x, y });
        if kind == MemberKind::Node && !gone && current.at.is_none() {
            let found = format!("node {} without", current.id);
            return Err(Problem::new("a node with numbers for lat and lon", found));
        }
        Ok(())
    }

    fn member(&mut self, start: &BytesStart<'_>) -> Result<(), Problem> {
        let (mut kind, mut id, mut role) = (None, None, String::new());
        attributes(start, |name, text| match name {
            "type" => {
                kind = match text {
                    "node" => Some(MemberKind::Node),
                    "way" => Some(MemberKind::Way),
                    "relation" => Some(MemberKind::Relation),
                    _ => None,
                }
            }
            "ref" => id = text.parse().ok(),
            "role" => text.clone_into(&mut role),
            _ => {}
        })?;
        let (Some(kind), Some(id)) = (kind, id) else {
            return Err(Problem::new("<member> with type and a whole number ref", "one without"));
        };
        push(&mut self.current.members, (kind, id, role))
    }

    fn end(&mut self, name: &str, visitor: &mut impl Visitor) -> Result<(), Problem> {
        let kind = match name {
            "node" => MemberKind::Node,
            "way" => MemberKind::Way,
            "relation" => MemberKind::Relation,
            _ => return Ok(()),
        };
        if self.current.kind != Some(kind) {
            return Ok(());
        }
        self.current.kind = None;
        let current = &self.current;
        if current.gone {
            return Ok(());
        }
        let tags: Vec<(&str, &str)> =
            current.tags.iter().map(|(key, value)| (key.as_str(), value.as_str())).collect();
        let tags = Tags(&tags);
        match kind {
            MemberKind::Node => visitor.node(current.id, current.at.unwrap_or_default(), tags),
            MemberKind::Way => visitor.way(current.id, &current.nodes, tags),
            MemberKind::Relation => {
                let members: Vec<Member<'_>> = current
                    .members
                    .iter()
                    .map(|(kind, id, role)| Member { kind: *kind, id: *id, role })
                    .collect();
                visitor.relation(current.id, &members, tags)
            }
        }
    }
}

fn push<T>(list: &mut Vec<T>, item: T) -> Result<(), Problem> {
    if list.len() >= MOST_PARTS {
        return Err(Problem::new("an element of at most 1048576 parts", "more"));
    }
    list.push(item);
    Ok(())
}

fn attributes(start: &BytesStart<'_>, mut take: impl FnMut(&str, &str)) -> Result<(), Problem> {
    for attribute in start.attributes() {
        let attribute =
            attribute.map_err(|error| Problem::new("attributes as name=\"value\"", error))?;
        let value = attribute
            .normalized_value(XmlVersion::Implicit1_0)
            .map_err(|error| Problem::new("text with entities of XML only", error))?;
        take(attribute.key.0, &value);
    }
    Ok(())
}

fn shortened(name: &str) -> String {
    name.chars().take(40).collect()
}

fn xml_problem(error: quick_xml::Error) -> Problem {
    use quick_xml::Error;
    match error {
        Error::Io(error) => match error.get_ref() {
            Some(inner) if inner.is::<TooLong>() => {
                Problem::new("a tag or text of at most a megabyte", "more")
            }
            Some(inner) => Problem::new("data that unpacks", inner),
            None => Problem::new("data that unpacks", error),
        },
        Error::Encoding(_) => Problem::new("text in UTF-8", "bytes that are none"),
        other => Problem::new("well-formed XML", other),
    }
}
