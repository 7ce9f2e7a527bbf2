//! What `safepassage plan` answers, as it stands in JSON.

use jiff::{SignedDuration, Timestamp};
use safepassage::id::{CheckpointId, CorridorId, FeatureRef, Kind};
use safepassage::model::TravelMode;
use safepassage::network::RoutePolicy;
use safepassage::notice::{StatusBasis, StatusReport};
use safepassage::picture::OperationalPicture;
use safepassage::route::{Leg, NoWay, RouteAnswer, RoutePlan, Stop};
use safepassage::time::TimeWindow;
use safepassage::verify::Certificate;
use serde::Serialize;

/// All plans of one command.
#[derive(Serialize)]
pub(super) struct Answer<'a> {
    pub(super) time_zone: Option<&'a str>,
    pub(super) mode: TravelMode,
    pub(super) window: TimeWindow,
    pub(super) policy: RoutePolicy,
    /// What of the notices the plans rest on, and what the corridors' status is
    /// at the window's first instant; none if the records are taken as they are.
    pub(super) by_notices: Option<ByNotices>,
    pub(super) plans: Vec<Planned>,
}

/// What plans rest on that go by notices.
#[derive(Serialize)]
pub(super) struct ByNotices {
    pub(super) basis: StatusBasis,
    pub(super) statuses: Vec<StatusReport>,
}

impl ByNotices {
    /// What a picture rests on, if it goes by notices.
    pub(super) fn of(picture: &OperationalPicture, at: Timestamp) -> Option<Self> {
        let (evidence, basis) = (picture.evidence()?, picture.basis()?);
        let statuses = evidence.statuses(at, basis.known_at, basis.reading);
        let corridors = statuses.filter(|one| one.query.subject.kind() == Kind::SafeCorridor);
        Some(Self { basis: basis.clone(), statuses: corridors.collect() })
    }
}

/// One plan: a way, or why there is none.
#[derive(Serialize)]
pub(super) struct Planned {
    pub(super) neighbourhood: Option<String>,
    pub(super) name: Option<String>,
    pub(super) population: Option<u64>,
    pub(super) starts: Vec<[f64; 2]>,
    pub(super) way: Option<Way>,
    pub(super) no_way: Option<NoWay>,
    #[serde(skip)]
    pub(super) certificate: Option<Certificate>,
}

/// A way.
#[derive(Serialize)]
pub(super) struct Way {
    pub(super) destination: FeatureRef,
    pub(super) departure: Timestamp,
    pub(super) arrival: Timestamp,
    pub(super) latest_departure: Timestamp,
    pub(super) length_m: f64,
    pub(super) corridors: Vec<CorridorId>,
    pub(super) stops: Vec<Stop>,
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

impl Planned {
    /// What was found from some places, with the way street by street if `steps`.
    pub(super) fn of(starts: &[[f64; 2]], answer: RouteAnswer, steps: bool) -> Self {
        let (way, no_way, certificate) = match answer {
            RouteAnswer::Way(plan) => {
                let way = Way::of(&plan, steps);
                (Some(way), None, Some(plan.certificate))
            }
            RouteAnswer::NoWay(reason) => (None, Some(reason), None),
        };
        let starts = starts.to_vec();
        let (neighbourhood, name, population) = (None, None, None);
        Self { neighbourhood, name, population, starts, way, no_way, certificate }
    }
}

impl Way {
    fn of(plan: &RoutePlan, steps: bool) -> Self {
        Self {
            destination: plan.destination.clone(),
            departure: plan.departure,
            arrival: plan.arrival,
            latest_departure: plan.latest_departure,
            length_m: plan.length.0,
            corridors: plan.corridors.clone(),
            stops: plan.stops.clone(),
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
