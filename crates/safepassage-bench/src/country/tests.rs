use super::{Class, Country};

fn country() -> Country {
    Country::generate(10_000, 7)
}

/// How many nodes can be reached from node 0 along `from` → `to`.
fn reached(nodes: usize, from: &[u32], to: &[u32]) -> usize {
    let mut next: Vec<Vec<u32>> = vec![Vec::new(); nodes];
    for (&from, &to) in from.iter().zip(to) {
        next[from as usize].push(to);
    }
    let mut seen = vec![false; nodes];
    seen[0] = true;
    let mut open = vec![0_u32];
    let mut count = 0;
    while let Some(node) = open.pop() {
        count += 1;
        for &other in &next[node as usize] {
            if !std::mem::replace(&mut seen[other as usize], true) {
                open.push(other);
            }
        }
    }
    count
}

#[test]
fn the_same_seed_gives_the_same_country_and_another_another() {
    let first = country();
    assert_eq!(first, country());
    assert_ne!(first.places, Country::generate(10_000, 8).places);
}

/// Guards the seed across versions: a changed generator changes every figure.
#[test]
fn a_known_seed_gives_known_streets() {
    let country = country();
    let sum: u64 = country.millis.iter().map(|&millis| u64::from(millis)).sum();
    let links: u64 =
        country.heads.iter().zip(1_u64..).map(|(&head, n)| u64::from(head) * n % 1009).sum();
    assert_eq!(
        (country.node_count(), country.arc_count(), sum, links),
        (9_698, 21_571, 186_630_620, 10_846_629)
    );
}

#[test]
fn everywhere_can_be_reached_from_everywhere() {
    for nodes in [500, 10_000, 60_000] {
        let country = Country::generate(nodes, 3);
        let count = country.node_count();
        assert_eq!(reached(count, &country.tails, &country.heads), count);
        assert_eq!(reached(count, &country.heads, &country.tails), count);
    }
}

#[test]
fn sizes_are_what_was_asked_for_and_streets_grow_with_nodes() {
    for (nodes, seed) in [(3_000, 1), (10_000, 2), (30_000, 3), (100_000, 4), (300_000, 5)] {
        let country = Country::generate(nodes, seed);
        let ratio = country.node_count() as f64 / nodes as f64;
        assert!((0.93..1.07).contains(&ratio), "{nodes}: {ratio}");
        let arcs = country.arc_count() as f64 / country.node_count() as f64;
        assert!((2.1..2.6).contains(&arcs), "{nodes}: {arcs} arcs a node");
    }
}

#[test]
fn junctions_have_as_many_streets_as_real_ones() {
    let country = Country::generate(30_000, 11);
    let mut pairs: Vec<(u32, u32)> = country
        .tails
        .iter()
        .zip(&country.heads)
        .map(|(&tail, &head)| (tail.min(head), tail.max(head)))
        .collect();
    pairs.sort_unstable();
    pairs.dedup();
    let mut degrees = vec![0_usize; country.node_count()];
    for (a, b) in pairs.iter().copied() {
        assert_ne!(a, b);
        degrees[a as usize] += 1;
        degrees[b as usize] += 1;
    }
    let mean = 2.0 * pairs.len() as f64 / degrees.len() as f64;
    assert!((2.2..=2.8).contains(&mean), "{mean}");
    let share = |of: fn(usize) -> bool| {
        degrees.iter().filter(|&&degree| of(degree)).count() as f64 / degrees.len() as f64
    };
    assert!((0.05..0.30).contains(&share(|degree| degree == 1)));
    assert!((0.35..0.70).contains(&share(|degree| degree == 2)));
    assert!((0.10..0.40).contains(&share(|degree| degree == 3)));
    assert!(share(|degree| degree > 6) < 0.01);
}

#[test]
fn arcs_are_in_the_order_of_their_tails_and_plausible() {
    let country = country();
    assert!(country.tails.is_sorted());
    let within = |at: &geo::Coord| (33.9..36.0).contains(&at.x) && (29.9..32.0).contains(&at.y);
    assert!(country.places.iter().all(within));
    let one_way = {
        let pairs: std::collections::BTreeSet<(u32, u32)> =
            country.tails.iter().copied().zip(country.heads.iter().copied()).collect();
        pairs.iter().filter(|&&(tail, head)| !pairs.contains(&(head, tail))).count()
    };
    let share = one_way as f64 / country.arc_count() as f64;
    assert!((0.01..0.20).contains(&share), "{share} of arcs are one-way");
    for class in [Class::Motorway, Class::Primary, Class::Secondary, Class::Residential] {
        assert!(country.classes.contains(&class), "{class:?}");
    }
}

#[test]
fn the_library_reads_the_same_streets() {
    use safepassage::model::TravelMode;
    let country = Country::generate(2_000, 1);
    let network = country.network().unwrap();
    assert_eq!(network.node_count(), country.node_count());
    let open =
        network.edges().filter(|&edge| network.edge(edge).modes().contains(TravelMode::Vehicle));
    assert_eq!(open.count(), country.arc_count());
}
