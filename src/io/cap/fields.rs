//! The elements of one block, taken one by one, and what is wrong with them.
//!
//! Floor 7.

use super::alert::NamedValue;
use super::rules;
use super::time::CapTime;
use super::tree::Node;
use super::word::{Vocabulary, Word};
use crate::record::RecordRef;
use crate::scenario::Issue;
use crate::scenario::rules::Rule;
use crate::scenario::rules::cut;

/// Most issues of one document that are told.
const MOST_ISSUES: usize = 10_000;

/// Collects issues about one document.
#[derive(Debug, Default)]
pub(super) struct Issues {
    pub(super) list: Vec<Issue>,
    untold: usize,
}

impl Issues {
    pub(super) fn push(&mut self, issue: Issue) {
        if self.list.len() < MOST_ISSUES {
            self.list.push(issue);
        } else {
            self.untold += 1;
        }
    }

    /// Every issue; if there were too many, a last one says how many more.
    pub(super) fn into_list(mut self, at: &RecordRef) -> Vec<Issue> {
        if self.untold > 0 {
            let text = format!("expected at most {MOST_ISSUES} issues, found {} more", self.untold);
            self.list.push(rules::XML_REFUSED.issue(at.clone(), text).hint("they are not listed"));
        }
        self.list
    }
}

/// One block: an alert, an info, a resource or an area.
pub(super) struct Fields<'a> {
    pub(super) node: &'a Node,
    /// Such as `alert/info[2]`.
    pub(super) path: String,
    pub(super) at: &'a RecordRef,
    pub(super) issues: &'a mut Issues,
}

impl<'a> Fields<'a> {
    /// Says what is wrong at a line of this block, below the path.
    pub(super) fn say(&mut self, rule: &Rule, line: usize, below: &str, text: &str) {
        self.hint(rule, line, below, text, "");
    }

    pub(super) fn hint(&mut self, rule: &Rule, line: usize, below: &str, text: &str, hint: &str) {
        let slash = if below.is_empty() { "" } else { "/" };
        let text = format!("line {line}, {}{slash}{below}: {text}", self.path);
        let issue = rule.issue(self.at.clone(), text);
        self.issues.push(if hint.is_empty() { issue } else { issue.hint(hint) });
    }

    /// The children of that name.
    pub(super) fn all(&self, name: &str) -> impl Iterator<Item = &'a Node> + use<'a> {
        let name = name.to_owned();
        self.node.children.iter().filter(move |child| child.own && child.name == name)
    }

    /// The one child of that name that is not empty.
    fn one(&mut self, name: &str) -> Option<(&'a str, usize)> {
        let mut found: Option<(&str, usize)> = None;
        for child in self.all(name) {
            let text = child.text.trim();
            if text.is_empty() {
                continue;
            }
            if let Some(markup) = &child.markup {
                let text = format!("expected text alone, found <{markup}> in it");
                self.hint(&rules::ELEMENT_UNKNOWN, child.line, name, &text, "its text was kept");
            }
            if let Some((kept, _)) = found {
                let text = format!("expected it once, found {:?} and {:?}", cut(kept), cut(text));
                self.say(&rules::ELEMENT_REPEATED, child.line, name, &text);
            } else {
                found = Some((text, child.line));
            }
        }
        found
    }

    /// Text that CAP lets a block do without.
    pub(super) fn optional(&mut self, name: &str) -> Option<String> {
        let found = self.one(name);
        if found.is_none()
            && let Some(child) = self.all(name).next()
        {
            let text = "expected text or no such element, found an empty one";
            self.say(&rules::ELEMENT_EMPTY, child.line, name, text);
        }
        found.map(|(text, _)| text.to_owned())
    }

    /// Text that CAP requires; empty if it is missing.
    pub(super) fn required(&mut self, name: &str) -> String {
        if let Some((text, _)) = self.one(name) {
            return text.to_owned();
        }
        self.missing(name);
        String::new()
    }

    fn missing(&mut self, name: &str) {
        let there = self.all(name).next().map(|child| child.line);
        let text = match there {
            Some(_) => "expected text, found an empty element",
            None => "expected this element, found none",
        };
        self.say(&rules::ELEMENT_MISSING, there.unwrap_or(self.node.line), name, text);
    }

    fn check<T: Vocabulary>(&mut self, text: &str, line: usize, name: &str) -> Word<T> {
        let word: Word<T> = Word::written(text);
        if !word.is_exact() {
            let words: Vec<&str> = T::ALL.iter().map(|word| word.as_str()).collect();
            let said = format!("expected one of {}, found {:?}", words.join(", "), cut(text));
            let hint = match word.known() {
                Some(known) => format!("taken as {}", known.as_str()),
                None => "kept as written".to_owned(),
            };
            self.hint(&rules::WORD_UNKNOWN, line, name, &said, &hint);
        }
        word
    }

    /// A word that CAP requires.
    pub(super) fn word<T: Vocabulary>(&mut self, name: &str) -> Option<Word<T>> {
        let Some((text, line)) = self.one(name) else {
            self.missing(name);
            return None;
        };
        Some(self.check(text, line, name))
    }

    /// Words of which there may be any number.
    pub(super) fn words<T: Vocabulary>(&mut self, name: &str) -> Vec<Word<T>> {
        let mut words = Vec::new();
        for child in self.all(name) {
            let text = child.text.trim();
            if text.is_empty() {
                self.empty(child, name);
            } else {
                words.push(self.check(text, child.line, name));
            }
        }
        words
    }

    /// A time that CAP lets a block do without.
    pub(super) fn time(&mut self, name: &str) -> Option<CapTime> {
        let text = self.optional(name)?;
        let line = self.line_of(name);
        let time = CapTime::written(text.as_str());
        if time.instant().is_none() {
            let text = format!(
                "expected a date and time with an offset such as 2026-01-08T10:00:00+03:00, found {:?}",
                cut(&text)
            );
            self.hint(&rules::TIME_UNREADABLE, line, name, &text, "taken as not stated");
        }
        Some(time)
    }

    /// The line of the first child of that name that is not empty.
    fn line_of(&self, name: &str) -> usize {
        let there = self.all(name).find(|child| !child.text.trim().is_empty());
        there.map_or(self.node.line, |child| child.line)
    }

    /// Texts of which there may be any number.
    pub(super) fn texts(&mut self, name: &str) -> Vec<String> {
        let mut texts = Vec::new();
        for child in self.all(name) {
            match child.text.trim() {
                "" => self.empty(child, name),
                text => texts.push(text.to_owned()),
            }
        }
        texts
    }

    /// Names and values: as elements, or as `NAME=VALUE` in CAP 1.0.
    pub(super) fn named(&mut self, name: &str) -> Vec<NamedValue> {
        let mut values = Vec::new();
        for child in self.all(name) {
            let part = |part: &str| {
                child.children.iter().find(|one| one.name == part).map(|one| one.text.trim())
            };
            match (part("valueName"), part("value"), child.text.trim().split_once('=')) {
                (None, None, Some((name, value))) => {
                    values.push(NamedValue::new(name.trim(), value.trim()));
                }
                (None, None, None) => {
                    let text =
                        format!("expected valueName and value, found {:?}", cut(child.text.trim()));
                    self.say(&rules::ELEMENT_MISSING, child.line, name, &text);
                    if !child.text.trim().is_empty() {
                        values.push(NamedValue::new("", child.text.trim()));
                    }
                }
                (key, value, _) => {
                    if key.unwrap_or_default().is_empty() {
                        let text = "expected a valueName, found none";
                        self.say(&rules::ELEMENT_MISSING, child.line, name, text);
                    }
                    values.push(NamedValue::new(key.unwrap_or(""), value.unwrap_or("")));
                }
            }
        }
        values
    }

    fn empty(&mut self, child: &Node, name: &str) {
        let text = "expected text or no such element, found an empty one";
        self.say(&rules::ELEMENT_EMPTY, child.line, name, text);
    }

    /// Says which children are none of `known`.
    pub(super) fn others(&mut self, known: &[&str]) {
        for child in &self.node.children {
            if child.own && known.contains(&child.name.as_str()) {
                continue;
            }
            if child.name == "Signature" && !child.own {
                let text = "expected no more than is read here, found an XML signature";
                self.say(&rules::SIGNATURE_UNCHECKED, child.line, "Signature", text);
                continue;
            }
            let of = if child.own { "" } else { " of another namespace" };
            let text = format!("expected elements of CAP, found <{}>{of}", child.name);
            self.say(&rules::ELEMENT_UNKNOWN, child.line, "", &text);
        }
    }
}
