//! How each style class looks.

use crate::id::Kind;
use crate::layer::{StyleClass, Subject};
use crate::time::State;
use std::fmt::Write as _;

/// Blue, green and red of the colours of Okabe and Ito, as map sheets have them.
fn colour(subject: Subject) -> &'static str {
    match subject {
        Subject::Record(Kind::Neighbourhood) => "8b9ba3",
        Subject::Record(Kind::CurfewZone) => "944b7b",
        Subject::Record(Kind::RestrictedZone) => "362f2b",
        Subject::Record(Kind::HazardZone | Kind::Incident)
        | Subject::Bottleneck
        | Subject::Cut
        | Subject::Unserved
        | Subject::FindingError => "0a50c4",
        Subject::Record(Kind::SafeCorridor) | Subject::FindingInfo => "b27200",
        Subject::Record(Kind::FrontLine) => "181d8c",
        Subject::Record(Kind::Shelter | Kind::AssemblyPoint | Kind::Checkpoint)
        | Subject::Route
        | Subject::Reached
        | Subject::Catchment => "5a7a00",
        Subject::Flow => "5f1a9a",
        Subject::FindingWarning => "3ac9f0",
        _ => "7b746f",
    }
}

/// The class as an identifier.
pub(super) fn identifier(class: StyleClass) -> String {
    class.to_string().replace('/', "-")
}

/// Writes the `Style` of a class. What is not known is fainter, what does not hold is
/// grey and thin.
pub(super) fn write(out: &mut String, class: StyleClass) {
    let colour = match class.state() {
        State::DoesNotHold => "7b746f",
        State::Holds | State::Unknown => colour(class.subject()),
    };
    let (opacity, width, scale, fill) = match class.state() {
        State::Holds => ("ff", "3", "1.1", "66"),
        State::Unknown => ("b3", "2", "0.9", "26"),
        State::DoesNotHold => ("80", "1", "0.7", "0d"),
    };
    // Writing to a string does not fail.
    let _ = write!(
        out,
        "<Style id=\"{}\">\n\
         <IconStyle><color>{opacity}{colour}</color><scale>{scale}</scale></IconStyle>\n\
         <LineStyle><color>{opacity}{colour}</color><width>{width}</width></LineStyle>\n\
         <PolyStyle><color>{fill}{colour}</color></PolyStyle>\n\
         <BalloonStyle><text>$[description]</text></BalloonStyle>\n\
         </Style>\n",
        identifier(class)
    );
}
