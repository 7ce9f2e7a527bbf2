//! `safepassage notices resolve`: which record a name means.

use super::files;
use crate::error::CliError;
use crate::input::tell;
use crate::input::{SourceArgs, json_file};
use crate::output::{Output, Status};
use crate::page::{FAINT, Page, STRONG, clean, counted, styled};
use clap::Args;
use safepassage::gazetteer::{Entry, Gazetteer, PlaceQuery, Resolution};
use safepassage::id::Kind;
use serde::Serialize;
use std::path::{Path, PathBuf};

/// Which place a name means, in whatever spelling, script or transliteration
///
/// The answer says by which rule, and what else came into question. A name that
/// may mean several places is refused, never guessed.
///
/// Exit status 1 if a name was not found or is ambiguous.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  safepassage notices resolve --example --name Achrafieh --name 'الشيخ مقصود' --name 'Cheikh Maksoud'
  safepassage notices resolve folder --name Ashrafiyeh --kind neighbourhood")]
pub(crate) struct ResolveArgs {
    #[command(flatten)]
    source: SourceArgs,
    /// A name or code as written; may be repeated
    #[arg(long, value_name = "NAME", required = true)]
    name: Vec<String>,
    /// Only records of this kind
    #[arg(long, value_name = "KIND")]
    kind: Option<Kind>,
    /// Only places within this one, by name or code
    #[arg(long, value_name = "NAME")]
    within: Option<String>,
    /// More places: a list of entries as JSON, or a table (see docs/PLACES.md)
    #[arg(long, value_name = "FILE")]
    gazetteer: Vec<PathBuf>,
}

#[derive(Serialize)]
struct Answer<'a> {
    names: Vec<One<'a>>,
}

#[derive(Serialize)]
struct One<'a> {
    name: &'a str,
    #[serde(flatten)]
    resolution: Resolution,
}

pub(crate) fn run(args: &ResolveArgs, output: &Output) -> Result<Status, CliError> {
    let input = args.source.read_and_tell()?;
    let mut builder = Gazetteer::builder().scenario(&input.scenario);
    for file in &args.gazetteer {
        builder = builder.entries(entries(file)?);
    }
    let gazetteer = builder.build();
    let names = args.name.iter().map(|name| {
        let mut query = PlaceQuery::new(name.as_str());
        query.kind = args.kind;
        query.within.clone_from(&args.within);
        One { name, resolution: gazetteer.resolve(&query) }
    });
    let body = Answer { names: names.collect() };
    let lost = body.names.iter().any(|one| one.resolution.place().is_none());
    output.answer(Status::found(lost), &body, || page(&body))
}

fn entries(file: &Path) -> Result<Vec<Entry>, CliError> {
    match files::ending(file).as_deref() {
        Some(ending) if files::TABLES.contains(&ending) => {
            let loaded = files::gazetteer(file)?;
            tell(&loaded.issues, "the places have", "docs/TABLES.md");
            Ok(loaded.entries.into_iter().map(|(entry, _)| entry).collect())
        }
        _ => {
            json_file(file, "a list of places with \"place\", \"names\", \"p_code\" and \"parent\"")
        }
    }
}

fn page(answer: &Answer<'_>) -> Page {
    let mut page = Page::new();
    for one in &answer.names {
        page.line(format!(
            "{}  {}",
            styled(STRONG, clean(one.name)),
            clean(&one.resolution.to_string())
        ));
        if let Resolution::Found { alternatives, .. } = &one.resolution {
            for other in alternatives.iter().take(5) {
                let text = format!("  not {} ({:?}, {})", other.place, other.matched, other.rule);
                page.line(styled(FAINT, clean(&text)));
            }
        }
    }
    let found = answer.names.iter().filter(|one| one.resolution.place().is_some()).count();
    page.gap();
    page.line(format!("{} of {} found", found, counted(answer.names.len(), "name", "names")));
    page
}
