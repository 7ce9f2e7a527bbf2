use super::*;

/// Coordinates and their longitude and latitude as PROJ gives them (pyproj 3.7.2),
/// far off the middle of the zone as well.
const KNOWN: [(u32, f64, f64, f64, f64); 8] = [
    (32754, 788_371.965_318_903_7, 5_769_833.152_696_605, 144.291_850_149_5, -38.173_304_555_5),
    (7855, 765_781.019_746_769_2, 6_288_513.180_743_225, 149.861_246_300_0, -33.509_939_433_5),
    (32755, 362_604.899_534_216_3, 5_798_879.892_307_318, 145.436_254_300_0, -37.947_292_000_0),
    (28355, 271_394.856_071_772_4, 5_921_912.294_984_486, 144.436_949_100_0, -36.821_058_537_9),
    (28355, -84_415.0, 5_931_145.0, 140.471_124_214_8, -36.586_104_190_9),
    (32601, 400_000.0, 100_000.0, -177.898_748_937_1, 0.904_618_578_9),
    (25832, 691_000.0, 5_334_000.0, 11.567_052_874_2, 48.130_570_417_3),
    (7855, 1_025_482.0, 6_487_464.0, 152.537_120_223_2, -31.627_922_725_3),
];

#[test]
fn places_are_those_of_proj_to_the_millimetre() {
    for (code, x, y, lon, lat) in KNOWN {
        let at = Crs::epsg(code).unwrap().to_degrees(Coord { x, y }).unwrap();
        let off = crate::geodesy::distance(at, Coord { x: lon, y: lat }).0;
        assert!(off < 0.001, "EPSG:{code}: {at:?}, {off} m off");
    }
}

#[test]
fn degrees_stay_as_they_are() {
    let at = Coord { x: 144.3, y: -38.3 };
    assert_eq!("EPSG:4326".parse::<Crs>().unwrap().to_degrees(at), Some(at));
    let longlat = Crs::proj("+proj=longlat +datum=WGS84 +no_defs").unwrap();
    let again = longlat.to_degrees(at).unwrap();
    assert!(crate::geodesy::distance(at, again).0 < 1e-6);
}

#[test]
fn codes_are_read_in_the_usual_spellings() {
    for text in ["EPSG:32754", "epsg:32754", "32754", " EPSG::32754 "] {
        assert_eq!(text.parse::<Crs>().unwrap().to_string(), "EPSG:32754", "{text}");
    }
}

#[test]
fn unknown_systems_say_what_is_known() {
    for text in ["EPSG:3857", "EPSG:32661", "EPSG:28347", "utm 54", "", "EPSG:", "été"] {
        let error = text.parse::<Crs>().unwrap_err().to_string();
        assert!(error.starts_with("coordinate reference system: expected EPSG:4326"), "{error}");
    }
    assert!("+proj=nonsense".parse::<Crs>().is_err());
}

#[test]
fn what_is_no_place_is_none() {
    let zone = Crs::epsg(32754).unwrap();
    for (x, y) in [(f64::NAN, 0.0), (0.0, f64::INFINITY), (1e30, 1e30)] {
        assert_eq!(zone.to_degrees(Coord { x, y }), None, "{x} {y}");
    }
    assert_eq!(Crs::degrees().to_degrees(Coord { x: 181.0, y: 0.0 }), None);
}
