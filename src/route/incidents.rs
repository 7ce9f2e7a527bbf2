//! The risk of recent incidents, along streets.
//!
//! Floor 5.
//!
//! At distance d from an incident of age a the risk is w · exp(−d/λ) · 2^(−a/h);
//! ages are taken at the first instant of the question, so that the risk of a
//! street is one number. Along a line it is the integral over the time it takes,
//! by Simpson's rule on pieces of a third of λ or less, and rounded up to whole
//! severity-milliseconds.

use super::conditions::Ground;
use super::exposed::MOST_WEIGHT;
use crate::geodesy::distance;
use crate::geodesy::length;
use crate::model::Feature;
use crate::network::EdgeId;
use crate::time::TimeWindow;
use geo::Coord;
use geo::Rect;
use std::collections::BTreeMap;

/// Beyond so many λ there is no risk.
const MOST_LAMBDA: f64 = 3.0;
/// After so many half-lives there is no risk.
const MOST_HALF_LIVES: f64 = 5.0;

/// Recent incidents.
pub(super) struct Incidents {
    near: Vec<Near>,
    lambda_m: f64,
}

/// An incident with what its weight has decayed to.
struct Near {
    at: Coord,
    radius_m: f64,
    weight: f64,
}

impl Incidents {
    /// The incidents of a scenario that were recent when the question begins;
    /// those whose time is unknown or later are not among them.
    pub(super) fn of(ground: &Ground<'_>) -> Self {
        let weights = &ground.policy.exposure;
        let decay = weights.incident_decay;
        let lambda_m = decay.distance.0.max(1.0);
        let start = ground.horizon.start_or_min();
        let weight = f64::from(weights.incident.min(MOST_WEIGHT));
        let recent = ground.scenario.incidents().iter().filter_map(|incident| {
            let schedule = incident.schedule();
            let begun = schedule.windows().iter().filter_map(TimeWindow::start);
            let happened = begun.filter(|&begun| begun <= start).max()?;
            let age_h = start.duration_since(happened).as_secs_f64() / 3600.0;
            let half_lives = age_h / decay.half_life_h.max(1e-3);
            (0.0..=MOST_HALF_LIVES).contains(&half_lives).then(|| Near {
                at: incident.place().coord(),
                radius_m: incident.radius().0,
                weight: weight * (-half_lives).exp2(),
            })
        });
        Self { near: recent.filter(|near| near.weight > 0.0).collect(), lambda_m }
    }

    /// What each edge near an incident costs, in severity-milliseconds.
    pub(super) fn on_edges(&self, ground: &Ground<'_>) -> BTreeMap<EdgeId, u32> {
        let (network, mode) = (ground.network(), ground.mode);
        let mut costs = BTreeMap::new();
        for near in &self.near {
            // A degree of latitude is 110.5 km at least.
            let high = (near.radius_m + MOST_LAMBDA * self.lambda_m) / 110_500.0;
            let wide = high / near.at.y.to_radians().cos().max(0.01);
            let reach = Coord { x: wide, y: high };
            for id in network.edges_crossing(Rect::new(near.at - reach, near.at + reach)) {
                let edge = network.edge(id);
                if edge.modes().contains(mode) {
                    costs.entry(id).or_insert_with(|| {
                        self.along(&edge.line().collect::<Vec<_>>(), edge.speed(mode).0)
                    });
                }
            }
        }
        costs.retain(|_, cost| *cost > 0);
        costs
    }

    /// What a line costs that is travelled at so many metres a second, in
    /// severity-milliseconds.
    pub(super) fn along(&self, line: &[Coord], speed_m_s: f64) -> u32 {
        if self.near.is_empty() {
            return 0;
        }
        let mut sum = 0.0;
        for pair in line.windows(2) {
            let long_m = length(pair).0;
            let pieces = (long_m / (self.lambda_m / 3.0)).ceil().max(1.0) as u32;
            let place = |share: f64| pair[0] + (pair[1] - pair[0]) * share;
            for piece in 0..pieces {
                let at = |part: f64| place((f64::from(piece) + part) / f64::from(pieces));
                let simpson =
                    (self.risk(at(0.0)) + 4.0 * self.risk(at(0.5)) + self.risk(at(1.0))) / 6.0;
                sum += simpson * long_m / f64::from(pieces) / speed_m_s * 1000.0;
            }
        }
        // Costs of arcs stay far below what can be added up.
        sum.ceil().min(f64::from(1_u32 << 30)) as u32
    }

    /// Severity at a place.
    fn risk(&self, at: Coord) -> f64 {
        let of = |near: &Near| {
            let away_m = (distance(near.at, at).0 - near.radius_m).max(0.0);
            if away_m > MOST_LAMBDA * self.lambda_m {
                return 0.0;
            }
            near.weight * (-away_m / self.lambda_m).exp()
        };
        self.near.iter().map(of).sum()
    }
}
