//! References to earlier alerts.
//!
//! Floor 7.

use super::time::CapTime;
use serde::{Deserialize, Serialize};
use std::fmt;

/// An earlier alert, as `sender,identifier,sent`.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(default)]
pub struct Reference {
    /// Who sent it; `None` if that was not written.
    pub sender: Option<String>,
    /// Its identifier.
    pub identifier: String,
    /// When it was sent; `None` if that was not written.
    pub sent: Option<CapTime>,
}

impl Reference {
    /// Whether sender, identifier and a time that can be read are all there.
    pub fn is_whole(&self) -> bool {
        self.sender.as_ref().is_some_and(|sender| !sender.is_empty())
            && !self.identifier.is_empty()
            && self.sent.as_ref().is_some_and(|sent| sent.instant().is_some())
    }

    /// The references in a text: triples between white space. A triple ends
    /// where a time is read, so that senders and identifiers with blanks, and
    /// blanks after commas, are read too. What is left over is read as
    /// identifiers alone, or as a sender and an identifier.
    pub fn list(text: &str) -> Vec<Self> {
        let mut found = Vec::new();
        let (mut open, mut commas) = (String::new(), false);
        for token in text.split_whitespace() {
            if !open.is_empty() {
                open.push(' ');
            }
            open.push_str(token);
            commas |= token.contains(',');
            let last = token.rsplit(',').next().unwrap_or(token);
            if commas && CapTime::written(last).instant().is_some() {
                found.push(Self::one(&open));
                open.clear();
                commas = false;
            }
        }
        if commas {
            found.push(Self::one(&open));
        } else {
            found.extend(open.split_whitespace().map(Self::one));
        }
        found
    }

    fn one(text: &str) -> Self {
        let some = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
        let Some((sender, rest)) = text.split_once(',') else {
            return Self { identifier: text.trim().to_owned(), ..Self::default() };
        };
        let (identifier, sent) = match rest.rsplit_once(',') {
            Some((identifier, sent)) => (identifier, some(sent)),
            None => (rest, None),
        };
        let identifier = identifier.trim().to_owned();
        Self { sender: some(sender), identifier, sent: sent.map(CapTime::written) }
    }
}

impl fmt::Display for Reference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (&self.sender, &self.sent) {
            (None, None) => f.write_str(&self.identifier),
            (sender, sent) => {
                f.write_str(sender.as_deref().unwrap_or_default())?;
                write!(f, ",{}", self.identifier)?;
                sent.as_ref().map_or(Ok(()), |sent| write!(f, ",{sent}"))
            }
        }
    }
}
