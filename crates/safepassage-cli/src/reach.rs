//! `safepassage reach`: how far people come, and from where they still get to a shelter.

mod show;

use crate::error::CliError;
use crate::input::{Ground, SourceArgs, StreetArgs};
use crate::notices::believe::ByNoticesArgs;
use crate::output::{Output, Status};
use crate::place_arg::PlaceArg;
use crate::policy_args::PolicyArgs;
use crate::progress;
use crate::time_arg::WindowArgs;
use clap::Args;
use jiff::{SignedDuration, Timestamp};
use safepassage::id::FeatureRef;
use safepassage::index::Position;
use safepassage::model::{Feature, Neighbourhood, TravelMode};
use safepassage::network::{EdgeId, RoutePolicy};
use safepassage::notice::StatusBasis;
use safepassage::route::{
    Destination, NoWay, NoWayReason, Progress, Reach, ReachedStreet, RouteAnswer, RoutePlanner,
    RouteRequest, Watch,
};
use safepassage::time::TimeWindow;
use serde::Serialize;

/// How far people come from a place, or from where a shelter is still reached
///
/// With --start: when each neighbourhood is reached first from these places, and
/// how much of the streets within so many minutes. With --to-shelters: the last
/// departure from each neighbourhood that still reaches a shelter before the
/// window ends, and from how much of the streets one still gets there when
/// leaving so many minutes after it begins.
///
/// Closures, waits and checkpoints count as in `plan`.
///
/// Exit status 1 if a neighbourhood is not reached, or does not get through.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  safepassage reach --example --to-shelters --from 2026-01-08T10:00 --to 2026-01-08T14:00
  safepassage reach --example --start 37.134,36.24 --minutes 10,20,30 --from 2026-01-08T10:00 --to 2026-01-08T13:00
  safepassage reach folder --streets city.osm.pbf --to-shelters --lines --format json")]
pub(crate) struct ReachArgs {
    #[command(flatten)]
    source: SourceArgs,
    #[command(flatten)]
    streets: StreetArgs,
    /// From this place; if repeated, from whichever arrives first
    #[arg(
        long,
        value_name = "LON,LAT",
        allow_hyphen_values = true,
        conflicts_with = "to_shelters",
        required_unless_present = "to_shelters"
    )]
    start: Vec<PlaceArg>,
    /// From everywhere to the shelters that may have room
    #[arg(long)]
    to_shelters: bool,
    /// After how many minutes to sum up, from the window's first instant
    #[arg(long, value_name = "MINUTES", value_delimiter = ',', default_values_t = [15, 30, 60, 120])]
    minutes: Vec<u32>,
    /// In JSON, also every street with its time and line
    #[arg(long)]
    lines: bool,
    #[command(flatten)]
    policy: PolicyArgs,
    #[command(flatten)]
    window: WindowArgs,
    #[command(flatten)]
    by_notices: ByNoticesArgs,
}

#[derive(Serialize)]
struct Answer<'a> {
    time_zone: Option<&'a str>,
    mode: TravelMode,
    window: TimeWindow,
    policy: RoutePolicy,
    basis: Option<&'a StatusBasis>,
    /// `from-places` or `to-shelters`.
    direction: &'static str,
    starts: Vec<Position>,
    /// How many of the starts or shelters no street is near.
    off_street: usize,
    neighbourhoods: Vec<Area>,
    within: Vec<Within>,
    #[serde(skip_serializing_if = "Option::is_none")]
    streets: Option<Vec<ReachedStreet>>,
}

/// How it is for one neighbourhood.
#[derive(Serialize)]
struct Area {
    neighbourhood: String,
    name: String,
    population: Option<u64>,
    /// When it is reached first, or must be left at the latest.
    at: Option<Timestamp>,
    /// The shelter that is reached first, of the way found.
    destination: Option<FeatureRef>,
    reason: Option<NoWayReason>,
    closed_by: Vec<FeatureRef>,
    cut_off_since: Option<Timestamp>,
}

/// The streets of one class.
#[derive(Serialize)]
struct Within {
    minutes: u32,
    streets: usize,
    length_m: f64,
}

pub(crate) fn run(args: &ReachArgs, output: &Output) -> Result<Status, CliError> {
    let input = args.source.read_and_tell()?;
    let window = args.window.closed(&input.clock, input.scenario.about().period)?;
    let policy = args.policy.policy()?;
    let ground = args
        .streets
        .ground(&input, |picture| args.by_notices.apply(picture, &args.source, &input))?;
    let planner = ground.planner(policy.clone())?;
    let job = Job { args, planner: &planner, window };
    let starts: Vec<Position> = args.start.iter().map(|place| place.0).collect();
    let all: Vec<&Neighbourhood> = ground.picture.scenario().neighbourhoods().iter().collect();
    let reach = progress::during("looking how far it is", || job.reach(&starts))?;
    let neighbourhoods =
        if args.to_shelters { job.last_departures(&all)? } else { job.arrivals(&starts, &all)? };
    let body = Answer {
        time_zone: input.clock.name(),
        mode: args.policy.mode,
        window,
        policy,
        basis: ground.picture.basis(),
        direction: if args.to_shelters { "to-shelters" } else { "from-places" },
        starts,
        off_street: reach.off_street.len(),
        neighbourhoods,
        within: args
            .minutes
            .iter()
            .map(|&minutes| within(args, &ground, &reach, minutes))
            .collect(),
        streets: args.lines.then_some(reach.streets),
    };
    let status = Status::found(body.neighbourhoods.iter().any(|area| area.at.is_none()));
    output.answer(status, &body, || show::page(&body, &input))
}

struct Job<'a> {
    args: &'a ReachArgs,
    planner: &'a RoutePlanner<'a>,
    window: TimeWindow,
}

impl Job<'_> {
    fn reach(&self, starts: &[Position]) -> Result<Reach, CliError> {
        let mode = self.args.policy.mode;
        Ok(if self.args.to_shelters {
            let shelters = self.planner.shelters(self.window)?;
            self.planner.catchment(&shelters, mode, self.window)?
        } else {
            let from: Vec<_> = starts.iter().map(|&at| at.into()).collect();
            self.planner.reach(&from, mode, self.window)?
        })
    }

    /// The last departure from each neighbourhood.
    fn last_departures(&self, all: &[&Neighbourhood]) -> Result<Vec<Area>, CliError> {
        let bar = progress::steps("asking for each neighbourhood", all.len());
        let tell = |_: Progress| bar.inc(1);
        let watch = Watch { tell: Some(&tell) };
        let plans = self.planner.plan_each(all, self.args.policy.mode, self.window, watch);
        bar.finish_and_clear();
        let areas = plans?.into_iter().zip(all);
        Ok(areas
            .map(|(plan, one)| match plan.answer {
                RouteAnswer::Way(way) => {
                    Area::reached(one, way.latest_departure, Some(way.destination))
                }
                RouteAnswer::NoWay(reason) => Area::not(one, reason),
            })
            .collect())
    }

    /// When each neighbourhood is reached first.
    fn arrivals(&self, starts: &[Position], all: &[&Neighbourhood]) -> Result<Vec<Area>, CliError> {
        let requests: Vec<RouteRequest> = all.iter().map(|one| self.toward(starts, one)).collect();
        let bar = progress::steps("asking for each neighbourhood", all.len());
        let tell = |_: Progress| bar.inc(1);
        let watch = Watch { tell: Some(&tell) };
        let answers = self.planner.plan_many(&requests, watch);
        bar.finish_and_clear();
        let areas = answers.into_iter().zip(all);
        areas
            .map(|(answer, one)| {
                Ok(match answer? {
                    RouteAnswer::Way(way) => Area::reached(one, way.arrival, None),
                    RouteAnswer::NoWay(reason) => Area::not(one, reason),
                })
            })
            .collect()
    }

    fn toward(&self, starts: &[Position], one: &Neighbourhood) -> RouteRequest {
        let places = self.planner.starts(one).into_iter();
        RouteRequest {
            from: starts.iter().map(|&at| at.into()).collect(),
            to: places.map(|at| Destination { feature: one.reference(), at, open: None }).collect(),
            mode: self.args.policy.mode,
            window: self.window,
        }
    }
}

impl Area {
    fn of(one: &Neighbourhood) -> Self {
        Self {
            neighbourhood: one.id().to_string(),
            name: one.label(),
            population: one.population().map(|estimate| estimate.persons.0),
            at: None,
            destination: None,
            reason: None,
            closed_by: Vec::new(),
            cut_off_since: None,
        }
    }

    fn reached(one: &Neighbourhood, at: Timestamp, destination: Option<FeatureRef>) -> Self {
        Self { at: Some(at), destination, ..Self::of(one) }
    }

    fn not(one: &Neighbourhood, none: NoWay) -> Self {
        Self {
            reason: Some(none.reason),
            closed_by: none.closed_by,
            cut_off_since: none.cut_off_since,
            ..Self::of(one)
        }
    }
}

/// The streets that are reached so soon, or may be left so late.
fn within(args: &ReachArgs, ground: &Ground, reach: &Reach, minutes: u32) -> Within {
    let moment = reach
        .window
        .start_or_min()
        .saturating_add(SignedDuration::from_mins(minutes.into()))
        .unwrap_or(Timestamp::MAX);
    let network = ground.picture.network();
    let such = reach
        .streets
        .iter()
        .filter(|street| if args.to_shelters { street.at >= moment } else { street.at <= moment });
    let (mut streets, mut length_m) = (0, 0.0);
    for street in such {
        streets += 1;
        length_m += network.edge(EdgeId(street.edge)).length().0;
    }
    Within { minutes, streets, length_m }
}

impl Answer<'_> {
    fn to_shelters(&self) -> bool {
        self.direction == "to-shelters"
    }
}
