//! What a row of a table says.

use super::fields::{FAMILIES, FIGURE, KIND};
use crate::io::table::cells::Values;
use crate::model::CheckpointStatus;
use crate::model::TravelMode;
use crate::model::TravelModes;
use crate::notice::CONTENT_KINDS;
use crate::notice::Content;
use crate::notice::CorridorTerms;
use crate::notice::DisplacementCount;
use crate::notice::Qualifier;

const NOT_STATED: &str = "taken as not stated";

/// The kind of a row, as one of [`CONTENT_KINDS`].
pub(super) fn kind(values: &mut Values<'_>, hint: &str) -> Option<String> {
    let word = values.text(KIND.name).unwrap_or_default();
    let word = word.to_lowercase().replace([' ', '_'], "-");
    if CONTENT_KINDS.contains(&word.as_str()) {
        return Some(word);
    }
    values.unreadable(KIND.name, &CONTENT_KINDS.join(", "), hint);
    None
}

/// What the row says; none if it lacks what its kind cannot lack.
pub(super) fn read(values: &mut Values<'_>, kind: &str, left_out: &str) -> Option<Content> {
    Some(match kind {
        "curfew" => Content::Curfew,
        "closure" => Content::Closure,
        "target" => Content::Target,
        "corridor-opening" => Content::CorridorOpening(terms(values)),
        "checkpoint-status" => {
            let words = "open, closed or unknown";
            let status = values.word("status", words, "taken as unknown").ok().flatten();
            Content::CheckpointStatus { status: status.unwrap_or(CheckpointStatus::Unknown) }
        }
        "pause" => Content::Pause,
        "ceasefire" => Content::Ceasefire,
        "cancellation" => Content::Cancellation,
        "displacement-count" => Content::DisplacementCount(count(values, left_out)?),
        "shelter-opening" => {
            let sites = values.count("sites", "a whole number of places", NOT_STATED);
            Content::ShelterOpening { sites: sites.ok().flatten() }
        }
        "returns" => {
            let words = "permitted, with-permit or not-permitted";
            let given = values.word("returns", words, left_out).ok()?;
            if given.is_none() {
                values.unreadable("returns", words, left_out);
            }
            Content::Returns { permitted: given? }
        }
        _ => Content::Other,
    })
}

fn terms(values: &mut Values<'_>) -> CorridorTerms {
    let mut modes = TravelModes::empty();
    for word in values.list("modes") {
        match word.parse::<TravelMode>() {
            Ok(mode) => modes.insert(mode),
            Err(error) => values.unreadable("modes", error.expected, "that mode is left out"),
        }
    }
    CorridorTerms {
        from: values.text("from"),
        to: values.text("to"),
        route: values.text("route"),
        who: values.text("who"),
        voluntary: values.flag("voluntary"),
        aid_may_enter: values.flag("aid_may_enter"),
        guaranteed_by: values.list("guaranteed_by"),
        checkpoints: values.list("checkpoints").into_iter().map(Into::into).collect(),
        modes,
    }
}

fn count(values: &mut Values<'_>, left_out: &str) -> Option<DisplacementCount> {
    let factor = "a number of persons above 0, with at most three decimals";
    let factor = match values.number("persons_per_family", factor, left_out).ok()? {
        None => None,
        Some(number) => {
            let thousandths = (number * 1000.0).round();
            let exact = (thousandths - number * 1000.0).abs() < 1e-6;
            if !(exact && (1.0..=1e9).contains(&thousandths)) {
                values.unreadable("persons_per_family", factor, left_out);
                return None;
            }
            Some(thousandths as u64)
        }
    };
    let persons = values.count(FIGURE.name, "a whole number of persons", left_out).ok()?;
    // A factor is one of families; persons are persons.
    let (figure, factor) = if let Some(persons) = persons {
        (persons, None)
    } else {
        let families = values.count(FAMILIES.name, "a whole number of families", left_out);
        let Some(families) = families.ok()? else {
            values.unreadable(FIGURE.name, "a whole number of persons", left_out);
            return None;
        };
        if factor.is_none() {
            let expected = "how many persons are counted for a family";
            values.unreadable("persons_per_family", expected, left_out);
            return None;
        }
        (families, factor)
    };
    let words = "total, about, more-than or at-least";
    let qualifier: Option<Qualifier> =
        values.word("qualifier", words, "taken as a total").ok().flatten();
    let measure = values.word("measure", "stock or flow", NOT_STATED).ok().flatten();
    Some(DisplacementCount {
        figure,
        persons_per_family_thousandths: factor,
        qualifier: qualifier.unwrap_or_default(),
        measure,
    })
}
