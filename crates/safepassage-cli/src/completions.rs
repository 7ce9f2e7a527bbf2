//! `safepassage completions`: what a shell needs to complete commands.

use crate::args::Cli;
use crate::error::CliError;
use crate::output::{Output, Status};
use clap::{Args, CommandFactory};
use clap_complete::Shell;

/// Print the completions for a shell
#[derive(Debug, Args)]
#[command(
    after_help = "Example: safepassage completions bash > ~/.local/share/bash-completion/completions/safepassage"
)]
pub(crate) struct CompletionsArgs {
    /// The shell
    #[arg(value_enum)]
    shell: Shell,
}

pub(crate) fn run(args: &CompletionsArgs, _output: &Output) -> Result<Status, CliError> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Cli::command(), "safepassage", &mut script);
    Output::plain(&String::from_utf8_lossy(&script))?;
    Ok(Status::Done)
}
