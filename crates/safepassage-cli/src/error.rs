//! Why a command could not do its work.

use safepassage::audit::AuditError;
use safepassage::evacuate::{AssignmentError, EvacuationError, InvalidRequest, Part};
use safepassage::hierarchy::HierarchyError;
use safepassage::impact::ImpactError;
use safepassage::index::{InvalidEntry, QueryError};
use safepassage::io::audience::AudienceError;
use safepassage::io::matsim::MatsimError;
use safepassage::io::osm::OsmError;
use safepassage::io::prepared::PreparedError;
use safepassage::io::read::{ReadError, ReadLayerError};
use safepassage::io::table::TableError;
use safepassage::io::write::{ViewerError, WriteError};
use safepassage::layer::LayerError;
use safepassage::network::NetworkError;
use safepassage::notice::StoreError;
use safepassage::publish::{ContradictsLog, DropReason};
use safepassage::record::RecordRef;
use safepassage::route::{OtherStreets, PlanError};
use safepassage::time::RangeTooLong;

/// Why a command could not do its work. Exit status 2.
#[derive(Debug, thiserror::Error)]
pub(crate) enum CliError {
    #[error(transparent)]
    Read(Box<ReadError>),
    #[error(transparent)]
    ReadLayer(Box<ReadLayerError>),
    #[error(transparent)]
    Osm(Box<OsmError>),
    #[error(transparent)]
    Prepared(Box<PreparedError>),
    #[error(transparent)]
    OtherStreets(#[from] OtherStreets),
    #[error(transparent)]
    Network(#[from] NetworkError),
    #[error(transparent)]
    Entry(#[from] InvalidEntry),
    #[error(transparent)]
    Query(#[from] QueryError),
    #[error(transparent)]
    Plan(#[from] PlanError),
    #[error(transparent)]
    Hierarchy(#[from] HierarchyError),
    #[error(transparent)]
    Evacuation(Box<EvacuationError>),
    #[error(transparent)]
    Assignment(#[from] AssignmentError),
    #[error(transparent)]
    Matsim(Box<MatsimError>),
    #[error(transparent)]
    Audit(#[from] AuditError),
    #[error(transparent)]
    Layer(#[from] LayerError),
    #[error(transparent)]
    Write(#[from] WriteError),
    #[error(transparent)]
    Viewer(#[from] ViewerError),
    #[error(transparent)]
    Store(Box<StoreError>),
    #[error(transparent)]
    Table(Box<TableError>),
    #[error(transparent)]
    Audience(Box<AudienceError>),
    #[error(transparent)]
    Counts(#[from] ContradictsLog),
    #[error(transparent)]
    Impact(#[from] ImpactError),
    #[error(transparent)]
    TooLong(#[from] RangeTooLong),
    /// A value given on the command line.
    #[error("{what}: expected {expected}, found {found}")]
    Argument { what: String, expected: String, found: String },
    /// An option that is missing.
    #[error("expected {expected}")]
    Missing { expected: &'static str, hint: &'static str },
    /// What the audience may not see.
    #[error("{what}: not for the audience {audience:?}: {reason}")]
    Withheld { what: &'static str, audience: String, reason: DropReason },
    /// A record that the scenario does not have.
    #[error("{option}: expected the identifier of a {noun}, found {found:?}")]
    UnknownId { option: &'static str, noun: &'static str, found: String, known: Vec<String> },
    /// A column that the layer does not have.
    #[error("{option}: expected the name of a column, found {found:?}")]
    UnknownColumn { option: &'static str, found: String, known: Vec<String> },
    /// A file of JSON that the command line names.
    #[error("{file}: expected {expected}")]
    BadFile { file: String, expected: &'static str, source: serde_json::Error },
    /// A file that cannot be read or written.
    #[error("{file}: cannot {verb}")]
    File { file: String, verb: &'static str, source: std::io::Error },
    #[error("cannot write to standard output")]
    Output(#[source] std::io::Error),
    #[error("cannot write as JSON")]
    Json(#[source] serde_json::Error),
}

impl CliError {
    /// A value given on the command line that cannot be used.
    pub(crate) fn argument(
        what: impl Into<String>,
        expected: impl Into<String>,
        found: impl Into<String>,
    ) -> Self {
        Self::Argument { what: what.into(), expected: expected.into(), found: found.into() }
    }

    /// What sort of failure it is, in a word that does not change.
    pub(crate) fn code(&self) -> &'static str {
        match self {
            Self::Read(error) => error.code(),
            Self::ReadLayer(_) => "layer-unreadable",
            Self::Osm(_) => "streets-unreadable",
            Self::Prepared(error) => match error.as_ref() {
                PreparedError::Flawed { .. } => "streets-unreadable",
                _ => "file-unusable",
            },
            Self::Network(_) | Self::Hierarchy(_) | Self::OtherStreets(_) => "streets-unusable",
            Self::Entry(_) => "record-unusable",
            Self::Query(_) => "bad-question",
            Self::Plan(_) | Self::Assignment(_) => "plan-impossible",
            Self::Evacuation(error) => match error.as_ref() {
                EvacuationError::Invalid(_) => "request-unusable",
                _ => "plan-impossible",
            },
            Self::Matsim(error) => match error.as_ref() {
                MatsimError::Read { .. } => "file-unusable",
                MatsimError::Text(error) => error.code(),
                MatsimError::Network { .. } => "streets-unusable",
                MatsimError::Setting { .. } => "bad-file",
                _ => "matsim-unreadable",
            },
            Self::Audit(_) => "audit-impossible",
            Self::Layer(_) => "layer-impossible",
            Self::TooLong(_) => "window-too-long",
            Self::Store(error) => error.code().unwrap_or("ledger-unusable"),
            Self::Table(error) => error.code(),
            Self::Audience(_) => "audience-unusable",
            Self::Counts(_) => "counts-contradict-log",
            Self::Impact(_) => "impact-impossible",
            Self::Argument { .. } => "bad-argument",
            Self::Missing { .. } => "missing-argument",
            Self::Withheld { .. } => "withheld",
            Self::UnknownId { .. } => "unknown-id",
            Self::UnknownColumn { .. } => "unknown-column",
            Self::BadFile { .. } => "bad-file",
            Self::File { .. } | Self::Write(_) | Self::Viewer(_) => "file-unusable",
            Self::Output(_) | Self::Json(_) => "output-failed",
        }
    }

    /// What to do about it.
    pub(crate) fn hint(&self) -> Option<String> {
        match self {
            Self::Missing { hint, .. } => Some((*hint).to_owned()),
            Self::UnknownId { known, .. } if known.is_empty() => {
                Some("the scenario has none".to_owned())
            }
            Self::UnknownId { known, .. } => Some(format!("the scenario has {}", few_of(known))),
            Self::UnknownColumn { known, .. } if known.is_empty() => {
                Some("the layer has none".to_owned())
            }
            Self::UnknownColumn { known, .. } => Some(format!("the layer has {}", few_of(known))),
            Self::Read(error) if matches!(**error, ReadError::Refused { .. }) => {
                Some("without --strict the rest is read and everything is reported".to_owned())
            }
            Self::ReadLayer(error) => match error.as_ref() {
                ReadLayerError::MixedGeometry { .. } | ReadLayerError::NoGeometry { .. } => {
                    Some("choose a geometry type by --geometry".to_owned())
                }
                ReadLayerError::DuplicateKey { .. } | ReadLayerError::MissingKey { .. } => {
                    Some("give another column by --key, or --key-by position".to_owned())
                }
                _ => None,
            },
            Self::Withheld { reason: DropReason::Delayed, .. } => {
                Some("give the instant of publishing by --published-at".to_owned())
            }
            Self::Counts(_) => {
                Some("give counts of another day another name by --counts-of".to_owned())
            }
            Self::Viewer(_) => Some(format!("build it with `{}`", crate::map::BUILD)),
            Self::Plan(PlanError::NoStreets) => Some(NO_STREETS.to_owned()),
            Self::Evacuation(error) => match error.as_ref() {
                EvacuationError::Plan(PlanError::NoStreets) => Some(NO_STREETS.to_owned()),
                EvacuationError::Invalid(invalid) => request_hint(invalid),
                _ => None,
            },
            Self::Prepared(error) if matches!(**error, PreparedError::Flawed { .. }) => {
                Some("make it anew with `safepassage prepare`".to_owned())
            }
            Self::Plan(PlanError::TooManyChoices { .. }) => {
                Some("a shorter window has fewer".to_owned())
            }
            _ => None,
        }
    }

    /// The record it is about.
    pub(crate) fn at(&self) -> Option<&RecordRef> {
        match self {
            Self::Read(error) => Some(error.at()),
            Self::ReadLayer(error) => Some(error.at()),
            Self::Store(error) => Some(error.at()),
            Self::Table(error) => Some(error.at()),
            Self::Matsim(error) => match error.as_ref() {
                MatsimError::Read { at, .. }
                | MatsimError::Malformed { at, .. }
                | MatsimError::Network { at, .. } => Some(at),
                MatsimError::Text(error) => Some(error.at()),
                _ => None,
            },
            Self::Osm(error) => match error.as_ref() {
                OsmError::Read { record, .. }
                | OsmError::Malformed { record, .. }
                | OsmError::Network { record, .. } => Some(record),
                _ => None,
            },
            _ => None,
        }
    }

    /// Whether whoever reads standard output has stopped.
    pub(crate) fn is_broken_pipe(&self) -> bool {
        matches!(self, Self::Output(error) if error.kind() == std::io::ErrorKind::BrokenPipe)
    }
}

/// Where streets may come from.
const NO_STREETS: &str = "give streets with --streets, or put streets.geojson into the scenario";

/// Some of a list of names, and how many more there are.
fn few_of(known: &[String]) -> String {
    let few: Vec<&str> = known.iter().take(8).map(String::as_str).collect();
    let more = known.len().saturating_sub(few.len());
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    few.join(", ") + &more
}

/// What to do about a request that cannot be one.
fn request_hint(invalid: &InvalidRequest) -> Option<String> {
    let hint = match (&invalid.part, invalid.property) {
        (Part::Group(id), "persons") if invalid.found == "none" => {
            format!("say how many there are with --persons {}=COUNT", id.as_str())
        }
        (Part::Group(_), "earliest_departure") => "give a later --to".to_owned(),
        (Part::Request, "window") => "give a longer window, or a shorter --step".to_owned(),
        _ => return None,
    };
    Some(hint)
}

impl From<AudienceError> for CliError {
    fn from(error: AudienceError) -> Self {
        Self::Audience(Box::new(error))
    }
}

impl From<EvacuationError> for CliError {
    fn from(error: EvacuationError) -> Self {
        Self::Evacuation(Box::new(error))
    }
}

impl From<MatsimError> for CliError {
    fn from(error: MatsimError) -> Self {
        Self::Matsim(Box::new(error))
    }
}

impl From<ReadError> for CliError {
    fn from(error: ReadError) -> Self {
        Self::Read(Box::new(error))
    }
}

impl From<ReadLayerError> for CliError {
    fn from(error: ReadLayerError) -> Self {
        Self::ReadLayer(Box::new(error))
    }
}

impl From<StoreError> for CliError {
    fn from(error: StoreError) -> Self {
        Self::Store(Box::new(error))
    }
}

impl From<TableError> for CliError {
    fn from(error: TableError) -> Self {
        Self::Table(Box::new(error))
    }
}

impl From<PreparedError> for CliError {
    fn from(error: PreparedError) -> Self {
        Self::Prepared(Box::new(error))
    }
}

impl From<OsmError> for CliError {
    fn from(error: OsmError) -> Self {
        Self::Osm(Box::new(error))
    }
}
