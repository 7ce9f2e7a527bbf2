//! The quickest end: everybody in as early as possible, in no matter what order.
//!
//! Floor 0.
//!
//! The relaxation of the fast method says before which step not everybody can be
//! in. With steps up to there laid out, as many as can are sent (Dinic 1970), then
//! step after step is added until everybody is in: how many could not be one step
//! earlier is a cut that shows that it could not be quicker.

use super::FlowAnswer;
use super::FlowError;
use super::FlowProblem;
use super::FlowProgress;
use super::Method;
use super::Step;
use super::augment::Search;
use super::bounds::Bounds;
use super::ground::{Ground, NONE};
use super::layers::Layers;
use super::most;
use super::proof::Cut;
use super::relaxed::Relaxed;
use super::routes;
use super::settle;
use std::ops::ControlFlow;

/// After so many more steps it is looked whether everybody can be in at all.
const PATIENCE: Step = 8;

pub(super) fn find(
    problem: &FlowProblem,
    tell: &mut dyn FnMut(FlowProgress) -> ControlFlow<()>,
) -> Result<FlowAnswer, FlowError> {
    let relaxed = Relaxed::suited(problem, tell)?;
    let persons: u64 = problem.sources.iter().map(|source| source.persons).sum();
    let mut quickest = Quickest { problem, persons, tell };
    let bounds = relaxed.bounds;
    let able = bounds.able();
    let mut classes = problem.sources.iter().filter(|source| source.persons > 0);
    let first = classes.next().map(|source| source.class);
    let one_class = classes.all(|source| Some(source.class) == first);
    // No more can be; if as many are, all is said.
    if (able == persons || one_class)
        && let Some((layers, cut)) = quickest.all_of(able, bounds.soonest(able))?
    {
        return Ok(answer(problem, bounds, layers, cut.into_iter().collect()));
    }
    // As many as can, and those as early as possible.
    let (layers, cut) = quickest.as_many_as_can()?;
    let mut cuts: Vec<(Cut, u64)> = cut.into_iter().collect();
    let arrived = layers.arrived;
    if one_class
        && arrived > 0
        && let Some((layers, cut)) = quickest.all_of(arrived, bounds.soonest(arrived))?
    {
        cuts.extend(cut);
        return Ok(answer(problem, bounds, layers, cuts));
    }
    Ok(answer(problem, bounds, layers, cuts))
}

/// People sent, and why no more are.
type Found<'p> = (Layers<'p>, Option<(Cut, u64)>);

struct Quickest<'p, 't> {
    problem: &'p FlowProblem,
    persons: u64,
    tell: &'t mut dyn FnMut(FlowProgress) -> ControlFlow<()>,
}

impl<'p> Quickest<'p, '_> {
    /// Adds steps, from the soonest on, until so many are in; nothing if they cannot
    /// be by the horizon.
    fn all_of(&mut self, target: u64, soonest: Step) -> Result<Option<Found<'p>>, FlowError> {
        let mut layers = Layers::new(Ground::of(self.problem, 1));
        let mut search = Search::through_sinks();
        // A step less than the relaxation says is shown by the relaxation.
        layers.lay_out(soonest + 1);
        let mut cut = None;
        for added in 0.. {
            self.send(&mut layers, &mut search, NONE)?;
            if layers.arrived >= target {
                return Ok(Some((layers, cut)));
            }
            if layers.buckets() >= layers.ground.buckets {
                return Ok(None);
            }
            cut = Some((settle::cut_of(&layers, &search), layers.arrived));
            if added == PATIENCE && !self.can_be_in(target)? {
                return Ok(None);
            }
            layers.lay_out(layers.buckets() + 1);
        }
        Ok(None)
    }

    /// Whether so many can be in by the horizon.
    fn can_be_in(&mut self, target: u64) -> Result<bool, FlowError> {
        let mut layers = self.laid_out();
        self.send(&mut layers, &mut Search::through_sinks(), NONE)?;
        Ok(layers.arrived >= target)
    }

    fn laid_out(&self) -> Layers<'p> {
        let mut layers = Layers::new(Ground::of(self.problem, 1));
        layers.lay_out(layers.ground.buckets);
        layers
    }

    /// As many as can by the horizon, the lower classes first: who is in is never
    /// sent home for others.
    fn as_many_as_can(&mut self) -> Result<Found<'p>, FlowError> {
        let mut layers = self.laid_out();
        let mut search = Search::through_sinks();
        let mut classes: Vec<u32> = self.problem.sources.iter().map(|s| s.class).collect();
        classes.sort_unstable();
        classes.dedup();
        for class in classes {
            self.send(&mut layers, &mut search, class)?;
        }
        let cut = (layers.buckets() > 0).then(|| settle::cut_of(&layers, &search));
        let arrived = layers.arrived;
        Ok((layers, cut.map(|cut| (cut, arrived))))
    }

    /// Sends people up to a class until no more can arrive in the steps laid out.
    fn send(
        &mut self,
        layers: &mut Layers<'_>,
        search: &mut Search,
        class: u32,
    ) -> Result<(), FlowError> {
        while most::arrive_once(layers, search, class) {
            let (step, arriving) = (layers.buckets(), layers.arrived);
            let progress = FlowProgress { step, arriving, persons: self.persons };
            if (self.tell)(progress).is_break() {
                return Err(FlowError::Stopped { step });
            }
        }
        Ok(())
    }
}

fn answer(
    problem: &FlowProblem,
    mut bounds: Bounds,
    mut layers: Layers<'_>,
    cuts: Vec<(Cut, u64)>,
) -> FlowAnswer {
    let routes = routes::take_apart(&mut layers);
    // Who waits at a shelter's door has arrived.
    let arrivals = routes::arrivals(problem, &routes);
    for (cut, most) in cuts {
        let until = cut.by + 1;
        bounds.add(cut, most, until);
    }
    bounds.reach(arrivals.len());
    let least_total = bounds.least_total(arrivals.iter().sum());
    let Bounds { most_by, proof } = bounds;
    let left = layers.left();
    FlowAnswer { method: Method::Quickest, routes, arrivals, left, most_by, least_total, proof }
}
