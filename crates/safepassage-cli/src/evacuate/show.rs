//! A plan for people.

use super::Answer;
use super::tables::Tables;
use super::what_if;
use crate::clock::Clock;
use crate::input::Input;
use crate::page::{
    FAINT, Page, STRONG, WARNING, clean, counted, exactly, people, styled, thousands, travelling,
};
use jiff::Timestamp;
use safepassage::evacuate::{Band, Bounds, EvacuationPlan, MethodChoice, RoundedDown};
use std::collections::BTreeSet;

/// The shares of those who get out, in per cent, at which the curve is shown.
const SHOWN_AT: [u64; 9] = [1, 10, 25, 50, 75, 90, 95, 99, 100];

/// Times of one plan: with a date where it has more than one.
pub(super) struct Times<'a> {
    clock: &'a Clock,
    one_day: bool,
}

impl<'a> Times<'a> {
    fn of(clock: &'a Clock, plan: &EvacuationPlan) -> Self {
        let day = |at: Timestamp| clock.zoned(at).date();
        let one_day = day(plan.window.start_or_min()) == day(plan.window.end_or_max());
        Self { clock, one_day }
    }

    /// `10:40`, or `2026-01-08 10:40`; with seconds if they are not 0.
    pub(super) fn show(&self, at: Timestamp) -> String {
        let local = self.clock.zoned(at);
        let date = if self.one_day { "" } else { "%Y-%m-%d " };
        let whole = local.second() == 0 && local.subsec_nanosecond() == 0;
        let time = if whole { "%H:%M" } else { "%H:%M:%S" };
        local.strftime(&format!("{date}{time}")).to_string()
    }

    /// How wide a time is.
    pub(super) const fn width(&self) -> usize {
        if self.one_day { 8 } else { 19 }
    }
}

pub(super) fn page(answer: &Answer<'_>, input: &Input, all: bool) -> Page {
    let mut page = Page::new();
    let plan = &answer.plan;
    let times = Times::of(&input.clock, plan);
    page.line(format!(
        "Evacuation, {}; {}",
        input.clock.show_window(&plan.window),
        input.clock.title()
    ));
    asked(&mut page, answer);
    page.gap();
    bounds(&mut page, plan, &times);
    curve(&mut page, plan, &times);
    let tables = Tables { plan, times: &times, all };
    tables.groups(&mut page);
    tables.shelters(&mut page);
    tables.checkpoints(&mut page);
    tables.bottlenecks(&mut page);
    if let Some(asked) = &plan.what_ifs {
        what_if::show(&mut page, asked, &times, all);
    }
    tables.routes(&mut page);
    list(&mut page, "Taken for want of anything better", &plan.assumptions);
    list(&mut page, "To know", &plan.warnings);
    if let Some(basis) = &plan.basis {
        page.gap();
        page.line(format!(
            "Rests on notices, read {}, believed under the policy {}.",
            basis.reading,
            clean(&basis.policy)
        ));
    }
    if let Some(files) = &answer.files {
        files.show(&mut page);
    }
    page.gap();
    page.line(
        "The plan keeps every closure that the sources report and every capacity that is stated \
         or taken. It is not a statement that a way is free of danger.",
    );
    page
}

fn asked(page: &mut Page, answer: &Answer<'_>) {
    let plan = &answer.plan;
    let modes: BTreeSet<_> =
        plan.request.groups.iter().flat_map(|group| group.modes.keys()).collect();
    let modes: Vec<&str> = modes.into_iter().map(|&mode| travelling(mode)).collect();
    let how = match plan.method {
        MethodChoice::Exact => "worked out exactly",
        MethodChoice::Quickest => "worked out for the earliest end",
        _ => "worked out by the fast method",
    };
    page.line(format!(
        "{} in {}, {}; steps of {}; {how}",
        people(plan.bounds.persons),
        counted(plan.groups.len(), "neighbourhood", "neighbourhoods"),
        modes.join(", "),
        exactly(u64::from(plan.step_s)),
    ));
    let left = &answer.not_asked;
    if left.neighbourhoods > 0 {
        let why = match left.reason {
            Some("no-order") => "no order that counts tells them to leave",
            _ => "the request does not name them",
        };
        page.line(styled(
            FAINT,
            format_args!(
                "{} with {} not in the plan: {why}",
                counted(left.neighbourhoods, "neighbourhood", "neighbourhoods"),
                people(left.persons)
            ),
        ));
    }
}

fn bounds(page: &mut Page, plan: &EvacuationPlan, times: &Times<'_>) {
    let Bounds { persons, moved, moved_at_most, .. } = plan.bounds;
    // Rounded down: never more than there are.
    let share = (moved * 1000).checked_div(persons).unwrap_or(0);
    let most = if moved == persons {
        String::new()
    } else {
        format!("; no plan under these rules brings out more than {}", thousands(moved_at_most))
    };
    let head = |word: &str| styled(STRONG, format_args!("  {word:<14}"));
    page.line(format!(
        "{}{} of {} ({}.{} %){most}",
        head("out"),
        thousands(moved),
        people(persons),
        share / 10,
        share % 10
    ));
    if let (Some(last), Some(takes)) = (plan.bounds.clearance, plan.bounds.clearance_s) {
        let least = plan.bounds.clearance_at_least.map_or(0, |at| {
            let takes = at.duration_since(plan.window.start_or_min()).as_secs();
            u64::try_from(takes).unwrap_or(0)
        });
        page.line(format!(
            "{}{}, after {}; no plan under these rules that brings out as many is quicker than {}",
            head("last arrival"),
            times.show(last),
            exactly(takes),
            exactly(least)
        ));
    }
    let (mean, least) = (plan.bounds.mean_arrival_s, plan.bounds.mean_arrival_at_least_s);
    if let (Some(mean), Some(least)) = (mean, least) {
        let gap = plan.bounds.gap_percent.unwrap_or(0.0);
        page.line(format!(
            "{}after {}; no such plan has a mean below {} (at most {:.1} % better)",
            head("mean arrival"),
            exactly(mean.round() as u64),
            exactly(least.floor() as u64),
            (gap * 10.0).ceil() / 10.0
        ));
    }
    if let Some(down) = &plan.bounds.rounded_down {
        rounded_down(page, plan, down, times);
    }
    if moved < persons {
        let left = styled(WARNING, people(persons - moved));
        page.line(format!("{}{left}", head("left behind")));
    }
}

/// The other end of the bracket in which the truth lies.
fn rounded_down(page: &mut Page, plan: &EvacuationPlan, down: &RoundedDown, times: &Times<'_>) {
    let mut all = Vec::new();
    if plan.bounds.moved < plan.bounds.persons {
        all.push(format!("no more than {} get out", thousands(down.moved_at_most)));
    }
    if let Some(at) = down.clearance_at_least {
        all.push(format!("as many not before {}", times.show(at)));
    }
    if let Some(mean) = down.mean_arrival_at_least_s {
        all.push(format!("on average not before {}", exactly(mean.floor() as u64)));
    }
    if all.is_empty() {
        return;
    }
    let up = exactly(u64::from(plan.step_s));
    let wide = exactly(down.step_s.round() as u64);
    let steps = if wide == up { String::new() } else { format!(" to steps of {wide}") };
    page.line(format!(
        "{}with times rounded down{steps} instead of up to steps of {up}: {}",
        styled(STRONG, format_args!("  {:<14}", "rounding")),
        all.join("; ")
    ));
}

/// When so many of those who get out are out.
fn curve(page: &mut Page, plan: &EvacuationPlan, times: &Times<'_>) {
    let Some(curve) = plan.curve().filter(|curve| !curve.points.is_empty()) else { return };
    page.gap();
    let wide = times.width();
    let band = plan.band.as_ref();
    let of_draws = if band.is_some() { "   in 5, 50, 95 of 100 draws" } else { "" };
    page.line(styled(FAINT, format_args!("  {:<wide$}  {:>11}   share{of_draws}", "by", "out")));
    let mut shown = None;
    for share in SHOWN_AT {
        let wanted = (plan.bounds.moved * share).div_ceil(100).max(1);
        let Some(point) = curve.points.iter().find(|point| point.persons >= wanted) else {
            continue;
        };
        if shown.replace(point.at) == Some(point.at) {
            continue;
        }
        let share = point.persons * 1000 / plan.bounds.persons.max(1);
        page.line(format!(
            "  {:<wide$}  {:>11}  {:>3}.{} %{}",
            times.show(point.at),
            thousands(point.persons),
            share / 10,
            share % 10,
            band.map_or_else(String::new, |band| draws(band, point.at)),
        ));
    }
    if let Some(band) = band {
        let last = band.clearance.map(|at| at.map(|at| times.show(at)).join(", "));
        page.line(format!(
            "  {} from seed {}: the last arrive in 5, 50, 95 of 100 by {}",
            counted(band.samples as usize, "draw", "draws"),
            band.seed,
            last.unwrap_or_else(|| "no time, as nobody does".to_owned())
        ));
    }
}

/// How many are out by then in the draws.
fn draws(band: &Band, at: Timestamp) -> String {
    let point = band.points.iter().rev().find(|point| point.at <= at);
    let [low, middle, high] = point.map_or([0; 3], |point| [point.low, point.middle, point.high]);
    format!("   {}, {}, {}", thousands(low), thousands(middle), thousands(high))
}

fn list(page: &mut Page, title: &str, lines: &[String]) {
    if lines.is_empty() {
        return;
    }
    page.gap();
    page.line(styled(STRONG, title));
    for line in lines {
        page.line(format!("  {}", clean(line)));
    }
}
