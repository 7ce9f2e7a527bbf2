//! `safepassage evacuate`: who leaves when, by which way, to which shelter.

mod ask;
mod files;
pub(crate) mod request;
mod show;
mod tables;
mod what_if;

use crate::error::CliError;
use crate::input::{Ground, SourceArgs, StreetArgs};
use crate::notices::believe::ByNoticesArgs;
use crate::output::{Output, Status};
use crate::policy_args::RuleArgs;
use crate::progress;
use crate::time_arg::WindowArgs;
use ask::AskArgs;
use clap::Args;
use files::{FileArgs, Files};
use request::{Asked, NotAsked};
use safepassage::evacuate::{EvacuationPlan, EvacuationRequest};
use safepassage::flow::FlowProgress;
use serde::Serialize;
use std::ops::ControlFlow;
use std::path::PathBuf;

/// Plan how everybody gets out: who leaves when, by which way, to which shelter
///
/// As many as possible by the end of the window, and of these plans one in which
/// they arrive early. No street, checkpoint, convoy or shelter takes more than is
/// stated or, where the table of capacities has it, assumed; every closure that
/// the sources report is kept. Beside the plan stands how much better any other
/// could be, what holds if times are rounded down to steps instead of up, and why
/// those stay behind who do; with --what-ifs also what would change it.
///
/// Of what nobody has said nothing is counted on: a checkpoint without a rate, a
/// shelter without known room. Each is named.
///
/// --request FILE asks in JSON (docs/EVACUATION.md has the properties); the other
/// options go before what it says.
///
/// A plan is not a statement that a way is free of danger.
///
/// Exit status 1 if somebody stays behind.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  safepassage evacuate --example --start-from assembly-points --from 2026-01-08T09:30 --to 2026-01-08T14:00
  safepassage evacuate --example --mode foot=0.8,vehicle=0.2 --samples 20 --seed 7 --persons ashrafieh=8000..10000..15000
  safepassage evacuate folder --streets city.osm.pbf --unknown-checkpoint-rate 600 --method fast
  safepassage evacuate folder --request evening.json --format json
  safepassage evacuate --example --what-ifs --from 2026-01-08T09:30 --to 2026-01-08T14:00
  safepassage evacuate --matsim surf-coast.json --from 2022-01-12T12:00 --to 2022-01-12T20:00")]
pub(crate) struct EvacuateArgs {
    #[command(flatten)]
    source: SourceArgs,
    #[command(flatten)]
    streets: StreetArgs,
    /// What is asked, as JSON
    #[arg(long, value_name = "FILE")]
    request: Option<PathBuf>,
    #[command(flatten)]
    window: WindowArgs,
    #[command(flatten)]
    ask: AskArgs,
    #[command(flatten)]
    rules: RuleArgs,
    #[command(flatten)]
    by_notices: ByNoticesArgs,
    #[command(flatten)]
    files: FileArgs,
    /// In text, all rows of every table, not only the first
    #[arg(long)]
    all: bool,
}

#[derive(Serialize)]
struct Answer<'a> {
    time_zone: Option<&'a str>,
    /// Neighbourhoods that the request leaves out.
    not_asked: NotAsked,
    plan: EvacuationPlan,
    /// What was written of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    files: Option<Files>,
}

pub(crate) fn run(args: &EvacuateArgs, output: &Output) -> Result<Status, CliError> {
    let mut input = args.source.read_and_tell()?;
    args.ask.shelters.add(&mut input)?;
    let asked = request::of(args, &input)?;
    args.files.check()?;
    let ground = args
        .streets
        .ground(&input, |picture| args.by_notices.apply(picture, &args.source, &input))?;
    let plan = plan(&ground, &asked.request)?;
    let files = args.files.write(&plan, &ground.picture, &input)?;
    let Asked { not_asked, .. } = asked;
    let body = Answer { time_zone: input.clock.name(), not_asked, plan, files };
    let status = Status::found(body.plan.left() > 0);
    output.answer(status, &body, || show::page(&body, &input, args.all))
}

fn plan(ground: &Ground, request: &EvacuationRequest) -> Result<EvacuationPlan, CliError> {
    let planner = ground.evacuation()?;
    let bar = progress::steps("planning", 0);
    let plan = planner.plan_telling(request, &mut |progress: FlowProgress| {
        bar.set_length(progress.persons);
        bar.set_position(progress.arriving);
        ControlFlow::Continue(())
    });
    bar.finish_and_clear();
    Ok(plan?)
}
