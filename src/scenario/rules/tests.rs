use super::*;

#[test]
fn codes_are_kebab_case_and_differ() {
    let mut codes: Vec<_> = RULES.iter().map(|rule| rule.code).collect();
    assert!(codes.iter().all(|code| code.bytes().all(|b| b.is_ascii_lowercase() || b == b'-')));
    codes.sort_unstable();
    codes.dedup();
    assert_eq!(codes.len(), RULES.len());
}

#[test]
fn long_text_is_cut_at_a_character() {
    assert_eq!(cut("short"), "short");
    let cut = cut(&"ش".repeat(100));
    assert_eq!(cut.chars().count(), 81);
    assert!(cut.ends_with('…'));
}

#[test]
fn near_names_are_suggested() {
    let known = ["population", "pcode", "name", "capacity"];
    let suggestion = |found| unknown_property::suggestion(found, &known);
    assert_eq!(suggestion("popluation"), Some("population"));
    assert_eq!(suggestion("NAME"), Some("name"));
    assert_eq!(suggestion("Capcity"), Some("capacity"));
    assert_eq!(suggestion("colour"), None);
}
