//! Out and in again: an alert is the same, a notice is the same in all that CAP
//! can carry, and what is written keeps to the schema of CAP 1.2.
#![cfg(feature = "cap")]

mod cap_schema;

use jiff::{SignedDuration, Timestamp};
use proptest::prelude::*;
use safepassage::id::{FeatureRef, Kind};
use safepassage::io::cap::{
    Alert, AlertArea, AlertSeverity, CapPublisher, CapReader, CapTime, CapWriter, Category,
    Certainty, Circle, Info, MsgType, NamedValue, NoticeOptions, Reference, Resource, ResponseType,
    Ring, Scope, Status, Urgency, Vocabulary, Word, alerts_to_notices, release_alerts,
};
use safepassage::io::read::ReadMode;
use safepassage::model::{Area, CheckpointStatus, Sensitivity, TravelModes};
use safepassage::notice::{
    Content, CorridorTerms, DayHours, DisplacementCount, Lineage, Measure, Notice, NoticePlace,
    Qualifier, ReturnRule, Timing,
};
use safepassage::publish::{Audience, DropReason};
use safepassage::time::{ClockHours, TimeWindow};

/// Text as a document may hold it: any sign that XML can, no blanks at the ends.
fn text() -> impl Strategy<Value = String> {
    "[ -~\u{a0}-\u{d7ff}\n\t\r\u{1F600}-\u{1F64F}]{1,20}"
        .prop_map(|text| text.trim().to_owned())
        .prop_filter("some text", |text| !text.is_empty())
}

fn maybe<T: std::fmt::Debug>(one: impl Strategy<Value = T>) -> impl Strategy<Value = Option<T>> {
    prop::option::of(one)
}

fn few<T: std::fmt::Debug>(one: impl Strategy<Value = T>) -> impl Strategy<Value = Vec<T>> {
    prop::collection::vec(one, 0..3)
}

fn word<T: Vocabulary>() -> impl Strategy<Value = Word<T>> {
    prop::sample::select(T::ALL).prop_map(Word::from)
}

fn time() -> impl Strategy<Value = CapTime> {
    let offset = prop::sample::select(vec!["-00:00", "+03:00", "-05:30"]);
    (0_i64..4_000_000_000, offset).prop_map(|(second, offset)| {
        let utc = CapTime::of(Timestamp::from_second(second).unwrap());
        CapTime::written(utc.as_str().replace("-00:00", offset))
    })
}

/// A coordinate of at most five decimals.
fn degrees(most: i32) -> impl Strategy<Value = f64> {
    (-most * 100_000..=most * 100_000).prop_map(|steps| f64::from(steps) / 1e5)
}

fn pair() -> impl Strategy<Value = [f64; 2]> {
    (degrees(180), degrees(90)).prop_map(|(lon, lat)| [lon, lat])
}

fn named() -> impl Strategy<Value = NamedValue> {
    (text(), prop_oneof![Just(String::new()), text()])
        .prop_map(|(name, value)| NamedValue::new(name, value))
}

prop_compose! {
    fn area()(
        description in text(),
        polygons in few(prop::collection::vec(pair(), 3..6).prop_map(Ring)),
        circles in few((pair(), 0.0..500.0).prop_map(|(centre, radius_km)| Circle { centre, radius_km })),
        geocodes in few(named()), altitude in maybe(text()), ceiling in maybe(text()),
    ) -> AlertArea {
        AlertArea { description, polygons, circles, geocodes, altitude, ceiling }
    }
}

prop_compose! {
    fn resource()(
        description in text(), mime_type in text(),
        rest in (maybe(text()), maybe(text()), maybe(text()), maybe(text())),
    ) -> Resource {
        let (size, uri, deref_uri, digest) = rest;
        Resource { description, mime_type: Some(mime_type), size, uri, deref_uri, digest }
    }
}

prop_compose! {
    fn info()(
        language in maybe(text()),
        categories in prop::collection::vec(word::<Category>(), 1..3),
        event in text(),
        response_types in few(word::<ResponseType>()),
        levels in (word::<Urgency>(), word::<AlertSeverity>(), word::<Certainty>()),
        times in (maybe(time()), maybe(time()), maybe(time())),
        texts in (maybe(text()), maybe(text()), maybe(text()), maybe(text()), maybe(text())),
        more in (maybe(text()), maybe(text())),
        pairs in (few(named()), few(named())),
        resources in few(resource()), areas in few(area()),
    ) -> Info {
        let (effective, onset, expires) = times;
        let (audience, sender_name, headline, description, instruction) = texts;
        Info {
            language, categories, event, response_types,
            urgency: Some(levels.0), severity: Some(levels.1), certainty: Some(levels.2),
            audience, event_codes: pairs.0, effective, onset, expires, sender_name, headline,
            description, instruction, web: more.0, contact: more.1, parameters: pairs.1,
            resources, areas,
        }
    }
}

fn reference() -> impl Strategy<Value = Reference> {
    ("[a-z@.]{1,8}", "[a-zA-Z0-9:.-]{1,8}", time()).prop_map(|(sender, identifier, sent)| {
        Reference { sender: Some(sender), identifier, sent: Some(sent) }
    })
}

prop_compose! {
    fn alert()(
        identifier in text(), sender in text(), sent in time(),
        words in (word::<Status>(), word::<MsgType>(), word::<Scope>()),
        texts in (maybe(text()), maybe(text()), maybe(text()), maybe(text()), maybe(text())),
        codes in few(text()), references in few(reference()), infos in few(info()),
    ) -> Alert {
        let (source, restriction, addresses, note, incidents) = texts;
        Alert {
            identifier, sender, sent, status: Some(words.0), msg_type: Some(words.1), source,
            scope: Some(words.2), restriction, addresses, codes, note, references, incidents,
            infos, ..Alert::default()
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn an_alert_written_and_read_is_the_same(alert in alert()) {
        let release = release_alerts(std::slice::from_ref(&alert), &Audience::internal());
        let text = &CapWriter::new().to_strings(&release.alerts)[0];
        cap_schema::check(text);
        let again = CapReader::new().from_str("again.xml", text).unwrap();
        prop_assert_eq!(&again.alerts, &[alert]);
    }
}

fn instant() -> impl Strategy<Value = Timestamp> {
    prop_oneof![
        (0_i64..4_000_000_000).prop_map(|second| Timestamp::from_second(second).unwrap()),
        (0_i64..4_000_000_000_000).prop_map(|ms| Timestamp::from_millisecond(ms).unwrap()),
    ]
}

fn content() -> impl Strategy<Value = Content> {
    prop_oneof![
        Just(Content::Curfew),
        Just(Content::Closure),
        Just(Content::Target),
        Just(Content::Pause),
        Just(Content::Ceasefire),
        Just(Content::Cancellation),
        Just(Content::Other),
        Just(Content::CheckpointStatus { status: CheckpointStatus::Open }),
        (maybe(text()), maybe(any::<bool>())).prop_map(|(route, voluntary)| {
            let modes = TravelModes::default();
            let guaranteed_by = vec!["ICRC".to_owned()];
            let terms = CorridorTerms {
                route,
                voluntary,
                guaranteed_by,
                modes,
                ..CorridorTerms::default()
            };
            Content::CorridorOpening(terms)
        }),
        any::<u32>().prop_map(|figure| Content::DisplacementCount(DisplacementCount {
            figure: figure.into(),
            persons_per_family_thousandths: Some(4500),
            qualifier: Qualifier::AtLeast,
            measure: Some(Measure::Flow),
        })),
        maybe(0_u64..9).prop_map(|sites| Content::ShelterOpening { sites }),
        Just(Content::Returns { permitted: ReturnRule::WithPermit }),
    ]
}

fn timing() -> impl Strategy<Value = Timing> {
    let hours = || {
        let clock: ClockHours = "10:00-13:00".parse().unwrap();
        DayHours::new(clock, "Asia/Damascus", jiff::civil::date(2026, 1, 8)).unwrap()
    };
    prop_oneof![
        Just(Timing::Unstated),
        Just(Timing::Hours(Box::new(hours()))),
        (instant(), maybe(1_i64..1_000_000)).prop_map(|(start, length)| {
            Timing::Window(match length {
                Some(length) => {
                    TimeWindow::new(start, start + SignedDuration::from_secs(length)).unwrap()
                }
                None => TimeWindow::since(start),
            })
        }),
        instant().prop_map(|end| Timing::Window(TimeWindow::until(end))),
        Just(Timing::Window(TimeWindow::ALWAYS)),
    ]
}

prop_compose! {
    fn place()(
        corner in (-170_000..170_000, -80_000..80_000), size in (1..900, 1..900),
        kind in 0..4_u8, name in maybe(text()), code in maybe(named()),
        feature in any::<bool>(),
    ) -> NoticePlace {
        let square = |x: i32, y: i32| {
            let at = |x: i32, y: i32| (f64::from(x) / 1e3, f64::from(y) / 1e3);
            let (w, h) = size;
            geo::Polygon::new(
                vec![at(x, y), at(x + w, y), at(x + w, y + h), at(x, y + h), at(x, y)].into(),
                Vec::new(),
            )
        };
        let (x, y) = corner;
        let area = match kind {
            0 => None,
            1 => Some(geo::MultiPolygon(vec![square(x, y), square(x + 1000, y)])),
            _ => Some(geo::MultiPolygon(vec![square(x, y)])),
        };
        NoticePlace {
            feature: feature.then(|| FeatureRef::new(Kind::SafeCorridor, "east & west")),
            area: area.map(|area| Area::new(area).unwrap()),
            name,
            codes: code.into_iter().map(|pair| (pair.name, pair.value)).collect(),
        }
    }
}

prop_compose! {
    fn notice()(
        id in text(), issuer in text(), outlet in maybe(text()), url in maybe(text()),
        said_at in instant(), content in content(), places in few(place()), time in timing(),
        lists in (few(text()), few(text()), few(text())), echo in maybe(maybe(text())),
        rating in maybe(prop::sample::select(vec!["A1", "F6"])),
        sensitivity in maybe(prop::sample::select(vec![Sensitivity::Low, Sensitivity::High])),
        text in prop::collection::btree_map(prop_oneof![Just(String::new()), text()], text(), 0..3),
    ) -> Notice {
        let ids = |list: Vec<String>| list.into_iter().map(Into::into).collect();
        let mut notice = Notice::new(id, issuer, said_at, content);
        notice.outlet = outlet;
        notice.url = url;
        notice.places = places;
        notice.time = time;
        notice.agreed_by = lists.0;
        notice.updates = ids(lists.1);
        notice.cancels = ids(lists.2);
        notice.lineage = echo.map(|of| of.map_or(Lineage::Original, |of| Lineage::EchoOf(of.into())));
        notice.rating = rating.map(|rating| rating.parse().unwrap());
        notice.sensitivity = sensitivity;
        notice.text = text;
        notice
    }
}

fn publisher() -> CapPublisher {
    CapPublisher::new("desk@example.org").unwrap()
}

/// The notice as it is once it went out and came in again.
fn again(notice: &Notice, audience: &Audience) -> Vec<Notice> {
    let release = publisher().release(std::slice::from_ref(notice), audience);
    let texts = CapWriter::new().to_strings(&release.alerts);
    let mut alerts = Vec::new();
    for text in texts {
        cap_schema::check(&text);
        let read = CapReader::new().mode(ReadMode::Strict).from_str("again.xml", &text).unwrap();
        alerts.extend(read.alerts);
    }
    let options = NoticeOptions::new().trusting("desk@example.org");
    let (notices, issues) = alerts_to_notices(&alerts, notice.known_at, &options);
    assert_eq!(issues, []);
    notices
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn a_notice_written_and_read_is_the_same(notice in notice()) {
        prop_assert_eq!(again(&notice, &Audience::internal()), [notice]);
    }

    #[test]
    fn without_trust_no_notice_that_comes_in_opens(notice in notice()) {
        let release = publisher().release(&[notice], &Audience::internal());
        let known_at = "2100-01-01T00:00:00Z".parse().unwrap();
        let (notices, _) = alerts_to_notices(release.alerts.alerts(), known_at, &NoticeOptions::new());
        prop_assert!(notices.iter().all(|one| one.content.stance() != safepassage::notice::Stance::Opens));
    }
}

#[test]
fn holes_are_cut_into_pieces_that_are_joined_again() {
    let ring = |low: f64, high: f64| -> geo::LineString {
        vec![(low, low), (high, low), (high, high), (low, high), (low, low)].into()
    };
    let holed = geo::Polygon::new(ring(36.0, 37.0), vec![ring(36.2, 36.4), ring(36.5, 36.8)]);
    let area = Area::new(geo::MultiPolygon(vec![holed])).unwrap();
    let said: Timestamp = "2026-01-08T10:00:00Z".parse().unwrap();
    let notice =
        Notice::new("1", "army", said, Content::Closure).about(NoticePlace::area(area.clone()));
    let release = publisher().release(std::slice::from_ref(&notice), &Audience::internal());
    let pieces = &release.alerts.alerts()[0].infos[0].areas[0].polygons;
    assert!(pieces.len() >= 3, "{pieces:?}");
    // Pieces that share an edge are joined when they are read.
    let back = again(&notice, &Audience::internal()).remove(0);
    let found = back.places[0].area.as_ref().unwrap();
    let square_metres = safepassage::geodesy::area_of_all_m2;
    let (found, expected) = (square_metres(found.polygons()), square_metres(area.polygons()));
    // A corner more on an edge moves a geodesic a little.
    assert!((found / expected - 1.0).abs() < 1e-4, "{found} {expected}");
}

fn closure(id: &str, sensitivity: Option<Sensitivity>) -> Notice {
    let said = "2026-01-08T10:00:00Z".parse().unwrap();
    Notice { sensitivity, ..Notice::new(id, "army", said, Content::Closure) }
}

#[test]
fn what_an_audience_may_not_see_does_not_leave() {
    use Sensitivity::{High, Low, Moderate, Severe};
    let classes = [None, Some(Low), Some(Moderate), Some(High), Some(Severe)];
    let notices: Vec<Notice> = classes
        .iter()
        .enumerate()
        .map(|(n, class)| closure(&format!("secret-{n}"), *class))
        .collect();
    let kept = |audience: &Audience| {
        let release = publisher().release(&notices, audience);
        let texts = CapWriter::new().to_strings(&release.alerts).concat();
        let there: Vec<usize> = (0..5).filter(|n| texts.contains(&format!("secret-{n}"))).collect();
        assert_eq!(there.len(), release.report.kept);
        assert_eq!(release.report.kept + release.report.dropped.values().sum::<usize>(), 5);
        there
    };
    assert_eq!(kept(&Audience::public()), [1]);
    assert_eq!(kept(&Audience::partner()), [1, 2]);
    assert_eq!(kept(&Audience::internal()), [0, 1, 2, 3]);
    let other_layers = Audience::builder("press").only_layers(["shelters"]).build().unwrap();
    assert_eq!(kept(&other_layers), [0; 0]);
    let some_fields = Audience::builder("press").only_fields("notices", ["id"]).build().unwrap();
    assert_eq!(kept(&some_fields), [0; 0]);
    let release = publisher().release(&notices, &other_layers);
    assert_eq!(release.report.dropped[&DropReason::LayerNotAllowed], 5);
}

#[test]
fn references_to_what_is_held_back_are_held_back() {
    let hidden = closure("secret", Some(Sensitivity::High));
    let mut shown = closure("shown", Some(Sensitivity::Low)).updating("secret").cancelling("first");
    shown.lineage = Some(Lineage::EchoOf("secret".into()));
    let first = closure("first", Some(Sensitivity::Low));
    let release = publisher().release(&[hidden, shown, first], &Audience::public());
    assert_eq!((release.report.kept, release.report.references_withheld), (2, 2));
    let texts = CapWriter::new().to_strings(&release.alerts);
    assert!(!texts.concat().contains("secret"), "{texts:?}");
    assert!(texts[0].contains("<msgType>Update</msgType>"));
    assert!(
        texts[0]
            .contains("<references>desk@example.org,first,2026-01-08T10:00:00-00:00</references>")
    );
    assert!(texts[0].contains("withheld"));
}

#[test]
fn restricted_alerts_of_others_reach_only_those_who_made_it() {
    let alert = |scope: Option<Scope>| Alert {
        identifier: "7".into(),
        sender: "a@b.org".into(),
        sent: CapTime::written("2026-01-08T10:00:00+03:00"),
        status: Some(Status::Actual.into()),
        msg_type: Some(MsgType::Alert.into()),
        scope: scope.map(Word::from),
        ..Alert::default()
    };
    let scopes = [Some(Scope::Public), Some(Scope::Restricted), Some(Scope::Private), None];
    let alerts = scopes.map(alert);
    let kept = |audience: &Audience| release_alerts(&alerts, audience).report.kept;
    assert_eq!(kept(&Audience::public()), 1);
    assert_eq!(kept(&Audience::partner()), 1);
    // The one without a scope cannot be written: CAP requires it.
    assert_eq!(kept(&Audience::internal()), 3);
    assert_eq!(release_alerts(&alerts, &Audience::internal()).report.incomplete, 1);
}

#[test]
fn coordinates_have_no_more_decimals_than_the_audience_may_see() {
    let ring = vec![(37.123_456_7, 36.0), (37.2, 36.0), (37.2, 36.123_456_7), (37.123_456_7, 36.0)];
    let area =
        Area::new(geo::MultiPolygon(vec![geo::Polygon::new(ring.into(), Vec::new())])).unwrap();
    let notice = closure("1", Some(Sensitivity::Low)).about(NoticePlace::area(area));
    let coarse = Audience::builder("press").decimals(2).build().unwrap();
    let release = publisher().release(std::slice::from_ref(&notice), &coarse);
    assert_eq!(release.report.rounded, 1);
    let text = &CapWriter::new().to_strings(&release.alerts)[0];
    assert!(text.contains("<polygon>36,37.12 36,37.2 36.12,37.2 36,37.12</polygon>"), "{text}");
    // And so for alerts of others.
    let exact =
        publisher().release(&[notice], &Audience::builder("press").decimals(7).build().unwrap());
    let again = release_alerts(exact.alerts.alerts(), &coarse);
    assert_eq!(again.report.rounded, 1);
    assert_eq!(again.alerts.alerts()[0].infos[0].areas, release.alerts.alerts()[0].infos[0].areas);
    // What is left of nothing is not written.
    let none = Audience::builder("press").decimals(0).build().unwrap();
    let small = publisher().release(
        &[closure("1", Some(Sensitivity::Low)).about(NoticePlace::area(
            Area::new(geo::MultiPolygon(vec![geo::Polygon::new(
                vec![(37.1, 36.0), (37.2, 36.0), (37.2, 36.1), (37.1, 36.0)].into(),
                Vec::new(),
            )]))
            .unwrap(),
        ))],
        &none,
    );
    assert_eq!(small.report.dropped[&DropReason::CollapsedByRounding], 1);
}

#[test]
fn a_folder_is_written_whole_or_not_at_all() {
    let folder = tempfile::tempdir().unwrap();
    let notices = [closure("a/../b", Some(Sensitivity::Low)), closure("c", Some(Sensitivity::Low))];
    let release = publisher().release(&notices, &Audience::public());
    let written = CapWriter::new().write_folder(&release.alerts, folder.path()).unwrap();
    let names: Vec<_> = written
        .iter()
        .map(|one| one.path.as_ref().unwrap().file_name().unwrap().to_string_lossy().into_owned())
        .collect();
    assert_eq!(names, ["0001-a_.._b.xml", "0002-c.xml"]);
    for one in &written {
        let path = one.path.as_ref().unwrap();
        assert_eq!(std::fs::metadata(path).unwrap().len(), one.bytes);
        assert_eq!(CapReader::new().from_path(path).unwrap().alerts.len(), 1);
    }
    // The second cannot be written, so the first does not appear either.
    let other = tempfile::tempdir().unwrap();
    std::fs::create_dir(other.path().join("0002-c.xml")).unwrap();
    let error = CapWriter::new().write_folder(&release.alerts, other.path()).unwrap_err();
    assert!(error.to_string().contains("0002-c.xml"), "{error}");
    assert_eq!(std::fs::read_dir(other.path()).unwrap().count(), 1);
}

#[test]
fn a_sender_that_cap_forbids_is_refused() {
    for sender in ["", "the army", "a,b", "a<b", "a&b", "a\tb"] {
        assert!(CapPublisher::new(sender).is_err(), "{sender:?}");
    }
}
