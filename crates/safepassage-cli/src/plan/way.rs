//! A way, as it stands in JSON.

use jiff::{SignedDuration, Timestamp};
use safepassage::id::{CheckpointId, CorridorId, FeatureRef};
use safepassage::route::{Instruction, Leg, RoutePlan, Stop};
use safepassage::verify::ZoneExposure;
use serde::Serialize;

/// A way.
#[derive(Serialize)]
pub(super) struct Way {
    pub(super) destination: FeatureRef,
    pub(super) departure: Timestamp,
    pub(super) arrival: Timestamp,
    /// Only where the earliest arrival was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) latest_departure: Option<Timestamp>,
    pub(super) length_m: f64,
    pub(super) corridors: Vec<CorridorId>,
    pub(super) stops: Vec<Stop>,
    /// What stands in force on the way that would be quickest if nothing were shut.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) went_round: Vec<FeatureRef>,
    /// The zones in force that it leads through; of a way that keeps every
    /// closure none.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) exposure: Vec<ZoneExposure>,
    #[serde(skip_serializing_if = "is_nothing")]
    pub(super) incident_exposure_s: f64,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) instructions: Option<Vec<Instruction>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) steps: Option<Vec<Step>>,
}

/// The part of a way along one street without a stop.
#[derive(Serialize)]
pub(super) struct Step {
    pub(super) street: Option<String>,
    pub(super) on_street: bool,
    pub(super) enter: Timestamp,
    pub(super) exit: Timestamp,
    pub(super) length_m: f64,
    pub(super) corridors: Vec<CorridorId>,
    pub(super) line: Vec<[f64; 2]>,
}

impl Way {
    /// A way that arrives first.
    pub(super) fn earliest(plan: &RoutePlan, steps: bool) -> Self {
        Self { latest_departure: Some(plan.latest_departure), ..Self::of(plan, steps) }
    }

    /// Any way, turn by turn and street by street if `steps`.
    pub(super) fn of(plan: &RoutePlan, steps: bool) -> Self {
        Self {
            destination: plan.destination.clone(),
            departure: plan.departure,
            arrival: plan.arrival,
            latest_departure: None,
            length_m: plan.length.0,
            corridors: plan.corridors.clone(),
            stops: plan.stops.clone(),
            went_round: plan.went_round.clone(),
            exposure: plan.exposure.clone(),
            incident_exposure_s: plan.incident_exposure_s,
            instructions: steps.then(|| plan.instructions()),
            steps: steps.then(|| self::steps(&plan.legs)),
        }
    }

    /// How long it takes, stops included.
    pub(super) fn duration(&self) -> SignedDuration {
        self.arrival.duration_since(self.departure)
    }

    /// The checkpoints passed, in order.
    pub(super) fn checkpoints(&self) -> impl Iterator<Item = &CheckpointId> {
        self.stops.iter().filter_map(|stop| stop.checkpoint.as_ref())
    }
}

/// Legs that follow each other on one street, without a stop between, joined.
fn steps(legs: &[Leg]) -> Vec<Step> {
    let mut steps: Vec<Step> = Vec::new();
    for leg in legs {
        let on_street = leg.edge.is_some();
        match steps.last_mut() {
            Some(last)
                if last.on_street == on_street
                    && last.street == leg.street
                    && last.exit == leg.enter
                    && last.corridors == leg.corridors =>
            {
                last.exit = leg.exit;
                last.length_m += leg.length.0;
                last.line.extend(leg.line.iter().skip(1));
            }
            _ => steps.push(Step {
                street: leg.street.clone(),
                on_street,
                enter: leg.enter,
                exit: leg.exit,
                length_m: leg.length.0,
                corridors: leg.corridors.clone(),
                line: leg.line.clone(),
            }),
        }
    }
    steps
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "serde hands out references")]
fn is_nothing(seconds: &f64) -> bool {
    *seconds == 0.0
}
