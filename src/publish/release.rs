//! A layer as an audience may see it, and what was held back.

use super::Audience;
use crate::layer::Layer;
use crate::layer::LayerFeature;
use crate::layer::grid::Grid;
use serde::Serialize;
use std::collections::BTreeMap;
use std::fmt;

/// What [`Audience::release`] makes.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Release {
    /// The layer as the audience may see it.
    pub layer: ReleasedLayer,
    /// What was held back, in numbers and without values.
    pub report: RedactionReport,
}

/// A layer that has passed an audience: the only thing a writer takes.
#[derive(Clone, Debug, PartialEq)]
pub struct ReleasedLayer {
    layer: Layer,
    audience: String,
    decimals: u8,
}

impl ReleasedLayer {
    /// What is left of the layer.
    pub const fn layer(&self) -> &Layer {
        &self.layer
    }

    /// The name of the audience that it is for.
    pub fn audience(&self) -> &str {
        &self.audience
    }

    /// The decimals of a degree that its coordinates are rounded to.
    pub const fn decimals(&self) -> u8 {
        self.decimals
    }
}

/// Why a record was held back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum DropReason {
    /// The audience does not see this layer at all.
    LayerNotAllowed,
    /// The record's sensitivity is above the audience's ceiling.
    TooSensitive,
    /// Nothing is left of its shape at the decimals that the audience may see.
    CollapsedByRounding,
}

impl fmt::Display for DropReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::LayerNotAllowed => "in a layer not for this audience",
            Self::TooSensitive => "too sensitive",
            Self::CollapsedByRounding => "too small at this audience's precision",
        })
    }
}

/// What was held back from an audience, in numbers and without values.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
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
    /// Lines, polygons and holes of kept records of which nothing was left at
    /// the audience's decimals.
    pub parts_lost: usize,
    /// Columns held back.
    pub fields_withheld: usize,
}

impl fmt::Display for RedactionReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "layer {:?} for {}: {} kept", self.layer, self.audience, self.kept)?;
        for (reason, count) in &self.dropped {
            write!(f, ", {count} {reason}")?;
        }
        if self.fields_withheld > 0 {
            write!(f, ", {} columns withheld", self.fields_withheld)?;
        }
        Ok(())
    }
}

impl Audience {
    /// What of `layer` this audience may see.
    ///
    /// Records above the ceiling and columns not on the allow-list are left out;
    /// coordinates are rounded to the audience's decimals, so that no writer can
    /// say more. A record of which nothing is left by that rounding is left out
    /// and counted. Identifiers stay as they are. Linear in positions and values.
    pub fn release(&self, layer: &Layer) -> Release {
        let mut report = RedactionReport {
            audience: self.name().to_owned(),
            layer: layer.name().to_owned(),
            kept: 0,
            dropped: BTreeMap::new(),
            rounded: 0,
            parts_lost: 0,
            fields_withheld: 0,
        };
        let seen = if self.may_see_layer(layer.name()) {
            let columns = self.columns(layer);
            report.fields_withheld = columns.iter().filter(|keep| !**keep).count();
            let mut features = Vec::new();
            for feature in layer.features() {
                match self.redact(feature, &columns, &mut report) {
                    Ok(feature) => features.push(feature),
                    Err(reason) => *report.dropped.entry(reason).or_default() += 1,
                }
            }
            layer.redacted(&columns, features)
        } else {
            report.fields_withheld = layer.fields().len();
            if !layer.features().is_empty() {
                report.dropped.insert(DropReason::LayerNotAllowed, layer.features().len());
            }
            layer.withheld()
        };
        report.kept = seen.features().len();
        let layer = ReleasedLayer {
            layer: seen,
            audience: self.name().to_owned(),
            decimals: self.decimals(),
        };
        Release { layer, report }
    }

    fn redact(
        &self,
        feature: &LayerFeature,
        columns: &[bool],
        report: &mut RedactionReport,
    ) -> Result<LayerFeature, DropReason> {
        if !self.may_see(feature.sensitivity_class()) {
            return Err(DropReason::TooSensitive);
        }
        let Some(geometry) = feature.geometry() else {
            return Ok(feature.redacted(None, columns));
        };
        let grid = Grid::new(self.decimals());
        let snapped = grid.round(geometry);
        let shape = snapped.shape.ok_or(DropReason::CollapsedByRounding)?;
        let rounded = grid.to_geometry(&shape);
        report.parts_lost += snapped.lost;
        report.rounded += usize::from(rounded != *geometry);
        Ok(feature.redacted(Some(rounded), columns))
    }
}
