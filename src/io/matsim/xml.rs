//! XML, plain or in gzip, as a stream of steps.
//!
//! Floor 7.
//!
//! One tag or text is held at a time, of at most a megabyte, and elements nest
//! a few levels at most. A document type that is named is passed over and never
//! fetched; one that declares anything is refused, so that no entity beyond the
//! five of XML can expand.

use super::error::Fault;
use super::error::MatsimError;
use crate::record::RecordRef;
use crate::scenario::rules::cut;
use quick_xml::Reader;
use quick_xml::XmlVersion;
use quick_xml::events::BytesStart;
use quick_xml::events::Event;
use std::fs::File;
use std::io;
use std::io::BufRead;
use std::io::BufReader;
use std::io::Read;
use std::path::Path;

/// Most bytes of one tag, text or comment.
const MOST_EVENT: u64 = 1 << 20;
/// Most levels of elements within elements.
const MOST_DEPTH: usize = 32;
/// So much may be unpacked from any file, however small.
const FREE_BYTES: u64 = 64 << 20;
/// So much may be unpacked for each packed byte; files seen unpack to 8 to 20.
const MOST_PER_BYTE: u64 = 100;

/// A file or bytes in memory.
#[derive(Clone, Copy, Debug)]
pub(super) enum Source<'a> {
    File(&'a Path),
    Bytes(&'a str, &'a [u8]),
}

impl Source<'_> {
    /// The file's name, for messages.
    pub(super) fn record(self) -> RecordRef {
        match self {
            Self::File(path) => super::text::record_of(path),
            Self::Bytes(name, _) => RecordRef::file(name),
        }
    }
}

/// What comes next in a document.
pub(super) enum Step<'a> {
    Open(&'a Tag<'a>),
    Text(&'a str),
    Close(&'a str),
}

/// The tag that opens an element.
pub(super) struct Tag<'a>(&'a BytesStart<'a>);

impl Tag<'_> {
    pub(super) fn name(&self) -> &str {
        self.0.name().0
    }

    /// Shows each attribute as name and value.
    pub(super) fn attributes(&self, mut take: impl FnMut(&str, &str)) -> Result<(), Fault> {
        for attribute in self.0.attributes() {
            let attribute = attribute.map_err(|error| self.fault("name=\"value\"", error))?;
            let value = attribute
                .normalized_value(XmlVersion::Implicit1_0)
                .map_err(|error| self.fault("text with entities of XML only", error))?;
            take(attribute.key.0, &value);
        }
        Ok(())
    }

    fn fault(&self, expected: &str, found: impl ToString) -> Fault {
        Fault::new(format!("attributes of <{}>", cut(self.name())), expected, found)
    }
}

/// Walks through a document whose outermost element is one of `roots`.
pub(super) fn walk(
    source: Source<'_>,
    roots: &[&str],
    mut take: impl FnMut(Step<'_>) -> Result<(), Fault>,
) -> Result<(), MatsimError> {
    let at = source.record();
    let read = |source| MatsimError::Read { at: at.clone(), source };
    let (input, size): (Box<dyn Read + '_>, u64) = match source {
        Source::File(path) => {
            let file = File::open(path).map_err(read)?;
            let size = file.metadata().map_err(read)?.len();
            (Box::new(file), size)
        }
        Source::Bytes(_, bytes) => (Box::new(bytes), bytes.len() as u64),
    };
    let mut input = BufReader::with_capacity(1 << 16, input);
    let packed = input.fill_buf().map_err(read)?.starts_with(&[0x1f, 0x8b]);
    let input: Box<dyn Read + '_> = if packed {
        let most = FREE_BYTES.saturating_add(size.saturating_mul(MOST_PER_BYTE));
        Box::new(Bounded { input: flate2::read::MultiGzDecoder::new(input), left: most })
    } else {
        Box::new(input)
    };
    let input = BufReader::with_capacity(1 << 16, input);
    let guarded = Guarded { input, left: MOST_EVENT, lines: 0 };
    let mut reader = Reader::from_reader(guarded);
    reader.config_mut().check_end_names = true;
    let mut state = State { depth: 0, roots, root_seen: false };
    let mut buffer = Vec::new();
    loop {
        buffer.clear();
        reader.get_mut().left = MOST_EVENT;
        let line = reader.get_ref().lines + 1;
        let event = match reader.read_event_into(&mut buffer) {
            Ok(event) => event,
            Err(error) => return Err(MatsimError::malformed(&at, xml_fault(error).on(line))),
        };
        match state.take(event, &mut take) {
            Ok(true) => {}
            Ok(false) => return Ok(()),
            Err(fault) => return Err(MatsimError::malformed(&at, fault.on(line))),
        }
    }
}

struct State<'a> {
    depth: usize,
    roots: &'a [&'a str],
    root_seen: bool,
}

impl State<'_> {
    /// Takes one event; false at the end of the document.
    fn take(
        &mut self,
        event: Event<'_>,
        take: &mut impl FnMut(Step<'_>) -> Result<(), Fault>,
    ) -> Result<bool, Fault> {
        match event {
            Event::Start(start) => {
                self.depth += 1;
                if self.depth > MOST_DEPTH {
                    return Err(Fault::new("elements", "at most 32 levels", "more"));
                }
                self.root(&start)?;
                take(Step::Open(&Tag(&start)))?;
            }
            Event::Empty(start) => {
                self.root(&start)?;
                take(Step::Open(&Tag(&start)))?;
                take(Step::Close(start.name().0))?;
            }
            Event::End(end) => {
                self.depth = self.depth.saturating_sub(1);
                take(Step::Close(end.name().0))?;
            }
            Event::Text(text) => take(Step::Text(&text.xml10_content()))?,
            Event::CData(text) => take(Step::Text(&text.xml10_content()))?,
            Event::GeneralRef(reference) => {
                let character = match reference.resolve_char_ref() {
                    Ok(character) => character,
                    Err(error) => {
                        return Err(Fault::new("a character reference", "one of XML", error));
                    }
                };
                if let Some(character) = character {
                    take(Step::Text(character.encode_utf8(&mut [0; 4])))?;
                } else if let Some(text) = quick_xml::escape::resolve_predefined_entity(&reference)
                {
                    take(Step::Text(text))?;
                } else {
                    let found = format!("&{};", cut(&reference));
                    return Err(Fault::new("an entity", "one of the five of XML", found));
                }
            }
            Event::Decl(declaration) => {
                if let Some(encoding) = declaration.encoding() {
                    let encoding = encoding
                        .map_err(|error| Fault::new("the XML declaration", "an encoding", error))?;
                    if !encoding.eq_ignore_ascii_case("utf-8") {
                        return Err(Fault::new("the encoding", "UTF-8", format!("{encoding:?}")));
                    }
                }
            }
            Event::DocType(declaration) => {
                if declaration.contains(['[', '!']) {
                    let expected = "one that declares nothing";
                    return Err(Fault::new("the document type", expected, "declarations"));
                }
            }
            Event::Eof if self.depth > 0 => {
                return Err(Fault::new("elements", "the end of each", "the end of the file"));
            }
            Event::Eof if !self.root_seen => {
                let expected = format!("<{}>", self.roots.join("> or <"));
                return Err(Fault::new("the outermost element", expected, "none"));
            }
            Event::Eof => return Ok(false),
            Event::Comment(_) | Event::PI(_) => {}
        }
        Ok(true)
    }

    fn root(&mut self, start: &BytesStart<'_>) -> Result<(), Fault> {
        if self.root_seen {
            return Ok(());
        }
        self.root_seen = true;
        let name = start.name();
        if self.roots.contains(&name.0) {
            return Ok(());
        }
        let expected = format!("<{}>", self.roots.join("> or <"));
        Err(Fault::new("the outermost element", expected, format!("<{}>", cut(name.0))))
    }
}

/// Hands on no more than a megabyte for each event, and counts lines.
struct Guarded<R> {
    input: BufReader<R>,
    left: u64,
    lines: u64,
}

impl<R: Read> Read for Guarded<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        self.input.read(into)
    }
}

impl<R: Read> BufRead for Guarded<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.left == 0 {
            return Err(io::Error::other(TooLong));
        }
        self.input.fill_buf()
    }

    #[expect(clippy::naive_bytecount, reason = "unpacking and parsing take far longer")]
    fn consume(&mut self, amount: usize) {
        let taken = self.input.buffer().get(..amount).unwrap_or_default();
        self.lines += taken.iter().filter(|byte| **byte == b'\n').count() as u64;
        self.left = self.left.saturating_sub(amount as u64);
        self.input.consume(amount);
    }
}

#[derive(Debug, thiserror::Error)]
#[error("a tag or text of more than a megabyte")]
struct TooLong;

/// Stops when far more has come out than went in.
struct Bounded<R> {
    input: R,
    left: u64,
}

#[derive(Debug, thiserror::Error)]
#[error("far more bytes unpacked than the packed ones give reason for")]
struct TooMuch;

impl<R: Read> Read for Bounded<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let count = self.input.read(into)?;
        match self.left.checked_sub(count as u64) {
            Some(left) => self.left = left,
            None => return Err(io::Error::other(TooMuch)),
        }
        Ok(count)
    }
}

fn xml_fault(error: quick_xml::Error) -> Fault {
    use quick_xml::Error;
    match error {
        Error::Io(error) => match error.get_ref() {
            Some(inner) if inner.is::<TooLong>() => {
                Fault::new("a tag or text", "at most a megabyte", "more")
            }
            Some(inner) => Fault::new("the data", "gzip that unpacks", inner),
            None => Fault::new("the data", "gzip that unpacks", error),
        },
        Error::Encoding(_) => Fault::new("the text", "UTF-8", "bytes that are none"),
        other => Fault::new("the text", "well-formed XML", other),
    }
}
