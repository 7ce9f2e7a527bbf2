//! Finding the records that the places of a notice mean.
//!
//! Floor 2.

use super::answer::Resolution;
use super::build::Gazetteer;
use super::entry::PlaceKey;
use super::query::PlaceQuery;
use crate::id::Kind;
use crate::notice::Content;
use crate::notice::Notice;
use crate::notice::NoticePlace;
use crate::notice::rules::PLACE_UNRESOLVED;
use crate::record::RecordRef;
use crate::scenario::Issue;

impl Gazetteer {
    /// Puts into each place of a notice that is only a name or a code the
    /// record that it means. Where several may be meant, or none, the place
    /// stays as it is and the issue says which came into question.
    ///
    /// An opening is looked for among corridors, then checkpoints; a checkpoint's
    /// status among checkpoints, then corridors; a ban among neighbourhoods;
    /// and only then among everything.
    pub fn settle(&self, notice: &mut Notice, at: &RecordRef) -> Vec<Issue> {
        let kinds: &[Kind] = match notice.content {
            Content::CorridorOpening(_) => &[Kind::SafeCorridor, Kind::Checkpoint],
            Content::CheckpointStatus { .. } => &[Kind::Checkpoint, Kind::SafeCorridor],
            _ => &[Kind::Neighbourhood],
        };
        let mut issues = Vec::new();
        for place in notice.places.iter_mut().filter(|place| !place.is_placed()) {
            let Some((written, found)) = self.meant(place, kinds) else { continue };
            if let Some(PlaceKey::Feature(feature)) = found.place() {
                place.feature = Some(feature.clone());
                continue;
            }
            let text = format!("expected a name that means one record, found {written:?}: {found}");
            issues.push(PLACE_UNRESOLVED.issue(at.clone(), text).hint("it decides nothing there"));
        }
        issues
    }

    /// What a place means, by its codes and then by its name.
    fn meant(&self, place: &NoticePlace, kinds: &[Kind]) -> Option<(String, Resolution)> {
        let texts = place.codes.values().chain(&place.name);
        let mut last = None;
        for text in texts {
            for kind in kinds.iter().copied().map(Some).chain([None]) {
                let query = PlaceQuery { kind, ..PlaceQuery::new(text.as_str()) };
                let found = self.resolve(&query);
                let is_record = matches!(found.place(), Some(PlaceKey::Feature(_)));
                if is_record || found.is_ambiguous() {
                    return Some((text.clone(), found));
                }
                last = Some((text.clone(), found));
            }
        }
        last
    }
}
