//! Random rectangles against cells counted one by one.

use super::*;
use crate::geodesy::area_m2;
use crate::geodesy::length;
use crate::model::Neighbourhood;
use crate::model::Path;
use crate::model::Place;
use crate::model::PopulationEstimate;
use crate::model::Shelter;
use crate::model::Street;
use crate::record::RecordRef;
use crate::scenario::Scenario;
use crate::scenario::ScenarioBuilder;
use crate::units::Persons;
use proptest::prelude::*;

/// Cells along each side of the board.
const CELLS: i32 = 12;
/// A cell in degrees: some ten metres, so that geodesics are straight.
const STEP: f64 = 0.0001;

/// A rectangle of cells: from the first corner up to the second.
#[derive(Clone, Copy, Debug)]
struct Block {
    west: i32,
    south: i32,
    east: i32,
    north: i32,
}

impl Block {
    fn area(self) -> Area {
        let [west, south] = place(f64::from(self.west), f64::from(self.south));
        let [east, north] = place(f64::from(self.east), f64::from(self.north));
        area(rectangle([west, south, east, north]))
    }

    fn has_cell(self, x: i32, y: i32) -> bool {
        (self.west..self.east).contains(&x) && (self.south..self.north).contains(&y)
    }

    /// Whether it holds a place given in steps, its sides included.
    fn holds(self, x: f64, y: f64) -> bool {
        (f64::from(self.west)..=f64::from(self.east)).contains(&x)
            && (f64::from(self.south)..=f64::from(self.north)).contains(&y)
    }

    fn cells(self) -> impl Iterator<Item = (i32, i32)> {
        (self.west..self.east).flat_map(move |x| (self.south..self.north).map(move |y| (x, y)))
    }
}

fn place(x: f64, y: f64) -> [f64; 2] {
    [37.0 + STEP * x, 36.0 + STEP * y]
}

fn cell_m2(x: i32, y: i32) -> f64 {
    let one = Block { west: x, south: y, east: x + 1, north: y + 1 };
    area_m2(&one.area().polygons().0[0])
}

fn board() -> impl Iterator<Item = (i32, i32)> {
    Block { west: 0, south: 0, east: CELLS, north: CELLS }.cells()
}

fn blocks(most: usize) -> impl Strategy<Value = Vec<Block>> {
    let span = || (0..CELLS, 1..=5_i32).prop_map(|(from, long)| (from, (from + long).min(CELLS)));
    let block = (span(), span()).prop_map(|((west, east), (south, north))| Block {
        west,
        south,
        east,
        north,
    });
    prop::collection::vec(block, 0..most)
}

fn given(blocks: &[Block]) -> Vec<Covered> {
    blocks.iter().enumerate().map(|(n, one)| Covered::new(format!("{n}"), one.area())).collect()
}

/// Neighbourhoods of 100 persons a cell, a shelter at each half step of the
/// board's diagonal and along its southern side, a street along each line.
fn scenario(homes: &[Block]) -> Scenario {
    let mut builder = ScenarioBuilder::new();
    for (number, home) in homes.iter().enumerate() {
        let persons = Persons(100 * home.cells().count() as u64);
        let population = PopulationEstimate { persons, as_of: None, source: None };
        let one = Neighbourhood::new(format!("{number:03}"), home.area());
        builder.neighbourhood(one.with_population(population), RecordRef::default());
    }
    for (number, (x, y)) in shelters().into_iter().enumerate() {
        let [lon, lat] = place(x, y);
        let at = Place::new(lon, lat).unwrap();
        builder.shelter(Shelter::new(format!("{number:03}"), at), RecordRef::default());
    }
    for line in 0..=CELLS {
        for across in [false, true] {
            let points: Vec<geo::Coord> = street(line, across)
                .map(|(x, y)| place(f64::from(x), f64::from(y)).into())
                .collect();
            let path = Path::new(points.into()).unwrap();
            builder.street(Street::new(format!("{line:03}-{across}"), path), RecordRef::default());
        }
    }
    builder.build().0
}

fn shelters() -> Vec<(f64, f64)> {
    (0..=2 * CELLS)
        .map(|half| f64::from(half) / 2.0)
        .flat_map(|at| [(at, at), (at, 0.0), (at, f64::from(CELLS) / 2.0)])
        .collect()
}

/// A street with a point at every third step only.
fn street(line: i32, across: bool) -> impl Iterator<Item = (i32, i32)> {
    (0..=CELLS).step_by(3).map(move |at| if across { (at, line) } else { (line, at) })
}

fn near(found: f64, expected: f64) -> bool {
    (found - expected).abs() <= 5e-6 * expected.abs() + 1e-9
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn area_and_people_are_those_of_the_cells(areas in blocks(9), homes in blocks(9)) {
        let surveyor = Surveyor::new(&scenario(&homes));
        let impact = surveyor.impact(&given(&areas)).unwrap();
        let inside = |x: i32, y: i32| areas.iter().any(|one| one.has_cell(x, y));
        let expected: f64 = board().filter(|&(x, y)| inside(x, y)).map(|(x, y)| cell_m2(x, y)).sum();
        prop_assert!(near(impact.area_km2, expected / 1e6), "{} {}", impact.area_km2, expected / 1e6);
        let sum: f64 = areas.iter().flat_map(|one| one.cells()).map(|(x, y)| cell_m2(x, y)).sum();
        prop_assert!(near(impact.sum_km2, sum / 1e6));
        let settled = |x: i32, y: i32| homes.iter().any(|home| home.has_cell(x, y));
        let unsettled: f64 = board()
            .filter(|&(x, y)| inside(x, y) && !settled(x, y))
            .map(|(x, y)| cell_m2(x, y))
            .sum();
        // A difference: as exact as the area that it is taken from.
        let exact = 5e-6 * expected / 1e6 + 1e-9;
        let outside = impact.outside_neighbourhoods_km2;
        prop_assert!((outside - unsettled / 1e6).abs() <= exact, "{outside} {}", unsettled / 1e6);

        let mut wholly = Vec::new();
        let mut partly = Vec::new();
        let (mut low, mut best, mut high) = (0, 0.0, 0);
        for (number, home) in homes.iter().enumerate() {
            let all: f64 = home.cells().map(|(x, y)| cell_m2(x, y)).sum();
            let part: f64 = home.cells().filter(|&(x, y)| inside(x, y)).map(|(x, y)| cell_m2(x, y)).sum();
            if part == 0.0 {
                continue;
            }
            let persons = 100 * home.cells().count() as u64;
            best += part / all * persons as f64;
            high += persons;
            if home.cells().all(|(x, y)| inside(x, y)) {
                low += persons;
                wholly.push(format!("{number:03}"));
            } else {
                partly.push((format!("{number:03}"), part / all));
            }
        }
        let found: Vec<&str> = impact.neighbourhoods_wholly.iter().map(|one| one.id.as_str()).collect();
        prop_assert_eq!(found, wholly);
        prop_assert_eq!(impact.neighbourhoods_partly.len(), partly.len());
        for (one, (id, share)) in impact.neighbourhoods_partly.iter().zip(&partly) {
            prop_assert_eq!(one.id.as_str(), id);
            prop_assert!((one.share - share).abs() < 1e-6, "{} {}", one.share, share);
        }
        if homes.is_empty() {
            prop_assert_eq!(impact.persons, None);
        } else {
            let persons = impact.persons.unwrap();
            prop_assert_eq!((persons.low, persons.high), (Persons(low), Persons(high)));
            prop_assert!((persons.best.0 as f64 - best).abs() < 0.51, "{} {best}", persons.best);
        }
    }

    #[test]
    fn places_and_streets_are_those_that_a_block_holds(areas in blocks(9)) {
        let impact = Surveyor::new(&scenario(&[])).impact(&given(&areas)).unwrap();
        let holds = |x: f64, y: f64| areas.iter().any(|one| one.holds(x, y));
        let shelters: Vec<String> = shelters()
            .into_iter()
            .enumerate()
            .filter(|(_, (x, y))| holds(*x, *y))
            .map(|(number, _)| format!("{number:03}"))
            .collect();
        let found: Vec<String> = impact.shelters.inside.iter().map(|one| one.id.to_string()).collect();
        prop_assert_eq!(found, shelters);
        let (mut met, mut inside_m) = (0, 0.0);
        for line in 0..=CELLS {
            for across in [false, true] {
                let line = f64::from(line);
                let at = |t: f64| if across { (t, line) } else { (line, t) };
                // A block's corner or side can only begin at a whole step.
                met += usize::from((0..=CELLS).any(|t| { let (x, y) = at(f64::from(t)); holds(x, y) }));
                for t in 0..CELLS {
                    let (x, y) = at(f64::from(t) + 0.5);
                    if areas.iter().any(|one| one.holds(x, y)) {
                        let (from, to) = (at(f64::from(t)), at(f64::from(t) + 1.0));
                        let ends = [place(from.0, from.1).into(), place(to.0, to.1).into()];
                        inside_m += length(&ends).0;
                    }
                }
            }
        }
        prop_assert_eq!(impact.streets.streets, met);
        prop_assert!((impact.streets.inside.0 - inside_m).abs() < 0.01, "{} {inside_m}", impact.streets.inside.0);
    }

    #[test]
    fn what_is_gained_and_lost_is_counted_in_cells(before in blocks(7), after in blocks(7), homes in blocks(6)) {
        let surveyor = Surveyor::new(&scenario(&homes));
        let change = surveyor.change(&given(&before), &given(&after)).unwrap();
        let inside = |of: &[Block], x: i32, y: i32| of.iter().any(|one| one.has_cell(x, y));
        let km2 = |from: &[Block], less: &[Block]| -> f64 {
            board().filter(|&(x, y)| inside(from, x, y) && !inside(less, x, y)).map(|(x, y)| cell_m2(x, y) / 1e6).sum()
        };
        prop_assert!(near(change.gained.area_km2, km2(&after, &before)));
        prop_assert!(near(change.lost.area_km2, km2(&before, &after)));
        prop_assert_eq!(change.net_km2, change.after.area_km2 - change.before.area_km2);
        let net = change.gained.area_km2 - change.lost.area_km2;
        prop_assert!((net - change.net_km2).abs() < 1e-7, "{net} {}", change.net_km2);
        if let Some(persons) = change.persons {
            prop_assert!(persons.low <= persons.best && persons.best <= persons.high);
        }
    }

    /// One area more never lessens anything.
    #[test]
    fn figures_only_grow_with_areas(areas in blocks(7), more in blocks(3), homes in blocks(7)) {
        let surveyor = Surveyor::new(&scenario(&homes));
        let mut both = areas.clone();
        both.extend(&more);
        let (few, many) = (surveyor.impact(&given(&areas)).unwrap(), surveyor.impact(&given(&both)).unwrap());
        prop_assert!(few.area_km2 <= many.area_km2 * (1.0 + 1e-6));
        prop_assert!(many.area_km2 <= many.sum_km2 * (1.0 + 1e-6));
        prop_assert!(few.streets.inside.0 <= many.streets.inside.0 + 1e-3);
        prop_assert!(few.neighbourhoods_wholly.len() <= many.neighbourhoods_wholly.len());
        prop_assert!(few.shelters.inside.len() <= many.shelters.inside.len());
        if let (Some(few), Some(many)) = (few.persons, many.persons) {
            prop_assert!(few.low <= many.low && few.best <= many.best && few.high <= many.high);
        }
        prop_assert_eq!(surveyor.change(&given(&areas), &given(&both)).unwrap().lost.area_km2, 0.0);
    }

    /// The order in which areas are given changes nothing that is reported.
    #[test]
    fn order_of_areas_does_not_matter(areas in blocks(8), homes in blocks(5)) {
        let surveyor = Surveyor::new(&scenario(&homes));
        let mut turned = areas.clone();
        turned.reverse();
        let (one, other) = (surveyor.impact(&given(&areas)).unwrap(), surveyor.impact(&given(&turned)).unwrap());
        prop_assert!((one.area_km2 - other.area_km2).abs() < 1e-9);
        prop_assert_eq!(one.persons, other.persons);
    }
}
