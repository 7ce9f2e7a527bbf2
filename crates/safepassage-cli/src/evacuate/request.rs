//! From a file and options to a request.

use super::EvacuateArgs;
use crate::error::CliError;
use crate::input::{Input, json_file};
use crate::numbers::ModeShare;
use crate::output::Output;
use safepassage::evacuate::{EvacuationRequest, GroupRequest};
use safepassage::id::{CheckpointId, NeighbourhoodId};
use safepassage::model::{Neighbourhood, TravelMode};
use safepassage::time::TimeWindow;
use serde::Serialize;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// A request, and who is not in it.
#[derive(Debug)]
pub(super) struct Asked {
    pub(super) request: EvacuationRequest,
    pub(super) not_asked: NotAsked,
}

/// Neighbourhoods that a request leaves out.
#[derive(Clone, Debug, Default, Serialize)]
pub(super) struct NotAsked {
    /// How many.
    pub(super) neighbourhoods: usize,
    /// How many people are stated to be there.
    pub(super) persons: u64,
    /// Why: `no-order` if no order to leave reaches them, `not-named` if the
    /// request or the options do not name them; none if there are none.
    pub(super) reason: Option<&'static str>,
}

const EXPECTED: &str = "an evacuation request such as {\"window\": {\"start\": …, \"end\": …}, \
                        \"groups\": […]}; see docs/EVACUATION.md";

/// The request that the file and the options make.
pub(super) fn of(args: &EvacuateArgs, input: &Input) -> Result<Asked, CliError> {
    if input.scenario.neighbourhoods().is_empty() {
        return Err(CliError::Missing {
            expected: "neighbourhoods in the scenario, found none",
            hint: "people leave from neighbourhoods: give a file of them",
        });
    }
    let mut request = match &args.request {
        None => EvacuationRequest::new(window(args, input, None)?),
        Some(path) => file(path, args, input)?,
    };
    let reason = groups(args, input, &mut request)?;
    request.shelters = args.ask.shelters.on(request.shelters, input)?;
    checkpoints(args, input, &mut request)?;
    request.policy = args.rules.on(request.policy)?;
    let ask = &args.ask;
    request.step_s = ask.step.unwrap_or(request.step_s);
    request.method = ask.method.map_or(request.method, Into::into);
    request.start_from = ask.start_from.map_or(request.start_from, Into::into);
    request.what_ifs |= ask.what_ifs;
    request.samples = ask.samples.unwrap_or(request.samples);
    request.seed = ask.seed.unwrap_or(request.seed);
    let not_asked = not_asked(&request, input, reason);
    Ok(Asked { request, not_asked })
}

fn window(
    args: &EvacuateArgs,
    input: &Input,
    stated: Option<TimeWindow>,
) -> Result<TimeWindow, CliError> {
    args.window.closed(&input.clock, stated.or(input.scenario.about().period))
}

/// The request of a file, with the window of the options or of the scenario if
/// it has none.
fn file(path: &Path, args: &EvacuateArgs, input: &Input) -> Result<EvacuationRequest, CliError> {
    let mut value: Value = json_file(path, EXPECTED)?;
    let own = value.as_object_mut().filter(|members| !members.contains_key("window"));
    let Some(members) = own else {
        // Read anew: so that what is wrong is told with its line.
        let mut request: EvacuationRequest = json_file(path, EXPECTED)?;
        if args.window.any() {
            request.window = window(args, input, Some(request.window))?;
        }
        return Ok(request);
    };
    let window = serde_json::to_value(window(args, input, None)?).map_err(CliError::Json)?;
    members.insert("window".to_owned(), window);
    serde_json::from_value(value).map_err(|source| CliError::BadFile {
        file: path.display().to_string(),
        expected: EXPECTED,
        source,
    })
}

/// The neighbourhood that an option names.
pub(crate) fn neighbourhood(
    option: &'static str,
    id: &str,
    input: &Input,
) -> Result<NeighbourhoodId, CliError> {
    let found = NeighbourhoodId::from(id);
    if input.scenario.neighbourhood(&found).is_some() {
        return Ok(found);
    }
    let known = input.scenario.neighbourhoods().iter().map(|one| one.id().to_string()).collect();
    Err(CliError::UnknownId { option, noun: "neighbourhood", found: id.to_owned(), known })
}

/// Who has to leave. Gives why neighbourhoods are left out, if any are.
fn groups(
    args: &EvacuateArgs,
    input: &Input,
    request: &mut EvacuationRequest,
) -> Result<&'static str, CliError> {
    let all = input.scenario.neighbourhoods();
    let known = |option, id: &str| neighbourhood(option, id, input);
    let orders = input.orders.as_ref().map(|orders| orders.iter().cloned());
    let orders: Option<BTreeMap<_, _>> = orders.map(Iterator::collect);
    let mut reason = "not-named";
    let named = !request.groups.is_empty();
    if !named {
        let ordered =
            |id: &NeighbourhoodId| orders.as_ref().is_none_or(|orders| orders.contains_key(id));
        let ids = all.iter().map(Neighbourhood::id).filter(|id| ordered(id));
        request.groups = ids.map(|id| GroupRequest::new(id.clone())).collect();
        if orders.is_some() && args.ask.neighbourhood.is_empty() {
            reason = "no-order";
        }
    }
    if !args.ask.neighbourhood.is_empty() {
        let mut chosen = BTreeSet::new();
        for id in &args.ask.neighbourhood {
            chosen.insert(known("--neighbourhood", id)?);
        }
        request.groups.retain(|group| chosen.remove(&group.neighbourhood));
        request.groups.extend(chosen.into_iter().map(GroupRequest::new));
    }
    if request.groups.is_empty() {
        return Err(CliError::Missing {
            expected: "an order that tells somebody to leave, found none that counts",
            hint: "name those who leave with --neighbourhood, or see order_that_counts in \
                   docs/MATSIM.md",
        });
    }
    let told = |group: &GroupRequest| orders.as_ref()?.get(&group.neighbourhood).copied();
    for group in &mut request.groups {
        group.earliest_departure = group.earliest_departure.or_else(|| told(group));
    }
    for one in &args.ask.persons {
        let id = known("--persons", &one.id)?;
        match request.groups.iter_mut().find(|group| group.neighbourhood == id) {
            Some(group) => group.persons = Some(one.value.0),
            None => {
                return Err(CliError::argument(
                    "--persons",
                    "a neighbourhood that is in the request",
                    format!("{:?}, which is not", one.id),
                ));
            }
        }
    }
    let mut modes: Vec<ModeShare> = args.ask.mode.clone();
    if modes.is_empty() && !named && args.source.is_matsim() {
        modes.push(ModeShare(TravelMode::Vehicle, 1.0));
        Output::note("people travel by vehicle, as the streets are those of MATSim; see --mode");
    }
    if !modes.is_empty() {
        let mut shares = BTreeMap::new();
        for ModeShare(mode, share) in modes {
            if shares.insert(mode, share).is_some() {
                return Err(CliError::argument("--mode", "each mode once", mode.to_string()));
            }
        }
        for group in &mut request.groups {
            group.modes.clone_from(&shares);
        }
    }
    Ok(reason)
}

/// What they pass.
fn checkpoints(
    args: &EvacuateArgs,
    input: &Input,
    request: &mut EvacuationRequest,
) -> Result<(), CliError> {
    for one in &args.ask.checkpoint_rate {
        let id = CheckpointId::from(one.id.as_str());
        if input.scenario.checkpoint(&id).is_none() {
            let all = input.scenario.checkpoints().iter();
            return Err(CliError::UnknownId {
                option: "--checkpoint-rate",
                noun: "checkpoint",
                found: one.id.clone(),
                known: all.map(|one| one.id().to_string()).collect(),
            });
        }
        request.checkpoint_rates.insert(id, one.value.0);
    }
    if let Some(rate) = args.ask.unknown_checkpoint_rate {
        request.unknown_checkpoint_rate = Some(rate.0);
    }
    Ok(())
}

fn not_asked(request: &EvacuationRequest, input: &Input, reason: &'static str) -> NotAsked {
    let asked: BTreeSet<_> = request.groups.iter().map(|group| &group.neighbourhood).collect();
    let mut left = NotAsked::default();
    for one in input.scenario.neighbourhoods().iter().filter(|one| !asked.contains(one.id())) {
        left.neighbourhoods += 1;
        left.persons += one.population().map_or(0, |estimate| estimate.persons.0);
        left.reason = Some(reason);
    }
    left
}
