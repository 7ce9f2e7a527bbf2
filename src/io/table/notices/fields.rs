//! The fields of a notice in a table, with the tags they are written with and
//! found by.

use crate::io::table::bind::FieldDef;

const fn field(
    name: &'static str,
    tag: &'static str,
    patterns: &'static [&'static str],
) -> FieldDef {
    FieldDef { name, tag, patterns, cascade: false }
}

pub(super) const ID: FieldDef = field("id", "#meta+id", &["#meta+id", "#event+code", "#event+id"]);
pub(super) const ISSUER: FieldDef = field(
    "issuer",
    "#org+issuer+name",
    &[
        "#*+issuer",
        "#group+name",
        "#group!",
        "#org+name-outlet-guarantor-agreed",
        "#org!",
        "#meta+source",
    ],
);
pub(super) const SAID_AT: FieldDef = field(
    "said_at",
    "#date+said",
    &["#date+said", "#date+issued", "#date+published", "#date+reported-year-month", "#date!"],
);
pub(super) const KIND: FieldDef = field(
    "kind",
    "#operations+type",
    &["#operations+type", "#event+type", "#access+type-route-voluntary-aid", "#operations!"],
);
pub(super) const FIGURE: FieldDef = field(
    "figure",
    "#affected+displaced+ind",
    &[
        "#affected+displaced-f-m-hh-children-adults-elderly-infants",
        "#affected+idps-f-m-hh-children-adults-elderly-infants",
        "#affected+idp-f-m-hh-children-adults-elderly-infants",
        "#population+idps-f-m-hh-children-adults-elderly-infants",
        "#affected!",
        "#affected+ind-f-m-hh",
    ],
);
pub(super) const FAMILIES: FieldDef = field(
    "families",
    "#affected+displaced+hh",
    &["#affected+displaced+hh-f-m", "#affected+idps+hh-f-m", "#affected+hh!"],
);

/// Fields that a notice has once, in the order in which they are written.
pub(super) const ONCE: &[FieldDef] = &[
    ID,
    ISSUER,
    field("outlet", "#org+name+outlet", &["#*+outlet", "#meta+source"]),
    field("url", "#meta+url", &["#meta+url"]),
    SAID_AT,
    field("known_at", "#date+known", &["#date+known", "#date+recorded"]),
    KIND,
    field("status", "#status+name", &["#status+name", "#status!"]),
    field("start", "#date+start", &["#date+start"]),
    field("end", "#date+end", &["#date+end"]),
    field("hours", "#date+hours", &["#date+hours"]),
    field("time_zone", "#date+time_zone", &["#date+time_zone"]),
    field("from_day", "#date+from_day", &["#date+from_day"]),
    field("until_day", "#date+until_day", &["#date+until_day"]),
    field("recurrence", "#frequency", &["#frequency"]),
    field("time", "#date+json", &["#date+json"]),
    field("agreed_by", "#group+agreed+name", &["#*+agreed"]),
    field("updates", "#meta+updates", &["#meta+updates"]),
    field("cancels", "#meta+cancels", &["#meta+cancels"]),
    field("echo_of", "#meta+echo_of", &["#meta+echo_of"]),
    field("lineage", "#meta+lineage", &["#meta+lineage"]),
    field("rating", "#meta+rating", &["#meta+rating"]),
    field("sensitivity", "#meta+sensitivity", &["#meta+sensitivity"]),
    FIGURE,
    FAMILIES,
    field("persons_per_family", "#indicator+num+persons_per_family", &["#*+persons_per_family"]),
    field("qualifier", "#meta+qualifier", &["#meta+qualifier"]),
    field("measure", "#meta+measure", &["#meta+measure"]),
    field("sites", "#capacity+num+sites", &["#capacity+sites"]),
    field("returns", "#status+returns", &["#status+returns"]),
    field("from", "#loc+name+origin", &["#loc+origin"]),
    field("to", "#loc+dest+name", &["#loc+dest"]),
    field("route", "#access+route", &["#access+route"]),
    field("who", "#beneficiary+type", &["#beneficiary"]),
    field("voluntary", "#access+voluntary", &["#access+voluntary"]),
    field("aid_may_enter", "#access+aid", &["#access+aid"]),
    field("guaranteed_by", "#org+guarantor+name", &["#*+guarantor"]),
    field("checkpoints", "#loc+checkpoints+code", &["#loc+checkpoints"]),
    field("modes", "#modality+travel", &["#modality+travel"]),
];

/// Fields that a notice has once for each place.
pub(super) const OF_A_PLACE: &[FieldDef] = &[
    field("place", "#loc+code+record", &["#loc+record"]),
    field(
        "place_name",
        "#loc+name",
        &["#loc+name-origin-dest-i_ar", "#loc+name-origin-dest", "#loc!"],
    ),
    field("place_codes", "#loc+code+list", &["#loc+code+list"]),
    field("wkt", "#geo+bounds+wkt", &["#geo+wkt", "#geo+bounds"]),
    field("lon", "#geo+lon", &["#geo+lon", "#geo+lng"]),
    field("lat", "#geo+lat", &["#geo+lat"]),
    field("lat_lon", "#geo+coord", &["#geo+coord"]),
    field("radius_m", "#geo+num+radius_m", &["#geo+radius_m", "#geo+radius"]),
];

/// Units of administration, the smallest first, for the first place where it
/// has no name or code of its own.
pub(super) const UNITS: &[FieldDef] = &[
    FieldDef {
        name: "unit_name",
        tag: "#adm1+name",
        patterns: &[
            "#adm5-code-origin-dest",
            "#adm4-code-origin-dest",
            "#adm3-code-origin-dest",
            "#adm2-code-origin-dest",
            "#adm1-code-origin-dest",
            "#adm+name-origin-dest-parent",
            "#country-code-origin-dest",
        ],
        cascade: true,
    },
    FieldDef {
        name: "pcode",
        tag: "#loc+code+v_pcode",
        patterns: &[
            "#loc+code-list-record-checkpoints-origin-dest",
            "#adm5+code-origin-dest",
            "#adm4+code-origin-dest",
            "#adm3+code-origin-dest",
            "#adm2+code-origin-dest",
            "#adm1+code-origin-dest",
            "#adm+code-origin-dest-parent",
            "#country+code-origin-dest",
        ],
        cascade: true,
    },
];

/// The most places of one notice that are looked for.
pub(super) const MOST_PLACES: usize = 64;

/// The tag of a column of text in a language.
pub(super) fn text_tag(language: &str) -> String {
    let token: String = language
        .chars()
        .map(|sign| if sign.is_ascii_alphanumeric() { sign.to_ascii_lowercase() } else { '_' })
        .collect();
    if token.is_empty() {
        "#description+text".into()
    } else {
        format!("#description+i_{token}+text")
    }
}
