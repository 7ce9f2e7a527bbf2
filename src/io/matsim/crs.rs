//! Coordinates of a map projection to longitude and latitude.
//!
//! Floor 7. The one place that knows a projection.

use super::error::Fault;
use super::error::MatsimError;
use geo::Coord;
use proj4rs::proj::Proj;
use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

/// The coordinate reference system of a file.
///
/// Universal Transverse Mercator by EPSG code, or any PROJ.4 string. National
/// datums that follow a plate (GDA94, GDA2020, ETRS89, NAD83) are taken to be
/// WGS 84, which puts places up to 2 m off.
///
/// ```
/// use safepassage::io::matsim::Crs;
/// let zone_54: Crs = "EPSG:32754".parse()?;
/// let at = zone_54.to_degrees((788_371.965, 5_769_833.153).into()).ok_or("nowhere")?;
/// assert!((at.x - 144.2918).abs() < 1e-4 && (at.y + 38.1733).abs() < 1e-4);
/// assert!("EPSG:1".parse::<Crs>().is_err());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone)]
pub struct Crs {
    name: String,
    /// None for longitude and latitude as they are.
    projection: Option<Arc<Projection>>,
}

struct Projection {
    from: Proj,
    to: Proj,
}

const EXPECTED: &str = "EPSG:4326, a code of Universal Transverse Mercator (EPSG:32601 to 32660, 32701 to 32760, \
                        28348 to 28358, 7846 to 7859, 25828 to 25838, 26901 to 26923) or a PROJ.4 string";

impl Crs {
    /// Longitude and latitude in degrees, in this order (EPSG:4326 as GeoJSON
    /// has it).
    pub fn degrees() -> Self {
        Self { name: "EPSG:4326".into(), projection: None }
    }

    /// The reference system of an EPSG code.
    ///
    /// # Errors
    ///
    /// [`MatsimError::Setting`] if the code is not in the table of
    /// `docs/MATSIM.md`.
    pub fn epsg(code: u32) -> Result<Self, MatsimError> {
        let (zone, south, ellipsoid) = match code {
            4326 => return Ok(Self::degrees()),
            32601..=32660 => (code - 32600, "", "WGS84"),
            32701..=32760 => (code - 32700, " +south", "WGS84"),
            28348..=28358 => (code - 28300, " +south", "GRS80"),
            7846..=7859 => (code - 7800, " +south", "GRS80"),
            25828..=25838 => (code - 25800, "", "GRS80"),
            26901..=26923 => (code - 26900, "", "GRS80"),
            _ => return Err(unknown(&format!("EPSG:{code}"))),
        };
        let text = format!(
            "+proj=utm +zone={zone}{south} +ellps={ellipsoid} +towgs84=0,0,0 +units=m +no_defs"
        );
        Ok(Self { name: format!("EPSG:{code}"), ..Self::proj(&text)? })
    }

    /// The reference system of a PROJ.4 string.
    ///
    /// # Errors
    ///
    /// [`MatsimError::Setting`] if the string is not understood.
    pub fn proj(text: &str) -> Result<Self, MatsimError> {
        let make = |text| {
            Proj::from_proj_string(text).map_err(|error| MatsimError::Setting {
                what: "coordinate reference system",
                expected: EXPECTED.into(),
                found: format!("{text:?} ({error})"),
            })
        };
        let from = make(text)?;
        let to = make("+proj=longlat +ellps=WGS84 +datum=WGS84 +no_defs")?;
        Ok(Self { name: text.to_owned(), projection: Some(Arc::new(Projection { from, to })) })
    }

    /// The place with these coordinates, as longitude and latitude in degrees.
    /// None if it is no place on earth, or too far off for the projection.
    pub fn to_degrees(&self, at: Coord) -> Option<Coord> {
        let place = match self.projection.as_deref() {
            None => at,
            Some(_) if !(at.x.is_finite() && at.y.is_finite()) => return None,
            Some(Projection { from, to }) => {
                let (x, y) = if from.is_latlong() {
                    (at.x.to_radians(), at.y.to_radians())
                } else {
                    (at.x, at.y)
                };
                let mut point = (x, y, 0.0);
                proj4rs::transform::transform(from, to, &mut point).ok()?;
                Coord { x: point.0.to_degrees(), y: point.1.to_degrees() }
            }
        };
        let on_earth = (-180.0..=180.0).contains(&place.x) && (-90.0..=90.0).contains(&place.y);
        on_earth.then_some(place)
    }

    /// The place with these coordinates, or what is wrong with them.
    pub(super) fn place(&self, x: f64, y: f64) -> Result<Coord, Fault> {
        self.to_degrees(Coord { x, y }).ok_or_else(|| {
            Fault::new("coordinates", format!("a place on earth in {self}"), format!("({x}, {y})"))
        })
    }
}

fn unknown(found: &str) -> MatsimError {
    MatsimError::Setting {
        what: "coordinate reference system",
        expected: EXPECTED.into(),
        found: crate::scenario::rules::cut(found),
    }
}

impl FromStr for Crs {
    type Err = MatsimError;

    /// `EPSG:32754`, `32754` or a PROJ.4 string.
    fn from_str(text: &str) -> Result<Self, MatsimError> {
        let text = text.trim();
        if text.starts_with('+') {
            return Self::proj(text);
        }
        let code = match text.get(..5) {
            Some(prefix) if prefix.eq_ignore_ascii_case("epsg:") => {
                text[5..].trim_start_matches(':')
            }
            _ => text,
        };
        match code.parse() {
            Ok(code) => Self::epsg(code),
            Err(_) => Err(unknown(text)),
        }
    }
}

impl fmt::Display for Crs {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.name)
    }
}

impl fmt::Debug for Crs {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Crs").field(&self.name).finish()
    }
}

#[cfg(test)]
mod tests;
