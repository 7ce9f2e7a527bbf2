//! Makes audiences of the user's own.

use super::Audience;
use super::Mask;
use super::Units;
use super::audience::Treatment;
use crate::layer::grid::MAX_DECIMALS;
use crate::model::Sensitivity;
use jiff::SignedDuration;
use std::sync::Arc;

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
    pub(super) audience: Audience,
}

impl AudienceBuilder {
    /// Sets the highest sensitivity let through, of records and of columns.
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

    /// Of the layer named, lets only these columns through (and the key and the
    /// window), whatever their sensitivity, if it is not severe: to be listed is
    /// to be classed.
    #[must_use]
    pub fn only_fields<N: Into<String>>(
        mut self,
        layer: impl Into<String>,
        names: impl IntoIterator<Item = N>,
    ) -> Self {
        self.audience.fields.insert(layer.into(), names.into_iter().map(Into::into).collect());
        self
    }

    /// Shows the records of the layer named by the units they lie in. What lies
    /// in none is held back.
    #[must_use]
    pub fn by_units(mut self, layer: impl Into<String>, units: impl Into<Arc<Units>>) -> Self {
        self.audience.treatments.insert(layer.into(), Treatment::Units(units.into()));
        self
    }

    /// Shows the points of the layer named elsewhere. What is no point, or cannot
    /// be hidden, is held back.
    #[must_use]
    pub fn masked(mut self, layer: impl Into<String>, mask: impl Into<Arc<Mask>>) -> Self {
        self.audience.treatments.insert(layer.into(), Treatment::Mask(mask.into()));
        self
    }

    /// Shows the records of the layer named only this long after they were said
    /// or taken down. Where that is not known they are held back.
    #[must_use]
    pub fn delayed(mut self, layer: impl Into<String>, by: SignedDuration) -> Self {
        self.audience.delays.insert(layer.into(), by);
        self
    }

    /// Lets what is under embargo through, as to those who made it.
    #[must_use]
    pub const fn sees_embargoed(mut self) -> Self {
        self.audience.sees_embargoed = true;
        self
    }

    /// Leaves out counts of people from 1 to one less than this, in columns that
    /// count people; `None` shows them all.
    #[must_use]
    pub const fn least_count(mut self, least: Option<u64>) -> Self {
        self.audience.least_count = least;
        self
    }

    /// Checks and makes the audience.
    ///
    /// # Errors
    ///
    /// [`InvalidAudience`] if it has no name, would see what is severe, would
    /// see more than 12 decimals, or would see something before it was said.
    pub fn build(self) -> Result<Audience, InvalidAudience> {
        let audience = self.audience;
        let early = audience.delays.values().find(|delay| delay.is_negative());
        let (expected, found) = if audience.name.trim().is_empty() {
            ("a name", "none".to_owned())
        } else if audience.ceiling >= Sensitivity::Severe {
            ("a ceiling below severe, which never leaves", "severe".to_owned())
        } else if audience.decimals > MAX_DECIMALS {
            ("at most 12 decimals", audience.decimals.to_string())
        } else if let Some(early) = early {
            ("a delay of 0 or more", early.to_string())
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
