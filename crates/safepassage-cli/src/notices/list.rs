//! `safepassage notices list`: what was said, by whom, and when it was learnt.

use super::believe::BelieveArgs;
use crate::error::CliError;
use crate::input::{Input, SourceArgs};
use crate::output::{Output, Status};
use crate::page::{FAINT, Page, STRONG, clean, counted, styled};
use clap::Args;
use safepassage::id::FeatureRef;
use safepassage::notice::{Evidence, Notice, NoticeId, NoticePlace, Timing, Witness};
use serde::Serialize;

/// List notices in the order in which they were learnt, copies marked
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  safepassage notices list --example --as-known-at 2026-01-08T11:00
  safepassage notices list folder --about neighbourhood/ashrafieh --format json")]
pub(crate) struct ListArgs {
    #[command(flatten)]
    source: SourceArgs,
    #[command(flatten)]
    believe: BelieveArgs,
    /// Only notices that name this record; may be repeated
    #[arg(long, value_name = "KIND/ID")]
    about: Vec<FeatureRef>,
    /// Also what the records of the scenario state by themselves
    #[arg(long)]
    records: bool,
}

#[derive(Serialize)]
struct Answer<'a> {
    time_zone: Option<&'a str>,
    notices: Vec<One<'a>>,
}

#[derive(Serialize)]
struct One<'a> {
    #[serde(flatten)]
    notice: &'a Notice,
    /// How it came to belong to its statement.
    witness: Witness,
    /// The notice that speaks for the statement, if that is another.
    copy_of: Option<&'a NoticeId>,
}

pub(crate) fn run(args: &ListArgs, output: &Output) -> Result<Status, CliError> {
    let input = args.source.read_and_tell()?;
    let ledger = args.believe.ledger(&args.source, &input)?;
    let known_at = args.believe.known_at(&input.clock)?;
    let evidence = Evidence::gather(&input.scenario, ledger, args.believe.policy()?);
    let wanted = |notice: &&Notice| {
        let record = notice.id.as_str().starts_with("record:");
        let named = |about: &FeatureRef| {
            notice.places.iter().any(|place| place.feature.as_ref() == Some(about))
        };
        (args.records || !record) && (args.about.is_empty() || args.about.iter().any(named))
    };
    let notices = evidence.ledger().as_known_at(known_at).iter().filter(wanted).map(|notice| {
        let lineage = evidence.lineage(&notice.id, known_at);
        let witness = lineage.map_or(Witness::Own, |(witness, _)| witness);
        let speaker = lineage.map(|(_, speaker)| &speaker.id).filter(|id| **id != notice.id);
        One { notice, witness, copy_of: speaker }
    });
    let body = Answer { time_zone: input.clock.name(), notices: notices.collect() };
    output.answer(Status::Done, &body, || page(&body, &input))
}

fn page(answer: &Answer<'_>, input: &Input) -> Page {
    let mut page = Page::new();
    for one in &answer.notices {
        show(&mut page, one, input);
    }
    page.gap();
    let copies = answer.notices.iter().filter(|one| one.copy_of.is_some()).count();
    page.line(format!(
        "{}, of which {}; {}",
        counted(answer.notices.len(), "notice", "notices"),
        counted(copies, "copy", "copies"),
        input.clock.title()
    ));
    page
}

fn show(page: &mut Page, one: &One<'_>, input: &Input) {
    let clock = &input.clock;
    let notice = one.notice;
    page.line(format!(
        "{}  {}, {}",
        styled(STRONG, clean(notice.id.as_str())),
        notice.content,
        clean(&notice.issuer)
    ));
    let outlet = notice.outlet.as_deref().map(|outlet| format!(", carried by {}", clean(outlet)));
    page.line(format!(
        "  said {}, learnt {}{}",
        clock.show(notice.said_at),
        clock.show(notice.known_at),
        outlet.unwrap_or_default()
    ));
    let places: Vec<String> = notice.places.iter().map(place).collect();
    if !places.is_empty() {
        page.line(format!("  of {}", clean(&places.join(", "))));
    }
    if let Some(time) = time(&notice.time, input) {
        page.line(format!("  for {time}"));
    }
    let superseded: Vec<&str> = notice.supersedes().map(NoticeId::as_str).collect();
    if !superseded.is_empty() {
        page.line(format!("  in place of {}", clean(&superseded.join(", "))));
    }
    if let Some(original) = one.copy_of {
        let how = if one.witness == Witness::InferredCopy { ", inferred" } else { "" };
        let text = format!("  a copy of {}{how}; adds no witness", clean(original.as_str()));
        page.line(styled(FAINT, text));
    }
}

fn place(place: &NoticePlace) -> String {
    match (&place.feature, &place.name) {
        (Some(feature), Some(name)) => format!("{feature} ({name:?})"),
        (Some(feature), None) => feature.to_string(),
        (None, Some(name)) if place.area.is_some() => format!("an area, {name:?}"),
        (None, Some(name)) => format!("{name:?}, not resolved"),
        (None, None) if place.area.is_some() => "an area".to_owned(),
        (None, None) => "a place that is not resolved".to_owned(),
    }
}

/// The time that a notice speaks of, as people read it.
pub(super) fn time(time: &Timing, input: &Input) -> Option<String> {
    match time {
        Timing::Unstated => None,
        Timing::Window(window) => Some(input.clock.show_window(window)),
        Timing::Hours(hours) => {
            use safepassage::notice::Recurrence;
            let recurs = match hours.recurrence() {
                Recurrence::Once => "on",
                Recurrence::Daily => "every day from",
                Recurrence::Unclear => "on, or every day from,",
            };
            let last = hours.last_day().map(|day| format!(" to {day}")).unwrap_or_default();
            Some(format!(
                "{} {recurs} {}{last} ({})",
                hours.clock(),
                hours.from_day(),
                hours.time_zone()
            ))
        }
        Timing::Schedule(_) => Some("a schedule of its own".to_owned()),
    }
}
