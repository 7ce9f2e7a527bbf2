//! Plans and audits as layers beside the records.

use crate::error::CliError;
use crate::input::{Input, StreetArgs};
use crate::policy_args::PolicyArgs;
use crate::progress;
use crate::time_arg::WindowArgs;
use clap::{Args, ValueEnum};
use safepassage::audit::Auditor;
use safepassage::layer::{AuditView, Layer, PlanView, ReachView, ToLayer, ToLayers};
use safepassage::picture::OperationalPicture;
use safepassage::route::RoutePlanner;
use safepassage::time::TimeWindow;

/// What to work out and write as layers too.
#[derive(Debug, Args)]
pub(crate) struct ResultArgs {
    /// Also plan, audit or look from where shelters are reached, and write the result as layers; takes --streets,
    /// --from, --to and the options of plan
    #[arg(long, value_enum, value_delimiter = ',', value_name = "RESULT")]
    with: Vec<With>,
    #[command(flatten)]
    streets: StreetArgs,
    #[command(flatten)]
    pub(crate) window: WindowArgs,
    #[command(flatten)]
    policy: PolicyArgs,
}

/// A result that becomes layers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum With {
    /// How each neighbourhood gets to a shelter
    Plan,
    /// What stands against announced corridors
    Audit,
    /// From which streets a shelter is still reached, and until when
    Reach,
}

impl ResultArgs {
    /// Whether any was asked for.
    pub(crate) const fn any(&self) -> bool {
        !self.with.is_empty()
    }

    /// The layers asked for.
    pub(crate) fn layers(
        &self,
        input: &Input,
        believe: impl FnOnce(OperationalPicture) -> Result<OperationalPicture, CliError>,
    ) -> Result<Vec<Layer>, CliError> {
        if self.with.is_empty() {
            if self.window.any() || self.streets.given() {
                return Err(CliError::Missing {
                    expected: "--with plan, audit or reach beside --from, --to or --streets",
                    hint: "for the records as they stand at an instant, give --at",
                });
            }
            return Ok(Vec::new());
        }
        let window = self.window.closed(&input.clock, input.scenario.about().period)?;
        self.layers_in(window, input, believe)
    }

    /// The layers asked for, if any, over a window.
    pub(crate) fn layers_in(
        &self,
        window: TimeWindow,
        input: &Input,
        believe: impl FnOnce(OperationalPicture) -> Result<OperationalPicture, CliError>,
    ) -> Result<Vec<Layer>, CliError> {
        if self.with.is_empty() {
            return Ok(Vec::new());
        }
        let ground = self.streets.ground(input, believe)?;
        let mut layers = Vec::new();
        let planner = ground.planner(self.policy.policy()?)?;
        if self.with.contains(&With::Plan) {
            layers.extend(progress::during("planning", || {
                self.plan(&planner, &ground.picture, window)
            })?);
        }
        if self.with.contains(&With::Audit) {
            layers.extend(progress::during("auditing", || audit(&ground.picture, window))?);
        }
        if self.with.contains(&With::Reach) {
            layers.push(progress::during("looking how far it is", || {
                self.reach(&planner, &ground.picture, window)
            })?);
        }
        Ok(layers)
    }

    fn reach(
        &self,
        planner: &RoutePlanner<'_>,
        picture: &OperationalPicture,
        window: TimeWindow,
    ) -> Result<Layer, CliError> {
        let shelters = planner.shelters(window)?;
        let reach = planner.catchment(&shelters, self.policy.mode, window)?;
        Ok(ReachView::new(&reach, picture.scenario()).to_layer()?)
    }

    fn plan(
        &self,
        planner: &RoutePlanner<'_>,
        picture: &OperationalPicture,
        window: TimeWindow,
    ) -> Result<Vec<Layer>, CliError> {
        let plans = planner.plan_all(self.policy.mode, window)?;
        Ok(PlanView::new(&plans, picture.scenario()).to_layers()?)
    }
}

fn audit(picture: &OperationalPicture, window: TimeWindow) -> Result<Vec<Layer>, CliError> {
    let auditor = Auditor::new(picture);
    let audits = auditor.audit_all(window)?;
    let neighbourhoods = auditor.neighbourhoods_without_corridor(window)?;
    let scenario = picture.scenario();
    let view = AuditView { scenario, audits: &audits, neighbourhoods: &neighbourhoods };
    Ok(view.to_layers()?)
}
