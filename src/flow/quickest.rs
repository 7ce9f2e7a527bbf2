//! The quickest end: everybody in as early as possible, in no matter what order.
//!
//! Floor 0.
//!
//! The bounds of the fast method say before which step not everybody can be in, and
//! its plan brings most in by then. With steps up to there laid out and those people
//! on their ways, as many as can are sent (Dinic 1970), then step after step is added
//! until everybody is in: how many could not be one step earlier is a cut that shows
//! that it could not be quicker.

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
use super::paced;
use super::proof::Cut;
use super::relaxed::Relaxed;
use super::routes;
use super::settle;
use super::soonest;
use std::ops::ControlFlow;
use std::sync::Arc;

/// After so many more steps it is looked whether everybody can be in at all.
const PATIENCE: Step = 8;

pub(super) fn find(
    problem: &FlowProblem,
    tell: &mut dyn FnMut(FlowProgress) -> ControlFlow<()>,
) -> Result<FlowAnswer, FlowError> {
    let ground = Arc::new(Ground::of(problem, 1));
    let mut bounds = soonest::bounds(&ground, tell)?;
    if !ground.is_steady() {
        bounds.and(Relaxed::suited(problem, tell)?.bounds);
    }
    let persons: u64 = problem.sources.iter().map(|source| source.persons).sum();
    let mut quickest = Quickest { ground, persons, tell };
    let able = bounds.able();
    let mut classes = problem.sources.iter().filter(|source| source.persons > 0);
    let first = classes.next().map(|source| source.class);
    let one_class = classes.all(|source| Some(source.class) == first);
    // No more can be; if as many are, all is said.
    if (able == persons || one_class)
        && let Some((layers, cut)) = quickest.all_of(able, bounds.soonest(able))?
    {
        return Ok(answer(bounds, layers, cut.into_iter().collect()));
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
        return Ok(answer(bounds, layers, cuts));
    }
    Ok(answer(bounds, layers, cuts))
}

/// People sent, and why no more are.
type Found<'p> = (Layers<'p>, Option<(Cut, u64)>);

struct Quickest<'p, 't> {
    ground: Arc<Ground<'p>>,
    persons: u64,
    tell: &'t mut dyn FnMut(FlowProgress) -> ControlFlow<()>,
}

impl<'p> Quickest<'p, '_> {
    /// Adds steps, from the soonest on, until so many are in; nothing if they cannot
    /// be by the horizon.
    fn all_of(&mut self, target: u64, soonest: Step) -> Result<Option<Found<'p>>, FlowError> {
        let mut layers = Layers::on(Arc::clone(&self.ground));
        let mut search = Search::through_sinks();
        // That a step less is not enough is shown by the bounds.
        layers.lay_out(soonest + 1);
        let (routes, _) = paced::at_once(&self.ground, soonest, self.tell)?.finish();
        routes::put_back(&mut layers, &routes);
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
        let mut layers = Layers::on(Arc::clone(&self.ground));
        layers.lay_out(layers.ground.buckets);
        layers
    }

    /// As many as can by the horizon, the lower classes first: who is in is never
    /// sent home for others.
    fn as_many_as_can(&mut self) -> Result<Found<'p>, FlowError> {
        let mut layers = self.laid_out();
        let mut search = Search::through_sinks();
        for class in self.ground.classes() {
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

fn answer(mut bounds: Bounds, mut layers: Layers<'_>, cuts: Vec<(Cut, u64)>) -> FlowAnswer {
    let routes = routes::take_apart(&mut layers);
    // Who waits at a shelter's door has arrived.
    let arrivals = routes::arrivals(layers.ground.problem, &routes);
    for (cut, most) in cuts {
        let until = cut.by + 1;
        bounds.add(cut, most, until);
    }
    bounds.answer(Method::Quickest, routes, arrivals, layers.left())
}
