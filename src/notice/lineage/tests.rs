use super::super::content::Content;
use super::super::ledger::NoticeLedger;
use super::super::timing::DayHours;
use super::*;
use crate::id::FeatureRef;
use crate::id::Kind;
use crate::time::TimeWindow;
use jiff::civil::date;

fn at(minute: i64) -> Timestamp {
    Timestamp::from_second(1_767_780_000 + 60 * minute).unwrap()
}

fn notice(id: &str, said: i64, known: i64) -> Notice {
    Notice::new(id, "army", at(said), Content::Closure)
        .known_at(at(known))
        .about(FeatureRef::new(Kind::SafeCorridor, "east"))
        .during(Timing::Window(TimeWindow::new(at(100), at(5000)).unwrap()))
}

fn sorted(notices: impl IntoIterator<Item = Notice>) -> (NoticeLedger, Statements) {
    let (ledger, _) = NoticeLedger::of(notices);
    let issuers: Vec<PartyNo> =
        ledger.notices().iter().map(|one| PartyNo::from(one.issuer != "army")).collect();
    let statements = Statements::sort(ledger.notices(), &issuers, SignedDuration::from_hours(48));
    (ledger, statements)
}

/// For each notice by identifier: its statement's first member, and how it came to it.
fn told(notices: impl IntoIterator<Item = Notice>) -> Vec<(String, String, Witness)> {
    let (ledger, statements) = sorted(notices);
    let name = |number: u32| ledger.notices()[number as usize].id.to_string();
    let mut told: Vec<_> = (0..u32::try_from(ledger.len()).unwrap())
        .map(|number| {
            let first = statements.get(statements.statement_of(number)).unwrap().members[0];
            (name(number), name(first), statements.witness(number))
        })
        .collect();
    told.sort();
    told
}

fn is(id: &str, of: &str, witness: Witness) -> (String, String, Witness) {
    (id.to_owned(), of.to_owned(), witness)
}

#[test]
fn the_same_again_is_a_copy_within_the_stated_time_and_not_after_it() {
    let far = 48 * 60;
    let found = told([
        notice("a", 0, 1),
        notice("b", 5, 6).carried_by("outlet"),
        notice("c", far, far),
        notice("d", far + 1, far + 1),
    ]);
    let copy = Witness::InferredCopy;
    assert_eq!(
        found,
        [
            is("a", "a", Witness::Own),
            is("b", "a", copy),
            is("c", "a", copy),
            is("d", "d", Witness::Own)
        ]
    );
}

#[test]
fn another_issuer_place_time_or_a_stated_original_is_no_copy() {
    let mut other_issuer = notice("b", 1, 1);
    other_issuer.issuer = "governorate".into();
    let mut other_place = notice("c", 1, 1);
    other_place.places = vec![FeatureRef::new(Kind::SafeCorridor, "west").into()];
    let found = told([
        notice("a", 0, 0),
        other_issuer,
        other_place,
        notice("d", 1, 1).during(Timing::since(at(100))),
        notice("e", 1, 1).lineage(Lineage::Original),
    ]);
    for (id, first, witness) in found {
        assert_eq!((id, witness), (first, Witness::Own));
    }
}

#[test]
fn a_copy_may_come_before_what_it_copies_and_a_misquote_stands_apart() {
    let opening = Content::CorridorOpening(super::super::content::CorridorTerms::default());
    let mut misquote = notice("m", 3, 3).lineage(Lineage::EchoOf("z".into()));
    misquote.content = opening;
    let found = told([
        notice("b", 5, 1).known_at(at(6)).lineage(Lineage::EchoOf("z".into())),
        notice("z", 0, 7),
        misquote.known_at(at(8)),
    ]);
    assert_eq!(
        found,
        [
            is("b", "b", Witness::StatedCopy),
            is("m", "m", Witness::Misquote),
            is("z", "b", Witness::Own)
        ]
    );
}

#[test]
fn who_speaks_for_a_statement_is_who_said_it_first_of_those_known() {
    let (ledger, statements) = sorted([
        notice("b", 5, 6).lineage(Lineage::EchoOf("z".into())),
        notice("z", 0, 7),
        notice("c", 3, 9).lineage(Lineage::EchoOf("z".into())),
    ]);
    let statement = statements.get(0).unwrap();
    let speaker = |minute| {
        let number = statement.speaker(ledger.notices(), at(minute))?;
        Some(ledger.notices()[number as usize].id.as_str())
    };
    assert_eq!(
        [speaker(5), speaker(6), speaker(7), speaker(9)],
        [None, Some("b"), Some("z"), Some("z")]
    );
}

#[test]
fn copies_that_disagree_on_whether_it_recurs_make_it_unclear_from_when_they_are_known() {
    let hours = |recurrence| {
        let hours = DayHours::new("10:00-13:00".parse().unwrap(), "UTC", date(2026, 1, 8)).unwrap();
        Timing::Hours(Box::new(hours.recurring(recurrence)))
    };
    let (ledger, statements) = sorted([
        notice("a", 0, 0).during(hours(Recurrence::Once)),
        notice("b", 0, 2).during(hours(Recurrence::Once)),
        notice("c", 0, 4).during(hours(Recurrence::Daily)),
    ]);
    let statement = statements.get(0).unwrap();
    assert_eq!(statement.members.len(), 3);
    assert_eq!(statement.unclear_from(ledger.notices()), Some(at(4)));
    let by = |one, minute| statement.unclear_by(ledger.notices(), one, at(minute));
    assert_eq!([by(0, 3), by(0, 4), by(2, 4)], [None, Some(2), Some(0)]);
}
