//! Staged orders: who is told what, and when.
//!
//! Floor 7.

use super::clock::Clock;
use super::error::Fault;
use super::error::MatsimError;
use super::text;
use crate::record::RecordRef;
use crate::scenario::Issue;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::BTreeMap;

/// What an emergency message says, in rising order.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum OrderKind {
    /// There is something to know.
    Advice,
    /// Prepare and watch.
    WatchAndAct,
    /// Leave now.
    #[default]
    EvacuateNow,
}

impl OrderKind {
    fn of(word: &str) -> Option<Self> {
        match word {
            "ADVICE" => Some(Self::Advice),
            "WATCH_AND_ACT" => Some(Self::WatchAndAct),
            "EVACUATE_NOW" => Some(Self::EvacuateNow),
            _ => None,
        }
    }
}

#[derive(Deserialize)]
struct File {
    messages: Vec<Message>,
}

#[derive(Deserialize)]
struct Message {
    #[serde(rename = "type")]
    kind: String,
    #[serde(rename = "broadcastHHMM")]
    at: String,
    #[serde(rename = "broadcastZones", default)]
    zones: Zones,
}

/// A list of zones, or an object whose members are named after them.
#[derive(Deserialize)]
#[serde(untagged)]
enum Zones {
    Named(BTreeMap<String, Value>),
    Listed(Vec<String>),
}

impl Default for Zones {
    fn default() -> Self {
        Self::Listed(Vec::new())
    }
}

/// When each zone is first told what counts: `counts` or more.
pub(super) fn read(
    text: &str,
    at: &RecordRef,
    counts: OrderKind,
    clock: &Clock,
    issues: &mut Vec<Issue>,
) -> Result<BTreeMap<String, Timestamp>, MatsimError> {
    let file: File = text::json(text, at, issues)?;
    let mut first = BTreeMap::<String, Timestamp>::new();
    for (number, message) in (1..).zip(file.messages) {
        let at = at.clone().feature(number);
        let Some(kind) = OrderKind::of(&message.kind) else {
            let expected = "ADVICE, WATCH_AND_ACT or EVACUATE_NOW";
            let fault = Fault::new("member \"type\"", expected, format!("{:?}", message.kind));
            return Err(MatsimError::malformed(&at, fault));
        };
        let told = clock
            .at("broadcastHHMM", &message.at)
            .map_err(|fault| MatsimError::malformed(&at, fault))?;
        if kind < counts {
            continue;
        }
        let zones: Vec<String> = match message.zones {
            Zones::Named(zones) => zones.into_keys().collect(),
            Zones::Listed(zones) => zones,
        };
        for zone in zones {
            let earliest = first.entry(zone).or_insert(told);
            *earliest = told.min(*earliest);
        }
    }
    Ok(first)
}

#[cfg(test)]
mod tests;
