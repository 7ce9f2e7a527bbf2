//! What `safepassage plan` answers, as it stands in JSON.

use super::choices::Choices;
use super::exposed::Hindrance;
use super::way::Way;
use jiff::Timestamp;
use safepassage::id::Kind;
use safepassage::model::TravelMode;
use safepassage::network::RoutePolicy;
use safepassage::notice::{StatusBasis, StatusReport};
use safepassage::picture::OperationalPicture;
use safepassage::route::RouteAnswer;
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
    /// Whether each way was held against the records by the separate checker.
    pub(super) checked: bool,
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
    pub(super) no_way: Option<Hindrance>,
    /// What more was asked for.
    #[serde(flatten)]
    pub(super) choices: Choices,
    #[serde(skip)]
    pub(super) certificate: Option<Certificate>,
}

impl Planned {
    /// What was found from some places, with the way street by street if `steps`.
    pub(super) fn of(starts: &[[f64; 2]], answer: RouteAnswer, steps: bool) -> Self {
        let (way, no_way, certificate) = match answer {
            RouteAnswer::Way(plan) => {
                let way = Way::earliest(&plan, steps);
                (Some(way), None, Some(plan.certificate))
            }
            RouteAnswer::NoWay(reason) => (None, Some(Hindrance::of(reason, steps)), None),
        };
        let (starts, choices) = (starts.to_vec(), Choices::default());
        let (neighbourhood, name, population) = (None, None, None);
        Self { neighbourhood, name, population, starts, way, no_way, choices, certificate }
    }
}
