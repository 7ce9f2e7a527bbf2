//! Anything placed, timed and sourced.
//!
//! Floor 1.

use super::names::Names;
use super::provenance::Provenance;
use crate::id::FeatureRef;
use crate::time::Schedule;
use geo::Geometry;
use serde::{Deserialize, Serialize};

/// What every record states beside its geometry: what it is called, when it
/// holds, and who says so.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Particulars {
    /// What it is called.
    #[serde(flatten)]
    pub names: Names,
    /// When it holds. `None` if the source does not say: then its state is
    /// unknown at every instant.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub schedule: Option<Schedule>,
    /// Who says so.
    #[serde(default)]
    pub provenance: Provenance,
}

impl Particulars {
    /// A name, and nothing else yet.
    pub fn named(names: impl Into<Names>) -> Self {
        Self { names: names.into(), ..Self::default() }
    }

    /// Sets when it holds.
    #[must_use]
    pub fn schedule(mut self, schedule: Schedule) -> Self {
        self.schedule = Some(schedule);
        self
    }

    /// Sets who says so.
    #[must_use]
    pub fn provenance(mut self, provenance: Provenance) -> Self {
        self.provenance = provenance;
        self
    }
}

/// Anything placed, timed and sourced: what can be indexed, drawn and cited.
pub trait Feature: Send + Sync {
    /// Its kind and identifier.
    fn reference(&self) -> FeatureRef;

    /// Its geometry, in degrees.
    fn geometry(&self) -> Geometry;

    /// Name, schedule and provenance.
    fn particulars(&self) -> &Particulars;

    /// What it is called.
    fn names(&self) -> &Names {
        &self.particulars().names
    }

    /// When it holds; unknown at every instant if the source does not say.
    ///
    /// Things that simply are there (a neighbourhood, a street, a shelter, an
    /// assembly point) hold always unless their source says otherwise.
    fn schedule(&self) -> Schedule {
        let standing = matches!(
            self.reference().kind(),
            crate::id::Kind::Neighbourhood
                | crate::id::Kind::Street
                | crate::id::Kind::Shelter
                | crate::id::Kind::AssemblyPoint
        );
        match &self.particulars().schedule {
            Some(schedule) => schedule.clone(),
            None if standing => Schedule::always(),
            None => Schedule::unknown(),
        }
    }

    /// Who says so.
    fn provenance(&self) -> &Provenance {
        &self.particulars().provenance
    }

    /// The name to show a reader of English, or the identifier if it has none.
    fn label(&self) -> String {
        let reference = self.reference();
        self.names().best("en").unwrap_or_else(|| reference.id()).to_owned()
    }
}

/// Makes the parts that every noun has: its constructor from identifier and
/// geometry, getters for both, and [`Feature`].
macro_rules! noun {
    ($name:ident, $id:ty, $shape_name:ident: $shape:ty) => {
        impl $name {
            /// Its identifier.
            pub const fn id(&self) -> &$id {
                &self.id
            }

            /// Its geometry.
            pub const fn $shape_name(&self) -> &$shape {
                &self.$shape_name
            }

            /// Sets name, schedule and provenance.
            #[must_use]
            pub fn with(mut self, particulars: $crate::model::Particulars) -> Self {
                self.particulars = particulars;
                self
            }
        }

        impl $crate::model::Feature for $name {
            fn reference(&self) -> $crate::id::FeatureRef {
                self.id.to_ref()
            }

            fn geometry(&self) -> geo::Geometry {
                self.$shape_name.clone().into()
            }

            fn particulars(&self) -> &$crate::model::Particulars {
                &self.particulars
            }
        }
    };
}
pub(super) use noun;
