//! Two passes over a file: ways first, then the nodes they use.
//!
//! Floor 7.
//!
//! Only ways that may be travelled and the nodes on them are kept, so memory
//! grows with the streets of the file, not with its buildings.

use super::Problem;
use super::element::Member;
use super::element::Tags;
use super::element::Visitor;
use super::node;
use super::report::OsmCheckpoint;
use super::report::OsmReport;
use super::restriction;
use super::restriction::Restriction;
use super::way;
use crate::model::TravelModes;
use crate::network::NetworkBuilder;
use crate::network::NetworkError;
use crate::network::PointId;
use crate::network::SpeedTable;
use crate::network::StreetNetwork;
use crate::network::WayAttributes;
use crate::network::WayId;
use geo::Coord;
use std::collections::BTreeMap;
use std::ops::Range;

/// A way as read, before its nodes are known.
struct Draft {
    id: i64,
    attributes: WayAttributes,
    drivable: bool,
    conditional: bool,
    refs: Range<usize>,
}

/// The first pass: ways and relations.
#[derive(Default)]
pub(super) struct WaysPass {
    kept: TravelModes,
    report: OsmReport,
    drafts: Vec<Draft>,
    refs: Vec<i64>,
    restrictions: Vec<Restriction>,
}

impl WaysPass {
    pub(super) fn new(kept: TravelModes) -> Self {
        Self { kept, ..Self::default() }
    }
}

impl Visitor for WaysPass {
    fn node(&mut self, _: i64, _: Coord, _: Tags<'_>) -> Result<(), Problem> {
        Ok(())
    }

    fn way(&mut self, id: i64, nodes: &[i64], tags: Tags<'_>) -> Result<(), Problem> {
        self.report.ways += 1;
        self.report.checkpoint_ways += u64::from(node::is_checkpoint(tags));
        let drivable = tags.get("highway").is_some_and(way::counts_as_drivable);
        if drivable {
            self.report.drivable_ways += 1;
            let oneway =
                matches!(tags.get("oneway"), Some("yes" | "1" | "true" | "-1" | "reverse"));
            self.report.oneway_ways += u64::from(oneway);
        }
        let Some(attributes) = way::attributes(id, tags, self.kept) else { return Ok(()) };
        if attributes.forward.union(attributes.backward).is_empty() && !drivable {
            return Ok(());
        }
        let start = self.refs.len();
        self.refs.extend_from_slice(nodes);
        let conditional = tags.iter().any(|(key, _)| key.ends_with(":conditional"));
        let refs = start..self.refs.len();
        self.drafts.push(Draft { id, attributes, drivable, conditional, refs });
        Ok(())
    }

    fn relation(&mut self, _: i64, members: &[Member<'_>], tags: Tags<'_>) -> Result<(), Problem> {
        self.report.relations += 1;
        let found = restriction::read(members, tags, &mut self.report.restrictions);
        self.restrictions.extend(found);
        Ok(())
    }
}

/// The second pass: nodes on the ways found in the first.
pub(super) struct NodesPass {
    ways: WaysPass,
    /// Identifiers of nodes on ways, sorted, each once.
    ids: Vec<i64>,
    /// Where each is; not a number until it is found.
    places: Vec<Coord>,
    /// Those that stop somebody.
    stops: Vec<(usize, TravelModes)>,
}

const ABSENT: Coord = Coord { x: f64::NAN, y: f64::NAN };

impl NodesPass {
    pub(super) fn new(mut ways: WaysPass) -> Self {
        ways.drafts.sort_by_key(|draft| draft.id);
        ways.drafts.dedup_by_key(|draft| draft.id);
        let mut ids = ways.refs.clone();
        ids.sort_unstable();
        ids.dedup();
        ids.shrink_to_fit();
        let places = vec![ABSENT; ids.len()];
        Self { ways, ids, places, stops: Vec::new() }
    }
}

impl Visitor for NodesPass {
    fn node(&mut self, id: i64, at: Coord, tags: Tags<'_>) -> Result<(), Problem> {
        let report = &mut self.ways.report;
        report.nodes += 1;
        let on_earth = (-180.0..=180.0).contains(&at.x) && (-90.0..=90.0).contains(&at.y);
        if !on_earth {
            report.nodes_off_earth += 1;
            return Ok(());
        }
        let number = self.ids.binary_search(&id).ok();
        if let Some(number) = number {
            self.places[number] = at;
        }
        if tags.0.is_empty() {
            return Ok(());
        }
        report.barriers += u64::from(tags.get("barrier").is_some());
        if node::is_checkpoint(tags) {
            let on_way = number.is_some();
            let tags = tags.iter().map(|(key, value)| (key.to_owned(), value.to_owned())).collect();
            report.checkpoints.push(OsmCheckpoint { node: id, at, on_way, tags });
        }
        if let Some(number) = number {
            let stopped = node::stops(tags);
            if !stopped.is_empty() {
                self.stops.push((number, stopped));
            }
        }
        Ok(())
    }

    fn way(&mut self, _: i64, _: &[i64], _: Tags<'_>) -> Result<(), Problem> {
        Ok(())
    }

    fn relation(&mut self, _: i64, _: &[Member<'_>], _: Tags<'_>) -> Result<(), Problem> {
        Ok(())
    }
}

impl NodesPass {
    /// Builds the network and finishes the report.
    pub(super) fn finish(
        mut self,
        speeds: SpeedTable,
    ) -> Result<(StreetNetwork, OsmReport), NetworkError> {
        let mut report = std::mem::take(&mut self.ways.report);
        report.checkpoints.sort_by_key(|checkpoint| checkpoint.node);
        // From here on ways name nodes by their place in `ids`.
        let refs = std::mem::take(&mut self.ways.refs);
        let refs: Vec<usize> =
            refs.iter().map(|id| self.ids.binary_search(id).unwrap_or(usize::MAX)).collect();
        let drivable = self.ways.drafts.iter().filter(|draft| draft.drivable);
        let lines = drivable.map(|draft| &refs[draft.refs.clone()]);
        (report.drivable_vertices, report.drivable_edges) = count_graph(lines, self.ids.len());

        let mut on_kept = vec![false; self.ids.len()];
        let mut build = Build::new(speeds, self.places.len());
        let restrictions = std::mem::take(&mut self.ways.restrictions);
        for restriction in &restrictions {
            for way in restriction.from.iter().chain(&restriction.to) {
                build.parts.insert(*way, Vec::new());
            }
        }
        for draft in std::mem::take(&mut self.ways.drafts) {
            let line = &refs[draft.refs];
            if draft.attributes.forward.union(draft.attributes.backward).is_empty() {
                continue;
            }
            let absent = line.iter().filter(|at| self.places[**at].x.is_nan()).count();
            report.absent_nodes += absent as u64;
            if line.len() - absent < 2 {
                continue;
            }
            report.kept_ways += 1;
            report.cut_ways += u64::from(absent > 0);
            report.ferries += u64::from(draft.attributes.ferry);
            report.conditional_ways += u64::from(draft.conditional);
            for run in line.split(|at| self.places[*at].x.is_nan()) {
                for at in run {
                    on_kept[*at] = true;
                }
                build.add_run(draft.id, run, &self.places, &draft.attributes)?;
            }
        }
        self.stops.sort_unstable_by_key(|(number, _)| *number);
        self.stops.dedup_by_key(|(number, _)| *number);
        for (number, modes) in &self.stops {
            if let Some(point) = build.points[*number].filter(|_| on_kept[*number]) {
                report.barriers_applied += 1;
                build.builder.add_barrier(point, *modes)?;
            }
        }
        for restriction in restrictions {
            if build.restrict(&restriction, &self.ids)? {
                report.restrictions.applied += 1;
            } else {
                report.restrictions.incomplete += 1;
            }
        }
        for checkpoint in &mut report.checkpoints {
            checkpoint.on_way =
                self.ids.binary_search(&checkpoint.node).is_ok_and(|number| on_kept[number]);
        }
        Ok((build.builder.build()?, report))
    }
}

struct Build {
    builder: NetworkBuilder,
    points: Vec<Option<PointId>>,
    /// What each way that a restriction names became.
    parts: BTreeMap<i64, Vec<WayId>>,
}

impl Build {
    fn new(speeds: SpeedTable, count: usize) -> Self {
        let builder = NetworkBuilder::new().speeds(speeds);
        Self { builder, points: vec![None; count], parts: BTreeMap::new() }
    }

    /// Adds a run of a way all of whose nodes are there.
    fn add_run(
        &mut self,
        id: i64,
        run: &[usize],
        places: &[Coord],
        attributes: &WayAttributes,
    ) -> Result<(), NetworkError> {
        if run.len() < 2 {
            return Ok(());
        }
        let mut line = Vec::with_capacity(run.len());
        for number in run {
            let point = match self.points[*number] {
                Some(point) => point,
                None => self.builder.add_point(places[*number])?,
            };
            self.points[*number] = Some(point);
            line.push(point);
        }
        let way = self.builder.add_way(&line, attributes.clone())?;
        if let Some(parts) = self.parts.get_mut(&id) {
            parts.push(way);
        }
        Ok(())
    }

    /// Adds a restriction; false if a way or the node is not in the network.
    fn restrict(&mut self, restriction: &Restriction, ids: &[i64]) -> Result<bool, NetworkError> {
        let via = ids.binary_search(&restriction.via).ok().and_then(|number| self.points[number]);
        let Some(via) = via else { return Ok(false) };
        let parts = |ways: &[i64]| -> Vec<WayId> {
            ways.iter().filter_map(|way| self.parts.get(way)).flatten().copied().collect()
        };
        let (from, to) = (parts(&restriction.from), parts(&restriction.to));
        for from in &from {
            for to in &to {
                let modes = restriction.modes;
                self.builder.add_turn_rule(restriction.rule, *from, via, *to, modes)?;
            }
        }
        Ok(!from.is_empty() && !to.is_empty())
    }
}

/// Nodes and edges of the graph of `lines`, cut where they share nodes and end.
fn count_graph<'a>(
    lines: impl Iterator<Item = &'a [usize]> + Clone,
    node_count: usize,
) -> (u64, u64) {
    let mut uses = vec![0_u8; node_count];
    for line in lines.clone() {
        for (at, number) in line.iter().enumerate() {
            let end = at == 0 || at + 1 == line.len();
            uses[*number] = uses[*number].saturating_add(if end { 2 } else { 1 });
        }
    }
    let vertices = uses.iter().filter(|count| **count > 1).count() as u64;
    let edges = lines
        .map(|line| line.iter().skip(1).filter(|number| uses[**number] > 1).count() as u64)
        .sum();
    (vertices, edges)
}
