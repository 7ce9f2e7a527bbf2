//! An assignment for people.

use super::{Answer, Group};
use crate::input::Input;
use crate::page::{
    FAINT, Page, STRONG, WARNING, clean, counted, exactly, people, styled, thousands,
};
use jiff::SignedDuration;
use safepassage::id::{NeighbourhoodId, ShelterId};
use std::collections::BTreeMap;

/// What people of one neighbourhood at one shelter come to.
#[derive(Default)]
struct Sum {
    families: u64,
    persons: u64,
    walked_s: f64,
    longest_s: f64,
}

pub(super) fn page(answer: &Answer<'_>, input: &Input) -> Page {
    let mut page = Page::new();
    let start = answer.window.start_or_min();
    let long = answer.window.end_or_max().duration_since(start);
    let when = if long <= SignedDuration::from_millis(1) {
        format!("at {}", input.clock.show(start))
    } else {
        input.clock.show_window(&answer.window)
    };
    page.line(format!(
        "Who goes to which shelter on foot, with what is shut {when}; {}",
        input.clock.title()
    ));
    sums(&mut page, answer);
    let mut by_place: BTreeMap<&NeighbourhoodId, BTreeMap<&ShelterId, Sum>> = BTreeMap::new();
    for one in &answer.assignment.assigned {
        let group = &answer.groups[one.group].families;
        let sum = by_place.entry(&group.neighbourhood).or_default();
        let sum = sum.entry(&one.shelter).or_default();
        sum.families += one.families;
        sum.persons += one.persons;
        sum.walked_s += one.walk_s * one.persons as f64;
        sum.longest_s = sum.longest_s.max(one.walk_s);
    }
    let mut named: BTreeMap<&NeighbourhoodId, Vec<(usize, &Group)>> = BTreeMap::new();
    for (number, group) in answer.groups.iter().enumerate() {
        named.entry(&group.families.neighbourhood).or_default().push((number, group));
    }
    for (id, groups) in named {
        page.gap();
        let name = groups.first().map_or("", |(_, group)| &group.name);
        page.line(format!("{} ({})", styled(STRONG, clean(name)), clean(id.as_str())));
        for (shelter, sum) in by_place.get(id).into_iter().flatten() {
            page.line(format!(
                "  {:>11} in {} to {}: {} on average, {} at most",
                people(sum.persons),
                counted_families(sum.families),
                clean(shelter.as_str()),
                exactly((sum.walked_s / sum.persons.max(1) as f64).round() as u64),
                exactly(sum.longest_s.ceil() as u64)
            ));
        }
        for (number, group) in groups {
            let left = answer.assignment.left[number];
            if let (1.., Some(reason)) = (left, group.reason) {
                let text = format!(
                    "{} in {} have no place: {}",
                    people(left * group.families.size),
                    counted_families(left),
                    why(reason)
                );
                page.line(format!("  {}", styled(WARNING, text)));
            }
        }
    }
    page.gap();
    page.line(styled(STRONG, "Shelters"));
    page.line(styled(FAINT, "       places     assigned  which"));
    for one in &answer.shelters {
        let left_out = match one.left_out {
            None => "",
            Some("places-unknown") => ", not counted on: how many places it has free is not known",
            Some(_) => ", not counted on: it does not take people for all of the window",
        };
        page.line(format!(
            "  {:>11}  {:>11}  {} ({}){left_out}",
            one.places.map_or_else(|| "unknown".to_owned(), thousands),
            thousands(one.persons),
            clean(&one.name),
            clean(one.shelter.as_str())
        ));
    }
    page.gap();
    page.line(
        "What is shut at some time in the window counts as shut for all of it. This is not a \
         statement that any way is free of danger.",
    );
    page
}

fn sums(page: &mut Page, answer: &Answer<'_>) {
    let all: u64 =
        answer.groups.iter().map(|group| group.families.size * group.families.families).sum();
    let one = &answer.assignment;
    let most = if one.persons == all {
        String::new()
    } else {
        format!("; no assignment has places for more than {}", thousands(one.persons_at_most))
    };
    page.line(format!("{} of {} have a place{most}", thousands(one.persons), people(all)));
    if one.persons > 0 {
        let each = |seconds: f64| exactly((seconds / one.persons as f64).floor() as u64);
        let least = match answer.gap_percent {
            Some(gap) if gap <= 0.0 => "; no assignment walks less".to_owned(),
            Some(gap) => {
                format!("; at most {:.1} % more than the least", (gap * 10.0).ceil() / 10.0)
            }
            None => String::new(),
        };
        page.line(format!("each walks {} on average{least}", each(one.walk_s)));
    }
}

fn counted_families(families: u64) -> String {
    counted(usize::try_from(families).unwrap_or(usize::MAX), "family", "families")
}

fn why(reason: &str) -> &'static str {
    match reason {
        "no-room" => "every shelter within reach is full",
        "no-street-near-start" => "no street is near",
        "no-street-near-end" => "no street is near a shelter",
        "start-shut" => "where they start is shut",
        "end-shut" => "the shelters are shut in",
        "not-connected" => "no street leads to a shelter, whatever is open",
        _ => "closures or checkpoints shut all ways",
    }
}
