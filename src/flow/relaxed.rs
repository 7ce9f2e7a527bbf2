//! A problem with several steps taken together and all delays rounded down.
//!
//! Floor 0.
//!
//! Nothing true is ruled out: what can arrive in it bounds what can arrive at all.
//! Its flow is a good plan but for the rounding.

use super::FlowError;
use super::FlowProblem;
use super::FlowProgress;
use super::Step;
use super::augment::Search;
use super::bounds::Bounds;
use super::exact;
use super::ground::{Ground, NONE};
use super::layers::Layers;
use super::most;
use super::routes::{self, Share};
use super::settle;
use std::ops::ControlFlow;
use std::sync::Arc;

/// About how many buckets the time until all have arrived is divided into: as many as
/// keep the places within bounds, but no fewer and no more than these.
const FEW_BUCKETS: Step = 16;
const MANY_BUCKETS: Step = 40;
/// So many nodes times buckets are soon searched.
const PLACES: u32 = 400_000;
/// About so many instants for which full sinks are taken into account.
const CUTS: Step = 10;

/// A solved relaxation.
pub(super) struct Relaxed<'p> {
    pub(super) layers: Layers<'p>,
    pub(super) bounds: Bounds,
    /// How long the relaxation takes to bring everybody out, in steps.
    lasts: Step,
    pub(super) width: Step,
}

impl<'p> Relaxed<'p> {
    /// With buckets that suit how long it takes.
    pub(super) fn suited(
        problem: &'p FlowProblem,
        tell: &mut dyn FnMut(FlowProgress) -> ControlFlow<()>,
    ) -> Result<Self, FlowError> {
        let buckets = (PLACES / problem.nodes.max(1)).clamp(FEW_BUCKETS, MANY_BUCKETS);
        let coarse = problem.horizon.div_ceil(buckets / 2).max(1);
        let rough = Self::of(problem, coarse, tell)?;
        let width = rough.lasts.div_ceil(buckets).clamp(1, coarse);
        if width < coarse { Self::of(problem, width, tell) } else { Ok(rough) }
    }

    /// The ways of its flow, which is gone afterwards.
    pub(super) fn shares(&mut self) -> Vec<Share> {
        routes::shares(&mut self.layers)
    }

    pub(super) fn of(
        problem: &'p FlowProblem,
        width: Step,
        tell: &mut dyn FnMut(FlowProgress) -> ControlFlow<()>,
    ) -> Result<Self, FlowError> {
        let mut layers = Layers::new(Ground::of(problem, width));
        let mut search = Search::default();
        let most_by = exact::fill(&mut layers, &mut search, tell)?;
        search.clear(&mut layers);
        let lasts = layers.buckets() * width;
        let sinks_bind = settle::is_overfull(&layers);
        let mut bounds = exact::bounds(&mut layers, most_by, exact::Spare::Keep);
        if sinks_bind {
            tighten(&layers, &mut bounds);
        }
        Ok(Self { layers, bounds, lasts, width })
    }
}

/// Where there is not room for everybody where they would go, bounds how many can
/// have arrived by some instants, full sinks and all, by cuts.
fn tighten(relaxed: &Layers<'_>, bounds: &mut Bounds) {
    let ground = Arc::clone(&relaxed.ground);
    let mut layers = Layers::on(Arc::clone(&ground));
    let mut search = Search::through_sinks();
    let every = relaxed.buckets().div_ceil(CUTS).max(1);
    let instants = (1..).map(|number| number * every);
    for buckets in instants.take_while(|&buckets| buckets <= relaxed.buckets()) {
        layers.lay_out(buckets);
        while most::arrive_once(&mut layers, &mut search, NONE) {}
        let until = (buckets * ground.width).min(ground.problem.horizon);
        let so_far = bounds.most_by.get(until as usize - 1).copied().unwrap_or(bounds.able());
        if layers.arrived < so_far {
            bounds.add(settle::cut_of(&layers, &search), layers.arrived, until);
        }
    }
}
