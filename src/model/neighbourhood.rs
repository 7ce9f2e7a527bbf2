//! A named area where people live.
//!
//! Floor 1.

use super::feature::{Particulars, noun};
use super::shape::Area;
use crate::id::NeighbourhoodId;
use crate::units::Persons;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// A named area where people live; the unit of demand.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Neighbourhood {
    id: NeighbourhoodId,
    area: Area,
    #[serde(flatten)]
    particulars: Particulars,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pcode: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    population: Option<PopulationEstimate>,
    #[serde(default)]
    vulnerable: bool,
}

/// How many people are thought to be present, as of a date, by a source.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PopulationEstimate {
    /// The estimate.
    pub persons: Persons,
    /// The day it speaks of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub as_of: Option<Date>,
    /// Who estimates.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
}

noun!(Neighbourhood, NeighbourhoodId, area: Area);

impl Neighbourhood {
    /// A neighbourhood over `area`.
    pub fn new(id: impl Into<NeighbourhoodId>, area: Area) -> Self {
        Self {
            id: id.into(),
            area,
            particulars: Particulars::default(),
            pcode: None,
            population: None,
            vulnerable: false,
        }
    }

    /// Sets the place code of the humanitarian common operational datasets.
    #[must_use]
    pub fn with_pcode(mut self, pcode: impl Into<String>) -> Self {
        self.pcode = Some(pcode.into());
        self
    }

    /// Sets the population estimate.
    #[must_use]
    pub fn with_population(mut self, population: PopulationEstimate) -> Self {
        self.population = Some(population);
        self
    }

    /// Marks whether the source names it as one that must be got out.
    #[must_use]
    pub const fn with_vulnerable(mut self, vulnerable: bool) -> Self {
        self.vulnerable = vulnerable;
        self
    }

    /// The place code of the humanitarian common operational datasets.
    pub fn pcode(&self) -> Option<&str> {
        self.pcode.as_deref()
    }

    /// How many people are thought to be there.
    pub const fn population(&self) -> Option<&PopulationEstimate> {
        self.population.as_ref()
    }

    /// Whether the source names it as one that must be got out.
    pub const fn vulnerable(&self) -> bool {
        self.vulnerable
    }
}
