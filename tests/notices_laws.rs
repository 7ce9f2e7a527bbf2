//! The status of corridors and checkpoints against the rule book, and its laws.
//!
//! Streams of notices at random, in small scenes. `SAFEPASSAGE_CASES` sets how
//! many for each property; the default is what fits into a run of all tests.
//! `SAFEPASSAGE_SEED` sets another start for the random numbers.

use jiff::{SignedDuration, Timestamp};
use notices_oracle::Oracle;
use notices_oracle::streams::{self, Case, NoticeBytes, READINGS};
use proptest::prelude::*;
use proptest::test_runner::{Config, RngSeed, TestCaseError};
use safepassage::notice::{
    Content, Evidence, Lineage, Notice, NoticeId, NoticeLedger, Stance, StatusQuery, StatusReport,
    StatusRule, Timing, Witness,
};
use safepassage::time::TimeWindow;
use std::collections::BTreeSet;

mod notices_oracle;

fn config(cases: u32) -> Config {
    let asked = std::env::var("SAFEPASSAGE_CASES").ok();
    let cases = asked.map_or(cases, |text| text.parse().expect("a number of cases"));
    let seed = std::env::var("SAFEPASSAGE_SEED").ok();
    let seed = seed.map_or(20_260_108, |text| text.parse().expect("a number as seed"));
    Config {
        cases,
        rng_seed: RngSeed::Fixed(seed),
        failure_persistence: None,
        max_shrink_iters: 50_000,
        ..Config::default()
    }
}

fn ledger(notices: &[Notice]) -> NoticeLedger {
    NoticeLedger::of(notices.iter().cloned()).0
}

fn evidence(case: &Case) -> Evidence {
    Evidence::gather(&case.scenario, ledger(&case.notices), case.policy.clone())
}

fn check_against_rule_book(case: &Case) -> Result<(), TestCaseError> {
    let ledger = ledger(&case.notices);
    let oracle = Oracle::new(&case.scenario, ledger.notices(), &case.policy);
    let evidence = evidence(case);
    for subject in notices_oracle::subjects(&case.scenario) {
        for &(at, known) in &case.asked {
            for reading in READINGS {
                let query = StatusQuery::new(subject.clone(), at).known_at(known).reading(reading);
                let found = evidence.status(&query).unwrap();
                let expected = oracle.status(&subject, at, known, reading);
                let what = || {
                    format!(
                        "{subject} at {at} as known at {known}, read {reading}\nexpected {expected:?}\nfound {found:?}\n{}",
                        tell(case)
                    )
                };
                prop_assert!(found.status == expected.status, "status: {}", what());
                prop_assert!(found.rule == expected.rule, "rule: {}", what());
                prop_assert!(found.closings == expected.closings, "closings: {}", what());
                prop_assert!(found.openings == expected.openings, "openings: {}", what());
                prop_assert!(
                    found.by_reading.under(reading) == found.status,
                    "by_reading: {}",
                    what()
                );
            }
        }
    }
    Ok(())
}

/// The case in words, for a failure.
fn tell(case: &Case) -> String {
    let mut text = format!("policy {}\n", serde_json::to_string(&case.policy).unwrap());
    for notice in &case.notices {
        text.push_str(&serde_json::to_string(notice).unwrap());
        text.push('\n');
    }
    for record in case.scenario.areas_of_control() {
        text.push_str(&serde_json::to_string(record).unwrap());
        text.push('\n');
    }
    for record in case.scenario.checkpoints() {
        text.push_str(&serde_json::to_string(record).unwrap());
        text.push('\n');
    }
    for record in case.scenario.corridors() {
        text.push_str(&serde_json::to_string(record).unwrap());
        text.push('\n');
    }
    for notice in notices_oracle::records_that_state(&case.scenario) {
        text.push_str(&serde_json::to_string(&notice).unwrap());
        text.push('\n');
    }
    text
}

/// Instants of a window's pieces: their status is that of `status` there.
fn check_timeline(case: &Case) -> Result<(), TestCaseError> {
    let evidence = evidence(case);
    let window = TimeWindow::new(streams::hour(-20), streams::hour(150)).unwrap();
    for subject in notices_oracle::subjects(&case.scenario) {
        for (&(_, known), reading) in case.asked.iter().zip(READINGS) {
            let pieces = evidence.timeline(&subject, window, known, reading).unwrap();
            prop_assert_eq!(pieces[0].window.start(), window.start());
            prop_assert_eq!(pieces[pieces.len() - 1].window.end(), window.end());
            for pair in pieces.windows(2) {
                prop_assert_eq!(pair[0].window.end(), pair[1].window.start());
                prop_assert!(pair[0].status != pair[1].status);
            }
            let ends = pieces.iter().flat_map(|piece| {
                let (start, end) = (piece.window.start_or_min(), piece.window.end_or_max());
                [start, end - SignedDuration::from_nanos(1)]
            });
            for at in ends.chain(case.asked.iter().map(|(at, _)| *at)) {
                let Some(piece) = pieces.iter().find(|piece| piece.window.contains(at)) else {
                    continue;
                };
                let query = StatusQuery::new(subject.clone(), at).known_at(known).reading(reading);
                let found = evidence.status(&query).unwrap();
                prop_assert!(
                    found.status == piece.status,
                    "{subject} at {at} as known at {known}, read {reading}: {} in the timeline, {found:?}\n{}",
                    piece.status,
                    tell(case)
                );
            }
        }
    }
    Ok(())
}

/// Every question of a case, put to some evidence.
fn answers(case: &Case, evidence: &Evidence) -> Vec<StatusReport> {
    let mut all = Vec::new();
    for &(at, known) in &case.asked {
        for reading in READINGS {
            all.extend(evidence.statuses(at, known, reading));
        }
    }
    all
}

/// A closing notice that supersedes no closing, learnt after all others.
fn closing(case: &Case, bytes: &NoticeBytes) -> Notice {
    let count = case.notices.len();
    let mut notice = streams::notice(&format!("n{count}"), bytes, &case.notices, count);
    if notice.content.stance() != Stance::Closes {
        notice.content = Content::Closure;
    }
    let opens = |id: &NoticeId| {
        let named = case.notices.iter().find(|one| one.id == *id);
        named.is_none_or(|one| matches!(one.content.stance(), Stance::Opens | Stance::Neither))
    };
    notice.updates.retain(opens);
    notice.cancels.retain(opens);
    let last = case.notices.iter().map(|one| one.known_at).max().unwrap();
    notice.known_at = notice.said_at.max(last + SignedDuration::from_secs(1));
    notice
}

fn check_closing_never_opens(case: &Case, closing: Notice) -> Result<(), TestCaseError> {
    let before = answers(case, &evidence(case));
    let mut more = case.notices.clone();
    let told = format!("{closing:?}");
    more.push(closing);
    let more = Evidence::gather(&case.scenario, ledger(&more), case.policy.clone());
    for (before, after) in before.iter().zip(answers(case, &more)) {
        prop_assert!(
            after.status.openness() <= before.status.openness(),
            "{told}\nbefore {before:?}\nafter {after:?}\n{}",
            tell(case)
        );
    }
    Ok(())
}

/// The same notice again, as a copy: of an opening perhaps said later.
fn repeat(case: &Case, bytes: [u8; 4]) -> Option<(NoticeId, Notice)> {
    let first = &case.notices[usize::from(bytes[0]) % case.notices.len()];
    let mut copy = first.clone();
    copy.id = "r".into();
    copy.outlet = Some("an outlet".to_owned());
    let named = |id: &NoticeId| case.notices.iter().find(|one| one.id == *id);
    let supersedes: Vec<&Notice> = first.supersedes().filter_map(named).collect();
    if supersedes.iter().any(|one| one.said_at == first.said_at) {
        return None;
    }
    // A copy learnt before what it copies may no longer be heard; its repeat would be.
    if let Some(Lineage::EchoOf(id)) = &first.lineage
        && named(id).is_some_and(|one| (one.known_at, &one.id) > (first.known_at, &first.id))
    {
        return None;
    }
    if first.supersedes().next().is_none() && first.content.stance() == Stance::Opens {
        let unstated = first.time == Timing::Unstated;
        let later = if unstated { 0 } else { i64::from(bytes[1] % 3) * 20 };
        copy.said_at += SignedDuration::from_hours(later);
        copy.agreed_by.push("Q".to_owned());
    }
    match &first.lineage {
        Some(Lineage::EchoOf(_)) => {}
        None if bytes[2] < 128 && copy.said_at == first.said_at => {}
        _ => copy.lineage = Some(Lineage::EchoOf(first.id.clone())),
    }
    let lag = SignedDuration::from_hours(i64::from(bytes[3] % 3) * 7);
    copy.known_at = first.known_at.max(copy.said_at) + lag;
    Some((first.id.clone(), copy))
}

fn check_repeat_changes_nothing(
    case: &Case,
    first: &NoticeId,
    copy: Notice,
) -> Result<(), TestCaseError> {
    let plain = evidence(case);
    // Each misquote is a statement of its own, and so is its repeat.
    if plain.lineage(first, Timestamp::MAX).is_some_and(|(how, _)| how == Witness::Misquote) {
        return Ok(());
    }
    let before = answers(case, &plain);
    let told = format!("{copy:?}");
    let mut more = case.notices.clone();
    more.push(copy);
    let more = Evidence::gather(&case.scenario, ledger(&more), case.policy.clone());
    for (before, after) in before.iter().zip(answers(case, &more)) {
        prop_assert!(
            after.status == before.status,
            "{told}\nbefore {before:?}\nafter {after:?}\n{}",
            tell(case)
        );
    }
    Ok(())
}

fn check_order_within_an_instant(case: &Case, order: u64) -> Result<(), TestCaseError> {
    let plain = evidence(case);
    let mut shuffled = case.notices.clone();
    let mut state = order;
    for place in (1..shuffled.len()).rev() {
        state =
            state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        shuffled.swap(place, (state >> 33) as usize % (place + 1));
    }
    prop_assert_eq!(&ledger(&case.notices), &ledger(&shuffled));
    shuffled.sort_by_key(|notice| notice.known_at);
    let mut one_by_one = NoticeLedger::new();
    for notice in shuffled {
        one_by_one.append(notice).unwrap();
    }
    let other = Evidence::gather(&case.scenario, one_by_one, case.policy.clone());
    prop_assert_eq!(answers(case, &plain), answers(case, &other));
    Ok(())
}

fn check_nothing_leaks_back(case: &Case) -> Result<(), TestCaseError> {
    let all = evidence(case);
    for &(at, known) in &case.asked {
        let then = ledger(&case.notices).as_known_at(known).to_vec();
        let then = Evidence::gather(&case.scenario, ledger(&then), case.policy.clone());
        for reading in READINGS {
            for (then, now) in
                then.statuses(at, known, reading).zip(all.statuses(at, known, reading))
            {
                prop_assert!(then == now, "then {then:?}\nnow {now:?}\n{}", tell(case));
            }
        }
    }
    Ok(())
}

fn check_what_decides(case: &Case) -> Result<(), TestCaseError> {
    let all = evidence(case);
    for report in answers(case, &all) {
        let deciding: Vec<Notice> =
            report.decided_by.iter().map(|id| all.ledger().get(id).unwrap().clone()).collect();
        let ask = |notices: &[Notice]| {
            Evidence::gather(&case.scenario, ledger(notices), case.policy.clone())
                .status(&report.query)
                .unwrap()
        };
        // A misquote shows as one only beside what it misquotes.
        let witness = |one: &Notice| all.lineage(&one.id, report.query.known_at).unwrap().0;
        if deciding.iter().any(|one| witness(one) == Witness::Misquote) {
            continue;
        }
        let alone = ask(&deciding);
        prop_assert!(alone.status == report.status, "{report:?}\nalone {alone:?}\n{}", tell(case));
        // What took an opening back may itself open, if its own copies are not there.
        if report.rule == StatusRule::TakenBack && alone.rule != report.rule {
            continue;
        }
        // Of copies that do not agree on whether it recurs both are named.
        let statements: BTreeSet<&NoticeId> = deciding
            .iter()
            .map(|notice| &all.lineage(&notice.id, report.query.known_at).unwrap().1.id)
            .collect();
        if statements.len() < deciding.len() {
            continue;
        }
        for left_out in 0..deciding.len() {
            let mut fewer = deciding.clone();
            let out = fewer.remove(left_out);
            let fewer = ask(&fewer);
            prop_assert!(
                (fewer.status, fewer.rule) != (alone.status, alone.rule),
                "without {}: {report:?}\nfewer {fewer:?}\n{}",
                out.id,
                tell(case)
            );
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(config(1500))]

    #[test]
    fn agrees_with_the_rule_book(bytes in streams::bytes(14)) {
        check_against_rule_book(&bytes.case())?;
    }

    #[test]
    fn timelines_say_what_statuses_say(bytes in streams::bytes(12)) {
        check_timeline(&bytes.case())?;
    }

    #[test]
    fn a_closing_never_makes_anything_more_open(
        bytes in streams::bytes(12),
        closing_bytes in any::<NoticeBytes>(),
    ) {
        let mut case = bytes.case();
        let closing = closing(&case, &closing_bytes);
        // A notice that already takes it back is another matter.
        for notice in &mut case.notices {
            notice.updates.retain(|id| *id != closing.id);
            notice.cancels.retain(|id| *id != closing.id);
        }
        check_closing_never_opens(&case, closing)?;
    }

    #[test]
    fn order_within_an_instant_does_not_matter(bytes in streams::bytes(12), order in any::<u64>()) {
        check_order_within_an_instant(&bytes.case(), order)?;
    }

    #[test]
    fn a_copy_changes_nothing(bytes in streams::bytes(12), copy in any::<[u8; 4]>()) {
        let case = bytes.case();
        if let Some((first, copy)) = repeat(&case, copy) {
            check_repeat_changes_nothing(&case, &first, copy)?;
        }
    }

    #[test]
    fn nothing_learnt_later_leaks_back(bytes in streams::bytes(12)) {
        check_nothing_leaks_back(&bytes.case())?;
    }
}

proptest! {
    #![proptest_config(config(400))]

    #[test]
    fn what_decides_suffices_and_is_needed(bytes in streams::bytes(12)) {
        check_what_decides(&bytes.with_silent_records().case())?;
    }
}
