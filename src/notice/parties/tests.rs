use super::*;

#[test]
fn case_and_spaces_do_not_make_another_party_and_aliases_are_one() {
    let lists = [vec!["SDF".to_owned(), "Syrian  Democratic Forces".to_owned()]];
    let mut parties = Parties::with_aliases(&lists);
    let sdf = parties.number("sdf");
    assert_eq!(parties.number(" Syrian democratic FORCES "), sdf);
    assert_eq!(parties.name(sdf), "SDF");
    let army = parties.number("Army operations  command");
    assert_ne!(army, sdf);
    assert_eq!(parties.find("army OPERATIONS command"), Some(army));
    assert_eq!(parties.find("nobody"), None);
    assert_eq!(parties.number("الجيش"), parties.number(" الجيش "));
}
