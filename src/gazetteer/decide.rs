//! One place, several, or none.
//!
//! Floor 2.

use super::answer::{Candidate, MatchRule, Resolution};
use super::build::Gazetteer;
use super::context::Scope;
use super::query::PlaceQuery;
use super::resolve::Hit;

/// Divides a name from the place that it is in.
const IN: [&str; 4] = [" in ", " في ", " within ", " بـ"];

/// What was decided about one text, before it becomes an answer.
enum Verdict {
    Found(Hit, Vec<Hit>),
    Ambiguous(Vec<Hit>),
    NotFound(Vec<Hit>),
}

impl Verdict {
    /// Whether nothing has the whole text for a name.
    fn is_open(&self) -> bool {
        match self {
            Self::Found(..) => false,
            Self::Ambiguous(hits) => hits.first().is_some_and(|hit| hit.rule == MatchRule::Partial),
            Self::NotFound(_) => true,
        }
    }
}

impl Gazetteer {
    /// Which place a text means, and by which rule; or which places it may mean;
    /// or that there is none of that name.
    ///
    /// Text of more than 256 characters is no name. If the whole text is not
    /// found, what follows a comma or "in" is taken for a place around it, and
    /// brackets and slashes for second names: both must then agree.
    ///
    /// Takes time in proportion to the names that share a pair of consonants with
    /// the text, and compares at most 1,500 of them by sound.
    pub fn resolve(&self, query: &PlaceQuery) -> Resolution {
        let around: Vec<&str> = query.within.as_deref().into_iter().collect();
        let mut verdict = self.decide(&query.text, query, &around);
        if verdict.is_open() {
            verdict = self.in_parts(query, &around).unwrap_or(verdict);
        }
        self.answer(verdict)
    }

    fn decide(&self, text: &str, query: &PlaceQuery, around: &[&str]) -> Verdict {
        let scope: Scope = self.scope(around);
        let hits = self.hits(text, query, &scope);
        self.verdict(hits)
    }

    fn verdict(&self, hits: Vec<Hit>) -> Verdict {
        let Some(best) = hits.first().cloned() else { return Verdict::NotFound(hits) };
        let policy = &self.policy;
        let rivals = |rule: MatchRule, margin: u16| -> Vec<Hit> {
            let near = |hit: &&Hit| hit.rule <= rule && hit.cost < best.cost.saturating_add(margin);
            hits.iter().filter(near).cloned().collect()
        };
        let rivals = match best.rule {
            MatchRule::Code | MatchRule::Exact | MatchRule::Normalised => {
                rivals(MatchRule::Normalised, u16::MAX)
            }
            MatchRule::Shortened => rivals(MatchRule::Shortened, policy.same_margin),
            MatchRule::Transliterated => rivals(MatchRule::Resembles, policy.same_margin)
                .into_iter()
                .filter(|hit| hit.rule != MatchRule::Partial)
                .collect(),
            MatchRule::Close => rivals(MatchRule::Resembles, policy.close_margin),
            MatchRule::Partial => {
                let partial: Vec<Hit> =
                    hits.iter().filter(|hit| hit.rule == MatchRule::Partial).cloned().collect();
                return if partial.len() > 1 {
                    Verdict::Ambiguous(partial)
                } else {
                    Verdict::NotFound(hits)
                };
            }
            MatchRule::Resembles => return Verdict::NotFound(hits),
        };
        if rivals.len() > 1 {
            return Verdict::Ambiguous(rivals);
        }
        Verdict::Found(best, hits.into_iter().skip(1).collect())
    }

    /// A text that is not a name as a whole: "name, place around it", "name (other
    /// name)", "name / other name".
    fn in_parts(&self, query: &PlaceQuery, around: &[&str]) -> Option<Verdict> {
        let text = query.text.as_str();
        if text.chars().nth(super::letters::LONGEST).is_some() {
            return None;
        }
        if let Some((name, place)) = divided(text) {
            let mut around = around.to_vec();
            around.push(place);
            return Some(self.decide(name, query, &around));
        }
        let parts = second_names(text);
        if parts.len() < 2 {
            return None;
        }
        self.agreed(parts.iter().map(|part| self.decide(part, query, around)).collect())
    }

    /// What several names of one place say together.
    fn agreed(&self, verdicts: Vec<Verdict>) -> Option<Verdict> {
        let mut named: Vec<Hit> = Vec::new();
        let (mut doubt, mut unknown) = (false, false);
        for (at, verdict) in verdicts.into_iter().enumerate() {
            match verdict {
                Verdict::Found(hit, _) => named.push(hit),
                Verdict::Ambiguous(hits) => {
                    doubt = true;
                    named.extend(hits);
                }
                // The first is the name itself; a second one may be unknown.
                Verdict::NotFound(_) => unknown |= at == 0,
            }
        }
        named.sort_by_key(|hit| (hit.rule, hit.cost, hit.place));
        let mut seen = std::collections::BTreeSet::new();
        named.retain(|hit| seen.insert(hit.place));
        // A part of another that is named as well is the narrower one.
        let narrower: Vec<Hit> = named
            .iter()
            .filter(|hit| !named.iter().any(|other| self.is_part_of(other.place, hit.place)))
            .cloned()
            .collect();
        match narrower.as_slice() {
            [] => None,
            [_] if unknown => Some(Verdict::NotFound(narrower)),
            [one] if !doubt => Some(Verdict::Found(one.clone(), Vec::new())),
            _ => Some(Verdict::Ambiguous(narrower)),
        }
    }

    fn answer(&self, verdict: Verdict) -> Resolution {
        let list = |hits: Vec<Hit>, most: usize| -> Vec<Candidate> {
            hits.iter().take(most).filter_map(|hit| self.candidate(hit)).collect()
        };
        match verdict {
            Verdict::Found(hit, others) => match self.candidate(&hit) {
                Some(Candidate { place, score, matched, rule }) => {
                    let alternatives = list(others, self.policy.alternatives);
                    Resolution::Found { place, score, matched, rule, alternatives }
                }
                None => Resolution::NotFound { nearest: Vec::new() },
            },
            Verdict::Ambiguous(hits) => {
                Resolution::Ambiguous { candidates: list(hits, usize::MAX) }
            }
            Verdict::NotFound(hits) => {
                Resolution::NotFound { nearest: list(hits, self.policy.alternatives) }
            }
        }
    }

    fn candidate(&self, hit: &Hit) -> Option<Candidate> {
        let entry = self.places.get(hit.place as usize)?;
        let matched = match self.names.get(hit.name as usize) {
            Some(record) => record.name.clone(),
            None => entry.p_code.clone().unwrap_or_else(|| entry.place.id().to_owned()),
        };
        Some(Candidate { place: entry.place.clone(), score: score(hit), matched, rule: hit.rule })
    }
}

/// A number for ordering: the rule gives the top, the cost for each sound what is
/// taken off.
fn score(hit: &Hit) -> f64 {
    let top = match hit.rule {
        MatchRule::Code | MatchRule::Exact => 1.0,
        MatchRule::Normalised => 0.99,
        MatchRule::Shortened => 0.97,
        MatchRule::Transliterated | MatchRule::Close => 0.95,
        MatchRule::Partial | MatchRule::Resembles => 0.6,
    };
    let share = f64::from(hit.cost) / (100.0 * f64::from(hit.length.max(1)));
    let lost = if hit.length <= 1 && hit.cost == 0 { 0.0 } else { share.min(1.0) };
    (top * (1.0 - lost) * 1000.0).round() / 1000.0
}

/// A name and the place around it.
fn divided(text: &str) -> Option<(&str, &str)> {
    let comma = [",", "،", ";", "؛"].iter().filter_map(|mark| text.split_once(mark));
    let word = IN.iter().filter_map(|mark| text.split_once(mark));
    comma.chain(word).find(|(name, place)| !name.trim().is_empty() && !place.trim().is_empty())
}

/// The names in a text that gives several.
fn second_names(text: &str) -> Vec<&str> {
    let marks = ["(", ")", "[", "]", "/", "|", " - ", " – ", " — "];
    let mut parts = vec![text];
    for mark in marks {
        parts = parts.into_iter().flat_map(|part| part.split(mark)).collect();
    }
    parts.retain(|part| part.chars().any(char::is_alphanumeric));
    parts.truncate(4);
    parts
}
