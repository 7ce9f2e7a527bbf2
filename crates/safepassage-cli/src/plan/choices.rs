//! More than one answer: time against exposure, ways that differ, departures.

use super::way::Way;
use clap::Args;
use safepassage::route::{PlanError, ProfilePiece, RoutePlanner, RouteRequest};
use serde::Serialize;

/// What to look for besides the earliest arrival.
#[derive(Clone, Debug, Args)]
pub(super) struct ChoiceArgs {
    /// Also every choice between arriving early and being exposed little: ways of
    /// which none is better than another in both. They may lead through zones in
    /// force, and say so
    #[arg(long)]
    choices: bool,
    /// Also up to so many ways that differ, the first arriving first
    #[arg(long, value_name = "COUNT", value_parser = clap::value_parser!(u8).range(1..=20))]
    alternatives: Option<u8>,
    /// How much of the first way's length each further one may share with those
    /// before it, 0 to 1
    #[arg(long, value_name = "SHARE", default_value_t = 0.5, requires = "alternatives",
          value_parser = share)]
    share: f64,
    /// Also for every departure in the window the earliest arrival, and when
    /// leaving later stops working
    #[arg(long)]
    profile: bool,
}

/// What was found of it; nothing for what was not asked for.
#[derive(Default, Serialize)]
#[expect(clippy::struct_field_names, reason = "the JSON member's name")]
pub(super) struct Choices {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) choices: Option<Vec<Chosen>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) alternatives: Option<Vec<Other>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) profile: Option<Vec<ProfilePiece>>,
}

/// One choice between time and exposure.
#[derive(Serialize)]
pub(super) struct Chosen {
    pub(super) exposure_s: f64,
    pub(super) evenly_to_next: bool,
    pub(super) way: Way,
}

/// A way that differs from those before it.
#[derive(Serialize)]
pub(super) struct Other {
    pub(super) shared_m: f64,
    pub(super) way: Way,
}

impl ChoiceArgs {
    /// Looks for what was asked for.
    pub(super) fn find(
        &self,
        planner: &RoutePlanner<'_>,
        request: &RouteRequest,
        steps: bool,
    ) -> Result<Choices, PlanError> {
        let mut found = Choices::default();
        if self.choices {
            let choices = planner.choices(request)?.into_iter().map(|choice| Chosen {
                exposure_s: choice.exposure_s,
                evenly_to_next: choice.evenly_to_next,
                way: Way::of(&choice.plan, steps),
            });
            found.choices = Some(choices.collect());
        }
        if let Some(most) = self.alternatives {
            let others = planner.alternatives(request, most.into(), self.share)?;
            let others = others
                .into_iter()
                .map(|other| Other { shared_m: other.shared.0, way: Way::of(&other.plan, steps) });
            found.alternatives = Some(others.collect());
        }
        if self.profile {
            found.profile = Some(planner.profile(request)?);
        }
        Ok(found)
    }
}

fn share(text: &str) -> Result<f64, String> {
    let share = text.parse::<f64>().ok().filter(|share| (0.0..=1.0).contains(share));
    share.ok_or_else(|| "expected a share from 0 to 1".to_owned())
}
