//! Where people may go, by options.

use crate::error::CliError;
use crate::input::Input;
use crate::numbers::{Named, ShelterArg};
use clap::Args;
use safepassage::evacuate::ShelterRequest;
use safepassage::id::ShelterId;
use safepassage::record::RecordRef;
use safepassage::scenario::ScenarioBuilder;
use std::collections::BTreeSet;

/// Which shelters, and how many places they have.
#[derive(Debug, Args)]
pub(crate) struct ShelterArgs {
    /// Only to this shelter; may be repeated. Without it, to those
    /// asked for otherwise, or to all with free places
    #[arg(long, value_name = "ID")]
    shelter: Vec<String>,
    /// How many free places a shelter has, whatever the records state; may be
    /// repeated
    #[arg(long, value_name = "ID=COUNT")]
    places: Vec<Named<u64>>,
    /// So many free places in each shelter of which nobody has said. Without it,
    /// those are not counted on
    #[arg(long, value_name = "COUNT")]
    unknown_places: Option<u64>,
    /// A shelter that no record has; may be repeated
    #[arg(long, value_name = "ID,LON,LAT,PLACES", allow_hyphen_values = true)]
    add_shelter: Vec<ShelterArg>,
}

impl ShelterArgs {
    /// Adds the shelters that no record has.
    pub(crate) fn add(&self, input: &mut Input) -> Result<(), CliError> {
        if self.add_shelter.is_empty() {
            return Ok(());
        }
        let at = RecordRef::file("--add-shelter");
        let mut builder = ScenarioBuilder::new();
        builder.about(input.scenario.about().clone());
        builder.all_of(&input.scenario, &RecordRef::default());
        let mut seen = BTreeSet::new();
        for ShelterArg(shelter) in &self.add_shelter {
            let id = ShelterId::from(shelter.id.as_str());
            if input.scenario.shelter(&id).is_some() || !seen.insert(id) {
                return Err(CliError::argument(
                    "--add-shelter",
                    "an identifier that no shelter has; --places says how many places one has",
                    format!("{:?}", shelter.id),
                ));
            }
            builder.shelter(shelter.shelter()?, at.clone().id(shelter.id.as_str()));
        }
        input.scenario = builder.build().0;
        Ok(())
    }

    /// The shelters of a request with what the options say.
    pub(crate) fn on(
        &self,
        mut asked: Vec<ShelterRequest>,
        input: &Input,
    ) -> Result<Vec<ShelterRequest>, CliError> {
        let all = input.scenario.shelters();
        if all.is_empty() {
            return Err(CliError::Missing {
                expected: "shelters in the scenario, found none",
                hint: "give a file of them, or --add-shelter ID,LON,LAT,PLACES",
            });
        }
        if !self.shelter.is_empty() {
            let mut chosen = BTreeSet::new();
            for id in &self.shelter {
                chosen.insert(known("--shelter", id, input)?);
            }
            asked.retain(|one| chosen.remove(&one.shelter));
            asked.extend(chosen.into_iter().map(of));
        }
        if self.places.is_empty() && self.unknown_places.is_none() {
            return Ok(asked);
        }
        if asked.is_empty() {
            asked = all.iter().map(|shelter| of(shelter.id().clone())).collect();
        }
        for one in &self.places {
            let id = known("--places", &one.id, input)?;
            let Some(asked) = asked.iter_mut().find(|asked| asked.shelter == id) else {
                return Err(CliError::argument(
                    "--places",
                    "a shelter that is asked for",
                    format!("{:?}, which is not", one.id),
                ));
            };
            asked.places = Some(one.value);
        }
        if let Some(places) = self.unknown_places {
            for asked in asked.iter_mut().filter(|asked| asked.places.is_none()) {
                let stated = input.scenario.shelter(&asked.shelter);
                if stated.is_none_or(|shelter| shelter.free_places().is_none()) {
                    asked.places = Some(places);
                }
            }
        }
        Ok(asked)
    }
}

fn of(shelter: ShelterId) -> ShelterRequest {
    ShelterRequest { shelter, places: None }
}

fn known(option: &'static str, id: &str, input: &Input) -> Result<ShelterId, CliError> {
    let found = ShelterId::from(id);
    if input.scenario.shelter(&found).is_some() {
        return Ok(found);
    }
    let known = input.scenario.shelters().iter().map(|one| one.id().to_string()).collect();
    Err(CliError::UnknownId { option, noun: "shelter", found: id.to_owned(), known })
}
