//! From notices to alerts, for an audience.
//!
//! Floor 7.

use super::alert::{Alert, AlertArea, CapVersion, Info, NamedValue, Ring};
use super::own;
use super::reference::Reference;
use super::release::{AlertRedaction, AlertRelease, ReleasedAlerts};
use super::time::CapTime;
use super::word::{AlertSeverity, Category, Certainty, MsgType, ResponseType};
use super::word::{Scope, Status, Urgency, Word};
use crate::layer::LayerGeometry;
use crate::layer::grid::Grid;
use crate::model::Sensitivity;
use crate::notice::Content;
use crate::notice::Lineage;
use crate::notice::Notice;
use crate::notice::NoticeId;
use crate::notice::NoticePlace;
use crate::publish::Audience;
use crate::publish::DropReason;
use geo::{BooleanOps, BoundingRect, Coord, MultiPolygon, Polygon, Rect};
use jiff::Timestamp;
use std::collections::BTreeMap;

/// Makes CAP 1.2 alerts of notices, in the name of one sender.
///
/// An alert says who sends it, and that is whoever publishes, not the party
/// whose words it passes on: the issuer of the notice becomes the sender's name.
///
/// ```
/// use safepassage::io::cap::{CapPublisher, CapWriter};
/// use safepassage::model::Sensitivity;
/// use safepassage::notice::{Content, Notice};
/// use safepassage::publish::Audience;
///
/// let said = "2026-01-08T10:00:00+03:00".parse()?;
/// let mut curfew = Notice::new("curfew-1", "Interior Ministry", said, Content::Curfew);
/// curfew.sensitivity = Some(Sensitivity::Low);
/// let hidden = Notice::new("note-2", "a resident", said, Content::Other);
///
/// let publisher = CapPublisher::new("desk@example.org")?;
/// let release = publisher.release(&[curfew, hidden], &Audience::public());
/// assert_eq!(release.report.to_string(), "alerts for public: 1 kept, 1 too sensitive");
/// assert!(CapWriter::new().to_strings(&release.alerts)[0].contains("Interior Ministry"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct CapPublisher {
    sender: String,
    status: Status,
}

/// A sender that CAP does not allow.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("expected a sender without blanks, commas, < and &, found {found:?}")]
#[non_exhaustive]
pub struct InvalidSender {
    /// What was given, cut to 80 characters.
    pub found: String,
}

impl CapPublisher {
    /// Publishes as `sender`, an identifier such as a mail address, with the
    /// status `Actual`.
    ///
    /// # Errors
    ///
    /// [`InvalidSender`] if it is empty or has a blank, a comma, `<` or `&`.
    pub fn new(sender: impl Into<String>) -> Result<Self, InvalidSender> {
        let sender = sender.into();
        let forbidden = |sign: char| {
            sign.is_whitespace() || sign.is_control() || matches!(sign, ',' | '<' | '&')
        };
        if sender.is_empty() || sender.contains(forbidden) {
            return Err(InvalidSender { found: sender.chars().take(80).collect() });
        }
        Ok(Self { sender, status: Status::Actual })
    }

    /// Sets the status of the alerts, such as an exercise.
    #[must_use]
    pub const fn status(mut self, status: Status) -> Self {
        self.status = status;
        self
    }

    /// What of the notices this audience may see, as alerts, one a notice.
    ///
    /// A notice whose sensitivity is above the audience's ceiling is left out;
    /// one that nobody has classed counts as high. Areas are rounded to the
    /// audience's decimals; a notice with an area of which nothing is left is
    /// left out. CAP has no holes: an area with holes is cut into pieces without.
    /// `docs/CAP.md` says what else CAP cannot carry. O(n log n).
    pub fn release(&self, notices: &[Notice], audience: &Audience) -> AlertRelease {
        let mut report = AlertRedaction::of(audience);
        let mut seen: BTreeMap<&NoticeId, Option<Timestamp>> = BTreeMap::new();
        let mut kept = Vec::new();
        for notice in notices {
            match shapes(notice, audience, &mut report) {
                Ok(shapes) => {
                    seen.insert(&notice.id, Some(notice.said_at));
                    kept.push((notice, shapes));
                }
                Err(reason) => {
                    seen.entry(&notice.id).or_default();
                    report.drop(reason);
                }
            }
        }
        let alerts: Vec<Alert> = kept
            .into_iter()
            .map(|(notice, shapes)| {
                let notice = without_withheld(notice, &seen, &mut report);
                self.alert(&notice, shapes, &seen, audience, &mut report)
            })
            .collect();
        report.kept = alerts.len();
        AlertRelease { alerts: ReleasedAlerts::new(alerts, audience), report }
    }

    fn alert(
        &self,
        notice: &Notice,
        shapes: Vec<Vec<Ring>>,
        seen: &BTreeMap<&NoticeId, Option<Timestamp>>,
        audience: &Audience,
        report: &mut AlertRedaction,
    ) -> Alert {
        let mut references = Vec::new();
        for id in notice.supersedes() {
            match seen.get(id).copied().flatten().or_else(|| time_in(id)) {
                Some(said_at) => references.push(Reference {
                    sender: Some(self.sender.clone()),
                    identifier: own::escape(id.as_str()),
                    sent: Some(CapTime::of(said_at)),
                }),
                None => report.references_unstated += 1,
            }
        }
        let msg_type = match notice.content {
            _ if references.is_empty() => MsgType::Alert,
            Content::Cancellation => MsgType::Cancel,
            _ => MsgType::Update,
        };
        let public = audience.ceiling() == Sensitivity::Low;
        let info = Self::info(notice, shapes);
        let infos = if notice.text.is_empty() {
            vec![info]
        } else {
            let in_language = |(language, words): (&String, &String)| Info {
                language: Some(language.clone()).filter(|tag| !tag.is_empty()),
                description: Some(words.clone()).filter(|words| !words.is_empty()),
                ..info.clone()
            };
            notice.text.iter().map(in_language).collect()
        };
        Alert {
            version: CapVersion::V1_2,
            identifier: own::escape(notice.id.as_str()),
            sender: self.sender.clone(),
            sent: CapTime::of(notice.said_at),
            status: Some(self.status.into()),
            msg_type: Some(msg_type.into()),
            scope: Some(if public { Scope::Public } else { Scope::Restricted }.into()),
            restriction: (!public).then(|| format!("for the audience {}", audience.name())),
            references,
            infos,
            ..Alert::default()
        }
    }

    /// All of the info block but language and words.
    fn info(notice: &Notice, shapes: Vec<Vec<Ring>>) -> Info {
        let ends = own::ends(&notice.time);
        let areas = notice.places.iter().zip(shapes).map(|(place, rings)| area(place, rings));
        Info {
            categories: vec![category(&notice.content).into()],
            event: notice.content.kind().replace('-', " "),
            response_types: response(&notice.content).map(Word::from).into_iter().collect(),
            urgency: Some(Urgency::Unknown.into()),
            severity: Some(AlertSeverity::Unknown.into()),
            certainty: Some(Certainty::Unknown.into()),
            onset: ends.onset,
            expires: ends.expires,
            sender_name: Some(notice.issuer.clone()),
            web: notice.url.clone(),
            parameters: own::parameters(notice),
            areas: areas.collect(),
            ..Info::default()
        }
    }
}

/// The rings of each place, if the audience may see the notice.
fn shapes(
    notice: &Notice,
    audience: &Audience,
    report: &mut AlertRedaction,
) -> Result<Vec<Vec<Ring>>, DropReason> {
    if !audience.may_see_whole_layer("notices") {
        return Err(DropReason::LayerNotAllowed);
    }
    if !audience.may_see(notice.sensitivity.unwrap_or(Sensitivity::High)) {
        return Err(DropReason::TooSensitive);
    }
    let grid = Grid::new(audience.decimals());
    let (mut all, mut lost, mut changed) = (Vec::new(), 0, false);
    for place in &notice.places {
        let Some(area) = &place.area else {
            all.push(Vec::new());
            continue;
        };
        let snapped = grid.publishable(&LayerGeometry::Area(area.polygons().clone()));
        let shape = snapped.shape.ok_or(DropReason::CollapsedByRounding)?;
        lost += snapped.lost;
        let LayerGeometry::Area(rounded) = grid.to_geometry(&shape) else {
            return Err(DropReason::CollapsedByRounding);
        };
        changed |= rounded != *area.polygons();
        all.push(rings(rounded, grid));
    }
    report.parts_lost += lost;
    report.rounded += usize::from(changed);
    Ok(all)
}

/// Outer rings that together cover what the polygons cover.
fn rings(polygons: MultiPolygon, grid: Grid) -> Vec<Ring> {
    let mut rings = Vec::new();
    let mut open: Vec<Polygon> = polygons.0;
    open.reverse();
    while let Some(polygon) = open.pop() {
        let middle = polygon.interiors().first().and_then(BoundingRect::bounding_rect);
        let (Some(hole), Some(all)) = (middle, polygon.bounding_rect()) else {
            let snap = |at: &Coord| grid.degrees(grid.cell(*at));
            rings
                .push(Ring(polygon.exterior().0.iter().map(snap).map(|at| [at.x, at.y]).collect()));
            continue;
        };
        // A cut through the middle of a hole leaves it in neither half.
        let cut = hole.center().x;
        let (low, high) = (all.min(), all.max());
        let west = Rect::new((low.x - 1.0, low.y - 1.0), (cut, high.y + 1.0)).to_polygon();
        let east = Rect::new((cut, low.y - 1.0), (high.x + 1.0, high.y + 1.0)).to_polygon();
        for half in [east, west] {
            let pieces = polygon.intersection(&half).0;
            let fewer = polygon.interiors().len();
            open.extend(pieces.into_iter().filter(|piece| piece.interiors().len() < fewer));
        }
    }
    rings
}

/// The notice without references to what the audience may not see.
fn without_withheld(
    notice: &Notice,
    seen: &BTreeMap<&NoticeId, Option<Timestamp>>,
    report: &mut AlertRedaction,
) -> Notice {
    let mut notice = notice.clone();
    let withheld = |id: &NoticeId| seen.get(id).is_some_and(Option::is_none);
    for list in [&mut notice.updates, &mut notice.cancels] {
        let before = list.len();
        list.retain(|id| !withheld(id));
        report.references_withheld += before - list.len();
    }
    if let Some(Lineage::EchoOf(original)) = &notice.lineage
        && withheld(original)
    {
        // Still a copy, and so no witness of its own.
        notice.lineage = Some(Lineage::EchoOf("withheld".into()));
        report.references_withheld += 1;
    }
    notice
}

/// The time in an identifier that was made of an alert.
fn time_in(id: &NoticeId) -> Option<Timestamp> {
    let sent = id.as_str().split('#').next()?.rsplit(',').next()?;
    CapTime::written(sent).instant().filter(|_| id.as_str().matches(',').count() >= 2)
}

fn area(place: &NoticePlace, polygons: Vec<Ring>) -> AlertArea {
    let mut geocodes: Vec<NamedValue> =
        place.codes.iter().map(|(scheme, code)| NamedValue::new(scheme, code)).collect();
    let feature = place.feature.as_ref().map(ToString::to_string);
    if let Some(feature) = &feature {
        geocodes.push(NamedValue::new(own::FEATURE, feature));
    }
    let description = place.name.clone().unwrap_or_else(|| {
        geocodes.push(NamedValue::new(own::UNNAMED, "true"));
        feature.unwrap_or_else(|| "unnamed".to_owned())
    });
    AlertArea { description, polygons, geocodes, ..AlertArea::default() }
}

const fn category(content: &Content) -> Category {
    match content {
        Content::Curfew
        | Content::Closure
        | Content::Target
        | Content::CheckpointStatus { .. }
        | Content::Pause
        | Content::Ceasefire
        | Content::Cancellation => Category::Security,
        Content::CorridorOpening(_) | Content::ShelterOpening { .. } | Content::Returns { .. } => {
            Category::Safety
        }
        _ => Category::Other,
    }
}

/// What those it reaches are told to do, where the notice itself says so.
const fn response(content: &Content) -> Option<ResponseType> {
    match content {
        Content::Curfew => Some(ResponseType::Shelter),
        Content::Closure | Content::Target => Some(ResponseType::Avoid),
        _ => None,
    }
}
