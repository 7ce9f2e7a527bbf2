//! Names with numbers on the command line: `ID=COUNT`, `MODE=SHARE`, `ID,LON,LAT,PLACES`.

use crate::place_arg::PlaceArg;
use safepassage::evacuate::Estimate;
use safepassage::io::matsim::ShelterAt;
use safepassage::model::TravelMode;
use std::str::FromStr;

/// A number, or a range as `LEAST..LIKELY..MOST`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct EstimateArg(pub(crate) Estimate);

/// A record's identifier and a value.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Named<T> {
    pub(crate) id: String,
    pub(crate) value: T,
}

/// A mode of travel and the share of people who travel so.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct ModeShare(pub(crate) TravelMode, pub(crate) f64);

/// A shelter where no record has one.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct ShelterArg(pub(crate) ShelterAt);

impl FromStr for EstimateArg {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let expected = || {
            "expected a number such as 600, or the least, the likeliest and the most such as \
             400..600..900"
                .to_owned()
        };
        let number = |text: &str| text.trim().parse::<f64>().map_err(|_| expected());
        let parts: Vec<&str> = text.split("..").collect();
        match parts.as_slice() {
            [one] => Ok(Self(Estimate::Number(number(one)?))),
            [least, likely, most] => {
                Ok(Self(Estimate::range(number(least)?, number(likely)?, number(most)?)))
            }
            _ => Err(expected()),
        }
    }
}

impl<T: FromStr> FromStr for Named<T>
where
    T::Err: ToString,
{
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        // An identifier may have the sign in it.
        let (id, value) = text
            .rsplit_once('=')
            .filter(|(id, _)| !id.is_empty())
            .ok_or("expected an identifier, = and a number, such as ashrafieh=9000")?;
        let value = value.parse().map_err(|error: T::Err| error.to_string())?;
        Ok(Self { id: id.to_owned(), value })
    }
}

impl FromStr for ModeShare {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (mode, share) = match text.split_once('=') {
            Some((mode, share)) => {
                let expected = "expected a mode, = and its share, such as foot=0.8";
                (mode, share.parse().map_err(|_| expected.to_owned())?)
            }
            None => (text, 1.0),
        };
        let mode = mode.parse::<TravelMode>().map_err(|error| error.to_string())?;
        Ok(Self(mode, share))
    }
}

impl FromStr for ShelterArg {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let expected = "expected an identifier, a longitude, a latitude and free places, such as \
                        stadium,37.14,36.21,4000";
        let mut parts = text.rsplitn(4, ',');
        let mut next = || parts.next().ok_or(expected);
        let (places, lat, lon, id) = (next()?, next()?, next()?, next()?);
        let PlaceArg(at) = format!("{lon},{lat}").parse()?;
        let places = places.trim().parse().map_err(|_| expected.to_owned())?;
        if id.trim().is_empty() {
            return Err(expected.to_owned());
        }
        let id = id.trim().to_owned();
        Ok(Self(ShelterAt { id, name: None, at, places: Some(places) }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_one_or_three() {
        let number = |text: &str| text.parse::<EstimateArg>().map(|one| one.0);
        assert_eq!(number("600"), Ok(Estimate::Number(600.0)));
        assert_eq!(number("400..600..900"), Ok(Estimate::range(400.0, 600.0, 900.0)));
        for wrong in ["", "x", "1..2", "1..2..3..4", "1-2"] {
            assert!(number(wrong).unwrap_err().contains("400..600..900"), "{wrong}");
        }
        let named = "a=b=7".parse::<Named<u64>>().unwrap();
        assert_eq!((named.id.as_str(), named.value), ("a=b", 7));
        for wrong in ["a", "=7", "a=-1", "a=1.5"] {
            assert!(wrong.parse::<Named<u64>>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn modes_have_shares_and_shelters_places() {
        assert_eq!("vehicle".parse(), Ok(ModeShare(TravelMode::Vehicle, 1.0)));
        assert_eq!("foot=0.8".parse(), Ok(ModeShare(TravelMode::Foot, 0.8)));
        assert!("boat".parse::<ModeShare>().is_err() && "foot=x".parse::<ModeShare>().is_err());
        let ShelterArg(shelter) = "a,b,37.14,36.21,40".parse().unwrap();
        assert_eq!((shelter.id.as_str(), shelter.at), ("a,b", [37.14, 36.21]));
        assert_eq!(shelter.places, Some(40));
        for wrong in ["a,37,36", "a,37,136,5", "a,37,36,-5", ",37,36,5"] {
            assert!(wrong.parse::<ShelterArg>().is_err(), "{wrong}");
        }
    }
}
