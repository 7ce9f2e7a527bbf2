//! Notices as an audience may see them, and what was held back.

use super::Audience;
use super::DropReason;
use crate::layer::LayerGeometry;
use crate::layer::grid::Grid;
use crate::model::Area;
use crate::model::Sensitivity;
use crate::notice::Notice;
use crate::notice::Stance;
use serde::Serialize;
use std::collections::BTreeMap;

/// The name that notices go by in an audience's lists of layers and columns.
const LAYER: &str = "notices";

/// Notices that have passed an audience: the only thing that a writer of notices takes.
#[derive(Clone, Debug, PartialEq)]
pub struct ReleasedNotices {
    notices: Vec<Notice>,
    audience: String,
}

impl ReleasedNotices {
    /// What is left of the notices, in their order.
    pub fn notices(&self) -> &[Notice] {
        &self.notices
    }

    /// The name of the audience that they are for.
    pub fn audience(&self) -> &str {
        &self.audience
    }
}

/// What [`Audience::release_notices`] makes.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct NoticesRelease {
    /// The notices as the audience may see them.
    pub notices: ReleasedNotices,
    /// What was held back, in numbers and without values.
    pub report: NoticesReport,
}

/// What of some notices was held back from an audience.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct NoticesReport {
    /// The audience's name.
    pub audience: String,
    /// Notices let through.
    pub kept: usize,
    /// Notices held back, by reason.
    pub withheld: BTreeMap<DropReason, usize>,
    /// How many of those held back close something or doubt it. Where there are
    /// any, what is left may look more open than it is.
    pub withheld_closing: usize,
    /// Notices let through whose areas lost decimals.
    pub rounded: usize,
}

impl NoticesReport {
    /// How many notices were held back.
    pub fn withheld_in_all(&self) -> usize {
        self.withheld.values().sum()
    }
}

impl Audience {
    /// What of these notices this audience may see.
    ///
    /// A notice above the ceiling is left out; one that nobody has classed counts
    /// as high. Areas are rounded to the audience's decimals, and a notice with
    /// an area of which nothing is left by that is left out. Identifiers stay as
    /// they are, also those of notices held back that others refer to.
    ///
    /// The audience's lists speak of notices as the layer `notices`. Of the
    /// columns, id, issuer, kind, what is said and the times are always let
    /// through; the others that can be withheld are `outlet`, `url`, `agreed_by`,
    /// `rating`, `place`, `place_name`, `place_codes`, `wkt` and `text_` with a language.
    pub fn release_notices<'a>(
        &self,
        notices: impl IntoIterator<Item = &'a Notice>,
    ) -> NoticesRelease {
        let mut report =
            NoticesReport { audience: self.name().to_owned(), ..NoticesReport::default() };
        let mut seen = Vec::new();
        for notice in notices {
            match self.redact_notice(notice, &mut report) {
                Ok(notice) => seen.push(notice),
                Err(reason) => {
                    *report.withheld.entry(reason).or_default() += 1;
                    let closing =
                        matches!(notice.content.stance(), Stance::Closes | Stance::Doubts);
                    report.withheld_closing += usize::from(closing);
                }
            }
        }
        report.kept = seen.len();
        let notices = ReleasedNotices { notices: seen, audience: self.name().to_owned() };
        NoticesRelease { notices, report }
    }

    fn redact_notice(
        &self,
        notice: &Notice,
        report: &mut NoticesReport,
    ) -> Result<Notice, DropReason> {
        if !self.may_see_layer(LAYER) {
            return Err(DropReason::LayerNotAllowed);
        }
        if !self.may_see(notice.sensitivity.unwrap_or(Sensitivity::High)) {
            return Err(DropReason::TooSensitive);
        }
        let mut seen = notice.clone();
        if let Some(allowed) = self.allowed_columns(LAYER) {
            let may = |column: &str| allowed.contains(column);
            seen.outlet = seen.outlet.filter(|_| may("outlet"));
            seen.url = seen.url.filter(|_| may("url"));
            seen.agreed_by.retain(|_| may("agreed_by"));
            seen.rating = seen.rating.filter(|_| may("rating"));
            seen.text.retain(|language, _| may(&format!("text_{language}")));
            for place in &mut seen.places {
                place.feature = place.feature.take().filter(|_| may("place"));
                place.name = place.name.take().filter(|_| may("place_name"));
                place.codes.retain(|_, _| may("place_codes"));
                place.area = place.area.take().filter(|_| may("wkt"));
            }
        }
        let grid = Grid::new(self.decimals());
        let mut rounded = false;
        for area in seen.places.iter_mut().filter_map(|place| place.area.as_mut()) {
            let shape = grid.round(&LayerGeometry::from(area.polygons().clone())).shape;
            let LayerGeometry::Area(polygons) =
                grid.to_geometry(&shape.ok_or(DropReason::CollapsedByRounding)?)
            else {
                return Err(DropReason::CollapsedByRounding);
            };
            let less = Area::new(polygons).map_err(|_| DropReason::CollapsedByRounding)?;
            rounded |= less != *area;
            *area = less;
        }
        report.rounded += usize::from(rounded);
        Ok(seen)
    }
}
