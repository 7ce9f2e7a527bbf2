//! The schema of CAP 1.2 (OASIS, 2010, section 3.4): which elements may stand
//! where, in which order, how often, and the form of some.

use quick_xml::Reader;
use quick_xml::events::Event;

/// Name, fewest, most (0: any number).
type Rule = (&'static str, usize, usize);

const ALERT: &[Rule] = &[
    ("identifier", 1, 1),
    ("sender", 1, 1),
    ("sent", 1, 1),
    ("status", 1, 1),
    ("msgType", 1, 1),
    ("source", 0, 1),
    ("scope", 1, 1),
    ("restriction", 0, 1),
    ("addresses", 0, 1),
    ("code", 0, 0),
    ("note", 0, 1),
    ("references", 0, 1),
    ("incidents", 0, 1),
    ("info", 0, 0),
];
const INFO: &[Rule] = &[
    ("language", 0, 1),
    ("category", 1, 0),
    ("event", 1, 1),
    ("responseType", 0, 0),
    ("urgency", 1, 1),
    ("severity", 1, 1),
    ("certainty", 1, 1),
    ("audience", 0, 1),
    ("eventCode", 0, 0),
    ("effective", 0, 1),
    ("onset", 0, 1),
    ("expires", 0, 1),
    ("senderName", 0, 1),
    ("headline", 0, 1),
    ("description", 0, 1),
    ("instruction", 0, 1),
    ("web", 0, 1),
    ("contact", 0, 1),
    ("parameter", 0, 0),
    ("resource", 0, 0),
    ("area", 0, 0),
];
const RESOURCE: &[Rule] = &[
    ("resourceDesc", 1, 1),
    ("mimeType", 1, 1),
    ("size", 0, 1),
    ("uri", 0, 1),
    ("derefUri", 0, 1),
    ("digest", 0, 1),
];
const AREA: &[Rule] = &[
    ("areaDesc", 1, 1),
    ("polygon", 0, 0),
    ("circle", 0, 0),
    ("geocode", 0, 0),
    ("altitude", 0, 1),
    ("ceiling", 0, 1),
];
const PAIR: &[Rule] = &[("valueName", 1, 1), ("value", 1, 1)];

fn rules(name: &str) -> Option<&'static [Rule]> {
    match name {
        "alert" => Some(ALERT),
        "info" => Some(INFO),
        "resource" => Some(RESOURCE),
        "area" => Some(AREA),
        "eventCode" | "parameter" | "geocode" => Some(PAIR),
        _ => None,
    }
}

/// Panics unless the document keeps to the schema.
pub(crate) fn check(text: &str) {
    let mut reader = Reader::from_str(text);
    let mut open: Vec<(String, Vec<String>, String)> = Vec::new();
    loop {
        match reader.read_event().unwrap() {
            Event::Start(start) => {
                let name = start.name().as_ref().to_owned();
                if let Some((_, children, _)) = open.last_mut() {
                    children.push(name.clone());
                } else {
                    assert_eq!(name, "alert");
                    let spaces = "xmlns=\"urn:oasis:names:tc:emergency:cap:1.2\"";
                    assert!(start.attributes_raw().contains(spaces));
                }
                open.push((name, Vec::new(), String::new()));
            }
            Event::Empty(start) => panic!("no empty elements, found {:?}", start.name()),
            Event::Text(text) => {
                if let Some((.., words)) = open.last_mut() {
                    words.push_str(&text);
                }
            }
            Event::End(_) => {
                let (name, children, words) = open.pop().unwrap();
                element(&name, &children, &words);
            }
            Event::Eof => return,
            _ => {}
        }
    }
}

fn element(name: &str, children: &[String], words: &str) {
    match rules(name) {
        Some(rules) => order(name, rules, children),
        None => assert_eq!(children.len(), 0, "in {name}"),
    }
    match name {
        "sent" | "effective" | "onset" | "expires" => time(words),
        "polygon" => {
            for pair in words.split(' ') {
                let numbers: Vec<&str> = pair.split(',').collect();
                let is_plain = |text: &&str| {
                    text.chars().all(|sign| sign.is_ascii_digit() || matches!(sign, '-' | '.'))
                };
                assert!(numbers.len() == 2 && numbers.iter().all(is_plain), "{pair}");
            }
        }
        "status" => assert!(["Actual", "Exercise", "System", "Test", "Draft"].contains(&words)),
        "scope" => assert!(["Public", "Restricted", "Private"].contains(&words)),
        "msgType" => assert!(["Alert", "Update", "Cancel", "Ack", "Error"].contains(&words)),
        _ => {}
    }
}

/// `\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[-,+]\d\d:\d\d`
fn time(words: &str) {
    let shape: String =
        words.chars().map(|sign| if sign.is_ascii_digit() { '0' } else { sign }).collect();
    let forms = ["0000-00-00T00:00:00+00:00", "0000-00-00T00:00:00-00:00"];
    assert!(forms.contains(&shape.as_str()), "{words}");
}

fn order(name: &str, rules: &[Rule], children: &[String]) {
    let mut at = 0;
    for (child, fewest, most) in rules {
        let count = children[at..].iter().take_while(|found| found == child).count();
        assert!(count >= *fewest, "{name}: {count} of {child} in {children:?}");
        assert!(*most == 0 || count <= *most, "{name}: {count} of {child}");
        at += count;
    }
    assert_eq!(at, children.len(), "{name}: out of order: {children:?}");
}
