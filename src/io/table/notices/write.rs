//! Notices to CSV with HXL tags.

use super::fields::{FAMILIES, FIGURE, ID, ISSUER, KIND, OF_A_PLACE, ONCE, SAID_AT, text_tag};
use crate::io::table::bind::numbered;
use crate::io::table::out::{self, Cell, Form};
use crate::io::table::wkt;
use crate::io::write::WriteError;
use crate::io::write::Written;
use crate::io::write::atomic::Pending;
use crate::layer::LayerGeometry;
use crate::notice::Content;
use crate::notice::CorridorTerms;
use crate::notice::DisplacementCount;
use crate::notice::Lineage;
use crate::notice::Notice;
use crate::notice::NoticePlace;
use crate::notice::Timing;
use crate::publish::ReleasedNotices;
use serde::Serialize;
use std::collections::BTreeSet;
use std::io::Write;
use std::path::Path;

/// Writes notices as CSV with a row of headers and a row of HXL tags, one notice
/// a row. [`NoticeTable`](super::NoticeTable) reads the same notices back.
///
/// Columns that no notice fills are left out. Text that a spreadsheet would take
/// for a formula gets an apostrophe before it; numbers are never touched. Text
/// loses blanks around it on the way back, other than the words of the statement.
///
/// ```
/// use safepassage::io::table::NoticeCsvWriter;
/// use safepassage::notice::{Content, Notice};
/// use safepassage::publish::Audience;
///
/// let curfew = Notice::new("n1", "SARG", "2026-01-08T07:00:00Z".parse()?, Content::Curfew);
/// // Nobody has classed it, so it counts as high: the public does not see it.
/// let public = Audience::public().release_notices([&curfew]);
/// assert_eq!(public.report.withheld_in_all(), 1);
/// let internal = Audience::internal().release_notices([&curfew]);
/// let text = NoticeCsvWriter::new().to_string(&internal.notices)?;
/// assert!(text.starts_with("id,issuer,said_at,known_at,kind\r\n#meta+id,#org"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, Debug, Default)]
pub struct NoticeCsvWriter {
    form: Form,
    counts_only: bool,
}

impl NoticeCsvWriter {
    /// A writer of all notices.
    pub fn new() -> Self {
        Self::default()
    }

    /// A writer of those notices that are displacement counts; others are passed over.
    pub fn counts() -> Self {
        Self { counts_only: true, ..Self::default() }
    }

    /// Writes a byte order mark first, without which Excel takes Arabic for
    /// something else.
    #[must_use]
    pub const fn byte_order_mark(mut self) -> Self {
        self.form.byte_order_mark = true;
        self
    }

    /// Writes the notices.
    ///
    /// # Errors
    ///
    /// [`WriteError`] if `out` fails.
    pub fn write_to(
        &self,
        notices: &ReleasedNotices,
        out: &mut dyn Write,
    ) -> Result<Written, WriteError> {
        let counts = |notice: &&Notice| {
            !self.counts_only || matches!(notice.content, Content::DisplacementCount(_))
        };
        let notices: Vec<&Notice> = notices.notices().iter().filter(counts).collect();
        let columns = columns(&notices);
        let heads: Vec<_> = columns.iter().map(|column| column.head.clone()).collect();
        let rows = notices
            .iter()
            .map(|notice| Ok(columns.iter().map(|column| column.cell(notice)).collect()));
        out::write(self.form, &heads, rows, out)
    }

    /// Writes the notices to a file, whole or not at all.
    ///
    /// # Errors
    ///
    /// [`WriteError`] naming the file.
    pub fn write_file(
        &self,
        notices: &ReleasedNotices,
        path: &Path,
    ) -> Result<Written, WriteError> {
        let (pending, written) = Pending::fill(path, |out| self.write_to(notices, out))?;
        pending.keep()?;
        Ok(written)
    }

    /// The notices as text.
    ///
    /// # Errors
    ///
    /// [`WriteError`], though nothing here can fail.
    pub fn to_string(&self, notices: &ReleasedNotices) -> Result<String, WriteError> {
        let mut bytes = Vec::new();
        self.write_to(notices, &mut bytes)?;
        String::from_utf8(bytes).map_err(|error| {
            WriteError::io(std::io::Error::new(std::io::ErrorKind::InvalidData, error))
        })
    }
}

/// One column on its way out: header and tag, and what stands in it.
struct Column {
    head: (String, String),
    what: What,
}

enum What {
    Once(&'static str),
    Place(&'static str, usize),
    Text(String),
}

impl Column {
    fn cell(&self, notice: &Notice) -> Cell {
        match &self.what {
            What::Once(field) => once(notice, field),
            What::Place(field, number) => {
                notice.places.get(*number).map_or(Cell::Empty, |place| of_place(place, field))
            }
            What::Text(language) => {
                notice.text.get(language).map_or(Cell::Empty, |words| Cell::text(words.as_str()))
            }
        }
    }
}

/// The columns that some notice fills, and those that every table has.
fn columns(notices: &[&Notice]) -> Vec<Column> {
    let always = [ID, ISSUER, SAID_AT, KIND].map(|field| field.name);
    let always = |field: &str| always.contains(&field) || field == "known_at";
    let mut columns = Vec::new();
    for field in ONCE {
        let head = (field.name.to_owned(), field.tag.to_owned());
        columns.push(Column { head, what: What::Once(field.name) });
    }
    let places = notices.iter().map(|notice| notice.places.len()).max().unwrap_or_default();
    for number in 0..places {
        for field in OF_A_PLACE {
            let head = (numbered(field.name, number), field.tag.to_owned());
            columns.push(Column { head, what: What::Place(field.name, number) });
        }
    }
    let languages: BTreeSet<&str> =
        notices.iter().flat_map(|notice| notice.text.keys()).map(String::as_str).collect();
    for language in languages {
        let header = if language.is_empty() { "text".into() } else { format!("text_{language}") };
        let head = (header, text_tag(language));
        columns.push(Column { head, what: What::Text(language.to_owned()) });
    }
    // The columns of the first place stay together with those of the second.
    let filled = |column: &Column| notices.iter().any(|notice| !column.cell(notice).is_empty());
    let of_place: BTreeSet<&str> = columns
        .iter()
        .filter(|column| filled(column))
        .filter_map(|column| match &column.what {
            What::Place(field, _) => Some(*field),
            _ => None,
        })
        .collect();
    columns.retain(|column| match &column.what {
        What::Once(field) => always(field) || filled(column),
        What::Place(field, _) => of_place.contains(field),
        What::Text(_) => filled(column),
    });
    columns
}

fn optional(text: Option<&String>) -> Cell {
    text.map_or(Cell::Empty, |text| Cell::text(text.as_str()))
}

/// The word of an enumeration, as in JSON.
fn word(value: &impl Serialize) -> Cell {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(word)) => Cell::Plain(word),
        _ => Cell::Empty,
    }
}

fn once(notice: &Notice, field: &str) -> Cell {
    let ids = |ids: &[crate::notice::NoticeId]| {
        out::list(ids.iter().map(crate::notice::NoticeId::as_str))
    };
    match field {
        "id" => Cell::text(notice.id.as_str()),
        "issuer" => Cell::text(notice.issuer.as_str()),
        "outlet" => optional(notice.outlet.as_ref()),
        "url" => optional(notice.url.as_ref()),
        "said_at" => Cell::plain(notice.said_at),
        "known_at" => Cell::plain(notice.known_at),
        "kind" => Cell::plain(notice.content.kind()),
        "agreed_by" => out::list(notice.agreed_by.iter().map(String::as_str)),
        "updates" => ids(&notice.updates),
        "cancels" => ids(&notice.cancels),
        "echo_of" => match &notice.lineage {
            Some(Lineage::EchoOf(original)) => Cell::text(original.as_str()),
            _ => Cell::Empty,
        },
        "lineage" => match &notice.lineage {
            Some(Lineage::Original) => Cell::plain("original"),
            _ => Cell::Empty,
        },
        "rating" => notice.rating.map_or(Cell::Empty, Cell::plain),
        "sensitivity" => notice.sensitivity.map_or(Cell::Empty, Cell::plain),
        "start" | "end" | "hours" | "time_zone" | "from_day" | "until_day" | "recurrence"
        | "time" => time(&notice.time, field),
        _ => content(&notice.content, field),
    }
}

fn time(timing: &Timing, field: &str) -> Cell {
    match (timing, field) {
        (Timing::Window(window), "start") => window.start().map_or(Cell::Empty, Cell::plain),
        (Timing::Window(window), "end") => window.end().map_or(Cell::Empty, Cell::plain),
        (Timing::Window(window), "time") if window.start().or(window.end()).is_none() => {
            serde_json::to_string(timing).map_or(Cell::Empty, Cell::Plain)
        }
        (Timing::Schedule(_), "time") => {
            serde_json::to_string(timing).map_or(Cell::Empty, Cell::Plain)
        }
        (Timing::Hours(hours), "hours") => Cell::plain(hours.clock()),
        (Timing::Hours(hours), "time_zone") => Cell::text(hours.time_zone()),
        (Timing::Hours(hours), "from_day") => Cell::plain(hours.from_day()),
        (Timing::Hours(hours), "until_day") => hours.last_day().map_or(Cell::Empty, Cell::plain),
        (Timing::Hours(hours), "recurrence") => word(&hours.recurrence()),
        _ => Cell::Empty,
    }
}

fn content(content: &Content, field: &str) -> Cell {
    match (content, field) {
        (Content::CheckpointStatus { status }, "status") => Cell::plain(status),
        (Content::ShelterOpening { sites: Some(sites) }, "sites") => Cell::plain(sites),
        (Content::Returns { permitted }, "returns") => word(permitted),
        (Content::CorridorOpening(terms), _) => self::terms(terms, field),
        (Content::DisplacementCount(count), _) => self::count(count, field),
        _ => Cell::Empty,
    }
}

fn terms(terms: &CorridorTerms, field: &str) -> Cell {
    let truth = |truth: Option<bool>| truth.map_or(Cell::Empty, Cell::plain);
    match field {
        "from" => optional(terms.from.as_ref()),
        "to" => optional(terms.to.as_ref()),
        "route" => optional(terms.route.as_ref()),
        "who" => optional(terms.who.as_ref()),
        "voluntary" => truth(terms.voluntary),
        "aid_may_enter" => truth(terms.aid_may_enter),
        "guaranteed_by" => out::list(terms.guaranteed_by.iter().map(String::as_str)),
        "checkpoints" => out::list(terms.checkpoints.iter().map(crate::id::CheckpointId::as_str)),
        "modes" => out::list(terms.modes.iter().map(crate::model::TravelMode::as_str)),
        _ => Cell::Empty,
    }
}

fn count(count: &DisplacementCount, field: &str) -> Cell {
    let factor = count.persons_per_family_thousandths;
    match field {
        _ if field == FIGURE.name && factor.is_none() => Cell::plain(count.figure),
        _ if field == FAMILIES.name && factor.is_some() => Cell::plain(count.figure),
        "persons_per_family" => factor.map_or(Cell::Empty, |thousandths| {
            Cell::Plain(format!("{}.{:03}", thousandths / 1000, thousandths % 1000))
        }),
        "qualifier" => word(&count.qualifier),
        "measure" => count.measure.as_ref().map_or(Cell::Empty, word),
        _ => Cell::Empty,
    }
}

fn of_place(place: &NoticePlace, field: &str) -> Cell {
    match field {
        "place" => place.feature.as_ref().map_or(Cell::Empty, |one| Cell::text(one.to_string())),
        "place_name" => optional(place.name.as_ref()),
        "place_codes" => codes(place),
        "wkt" => place.area.as_ref().map_or(Cell::Empty, |area| {
            Cell::Plain(wkt::written(&LayerGeometry::from(area.polygons().clone())))
        }),
        _ => Cell::Empty,
    }
}

/// Codes as `scheme=code; scheme=code`, or JSON where they would not survive that.
fn codes(place: &NoticePlace) -> Cell {
    let plain = |text: &str| {
        !text.is_empty()
            && text.trim() == text
            && !text.contains([';', '='])
            && !text.starts_with('{')
    };
    if place.codes.is_empty() {
        Cell::Empty
    } else if place.codes.iter().all(|(scheme, code)| plain(scheme) && plain(code)) {
        let entries: Vec<_> =
            place.codes.iter().map(|(scheme, code)| format!("{scheme}={code}")).collect();
        Cell::Text(entries.join("; "))
    } else {
        serde_json::to_string(&place.codes).map_or(Cell::Empty, Cell::Plain)
    }
}
