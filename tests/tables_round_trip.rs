//! What is written as a table is read back as the same, and nothing leaves that
//! an audience may not see.
#![cfg(feature = "tables")]

use proptest::prelude::*;
use safepassage::id::FeatureRef;
use safepassage::io::read::ScenarioReader;
use safepassage::io::table::{
    CountTable, HxlCsvWriter, NoticeCsvWriter, NoticeTable, PlaceTable, TableMapping, TableReader,
};
use safepassage::layer::{ScenarioView, ToLayers};
use safepassage::model::{Area, CheckpointStatus, Sensitivity, TravelMode, TravelModes};
use safepassage::notice::{
    Content, CorridorTerms, DayHours, DisplacementCount, Lineage, Measure, Notice, NoticePlace,
    Qualifier, Recurrence, ReturnRule, Timing,
};
use safepassage::publish::Audience;
use safepassage::scenario::ScenarioBuilder;
use safepassage::time::{Schedule, TimeWindow};

/// Words without blanks around them, with what makes trouble in CSV and spreadsheets.
fn word() -> impl Strategy<Value = String> {
    prop_oneof![
        "[a-zA-Z0-9]{1,8}",
        Just("=1+1".to_owned()),
        Just("'@x".to_owned()),
        Just("-5".to_owned()),
        Just("a;b".to_owned()),
        Just("[x]".to_owned()),
        Just("{y}".to_owned()),
        Just("#tag+x".to_owned()),
        Just("say \"no\", he said\nand left".to_owned()),
        Just("حي الشيخ مقصود".to_owned()),
    ]
}

fn words() -> impl Strategy<Value = Vec<String>> {
    proptest::collection::vec(word(), 0..3)
}

fn maybe() -> impl Strategy<Value = Option<String>> {
    proptest::option::of(word())
}

fn at() -> impl Strategy<Value = jiff::Timestamp> {
    (0_i64..2_000_000_000, 0_i32..1000)
        .prop_map(|(second, milli)| jiff::Timestamp::new(second, milli * 1_000_000).unwrap())
}

fn area() -> impl Strategy<Value = Area> {
    // On a grid that an internal audience sees in full, across 0 and 0.
    (-20_i32..20, -20_i32..20, 1_i32..20, 1_i32..20, any::<bool>()).prop_map(|(x, y, w, h, two)| {
        let box_at = |x: i32, y: i32| {
            let at = |x: i32, y: i32| (f64::from(x) / 8.0, f64::from(y) / 8.0);
            let ring = vec![at(x, y), at(x + w, y), at(x + w, y + h), at(x, y + h), at(x, y)];
            geo::Polygon::new(ring.into(), vec![])
        };
        let mut polygons = vec![box_at(x, y)];
        if two {
            polygons.push(box_at(x + w + 5, y));
        }
        Area::new(geo::MultiPolygon(polygons)).unwrap()
    })
}

fn place() -> impl Strategy<Value = NoticePlace> {
    let codes = proptest::collection::btree_map(word(), word(), 0..3);
    (proptest::option::of(0_usize..2), proptest::option::of(area()), maybe(), codes).prop_map(
        |(feature, area, name, codes)| {
            let refs = ["safe-corridor/north", "checkpoint/a b"];
            let feature = feature.map(|which: usize| refs[which].parse::<FeatureRef>().unwrap());
            // A place of nothing is no place.
            let name = name.or_else(|| {
                (feature.is_none() && area.is_none() && codes.is_empty())
                    .then(|| "somewhere".to_owned())
            });
            NoticePlace { feature, area, name, codes }
        },
    )
}

fn time() -> impl Strategy<Value = Timing> {
    let ends = (proptest::option::of(at()), proptest::option::of(1_i64..1_000_000));
    prop_oneof![
        Just(Timing::Unstated),
        Just(Timing::Window(TimeWindow::ALWAYS)),
        Just(Timing::Schedule(Box::new(Schedule::unknown()))),
        ends.prop_map(|(start, long)| {
            let end =
                long.map(|long| start.unwrap_or_default() + jiff::SignedDuration::from_secs(long));
            Timing::Window(TimeWindow::from_ends(start, end).unwrap())
        }),
        (0_usize..3, 0_usize..3, any::<bool>()).prop_map(|(clock, recurrence, ends)| {
            let clock = ["10:00-13:00", "20:00-06:00", "00:00-24:00"][clock].parse().unwrap();
            let recurrence = [Recurrence::Once, Recurrence::Daily, Recurrence::Unclear][recurrence];
            let hours =
                DayHours::new(clock, "Asia/Damascus", jiff::civil::date(2026, 1, 8)).unwrap();
            let hours = hours.recurring(recurrence);
            let hours =
                if ends { hours.until_day(jiff::civil::date(2026, 1, 10)).unwrap() } else { hours };
            Timing::Hours(Box::new(hours))
        }),
    ]
}

fn content() -> impl Strategy<Value = Content> {
    let truth = || proptest::option::of(any::<bool>());
    let terms =
        (maybe(), maybe(), maybe(), maybe(), truth(), truth(), words(), words(), any::<bool>())
            .prop_map(
                |(
                    from,
                    to,
                    route,
                    who,
                    voluntary,
                    aid_may_enter,
                    guaranteed_by,
                    checkpoints,
                    foot,
                )| {
                    let modes = if foot {
                        TravelModes::only(TravelMode::Foot)
                    } else {
                        TravelModes::empty()
                    };
                    let checkpoints = checkpoints.into_iter().map(Into::into).collect();
                    Content::CorridorOpening(CorridorTerms {
                        from,
                        to,
                        route,
                        who,
                        voluntary,
                        aid_may_enter,
                        guaranteed_by,
                        checkpoints,
                        modes,
                    })
                },
            );
    let count = (0_u64..1_000_000_000, proptest::option::of(1_u64..20_000), 0_usize..4, 0_usize..3)
        .prop_map(|(figure, factor, qualifier, measure)| {
            Content::DisplacementCount(DisplacementCount {
                figure,
                persons_per_family_thousandths: factor,
                qualifier: [
                    Qualifier::Total,
                    Qualifier::About,
                    Qualifier::MoreThan,
                    Qualifier::AtLeast,
                ][qualifier],
                measure: [None, Some(Measure::Stock), Some(Measure::Flow)][measure],
            })
        });
    let status = (0_usize..3).prop_map(|which| {
        let status =
            [CheckpointStatus::Open, CheckpointStatus::Closed, CheckpointStatus::Unknown][which];
        Content::CheckpointStatus { status }
    });
    prop_oneof![
        Just(Content::Curfew),
        Just(Content::Closure),
        Just(Content::Target),
        Just(Content::Pause),
        Just(Content::Ceasefire),
        Just(Content::Cancellation),
        Just(Content::Other),
        Just(Content::Returns { permitted: ReturnRule::WithPermit }),
        proptest::option::of(0_u64..500).prop_map(|sites| Content::ShelterOpening { sites }),
        terms,
        count,
        status,
    ]
}

fn notice() -> impl Strategy<Value = Notice> {
    let who = (word(), word(), maybe(), maybe());
    let when = (at(), 0_i64..100_000, time());
    let refers = (words(), words(), 0_usize..3, word());
    let judged = (proptest::option::of("[A-F][1-6]"), 0_usize..3);
    let text = proptest::collection::btree_map(
        prop_oneof![
            Just(String::new()),
            Just("ar".into()),
            Just("zh-Hans".into()),
            Just("en".into())
        ],
        prop_oneof![word(), Just(" =x ".to_owned()), Just("\t-1".to_owned())],
        0..3,
    );
    let places = proptest::collection::vec(place(), 0..3);
    (who, when, content(), places, words(), refers, judged, text).prop_map(
        |(
            (id, issuer, outlet, url),
            (said_at, later, time),
            content,
            places,
            agreed_by,
            refers,
            judged,
            text,
        )| {
            let (updates, cancels, lineage, original) = refers;
            let (rating, class) = judged;
            let mut notice = Notice::new(id, issuer, said_at, content);
            notice.known_at = said_at + jiff::SignedDuration::from_secs(later);
            notice.outlet = outlet;
            notice.url = url;
            notice.time = time;
            notice.places = places;
            notice.agreed_by = agreed_by;
            notice.updates = updates.into_iter().map(Into::into).collect();
            notice.cancels = cancels.into_iter().map(Into::into).collect();
            notice.lineage = match lineage {
                0 => None,
                1 => Some(Lineage::Original),
                _ => Some(Lineage::EchoOf(original.into())),
            };
            notice.rating = rating.map(|text| text.parse().unwrap());
            notice.sensitivity = [None, Some(Sensitivity::Low), Some(Sensitivity::High)][class];
            notice.text = text;
            notice
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn notices_read_back_as_they_were(notices in proptest::collection::vec(notice(), 1..6), mark in any::<bool>()) {
        let release = Audience::internal().release_notices(&notices);
        prop_assert_eq!(release.report.kept, notices.len());
        prop_assert_eq!(release.report.rounded, 0);
        let writer = if mark { NoticeCsvWriter::new().byte_order_mark() } else { NoticeCsvWriter::new() };
        let text = writer.to_string(&release.notices).unwrap();
        let table = TableReader::new().text("notices.csv", text.as_str()).unwrap();
        prop_assert_eq!(table.tag_row(), Some(2));
        let loaded = NoticeTable::default().read(&table).unwrap();
        prop_assert!(loaded.issues.is_empty(), "{:#?}\n{}", loaded.issues, text);
        let back: Vec<Notice> = loaded.notices.into_iter().map(|(notice, _)| notice).collect();
        prop_assert_eq!(&back, &notices, "{}", text);
        // The same by headers alone, without tags.
        let lines: Vec<&str> = text.split("\r\n").collect();
        let untagged = [&lines[..1], &lines[2..]].concat().join("\r\n");
        let table = TableReader::new().text("notices.csv", untagged.as_str()).unwrap();
        prop_assert_eq!(table.tag_row(), None);
        let loaded = NoticeTable::default().read(&table).unwrap();
        let back: Vec<Notice> = loaded.notices.into_iter().map(|(notice, _)| notice).collect();
        prop_assert_eq!(back, notices, "{}", untagged);
    }

    #[test]
    fn nothing_above_the_ceiling_is_written(notices in proptest::collection::vec(notice(), 1..8)) {
        let mut notices = notices;
        for (number, notice) in notices.iter_mut().enumerate() {
            notice.id = format!("secret-{number}-end").into();
        }
        let release = Audience::public().release_notices(&notices);
        let text = NoticeCsvWriter::new().to_string(&release.notices).unwrap();
        for notice in &notices {
            let seen = notice.sensitivity == Some(Sensitivity::Low);
            prop_assert_eq!(text.contains(notice.id.as_str()), seen);
        }
        prop_assert_eq!(release.report.kept + release.report.withheld_in_all(), notices.len());
    }

    #[test]
    fn counts_read_back_as_they_were(notices in proptest::collection::vec(notice(), 1..6)) {
        let release = Audience::internal().release_notices(&notices);
        let text = NoticeCsvWriter::counts().to_string(&release.notices).unwrap();
        let expected: Vec<_> = notices.into_iter().filter(|one| matches!(one.content, Content::DisplacementCount(_))).collect();
        let table = TableReader::new().text("counts.csv", text).unwrap();
        // Without any count there is no column of figures.
        let Ok(loaded) = CountTable::default().read(&table) else {
            prop_assert!(expected.is_empty());
            return Ok(());
        };
        let back: Vec<_> = loaded.notices.into_iter().map(|(notice, _)| notice).collect();
        prop_assert_eq!(back, expected);
    }
}

#[test]
fn a_scenario_reads_back_from_its_tables() {
    let scenario = safepassage::place::northern_aleppo().unwrap().scenario;
    let mut builder = ScenarioBuilder::new();
    let mut kept = 0;
    for layer in ScenarioView::new(&scenario).to_layers().unwrap() {
        let release = Audience::internal().release(&layer);
        kept += release.report.kept;
        let text = HxlCsvWriter::new().byte_order_mark().to_string(&release.layer).unwrap();
        let table = TableReader::new().text(format!("{}.csv", layer.name()), text).unwrap();
        assert_eq!(table.tag_row(), Some(2), "{}", layer.name());
        PlaceTable::new(TableMapping::new()).add_to(&table, &mut builder).unwrap();
    }
    assert_eq!(kept, scenario.features().count());
    let (back, issues) = builder.build();
    let errors: Vec<_> = issues.iter().filter(|issue| issue.code.starts_with("table")).collect();
    assert!(errors.is_empty(), "{errors:#?}");
    // What GeoJSON gives of the same release, the tables give.
    let mut reader = ScenarioReader::new();
    for layer in ScenarioView::new(&scenario).to_layers().unwrap() {
        let release = Audience::internal().release(&layer);
        let text = safepassage::io::write::GeoJsonWriter::new().to_string(&release.layer).unwrap();
        reader = reader.text(format!("{}.geojson", layer.name()), text, None);
    }
    let expected = reader.read().unwrap().scenario;
    assert_eq!(back, expected);
}

#[test]
fn an_audience_sees_only_its_columns_and_decimals() {
    let area = Area::new(geo::MultiPolygon(vec![geo::Polygon::new(
        vec![(0.123_456_78, 0.0), (1.0, 0.0), (1.0, 1.0), (0.123_456_78, 0.0)].into(),
        vec![],
    )]))
    .unwrap();
    let mut notice =
        Notice::new("n", "A", "2026-01-08T07:00:00Z".parse().unwrap(), Content::Curfew)
            .about(NoticePlace { name: Some("Somewhere".into()), ..NoticePlace::area(area) })
            .carried_by("Outlet")
            .text("en", "words");
    notice.sensitivity = Some(Sensitivity::Low);
    let press =
        Audience::builder("press").decimals(2).only_fields("notices", ["wkt"]).build().unwrap();
    let release = press.release_notices([&notice]);
    assert_eq!((release.report.kept, release.report.rounded), (1, 1));
    let text = NoticeCsvWriter::new().to_string(&release.notices).unwrap();
    assert!(text.contains("POLYGON ((0.12 0, 1 0, 1 1, 0.12 0))"), "{text}");
    for held in ["Somewhere", "Outlet", "words"] {
        assert!(!text.contains(held), "{text}");
    }
    // A closing that is held back is counted apart: what is left looks more open.
    notice.sensitivity = None;
    let release = press.release_notices([&notice]);
    assert_eq!((release.report.withheld_in_all(), release.report.withheld_closing), (1, 1));
    let nothing = Audience::builder("none").only_layers(["shelters"]).build().unwrap();
    notice.sensitivity = Some(Sensitivity::Low);
    assert_eq!(nothing.release_notices([&notice]).report.kept, 0);
}

#[test]
fn a_file_appears_whole_or_not_at_all() {
    let notice = Notice::new("n", "A", "2026-01-08T07:00:00Z".parse().unwrap(), Content::Pause);
    let release = Audience::internal().release_notices([&notice]);
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("notices.csv");
    let written = NoticeCsvWriter::new().write_file(&release.notices, &path).unwrap();
    assert_eq!(written.bytes, std::fs::metadata(&path).unwrap().len());
    assert_eq!(written.features, 1);
    let loaded = NoticeTable::default().read(&TableReader::new().open(&path).unwrap()).unwrap();
    assert_eq!(loaded.notices[0].0, notice);
    let nowhere = folder.path().join("no/such/notices.csv");
    assert!(NoticeCsvWriter::new().write_file(&release.notices, &nowhere).is_err());
}
