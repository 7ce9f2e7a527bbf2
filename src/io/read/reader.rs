//! The reader: what to read, how, and what came of it.
//!
//! Floor 7.

use super::ReadError;
use super::folder;
use super::intake::{Input, Intake};
use super::mapping::Mapping;
use super::text;
use super::when::Zone;
use crate::id::Kind;
use crate::record::RecordRef;
use crate::scenario::About;
use crate::scenario::Issue;
use crate::scenario::Scenario;
use crate::scenario::rules::byte_order_mark;
use crate::scenario::rules::time_zone_unknown;
use crate::severity::Severity;
use crate::time::TimeWindow;
use std::path::{Path, PathBuf};

/// What to do about an error in the data.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ReadMode {
    /// Read what can be read and report everything. The default.
    #[default]
    Lenient,
    /// Stop at the first error-level issue.
    Strict,
}

/// What was read.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct Loaded {
    /// Every record that could be read.
    pub scenario: Scenario,
    /// Everything that is wrong or worth knowing, sorted by file and feature.
    pub issues: Vec<Issue>,
}

impl Loaded {
    /// The issues at error level.
    pub fn errors(&self) -> impl Iterator<Item = &Issue> {
        self.issues.iter().filter(|issue| issue.severity == Severity::Error)
    }
}

/// The most bytes of one file that are read unless told otherwise: 1 GiB.
const MOST_BYTES: u64 = 1 << 30;

/// Reads a scenario from folders, files and text.
///
/// ```
/// use safepassage::io::read::ScenarioReader;
///
/// let shelters = r#"{"type": "FeatureCollection", "features": [
///     {"type": "Feature", "geometry": {"type": "Point", "coordinates": [37.14, 36.21]},
///      "properties": {"id": "school", "kind": "shelter", "capacity": 400}}]}"#;
/// let loaded = ScenarioReader::new().text("shelters.geojson", shelters, None).read()?;
/// let school = loaded.scenario.shelter(&"school".into()).ok_or("no such shelter")?;
/// assert_eq!(school.capacity().map(|persons| persons.0), Some(400));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
#[must_use]
pub struct ScenarioReader {
    mode: ReadMode,
    time_zone: Option<String>,
    period: Option<TimeWindow>,
    most_bytes: u64,
    sources: Vec<Source>,
}

#[derive(Clone, Debug)]
enum Source {
    Folder(PathBuf),
    File { path: PathBuf, kind: Option<Kind>, mapping: Option<Mapping> },
    Text { name: String, text: String, kind: Option<Kind>, mapping: Option<Mapping> },
}

impl Default for ScenarioReader {
    fn default() -> Self {
        Self::new()
    }
}

impl ScenarioReader {
    /// A lenient reader with nothing to read yet.
    pub const fn new() -> Self {
        Self {
            mode: ReadMode::Lenient,
            time_zone: None,
            period: None,
            most_bytes: MOST_BYTES,
            sources: Vec::new(),
        }
    }

    /// What to do about an error in the data.
    pub const fn mode(mut self, mode: ReadMode) -> Self {
        self.mode = mode;
        self
    }

    /// The IANA name of the time zone of local hours and of times without an
    /// offset. Goes before what `scenario.json` says.
    pub fn time_zone(mut self, name: impl Into<String>) -> Self {
        self.time_zone = Some(name.into());
        self
    }

    /// The period that the scenario speaks of, over which opening hours are
    /// expanded. Goes before what `scenario.json` says.
    pub const fn period(mut self, period: TimeWindow) -> Self {
        self.period = Some(period);
        self
    }

    /// The most bytes to take of one file, after unpacking; 1 GiB unless set.
    pub const fn most_bytes(mut self, bytes: u64) -> Self {
        self.most_bytes = bytes;
        self
    }

    /// Adds a scenario folder: `scenario.json`, if there is one, and every
    /// GeoJSON file, in the order of their names.
    pub fn folder(mut self, path: impl Into<PathBuf>) -> Self {
        self.sources.push(Source::Folder(path.into()));
        self
    }

    /// Adds one GeoJSON file, whose name may say what its features are.
    pub fn file(mut self, path: impl Into<PathBuf>) -> Self {
        self.sources.push(Source::File { path: path.into(), kind: None, mapping: None });
        self
    }

    /// Adds one GeoJSON file whose features are of `kind` unless they say otherwise.
    pub fn file_as(mut self, path: impl Into<PathBuf>, kind: Kind) -> Self {
        self.sources.push(Source::File { path: path.into(), kind: Some(kind), mapping: None });
        self
    }

    /// Adds one foreign GeoJSON file and how its properties map to ours.
    pub fn mapped(mut self, path: impl Into<PathBuf>, mapping: Mapping) -> Self {
        let mapping = Some(mapping);
        self.sources.push(Source::File { path: path.into(), kind: None, mapping });
        self
    }

    /// Adds GeoJSON text as if it stood in a file of that name. Text of the name
    /// `scenario.json` says of the scenario what such a file says.
    pub fn text(
        mut self,
        name: impl Into<String>,
        text: impl Into<String>,
        kind: Option<Kind>,
    ) -> Self {
        let (name, text) = (name.into(), text.into());
        self.sources.push(Source::Text { name, text, kind, mapping: None });
        self
    }

    /// Adds foreign GeoJSON text and how its properties map to ours.
    pub fn mapped_text(
        mut self,
        name: impl Into<String>,
        text: impl Into<String>,
        mapping: Mapping,
    ) -> Self {
        let (name, text, mapping) = (name.into(), text.into(), Some(mapping));
        self.sources.push(Source::Text { name, text, kind: None, mapping });
        self
    }

    /// Reads everything that was added, in that order, and runs the intake rules.
    ///
    /// Takes time and memory in proportion to the input; one file is held at a time.
    ///
    /// # Errors
    ///
    /// [`ReadError`] if there is nothing to read, if a path that was named cannot
    /// be opened, or if there is one file only and it cannot be read. With [`ReadMode::Strict`]
    /// also for the first issue at error level.
    pub fn read(self) -> Result<Loaded, ReadError> {
        let mut steps = Vec::new();
        let mut early = Vec::new();
        for source in &self.sources {
            match source {
                Source::Folder(path) => folder::list(path, &mut steps, &mut early)?,
                Source::File { path, kind, mapping } => {
                    steps.push(Step::file(path, *kind, mapping.clone()));
                }
                Source::Text { name, text, kind, mapping } => {
                    let (kind, mapping) = (*kind, mapping.clone());
                    steps.push(Step { name: name.clone(), from: From::Text(text), kind, mapping });
                }
            }
        }
        let mut intake = Intake { mode: self.mode, ..Intake::default() };
        for issue in early {
            intake.issue(issue)?;
        }
        let (about, steps): (Vec<_>, Vec<_>) =
            steps.into_iter().partition(|step| step.file_name() == folder::ABOUT);
        self.about(&mut intake, &about)?;
        if steps.is_empty() {
            let at = match self.sources.first() {
                Some(Source::Folder(path)) => RecordRef::file(path.display().to_string()),
                _ => RecordRef::default(),
            };
            return Err(ReadError::NothingToRead { at });
        }
        self.records(&mut intake, &steps)?;
        let (scenario, issues) = intake.builder.build();
        let first = issues.iter().find(|issue| issue.severity == Severity::Error);
        match first {
            Some(issue) if self.mode == ReadMode::Strict => Err(issue.clone().into()),
            _ => Ok(Loaded { scenario, issues }),
        }
    }

    /// Reads what the scenario says of itself.
    fn about(&self, intake: &mut Intake, steps: &[Step<'_>]) -> Result<(), ReadError> {
        let mut about = About::default();
        for step in steps {
            let at = RecordRef::file(&step.name);
            let read =
                step.text(&at, self.most_bytes).and_then(|text| folder::about(&text.text, &at));
            match read {
                Ok((read, issues)) => {
                    about = read;
                    issues.into_iter().try_for_each(|issue| intake.issue(issue))?;
                }
                Err(error) => intake.problem(error)?,
            }
        }
        if self.time_zone.is_some() {
            about.time_zone.clone_from(&self.time_zone);
        }
        about.period = self.period.or(about.period);
        if let Some(name) = &about.time_zone {
            intake.clock.zone = Zone::find(name);
            if let Some(zone) = &intake.clock.zone {
                about.time_zone = Some(zone.name.clone());
            } else {
                let at = match steps.first() {
                    Some(step) if self.time_zone.is_none() => RecordRef::file(&step.name),
                    _ => RecordRef::file("(time zone asked for)"),
                };
                let text = format!(
                    "member \"time_zone\": expected the IANA name of a time zone such as \
                     \"Asia/Damascus\", found {:?}",
                    crate::scenario::rules::cut(name)
                );
                let issue = time_zone_unknown::RULE.issue(at, text);
                intake.issue(issue.hint("the scenario is taken to name none"))?;
                about.time_zone = None;
            }
        }
        intake.clock.period = about.period;
        intake.builder.about(about);
        Ok(())
    }

    fn records(&self, intake: &mut Intake, steps: &[Step<'_>]) -> Result<(), ReadError> {
        let mut unread = Vec::new();
        for step in steps {
            if let Err(error) = self.one(intake, step) {
                let named = !matches!(step.from, From::Listed(_));
                let not_there = matches!(error, ReadError::Io { .. } | ReadError::NotAFile { .. });
                if self.mode == ReadMode::Strict || (named && not_there) {
                    return Err(error);
                }
                unread.push(error);
            }
        }
        // Of one file there is nothing else to tell; of several, each is told.
        if steps.len() == 1
            && let Some(only) = unread.pop()
        {
            return Err(only);
        }
        unread.into_iter().try_for_each(|error| intake.problem(error))
    }

    fn one(&self, intake: &mut Intake, step: &Step<'_>) -> Result<(), ReadError> {
        let at = RecordRef::file(&step.name);
        let text = step.text(&at, self.most_bytes)?;
        if text.had_mark {
            let found = "expected UTF-8 text without a byte order mark, found one";
            intake.issue(byte_order_mark::RULE.issue(at, found).hint("passed over"))?;
        }
        let (stem, ending) = folder::stem_and_ending(step.file_name());
        let input = Input {
            name: &step.name,
            stem,
            kind: step.kind.or_else(|| stem.parse().ok()),
            mapping: step.mapping.as_ref(),
            lines: folder::one_a_line(ending),
        };
        intake.read(&input, &text.text)
    }
}

/// One file or text to read.
pub(super) struct Step<'a> {
    /// The name to use in messages.
    pub(super) name: String,
    pub(super) from: From<'a>,
    pub(super) kind: Option<Kind>,
    pub(super) mapping: Option<Mapping>,
}

/// Where a text comes from.
pub(super) enum From<'a> {
    /// A file that the caller named.
    Named(PathBuf),
    /// A file found in a folder.
    Listed(PathBuf),
    /// The caller.
    Text(&'a str),
}

impl Step<'_> {
    fn file(path: &Path, kind: Option<Kind>, mapping: Option<Mapping>) -> Self {
        let name = path
            .file_name()
            .map_or_else(|| path.display().to_string(), |name| name.to_string_lossy().into_owned());
        Self { name, from: From::Named(path.to_owned()), kind, mapping }
    }

    /// The last part of the name.
    fn file_name(&self) -> &str {
        self.name.rsplit(['/', '\\']).next().unwrap_or(&self.name)
    }

    fn text(&self, at: &RecordRef, most_bytes: u64) -> Result<text::Text, ReadError> {
        match &self.from {
            From::Named(path) | From::Listed(path) => text::read(path, at, most_bytes),
            From::Text(text) => text::decode(text.as_bytes().to_vec(), at),
        }
    }
}
