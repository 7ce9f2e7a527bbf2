//! The agents of a population and where they live.
//!
//! Floor 7.
//!
//! Of each agent the selected plan counts, or the first if none is selected;
//! home is its first activity whose type begins with `home`.

use super::crs::Crs;
use super::error::Fault;
use super::error::MatsimError;
use super::rules;
use super::xml::Source;
use super::xml::Step;
use super::xml::Tag;
use super::xml::walk;
use crate::scenario::Issue;
use geo::Coord;
use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::path::Path;

/// The attribute of an agent that says where it would go.
const DESTINATION: &str = "EvacLocationPreference";

/// Where the agents of a population live, and where they would go.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct Population {
    /// How many agents there are.
    pub agents: u64,
    /// The homes in degrees, in the order of the file; an agent each.
    pub homes: Vec<Coord>,
    /// Where agents say that they would go, sorted by name and place.
    pub destinations: Vec<Destination>,
    /// What is worth knowing.
    pub issues: Vec<Issue>,
}

/// Where agents say that they would go.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Destination {
    /// Its name; may be empty.
    pub name: String,
    /// Where it is, in degrees.
    pub at: Coord,
    /// How many agents would go there.
    pub agents: u64,
}

impl Population {
    /// Reads the population in a file, plain or in gzip, told by content.
    ///
    /// Streams: memory in proportion to agents, none to the text.
    ///
    /// # Errors
    ///
    /// [`MatsimError`] naming file, line, record, what was expected and found.
    pub fn read(path: impl AsRef<Path>, crs: &Crs) -> Result<Self, MatsimError> {
        load(Source::File(path.as_ref()), crs)
    }

    /// Reads the population in `bytes`, called `name` in messages.
    ///
    /// # Errors
    ///
    /// As [`read`](Self::read).
    pub fn read_bytes(name: &str, bytes: &[u8], crs: &Crs) -> Result<Self, MatsimError> {
        load(Source::Bytes(name, bytes), crs)
    }
}

fn load(source: Source<'_>, crs: &Crs) -> Result<Population, MatsimError> {
    let at = source.record();
    let mut reading = Reading {
        crs,
        ids: BTreeSet::new(),
        agent: None,
        homes: Vec::new(),
        preferences: BTreeMap::new(),
        text: None,
    };
    walk(source, &["population", "plans"], |step| match step {
        Step::Open(tag) => reading.open(tag),
        Step::Text(part) => {
            if let Some(text) = &mut reading.text {
                text.push_str(part);
            }
            Ok(())
        }
        Step::Close(name) => {
            reading.close(name);
            Ok(())
        }
    })?;
    let Reading { ids, homes, preferences, .. } = reading;
    let agents = ids.len() as u64;
    let mut destinations = Vec::new();
    for (text, agents) in preferences {
        let mut parts = text.rsplitn(3, ',');
        let (y, x, name) = (parts.next(), parts.next(), parts.next().unwrap_or_default());
        let number = |text: Option<&str>| text.and_then(|text| text.trim().parse::<f64>().ok());
        if let (Some(x), Some(y)) = (number(x), number(y))
            && let Ok(at) = crs.place(x, y)
        {
            destinations.push(Destination { name: name.trim().to_owned(), at, agents });
        }
    }
    let homeless = agents - homes.len() as u64;
    let text =
        format!("expected a home with coordinates, found none for {homeless} of {agents} agents");
    let issue = (homeless > 0).then(|| rules::HOME_MISSING.issue(at, text));
    Ok(Population { agents, homes, destinations, issues: issue.into_iter().collect() })
}

struct Reading<'a> {
    crs: &'a Crs,
    ids: BTreeSet<String>,
    agent: Option<Agent>,
    homes: Vec<Coord>,
    preferences: BTreeMap<String, u64>,
    text: Option<String>,
}

/// The agent being read.
#[derive(Default)]
struct Agent {
    id: String,
    /// Whether the plan being read counts so far.
    counts: bool,
    /// Whether a plan that is selected has been read.
    had_selected: bool,
    plans: u32,
    home: Option<Coord>,
}

impl Reading<'_> {
    fn open(&mut self, tag: &Tag<'_>) -> Result<(), Fault> {
        self.text = None;
        match tag.name() {
            "person" => {
                let mut id = None;
                tag.attributes(|name, value| {
                    if name == "id" {
                        id = Some(value.to_owned());
                    }
                })?;
                let what = "attribute \"id\" of <person>";
                let id = id.ok_or_else(|| Fault::new(what, "an id", "none"))?;
                if !self.ids.insert(id.clone()) {
                    return Err(Fault::new(what, "an id that comes once", "it again").of(&id));
                }
                self.agent = Some(Agent { id, ..Agent::default() });
            }
            "attribute" => {
                let mut wanted = false;
                tag.attributes(|name, value| wanted |= name == "name" && value == DESTINATION)?;
                self.text = (wanted && self.agent.is_some()).then(String::new);
            }
            "plan" => {
                let mut selected = false;
                tag.attributes(|name, value| selected |= name == "selected" && value == "yes")?;
                if let Some(agent) = &mut self.agent {
                    agent.counts = selected && !agent.had_selected || agent.plans == 0;
                    agent.plans = agent.plans.saturating_add(1);
                    if agent.counts && selected {
                        agent.home = None;
                    }
                    agent.had_selected |= selected;
                }
            }
            "activity" | "act" => return self.activity(tag),
            _ => {}
        }
        Ok(())
    }

    fn activity(&mut self, tag: &Tag<'_>) -> Result<(), Fault> {
        let Some(agent) = self.agent.as_mut().filter(|agent| agent.counts && agent.home.is_none())
        else {
            return Ok(());
        };
        let (mut home, mut x, mut y) = (false, None, None);
        tag.attributes(|name, value| match name {
            "type" => home = value.starts_with("home"),
            "x" => x = Some(value.to_owned()),
            "y" => y = Some(value.to_owned()),
            _ => {}
        })?;
        if let (true, Some(x), Some(y)) = (home, x, y) {
            let number = |name, text: &str| super::link::number(name, Some(text));
            let place = number("x", &x)
                .and_then(|x| Ok((x, number("y", &y)?)))
                .and_then(|(x, y)| self.crs.place(x, y))
                .map_err(|fault| fault.of(&agent.id))?;
            agent.home = Some(place);
        }
        Ok(())
    }

    fn close(&mut self, name: &str) {
        match name {
            "person" => self.homes.extend(self.agent.take().and_then(|agent| agent.home)),
            "attribute" => {
                if let Some(text) = self.text.take().filter(|text| !text.trim().is_empty()) {
                    *self.preferences.entry(text).or_default() += 1;
                }
            }
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests;
