//! `--matsim`: evacuation scenarios of the MATSim kind.

use crate::clock::Clock;
use crate::error::CliError;
use crate::input::{Input, json_file};
use crate::output::Output;
use safepassage::io::matsim::{MatsimScenario, MatsimSettings};
use safepassage::io::read::{Loaded, ReadError};
use safepassage::model::Neighbourhood;
use safepassage::severity::Severity;
use std::path::Path;

/// What a file of JSON says of the files, on the clocks of `zone` if that is given.
pub(crate) fn settings(path: &Path, zone: Option<&str>) -> Result<MatsimSettings, CliError> {
    let expected = "the files of a MATSim scenario such as {\"date\": \"2022-01-12\", \
                    \"time_zone\": \"Australia/Melbourne\", \"crs\": \"EPSG:32754\", \
                    \"network\": \"network.xml.gz\", …}; see docs/MATSIM.md";
    let mut settings: MatsimSettings = json_file(path, expected)?;
    if let Some(zone) = zone {
        zone.clone_into(&mut settings.time_zone);
    }
    Ok(settings)
}

/// The scenario that the files make, with the records that were read beside them.
/// A strict reader refuses the first issue at error level.
pub(crate) fn read(
    path: &Path,
    settings: &MatsimSettings,
    beside: Loaded,
    strict: bool,
) -> Result<Input, CliError> {
    let folder = path.parent().unwrap_or(Path::new(""));
    let Loaded { scenario, mut issues, .. } = beside;
    let read = settings.reader(folder)?.beside(scenario).read()?;
    let MatsimScenario { scenario, issues: found, streets, orders, .. } = read;
    // Both have looked at the records beside.
    issues.retain(|issue| !found.contains(issue));
    issues.extend(found);
    issues.sort();
    if let Some(first) = issues.iter().find(|one| strict && one.severity == Severity::Error) {
        return Err(ReadError::from(first.clone()).into());
    }
    let zones = scenario.neighbourhoods();
    let empty = |zone: &Neighbourhood| zone.population().is_none_or(|said| said.persons.0 == 0);
    if settings.population.is_some() && zones.iter().all(empty) {
        Output::warning(&format!(
            "no agent lives in any of {} zones; crs is {:?}: is it that of the files?",
            zones.len(),
            settings.crs
        ));
    }
    let clock = Clock::of(scenario.about().time_zone.as_deref());
    let orders = settings.orders.is_some().then_some(orders);
    Ok(Input { scenario, issues, clock, streets: Some(streets), orders })
}
