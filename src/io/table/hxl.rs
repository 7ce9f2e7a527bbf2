//! Tags of the Humanitarian Exchange Language, HXL 1.1.
//!
//! Syntax: HXL tagging conventions 1.1, section 3 (`#` and a token, then any
//! number of `+` and a token; order, case and blanks do not matter). Patterns
//! follow the HXL wiki's "Tag patterns", as libhxl reads them.

use std::collections::BTreeSet;
use std::fmt;
use std::str::FromStr;

#[cfg(test)]
mod tests;

/// The hashtags of the HXL 1.1 core schema, in alphabetical order.
pub const CORE_TAGS: [&str; 44] = [
    "access",
    "activity",
    "adm1",
    "adm2",
    "adm3",
    "adm4",
    "adm5",
    "affected",
    "beneficiary",
    "capacity",
    "cause",
    "channel",
    "contact",
    "country",
    "crisis",
    "currency",
    "date",
    "description",
    "event",
    "frequency",
    "geo",
    "group",
    "impact",
    "indicator",
    "inneed",
    "item",
    "loc",
    "meta",
    "modality",
    "need",
    "operations",
    "org",
    "output",
    "population",
    "reached",
    "region",
    "respondee",
    "sector",
    "service",
    "severity",
    "status",
    "subsector",
    "targeted",
    "value",
];

/// How many rows are looked at for tags (HXL tagging conventions, section 2).
pub(super) const ROWS_WITH_TAGS: usize = 25;

/// A hashtag with its attributes, such as `#adm1+code`. Lower case.
///
/// ```
/// use safepassage::io::table::HxlTag;
///
/// let tag: HxlTag = "#Geo +LAT +wgs84".parse()?;
/// assert_eq!(tag, "#geo+wgs84+lat".parse()?);
/// assert_eq!(tag.to_string(), "#geo+lat+wgs84");
/// # Ok::<(), safepassage::io::table::ParseTagError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct HxlTag {
    name: String,
    attributes: BTreeSet<String>,
}

impl HxlTag {
    /// The hashtag without `#`.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The attributes without `+`, sorted.
    pub fn attributes(&self) -> impl Iterator<Item = &str> {
        self.attributes.iter().map(String::as_str)
    }

    /// Whether it has an attribute.
    pub fn has(&self, attribute: &str) -> bool {
        self.attributes.contains(attribute)
    }

    /// Whether the hashtag is one of the HXL 1.1 core schema.
    pub fn is_core(&self) -> bool {
        CORE_TAGS.binary_search(&self.name.as_str()).is_ok()
    }

    /// The language that an attribute `+i_ar` or `+ar` names: the older form
    /// counts only if it is of two letters.
    pub fn language(&self) -> Option<String> {
        let marked = self.attributes.iter().find_map(|attribute| attribute.strip_prefix("i_"));
        let plain = || {
            let short = |attribute: &&String| {
                attribute.len() == 2
                    && attribute.bytes().all(|byte| byte.is_ascii_lowercase())
                    && attribute.as_str() != "hh"
            };
            self.attributes.iter().find(short).map(String::as_str)
        };
        marked.or_else(plain).map(|tag| tag.replace('_', "-"))
    }
}

impl fmt::Display for HxlTag {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "#{}", self.name)?;
        self.attributes.iter().try_for_each(|attribute| write!(f, "+{attribute}"))
    }
}

impl FromStr for HxlTag {
    type Err = ParseTagError;

    fn from_str(text: &str) -> Result<Self, ParseTagError> {
        let no = || ParseTagError { found: crate::scenario::rules::cut(text) };
        let rest = bare(text).strip_prefix('#').ok_or_else(no)?;
        // A token follows its sign at once; blanks may stand after it.
        let mut parts = rest.split('+').map(str::trim_end);
        let name = parts.next().filter(|name| token(name));
        let mut attributes = BTreeSet::new();
        for part in parts {
            if !token(part) {
                return Err(no());
            }
            attributes.insert(part.to_ascii_lowercase());
        }
        Ok(Self { name: name.ok_or_else(no)?.to_ascii_lowercase(), attributes })
    }
}

/// Text without the blanks and invisible signs around it.
fn bare(text: &str) -> &str {
    text.trim_matches(|sign: char| sign.is_whitespace() || matches!(sign, '\u{FEFF}' | '\u{200B}'))
}

/// `[A-Za-z][_0-9A-Za-z]*`
fn token(text: &str) -> bool {
    text.starts_with(|first: char| first.is_ascii_alphabetic())
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
}

/// Text that is no HXL tag.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("expected an HXL tag such as #adm1+code, found {found:?}")]
#[non_exhaustive]
pub struct ParseTagError {
    /// What stood there, cut to 80 characters.
    pub found: String,
}

/// Which tags are meant: `#affected+idps-f-m`, `#*+code`, `#date!`.
///
/// `+` asks for an attribute, `-` forbids one, `!` forbids all others, `*` is any
/// hashtag.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TagPattern {
    name: Option<String>,
    with: BTreeSet<String>,
    without: BTreeSet<String>,
    absolute: bool,
}

impl TagPattern {
    /// Whether the tag is meant.
    pub fn matches(&self, tag: &HxlTag) -> bool {
        self.name.as_ref().is_none_or(|name| *name == tag.name)
            && self.with.is_subset(&tag.attributes)
            && self.without.is_disjoint(&tag.attributes)
            && (!self.absolute || tag.attributes.is_subset(&self.with))
    }
}

impl FromStr for TagPattern {
    type Err = ParseTagError;

    fn from_str(text: &str) -> Result<Self, ParseTagError> {
        let no = || ParseTagError { found: crate::scenario::rules::cut(text) };
        let whole = bare(text);
        let (whole, absolute) = match whole.strip_suffix('!') {
            Some(rest) => (rest, true),
            None => (whole, false),
        };
        let whole = whole.strip_prefix('#').unwrap_or(whole);
        let end = whole.find(['+', '-']).unwrap_or(whole.len());
        let (name, mut rest) = whole.split_at(end);
        let name = name.trim_end();
        if name != "*" && !token(name) {
            return Err(no());
        }
        let (mut with, mut without) = (BTreeSet::new(), BTreeSet::new());
        while let Some(sign) = rest.chars().next() {
            let after = &rest[1..];
            let end = after.find(['+', '-']).unwrap_or(after.len());
            let attribute = after[..end].trim_end();
            if !token(attribute) {
                return Err(no());
            }
            let set = if sign == '+' { &mut with } else { &mut without };
            set.insert(attribute.to_ascii_lowercase());
            rest = &after[end..];
        }
        let name = (name != "*").then(|| name.to_ascii_lowercase());
        Ok(Self { name, with, without, absolute })
    }
}

/// The tags of a row, if it is a row of tags: at least one, and at least half
/// of the cells that are not empty.
///
/// The standard says only within which rows tags are to be expected; the half
/// is libhxl's rule, so that one bad tag does not hide the others.
pub(super) fn tag_row<'a>(
    cells: impl Iterator<Item = Option<&'a str>>,
) -> Option<Vec<Option<Result<HxlTag, ParseTagError>>>> {
    let tags: Vec<_> = cells
        .map(|cell| cell.filter(|text| !bare(text).is_empty()).map(str::parse::<HxlTag>))
        .collect();
    let filled = tags.iter().flatten().count();
    let good = tags.iter().flatten().filter(|tag| tag.is_ok()).count();
    (good > 0 && good * 2 >= filled).then_some(tags)
}
