//! How each subject is drawn in each state.
//!
//! Colours are those of Okabe and Ito, which people with any common colour
//! vision tell apart; and no two symbols differ by colour alone: areas differ in
//! hatching, lines in dashes, points in shape.

use crate::id::Kind;
use crate::layer::StyleClass;
use crate::layer::Subject;
use crate::time::State;

pub(in crate::io::write) const INK: &str = "#2b2f36";
pub(in crate::io::write) const BLUE: &str = "#0072b2";
pub(in crate::io::write) const GREEN: &str = "#007a5a";
pub(in crate::io::write) const VERMILION: &str = "#c4500a";
pub(in crate::io::write) const PURPLE: &str = "#7b4b94";
pub(in crate::io::write) const YELLOW: &str = "#f0c93a";
pub(in crate::io::write) const GREY: &str = "#6f747b";

/// How an area is drawn.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(in crate::io::write) struct AreaStyle {
    pub(in crate::io::write) fill: &'static str,
    pub(in crate::io::write) fill_opacity: &'static str,
    pub(in crate::io::write) hatch: Option<&'static str>,
    pub(in crate::io::write) stroke: &'static str,
    pub(in crate::io::write) width: f64,
    pub(in crate::io::write) dash: &'static str,
}

/// How a line is drawn.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(in crate::io::write) struct LineStyle {
    pub(in crate::io::write) stroke: &'static str,
    pub(in crate::io::write) width: f64,
    pub(in crate::io::write) dash: &'static str,
    /// The colour and extra width of the line beneath it, if there is one.
    pub(in crate::io::write) casing: Option<(&'static str, f64)>,
    pub(in crate::io::write) arrow: bool,
}

/// The hatchings that areas use: name, colour, angle in degrees, gap in pixels.
pub(in crate::io::write) const HATCHES: [(&str, &str, i32, f64); 5] = [
    ("hatch-curfew", PURPLE, 45, 7.0),
    ("hatch-restricted", INK, 0, 6.0),
    ("hatch-hazard", VERMILION, -45, 6.0),
    ("hatch-control", GREY, 90, 11.0),
    ("hatch-unserved", VERMILION, 0, 4.0),
];

pub(in crate::io::write) fn area(class: StyleClass) -> AreaStyle {
    let base = AreaStyle {
        fill: "#ffffff",
        fill_opacity: "0.35",
        hatch: None,
        stroke: GREY,
        width: 1.0,
        dash: "",
    };
    let style = match class.subject() {
        Subject::Record(Kind::Neighbourhood) => AreaStyle {
            fill: "#dcd6c8",
            fill_opacity: "0.75",
            stroke: "#a39b8b",
            width: 1.1,
            ..base
        },
        Subject::Record(Kind::CurfewZone) => AreaStyle {
            fill: PURPLE,
            fill_opacity: "0.09",
            hatch: Some("hatch-curfew"),
            stroke: PURPLE,
            width: 1.8,
            ..base
        },
        Subject::Record(Kind::RestrictedZone) => AreaStyle {
            fill: INK,
            fill_opacity: "0.04",
            hatch: Some("hatch-restricted"),
            stroke: INK,
            width: 1.8,
            ..base
        },
        Subject::Record(Kind::HazardZone) => AreaStyle {
            fill: VERMILION,
            fill_opacity: "0.16",
            hatch: Some("hatch-hazard"),
            stroke: VERMILION,
            width: 1.8,
            ..base
        },
        Subject::Record(Kind::AreaOfControl) => AreaStyle {
            fill: "#c9d3db",
            fill_opacity: "0.35",
            hatch: Some("hatch-control"),
            width: 1.2,
            dash: "1 3",
            ..base
        },
        Subject::Catchment => {
            AreaStyle { fill: GREEN, fill_opacity: "0.10", stroke: GREEN, width: 1.4, ..base }
        }
        Subject::Unserved | Subject::Cut | Subject::FindingError => AreaStyle {
            fill: VERMILION,
            fill_opacity: "0.10",
            hatch: Some("hatch-unserved"),
            stroke: VERMILION,
            width: 2.0,
            ..base
        },
        Subject::FindingWarning => {
            AreaStyle { fill: YELLOW, fill_opacity: "0.30", stroke: "#8a6d00", ..base }
        }
        _ => base,
    };
    match class.state() {
        State::Holds => style,
        State::Unknown => AreaStyle { dash: "6 4", fill_opacity: "0.04", ..style },
        State::DoesNotHold => {
            AreaStyle { fill: "none", hatch: None, width: 1.0, dash: "2 3", stroke: GREY, ..style }
        }
    }
}

pub(in crate::io::write) fn line(class: StyleClass) -> LineStyle {
    let base = LineStyle { stroke: GREY, width: 1.6, dash: "", casing: None, arrow: false };
    let white = Some(("#ffffff", 2.6));
    let style = match class.subject() {
        Subject::Record(Kind::Street) => {
            LineStyle { stroke: "#ffffff", width: 1.5, casing: Some(("#cfc9bc", 0.9)), ..base }
        }
        Subject::Record(Kind::SafeCorridor) => {
            LineStyle { stroke: BLUE, width: 4.0, casing: white, arrow: true, ..base }
        }
        Subject::Record(Kind::FrontLine) => {
            LineStyle { stroke: "#8c1d18", width: 3.0, dash: "12 3 2 3", casing: white, ..base }
        }
        Subject::Route => {
            LineStyle { stroke: GREEN, width: 3.0, dash: "14 3", casing: white, arrow: true }
        }
        Subject::Flow => LineStyle {
            stroke: FLOWS[4],
            width: 2.0,
            casing: Some(("#ffffff", 0.9)),
            arrow: true,
            ..base
        },
        Subject::Catchment => LineStyle { stroke: INK, width: 1.2, dash: "1 3", ..base },
        Subject::Bottleneck => LineStyle { stroke: VERMILION, width: 4.0, casing: white, ..base },
        Subject::Reached => LineStyle { stroke: "#3f8f86", width: 1.9, dash: "2 2.5", ..base },
        Subject::Cut | Subject::FindingError | Subject::Unserved => {
            LineStyle { stroke: VERMILION, width: 5.0, dash: "3 2", casing: white, ..base }
        }
        Subject::FindingWarning => LineStyle { stroke: "#8a6d00", width: 4.0, dash: "5 3", ..base },
        Subject::FindingInfo => LineStyle { stroke: BLUE, width: 2.0, dash: "1 3", ..base },
        _ => base,
    };
    match (class.subject(), class.state()) {
        (Subject::Record(Kind::Street), _) | (_, State::Holds) => style,
        (_, State::Unknown) => LineStyle { dash: "9 6", ..style },
        (_, State::DoesNotHold) => {
            LineStyle { stroke: GREY, dash: "2.5 4.5", width: style.width * 0.85, ..style }
        }
    }
}

/// Where in the pile it is drawn, lowest first; also the order of the legend
/// from its end.
pub(in crate::io::write) fn depth(subject: Subject) -> u8 {
    match subject {
        Subject::Record(Kind::AreaOfControl) => 0,
        Subject::Record(Kind::Neighbourhood) => 1,
        Subject::Record(Kind::Street) => 2,
        Subject::Record(Kind::CurfewZone) => 3,
        Subject::Record(Kind::RestrictedZone) => 4,
        Subject::Record(Kind::HazardZone) => 5,
        Subject::Unserved => 6,
        Subject::Record(Kind::FrontLine) => 7,
        Subject::Reached => 8,
        Subject::Record(Kind::SafeCorridor) => 9,
        Subject::Route => 10,
        Subject::Flow => 11,
        Subject::Catchment => 12,
        Subject::Cut => 13,
        Subject::FindingInfo => 14,
        Subject::FindingWarning => 15,
        Subject::FindingError => 16,
        Subject::Record(Kind::Incident) => 17,
        Subject::Record(Kind::AssemblyPoint) => 18,
        Subject::Record(Kind::Shelter) => 19,
        Subject::Record(Kind::Checkpoint) => 20,
        Subject::Bottleneck => 21,
        _ => 22,
    }
}

/// The colours of flows, the fewest people first.
const FLOWS: [&str; 6] = ["#dba3c0", "#d07fa9", "#c25a91", "#b23878", "#9a1a5f", "#6d0b40"];

/// The look of a line of a class of width: for flows, the wider the darker.
pub(in crate::io::write) fn as_wide(subject: Subject, class: u8, look: LineStyle) -> LineStyle {
    let width = f64::from(class.clamp(1, 9));
    if subject != Subject::Flow {
        return LineStyle { width: 0.6 + 0.6 * width, ..look };
    }
    let shade = usize::from(class).saturating_sub(1).min(FLOWS.len() - 1);
    let width = 0.6 + 0.55 * width + 0.125 * width * width;
    LineStyle { width, stroke: FLOWS[shade], ..look }
}

/// How many people a class of width stands for, in words.
pub(in crate::io::write) fn people(class: u8) -> &'static str {
    match class {
        0 | 1 => "fewer than 30",
        2 => "30 to 99",
        3 => "100 to 299",
        4 => "300 to 999",
        5 => "1,000 to 2,999",
        6 => "3,000 to 9,999",
        7 => "10,000 to 29,999",
        _ => "30,000 and more",
    }
}

/// What the legend calls it.
pub(in crate::io::write) fn legend(class: StyleClass) -> String {
    let (noun, states) = match class.subject() {
        Subject::Record(Kind::Neighbourhood) => return "Neighbourhood".to_owned(),
        Subject::Record(Kind::Street) => return "Street".to_owned(),
        Subject::Record(Kind::AssemblyPoint) => ("Assembly point", STANDING),
        Subject::Record(Kind::Shelter) => ("Shelter", STANDING),
        Subject::Record(Kind::CurfewZone) => ("Curfew zone", IN_FORCE),
        Subject::Record(Kind::RestrictedZone) => ("Restricted zone", IN_FORCE),
        Subject::Record(Kind::HazardZone) => ("Hazard zone", IN_FORCE),
        Subject::Record(Kind::FrontLine) => ("Front line", AS_REPORTED),
        Subject::Record(Kind::AreaOfControl) => ("Area of control", AS_REPORTED),
        Subject::Record(Kind::Checkpoint) => ("Checkpoint", OPEN),
        Subject::Record(Kind::SafeCorridor) => ("Announced corridor", OPEN),
        Subject::Record(Kind::Incident) => ("Incident", AS_REPORTED),
        Subject::Route => ("Planned route", STANDING),
        Subject::Reached => ("Street within reach", STANDING),
        Subject::Flow => ("People who take the street", STANDING),
        Subject::Catchment => ("Where people go", STANDING),
        Subject::Bottleneck => ("Holds people up", STANDING),
        Subject::Cut => ("Way cut off", STANDING),
        Subject::Unserved => ("No way, or not for all", STANDING),
        Subject::FindingError => ("Finding: error", STANDING),
        Subject::FindingWarning => ("Finding: warning", STANDING),
        Subject::FindingInfo => ("Finding: information", STANDING),
        Subject::Crowd => ("People gathered", AS_REPORTED),
        Subject::Trace => ("Trace of one", AS_REPORTED),
        Subject::Other => ("Other", STANDING),
    };
    let state = match class.state() {
        State::Holds => states[0],
        State::Unknown => states[1],
        State::DoesNotHold => states[2],
    };
    format!("{noun}{state}")
}

const STANDING: [&str; 3] = ["", ", state unknown", ", not in use"];
const IN_FORCE: [&str; 3] = [", in force", ", state unknown", ", not in force"];
const AS_REPORTED: [&str; 3] = [", as reported", ", time not known", ", at another time"];
const OPEN: [&str; 3] = [", reported open", ", state unknown", ", closed"];
