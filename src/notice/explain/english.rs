//! Explanations in English.
//!
//! Floor 2.

use super::super::completeness::{Completeness, CorridorItem};
use super::super::content::{Content, ReturnRule};
use super::super::lineage::Witness;
use super::super::status::{Missing, Status, StatusRule};
use super::super::timing::{DayHours, Reading, Recurrence, Timing};
use super::{Facts, Language, Saying};
use crate::model::CheckpointStatus;
use crate::time::Schedule;
use crate::time::TimeWindow;
use jiff::{Timestamp, Zoned};

pub(super) fn sentences(facts: &Facts<'_>) -> Vec<String> {
    let mut said = vec![status(facts), basis(facts), rule(facts.report.rule).to_owned()];
    for saying in &facts.decided {
        said.extend(saying_sentences("", saying));
    }
    for saying in &facts.otherwise {
        said.extend(saying_sentences("Besides, ", saying));
    }
    if facts.more > 0 {
        said.push(match facts.more {
            1 => "One more notice about that time is not told here.".to_owned(),
            more => format!("{more} more notices about that time are not told here."),
        });
    }
    if !facts.missing.is_empty() {
        let missing: Vec<String> = facts.missing.iter().map(missing).collect();
        said.push(format!("For it to count as open, this is missing: {}.", missing.join("; ")));
    }
    said.push(readings(facts));
    said
}

fn subject(facts: &Facts<'_>) -> String {
    format!("the {} {}", if facts.is_checkpoint { "checkpoint" } else { "corridor" }, facts.name)
}

fn status(facts: &Facts<'_>) -> String {
    let at = format!("On {} ({} time),", date_time(&facts.at), zone_name(&facts.at));
    let subject = subject(facts);
    match facts.report.status {
        Status::Open => {
            let by = and(&facts.openers);
            format!(
                "{at} {subject} is reported open by {by}; this does not say that it is free of danger."
            )
        }
        Status::OpenUnconfirmed => {
            format!("{at} {subject} is said to be open, but that is not confirmed.")
        }
        Status::Contested => format!("{at} it is disputed whether {subject} is open."),
        Status::Closed => format!("{at} {subject} is reported closed."),
        Status::Expired => {
            format!("{at} the time announced for {subject} is over, and nothing new was said.")
        }
        Status::Unknown => format!("{at} nobody can tell whether {subject} is open."),
    }
}

fn basis(facts: &Facts<'_>) -> String {
    let known = match &facts.known_at {
        None => "everything that is recorded here".to_owned(),
        Some(at) => format!("what was known here on {}", date_time(at)),
    };
    let reading = match facts.report.query.reading {
        Reading::Cautious => "in the way that keeps less open",
        Reading::Once => "as hours for one day only",
        Reading::Daily => "as hours for every day",
    };
    format!(
        "This rests on {known}, under the policy called {}; where it is not clear whether hours are \
         for one day or for every day, they are read {reading}.",
        facts.report.policy
    )
}

/// Why, in words.
pub(super) const fn rule(rule: StatusRule) -> &'static str {
    match rule {
        StatusRule::ClosedWithoutOpening => {
            "The reason is that a closing that counts holds at that time, and no announcement that it is open does."
        }
        StatusRule::ClosedByAuthority => {
            "The reason is that somebody who controls the way, or had said that it was open, closed it after the last announcement that it was open."
        }
        StatusRule::BothInForce => {
            "The reason is that a closing and an announcement that it is open both hold at that time, and neither takes back the other."
        }
        StatusRule::AllConditionsMet => {
            "The reason is that everybody whose word the policy asks for said so or agreed to it lately, and nothing that counts stands against it."
        }
        StatusRule::Doubted => {
            "The reason is that a report that cannot be judged stands against the announcement, although everything else that the policy asks for is there."
        }
        StatusRule::ConditionMissing => {
            "The reason is that it was announced to be open at that time, but something that the policy asks for is missing."
        }
        StatusRule::TooOld => {
            "The reason is that the announcement that it is open is too old to be relied on."
        }
        StatusRule::TakenBack => {
            "The reason is that the announcement that would have opened it at that time was taken back."
        }
        StatusRule::WindowEnded => "The reason is that the last time announced for it has ended.",
        StatusRule::NotBegun => "The reason is that the time announced for it has not begun.",
        StatusRule::Silence => {
            "The reason is that nothing that is known opens or closes it at that time."
        }
    }
}

fn saying_sentences(lead: &str, saying: &Saying<'_>) -> Vec<String> {
    let outlet = match &saying.outlet {
        Some(outlet) => format!(", as carried by {outlet},"),
        None => String::new(),
    };
    let when = match &saying.said_at {
        Some(at) => format!("on {}", date_time(at)),
        None => "at a time that is not recorded".to_owned(),
    };
    let notice = saying.notice;
    let agreed = if notice.agreed_by.is_empty() {
        String::new()
    } else {
        format!(", and that {} agreed", and(&notice.agreed_by))
    };
    let mut said = vec![format!(
        "{lead}{}{outlet} said {when} that {}{}{agreed} (notice {}).",
        saying.issuer,
        content(saying),
        time(saying),
        notice.id
    )];
    if let Some(at) = &saying.known_at {
        said.push(format!("This was learnt here on {}.", date_time(at)));
    }
    match saying.witness {
        Witness::Own => {}
        Witness::StatedCopy => {
            said.push("It is a copy of an earlier statement and adds no witness.".to_owned());
        }
        Witness::InferredCopy => said.push(
            "It was taken for a copy of an earlier statement, though it does not say so, and adds no witness."
                .to_owned(),
        ),
        Witness::Misquote => said.push(
            "It says that it is a copy, but says something else than what it copies.".to_owned(),
        ),
    }
    if saying.copies > 0 {
        let inferred = match saying.inferred {
            0 => String::new(),
            1 if saying.copies == 1 => ", taken for a copy though it does not say so".to_owned(),
            all if all == saying.copies => {
                ", taken for copies though they do not say so".to_owned()
            }
            some => format!(", {some} of them taken for copies though they do not say so"),
        };
        let (count, verb) = match saying.copies {
            1 => ("One more notice".to_owned(), "carries"),
            many => (format!("{many} more notices"), "carry"),
        };
        said.push(format!("{count} {verb} the same statement{inferred}; copies add no witness."));
    }
    said
}

/// What a notice says, after "said that".
fn content(saying: &Saying<'_>) -> String {
    let places = if saying.places.is_empty() {
        "a place that is not named".to_owned()
    } else {
        and(&saying.places)
    };
    match &saying.notice.content {
        Content::Curfew => format!("movement is banned in {places}"),
        Content::Closure => format!("there is a closure at {places}"),
        Content::Target => format!("it will strike at {places}"),
        Content::CorridorOpening(_) => format!("civilians may leave by {places}"),
        Content::CheckpointStatus { status } => match status {
            CheckpointStatus::Open => format!("people may pass at {places}"),
            CheckpointStatus::Closed => format!("nobody may pass at {places}"),
            CheckpointStatus::Unknown => {
                format!("nobody can tell whether people may pass at {places}")
            }
        },
        Content::Pause => "fighting is halted for a time".to_owned(),
        Content::Ceasefire => "fighting is ended".to_owned(),
        Content::Cancellation => "an earlier statement no longer holds".to_owned(),
        Content::DisplacementCount(_) => "people were counted as displaced".to_owned(),
        Content::ShelterOpening { .. } => "places were opened to receive people".to_owned(),
        Content::Returns { permitted } => match permitted {
            ReturnRule::Permitted => "those who left may come back".to_owned(),
            ReturnRule::WithPermit => "those who left may come back with a permit".to_owned(),
            ReturnRule::NotPermitted => "those who left may not come back".to_owned(),
        },
        Content::Other => "something else is so".to_owned(),
    }
}

fn time(saying: &Saying<'_>) -> String {
    let local = |at: Timestamp| date_time(&at.to_zoned(saying.zone.clone()));
    match &saying.notice.time {
        Timing::Unstated => ", without naming a time".to_owned(),
        Timing::Window(window) => span(window, &local),
        Timing::Hours(hours) => hours_of(hours),
        Timing::Schedule(schedule) => scheduled(schedule, &local),
    }
}

fn span(window: &TimeWindow, local: &impl Fn(Timestamp) -> String) -> String {
    match (window.start(), window.end()) {
        (None, None) => " at all times".to_owned(),
        (Some(start), None) => format!(" from {} until further notice", local(start)),
        (None, Some(end)) => format!(" until {}", local(end)),
        (Some(start), Some(end)) => format!(" from {} until {}", local(start), local(end)),
    }
}

fn scheduled(schedule: &Schedule, local: &impl Fn(Timestamp) -> String) -> String {
    match schedule.windows() {
        [one] if schedule.recurring_hours().is_none() => span(one, local),
        [] if schedule.recurring_hours().is_none() => ", without naming a time".to_owned(),
        _ => " at set hours".to_owned(),
    }
}

fn hours_of(hours: &DayHours) -> String {
    let clock = hours.clock();
    let (start, end) = (clock.start(), clock.end());
    let next = if clock.ends_next_day() { " of the next day" } else { "" };
    let day = format!(
        "{} {} {}",
        hours.from_day().day(),
        month(hours.from_day().month()),
        hours.from_day().year()
    );
    let when = match hours.recurrence() {
        Recurrence::Once => format!("on {day} only"),
        Recurrence::Daily => match hours.last_day() {
            Some(last) => {
                let last = format!("{} {} {}", last.day(), month(last.month()), last.year());
                format!("every day from {day} to {last}")
            }
            None => format!("every day from {day}"),
        },
        Recurrence::Unclear => format!("on {day}, it is not clear whether on later days too"),
    };
    format!(
        " from {:02}:{:02} to {:02}:{:02}{next} ({} time), {when}",
        start.hour(),
        start.minute(),
        end.hour(),
        end.minute(),
        hours.time_zone()
    )
}

/// What is missing, as part of a list.
pub(super) fn missing(missing: &Missing) -> String {
    match missing {
        Missing::Opening => "an announcement that it is open at that time".to_owned(),
        Missing::WordOf { party } => {
            format!("the word of {party} that it is open, or that of a neutral observer")
        }
        Missing::Control => {
            "a record of who controls the way, without which only a neutral observer's word would do"
                .to_owned()
        }
        Missing::ControlOf { length } => {
            format!("a record of who controls {:.0} metres of the way", length.0)
        }
        Missing::Confirmation { within } => match within.as_hours() {
            1 => "a confirmation less than one hour old".to_owned(),
            hours => format!("a confirmation less than {hours} hours old"),
        },
        Missing::SaidBefore => "a statement made before that time, not after it".to_owned(),
        Missing::Credibility => "an announcement by a source that can be relied on".to_owned(),
        Missing::Lifting { notice, issuer } => {
            format!("that {issuer} lifts its closing or says that it is open (notice {notice})")
        }
        Missing::Clearing { notice } => {
            format!("that the report which cannot be judged is cleared up (notice {notice})")
        }
    }
}

fn readings(facts: &Facts<'_>) -> String {
    let by = &facts.report.by_reading;
    if !by.differ() {
        return "Whether unclear hours are for one day or for every day makes no difference here."
            .to_owned();
    }
    format!(
        "It depends on how unclear hours are read: for one day only, it is {}; for every day, it is {}; in the way that keeps less open, it is {}.",
        word(by.once),
        word(by.daily),
        word(by.cautious)
    )
}

const fn word(status: Status) -> &'static str {
    match status {
        Status::Closed => "closed",
        Status::Expired => "past its announced time",
        Status::Unknown => "unknown",
        Status::Contested => "disputed",
        Status::OpenUnconfirmed => "open but not confirmed",
        Status::Open => "reported open",
    }
}

pub(super) fn completeness(found: &Completeness) -> Vec<String> {
    let text = |item: CorridorItem| item.text(Language::English);
    let mut said = vec![format!(
        "Of the {} points that an announcement of a corridor should settle, {} are settled.",
        found.total(),
        found.stated()
    )];
    let missing: Vec<&str> = found.missing().map(text).collect();
    if !missing.is_empty() {
        said.push(format!("It is not said {}.", missing.join("; ")));
    }
    for state in found.items.iter().filter(|state| state.differs()) {
        let ways: Vec<String> = state
            .stated
            .iter()
            .map(|one| {
                let by: Vec<&str> = one.by.iter().map(super::NoticeId::as_str).collect();
                format!("{} (notice {})", one.value, by.join(", "))
            })
            .collect();
        said.push(format!(
            "It is said in more than one way {}: {}.",
            text(state.item),
            ways.join("; ")
        ));
    }
    said
}

fn date_time(at: &Zoned) -> String {
    let day = match at.weekday() {
        jiff::civil::Weekday::Monday => "Monday",
        jiff::civil::Weekday::Tuesday => "Tuesday",
        jiff::civil::Weekday::Wednesday => "Wednesday",
        jiff::civil::Weekday::Thursday => "Thursday",
        jiff::civil::Weekday::Friday => "Friday",
        jiff::civil::Weekday::Saturday => "Saturday",
        jiff::civil::Weekday::Sunday => "Sunday",
    };
    let (date, month) = (at.day(), month(at.month()));
    format!("{day} {date} {month} {} at {:02}:{:02}", at.year(), at.hour(), at.minute())
}

fn zone_name(at: &Zoned) -> String {
    at.time_zone().iana_name().map_or_else(|| at.offset().to_string(), str::to_owned)
}

const fn month(number: i8) -> &'static str {
    match number {
        1 => "January",
        2 => "February",
        3 => "March",
        4 => "April",
        5 => "May",
        6 => "June",
        7 => "July",
        8 => "August",
        9 => "September",
        10 => "October",
        11 => "November",
        _ => "December",
    }
}

/// Names in a row.
fn and<T: AsRef<str>>(names: &[T]) -> String {
    match names {
        [] => "nobody who is named".to_owned(),
        [only] => only.as_ref().to_owned(),
        [first @ .., last] => {
            let first: Vec<&str> = first.iter().map(AsRef::as_ref).collect();
            format!("{} and {}", first.join(", "), last.as_ref())
        }
    }
}
