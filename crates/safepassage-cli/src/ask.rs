//! `safepassage ask`: which records are here, then.

use crate::clock::Clock;
use crate::error::CliError;
use crate::input::{Input, SourceArgs, json_file};
use crate::notices::believe::ByNoticesArgs;
use crate::output::{Output, Status};
use crate::page::{FAINT, Page, STRONG, clean, counted, styled};
use crate::place_arg::{LineArg, PlaceArg};
use crate::query_area;
use crate::time_arg::{TimeArg, WindowArgs};
use clap::Args;
use safepassage::id::Kind;
use safepassage::index::{Entry, Hit, Position, Query, Question, SpatialIndex};
use safepassage::model::Feature;
use safepassage::scenario::Scenario;
use safepassage::time::State;
use safepassage::units::Metres;
use serde::Serialize;
use std::path::PathBuf;

/// Ask which records cover a place, are near it, or cross a line, and when
///
/// Times are read with caution: a curfew, restricted or hazard zone or a front
/// line of which it is not known whether it is in force is listed too, as
/// unknown. Announced corridors count as wide as announced, incidents as far as
/// their stated radius.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  safepassage ask places/northern-aleppo --covering 37.158,36.232 --at 2026-01-08T10:30
  safepassage ask places/northern-aleppo --near 37.158,36.232 --within 500 --kind checkpoint
  safepassage ask places/northern-aleppo --nearest 37.158,36.232 --count 3 --kind shelter
  safepassage ask --example --crossing \"37.15,36.23 37.16,36.22\" --from 2026-01-08T10:00 --to 2026-01-08T13:00
  safepassage ask places/northern-aleppo --query query.json --format json")]
pub(crate) struct AskArgs {
    #[command(flatten)]
    source: SourceArgs,
    #[command(flatten)]
    question: QuestionArgs,
    /// The distance for --near, in metres
    #[arg(
        long,
        value_name = "METRES",
        requires = "near",
        default_value_t = 500.0,
        allow_negative_numbers = true
    )]
    within: f64,
    /// How many for --nearest
    #[arg(long, value_name = "N", requires = "nearest", default_value_t = 5)]
    count: usize,
    /// Only records of this kind, such as checkpoint or curfew-zone; may be repeated
    #[arg(long, value_name = "KIND", conflicts_with = "query")]
    kind: Vec<Kind>,
    /// Only records active at this instant
    #[arg(long, value_name = "TIME", conflicts_with_all = ["from", "to", "query"])]
    at: Option<TimeArg>,
    #[command(flatten)]
    window: WindowArgs,
    #[command(flatten)]
    by_notices: ByNoticesArgs,
    /// Active at every instant from --from to --to, not only at some
    #[arg(long, conflicts_with_all = ["at", "query"])]
    throughout: bool,
    /// Also corridors, checkpoints and the like of which it is not known whether
    /// they are active
    #[arg(long, conflicts_with = "query")]
    include_unknown: bool,
}

/// One of these is asked.
#[derive(Debug, Args)]
#[group(required = true, multiple = false)]
struct QuestionArgs {
    /// Areas that hold this place, on their boundary included
    #[arg(long, value_name = "LON,LAT", allow_hyphen_values = true)]
    covering: Option<PlaceArg>,
    /// Records at most --within metres from this place
    #[arg(long, value_name = "LON,LAT", allow_hyphen_values = true)]
    near: Option<PlaceArg>,
    /// The --count records nearest to this place
    #[arg(long, value_name = "LON,LAT", allow_hyphen_values = true)]
    nearest: Option<PlaceArg>,
    /// Records that this line touches or passes through, and where
    #[arg(long, value_name = "LON,LAT LON,LAT …", allow_hyphen_values = true)]
    crossing: Option<LineArg>,
    /// Records that share a point with the polygons in this GeoJSON file
    #[arg(long, value_name = "FILE")]
    intersecting: Option<PathBuf>,
    /// A question as JSON (see docs/CLI.md)
    #[arg(long, value_name = "FILE", conflicts_with_all = ["from", "to"])]
    query: Option<PathBuf>,
}

#[derive(Serialize)]
struct Answer<'a> {
    time_zone: Option<&'a str>,
    query: &'a Query,
    hits: Vec<Found>,
}

#[derive(Serialize)]
struct Found {
    kind: Kind,
    id: String,
    name: String,
    distance_m: f64,
    state: Option<State>,
    crossed: Vec<Crossed>,
}

#[derive(Serialize)]
struct Crossed {
    from_m: f64,
    to_m: f64,
    length_m: f64,
    start: Position,
    end: Position,
}

pub(crate) fn run(args: &AskArgs, output: &Output) -> Result<Status, CliError> {
    let input = args.source.read_and_tell()?;
    let query = args.query(&input.clock)?;
    let scenario = args.by_notices.scenario(&args.source, &input)?;
    let hits = index(&scenario)?.find(&query)?;
    let hits = hits.iter().map(|hit| found(hit, &input.scenario)).collect();
    let body = Answer { time_zone: input.clock.name(), query: &query, hits };
    output.answer(Status::Done, &body, || text(&body, &input))
}

/// Every record by place and time.
fn index(scenario: &Scenario) -> Result<SpatialIndex, CliError> {
    Ok(SpatialIndex::build(Entry::of_scenario(scenario))?)
}

impl AskArgs {
    fn query(&self, clock: &Clock) -> Result<Query, CliError> {
        if let Some(path) = &self.question.query {
            return json_file(
                path,
                "a question such as {\"near\": {\"point\": [37.15, 36.23], \"within_m\": 500}, \
                 \"kinds\": [\"checkpoint\"]}",
            );
        }
        let mut query = Query::new(self.question(&self.question)?);
        for &kind in &self.kind {
            query = query.kind(kind);
        }
        if self.include_unknown {
            query = query.include_unknown();
        }
        if let Some(at) = self.at {
            return Ok(query.active_at(at.instant("--at", clock)?));
        }
        if self.window.any() {
            let window = self.window.open(clock)?;
            return Ok(if self.throughout {
                query.active_throughout(window)
            } else {
                query.active_any_time_in(window)
            });
        }
        if self.throughout {
            return Err(CliError::Missing {
                expected: "--from or --to with --throughout",
                hint: "without them nothing says throughout which time",
            });
        }
        Ok(query)
    }

    fn question(&self, asked: &QuestionArgs) -> Result<Question, CliError> {
        Ok(if let Some(place) = asked.covering {
            Question::Covering(place.0)
        } else if let Some(place) = asked.near {
            Question::Near { point: place.0, within_m: Metres(self.within) }
        } else if let Some(place) = asked.nearest {
            Question::Nearest { point: place.0, count: self.count }
        } else if let Some(line) = &asked.crossing {
            Question::Crossing(line.0.clone())
        } else if let Some(path) = &asked.intersecting {
            Question::Intersecting(query_area::read(path)?)
        } else {
            return Err(CliError::Missing {
                expected: "a question",
                hint: "such as --covering LON,LAT; see safepassage ask --help",
            });
        })
    }
}

fn found(hit: &Hit, scenario: &Scenario) -> Found {
    let record = scenario.feature(&hit.reference);
    let crossed = |stretch: &safepassage::index::Stretch| Crossed {
        from_m: stretch.from.0,
        to_m: stretch.to.0,
        length_m: stretch.length().0,
        start: [stretch.start.x, stretch.start.y],
        end: [stretch.end.x, stretch.end.y],
    };
    Found {
        kind: hit.reference.kind(),
        id: hit.reference.id().to_owned(),
        name: record.map_or_else(|| hit.reference.id().to_owned(), Feature::label),
        distance_m: hit.distance.0,
        state: hit.state,
        crossed: hit.crossed.iter().map(crossed).collect(),
    }
}

fn text(answer: &Answer<'_>, input: &Input) -> Page {
    let mut page = Page::new();
    for hit in &answer.hits {
        let name = format!("{}/{}", hit.kind, clean(&hit.id));
        let mut line = format!("{}  {}", styled(STRONG, name), clean(&hit.name));
        if hit.distance_m > 0.0 {
            line = format!("{line}, {} away", Metres(hit.distance_m));
        }
        let state = match hit.state {
            Some(State::Holds) => ", active",
            Some(State::Unknown) => ", not known whether active",
            Some(State::DoesNotHold) | None => "",
        };
        page.line(line + state);
        for stretch in &hit.crossed {
            page.line(if stretch.length_m > 0.0 {
                format!(
                    "  from {:.0} m to {:.0} m along the line ({:.0} m)",
                    stretch.from_m, stretch.to_m, stretch.length_m
                )
            } else {
                format!("  {:.0} m along the line", stretch.from_m)
            });
        }
        if let Some(source) = source_of(hit, &input.scenario) {
            page.line(styled(FAINT, format!("  source: {}", clean(&source))));
        }
    }
    page.gap();
    page.line(format!(
        "{}, as the sources report; {}",
        counted(answer.hits.len(), "record", "records"),
        input.clock.title()
    ));
    page
}

fn source_of(hit: &Found, scenario: &Scenario) -> Option<String> {
    let reference = safepassage::id::FeatureRef::new(hit.kind, hit.id.as_str());
    let source = &scenario.feature(&reference)?.provenance().source;
    (!source.is_empty()).then(|| source.clone())
}
