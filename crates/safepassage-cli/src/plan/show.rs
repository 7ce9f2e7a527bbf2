//! What `safepassage plan` answers, for people.

use super::answer::{Answer, ByNotices, Planned};
use super::choices::Choices;
use super::exposed::Hindrance;
use super::turns;
use super::way::Way;
use crate::clock::show_duration;
use crate::input::Input;
use crate::page::{FAINT, Page, STRONG, WARNING, clean, counted, styled};
use jiff::{SignedDuration, Timestamp};
use safepassage::id::FeatureRef;
use safepassage::model::{Feature, TravelMode};
use safepassage::network::RoutePolicy;
use safepassage::notice::Missing;
use safepassage::route::Stop;
use safepassage::units::{Metres, Persons};

/// How it is shown.
pub(super) struct Show<'a> {
    pub(super) input: &'a Input,
    /// In which language streets are named.
    pub(super) language: Option<&'a str>,
}

impl Show<'_> {
    /// All plans.
    pub(super) fn page(&self, plans: &Answer<'_>) -> Page {
        let mut page = Page::new();
        let clock = &self.input.clock;
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
                (Some(way), _) => self.way(&mut page, way),
                (None, Some(reason)) => self.no_way(&mut page, reason),
                (None, None) => {}
            }
            self.choices(&mut page, &plan.choices);
        }
        page.gap();
        let ways = plans.plans.iter().filter(|plan| plan.way.is_some()).count();
        let held = if plans.checked {
            "held against the records by a separate checker"
        } else {
            "not held against the records by the separate checker (--no-check)"
        };
        page.line(format!(
            "{} of {} found and {held}.",
            counted(ways, "way", "ways"),
            plans.plans.len()
        ));
        page.line(policy(&plans.policy));
        if let Some(by_notices) = &plans.by_notices {
            show_notices(&mut page, by_notices, self.input);
        }
        page.line(
            "A way keeps every closure that the sources report, unless it is said to break some. \
             It is not a statement that the way is free of danger.",
        );
        page
    }

    fn way(&self, page: &mut Page, way: &Way) {
        let clock = &self.input.clock;
        page.line(format!("  to    {}", named(&way.destination, self.input)));
        page.line(format!("  {}", self.times(way)));
        if let Some(latest) = way.latest_departure {
            page.line(format!("  latest departure {}", clock.show(latest)));
        }
        if !way.corridors.is_empty() {
            let names: Vec<String> = way
                .corridors
                .iter()
                .map(|corridor| named(&corridor.to_ref(), self.input))
                .collect();
            page.line(format!("  along {}", names.join(", ")));
        }
        if !way.went_round.is_empty() {
            let causes: Vec<String> =
                way.went_round.iter().map(|cause| named(cause, self.input)).collect();
            page.line(format!("  goes round {}", causes.join(", ")));
        }
        for stop in &way.stops {
            page.line(format!("  {}", show_stop(stop, self.input)));
        }
        if way.checkpoints().next().is_none() {
            page.line(styled(FAINT, "  passes no checkpoint that the scenario knows"));
        }
        if let Some(list) = &way.instructions {
            turns::show(page, list, clock, self.language);
        }
    }

    fn times(&self, way: &Way) -> String {
        let clock = &self.input.clock;
        format!(
            "leave {}, arrive {} ({}, {})",
            clock.show(way.departure),
            clock.show(way.arrival),
            show_duration(way.duration()),
            Metres(way.length_m)
        )
    }

    fn no_way(&self, page: &mut Page, none: &Hindrance) {
        page.line(format!("  {}: {}", styled(WARNING, "no way"), clean(&none.words)));
        match none.closed_by.len() {
            0 => {}
            _ if !none.smallest => {
                page.line(
                    "  none of these can be left out if a way is to open; it was not found out \
                     whether other, fewer closures would do",
                );
            }
            1 => {
                page.line("  if this alone were lifted, a way would open");
            }
            count => {
                page.line(format!(
                    "  if these {count} were lifted, a way would open; with fewer lifted none does"
                ));
            }
        }
        if let Some(since) = none.cut_off_since {
            let since = self.input.clock.show(since);
            page.line(format!("  whoever left after {since} did not get through"));
        }
        if let Some(way) = &none.least_exposed {
            let heads = if way.exposure.is_empty() {
                "least exposed way:"
            } else {
                "least exposed way, which BREAKS the closures below:"
            };
            page.line(format!("  {}", styled(WARNING, heads)));
            self.exposure(page, way);
            self.way(page, way);
        }
    }

    /// Through what a way leads, and for how long.
    fn exposure(&self, page: &mut Page, way: &Way) {
        for zone in &way.exposure {
            page.line(format!(
                "    breaks {}: {} inside, exposure {}",
                named(&zone.zone, self.input),
                show_duration(seconds(zone.inside_s)),
                exposure(zone.exposure_s)
            ));
        }
        if way.incident_exposure_s > 0.0 {
            page.line(format!(
                "    near recent incidents: exposure {}",
                exposure(way.incident_exposure_s)
            ));
        }
    }

    fn choices(&self, page: &mut Page, found: &Choices) {
        let clock = &self.input.clock;
        if let Some(choices) = &found.choices {
            page.line("  choices between arriving early and being exposed little:");
            for choice in choices {
                let way = &choice.way;
                page.line(format!(
                    "    {}: {}, to {}",
                    styled(STRONG, exposure(choice.exposure_s)),
                    self.times(way),
                    named(&way.destination, self.input)
                ));
                self.exposure(page, way);
                if choice.evenly_to_next {
                    page.line("    (anything between this and the next, evenly)");
                }
            }
            if choices.is_empty() {
                page.line("    none: there is no way at all");
            }
        }
        if let Some(others) = &found.alternatives {
            page.line("  ways that differ:");
            for other in others {
                page.line(format!(
                    "    {}, to {}; {} on streets of ways before it",
                    self.times(&other.way),
                    named(&other.way.destination, self.input),
                    Metres(other.shared_m)
                ));
            }
            if others.is_empty() {
                page.line("    none");
            }
        }
        if let Some(pieces) = &found.profile {
            page.line("  leaving later:");
            for piece in pieces {
                page.line(if piece.leave_first == piece.leave_last {
                    format!(
                        "    leave by {}, arrive {}",
                        clock.show(piece.leave_first),
                        clock.show(piece.arrive_first)
                    )
                } else {
                    format!(
                        "    leave {} to {}, arrive {} to {}, a second later for each second",
                        clock.show(piece.leave_first),
                        clock.show(piece.leave_last),
                        clock.show(piece.arrive_first),
                        clock.show(piece.arrive_last)
                    )
                });
            }
            match pieces.last() {
                Some(last) => page.line(format!(
                    "    whoever leaves after {} does not get through in this window",
                    clock.show(last.leave_last)
                )),
                None => page.line("    nobody who leaves in this window gets through"),
            };
        }
    }
}

/// Severity-seconds as people read them.
fn exposure(severity_s: f64) -> String {
    format!("{:.1} severity-minutes", severity_s / 60.0)
}

fn seconds(seconds: f64) -> SignedDuration {
    SignedDuration::from_secs(seconds.ceil() as i64)
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

fn show_stop(stop: &Stop, input: &Input) -> String {
    let clock = &input.clock;
    let stay = stop.until.duration_since(stop.from);
    let [delay, queue] =
        [stop.delay_s, stop.queue_s].map(|seconds| SignedDuration::from_secs(seconds.into()));
    let time = format!("{} to {}", clock.show(stop.from), clock.show(stop.until));
    let causes: Vec<String> = stop.waits_for.iter().map(|cause| named(cause, input)).collect();
    let causes =
        if causes.is_empty() { String::new() } else { format!(" for {}", causes.join(", ")) };
    match &stop.checkpoint {
        Some(checkpoint) => {
            let behind = if queue.is_zero() {
                String::new()
            } else {
                format!(", queue {}", show_duration(queue))
            };
            let waits = stay - delay - queue;
            let waits = if waits.is_positive() || !causes.is_empty() {
                format!(", waits {}{causes}", show_duration(waits))
            } else {
                String::new()
            };
            format!(
                "at {}: {time} (delay {}{behind}{waits})",
                named(&checkpoint.to_ref(), input),
                show_duration(delay)
            )
        }
        None => {
            format!(
                "waits at {}, {}: {time} ({}{causes})",
                stop.at[0],
                stop.at[1],
                show_duration(stay)
            )
        }
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
    let never: Vec<&str> = policy.never_through.iter().map(|kind| kind.as_str()).collect();
    format!(
        "Policy: curfew and restricted zones and front lines are walls while in force or unknown, \
         hazard zones from {} on; checkpoints of unknown status {unknown}. Where no way is left, \
         one of least exposure is never through: {}.",
        policy.wall_from,
        if never.is_empty() { "(nothing)".to_owned() } else { never.join(", ") }
    )
}
