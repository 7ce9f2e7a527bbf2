use super::*;
use proptest::prelude::*;

fn tag(text: &str) -> HxlTag {
    text.parse().unwrap()
}

fn pattern(text: &str) -> TagPattern {
    text.parse().unwrap()
}

#[test]
fn every_core_tag_is_known_and_others_are_kept() {
    for name in CORE_TAGS {
        assert!(tag(&format!("#{name}+x_own+i_ar")).is_core(), "{name}");
    }
    assert!(CORE_TAGS.is_sorted());
    assert!(!tag("#x_toxicity").is_core());
    assert_eq!(tag("#x_toxicity").name(), "x_toxicity");
}

#[test]
fn order_case_and_blanks_do_not_matter() {
    for text in ["#adm1+code+origin", " #ADM1 +Origin  +code ", "#adm1\u{a0}+code +origin\u{feff}"]
    {
        assert_eq!(tag(text), tag("#adm1+origin+code"));
    }
}

#[test]
fn what_is_no_tag_is_refused() {
    for text in [
        "",
        "#",
        "adm1",
        "# adm1",
        "#1adm",
        "#adm1+",
        "#adm1++code",
        "#adm-1",
        "#adm1 code",
        "#adm1+ code",
        "#é",
    ] {
        assert!(text.parse::<HxlTag>().is_err(), "{text:?}");
    }
}

#[test]
fn languages_are_named_by_attributes() {
    assert_eq!(tag("#loc+name+i_ar").language().as_deref(), Some("ar"));
    assert_eq!(tag("#loc+name+fr").language().as_deref(), Some("fr"));
    assert_eq!(tag("#description+i_zh_hans").language().as_deref(), Some("zh-hans"));
    assert_eq!(tag("#affected+hh+f").language(), None);
}

#[test]
fn patterns_ask_for_forbid_and_close() {
    let total = pattern("#affected+idps-f-m");
    assert!(total.matches(&tag("#affected+ind+idps")));
    assert!(!total.matches(&tag("#affected+idps+f")));
    assert!(!total.matches(&tag("#inneed+idps")));
    assert!(pattern("#* +code").matches(&tag("#adm3+v_pcode+code")));
    assert!(pattern("date!").matches(&tag("#date")));
    assert!(!pattern("#date!").matches(&tag("#date+start")));
    assert!("#adm1+".parse::<TagPattern>().is_err());
    assert!("#ad m1+code".parse::<TagPattern>().is_err());
}

#[test]
fn a_row_of_tags_is_half_tags() {
    let row = |cells: &[&'static str]| {
        let cells: Vec<_> = cells.iter().map(|text| Some(*text)).collect();
        tag_row(cells.into_iter()).map(|tags| tags.iter().flatten().filter(|t| t.is_ok()).count())
    };
    assert_eq!(row(&["#adm1+name", "", "#affected"]), Some(2));
    assert_eq!(row(&["#adm1+name", "# of people"]), Some(1));
    assert_eq!(row(&["#adm1+name", "# of people", "a"]), None);
    assert_eq!(row(&["Name", "# of people", "#"]), None);
    assert_eq!(row(&["", ""]), None);
}

proptest! {
    #[test]
    fn a_tag_reads_back_as_itself(
        name in "[A-Za-z][A-Za-z0-9_]{0,8}",
        attributes in proptest::collection::vec("[A-Za-z][A-Za-z0-9_]{0,8}", 0..5),
        blank in "[ \t]{0,2}",
    ) {
        let text = format!("#{name}{blank}{}", attributes.iter().map(|a| format!("+{a}{blank}")).collect::<String>());
        let read = tag(&text);
        prop_assert_eq!(&tag(&read.to_string()), &read);
        prop_assert!(pattern(&read.to_string()).matches(&read));
        let closed = format!("{read}!");
        prop_assert!(pattern(&closed).matches(&read));
    }

    #[test]
    fn no_text_breaks_the_reader(text in "\\PC{0,40}") {
        let _ = text.parse::<HxlTag>();
        let _ = text.parse::<TagPattern>();
    }
}
