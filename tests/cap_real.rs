//! Real alerts, as they come in `alerts-cap`.
#![cfg(feature = "cap")]

use safepassage::io::cap::{CapReader, CapVersion, LoadedAlerts};
use safepassage::io::read::ReadMode;
use std::path::PathBuf;

/// The folder of real alerts, unless there is none.
fn folder() -> Option<PathBuf> {
    let Some(data) = std::env::var_os("SAFEPASSAGE_DATA") else {
        println!("skipped: SAFEPASSAGE_DATA is not set");
        return None;
    };
    Some(PathBuf::from(data).join("alerts-cap"))
}

fn read(name: &str) -> Option<LoadedAlerts> {
    Some(CapReader::new().from_path(folder()?.join(name)).unwrap())
}

/// Alerts, infos, areas, polygons that hold corners, circles.
fn counts(loaded: &LoadedAlerts) -> [usize; 5] {
    let infos: Vec<_> = loaded.alerts.iter().flat_map(|alert| &alert.infos).collect();
    let areas: Vec<_> = infos.iter().flat_map(|info| &info.areas).collect();
    let polygons = areas.iter().map(|area| area.polygons.len()).sum();
    let circles = areas.iter().map(|area| area.circles.len()).sum();
    [loaded.alerts.len(), infos.len(), areas.len(), polygons, circles]
}

#[test]
fn show() {
    for name in ["canada", "australia", "earthquake", "noaa_errors", "weather"] {
        let Some(loaded) = read(&format!("{name}.cap")) else { return };
        println!("{name} {:?}", counts(&loaded));
        for issue in &loaded.issues {
            println!("  {issue}");
        }
    }
}
