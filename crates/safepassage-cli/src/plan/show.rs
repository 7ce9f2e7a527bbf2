//! What `safepassage plan` answers, for people.

use super::answer::{Answer, ByNotices, Planned, Way};
use crate::clock::show_duration;
use crate::input::Input;
use crate::page::{FAINT, Page, STRONG, WARNING, clean, counted, styled};
use jiff::Timestamp;
use safepassage::id::FeatureRef;
use safepassage::model::{Feature, TravelMode};
use safepassage::network::RoutePolicy;
use safepassage::notice::Missing;
use safepassage::route::{NoWay, Stop};
use safepassage::units::{Metres, Persons};

/// All plans.
pub(super) fn page(plans: &Answer<'_>, input: &Input, steps: bool) -> Page {
    let mut page = Page::new();
    let clock = &input.clock;
    page.line(format!(
        "{}, {}; {}",
        styled(STRONG, format_args!("{}", mode(plans.mode))),
        clock.show_window(&plans.window),
        clock.title()
    ));
    for plan in &plans.plans {
        page.gap();
        page.line(heading(plan));
        match (&plan.way, &plan.no_way) {
            (Some(way), _) => show_way(&mut page, way, input, steps),
            (None, Some(reason)) => show_no_way(&mut page, reason, input),
            (None, None) => {}
        }
    }
    page.gap();
    let ways = plans.plans.iter().filter(|plan| plan.way.is_some()).count();
    page.line(format!(
        "{} of {} found and held against the records by a separate checker.",
        counted(ways, "way", "ways"),
        plans.plans.len()
    ));
    page.line(policy(&plans.policy));
    if let Some(by_notices) = &plans.by_notices {
        show_notices(&mut page, by_notices, input);
    }
    page.line(
        "A way keeps every closure that the sources report. It is not a statement that the way is \
         free of danger.",
    );
    page
}

/// What of the notices the plans rest on.
fn show_notices(page: &mut Page, by_notices: &ByNotices, input: &Input) {
    let basis = &by_notices.basis;
    let usable: Vec<&str> = basis.usable.iter().map(|status| status.as_str()).collect();
    let known = if basis.known_at == Timestamp::MAX {
        "by all that is known".to_owned()
    } else {
        format!("as known at {}", input.clock.show(basis.known_at))
    };
    page.line(format!(
        "Notices {known}, read {}, status policy {}; corridors and checkpoints are used if {}.",
        basis.reading,
        clean(&basis.policy),
        usable.join(" or ")
    ));
    for report in &by_notices.statuses {
        let missing: Vec<String> = report.missing.iter().map(Missing::to_string).collect();
        let missing = if missing.is_empty() {
            String::new()
        } else {
            format!(", missing {}", clean(&missing.join("; ")))
        };
        page.line(format!(
            "  {}: {} at {}{missing}",
            named(&report.query.subject, input),
            report.status,
            input.clock.show(report.query.at)
        ));
    }
}

fn heading(plan: &Planned) -> String {
    let Some(id) = &plan.neighbourhood else {
        let places: Vec<String> =
            plan.starts.iter().map(|[lon, lat]| format!("{lon}, {lat}")).collect();
        return styled(STRONG, format_args!("From {}", places.join(" or ")));
    };
    let name = plan.name.as_deref().filter(|name| name != id).map(clean);
    let name = name.map(|name| format!("  {name}")).unwrap_or_default();
    let persons = plan.population.map(|count| format!(" ({})", Persons(count)));
    format!("{}{name}{}", styled(STRONG, clean(id)), persons.unwrap_or_default())
}

fn show_way(page: &mut Page, way: &Way, input: &Input, steps: bool) {
    let clock = &input.clock;
    page.line(format!("  to    {}", named(&way.destination, input)));
    page.line(format!(
        "  leave {}, arrive {} ({}, {})",
        clock.show(way.departure),
        clock.show(way.arrival),
        show_duration(way.duration()),
        Metres(way.length_m)
    ));
    page.line(format!("  latest departure {}", clock.show(way.latest_departure)));
    if !way.corridors.is_empty() {
        let names: Vec<String> =
            way.corridors.iter().map(|corridor| named(&corridor.to_ref(), input)).collect();
        page.line(format!("  along {}", names.join(", ")));
    }
    for stop in &way.stops {
        page.line(format!("  {}", show_stop(stop, input)));
    }
    if way.checkpoints().next().is_none() {
        page.line(styled(FAINT, "  passes no checkpoint that the scenario knows"));
    }
    for step in way.steps.iter().flatten().filter(|_| steps) {
        let street = match &step.street {
            Some(name) => clean(name),
            None if step.on_street => "(street without a name)".to_owned(),
            None => "(between door and street)".to_owned(),
        };
        let corridors: Vec<String> =
            step.corridors.iter().map(|corridor| clean(corridor.as_str())).collect();
        let along = match corridors.as_slice() {
            [] => String::new(),
            some => format!(", along {}", some.join(", ")),
        };
        page.line(format!(
            "    {} to {}  {street}, {}{along}",
            clock.show_hour(step.enter),
            clock.show_hour(step.exit),
            Metres(step.length_m)
        ));
    }
}

fn show_stop(stop: &Stop, input: &Input) -> String {
    let clock = &input.clock;
    let time = format!(
        "{} to {} ({})",
        clock.show(stop.from),
        clock.show(stop.until),
        show_duration(stop.until.duration_since(stop.from))
    );
    let what = match &stop.checkpoint {
        Some(checkpoint) => format!("at {}", named(&checkpoint.to_ref(), input)),
        None => format!("waits at {}, {}", stop.at[0], stop.at[1]),
    };
    let causes: Vec<String> = stop.waits_for.iter().map(|cause| named(cause, input)).collect();
    let causes =
        if causes.is_empty() { String::new() } else { format!(", for {}", causes.join(", ")) };
    format!("{what}: {time}{causes}")
}

fn show_no_way(page: &mut Page, reason: &NoWay, input: &Input) {
    // The library prints instants in UTC; here they are local.
    let mut words = reason.clone();
    words.cut_off_since = None;
    page.line(format!("  {}: {}", styled(WARNING, "no way"), clean(&words.to_string())));
    if let Some(since) = reason.cut_off_since {
        page.line(format!("  whoever left after {} did not get through", input.clock.show(since)));
    }
}

/// A record's reference and name.
fn named(reference: &FeatureRef, input: &Input) -> String {
    let record = input.scenario.feature(reference).map(Feature::label);
    let name = record.filter(|name| name != reference.id());
    let name = name.map(|name| format!(" ({})", clean(&name))).unwrap_or_default();
    format!("{}{name}", clean(&reference.to_string()))
}

fn mode(mode: TravelMode) -> &'static str {
    match mode {
        TravelMode::Foot => "On foot",
        TravelMode::Wheelchair => "In a wheelchair",
        TravelMode::Vehicle => "By vehicle",
        TravelMode::Convoy => "In a convoy",
    }
}

fn policy(policy: &RoutePolicy) -> String {
    let unknown = if policy.pass_unknown_checkpoints { "are passed" } else { "are not passed" };
    format!(
        "Policy: curfew and restricted zones and front lines are walls while in force or unknown, \
         hazard zones from {} on; checkpoints of unknown status {unknown}.",
        policy.wall_from
    )
}
