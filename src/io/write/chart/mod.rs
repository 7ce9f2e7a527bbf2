//! How many had arrived by when, drawn as a chart: one SVG file, no script,
//! nothing fetched, no font of the system asked for.

mod axis;
mod curves;
mod draw;

use super::WriteError;
use super::Written;
use super::atomic::Pending;
use crate::publish::ReleasedLayer;
use jiff::tz::TimeZone;
use std::path::Path;

/// A chart of the clearance curve, from the layer `evacuation-clearance`
/// ([`EvacuationView::clearance`](crate::layer::EvacuationView::clearance)) as
/// an audience may see it.
///
/// It shows how many had arrived by when; the band of the draws, if there is
/// one; how many there are; and before when no plan has as many arrive. Of
/// curves that the audience may not see there is no trace; if it may see none,
/// the chart says so. The same input gives the same bytes.
///
/// ```
/// use safepassage::io::write::ClearanceChart;
/// use safepassage::layer::{GeometryType, Layer};
/// use safepassage::publish::Audience;
///
/// let empty = Layer::builder("evacuation-clearance", GeometryType::Point).build()?;
/// let chart = ClearanceChart::new("Clearance", Audience::public().release(&empty).layer);
/// assert!(chart.to_svg()?.contains("Nothing of it is for this audience"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct ClearanceChart {
    title: String,
    subtitle: String,
    time_zone: TimeZone,
    each: Each,
    layer: ReleasedLayer,
}

/// Which curves are drawn beside that of everybody.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Each {
    None,
    Shelter,
    Neighbourhood,
}

impl ClearanceChart {
    /// A chart of everybody's curve, with times in UTC.
    pub fn new(title: impl Into<String>, clearance: ReleasedLayer) -> Self {
        Self {
            title: title.into(),
            subtitle: String::new(),
            time_zone: TimeZone::UTC,
            each: Each::None,
            layer: clearance,
        }
    }

    /// Sets the line beneath the title.
    #[must_use]
    pub fn subtitle(mut self, subtitle: impl Into<String>) -> Self {
        self.subtitle = subtitle.into();
        self
    }

    /// Sets the zone in which times are written, such as
    /// [`EvacuationView::time_zone`](crate::layer::EvacuationView::time_zone).
    #[must_use]
    pub fn time_zone(mut self, time_zone: TimeZone) -> Self {
        self.time_zone = time_zone;
        self
    }

    /// Draws a curve for each shelter too: the eight that take most people.
    #[must_use]
    pub const fn each_shelter(mut self) -> Self {
        self.each = Each::Shelter;
        self
    }

    /// Draws a curve for each neighbourhood too: the eight from which most
    /// people arrive.
    #[must_use]
    pub const fn each_neighbourhood(mut self) -> Self {
        self.each = Each::Neighbourhood;
        self
    }

    /// The chart as SVG text.
    ///
    /// # Errors
    ///
    /// [`WriteError`], though nothing here can fail.
    pub fn to_svg(&self) -> Result<String, WriteError> {
        draw::draw(self)
    }

    /// Writes the chart to a file, whole or not at all.
    ///
    /// # Errors
    ///
    /// [`WriteError`] naming the file.
    pub fn write_file(&self, path: &Path) -> Result<Written, WriteError> {
        let (pending, written) = Pending::fill(path, |out| {
            let text = self.to_svg()?;
            out.write_all(text.as_bytes()).map_err(WriteError::io)?;
            let features = self.layer.layer().features().len();
            Ok(Written { features, bytes: text.len() as u64, ..Written::default() })
        })?;
        pending.keep()?;
        Ok(written)
    }
}

#[cfg(test)]
mod tests;
