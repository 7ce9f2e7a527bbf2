//! What alerts amount to as notices, and that updates and cancellations end
//! what they refer to.
#![cfg(feature = "cap")]

use jiff::Timestamp;
use safepassage::io::cap::{
    Alert, AlertArea, CapTime, Category, Certainty, Info, Meaning, MsgType, NamedValue,
    NoticeOptions, Reference, ResponseType, Ring, Scope, Status, Urgency, Word, alerts_to_notices,
};
use safepassage::notice::{Content, Notice, NoticeLedger, Stance, Timing};
use safepassage::scenario::Issue;
use safepassage::time::TimeWindow;

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn known() -> Timestamp {
    at("2026-02-01T00:00:00Z")
}

fn info(event: &str) -> Info {
    Info {
        categories: vec![Category::Security.into()],
        event: event.to_owned(),
        urgency: Some(Urgency::Immediate.into()),
        certainty: Some(Certainty::Observed.into()),
        areas: vec![AlertArea {
            description: "Old Town".to_owned(),
            polygons: vec![Ring(vec![[37.0, 36.0], [37.1, 36.0], [37.1, 36.1], [37.0, 36.0]])],
            ..AlertArea::default()
        }],
        ..Info::default()
    }
}

fn alert(identifier: &str, hour: i64, infos: Vec<Info>) -> Alert {
    let sent = at("2026-01-08T00:00:00Z") + jiff::SignedDuration::from_hours(hour);
    Alert {
        identifier: identifier.to_owned(),
        sender: "civil@example.org".to_owned(),
        sent: CapTime::of(sent),
        status: Some(Status::Actual.into()),
        msg_type: Some(MsgType::Alert.into()),
        scope: Some(Scope::Public.into()),
        infos,
        ..Alert::default()
    }
}

fn referring(does: MsgType, mut alert: Alert, to: &[&Alert]) -> Alert {
    alert.msg_type = Some(does.into());
    let reference = |to: &&Alert| Reference {
        sender: Some(to.sender.clone()),
        identifier: to.identifier.clone(),
        sent: Some(to.sent.clone()),
    };
    alert.references = to.iter().map(reference).collect();
    alert
}

fn notices_of(alerts: &[Alert], options: &NoticeOptions<'_>) -> (Vec<Notice>, Vec<Issue>) {
    alerts_to_notices(alerts, known(), options)
}

fn meant(info: Info) -> Content {
    let (notices, _) = notices_of(&[alert("7", 0, vec![info])], &NoticeOptions::new());
    notices[0].content.clone()
}

fn told(what: ResponseType) -> Info {
    Info { response_types: vec![what.into()], ..info("Gas leak") }
}

#[test]
fn the_table_of_meanings() {
    use ResponseType::{AllClear, Assess, Avoid, Evacuate, Execute, Monitor, Prepare, Shelter};
    for (what, content) in [
        (Shelter, Content::Curfew),
        (Evacuate, Content::Closure),
        (Avoid, Content::Closure),
        (Prepare, Content::Other),
        (Execute, Content::Other),
        (Monitor, Content::Other),
        (Assess, Content::Other),
        (AllClear, Content::Other),
        (ResponseType::None, Content::Other),
    ] {
        assert_eq!(meant(told(what)), content, "{what:?}");
    }
    assert_eq!(meant(info("Gas leak")), Content::Other);
    let weather = Info { categories: vec![Category::Met.into()], ..told(Avoid) };
    assert_eq!(meant(weather), Content::Other);
    let later = |what| Info { urgency: Some(Urgency::Future.into()), ..told(what) };
    assert_eq!(meant(later(Shelter)), Content::Other);
    assert_eq!(meant(later(Evacuate)), Content::Closure);
    let past = Info { urgency: Some(Urgency::Past.into()), ..told(Evacuate) };
    assert_eq!(meant(past), Content::Other);
    let unlikely = Info { certainty: Some(Certainty::Unlikely.into()), ..told(Evacuate) };
    assert_eq!(meant(unlikely), Content::Other);
    let both = Info { response_types: vec![AllClear.into(), Shelter.into()], ..info("Curfew") };
    assert_eq!(meant(both), Content::Other);
}

#[test]
fn curfews_and_raids_are_found_by_words_in_many_languages() {
    for event in [
        "Night curfew",
        "Shelter In Place Warning",
        "Couvre-feu",
        "Toque de queda",
        "Комендантська година",
        "Повітряна тривога",
        "حظر التجول",
        "ירי רקטות וטילים",
    ] {
        assert_eq!(meant(info(event)), Content::Curfew, "{event}");
    }
    for event in ["Curfew lifted", "Відбій повітряної тривоги", "Storm surge"]
    {
        assert_eq!(meant(info(event)), Content::Other, "{event}");
    }
    let headline = Info { headline: Some("Curfew from 18:00".into()), ..info("Notice") };
    assert_eq!(meant(headline), Content::Curfew);
    // A headline that says that something else is over lifts nothing.
    let mixed = Info { headline: Some("Curfew; yesterday's ban lifted".into()), ..info("Notice") };
    assert_eq!(meant(mixed), Content::Curfew);
}

#[test]
fn codes_and_the_caller_go_before_the_table() {
    let same =
        |code: &str| Info { event_codes: vec![NamedValue::new("SAME", code)], ..info("Message") };
    assert_eq!(meant(same("EVI")), Content::Closure);
    assert_eq!(meant(same("SPW")), Content::Curfew);
    assert_eq!(meant(same("RWT")), Content::Other);
    let options = NoticeOptions::new()
        .code("SAME", "RWT", Meaning::Target)
        .event("gas LEAK", Meaning::NoEffect);
    let meant = |info| notices_of(&[alert("7", 0, vec![info])], &options).0[0].content.clone();
    assert_eq!(meant(same("RWT")), Content::Target);
    assert_eq!(meant(told(ResponseType::Evacuate)), Content::Other);
}

#[test]
fn nothing_opens_whatever_an_alert_says() {
    for event in ["Humanitarian corridor open", "Road open", "Border crossing opened", "Ceasefire"]
    {
        for what in [ResponseType::AllClear, ResponseType::Evacuate, ResponseType::None] {
            let mut info = Info { event: event.to_owned(), ..told(what) };
            info.parameters
                .push(NamedValue::new("safepassage:content", "{\"kind\":\"corridor-opening\"}"));
            let (notices, issues) =
                notices_of(&[alert("7", 0, vec![info])], &NoticeOptions::new().trusting("else@x"));
            assert_ne!(notices[0].content.stance(), Stance::Opens, "{event}");
            assert!(issues.iter().any(|issue| issue.code == "cap-own-parameter-not-trusted"));
        }
    }
}

#[test]
fn only_actual_alerts_become_notices_unless_asked() {
    let words = [
        (Some(Status::Exercise.into()), "Exercise"),
        (Some(Status::Test.into()), "Test"),
        (Some(Status::System.into()), "System"),
        (Some(Status::Draft.into()), "Draft"),
        (Some(Word::written("Reel")), "Reel"),
        (None, ""),
    ];
    for (status, word) in words {
        let alert = Alert { status, ..alert("7", 0, vec![info("Curfew")]) };
        let (notices, issues) = notices_of(std::slice::from_ref(&alert), &NoticeOptions::new());
        assert_eq!(notices, [], "{word}");
        assert_eq!(issues[0].code, "cap-not-actual");
        let asked = NoticeOptions::new().status(Status::Exercise).status(Status::Test);
        let (notices, _) = notices_of(&[alert], &asked);
        assert_eq!(notices.len(), usize::from(["Exercise", "Test"].contains(&word)), "{word}");
    }
}

#[test]
fn who_when_where_and_in_what_words() {
    let mut curfew = info("Curfew");
    curfew.sender_name = Some("Interior Ministry".into());
    curfew.description = Some("From six to six.".into());
    curfew.web = Some("https://example.org/7".into());
    curfew.areas[0].geocodes = vec![NamedValue::new("P-code", "SY0200")];
    let (notices, issues) = notices_of(&[alert("7", 10, vec![curfew])], &NoticeOptions::new());
    assert_eq!(issues, []);
    let notice = &notices[0];
    assert_eq!(notice.id.as_str(), "civil@example.org,7,2026-01-08T10:00:00Z");
    assert_eq!(notice.issuer, "civil@example.org");
    assert_eq!((notice.said_at, notice.known_at), (at("2026-01-08T10:00:00Z"), known()));
    assert_eq!(notice.url.as_deref(), Some("https://example.org/7"));
    assert_eq!(notice.rating, None);
    let words = &notice.text["en-US"];
    for part in ["Curfew", "From six to six.", "Interior Ministry", "urgency: Immediate"] {
        assert!(words.contains(part), "{words}");
    }
    let place = &notice.places[0];
    assert_eq!(place.name.as_deref(), Some("Old Town"));
    assert_eq!(place.codes["P-code"], "SY0200");
    assert!(place.area.is_some());
    let archive = NoticeOptions::new().known_when_sent();
    let (notices, _) = notices_of(&[alert("7", 10, vec![info("Curfew")])], &archive);
    assert_eq!(notices[0].known_at, at("2026-01-08T10:00:00Z"));
}

#[test]
fn no_end_means_until_further_notice_and_the_start_is_the_best_there_is() {
    let time = |onset: &str, effective: &str, expires: &str| {
        let some = |text: &str| (!text.is_empty()).then(|| CapTime::written(text));
        let info = Info {
            onset: some(onset),
            effective: some(effective),
            expires: some(expires),
            ..info("Curfew")
        };
        let (notices, issues) = notices_of(&[alert("7", 10, vec![info])], &NoticeOptions::new());
        (notices[0].time.clone(), issues.len())
    };
    let (sent, one, two) = ("2026-01-08T10:00:00Z", "2026-01-08T11:00:00Z", "2026-01-08T12:00:00Z");
    let window = |start, end| Timing::Window(TimeWindow::new(at(start), at(end)).unwrap());
    assert_eq!(time("", "", ""), (Timing::since(at(sent)), 0));
    assert_eq!(time("", one, ""), (Timing::since(at(one)), 0));
    assert_eq!(time(two, one, ""), (Timing::since(at(two)), 0));
    assert_eq!(time("", one, two), (window(one, two), 0));
    assert_eq!(time("", "", two), (window(sent, two), 0));
    // What cannot be read does not end a ban; nor does an end before the start.
    assert_eq!(time("", one, "soon"), (Timing::since(at(one)), 0));
    assert_eq!(time(two, "", one), (Timing::since(at(two)), 1));
    assert_eq!(time(two, "", two), (Timing::since(at(two)), 1));
    let mut nws = info("Curfew");
    nws.expires = Some(CapTime::written(one));
    nws.parameters.push(NamedValue::new("eventEndingTime", two));
    let (notices, _) = notices_of(&[alert("7", 10, vec![nws])], &NoticeOptions::new());
    assert_eq!(notices[0].time, window(sent, two));
}

#[test]
fn languages_are_one_notice_and_other_differences_are_more() {
    let in_language = |tag: &str, event: &str| {
        let mut info = Info { language: Some(tag.into()), ..info(event) };
        info.areas[0].description = format!("{event} place");
        info
    };
    let (mut later, mut elsewhere) = (in_language("en", "Curfew"), in_language("en", "Curfew"));
    later.onset = Some(CapTime::written("2026-01-09T00:00:00Z"));
    elsewhere.areas[0].polygons[0].0[1][0] = 37.2;
    let infos = vec![
        in_language("uk", "Комендантська година"),
        later,
        in_language("en", "Night rule"),
        elsewhere,
        in_language("uk", "Ще раз"),
    ];
    let (notices, _) = notices_of(&[alert("7", 0, infos)], &NoticeOptions::new());
    let shape: Vec<(String, Vec<&str>)> = notices
        .iter()
        .map(|notice| {
            let id = notice.id.as_str().replace("civil@example.org,7,2026-01-08T00:00:00Z", "7");
            (id, notice.text.keys().map(String::as_str).collect())
        })
        .collect();
    let languages = |of: &[&'static str]| of.to_vec();
    assert_eq!(
        shape,
        [
            ("7".to_owned(), languages(&["en", "uk"])),
            ("7#2".to_owned(), languages(&["en"])),
            ("7#3".to_owned(), languages(&["en"])),
            ("7#4".to_owned(), languages(&["uk"])),
        ]
    );
    // The words of one language are enough for a ban, whichever comes first.
    assert_eq!(notices[0].content, Content::Curfew);
    let turned = vec![in_language("en", "Night rule"), in_language("uk", "Комендантська година")];
    let (notices, _) = notices_of(&[alert("7", 0, turned)], &NoticeOptions::new());
    assert_eq!((notices.len(), &notices[0].content), (1, &Content::Curfew));
}

#[test]
fn codes_without_a_shape_are_a_place_each() {
    let mut curfew = info("Curfew");
    curfew.areas[0].polygons.clear();
    let pairs = [("FIPS6", "1"), ("UGC", "a"), ("FIPS6", "2"), ("FIPS6", "3"), ("UGC", "b")];
    curfew.areas[0].geocodes = pairs.map(|(name, value)| NamedValue::new(name, value)).to_vec();
    let (notices, _) = notices_of(&[alert("7", 0, vec![curfew])], &NoticeOptions::new());
    let places = &notices[0].places;
    let codes: Vec<Vec<&str>> =
        places.iter().map(|place| place.codes.values().map(String::as_str).collect()).collect();
    assert_eq!(codes, [vec!["1", "a"], vec!["2", "b"], vec!["3"]]);
    assert!(places.iter().all(|place| place.name.as_deref() == Some("Old Town")));
}

/// What still holds, in a ledger, of notices made of these alerts.
fn superseded(ledger: &NoticeLedger) -> Vec<String> {
    let mut ended: Vec<String> = ledger
        .notices()
        .iter()
        .flat_map(|notice| notice.supersedes().map(ToString::to_string))
        .collect();
    ended.sort();
    ended
}

#[test]
fn updates_and_cancellations_end_every_notice_of_what_they_refer_to() {
    let mut other = info("Curfew");
    other.onset = Some(CapTime::written("2026-01-09T00:00:00Z"));
    let first = alert("7", 0, vec![info("Curfew"), other]);
    let ids =
        ["civil@example.org,7,2026-01-08T00:00:00Z", "civil@example.org,7,2026-01-08T00:00:00Z#2"];
    for does in [MsgType::Update, MsgType::Cancel] {
        let second = referring(does, alert("8", 1, vec![info("Curfew")]), &[&first]);
        // Together.
        let options = NoticeOptions::new();
        let (notices, issues) = notices_of(&[first.clone(), second.clone()], &options);
        assert_eq!(issues, []);
        let (ledger, issues) = NoticeLedger::of(notices);
        assert_eq!(issues, []);
        assert_eq!(superseded(&ledger), ids);
        // One after the other, as they come in.
        let (notices, _) = notices_of(std::slice::from_ref(&first), &options);
        let (mut ledger, _) = NoticeLedger::of(notices);
        let (notices, issues) =
            notices_of(std::slice::from_ref(&second), &NoticeOptions::new().ledger(&ledger));
        assert_eq!(issues, []);
        assert_eq!(ledger.append_all(notices), []);
        assert_eq!(superseded(&ledger), ids);
        let last = ledger.notices().iter().find(|notice| notice.supersedes().count() > 0).unwrap();
        let cancels = does == MsgType::Cancel;
        assert_eq!(last.content == Content::Cancellation, cancels);
        assert_eq!(last.cancels.len(), if cancels { 2 } else { 0 });
        // A cancellation stands for nothing of its own.
        assert_eq!(last.content.stance() == Stance::Neither, cancels);
    }
}

#[test]
fn references_are_found_by_instant_and_loosely_by_identifier() {
    let first = alert("7", 0, vec![info("Curfew")]);
    let mut second = referring(MsgType::Cancel, alert("8", 1, vec![]), &[&first]);
    let id = "civil@example.org,7,2026-01-08T00:00:00Z";
    let mut ends = |sender: Option<&str>, sent: Option<&str>| {
        second.references[0].sender = sender.map(ToOwned::to_owned);
        second.references[0].sent = sent.map(CapTime::written);
        let (notices, issues) = notices_of(&[first.clone(), second.clone()], &NoticeOptions::new());
        let codes: Vec<_> = issues.iter().map(|issue| issue.code).collect();
        (notices[1].cancels[0].to_string(), codes)
    };
    let sender = Some("civil@example.org");
    assert_eq!(ends(sender, Some("2026-01-08T03:00:00+03:00")), (id.to_owned(), vec![]));
    assert_eq!(
        ends(sender, Some("2026-01-08T00:00:01Z")),
        (id.to_owned(), vec!["cap-reference-loose"])
    );
    assert_eq!(ends(sender, None), (id.to_owned(), vec!["cap-reference-loose"]));
    assert_eq!(ends(None, None), (id.to_owned(), vec!["cap-reference-loose"]));
    let (other, _) = ends(Some("else@example.org"), Some("2026-01-08T00:00:00Z"));
    assert_eq!(other, "else@example.org,7,2026-01-08T00:00:00Z");
}

#[test]
fn acknowledgements_end_nothing_and_an_unknown_type_ends_nothing() {
    let first = alert("7", 0, vec![info("Curfew")]);
    for does in [MsgType::Ack, MsgType::Error] {
        let second = referring(does, alert("8", 1, vec![]), &[&first]);
        let (notices, issues) = notices_of(&[first.clone(), second], &NoticeOptions::new());
        assert_eq!((notices.len(), issues[0].code), (1, "cap-no-operation"));
    }
    let mut second = referring(MsgType::Cancel, alert("8", 1, vec![]), &[&first]);
    second.msg_type = Some(Word::written("Annul"));
    let (notices, _) = notices_of(&[first, second], &NoticeOptions::new());
    assert_eq!(notices[1].supersedes().count(), 0);
}
