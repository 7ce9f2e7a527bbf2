//! The properties of one feature, taken out one by one with their types checked.
//!
//! Floor 7.
//!
//! A property that is not there, `null` or empty text is absent. One of the
//! wrong type is reported and then absent: numbers in quotes are not numbers,
//! and `"yes"` is not `true`.

use super::ReadError;
use super::feature::identifier;
use crate::id::Kind;
use crate::model::UnknownWord;
use crate::record::RecordRef;
use crate::scenario::Issue;
use crate::scenario::rules::Rule;
use crate::scenario::rules::bad_property;
use crate::scenario::rules::cut;
use crate::scenario::rules::missing_property;
use crate::scenario::rules::unknown_word;
use serde_json::Value;
use std::str::FromStr;

/// One property: our name for it, the file's name for it, its value.
pub(in crate::io) struct Field {
    pub(in crate::io) name: String,
    pub(in crate::io) source: String,
    pub(in crate::io) value: Value,
}

/// The properties of one feature.
pub(super) struct Fields {
    pub(super) at: RecordRef,
    pub(super) kind: Kind,
    all: Vec<Field>,
    pub(super) problems: Vec<ReadError>,
    /// Issues below the level of an error.
    pub(super) remarks: Vec<Issue>,
}

impl Fields {
    pub(super) fn new(at: RecordRef, kind: Kind, fields: Vec<Field>) -> Self {
        let present = |field: &Field| match &field.value {
            Value::Null => false,
            Value::String(text) => !text.trim().is_empty(),
            _ => true,
        };
        let all = fields.into_iter().filter(present).collect();
        Self { at, kind, all, problems: Vec::new(), remarks: Vec::new() }
    }

    /// Reports something below the level of an error.
    pub(super) fn remark(&mut self, rule: &Rule, text: impl Into<String>, hint: &str) {
        self.remarks.push(rule.issue(self.at.clone(), text).hint(hint));
    }

    /// Whether a property is there.
    pub(super) fn has(&self, name: &str) -> bool {
        self.all.iter().any(|field| field.name == name)
    }

    /// Takes a property out.
    pub(super) fn take(&mut self, name: &str) -> Option<Field> {
        let at = self.all.iter().position(|field| field.name == name)?;
        Some(self.all.swap_remove(at))
    }

    /// Our names of the properties that begin with `prefix` and go on after it, sorted.
    pub(super) fn names_starting(&self, prefix: &str) -> Vec<String> {
        let names = self.all.iter().map(|field| &field.name);
        let mut names: Vec<_> = names
            .filter(|name| name.len() > prefix.len() && name.starts_with(prefix))
            .cloned()
            .collect();
        names.sort_unstable();
        names
    }

    /// The names, in the file, of properties that nothing has taken out.
    pub(super) fn rest(&self) -> impl Iterator<Item = &str> {
        self.all.iter().map(|field| field.source.as_str())
    }

    /// Reports a value that the property cannot hold.
    pub(super) fn wrong(&mut self, field: &Field, expected: impl Into<String>) {
        self.wrong_and(field, expected, "taken as not stated");
    }

    /// Reports a value that the property cannot hold, and what is done about it.
    pub(super) fn wrong_and(
        &mut self,
        field: &Field,
        expected: impl Into<String>,
        hint: &'static str,
    ) {
        let (code, found) = (bad_property::RULE.code, json(&field.value));
        self.problem(code, &field.source, expected, found, Some(hint));
    }

    /// Reports a problem with a property.
    pub(super) fn problem(
        &mut self,
        code: &'static str,
        name: &str,
        expected: impl Into<String>,
        found: impl Into<String>,
        hint: Option<&'static str>,
    ) {
        self.problems.push(ReadError::BadProperty {
            at: self.at.clone(),
            code,
            name: cut(name),
            expected: expected.into(),
            found: found.into(),
            hint,
        });
    }

    /// Text.
    pub(super) fn text(&mut self, name: &str) -> Option<String> {
        let field = self.take(name)?;
        if let Value::String(text) = field.value {
            return Some(text);
        }
        self.wrong(&field, "text");
        None
    }

    /// Text that must be there.
    pub(super) fn needed_text(&mut self, name: &'static str, expected: &str) -> Option<String> {
        if !self.has(name) {
            let code = missing_property::RULE.code;
            let hint = Some("the record is left out");
            self.problem(code, name, expected, "nothing", hint);
            return None;
        }
        self.text(name)
    }

    /// An identifier: text or a number.
    pub(super) fn id(&mut self, name: &str) -> Option<String> {
        let field = self.take(name)?;
        let id = identifier(&field.value);
        if id.is_none() {
            self.wrong(&field, "an id, as text or a number");
        }
        id
    }

    /// True or false.
    pub(super) fn flag(&mut self, name: &str) -> Option<bool> {
        let field = self.take(name)?;
        let flag = field.value.as_bool();
        if flag.is_none() {
            self.wrong(&field, "true or false");
        }
        flag
    }

    /// A finite number that `good` accepts.
    pub(super) fn number(
        &mut self,
        name: &str,
        expected: &str,
        good: impl Fn(f64) -> bool,
    ) -> Option<f64> {
        let field = self.take(name)?;
        let number = field.value.as_f64().filter(|number| number.is_finite() && good(*number));
        if number.is_none() {
            self.wrong(&field, expected);
        }
        number
    }

    /// A whole number, 0 or more. `3.0` is one.
    pub(super) fn count(&mut self, name: &str, expected: &str) -> Option<u64> {
        let field = self.take(name)?;
        let count = whole(&field.value);
        if count.is_none() {
            self.wrong(&field, expected);
        }
        count
    }

    /// One of the words of an enumeration.
    pub(super) fn word<T: FromStr<Err = UnknownWord>>(&mut self, name: &str) -> Given<T> {
        let Some(field) = self.take(name) else { return Given::No };
        let Some(text) = field.value.as_str() else {
            self.wrong(&field, "a word");
            return Given::Unreadable;
        };
        match text.parse() {
            Ok(word) => Given::Yes(word),
            Err(UnknownWord { expected, .. }) => {
                let code = unknown_word::RULE.code;
                let hint = Some("taken as not stated");
                self.problem(code, &field.source, expected, json(&field.value), hint);
                Given::Unreadable
            }
        }
    }

    /// A list: text with `;` between entries, or an array of text (or, for
    /// identifiers, numbers), as JSON or as JSON text.
    pub(super) fn list(&mut self, name: &str) -> Given<Vec<String>> {
        self.list_or(name, "taken as not stated")
    }

    /// A list, and what is done if it cannot be read.
    pub(super) fn list_or(&mut self, name: &str, hint: &'static str) -> Given<Vec<String>> {
        let Some(mut field) = self.take(name) else { return Given::No };
        if let Value::String(text) = &field.value
            && text.trim_start().starts_with('[')
            && let Ok(array) = serde_json::from_str(text)
        {
            field.value = array;
        }
        match &field.value {
            Value::String(text) => {
                let entries = text.split(';').map(str::trim).filter(|entry| !entry.is_empty());
                return Given::Yes(entries.map(str::to_owned).collect());
            }
            Value::Number(_) => return Given::Yes(identifier(&field.value).into_iter().collect()),
            Value::Array(entries) => {
                let entries: Option<Vec<_>> = entries.iter().map(identifier).collect();
                if let Some(entries) = entries {
                    return Given::Yes(entries);
                }
            }
            _ => {}
        }
        let expected = "text with a semicolon between entries, or an array of text";
        self.wrong_and(&field, expected, hint);
        Given::Unreadable
    }
}

/// A value that may be there, be absent, or be there and unreadable. The last
/// two are not the same: an unreadable "closed" must not become "open".
pub(super) enum Given<T> {
    Yes(T),
    No,
    Unreadable,
}

impl<T> Given<T> {
    /// The value, if it is there and readable.
    pub(super) fn ok(self) -> Option<T> {
        match self {
            Self::Yes(value) => Some(value),
            Self::No | Self::Unreadable => None,
        }
    }
}

/// A whole number, 0 or more, that a double holds exactly or that is written
/// without a fraction.
pub(super) fn whole(value: &Value) -> Option<u64> {
    const EXACT: f64 = 9_007_199_254_740_992.0;
    value.as_u64().or_else(|| {
        let float = value.as_f64()?;
        (float >= 0.0 && float.fract() == 0.0 && float <= EXACT).then_some(float as u64)
    })
}

/// A value as JSON, cut to 80 characters.
pub(super) fn json(value: &Value) -> String {
    match value {
        Value::String(text) => format!("{:?}", cut(text)),
        Value::Array(all) if all.len() > 20 => format!("an array of {}", all.len()),
        Value::Object(all) if all.len() > 20 => format!("an object of {} members", all.len()),
        other => cut(&other.to_string()),
    }
}
