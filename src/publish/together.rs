//! Counts of people in layers that are released together.

use super::Audience;
use super::counts::{ContradictsLog, CountTable, LoggedRelease, ReleaseLog, Suppression};
use super::redact::Redactor;
use super::release::{Release, ReleasedLayer};
use super::report::RedactionReport;
use crate::layer::Layer;
use crate::layer::LayerFeature;
use crate::layer::LayerSchema;
use crate::layer::Value;
use std::collections::BTreeMap;

/// Layers released together, and what to add to the log once they are published.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct JointRelease {
    /// The layers in their order, each with its report.
    pub releases: Vec<Release>,
    /// What they say of counts of people.
    pub logged: LoggedRelease,
}

/// A layer whose records have passed, its counts still there.
struct Passed {
    name: String,
    schema: LayerSchema,
    features: Vec<LayerFeature>,
    report: RedactionReport,
}

/// Where in the layers a count stands.
#[derive(Clone, Copy, Debug)]
struct Spot {
    layer: usize,
    feature: usize,
    column: usize,
}

impl Audience {
    /// What of `layer` this audience may see.
    ///
    /// - Records above the ceiling, records under an embargo or within the
    ///   audience's delay, and columns that are neither harmless enough nor on its
    ///   list are left out.
    /// - Coordinates are rounded to the audience's decimals, so that no writer can
    ///   say more, and to fewer where the source stated the place less precisely.
    ///   A record of which nothing is left by that is left out and counted.
    /// - Records of a layer that the audience sees by units, or masked, are shown
    ///   by the unit they lie in, or elsewhere.
    /// - Small counts of people are left out, and with them others of the layer
    ///   that would give them away: see [`Suppression`]. Layers that count the same
    ///   people are released by [`release_together`](Self::release_together).
    ///
    /// Identifiers stay as they are, but for records shown by a unit. Linear in
    /// positions and values; what hiding counts takes, [`Suppression::apply`] says.
    pub fn release(&self, layer: &Layer) -> Release {
        if !layer.features().iter().any(LayerFeature::has_sums) {
            // No count gives another away.
            return self.released(Self::through(Redactor::new(self, layer.schema()), layer));
        }
        let mut passed = self.pass(layer);
        let alone = std::slice::from_mut(&mut passed);
        if self.hide_counts(alone, &ReleaseLog::new(), "").is_err() {
            // Two counts of the same cells differ: neither can be answered for.
            passed.hide_all();
        }
        self.released(passed)
    }

    /// Releases layers whose counts of people sum the same cells, after all that
    /// `log` says was released before. Cells are those that
    /// [`LayerFeature::sums`] names. `counts_of` says what is counted, such as a
    /// day: cells are the same only under the same name here. Keep what is
    /// returned: push it onto the log once it is published.
    ///
    /// # Errors
    ///
    /// [`ContradictsLog`] if two counts of the same cells differ, here or in the
    /// log. Counts of another day are of other cells.
    pub fn release_together(
        &self,
        layers: &[Layer],
        log: &ReleaseLog,
        counts_of: &str,
    ) -> Result<JointRelease, ContradictsLog> {
        let mut passed: Vec<Passed> = layers.iter().map(|layer| self.pass(layer)).collect();
        let logged = self.hide_counts(&mut passed, log, counts_of)?;
        let releases = passed.into_iter().map(|passed| self.released(passed)).collect();
        Ok(JointRelease { releases, logged })
    }

    fn pass(&self, layer: &Layer) -> Passed {
        Self::through(Redactor::new(self, layer.schema()).keeping_counts(), layer)
    }

    fn through(mut redactor: Redactor<'_>, layer: &Layer) -> Passed {
        let features = layer.features().iter().filter_map(|one| redactor.pass(one)).collect();
        let schema = redactor.schema(layer.schema());
        Passed { name: layer.name().to_owned(), schema, features, report: redactor.report }
    }

    fn released(&self, passed: Passed) -> Release {
        let layer = Layer::released(passed.schema, passed.features);
        Release { layer: ReleasedLayer::new(layer, self), report: passed.report }
    }

    /// Leaves out what may not be published of the counts.
    fn hide_counts(
        &self,
        layers: &mut [Passed],
        log: &ReleaseLog,
        counts_of: &str,
    ) -> Result<LoggedRelease, ContradictsLog> {
        let Some(least) = self.least_count() else {
            return Ok(LoggedRelease { name: counts_of.to_owned(), ..LoggedRelease::default() });
        };
        let mut table = CountTable::new();
        let mut spots = BTreeMap::new();
        for (number, layer) in layers.iter().enumerate() {
            for (spot, persons, cells) in layer.counts(number) {
                let key = format!("{:09}", spots.len());
                spots.insert(key.clone(), spot);
                // Keys are numbered, and each count sums a cell.
                let cells = cells.into_iter().map(|cell| format!("{counts_of}: {cell}"));
                table.total(key, cells, persons).map_err(|_| ContradictsLog)?;
            }
        }
        let counts = Suppression::below(least).apply(&table, log, counts_of)?;
        for (key, persons) in &counts.persons {
            if let (None, Some(spot)) = (persons, spots.get(key)) {
                let layer = &mut layers[spot.layer];
                layer.hide(spot.feature, spot.column);
                let small = counts.primary.contains(key);
                let hidden = if small {
                    &mut layer.report.small_counts
                } else {
                    &mut layer.report.other_counts
                };
                *hidden += 1;
            }
        }
        Ok(counts.logged)
    }
}

impl Passed {
    /// Every count of people with the cells that it sums.
    fn counts(&self, layer: usize) -> Vec<(Spot, u64, Vec<String>)> {
        let mut found = Vec::new();
        for (column, field) in self.schema.fields().iter().enumerate() {
            if !field.is_count_of_people() {
                continue;
            }
            for (feature, one) in self.features.iter().enumerate() {
                let number = one.values().get(column).and_then(Option::as_ref);
                let Some(number) = number.and_then(Value::number) else { continue };
                // A part of a person is one.
                let persons = number.max(0.0).ceil() as u64;
                let cells = match one.cells_of(field.name()) {
                    Some(cells) if !cells.is_empty() => cells.to_vec(),
                    _ => vec![format!("{}/{}/{}", self.name, one.key(), field.name())],
                };
                found.push((Spot { layer, feature, column }, persons, cells));
            }
        }
        found
    }

    /// Leaves out a count and all that follows it.
    fn hide(&mut self, feature: usize, column: usize) {
        let name = self.schema.fields()[column].name();
        let gone: Vec<usize> = (0..self.schema.fields().len())
            .filter(|at| *at == column || self.schema.fields()[*at].followed() == Some(name))
            .collect();
        let values = self.features[feature].values_mut();
        for at in gone {
            values[at] = None;
        }
    }

    fn hide_all(&mut self) {
        for (spot, _, _) in self.counts(0) {
            self.hide(spot.feature, spot.column);
            self.report.other_counts += 1;
        }
    }
}
