//! `safepassage plan`: how each neighbourhood gets to a shelter.

mod answer;
mod choices;
mod exposed;
mod show;
mod turns;
mod way;

use crate::audience_arg::AudienceArg;
use crate::error::CliError;
use crate::input::{Input, SourceArgs, StreetArgs};
use crate::notices::believe::ByNoticesArgs;
use crate::output::{Output, Status};
use crate::place_arg::PlaceArg;
use crate::policy_args::PolicyArgs;
use crate::progress;
use crate::time_arg::{TimeArg, WindowArgs};
use answer::{Answer, ByNotices, Planned};
use choices::{ChoiceArgs, Choices};
use clap::Args;
use safepassage::id::NeighbourhoodId;
use safepassage::index::Position;
use safepassage::model::{Feature, Neighbourhood};
use safepassage::publish::PlanCertificate;
use safepassage::route::{Destination, PlanError, Progress, RoutePlanner, RouteRequest, Watch};
use safepassage::time::TimeWindow;
use std::path::{Path, PathBuf};

/// Plan how each neighbourhood gets to a shelter, or say why it does not
///
/// Earliest arrival through the streets: nobody is on a closed street during its
/// closure, waits only where standing is allowed, and spends its delay at each
/// checkpoint. Each way is held against the records by a checker that shares no
/// code with the search.
///
/// Where there is no way it says which closures would have to be lifted, and
/// shows the way of least exposure through them, with how long it is in each.
///
/// A way keeps every closure that the sources report. It is not a statement that
/// the way is free of danger.
///
/// Exit status 1 if a neighbourhood has no way.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  safepassage plan places/northern-aleppo --from 2026-01-08T10:00 --to 2026-01-08T13:00
  safepassage plan --example --neighbourhood ashrafieh --steps --from 2026-01-08T10:00 --to 2026-01-08T13:00
  safepassage plan --example --start 37.148,36.2275 --choices --profile --from 2026-01-08T14:00 --to 2026-01-08T18:00
  safepassage plan --example --alternatives 3 --share 0.4 --from 2026-01-08T10:00 --to 2026-01-08T13:00
  safepassage plan places/northern-aleppo --start 37.158,36.232 --mode wheelchair
  safepassage plan folder --streets city.osm.pbf --mode vehicle --certificate ways.json --audience internal")]
pub(crate) struct PlanArgs {
    #[command(flatten)]
    source: SourceArgs,
    #[command(flatten)]
    streets: StreetArgs,
    /// Plan for this neighbourhood; may be repeated. Without it, for all
    #[arg(long, value_name = "ID", conflicts_with = "start")]
    neighbourhood: Vec<String>,
    /// Plan from this place instead of from neighbourhoods; if repeated, from
    /// whichever arrives first
    #[arg(long, value_name = "LON,LAT", allow_hyphen_values = true)]
    start: Vec<PlaceArg>,
    #[command(flatten)]
    pub(crate) policy: PolicyArgs,
    #[command(flatten)]
    window: WindowArgs,
    #[command(flatten)]
    by_notices: ByNoticesArgs,
    /// Also print the way turn by turn, with the names of the streets
    #[arg(long)]
    steps: bool,
    /// Name streets in this language where the data does, such as ar or en;
    /// without it, as on their signs. JSON has all names
    #[arg(long, value_name = "LANGUAGE", requires = "steps", value_parser = turns::language)]
    language: Option<String>,
    #[command(flatten)]
    choices: ChoiceArgs,
    /// Do not hold the ways against the records with the separate checker
    #[arg(long)]
    no_check: bool,
    /// Write the certificates of the ways, for a checker, to this file as JSON
    #[arg(long, value_name = "FILE", requires = "audience")]
    certificate: Option<PathBuf>,
    /// Who the certificates are for: internal, or an audience in a file; they say
    /// where people will be and when, which is of high sensitivity
    #[arg(long, value_name = "WHO", requires = "certificate")]
    audience: Option<AudienceArg>,
    /// The instant of publishing the certificates, from which embargoes count
    #[arg(long, value_name = "TIME", requires = "certificate")]
    published_at: Option<TimeArg>,
}

pub(crate) fn run(args: &PlanArgs, output: &Output) -> Result<Status, CliError> {
    let input = args.source.read_and_tell()?;
    let window = args.window.closed(&input.clock, input.scenario.about().period)?;
    let policy = args.policy.policy()?;
    let chosen = chosen(&args.neighbourhood, &input)?;
    let ground = args
        .streets
        .ground(&input, |picture| args.by_notices.apply(picture, &args.source, &input))?;
    let planner = ground.planner(policy.clone())?.checked(!args.no_check);
    let job = Job { planner: &planner, to: planner.shelters(window)?, args, window };
    let plans =
        if args.start.is_empty() { job.neighbourhoods(&chosen)? } else { vec![job.places()?] };
    if let (Some(path), Some(audience)) = (&args.certificate, &args.audience) {
        write_certificates(args, &plans, &input, audience, path)?;
    }
    let status = Status::found(plans.iter().any(|plan| plan.way.is_none()));
    let by_notices = ByNotices::of(&ground.picture, window.start_or_min());
    let (time_zone, mode, checked) = (input.clock.name(), args.policy.mode, !args.no_check);
    let body = Answer { time_zone, mode, window, policy, checked, by_notices, plans };
    let show = show::Show { input: &input, language: args.language.as_deref() };
    output.answer(status, &body, || show.page(&body))
}

/// Writes the certificates of the ways, if the audience may see them.
fn write_certificates(
    args: &PlanArgs,
    plans: &[Planned],
    input: &Input,
    audience: &AudienceArg,
    path: &Path,
) -> Result<(), CliError> {
    let mut audience = audience.audience()?;
    if let Some(time) = args.published_at {
        audience = audience.at(time.instant("--published-at", &input.clock)?);
    }
    let certificates = plans.iter().filter_map(|plan| {
        let neighbourhood = plan.neighbourhood.as_deref().map(NeighbourhoodId::from);
        Some(PlanCertificate { neighbourhood, certificate: plan.certificate.clone()? })
    });
    let released = audience.release_certificates(certificates.collect(), &input.scenario).map_err(
        |reason| CliError::Withheld {
            what: "certificates",
            audience: audience.name().to_owned(),
            reason,
        },
    )?;
    safepassage::io::write::write_certificates(&released, path)?;
    Ok(())
}

/// The neighbourhoods asked for, or all.
fn chosen<'a>(ids: &[String], input: &'a Input) -> Result<Vec<&'a Neighbourhood>, CliError> {
    let all = input.scenario.neighbourhoods();
    if ids.is_empty() {
        return Ok(all.iter().collect());
    }
    let find = |id: &String| {
        input.scenario.neighbourhood(&NeighbourhoodId::from(id.as_str())).ok_or_else(|| {
            CliError::UnknownId {
                option: "--neighbourhood",
                noun: "neighbourhood",
                found: id.clone(),
                known: all.iter().map(|one| one.id().to_string()).collect(),
            }
        })
    };
    ids.iter().map(find).collect()
}

/// What every plan of one command has in common.
struct Job<'a> {
    planner: &'a RoutePlanner<'a>,
    to: Vec<Destination>,
    args: &'a PlanArgs,
    window: TimeWindow,
}

impl Job<'_> {
    fn neighbourhoods(&self, chosen: &[&Neighbourhood]) -> Result<Vec<Planned>, CliError> {
        if chosen.is_empty() {
            return Err(CliError::Missing {
                expected: "neighbourhoods in the scenario, found none",
                hint: "give a place to start from with --start LON,LAT",
            });
        }
        let bar = progress::steps("planning", chosen.len());
        let tell = |_: Progress| bar.inc(1);
        let watch = Watch { tell: Some(&tell) };
        let plans = self.planner.plan_each(chosen, self.args.policy.mode, self.window, watch);
        bar.finish_and_clear();
        let plans = plans?;
        let bar = progress::steps("looking for choices", plans.len());
        let plans = plans.into_iter().zip(chosen).map(|(plan, one)| {
            let choices = self.choices(&plan.starts)?;
            bar.inc(1);
            let mut planned = Planned::of(&plan.starts, plan.answer, self.args.steps);
            planned.choices = choices;
            planned.neighbourhood = Some(one.id().to_string());
            planned.name = Some(one.label());
            planned.population = one.population().map(|estimate| estimate.persons.0);
            Ok(planned)
        });
        let plans: Result<Vec<Planned>, CliError> = plans.collect();
        bar.finish_and_clear();
        plans
    }

    fn places(&self) -> Result<Planned, CliError> {
        let from: Vec<_> = self.args.start.iter().map(|place| place.0).collect();
        let request = self.request(&from);
        let answer = progress::during("planning", || self.planner.find(&request))?;
        let mut planned = Planned::of(&from, answer, self.args.steps);
        planned.choices = progress::during("looking for choices", || self.choices(&from))?;
        Ok(planned)
    }

    fn choices(&self, from: &[Position]) -> Result<Choices, PlanError> {
        self.args.choices.find(self.planner, &self.request(from), self.args.steps)
    }

    fn request(&self, from: &[Position]) -> RouteRequest {
        let (mode, window) = (self.args.policy.mode, self.window);
        let from = from.iter().map(|&at| at.into()).collect();
        RouteRequest { from, to: self.to.clone(), mode, window }
    }
}
