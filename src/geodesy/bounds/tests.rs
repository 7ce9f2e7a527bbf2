use super::*;
use crate::geodesy::distance;
use proptest::prelude::*;

proptest! {
    #[test]
    fn the_box_holds_every_point(
        lon in -180.0..180.0f64, width in 0.0..360.0f64, lat in prop::array::uniform2(-90.0..=90.0f64),
        at in prop::array::uniform2(0.0..=1.0f64), narrow in prop::bool::ANY,
    ) {
        let width = if narrow { width / 1000.0 } else { width };
        let low = Coord { x: lon, y: lat[0].min(lat[1]) };
        let high = Coord { x: lon + width, y: lat[0].max(lat[1]) };
        let (least, greatest) = ecef_box_of(low, high);
        let inside = Coord { x: low.x + width * at[0], y: low.y + (high.y - low.y) * at[1] };
        let Ecef(point) = Ecef::from_degrees(inside);
        for axis in 0..3 {
            prop_assert!(least[axis] <= point[axis] && point[axis] <= greatest[axis]);
        }
    }

    #[test]
    fn a_segment_stays_within_its_sagitta(
        a in (-180.0..180.0f64, -90.0..=90.0f64), d in (-40.0..40.0f64, -40.0..40.0f64), t in 0.0..=1.0f64,
    ) {
        let a = Coord::from(a);
        let b = Coord { x: a.x + d.0, y: (a.y + d.1).clamp(-90.0, 90.0) };
        let at = Ecef::from_degrees(a + (b - a) * t).0;
        let (from, to) = (Ecef::from_degrees(a).0, Ecef::from_degrees(b).0);
        let off: f64 = (0..3).map(|i| (from[i] + (to[i] - from[i]) * t - at[i]).powi(2)).sum();
        prop_assert!(off.sqrt() <= sagitta_m(b - a) + 1e-6);
    }

    #[test]
    fn no_chord_is_longer_than_the_longest(
        a in (-180.0..180.0f64, -90.0..=90.0f64), b in (-180.0..180.0f64, -90.0..=90.0f64),
    ) {
        let (a, b) = (Coord::from(a), Coord::from(b));
        let chord = Ecef::from_degrees(a).chord_m(Ecef::from_degrees(b));
        prop_assert!(chord <= longest_chord_m(distance(a, b).0));
    }
}
