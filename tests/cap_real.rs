//! Real alerts, as they come in `alerts-cap`, whole and damaged.
#![cfg(feature = "cap")]

use proptest::prelude::*;
use safepassage::io::cap::{
    CapReader, CapVersion, CapWriter, LoadedAlerts, NoticeOptions, alerts_to_notices,
    release_alerts,
};
use safepassage::io::read::ReadMode;
use safepassage::notice::{Content, Timing};
use safepassage::publish::Audience;
use std::path::PathBuf;

const NAMES: [&str; 5] = ["canada", "australia", "earthquake", "noaa_errors", "weather"];

/// The files, unless there are none.
fn files() -> Vec<(&'static str, PathBuf)> {
    let Some(data) = std::env::var_os("SAFEPASSAGE_DATA") else {
        println!("skipped: SAFEPASSAGE_DATA is not set");
        return Vec::new();
    };
    let folder = PathBuf::from(data).join("alerts-cap");
    NAMES.iter().map(|name| (*name, folder.join(format!("{name}.cap")))).collect()
}

/// Infos, areas, polygons (empty ones too) and circles.
fn counts(loaded: &LoadedAlerts) -> [usize; 4] {
    let infos: Vec<_> = loaded.alerts.iter().flat_map(|alert| &alert.infos).collect();
    let areas: Vec<_> = infos.iter().flat_map(|info| &info.areas).collect();
    let empty = loaded.issues.iter().filter(|issue| issue.code == "cap-polygon-empty").count();
    let polygons = areas.iter().map(|area| area.polygons.len()).sum::<usize>() + empty;
    [infos.len(), areas.len(), polygons, areas.iter().map(|area| area.circles.len()).sum()]
}

#[test]
fn the_table_of_the_folder_is_found_again() {
    for (name, path) in files() {
        let loaded = CapReader::new().from_path(path).unwrap();
        let [alert] = &loaded.alerts[..] else { panic!("{name}: one alert") };
        let (version, sent, event, expected) = match name {
            "canada" => (CapVersion::V1_2, "2012-05-02T23:21:04Z", "thunderstorm", [2, 4, 4, 0]),
            "australia" => (CapVersion::V1_2, "2011-10-05T13:04:00Z", "Fire", [2, 2, 0, 2]),
            "earthquake" => (CapVersion::V1_1, "2010-08-31T05:09:25Z", "Earthquake", [1, 1, 0, 1]),
            "noaa_errors" => {
                (CapVersion::V1_1, "2011-07-10T03:52:00Z", "Flood Warning", [1, 1, 2, 0])
            }
            _ => (CapVersion::V1_1, "2010-08-30T10:07:00Z", "Flash Flood Watch", [1, 1, 0, 0]),
        };
        assert_eq!(alert.version, version, "{name}");
        assert_eq!(alert.sent.instant(), Some(sent.parse().unwrap()), "{name}");
        assert_eq!(alert.infos[0].event, event, "{name}");
        assert_eq!(counts(&loaded), expected, "{name}");
    }
}

#[test]
fn the_file_with_errors_is_read_and_strict_reading_refuses_it_alone() {
    for (name, path) in files() {
        let strict = CapReader::new().mode(ReadMode::Strict).from_path(&path);
        assert_eq!(strict.is_err(), name == "noaa_errors", "{name}");
        if name == "noaa_errors" {
            let loaded = CapReader::new().from_path(path).unwrap();
            let codes: Vec<_> = loaded.issues.iter().map(|issue| issue.code).collect();
            let missing = "cap-element-missing";
            let mended = ["cap-polygon-mended", "cap-polygon-empty"];
            assert_eq!(
                codes,
                [&["cap-element-empty", missing, missing, missing], &mended[..]].concat()
            );
            let area = &loaded.alerts[0].infos[0].areas[0];
            assert_eq!(area.polygons[0].0.len(), 9);
            assert_eq!(area.polygons[0].0[6], [-118.09, 40.85]);
        }
    }
}

#[test]
fn real_alerts_become_notices() {
    for (name, path) in files() {
        let loaded = CapReader::new().from_path(path).unwrap();
        let known_at = "2013-01-01T00:00:00Z".parse().unwrap();
        let (notices, _) = alerts_to_notices(&loaded.alerts, known_at, &NoticeOptions::new());
        let first = &notices[0];
        let placed = first.places.iter().filter(|place| place.is_placed()).count();
        match name {
            "canada" => {
                // English and French are one statement: the storm is over.
                assert_eq!((notices.len(), first.places.len(), placed), (1, 2, 2));
                assert_eq!(first.text.keys().collect::<Vec<_>>(), ["en-CA", "fr-CA"]);
                assert_eq!(first.content, Content::Other);
                let updates: Vec<_> = first.updates.iter().map(ToString::to_string).collect();
                assert_eq!(
                    updates,
                    [
                        "cap@ec.gc.ca,2.49.0.1.124.a3f342a4.2012,2012-05-02T21:45:05Z",
                        "cap@ec.gc.ca,2.49.0.1.124.60f31a3a.2012,2012-05-02T21:55:21Z"
                    ]
                );
                assert_eq!(first.places[0].codes["profile:CAP-CP:Location:0.3"], "3537001");
                assert_eq!(first.places[0].codes["profile:CAP-CP:Location:0.3#9"], "3537064");
            }
            "australia" => {
                // The same language twice, with other codes: two statements.
                assert_eq!((notices.len(), placed), (2, 1));
                assert!(notices.iter().all(|notice| notice.content == Content::Closure));
                assert_eq!(notices[1].id.as_str(), format!("{}#2", first.id));
            }
            "weather" | "earthquake" => assert_eq!((first.places.len(), placed), (1, 0)),
            _ => assert_eq!((first.places.len(), placed), (1, 1)),
        }
        assert!(matches!(first.time, Timing::Window(window) if window.end().is_some()), "{name}");
    }
}

#[test]
fn real_alerts_are_written_and_read_again_as_they_were() {
    for (name, path) in files() {
        let loaded = CapReader::new().from_path(path).unwrap();
        let release = release_alerts(&loaded.alerts, &Audience::public());
        assert_eq!(release.report.kept, 1, "{name}");
        let text = &CapWriter::new().to_strings(&release.alerts)[0];
        let again = CapReader::new().mode(ReadMode::Strict).from_str("again.xml", text).unwrap();
        let mut expected = loaded.alerts[0].clone();
        expected.version = CapVersion::V1_2;
        if name == "noaa_errors" {
            let info = &mut expected.infos[0];
            info.urgency = again.alerts[0].infos[0].urgency.clone();
            info.severity = again.alerts[0].infos[0].severity.clone();
            info.certainty = again.alerts[0].infos[0].certainty.clone();
            assert_eq!(info.urgency.as_ref().unwrap().as_str(), "Unknown");
        }
        assert_eq!(again.alerts[0], expected, "{name}");
    }
}

/// An alert to damage where no real one is at hand.
const MADE: &str = "<?xml version=\"1.0\"?><!-- a comment --><cap:alert \
    xmlns:cap=\"urn:oasis:names:tc:emergency:cap:1.2\"><cap:identifier>7</cap:identifier>\
    <cap:sender>é@b.org</cap:sender><cap:sent>2026-01-08T10:00:00+03:00</cap:sent>\
    <cap:status>Actual</cap:status><cap:msgType>Update</cap:msgType><cap:scope>Public</cap:scope>\
    <cap:references>a,1,2026-01-08T10:00:00Z b,2,2026-01-08T10:00:00Z</cap:references>\
    <cap:info><cap:category>Met</cap:category><cap:event>A &amp; B &#65;</cap:event>\
    <cap:description><![CDATA[<x>]]></cap:description><cap:expires>2026-01-08T12:00:00Z</cap:expires>\
    <cap:area><cap:areaDesc>x</cap:areaDesc><cap:polygon>36,37 36,37.1 36.1,37.1 36,37</cap:polygon>\
    <cap:circle>36,37 5</cap:circle></cap:area></cap:info></cap:alert>";

fn damage(text: &[u8], cuts: &[(prop::sample::Index, u8, prop::sample::Index)]) -> Vec<u8> {
    let mut bytes = text.to_vec();
    for (place, how, other) in cuts {
        if bytes.len() < 2 {
            break;
        }
        let (at, to) = (place.index(bytes.len()), other.index(bytes.len()));
        match how % 4 {
            0 => bytes[at] ^= 1 << (how / 4 % 8),
            1 => bytes.truncate(at.max(1)),
            2 => drop(bytes.drain(at.min(to)..at.max(to).min(at.min(to) + 200))),
            _ => {
                let piece: Vec<u8> = bytes[at.min(to)..at.max(to).min(at.min(to) + 200)].to_vec();
                bytes.splice(at..at, piece);
            }
        }
    }
    bytes
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    /// Whatever is read of a damaged alert can be converted, released and written.
    #[test]
    fn damaged_alerts_end_in_issues_or_errors_and_never_in_a_panic(
        which in any::<prop::sample::Index>(),
        cuts in prop::collection::vec(any::<(prop::sample::Index, u8, prop::sample::Index)>(), 1..6),
    ) {
        let mut texts = vec![MADE.as_bytes().to_vec()];
        texts.extend(std::env::var_os("SAFEPASSAGE_DATA").into_iter().flat_map(|_| {
            files().into_iter().map(|(_, path)| std::fs::read(path).unwrap())
        }));
        let bytes = damage(&texts[which.index(texts.len())], &cuts);
        if let Ok(loaded) = CapReader::new().from_reader("damaged.xml", bytes.as_slice()) {
            prop_assert!(!loaded.alerts.is_empty() || loaded.errors().next().is_some());
            let known_at = "2026-02-01T00:00:00Z".parse().unwrap();
            let options = NoticeOptions::new();
            let (notices, _) = alerts_to_notices(&loaded.alerts, known_at, &options);
            prop_assert!(notices.iter().all(|notice| notice.content.stance() != safepassage::notice::Stance::Opens));
            let release = release_alerts(&loaded.alerts, &Audience::internal());
            for text in CapWriter::new().to_strings(&release.alerts) {
                let again = CapReader::new().from_str("again.xml", &text).unwrap();
                prop_assert_eq!(again.alerts.len(), 1);
                prop_assert!(!again.issues.iter().any(|issue| issue.code.starts_with("cap-xml")));
            }
        }
    }
}
