//! A road network of nodes and directed links.
//!
//! Floor 7.
//!
//! Each link becomes one directed edge along the straight line between its
//! nodes. Two links that run between the same nodes in opposite directions, as
//! long and as fast as each other, become the two edges of one stretch.

use super::crs::Crs;
use super::error::Fault;
use super::error::MatsimError;
use super::link::Link;
use super::link::Period;
use super::rules;
use super::xml::Source;
use super::xml::Step;
use super::xml::Tag;
use super::xml::walk;
use crate::geodesy;
use crate::geodesy::LocalFrame;
use crate::model::StreetClass;
use crate::model::TravelModes;
use crate::network::EdgeId;
use crate::network::NetworkBuilder;
use crate::network::NetworkError;
use crate::network::PointId;
use crate::network::SpeedTable;
use crate::network::StreetNetwork;
use crate::network::WayAttributes;
use crate::network::WayOrigin;
use crate::record::RecordRef;
use crate::scenario::Issue;
use crate::units::MetresPerSecond;
use geo::Coord;
use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::path::Path;

/// Above every speed that a link states, so that the link's own always rules.
const FASTEST: MetresPerSecond = MetresPerSecond(300.0);

/// How far beside its line a link is drawn that closes without its opposite.
pub(super) const APART_M: f64 = 2.5;

/// Streets, and which link became which edge.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct LinkNetwork {
    /// The streets. An edge's [`WayOrigin::Street`] counts the links of the file
    /// from 0; of two that share a stretch it is that of the first.
    pub network: StreetNetwork,
    /// The edge of each link, by the link's id. Links that make no edge are not in it.
    pub links: BTreeMap<String, EdgeId>,
    /// How many nodes the file has; one that no edge meets is none of the network's.
    pub node_count: usize,
    /// How many links the file has.
    pub link_count: usize,
    /// What is worth knowing.
    pub issues: Vec<Issue>,
}

impl LinkNetwork {
    /// Reads the network in a file, plain or in gzip, told by content.
    ///
    /// Streams: memory in proportion to nodes and links, none to the text.
    ///
    /// # Errors
    ///
    /// [`MatsimError`] naming file, line, record, what was expected and found:
    /// if the file cannot be read or unpacked, is no such network, repeats an
    /// id, names a node that does not exist, or states a figure that is not
    /// finite and above zero.
    pub fn read(path: impl AsRef<Path>, crs: &Crs) -> Result<Self, MatsimError> {
        load(Source::File(path.as_ref()), crs, &[])
    }

    /// Reads the network in `bytes`, called `name` in messages.
    ///
    /// # Errors
    ///
    /// As [`read`](Self::read).
    pub fn read_bytes(name: &str, bytes: &[u8], crs: &Crs) -> Result<Self, MatsimError> {
        load(Source::Bytes(name, bytes), crs, &[])
    }
}

/// Reads a network. Of the links that close together, those whose opposite does
/// not close with them share no stretch and are drawn a little beside their
/// line, so that an area can close one of two directions.
pub(super) fn load(
    source: Source<'_>,
    crs: &Crs,
    closing: &[&BTreeSet<String>],
) -> Result<LinkNetwork, MatsimError> {
    let at = source.record();
    let mut reading = Reading {
        crs,
        nodes: BTreeMap::new(),
        links: Vec::new(),
        ids: BTreeMap::new(),
        period: Period::default(),
        builder: NetworkBuilder::new(),
        places: Vec::new(),
    };
    let mut text_of = None;
    walk(source, &["network"], |step| {
        match step {
            Step::Open(tag) => {
                text_of = None;
                match tag.name() {
                    "node" => reading.node(tag)?,
                    "links" => reading.period = Period::of(tag)?,
                    "link" => reading.link(tag)?,
                    "attribute" => text_of = is_crs(tag)?.then(String::new),
                    _ => {}
                }
            }
            Step::Text(part) => {
                if let Some(text) = &mut text_of {
                    text.push_str(part);
                }
            }
            Step::Close(_) => {
                if let Some(stated) = text_of.take() {
                    check_crs(crs, &stated)?;
                }
            }
        }
        Ok(())
    })?;
    reading.finish(&at, closing)
}

/// Whether an attribute states the coordinate reference system.
fn is_crs(tag: &Tag<'_>) -> Result<bool, Fault> {
    let mut found = false;
    tag.attributes(|name, value| found |= name == "name" && value == "coordinateReferenceSystem")?;
    Ok(found)
}

/// What a file says of its reference system must be what the caller says.
fn check_crs(crs: &Crs, stated: &str) -> Result<(), Fault> {
    match stated.trim().parse::<Crs>() {
        Ok(other) if other.to_string() != crs.to_string() => Err(Fault::new(
            "coordinateReferenceSystem",
            format!("{crs}, as the reader was told"),
            other,
        )),
        _ => Ok(()),
    }
}

struct Reading<'a> {
    crs: &'a Crs,
    nodes: BTreeMap<String, PointId>,
    links: Vec<Link>,
    /// The links by id.
    ids: BTreeMap<String, usize>,
    period: Period,
    builder: NetworkBuilder,
    /// The place of each point.
    places: Vec<Coord>,
}

impl Reading<'_> {
    fn node(&mut self, tag: &Tag<'_>) -> Result<(), Fault> {
        let (mut id, mut x, mut y) = (None, None, None);
        tag.attributes(|name, value| match name {
            "id" => id = Some(value.to_owned()),
            "x" => x = Some(value.to_owned()),
            "y" => y = Some(value.to_owned()),
            _ => {}
        })?;
        let id = id.ok_or_else(|| Fault::new("attribute \"id\" of <node>", "an id", "none"))?;
        let number = |name: &str, text: Option<String>| super::link::number(name, text.as_deref());
        let place = number("x", x)
            .and_then(|x| Ok((x, number("y", y)?)))
            .and_then(|(x, y)| self.crs.place(x, y))
            .map_err(|fault| fault.of(&id))?;
        let point = self.builder.add_point(place).map_err(|error| too_much(&error))?;
        self.places.push(place);
        if self.nodes.insert(id.clone(), point).is_some() {
            return Err(Fault::new(
                "attribute \"id\" of <node>",
                "an id that comes once",
                "it again",
            )
            .of(&id));
        }
        Ok(())
    }

    fn link(&mut self, tag: &Tag<'_>) -> Result<(), Fault> {
        let (id, link) = Link::of(tag, self.period, &self.nodes)?;
        if self.ids.insert(id.clone(), self.links.len()).is_some() {
            return Err(Fault::new(
                "attribute \"id\" of <link>",
                "an id that comes once",
                "it again",
            )
            .of(&id));
        }
        self.links.push(link);
        Ok(())
    }

    fn finish(
        mut self,
        at: &RecordRef,
        closing: &[&BTreeSet<String>],
    ) -> Result<LinkNetwork, MatsimError> {
        let network = |source| MatsimError::Network { at: at.clone(), source };
        let count = self.links.len();
        let is_apart = self.apart(closing);
        let twins = self.twins(&is_apart);
        let mut loops = 0_u64;
        let mut closed = 0_u64;
        for number in 0..count {
            let link = &self.links[number];
            loops += u64::from(link.from == link.to);
            closed += u64::from(link.modes.is_empty());
            let first = twins[number].is_none_or(|twin| twin > number);
            if !first || link.leads_nowhere() {
                continue;
            }
            let twin = twins[number].map(|twin| self.links[twin]);
            self.add(number, twin, is_apart[number]).map_err(network)?;
        }
        let speeds = SpeedTable::default().vehicle(StreetClass::Unclassified, FASTEST);
        let built = self.builder.speeds(speeds).build().map_err(network)?;
        let mut edge_of = vec![None; count];
        for edge in built.edges().map(|edge| built.edge(edge)) {
            if let WayOrigin::Street(first) = edge.origin() {
                let first = first as usize;
                let number = if edge.is_forward() { Some(first) } else { twins[first] };
                if let Some(number) = number {
                    edge_of[number] = Some(edge.id());
                }
            }
        }
        let links = self.ids.into_iter().filter_map(|(id, number)| Some((id, edge_of[number]?)));
        let left_out = |count: u64, what: &str| {
            let text = format!("expected links that lead somewhere, found {count} {what}");
            (count > 0)
                .then(|| rules::LINK_LEFT_OUT.issue(at.clone(), text).hint("they make no edge"))
        };
        let issues = [left_out(loops, "from a node to itself"), left_out(closed, "open to nobody")];
        Ok(LinkNetwork {
            links: links.collect(),
            network: built,
            node_count: self.nodes.len(),
            link_count: count,
            issues: issues.into_iter().flatten().collect(),
        })
    }

    /// Which links close while a link in the other direction stays open.
    fn apart(&self, closing: &[&BTreeSet<String>]) -> Vec<bool> {
        let mut apart = vec![false; self.links.len()];
        let mut between = BTreeMap::<(PointId, PointId), Vec<usize>>::new();
        if !closing.is_empty() {
            for (number, link) in self.links.iter().enumerate() {
                between.entry((link.from, link.to)).or_default().push(number);
            }
        }
        for ids in closing {
            let numbers: BTreeSet<usize> =
                ids.iter().filter_map(|id| self.ids.get(id)).copied().collect();
            for &number in &numbers {
                let Link { from, to, .. } = self.links[number];
                let mut opposite = between.get(&(to, from)).into_iter().flatten();
                apart[number] |= from != to && opposite.any(|other| !numbers.contains(other));
            }
        }
        apart
    }

    /// The opposite link of each link that shares its stretch, each with one at most.
    fn twins(&self, is_apart: &[bool]) -> Vec<Option<usize>> {
        let mut twins = vec![None; self.links.len()];
        let mut waiting = BTreeMap::<(PointId, PointId), Vec<usize>>::new();
        for (number, link) in self.links.iter().enumerate() {
            if is_apart[number] || link.leads_nowhere() {
                continue;
            }
            let opposite = waiting.get_mut(&(link.to, link.from));
            let twin = opposite.and_then(|waiting| {
                let at = waiting.iter().position(|other| self.links[*other].mirrors(link))?;
                Some(waiting.remove(at))
            });
            match twin {
                Some(twin) => (twins[number], twins[twin]) = (Some(twin), Some(number)),
                None => waiting.entry((link.from, link.to)).or_default().push(number),
            }
        }
        twins
    }

    fn add(&mut self, number: usize, twin: Option<Link>, apart: bool) -> Result<(), NetworkError> {
        let link = self.links[number];
        let [from, to] = [link.from, link.to].map(|point| self.places[point.0 as usize]);
        let mut points = vec![link.from, link.to];
        let mut line = vec![from, to];
        if apart {
            let middle = beside(from, to);
            points.insert(1, self.builder.add_point(middle)?);
            line.insert(1, middle);
        }
        let way = WayAttributes {
            class: StreetClass::Unclassified,
            forward: link.modes,
            backward: twin.map_or(TravelModes::empty(), |twin| twin.modes),
            max_speed: Some(link.speed_along(geodesy::length(&line))),
            vehicles_per_hour: [Some(link.rate), twin.map(|twin| twin.rate)],
            lanes: [Some(link.lanes), twin.map(|twin| twin.lanes)],
            origin: WayOrigin::Street(number as u32),
            ..WayAttributes::default()
        };
        self.builder.add_way(&points, way)?;
        Ok(())
    }
}

/// The place [`APART_M`] to the left of the middle between two places.
fn beside(from: Coord, to: Coord) -> Coord {
    let middle = (from + to) / 2.0;
    let frame = LocalFrame::around(middle);
    let along = frame.to_metres(to) - frame.to_metres(from);
    let length = along.x.hypot(along.y);
    if length > 0.0 {
        frame.to_degrees(Coord { x: -along.y, y: along.x } * (APART_M / length))
    } else {
        middle
    }
}

fn too_much(error: &NetworkError) -> Fault {
    Fault::new("nodes", "as many as can be numbered", error)
}

#[cfg(test)]
mod tests;
