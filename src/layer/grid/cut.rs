//! Lines and polygons cut where they reach over the antimeridian.
//!
//! Input is unwrapped: longitudes run on past ±180°. Strip `k` of the plane is
//! `[k·360° − 180°, k·360° + 180°]`; each piece is moved into strip 0.

use super::Cell;
use super::clean_ring;

/// Cuts a line and adds its pieces to `parts`.
pub(super) fn line(cells: Vec<Cell>, turn: i64, parts: &mut Vec<Vec<Cell>>) {
    if let Some(strip) = only_strip(&cells, turn) {
        parts.push(moved(cells, strip, turn));
        return;
    }
    let mut pieces: Vec<(i64, Vec<Cell>)> = Vec::new();
    for pair in cells.windows(2) {
        let mut from = pair[0];
        for meridian in meridians_between(pair[0].0, pair[1].0, turn) {
            let at = (meridian, latitude_at(pair[0], pair[1], meridian));
            add_stretch(&mut pieces, from, at, turn);
            from = at;
        }
        add_stretch(&mut pieces, from, pair[1], turn);
    }
    for (strip, piece) in pieces {
        let mut piece = moved(piece, strip, turn);
        piece.dedup();
        if piece.len() >= 2 {
            parts.push(piece);
        }
    }
}

/// Adds a stretch that lies in one strip: to the piece before it, or as a new piece.
fn add_stretch(pieces: &mut Vec<(i64, Vec<Cell>)>, from: Cell, to: Cell, turn: i64) {
    if from == to {
        return;
    }
    let on_edge = from.0 == to.0 && (from.0 + turn / 2) % turn == 0;
    let middle = i64::midpoint(from.0, to.0);
    let strip = (middle + turn / 2).div_euclid(turn);
    match pieces.last_mut() {
        Some((before, piece)) if on_edge || *before == strip => piece.push(to),
        _ => pieces.push((strip, vec![from, to])),
    }
}

/// The odd multiples of 180° strictly between two longitudes, in the order of travel.
fn meridians_between(from: i64, to: i64, turn: i64) -> Vec<i64> {
    let half = turn / 2;
    let (low, high) = (from.min(to), from.max(to));
    let mut at = (low + half).div_euclid(turn) * turn + half;
    let mut found = Vec::new();
    while at < high {
        if at > low {
            found.push(at);
        }
        at += turn;
    }
    if from > to {
        found.reverse();
    }
    found
}

/// Latitude of the segment at a longitude, to the nearest step; the same for
/// both directions of travel.
fn latitude_at(a: Cell, b: Cell, lon: i64) -> i64 {
    let (a, b) = if a <= b { (a, b) } else { (b, a) };
    let run = i128::from(b.0 - a.0);
    if run == 0 {
        return a.1;
    }
    let rise = i128::from(b.1 - a.1) * i128::from(lon - a.0);
    a.1 + (2 * rise + run).div_euclid(2 * run) as i64
}

/// The one strip that holds all cells, if there is one.
fn only_strip(cells: &[Cell], turn: i64) -> Option<i64> {
    let half = turn / 2;
    let low = cells.iter().map(|cell| cell.0).min()?;
    let high = cells.iter().map(|cell| cell.0).max()?;
    if -half <= low && high <= half {
        return Some(0);
    }
    let strip = (low + half).div_euclid(turn);
    (high <= strip * turn + half).then_some(strip)
}

fn moved(mut cells: Vec<Cell>, strip: i64, turn: i64) -> Vec<Cell> {
    if strip != 0 {
        for cell in &mut cells {
            cell.0 -= strip * turn;
        }
    }
    cells
}

/// Cuts a polygon (exterior anticlockwise, then holes clockwise, all closed) and
/// adds its pieces to `parts`.
pub(super) fn polygon(mut rings: Vec<Vec<Cell>>, turn: i64, parts: &mut Vec<Vec<Vec<Cell>>>) {
    let Some(exterior) = rings.first() else { return };
    let west = exterior.iter().map(|cell| cell.0).min().unwrap_or(0);
    if let Some(strip) = only_strip(exterior, turn) {
        for hole in rings.iter_mut().skip(1) {
            move_hole(hole, west, turn);
        }
        parts.push(rings.into_iter().map(|ring| moved(ring, strip, turn)).collect());
        return;
    }
    for hole in rings.iter_mut().skip(1) {
        move_hole(hole, west, turn);
    }
    // Cut the westernmost strip off until one strip holds what is left.
    let mut rest = vec![rings];
    while let Some(piece) = rest.pop() {
        let strip = piece.first().and_then(|ring| only_strip(ring, turn));
        if let Some(strip) = strip {
            parts.push(piece.into_iter().map(|ring| moved(ring, strip, turn)).collect());
            continue;
        }
        let low = piece.iter().flatten().map(|cell| cell.0).min().unwrap_or(0);
        let meridian = (low + turn / 2).div_euclid(turn) * turn + turn / 2;
        // Popped last in, first out: the west half is written first.
        rest.extend(half(&piece, meridian, false).into_iter().rev());
        rest.extend(half(&piece, meridian, true).into_iter().rev());
    }
}

/// Moves a hole by whole turns to where its exterior is.
fn move_hole(hole: &mut [Cell], west: i64, turn: i64) {
    let low = hole.iter().map(|cell| cell.0).min().unwrap_or(west);
    let turns = -(low - west).div_euclid(turn);
    for cell in hole {
        cell.0 += turns * turn;
    }
}

/// What of a polygon lies west (or east) of a meridian. A cell on the meridian
/// counts as west of it for both halves, so the two halves agree.
fn half(rings: &[Vec<Cell>], meridian: i64, west: bool) -> Vec<Vec<Vec<Cell>>> {
    let inside = |cell: Cell| (cell.0 <= meridian) == west;
    let mut whole = Vec::new();
    let mut chains = Vec::new();
    for ring in rings {
        if ring.iter().all(|cell| inside(*cell)) {
            whole.push(ring.clone());
        } else if ring.iter().any(|cell| inside(*cell)) {
            chains_of(ring, meridian, inside, &mut chains);
        }
    }
    let mut pieces: Vec<Vec<Vec<Cell>>> = joined(&chains)
        .into_iter()
        .filter_map(clean_ring)
        .map(|(mut ring, area)| {
            if area < 0 {
                ring.reverse();
            }
            vec![ring]
        })
        .collect();
    for (position, ring) in whole.into_iter().enumerate() {
        if pieces.is_empty() && position == 0 {
            pieces.push(vec![ring]);
            continue;
        }
        let home = pieces.iter().position(|piece| surrounds(&piece[0], &ring)).unwrap_or(0);
        if let Some(piece) = pieces.get_mut(home) {
            piece.push(ring);
        }
    }
    pieces
}

/// Adds the stretches of a closed ring that lie inside, each from where it
/// comes in to where it goes out.
fn chains_of(
    ring: &[Cell],
    meridian: i64,
    inside: impl Fn(Cell) -> bool,
    chains: &mut Vec<Vec<Cell>>,
) {
    let open = &ring[..ring.len() - 1];
    let count = open.len();
    let enters = |i: usize| !inside(open[i]) && inside(open[(i + 1) % count]);
    let Some(first) = (0..count).find(|i| enters(*i)) else { return };
    let mut chain = Vec::new();
    for step in 0..count {
        let (a, b) = (open[(first + step) % count], open[(first + step + 1) % count]);
        let crossing = (meridian, latitude_at(a, b, meridian));
        match (inside(a), inside(b)) {
            (false, true) => chain = vec![crossing, b],
            (true, true) => chain.push(b),
            (true, false) => {
                chain.push(crossing);
                chains.push(std::mem::take(&mut chain));
            }
            (false, false) => {}
        }
    }
}

/// Rings out of chains: along the meridian the inside lies between the first
/// and second end, the third and fourth, and so on.
fn joined(chains: &[Vec<Cell>]) -> Vec<Vec<Cell>> {
    // End 2i is where chain i begins, 2i + 1 where it stops.
    let latitude = |end: usize| {
        let chain = &chains[end / 2];
        if end.is_multiple_of(2) { chain[0].1 } else { chain[chain.len() - 1].1 }
    };
    let mut ends: Vec<usize> = (0..2 * chains.len()).collect();
    ends.sort_by_key(|end| (latitude(*end), *end));
    let mut partner = vec![0; ends.len()];
    for pair in ends.chunks_exact(2) {
        partner[pair[0]] = pair[1];
        partner[pair[1]] = pair[0];
    }
    let mut used = vec![false; chains.len()];
    let mut rings = Vec::new();
    for start in 0..chains.len() {
        let mut ring = Vec::new();
        let mut end = 2 * start;
        while !used[end / 2] {
            used[end / 2] = true;
            let chain = chains[end / 2].iter().copied();
            if end.is_multiple_of(2) {
                ring.extend(chain);
            } else {
                ring.extend(chain.rev());
            }
            end = partner[end ^ 1];
        }
        if !ring.is_empty() {
            rings.push(ring);
        }
    }
    rings
}

/// Whether some cell of `hole` lies inside `ring`, by counting crossings.
fn surrounds(ring: &[Cell], hole: &[Cell]) -> bool {
    hole.iter().any(|&(lon, lat)| {
        let crossings = ring.windows(2).filter(|pair| {
            let (a, b) = (pair[0], pair[1]);
            (a.1 > lat) != (b.1 > lat) && {
                let across = i128::from(b.0 - a.0) * i128::from(lat - a.1)
                    - i128::from(lon - a.0) * i128::from(b.1 - a.1);
                (across > 0) == (b.1 > a.1)
            }
        });
        crossings.count() % 2 == 1
    })
}
