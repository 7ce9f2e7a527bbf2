//! Real data reads. Needs the environment variable `SAFEPASSAGE_DATA`.

use safepassage::id::Kind;
use safepassage::io::read::{Mapping, ScenarioReader};
use safepassage::model::Feature;
use safepassage::severity::Severity;
use std::path::PathBuf;

fn data() -> Option<PathBuf> {
    let folder = std::env::var_os("SAFEPASSAGE_DATA").map(PathBuf::from);
    if folder.is_none() {
        println!("skipped: SAFEPASSAGE_DATA is not set");
    }
    folder
}

#[test]
fn aleppo_reads_as_it_is() {
    let Some(data) = data() else { return };
    let mapping = Mapping::of(Kind::Neighbourhood)
        .id("Id")
        .name("NAME")
        .name_in("ar", "NAME_A")
        .constant("sensitivity", "low");
    let path = data.join("aleppo/neighborhoods.geojson");
    let loaded = ScenarioReader::new().mapped(path, mapping).read().unwrap();
    // Ten features repeat an Id; nothing else is wrong with it.
    assert!(loaded.issues.iter().all(|issue| issue.code == "foreign-id-repeated"));
    assert_eq!(loaded.issues.len(), 10);
    assert_eq!(loaded.scenario.neighbourhoods().len(), 133);
    let one = loaded.scenario.neighbourhood(&"39".into()).unwrap();
    assert_eq!(one.names().main(), "ash-Sheikh Maqsoud");
    assert_eq!(one.names().in_language("ar"), Some("الشيخ مقصود"));
}

#[test]
fn gaza_orders_read_with_their_dirty_attributes_reported() {
    let Some(data) = data() else { return };
    let mapping = Mapping::of(Kind::RestrictedZone)
        .id("OBJECTID")
        .name("Block")
        .property("start", "Date")
        .constant("issued_by", "Israeli army")
        .constant("sensitivity", "low");
    let path = data.join("zones-gaza/orders/IDF_zone_210724-100824_NEW.geojson");
    let loaded = ScenarioReader::new().mapped(path, mapping).read().unwrap();
    println!("{} zones, {} issues", loaded.scenario.restricted_zones().len(), loaded.issues.len());
    for issue in loaded.issues.iter().take(5) {
        println!("{issue}");
    }
    assert!(loaded.issues.iter().any(|issue| issue.severity == Severity::Error));
}
