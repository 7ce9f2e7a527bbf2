//! The names of the properties that a record of each kind may have.
//!
//! Floor 7. `docs/FORMATS.md` explains each; a test compares the two.

use crate::id::Kind;

/// Properties of records of every kind. Besides, `name_` and a language tag.
pub(super) const OF_ALL: &[&str] = &[
    "id",
    "kind",
    "name",
    "name_ar",
    "name_en",
    "start",
    "end",
    "hours",
    "time_zone",
    "schedule",
    "opening_hours",
    "source",
    "source_url",
    "said_at",
    "recorded_at",
    "method",
    "confidence",
    "sensitivity",
    "publish_after",
    "publish_after_end",
    "precision_m",
];

/// Properties of records of one kind only.
pub(super) const fn of_only(kind: Kind) -> &'static [&'static str] {
    match kind {
        Kind::Neighbourhood => {
            &["pcode", "population", "population_as_of", "population_source", "vulnerable"]
        }
        Kind::CurfewZone | Kind::RestrictedZone => &["issued_by"],
        Kind::HazardZone => &["hazard", "severity"],
        Kind::FrontLine => &["parties"],
        Kind::AreaOfControl => &["party"],
        Kind::Checkpoint => {
            const OWN: &[&str] = &[
                "status",
                "direction",
                "bearing_deg",
                "controlled_by",
                "delay_s",
                "queue_persons",
                "persons_per_hour",
            ];
            OWN
        }
        Kind::SafeCorridor => &[
            "width_m",
            "direction",
            "modes",
            "persons_per_hour",
            "announced_by",
            "agreed_by",
            "entry_checkpoint",
            "exit_checkpoint",
            "serves",
            "exempt_from",
        ],
        Kind::Shelter => &["capacity", "occupancy"],
        Kind::AssemblyPoint => &["neighbourhood"],
        Kind::Incident => &["radius_m", "event"],
        Kind::Street => &[
            "class",
            "width_m",
            "modes",
            "one_way",
            "level",
            "bridge",
            "max_speed",
            "vehicles_per_hour",
            "lanes",
        ],
    }
}

/// Every property that a record of a kind may have.
pub(in crate::io) fn of(kind: Kind) -> Vec<&'static str> {
    OF_ALL.iter().chain(of_only(kind)).copied().collect()
}

/// Our name for a property: the American spelling is taken too.
pub(super) fn our_name(name: &str) -> &str {
    if name == "neighborhood" { "neighbourhood" } else { name }
}

#[cfg(test)]
mod tests;
