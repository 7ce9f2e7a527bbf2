//! A network as bytes, and back.
//!
//! Floor 3.
//!
//! Only what cannot be found again is kept: points, ways, edges, names, turns
//! and speeds. Lengths, runs of edges and trees are made anew. Reading trusts
//! nothing: every number is checked, so that a network that was read keeps all
//! that one that was built keeps. The layout stands in `docs/PREPARED.md`.

use super::StreetNetwork;
use super::assemble::{firsts, turn_around};
use super::crossing::StretchTree;
use super::edge::{EdgeId, EdgeRecord, NodeId, Stretch, StretchId};
use super::names::Names;
use super::snap::SegmentTree;
use super::speed::SpeedTable;
use super::turn::Turns;
use super::way::{WayOrigin, WayRecord};
use crate::geodesy;
use crate::model::StreetClass;
use crate::model::TravelMode;
use crate::model::TravelModes;
use crate::units::Metres;
use crate::units::MetresPerSecond;
use geo::Coord;

const CLASSES: [StreetClass; 17] = [
    StreetClass::Motorway,
    StreetClass::Trunk,
    StreetClass::Primary,
    StreetClass::Secondary,
    StreetClass::Tertiary,
    StreetClass::Unclassified,
    StreetClass::Residential,
    StreetClass::LivingStreet,
    StreetClass::Service,
    StreetClass::Pedestrian,
    StreetClass::Track,
    StreetClass::Footway,
    StreetClass::Cycleway,
    StreetClass::Bridleway,
    StreetClass::Path,
    StreetClass::Steps,
    StreetClass::Ferry,
];

const MODES: [TravelMode; 4] =
    [TravelMode::Foot, TravelMode::Wheelchair, TravelMode::Vehicle, TravelMode::Convoy];

/// Stands for a number that is not there.
const NONE: u32 = u32::MAX;

/// What is wrong with bytes that should be a network.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Fault {
    /// The part of the network.
    pub(crate) what: &'static str,
    pub(crate) expected: String,
    pub(crate) found: String,
}

impl Fault {
    #[allow(clippy::needless_pass_by_value, reason = "numbers and texts alike")]
    fn new(what: &'static str, expected: impl ToString, found: impl ToString) -> Self {
        Self { what, expected: expected.to_string(), found: found.to_string() }
    }
}

type Checked<T> = Result<T, Fault>;

impl StreetNetwork {
    /// The network as bytes.
    pub(crate) fn to_bytes(&self) -> Vec<u8> {
        let mut out = Out::default();
        out.list(&self.nodes, |out, at| out.place(*at));
        out.list(&self.shape, |out, at| out.place(*at));
        out.list(&self.stretches, |out, stretch| {
            out.u32(stretch.shape_start);
            out.u32(stretch.shape_end);
            out.u32(stretch.way);
        });
        out.list(&self.edges, |out, edge| {
            out.u32(edge.tail.0);
            out.u32(edge.head.0);
            out.u32(edge.stretch.0);
            out.u8(modes_to_bits(edge.modes) << 1 | u8::from(edge.forward));
        });
        let names = self.names.parts();
        out.list(names.0.as_bytes(), |out, byte| out.u8(*byte));
        out.list(names.1, |out, end| out.u32(*end));
        out.list(names.2, |out, (language, text)| {
            out.u32(*language);
            out.u32(*text);
        });
        out.list(&self.ways, Out::way);
        out.list(self.turns.banned(), |out, (from, to, modes)| {
            out.u32(from.0);
            out.u32(to.0);
            out.u8(modes_to_bits(*modes));
        });
        out.list(&self.barriers, |out, (node, modes)| {
            out.u32(node.0);
            out.u8(modes_to_bits(*modes));
        });
        out.list(&self.speeds.figures(), |out, speed| out.f64(speed.0));
        out.0
    }

    /// The network that [`to_bytes`](Self::to_bytes) wrote. Takes memory in
    /// proportion to the bytes.
    pub(crate) fn from_bytes(bytes: &[u8]) -> Checked<Self> {
        let mut from = In { bytes };
        let nodes = from.list("nodes", 16, In::place)?;
        let shape = from.list("shape points", 16, In::place)?;
        let mut stretches = from.list("stretches", 12, In::stretch)?;
        let edges = from.list("edges", 13, In::edge)?;
        let names = from.names()?;
        let ways = from.list("ways", WAY_BYTES, In::way)?;
        let banned = from.list("banned turns", 9, |from| {
            Ok((EdgeId(from.u32()?), EdgeId(from.u32()?), from.modes()?))
        })?;
        let barriers = from.list("barriers", 5, |from| Ok((NodeId(from.u32()?), from.modes()?)))?;
        let speeds = from.list("speeds", 8, |from| from.speed("speeds"))?;
        if !from.bytes.is_empty() {
            return Err(Fault::new("end", "no more bytes", from.bytes.len()));
        }
        check_stretches(&stretches, &shape, ways.len())?;
        check_edges(&edges, &nodes, &shape, &mut stretches)?;
        for way in &ways {
            check_way(way, &names)?;
        }
        check_turns(&banned, &edges)?;
        check_barriers(&barriers, nodes.len())?;
        let found = speeds.len();
        let speeds = SpeedTable::from_figures(&speeds)
            .ok_or_else(|| Fault::new("speeds", 4 + 2 * CLASSES.len(), found))?;
        for stretch in &mut stretches {
            let line = stretch.shape_start as usize..stretch.shape_end as usize;
            stretch.length = geodesy::length(&shape[line]);
        }
        let (first_in, edges_in) = turn_around(&edges, nodes.len());
        Ok(Self {
            boxes: StretchTree::new(&stretches, &edges, &shape),
            segments: SegmentTree::new(&stretches, &edges, &shape),
            first_out: firsts(edges.iter().map(|edge| edge.tail), nodes.len()),
            first_in,
            edges_in,
            turns: Turns::new(banned, nodes.len(), |edge| edges[edge.index()].head),
            nodes,
            edges,
            stretches,
            shape,
            ways,
            names,
            speeds,
            barriers,
        })
    }
}

fn modes_to_bits(modes: TravelModes) -> u8 {
    (0..4).fold(0, |bits, at| bits | u8::from(modes.contains(MODES[at])) << at)
}

// Out.

#[derive(Default)]
struct Out(Vec<u8>);

impl Out {
    fn u8(&mut self, value: u8) {
        self.0.push(value);
    }

    fn u32(&mut self, value: u32) {
        self.0.extend(value.to_le_bytes());
    }

    fn f64(&mut self, value: f64) {
        self.0.extend(value.to_le_bytes());
    }

    fn place(&mut self, at: Coord) {
        self.f64(at.x);
        self.f64(at.y);
    }

    fn list<T>(&mut self, list: &[T], mut each: impl FnMut(&mut Self, &T)) {
        self.u32(list.len() as u32);
        for value in list {
            each(self, value);
        }
    }

    /// [`WAY_BYTES`] of it.
    fn way(&mut self, way: &WayRecord) {
        let (kind, number) = match way.origin {
            WayOrigin::Unknown => (0, 0),
            WayOrigin::Osm(id) => (1, id),
            WayOrigin::Street(number) => (2, i64::from(number)),
        };
        self.u8(kind);
        self.0.extend(number.to_le_bytes());
        let (start, end) = way.names.ends();
        self.u32(start);
        self.u32(end);
        self.u32(way.surface.unwrap_or(NONE));
        // No figure is negative, so a negative one stands for none.
        self.f64(way.width.map_or(-1.0, |width| width.0));
        self.f64(way.max_speed.map_or(-1.0, |speed| speed.0));
        self.f64(way.timetable_speed.map_or(-1.0, |speed| speed.0));
        for figure in way.rates.into_iter().chain(way.lanes) {
            self.0.extend(figure.unwrap_or(-1.0).to_le_bytes());
        }
        self.u8(way.class as u8);
        self.u8(way.layer as u8);
        let facts = [way.link, way.bridge, way.tunnel, way.ferry];
        self.u8((0..4).fold(0, |bits, at| bits | u8::from(facts[at]) << at));
    }
}

/// Bytes of one way.
const WAY_BYTES: usize = 1 + 8 + 4 + 4 + 4 + 3 * 8 + 4 * 4 + 3;

// In.

struct In<'a> {
    bytes: &'a [u8],
}

impl In<'_> {
    fn take<const N: usize>(&mut self) -> Checked<[u8; N]> {
        let Some((taken, rest)) = self.bytes.split_first_chunk::<N>() else {
            return Err(Fault::new("end", format!("{N} bytes more"), self.bytes.len()));
        };
        self.bytes = rest;
        Ok(*taken)
    }

    fn u8(&mut self) -> Checked<u8> {
        self.take::<1>().map(|[byte]| byte)
    }

    fn u32(&mut self) -> Checked<u32> {
        self.take().map(u32::from_le_bytes)
    }

    fn f64(&mut self) -> Checked<f64> {
        self.take().map(f64::from_le_bytes)
    }

    /// A list of things of `each_bytes` each. No room is made for more than
    /// there are bytes for.
    fn list<T>(
        &mut self,
        what: &'static str,
        each_bytes: usize,
        mut each: impl FnMut(&mut Self) -> Checked<T>,
    ) -> Checked<Vec<T>> {
        let count = self.u32()? as usize;
        let most = self.bytes.len() / each_bytes;
        if count > most {
            return Err(Fault::new(what, format!("at most {most}, for so many bytes"), count));
        }
        (0..count).map(|_| each(self)).collect()
    }

    fn place(&mut self) -> Checked<Coord> {
        let at = Coord { x: self.f64()?, y: self.f64()? };
        if (-180.0..=180.0).contains(&at.x) && (-90.0..=90.0).contains(&at.y) {
            Ok(at)
        } else {
            Err(Fault::new("coordinates", "a place on earth", format!("({}, {})", at.x, at.y)))
        }
    }

    fn modes(&mut self) -> Checked<TravelModes> {
        let bits = self.u8()?;
        if bits >> 4 == 0 {
            Ok(modes_of_bits(bits))
        } else {
            Err(Fault::new("travel modes", "4 bits", format!("{bits:#b}")))
        }
    }

    fn speed(&mut self, what: &'static str) -> Checked<MetresPerSecond> {
        let value = self.f64()?;
        MetresPerSecond::new(value).map_err(|_| Fault::new(what, "a speed above zero", value))
    }

    fn stretch(&mut self) -> Checked<Stretch> {
        Ok(Stretch {
            shape_start: self.u32()?,
            shape_end: self.u32()?,
            way: self.u32()?,
            forward: None,
            backward: None,
            length: Metres(0.0),
        })
    }

    fn edge(&mut self) -> Checked<EdgeRecord> {
        let (tail, head) = (NodeId(self.u32()?), NodeId(self.u32()?));
        let stretch = StretchId(self.u32()?);
        let bits = self.u8()?;
        if bits >> 5 != 0 || bits >> 1 == 0 {
            return Err(Fault::new("modes of edges", "1 to 15", bits >> 1));
        }
        let (forward, modes) = (bits & 1 == 1, modes_of_bits(bits >> 1));
        Ok(EdgeRecord { tail, head, stretch, forward, modes })
    }

    fn names(&mut self) -> Checked<Names> {
        let text = self.list("letters of names", 1, Self::u8)?;
        let ends = self.list("names", 4, Self::u32)?;
        let pairs = self.list("names by language", 8, |from| Ok((from.u32()?, from.u32()?)))?;
        let text = String::from_utf8(text)
            .map_err(|error| Fault::new("letters of names", "UTF-8", error))?;
        let mut last = 0;
        for &end in &ends {
            if end < last || !text.is_char_boundary(end as usize) {
                let expected = format!("the end of a letter from {last} to {}", text.len());
                return Err(Fault::new("names", expected, end));
            }
            last = end;
        }
        for &(language, name) in &pairs {
            let number = language.max(name);
            if number as usize >= ends.len() {
                let expected = format!("a text below {}", ends.len());
                return Err(Fault::new("names by language", expected, number));
            }
        }
        Ok(Names::from_parts(text, ends, pairs))
    }

    /// Figures above zero, as drawn and the other way; −1 stands for none.
    fn both_ways(&mut self, what: &'static str) -> Checked<[Option<f32>; 2]> {
        let mut both = [None; 2];
        for slot in &mut both {
            let value = f32::from_le_bytes(self.take()?);
            match value {
                _ if value == -1.0 => {}
                _ if value.is_finite() && value > 0.0 => *slot = Some(value),
                _ => return Err(Fault::new(what, "a figure above zero, or -1", value)),
            }
        }
        Ok(both)
    }

    fn way(&mut self) -> Checked<WayRecord> {
        let kind = self.u8()?;
        let number = i64::from_le_bytes(self.take()?);
        let origin = match (kind, u32::try_from(number)) {
            (0, Ok(0)) => WayOrigin::Unknown,
            (1, _) => WayOrigin::Osm(number),
            (2, Ok(number)) => WayOrigin::Street(number),
            _ => return Err(Fault::new("origin of ways", "0, 1 or 2", kind)),
        };
        let names = super::names::NameRange::new(self.u32()?, self.u32()?);
        let surface = Some(self.u32()?).filter(|&number| number != NONE);
        let mut figure = |what| {
            let value = self.f64()?;
            let right = value.is_finite() && (value >= 0.0 || value == -1.0);
            if right {
                Ok(Some(value).filter(|value| *value >= 0.0))
            } else {
                Err(Fault::new(what, "a figure, 0 or more, or -1", value))
            }
        };
        let width = figure("width of ways")?.map(Metres);
        let most = figure("speed of ways")?;
        let timetable = figure("timetable of ways")?;
        let speed = |what, value: Option<f64>| {
            let checked = value.map(MetresPerSecond::new).transpose();
            checked.map_err(|_| Fault::new(what, "a speed above zero", 0))
        };
        let max_speed = speed("speed of ways", most)?;
        let timetable_speed = speed("timetable of ways", timetable)?;
        let rates = self.both_ways("vehicles an hour of ways")?;
        let lanes = self.both_ways("lanes of ways")?;
        let class = self.u8()?;
        let Some(&class) = CLASSES.get(usize::from(class)) else {
            return Err(Fault::new("class of ways", "below 17", class));
        };
        let layer = self.u8()? as i8;
        let facts = self.u8()?;
        if facts >> 4 != 0 {
            return Err(Fault::new("facts of ways", "4 bits", format!("{facts:#b}")));
        }
        let [link, bridge, tunnel, ferry] = [0, 1, 2, 3].map(|at| facts >> at & 1 == 1);
        Ok(WayRecord {
            origin,
            names,
            surface,
            width,
            max_speed,
            timetable_speed,
            rates,
            lanes,
            class,
            layer,
            link,
            bridge,
            tunnel,
            ferry,
        })
    }
}

fn modes_of_bits(bits: u8) -> TravelModes {
    (0..4).filter(|at| bits >> at & 1 == 1).map(|at| MODES[at]).collect()
}

// Checks across lists.

fn check_stretches(stretches: &[Stretch], shape: &[Coord], ways: usize) -> Checked<()> {
    for stretch in stretches {
        let (start, end) = (stretch.shape_start as usize, stretch.shape_end as usize);
        if end > shape.len() || end < start.saturating_add(2) {
            let expected = format!("two points or more of {}", shape.len());
            return Err(Fault::new("lines of stretches", expected, format!("{start} to {end}")));
        }
        if stretch.way as usize >= ways {
            return Err(Fault::new("ways of stretches", format!("below {ways}"), stretch.way));
        }
    }
    Ok(())
}

/// Edges are in order, run between the ends of their stretches, one each way at
/// most; says in each stretch which they are.
fn check_edges(
    edges: &[EdgeRecord],
    nodes: &[Coord],
    shape: &[Coord],
    stretches: &mut [Stretch],
) -> Checked<()> {
    let key = |edge: &EdgeRecord| (edge.tail, edge.stretch, !edge.forward);
    if let Some(at) = edges.windows(2).position(|pair| key(&pair[0]) >= key(&pair[1])) {
        return Err(Fault::new("edges", "each after the one before", format!("edge #{}", at + 1)));
    }
    for (number, edge) in (0..).zip(edges) {
        let Some(stretch) = stretches.get_mut(edge.stretch.index()) else {
            return Err(Fault::new("stretches of edges", "a stretch", edge.stretch));
        };
        let first = shape[stretch.shape_start as usize];
        let last = shape[stretch.shape_end as usize - 1];
        let (tail, head) = if edge.forward { (first, last) } else { (last, first) };
        for (node, at) in [(edge.tail, tail), (edge.head, head)] {
            if nodes.get(node.index()) != Some(&at) {
                let expected = format!("a node at the end of {}", edge.stretch);
                return Err(Fault::new("ends of edges", expected, node));
            }
        }
        let slot = if edge.forward { &mut stretch.forward } else { &mut stretch.backward };
        if slot.replace(EdgeId(number)).is_some() {
            return Err(Fault::new("edges", "one each way", format!("two along {}", edge.stretch)));
        }
    }
    for (number, stretch) in (0..).map(StretchId).zip(&*stretches) {
        match (stretch.forward, stretch.backward) {
            (None, None) => return Err(Fault::new("edges", format!("one along {number}"), "none")),
            (Some(there), Some(back)) => {
                let (there, back) = (&edges[there.index()], &edges[back.index()]);
                if (there.tail, there.head) != (back.head, back.tail) {
                    let expected = format!("edges between two nodes along {number}");
                    return Err(Fault::new("edges", expected, "more nodes"));
                }
            }
            _ => {}
        }
    }
    Ok(())
}

fn check_way(way: &WayRecord, names: &Names) -> Checked<()> {
    let (_, ends, pairs) = names.parts();
    let (from, to) = way.names.ends();
    if from > to || to as usize > pairs.len() {
        let expected = format!("some of {}", pairs.len());
        return Err(Fault::new("names of ways", expected, format!("{from} to {to}")));
    }
    match way.surface {
        Some(number) if number as usize >= ends.len() => {
            Err(Fault::new("surface of ways", format!("a text below {}", ends.len()), number))
        }
        _ => Ok(()),
    }
}

fn check_turns(banned: &[(EdgeId, EdgeId, TravelModes)], edges: &[EdgeRecord]) -> Checked<()> {
    let mut last = None;
    for &(from, to, _) in banned {
        let meet = match (edges.get(from.index()), edges.get(to.index())) {
            (Some(from), Some(to)) => from.head == to.tail,
            _ => false,
        };
        if !meet || last.replace((from, to)).is_some_and(|last| last >= (from, to)) {
            let expected = "pairs of edges that meet, in order";
            return Err(Fault::new("banned turns", expected, format!("{from} to {to}")));
        }
    }
    Ok(())
}

fn check_barriers(barriers: &[(NodeId, TravelModes)], nodes: usize) -> Checked<()> {
    let mut last = None;
    for &(node, _) in barriers {
        if node.index() >= nodes || last.replace(node).is_some_and(|last| last >= node) {
            return Err(Fault::new("barriers", "nodes in order", node));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests;
