//! Info blocks that are one statement, and its words.
//!
//! Floor 7.

use super::alert::Info;
use super::time::CapTime;
use super::word::Word;
use std::collections::BTreeMap;

/// Info blocks that differ in language only, together; in the order in which
/// the first of each stands.
pub(super) fn grouped(infos: &[Info]) -> Vec<Vec<&Info>> {
    let mut groups: Vec<Vec<&Info>> = Vec::new();
    let mut homes: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    let mut met: BTreeMap<(String, &str), usize> = BTreeMap::new();
    for info in infos {
        let key = key(info);
        let homes = homes.entry(key.clone()).or_default();
        // The second block of a language goes with the second of another.
        let number = met.entry((key, info.language_or_default())).or_default();
        if *number == homes.len() {
            homes.push(groups.len());
            groups.push(Vec::new());
        }
        if let Some(group) = homes.get(*number).and_then(|at| groups.get_mut(*at)) {
            group.push(info);
        }
        *number += 1;
    }
    groups
}

/// All of an info block that does not depend on its language.
fn key(info: &Info) -> String {
    let instant = |time: &Option<CapTime>| time.as_ref().and_then(CapTime::instant);
    let areas: Vec<_> = info
        .areas
        .iter()
        .map(|area| (&area.polygons, &area.circles, &area.geocodes, &area.altitude, &area.ceiling))
        .collect();
    format!(
        "{:?}",
        (
            (&info.categories, &info.response_types, &info.urgency, &info.severity),
            (&info.certainty, &info.event_codes),
            (instant(&info.effective), instant(&info.onset), instant(&info.expires)),
            areas,
        )
    )
}

/// The words of an info block, and after them what CAP says in words of its
/// own: who issues it, how soon, how grave and how sure. Those three are about
/// the event and its danger, not about how far the source is to be believed, so
/// they do not become a rating.
pub(super) fn words(info: &Info) -> String {
    let mut parts: Vec<String> = Vec::new();
    for part in [Some(&info.event), info.headline.as_ref(), info.description.as_ref()] {
        parts.extend(part.filter(|part| !part.is_empty()).cloned());
    }
    parts.extend(info.instruction.clone());
    let level = |word: Option<&str>| word.unwrap_or("not stated").to_owned();
    let mut last = format!(
        "urgency: {}; severity: {}; certainty: {}",
        level(info.urgency.as_ref().map(Word::as_str)),
        level(info.severity.as_ref().map(Word::as_str)),
        level(info.certainty.as_ref().map(Word::as_str)),
    );
    if let Some(name) = &info.sender_name {
        last = format!("{name}; {last}");
    }
    parts.push(format!("({last})"));
    parts.join("\n\n")
}
