//! Every rule about alerts is broken by some input, and hostile XML is refused.
#![cfg(feature = "cap")]

use safepassage::io::cap::rules::RULES;
use safepassage::io::cap::{CapReader, LoadedAlerts, NoticeOptions, alerts_to_notices};
use safepassage::io::read::{ReadError, ReadMode};
use safepassage::severity::Severity;
use std::collections::{BTreeMap, BTreeSet};

/// An alert whose parts a case may change.
struct Sketch {
    head: String,
    info: String,
    area: String,
}

impl Sketch {
    fn xml(&self) -> String {
        let Self { head, info, area } = self;
        format!(
            "<alert xmlns=\"urn:oasis:names:tc:emergency:cap:1.2\">\n{head}\n<info>{info}\n\
             <area><areaDesc>Old Town</areaDesc>\n{area}</area></info></alert>"
        )
    }
}

const HEAD: &str = "<identifier>7</identifier><sender>a@b.org</sender>\
    <sent>2026-01-08T10:00:00+03:00</sent><status>Actual</status><msgType>Alert</msgType>\
    <scope>Public</scope>";
const INFO: &str = "<category>Safety</category><event>Smoke</event><urgency>Immediate</urgency>\
    <severity>Severe</severity><certainty>Observed</certainty>";
const AREA: &str = "<polygon>36.2,37.1 36.2,37.2 36.3,37.2 36.2,37.1</polygon>";

fn alert(head: &str, info: &str, area: &str) -> String {
    Sketch { head: head.into(), info: info.into(), area: area.into() }.xml()
}

fn clean() -> String {
    alert(HEAD, INFO, AREA)
}

fn with_area(area: &str) -> String {
    alert(HEAD, INFO, area)
}

fn with_head(from: &str, to: &str) -> String {
    assert!(HEAD.contains(from), "{from}");
    alert(&HEAD.replace(from, to), INFO, AREA)
}

fn with_info(more: &str) -> String {
    alert(HEAD, &format!("{INFO}{more}"), AREA)
}

/// The codes that reading and converting a document finds.
fn codes(bytes: &[u8]) -> BTreeSet<&'static str> {
    let loaded = match CapReader::new().from_reader("alert.xml", bytes) {
        Ok(loaded) => loaded,
        Err(error) => return BTreeSet::from([error.code()]),
    };
    let known_at = "2026-01-09T00:00:00Z".parse().unwrap();
    let (_, issues) =
        alerts_to_notices(&loaded.alerts, known_at, &NoticeOptions::new().trusting("us@b.org"));
    loaded.issues.iter().chain(&issues).map(|issue| issue.code).collect()
}

fn cases() -> BTreeMap<&'static str, Vec<u8>> {
    let swapped = "<polygon>121.2,37.1 121.2,37.2 121.3,37.2 121.2,37.1</polygon>";
    let off = "<polygon>136.2,237.1 36.2,37.2 36.3,37.2 136.2,237.1</polygon>";
    let ours = "<parameter><valueName>safepassage:content</valueName>\
                <value>{\"kind\":\"corridor-opening\"}</value></parameter>";
    let two = alert(HEAD, INFO, AREA)
        + &alert(
            &HEAD.replace(">7<", ">8<").replace(
                "<msgType>Alert</msgType><scope>Public</scope>",
                "<msgType>Cancel</msgType><scope>Public</scope>\
                 <references>a@b.org,7,2026-01-08T07:00:01-00:00</references>",
            ),
            INFO,
            AREA,
        );
    let texts = [
        ("cap-axes-swapped", with_area(swapped)),
        ("cap-circle-point", with_area("<circle>36.2,37.1 0</circle>")),
        ("cap-circle-refused", with_area("<circle>36.2,37.1 -5</circle>")),
        ("cap-doctype", format!("<!DOCTYPE alert SYSTEM \"cap.dtd\">{}", clean())),
        ("cap-element-empty", with_info("<contact/>")),
        ("cap-element-missing", with_head("<status>Actual</status>", "")),
        ("cap-element-repeated", with_info("<event>Fire</event>")),
        ("cap-element-unknown", with_info("<colour>red</colour>")),
        ("cap-entity-unknown", with_info("<headline>Smoke&nbsp;&amp; fire</headline>")),
        ("cap-identity-missing", with_head("<identifier>7</identifier>", "")),
        ("cap-namespace", clean().replace("cap:1.2", "cap:9.9")),
        ("cap-no-alert", "<html><body>Not here</body></html>".to_owned()),
        ("cap-no-operation", with_head("Alert<", "Ack<")),
        ("cap-not-actual", with_head("Actual", "Exercise")),
        ("cap-own-parameter-not-trusted", with_info(ours)),
        (
            "cap-own-parameter-unreadable",
            with_info(&ours.replace("corridor-opening", "corridor")).replace("a@b.org", "us@b.org"),
        ),
        ("cap-polygon-empty", with_area("<polygon> </polygon>")),
        ("cap-polygon-mended", with_area(&AREA.replace("37.2 36.3", "37.2, 36.3"))),
        ("cap-polygon-refused", with_area(off)),
        ("cap-reference-loose", format!("<all>{two}</all>")),
        ("cap-reference-missing", with_head("Alert<", "Update<")),
        (
            "cap-reference-unreadable",
            with_head("</scope>", "</scope><references>a@b.org,6</references>"),
        ),
        (
            "cap-signature-unchecked",
            clean().replace(
                "</alert>",
                "<Signature xmlns=\"http://www.w3.org/2000/09/xmldsig#\"/></alert>",
            ),
        ),
        ("cap-time-backwards", with_info("<expires>2026-01-08T10:00:00+03:00</expires>")),
        ("cap-time-unreadable", with_info("<expires>2026-01-08T10:00:00</expires>")),
        ("cap-word-unknown", with_info("<responseType>Run</responseType>")),
        (
            "cap-wrapped",
            format!(
                "<feed xmlns=\"http://www.w3.org/2005/Atom\"><entry><content>{}</content></entry></feed>",
                clean()
            ),
        ),
        ("cap-xml-malformed", clean().replace("</info>", "")),
        ("cap-xml-refused", format!("<!DOCTYPE alert [<!ENTITY a \"b\">]>{}", clean())),
    ];
    let mut cases: BTreeMap<&str, Vec<u8>> =
        texts.into_iter().map(|(code, text)| (code, text.into_bytes())).collect();
    let latin = format!(
        "<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?>{}",
        with_info("<headline>Fum\u{e9}e</headline>")
    );
    cases.insert("cap-encoding-converted", latin.chars().map(|sign| sign as u8).collect());
    cases
}

#[test]
fn clean_input_breaks_no_rule() {
    assert_eq!(codes(clean().as_bytes()), BTreeSet::new());
}

#[test]
fn every_code_is_broken_by_the_input_of_its_name() {
    let cases = cases();
    for rule in RULES {
        let input = cases.get(rule.code).unwrap_or_else(|| panic!("no input breaks {}", rule.code));
        let found = codes(input);
        assert!(found.contains(rule.code), "{}: found {found:?}", rule.code);
    }
    assert_eq!(cases.len(), RULES.len(), "an input breaks no rule");
}

#[test]
fn severities_are_those_of_the_rules_and_strict_refuses_the_errors() {
    let reader = CapReader::new();
    for (code, input) in cases() {
        let loaded = reader.from_reader("alert.xml", input.as_slice()).unwrap();
        for issue in &loaded.issues {
            let rule = RULES.iter().find(|rule| rule.code == issue.code);
            if let Some(rule) = rule {
                assert_eq!(issue.severity, rule.severity, "{issue}");
            }
            assert_eq!(issue.at.file_name(), "alert.xml", "{issue}");
            assert!(issue.text.contains("expected ") && issue.text.contains(", found "), "{issue}");
        }
        let strict = reader.mode(ReadMode::Strict).from_reader("alert.xml", input.as_slice());
        match (loaded.errors().next(), strict) {
            (None, Ok(again)) => assert_eq!(again, loaded, "{code}"),
            (Some(first), Err(error)) => assert_eq!(error.code(), first.code, "{code}"),
            (first, strict) => panic!("{code}: {first:?}, {strict:?}"),
        }
    }
    assert!(RULES.iter().any(|rule| rule.severity == Severity::Error));
}

#[test]
fn the_place_of_a_fault_is_named_by_line_and_element() {
    let loaded = read(&with_area("<polygon>36.2,37.1 36.2</polygon>"));
    let issue = loaded.errors().next().unwrap();
    assert_eq!(
        issue.to_string(),
        "error[cap-polygon-refused]: alert.xml, feature 1 (id \"7\"): line 5, \
         alert/info[1]/area[1]/polygon[1]: expected pairs lat,lon, found 3 numbers (left out)"
    );
}

fn read(text: &str) -> LoadedAlerts {
    CapReader::new().from_str("alert.xml", text).unwrap()
}

#[test]
fn entities_that_would_grow_are_refused() {
    let laughs = "<?xml version=\"1.0\"?><!DOCTYPE lolz [<!ENTITY lol \"lol\">\
        <!ENTITY lol1 \"&lol;&lol;&lol;&lol;&lol;&lol;&lol;&lol;&lol;&lol;\">\
        <!ENTITY lol2 \"&lol1;&lol1;&lol1;&lol1;&lol1;&lol1;&lol1;&lol1;\">]>";
    let loaded = read(&format!("{laughs}{}", with_info("<headline>&lol2;</headline>")));
    assert_eq!(loaded.alerts, []);
    let text = loaded.errors().next().unwrap().to_string();
    assert!(text.contains("expected no document type that declares anything"), "{text}");
    // A file of the machine is never read.
    let outside = "<!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/passwd\">]>";
    let loaded = read(&format!("{outside}{}", with_info("<headline>&x;</headline>")));
    assert_eq!(loaded.alerts, []);
}

#[test]
fn depth_and_number_of_elements_are_bounded() {
    let deep =
        |levels: usize| with_info(&format!("{}{}", "<x>".repeat(levels), "</x>".repeat(levels)));
    assert_eq!(read(&deep(60)).alerts.len(), 1);
    let loaded = read(&deep(100_000));
    assert_eq!(loaded.alerts, []);
    assert!(loaded.issues[0].text.contains("more than 64 levels"), "{}", loaded.issues[0]);
    let wide = with_info(&"<x/>".repeat(1000));
    let reader = CapReader::new().most_elements(500);
    let loaded = reader.from_str("alert.xml", &wide).unwrap();
    assert!(loaded.issues[0].text.contains("more than 500"), "{}", loaded.issues[0]);
    assert_eq!(read(&wide).alerts.len(), 1);
}

#[test]
fn issues_are_bounded() {
    let loaded = read(&with_info(&"<x/>".repeat(50_000)));
    assert_eq!(loaded.issues.len(), 10_001);
    assert!(loaded.issues[10_000].text.contains("found 40000 more"), "{}", loaded.issues[10_000]);
}

#[test]
fn size_is_bounded_before_reading_and_while_reading() {
    let reader = CapReader::new().most_bytes(1000);
    let long = with_info(&format!("<headline>{}</headline>", "x".repeat(1000)));
    assert!(matches!(reader.from_str("a", &long), Err(ReadError::TooLarge { limit: 1000, .. })));
    let endless = std::io::repeat(b'<');
    assert!(matches!(reader.from_reader("a", endless), Err(ReadError::TooLarge { .. })));
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), &long).unwrap();
    assert!(matches!(reader.from_path(file.path()), Err(ReadError::TooLarge { .. })));
    assert_eq!(CapReader::new().from_path(file.path()).unwrap().alerts.len(), 1);
    let folder = tempfile::tempdir().unwrap();
    assert!(matches!(reader.from_path(folder.path()), Err(ReadError::NotAFile { .. })));
    assert!(matches!(reader.from_path(folder.path().join("none")), Err(ReadError::Io { .. })));
}

#[test]
fn huge_attributes_and_many_namespaces_are_read_or_refused_in_time() {
    let huge = clean().replacen("<info", &format!("<info a=\"{}\"", "x".repeat(4 << 20)), 1);
    assert_eq!(read(&huge).alerts.len(), 1);
    let spaces: String = (0..100_000).map(|n| format!(" xmlns:n{n}=\"u:{n}\"")).collect();
    let loaded = read(&clean().replacen("<info", &format!("<info{spaces}"), 1));
    assert_eq!(loaded.alerts, []);
    assert_eq!(loaded.issues[0].code, "cap-xml-refused");
    let long_space = clean().replace("cap:1.2", &"c".repeat(4 << 20));
    assert_eq!(read(&long_space).alerts.len(), 1);
}

#[test]
fn many_blocks_of_one_kind_take_time_in_proportion() {
    let infos = "<info/>".repeat(50_000);
    let loaded = read(&clean().replace("</alert>", &format!("{infos}</alert>")));
    let known_at = "2026-01-09T00:00:00Z".parse().unwrap();
    let (notices, _) = alerts_to_notices(&loaded.alerts, known_at, &NoticeOptions::new());
    assert_eq!(notices.len(), 50_001);
    let references = "x ".repeat(200_000);
    let loaded =
        read(&with_head("</scope>", &format!("</scope><references>{references}</references>")));
    assert_eq!(loaded.alerts[0].references.len(), 200_000);
}

#[test]
fn what_cannot_be_decoded_is_refused_with_the_line() {
    let bytes: Vec<u8> =
        with_info("\n<headline>Fum\u{e9}e</headline>").chars().map(|sign| sign as u8).collect();
    let error = CapReader::new().from_reader("a.xml", bytes.as_slice()).unwrap_err();
    assert_eq!(error.code(), "wrong-encoding");
    assert_eq!(
        error.to_string(),
        "a.xml: expected UTF-8 text, found byte 0xE9 on line 4 in a document that says it is utf-8"
    );
    let mut torn: Vec<u8> = vec![0xFF, 0xFE];
    torn.extend(clean().encode_utf16().flat_map(u16::to_le_bytes));
    torn.pop();
    assert!(matches!(
        CapReader::new().from_reader("a.xml", torn.as_slice()),
        Err(ReadError::WrongEncoding { .. })
    ));
}

#[test]
fn what_stands_there_instead_is_said() {
    let found = |text: &str| read(text).issues.last().unwrap().to_string();
    assert!(found("").contains("found nothing"), "{}", found(""));
    assert!(found("{\"type\": 1}").contains("found what looks like JSON"));
    assert!(found("<html/>").contains("found an element <html>"));
    let feed = "<feed xmlns=\"http://www.w3.org/2005/Atom\"><entry/><entry/></feed>";
    let text = found(feed);
    assert!(
        text.contains("found a feed <feed> of \"http://www.w3.org/2005/Atom\" of 2 entries"),
        "{text}"
    );
    assert!(text.contains("fetch those"), "{text}");
    assert!(
        found("<alert><message>low battery</message></alert>").contains("found an element <alert>")
    );
}

#[test]
fn alerts_before_a_fault_are_kept_and_a_torn_one_is_not() {
    let whole = format!("<all>{}{}</all>", clean(), clean().replace(">7<", ">8<"));
    assert_eq!(read(&whole).alerts.len(), 2);
    let torn = &whole[..whole.len() - 20];
    let loaded = read(torn);
    assert_eq!(loaded.alerts.len(), 1);
    assert!(loaded.issues.iter().any(|issue| issue.code == "cap-xml-malformed"));
}
