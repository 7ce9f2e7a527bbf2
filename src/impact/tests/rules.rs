//! What each figure means, one rule a test.

use super::*;
use crate::geodesy::area_of_all_m2;
use crate::id::CorridorId;
use crate::model::AssemblyPoint;
use crate::model::Checkpoint;
use crate::model::Neighbourhood;
use crate::model::Path;
use crate::model::Place;
use crate::model::PopulationEstimate;
use crate::model::SafeCorridor;
use crate::model::Shelter;
use crate::model::Street;
use crate::record::RecordRef;
use crate::scenario::Scenario;
use crate::scenario::ScenarioBuilder;
use crate::units::Persons;
use proptest::prelude::*;

fn estimate(persons: u64, as_of: Option<&str>) -> PopulationEstimate {
    PopulationEstimate {
        persons: Persons(persons),
        as_of: as_of.map(|day| day.parse().unwrap()),
        source: None,
    }
}

/// Three squares of 0.01° in a row from 37°E 36°N: "a" 1000 persons, "b" 2000,
/// "c" of unknown population; a shelter in the middle of each; a street through
/// the middle of all and a corridor along their southern border.
fn town() -> Scenario {
    let mut builder = ScenarioBuilder::new();
    let here = RecordRef::default;
    for (number, (id, population)) in [
        ("a", Some(estimate(1000, Some("2026-01-06")))),
        ("b", Some(estimate(2000, Some("2025-12-01")))),
        ("c", None),
    ]
    .into_iter()
    .enumerate()
    {
        let west = 37.0 + 0.01 * number as f64;
        let mut one = Neighbourhood::new(id, area(rectangle([west, 36.0, west + 0.01, 36.01])));
        if let Some(population) = population {
            one = one.with_population(population);
        }
        builder.neighbourhood(one, here());
        let mut shelter =
            Shelter::new(format!("shelter-{id}"), Place::new(west + 0.005, 36.005).unwrap())
                .with_capacity(Persons(100));
        if id != "c" {
            shelter = shelter.with_occupancy(Persons(40));
        }
        builder.shelter(shelter, here());
    }
    let line = |lat: f64| Path::new(vec![(37.0, lat), (37.03, lat)].into()).unwrap();
    builder.street(Street::new("middle", line(36.005)), here());
    builder.corridor(SafeCorridor::new("south", line(36.0)), here());
    builder.checkpoint(Checkpoint::new("corner", Place::new(37.01, 36.0).unwrap()), here());
    builder.assembly_point(AssemblyPoint::new("far", Place::new(37.03, 36.01).unwrap()), here());
    builder.build().0
}

const A: [f64; 4] = [37.0, 36.0, 37.01, 36.01];
const HALF_B: [f64; 4] = [37.01, 36.0, 37.015, 36.01];

#[allow(clippy::unnecessary_wraps)] // as it stands in a summary
fn persons(low: u64, best: u64, high: u64) -> Option<PersonsRange> {
    Some(PersonsRange { low: Persons(low), best: Persons(best), high: Persons(high) })
}

fn ids<T: ToString>(all: &[T]) -> Vec<String> {
    all.iter().map(ToString::to_string).collect()
}

#[test]
fn overlaps_count_once() {
    let surveyor = Surveyor::new(&town());
    let impact =
        surveyor.impact(&[covered("1", A), covered("2", A), covered("3", HALF_B)]).unwrap();
    let (a, half) = (impact.each[0].area_km2, impact.each[2].area_km2);
    assert!((impact.area_km2 - (a + half)).abs() < 1e-6);
    assert!((impact.sum_km2 - (2.0 * a + half)).abs() < 1e-9);
    assert!((impact.share_of_whole.unwrap() - 0.5).abs() < 1e-6);
    assert!(impact.outside_neighbourhoods_km2.abs() < 1e-6);
    assert_eq!(impact.persons, persons(1000, 2000, 3000));
}

#[test]
fn wholly_in_part_and_merely_beside() {
    let impact = Surveyor::new(&town()).impact(&[covered("1", A), covered("2", HALF_B)]).unwrap();
    assert_eq!(impact.neighbourhoods_wholly[0].id.as_str(), "a");
    assert_eq!(impact.neighbourhoods_wholly[0].persons, persons(1000, 1000, 1000));
    assert_eq!(impact.neighbourhoods_partly[0].id.as_str(), "b");
    assert!((impact.neighbourhoods_partly[0].share - 0.5).abs() < 1e-8);
    assert_eq!(impact.neighbourhoods_partly[0].persons, persons(0, 1000, 2000));
    // "a" drawn a quarter of a metre too wide: its neighbour is not touched by that.
    let drawn = [36.99999, 35.99999, 37.010_002_5, 36.010_01];
    let impact = Surveyor::new(&town()).impact(&[covered("1", drawn)]).unwrap();
    assert_eq!((impact.neighbourhoods_wholly.len(), impact.neighbourhoods_partly.len()), (1, 0));
    // And 0.99 m too narrow it is whole still.
    let drawn = [37.0, 36.0, 37.009_991, 36.01];
    let impact = Surveyor::new(&town()).impact(&[covered("1", drawn)]).unwrap();
    assert_eq!(impact.persons, persons(1000, 1000, 1000));
}

#[test]
fn one_building_touches_its_neighbourhood() {
    // 20 m by 20 m of a square kilometre.
    let target = [37.004, 36.004, 37.000_222 + 0.004, 36.004_18];
    let impact = Surveyor::new(&town()).impact(&[covered("target", target)]).unwrap();
    assert_eq!(impact.neighbourhoods_partly.len(), 1);
    assert_eq!(impact.persons.unwrap().high, Persons(1000));
    assert!(impact.neighbourhoods_partly[0].share < 0.001);
}

#[test]
fn a_population_that_is_not_known_is_not_nought() {
    let surveyor = Surveyor::new(&town());
    let c = [37.02, 36.0, 37.03, 36.01];
    let only = surveyor.impact(&[covered("1", c)]).unwrap();
    assert_eq!(only.persons, None);
    assert_eq!(ids(&only.population_unknown), ["c"]);
    let with_a = surveyor.impact(&[covered("1", c), covered("2", A)]).unwrap();
    assert_eq!(with_a.persons, persons(1000, 1000, 1000));
    assert_eq!(ids(&with_a.population_unknown), ["c"]);
    let nowhere = surveyor.impact(&[covered("1", [38.0, 36.0, 38.01, 36.01])]).unwrap();
    assert_eq!(nowhere.persons, persons(0, 0, 0));
    assert!((nowhere.outside_neighbourhoods_km2 - nowhere.area_km2).abs() < 1e-9);
    let no_one_counted = Surveyor::new(&Scenario::default());
    assert_eq!(no_one_counted.impact(&[covered("1", A)]).unwrap().persons, None);
    assert_eq!(no_one_counted.impact(&[covered("1", A)]).unwrap().share_of_whole, None);
}

#[test]
fn the_population_has_its_own_bounds_and_dates() {
    let town = town();
    let both = [covered("1", A), covered("2", HALF_B)];
    let impact = Surveyor::new(&town).population_within(0.1).impact(&both).unwrap();
    assert_eq!(impact.persons, persons(900, 2000, 3300));
    let days = impact.population_as_of.unwrap();
    assert_eq!(
        (days.earliest.to_string(), days.latest.to_string()),
        ("2025-12-01".into(), "2026-01-06".into())
    );
    let own = PersonsRange::new(Persons(500), Persons(800), Persons(1600));
    let surveyor = Surveyor::new(&town).population(&"a".into(), own);
    assert_eq!(surveyor.impact(&both).unwrap().persons, persons(500, 1800, 3600));
}

#[test]
fn shelters_points_streets_and_corridors() {
    let impact =
        Surveyor::new(&town()).impact(&[covered("1", [37.0, 36.0, 37.03, 36.01])]).unwrap();
    assert_eq!(impact.shelters.inside.len(), 3);
    assert_eq!((impact.shelters.people, impact.shelters.free_places), (Persons(80), Persons(120)));
    assert_eq!(ids(&impact.shelters.people_unknown), ["shelter-c"]);
    assert_eq!(ids(&impact.shelters.free_places_unknown), ["shelter-c"]);
    assert_eq!(ids(&impact.checkpoints), ["corner"]);
    // On the corner of the area is inside.
    assert_eq!(ids(&impact.assembly_points), ["far"]);
    // Along its southern side is inside.
    let cut = &impact.corridors[0];
    assert!(cut.id == CorridorId::from("south") && (cut.inside.0 - cut.of.0).abs() < 1e-6);
    assert!((impact.streets.inside.0 - impact.streets.of.0).abs() < 1e-6);
    let half =
        Surveyor::new(&town()).impact(&[covered("1", [37.01, 36.0, 37.025, 36.01])]).unwrap();
    assert!((half.streets.inside.0 / half.streets.of.0 - 0.5).abs() < 1e-8);
    assert!((half.corridors[0].inside.0 / half.corridors[0].of.0 - 0.5).abs() < 1e-8);
    // An area that comes up to the corridor from the south touches it at a corner only.
    let tip = area(Polygon::new(ring(&[(37.005, 36.0), (37.0, 35.99), (37.01, 35.99)]), vec![]));
    let tip = Surveyor::new(&town()).impact(&[Covered::new("tip", tip)]).unwrap();
    assert_eq!(tip.corridors.len(), 1);
    assert!(tip.corridors[0].inside.0 < 0.01 && tip.streets.streets == 0);
}

#[test]
fn an_area_larger_than_the_whole_is_refused() {
    let territory = area(rectangle([37.0, 36.0, 37.02, 36.01]));
    let surveyor = Surveyor::new(&town()).whole(&territory);
    let large = covered("leaflet", [37.0, 36.0, 37.03, 36.02]);
    let refused = surveyor.impact(std::slice::from_ref(&large)).unwrap_err();
    let ImpactError::LargerThanWhole { area_km2, whole_km2 } = refused else {
        panic!("{refused}");
    };
    assert!((area_km2 / whole_km2 - 3.0).abs() < 1e-3);
    assert_eq!(
        refused.to_string(),
        format!(
            "expected an area of at most {whole_km2:.3} km² (the whole), found {area_km2:.3} km²"
        )
    );
    // Many times the same ground is not larger than the whole.
    let stack = vec![covered("again", A); 5];
    let impact = surveyor.impact(&stack).unwrap();
    assert!(impact.sum_km2 > impact.whole_km2.unwrap());
    assert!((impact.share_of_whole.unwrap() - 0.5).abs() < 1e-6);
    // Without a territory the neighbourhoods are no limit.
    let impact = Surveyor::new(&town()).impact(&[large]).unwrap();
    assert!((impact.share_of_whole.unwrap() - 1.0).abs() < 1e-9);
    assert!((impact.outside_whole_km2.unwrap() / impact.area_km2 - 0.5).abs() < 1e-3);
}

#[test]
fn an_area_wholly_outside_the_whole_is_refused_by_name() {
    let surveyor = Surveyor::new(&town()).whole(&area(rectangle([37.0, 36.0, 37.03, 36.01])));
    // Longitude and latitude taken for each other.
    let swapped = covered("swapped", [36.0, 37.0, 36.01, 37.01]);
    let refused = surveyor.impact(&[covered("right", A), swapped]).unwrap_err();
    assert!(matches!(&refused, ImpactError::OutsideWhole { label, .. } if label == "swapped"));
    assert!(refused.to_string().starts_with("swapped: expected an area that meets the whole"));
    // One that goes round the whole meets it, though no corner of it lies inside.
    let round = covered("round", [36.99, 35.99999, 37.04, 36.01001]);
    assert!(!matches!(surveyor.impact(&[round]), Err(ImpactError::OutsideWhole { .. })));
}

#[test]
fn more_people_than_the_whole_has_are_refused() {
    let surveyor = Surveyor::new(&town()).whole_population(Persons(2999));
    let refused = surveyor.impact(&[covered("1", A)]).unwrap_err();
    assert_eq!(
        refused,
        ImpactError::MorePersonsThanWhole { sum: Persons(3000), whole: Persons(2999) }
    );
    let surveyor = Surveyor::new(&town()).whole_population(Persons(3000));
    assert!(surveyor.impact(&[covered("1", A)]).is_ok());
}

#[test]
fn a_ring_over_the_antimeridian_is_refused_unless_split() {
    let surveyor = Surveyor::new(&Scenario::default());
    let jumping =
        Polygon::new(ring(&[(179.9, 0.0), (-179.9, 0.0), (-179.9, 0.1), (179.9, 0.1)]), vec![]);
    let refused = surveyor.impact(&[Covered::new("fiji", area(jumping))]).unwrap_err();
    assert_eq!(refused, ImpactError::AcrossAntimeridian { label: "fiji".into() });
    let split =
        area(vec![rectangle([179.9, 0.0, 180.0, 0.1]), rectangle([-180.0, 0.0, -179.9, 0.1])]);
    let impact = surveyor.impact(&[Covered::new("fiji", split)]).unwrap();
    let one = area_of_all_m2(&rectangle([179.9, 0.0, 180.0, 0.1]).into()) / 1e6;
    // Over the width of the earth vertices are held to centimetres.
    let off = impact.area_km2 - 2.0 * one;
    assert!(off.abs() < 1e-5 * one, "{off}");
}

#[test]
fn stated_figures() {
    let (part, whole) = (area(rectangle(A)), area(rectangle([37.0, 36.0, 37.03, 36.01])));
    let said = check_stated_area(1.0, &part, &whole).unwrap();
    assert!(said.agrees_within(0.02) && !said.agrees_within(0.0001));
    assert!((said.ratio() - 1.0).abs() < 0.02);
    let refused = check_stated_area(3.2, &part, &whole).unwrap_err();
    assert!(matches!(refused, ImpactError::LargerThanWhole { area_km2, .. } if area_km2 == 3.2));
    assert!(matches!(
        check_stated_area(f64::NAN, &part, &whole),
        Err(ImpactError::NotAnArea { .. })
    ));
    assert!(matches!(check_stated_area(-1.0, &part, &whole), Err(ImpactError::NotAnArea { .. })));
    assert!(matches!(
        check_stated_area(1.0, &whole, &part),
        Err(ImpactError::LargerThanWhole { .. })
    ));
    let flat = area(Polygon::new(ring(&[(37.0, 36.0), (37.1, 36.0), (37.2, 36.0)]), vec![]));
    assert_eq!(check_stated_area(0.0, &part, &flat), Err(ImpactError::EmptyWhole));
}

#[test]
fn crossing_rings_overlapping_parts_and_holes() {
    let km2 = |area: Area| {
        Surveyor::new(&Scenario::default()).impact(&[Covered::new("1", area)]).unwrap().area_km2
    };
    let square = km2(area(rectangle(A)));
    let same = |found: f64, expected: f64| {
        assert!((found / expected - 1.0).abs() < 1e-5, "{found} {expected}");
    };
    // A figure of eight: both loops.
    let eight = ring(&[(37.0, 36.0), (37.01, 36.01), (37.01, 36.0), (37.0, 36.01)]);
    same(km2(area(Polygon::new(eight, vec![]))), square / 2.0);
    // A part given twice, and once more the other way round.
    let mut turned = rectangle(A);
    turned.exterior_mut(|ring| ring.0.reverse());
    same(km2(area(vec![rectangle(A), rectangle(A), turned])), square);
    // A hole, wound like its outer ring; half of it is covered by another part.
    let hole = rectangle([37.0025, 36.0, 37.0075, 36.01]);
    let middle = [37.0, 36.0025, 37.01, 36.0075];
    let holed = Polygon::new(
        rectangle(A).exterior().clone(),
        vec![rectangle([37.0025, 36.0025, 37.0075, 36.0075]).exterior().clone()],
    );
    same(km2(area(holed.clone())), square * 0.75);
    same(km2(area(vec![holed.clone(), rectangle(middle)])), square);
    // A hole larger than its polygon leaves nothing.
    let nothing = Polygon::new(
        hole.exterior().clone(),
        vec![rectangle([36.9, 35.9, 37.1, 36.1]).exterior().clone()],
    );
    assert_eq!(km2(area(nothing)), 0.0);
    // A place in the hole is not inside.
    let impact = Surveyor::new(&town()).impact(&[Covered::new("1", area(holed))]).unwrap();
    assert!(impact.shelters.inside.is_empty() && ids(&impact.checkpoints) == ["corner"]);
    assert!((impact.streets.inside.0 / impact.streets.of.0 - 1.0 / 6.0).abs() < 1e-9);
}

#[test]
fn a_point_on_a_side_does_not_change_the_measure_of_what_is_beside_it() {
    // A point in the middle of a side of 90 km makes two geodesics of it.
    let bent = Polygon::new(
        ring(&[(37.0, 36.0), (37.5, 36.0), (38.0, 36.0), (38.0, 36.5), (37.0, 36.5)]),
        vec![],
    );
    let plain = area_of_all_m2(&rectangle([37.0, 36.0, 38.0, 36.5]).into()) / 1e6;
    let with_point = area_of_all_m2(&bent.clone().into()) / 1e6;
    assert!(with_point - plain > 1.0, "{with_point} {plain}");
    let surveyor = Surveyor::new(&Scenario::default());
    let far = covered("far", [39.0, 36.0, 39.001, 36.001]);
    let impact = surveyor.impact(&[Covered::new("bent", area(bent)), far]).unwrap();
    let rest = impact.area_km2 - with_point - impact.each[1].area_km2;
    assert!(rest.abs() < 1e-4, "{rest}");
}

#[test]
fn what_changed() {
    let surveyor = Surveyor::new(&town());
    let change = surveyor.change(&[covered("1", A)], &[covered("2", HALF_B)]).unwrap();
    let (a, half) = (change.before.area_km2, change.after.area_km2);
    assert!(
        (change.lost.area_km2 - a).abs() < 1e-6 && (change.gained.area_km2 - half).abs() < 1e-6
    );
    assert_eq!(change.net_km2, half - a);
    assert_eq!(change.gained.persons, persons(0, 1000, 2000));
    assert_eq!(change.lost.persons, persons(1000, 1000, 1000));
    assert_eq!(change.persons, Some(PersonsChange { low: -1000, best: 0, high: 1000 }));
    assert_eq!(ids(&change.neighbourhoods_entered), ["b"]);
    assert_eq!(ids(&change.neighbourhoods_left), ["a"]);
    assert_eq!(ids(&change.shelters_left), ["shelter-a"]);
    // The shelter of b lies on the edge of the half.
    assert_eq!(ids(&change.shelters_entered), ["shelter-b"]);
    assert!(change.checkpoints_entered.is_empty() && change.checkpoints_left.is_empty());
    assert!(change.corridors_entered.is_empty() && change.net_streets_m < 0.0);
    let first = surveyor.change(&[], &[covered("1", A)]).unwrap();
    assert_eq!(first.before, surveyor.impact(&[]).unwrap());
    assert_eq!((first.lost.area_km2, first.before.area_km2), (0.0, 0.0));
    assert_eq!(ids(&first.neighbourhoods_wholly_entered), ["a"]);
}

#[test]
fn what_stays_is_neither_gained_nor_lost() {
    let surveyor = Surveyor::new(&town());
    let slanting =
        Polygon::new(ring(&[(37.0013, 36.0007), (37.0191, 36.0033), (37.0077, 36.0089)]), vec![]);
    let stays = Covered::new("stays", area(slanting));
    let far = covered("far", [37.4, 36.3, 37.41, 36.31]);
    let change =
        surveyor.change(std::slice::from_ref(&stays), &[stays.clone(), far.clone()]).unwrap();
    assert_eq!(change.lost.area_km2, 0.0);
    assert!((change.gained.area_km2 - change.after.each[1].area_km2).abs() < 1e-6);
    let back = surveyor.change(&[stays.clone(), far], &[stays]).unwrap();
    assert_eq!(back.gained.area_km2, 0.0);
}

#[test]
fn a_summary_survives_json_and_reads_as_text() {
    let impact = Surveyor::new(&town()).impact(&[covered("1", A), covered("2", HALF_B)]).unwrap();
    let text = serde_json::to_string(&impact).unwrap();
    assert_eq!(serde_json::from_str::<Impact>(&text).unwrap(), impact);
    let lines = impact.lines().join("\n");
    for part in [
        "covers 1.5",
        "50.0 % of a whole of",
        "about 2000 persons (from 1000 to 3000)",
        "1 wholly, 1 in part",
        "shelters: 2, with 80 persons",
        "checkpoints: corner",
        "corridor south: ",
    ] {
        assert!(lines.contains(part), "{part:?} in {lines}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    /// Whatever is given as rings, nothing panics and no figure is absurd.
    #[test]
    fn any_rings(parts in prop::collection::vec(prop::collection::vec((0..8_i32, 0..8_i32), 3..9), 1..4), holes in any::<bool>()) {
        let to_ring = |points: &Vec<(i32, i32)>| {
            let points: Vec<(f64, f64)> = points.iter().map(|&(x, y)| (37.0 + 0.005 * f64::from(x), 36.0 + 0.003 * f64::from(y))).collect();
            ring(&points)
        };
        let rings: Vec<LineString> = parts.iter().map(to_ring).collect();
        let polygons = if holes {
            vec![Polygon::new(rings[0].clone(), rings[1..].to_vec())]
        } else {
            rings.into_iter().map(|ring| Polygon::new(ring, vec![])).collect()
        };
        let impact = Surveyor::new(&town()).impact(&[Covered::new("any", area(polygons))]).unwrap();
        let bounds = area_of_all_m2(&rectangle([37.0, 36.0, 37.035, 36.021]).into()) / 1e6;
        prop_assert!(impact.area_km2 >= 0.0 && impact.area_km2 <= bounds * 1.001);
        prop_assert!((0.0..=1.0).contains(&impact.share_of_whole.unwrap()));
        for one in impact.neighbourhoods() {
            prop_assert!((0.0..=1.0).contains(&one.share));
        }
        prop_assert!(impact.streets.inside.0 <= impact.streets.of.0);
        if let Some(PersonsRange { low, best, high }) = impact.persons {
            prop_assert!(low <= best && best <= high && high <= Persons(3000));
        }
    }
}

#[test]
fn a_yard_that_touches_the_outside_in_one_point_stays_a_yard() {
    // Four blocks round a yard; two of them meet the way out in a corner only.
    let block = |w: i32, s: i32, e: i32, n: i32| {
        let at = |lon: i32, lat: i32| [37.0 + 1e-4 * f64::from(lon), 36.0 + 1e-4 * f64::from(lat)];
        let ([west, south], [east, north]) = (at(w, s), at(e, n));
        area(rectangle([west, south, east, north]))
    };
    let mut builder = ScenarioBuilder::new();
    let homes = [block(7, 3, 11, 4), block(11, 3, 12, 8), block(2, 3, 7, 8), block(6, 8, 11, 9)];
    for (number, home) in homes.into_iter().enumerate() {
        builder.neighbourhood(Neighbourhood::new(format!("{number}"), home), RecordRef::default());
    }
    let surveyor = Surveyor::new(&builder.build().0);
    let impact = surveyor.impact(&[Covered::new("ban", block(4, 5, 9, 8))]).unwrap();
    // Of 15 cells six are in the yard.
    let share = impact.outside_neighbourhoods_km2 / impact.area_km2;
    assert!((share - 0.4).abs() < 1e-4, "{share}");
    // And a ban of the blocks themselves leaves the yard out for what is in it.
    let yard = block(8, 5, 10, 7);
    let mut builder = ScenarioBuilder::new();
    builder.neighbourhood(Neighbourhood::new("yard", yard), RecordRef::default());
    let bans = [block(7, 3, 11, 4), block(11, 3, 12, 8), block(2, 3, 7, 8), block(6, 8, 11, 9)];
    let bans: Vec<Covered> = bans.into_iter().map(|ban| Covered::new("ban", ban)).collect();
    let impact = Surveyor::new(&builder.build().0).impact(&bans).unwrap();
    assert!(impact.neighbourhoods().is_empty(), "{:?}", impact.neighbourhoods());
}
