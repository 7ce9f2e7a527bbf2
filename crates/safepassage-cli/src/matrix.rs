//! `safepassage matrix`: how long it takes between many places.

mod show;

use crate::error::CliError;
use crate::input::{Input, SourceArgs, StreetArgs};
use crate::notices::believe::ByNoticesArgs;
use crate::output::{Output, Status};
use crate::place_arg::PlaceArg;
use crate::policy_args::PolicyArgs;
use crate::progress;
use crate::time_arg::{TimeArg, WindowArgs, at_or_window};
use clap::Args;
use safepassage::index::Position;
use safepassage::model::{Feature, TravelMode};
use safepassage::network::RoutePolicy;
use safepassage::notice::StatusBasis;
use safepassage::route::{Cell, Matrix, RoutePlanner, Unreached};
use safepassage::time::TimeWindow;
use serde::Serialize;

/// How long it takes from many places to many others, or why there is no way
///
/// From neighbourhoods to shelters, unless places are given. Nothing opens or
/// shuts on the way: the streets are taken as they are at an instant (--at), or
/// with all that is shut at some time in a window (--from, --to). For departures
/// with waits and hours ask `plan`.
///
/// Streets that were not prepared (see `prepare`) are prepared first.
///
/// Exit status 1 if a pair has no way.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  safepassage matrix --example --at 2026-01-08T10:30
  safepassage matrix --example --from 2026-01-08T10:00 --to 2026-01-08T13:00 --csv
  safepassage matrix folder --streets city.prepared --start 37.134,36.24 --end 37.15,36.22 --at 2026-01-08T10:30 --format json")]
pub(crate) struct MatrixArgs {
    #[command(flatten)]
    source: SourceArgs,
    #[command(flatten)]
    streets: StreetArgs,
    /// From this place; may be repeated. Without it, from every neighbourhood
    #[arg(long, value_name = "LON,LAT", allow_hyphen_values = true)]
    start: Vec<PlaceArg>,
    /// To this place; may be repeated. Without it, to every shelter that may have room
    #[arg(long, value_name = "LON,LAT", allow_hyphen_values = true)]
    end: Vec<PlaceArg>,
    /// With the streets as they are at this instant
    #[arg(long, value_name = "TIME", conflicts_with_all = ["from", "to"])]
    at: Option<TimeArg>,
    #[command(flatten)]
    policy: PolicyArgs,
    #[command(flatten)]
    window: WindowArgs,
    #[command(flatten)]
    by_notices: ByNoticesArgs,
    /// Print a table as CSV: a line for each pair
    #[arg(long)]
    csv: bool,
}

#[derive(Serialize)]
struct Answer<'a> {
    time_zone: Option<&'a str>,
    mode: TravelMode,
    window: TimeWindow,
    policy: RoutePolicy,
    basis: Option<&'a StatusBasis>,
    from: Vec<End>,
    to: Vec<End>,
    /// Row by row.
    pairs: Vec<Pair>,
}

/// A row or a column.
#[derive(Clone, Serialize)]
struct End {
    /// A record's reference as text; none for a place.
    id: Option<String>,
    name: Option<String>,
    /// Any of these.
    places: Vec<Position>,
    /// Whether it takes people for all of the window.
    open: bool,
}

/// One cell.
#[derive(Serialize)]
struct Pair {
    from: usize,
    to: usize,
    duration_s: Option<f64>,
    reason: Option<&'static str>,
}

pub(crate) fn run(args: &MatrixArgs, output: &Output) -> Result<Status, CliError> {
    let input = args.source.read_and_tell()?;
    let window = at_or_window(args.at, &args.window, &input.clock, input.scenario.about().period)?;
    let policy = args.policy.policy()?;
    let ground = args
        .streets
        .ground(&input, |picture| args.by_notices.apply(picture, &args.source, &input))?
        .prepared()?;
    let planner = ground.planner(policy.clone())?;
    let from = starts(args, &planner, &input)?;
    let to = ends(args, &planner, &input, window)?;
    let pairs = progress::during("measuring", || pairs(args, &planner, window, &from, &to))?;
    let status = Status::found(pairs.iter().any(|pair| pair.duration_s.is_none()));
    let body = Answer {
        time_zone: input.clock.name(),
        mode: args.policy.mode,
        window,
        policy,
        basis: ground.picture.basis(),
        from,
        to,
        pairs,
    };
    if args.csv {
        Output::plain(&show::csv(&body))?;
        return Ok(status);
    }
    output.answer(status, &body, || show::page(&body, &input))
}

fn place(place: &PlaceArg) -> End {
    End { id: None, name: None, places: vec![place.0], open: true }
}

fn starts(
    args: &MatrixArgs,
    planner: &RoutePlanner<'_>,
    input: &Input,
) -> Result<Vec<End>, CliError> {
    if !args.start.is_empty() {
        return Ok(args.start.iter().map(place).collect());
    }
    let all = input.scenario.neighbourhoods();
    if all.is_empty() {
        return Err(CliError::Missing {
            expected: "neighbourhoods in the scenario, found none",
            hint: "give places to start from with --start LON,LAT",
        });
    }
    let end = |one: &safepassage::model::Neighbourhood| End {
        id: Some(one.reference().to_string()),
        name: Some(one.label()),
        places: planner.starts(one).into_iter().map(|at| [at.x, at.y]).collect(),
        open: true,
    };
    Ok(all.iter().map(end).collect())
}

fn ends(
    args: &MatrixArgs,
    planner: &RoutePlanner<'_>,
    input: &Input,
    window: TimeWindow,
) -> Result<Vec<End>, CliError> {
    if !args.end.is_empty() {
        return Ok(args.end.iter().map(place).collect());
    }
    let shelters = planner.shelters(window)?;
    if shelters.is_empty() {
        return Err(CliError::Missing {
            expected: "shelters with room in the scenario, found none",
            hint: "give places to go to with --end LON,LAT",
        });
    }
    let covers = |open: &TimeWindow| {
        open.start_or_min() <= window.start_or_min() && open.end_or_max() >= window.end_or_max()
    };
    Ok(shelters
        .into_iter()
        .map(|to| End {
            id: Some(to.feature.to_string()),
            name: input.scenario.feature(&to.feature).map(Feature::label),
            places: vec![[to.at.x, to.at.y]],
            open: to.open.is_none_or(|hours| hours.iter().any(covers)),
        })
        .collect())
}

fn pairs(
    args: &MatrixArgs,
    planner: &RoutePlanner<'_>,
    window: TimeWindow,
    from: &[End],
    to: &[End],
) -> Result<Vec<Pair>, CliError> {
    let all = |ends: &[End]| ends.iter().flat_map(|end| &end.places).map(|&at| at.into()).collect();
    let (starts, ends): (Vec<_>, Vec<_>) = (all(from), all(to));
    let snapshot = planner.snapshot(args.policy.mode, window)?;
    let matrix = snapshot.matrix(&starts, &ends)?;
    let mut pairs = Vec::with_capacity(from.len() * to.len());
    let mut row = 0;
    for (number, start) in from.iter().enumerate() {
        let rows = row..row + start.places.len();
        row = rows.end;
        // Each end is one place, so that columns are ends.
        for (column, end) in to.iter().enumerate() {
            let (duration_s, reason) = match best(&matrix, rows.clone(), column) {
                _ if !end.open => (None, Some("shelter-not-open")),
                Ok(ms) => (Some(f64::from(ms) / 1000.0), None),
                Err(reason) => (None, Some(word(reason))),
            };
            pairs.push(Pair { from: number, to: column, duration_s, reason });
        }
    }
    Ok(pairs)
}

/// The shortest of the ways from some starts, else the reason of the start that
/// comes nearest to having one.
fn best(
    matrix: &Matrix,
    rows: std::ops::Range<usize>,
    column: usize,
) -> Result<u32, Option<Unreached>> {
    let mut reason = None;
    let mut least: Option<u32> = None;
    for cell in rows.filter_map(|row| matrix.cell(row, column)) {
        match cell {
            Cell::Milliseconds(ms) => least = Some(least.map_or(ms, |least| least.min(ms))),
            Cell::NoWay(why) => reason = reason.max(Some(why)),
        }
    }
    least.ok_or(reason)
}

pub(crate) const fn word(reason: Option<Unreached>) -> &'static str {
    match reason {
        None | Some(Unreached::NoStreetNearStart) => "no-street-near-start",
        Some(Unreached::NoStreetNearEnd) => "no-street-near-end",
        Some(Unreached::StartShut) => "start-shut",
        Some(Unreached::EndShut) => "end-shut",
        Some(Unreached::NotConnected) => "not-connected",
        Some(_) => "cut-off",
    }
}
