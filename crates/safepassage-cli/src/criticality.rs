//! `safepassage criticality`: on which checkpoints, corridors and bridges people depend.

use crate::error::CliError;
use crate::input::{Input, SourceArgs, StreetArgs};
use crate::notices::believe::ByNoticesArgs;
use crate::output::{Output, Status};
use crate::page::{FAINT, Page, STRONG, clean, counted, styled};
use crate::policy_args::PolicyArgs;
use crate::progress;
use crate::time_arg::WindowArgs;
use clap::Args;
use safepassage::model::{Feature, TravelMode};
use safepassage::network::RoutePolicy;
use safepassage::notice::StatusBasis;
use safepassage::route::{Critical, Effect, Element, Progress, Watch};
use safepassage::time::TimeWindow;
use safepassage::units::Persons;
use serde::Serialize;

/// Rank checkpoints, corridors and bridges by the people who depend on them
///
/// Each is closed in turn, and the ways of all neighbourhoods to shelters are
/// looked for again: first come those whose closing cuts most people off in the
/// window, then those that delay them most. What concerns nobody is left out.
///
/// A neighbourhood without a way to begin with depends on nothing here; `plan`
/// says why it has none.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  safepassage criticality --example --from 2026-01-08T10:00 --to 2026-01-08T13:00
  safepassage criticality places/northern-aleppo --mode vehicle --top 5 --format json
  safepassage criticality folder --streets city.prepared --from 2026-01-08T10:00 --to 2026-01-08T13:00")]
pub(crate) struct CriticalityArgs {
    #[command(flatten)]
    source: SourceArgs,
    #[command(flatten)]
    streets: StreetArgs,
    #[command(flatten)]
    policy: PolicyArgs,
    #[command(flatten)]
    window: WindowArgs,
    #[command(flatten)]
    by_notices: ByNoticesArgs,
    /// Only so many, the first of the ranking
    #[arg(long, value_name = "COUNT")]
    top: Option<usize>,
}

#[derive(Serialize)]
struct Answer<'a> {
    time_zone: Option<&'a str>,
    mode: TravelMode,
    window: TimeWindow,
    policy: RoutePolicy,
    /// What the status of corridors and checkpoints rests on; none if the
    /// records are taken as they are.
    basis: Option<&'a StatusBasis>,
    elements: Vec<Ranked>,
}

#[derive(Serialize)]
struct Ranked {
    kind: &'static str,
    name: Option<String>,
    #[serde(flatten)]
    critical: Critical,
}

pub(crate) fn run(args: &CriticalityArgs, output: &Output) -> Result<Status, CliError> {
    let input = args.source.read_and_tell()?;
    let window = args.window.closed(&input.clock, input.scenario.about().period)?;
    let policy = args.policy.policy()?;
    if input.scenario.neighbourhoods().is_empty() {
        return Err(CliError::Missing {
            expected: "neighbourhoods in the scenario, found none",
            hint: "people depend on a checkpoint, corridor or bridge by where they live",
        });
    }
    let ground = args
        .streets
        .ground(&input, |picture| args.by_notices.apply(picture, &args.source, &input))?;
    let planner = ground.planner(policy.clone())?;
    let bar = progress::steps("closing one after the other", 0);
    let tell = |progress: Progress| {
        bar.set_length(progress.of as u64);
        bar.set_position(progress.done as u64);
    };
    let watch = Watch { tell: Some(&tell) };
    let ranked = planner.criticality(args.policy.mode, window, watch);
    bar.finish_and_clear();
    let ranked = ranked?.into_iter().take(args.top.unwrap_or(usize::MAX));
    let body = Answer {
        time_zone: input.clock.name(),
        mode: args.policy.mode,
        window,
        policy,
        basis: ground.picture.basis(),
        elements: ranked.map(|critical| named(critical, &input)).collect(),
    };
    output.answer(Status::Done, &body, || page(&body, &input))
}

fn named(critical: Critical, input: &Input) -> Ranked {
    let (kind, name) = match &critical.element {
        Element::Record(record) => {
            (record.kind().as_str(), input.scenario.feature(record).map(Feature::label))
        }
        Element::Bridge { name, .. } => ("bridge", name.clone()),
        _ => ("other", None),
    };
    Ranked { kind, name, critical }
}

fn page(answer: &Answer<'_>, input: &Input) -> Page {
    let mut page = Page::new();
    let clock = &input.clock;
    page.line(format!(
        "If it closes, {}, {}; {}",
        answer.mode,
        clock.show_window(&answer.window),
        clock.title()
    ));
    page.gap();
    page.line(styled(FAINT, "rank     cut off     delayed  person-min  what"));
    for (rank, one) in answer.elements.iter().enumerate() {
        let Critical { cut_off, delayed, person_minutes, element, effects, .. } = &one.critical;
        let what = match element {
            Element::Record(record) => clean(&record.to_string()),
            Element::Bridge { way, at, .. } => {
                format!("bridge {} at {}, {}", clean(way), at[0], at[1])
            }
            _ => one.kind.to_owned(),
        };
        let name = one.name.as_deref().map(|name| format!(" ({})", clean(name)));
        page.line(format!(
            "{:>4}  {cut_off:>10}  {delayed:>10}  {person_minutes:>10}  {}{}",
            rank + 1,
            styled(STRONG, what),
            name.unwrap_or_default()
        ));
        let effects: Vec<String> = effects.iter().map(effect).collect();
        page.line(format!("          {}", effects.join("; ")));
    }
    if answer.elements.is_empty() {
        page.line("      nobody's way depends on one checkpoint, corridor or bridge");
    }
    page.gap();
    page.line(format!(
        "{} on which somebody depends. Cut off: persons with no way in the window; delayed: persons \
         who arrive later; person-min: by how much, summed.",
        counted(answer.elements.len(), "element", "elements")
    ));
    page.line(
        "Neighbourhoods of unknown population are not in the sums; those without a way to begin \
         with depend on nothing here.",
    );
    page
}

fn effect(effect: &Effect) -> String {
    let persons = effect
        .persons
        .map_or_else(|| "persons unknown".to_owned(), |persons| Persons(persons).to_string());
    let what = match effect.delay_s {
        None => "cut off".to_owned(),
        Some(late) => {
            format!("{} later", crate::clock::show_duration(jiff::SignedDuration::from_secs(late)))
        }
    };
    format!("{} {what} ({persons})", clean(effect.neighbourhood.as_str()))
}
