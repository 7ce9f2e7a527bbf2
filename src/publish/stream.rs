//! Features that come one by one, as an audience may see them.

use super::Audience;
use super::RedactionReport;
use super::redact::Redactor;
use super::release::ReleasedLayer;
use crate::layer::LayerError;
use crate::layer::LayerFeature;
use crate::layer::LayerSchema;
use std::borrow::Cow;
use std::fmt;

/// Features that pass an audience while they are read: what a writer takes.
///
/// [`ReleasedLayer::features`] gives those of a layer,
/// [`Audience::release_features`] lets features through that come from anywhere,
/// so that memory does not grow with their number. An iterator.
pub struct ReleasedFeatures<'a> {
    schema: LayerSchema,
    audience: String,
    decimals: u8,
    from: From<'a>,
}

enum From<'a> {
    Layer(std::slice::Iter<'a, LayerFeature>),
    Stream {
        source: Box<dyn Iterator<Item = Result<LayerFeature, LayerError>> + Send + 'a>,
        whole: LayerSchema,
        redactor: Box<Redactor<'a>>,
        before: Option<String>,
    },
}

impl fmt::Debug for ReleasedFeatures<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ReleasedFeatures")
            .field("schema", &self.schema)
            .field("audience", &self.audience)
            .finish_non_exhaustive()
    }
}

impl<'a> ReleasedFeatures<'a> {
    pub(super) fn of_layer(layer: &'a ReleasedLayer) -> Self {
        Self {
            schema: layer.layer().schema().clone(),
            audience: layer.audience().to_owned(),
            decimals: layer.decimals(),
            from: From::Layer(layer.layer().features().iter()),
        }
    }

    /// What the layer is, apart from its features, as the audience may see it.
    pub const fn schema(&self) -> &LayerSchema {
        &self.schema
    }

    /// The name of the audience that they are for.
    pub fn audience(&self) -> &str {
        &self.audience
    }

    /// The decimals of a degree that their coordinates are rounded to.
    pub const fn decimals(&self) -> u8 {
        self.decimals
    }

    /// How many are still to come, if that is known.
    pub fn remaining(&self) -> Option<usize> {
        match &self.from {
            From::Layer(features) => Some(features.len()),
            From::Stream { .. } => None,
        }
    }

    /// What was held back so far; `None` for the features of a layer, which was
    /// released before and whose [`Release`](super::Release) has the report.
    pub fn report(&self) -> Option<&RedactionReport> {
        match &self.from {
            From::Layer(_) => None,
            From::Stream { redactor, .. } => Some(&redactor.report),
        }
    }
}

impl<'a> Iterator for ReleasedFeatures<'a> {
    type Item = Result<Cow<'a, LayerFeature>, LayerError>;

    fn next(&mut self) -> Option<Self::Item> {
        match &mut self.from {
            From::Layer(features) => features.next().map(|feature| Ok(Cow::Borrowed(feature))),
            From::Stream { source, whole, redactor, before } => loop {
                let feature = match source.next()? {
                    Ok(feature) => feature,
                    Err(error) => return Some(Err(error)),
                };
                if let Err(error) = follows(whole, before, &feature) {
                    return Some(Err(error));
                }
                if let Some(seen) = redactor.pass(&feature) {
                    return Some(Ok(Cow::Owned(seen)));
                }
            },
        }
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        match &self.from {
            From::Layer(features) => features.size_hint(),
            From::Stream { source, .. } => (0, source.size_hint().1),
        }
    }
}

/// Holds a feature against its layer; its key must come after the one before,
/// which is how keys are known to be unlike without keeping them.
fn follows(
    schema: &LayerSchema,
    before: &mut Option<String>,
    feature: &LayerFeature,
) -> Result<(), LayerError> {
    schema.check(feature)?;
    match before {
        Some(before) if before.as_str() >= feature.key() => Err(LayerError::BadKey {
            layer: schema.name().to_owned(),
            feature: feature.key().to_owned(),
        }),
        Some(before) => {
            before.clear();
            before.push_str(feature.key());
            Ok(())
        }
        None => {
            *before = Some(feature.key().to_owned());
            Ok(())
        }
    }
}

impl Audience {
    /// Lets features through as they come, so that memory stays the same however
    /// many there are.
    ///
    /// Small counts of people are left out, but nothing is known of sums that would
    /// give them away: layers with such sums are released whole.
    ///
    /// Each is held against the schema and must have a key after that of the one
    /// before (by its bytes). Its identifier is its key's own
    /// ([`stable_id`](crate::layer::stable_id)): unlike in a
    /// [`Layer`](crate::layer::Layer), two keys may by chance share one (among ten
    /// million features 0.6 % of all times).
    pub fn release_features<'a>(
        &'a self,
        schema: &LayerSchema,
        features: impl IntoIterator<Item = Result<LayerFeature, LayerError>, IntoIter: Send + 'a>,
    ) -> ReleasedFeatures<'a> {
        let redactor = Redactor::new(self, schema);
        ReleasedFeatures {
            schema: redactor.schema(schema),
            audience: self.name().to_owned(),
            decimals: self.decimals(),
            from: From::Stream {
                source: Box::new(features.into_iter()),
                whole: schema.clone(),
                redactor: Box::new(redactor),
                before: None,
            },
        }
    }
}
