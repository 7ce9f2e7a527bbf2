//! How far it is, for people.

use super::{Answer, Area};
use crate::clock::show_duration;
use crate::input::Input;
use crate::page::{Page, STRONG, WARNING, clean, styled};
use safepassage::units::{Metres, Persons};

pub(super) fn page(answer: &Answer<'_>, input: &Input) -> Page {
    let mut page = Page::new();
    let clock = &input.clock;
    let what = if answer.to_shelters() {
        "Last departure that still reaches a shelter".to_owned()
    } else {
        let places: Vec<String> =
            answer.starts.iter().map(|[lon, lat]| format!("{lon}, {lat}")).collect();
        format!("First arrival from {}", places.join(" or "))
    };
    page.line(format!(
        "{}, {}, {}; {}",
        styled(STRONG, what),
        answer.mode,
        clock.show_window(&answer.window),
        clock.title()
    ));
    page.gap();
    for area in &answer.neighbourhoods {
        page.line(line(area, answer, input));
    }
    page.gap();
    for within in &answer.within {
        let length = Metres(within.length_m);
        page.line(if answer.to_shelters() {
            format!(
                "{:>5} min after the window begins one still gets through from {length} of streets",
                within.minutes
            )
        } else {
            format!("{:>5} min: {length} of streets reached", within.minutes)
        });
    }
    if answer.off_street > 0 {
        let which = if answer.to_shelters() { "shelters" } else { "starts" };
        page.line(format!("{} of the {which} have no street near", answer.off_street));
    }
    page.line(
        "Every closure that the sources report is kept. This is not a statement that any way is free \
         of danger.",
    );
    page
}

fn line(area: &Area, answer: &Answer<'_>, input: &Input) -> String {
    let clock = &input.clock;
    let persons = area.population.map(|count| format!(" ({})", Persons(count)));
    let name = format!(
        "{}  {}{}",
        styled(STRONG, clean(&area.neighbourhood)),
        clean(&area.name),
        persons.unwrap_or_default()
    );
    let Some(at) = area.at else {
        let reason = area.reason.map_or("no way", |reason| reason.as_str());
        let by: Vec<String> = area.closed_by.iter().map(|one| clean(&one.to_string())).collect();
        let by = if by.is_empty() { String::new() } else { format!(", by {}", by.join(", ")) };
        let since = area
            .cut_off_since
            .map(|since| format!("; whoever left after {} did not get through", clock.show(since)));
        return format!(
            "{name}: {} ({reason}{by}){}",
            styled(WARNING, "no way"),
            since.unwrap_or_default()
        );
    };
    let after = show_duration(at.duration_since(answer.window.start_or_min()));
    let destination = area.destination.as_ref().filter(|_| answer.to_shelters());
    let destination =
        destination.map(|one| format!("; nearest in time {}", clean(&one.to_string())));
    format!(
        "{name}: {}, {after} after the window begins{}",
        clock.show(at),
        destination.unwrap_or_default()
    )
}
