//! The places that a row of a table speaks of.

use crate::geodesy::buffer;
use crate::io::read::{NoShape, Shape};
use crate::io::table::bind::numbered;
use crate::io::table::cells::{SameNumbers, Values};
use crate::io::table::rules;
use crate::io::table::wkt;
use crate::model::Area;
use crate::notice::NoticePlace;
use crate::scenario::rules::RawShape;
use crate::scenario::rules::check_shape;
use crate::units::Metres;
use geo::Coord;

const NO_AREA: &str = "the place has no area";

/// The place of the group of columns `number`, the first being 0; none if all
/// of them are empty.
pub(super) fn read(
    values: &mut Values<'_>,
    number: usize,
    same: &mut SameNumbers,
    altitudes: &mut u64,
) -> Option<NoticePlace> {
    let name_of = |field: &str| numbered(field, number);
    let mut place = NoticePlace { name: values.text(&name_of("place_name")), ..Default::default() };
    let field = name_of("place");
    if let Some(text) = values.text(&field) {
        place.feature = text.parse().ok();
        if place.feature.is_none() && place.name.is_none() {
            place.name = Some(text);
        } else if place.feature.is_none() {
            let expected = "a kind and an id such as safe-corridor/north";
            values.unreadable(&field, expected, "taken as not stated");
        }
    }
    codes(values, &name_of("place_codes"), &mut place);
    if number == 0 {
        if place.name.is_none() {
            place.name = values.text("unit_name");
        }
        if place.codes.is_empty()
            && let Some(code) = values.text("pcode")
        {
            place.codes.insert("pcode".into(), code);
        }
    }
    let field = name_of("wkt");
    if let Some(text) = values.text(&field) {
        match wkt::read(&text) {
            Ok(shape) => {
                *altitudes += u64::from(shape.has_altitude);
                place.area = area(values, number, &field, shape);
            }
            Err(why) => {
                let text = match why {
                    NoShape::Empty => "expected a geometry, found one without coordinates".into(),
                    NoShape::Unusable(found) => format!("expected a polygon, found a {found}"),
                    NoShape::Unreadable(text) => text,
                };
                values.wrong(&rules::WKT_UNREADABLE, &field, text, NO_AREA);
            }
        }
    } else {
        let columns = [name_of("lon"), name_of("lat"), name_of("lat_lon")];
        let columns = [columns[0].as_str(), columns[1].as_str(), columns[2].as_str()];
        if let Ok(Some((x, y))) = values.position(columns, NO_AREA) {
            same.add(x, y, &values.at());
            let field = if values.has(columns[2]) { columns[2] } else { columns[1] };
            let raw = RawShape::Point(Coord { x, y });
            let shape = Shape { raw, type_name: "Point", has_altitude: false, collected: false };
            place.area = area(values, number, field, shape);
        }
    }
    (place != NoticePlace::default()).then_some(place)
}

/// Codes by scheme: `pcode=SY0200; other=17`, or a JSON object.
fn codes(values: &mut Values<'_>, field: &str, place: &mut NoticePlace) {
    let Some(text) = values.text(field) else { return };
    if text.starts_with('{') {
        match serde_json::from_str(&text) {
            Ok(codes) => place.codes = codes,
            Err(_) => values.unreadable(field, "codes by scheme as JSON", "taken as not stated"),
        }
        return;
    }
    for entry in text.split(';').map(str::trim).filter(|entry| !entry.is_empty()) {
        let (scheme, code) = entry.split_once('=').unwrap_or(("pcode", entry));
        place.codes.insert(scheme.trim().to_owned(), code.trim().to_owned());
    }
}

/// The area of a shape, once the intake rules have been over it: a point or
/// line becomes one by `radius_m`.
fn area(values: &mut Values<'_>, number: usize, field: &str, shape: Shape) -> Option<Area> {
    let mut raw = shape.raw;
    let mut notes = Vec::new();
    let checked = check_shape(&mut raw, &mut notes);
    let at = values.at_field(field);
    values.issues.extend(notes.into_iter().map(|note| note.into_issue(at.clone())));
    if let Err(note) = checked {
        values.issues.push(note.into_issue(at));
        return None;
    }
    let polygons = match raw.into_geometry() {
        geo::Geometry::MultiPolygon(polygons) => polygons,
        other => {
            let expected = "a number of metres above 0";
            let radius = numbered("radius_m", number);
            match values.number(&radius, expected, NO_AREA).ok()? {
                Some(metres) if metres > 0.0 && metres <= 1e6 => buffer(&other, Metres(metres)),
                Some(_) => {
                    values.unreadable(&radius, expected, NO_AREA);
                    return None;
                }
                None => {
                    let text = format!(
                        "expected an area, or a radius beside it, found a {}",
                        shape.type_name
                    );
                    values.wrong(&rules::PLACE_WITHOUT_EXTENT, field, text, NO_AREA);
                    return None;
                }
            }
        }
    };
    Area::new(polygons)
        .map_err(|error| {
            values.wrong(&rules::WKT_UNREADABLE, field, error.to_string(), NO_AREA);
        })
        .ok()
}
