//! `safepassage audit`: what is doubtful about an announced corridor.

use crate::error::CliError;
use crate::input::{Input, SourceArgs, StreetArgs};
use crate::notices::believe::ByNoticesArgs;
use crate::output::{Output, Status};
use crate::page::{FAINT, Page, STRONG, clean, counted, style_of, styled};
use crate::progress;
use crate::time_arg::WindowArgs;
use clap::Args;
use safepassage::audit::{Auditor, CorridorAudit, Finding};
use safepassage::id::{CorridorId, FeatureRef};
use safepassage::picture::OperationalPicture;
use safepassage::severity::Severity;
use safepassage::time::TimeWindow;
use serde::Serialize;

/// Audit announced corridors over a window: what stands against them in the records
///
/// Each finding names its code, its severity, when and where it holds, and the
/// records that show it. An audit without findings lists the checks that ran; it
/// is not a statement that the corridor is free of danger.
///
/// Exit status 1 if there is a finding at error level.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  safepassage audit places/northern-aleppo --from 2026-01-08T08:00 --to 2026-01-08T18:00
  safepassage audit --example --corridor al-awarid --from 2026-01-08T08:00 --to 2026-01-08T18:00
  safepassage audit folder --streets city.osm.pbf --format json")]
pub(crate) struct AuditArgs {
    #[command(flatten)]
    source: SourceArgs,
    #[command(flatten)]
    streets: StreetArgs,
    /// Audit this corridor; may be repeated. Without it, all of them, and the
    /// neighbourhoods that none serves
    #[arg(long, value_name = "ID")]
    corridor: Vec<String>,
    #[command(flatten)]
    window: WindowArgs,
    #[command(flatten)]
    by_notices: ByNoticesArgs,
}

#[derive(Serialize)]
struct Audits<'a> {
    time_zone: Option<&'a str>,
    window: TimeWindow,
    corridors: Vec<CorridorAudit>,
    neighbourhoods: Option<Vec<Finding>>,
}

pub(crate) fn run(args: &AuditArgs, output: &Output) -> Result<Status, CliError> {
    let input = args.source.read_and_tell()?;
    let window = args.window.closed(&input.clock, input.scenario.about().period)?;
    let chosen = chosen(&args.corridor, &input)?;
    let picture = args.streets.picture(&input)?;
    let picture = args.by_notices.apply(picture, &args.source, &input)?;
    if picture.network().edge_count() == 0 {
        Output::warning(
            "there are no streets, so each corridor will be found to reach none; give them with --streets",
        );
    }
    let body = audits(&picture, &chosen, args.corridor.is_empty(), window, &input)?;
    let findings = body.corridors.iter().flat_map(|audit| &audit.findings);
    let mut findings = findings.chain(body.neighbourhoods.iter().flatten());
    let status = Status::found(findings.any(|finding| finding.severity == Severity::Error));
    output.answer(status, &body, || text(&body, &input))
}

/// The corridors asked for, or all.
fn chosen(ids: &[String], input: &Input) -> Result<Vec<CorridorId>, CliError> {
    let known: Vec<CorridorId> =
        input.scenario.corridors().iter().map(|one| one.id().clone()).collect();
    if ids.is_empty() {
        return Ok(known);
    }
    let find = |id: &String| {
        let corridor = CorridorId::from(id.as_str());
        if known.contains(&corridor) {
            return Ok(corridor);
        }
        Err(CliError::UnknownId {
            option: "--corridor",
            noun: "corridor",
            found: id.clone(),
            known: known.iter().map(CorridorId::to_string).collect(),
        })
    };
    ids.iter().map(find).collect()
}

fn audits<'a>(
    picture: &OperationalPicture,
    chosen: &[CorridorId],
    all: bool,
    window: TimeWindow,
    input: &'a Input,
) -> Result<Audits<'a>, CliError> {
    let auditor = Auditor::new(picture);
    let bar = progress::steps("auditing", chosen.len());
    let corridors = chosen.iter().map(|corridor| {
        let audit = auditor.audit(corridor, window);
        bar.inc(1);
        audit
    });
    let corridors = corridors.collect::<Result<Vec<_>, _>>()?;
    let neighbourhoods =
        if all { Some(auditor.neighbourhoods_without_corridor(window)?) } else { None };
    bar.finish_and_clear();
    Ok(Audits { time_zone: input.clock.name(), window, corridors, neighbourhoods })
}

fn text(audits: &Audits<'_>, input: &Input) -> Page {
    let clock = &input.clock;
    let mut page = Page::new();
    page.line(format!("{}; {}", clock.show_window(&audits.window), clock.title()));
    for audit in &audits.corridors {
        page.gap();
        let id = styled(STRONG, clean(audit.corridor.as_str()));
        let name = Some(&audit.label).filter(|label| label.as_str() != audit.corridor.as_str());
        page.line(format!(
            "{id}{}",
            name.map(|name| format!("  {}", clean(name))).unwrap_or_default()
        ));
        let open: Vec<String> = audit.open.iter().map(|window| clock.show_window(window)).collect();
        page.line(if open.is_empty() {
            "  not announced as open in this window".to_owned()
        } else {
            format!("  announced as open {}", open.join("; "))
        });
        for finding in &audit.findings {
            show(&mut page, finding, input);
        }
        let checks = audit.checks.join(", ");
        if audit.findings.is_empty() {
            page.line(format!("  no finding; the checks that ran: {checks}"));
        }
    }
    if let Some(findings) = &audits.neighbourhoods {
        page.gap();
        page.line(styled(STRONG, "Neighbourhoods"));
        for finding in findings {
            show(&mut page, finding, input);
        }
        if findings.is_empty() {
            page.line("  no finding; the check that ran: neighbourhood-without-corridor");
        }
    }
    page.gap();
    let all = audits.corridors.iter().flat_map(|audit| &audit.findings);
    let all: Vec<&Finding> = all.chain(audits.neighbourhoods.iter().flatten()).collect();
    let count = |severity| all.iter().filter(|finding| finding.severity == severity).count();
    page.line(format!(
        "{} audited: {}, {}, {}",
        counted(audits.corridors.len(), "corridor", "corridors"),
        counted(count(Severity::Error), "error", "errors"),
        counted(count(Severity::Warning), "warning", "warnings"),
        counted(count(Severity::Info), "note", "notes")
    ));
    page.line("This is what the records say, not a statement that a corridor is free of danger.");
    page
}

fn show(page: &mut Page, finding: &Finding, input: &Input) {
    let head = format!("{}[{}]", finding.severity, finding.code);
    page.line(format!("  {}: {}", styled(style_of(finding.severity), head), clean(&finding.text)));
    if let Some(window) = &finding.window {
        page.line(format!("    when: {}", input.clock.show_window(window)));
    }
    if !finding.evidence.is_empty() {
        let names: Vec<String> = finding.evidence.iter().map(FeatureRef::to_string).collect();
        page.line(styled(FAINT, format!("    by: {}", clean(&names.join(", ")))));
    }
}
