//! What can be wrong with an alert: the codes of its issues.
//!
//! Floor 7. Each has a section in `docs/ISSUES.md`; a test holds them together.

use crate::scenario::rules::Rule;
use crate::severity::Severity;

/// Every rule about alerts, by code.
pub const RULES: &[Rule] = &[
    AXES_SWAPPED,
    CIRCLE_POINT,
    CIRCLE_REFUSED,
    DOCTYPE,
    ELEMENT_EMPTY,
    ELEMENT_MISSING,
    ELEMENT_REPEATED,
    ELEMENT_UNKNOWN,
    ENCODING_CONVERTED,
    ENTITY_UNKNOWN,
    IDENTITY_MISSING,
    NAMESPACE,
    NO_ALERT,
    NO_OPERATION,
    NOT_ACTUAL,
    OWN_PARAMETER_NOT_TRUSTED,
    OWN_PARAMETER_UNREADABLE,
    POLYGON_EMPTY,
    POLYGON_MENDED,
    POLYGON_REFUSED,
    REFERENCE_LOOSE,
    REFERENCE_MISSING,
    REFERENCE_UNREADABLE,
    SIGNATURE_UNCHECKED,
    TIME_BACKWARDS,
    TIME_UNREADABLE,
    WORD_UNKNOWN,
    WRAPPED,
    XML_MALFORMED,
    XML_REFUSED,
];

macro_rules! rules {
    ($($(#[$doc:meta])* $name:ident = $code:literal, $severity:ident, $about:literal;)*) => {$(
        $(#[$doc])*
        pub(crate) const $name: Rule = Rule::door($code, Severity::$severity, $about);
    )*};
}

rules! {
    /// Longitude stands before latitude, beyond doubt.
    AXES_SWAPPED = "cap-axes-swapped", Warning,
        "a polygon or circle has longitude before latitude beyond doubt; it was turned round";
    /// A circle of radius 0.
    CIRCLE_POINT = "cap-circle-point", Info,
        "a circle of radius 0 encloses nothing; it makes no area";
    /// A circle that is no area on the earth.
    CIRCLE_REFUSED = "cap-circle-refused", Error,
        "a circle cannot be read, or is no area on the earth; it was left out";
    /// A document type declaration that declares nothing.
    DOCTYPE = "cap-doctype", Warning,
        "a document type declaration was passed over; nothing was fetched";
    /// An optional element is empty.
    ELEMENT_EMPTY = "cap-element-empty", Info,
        "an optional element is there and empty; it was taken as not there";
    /// A required element is missing.
    ELEMENT_MISSING = "cap-element-missing", Error,
        "an element that CAP requires is missing or empty";
    /// An element stands twice where CAP allows one.
    ELEMENT_REPEATED = "cap-element-repeated", Warning,
        "an element stands twice where CAP allows one; the first was kept";
    /// An element that CAP does not have.
    ELEMENT_UNKNOWN = "cap-element-unknown", Warning,
        "an element is none of CAP; it was not kept";
    /// Text in another encoding.
    ENCODING_CONVERTED = "cap-encoding-converted", Warning,
        "a document is not in UTF-8, or not in the encoding that it names; it was converted";
    /// An entity that XML does not have.
    ENTITY_UNKNOWN = "cap-entity-unknown", Error,
        "text refers to an entity that is none of the five of XML; the reference was kept as text";
    /// No identifier, sender or time.
    IDENTITY_MISSING = "cap-identity-missing", Error,
        "an alert has no identifier, no sender or no time at which it was sent; no notice was made";
    /// The namespace is none of CAP.
    NAMESPACE = "cap-namespace", Warning,
        "an alert is in no namespace of CAP; it was read as CAP 1.2";
    /// There is no alert.
    NO_ALERT = "cap-no-alert", Error,
        "a document holds no CAP alert";
    /// An acknowledgement or an error.
    NO_OPERATION = "cap-no-operation", Info,
        "an acknowledgement or error message; no notice was made";
    /// Not meant to be acted on.
    NOT_ACTUAL = "cap-not-actual", Info,
        "an alert is an exercise, a test, a draft or of unknown status; no notice was made";
    /// Our own parameters in an alert of somebody else.
    OWN_PARAMETER_NOT_TRUSTED = "cap-own-parameter-not-trusted", Warning,
        "an alert has parameters of this library, and its sender is not trusted with them; they had no effect";
    /// Our own parameters, and they cannot be read.
    OWN_PARAMETER_UNREADABLE = "cap-own-parameter-unreadable", Error,
        "a parameter of this library cannot be read; it had no effect";
    /// An empty polygon or circle.
    POLYGON_EMPTY = "cap-polygon-empty", Warning,
        "a polygon or circle is empty; it was left out";
    /// Coordinates oddly written.
    POLYGON_MENDED = "cap-polygon-mended", Warning,
        "the coordinates of a polygon or circle are oddly written; they were read all the same";
    /// A polygon that cannot be read.
    POLYGON_REFUSED = "cap-polygon-refused", Error,
        "the coordinates of a polygon cannot be read; it was left out";
    /// A reference that fits but for its time.
    REFERENCE_LOOSE = "cap-reference-loose", Info,
        "a reference names the sender and identifier of an alert, with another time; it was taken as meant";
    /// An update or cancellation of nothing.
    REFERENCE_MISSING = "cap-reference-missing", Warning,
        "an update or cancellation refers to no alert; it ends nothing";
    /// A reference that is no triple.
    REFERENCE_UNREADABLE = "cap-reference-unreadable", Warning,
        "a reference is not sender,identifier,sent; it was kept as far as it goes";
    /// A signature.
    SIGNATURE_UNCHECKED = "cap-signature-unchecked", Info,
        "an alert is signed; the signature was neither checked nor kept";
    /// An end that is not after the start.
    TIME_BACKWARDS = "cap-time-backwards", Warning,
        "an alert ends no later than what it speaks of begins; its end was taken as not stated";
    /// A time that cannot be read.
    TIME_UNREADABLE = "cap-time-unreadable", Error,
        "a time cannot be read, or has no offset";
    /// A word that CAP does not have.
    WORD_UNKNOWN = "cap-word-unknown", Warning,
        "a word is none of those that CAP allows there; it was kept as written";
    /// The alert stands in another document.
    WRAPPED = "cap-wrapped", Info,
        "alerts stand inside a document of another kind; they were read";
    /// No well-formed XML.
    XML_MALFORMED = "cap-xml-malformed", Error,
        "a document is not well-formed XML; the alerts before the fault were kept";
    /// XML that is meant to do harm, or more than the reader was told to take.
    XML_REFUSED = "cap-xml-refused", Error,
        "a document declares entities, or is deeper or has more parts than the reader takes; the alerts before that were kept";
}
