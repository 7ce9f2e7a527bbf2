use super::system::{Asked, System};
use super::{CountTable, ReleaseLog, Suppression};
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

/// Every set of whole numbers of 0 or more that keeps the sums, by trying all.
fn all_solutions(cells: usize, told: &[(Vec<usize>, u64)], hidden: &[Vec<usize>]) -> Vec<Vec<u64>> {
    fn walk(
        at: usize,
        most: u64,
        now: &mut Vec<u64>,
        told: &[(Vec<usize>, u64)],
        hidden: &[Vec<usize>],
        found: &mut Vec<Vec<u64>>,
    ) {
        let sum = |of: &Vec<usize>, now: &Vec<u64>| of.iter().map(|cell| now[*cell]).sum::<u64>();
        // Cells beyond `at` are still 0: no sum may be passed already.
        if told.iter().any(|(of, persons)| sum(of, now) > *persons) {
            return;
        }
        if at == now.len() {
            if told.iter().all(|(of, persons)| sum(of, now) == *persons)
                && hidden.iter().all(|of| sum(of, now) > 0)
            {
                found.push(now.clone());
            }
            return;
        }
        for persons in 0..=most {
            now[at] = persons;
            walk(at + 1, most, now, told, hidden, found);
        }
        now[at] = 0;
    }
    // What no sum bounds is tried up to 3.
    let most = told.iter().map(|(_, sum)| *sum).max().unwrap_or(0).max(3);
    let mut found = Vec::new();
    let mut now = vec![0_u64; cells];
    walk(0, most, &mut now, told, hidden, &mut found);
    found
}

fn grid(rows: usize, columns: usize, persons: &[u64]) -> CountTable {
    let mut table = CountTable::new();
    let name = |r: usize, c: usize| format!("r{r}c{c}");
    for r in 0..rows {
        for c in 0..columns {
            table.cell(name(r, c), persons[r * columns + c]).unwrap();
        }
        let sum = (0..columns).map(|c| persons[r * columns + c]).sum();
        table.total(format!("r{r}"), (0..columns).map(|c| name(r, c)), sum).unwrap();
    }
    for c in 0..columns {
        let sum = (0..rows).map(|r| persons[r * columns + c]).sum();
        table.total(format!("c{c}"), (0..rows).map(|r| name(r, c)), sum).unwrap();
    }
    let all = (0..rows).flat_map(|r| (0..columns).map(move |c| (r, c)));
    table.total("all", all.map(|(r, c)| name(r, c)), persons.iter().sum()).unwrap();
    table
}

/// What an attacker who knows the rules finds of the hidden numbers, by trying
/// every table of these cells: `None` if there are too many.
fn attack(
    table: &CountTable,
    shown: &BTreeMap<String, Option<u64>>,
) -> BTreeMap<String, BTreeSet<u64>> {
    let mut cells: BTreeMap<&str, usize> = BTreeMap::new();
    for number in table.numbers().values() {
        for cell in &number.cells {
            let next = cells.len();
            cells.entry(cell).or_insert(next);
        }
    }
    let of = |key: &str| -> Vec<usize> {
        table.numbers()[key].cells.iter().map(|cell| cells[cell.as_str()]).collect()
    };
    let told: Vec<_> =
        shown.iter().filter_map(|(key, persons)| Some((of(key), (*persons)?))).collect();
    if told.is_empty() {
        return BTreeMap::new();
    }
    let hidden: Vec<_> =
        shown.iter().filter(|(_, persons)| persons.is_none()).map(|(key, _)| of(key)).collect();
    let solutions = all_solutions(cells.len(), &told, &hidden);
    assert!(!solutions.is_empty(), "the truth is a solution");
    let values = |key: &String| {
        let of = of(key);
        solutions.iter().map(|one| of.iter().map(|cell| one[*cell]).sum()).collect()
    };
    shown
        .iter()
        .filter(|(_, persons)| persons.is_none())
        .map(|(key, _)| (key.clone(), values(key)))
        .collect()
}

#[test]
fn a_lone_small_count_takes_others_with_it() {
    let table = grid(2, 2, &[3, 40, 50, 60]);
    let counts = Suppression::below(10).apply(&table, &ReleaseLog::new(), "one").unwrap();
    assert_eq!(counts.primary.iter().collect::<Vec<_>>(), ["r0c0"]);
    // In a table of two by two one hidden cell is worked out from any three others.
    assert_eq!(counts.complementary.len(), 3);
    assert_eq!(counts.persons["all"], Some(153));
    let logged = serde_json::to_string(&counts.logged).unwrap();
    assert!(!logged.contains("\"persons\":3}"), "{logged}");
}

#[test]
fn zeros_are_published_and_never_help() {
    let mut table = CountTable::new();
    table.cell("a", 0).unwrap();
    table.cell("b", 4).unwrap();
    table.cell("c", 30).unwrap();
    table.total("all", ["a", "b", "c"], 34).unwrap();
    let counts = Suppression::below(10).apply(&table, &ReleaseLog::new(), "one").unwrap();
    assert_eq!(counts.persons["a"], Some(0));
    assert_eq!(counts.persons["b"], None);
    assert_eq!(counts.complementary.iter().collect::<Vec<_>>(), ["c"]);
}

#[test]
fn a_second_release_is_held_against_the_first() {
    // First all but one village is published, then only the sum: the difference gives it away.
    let mut first = CountTable::new();
    first.cell("north", 40).unwrap();
    first.cell("south", 55).unwrap();
    let mut log = ReleaseLog::new();
    let counts = Suppression::below(10).apply(&first, &log, "monday").unwrap();
    assert!(counts.complementary.is_empty());
    log.push(counts.logged);
    let mut second = CountTable::new();
    second.cell("east", 4).unwrap();
    second.total("all", ["north", "south", "east"], 99).unwrap();
    let alone = Suppression::below(10).apply(&second, &ReleaseLog::new(), "tuesday").unwrap();
    assert_eq!(alone.persons["all"], Some(99), "without the log nothing stands against it");
    let counts = Suppression::below(10).apply(&second, &log, "tuesday").unwrap();
    assert_eq!(counts.persons["all"], None);
    assert_eq!(counts.complementary.iter().collect::<Vec<_>>(), ["all"]);
    assert!(counts.known_before.is_empty());
}

#[test]
fn what_was_published_before_is_said_to_be_known() {
    let mut first = CountTable::new();
    first.cell("north", 12).unwrap();
    first.total("both", ["north", "south"], 15).unwrap();
    let mut log = ReleaseLog::new();
    log.push(Suppression::below(2).apply(&first, &log, "loose").unwrap().logged);
    let mut second = CountTable::new();
    second.cell("south", 3).unwrap();
    let counts = Suppression::below(10).apply(&second, &log, "strict").unwrap();
    assert_eq!(counts.persons["south"], None);
    assert_eq!(counts.known_before.iter().collect::<Vec<_>>(), ["south"]);
}

#[test]
fn a_release_that_contradicts_the_log_is_refused() {
    let mut table = CountTable::new();
    table.cell("north", 12).unwrap();
    let mut log = ReleaseLog::new();
    log.push(Suppression::below(10).apply(&table, &log, "one").unwrap().logged);
    let mut other = CountTable::new();
    other.cell("north", 13).unwrap();
    let refused = Suppression::below(10).apply(&other, &log, "two").unwrap_err();
    assert!(refused.to_string().contains("need new names"));
}

#[test]
fn bad_counts_say_which() {
    let mut table = CountTable::new();
    table.cell("a", 1).unwrap();
    assert_eq!(
        table.cell("a", 2).unwrap_err().to_string(),
        "count \"a\": expected a name that no other number has"
    );
    assert!(table.total("b", Vec::<String>::new(), 0).is_err());
}

/// Cases of the laws below; more by `SAFEPASSAGE_CASES`.
fn cases(few: u32) -> ProptestConfig {
    let asked = std::env::var("SAFEPASSAGE_CASES").ok().and_then(|text| text.parse().ok());
    ProptestConfig::with_cases(asked.unwrap_or(few))
}

proptest! {
    #![proptest_config(cases(256))]

    /// The spread is what trying every table finds.
    #[test]
    fn spreads_are_those_of_every_solution(
        persons in prop::collection::vec(0_u64..5, 6),
        sums in prop::collection::vec((prop::collection::btree_set(0_usize..6, 1..5), any::<bool>()), 1..6),
    ) {
        let sum = |of: &[usize]| of.iter().map(|cell| persons[*cell]).sum::<u64>();
        let mut system = System { told: vec![((0..6).collect(), persons.iter().sum())], hidden: vec![] };
        let mut seen = BTreeSet::from([(0..6).collect::<Vec<usize>>()]);
        for (of, told) in sums {
            let of: Vec<usize> = of.into_iter().collect();
            if !seen.insert(of.clone()) {
                continue;
            }
            if told || sum(&of) == 0 {
                system.told.push((of.clone(), sum(&of)));
            } else {
                system.hidden.push(of);
            }
        }
        let of: Vec<Asked> = (0..6)
            .map(|cell| Asked { cells: vec![cell], persons: Some(persons[cell]), enough: 1_000 })
            .collect();
        let spreads = system.spreads(&of).unwrap();
        let all = all_solutions(6, &system.told, &system.hidden);
        for (cell, spread) in spreads.iter().enumerate() {
            let values: BTreeSet<u64> = all.iter().map(|one| one[cell]).collect();
            let ends = (*values.first().unwrap(), *values.last().unwrap());
            // What was seen can be; where it is certain there is nothing beyond.
            prop_assert!(values.contains(&spread.seen.0) && values.contains(&spread.seen.1));
            prop_assert!(!spread.certain || spread.seen == ends, "{spread:?} of {ends:?}");
        }
    }

    /// Nobody who knows every rule works out a hidden count of a table with its sums.
    #[test]
    fn nothing_hidden_in_a_table_is_worked_out(
        rows in 1_usize..4,
        columns in 1_usize..4,
        persons in prop::collection::vec(prop_oneof![0_u64..4, 0_u64..12], 9),
    ) {
        let table = grid(rows, columns, &persons[..rows * columns]);
        let rule = Suppression::below(4);
        let counts = rule.apply(&table, &ReleaseLog::new(), "one").unwrap();
        prop_assert!(counts.known_before.is_empty());
        for (key, persons) in &counts.persons {
            let true_persons = table.numbers()[key].persons;
            prop_assert!(persons.is_none() || *persons == Some(true_persons));
            prop_assert!(persons.is_none() || !(1..4).contains(&true_persons));
        }
        if persons[..rows * columns].iter().sum::<u64>() <= 14 {
            for (key, values) in attack(&table, &counts.persons) {
                prop_assert!(values.len() > 1, "{key} is {values:?} in {:?}", counts.persons);
                if counts.primary.contains(&key) {
                    prop_assert!(values.last().unwrap() - values.first().unwrap() >= 2, "{key}: {values:?}");
                }
            }
        }
    }

    /// Nor does who has two releases of it, each number in one or both of them.
    #[test]
    fn nothing_hidden_in_two_releases_is_worked_out(
        rows in 1_usize..4,
        columns in 1_usize..4,
        persons in prop::collection::vec(prop_oneof![0_u64..4, 0_u64..12], 9),
        parts in prop::collection::vec(0_usize..3, 16),
    ) {
        let table = grid(rows, columns, &persons[..rows * columns]);
        let rule = Suppression::below(4);
        let mut log = ReleaseLog::new();
        let mut shown: BTreeMap<String, Option<u64>> = BTreeMap::new();
        let mut nothing_more = BTreeMap::new();
        let mut primary = BTreeSet::new();
        for release in [0, 1] {
            let mut part = CountTable::new();
            for ((key, one), in_part) in table.numbers().iter().zip(&parts) {
                if *in_part == release || *in_part == 2 {
                    part.total(key.clone(), one.cells.iter().cloned(), one.persons).unwrap();
                }
            }
            let counts = rule.apply(&part, &log, "release").unwrap();
            prop_assert!(release == 1 || counts.known_before.is_empty());
            log.push(counts.logged);
            primary.extend(counts.primary);
            nothing_more = shown.clone();
            for (key, persons) in counts.persons {
                let before = nothing_more.entry(key.clone()).or_default();
                *before = before.or(persons.filter(|persons| *persons == 0));
                let one = shown.entry(key).or_default();
                *one = one.or(persons);
            }
        }
        if persons[..rows * columns].iter().sum::<u64>() <= 14 {
            let width = |values: &BTreeSet<u64>| values.last().unwrap() - values.first().unwrap();
            let before = attack(&table, &nothing_more);
            for (key, values) in attack(&table, &shown) {
                let enough = if primary.contains(&key) { 2 } else { 1 };
                // What the first release gives away of counts it does not have, none can hide.
                let known = before.get(&key).is_some_and(|before| width(before) < enough);
                prop_assert!(known || width(&values) >= enough, "{key}: {values:?} in {shown:?}");
            }
        }
    }
}

/// Whether nothing hidden is given away.
fn holds(table: &CountTable, hidden: &BTreeSet<&String>, least: u64) -> bool {
    let mut cells: BTreeMap<&str, usize> = BTreeMap::new();
    for number in table.numbers().values() {
        for cell in &number.cells {
            let next = cells.len();
            cells.entry(cell).or_insert(next);
        }
    }
    let mut system = System::default();
    let mut asked = Vec::new();
    for (key, number) in table.numbers() {
        let mut of: Vec<usize> = number.cells.iter().map(|cell| cells[cell.as_str()]).collect();
        of.sort_unstable();
        if hidden.contains(key) {
            let small = (1..least).contains(&number.persons);
            let enough = if small { least.div_ceil(2) } else { 1 };
            asked.push(Asked { cells: of.clone(), persons: Some(number.persons), enough });
            system.hidden.push(of);
        } else {
            system.told.push((of, number.persons));
        }
    }
    let spreads = system.spreads(&asked).unwrap();
    spreads.iter().zip(&asked).all(|(spread, one)| spread.width() >= one.enough)
}

/// What is hidden beside the small counts is little more than the least that will do,
/// found by trying every set.
#[test]
fn little_more_is_hidden_than_must_be() {
    let (mut ours, mut least, mut worst) = (0_u64, 0_u64, 1.0_f64);
    let mut random = 12_345_u64;
    for _ in 0..60 {
        let persons: Vec<u64> = (0..6)
            .map(|_| {
                random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
                let drawn = random >> 33;
                if drawn.is_multiple_of(3) { 1 + drawn / 3 % 3 } else { 4 + drawn / 3 % 40 }
            })
            .collect();
        let table = grid(2, 3, &persons);
        let counts = Suppression::below(4).apply(&table, &ReleaseLog::new(), "one").unwrap();
        let cost = |of: &BTreeSet<&String>| {
            of.iter().map(|key| table.numbers()[*key].persons).sum::<u64>()
        };
        let found = cost(&counts.complementary.iter().collect());
        let others: Vec<&String> =
            table.numbers().keys().filter(|key| !counts.primary.contains(*key)).collect();
        let best = (0..1_u32 << others.len())
            .filter_map(|set| {
                let taken = (0..others.len()).filter(|at| set >> at & 1 == 1);
                let extra: BTreeSet<&String> = taken.map(|at| others[at]).collect();
                let price = cost(&extra);
                let hidden = counts.primary.iter().chain(extra).collect();
                (price < found && holds(&table, &hidden, 4)).then_some(price)
            })
            .min()
            .unwrap_or(found);
        ours += found;
        least += best;
        worst = worst.max(found as f64 / best.max(1) as f64);
    }
    println!("hidden {ours} persons where {least} would do, {worst:.2} times at worst");
    assert!(ours * 100 <= least * 125, "{ours} {least} {worst}");
}
