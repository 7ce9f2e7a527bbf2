//! Who a layer is for, and what of it they may see.

use crate::layer::Layer;
use crate::layer::grid::MAX_DECIMALS;
use crate::model::Sensitivity;
use std::collections::{BTreeMap, BTreeSet};

/// Who a layer is for: decides which layers, which records, which columns and
/// how many decimals of a coordinate they see.
///
/// | | highest sensitivity let through | decimals | about |
/// |---|---|---|---|
/// | [`public`](Self::public) | low | 5 | 1.1 m |
/// | [`partner`](Self::partner) | moderate | 6 | 0.11 m |
/// | [`internal`](Self::internal) | high | 7 | 1.1 cm |
///
/// A record that nobody has classed counts as high: it reaches only an internal
/// audience. A severe record reaches none, and no audience can be made that it
/// reaches.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Audience {
    name: String,
    ceiling: Sensitivity,
    decimals: u8,
    layers: Option<BTreeSet<String>>,
    fields: BTreeMap<String, BTreeSet<String>>,
}

impl Audience {
    /// Anybody: what is public already, or harmless.
    pub fn public() -> Self {
        Self::standard("public", Sensitivity::Low, 5)
    }

    /// Those who work with it and keep it to themselves.
    pub fn partner() -> Self {
        Self::standard("partner", Sensitivity::Moderate, 6)
    }

    /// Those who made it.
    pub fn internal() -> Self {
        Self::standard("internal", Sensitivity::High, 7)
    }

    /// Starts an audience of the user's own. Until told otherwise it sees what
    /// the public sees.
    pub fn builder(name: impl Into<String>) -> AudienceBuilder {
        AudienceBuilder { audience: Self { name: name.into(), ..Self::public() } }
    }

    fn standard(name: &str, ceiling: Sensitivity, decimals: u8) -> Self {
        Self { name: name.to_owned(), ceiling, decimals, layers: None, fields: BTreeMap::new() }
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

    /// For each column, whether it is let through.
    pub(super) fn columns(&self, layer: &Layer) -> Vec<bool> {
        let allowed = self.fields.get(layer.name());
        let let_through = |name: &str| allowed.is_none_or(|allowed| allowed.contains(name));
        layer.fields().iter().map(|field| let_through(field.name())).collect()
    }
}

/// Makes an [`Audience`].
///
/// ```
/// use safepassage::model::Sensitivity;
/// use safepassage::publish::Audience;
///
/// let press = Audience::builder("press")
///     .decimals(3)
///     .only_layers(["corridors", "shelters"])
///     .only_fields("shelters", ["name", "name_ar"])
///     .build()?;
/// assert!(!press.may_see(Sensitivity::Moderate));
/// # Ok::<(), safepassage::publish::InvalidAudience>(())
/// ```
#[derive(Clone, Debug)]
pub struct AudienceBuilder {
    audience: Audience,
}

impl AudienceBuilder {
    /// Sets the highest sensitivity let through.
    #[must_use]
    pub const fn ceiling(mut self, ceiling: Sensitivity) -> Self {
        self.audience.ceiling = ceiling;
        self
    }

    /// Sets the most decimals of a degree let through: 3 is about 110 m, 4 about
    /// 11 m, 5 about 1.1 m.
    #[must_use]
    pub const fn decimals(mut self, decimals: u8) -> Self {
        self.audience.decimals = decimals;
        self
    }

    /// Lets only the layers of these names through.
    #[must_use]
    pub fn only_layers<N: Into<String>>(mut self, names: impl IntoIterator<Item = N>) -> Self {
        self.audience.layers = Some(names.into_iter().map(Into::into).collect());
        self
    }

    /// Of the layer named, lets only these columns through (and the key and the window).
    #[must_use]
    pub fn only_fields<N: Into<String>>(
        mut self,
        layer: impl Into<String>,
        names: impl IntoIterator<Item = N>,
    ) -> Self {
        self.audience.fields.insert(layer.into(), names.into_iter().map(Into::into).collect());
        self
    }

    /// Checks and makes the audience.
    ///
    /// # Errors
    ///
    /// [`InvalidAudience`] if it has no name, would see what is severe, or would
    /// see more than 12 decimals.
    pub fn build(self) -> Result<Audience, InvalidAudience> {
        let audience = self.audience;
        let (expected, found) = if audience.name.trim().is_empty() {
            ("a name", "none".to_owned())
        } else if audience.ceiling >= Sensitivity::Severe {
            ("a ceiling below severe, which never leaves", "severe".to_owned())
        } else if audience.decimals > MAX_DECIMALS {
            ("at most 12 decimals", audience.decimals.to_string())
        } else {
            return Ok(audience);
        };
        Err(InvalidAudience { name: audience.name, expected, found })
    }
}

/// An audience that cannot be.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("audience {name:?}: expected {expected}, found {found}")]
#[non_exhaustive]
pub struct InvalidAudience {
    /// The name that was given.
    pub name: String,
    /// What would have been right.
    pub expected: &'static str,
    /// What was given.
    pub found: String,
}
