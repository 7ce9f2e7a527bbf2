//! What CAP has no element for, in parameters and geocodes of this library.
//!
//! Floor 7. They are written with every notice, and read only from senders that
//! the caller trusts: they could say that a corridor is open.

use super::alert::{Info, NamedValue};
use super::time::CapTime;
use crate::notice::Content;
use crate::notice::Notice;
use crate::notice::Timing;
use crate::time::TimeWindow;
use jiff::Timestamp;
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::fmt::Write;
use std::str::FromStr;

/// What the names of our parameters begin with.
pub(super) const PREFIX: &str = "safepassage:";
/// The content, as JSON. An alert of ours has it; no other does.
pub(super) const CONTENT: &str = "safepassage:content";
/// A geocode: the record that is meant.
pub(super) const FEATURE: &str = "safepassage:feature";
/// A geocode: the area description is no name.
pub(super) const UNNAMED: &str = "safepassage:unnamed";
const TIME: &str = "safepassage:time";
const SAID_AT: &str = "safepassage:said-at";
const OUTLET: &str = "safepassage:outlet";
const AGREED_BY: &str = "safepassage:agreed-by";
const UPDATES: &str = "safepassage:updates";
const CANCELS: &str = "safepassage:cancels";
const LINEAGE: &str = "safepassage:lineage";
const RATING: &str = "safepassage:rating";
const SENSITIVITY: &str = "safepassage:sensitivity";

/// What of the time CAP can say by itself.
pub(super) struct Ends {
    pub(super) onset: Option<CapTime>,
    pub(super) expires: Option<CapTime>,
    /// Whether that is all of it.
    whole: bool,
}

pub(super) fn ends(time: &Timing) -> Ends {
    let Timing::Window(window) = time else {
        let whole = *time == Timing::Unstated;
        return Ends { onset: None, expires: None, whole };
    };
    let (start, end) = (window.start(), window.end());
    let even = |at: Option<Timestamp>| at.is_none_or(|at| at.subsec_nanosecond() == 0);
    let whole = start.is_some() && even(start) && even(end);
    Ends { onset: start.map(CapTime::of), expires: end.map(CapTime::of), whole }
}

/// The parameters that go with a notice.
pub(super) fn parameters(notice: &Notice) -> Vec<NamedValue> {
    let mut all = Parameters(Vec::new());
    all.json(CONTENT, &notice.content);
    if !ends(&notice.time).whole {
        all.json(TIME, &notice.time);
    }
    if notice.said_at.subsec_nanosecond() != 0 {
        all.json(SAID_AT, &notice.said_at);
    }
    if let Some(outlet) = &notice.outlet {
        all.json(OUTLET, outlet);
    }
    for (name, list) in [(UPDATES, &notice.updates), (CANCELS, &notice.cancels)] {
        if !list.is_empty() {
            all.json(name, list);
        }
    }
    if !notice.agreed_by.is_empty() {
        all.json(AGREED_BY, &notice.agreed_by);
    }
    if let Some(lineage) = &notice.lineage {
        all.json(LINEAGE, lineage);
    }
    if let Some(rating) = &notice.rating {
        all.json(RATING, rating);
    }
    if let Some(sensitivity) = &notice.sensitivity {
        all.json(SENSITIVITY, sensitivity);
    }
    all.0
}

struct Parameters(Vec<NamedValue>);

impl Parameters {
    fn json(&mut self, name: &str, value: &impl Serialize) {
        // No type that stands in a notice fails to become JSON.
        if let Ok(value) = serde_json::to_string(value) {
            self.0.push(NamedValue::new(name, value));
        }
    }
}

/// Whether an info block has a parameter or geocode of ours.
pub(super) fn is_there(info: &Info) -> bool {
    let ours = |pair: &NamedValue| pair.name.starts_with(PREFIX);
    info.parameters.iter().any(ours) || info.areas.iter().any(|area| area.geocodes.iter().any(ours))
}

/// Puts what the parameters say into the notice. Gives the names of those that
/// cannot be read; their part of the notice is as cautious as it can be.
pub(super) fn read(info: &Info, notice: &mut Notice) -> Vec<&'static str> {
    let mut read = Reading { info, unread: Vec::new() };
    notice.content = read.json(CONTENT).unwrap_or(Content::Other);
    let start = info.onset.as_ref().and_then(CapTime::instant);
    let end = info.expires.as_ref().and_then(CapTime::instant);
    let all_read =
        start.is_some() == info.onset.is_some() && end.is_some() == info.expires.is_some();
    let window = TimeWindow::from_ends(start, end).ok().filter(|_| all_read && start.is_some());
    notice.time = match read.json(TIME) {
        Some(time) => time,
        None if read.unread.contains(&TIME) => Timing::Unstated,
        None => window.map_or(Timing::Unstated, Timing::Window),
    };
    if let Some(said_at) = read.json(SAID_AT) {
        notice.said_at = said_at;
    }
    notice.outlet = read.json(OUTLET);
    notice.agreed_by = read.json(AGREED_BY).unwrap_or_default();
    notice.updates = read.json(UPDATES).unwrap_or_default();
    notice.cancels = read.json(CANCELS).unwrap_or_default();
    notice.lineage = read.json(LINEAGE);
    notice.rating = read.json(RATING);
    notice.sensitivity = read.json(SENSITIVITY);
    read.unread
}

struct Reading<'a> {
    info: &'a Info,
    unread: Vec<&'static str>,
}

impl Reading<'_> {
    fn json<T: DeserializeOwned>(&mut self, name: &'static str) -> Option<T> {
        let text = self.info.parameter(name)?;
        let value = serde_json::from_str(text).ok();
        if value.is_none() {
            self.unread.push(name);
        }
        value
    }
}

/// An identifier without what CAP forbids in one: blanks, commas, `<` and `&`.
/// They and the percent sign become `%` and two hexadecimal digits.
pub(super) fn escape(id: &str) -> String {
    let mut escaped = String::with_capacity(id.len());
    for sign in id.chars() {
        if sign.is_whitespace() || sign.is_control() || matches!(sign, ',' | '<' | '&' | '%') {
            let mut bytes = [0; 4];
            for byte in sign.encode_utf8(&mut bytes).bytes() {
                // Writing into a text cannot fail.
                let _ = write!(escaped, "%{byte:02X}");
            }
        } else {
            escaped.push(sign);
        }
    }
    escaped
}

/// What [`escape`] was given; `None` if it would not write this.
pub(super) fn unescape(text: &str) -> Option<String> {
    let mut parts = text.split('%');
    let mut bytes = parts.next()?.as_bytes().to_vec();
    for part in parts {
        bytes.push(u8::from_str_radix(part.get(..2)?, 16).ok()?);
        bytes.extend_from_slice(part.get(2..)?.as_bytes());
    }
    String::from_utf8(bytes).ok()
}

/// The record that a geocode names.
pub(super) fn feature(codes: &[NamedValue]) -> Option<crate::id::FeatureRef> {
    NamedValue::find(codes, FEATURE).and_then(|text| crate::id::FeatureRef::from_str(text).ok())
}
