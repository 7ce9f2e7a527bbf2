use super::*;
use proptest::prelude::*;

const MAX_ZOOM: u8 = 12;

/// Places that lie close enough together to share cells, with the zoom from which each is
/// drawn as itself.
fn things() -> impl Strategy<Value = Vec<(i32, i32, u8)>> {
    let near = 1 << 24;
    proptest::collection::vec((0..near, 0..near, 0..=MAX_ZOOM), 0..60)
}

proptest! {
    /// At each zoom each cell shows, of those too small for that zoom, the one that is first
    /// by its hash, and no other.
    #[test]
    fn each_cell_shows_the_first_of_its_own(things in things(), bits in 0_u32..9) {
        let mut things = things;
        things.sort_by_key(|(x, y, _)| curve(*x, *y));
        let spots: Vec<Spot> = things
            .iter()
            .enumerate()
            .map(|(id, (x, y, enters))| Spot { along: curve(*x, *y), rank: rank(id as u64), enters: *enters })
            .collect();
        let first = first_zooms(&spots, MAX_ZOOM, Some(bits));
        for zoom in 0..MAX_ZOOM {
            let side = 1_i32 << (bits + Place::unit_bits(zoom));
            let cell = |at: usize| (things[at].0 / side, things[at].1 / side);
            let small: Vec<usize> = (0..things.len()).filter(|at| things[*at].2 > zoom).collect();
            for &at in &small {
                let best = small.iter().filter(|other| cell(**other) == cell(at)).min_by_key(|other| spots[**other].rank);
                prop_assert_eq!(first[at] <= zoom, best == Some(&at), "spot {} at zoom {}", at, zoom);
            }
        }
        for (at, zoom) in first.iter().enumerate() {
            prop_assert!(*zoom <= things[at].2, "drawn as itself from {}", things[at].2);
        }
    }

    /// The curve goes through each cell once: places are in one cell if their numbers begin alike.
    #[test]
    fn the_curve_keeps_cells_together(a in (0..WORLD, 0..WORLD), b in (0..WORLD, 0..WORLD), bits in 0_u32..30) {
        let one = (a.0 >> bits, a.1 >> bits) == (b.0 >> bits, b.1 >> bits);
        prop_assert_eq!(curve(a.0, a.1) >> (2 * bits) == curve(b.0, b.1) >> (2 * bits), one);
    }
}

#[test]
fn without_spacing_all_are_drawn_everywhere() {
    let spots = [Spot { along: 1, rank: 2, enters: 5 }, Spot { along: 1, rank: 1, enters: 5 }];
    assert_eq!(first_zooms(&spots, 9, None), [0, 0]);
    assert_eq!(first_zooms(&spots, 9, Some(0)), [5, 0]);
}
