//! Arbitrary notices, and files cut at arbitrary places.

use super::*;
use crate::model::Area;
use crate::notice::Credibility;
use crate::notice::DayHours;
use crate::notice::DisplacementCount;
use crate::notice::Lineage;
use crate::notice::Measure;
use crate::notice::Qualifier;
use crate::notice::Rating;
use crate::notice::Recurrence;
use crate::notice::Reliability;
use crate::time::ClockHours;
use crate::time::TimeWindow;
use geo::{Geometry, LineString, Polygon};
use jiff::civil::{Date, Time};
use proptest::prelude::*;
use proptest::sample::select;

fn words() -> impl Strategy<Value = String> {
    // Quotes, backslashes, control signs, line ends, Arabic, and signs beyond the first plane.
    proptest::collection::vec(
        prop_oneof![
            any::<char>(),
            select(vec!['"', '\\', '\n', '\r', '\0', '\u{2028}', 'ة', '😀'])
        ],
        0..12,
    )
    .prop_map(String::from_iter)
}

fn contents() -> impl Strategy<Value = Content> {
    let terms = (any::<Option<bool>>(), proptest::option::of(words()), words()).prop_map(
        |(voluntary, who, party)| {
            let guaranteed_by = vec![party];
            let terms = CorridorTerms { who, voluntary, guaranteed_by, ..Default::default() };
            Content::CorridorOpening(terms)
        },
    );
    let count = (any::<u64>(), any::<Option<u64>>()).prop_map(|(figure, factor)| {
        Content::DisplacementCount(DisplacementCount {
            figure,
            persons_per_family_thousandths: factor,
            qualifier: Qualifier::MoreThan,
            measure: Some(Measure::Flow),
        })
    });
    prop_oneof![
        select(vec![Content::Curfew, Content::Closure, Content::Pause, Content::Other]),
        terms,
        count,
        any::<Option<u64>>().prop_map(|sites| Content::ShelterOpening { sites }),
    ]
}

fn timings() -> impl Strategy<Value = Timing> {
    let window = (any::<u32>(), 1..1_000_000_i64).prop_map(|(from, long)| {
        let start = Timestamp::from_nanosecond(i128::from(from) * 1_000_000_007).unwrap();
        let end = Timestamp::from_second(start.as_second() + long + 1).unwrap();
        Timing::Window(TimeWindow::new(start, end).unwrap())
    });
    let hours = (0..24_i8, 0..60_i8, 1..28_i8).prop_map(|(hour, minute, day)| {
        let clock = ClockHours::new(
            Time::constant(hour, minute, 0, 0),
            Time::constant((hour + 7) % 24, 30, 0, 0),
        );
        let day = Date::constant(2026, 1, day);
        let hours = DayHours::new(clock, "Asia/Damascus", day).unwrap();
        Timing::Hours(Box::new(hours.recurring(Recurrence::Daily)))
    });
    prop_oneof![Just(Timing::Unstated), window, hours]
}

fn places() -> impl Strategy<Value = NoticePlace> {
    let area = (-170.0..170.0_f64, -80.0..80.0_f64, 0.000_1..3.0_f64).prop_map(|(x, y, d)| {
        let ring = LineString::from(vec![(x, y), (x + d, y), (x + d, y + d / 3.0), (x, y)]);
        let polygon = Polygon::new(ring, Vec::new());
        NoticePlace::area(Area::try_from(Geometry::Polygon(polygon)).unwrap())
    });
    prop_oneof![
        words().prop_map(NoticePlace::named),
        words().prop_map(|id| FeatureRef::new(Kind::SafeCorridor, id).into()),
        area,
    ]
}

fn arbitrary() -> impl Strategy<Value = Notice> {
    let who = ("[a-z ]{0,8}", words(), 0..50_000_000_000_i64, 0..90_000_i64);
    let what = (contents(), timings(), proptest::collection::vec(places(), 0..3));
    let rest = (any::<bool>(), words(), any::<bool>());
    (who, what, rest).prop_map(|((id, issuer, said, after), (content, time, places), rest)| {
        let said_at = Timestamp::from_nanosecond(i128::from(said) * 37_000_001).unwrap();
        let known_at = Timestamp::from_second(said_at.as_second() + 1 + after).unwrap();
        let mut notice = Notice::new(format!("n{id}"), format!("p{issuer}"), said_at, content)
            .known_at(known_at)
            .during(time)
            .text("ku", rest.1);
        notice.places = places;
        if rest.0 {
            notice = notice.lineage(Lineage::EchoOf("x\"y".into()));
        }
        if rest.2 {
            notice = notice.rated(Rating::new(Reliability::C, Credibility::Six));
        }
        notice
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn what_is_kept_is_what_is_loaded(
        all in proptest::collection::vec(arbitrary(), 1..12),
        split in any::<prop::sample::Index>(),
        cut in any::<prop::sample::Index>(),
    ) {
        let (ledger, _) = NoticeLedger::of(all);
        let notices = ledger.notices();
        let desk = desk();
        let mut file = LedgerFile::new(&desk.path);
        let middle = split.index(notices.len() + 1);
        file.append(&notices[..middle]).unwrap();
        file.append(&notices[middle..]).unwrap();
        let stored = LedgerFile::new(&desk.path).load().unwrap();
        prop_assert_eq!(stored.ledger.notices(), notices);

        let bytes = fs::read(&desk.path).unwrap();
        let cut = cut.index(bytes.len() + 1);
        let stored = read(&bytes[..cut]).unwrap();
        let lines = ends(&bytes[..cut]).len();
        prop_assert_eq!(stored.ledger.notices(), &notices[..lines.saturating_sub(1)]);
    }

    #[test]
    fn no_bytes_make_it_panic(
        head in any::<bool>(),
        bytes in proptest::collection::vec(any::<u8>(), 0..200),
    ) {
        let start = if head { format!("{HEADER}\n").into_bytes() } else { Vec::new() };
        let whole = [start, bytes].concat();
        let _ = read(&whole);
        let _ = notices_of(&String::from_utf8_lossy(&whole), "x", None);
    }
}
