//! `safepassage notices`: statements, and what may be believed of them.

mod add;
pub(crate) mod believe;
mod explain;
mod files;
mod impact;
mod list;
mod resolve;
mod status;
mod subject;

use crate::error::CliError;
use crate::output::{Output, Status};
use clap::{Args, Subcommand};

/// Notices: keep them, list them, and see what may be believed
///
/// A notice is one statement by one issuer: of a place, for a time, said at one
/// instant and learnt at another. docs/NOTICES.md has the rules.
#[derive(Debug, Args)]
pub(crate) struct NoticesArgs {
    #[command(subcommand)]
    command: NoticesCommand,
}

#[derive(Debug, Subcommand)]
enum NoticesCommand {
    Add(add::AddArgs),
    List(list::ListArgs),
    Status(status::StatusArgs),
    Explain(explain::ExplainArgs),
    Impact(impact::ImpactArgs),
    Resolve(resolve::ResolveArgs),
}

impl NoticesArgs {
    /// The words for the command.
    pub(crate) const fn name(&self) -> &'static str {
        match self.command {
            NoticesCommand::Add(_) => "notices add",
            NoticesCommand::List(_) => "notices list",
            NoticesCommand::Status(_) => "notices status",
            NoticesCommand::Explain(_) => "notices explain",
            NoticesCommand::Impact(_) => "notices impact",
            NoticesCommand::Resolve(_) => "notices resolve",
        }
    }
}

pub(crate) fn run(args: &NoticesArgs, output: &Output) -> Result<Status, CliError> {
    match &args.command {
        NoticesCommand::Add(args) => add::run(args, output),
        NoticesCommand::List(args) => list::run(args, output),
        NoticesCommand::Status(args) => status::run(args, output),
        NoticesCommand::Explain(args) => explain::run(args, output),
        NoticesCommand::Impact(args) => impact::run(args, output),
        NoticesCommand::Resolve(args) => resolve::run(args, output),
    }
}
