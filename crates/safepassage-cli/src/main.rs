//! The command `safepassage`: reads a scenario, asks it, audits its announced
//! corridors, plans ways and evacuations, measures how far people come and on what
//! they depend, and writes map layers.
//!
//! One file for each command; `input` loads what they share, `output` is the
//! only file that prints.

mod args;
mod ask;
mod assign;
mod audience_arg;
mod audit;
mod check;
mod clock;
mod completions;
mod criticality;
mod error;
mod evacuate;
mod input;
mod layers;
mod map;
mod matrix;
mod matsim;
mod notices;
mod numbers;
mod output;
mod page;
mod place_arg;
mod plan;
mod policy_args;
mod prepare;
mod progress;
mod query_area;
mod reach;
mod release;
mod shelter_args;
mod time_arg;

use args::{Cli, Command};
use clap::Parser;
use output::{Output, Status};
use std::process::ExitCode;

fn main() -> ExitCode {
    let cli = Cli::parse();
    let output = Output::new(cli.format, cli.command.name());
    let result = match &cli.command {
        Command::Check(args) => check::run(args, &output),
        Command::Ask(args) => ask::run(args, &output),
        Command::Audit(args) => audit::run(args, &output),
        Command::Plan(args) => plan::run(args, &output),
        Command::Reach(args) => reach::run(args, &output),
        Command::Matrix(args) => matrix::run(args, &output),
        Command::Criticality(args) => criticality::run(args, &output),
        Command::Evacuate(args) => evacuate::run(args, &output),
        Command::Assign(args) => assign::run(args, &output),
        Command::Layers(args) => layers::run(args, &output),
        Command::Release(args) => release::run(args, &output),
        Command::Map(args) => map::run(args, &output),
        Command::Prepare(args) => prepare::run(args, &output),
        Command::Notices(args) => notices::run(args, &output),
        Command::Completions(args) => completions::run(args, &output),
    };
    match result {
        Ok(Status::Done) => ExitCode::SUCCESS,
        Ok(Status::Found) => ExitCode::from(1),
        // Whoever reads has read enough, as `head` does.
        Err(error) if error.is_broken_pipe() => ExitCode::SUCCESS,
        Err(error) => {
            output.failure(&error);
            ExitCode::from(2)
        }
    }
}
