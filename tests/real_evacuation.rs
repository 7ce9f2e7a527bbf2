//! Evacuations of real shires, planned whole, and held against networks, fires and
//! closures by rules that share nothing with the planner.
//!
//! Needs `SAFEPASSAGE_DATA`, the path of the data folder.

#![cfg(feature = "matsim")]

use geo::{Intersects, Point};
use jiff::Timestamp;
use safepassage::evacuate::{
    EvacuationPlan, EvacuationPlanner, EvacuationRequest, GroupRequest, MethodChoice, PlannedRoute,
};
use safepassage::io::matsim::{MatsimScenario, MatsimSettings};
use safepassage::model::{Feature, TravelMode};
use safepassage::network::EdgeId;
use safepassage::picture::OperationalPicture;
use safepassage::time::{State, TimeWindow};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

const SURF_COAST: &str = include_str!("../examples/matsim/surf-coast.json");
const LITHGOW: &str = include_str!("../examples/matsim/lithgow.json");
const MOUNT_ALEXANDER: &str = include_str!("../examples/matsim/mount-alexander.json");

/// The folder of these scenarios, or none (said aloud) where the variable is not set.
fn data() -> Option<PathBuf> {
    let folder = std::env::var_os("SAFEPASSAGE_DATA").map(PathBuf::from);
    if folder.is_none() {
        println!("skipped: SAFEPASSAGE_DATA is not set");
    }
    folder.map(|folder| folder.join("evac-ees"))
}

/// A scenario, what it was planned on, and the request that it asks.
struct Shire {
    read: MatsimScenario,
    picture: OperationalPicture,
    request: EvacuationRequest,
}

fn shire(folder: &Path, settings: &str, window: &str) -> Shire {
    let settings: MatsimSettings = serde_json::from_str(settings).unwrap();
    let read = settings.reader(folder).unwrap().read().unwrap();
    let picture = OperationalPicture::new(read.scenario.clone(), read.streets.clone());
    let mut request = EvacuationRequest::new(window.parse().unwrap());
    for (zone, told) in &read.orders {
        let group = GroupRequest::new(zone.clone()).earliest_departure(*told);
        request = request.group(group.modes([(TravelMode::Vehicle, 1.0)]));
    }
    for shelter in read.scenario.shelters() {
        request = request.shelter(
            shelter.id().clone(),
            shelter.free_places().map_or(Some(20_000), |free| Some(free.0)),
        );
    }
    Shire { read, picture, request }
}

impl Shire {
    fn plan(&self, method: MethodChoice) -> EvacuationPlan {
        let request = self.request.clone().method(method);
        let plan = EvacuationPlanner::new(&self.picture).plan(&request).unwrap();
        assert_eq!(plan.method, method);
        println!("{method:?}: {:?}", plan.bounds);
        self.everybody_is_counted(&plan);
        self.nobody_leaves_before_told(&plan);
        self.no_street_takes_too_many(&plan);
        self.nobody_is_where_it_burns(&plan);
        plan
    }

    /// Nobody is lost and nobody there twice.
    fn everybody_is_counted(&self, plan: &EvacuationPlan) {
        let stated = self.read.scenario.neighbourhoods().iter();
        let stated: u64 = stated.map(|one| one.population().unwrap().persons.0).sum();
        assert_eq!(plan.bounds.persons, stated);
        let moved: u64 = plan.routes.iter().flat_map(|r| &r.movements).map(|m| m.persons).sum();
        assert_eq!(plan.bounds.moved, moved);
        let left: u64 = plan.groups.iter().flat_map(|group| &group.left).map(|l| l.persons).sum();
        assert_eq!(moved + left, stated);
        assert!(moved <= plan.bounds.moved_at_most);
        assert!(plan.bounds.clearance_at_least <= plan.bounds.clearance);
        for shelter in &plan.shelters {
            assert!(shelter.persons <= shelter.places, "{shelter:?}");
        }
    }

    fn nobody_leaves_before_told(&self, plan: &EvacuationPlan) {
        let told: BTreeMap<_, _> = self.read.orders.iter().cloned().collect();
        for route in &plan.routes {
            for movement in &route.movements {
                assert!(movement.departure >= told[&route.neighbourhood], "{movement:?}");
                assert!(movement.arrival <= plan.window.end_or_max());
                let takes = movement.arrival.duration_since(movement.departure).as_secs();
                assert!(takes >= route.travel_s as i64, "{movement:?} {}", route.travel_s);
            }
        }
    }

    /// In any stretch of time no more enter a street than its capacity in the file,
    /// three to a vehicle, lets in in that time and one step.
    fn no_street_takes_too_many(&self, plan: &EvacuationPlan) {
        let mut entered: BTreeMap<u32, BTreeMap<i64, u64>> = BTreeMap::new();
        for route in &plan.routes {
            for (number, &edge) in route.edges.iter().enumerate() {
                if self.half_way(route, number) {
                    continue;
                }
                for movement in &route.movements {
                    let at = movement.departure.as_second() + route.enters_s[number] as i64;
                    *entered.entry(edge).or_default().entry(at).or_default() += movement.persons;
                }
            }
        }
        let mut fullest: f64 = 0.0;
        for (edge, entered) in entered {
            let stated = self.read.streets.edge(EdgeId(edge)).vehicles_per_hour().unwrap();
            let a_second = stated.0 * 3.0 / 3600.0;
            // The greatest excess of any stretch that ends here: Kadane's rule.
            let (mut excess, mut before) = (0.0_f64, None);
            for (at, persons) in entered {
                if let Some(before) = before.replace(at) {
                    excess = (excess - a_second * (at - before) as f64).max(0.0);
                }
                excess += persons as f64;
                // A step, a person in the making, and seconds that were rounded.
                let allowed = a_second * f64::from(plan.step_s + 2) + 1.0;
                assert!(excess <= allowed, "edge {edge}: {excess} over {allowed} at {at}");
                fullest = fullest.max(excess / allowed);
            }
        }
        assert!(fullest > 0.5, "no street is near its capacity: {fullest}");
    }

    /// Whether a street is entered from a door beside it: by who starts there, or who
    /// turned round at it on the street before. They are on it at other times.
    fn half_way(&self, route: &PlannedRoute, number: usize) -> bool {
        let Some(before) = number.checked_sub(1) else {
            let first = EdgeId(route.edges[0]);
            let begins = self.read.streets.edge_line(first).next().unwrap();
            return route.line[0] != [begins.x, begins.y];
        };
        let spent = route.enters_s[number] - route.enters_s[before];
        (spent + 1) < self.takes(route.edges[before]) as u64
    }

    /// Seconds that a street takes.
    fn takes(&self, edge: u32) -> f64 {
        let edge = self.read.streets.edge(EdgeId(edge));
        edge.length().0 / edge.speed(TravelMode::Vehicle).0
    }

    /// Where people are at the start, the middle and the end of each street, no fire
    /// burns and nothing is closed at the time.
    fn nobody_is_where_it_burns(&self, plan: &EvacuationPlan) {
        let scenario = &self.read.scenario;
        let zones: Vec<_> = scenario
            .hazard_zones()
            .iter()
            .map(|zone| (zone.area().polygons(), zone.schedule()))
            .chain(
                scenario
                    .restricted_zones()
                    .iter()
                    .map(|zone| (zone.area().polygons(), zone.schedule())),
            )
            .collect();
        let mut inside: BTreeMap<u32, Vec<(f64, usize)>> = BTreeMap::new();
        let mut near = 0;
        for route in &plan.routes {
            for (&edge, &after) in route.edges.iter().zip(&route.enters_s) {
                let network = &self.read.streets;
                let zones_here = inside.entry(edge).or_insert_with(|| {
                    let line: Vec<_> = network.edge_line(EdgeId(edge)).collect();
                    let (from, to) = (line[0], line[line.len() - 1]);
                    let mut found = Vec::new();
                    for share in [0.0, 0.5, 1.0] {
                        let at = Point::from(from + (to - from) * share);
                        let within = zones.iter().enumerate();
                        let within = within.filter(|(_, (area, _))| area.intersects(&at));
                        found.extend(within.map(|(number, _)| (share, number)));
                    }
                    found
                });
                if zones_here.is_empty() {
                    continue;
                }
                let takes = self.takes(edge);
                for movement in &route.movements {
                    for &(share, number) in zones_here.iter() {
                        // Not the last second: people stop at a door half way.
                        let after = after as f64 + takes * share;
                        let at = movement.departure.as_second() + after as i64;
                        let at = Timestamp::from_second(at).unwrap();
                        if at >= movement.arrival {
                            continue;
                        }
                        let state = zones[number].1.active_at(at);
                        assert_eq!(state, State::DoesNotHold, "edge {edge} at {at}, zone {number}");
                        near += 1;
                    }
                }
            }
        }
        // Some do go where it burns later; else nothing was tried here.
        assert!(near > 0 || zones.is_empty());
    }
}

/// What is proven of all plans holds of the best one.
fn bounds_hold(fast: &EvacuationPlan, exact: &EvacuationPlan) {
    let (fast, exact) = (&fast.bounds, &exact.bounds);
    assert!(fast.moved <= exact.moved && exact.moved <= fast.moved_at_most);
    if fast.moved == exact.moved {
        assert!(fast.clearance_at_least <= exact.clearance);
        assert!(fast.mean_arrival_at_least_s <= exact.mean_arrival_s);
        assert!(exact.mean_arrival_at_least_s <= fast.mean_arrival_s);
    }
}

#[test]
fn surf_coast_gets_out_whole() {
    let Some(data) = data() else { return };
    let window = "2022-01-12T12:00:00+11:00/2022-01-12T20:00:00+11:00";
    let shire = shire(&data.join("surf-coast"), SURF_COAST, window);
    let (fast, exact) = (shire.plan(MethodChoice::Fast), shire.plan(MethodChoice::Exact));
    // 10,000 agents less 3,094 who live in no zone.
    assert_eq!((fast.bounds.persons, fast.groups.len()), (6_906, 186));
    assert_eq!(exact.bounds.moved, 6_906);
    assert!(fast.bounds.moved > 6_800);
    bounds_hold(&fast, &exact);
}

#[test]
fn lithgow_gets_out_but_for_those_the_fire_cuts_off() {
    let Some(data) = data() else { return };
    let window = "2013-10-17T12:00:00+11:00/2013-10-17T22:00:00+11:00";
    let shire = shire(&data.join("lithgow"), LITHGOW, window);
    let (fast, exact) = (shire.plan(MethodChoice::Fast), shire.plan(MethodChoice::Exact));
    assert_eq!((fast.bounds.persons, fast.groups.len()), (10_000, 82));
    bounds_hold(&fast, &exact);
    let causes = exact.groups.iter().flat_map(|group| &group.left).flat_map(|l| &l.closed_by);
    assert!(causes.clone().count() > 0);
    assert!(causes.into_iter().all(|cause| cause.id().starts_with("fire-")));
}

#[test]
fn mount_alexander_is_planned_in_the_time_there_is() {
    let Some(data) = data() else { return };
    let window: TimeWindow = "2018-11-09T13:00:00+11:00/2018-11-09T21:00:00+11:00".parse().unwrap();
    let shire = shire(&data.join("mount-alexander"), MOUNT_ALEXANDER, &window.to_string());
    let plan = shire.plan(MethodChoice::Fast);
    assert_eq!((plan.bounds.persons, plan.groups.len()), (53 * 350, 53));
    assert!(plan.bounds.moved > 10_000);
}
