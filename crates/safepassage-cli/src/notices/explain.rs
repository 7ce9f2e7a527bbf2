//! `safepassage notices explain`: in words, why something has its status.

use super::status::{StatusArgs, evidence, reports};
use crate::error::CliError;
use crate::output::{Output, Status};
use crate::page::Page;
use clap::Args;
use safepassage::notice::{Completeness, Language, StatusReport};
use serde::Serialize;

/// Say in words why a corridor or checkpoint has its status
///
/// Plain sentences, in English or Arabic: who said what and when, which report
/// says otherwise, which rule decided, and what is missing; and for a corridor,
/// which items of an announcement nobody has stated.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  safepassage notices explain --example --about safe-corridor/al-zuhour --at 2026-01-08T12:40
  safepassage notices explain --example --about safe-corridor/al-zuhour --at 2026-01-08T12:40 --language ar")]
pub(crate) struct ExplainArgs {
    #[command(flatten)]
    status: StatusArgs,
    /// The language of the words: en or ar
    #[arg(long, value_name = "LANGUAGE", default_value = "en")]
    language: Language,
}

#[derive(Serialize)]
struct Answer<'a> {
    time_zone: Option<&'a str>,
    language: Language,
    explained: Vec<One>,
}

#[derive(Serialize)]
struct One {
    #[serde(flatten)]
    report: StatusReport,
    words: String,
    completeness: Option<Completeness>,
}

pub(crate) fn run(args: &ExplainArgs, output: &Output) -> Result<Status, CliError> {
    let input = args.status.source.read_and_tell()?;
    let evidence = evidence(&args.status, &input)?;
    let zone = input.clock.zone();
    let explained = reports(&args.status, &input, &evidence)?.into_iter().map(|report| {
        let words = evidence.explain(&report, &input.scenario, args.language, zone);
        let query = &report.query;
        let completeness =
            evidence.completeness(&input.scenario, &query.subject, query.known_at).ok();
        One { report, words, completeness }
    });
    let body = Answer {
        time_zone: input.clock.name(),
        language: args.language,
        explained: explained.collect(),
    };
    output.answer(Status::Done, &body, || {
        let mut page = Page::new();
        for one in &body.explained {
            page.gap();
            page.line(one.words.trim_end());
            if let Some(completeness) = &one.completeness {
                page.line(completeness.explain(args.language).trim_end());
            }
        }
        page
    })
}
