//! A layer as an audience may see it, and what was held back.

use super::Audience;
use super::RedactionReport;
use super::ReleasedFeatures;
use crate::layer::Layer;

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
    pub(super) fn new(layer: Layer, audience: &Audience) -> Self {
        Self { layer, audience: audience.name().to_owned(), decimals: audience.decimals() }
    }

    /// What is left of the layer.
    pub const fn layer(&self) -> &Layer {
        &self.layer
    }

    /// The same for the same audience in another shape: a writer's columns are added
    /// or features repeated, nothing is shown that was not.
    pub(crate) fn reshaped(&self, layer: Layer) -> Self {
        Self { layer, audience: self.audience.clone(), decimals: self.decimals }
    }

    /// Its features, for a writer.
    pub fn features(&self) -> ReleasedFeatures<'_> {
        ReleasedFeatures::of_layer(self)
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
