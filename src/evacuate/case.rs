//! A request held against the records: who, how many, from when, to where.
//!
//! Floor 5.

use super::error::{EvacuationError, InvalidRequest, Part};
use super::estimate::Estimate;
use super::request::{EvacuationRequest, GroupRequest};
use crate::id::NeighbourhoodId;
use crate::id::ShelterId;
use crate::model::Feature;
use crate::model::TravelMode;
use crate::route::PlanError;
use crate::route::Tick;
use crate::route::look_back;
use crate::route::permitted;
use crate::scenario::Scenario;
use crate::time::TimeWindow;
use geo::Coord;
use std::collections::{BTreeMap, BTreeSet};

/// More people than there are: 8.3 thousand million (United Nations, *World
/// Population Prospects 2024*, estimate for 2026).
const MOST_PERSONS: f64 = 8.3e9;

/// Shares of travel modes may miss 1 by so much.
const SHARES_WITHIN: f64 = 1e-6;

/// A request, checked and complete.
#[derive(Debug)]
pub(super) struct Case<'r> {
    pub(super) request: &'r EvacuationRequest,
    /// The first tick of the window.
    pub(super) first: Tick,
    pub(super) step: Tick,
    /// Whole steps in the window.
    pub(super) steps: u32,
    pub(super) groups: Vec<Group>,
    pub(super) shelters: Vec<Target>,
    pub(super) warnings: Vec<String>,
}

/// The people of a neighbourhood.
#[derive(Clone, Debug)]
pub(super) struct Group {
    pub(super) neighbourhood: NeighbourhoodId,
    pub(super) persons: Estimate,
    pub(super) modes: Vec<(TravelMode, f64)>,
    pub(super) from: Tick,
    pub(super) priority: u32,
}

/// A shelter with room.
#[derive(Clone, Debug)]
pub(super) struct Target {
    pub(super) id: ShelterId,
    pub(super) at: Coord,
    pub(super) places: u64,
    pub(super) open: Vec<TimeWindow>,
}

impl Group {
    /// How many of `persons` travel by each mode: whole persons that add up,
    /// what is left over to the largest remainders, earlier modes first.
    pub(super) fn by_mode(&self, persons: u64) -> Vec<(TravelMode, u64)> {
        let exact: Vec<f64> = self.modes.iter().map(|(_, share)| share * persons as f64).collect();
        let mut whole: Vec<u64> = exact.iter().map(|exact| exact.floor() as u64).collect();
        let mut order: Vec<usize> = (0..exact.len()).collect();
        let rest = |at: usize| exact[at] - exact[at].floor();
        order.sort_by(|&a, &b| rest(b).total_cmp(&rest(a)).then(a.cmp(&b)));
        let missing = persons.saturating_sub(whole.iter().sum());
        for &at in order.iter().cycle().take(missing as usize) {
            whole[at] += 1;
        }
        self.modes.iter().map(|(mode, _)| *mode).zip(whole).collect()
    }
}

impl<'r> Case<'r> {
    /// Holds a request against the records.
    pub(super) fn of(
        request: &'r EvacuationRequest,
        scenario: &Scenario,
    ) -> Result<Self, EvacuationError> {
        let mut warnings = Vec::new();
        let (first, until) = window(request)?;
        let step = Tick::from(request.step_s) * 1000;
        let steps = (until - first) / step;
        let cut_s = (until - first - steps * step) / 1000;
        if cut_s > 0 {
            warnings.push(format!(
                "the window is {steps} whole steps of {} s; its last {cut_s} s are not used",
                request.step_s
            ));
        }
        if steps == 0 {
            let expected = "a window of one step or more";
            return Err(Part::Request.expects("window", expected, request.window).into());
        }
        let steps =
            u32::try_from(steps).ok().filter(|&steps| steps < 1 << 24).ok_or_else(|| {
                Part::Request.expects("step_s", "fewer than 2^24 steps in the window", steps)
            })?;
        request.capacities.check()?;
        rates(request, scenario)?;
        let groups = groups(request, scenario, first, until)?;
        if groups.iter().all(|group| group.persons.most() <= 0.0) {
            warnings.push("nobody is asked for: every neighbourhood has 0 people".to_owned());
        }
        convoys(request, scenario, &groups, &mut warnings)?;
        let shelters = shelters(request, scenario, &mut warnings)?;
        Ok(Self { request, first, step, steps, groups, shelters, warnings })
    }

    /// Whether people of some group travel by a mode.
    pub(super) fn uses(&self, mode: TravelMode) -> bool {
        let shares = self.groups.iter().flat_map(|group| &group.modes);
        shares.into_iter().any(|&(of, share)| of == mode && share > 0.0)
    }
}

fn window(request: &EvacuationRequest) -> Result<(Tick, Tick), EvacuationError> {
    if request.window.duration().is_none() {
        return Err(PlanError::OpenWindow { window: request.window }.into());
    }
    if request.step_s == 0 {
        return Err(Part::Request.expects("step_s", "1 second or more", 0).into());
    }
    Ok(permitted(&request.window))
}

fn rates(request: &EvacuationRequest, scenario: &Scenario) -> Result<(), InvalidRequest> {
    let above_zero = |part: Part, property, rate: Estimate| {
        if rate.in_order() && rate.least() > 0.0 {
            return Ok(());
        }
        let expected = "a number of persons an hour above 0, or a range of such in order";
        Err(part.expects(property, expected, told(rate)))
    };
    for (id, &rate) in &request.checkpoint_rates {
        if scenario.checkpoint(id).is_none() {
            let part = Part::Checkpoint(id.clone());
            return Err(part.expects("checkpoint", "one of the scenario's", "none of this name"));
        }
        above_zero(Part::Checkpoint(id.clone()), "checkpoint_rates", rate)?;
    }
    let unknown = request.unknown_checkpoint_rate;
    unknown.map_or(Ok(()), |rate| above_zero(Part::Request, "unknown_checkpoint_rate", rate))
}

fn told(estimate: Estimate) -> String {
    match estimate {
        Estimate::Number(number) => number.to_string(),
        Estimate::Range(range) => format!("{} to {} to {}", range.least, range.likely, range.most),
    }
}

fn groups(
    request: &EvacuationRequest,
    scenario: &Scenario,
    first: Tick,
    until: Tick,
) -> Result<Vec<Group>, InvalidRequest> {
    let everybody: Vec<GroupRequest>;
    let asked = if request.groups.is_empty() {
        let all = scenario.neighbourhoods().iter();
        everybody = all.map(|one| GroupRequest::new(one.id().clone())).collect();
        &everybody
    } else {
        &request.groups
    };
    if asked.is_empty() {
        return Err(Part::Request.expects("groups", "one or more neighbourhoods", "none"));
    }
    let mut seen = BTreeSet::new();
    let mut groups = Vec::with_capacity(asked.len());
    let mut total = 0.0;
    for group in asked {
        let wrong = |property, expected, found: String| {
            Part::Group(group.neighbourhood.clone()).expects(property, expected, found)
        };
        let Some(area) = scenario.neighbourhood(&group.neighbourhood) else {
            let expected = "a neighbourhood of the scenario";
            return Err(wrong("neighbourhood", expected, "none of this name".to_owned()));
        };
        if !seen.insert(&group.neighbourhood) {
            return Err(wrong("neighbourhood", "each one once", "it again".to_owned()));
        }
        let stated = area.population().map(|said| Estimate::Number(said.persons.0 as f64));
        let persons = group.persons.or(stated).ok_or_else(|| {
            let expected = "a number, since the neighbourhood states no population";
            wrong("persons", expected, "none".to_owned())
        })?;
        let whole = !matches!(persons, Estimate::Number(number) if number.fract() != 0.0);
        if !(persons.in_order() && persons.least() >= 0.0 && whole) {
            let expected = "a whole number of persons, 0 or more, or a range of such in order";
            return Err(wrong("persons", expected, told(persons)));
        }
        total += persons.most();
        if total > MOST_PERSONS {
            let expected = "no more than the 8300000000 people of the world, all groups together";
            return Err(wrong("persons", expected, total.to_string()));
        }
        let modes = shares(&group.modes)
            .map_err(|found| wrong("modes", "shares of 0 to 1 that add up to 1", found))?;
        let from = group.earliest_departure.map_or(first, |at| {
            // Nobody leaves before the window; rounded up to whole ticks.
            permitted(&TimeWindow::since(at)).0.max(first)
        });
        if from >= until {
            let found = group.earliest_departure.map_or_else(String::new, |at| at.to_string());
            return Err(wrong("earliest_departure", "an instant before the window's end", found));
        }
        if group.priority == 0 {
            return Err(wrong("priority", "1 or more", "0".to_owned()));
        }
        groups.push(Group {
            neighbourhood: group.neighbourhood.clone(),
            persons,
            modes,
            from,
            priority: group.priority,
        });
    }
    groups.sort_by(|a, b| a.neighbourhood.cmp(&b.neighbourhood));
    Ok(groups)
}

fn shares(modes: &BTreeMap<TravelMode, f64>) -> Result<Vec<(TravelMode, f64)>, String> {
    let sum: f64 = modes.values().sum();
    if modes.values().any(|share| !(0.0..=1.0).contains(share)) || (sum - 1.0).abs() > SHARES_WITHIN
    {
        let each = modes.iter().map(|(mode, share)| format!("{mode} {share}"));
        return Err(each.collect::<Vec<_>>().join(", "));
    }
    Ok(modes.iter().filter(|(_, share)| **share > 0.0).map(|(&m, &s)| (m, s)).collect())
}

fn convoys(
    request: &EvacuationRequest,
    scenario: &Scenario,
    groups: &[Group],
    warnings: &mut Vec<String>,
) -> Result<(), InvalidRequest> {
    let mut seen = BTreeSet::new();
    for convoy in &request.convoys {
        let part = || Part::Convoy(convoy.id.clone());
        if !seen.insert(&convoy.id) {
            return Err(part().expects("id", "each one once", "it again"));
        }
        if scenario.neighbourhood(&convoy.neighbourhood).is_none() {
            let found = convoy.neighbourhood.as_str();
            let expected = "a neighbourhood of the scenario";
            return Err(part().expects("neighbourhood", expected, found));
        }
        if convoy.vehicles == 0 {
            return Err(part().expects("vehicles", "1 or more", 0));
        }
        if convoy.seats == 0 {
            return Err(part().expects("seats", "1 or more", 0));
        }
        let used = groups.iter().filter(|group| group.neighbourhood == convoy.neighbourhood);
        let mut used = used.flat_map(|group| &group.modes);
        if !used.any(|(mode, _)| *mode == TravelMode::Convoy) {
            warnings.push(format!(
                "convoy {:?} carries nobody: no share of the group {:?} travels by convoy",
                convoy.id,
                convoy.neighbourhood.as_str()
            ));
        }
    }
    Ok(())
}

fn shelters(
    request: &EvacuationRequest,
    scenario: &Scenario,
    warnings: &mut Vec<String>,
) -> Result<Vec<Target>, EvacuationError> {
    let mut asked: BTreeMap<&ShelterId, Option<u64>> = BTreeMap::new();
    for one in &request.shelters {
        let part = || Part::Shelter(one.shelter.clone());
        if scenario.shelter(&one.shelter).is_none() {
            let expected = "a shelter of the scenario";
            return Err(part().expects("shelter", expected, "none of this name").into());
        }
        if asked.insert(&one.shelter, one.places).is_some() {
            return Err(part().expects("shelter", "each one once", "it again").into());
        }
    }
    if asked.is_empty() {
        asked.extend(scenario.shelters().iter().map(|one| (one.id(), None)));
    }
    let mut targets = Vec::new();
    for (id, places) in asked {
        let Some(shelter) = scenario.shelter(id) else { continue };
        let Some(places) = places.or(shelter.free_places().map(|free| free.0)) else {
            warnings.push(format!(
                "shelter {:?} is not counted on: how many places it has free is not known",
                id.as_str()
            ));
            continue;
        };
        let hours = shelter.schedule().permitting_in(look_back(request.window));
        let open = hours.map_err(PlanError::from)?;
        targets.push(Target { id: id.clone(), at: shelter.place().coord(), places, open });
    }
    Ok(targets)
}
