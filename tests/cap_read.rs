//! Alerts as national services write them: every element, every edition,
//! prefixes, envelopes, encodings, coordinates.
#![cfg(feature = "cap")]

use safepassage::io::cap::{
    Alert, CapReader, CapTime, CapVersion, Category, Certainty, Circle, LoadedAlerts, MsgType,
    NamedValue, Reference, ResponseType, Scope, Status, Word,
};

fn read(text: &str) -> LoadedAlerts {
    CapReader::new().from_str("alert.xml", text).unwrap()
}

fn one(text: &str) -> Alert {
    let loaded = read(text);
    assert_eq!(loaded.alerts.len(), 1, "{:#?}", loaded.issues);
    loaded.alerts[0].clone()
}

fn codes(loaded: &LoadedAlerts) -> Vec<&str> {
    loaded.issues.iter().map(|issue| issue.code).collect()
}

/// Every element of CAP 1.2, each with text of its own.
const EVERYTHING: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<alert xmlns="urn:oasis:names:tc:emergency:cap:1.2">
  <identifier>43b080713727</identifier>
  <sender>hsas@dhs.gov</sender>
  <sent>2003-04-02T14:39:01-05:00</sent>
  <status>Exercise</status>
  <msgType>Update</msgType>
  <source>desk 4</source>
  <scope>Restricted</scope>
  <restriction>for officials</restriction>
  <addresses>one "two words"</addresses>
  <code>profile:a</code>
  <code>profile:b</code>
  <note>a drill</note>
  <references>hsas@dhs.gov,1,2003-04-01T00:00:00-05:00
    other@dhs.gov,2,2003-04-01T00:00:00Z</references>
  <incidents>first second</incidents>
  <info>
    <language>fr-CA</language>
    <category>Security</category>
    <category>CBRNE</category>
    <event>Alerte</event>
    <responseType>Shelter</responseType>
    <responseType>Monitor</responseType>
    <urgency>Immediate</urgency>
    <severity>Severe</severity>
    <certainty>Likely</certainty>
    <audience>tous</audience>
    <eventCode><valueName>SAME</valueName><value>CEM</value></eventCode>
    <effective>2003-04-02T14:39:01-05:00</effective>
    <onset>2003-04-02T15:00:00-05:00</onset>
    <expires>2003-04-02T18:00:00-05:00</expires>
    <senderName>DHS</senderName>
    <headline>Un &lt;titre&gt; &amp; plus &#x2014; ici</headline>
    <description><![CDATA[Une <b>longue</b> description]]></description>
    <instruction>Restez chez vous</instruction>
    <web>http://example.org/?a=1&amp;b=2</web>
    <contact>555</contact>
    <parameter><valueName>HSAS</valueName><value>ORANGE</value></parameter>
    <resource>
      <resourceDesc>carte</resourceDesc><mimeType>image/gif</mimeType><size>1024</size>
      <uri>http://example.org/a.gif</uri><derefUri>R0lGODlh</derefUri><digest>da39</digest>
    </resource>
    <area>
      <areaDesc>Ville</areaDesc>
      <polygon>38.47,-120.14 38.34,-119.95 38.52,-119.74 38.62,-119.89 38.47,-120.14</polygon>
      <circle>32.9525,-115.5527 10</circle>
      <geocode><valueName>FIPS6</valueName><value>006109</value></geocode>
      <altitude>100</altitude><ceiling>200.5</ceiling>
    </area>
  </info>
</alert>"#;

#[test]
fn every_element_is_kept() {
    let loaded = read(EVERYTHING);
    assert_eq!(codes(&loaded), [""; 0]);
    let alert = &loaded.alerts[0];
    assert_eq!(alert.version, CapVersion::V1_2);
    assert_eq!(
        [&alert.identifier, &alert.sender, alert.sent.as_str()],
        ["43b080713727", "hsas@dhs.gov", "2003-04-02T14:39:01-05:00"]
    );
    assert_eq!(alert.status, Some(Status::Exercise.into()));
    assert_eq!(alert.msg_type, Some(MsgType::Update.into()));
    assert_eq!(alert.scope, Some(Scope::Restricted.into()));
    let text = |text: &str| Some(text.to_owned());
    assert_eq!(alert.source, text("desk 4"));
    assert_eq!(alert.restriction, text("for officials"));
    assert_eq!(alert.addresses, text("one \"two words\""));
    assert_eq!(alert.codes, ["profile:a", "profile:b"]);
    assert_eq!(alert.note, text("a drill"));
    assert_eq!(alert.incidents, text("first second"));
    let reference = |sender: &str, identifier: &str, sent: &str| Reference {
        sender: text(sender),
        identifier: identifier.to_owned(),
        sent: Some(CapTime::written(sent)),
    };
    assert_eq!(
        alert.references,
        [
            reference("hsas@dhs.gov", "1", "2003-04-01T00:00:00-05:00"),
            reference("other@dhs.gov", "2", "2003-04-01T00:00:00Z")
        ]
    );
    let info = &alert.infos[0];
    assert_eq!(info.language, text("fr-CA"));
    assert_eq!(info.categories, [Category::Security.into(), Category::Cbrne.into()]);
    assert_eq!(info.event, "Alerte");
    assert_eq!(info.response_types, [ResponseType::Shelter.into(), ResponseType::Monitor.into()]);
    assert_eq!(info.urgency.as_ref().unwrap().as_str(), "Immediate");
    assert_eq!(info.severity.as_ref().unwrap().as_str(), "Severe");
    assert_eq!(info.certainty, Some(Certainty::Likely.into()));
    assert_eq!(info.audience, text("tous"));
    assert_eq!(info.event_codes, [NamedValue::new("SAME", "CEM")]);
    assert_eq!(info.effective.as_ref().unwrap().as_str(), "2003-04-02T14:39:01-05:00");
    assert_eq!(info.onset.as_ref().unwrap().as_str(), "2003-04-02T15:00:00-05:00");
    assert_eq!(info.expires.as_ref().unwrap().as_str(), "2003-04-02T18:00:00-05:00");
    assert_eq!(info.sender_name, text("DHS"));
    assert_eq!(info.headline, text("Un <titre> & plus — ici"));
    assert_eq!(info.description, text("Une <b>longue</b> description"));
    assert_eq!(info.instruction, text("Restez chez vous"));
    assert_eq!(info.web, text("http://example.org/?a=1&b=2"));
    assert_eq!(info.contact, text("555"));
    assert_eq!(info.parameters, [NamedValue::new("HSAS", "ORANGE")]);
    let resource = &info.resources[0];
    assert_eq!(resource.description, "carte");
    assert_eq!(
        [&resource.mime_type, &resource.size, &resource.uri, &resource.deref_uri, &resource.digest],
        [
            &text("image/gif"),
            &text("1024"),
            &text("http://example.org/a.gif"),
            &text("R0lGODlh"),
            &text("da39")
        ]
    );
    let area = &info.areas[0];
    assert_eq!(area.description, "Ville");
    assert_eq!(area.polygons[0].0[0], [-120.14, 38.47]);
    assert_eq!(area.circles, [Circle { centre: [-115.5527, 32.9525], radius_km: 10.0 }]);
    assert_eq!(area.geocodes, [NamedValue::new("FIPS6", "006109")]);
    assert_eq!([&area.altitude, &area.ceiling], [&text("100"), &text("200.5")]);
    // As data of our own it is the same again.
    let json = serde_json::to_string(alert).unwrap();
    assert_eq!(serde_json::from_str::<Alert>(&json).unwrap(), *alert);
}

#[test]
fn prefixes_and_envelopes_change_nothing() {
    let bare = EVERYTHING.split_once("?>").unwrap().1.trim();
    let alone = one(EVERYTHING);
    let mut prefixed = bare.replace("</", "</cap:").replace("xmlns=", "xmlns:cap=");
    for (at, _) in bare.match_indices('<').rev() {
        let next = &bare[at + 1..];
        if next.starts_with(|sign: char| sign.is_ascii_alphabetic()) {
            let shift = bare[..at].matches("</").count() * 4
                + if at > bare.find("xmlns=").unwrap() { 4 } else { 0 };
            prefixed.insert_str(at + shift + 1, "cap:");
        }
    }
    // CDATA holds markup of its own, which is text.
    let prefixed = prefixed.replace("<cap:b>longue</cap:b>", "<b>longue</b>");
    assert_eq!(one(&prefixed), alone);
    let escaped = bare.replace('&', "&amp;").replace('<', "&lt;");
    let cdata = bare.replace("]]>", "]]]]><![CDATA[>");
    for envelope in [
        format!(
            "<feed xmlns=\"http://www.w3.org/2005/Atom\"><title>t</title><entry><content type=\"text/xml\">{bare}</content></entry></feed>"
        ),
        format!(
            "<s:Envelope xmlns:s=\"http://schemas.xmlsoap.org/soap/envelope/\"><s:Body>{bare}</s:Body></s:Envelope>"
        ),
        format!(
            "<EDXLDistribution xmlns=\"urn:oasis:names:tc:emergency:EDXL:DE:1.0\"><contentObject>\
             <xmlContent><embeddedXMLContent>{bare}</embeddedXMLContent></xmlContent>\
             </contentObject></EDXLDistribution>"
        ),
        format!(
            "<ns1:alerts xmlns:ns1=\"http://gov.fema.ipaws.services/feed\">{bare}</ns1:alerts>"
        ),
        format!("<return>{escaped}</return>"),
        format!("<return><![CDATA[<?xml version=\"1.0\"?>{cdata}]]></return>"),
    ] {
        let loaded = read(&envelope);
        assert_eq!(loaded.alerts, std::slice::from_ref(&alone), "{envelope}");
        assert_eq!(codes(&loaded), ["cap-wrapped"], "{envelope}");
    }
}

#[test]
fn faults_in_text_that_is_a_document_are_named_by_the_line_of_the_whole() {
    let inner = "<alert xmlns=\"urn:oasis:names:tc:emergency:cap:1.2\">\n<info>\n</alert>";
    let loaded = read(&format!("<a>\n\n<b>\n<![CDATA[{inner}]]></b></a>"));
    let issue = loaded.issues.iter().find(|issue| issue.code == "cap-xml-malformed").unwrap();
    assert!(issue.text.starts_with("line 6:"), "{issue}");
}

#[test]
fn several_alerts_in_one_document_are_all_read() {
    let bare = EVERYTHING.split_once("?>").unwrap().1;
    let other = bare.replace("43b080713727", "8");
    let loaded = read(&format!("<alerts>{bare}{other}</alerts>"));
    let ids: Vec<_> = loaded.alerts.iter().map(|alert| alert.identifier.as_str()).collect();
    assert_eq!(ids, ["43b080713727", "8"]);
}

#[test]
fn earlier_editions_are_read() {
    let old = r#"<alert xmlns="http://www.incident.com/cap/1.0">
      <identifier>KSTO1055887203</identifier><sender>KSTO@NWS.NOAA.GOV</sender>
      <sent>2003-06-17T14:57:00-07:00</sent><status>Actual</status><msgType>Alert</msgType>
      <password>x</password>
      <info><category>Met</category><event>SEVERE THUNDERSTORM</event><urgency>Immediate</urgency>
      <severity>Severe</severity><certainty>Very Likely</certainty>
      <eventCode>same=SVR</eventCode><parameter>HSAS=ORANGE=1</parameter>
      <area><areaDesc>EXTREME</areaDesc><geocode>fips6=006109</geocode></area></info></alert>"#;
    let loaded = read(old);
    assert_eq!(codes(&loaded), [""; 0]);
    let alert = &loaded.alerts[0];
    assert_eq!(alert.version, CapVersion::V1_0);
    assert_eq!(alert.password.as_deref(), Some("x"));
    let info = &alert.infos[0];
    assert_eq!(info.certainty, Some(Certainty::VeryLikely.into()));
    assert_eq!(info.event_codes, [NamedValue::new("same", "SVR")]);
    assert_eq!(info.parameters, [NamedValue::new("HSAS", "ORANGE=1")]);
    assert_eq!(info.areas[0].geocodes, [NamedValue::new("fips6", "006109")]);
    let newer = EVERYTHING.replace("cap:1.2", "cap:1.1");
    assert_eq!(one(&newer).version, CapVersion::V1_1);
}

#[test]
fn encodings_of_real_services_are_read() {
    let text = EVERYTHING.replace("<headline>Un", "<headline>Élévation");
    let alone = one(&text);
    let read = |bytes: Vec<u8>| CapReader::new().from_reader("a.xml", bytes.as_slice()).unwrap();
    for big in [false, true] {
        for mark in [false, true] {
            let units = mark.then_some(0xFEFF).into_iter().chain(text.encode_utf16());
            let bytes = units
                .flat_map(|unit| if big { unit.to_be_bytes() } else { unit.to_le_bytes() })
                .collect();
            let loaded = read(bytes);
            assert_eq!(loaded.alerts, std::slice::from_ref(&alone), "big {big}, mark {mark}");
            assert_eq!(codes(&loaded), ["cap-encoding-converted"]);
        }
    }
    let marked = read(format!("\u{FEFF}{text}").into_bytes());
    assert_eq!((marked.alerts.len(), codes(&marked).len()), (1, 0));
    let old = text.replace("encoding=\"UTF-8\"", "encoding='Windows-1252'").replace("—", "–");
    let old = old.replace("&#x2014;", "\u{96}");
    let loaded = read(old.chars().map(|sign| sign as u8).collect());
    assert_eq!(
        loaded.alerts[0].infos[0].headline.as_deref(),
        Some("Élévation <titre> & plus – ici")
    );
    // It says Latin-1 and is UTF-8: the bytes are right, the name is not.
    let misnamed = read(text.replace("encoding=\"UTF-8\"", "encoding=\"latin1\"").into_bytes());
    assert_eq!(misnamed.alerts, [alone]);
    assert_eq!(codes(&misnamed), ["cap-encoding-converted"]);
    let plain = EVERYTHING.replace("encoding=\"UTF-8\"", "encoding=\"US-ASCII\"");
    assert_eq!(codes(&read(plain.into_bytes())), [""; 0]);
}

#[test]
fn words_are_kept_as_written_with_a_parsed_view() {
    let loaded =
        read(&EVERYTHING.replace(">Exercise<", "> ACTUAL\n<").replace(">Likely<", ">Sure<"));
    let alert = &loaded.alerts[0];
    assert_eq!(alert.status.as_ref().unwrap().as_str(), "ACTUAL");
    assert_eq!(alert.status.as_ref().and_then(Word::known), Some(Status::Actual));
    let certainty = alert.infos[0].certainty.as_ref().unwrap();
    assert_eq!((certainty.as_str(), certainty.known()), ("Sure", None));
    assert_eq!(codes(&loaded), ["cap-word-unknown"; 2]);
}

#[test]
fn references_are_read_whatever_stands_between_them() {
    let list = |text: &str| -> Vec<String> {
        Reference::list(text).iter().map(ToString::to_string).collect()
    };
    let whole = ["a@b,1,2003-04-01T00:00:00Z", "c d,x y,2003-04-01T00:00:00-05:00"];
    assert_eq!(list(&whole.join("\n \t")), whole);
    assert_eq!(list("a@b, 1, 2003-04-01T00:00:00Z"), ["a@b,1,2003-04-01T00:00:00Z"]);
    assert_eq!(list("id-1 id-2"), ["id-1", "id-2"]);
    assert_eq!(list("a@b,1"), ["a@b,1"]);
    assert_eq!(list("a@b,1,yesterday"), ["a@b,1,yesterday"]);
    assert_eq!(list(" "), [""; 0]);
    assert!(Reference::list(whole[0])[0].is_whole());
    assert!(!Reference::list("a@b,1,yesterday")[0].is_whole());
    // An identifier may hold commas.
    assert_eq!(Reference::list("a@b,1,2,2003-04-01T00:00:00Z")[0].identifier, "1,2");
}

#[test]
fn markup_in_a_text_keeps_its_text_in_order() {
    let text = EVERYTHING.replace(
        "<![CDATA[Une <b>longue</b> description]]>",
        "Une<br/><p>tres <b>longue</b> </p>description",
    );
    let loaded = read(&text);
    let description = loaded.alerts[0].infos[0].description.as_deref();
    assert_eq!(description, Some("Une\ntres longue \ndescription"));
    assert_eq!(codes(&loaded), ["cap-element-unknown"]);
}

#[test]
fn children_in_no_namespace_or_in_that_of_another_edition_are_read() {
    let alone = one(EVERYTHING);
    for other in ["", "urn:oasis:names:tc:emergency:cap:1.1"] {
        let loaded = read(&EVERYTHING.replace("<info>", &format!("<info xmlns=\"{other}\">")));
        assert_eq!(loaded.alerts, std::slice::from_ref(&alone), "{other:?}");
        assert_eq!(codes(&loaded), ["cap-namespace"], "{other:?}");
    }
    let bare = EVERYTHING.replace(" xmlns=\"urn:oasis:names:tc:emergency:cap:1.2\"", "");
    let undeclared = bare.replace("<alert>", "<cap:alert>").replace("</alert>", "</cap:alert>");
    for text in [bare, undeclared] {
        let loaded = read(&text);
        assert_eq!(loaded.alerts, std::slice::from_ref(&alone));
        assert!(loaded.issues.iter().all(|issue| issue.code == "cap-namespace"), "{loaded:#?}");
    }
}
