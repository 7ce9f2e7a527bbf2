//! `safepassage notices impact`: what bans in force cover.

use super::believe::BelieveArgs;
use crate::error::CliError;
use crate::input::{Input, SourceArgs};
use crate::output::{Output, Status};
use crate::page::{Page, STRONG, clean, counted, styled};
use crate::time_arg::TimeArg;
use clap::Args;
use jiff::Timestamp;
use safepassage::id::NeighbourhoodId;
use safepassage::impact::{Covered, Impact, ImpactChange, Surveyor};
use safepassage::notice::{Evidence, NoticeId, Reading};
use serde::Serialize;

/// What the bans in force at an instant cover: km², persons, neighbourhoods,
/// shelters, checkpoints, streets and corridors
///
/// Each notice alone, and all together with overlaps counted once. With
/// --notice, also what changed when that notice became known.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  safepassage notices impact --example --at 2026-01-08T14:00
  safepassage notices impact --example --at 2026-01-08T14:00 --notice army-8-curfew")]
pub(crate) struct ImpactArgs {
    #[command(flatten)]
    source: SourceArgs,
    #[command(flatten)]
    believe: BelieveArgs,
    /// The instant at which the bans are in force
    #[arg(long, value_name = "TIME")]
    at: TimeArg,
    /// Also what changed when this notice became known
    #[arg(long, value_name = "ID")]
    notice: Option<String>,
}

#[derive(Serialize)]
struct Answer<'a> {
    time_zone: Option<&'a str>,
    at: Timestamp,
    known_at: Timestamp,
    reading: Reading,
    notices: Vec<One>,
    together: Impact,
    change: Option<ImpactChange>,
}

#[derive(Serialize)]
struct One {
    notice: NoticeId,
    issuer: String,
    content: &'static str,
    impact: Impact,
}

pub(crate) fn run(args: &ImpactArgs, output: &Output) -> Result<Status, CliError> {
    let input = args.source.read_and_tell()?;
    let at = args.at.instant("--at", &input.clock)?;
    let known_at = args.believe.known_at(&input.clock)?;
    let reading = args.believe.reading.unwrap_or_default();
    let ledger = args.believe.ledger(&args.source, &input)?;
    let evidence = Evidence::gather(&input.scenario, ledger, args.believe.policy()?);
    let surveyor = Surveyor::new(&input.scenario);
    let bans = evidence.bans(&input.scenario, at, known_at, reading);
    let mut notices = Vec::new();
    for ban in &bans {
        let covered = [Covered::new(ban.notice.id.as_str(), ban.area.clone())];
        notices.push(One {
            notice: ban.notice.id.clone(),
            issuer: ban.notice.issuer.clone(),
            content: ban.notice.content.kind(),
            impact: surveyor.impact(&covered)?,
        });
    }
    let covered = |known_at| -> Vec<Covered> {
        let bans = evidence.bans(&input.scenario, at, known_at, reading);
        bans.into_iter().map(|ban| Covered::new(ban.notice.id.as_str(), ban.area)).collect()
    };
    let change = match &args.notice {
        None => None,
        Some(id) => {
            let known = known_when(&evidence, id)?;
            let before = known.checked_sub(jiff::SignedDuration::from_nanos(1)).unwrap_or(known);
            Some(surveyor.change(&covered(before), &covered(known))?)
        }
    };
    let together = surveyor.impact(&covered(known_at))?;
    let time_zone = input.clock.name();
    let body = Answer { time_zone, at, known_at, reading, notices, together, change };
    output.answer(Status::Done, &body, || page(&body, &input))
}

/// When a notice became known.
fn known_when(evidence: &Evidence, id: &str) -> Result<Timestamp, CliError> {
    let ledger = evidence.ledger();
    ledger.get(&id.into()).map(|notice| notice.known_at).ok_or_else(|| CliError::UnknownId {
        option: "--notice",
        noun: "notice",
        found: id.to_owned(),
        known: ledger.notices().iter().map(|notice| notice.id.to_string()).collect(),
    })
}

fn page(answer: &Answer<'_>, input: &Input) -> Page {
    let mut page = Page::new();
    page.line(format!("{}; {}", styled(STRONG, input.clock.show(answer.at)), input.clock.title()));
    for one in &answer.notices {
        page.gap();
        page.line(format!(
            "{}  {}, {}",
            styled(STRONG, clean(one.notice.as_str())),
            one.content,
            clean(&one.issuer)
        ));
        lines(&mut page, &one.impact);
    }
    page.gap();
    let count = counted(answer.notices.len(), "ban", "bans");
    page.line(styled(STRONG, format_args!("Together, {count} in force, overlaps counted once")));
    lines(&mut page, &answer.together);
    if let Some(change) = &answer.change {
        page.gap();
        page.line(styled(STRONG, "What changed when the notice became known"));
        page.line(format!(
            "  {:+.3} km² ({:.3} gained, {:.3} lost)",
            change.net_km2, change.gained.area_km2, change.lost.area_km2
        ));
        if let Some(persons) = &change.persons {
            page.line(format!(
                "  {:+} persons ({:+} to {:+})",
                persons.best, persons.low, persons.high
            ));
        }
        let entered: Vec<&str> =
            change.neighbourhoods_entered.iter().map(NeighbourhoodId::as_str).collect();
        if !entered.is_empty() {
            page.line(format!("  now also inside: {}", clean(&entered.join(", "))));
        }
    }
    page
}

fn lines(page: &mut Page, impact: &Impact) {
    for line in impact.lines() {
        page.line(format!("  {}", clean(&line)));
    }
}
