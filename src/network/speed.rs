//! How fast people travel.
//!
//! Floor 3.

use super::way::WayRecord;
use crate::model::StreetClass;
use crate::model::TravelMode;
use crate::units::MetresPerSecond;

/// Kilometres an hour in one metre a second.
const KMH: f64 = 3.6;

/// Speeds by travel mode and class of way. Every figure may be replaced.
///
/// | who | metres a second | source |
/// |---|---|---|
/// | foot | 1.2 | walking speed that signals are timed for (UK Traffic Signs Manual, ch. 6; 4 ft/s in the US MUTCD until 2003) |
/// | foot, [`families`](Self::families) | 0.9 | 3 ft/s, for slower walkers and groups (US MUTCD 2009, section 4E.06) |
/// | foot on steps | 0.5 | along the slope, going up (Fruin, *Pedestrian Planning and Design*, 1971) |
/// | wheelchair | 0.69 | mean, manual, level (Boyce, Shields and Silcock, *Fire Technology* 35, 1999) |
/// | vehicle | by class, 1.4 to 25 | `car.lua`, the profile of the routing engine OSRM; never above the posted limit |
/// | convoy | as vehicle, 11.1 (40 km/h) at most | our choice: a column moves as its slowest lorry |
/// | ferry | 1.4 (5 km/h) | `car.lua`; length by duration where the timetable is mapped |
#[derive(Clone, Debug, PartialEq)]
pub struct SpeedTable {
    foot: MetresPerSecond,
    steps: MetresPerSecond,
    wheelchair: MetresPerSecond,
    convoy_most: MetresPerSecond,
    /// Vehicle speed of each class, in the order of [`StreetClass`].
    vehicle: Vec<MetresPerSecond>,
    /// The same on slip roads.
    vehicle_link: Vec<MetresPerSecond>,
}

impl Default for SpeedTable {
    fn default() -> Self {
        let kmh = |speeds: [f64; 17]| speeds.map(|speed| MetresPerSecond(speed / KMH)).to_vec();
        Self {
            foot: MetresPerSecond(1.2),
            steps: MetresPerSecond(0.5),
            wheelchair: MetresPerSecond(0.69),
            convoy_most: MetresPerSecond(40.0 / KMH),
            vehicle: kmh([
                90.0, 85.0, 65.0, 55.0, 40.0, 25.0, 25.0, 10.0, 15.0, 5.0, 10.0, 5.0, 5.0, 5.0,
                5.0, 5.0, 5.0,
            ]),
            vehicle_link: kmh([
                45.0, 40.0, 30.0, 25.0, 20.0, 25.0, 25.0, 10.0, 15.0, 5.0, 10.0, 5.0, 5.0, 5.0,
                5.0, 5.0, 5.0,
            ]),
        }
    }
}

impl SpeedTable {
    /// The default table with the walking speed of groups with children or
    /// elderly people.
    pub fn families() -> Self {
        Self { foot: MetresPerSecond(0.9), ..Self::default() }
    }

    /// Sets the walking speed. A speed that is not above zero is ignored.
    #[must_use]
    pub fn foot(mut self, speed: MetresPerSecond) -> Self {
        set(&mut self.foot, speed);
        self
    }

    /// Sets the walking speed on steps. A speed that is not above zero is ignored.
    #[must_use]
    pub fn steps(mut self, speed: MetresPerSecond) -> Self {
        set(&mut self.steps, speed);
        self
    }

    /// Sets the speed in a wheelchair. A speed that is not above zero is ignored.
    #[must_use]
    pub fn wheelchair(mut self, speed: MetresPerSecond) -> Self {
        set(&mut self.wheelchair, speed);
        self
    }

    /// Sets the most that a convoy does. A speed that is not above zero is ignored.
    #[must_use]
    pub fn convoy_most(mut self, speed: MetresPerSecond) -> Self {
        set(&mut self.convoy_most, speed);
        self
    }

    /// Sets the vehicle speed on `class`, slip roads included. A speed that is
    /// not above zero is ignored.
    #[must_use]
    pub fn vehicle(mut self, class: StreetClass, speed: MetresPerSecond) -> Self {
        for table in [&mut self.vehicle, &mut self.vehicle_link] {
            if let Some(entry) = table.get_mut(class as usize) {
                set(entry, speed);
            }
        }
        self
    }

    /// Every figure, in a fixed order.
    pub(super) fn figures(&self) -> Vec<MetresPerSecond> {
        let mut all = vec![self.foot, self.steps, self.wheelchair, self.convoy_most];
        all.extend(self.vehicle.iter().chain(&self.vehicle_link));
        all
    }

    /// The table of these figures, if they are as many as there should be.
    pub(super) fn from_figures(figures: &[MetresPerSecond]) -> Option<Self> {
        let &[foot, steps, wheelchair, convoy_most, ref by_class @ ..] = figures else {
            return None;
        };
        let classes = StreetClass::Ferry as usize + 1;
        let (vehicle, vehicle_link) = by_class.split_at_checked(classes)?;
        (vehicle_link.len() == classes).then(|| Self {
            foot,
            steps,
            wheelchair,
            convoy_most,
            vehicle: vehicle.to_vec(),
            vehicle_link: vehicle_link.to_vec(),
        })
    }

    pub(super) fn of(&self, way: &WayRecord, mode: TravelMode) -> MetresPerSecond {
        if let (true, Some(speed)) = (way.ferry, way.timetable_speed) {
            return speed;
        }
        if way.ferry {
            return self.by_class(StreetClass::Ferry, false);
        }
        match mode {
            TravelMode::Foot if way.class == StreetClass::Steps => self.steps,
            TravelMode::Foot => self.foot,
            TravelMode::Wheelchair => self.wheelchair,
            TravelMode::Vehicle => self.motorised(way),
            TravelMode::Convoy => least(self.motorised(way), self.convoy_most),
        }
    }

    fn motorised(&self, way: &WayRecord) -> MetresPerSecond {
        let usual = self.by_class(way.class, way.link);
        way.max_speed.map_or(usual, |most| least(usual, most))
    }

    fn by_class(&self, class: StreetClass, link: bool) -> MetresPerSecond {
        let table = if link { &self.vehicle_link } else { &self.vehicle };
        table.get(class as usize).copied().unwrap_or(MetresPerSecond(5.0 / KMH))
    }
}

fn set(entry: &mut MetresPerSecond, speed: MetresPerSecond) {
    if MetresPerSecond::new(speed.0).is_ok() {
        *entry = speed;
    }
}

fn least(a: MetresPerSecond, b: MetresPerSecond) -> MetresPerSecond {
    if a.0 <= b.0 { a } else { b }
}
