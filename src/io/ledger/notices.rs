//! Notices from plain JSON: one a line, or in one array.
//!
//! Floor 7.

use super::scan::scan;
use crate::io::read::ReadError;
use crate::io::read::text;
use crate::model::Sensitivity;
use crate::notice::Content;
use crate::notice::Lineage;
use crate::notice::Notice;
use crate::notice::NoticeId;
use crate::notice::NoticePlace;
use crate::notice::Rating;
use crate::notice::StoreError;
use crate::notice::Timing;
use crate::record::RecordRef;
use crate::scenario::Issue;
use crate::scenario::rules::bad_property;
use crate::scenario::rules::cut;
use crate::scenario::rules::malformed_json;
use crate::scenario::rules::missing_property;
use jiff::Timestamp;
use serde::de::{DeserializeOwned, DeserializeSeed, Deserializer, SeqAccess, Visitor};
use serde_json::Value;
use serde_json::value::RawValue;
use std::collections::BTreeMap;
use std::fmt;
use std::path::Path;

/// The most bytes of a file of notices: 1 GiB.
const LARGEST: u64 = 1 << 30;

/// Notices from a file, each with where it stood, and what was wrong with others.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct ReadNotices {
    /// The notices, in the order of the file.
    pub notices: Vec<(Notice, RecordRef)>,
    /// What was left out, and why.
    pub issues: Vec<Issue>,
}

/// Reads notices from a JSON file: one object a line, an array of objects, one
/// object over several lines, or a ledger. A notice that does not say when it
/// was learnt gets `learnt_at`, if that is given.
///
/// A notice that cannot be read is left out, with an issue that names line and
/// property; a [`LedgerStore`](crate::notice::LedgerStore) judges the others.
///
/// # Errors
///
/// [`ReadError`] if the file cannot be opened, is larger than 1 GiB, or is not
/// UTF-8 text.
pub fn read_notices(
    path: impl AsRef<Path>,
    learnt_at: Option<Timestamp>,
) -> Result<ReadNotices, ReadError> {
    let path = path.as_ref();
    let name = path.to_string_lossy();
    let read = text::read(path, &RecordRef::file(name.as_ref()), LARGEST)?;
    Ok(notices_of(&read.text, &name, learnt_at))
}

/// Reads notices from text as [`read_notices`] does; `name` stands for the file
/// in messages.
pub fn notices_of(text: &str, name: &str, learnt_at: Option<Timestamp>) -> ReadNotices {
    let text = text.strip_prefix('\u{FEFF}').unwrap_or(text);
    let mut reading =
        Reading { name, text, learnt_at, counted: (0, 1), found: ReadNotices::default() };
    let begun = text.trim_start();
    if begun.starts_with(r#"{"format":"safepassage-ledger""#) {
        reading.ledger();
    } else if begun.starts_with('[') {
        reading.array();
    } else {
        let first = begun.lines().next().unwrap_or_default();
        let whole = serde_json::from_str::<&RawValue>(first);
        if whole.is_err_and(|error| error.is_eof()) && !first.is_empty() {
            reading.stream();
        } else {
            reading.lines();
        }
    }
    reading.found
}

struct Reading<'a> {
    name: &'a str,
    text: &'a str,
    learnt_at: Option<Timestamp>,
    /// A place in the text, in bytes, and the line that it is on.
    counted: (usize, u64),
    found: ReadNotices,
}

impl<'a> Reading<'a> {
    fn lines(&mut self) {
        for (line, number) in self.text.lines().zip(1..) {
            if !line.trim().is_empty() {
                self.take(line, RecordRef::file(self.name).line(number));
            }
        }
    }

    fn array(&mut self) {
        let mut parts: Vec<&'a RawValue> = Vec::new();
        let mut parser = serde_json::Deserializer::from_str(self.text);
        let read = Parts(&mut parts).deserialize(&mut parser).and_then(|()| parser.end());
        for part in parts {
            self.part(part);
        }
        if let Err(error) = read {
            self.broken(&error);
        }
    }

    fn stream(&mut self) {
        let parts = serde_json::Deserializer::from_str(self.text).into_iter::<&'a RawValue>();
        for part in parts {
            match part {
                Ok(part) => self.part(part),
                Err(error) => self.broken(&error),
            }
        }
    }

    fn ledger(&mut self) {
        match scan(&mut self.text.trim_start().as_bytes(), self.name, "another file") {
            Ok((stored, _)) => {
                self.found.issues.extend(stored.issues);
                self.found.notices.extend(stored.ledger.notices().iter().map(|notice| {
                    let at = RecordRef::file(self.name).id(notice.id.as_str());
                    (notice.clone(), at)
                }));
            }
            Err(StoreError::Refused { issue }) => self.found.issues.push(*issue),
            Err(error) => {
                let at = error.at().clone();
                let whole = error.to_string();
                let text = whole.strip_prefix(&format!("{at}: ")).unwrap_or(&whole);
                self.found.issues.push(crate::notice::rules::LINE_DAMAGED.issue(at, text));
            }
        }
    }

    /// One value within the text.
    fn part(&mut self, part: &'a RawValue) {
        let place = (part.get().as_ptr() as usize).saturating_sub(self.text.as_ptr() as usize);
        let (from, line) = self.counted;
        let passed = self.text.as_bytes().get(from..place).unwrap_or_default();
        let line = line + passed.iter().map(|byte| u64::from(*byte == b'\n')).sum::<u64>();
        self.counted = (place, line);
        self.take(part.get(), RecordRef::file(self.name).line(line));
    }

    /// Nothing after this can be read.
    fn broken(&mut self, error: &serde_json::Error) {
        let at = RecordRef::file(self.name).line(error.line() as u64);
        let text = format!("column {}: expected JSON, found {}", error.column(), reason(error));
        let hint = "what stands before it was read";
        self.found.issues.push(malformed_json::RULE.issue(at, text).hint(hint));
    }

    fn take(&mut self, text: &str, at: RecordRef) {
        match notice_of(text, &at, self.learnt_at) {
            Ok(notice) => {
                let at = at.id(notice.id.as_str());
                self.found.notices.push((notice, at));
            }
            Err(issues) => {
                let hint = "the notice is left out";
                self.found.issues.extend(issues.into_iter().map(|issue| issue.hint(hint)));
            }
        }
    }
}

/// One notice, or everything that is wrong with it.
fn notice_of(
    text: &str,
    at: &RecordRef,
    learnt_at: Option<Timestamp>,
) -> Result<Notice, Vec<Issue>> {
    let error = match serde_json::from_str::<Notice>(text) {
        Ok(notice) => return Ok(notice),
        Err(error) => error,
    };
    let value = serde_json::from_str::<Value>(text).map_err(|error| {
        let found = format!("column {}: expected JSON, found {}", error.column(), reason(&error));
        vec![malformed_json::RULE.issue(at.clone(), found)]
    })?;
    let Value::Object(fields) = &value else {
        let found = format!("expected a notice as an object, found {}", cut(&value.to_string()));
        return Err(vec![bad_property::RULE.issue(at.clone(), found)]);
    };
    if let Some(learnt_at) = learnt_at.filter(|_| !fields.contains_key("known_at")) {
        let rest = text.trim_start().strip_prefix('{').unwrap_or_default();
        let comma = if fields.is_empty() { "" } else { "," };
        let text = format!("{{\"known_at\":\"{learnt_at}\"{comma}{rest}");
        return notice_of(&text, at, None);
    }
    let at = match fields.get("id").and_then(Value::as_str) {
        Some(id) => at.clone().id(id),
        None => at.clone(),
    };
    let mut issues = Vec::new();
    for field in FIELDS {
        let wrong = |expected: &str, found: &str| {
            let text = format!("property {:?}: expected {expected}, found {found}", field.name);
            bad_property::RULE.issue(at.clone(), text)
        };
        match fields.get(field.name) {
            None if field.required => {
                let text =
                    format!("property {:?}: expected {}, found none", field.name, field.expected);
                issues.push(missing_property::RULE.issue(at.clone(), text));
            }
            None => {}
            Some(value) => {
                if let Err(error) = (field.check)(value) {
                    let found = format!("{} ({})", cut(&value.to_string()), reason(&error));
                    issues.push(wrong(field.expected, &found));
                }
            }
        }
    }
    for name in fields.keys().filter(|name| FIELDS.iter().all(|field| field.name != *name)) {
        let known: Vec<&str> = FIELDS.iter().map(|field| field.name).collect();
        let text = format!(
            "property {:?}: expected one of {}, found another",
            cut(name),
            known.join(", ")
        );
        issues.push(bad_property::RULE.issue(at.clone(), text));
    }
    if issues.is_empty() {
        let text = format!("expected a notice, found {}", reason(&error));
        issues.push(bad_property::RULE.issue(at, text));
    }
    Err(issues)
}

/// A property of a notice.
struct Field {
    name: &'static str,
    required: bool,
    expected: &'static str,
    check: fn(&Value) -> Result<(), serde_json::Error>,
}

const INSTANT: &str = "an instant with its offset such as \"2026-01-08T13:00:00+03:00\"";

const FIELDS: [Field; 16] = [
    field::<NoticeId>("id", true, "text"),
    field::<String>("issuer", true, "the name of who said it"),
    field::<Option<String>>("outlet", false, "the name of who carried it"),
    field::<Option<String>>("url", false, "text"),
    field::<Timestamp>("said_at", true, INSTANT),
    field::<Timestamp>("known_at", true, INSTANT),
    field::<Content>("content", true, "an object with a \"kind\" such as \"closure\""),
    field::<Vec<NoticePlace>>("places", false, "a list of places"),
    field::<Timing>("time", false, "a window, hours, a schedule or \"unstated\""),
    field::<Vec<String>>("agreed_by", false, "a list of parties"),
    field::<Vec<NoticeId>>("updates", false, "a list of notices"),
    field::<Vec<NoticeId>>("cancels", false, "a list of notices"),
    field::<Option<Lineage>>("lineage", false, "\"original\" or {\"echo-of\": …}"),
    field::<Option<Rating>>("rating", false, "a letter A to F and a digit 1 to 6"),
    field::<Option<Sensitivity>>("sensitivity", false, "a level of sensitivity"),
    field::<BTreeMap<String, String>>("text", false, "words by language"),
];

const fn field<T: DeserializeOwned>(
    name: &'static str,
    required: bool,
    expected: &'static str,
) -> Field {
    Field { name, required, expected, check: check::<T> }
}

fn check<T: DeserializeOwned>(value: &Value) -> Result<(), serde_json::Error> {
    // As text again, so that positions within it are found.
    serde_json::from_str::<T>(&value.to_string()).map(drop)
}

/// What the parser says, without the place in the text.
fn reason(error: &serde_json::Error) -> String {
    let whole = error.to_string();
    match whole.rfind(" at line ") {
        Some(end) => whole.get(..end).unwrap_or_default().to_owned(),
        None => whole,
    }
}

/// The elements of an array, as far as they can be read.
struct Parts<'a, 'b>(&'b mut Vec<&'a RawValue>);

impl<'a> DeserializeSeed<'a> for Parts<'a, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'a>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_seq(self)
    }
}

impl<'a> Visitor<'a> for Parts<'a, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an array of notices")
    }

    fn visit_seq<A: SeqAccess<'a>>(self, mut parts: A) -> Result<(), A::Error> {
        while let Some(part) = parts.next_element()? {
            self.0.push(part);
        }
        Ok(())
    }
}
