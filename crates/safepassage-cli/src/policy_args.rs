//! How to plan: mode and policy.

use crate::error::CliError;
use clap::Args;
use safepassage::id::Kind;
use safepassage::model::{HazardSeverity, TravelMode};
use safepassage::network::RoutePolicy;
use safepassage::units::Metres;

/// How people travel, and what a plan may rely on.
#[derive(Debug, Args)]
pub(crate) struct PolicyArgs {
    /// How people travel: foot, wheelchair, vehicle or convoy
    #[arg(long, value_name = "MODE", default_value_t = TravelMode::Foot)]
    pub(crate) mode: TravelMode,
    #[command(flatten)]
    rules: RuleArgs,
}

/// What a plan may rely on.
#[derive(Debug, Args)]
pub(crate) struct RuleArgs {
    /// Hazard zones this grave or graver are walls (minor, moderate, severe or
    /// extreme); through lesser ones people may pass but not wait. Default: minor
    #[arg(long, value_name = "SEVERITY")]
    wall_from: Option<HazardSeverity>,
    /// Also pass checkpoints of which it is not known whether they let people through
    #[arg(long)]
    pass_unknown_checkpoints: bool,
    /// Never through records of this kind (curfew-zone, restricted-zone,
    /// hazard-zone), not even on the way of least exposure where no other is
    /// left; may be repeated. Front lines are never crossed anyway
    #[arg(long, value_name = "KIND", value_parser = closing_kind)]
    never_through: Vec<Kind>,
    /// How far from a street people may start or want to go, in metres
    #[arg(long, value_name = "METRES", allow_negative_numbers = true)]
    street_reach: Option<f64>,
    /// How far from its street a checkpoint may be mapped, in metres
    #[arg(long, value_name = "METRES", allow_negative_numbers = true)]
    checkpoint_reach: Option<f64>,
}

impl PolicyArgs {
    /// The policy asked for.
    pub(crate) fn policy(&self) -> Result<RoutePolicy, CliError> {
        self.rules.on(RoutePolicy::cautious())
    }
}

impl RuleArgs {
    /// A policy with what was asked for in the place of its own.
    pub(crate) fn on(&self, mut policy: RoutePolicy) -> Result<RoutePolicy, CliError> {
        if let Some(severity) = self.wall_from {
            policy = policy.wall_from(severity);
        }
        if self.pass_unknown_checkpoints {
            policy = policy.pass_unknown_checkpoints(true);
        }
        for &kind in &self.never_through {
            if !policy.never_through.contains(&kind) {
                policy.never_through.push(kind);
            }
        }
        if let Some(reach) = self.street_reach {
            policy.street_reach = metres("--street-reach", reach)?;
        }
        if let Some(reach) = self.checkpoint_reach {
            policy.checkpoint_reach = metres("--checkpoint-reach", reach)?;
        }
        Ok(policy)
    }
}

fn metres(option: &str, value: f64) -> Result<Metres, CliError> {
    Metres::new(value)
        .map_err(|_| CliError::argument(option, "a distance of 0 m or more", value.to_string()))
}

/// A kind of record that shuts streets.
fn closing_kind(text: &str) -> Result<Kind, String> {
    match text.parse() {
        Ok(
            kind @ (Kind::CurfewZone | Kind::RestrictedZone | Kind::HazardZone | Kind::FrontLine),
        ) => Ok(kind),
        _ => Err("expected curfew-zone, restricted-zone, hazard-zone or front-line".to_owned()),
    }
}
