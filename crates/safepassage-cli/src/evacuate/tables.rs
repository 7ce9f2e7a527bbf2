//! The tables of a plan.

use super::show::Times;
use crate::page::{
    FAINT, Page, STRONG, WARNING, clean, exactly, people, styled, thousands, travelling,
};
use safepassage::evacuate::{EvacuationPlan, PlannedRoute, Reason};
use std::collections::BTreeMap;

/// So many rows of each table are shown unless all are asked for.
const ROWS: usize = 20;

/// So many ways are shown unless all are asked for.
const WAYS: usize = 10;

/// What tables are made of.
pub(super) struct Tables<'a> {
    pub(super) plan: &'a EvacuationPlan,
    pub(super) times: &'a Times<'a>,
    pub(super) all: bool,
}

impl Tables<'_> {
    fn title(page: &mut Page, title: &str, columns: &str) {
        page.gap();
        page.line(styled(STRONG, title));
        page.line(styled(FAINT, columns));
    }

    fn rest(&self, page: &mut Page, count: usize, shown: usize, order: &str) {
        if count > shown && !self.all {
            page.line(styled(
                FAINT,
                format_args!("  and {} more; {order}; --all shows them", count - shown),
            ));
        }
    }

    /// Each neighbourhood, those with the most people left first.
    pub(super) fn groups(&self, page: &mut Page) {
        let wide = self.times.width();
        Self::title(
            page,
            "Neighbourhoods",
            &format!("       people          out         left  {:<wide$}  which", "last out"),
        );
        let mut groups: Vec<_> = self.plan.groups.iter().collect();
        groups.sort_by_key(|one| {
            (std::cmp::Reverse((one.persons - one.moved, one.persons)), &one.neighbourhood)
        });
        let nobody = groups.iter().filter(|group| group.persons == 0).count();
        groups.retain(|group| group.persons > 0);
        let most = if self.all { usize::MAX } else { ROWS };
        for group in groups.iter().take(most) {
            let left = group.persons - group.moved;
            let left_text = format!("{:>11}", thousands(left));
            page.line(format!(
                "  {:>11}  {:>11}  {}  {:<wide$}  {}",
                thousands(group.persons),
                thousands(group.moved),
                if left > 0 { styled(WARNING, left_text) } else { left_text },
                group.clearance.map_or_else(|| "–".to_owned(), |at| self.times.show(at)),
                named(&group.name, group.neighbourhood.as_str())
            ));
            for left in &group.left {
                page.line(format!("{:>15}{}", "", clean(&left.text)));
            }
        }
        self.rest(page, groups.len(), ROWS, "those with the most people left come first");
        if nobody > 0 {
            page.line(format!("  and {nobody} in which nobody is"));
        }
        self.reasons(page);
    }

    /// Why people are left, all neighbourhoods together.
    fn reasons(&self, page: &mut Page) {
        let mut by_reason: BTreeMap<Reason, (u64, usize)> = BTreeMap::new();
        for group in &self.plan.groups {
            let mut seen = Vec::new();
            for left in &group.left {
                let sum = by_reason.entry(left.reason).or_default();
                sum.0 += left.persons;
                if !seen.contains(&left.reason) {
                    seen.push(left.reason);
                    sum.1 += 1;
                }
            }
        }
        if by_reason.is_empty() {
            return;
        }
        Self::title(page, "Why people are left behind", "       people   neighbourhoods  why");
        for (reason, (persons, groups)) in by_reason {
            page.line(format!("  {:>11}  {groups:>15}  {}", thousands(persons), why(reason)));
        }
    }

    /// Each shelter.
    pub(super) fn shelters(&self, page: &mut Page) {
        if self.plan.shelters.is_empty() {
            return;
        }
        let wide = self.times.width();
        Self::title(
            page,
            "Shelters",
            &format!("       places     arrivals  {:<wide$}  which", "full"),
        );
        let most = if self.all { usize::MAX } else { ROWS };
        let mut shelters: Vec<_> = self.plan.shelters.iter().collect();
        shelters.sort_by_key(|one| (std::cmp::Reverse(one.persons), &one.shelter));
        for one in shelters.iter().take(most) {
            let reached = if one.reached { "" } else { ", which no street reaches" };
            page.line(format!(
                "  {:>11}  {:>11}  {:<wide$}  {}{reached}",
                thousands(one.places),
                thousands(one.persons),
                one.full_at.map_or_else(|| "–".to_owned(), |at| self.times.show(at)),
                named(&one.name, one.shelter.as_str())
            ));
        }
        self.rest(page, shelters.len(), ROWS, "those with the most arrivals come first");
    }

    /// Each checkpoint that somebody passes, or that is not counted on.
    pub(super) fn checkpoints(&self, page: &mut Page) {
        if self.plan.checkpoints.is_empty() {
            return;
        }
        let wide = self.times.width();
        Self::title(
            page,
            "Checkpoints",
            &format!(
                "      an hour       people  {:<wide$}  {:<wide$}  mean wait   longest  which",
                "from", "until"
            ),
        );
        let time = |at: Option<_>| at.map_or_else(|| "–".to_owned(), |at| self.times.show(at));
        for one in &self.plan.checkpoints {
            let rate = one.persons_per_hour.map(|rate| thousands(rate.round() as u64));
            let minutes = |seconds: f64| format!("{:.0} min", seconds / 60.0);
            page.line(format!(
                "  {:>11}  {:>11}  {:<wide$}  {:<wide$}  {:>9}  {:>8}  {}{}",
                rate.as_deref().unwrap_or("unknown"),
                thousands(one.persons),
                time(one.first),
                time(one.last),
                minutes(one.mean_wait_s),
                minutes(one.longest_wait_s as f64),
                named(&one.name, one.checkpoint.as_str()),
                if rate.is_some() { "" } else { ", not counted on" }
            ));
        }
    }

    /// What holds people up.
    pub(super) fn bottlenecks(&self, page: &mut Page) {
        page.gap();
        page.line(styled(STRONG, "What holds people up"));
        for one in &self.plan.bottlenecks {
            page.line(format!("  {} (until {})", clean(&one.text), self.times.show(one.until)));
        }
        if self.plan.bottlenecks.is_empty() {
            page.line("  nothing for longer than a step");
        }
    }

    /// The ways that most people take.
    pub(super) fn routes(&self, page: &mut Page) {
        if self.plan.routes.is_empty() {
            return;
        }
        let mut routes: Vec<&PlannedRoute> = self.plan.routes.iter().collect();
        routes.sort_by_key(|route| (std::cmp::Reverse(route.persons), route.id));
        let most = if self.all { usize::MAX } else { WAYS };
        page.gap();
        page.line(styled(STRONG, "Ways that most people take"));
        for route in routes.iter().take(most) {
            self.route(page, route);
        }
        self.rest(page, routes.len(), WAYS, "JSON has who leaves when on each");
    }

    fn route(&self, page: &mut Page, route: &PlannedRoute) {
        let (first, last) = (route.movements.first(), route.movements.last());
        let leave = match (first, last) {
            (Some(first), Some(last)) if first.departure == last.departure => {
                format!("leave at {}", self.times.show(first.departure))
            }
            (Some(first), Some(last)) => format!(
                "leave from {} to {}",
                self.times.show(first.departure),
                self.times.show(last.departure)
            ),
            _ => String::new(),
        };
        page.line(format!(
            "  {}. {} {}, {} to {}: {:.1} km, {} without waits; {leave}",
            route.id,
            people(route.persons),
            travelling(route.mode),
            clean(route.neighbourhood.as_str()),
            clean(route.shelter.as_str()),
            route.length.0 / 1000.0,
            exactly(route.travel_s.div_ceil(60) * 60),
        ));
        let mut through = Vec::new();
        if !route.streets.is_empty() {
            through.push(format!("along {}", clean(&route.streets.join(", "))));
        }
        let ids = |word: &str, ids: Vec<&str>| format!("{word} {}", clean(&ids.join(", ")));
        if !route.corridors.is_empty() {
            let all = route.corridors.iter().map(safepassage::id::CorridorId::as_str);
            through.push(ids("announced corridor", all.collect()));
        }
        if !route.checkpoints.is_empty() {
            let all = route.checkpoints.iter().map(safepassage::id::CheckpointId::as_str);
            through.push(ids("checkpoint", all.collect()));
        }
        if !through.is_empty() {
            page.line(format!("     {}", through.join("; ")));
        }
    }
}

/// `Name (id)`, or the identifier alone.
fn named(name: &str, id: &str) -> String {
    if name == id { clean(id) } else { format!("{} ({})", clean(name), clean(id)) }
}

/// A reason in words.
const fn why(reason: Reason) -> &'static str {
    match reason {
        Reason::CutOff => "cut off by closures or checkpoints",
        Reason::NotConnected => "no street leads to a shelter with places, whatever is open",
        Reason::WindowTooShort => "the window is too short for so many",
        Reason::NoRoom => "every shelter within reach is full",
        Reason::NoStreet => "no street for their way of travelling is near",
        Reason::NoMode => "no convoy comes for them",
        Reason::CheckpointRateUnknown => {
            "nobody has said how many the checkpoints on their way pass"
        }
        Reason::StreetRateUnknown => {
            "their only way is a street, ferry or corridor that takes nobody or of no known capacity"
        }
        _ => "another reason, see the neighbourhoods",
    }
}
