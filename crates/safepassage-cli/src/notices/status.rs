//! `safepassage notices status`: what may be believed of corridors and checkpoints.

use super::believe::BelieveArgs;
use super::subject;
use crate::error::CliError;
use crate::input::{Input, SourceArgs};
use crate::output::{Output, Status};
use crate::page::{FAINT, Page, STRONG, clean, styled};
use crate::time_arg::TimeArg;
use clap::Args;
use jiff::{SignedDuration, Timestamp};
use safepassage::id::FeatureRef;
use safepassage::model::Feature;
use safepassage::notice::{Evidence, Missing, NoticeId, StatusPiece, StatusReport};
use safepassage::time::TimeWindow;
use serde::Serialize;

/// How far ahead it is looked for the next change.
const AHEAD: SignedDuration = SignedDuration::from_hours(31 * 24);

/// What may be believed of corridors and checkpoints at an instant, and why
///
/// Open, open-unconfirmed, contested, closed, unknown or expired, by the rule
/// book in docs/NOTICES.md; with the notices that decide it, what is missing to
/// be open, when it changes next, and whether it hangs on how hours are read.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  safepassage notices status --example --at 2026-01-08T12:40
  safepassage notices status --example --at 2026-01-08T12:40 --as-known-at 2026-01-08T11:00 --reading daily
  safepassage notices status folder --notices ledger.jsonl --about safe-corridor/east --at 2026-01-08T12:40")]
pub(crate) struct StatusArgs {
    #[command(flatten)]
    pub(crate) source: SourceArgs,
    #[command(flatten)]
    pub(crate) believe: BelieveArgs,
    /// The instant asked about
    #[arg(long, value_name = "TIME")]
    pub(crate) at: TimeArg,
    /// A corridor or checkpoint, such as safe-corridor/east; may be repeated.
    /// Without it, all of them
    #[arg(long, value_name = "KIND/ID")]
    pub(crate) about: Vec<FeatureRef>,
}

#[derive(Serialize)]
struct Answer<'a> {
    time_zone: Option<&'a str>,
    statuses: Vec<One>,
}

#[derive(Serialize)]
struct One {
    name: String,
    #[serde(flatten)]
    report: StatusReport,
    /// When the status changes next, as far as is known.
    until: Option<Timestamp>,
}

pub(crate) fn run(args: &StatusArgs, output: &Output) -> Result<Status, CliError> {
    let input = args.source.read_and_tell()?;
    let evidence = evidence(args, &input)?;
    let reports = reports(args, &input, &evidence)?;
    let statuses = reports.into_iter().map(|report| One {
        name: input
            .scenario
            .feature(&report.query.subject)
            .map_or_else(String::new, Feature::label),
        until: until(&evidence, &report),
        report,
    });
    let body = Answer { time_zone: input.clock.name(), statuses: statuses.collect() };
    output.answer(Status::Done, &body, || page(&body, &input))
}

/// The notices asked for, held against the scenario.
pub(super) fn evidence(args: &StatusArgs, input: &Input) -> Result<Evidence, CliError> {
    let ledger = args.believe.ledger(&args.source, input)?;
    Ok(Evidence::gather(&input.scenario, ledger, args.believe.policy()?))
}

/// The answers asked for.
pub(super) fn reports(
    args: &StatusArgs,
    input: &Input,
    evidence: &Evidence,
) -> Result<Vec<StatusReport>, CliError> {
    let at = args.at.instant("--at", &input.clock)?;
    let known_at = args.believe.known_at(&input.clock)?;
    let reading = args.believe.reading.unwrap_or_default();
    if args.about.is_empty() {
        return Ok(evidence.statuses(at, known_at, reading).collect());
    }
    let one = |about: &FeatureRef| {
        let query =
            safepassage::notice::StatusQuery { subject: about.clone(), at, known_at, reading };
        evidence.status(&query).map_err(|_| subject::unknown(about, evidence))
    };
    args.about.iter().map(one).collect()
}

/// When a status changes next.
fn until(evidence: &Evidence, report: &StatusReport) -> Option<Timestamp> {
    let query = &report.query;
    let window = TimeWindow::new(query.at, query.at.saturating_add(AHEAD).ok()?).ok()?;
    let pieces = evidence.timeline(&query.subject, window, query.known_at, query.reading).ok()?;
    let end = pieces.first().map(|piece: &StatusPiece| piece.window.end_or_max())?;
    (end < window.end_or_max()).then_some(end)
}

fn page(answer: &Answer<'_>, input: &Input) -> Page {
    let clock = &input.clock;
    let mut page = Page::new();
    if let Some(first) = answer.statuses.first() {
        let query = &first.report.query;
        let known = if query.known_at == Timestamp::MAX {
            "by all that is known".to_owned()
        } else {
            format!("as known at {}", clock.show(query.known_at))
        };
        page.line(format!(
            "{}, {known}, read {}, policy {}; {}",
            styled(STRONG, clock.show(query.at)),
            query.reading,
            clean(&first.report.policy),
            clock.title()
        ));
    }
    for one in &answer.statuses {
        page.gap();
        show(&mut page, one, input);
    }
    page.gap();
    page.line("This is what the notices amount to, not a statement that a way is free of danger.");
    page
}

fn show(page: &mut Page, one: &One, input: &Input) {
    let report = &one.report;
    let until = one.until.map(|at| format!(" until {}", input.clock.show(at))).unwrap_or_default();
    page.line(format!(
        "{}  {}: {}{until}",
        styled(STRONG, clean(&report.query.subject.to_string())),
        clean(&one.name),
        styled(STRONG, report.status),
    ));
    if !report.decided_by.is_empty() {
        page.line(format!("  decided by {}", list(&report.decided_by)));
    }
    let missing: Vec<String> = report.missing.iter().map(Missing::to_string).collect();
    if !missing.is_empty() {
        page.line(format!("  missing to be open: {}", clean(&missing.join("; "))));
    }
    if report.by_reading.differ() {
        let by = &report.by_reading;
        page.line(format!(
            "  it hangs on the reading: {} if cautious, {} if once, {} if daily",
            by.cautious, by.once, by.daily
        ));
    }
    let against: Vec<&NoticeId> =
        report.closings.iter().filter(|id| !report.decided_by.contains(id)).collect();
    if !against.is_empty() {
        let ids: Vec<&str> = against.into_iter().map(NoticeId::as_str).collect();
        page.line(styled(FAINT, format!("  also in force against it: {}", clean(&ids.join(", ")))));
    }
}

fn list(ids: &[NoticeId]) -> String {
    let ids: Vec<&str> = ids.iter().map(NoticeId::as_str).collect();
    clean(&ids.join(", "))
}
