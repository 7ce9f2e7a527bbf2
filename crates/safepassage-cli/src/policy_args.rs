//! How to plan: mode and policy.

use crate::error::CliError;
use clap::Args;
use safepassage::model::{HazardSeverity, TravelMode};
use safepassage::network::RoutePolicy;
use safepassage::units::Metres;

/// How people travel, and what a plan may rely on.
#[derive(Debug, Args)]
pub(crate) struct PolicyArgs {
    /// How people travel: foot, wheelchair, vehicle or convoy
    #[arg(long, value_name = "MODE", default_value_t = TravelMode::Foot)]
    pub(crate) mode: TravelMode,
    /// Hazard zones this grave or graver are walls (minor, moderate, severe or
    /// extreme); through lesser ones people may pass but not wait
    #[arg(long, value_name = "SEVERITY", default_value_t = HazardSeverity::Minor)]
    wall_from: HazardSeverity,
    /// Also pass checkpoints of which it is not known whether they let people through
    #[arg(long)]
    pass_unknown_checkpoints: bool,
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
        let mut policy = RoutePolicy::cautious()
            .wall_from(self.wall_from)
            .pass_unknown_checkpoints(self.pass_unknown_checkpoints);
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
