//! Which families there are.

use super::AssignArgs;
use crate::error::CliError;
use crate::evacuate::request::neighbourhood;
use crate::input::{Input, json_file};
use safepassage::evacuate::FamilyGroup;
use safepassage::model::Neighbourhood;
use safepassage::route::RoutePlanner;
use std::collections::BTreeMap;

/// The families of a file, or all people in families of one size.
pub(super) fn of(
    args: &AssignArgs,
    planner: &RoutePlanner<'_>,
    input: &Input,
) -> Result<Vec<FamilyGroup>, CliError> {
    if let Some(path) = &args.families {
        let expected = "a list of families such as [{\"neighbourhood\": \"ashrafieh\", \"at\": \
                        [37.14, 36.22], \"size\": 5, \"families\": 100}]";
        let families: Vec<FamilyGroup> = json_file(path, expected)?;
        for (number, family) in families.iter().enumerate() {
            let [lon, lat] = family.at;
            if !((-180.0..=180.0).contains(&lon) && (-90.0..=90.0).contains(&lat)) {
                return Err(CliError::argument(
                    format!("--families: group #{number}: \"at\""),
                    "a longitude from -180 to 180 and a latitude from -90 to 90",
                    format!("{lon}, {lat}"),
                ));
            }
        }
        return Ok(families);
    }
    if args.family_size == 0 {
        return Err(CliError::argument("--family-size", "1 or more", "0"));
    }
    let all = input.scenario.neighbourhoods();
    if all.is_empty() {
        return Err(CliError::Missing {
            expected: "neighbourhoods in the scenario, found none",
            hint: "give families with --families FILE",
        });
    }
    let mut persons = BTreeMap::new();
    for one in &args.persons {
        persons.insert(neighbourhood("--persons", &one.id, input)?, one.value);
    }
    let mut chosen: Vec<&Neighbourhood> = all.iter().collect();
    if !args.neighbourhood.is_empty() {
        let ids = args.neighbourhood.iter().map(|id| neighbourhood("--neighbourhood", id, input));
        let ids: Vec<_> = ids.collect::<Result<_, _>>()?;
        chosen.retain(|one| ids.contains(one.id()));
    }
    let mut groups = Vec::new();
    for one in chosen {
        let stated = one.population().map(|estimate| estimate.persons.0);
        let Some(persons) = persons.get(one.id()).copied().or(stated) else {
            return Err(CliError::argument(
                format!("neighbourhood {:?}", one.id().as_str()),
                "a population",
                format!("none; say how many there are with --persons {}=COUNT", one.id()),
            ));
        };
        let starts = planner.starts(one);
        let count = starts.len() as u64;
        let (families, rest) = (persons / args.family_size, persons % args.family_size);
        for (number, at) in (0..).zip(starts) {
            let here = families / count + u64::from(number < families % count);
            let group = |size, families| FamilyGroup {
                neighbourhood: one.id().clone(),
                at: [at.x, at.y],
                size,
                families,
            };
            if here > 0 {
                groups.push(group(args.family_size, here));
            }
            // Who is left over is a family too.
            if number == 0 && rest > 0 {
                groups.push(group(rest, 1));
            }
        }
    }
    Ok(groups)
}
