use super::*;
use jiff::civil::date;

const MESSAGES: &str = r#"{"messages": [
  {"type": "ADVICE", "broadcastHHMM": "1100", "broadcastZones": {"A": null, "B": null, "C": null}},
  {"type": "EVACUATE_NOW", "broadcastHHMM": "1315", "broadcastZones": {"A": null, "B": [[1, 2]]}},
  {"type": "WATCH_AND_ACT", "broadcastHHMM": "1200", "broadcastZones": ["B"]},
  {"type": "EVACUATE_NOW", "broadcastHHMM": "1245", "broadcastZones": {"A": null}},
]}"#;

fn orders(text: &str, counts: OrderKind) -> Result<Vec<(String, String)>, MatsimError> {
    let clock = Clock::new(date(2022, 1, 12), "Australia/Melbourne").unwrap();
    let at = RecordRef::file("messages.json");
    let told = read(text, &at, counts, &clock, &mut Vec::new())?;
    Ok(told.into_iter().map(|(zone, at)| (zone, at.to_string())).collect())
}

fn pairs(list: &[(&str, &str)]) -> Vec<(String, String)> {
    list.iter().map(|(zone, at)| ((*zone).to_owned(), (*at).to_owned())).collect()
}

#[test]
fn the_first_order_that_counts_is_the_one() {
    let now = orders(MESSAGES, OrderKind::EvacuateNow).unwrap();
    assert_eq!(now, pairs(&[("A", "2022-01-12T01:45:00Z"), ("B", "2022-01-12T02:15:00Z")]));
    let watch = orders(MESSAGES, OrderKind::WatchAndAct).unwrap();
    assert_eq!(watch, pairs(&[("A", "2022-01-12T01:45:00Z"), ("B", "2022-01-12T01:00:00Z")]));
    assert_eq!(orders(MESSAGES, OrderKind::Advice).unwrap().len(), 3);
}

#[test]
fn faults_name_the_message_and_the_member() {
    let cases = [
        (
            "\"EVACUATE_NOW\", \"broadcastHHMM\": \"1315\"",
            "\"RUN\", \"broadcastHHMM\": \"1315\"",
            "messages.json, feature 2: member \"type\": expected ADVICE, WATCH_AND_ACT or EVACUATE_NOW, found \"RUN\"",
        ),
        (
            "1200",
            "12:00",
            "messages.json, feature 3: member \"broadcastHHMM\": expected a time of day as four digits, such as \"1315\", found \"12:00\"",
        ),
        (
            "1200",
            "1260",
            "messages.json, feature 3: member \"broadcastHHMM\": expected a time of day as four digits, such as \"1315\", found \"1260\"",
        ),
    ];
    for (right, wrong, says) in cases {
        let error = orders(&MESSAGES.replacen(right, wrong, 1), OrderKind::Advice).unwrap_err();
        assert_eq!(error.to_string(), says);
    }
    for text in ["", "[]", "{}", "{\"messages\": 5}", "{\"messages\": [{}]}"] {
        let error = orders(text, OrderKind::Advice).unwrap_err().to_string();
        assert!(error.starts_with("messages.json: line "), "{error}");
    }
}

#[test]
fn a_time_that_clocks_show_twice_or_never_is_refused() {
    let at = |day, text: &str| {
        let clock = Clock::new(date(2022, 4, day), "Australia/Melbourne").unwrap();
        clock.at("start", text).map(|at| at.to_string()).map_err(|fault| fault.expected)
    };
    assert_eq!(at(2, "2400"), Ok("2022-04-02T13:00:00Z".into()));
    assert_eq!(at(3, "0230"), Err("a time that the clocks of that day show once".into()));
    let spring = Clock::new(date(2022, 10, 2), "Australia/Melbourne").unwrap();
    assert!(spring.at("start", "0230").is_err());
    assert!(Clock::new(date(2022, 1, 12), "Australia/Atlantis").is_err());
}
