//! Places on the command line: `LON,LAT`.

use safepassage::index::Position;
use std::str::FromStr;

/// A place in degrees, longitude first.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct PlaceArg(pub(crate) Position);

/// A line of places.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct LineArg(pub(crate) Vec<Position>);

impl FromStr for PlaceArg {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let expected = || {
            "expected a longitude from -180 to 180 and a latitude from -90 to 90, such as \
             37.15,36.23"
                .to_owned()
        };
        let (lon, lat) = text.split_once(',').ok_or_else(expected)?;
        let number = |text: &str| text.trim().parse::<f64>().map_err(|_| expected());
        let (lon, lat) = (number(lon)?, number(lat)?);
        if (-180.0..=180.0).contains(&lon) && (-90.0..=90.0).contains(&lat) {
            Ok(Self([lon, lat]))
        } else if (-90.0..=90.0).contains(&lon) && (-180.0..=180.0).contains(&lat) {
            Err(format!("{}; these look swapped, longitude goes first", expected()))
        } else {
            Err(expected())
        }
    }
}

impl FromStr for LineArg {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let places: Result<Vec<Position>, String> =
            text.split_whitespace().map(|place| Ok(place.parse::<PlaceArg>()?.0)).collect();
        match places? {
            places if places.len() >= 2 => Ok(Self(places)),
            _ => Err("expected two places or more with spaces between, such as \
                      \"37.15,36.23 37.16,36.23\""
                .to_owned()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_longitude_and_latitude() {
        assert_eq!("37.15, -36.23".parse(), Ok(PlaceArg([37.15, -36.23])));
        assert!("36.2,137.1".parse::<PlaceArg>().unwrap_err().contains("swapped"));
        for wrong in ["37.15", "37.15;36.2", "a,b", "NaN,1", "1,inf", "200,10", "1,2,3"] {
            assert!(wrong.parse::<PlaceArg>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn lines_need_two_places() {
        assert_eq!("1,2  3,4".parse(), Ok(LineArg(vec![[1.0, 2.0], [3.0, 4.0]])));
        assert!("1,2".parse::<LineArg>().is_err());
        assert!("1,2 3".parse::<LineArg>().is_err());
    }
}
