use super::*;

#[test]
fn sets_hold_what_was_put_in_and_iterate_in_order() {
    let mut modes = TravelModes::empty();
    assert!(modes.is_empty());
    modes.insert(TravelMode::Convoy);
    modes.insert(TravelMode::Foot);
    assert_eq!(modes.iter().collect::<Vec<_>>(), [TravelMode::Foot, TravelMode::Convoy]);
    assert!(!modes.contains(TravelMode::Vehicle));
    modes.remove(TravelMode::Foot);
    assert_eq!(modes, TravelModes::only(TravelMode::Convoy));
    assert_eq!(TravelModes::walking().union(TravelModes::motorised()), TravelModes::all());
    assert_eq!(TravelModes::all().without(TravelModes::walking()), TravelModes::motorised());
}

#[test]
fn a_set_is_a_list_of_words_in_json() {
    let modes: TravelModes = serde_json::from_str(r#"["vehicle","foot"]"#).unwrap();
    assert_eq!(serde_json::to_string(&modes).unwrap(), r#"["foot","vehicle"]"#);
    assert!(serde_json::from_str::<TravelModes>(r#"["boat"]"#).is_err());
}

#[test]
fn an_unknown_word_says_what_was_expected() {
    let error = "mule".parse::<TravelMode>().unwrap_err();
    assert_eq!(error.to_string(), "expected foot, wheelchair, vehicle or convoy, found \"mule\"");
    assert_eq!(" Foot ".parse(), Ok(TravelMode::Foot));
}
