//! Real tables, with the counts that their own lists give.
#![cfg(feature = "tables")]

use safepassage::io::table::{CountTable, GazetteerTable, TableMapping, TableReader};
use safepassage::notice::Content;
use std::path::PathBuf;

fn data() -> Option<PathBuf> {
    let path = std::env::var_os("SAFEPASSAGE_DATA").map(PathBuf::from);
    if path.is_none() {
        eprintln!("skipped: SAFEPASSAGE_DATA is not set");
    }
    path
}

#[test]
fn the_list_of_place_codes_is_read_whole() {
    let Some(data) = data() else { return };
    let path = data.join("syria-admin/global-pcodes-adm-1-2.csv.gz");
    let table = TableReader::new().open(path).unwrap();
    assert_eq!(table.tag_row(), Some(2));
    // The byte order mark is no part of the first header.
    assert_eq!(table.columns()[0].header, "Location");
    assert_eq!(table.rows().count(), 33_363);
    let loaded = GazetteerTable::default().read(&table).unwrap();
    assert_eq!(loaded.entries.len(), 33_363);
    let syria = loaded.entries.iter().filter(|(entry, _)| {
        entry.p_code.as_deref().is_some_and(|code| code.starts_with("SY") && code.len() <= 6)
            && entry.parent.as_ref().is_some_and(|parent| parent.id().starts_with("SY"))
    });
    let levels: Vec<_> = syria.map(|(entry, _)| entry.level).collect();
    let of = |level| levels.iter().filter(|one| **one == Some(level)).count();
    assert_eq!((of(1), of(2)), (14, 62));
    let (jebel_saman, at) =
        loaded.entries.iter().find(|(entry, _)| entry.place.id() == "SY0200").unwrap();
    assert_eq!(jebel_saman.parent.as_ref().unwrap().id(), "SY02");
    assert!(at.row_number().unwrap() > 3);
}

#[test]
fn the_rounds_of_displacement_are_read_whole() {
    let Some(data) = data() else { return };
    let path = data.join("displacement-stats/iom_dtm_admin0-2.csv.gz");
    let table = TableReader::new().open(path).unwrap();
    assert_eq!(table.rows().count(), 13_367);
    let mapping = TableMapping::new().time_zone("UTC").constant("issuer", "IOM DTM");
    let loaded = CountTable::new(mapping).read(&table).unwrap();
    let errors: Vec<_> = loaded
        .issues
        .iter()
        .filter(|issue| issue.severity == safepassage::severity::Severity::Error)
        .collect();
    assert!(errors.is_empty(), "{errors:#?}");
    assert_eq!(loaded.notices.len(), 13_367);
    let of = |country: &str| {
        loaded
            .notices
            .iter()
            .filter(|(notice, _)| notice.places[0].codes["pcode"].starts_with(country))
            .count()
    };
    // Codes of units begin with that of the country, of two letters or of three.
    assert_eq!((of("AF"), of("HT"), of("TD") + of("TCD")), (11_377, 1_733, 257));
    let days: Vec<_> = loaded.notices.iter().map(|(notice, _)| notice.said_at).collect();
    assert_eq!(days.iter().min().unwrap().to_string(), "2010-11-30T00:00:00Z");
    assert_eq!(days.iter().max().unwrap().to_string(), "2025-06-30T00:00:00Z");
    let first = &loaded.notices[0].0;
    assert!(matches!(&first.content, Content::DisplacementCount(count) if count.figure == 179_956));
    // The column of totals, not that of men or of women.
    assert_eq!(first.places[0].name.as_deref(), Some("Afghanistan"));
}
