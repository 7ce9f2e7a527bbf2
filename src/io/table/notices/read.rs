//! Tables to notices.

use super::fields::{
    FAMILIES, FIGURE, ID, ISSUER, KIND, MOST_PLACES, OF_A_PLACE, ONCE, SAID_AT, UNITS,
};
use super::{content, places, time};
use crate::io::read::ReadMode;
use crate::io::table::bind::{Bound, FieldDef, numbered};
use crate::io::table::cells::{SameNumbers, Values, Ways, say_days, strictly};
use crate::io::table::error::TableError;
use crate::io::table::mapping::TableMapping;
use crate::io::table::rows::Table;
use crate::io::table::when::{DayOnly, Edge};
use crate::notice::Content;
use crate::notice::Lineage;
use crate::notice::Notice;
use crate::record::RecordRef;
use crate::scenario::Issue;
use crate::scenario::rules::altitude_dropped;
use crate::scenario::rules::missing_id;

/// Notices from a table, each with where it stood, and the issues found.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct LoadedNotices {
    /// The notices in the order of their rows, for
    /// [`NoticeLedger::append_all_from`](crate::notice::NoticeLedger::append_all_from).
    pub notices: Vec<(Notice, RecordRef)>,
    /// Everything that is wrong or worth knowing, in the order of the rows.
    pub issues: Vec<Issue>,
}

/// Reads tables of notices, one a row.
///
/// Columns are found by a [`TableMapping`], else by HXL tags, else by our own
/// headers: `docs/TABLES.md` lists them. A row without a readable issuer, kind
/// or time of saying is left out with an issue; whatever else cannot be read is
/// taken as not stated.
///
/// ```
/// use safepassage::io::table::{NoticeTable, TableMapping, TableReader};
/// use safepassage::notice::NoticeLedger;
///
/// let text = "\
/// Party,Said,What,Where\n\
/// #org+issuer,#date+said,#operations+type,#loc+name\n\
/// SARG,2026-01-08 10:00,curfew,Sheikh Maqsoud\n";
/// let table = TableReader::new().text("notices.csv", text)?;
/// let mapping = TableMapping::new().time_zone("Asia/Damascus");
/// let loaded = NoticeTable::new(mapping).read(&table)?;
/// let mut ledger = NoticeLedger::new();
/// let issues = ledger.append_all_from(loaded.notices);
/// assert_eq!(ledger.len(), 1);
/// // The place is only a name so far.
/// assert_eq!(issues[0].at.row_number(), Some(3));
/// # Ok::<(), safepassage::io::table::TableError>(())
/// ```
#[derive(Clone, Debug, Default)]
#[must_use]
pub struct NoticeTable {
    mapping: TableMapping,
    mode: ReadMode,
}

/// Reads tables of displacement counts, one a row, as notices.
///
/// As [`NoticeTable`], but every row is a count, a row without a figure is
/// passed over, and a day without an hour is the whole day unless the mapping
/// says otherwise.
#[derive(Clone, Debug, Default)]
#[must_use]
pub struct CountTable {
    mapping: TableMapping,
    mode: ReadMode,
}

impl NoticeTable {
    /// A lenient reader with a mapping; an empty one if tags or headers tell.
    pub fn new(mapping: TableMapping) -> Self {
        Self { mapping, mode: ReadMode::Lenient }
    }

    /// What to do about an error in the data.
    pub const fn mode(mut self, mode: ReadMode) -> Self {
        self.mode = mode;
        self
    }

    /// Reads the notices of a table. Linear in its cells.
    ///
    /// # Errors
    ///
    /// [`TableError`] if a column for the issuer, the kind or the time of saying
    /// is missing, or the mapping names a column or time zone that there is not.
    /// With [`ReadMode::Strict`] also for the first issue at error level.
    pub fn read(&self, table: &Table) -> Result<LoadedNotices, TableError> {
        let needed = [ISSUER, SAID_AT, KIND];
        let ways = Ways::new(table, &self.mapping, DayOnly::Refused)?;
        Reading::new(table, &self.mapping, &needed)?.read(&ways, self.mode, false)
    }
}

impl CountTable {
    /// A lenient reader with a mapping; an empty one if tags or headers tell.
    pub fn new(mapping: TableMapping) -> Self {
        Self { mapping, mode: ReadMode::Lenient }
    }

    /// What to do about an error in the data.
    pub const fn mode(mut self, mode: ReadMode) -> Self {
        self.mode = mode;
        self
    }

    /// Reads the counts of a table. Linear in its cells.
    ///
    /// # Errors
    ///
    /// As [`NoticeTable::read`]; the columns that are needed are the issuer, the
    /// time of saying and a figure.
    pub fn read(&self, table: &Table) -> Result<LoadedNotices, TableError> {
        let ways = Ways::new(table, &self.mapping, DayOnly::WholeDay)?;
        let reading = Reading::new(table, &self.mapping, &[ISSUER, SAID_AT])?;
        if reading.bound.of(FAMILIES.name).is_empty() {
            reading.bound.needed(table, &self.mapping, &FIGURE)?;
        }
        reading.read(&ways, self.mode, true)
    }
}

/// One table on its way in.
struct Reading<'a> {
    table: &'a Table,
    bound: Bound,
    /// How many groups of columns for a place there are.
    places: usize,
    /// Languages of text, and their fields.
    texts: Vec<(String, String)>,
    issues: Vec<Issue>,
}

impl<'a> Reading<'a> {
    fn new(
        table: &'a Table,
        mapping: &TableMapping,
        needed: &[FieldDef],
    ) -> Result<Self, TableError> {
        let mut issues = table.issues().to_vec();
        let once = ONCE.iter().map(|field| (*field, 1));
        let of_a_place = OF_A_PLACE.iter().map(|field| (*field, MOST_PLACES));
        let units = UNITS.iter().map(|field| (*field, 1));
        let fields: Vec<_> = once.chain(of_a_place).chain(units).collect();
        let mut bound = Bound::new(table, mapping, &fields, &mut issues)?;
        if mapping.columns.is_empty() || mapping.keep_others {
            bind_texts(table, &mut bound);
        }
        let known = |name: &str| {
            let base = name.rsplit_once('_').filter(|(_, number)| number.parse::<u32>().is_ok());
            let base = base.map_or(name, |(base, _)| base);
            name.starts_with(TEXT)
                || fields.iter().any(|(field, _)| field.name == name || field.name == base)
        };
        let asked =
            mapping.columns.keys().chain(mapping.constants.keys()).chain(mapping.words.keys());
        if let Some(unknown) = asked.into_iter().find(|name| !known(name)) {
            let names: Vec<_> = fields.iter().map(|(field, _)| field.name).collect();
            let expected =
                format!("a field of a notice ({}, text_ and a language)", names.join(", "));
            let found = format!("{unknown:?} in the mapping");
            return Err(TableError::not_a_table(table.at().clone(), expected, found));
        }
        for field in needed {
            bound.needed(table, mapping, field)?;
        }
        bound.unused(table, &mut issues);
        let groups = |number: &usize| {
            OF_A_PLACE.iter().any(|field| !bound.of(&numbered(field.name, *number)).is_empty())
        };
        let places = (0..MOST_PLACES).filter(groups).max().map_or(0, |last| last + 1);
        let units = UNITS.iter().any(|field| !bound.of(field.name).is_empty());
        let constant =
            OF_A_PLACE.iter().chain(UNITS).any(|field| mapping.constants.contains_key(field.name));
        let places = places.max(usize::from(units || constant));
        let texts = bound.names().chain(mapping.constants.keys().map(String::as_str));
        let texts = texts.filter_map(|name| {
            let language = name.strip_prefix(TEXT)?;
            Some((language.strip_prefix('_').unwrap_or(language).to_owned(), name.to_owned()))
        });
        let texts = texts.collect();
        Ok(Self { table, bound, places, texts, issues })
    }

    fn read(
        mut self,
        ways: &Ways<'_>,
        mode: ReadMode,
        counts: bool,
    ) -> Result<LoadedNotices, TableError> {
        let mut issues = std::mem::take(&mut self.issues);
        let mut notices = Vec::new();
        let mut tally = Tally::default();
        self.table.each(&mut issues, |row, issues| {
            let mut values = Values::new(self.table, row, &self.bound, ways);
            if counts && !values.has(FIGURE.name) && !values.has(FAMILIES.name) {
                return;
            }
            let notice = self.notice(&mut values, counts, &mut tally);
            tally.days += values.days;
            issues.append(&mut values.issues);
            if let Some(notice) = notice {
                let at = self.table.at_row(row.number()).id(notice.id.as_str());
                notices.push((notice, at));
            }
        });
        tally.say(self.table, &mut issues);
        if mode == ReadMode::Strict {
            strictly(&issues)?;
        }
        Ok(LoadedNotices { notices, issues })
    }

    /// The notice of a row; none if it lacks what no notice can lack.
    fn notice(&self, values: &mut Values<'_>, counts: bool, tally: &mut Tally) -> Option<Notice> {
        const LEFT_OUT: &str = "the row is left out";
        let issuer = values.text(ISSUER.name);
        if issuer.is_none() {
            values.unreadable(ISSUER.name, "the party that said it", LEFT_OUT);
        }
        let said_at = match values.instant(SAID_AT.name, Edge::Start, LEFT_OUT) {
            Ok(None) => {
                values.unreadable(SAID_AT.name, "when it was said", LEFT_OUT);
                None
            }
            Ok(said_at) => said_at,
            Err(()) => None,
        };
        let kind = if counts {
            Some("displacement-count".to_owned())
        } else {
            content::kind(values, LEFT_OUT)
        };
        let content = kind.and_then(|kind| content::read(values, &kind, LEFT_OUT));
        let said_at = said_at?;
        let known_at = if values.has("known_at") {
            values.instant("known_at", Edge::End, LEFT_OUT).ok()?
        } else {
            // A day that is known only as a whole was known when it was over.
            let days = values.days;
            let known_at = values.instant(SAID_AT.name, Edge::End, "").ok()?.max(Some(said_at));
            values.days = days;
            known_at
        };
        let content: Content = content?;
        let id = values.text(ID.name).unwrap_or_else(|| {
            tally.without_id += 1;
            format!("{}-{}", stem(self.table), values.at().row_number().unwrap_or_default())
        });
        let mut notice = Notice::new(id, issuer?, said_at, content);
        notice.known_at = known_at.unwrap_or(notice.said_at);
        notice.outlet = values.text("outlet");
        notice.url = values.text("url");
        notice.places = (0..self.places)
            .filter_map(|number| {
                places::read(values, number, &mut tally.same, &mut tally.altitudes)
            })
            .collect();
        notice.time = time::read(values);
        notice.agreed_by = values.list("agreed_by");
        notice.updates = values.list("updates").into_iter().map(Into::into).collect();
        notice.cancels = values.list("cancels").into_iter().map(Into::into).collect();
        notice.lineage = lineage(values);
        let hint = "taken as not stated";
        notice.rating = match values.text("rating").map(|text| text.parse()) {
            Some(Err(_)) => {
                values.unreadable("rating", "a letter A to F and a digit 1 to 6", hint);
                None
            }
            rating => rating.and_then(Result::ok),
        };
        let classes = "low, moderate, high or severe";
        notice.sensitivity =
            values.word("sensitivity", classes, "it counts as high").ok().flatten();
        for (language, field) in &self.texts {
            if let Some(words) = values.whole_text(field) {
                notice.text.insert(language.clone(), words);
            }
        }
        Some(notice)
    }
}

/// What is said once for a whole table.
#[derive(Default)]
struct Tally {
    days: u64,
    without_id: u64,
    altitudes: u64,
    same: SameNumbers,
}

impl Tally {
    fn say(self, table: &Table, issues: &mut Vec<Issue>) {
        say_days(table, self.days, issues);
        self.same.issue(issues);
        let at = table.at().clone();
        if self.without_id > 0 {
            let text = format!(
                "expected an id, found none in {} rows; they are called by file and row, such as \"{}-17\" for row 17",
                self.without_id,
                stem(table)
            );
            issues.push(missing_id::RULE.issue(at.clone(), text));
        }
        if self.altitudes > 0 {
            let text = format!(
                "expected two numbers in each position, found more in {} cells",
                self.altitudes
            );
            let issue = altitude_dropped::RULE.issue(at, text);
            issues.push(issue.hint("only longitude and latitude are used"));
        }
    }
}

/// Fields of text begin with this.
const TEXT: &str = "text";

/// Finds the columns of the words of the statement, by language: headers
/// `text_ar`, tags `#description+text+i_ar`.
fn bind_texts(table: &Table, bound: &mut Bound) {
    for (at, column) in table.columns().iter().enumerate() {
        let header = column.header.trim();
        let by_header = header.strip_prefix("text_").or((header == TEXT).then_some(""));
        let language = match &column.tag {
            Some(tag) if tag.name() == "description" => {
                let tagged = tag.language().unwrap_or_default();
                // The header keeps the case and signs that a tag cannot.
                let same = |header: &&str| {
                    super::fields::text_tag(header) == super::fields::text_tag(&tagged)
                };
                Some(by_header.filter(same).map_or(tagged.clone(), str::to_owned))
            }
            Some(_) => None,
            None => by_header.map(str::to_owned),
        };
        if let Some(language) = language {
            let name =
                if language.is_empty() { TEXT.to_owned() } else { format!("text_{language}") };
            bound.add(&name, at);
        }
    }
}

fn lineage(values: &mut Values<'_>) -> Option<Lineage> {
    if let Some(original) = values.text("echo_of") {
        return Some(Lineage::EchoOf(original.into()));
    }
    if values.text("lineage")?.eq_ignore_ascii_case("original") {
        return Some(Lineage::Original);
    }
    values.unreadable("lineage", "original, or a notice in echo_of", "taken as not stated");
    None
}

/// The name of a table's file without folder and endings.
pub(in crate::io::table) fn stem(table: &Table) -> &str {
    let name = table.at().file_name();
    let name = name.rsplit(['/', '\\']).next().unwrap_or(name);
    name.split('.').next().filter(|stem| !stem.is_empty()).unwrap_or(name)
}
