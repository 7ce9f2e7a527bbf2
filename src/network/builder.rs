//! Points and ways in, a network out.
//!
//! Floor 3.

use super::StreetNetwork;
use super::assemble;
use super::error::NetworkError;
use super::error::to_u32;
use super::names::NamesBuilder;
use super::speed::SpeedTable;
use super::way::WayAttributes;
use super::way::WayRecord;
use crate::model::TravelModes;
use crate::units::InvalidQuantity;
use geo::Coord;

/// A point given to a [`NetworkBuilder`]. It becomes a node where ways meet or
/// end or a barrier stands, a shape point elsewhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PointId(pub u32);

/// A way given to a [`NetworkBuilder`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct WayId(pub u32);

/// What a turn restriction says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TurnRule {
    /// From the one way one may not turn into the other.
    No,
    /// From the one way one may turn into the other and nowhere else.
    Only,
}

#[derive(Clone, Copy, Debug)]
pub(super) struct TurnBan {
    pub(super) from: WayId,
    pub(super) via: PointId,
    pub(super) to: WayId,
    pub(super) rule: TurnRule,
    pub(super) modes: TravelModes,
}

#[derive(Clone, Copy, Debug)]
pub(super) struct InputWay {
    pub(super) end: u32,
    pub(super) forward: TravelModes,
    pub(super) backward: TravelModes,
    pub(super) duration_s: Option<f64>,
    pub(super) record: WayRecord,
}

/// Gathers points and ways that share them, then builds a [`StreetNetwork`].
///
/// Ways that use one [`PointId`] meet there; ways that merely cross do not (see
/// [`StreetNetwork::from_streets`] for lines that should).
#[derive(Debug, Default)]
pub struct NetworkBuilder {
    pub(super) points: Vec<Coord>,
    pub(super) refs: Vec<PointId>,
    pub(super) ways: Vec<InputWay>,
    pub(super) barriers: Vec<(PointId, TravelModes)>,
    pub(super) bans: Vec<TurnBan>,
    pub(super) names: NamesBuilder,
    pub(super) speeds: SpeedTable,
}

impl NetworkBuilder {
    /// An empty builder.
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets the speed table.
    #[must_use]
    pub fn speeds(mut self, speeds: SpeedTable) -> Self {
        self.speeds = speeds;
        self
    }

    /// Adds a point at `(lon, lat)` in degrees. Points are never merged, not
    /// even on one spot.
    ///
    /// # Errors
    ///
    /// [`NetworkError`] if the coordinate is no place on earth, or there are
    /// more than `u32::MAX - 1` points.
    pub fn add_point(&mut self, at: Coord) -> Result<PointId, NetworkError> {
        let on_earth = (-180.0..=180.0).contains(&at.x) && (-90.0..=90.0).contains(&at.y);
        if !on_earth {
            return Err(NetworkError::InvalidCoordinate { at });
        }
        let id = to_u32(self.points.len(), "points")?;
        self.points.push(at);
        Ok(PointId(id))
    }

    /// Adds a way through `points`. A point repeated at once counts once; a way
    /// of fewer than two points, or open to nobody, leaves no edge.
    ///
    /// # Errors
    ///
    /// [`NetworkError`] if a point was never added, there are too many, or a
    /// rate or number of lanes is not finite and above zero.
    #[expect(clippy::needless_pass_by_value, reason = "given away like a point")]
    pub fn add_way(
        &mut self,
        points: &[PointId],
        way: WayAttributes,
    ) -> Result<WayId, NetworkError> {
        let count = to_u32(self.points.len(), "points")?;
        if let Some(PointId(point)) = points.iter().copied().find(|point| point.0 >= count) {
            return Err(NetworkError::UnknownPoint { point, count });
        }
        let rates = way.vehicles_per_hour.map(|rate| rate.map(|rate| rate.0));
        let rates = short(rates, "vehicles an hour, above zero")?;
        let lanes = short(way.lanes.map(|lanes| lanes.map(|lanes| lanes.0)), "lanes, above zero")?;
        let id = to_u32(self.ways.len(), "ways")?;
        let start = self.refs.len();
        for point in points {
            if self.refs.len() == start || self.refs.last() != Some(point) {
                self.refs.push(*point);
            }
        }
        let end = to_u32(self.refs.len(), "points of ways")?;
        let record = WayRecord {
            origin: way.origin,
            names: self.names.add(&way.names),
            surface: way.surface.as_deref().and_then(|text| self.names.intern(text)),
            width: way.width,
            max_speed: way.max_speed,
            timetable_speed: None,
            rates,
            lanes,
            class: way.class,
            layer: way.layer,
            link: way.link,
            bridge: way.bridge,
            tunnel: way.tunnel,
            ferry: way.ferry,
        };
        let WayAttributes { forward, backward, duration_s, .. } = way;
        self.ways.push(InputWay { end, forward, backward, duration_s, record });
        Ok(WayId(id))
    }

    /// Stands a barrier at `point` that stops `modes`.
    ///
    /// # Errors
    ///
    /// [`NetworkError`] if the point was never added.
    pub fn add_barrier(&mut self, point: PointId, modes: TravelModes) -> Result<(), NetworkError> {
        self.check_point(point)?;
        self.barriers.push((point, modes));
        Ok(())
    }

    /// Adds a turn restriction for `modes`: only vehicle and convoy heed it.
    ///
    /// # Errors
    ///
    /// [`NetworkError`] if the point or a way was never added.
    pub fn add_turn_rule(
        &mut self,
        rule: TurnRule,
        from: WayId,
        via: PointId,
        to: WayId,
        modes: TravelModes,
    ) -> Result<(), NetworkError> {
        self.check_point(via)?;
        let count = to_u32(self.ways.len(), "ways")?;
        for WayId(way) in [from, to] {
            if way >= count {
                return Err(NetworkError::UnknownWay { way, count });
            }
        }
        self.bans.push(TurnBan { from, via, to, rule, modes });
        Ok(())
    }

    /// Builds the network. Nodes are numbered in the order in which their points
    /// were added, stretches in the order of ways. Time and memory proportional
    /// to the input, and sorting for the trees.
    ///
    /// # Errors
    ///
    /// [`NetworkError::TooLarge`] if there are more nodes, edges or shape points
    /// than `u32::MAX - 1`.
    pub fn build(self) -> Result<StreetNetwork, NetworkError> {
        assemble::assemble(self)
    }

    fn check_point(&self, PointId(point): PointId) -> Result<(), NetworkError> {
        let count = to_u32(self.points.len(), "points")?;
        if point < count { Ok(()) } else { Err(NetworkError::UnknownPoint { point, count }) }
    }
}

/// The figures of both directions as they are kept, if they can be: half as
/// long, still above zero.
fn short(
    values: [Option<f64>; 2],
    unit: &'static str,
) -> Result<[Option<f32>; 2], InvalidQuantity> {
    for value in values.into_iter().flatten() {
        let kept = value as f32;
        if !(kept.is_finite() && kept > 0.0) {
            return Err(InvalidQuantity { value, unit });
        }
    }
    Ok(values.map(|value| value.map(|value| value as f32)))
}
