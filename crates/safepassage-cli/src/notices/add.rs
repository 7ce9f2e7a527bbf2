//! `safepassage notices add`: puts notices into a ledger on disk.

use super::files::{self, Reading};
use crate::clock::{self, Clock};
use crate::error::CliError;
use crate::input::{IssueCounts, SourceArgs, show_issue};
use crate::output::{Output, Status};
use crate::page::{Page, STRONG, clean, counted, styled};
use crate::time_arg::TimeArg;
use clap::Args;
use safepassage::io::ledger::LedgerFile;
use safepassage::notice::{LedgerStore, NoticeId};
use safepassage::scenario::{Issue, Scenario};
use safepassage::severity::Severity;
use serde::Serialize;
use std::path::PathBuf;

/// Add notices to a ledger: an append-only file, each line with a checksum
///
/// Nothing is added if a notice is refused or a file has an error, unless
/// --skip-refused is given. A
/// notice that was learnt before the last one in the ledger is refused, since it
/// would change what was known in between; say when it was learnt here with
/// --learnt-at.
///
/// Exit status 1 if a notice was refused.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  safepassage notices add ledger.jsonl statements.csv --time-zone Asia/Damascus
  safepassage notices add ledger.jsonl alert.xml --learnt-at 2026-01-08T12:45+03:00
  safepassage notices add ledger.jsonl sheet.xlsx --columns columns.json --places folder")]
pub(crate) struct AddArgs {
    /// The ledger; made if it is not there
    #[arg(value_name = "LEDGER")]
    ledger: PathBuf,
    /// Notices: JSON (.json, .jsonl), CAP alerts (.xml, .cap), or tables (.csv,
    /// .tsv, .xlsx)
    #[arg(value_name = "FILE", required = true, num_args = 1..)]
    files: Vec<PathBuf>,
    /// Find the records that names mean in this scenario; may be repeated
    #[arg(long, value_name = "SCENARIO")]
    places: Vec<PathBuf>,
    /// When the notices were learnt that do not say so themselves; alerts are
    /// otherwise taken as learnt when they were sent
    #[arg(long, value_name = "TIME")]
    learnt_at: Option<TimeArg>,
    /// Read times without an offset in this zone, such as Asia/Damascus
    #[arg(long, value_name = "NAME")]
    time_zone: Option<String>,
    /// How the columns of tables are to be read, as JSON (see docs/TABLES.md)
    #[arg(long, value_name = "FILE")]
    columns: Option<PathBuf>,
    /// Add the other notices if some are refused
    #[arg(long)]
    skip_refused: bool,
}

#[derive(Serialize)]
struct Answer {
    ledger: String,
    added: Vec<NoticeId>,
    notices: usize,
    issues: Vec<Issue>,
}

pub(crate) fn run(args: &AddArgs, output: &Output) -> Result<Status, CliError> {
    if let Some(name) = &args.time_zone {
        clock::checked(name)?;
    }
    let scenario = match args.places.as_slice() {
        [] => Scenario::default(),
        folders => SourceArgs::of(folders.to_vec()).read()?.scenario,
    };
    let zone = args.time_zone.as_deref().or(scenario.about().time_zone.as_deref());
    let clock = Clock::of(zone);
    let learnt_at = args.learnt_at.map(|time| time.instant("--learnt-at", &clock)).transpose()?;
    let mut store = LedgerFile::new(&args.ledger);
    let stored = store.load()?;
    let mut issues = stored.issues;
    let mut ledger = stored.ledger;
    let mut notices = Vec::new();
    let mapping = args.columns.as_deref().map(files::mapping).transpose()?;
    for file in &args.files {
        let reading =
            Reading { learnt_at, time_zone: zone, mapping: mapping.clone(), ledger: Some(&ledger) };
        let mut found = files::read(file, &reading)?;
        files::settle(&mut found, &scenario);
        notices.append(&mut found.notices);
        issues.append(&mut found.issues);
    }
    let refused = |issues: &[Issue]| issues.iter().any(|issue| issue.severity == Severity::Error);
    let mut added = Vec::new();
    if !args.skip_refused {
        // What would be said if all of them were added, to nothing.
        let tried = ledger.clone().append_all_from(notices.clone());
        if refused(&issues) || refused(&tried) {
            issues.extend(tried);
            notices.clear();
        }
    }
    if !notices.is_empty() {
        let result = store.add(&mut ledger, notices)?;
        added = result.added;
        issues.extend(result.issues);
    }
    let status = Status::found(refused(&issues));
    let body =
        Answer { ledger: args.ledger.display().to_string(), added, notices: ledger.len(), issues };
    output.answer(status, &body, || page(&body))
}

fn page(answer: &Answer) -> Page {
    let mut page = Page::new();
    for issue in &answer.issues {
        show_issue(&mut page, issue);
    }
    page.gap();
    let counts = IssueCounts::of(&answer.issues);
    page.line(format!(
        "{}: {} added, {} in all; {}, {}",
        styled(STRONG, clean(&answer.ledger)),
        answer.added.len(),
        answer.notices,
        counted(counts.error, "error", "errors"),
        counted(counts.warning, "warning", "warnings")
    ));
    if answer.added.is_empty() && counts.error > 0 {
        page.line(
            "Nothing was added, because of the errors; --skip-refused adds what can be added.",
        );
    }
    page
}
