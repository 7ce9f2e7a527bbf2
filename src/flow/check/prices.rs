//! Whether prices show that the sum of arrival steps is the least.
//!
//! Floor 0.
//!
//! Prices are a solution of the dual of the linear program whose solutions are
//! plans; the laws are those of complementary slackness (A. Schrijver,
//! Combinatorial Optimization, 2003, chapter 12), so that a plan that keeps
//! them has the smallest sum.

use super::fault::Fault;
use super::late::PriceList;
use super::load::Loads;
use super::load::may_enter;
use super::reach::Reach;
use super::travel::Travel;
use crate::flow::FlowAnswer;
use crate::flow::FlowProblem;
use crate::flow::Potentials;

#[derive(Debug)]
pub(super) struct Prices<'a> {
    problem: &'a FlowProblem,
    reach: &'a Reach,
    given: &'a Potentials,
    list: PriceList<'a>,
}

impl<'a> Prices<'a> {
    /// The prices of an answer, if it has any that can be read.
    pub(super) fn of(
        problem: &'a FlowProblem,
        reach: &'a Reach,
        answer: &'a FlowAnswer,
        faults: &mut Vec<Fault>,
    ) -> Option<Self> {
        let given = answer.proof.potentials.as_ref()?;
        let lists = [
            ("prices of places", problem.nodes as usize, given.of.len()),
            ("prices of sinks", problem.sinks.len(), given.sinks.len()),
        ];
        let mut whole = true;
        for (what, expected, found) in lists {
            if expected != found {
                faults.push(Fault::Length { what, expected, found });
                whole = false;
            }
        }
        let list = whole.then(|| PriceList::of(problem, reach, given))?;
        Some(Self { problem, reach, given, list })
    }

    /// Nobody moves to where it costs more, and what leads to where it costs
    /// less is full.
    pub(super) fn hold_arc(&self, arc: usize, loads: &Loads, faults: &mut Vec<Fault>) {
        let problem = self.problem;
        let this = &problem.arcs[arc];
        let delay = u64::from(this.delay);
        let prices = |step| (self.list.at(this.tail, step), self.list.at(this.head, step + delay));
        for &(step, _) in loads {
            let (expected, found) = prices(step);
            if found > expected {
                faults.push(Fault::Dearer { arc, step, expected, found });
            }
        }
        let Some(first) = self.reach.first(this.tail) else { return };
        let end = u64::from(problem.horizon).min(self.list.top);
        let mut loads = loads.iter().peekable();
        for step in u64::from(first)..end {
            while loads.next_if(|load| load.0 < step).is_some() {}
            let (here, there) = prices(step);
            if here > there {
                let expected = may_enter(problem, arc, step);
                let found = loads.peek().filter(|load| load.0 == step).map_or(0, |load| load.1);
                if found < expected {
                    faults.push(Fault::NotFull { arc, step, expected, found });
                }
            }
        }
    }

    /// Waiting, going in, leaving and staying.
    pub(super) fn hold_ends(&self, answer: &FlowAnswer, travel: &Travel, faults: &mut Vec<Fault>) {
        self.hold_waiting(answer, travel, faults);
        self.hold_sinks(answer, travel, faults);
        self.hold_sources(answer, travel, faults);
    }

    fn end(&self) -> u64 {
        u64::from(self.problem.horizon).min(self.list.top)
    }

    fn hold_waiting(&self, answer: &FlowAnswer, travel: &Travel, faults: &mut Vec<Fault>) {
        for &node in &self.problem.waiting {
            let Some(first) = self.reach.first(node) else { continue };
            for step in u64::from(first)..self.end() {
                let (expected, found) = (self.list.at(node, step), self.list.at(node, step + 1));
                if expected > found {
                    faults.push(Fault::Waiting { node, step, expected, found });
                }
            }
        }
        for (route, _) in
            answer.routes.iter().zip(&travel.takes).filter(|(_, takes)| takes.is_some())
        {
            let mut clock = 0;
            for step in &route.moves {
                let arc = &self.problem.arcs[step.arc as usize];
                let after = u64::from(step.after);
                for departure in route.departures.iter().filter(|leave| leave.persons > 0) {
                    let leave = u64::from(departure.step);
                    let expected = self.list.at(arc.tail, leave + clock);
                    let found = self.list.at(arc.tail, leave + after);
                    if clock < after && expected < found {
                        let (node, step) = (arc.tail, leave + clock);
                        faults.push(Fault::Waiting { node, step, expected, found });
                    }
                }
                clock = after + u64::from(arc.delay);
            }
        }
    }

    fn hold_sinks(&self, answer: &FlowAnswer, travel: &Travel, faults: &mut Vec<Fault>) {
        let entry = |number: usize, step: u64| self.given.sinks[number].saturating_add(step);
        for (number, sink) in self.problem.sinks.iter().enumerate() {
            if self.given.sinks[number] > 0 && travel.came[number] < sink.places {
                let (expected, found) = (sink.places, travel.came[number]);
                faults.push(Fault::SinkNotFull { number, expected, found });
            }
            let Some(first) = self.reach.first(sink.node) else { continue };
            for step in u64::from(first)..self.end() {
                let (expected, found) = (entry(number, step), self.list.at(sink.node, step));
                if found > expected {
                    faults.push(Fault::SinkPlace { number, step, expected, found });
                }
            }
        }
        for (route, takes) in answer.routes.iter().zip(&travel.takes) {
            let Some(takes) = takes else { continue };
            let number = route.sink as usize;
            let node = self.problem.sinks[number].node;
            for departure in route.departures.iter().filter(|leave| leave.persons > 0) {
                let step = u64::from(departure.step) + takes;
                let (expected, found) = (entry(number, step), self.list.at(node, step));
                if found < expected {
                    faults.push(Fault::SinkPlace { number, step, expected, found });
                }
            }
        }
    }

    fn hold_sources(&self, answer: &FlowAnswer, travel: &Travel, faults: &mut Vec<Fault>) {
        let top = self.list.top;
        let stay = |class: u32| {
            let found = self.given.stay.iter().find(|(of, _)| *of == class);
            // Any price above all listed ones is like the next.
            found.map_or(top, |&(_, price)| price.min(top))
        };
        let prices: Vec<u64> = (self.problem.sources.iter())
            .map(|source| {
                let steps = u64::from(source.from)..self.end();
                steps.map(|step| self.list.at(source.node, step)).min().unwrap_or(top)
            })
            .collect();
        for (number, (source, &left)) in self.problem.sources.iter().zip(&answer.left).enumerate() {
            let (expected, found) = (stay(source.class), prices[number]);
            if left > 0 && found < expected {
                let what = "who stays";
                faults.push(Fault::SourcePrice { number, what, expected, found });
            }
            if left < source.persons && found > expected {
                let what = "who goes";
                faults.push(Fault::SourcePrice { number, what, expected, found });
            }
        }
        for (route, _) in
            answer.routes.iter().zip(&travel.takes).filter(|(_, takes)| takes.is_some())
        {
            let number = route.source as usize;
            let node = self.problem.sources[number].node;
            for departure in route.departures.iter().filter(|leave| leave.persons > 0) {
                let found = self.list.at(node, u64::from(departure.step));
                let (expected, what) = (prices[number], "who goes when it costs more");
                if found > expected {
                    faults.push(Fault::SourcePrice { number, what, expected, found });
                }
            }
        }
    }
}
