//! One block of a PBF file: its nodes, ways and relations.
//!
//! Floor 7.
//!
//! Source: OpenStreetMap wiki, "PBF Format"; `osmformat.proto`.

use super::Problem;
use super::element::Member;
use super::element::MemberKind;
use super::element::Pass;
use super::element::Tags;
use super::element::Visitor;
use super::wire::Deltas;
use super::wire::Message;
use super::wire::Packed;
use super::wire::zigzag;
use geo::Coord;

/// The parts of the format that are understood.
const KNOWN_FEATURES: [&str; 2] = ["OsmSchema-V0.6", "DenseNodes"];

/// Most nodes, members or tags of one element. The OpenStreetMap database takes
/// 2,000 nodes in a way and 32,000 members in a relation.
const MOST_PARTS: usize = 1 << 20;

/// Checks that a header block asks for nothing unknown.
pub(super) fn check_header(block: &[u8]) -> Result<(), Problem> {
    let mut message = Message::new(block);
    while let Some((field, value)) = message.next_field()? {
        if field == 4 {
            let feature = text(value.bytes()?)?;
            if !KNOWN_FEATURES.contains(&feature) {
                let found = format!("required feature {feature:?}");
                return Err(Problem::new("required features OsmSchema-V0.6 and DenseNodes", found));
            }
        }
    }
    Ok(())
}

/// What a data block holds.
struct Block<'a> {
    strings: Vec<&'a str>,
    groups: Vec<&'a [u8]>,
    granularity: i64,
    lat_offset: i64,
    lon_offset: i64,
}

/// Shows the elements that `pass` wants to `visitor`. Says whether the block
/// holds any node.
pub(super) fn visit(bytes: &[u8], pass: Pass, visitor: &mut impl Visitor) -> Result<bool, Problem> {
    let block = Block::parse(bytes)?;
    let mut scratch = Scratch::default();
    let mut has_nodes = false;
    for group in &block.groups {
        let mut message = Message::new(group);
        while let Some((field, value)) = message.next_field()? {
            has_nodes |= field == 1 || field == 2;
            match (field, pass) {
                (1, Pass::Nodes) => block.node(value.bytes()?, &mut scratch, visitor)?,
                (2, Pass::Nodes) => block.dense(value.bytes()?, &mut scratch, visitor)?,
                (3, Pass::Ways) => block.way(value.bytes()?, &mut scratch, visitor)?,
                (4, Pass::Ways) => block.relation(value.bytes()?, &mut scratch, visitor)?,
                _ => {}
            }
        }
    }
    Ok(has_nodes)
}

/// Lists that are filled anew for each element.
#[derive(Default)]
struct Scratch<'a> {
    tags: Vec<(&'a str, &'a str)>,
    nodes: Vec<i64>,
    members: Vec<Member<'a>>,
}

impl<'a> Block<'a> {
    fn parse(bytes: &'a [u8]) -> Result<Self, Problem> {
        let mut block = Self {
            strings: Vec::new(),
            groups: Vec::new(),
            granularity: 100,
            lat_offset: 0,
            lon_offset: 0,
        };
        let mut message = Message::new(bytes);
        while let Some((field, value)) = message.next_field()? {
            match field {
                1 => {
                    let mut table = Message::new(value.bytes()?);
                    while let Some((field, value)) = table.next_field()? {
                        if field == 1 {
                            block.strings.push(text(value.bytes()?)?);
                        }
                    }
                }
                2 => block.groups.push(value.bytes()?),
                17 => block.granularity = value.number()? as i64,
                19 => block.lat_offset = value.number()? as i64,
                20 => block.lon_offset = value.number()? as i64,
                _ => {}
            }
        }
        Ok(block)
    }

    fn string(&self, number: u64) -> Result<&'a str, Problem> {
        usize::try_from(number).ok().and_then(|n| self.strings.get(n)).copied().ok_or_else(|| {
            Problem::new("a string of the block's table", format!("number {number}"))
        })
    }

    /// Whole nanodegrees over 10⁹: the double nearest to the decimal fraction.
    fn coord(&self, lat: i64, lon: i64) -> Coord {
        let degrees = |offset: i64, steps: i64| {
            offset.wrapping_add(self.granularity.wrapping_mul(steps)) as f64 / 1e9
        };
        Coord { x: degrees(self.lon_offset, lon), y: degrees(self.lat_offset, lat) }
    }

    fn tags(
        &self,
        mut keys: Packed<'_>,
        mut values: Packed<'_>,
        tags: &mut Vec<(&'a str, &'a str)>,
    ) -> Result<(), Problem> {
        tags.clear();
        while let Some(key) = keys.next_number()? {
            let Some(value) = values.next_number()? else {
                return Err(Problem::new("as many tag values as keys", "fewer"));
            };
            push(tags, (self.string(key)?, self.string(value)?))?;
        }
        Ok(())
    }

    fn node(
        &self,
        bytes: &[u8],
        scratch: &mut Scratch<'a>,
        visitor: &mut impl Visitor,
    ) -> Result<(), Problem> {
        let (mut id, mut lat, mut lon) = (None, None, None);
        let (mut keys, mut values) = (Packed::default(), Packed::default());
        let mut message = Message::new(bytes);
        while let Some((field, value)) = message.next_field()? {
            match field {
                1 => id = Some(zigzag(value.number()?)),
                2 => keys = Packed::new(value.bytes()?),
                3 => values = Packed::new(value.bytes()?),
                8 => lat = Some(zigzag(value.number()?)),
                9 => lon = Some(zigzag(value.number()?)),
                _ => {}
            }
        }
        let (Some(id), Some(lat), Some(lon)) = (id, lat, lon) else {
            return Err(Problem::new("a node with id, lat and lon", "one without"));
        };
        self.tags(keys, values, &mut scratch.tags)?;
        visitor.node(id, self.coord(lat, lon), Tags(&scratch.tags))
    }

    fn dense(
        &self,
        bytes: &[u8],
        scratch: &mut Scratch<'a>,
        visitor: &mut impl Visitor,
    ) -> Result<(), Problem> {
        let (mut ids, mut lats, mut lons) =
            (Deltas::default(), Deltas::default(), Deltas::default());
        let mut keys_values = Packed::default();
        let mut message = Message::new(bytes);
        while let Some((field, value)) = message.next_field()? {
            match field {
                1 => ids = Deltas::new(value.bytes()?),
                8 => lats = Deltas::new(value.bytes()?),
                9 => lons = Deltas::new(value.bytes()?),
                10 => keys_values = Packed::new(value.bytes()?),
                _ => {}
            }
        }
        while let Some(id) = ids.next_value()? {
            let (Some(lat), Some(lon)) = (lats.next_value()?, lons.next_value()?) else {
                return Err(Problem::new("as many coordinates as dense nodes", "fewer"));
            };
            scratch.tags.clear();
            while let Some(key) = keys_values.next_number()?.filter(|key| *key != 0) {
                let Some(value) = keys_values.next_number()? else {
                    return Err(Problem::new("as many tag values as keys", "fewer"));
                };
                push(&mut scratch.tags, (self.string(key)?, self.string(value)?))?;
            }
            visitor.node(id, self.coord(lat, lon), Tags(&scratch.tags))?;
        }
        Ok(())
    }

    fn way(
        &self,
        bytes: &[u8],
        scratch: &mut Scratch<'a>,
        visitor: &mut impl Visitor,
    ) -> Result<(), Problem> {
        let mut id = None;
        let (mut keys, mut values) = (Packed::default(), Packed::default());
        let mut refs = Deltas::default();
        let mut message = Message::new(bytes);
        while let Some((field, value)) = message.next_field()? {
            match field {
                1 => id = Some(value.number()? as i64),
                2 => keys = Packed::new(value.bytes()?),
                3 => values = Packed::new(value.bytes()?),
                8 => refs = Deltas::new(value.bytes()?),
                _ => {}
            }
        }
        let Some(id) = id else { return Err(Problem::new("a way with an id", "one without")) };
        self.tags(keys, values, &mut scratch.tags)?;
        scratch.nodes.clear();
        while let Some(node) = refs.next_value()? {
            push(&mut scratch.nodes, node)?;
        }
        visitor.way(id, &scratch.nodes, Tags(&scratch.tags))
    }

    fn relation(
        &self,
        bytes: &[u8],
        scratch: &mut Scratch<'a>,
        visitor: &mut impl Visitor,
    ) -> Result<(), Problem> {
        let mut id = None;
        let (mut keys, mut values) = (Packed::default(), Packed::default());
        let (mut roles, mut kinds) = (Packed::default(), Packed::default());
        let mut ids = Deltas::default();
        let mut message = Message::new(bytes);
        while let Some((field, value)) = message.next_field()? {
            match field {
                1 => id = Some(value.number()? as i64),
                2 => keys = Packed::new(value.bytes()?),
                3 => values = Packed::new(value.bytes()?),
                8 => roles = Packed::new(value.bytes()?),
                9 => ids = Deltas::new(value.bytes()?),
                10 => kinds = Packed::new(value.bytes()?),
                _ => {}
            }
        }
        let Some(id) = id else { return Err(Problem::new("a relation with an id", "one without")) };
        self.tags(keys, values, &mut scratch.tags)?;
        scratch.members.clear();
        while let Some(member) = ids.next_value()? {
            let (Some(role), Some(kind)) = (roles.next_number()?, kinds.next_number()?) else {
                return Err(Problem::new("as many roles and kinds as members", "fewer"));
            };
            let kind = match kind {
                0 => MemberKind::Node,
                1 => MemberKind::Way,
                2 => MemberKind::Relation,
                other => return Err(Problem::new("member kind 0, 1 or 2", other)),
            };
            push(&mut scratch.members, Member { kind, id: member, role: self.string(role)? })?;
        }
        visitor.relation(id, &scratch.members, Tags(&scratch.tags))
    }
}

fn push<T>(list: &mut Vec<T>, item: T) -> Result<(), Problem> {
    if list.len() >= MOST_PARTS {
        return Err(Problem::new("an element of at most 1048576 parts", "more"));
    }
    list.push(item);
    Ok(())
}

fn text(bytes: &[u8]) -> Result<&str, Problem> {
    std::str::from_utf8(bytes).map_err(|error| {
        Problem::new("text in UTF-8", format!("a byte that is none after {}", error.valid_up_to()))
    })
}
