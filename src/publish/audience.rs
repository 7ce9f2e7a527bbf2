//! Who a layer is for, and what of it they may see.

use super::AudienceBuilder;
use super::Mask;
use super::Units;
use crate::layer::Embargo;
use crate::layer::LayerFeature;
use crate::layer::LayerSchema;
use crate::model::Sensitivity;
use jiff::{SignedDuration, Timestamp};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Who a layer is for: decides which layers, which records, which columns and
/// how many decimals of a coordinate they see, and when.
///
/// | | highest sensitivity let through | decimals | about | small counts |
/// |---|---|---|---|---|
/// | [`public`](Self::public) | low | 5 | 1.1 m | below 10 left out |
/// | [`partner`](Self::partner) | moderate | 6 | 0.11 m | below 5 left out |
/// | [`internal`](Self::internal) | high | 7 | 1.1 cm | shown |
///
/// What is allowed is said, what is not said is held back: a record, a column or
/// a layer that nobody has classed counts as high and reaches only an internal
/// audience. A severe record reaches none, and no audience can be made that it
/// reaches. Planned ways, flows and crowds are high whatever they came from, and
/// the trace of one person is severe.
#[derive(Clone, Debug, PartialEq)]
pub struct Audience {
    pub(super) name: String,
    pub(super) ceiling: Sensitivity,
    pub(super) decimals: u8,
    pub(super) layers: Option<BTreeSet<String>>,
    pub(super) fields: BTreeMap<String, BTreeSet<String>>,
    pub(super) treatments: BTreeMap<String, Treatment>,
    pub(super) delays: BTreeMap<String, SignedDuration>,
    pub(super) least_count: Option<u64>,
    pub(super) sees_embargoed: bool,
    pub(super) now: Option<Timestamp>,
}

/// How the places of a layer are shown.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Treatment {
    /// At the audience's decimals.
    AsItIs,
    /// By the units they lie in.
    Units(Arc<Units>),
    /// Elsewhere.
    Mask(Arc<Mask>),
}

impl Audience {
    /// Anybody: what is public already, or harmless.
    pub fn public() -> Self {
        Self::standard("public", Sensitivity::Low, 5, Some(10))
    }

    /// Those who work with it and keep it to themselves.
    pub fn partner() -> Self {
        Self::standard("partner", Sensitivity::Moderate, 6, Some(5))
    }

    /// Those who made it. They see what is under embargo.
    pub fn internal() -> Self {
        Self { sees_embargoed: true, ..Self::standard("internal", Sensitivity::High, 7, None) }
    }

    /// Starts an audience of the user's own. Until told otherwise it sees what
    /// the public sees.
    pub fn builder(name: impl Into<String>) -> AudienceBuilder {
        AudienceBuilder { audience: Self { name: name.into(), ..Self::public() } }
    }

    fn standard(name: &str, ceiling: Sensitivity, decimals: u8, least_count: Option<u64>) -> Self {
        Self {
            name: name.to_owned(),
            ceiling,
            decimals,
            layers: None,
            fields: BTreeMap::new(),
            treatments: BTreeMap::new(),
            delays: BTreeMap::new(),
            least_count,
            sees_embargoed: false,
            now: None,
        }
    }

    /// The same audience at an instant, from which embargoes and delays are
    /// counted. Without one whatever has an embargo or a delay is held back.
    #[must_use]
    pub const fn at(mut self, now: Timestamp) -> Self {
        self.now = Some(now);
        self
    }

    /// The audience's name, written into files.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The highest sensitivity let through.
    pub const fn ceiling(&self) -> Sensitivity {
        self.ceiling
    }

    /// The most decimals of a degree let through.
    pub const fn decimals(&self) -> u8 {
        self.decimals
    }

    /// Counts of people from 1 to one less than this are left out.
    pub const fn least_count(&self) -> Option<u64> {
        self.least_count
    }

    /// Whether a record of this sensitivity is let through.
    pub fn may_see(&self, sensitivity: Sensitivity) -> bool {
        sensitivity < Sensitivity::Severe && sensitivity <= self.ceiling
    }

    /// Whether any of the layer is let through.
    pub(super) fn may_see_layer(&self, layer: &str) -> bool {
        self.layers.as_ref().is_none_or(|layers| layers.contains(layer))
    }

    /// Whether all of the layer's columns are let through, for what leaves in a
    /// form that has no columns.
    #[cfg(feature = "cap")]
    pub(crate) fn may_see_whole_layer(&self, layer: &str) -> bool {
        self.may_see_layer(layer) && !self.fields.contains_key(layer)
    }

    /// The columns of a layer that alone are let through, if there is such a list.
    pub(super) fn allowed_columns(&self, layer: &str) -> Option<&BTreeSet<String>> {
        self.fields.get(layer)
    }

    /// For each column, whether it is let through: if it is on the layer's list,
    /// or there is none and the column is harmless enough. None that is severe.
    pub(super) fn columns(&self, schema: &LayerSchema) -> Vec<bool> {
        let allowed = self.fields.get(schema.name());
        let columns = schema.fields().iter().map(|field| {
            let class = field.sensitivity_class();
            allowed.map_or(self.may_see(class), |allowed| {
                allowed.contains(field.name()) && class < Sensitivity::Severe
            })
        });
        columns.collect()
    }

    /// How the places of a layer are shown.
    pub(super) fn treatment(&self, layer: &str) -> &Treatment {
        self.treatments.get(layer).unwrap_or(&Treatment::AsItIs)
    }

    /// Whether neither an embargo nor a delay holds the feature back.
    pub(super) fn is_due(&self, layer: &str, feature: &LayerFeature) -> bool {
        let mut not_before = Vec::new();
        let stated = feature.embargo_set();
        let embargo = if self.sees_embargoed { Embargo::default() } else { stated };
        not_before.extend(embargo.until.map(Some));
        if embargo.until_window_ends {
            not_before.push(feature.window().and_then(|window| window.end()));
        }
        if let Some(delay) = self.delays.get(layer) {
            not_before.push(feature.known_since().and_then(|at| at.checked_add(*delay).ok()));
        }
        // An instant that is not known has not come.
        not_before.into_iter().all(|from| from.zip(self.now).is_some_and(|(from, now)| from <= now))
    }
}
