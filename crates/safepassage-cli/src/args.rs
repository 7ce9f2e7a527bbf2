//! What can be asked on the command line.

use crate::ask::AskArgs;
use crate::assign::AssignArgs;
use crate::audit::AuditArgs;
use crate::check::CheckArgs;
use crate::completions::CompletionsArgs;
use crate::criticality::CriticalityArgs;
use crate::evacuate::EvacuateArgs;
use crate::layers::LayersArgs;
use crate::map::MapArgs;
use crate::matrix::MatrixArgs;
use crate::notices::NoticesArgs;
use crate::plan::PlanArgs;
use crate::prepare::PrepareArgs;
use crate::reach::ReachArgs;
use crate::release::ReleaseArgs;
use clap::{Parser, Subcommand, ValueEnum};

/// Neighbourhoods, curfew zones, checkpoints and announced corridors, with time
/// and source: check, ask, audit, plan, and draw them.
///
/// SCENARIO is a folder of GeoJSON files, or single GeoJSON files. Streets come
/// with the scenario, or from OpenStreetMap with --streets.
///
/// Everything printed is what the sources report. Nothing here says that a way
/// or a place is free of danger.
#[derive(Debug, Parser)]
#[command(
    name = "safepassage",
    version,
    max_term_width = 100,
    propagate_version = true,
    after_help = "Exit status: 0 done; 1 done, and something at error level was found, or a \
                  neighbourhood, start or pair has no way, or people stay behind; 2 the input could not be used, or the command was \
                  wrong.\n\nTry: safepassage plan --example --from 2026-01-08T10:00 --to 2026-01-08T13:00"
)]
pub(crate) struct Cli {
    /// How to print the answer: text for people, or JSON (see docs/CLI.md)
    #[arg(long, global = true, value_enum, default_value_t = Format::Text, value_name = "FORMAT")]
    pub(crate) format: Format,
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// How to print the answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// For people
    Text,
    /// For programs: one document on standard output
    Json,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    Check(CheckArgs),
    Ask(AskArgs),
    Audit(AuditArgs),
    Plan(PlanArgs),
    Reach(ReachArgs),
    Matrix(MatrixArgs),
    Criticality(CriticalityArgs),
    Evacuate(Box<EvacuateArgs>),
    Assign(AssignArgs),
    Layers(LayersArgs),
    Release(ReleaseArgs),
    Map(MapArgs),
    Prepare(PrepareArgs),
    Notices(NoticesArgs),
    Completions(CompletionsArgs),
}

impl Command {
    /// The word for it.
    pub(crate) const fn name(&self) -> &'static str {
        match self {
            Self::Check(_) => "check",
            Self::Ask(_) => "ask",
            Self::Audit(_) => "audit",
            Self::Plan(_) => "plan",
            Self::Reach(_) => "reach",
            Self::Matrix(_) => "matrix",
            Self::Criticality(_) => "criticality",
            Self::Evacuate(_) => "evacuate",
            Self::Assign(_) => "assign",
            Self::Layers(_) => "layers",
            Self::Release(_) => "release",
            Self::Map(_) => "map",
            Self::Prepare(_) => "prepare",
            Self::Notices(args) => args.name(),
            Self::Completions(_) => "completions",
        }
    }
}
