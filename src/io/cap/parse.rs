//! From elements to an alert.
//!
//! Floor 7.

use super::alert::{Alert, AlertArea, CapVersion, Circle, Info, Resource, Ring};
use super::fields::{Fields, Issues};
use super::points;
use super::reference::Reference;
use super::rules;
use super::time::CapTime;
use super::tree::Node;
use crate::record::RecordRef;

const ALERT: &[&str] = &[
    "identifier",
    "sender",
    "sent",
    "status",
    "msgType",
    "password",
    "source",
    "scope",
    "restriction",
    "addresses",
    "code",
    "note",
    "references",
    "incidents",
    "info",
];
const INFO: &[&str] = &[
    "language",
    "category",
    "event",
    "responseType",
    "urgency",
    "severity",
    "certainty",
    "audience",
    "eventCode",
    "effective",
    "onset",
    "expires",
    "senderName",
    "headline",
    "description",
    "instruction",
    "web",
    "contact",
    "parameter",
    "resource",
    "area",
];
const RESOURCE: &[&str] = &["resourceDesc", "mimeType", "size", "uri", "derefUri", "digest"];
const AREA: &[&str] = &["areaDesc", "polygon", "circle", "geocode", "altitude", "ceiling"];

/// The alert that an element holds. `at` names the file and the number of the
/// alert in it; the identifier is added to it.
pub(super) fn alert(
    node: &Node,
    namespace: &str,
    at: &RecordRef,
    issues: &mut Issues,
) -> (Alert, RecordRef) {
    let identifier = node.children.iter().find(|child| child.own && child.name == "identifier");
    let identifier = identifier.map_or("", |child| child.text.trim());
    let at = if identifier.is_empty() { at.clone() } else { at.clone().id(identifier) };
    let mut fields = Fields { node, path: "alert".to_owned(), at: &at, issues };
    let version = CapVersion::of_namespace(namespace).unwrap_or_else(|| {
        let found = if namespace.is_empty() { "none".into() } else { format!("{namespace:?}") };
        let text = format!("expected a namespace of CAP 1.0, 1.1 or 1.2, found {found}");
        fields.hint(&rules::NAMESPACE, node.line, "", &text, "read as CAP 1.2");
        CapVersion::default()
    });
    if astray(node) {
        let text = "expected one namespace throughout, found elements in none or in another of CAP";
        fields.hint(&rules::NAMESPACE, node.line, "", text, "read all the same");
    }
    let mut alert = Alert {
        version,
        identifier: fields.required("identifier"),
        sender: fields.required("sender"),
        sent: sent(&mut fields),
        status: fields.word("status"),
        msg_type: fields.word("msgType"),
        password: fields.optional("password"),
        source: fields.optional("source"),
        scope: if version == CapVersion::V1_0 && fields.all("scope").next().is_none() {
            None
        } else {
            fields.word("scope")
        },
        restriction: fields.optional("restriction"),
        addresses: fields.optional("addresses"),
        codes: fields.texts("code"),
        note: fields.optional("note"),
        references: references(&mut fields),
        incidents: fields.optional("incidents"),
        infos: Vec::new(),
    };
    fields.others(ALERT);
    for (number, node) in fields.all("info").enumerate() {
        let path = format!("alert/info[{}]", number + 1);
        alert.infos.push(info(&mut Fields { node, path, at: &at, issues: &mut *fields.issues }));
    }
    orient(&mut alert, &mut fields);
    (alert, at)
}

/// Whether an element of CAP in it is in another namespace than the alert.
fn astray(node: &Node) -> bool {
    node.astray || node.children.iter().any(astray)
}

fn sent(fields: &mut Fields<'_>) -> CapTime {
    if fields.all("sent").all(|child| child.text.trim().is_empty()) {
        return CapTime::written(fields.required("sent"));
    }
    fields.time("sent").unwrap_or_default()
}

fn references(fields: &mut Fields<'_>) -> Vec<Reference> {
    let line = fields.all("references").next().map_or(0, |child| child.line);
    let Some(text) = fields.optional("references") else { return Vec::new() };
    let found = Reference::list(&text);
    for reference in found.iter().filter(|reference| !reference.is_whole()) {
        let shown = crate::scenario::rules::cut(&reference.to_string());
        let text = format!("expected sender,identifier,sent, found {shown:?}");
        fields.say(&rules::REFERENCE_UNREADABLE, line, "references", &text);
    }
    found
}

fn info(fields: &mut Fields<'_>) -> Info {
    let mut info = Info {
        language: fields.optional("language"),
        categories: fields.words("category"),
        event: fields.required("event"),
        response_types: fields.words("responseType"),
        urgency: fields.word("urgency"),
        severity: fields.word("severity"),
        certainty: fields.word("certainty"),
        audience: fields.optional("audience"),
        event_codes: fields.named("eventCode"),
        effective: fields.time("effective"),
        onset: fields.time("onset"),
        expires: fields.time("expires"),
        sender_name: fields.optional("senderName"),
        headline: fields.optional("headline"),
        description: fields.optional("description"),
        instruction: fields.optional("instruction"),
        web: fields.optional("web"),
        contact: fields.optional("contact"),
        parameters: fields.named("parameter"),
        resources: Vec::new(),
        areas: Vec::new(),
    };
    fields.others(INFO);
    for (number, node) in fields.all("resource").enumerate() {
        let path = format!("{}/resource[{}]", fields.path, number + 1);
        let at = fields.at;
        let mut fields = Fields { node, path, at, issues: &mut *fields.issues };
        info.resources.push(Resource {
            description: fields.required("resourceDesc"),
            mime_type: fields.optional("mimeType"),
            size: fields.optional("size"),
            uri: fields.optional("uri"),
            deref_uri: fields.optional("derefUri"),
            digest: fields.optional("digest"),
        });
        fields.others(RESOURCE);
    }
    for (number, node) in fields.all("area").enumerate() {
        let path = format!("{}/area[{}]", fields.path, number + 1);
        let at = fields.at;
        info.areas.push(area(&mut Fields { node, path, at, issues: &mut *fields.issues }));
    }
    info
}

/// An area whose coordinates stand as they were written, latitude first.
fn area(fields: &mut Fields<'_>) -> AlertArea {
    let area = AlertArea {
        description: fields.required("areaDesc"),
        polygons: polygons(fields),
        circles: circles(fields),
        geocodes: fields.named("geocode"),
        altitude: fields.optional("altitude"),
        ceiling: fields.optional("ceiling"),
    };
    fields.others(AREA);
    area
}

fn polygons(fields: &mut Fields<'_>) -> Vec<Ring> {
    let mut rings = Vec::new();
    for (number, child) in fields.all("polygon").enumerate() {
        let name = format!("polygon[{}]", number + 1);
        match points::pairs(&child.text) {
            Ok(points) if points.pairs.is_empty() => {
                let text = "expected pairs lat,lon, found none";
                fields.hint(&rules::POLYGON_EMPTY, child.line, &name, text, "left out");
            }
            Ok(points) => {
                if let Some(odd) = points.odd {
                    let text = format!("expected pairs lat,lon between blanks, found {odd}");
                    fields.say(&rules::POLYGON_MENDED, child.line, &name, &text);
                }
                rings.push(Ring(points.pairs));
            }
            Err(text) => {
                fields.hint(&rules::POLYGON_REFUSED, child.line, &name, &text, "left out");
            }
        }
    }
    rings
}

fn circles(fields: &mut Fields<'_>) -> Vec<Circle> {
    let mut circles = Vec::new();
    for (number, child) in fields.all("circle").enumerate() {
        let name = format!("circle[{}]", number + 1);
        if child.text.trim().is_empty() {
            let text = "expected lat,lon radius, found nothing";
            fields.hint(&rules::POLYGON_EMPTY, child.line, &name, text, "left out");
            continue;
        }
        match points::circle(&child.text) {
            Ok((centre, radius_km, odd)) => {
                if let Some(odd) = odd {
                    let text = format!("expected lat,lon radius, found {odd}");
                    fields.say(&rules::POLYGON_MENDED, child.line, &name, &text);
                }
                circles.push(Circle { centre, radius_km });
            }
            Err(text) => {
                fields.hint(&rules::CIRCLE_REFUSED, child.line, &name, &text, "left out");
            }
        }
    }
    circles
}

/// Turns every pair to longitude and latitude, and leaves out what is then off
/// the earth.
fn orient(alert: &mut Alert, fields: &mut Fields<'_>) {
    let line = fields.node.line;
    if points::longitude_first(alert) {
        let text = "expected latitude before longitude, found pairs that are on the earth only the other way";
        let hint = "every polygon and circle of the alert was read as longitude, latitude";
        fields.hint(&rules::AXES_SWAPPED, line, "", text, hint);
    } else {
        for area in alert.infos.iter_mut().flat_map(|info| &mut info.areas) {
            area.polygons.iter_mut().flat_map(|ring| &mut ring.0).for_each(points::turn);
            area.circles.iter_mut().for_each(|circle| points::turn(&mut circle.centre));
        }
    }
    for (i, info) in alert.infos.iter_mut().enumerate() {
        for (a, area) in info.areas.iter_mut().enumerate() {
            let path = format!("info[{}]/area[{}]", i + 1, a + 1);
            let mut off = |rule, [lon, lat]: [f64; 2]| {
                let text = format!(
                    "expected latitude −90 to 90 and longitude −180 to 180, found {lat},{lon}"
                );
                fields.hint(rule, line, &path, &text, "left out");
            };
            area.polygons.retain(|ring| {
                let wrong = ring.0.iter().find(|[lon, lat]| lat.abs() > 90.0 || lon.abs() > 180.0);
                wrong.inspect(|wrong| off(&rules::POLYGON_REFUSED, **wrong)).is_none()
            });
            area.circles.retain(|circle| {
                let fits = circle.fits();
                if !fits {
                    off(&rules::CIRCLE_REFUSED, circle.centre);
                }
                fits
            });
        }
    }
}
