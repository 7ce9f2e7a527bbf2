//! `--matsim`: evacuation scenarios of the MATSim kind.

use crate::clock::Clock;
use crate::error::CliError;
use crate::input::{Input, json_file};
use safepassage::io::matsim::{MatsimScenario, MatsimSettings};
use safepassage::io::read::Loaded;
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
pub(crate) fn read(
    path: &Path,
    settings: &MatsimSettings,
    beside: Loaded,
) -> Result<Input, CliError> {
    let folder = path.parent().unwrap_or(Path::new(""));
    let Loaded { scenario, mut issues, .. } = beside;
    let read = settings.reader(folder)?.beside(scenario).read()?;
    let MatsimScenario { scenario, issues: found, streets, orders, .. } = read;
    // Both have looked at the records beside.
    issues.retain(|issue| !found.contains(issue));
    issues.extend(found);
    issues.sort();
    let clock = Clock::of(scenario.about().time_zone.as_deref());
    let orders = settings.orders.is_some().then_some(orders);
    Ok(Input { scenario, issues, clock, streets: Some(streets), orders })
}
