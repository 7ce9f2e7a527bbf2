//! What was held back, in numbers and without values.

use serde::Serialize;
use std::collections::BTreeMap;
use std::fmt;

/// Why a record was held back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum DropReason {
    /// The audience does not see this layer at all.
    LayerNotAllowed,
    /// The record's sensitivity is above the audience's ceiling.
    TooSensitive,
    /// It may be published only later, or nobody said what time it is.
    Delayed,
    /// Nothing is left of its shape at the decimals that the audience may see.
    CollapsedByRounding,
    /// It lies in none of the units that it would be shown by.
    OutsideUnits,
    /// The audience may see it only rounded or in part, and so it is worth nothing.
    OnlyInPart,
    /// No place was found that hides it among enough people, or it is no point.
    NotMaskable,
}

impl fmt::Display for DropReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::LayerNotAllowed => "in a layer not for this audience",
            Self::TooSensitive => "too sensitive",
            Self::Delayed => "not to be published yet",
            Self::CollapsedByRounding => "too small at this audience's precision",
            Self::OutsideUnits => "outside the units shown",
            Self::OnlyInPart => "of no use rounded or in part, as this audience may see it",
            Self::NotMaskable => "not to be hidden among enough people",
        })
    }
}

/// What was held back from an audience, in numbers and without values.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct RedactionReport {
    /// The audience's name.
    pub audience: String,
    /// The layer's name.
    pub layer: String,
    /// Records let through.
    pub kept: usize,
    /// Records held back, by reason.
    pub dropped: BTreeMap<DropReason, usize>,
    /// Records let through whose coordinates lost decimals.
    pub rounded: usize,
    /// Records let through that are shown by the unit they lie in.
    pub coarsened: usize,
    /// Records let through that are shown at another place.
    pub masked: usize,
    /// Small counts of people left out of records let through.
    pub small_counts: usize,
    /// Other counts of people left out since they would give small ones away.
    pub other_counts: usize,
    /// Lines, polygons and holes of kept records of which nothing was left at
    /// the audience's decimals.
    pub parts_lost: usize,
    /// Columns held back.
    pub fields_withheld: usize,
}

impl RedactionReport {
    pub(super) fn of(audience: &str, layer: &str) -> Self {
        Self { audience: audience.to_owned(), layer: layer.to_owned(), ..Self::default() }
    }
}

impl fmt::Display for RedactionReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "layer {:?} for {}: {} kept", self.layer, self.audience, self.kept)?;
        for (reason, count) in &self.dropped {
            write!(f, ", {count} {reason}")?;
        }
        for (count, what) in [
            (self.coarsened, "shown by unit"),
            (self.masked, "shown elsewhere"),
            (self.small_counts, "small counts left out"),
            (self.other_counts, "counts that give them away"),
            (self.fields_withheld, "columns withheld"),
        ] {
            if count > 0 {
                write!(f, ", {count} {what}")?;
            }
        }
        Ok(())
    }
}
