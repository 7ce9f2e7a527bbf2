//! `safepassage assign`: who goes to which shelter.

mod families;
mod show;

use crate::error::CliError;
use crate::input::{Input, SourceArgs, StreetArgs};
use crate::matrix;
use crate::notices::believe::ByNoticesArgs;
use crate::numbers::Named;
use crate::output::{Output, Status};
use crate::policy_args::RuleArgs;
use crate::progress;
use crate::shelter_args::ShelterArgs;
use crate::time_arg::{TimeArg, WindowArgs, at_or_window};
use clap::Args;
use safepassage::evacuate::{Assignment, FamilyGroup};
use safepassage::id::ShelterId;
use safepassage::index::Position;
use safepassage::model::{Feature, TravelMode};
use safepassage::network::RoutePolicy;
use safepassage::notice::StatusBasis;
use safepassage::route::{Cell, Matrix, PlanError, RoutePlanner};
use safepassage::time::TimeWindow;
use serde::Serialize;
use std::path::PathBuf;

/// Assign families to shelters: as many as have room, with the least walking
///
/// Families stay together, no shelter takes more than it has places for, and all
/// walk as little as can be, summed. The streets are taken as they are at an
/// instant (--at), or with all that is shut at some time in a window (--from,
/// --to); for who leaves when, by which way, ask `evacuate`.
///
/// Exact where all families are of one size; else how much better it could be
/// stands beside it.
///
/// An assignment is not a statement that the ways are free of danger.
///
/// Exit status 1 if somebody has no place.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  safepassage assign --example --at 2026-01-08T10:30
  safepassage assign --example --family-size 5 --unknown-places 500 --at 2026-01-08T10:30
  safepassage assign folder --families families.json --places school=300 --from 2026-01-08T10:00 --to 2026-01-08T13:00 --format json")]
pub(crate) struct AssignArgs {
    #[command(flatten)]
    source: SourceArgs,
    #[command(flatten)]
    streets: StreetArgs,
    /// Only the people of this neighbourhood; may be repeated. Without it, of all
    #[arg(long, value_name = "ID", conflicts_with = "families")]
    neighbourhood: Vec<String>,
    /// How many people are in a neighbourhood, whatever the records state; may be
    /// repeated
    #[arg(long, value_name = "ID=COUNT", conflicts_with = "families")]
    persons: Vec<Named<u64>>,
    /// Persons in a family
    #[arg(long, value_name = "COUNT", default_value_t = 1, conflicts_with = "families")]
    family_size: u64,
    /// The families, as JSON: a list of {"neighbourhood", "at": [lon, lat], "size",
    /// "families"}. Without it, all people in families of one size, as many at each
    /// assembly point
    #[arg(long, value_name = "FILE")]
    families: Option<PathBuf>,
    #[command(flatten)]
    shelters: ShelterArgs,
    /// With the streets as they are at this instant
    #[arg(long, value_name = "TIME", conflicts_with_all = ["from", "to"])]
    at: Option<TimeArg>,
    #[command(flatten)]
    window: WindowArgs,
    #[command(flatten)]
    rules: RuleArgs,
    #[command(flatten)]
    by_notices: ByNoticesArgs,
}

#[derive(Serialize)]
struct Answer<'a> {
    time_zone: Option<&'a str>,
    window: TimeWindow,
    policy: RoutePolicy,
    basis: Option<&'a StatusBasis>,
    groups: Vec<Group>,
    shelters: Vec<Offered>,
    assignment: Assignment,
    /// Of each, by how much the walking may be above the least, in per cent.
    gap_percent: Option<f64>,
}

/// Families of one size at one place.
#[derive(Serialize)]
struct Group {
    #[serde(flatten)]
    families: FamilyGroup,
    name: String,
    /// Why some have no place: `no-room`, or why there is no way; none if all have.
    reason: Option<&'static str>,
}

/// A shelter, counted on or not.
#[derive(Serialize)]
struct Offered {
    shelter: ShelterId,
    name: String,
    places: Option<u64>,
    persons: u64,
    /// Why it is not counted on: `places-unknown`, `shelter-not-open`.
    left_out: Option<&'static str>,
    #[serde(skip)]
    at: Position,
}

pub(crate) fn run(args: &AssignArgs, output: &Output) -> Result<Status, CliError> {
    let mut input = args.source.read_and_tell()?;
    args.shelters.add(&mut input)?;
    let period = input.scenario.about().period;
    let window = at_or_window(args.at, &args.window, &input.clock, period)?;
    let policy = args.rules.on(RoutePolicy::cautious())?;
    let ground = args
        .streets
        .ground(&input, |picture| args.by_notices.apply(picture, &args.source, &input))?
        .prepared()?;
    let planner = ground.planner(policy.clone())?;
    let families = families::of(args, &planner, &input)?;
    let mut shelters = shelters(args, &input, window)?;
    let used: Vec<usize> =
        (0..shelters.len()).filter(|&at| shelters[at].left_out.is_none()).collect();
    let matrix = progress::during("measuring", || {
        times(&planner, window, &families, used.iter().map(|&at| shelters[at].at))
    })?;
    let places: Vec<(ShelterId, u64)> = used
        .iter()
        .map(|&at| (shelters[at].shelter.clone(), shelters[at].places.unwrap_or(0)))
        .collect();
    let milliseconds = matrix.cells.iter().map(|cell| match cell {
        Cell::Milliseconds(ms) => Some(*ms),
        Cell::NoWay(_) => None,
    });
    let table: Vec<Option<u32>> = milliseconds.collect();
    let assignment = progress::during("assigning", || Assignment::of(&families, &places, &table))?;
    for assigned in &assignment.assigned {
        let to = shelters.iter_mut().find(|shelter| shelter.shelter == assigned.shelter);
        if let Some(shelter) = to {
            shelter.persons += assigned.persons;
        }
    }
    let groups = families.into_iter().enumerate().map(|(row, families)| {
        let left = assignment.left[row] > 0;
        let name = input.scenario.neighbourhood(&families.neighbourhood).map(Feature::label);
        let name = name.unwrap_or_else(|| families.neighbourhood.to_string());
        Group { name, reason: left.then(|| reason(&matrix, row, places.len())), families }
    });
    let body = Answer {
        time_zone: input.clock.name(),
        window,
        policy,
        basis: ground.picture.basis(),
        groups: groups.collect(),
        shelters,
        gap_percent: assignment.gap_percent(),
        assignment,
    };
    let status = Status::found(body.assignment.left.iter().any(|left| *left > 0));
    output.answer(status, &body, || show::page(&body, &input))
}

fn shelters(
    args: &AssignArgs,
    input: &Input,
    window: TimeWindow,
) -> Result<Vec<Offered>, CliError> {
    let mut asked = args.shelters.on(Vec::new(), input)?;
    if asked.is_empty() {
        let all = input.scenario.shelters().iter();
        asked = all
            .map(|one| safepassage::evacuate::ShelterRequest {
                shelter: one.id().clone(),
                places: None,
            })
            .collect();
    }
    let covers = |open: &TimeWindow| {
        open.start_or_min() <= window.start_or_min() && open.end_or_max() >= window.end_or_max()
    };
    let mut shelters = Vec::new();
    for one in asked {
        let Some(shelter) = input.scenario.shelter(&one.shelter) else { continue };
        let places = one.places.or(shelter.free_places().map(|free| free.0));
        let open = shelter.schedule().permitting_in(window).map_err(PlanError::from)?;
        let left_out = if places.is_none() {
            Some("places-unknown")
        } else if !open.iter().any(covers) {
            Some("shelter-not-open")
        } else {
            None
        };
        let at = shelter.place().coord();
        let (shelter, name) = (one.shelter, shelter.label());
        shelters.push(Offered { shelter, name, places, persons: 0, left_out, at: [at.x, at.y] });
    }
    Ok(shelters)
}

fn times(
    planner: &RoutePlanner<'_>,
    window: TimeWindow,
    families: &[FamilyGroup],
    shelters: impl Iterator<Item = Position>,
) -> Result<Matrix, CliError> {
    let snapshot = planner.snapshot(TravelMode::Foot, window)?;
    let from: Vec<_> = families.iter().map(|family| family.at.into()).collect();
    let to: Vec<_> = shelters.map(Into::into).collect();
    Ok(snapshot.matrix(&from, &to)?)
}

/// Why families have no place: of the shelters the one that comes nearest to
/// being reached.
fn reason(matrix: &Matrix, row: usize, columns: usize) -> &'static str {
    let mut worst = None;
    for column in 0..columns {
        match matrix.cell(row, column) {
            Some(Cell::Milliseconds(_)) => return "no-room",
            Some(Cell::NoWay(why)) => worst = worst.max(Some(why)),
            None => {}
        }
    }
    if columns == 0 { "no-room" } else { matrix::word(worst) }
}
